//! `ListFunctions`: every function by name, with all versions when asked to.

use samara_service::{Access, Answer, Cx, Operation, Place, page};
use samara_store::{Range, Txn};

use super::version::published;
use crate::function::each_function;
use crate::model::{ListFunctionsRequest, ListFunctionsResponse};
use crate::{Error, keys, refused};

/// The most functions of a page (API reference, `MaxItems`).
pub(super) const PAGE_MAX: i64 = 50;

/// `ListFunctions`.
pub(crate) struct ListFunctions;

impl Operation for ListFunctions {
    const NAME: &'static str = "ListFunctions";
    const PLACE: Place = Place::Scan;
    type Input = ListFunctionsRequest;
    type Output = ListFunctionsResponse;
    type Error = Error;

    fn access(_cx: &Cx, _input: &ListFunctionsRequest) -> Vec<Access> {
        vec![Access::new("lambda:ListFunctions", "*")]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListFunctionsRequest,
    ) -> Result<Answer<ListFunctionsResponse>, Error> {
        refused::refuse(&[(input.master_region.is_some(), "Lambda@Edge (MasterRegion)")])?;
        let mut range = Range::prefix(&keys::functions());
        if let Some(marker) = &input.marker {
            range = range.after(&keys::function(&last_key(marker)?));
        }
        let limit = page_size(input.max_items);
        let all = input.function_version.is_some();
        let mut functions = Vec::new();
        let mut last = None;
        let mut more = false;
        each_function(txn, range, |txn, function| {
            if limit <= functions.len() {
                more = true;
                return Ok(false);
            }
            let name = function.latest.function.clone();
            let qualifier = all.then_some(crate::LATEST);
            functions.push(function.latest.configuration(cx, qualifier));
            if all {
                for version in published(txn, &name, 0)? {
                    functions.push(version.configuration(cx, Some(&version.version)));
                }
            }
            last = Some(name);
            Ok(true)
        })?;
        let next_marker = last.filter(|_| more).as_deref().map(page::token);
        Ok(Answer::Done(ListFunctionsResponse { next_marker, functions: Some(functions) }))
    }
}

/// How many entries a page may have.
pub(super) fn page_size(asked: Option<i64>) -> usize {
    usize::try_from(asked.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX)).unwrap_or(1)
}

/// Where a list goes on.
pub(super) fn last_key(marker: &str) -> Result<String, Error> {
    page::last_key(marker, "InvalidParameterValueException")
        .map_err(|_| Error::invalid("The provided marker is not valid."))
}
