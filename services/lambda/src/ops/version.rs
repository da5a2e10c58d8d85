//! `PublishVersion` and `ListVersionsByFunction`: what was published stays as it is.

use samara_service::{Access, Answer, Cx, Operation, Place, page};
use samara_store::{Range, Txn};

use super::list_functions::{last_key, page_size};
use crate::function::{Function, SCAN_KEYS, Version};
use crate::model::{
    FunctionConfiguration, ListVersionsByFunctionRequest, ListVersionsByFunctionResponse,
    PublishVersionRequest,
};
use crate::name::{FunctionName, LATEST};
use crate::{Error, keys, name, refused};

/// `PublishVersion`.
pub(crate) struct PublishVersion;

impl Operation for PublishVersion {
    const NAME: &'static str = "PublishVersion";
    const PLACE: Place = Place::Write;
    type Input = PublishVersionRequest;
    type Output = FunctionConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &PublishVersionRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:PublishVersion", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &PublishVersionRequest,
    ) -> Result<Answer<FunctionConfiguration>, Error> {
        refused::refuse(&[(input.publish_to.is_some(), "PublishTo")])?;
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let mut function = Function::load(cx, txn, &name.name)?;
        function.check_revision(input.revision_id.as_ref())?;
        let sha256 = function.latest.code.sha256();
        if input.code_sha256.as_ref().is_some_and(|given| *given != sha256) {
            return Err(Error::invalid(format!(
                "CodeSHA256 ({}) is different from current CodeSHA256 in $LATEST ({sha256}). \
                 Please try again with the CodeSHA256 in $LATEST.",
                input.code_sha256.as_deref().unwrap_or_default()
            )));
        }
        let version = function.publish(cx, txn, input.description.as_ref())?;
        Ok(Answer::Done(version.configuration(cx, Some(&version.version))))
    }
}

/// `ListVersionsByFunction`.
pub(crate) struct ListVersionsByFunction;

impl Operation for ListVersionsByFunction {
    const NAME: &'static str = "ListVersionsByFunction";
    const PLACE: Place = Place::Scan;
    type Input = ListVersionsByFunctionRequest;
    type Output = ListVersionsByFunctionResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &ListVersionsByFunctionRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, None);
        vec![Access::new("lambda:ListVersionsByFunction", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListVersionsByFunctionRequest,
    ) -> Result<Answer<ListVersionsByFunctionResponse>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let function = Function::load(cx, txn, &name.name)?;
        let limit = page_size(input.max_items);
        let after = input.marker.as_deref().map(last_key).transpose()?;
        let mut all = Vec::new();
        let mut last = 0;
        match after {
            Some(after) => last = after.parse().unwrap_or(u64::MAX),
            None => all.push(function.latest.configuration(cx, Some(LATEST))),
        }
        let rest = published(txn, &name.name, last)?;
        let room = limit - all.len();
        let more = room < rest.len();
        for version in rest.into_iter().take(room) {
            last = version.number().unwrap_or_default();
            all.push(version.configuration(cx, Some(&version.version)));
        }
        let next_marker = more.then(|| page::token(&last.to_string()));
        Ok(Answer::Done(ListVersionsByFunctionResponse { next_marker, versions: Some(all) }))
    }
}

/// The first of a function's published versions with a number after `after`, in order: as many as
/// one scan gives, which is more than a page.
pub(super) fn published(
    txn: &mut dyn Txn,
    function: &str,
    after: u64,
) -> Result<Vec<Version>, Error> {
    let range = Range::prefix(&keys::versions(function)).after(&keys::version(function, after));
    let entries = txn.scan(&range, SCAN_KEYS)?;
    entries.iter().map(|(_, value)| Ok(serde_json::from_slice(value)?)).collect()
}
