//! Roles, their trust policies and boundaries.

use samara_service::policy::{Policy, PolicyKind};
use samara_service::{Cx, Entry};
use samara_store::{Fed, Txn};

use super::holder::{New, boundary, check_empty, counted, encoded, set_boundary, tags};
use super::{Nothing, operation, role_arn};
use crate::keys::{self, Use};
use crate::model::{
    self, CreateRoleRequest, CreateRoleResponse, DeleteRolePermissionsBoundaryRequest,
    DeleteRoleRequest, GetRoleRequest, GetRoleResponse, ListRolesRequest, ListRolesResponse,
    PutRolePermissionsBoundaryRequest, UpdateAssumeRolePolicyRequest, UpdateRoleDescriptionRequest,
    UpdateRoleDescriptionResponse, UpdateRoleRequest, UpdateRoleResponse,
};
use crate::page::Asked;
use crate::record::{Role, load_role, store};
use crate::{Error, limits};

operation!(CreateRole, Write, CreateRoleRequest => CreateRoleResponse,
    |cx, input| role_arn(cx, input.path.as_ref(), &input.role_name), create);
operation!(GetRole, Read, GetRoleRequest => GetRoleResponse,
    |cx, input| role_arn(cx, None, &input.role_name), get);
operation!(ListRoles, Scan, ListRolesRequest => ListRolesResponse,
    |cx, _| role_arn(cx, None, ""), list);
operation!(DeleteRole, Write, DeleteRoleRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), delete);
operation!(UpdateRole, Write, UpdateRoleRequest => UpdateRoleResponse,
    |cx, input| role_arn(cx, None, &input.role_name), update);
operation!(UpdateRoleDescription, Write,
    UpdateRoleDescriptionRequest => UpdateRoleDescriptionResponse,
    |cx, input| role_arn(cx, None, &input.role_name), describe);
operation!(UpdateAssumeRolePolicy, Write, UpdateAssumeRolePolicyRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), trust);
operation!(PutRolePermissionsBoundary, Write, PutRolePermissionsBoundaryRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), put_boundary);
operation!(DeleteRolePermissionsBoundary, Write, DeleteRolePermissionsBoundaryRequest => Nothing,
    |cx, input| role_arn(cx, None, &input.role_name), delete_boundary);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<CreateRole>(),
        Entry::of::<GetRole>(),
        Entry::of::<ListRoles>(),
        Entry::of::<DeleteRole>(),
        Entry::of::<UpdateRole>(),
        Entry::of::<UpdateRoleDescription>(),
        Entry::of::<UpdateAssumeRolePolicy>(),
        Entry::of::<PutRolePermissionsBoundary>(),
        Entry::of::<DeleteRolePermissionsBoundary>(),
    ])
}

/// The role as IAM shows it; lists leave out tags and boundary.
fn shown(cx: &Cx, role: &Role, whole: bool) -> model::Role {
    let holder = &role.holder;
    model::Role {
        path: holder.path.clone(),
        role_name: holder.name.clone(),
        role_id: holder.id.clone(),
        arn: holder.arn(&cx.account, "role").to_string(),
        create_date: holder.created(),
        assume_role_policy_document: Some(encoded(&role.trust)),
        description: role.description.clone(),
        max_session_duration: Some(role.max_session_secs),
        permissions_boundary: boundary(holder).filter(|_| whole),
        tags: tags(&holder.tags).filter(|_| whole),
        role_last_used: None,
        source_role_template: None,
    }
}

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateRoleRequest,
) -> Result<CreateRoleResponse, Error> {
    check_trust(&input.assume_role_policy_document)?;
    let max_session_secs = session_secs(input.max_session_duration)?.unwrap_or(3600);
    let (name, key) = (&input.role_name, keys::role(&input.role_name));
    if txn.get(&key)?.is_some() {
        let message = format!("Role with name {name} already exists.");
        return Err(Error::EntityAlreadyExists(message));
    }
    let new = New {
        name,
        path: input.path.as_ref(),
        boundary: input.permissions_boundary.as_ref(),
        tags: input.tags.as_ref(),
        id_prefix: "AROA",
        key: key.clone(),
    };
    let role = Role {
        holder: new.make(cx, txn)?,
        trust: input.assume_role_policy_document.clone(),
        description: input.description.clone(),
        max_session_secs,
    };
    store(txn, key, &role)?;
    Ok(CreateRoleResponse { role: shown(cx, &role, true) })
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetRoleRequest) -> Result<GetRoleResponse, Error> {
    let role = load_role(txn, &input.role_name)?;
    Ok(GetRoleResponse { role: shown(cx, &role, true) })
}

