//! Tags of APIs and stages, by ARN `arn:aws:apigateway:region::/apis/id[/stages/name]`.

use std::collections::BTreeMap;

use samara_service::Cx;
use samara_store::Txn;

use super::access;
use crate::model::{
    GetTagsRequest, GetTagsResponse, TagResourceRequest, TagResourceResponse, UntagResourceRequest,
};
use crate::{Api, Error};
use samara_service::operation;

operation!(GetTags: Read GetTagsRequest => GetTagsResponse, Error,
    |cx, input| access(cx, "GET", &format!("/tags/{}", input.resource_arn)), get);
operation!(TagResource: Write TagResourceRequest => TagResourceResponse, Error,
    |cx, input| access(cx, "POST", &format!("/tags/{}", input.resource_arn)), tag);
operation!(UntagResource: Write UntagResourceRequest => (), Error,
    |cx, input| access(cx, "DELETE", &format!("/tags/{}", input.resource_arn)), untag);

/// Tags a resource may have (API Gateway quotas: 50).
const TAGS_MAX: usize = 50;

/// The API that an ARN names, and the stage if it names one.
fn place(arn: &str) -> Result<(&str, Option<&str>), Error> {
    let path = arn.split_once("::/apis/").map(|(_, path)| path);
    let path = path.ok_or_else(|| Error::BadRequest(format!("Invalid resource ARN: {arn}")))?;
    Ok(path.split_once("/stages/").map_or((path, None), |(api, stage)| (api, Some(stage))))
}

fn tags<'a>(
    api: &'a mut Api,
    stage: Option<&str>,
) -> Result<&'a mut BTreeMap<String, String>, Error> {
    match stage {
        None => Ok(&mut api.tags),
        Some(name) => {
            let stage = api.stages.get_mut(name).ok_or(Error::NoPart { kind: "Stage" })?;
            Ok(&mut stage.tags)
        }
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

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetTagsRequest) -> Result<GetTagsResponse, Error> {
    let (id, stage) = place(&input.resource_arn)?;
    let mut api = Api::load(cx, txn, id)?;
    Ok(GetTagsResponse { tags: Some(tags(&mut api, stage)?.clone()) })
}

fn tag(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &TagResourceRequest,
) -> Result<TagResourceResponse, Error> {
    let (id, stage) = place(&input.resource_arn)?;
    let mut api = Api::load(cx, txn, id)?;
    let tags = tags(&mut api, stage)?;
    tags.extend(input.tags.clone().unwrap_or_default());
    check(tags)?;
    api.save(txn)?;
    Ok(TagResourceResponse::default())
}

fn untag(cx: &Cx, txn: &mut dyn Txn, input: &UntagResourceRequest) -> Result<(), Error> {
    let (id, stage) = place(&input.resource_arn)?;
    let mut api = Api::load(cx, txn, id)?;
    let tags = tags(&mut api, stage)?;
    tags.retain(|key, _| !input.tag_keys.contains(key));
    api.save(txn)
}
