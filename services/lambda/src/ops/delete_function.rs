//! `DeleteFunction`: a function with all that belongs to it, or one published version of it.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Range, Txn};

use super::alias::aliases;
use crate::function::{Function, SCAN_KEYS, Version};
use crate::model::{DeleteFunctionRequest, DeleteFunctionResponse};
use crate::name::{FunctionName, LATEST};
use crate::resolve::is_version;
use crate::{Error, keys, name};

/// `DeleteFunction`.
pub(crate) struct DeleteFunction;

impl Operation for DeleteFunction {
    const NAME: &'static str = "DeleteFunction";
    const PLACE: Place = Place::Write;
    type Input = DeleteFunctionRequest;
    type Output = DeleteFunctionResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &DeleteFunctionRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:DeleteFunction", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteFunctionRequest,
    ) -> Result<Answer<DeleteFunctionResponse>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        let function = Function::load(cx, txn, &name.name)?;
        match name.qualifier.as_deref() {
            None => delete_all(txn, &function)?,
            Some(LATEST) => {
                return Err(Error::invalid(
                    "$LATEST version cannot be deleted without deleting the function.",
                ));
            }
            Some(qualifier) if !is_version(qualifier) => {
                return Err(Error::invalid("Deletion of aliases is not currently supported."));
            }
            Some(qualifier) => delete_version(txn, &name.name, qualifier)?,
        }
        Ok(Answer::Done(DeleteFunctionResponse { status_code: Some(204) }))
    }
}

/// Deleting a version that does not exist is no error; one that an alias names stays.
fn delete_version(txn: &mut dyn Txn, function: &str, version: &str) -> Result<(), Error> {
    let named: Vec<String> = aliases(txn, function)?
        .into_iter()
        .filter(|alias| alias.version == version)
        .map(|alias| alias.name)
        .collect();
    if !named.is_empty() {
        return Err(Error::Conflict(format!(
            "Unable to delete version because the following aliases reference it: [{}]",
            named.join(", ")
        )));
    }
    let Ok(number) = version.parse() else { return Ok(()) };
    let key = keys::version(function, number);
    if let Some(value) = txn.get(&key)? {
        forget(txn, &key, &value)?;
        txn.delete(keys::policy(function, version), Fed::Key);
        txn.delete(keys::event_invoke(function, version), Fed::Key);
    }
    Ok(())
}

fn delete_all(txn: &mut dyn Txn, function: &Function) -> Result<(), Error> {
    let name = &function.latest.function;
    each_key(txn, &keys::versions(name), forget)?;
    for prefix in [keys::aliases(name), keys::policies(name), keys::event_invokes(name)] {
        each_key(txn, &prefix, |txn, key, _| {
            txn.delete(key.to_vec(), Fed::Key);
            Ok(())
        })?;
    }
    let key = keys::function(name);
    txn.release(&function.latest.code.blob()?, &key);
    txn.delete(key, Fed::Key);
    Ok(())
}

/// Removes a published version's record and gives its package up.
fn forget(txn: &mut dyn Txn, key: &[u8], value: &[u8]) -> Result<(), Error> {
    let version: Version = serde_json::from_slice(value)?;
    txn.release(&version.code.blob()?, key);
    txn.delete(key.to_vec(), Fed::Key);
    Ok(())
}

fn each_key(
    txn: &mut dyn Txn,
    prefix: &[u8],
    each: impl Fn(&mut dyn Txn, &[u8], &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut range = Range::prefix(prefix);
    loop {
        let entries = txn.scan(&range, SCAN_KEYS)?;
        let Some((last, _)) = entries.last() else { return Ok(()) };
        range = range.after(last);
        for (key, value) in &entries {
            each(txn, key, value)?;
        }
    }
}
