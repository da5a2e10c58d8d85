//! What the front door asks of IAM: secrets, and the policies that bear on a caller.

use samara_base::{Account, Arn};
use samara_service::Principal;
use samara_store::Txn;

use crate::record::{AccessKey, Role, User, load};
use crate::{Error, keys, managed};

/// The policies that bear on a caller, as documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallerPolicies {
    /// Inline and attached policies; each with its name or ARN, for messages and logs.
    pub identity: Vec<(String, String)>,
    /// The permissions boundary.
    pub boundary: Option<String>,
    /// The tags of the user or role.
    pub tags: Vec<(String, String)>,
}

/// An access key and whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessKeyInfo {
    /// What signatures are made with.
    pub secret: String,
    /// Whether it may be used.
    pub active: bool,
    /// The user, as the caller that it is.
    pub user: Principal,
}

/// The policies of a caller; `None` when it no longer exists (its role or user was deleted, or
/// another was made with its name), so that everything must be refused.
///
/// A principal that has no identity policies of its own (root, a service, nobody) has empty ones.
///
/// # Errors
/// When the store fails or a record cannot be read.
pub fn policies_of(
    txn: &mut dyn Txn,
    account: &Account,
    principal: &Principal,
) -> Result<Option<CallerPolicies>, Error> {
    let (holder, id) = match principal {
        Principal::Root | Principal::Service { .. } | Principal::Anonymous => {
            return Ok(Some(CallerPolicies::default()));
        }
        Principal::User { arn, id } => {
            let user: Option<User> = load(txn, &keys::user(last_part(arn)))?;
            (user.map(|user| user.holder), id)
        }
        Principal::Role { role, id, .. } => {
            let role: Option<Role> = load(txn, &keys::role(last_part(role)))?;
            (role.map(|role| role.holder), id)
        }
    };
    let Some(holder) = holder.filter(|holder| holder.id == *id) else { return Ok(None) };
    let mut identity: Vec<_> = holder.inline.into_iter().collect();
    for arn in holder.attached {
        let document = managed::document(txn, account, &arn)?;
        identity.push((arn, document));
    }
    let boundary = match holder.boundary {
        Some(arn) => Some(managed::document(txn, account, &arn)?),
        None => None,
    };
    Ok(Some(CallerPolicies { identity, boundary, tags: holder.tags }))
}

/// The secret behind an access key id, and the user that it stands for.
///
/// # Errors
/// When the store fails or a record cannot be read.
pub fn access_key(
    txn: &mut dyn Txn,
    account: &Account,
    id: &str,
) -> Result<Option<AccessKeyInfo>, Error> {
    let Some(key) = load::<AccessKey>(txn, &keys::access_key(id))? else { return Ok(None) };
    let Some(user) = load::<User>(txn, &keys::user(&key.user))? else { return Ok(None) };
    let arn = user.holder.arn(account, "user");
    let user = Principal::User { arn, id: user.holder.id };
    Ok(Some(AccessKeyInfo { secret: key.secret, active: key.active, user }))
}

/// A role by its name.
///
/// # Errors
/// When the store fails or the record cannot be read.
pub fn role(txn: &mut dyn Txn, name: &str) -> Result<Option<Role>, Error> {
    load(txn, &keys::role(name))
}

fn last_part(arn: &Arn) -> &str {
    arn.resource.rsplit('/').next().unwrap_or_default()
}
