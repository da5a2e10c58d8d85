//! Permissions: the statements of a function's resource policy.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;
use samara_wire::Document;

use crate::model::{
    AddPermissionRequest, AddPermissionResponse, GetPolicyRequest, GetPolicyResponse,
    RemovePermissionRequest,
};
use crate::name::{FunctionName, LATEST};
use crate::policy::{Policy, is_principal, statement};
use crate::resolve::resolve_name;
use crate::{Error, name};

/// What AWS says when a function has no policy, or not the statement that is named.
const NO_POLICY: &str = "The resource you requested does not exist.";

/// `AddPermission`.
pub(crate) struct AddPermission;

impl Operation for AddPermission {
    const NAME: &'static str = "AddPermission";
    const PLACE: Place = Place::Write;
    type Input = AddPermissionRequest;
    type Output = AddPermissionResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &AddPermissionRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:AddPermission", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &AddPermissionRequest,
    ) -> Result<Answer<AddPermissionResponse>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        resolve_name(cx, txn, &name)?;
        if name.qualifier.as_deref() == Some(LATEST) {
            return Err(Error::invalid("We currently do not support adding policies for $LATEST."));
        }
        if !is_principal(&input.principal) {
            return Err(Error::invalid(
                "The provided principal was invalid. Please check the principal and try again.",
            ));
        }
        let mut policy = Policy::find(txn, &name.name, name.scope())?.unwrap_or_default();
        check_revision(&policy, input.revision_id.as_ref())?;
        if policy.place_of(&input.statement_id).is_some() {
            return Err(Error::Conflict(format!(
                "The statement id ({}) provided already exists. Please provide a new statement \
                 id, or remove the existing statement.",
                input.statement_id
            )));
        }
        let statement = statement(input, &name.arn(cx));
        let text = statement.to_string();
        policy.statements.push(statement);
        policy.store(cx, txn, &name.name, name.scope())?;
        Ok(Answer::Done(AddPermissionResponse { statement: Some(text) }))
    }
}

/// `RemovePermission`.
pub(crate) struct RemovePermission;

impl Operation for RemovePermission {
    const NAME: &'static str = "RemovePermission";
    const PLACE: Place = Place::Write;
    type Input = RemovePermissionRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &RemovePermissionRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:RemovePermission", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &RemovePermissionRequest,
    ) -> Result<Answer<Document>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        resolve_name(cx, txn, &name)?;
        let missing = || Error::NotFound(NO_POLICY.to_owned());
        let policy = Policy::find(txn, &name.name, name.scope())?;
        let mut policy = policy.ok_or_else(missing)?;
        check_revision(&policy, input.revision_id.as_ref())?;
        let place = policy.place_of(&input.statement_id).ok_or_else(|| {
            Error::NotFound(format!(
                "Statement {} is not found in resource policy.",
                input.statement_id
            ))
        })?;
        policy.statements.remove(place);
        policy.store(cx, txn, &name.name, name.scope())?;
        Ok(Answer::Done(Document::Null))
    }
}

/// `GetPolicy`.
pub(crate) struct GetPolicy;

impl Operation for GetPolicy {
    const NAME: &'static str = "GetPolicy";
    const PLACE: Place = Place::Read;
    type Input = GetPolicyRequest;
    type Output = GetPolicyResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &GetPolicyRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:GetPolicy", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetPolicyRequest,
    ) -> Result<Answer<GetPolicyResponse>, Error> {
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        resolve_name(cx, txn, &name)?;
        let policy = Policy::find(txn, &name.name, name.scope())?;
        let policy = policy.ok_or_else(|| Error::NotFound(NO_POLICY.to_owned()))?;
        Ok(Answer::Done(GetPolicyResponse {
            policy: Some(policy.document()),
            revision_id: Some(policy.revision_id),
        }))
    }
}

fn check_revision(policy: &Policy, expected: Option<&String>) -> Result<(), Error> {
    match expected {
        Some(expected) if *expected != policy.revision_id => Err(Error::RevisionDiffers),
        _ => Ok(()),
    }
}
