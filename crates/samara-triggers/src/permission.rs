//! Whether the platform may do for a rule or a function what it is about to do.

use samara_base::Arn;
use samara_service::policy::{Decision, Policies, Policy, PolicyKind, evaluate};
use samara_service::{Access, Cx, Principal};
use samara_store::Txn;

use crate::Error;

/// Why something is not permitted, in AWS's words; `None` when it is.
pub(crate) fn refused(
    cx: &Cx,
    txn: &mut dyn Txn,
    access: &Access,
    resource_policy: Option<&str>,
) -> Result<Option<String>, Error> {
    let Some(own) = samara_iam::policies_of(txn, &cx.account, &cx.principal)? else {
        return Ok(Some("its role no longer exists".to_owned()));
    };
    let parse = |kind, text: &str| Policy::parse(kind, text);
    let identity: Result<Vec<_>, _> = own
        .identity
        .iter()
        .map(|(_, text)| parse(PolicyKind::Identity, text).map(std::sync::Arc::new))
        .collect();
    let boundary = own.boundary.as_deref().map(|text| parse(PolicyKind::Identity, text));
    let resource = resource_policy.map(|text| parse(PolicyKind::Resource, text));
    // They were parsed when they were put: only a newer server's policy can fail here.
    let (Ok(identity), Ok(boundary), Ok(resource)) =
        (identity, boundary.transpose(), resource.transpose())
    else {
        return Ok(Some("a policy that bears on it cannot be read".to_owned()));
    };
    let policies = Policies {
        identity: &identity,
        boundary: boundary.as_ref(),
        session: &[],
        resource: resource.as_ref(),
        tags: &own.tags,
    };
    match evaluate(cx, access, &policies) {
        Decision::Allowed => Ok(None),
        decision => Ok(decision.message(cx, access)),
    }
}

/// A role as the caller that it is, in a session of a name; `None` when it does not exist.
pub(crate) fn role(
    txn: &mut dyn Txn,
    arn: &str,
    session: &str,
) -> Result<Option<Principal>, Error> {
    let Ok(role) = arn.parse::<Arn>() else { return Ok(None) };
    let name = role.resource.rsplit('/').next().unwrap_or_default();
    let Some(found) = samara_iam::role(txn, name)? else { return Ok(None) };
    Ok(Some(Principal::Role {
        role,
        id: found.holder.id,
        session: session.to_owned(),
        session_policies: [].into(),
        function: None,
    }))
}
