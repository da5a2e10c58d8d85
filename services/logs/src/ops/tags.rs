//! Tags of groups, under their newer and their older names.

use std::collections::BTreeMap;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;
use samara_wire::Document;

use crate::Error;
use crate::group::{Group, access_arn, here, of_identifier};
use crate::model::{
    ListTagsForResourceRequest, ListTagsForResourceResponse, ListTagsLogGroupRequest,
    ListTagsLogGroupResponse, TagLogGroupRequest, TagResourceRequest, UntagLogGroupRequest,
    UntagResourceRequest,
};

type Tags = BTreeMap<String, String>;

/// The most tags of a group (CloudWatch Logs quotas).
const TAGS_MAX: usize = 50;

/// `TagResource`.
pub(crate) struct TagResource;

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    const PLACE: Place = Place::Write;
    type Input = TagResourceRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &TagResourceRequest) -> Vec<Access> {
        let group = of_identifier(&input.resource_arn);
        vec![Access::new("logs:TagResource", access_arn(cx, &group, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &TagResourceRequest,
    ) -> Result<Answer<Document>, Error> {
        tag(cx, txn, &here(cx, &input.resource_arn)?, &input.tags)?;
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

    fn access(cx: &Cx, input: &UntagResourceRequest) -> Vec<Access> {
        let group = of_identifier(&input.resource_arn);
        vec![Access::new("logs:UntagResource", access_arn(cx, &group, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &UntagResourceRequest,
    ) -> Result<Answer<Document>, Error> {
        untag(cx, txn, &here(cx, &input.resource_arn)?, &input.tag_keys)?;
        Ok(Answer::Done(Document::Null))
    }
}

/// `ListTagsForResource`.
pub(crate) struct ListTagsForResource;

impl Operation for ListTagsForResource {
    const NAME: &'static str = "ListTagsForResource";
    const PLACE: Place = Place::Read;
    type Input = ListTagsForResourceRequest;
    type Output = ListTagsForResourceResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &ListTagsForResourceRequest) -> Vec<Access> {
        let group = of_identifier(&input.resource_arn);
        vec![Access::new("logs:ListTagsForResource", access_arn(cx, &group, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListTagsForResourceRequest,
    ) -> Result<Answer<ListTagsForResourceResponse>, Error> {
        let group = Group::must(cx, txn, &here(cx, &input.resource_arn)?)?;
        Ok(Answer::Done(ListTagsForResourceResponse { tags: Some(group.tags) }))
    }
}

/// `TagLogGroup`.
pub(crate) struct TagLogGroup;

impl Operation for TagLogGroup {
    const NAME: &'static str = "TagLogGroup";
    const PLACE: Place = Place::Write;
    type Input = TagLogGroupRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &TagLogGroupRequest) -> Vec<Access> {
        vec![Access::new("logs:TagLogGroup", access_arn(cx, &input.log_group_name, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &TagLogGroupRequest,
    ) -> Result<Answer<Document>, Error> {
        tag(cx, txn, &input.log_group_name, &input.tags)?;
        Ok(Answer::Done(Document::Null))
    }
}

/// `UntagLogGroup`.
pub(crate) struct UntagLogGroup;

impl Operation for UntagLogGroup {
    const NAME: &'static str = "UntagLogGroup";
    const PLACE: Place = Place::Write;
    type Input = UntagLogGroupRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &UntagLogGroupRequest) -> Vec<Access> {
        vec![Access::new("logs:UntagLogGroup", access_arn(cx, &input.log_group_name, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &UntagLogGroupRequest,
    ) -> Result<Answer<Document>, Error> {
        untag(cx, txn, &input.log_group_name, &input.tags)?;
        Ok(Answer::Done(Document::Null))
    }
}

/// `ListTagsLogGroup`.
pub(crate) struct ListTagsLogGroup;

impl Operation for ListTagsLogGroup {
    const NAME: &'static str = "ListTagsLogGroup";
    const PLACE: Place = Place::Read;
    type Input = ListTagsLogGroupRequest;
    type Output = ListTagsLogGroupResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &ListTagsLogGroupRequest) -> Vec<Access> {
        vec![Access::new("logs:ListTagsLogGroup", access_arn(cx, &input.log_group_name, ""))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListTagsLogGroupRequest,
    ) -> Result<Answer<ListTagsLogGroupResponse>, Error> {
        let group = Group::must(cx, txn, &input.log_group_name)?;
        Ok(Answer::Done(ListTagsLogGroupResponse { tags: Some(group.tags) }))
    }
}

/// Whether a group may have these tags.
pub(super) fn check(tags: &Tags) -> Result<(), Error> {
    if TAGS_MAX < tags.len() {
        return Err(Error::Invalid(format!("A log group has at most {TAGS_MAX} tags.")));
    }
    if let Some(key) = samara_service::tags::reserved(tags.keys()) {
        return Err(Error::Invalid(format!("Tag keys must not begin with 'aws:': {key}")));
    }
    Ok(())
}

fn tag(cx: &Cx, txn: &mut dyn Txn, name: &str, tags: &Tags) -> Result<(), Error> {
    let mut group = Group::must(cx, txn, name)?;
    group.tags.extend(tags.clone());
    check(&group.tags)?;
    group.store(txn, name)
}

fn untag(cx: &Cx, txn: &mut dyn Txn, name: &str, keys: &[String]) -> Result<(), Error> {
    let mut group = Group::must(cx, txn, name)?;
    group.tags.retain(|key, _| !keys.contains(key));
    group.store(txn, name)
}
