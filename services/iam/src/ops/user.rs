//! Users.

use samara_service::{Cx, Entry, Principal};
use samara_store::{Fed, Txn};

use super::holder::{New, boundary, check_empty, set_boundary, tags};
use super::{Nothing, operation, user_arn};
use crate::Error;
use crate::keys::{self, Use};
use crate::model::{
    self, CreateUserRequest, CreateUserResponse, DeleteUserPermissionsBoundaryRequest,
    DeleteUserRequest, GetUserRequest, GetUserResponse, ListUsersRequest, ListUsersResponse,
    PutUserPermissionsBoundaryRequest,
};
use crate::page::Asked;
use crate::record::{User, load_user, store};

operation!(CreateUser, Write, CreateUserRequest => CreateUserResponse,
    |cx, input| user_arn(cx, input.path.as_ref(), &input.user_name), create);
operation!(GetUser, Read, GetUserRequest => GetUserResponse,
    |cx, input| resource(cx, input.user_name.as_deref()), get);
operation!(ListUsers, Scan, ListUsersRequest => ListUsersResponse,
    |cx, _| user_arn(cx, None, ""), list);
operation!(DeleteUser, Write, DeleteUserRequest => Nothing,
    |cx, input| user_arn(cx, None, &input.user_name), delete);
operation!(PutUserPermissionsBoundary, Write, PutUserPermissionsBoundaryRequest => Nothing,
    |cx, input| user_arn(cx, None, &input.user_name), put_boundary);
operation!(DeleteUserPermissionsBoundary, Write, DeleteUserPermissionsBoundaryRequest => Nothing,
    |cx, input| user_arn(cx, None, &input.user_name), delete_boundary);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<CreateUser>(),
        Entry::of::<GetUser>(),
        Entry::of::<ListUsers>(),
        Entry::of::<DeleteUser>(),
        Entry::of::<PutUserPermissionsBoundary>(),
        Entry::of::<DeleteUserPermissionsBoundary>(),
    ])
}

/// The ARN of a named user, or of the one that asks.
pub(super) fn resource(cx: &Cx, name: Option<&str>) -> String {
    match (name, &cx.principal) {
        (Some(name), _) => user_arn(cx, None, name),
        (None, Principal::User { arn, .. }) => arn.to_string(),
        (None, _) => "*".to_owned(),
    }
}

/// The name given, or that of the user that asks.
pub(super) fn name_or_caller<'a>(cx: &'a Cx, name: Option<&'a str>) -> Result<&'a str, Error> {
    match (name, &cx.principal) {
        (Some(name), _) => Ok(name),
        (None, Principal::User { arn, .. }) => {
            Ok(arn.resource.rsplit('/').next().unwrap_or_default())
        }
        (None, _) => {
            let message = "Must specify userName when calling with non-User credentials";
            Err(Error::Validation(message.to_owned()))
        }
    }
}

fn shown(cx: &Cx, user: &User, whole: bool) -> model::User {
    let holder = &user.holder;
    model::User {
        path: holder.path.clone(),
        user_name: holder.name.clone(),
        user_id: holder.id.clone(),
        arn: holder.arn(&cx.account, "user").to_string(),
        create_date: holder.created(),
        password_last_used: None,
        permissions_boundary: boundary(holder).filter(|_| whole),
        tags: tags(&holder.tags).filter(|_| whole),
    }
}

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateUserRequest,
) -> Result<CreateUserResponse, Error> {
    let (name, key) = (&input.user_name, keys::user(&input.user_name));
    if txn.get(&key)?.is_some() {
        let message = format!("User with name {name} already exists.");
        return Err(Error::EntityAlreadyExists(message));
    }
    let new = New {
        name,
        path: input.path.as_ref(),
        boundary: input.permissions_boundary.as_ref(),
        tags: input.tags.as_ref(),
        id_prefix: "AIDA",
        key: key.clone(),
    };
    let user = User { holder: new.make(cx, txn)?, access_keys: vec![] };
    store(txn, key, &user)?;
    Ok(CreateUserResponse { user: Some(shown(cx, &user, true)) })
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetUserRequest) -> Result<GetUserResponse, Error> {
    let name = name_or_caller(cx, input.user_name.as_deref())?;
    let user = load_user(txn, name)?;
    Ok(GetUserResponse { user: shown(cx, &user, true) })
}

fn list(cx: &Cx, txn: &mut dyn Txn, input: &ListUsersRequest) -> Result<ListUsersResponse, Error> {
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let page = asked.scan(txn, keys::USER, |user: &User| user.holder.path.starts_with(prefix))?;
    Ok(ListUsersResponse {
        users: page.items.iter().map(|user| shown(cx, user, false)).collect(),
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}

fn delete(_: &Cx, txn: &mut dyn Txn, input: &DeleteUserRequest) -> Result<Nothing, Error> {
    let user = load_user(txn, &input.user_name)?;
    check_empty(&user.holder)?;
    if !user.access_keys.is_empty() {
        return Err(Error::DeleteConflict("Cannot delete entity, must delete access keys first."));
    }
    let key = keys::user(&input.user_name);
    if let Some(boundary) = &user.holder.boundary {
        txn.delete(keys::used(boundary, Use::Boundary, &key), Fed::No);
    }
    txn.delete(key, Fed::Key);
    Ok(Nothing {})
}

fn put_boundary(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &PutUserPermissionsBoundaryRequest,
) -> Result<Nothing, Error> {
    change_boundary(cx, txn, &input.user_name, Some(&input.permissions_boundary))
}

fn delete_boundary(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &DeleteUserPermissionsBoundaryRequest,
) -> Result<Nothing, Error> {
    change_boundary(cx, txn, &input.user_name, None)
}

fn change_boundary(
    cx: &Cx,
    txn: &mut dyn Txn,
    name: &str,
    boundary: Option<&str>,
) -> Result<Nothing, Error> {
    let mut user = load_user(txn, name)?;
    let key = keys::user(name);
    set_boundary(cx, txn, (&mut user.holder, &key), boundary)?;
    store(txn, key, &user)?;
    Ok(Nothing {})
}
