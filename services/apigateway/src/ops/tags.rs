//! Tags of APIs and stages, by ARN `arn:aws:apigateway:region::/restapis/id[/stages/name]`.

use std::collections::BTreeMap;

use samara_service::{Cx, operation};
use samara_store::Txn;

use super::access;
use crate::error::NO_STAGE;
use crate::model::{GetTagsRequest, TagResourceRequest, Tags, UntagResourceRequest};
use crate::{Api, Error, refuse};

operation!(GetTags: Read GetTagsRequest => Tags, Error,
    |cx, input| access(cx, "GET", &format!("/tags/{}", input.resource_arn)), get);
operation!(TagResource: Write TagResourceRequest => (), Error,
    |cx, input| access(cx, "PUT", &format!("/tags/{}", input.resource_arn)), tag);
operation!(UntagResource: Write UntagResourceRequest => (), Error,
    |cx, input| access(cx, "DELETE", &format!("/tags/{}", input.resource_arn)), untag);

/// Tags a resource may have (API Gateway quotas: 50).
const TAGS_MAX: usize = 50;

/// The API that an ARN names, and the stage if it names one.
fn place(arn: &str) -> Result<(&str, Option<&str>), Error> {
    let path = arn.split_once("::/restapis/").map(|(_, path)| path);
    let path = path
        .ok_or_else(|| Error::BadRequest(format!("Invalid ARN. ARN is not well formed {arn}")))?;
    Ok(path.split_once("/stages/").map_or((path, None), |(api, stage)| (api, Some(stage))))
}

fn tags<'a>(
    api: &'a mut Api,
    stage: Option<&str>,
) -> Result<&'a mut BTreeMap<String, String>, Error> {
    match stage {
        None => Ok(&mut api.tags),
        Some(name) => Ok(&mut api.stages.get_mut(name).ok_or(NO_STAGE)?.tags),
    }
}

/// Whether an API or a stage may have these tags.
pub(super) fn check(tags: &BTreeMap<String, String>) -> Result<(), Error> {
    if TAGS_MAX < tags.len() {
        return Err(Error::BadRequest(format!("A resource may have {TAGS_MAX} tags")));
    }
    match samara_service::tags::reserved(tags.keys()) {
        Some(key) => Err(Error::BadRequest(format!("Tag keys must not begin with 'aws:': {key}"))),
        None => Ok(()),
    }
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetTagsRequest) -> Result<Tags, Error> {
    refuse::given("position of GetTags", input.position.as_ref())?;
    let (id, stage) = place(&input.resource_arn)?;
    let mut api = Api::load(cx, txn, id)?;
    Ok(Tags { tags: Some(tags(&mut api, stage)?.clone()) })
}

fn tag(cx: &Cx, txn: &mut dyn Txn, input: &TagResourceRequest) -> Result<(), Error> {
    let (id, stage) = place(&input.resource_arn)?;
    let mut api = Api::load(cx, txn, id)?;
    let tags = tags(&mut api, stage)?;
    tags.extend(input.tags.clone());
    check(tags)?;
    api.save(txn)
}

fn untag(cx: &Cx, txn: &mut dyn Txn, input: &UntagResourceRequest) -> Result<(), Error> {
    let (id, stage) = place(&input.resource_arn)?;
    let mut api = Api::load(cx, txn, id)?;
    tags(&mut api, stage)?.retain(|key, _| !input.tag_keys.contains(key));
    api.save(txn)
}
