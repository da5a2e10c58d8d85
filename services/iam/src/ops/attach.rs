//! Managed policies attached to roles and users.

use samara_service::{Access, Cx, Entry};
use samara_store::{Fed, Txn};

use super::holder::check_managed;
use super::{Nothing, operation, role_arn, user_arn};
use crate::keys::{self, Use};
use crate::model::{
    AttachRolePolicyRequest, AttachUserPolicyRequest, AttachedPolicy, DetachRolePolicyRequest,
    DetachUserPolicyRequest, ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse,
    ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse,
};
use crate::page::{Asked, Page};
use crate::record::{Holder, load_role, load_user, store};
use crate::{Error, limits};

/// Attaching says which policy, so that a deployer can be allowed some only (`iam:PolicyARN`).
macro_rules! attaching {
    ($name:ident, $input:ident, $holder:ident, $arn:path, $run:path) => {
        pub(super) struct $name;

        impl samara_service::Operation for $name {
            const NAME: &'static str = stringify!($name);
            const PLACE: samara_service::Place = samara_service::Place::Write;
            type Input = $input;
            type Output = Nothing;
            type Error = Error;

            fn access(cx: &Cx, input: &$input) -> Vec<Access> {
                let action = concat!("iam:", stringify!($name));
                let mut access = Access::new(action, $arn(cx, None, &input.$holder));
                let policy = ("iam:PolicyARN".to_owned(), vec![input.policy_arn.clone()]);
                access.conditions.push(policy);
                vec![access]
            }

            fn run(
                cx: &Cx,
                txn: &mut dyn Txn,
                input: &$input,
            ) -> Result<samara_service::Answer<Nothing>, Error> {
                $run(cx, txn, input).map(samara_service::Answer::Done)
            }
        }
    };
}

attaching!(AttachRolePolicy, AttachRolePolicyRequest, role_name, role_arn, attach_role);
attaching!(DetachRolePolicy, DetachRolePolicyRequest, role_name, role_arn, detach_role);
attaching!(AttachUserPolicy, AttachUserPolicyRequest, user_name, user_arn, attach_user);
attaching!(DetachUserPolicy, DetachUserPolicyRequest, user_name, user_arn, detach_user);
operation!(ListAttachedRolePolicies, Read,
    ListAttachedRolePoliciesRequest => ListAttachedRolePoliciesResponse,
    |cx, input| role_arn(cx, None, &input.role_name), list_role);
operation!(ListAttachedUserPolicies, Read,
    ListAttachedUserPoliciesRequest => ListAttachedUserPoliciesResponse,
    |cx, input| user_arn(cx, None, &input.user_name), list_user);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<AttachRolePolicy>(),
        Entry::of::<DetachRolePolicy>(),
        Entry::of::<AttachUserPolicy>(),
        Entry::of::<DetachUserPolicy>(),
        Entry::of::<ListAttachedRolePolicies>(),
        Entry::of::<ListAttachedUserPolicies>(),
    ])
}

fn attach_role(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &AttachRolePolicyRequest,
) -> Result<Nothing, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    let key = keys::role(&input.role_name);
    attach(cx, txn, (&mut role.holder, &key), (&input.policy_arn, "PoliciesPerRole"))?;
    store(txn, key, &role)?;
    Ok(Nothing {})
}

fn attach_user(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &AttachUserPolicyRequest,
) -> Result<Nothing, Error> {
    let mut user = load_user(txn, &input.user_name)?;
    let key = keys::user(&input.user_name);
    attach(cx, txn, (&mut user.holder, &key), (&input.policy_arn, "PoliciesPerUser"))?;
    store(txn, key, &user)?;
    Ok(Nothing {})
}

fn detach_role(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &DetachRolePolicyRequest,
) -> Result<Nothing, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    let key = keys::role(&input.role_name);
    detach(txn, (&mut role.holder, &key), &input.policy_arn)?;
    store(txn, key, &role)?;
    Ok(Nothing {})
}

fn detach_user(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &DetachUserPolicyRequest,
) -> Result<Nothing, Error> {
    let mut user = load_user(txn, &input.user_name)?;
    let key = keys::user(&input.user_name);
    detach(txn, (&mut user.holder, &key), &input.policy_arn)?;
    store(txn, key, &user)?;
    Ok(Nothing {})
}

/// Attaching again is no change, as on AWS.
fn attach(
    cx: &Cx,
    txn: &mut dyn Txn,
    (holder, key): (&mut Holder, &[u8]),
    (arn, quota): (&str, &str),
) -> Result<(), Error> {
    check_managed(cx, txn, arn)?;
    if holder.attached.iter().any(|attached| attached == arn) {
        return Ok(());
    }
    if limits::ATTACHED <= holder.attached.len() {
        let message = format!("Cannot exceed quota for {quota}: {}", limits::ATTACHED);
        return Err(Error::LimitExceeded(message));
    }
    holder.attached.push(arn.to_owned());
    txn.put(keys::used(arn, Use::Attached, key), vec![].into(), Fed::No);
    Ok(())
}

fn detach(txn: &mut dyn Txn, (holder, key): (&mut Holder, &[u8]), arn: &str) -> Result<(), Error> {
    let place = holder.attached.iter().position(|attached| attached == arn);
    holder.attached.remove(place.ok_or_else(|| Error::no_policy(arn))?);
    txn.delete(keys::used(arn, Use::Attached, key), Fed::No);
    Ok(())
}

fn list_role(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &ListAttachedRolePoliciesRequest,
) -> Result<ListAttachedRolePoliciesResponse, Error> {
    let role = load_role(txn, &input.role_name)?;
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let page = attached(&role.holder, asked, input.path_prefix.as_deref())?;
    Ok(ListAttachedRolePoliciesResponse {
        attached_policies: Some(page.items),
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}

fn list_user(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &ListAttachedUserPoliciesRequest,
) -> Result<ListAttachedUserPoliciesResponse, Error> {
    let user = load_user(txn, &input.user_name)?;
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let page = attached(&user.holder, asked, input.path_prefix.as_deref())?;
    Ok(ListAttachedUserPoliciesResponse {
        attached_policies: Some(page.items),
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}

fn attached(
    holder: &Holder,
    asked: Asked<'_>,
    path_prefix: Option<&str>,
) -> Result<Page<AttachedPolicy>, Error> {
    let path = |arn: &str| {
        let (_, rest) = arn.split_once(":policy").unwrap_or_default();
        rest.rsplit_once('/').map_or_else(String::new, |(path, _)| format!("{path}/"))
    };
    let wanted = |arn: &&String| path_prefix.is_none_or(|prefix| path(arn).starts_with(prefix));
    let mut all: Vec<_> =
        holder.attached.iter().filter(wanted).map(|arn| (arn.clone(), of(arn))).collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    asked.of(all)
}

fn of(arn: &str) -> AttachedPolicy {
    AttachedPolicy {
        policy_name: arn.rsplit('/').next().map(str::to_owned),
        policy_arn: Some(arn.to_owned()),
    }
}
