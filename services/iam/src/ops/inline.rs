//! Inline policies of roles and users.

use samara_service::{Cx, Entry};
use samara_store::Txn;

use super::holder::{check_identity, counted, encoded};
use super::{Nothing, operation, role_arn, user_arn};
use crate::model::{
    DeleteRolePolicyRequest, DeleteUserPolicyRequest, GetRolePolicyRequest, GetRolePolicyResponse,
    GetUserPolicyRequest, GetUserPolicyResponse, ListRolePoliciesRequest, ListRolePoliciesResponse,
    ListUserPoliciesRequest, ListUserPoliciesResponse, PutRolePolicyRequest, PutUserPolicyRequest,
};
use crate::page::{Asked, Page};
use crate::record::{Holder, load_role, load_user, store};
use crate::{Error, keys, limits};

operation!(PutRolePolicy, Write, PutRolePolicyRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), put_role);
operation!(GetRolePolicy, Read, GetRolePolicyRequest => GetRolePolicyResponse,
    |cx, input| role_arn(cx, None, &input.role_name), get_role);
operation!(DeleteRolePolicy, Write, DeleteRolePolicyRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), delete_role);
operation!(ListRolePolicies, Read, ListRolePoliciesRequest => ListRolePoliciesResponse,
    |cx, input| role_arn(cx, None, &input.role_name), list_role);
operation!(PutUserPolicy, Write, PutUserPolicyRequest => Nothing,
    |cx, input| user_arn(cx, None, &input.user_name), put_user);
operation!(GetUserPolicy, Read, GetUserPolicyRequest => GetUserPolicyResponse,
    |cx, input| user_arn(cx, None, &input.user_name), get_user);
operation!(DeleteUserPolicy, Write, DeleteUserPolicyRequest => Nothing,
    |cx, input| user_arn(cx, None, &input.user_name), delete_user);
operation!(ListUserPolicies, Read, ListUserPoliciesRequest => ListUserPoliciesResponse,
    |cx, input| user_arn(cx, None, &input.user_name), list_user);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<PutRolePolicy>(),
        Entry::of::<GetRolePolicy>(),
        Entry::of::<DeleteRolePolicy>(),
        Entry::of::<ListRolePolicies>(),
        Entry::of::<PutUserPolicy>(),
        Entry::of::<GetUserPolicy>(),
        Entry::of::<DeleteUserPolicy>(),
        Entry::of::<ListUserPolicies>(),
    ])
}

fn put_role(_: &Cx, txn: &mut dyn Txn, input: &PutRolePolicyRequest) -> Result<Nothing, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    let quota = (limits::ROLE_INLINE_CHARACTERS, "role");
    put(&mut role.holder, &input.policy_name, &input.policy_document, quota)?;
    store(txn, keys::role(&input.role_name), &role)?;
    Ok(Nothing {})
}

fn put_user(_: &Cx, txn: &mut dyn Txn, input: &PutUserPolicyRequest) -> Result<Nothing, Error> {
    let mut user = load_user(txn, &input.user_name)?;
    let quota = (limits::USER_INLINE_CHARACTERS, "user");
    put(&mut user.holder, &input.policy_name, &input.policy_document, quota)?;
    store(txn, keys::user(&input.user_name), &user)?;
    Ok(Nothing {})
}

fn put(
    holder: &mut Holder,
    name: &str,
    document: &str,
    (max, kind): (usize, &str),
) -> Result<(), Error> {
    check_identity(document)?;
    holder.inline.insert(name.to_owned(), document.to_owned());
    if max < holder.inline.values().map(|document| counted(document)).sum() {
        let message =
            format!("Maximum policy size of {max} bytes exceeded for {kind} {}", holder.name);
        return Err(Error::LimitExceeded(message));
    }
    Ok(())
}

fn get_role(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &GetRolePolicyRequest,
) -> Result<GetRolePolicyResponse, Error> {
    let role = load_role(txn, &input.role_name)?;
    let document = role.holder.inline.get(&input.policy_name);
    let document = document.ok_or_else(|| none("role", &input.policy_name))?;
    Ok(GetRolePolicyResponse {
        role_name: role.holder.name.clone(),
        policy_name: input.policy_name.clone(),
        policy_document: encoded(document),
    })
}

fn get_user(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &GetUserPolicyRequest,
) -> Result<GetUserPolicyResponse, Error> {
    let user = load_user(txn, &input.user_name)?;
    let document = user.holder.inline.get(&input.policy_name);
    let document = document.ok_or_else(|| none("user", &input.policy_name))?;
    Ok(GetUserPolicyResponse {
        user_name: user.holder.name.clone(),
        policy_name: input.policy_name.clone(),
        policy_document: encoded(document),
    })
}

fn delete_role(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &DeleteRolePolicyRequest,
) -> Result<Nothing, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    let removed = role.holder.inline.remove(&input.policy_name);
    removed.ok_or_else(|| none("role", &input.policy_name))?;
    store(txn, keys::role(&input.role_name), &role)?;
    Ok(Nothing {})
}

fn delete_user(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &DeleteUserPolicyRequest,
) -> Result<Nothing, Error> {
    let mut user = load_user(txn, &input.user_name)?;
    let removed = user.holder.inline.remove(&input.policy_name);
    removed.ok_or_else(|| none("user", &input.policy_name))?;
    store(txn, keys::user(&input.user_name), &user)?;
    Ok(Nothing {})
}

fn list_role(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &ListRolePoliciesRequest,
) -> Result<ListRolePoliciesResponse, Error> {
    let role = load_role(txn, &input.role_name)?;
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let page = names(&role.holder, asked)?;
    Ok(ListRolePoliciesResponse {
        policy_names: page.items,
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}

fn list_user(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &ListUserPoliciesRequest,
) -> Result<ListUserPoliciesResponse, Error> {
    let user = load_user(txn, &input.user_name)?;
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let page = names(&user.holder, asked)?;
    Ok(ListUserPoliciesResponse {
        policy_names: page.items,
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}

fn names(holder: &Holder, asked: Asked<'_>) -> Result<Page<String>, Error> {
    asked.of(holder.inline.keys().map(|name| (name.clone(), name.clone())).collect())
}

fn none(kind: &str, name: &str) -> Error {
    Error::NoSuchEntity(format!("The {kind} policy with name {name} cannot be found."))
}