fn list(cx: &Cx, txn: &mut dyn Txn, input: &ListRolesRequest) -> Result<ListRolesResponse, Error> {
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let page = asked.scan(txn, keys::ROLE, |role: &Role| role.holder.path.starts_with(prefix))?;
    Ok(ListRolesResponse {
        roles: page.items.iter().map(|role| shown(cx, role, false)).collect(),
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}

fn delete(_: &Cx, txn: &mut dyn Txn, input: &DeleteRoleRequest) -> Result<Nothing, Error> {
    let role = load_role(txn, &input.role_name)?;
    check_empty(&role.holder)?;
    let key = keys::role(&input.role_name);
    if let Some(boundary) = &role.holder.boundary {
        txn.delete(keys::used(boundary, Use::Boundary, &key), Fed::No);
    }
    txn.delete(key, Fed::Key);
    Ok(Nothing {})
}

fn update(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateRoleRequest,
) -> Result<UpdateRoleResponse, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    if let Some(secs) = session_secs(input.max_session_duration)? {
        role.max_session_secs = secs;
    }
    if let Some(description) = &input.description {
        role.description = Some(description.clone());
    }
    store(txn, keys::role(&input.role_name), &role)?;
    Ok(UpdateRoleResponse {})
}

fn describe(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateRoleDescriptionRequest,
) -> Result<UpdateRoleDescriptionResponse, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    role.description = Some(input.description.clone());
    store(txn, keys::role(&input.role_name), &role)?;
    Ok(UpdateRoleDescriptionResponse { role: Some(shown(cx, &role, true)) })
}

fn trust(
    _: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateAssumeRolePolicyRequest,
) -> Result<Nothing, Error> {
    let mut role = load_role(txn, &input.role_name)?;
    check_trust(&input.policy_document)?;
    role.trust.clone_from(&input.policy_document);
    store(txn, keys::role(&input.role_name), &role)?;
    Ok(Nothing {})
}

fn put_boundary(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &PutRolePermissionsBoundaryRequest,
) -> Result<Nothing, Error> {
    change_boundary(cx, txn, &input.role_name, Some(&input.permissions_boundary))
}

fn delete_boundary(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &DeleteRolePermissionsBoundaryRequest,
) -> Result<Nothing, Error> {
    change_boundary(cx, txn, &input.role_name, None)
}

fn change_boundary(
    cx: &Cx,
    txn: &mut dyn Txn,
    name: &str,
    boundary: Option<&str>,
) -> Result<Nothing, Error> {
    let mut role = load_role(txn, name)?;
    let key = keys::role(name);
    set_boundary(cx, txn, (&mut role.holder, &key), boundary)?;
    store(txn, key, &role)?;
    Ok(Nothing {})
}

fn check_trust(document: &str) -> Result<(), Error> {
    Policy::parse(PolicyKind::Trust, document)?;
    if limits::TRUST_CHARACTERS < counted(document) {
        let quota = limits::TRUST_CHARACTERS;
        let message = format!("Cannot exceed quota for ACLSizePerRole: {quota}");
        return Err(Error::LimitExceeded(message));
    }
    Ok(())
}

fn session_secs(asked: Option<i64>) -> Result<Option<i64>, Error> {
    match asked {
        Some(secs) if !limits::SESSION_SECS.contains(&secs) => Err(Error::Validation(format!(
            "1 validation error detected: Value '{secs}' at 'maxSessionDuration' failed to \
             satisfy constraint: Member must have value between 3600 and 43200"
        ))),
        asked => Ok(asked),
    }
}
