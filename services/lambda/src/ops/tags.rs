//! Tags of functions.

use std::collections::BTreeMap;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;
use samara_wire::Document;

use crate::Error;
use crate::copies::CopiesTag;
use crate::function::{Function, take_snapshots_anew};
use crate::model::{ListTagsRequest, ListTagsResponse, TagResourceRequest, UntagResourceRequest};
use crate::name::FunctionName;

/// The most tags of a function (Lambda quotas).
const TAGS_MAX: usize = 50;

/// `TagResource`.
pub(crate) struct TagResource;

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    const PLACE: Place = Place::Write;
    type Input = TagResourceRequest;
    type Output = Document;
    type Error = Error;

    fn access(_cx: &Cx, input: &TagResourceRequest) -> Vec<Access> {
        vec![Access::new("lambda:TagResource", input.resource.clone())]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &TagResourceRequest,
    ) -> Result<Answer<Document>, Error> {
        let mut function = load(cx, txn, &input.resource)?;
        let mut tags = function.tags.clone();
        tags.extend(input.tags.clone());
        check(&tags)?;
        retag(txn, &mut function, tags)?;
        Ok(Answer::Done(Document::Null))
    }
}

/// `UntagResource`.
pub(crate) struct UntagResource;

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    const PLACE: Place = Place::Write;
    type Input = UntagResourceRequest;
    type Output = Document;
    type Error = Error;

    fn access(_cx: &Cx, input: &UntagResourceRequest) -> Vec<Access> {
        vec![Access::new("lambda:UntagResource", input.resource.clone())]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &UntagResourceRequest,
    ) -> Result<Answer<Document>, Error> {
        let mut function = load(cx, txn, &input.resource)?;
        let mut tags = function.tags.clone();
        tags.retain(|key, _| !input.tag_keys.contains(key));
        retag(txn, &mut function, tags)?;
        Ok(Answer::Done(Document::Null))
    }
}

/// `ListTags`.
pub(crate) struct ListTags;

impl Operation for ListTags {
    const NAME: &'static str = "ListTags";
    const PLACE: Place = Place::Read;
    type Input = ListTagsRequest;
    type Output = ListTagsResponse;
    type Error = Error;

    fn access(_cx: &Cx, input: &ListTagsRequest) -> Vec<Access> {
        vec![Access::new("lambda:ListTags", input.resource.clone())]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListTagsRequest,
    ) -> Result<Answer<ListTagsResponse>, Error> {
        let function = load(cx, txn, &input.resource)?;
        Ok(Answer::Done(ListTagsResponse { tags: Some(function.tags) }))
    }
}

/// Whether a function may have these tags.
pub(super) fn check(tags: &BTreeMap<String, String>) -> Result<(), Error> {
    if TAGS_MAX < tags.len() {
        let message = format!("Tag limit exceeded: a function has at most {TAGS_MAX} tags.");
        return Err(Error::invalid(message));
    }
    CopiesTag::of(tags)?;
    match samara_service::tags::reserved(tags.keys()) {
        Some(key) => Err(Error::invalid(format!("Tag keys must not begin with 'aws:': {key}"))),
        None => Ok(()),
    }
}

/// Gives a function these tags. Where they say something else of copies than before, so may the
/// snapshots of its versions.
fn retag(
    txn: &mut dyn Txn,
    function: &mut Function,
    tags: BTreeMap<String, String>,
) -> Result<(), Error> {
    let changes = CopiesTag::of(&function.tags)? != CopiesTag::of(&tags)?;
    function.tags = tags;
    function.store(txn)?;
    if changes { take_snapshots_anew(txn, &function.latest.function) } else { Ok(()) }
}

fn load(cx: &Cx, txn: &mut dyn Txn, resource: &str) -> Result<Function, Error> {
    let name = FunctionName::parse(cx, resource, None)?;
    if name.qualifier.is_some() {
        return Err(Error::invalid("Tags on function aliases and versions are not supported."));
    }
    Function::load(cx, txn, &name.name)
}
