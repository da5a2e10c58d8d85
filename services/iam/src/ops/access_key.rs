//! Access keys: the secret is kept, since signatures are checked with it, and shown once.

use samara_base::{Seed, Timestamp};
use samara_service::{Cx, Entry};
use samara_store::{Fed, Txn};

use super::holder::unique_id;
use super::user::{name_or_caller, resource};
use super::{Nothing, operation};
use crate::model::{
    self, AccessKeyMetadata, CreateAccessKeyRequest, CreateAccessKeyResponse,
    DeleteAccessKeyRequest, ListAccessKeysRequest, ListAccessKeysResponse, UpdateAccessKeyRequest,
};
use crate::page::Asked;
use crate::record::{AccessKey, User, load, load_user, store};
use crate::{Error, keys, limits};

operation!(CreateAccessKey, Write, CreateAccessKeyRequest => CreateAccessKeyResponse,
    |cx, input| resource(cx, input.user_name.as_deref()), create);
operation!(DeleteAccessKey, Write, DeleteAccessKeyRequest => Nothing,
    |cx, input| resource(cx, input.user_name.as_deref()), delete);
operation!(UpdateAccessKey, Write, UpdateAccessKeyRequest => Nothing,
    |cx, input| resource(cx, input.user_name.as_deref()), update);
operation!(ListAccessKeys, Read, ListAccessKeysRequest => ListAccessKeysResponse,
    |cx, input| resource(cx, input.user_name.as_deref()), list);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<CreateAccessKey>(),
        Entry::of::<DeleteAccessKey>(),
        Entry::of::<UpdateAccessKey>(),
        Entry::of::<ListAccessKeys>(),
    ])
}

/// 40 characters of base64's alphabet, as AWS's secrets are: 240 bits of chance.
fn secret(seed: &Seed) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let part = |name| seed.text(name, ALPHABET, 20);
    part("access key secret, first half") + &part("access key secret, second half")
}

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateAccessKeyRequest,
) -> Result<CreateAccessKeyResponse, Error> {
    let mut user = load_user(txn, name_or_caller(cx, input.user_name.as_deref())?)?;
    if limits::ACCESS_KEYS <= user.access_keys.len() {
        let quota = limits::ACCESS_KEYS;
        let message = format!("Cannot exceed quota for AccessKeysPerUser: {quota}");
        return Err(Error::LimitExceeded(message));
    }
    let id = unique_id(&cx.seed, "AKIA", 16);
    let key = AccessKey {
        user: user.holder.name.clone(),
        secret: secret(&cx.seed),
        active: true,
        created_ms: cx.now.as_millis(),
    };
    user.access_keys.push(id.clone());
    store(txn, keys::access_key(&id), &key)?;
    store(txn, keys::user(&user.holder.name), &user)?;
    Ok(CreateAccessKeyResponse {
        access_key: model::AccessKey {
            user_name: user.holder.name,
            access_key_id: id,
            status: "Active".to_owned(),
            secret_access_key: key.secret,
            create_date: Some(cx.now),
        },
    })
}

/// The user and its key, which must be its own.
fn own(
    cx: &Cx,
    txn: &mut dyn Txn,
    name: Option<&str>,
    id: &str,
) -> Result<(User, AccessKey), Error> {
    let user = load_user(txn, name_or_caller(cx, name)?)?;
    let none = || Error::NoSuchEntity(format!("The Access Key with id {id} cannot be found."));
    if !user.access_keys.iter().any(|own| own == id) {
        return Err(none());
    }
    let key = load(txn, &keys::access_key(id))?.ok_or_else(none)?;
    Ok((user, key))
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteAccessKeyRequest) -> Result<Nothing, Error> {
    let id = &input.access_key_id;
    let (mut user, _) = own(cx, txn, input.user_name.as_deref(), id)?;
    user.access_keys.retain(|own| own != id);
    txn.delete(keys::access_key(id), Fed::Key);
    store(txn, keys::user(&user.holder.name), &user)?;
    Ok(Nothing {})
}

fn update(cx: &Cx, txn: &mut dyn Txn, input: &UpdateAccessKeyRequest) -> Result<Nothing, Error> {
    let id = &input.access_key_id;
    let (_, mut key) = own(cx, txn, input.user_name.as_deref(), id)?;
    key.active = match input.status.as_str() {
        "Active" => true,
        "Inactive" => false,
        other => return Err(Error::Unsupported(format!("the access key status {other}"))),
    };
    store(txn, keys::access_key(id), &key)?;
    Ok(Nothing {})
}

fn list(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListAccessKeysRequest,
) -> Result<ListAccessKeysResponse, Error> {
    let user = load_user(txn, name_or_caller(cx, input.user_name.as_deref())?)?;
    let mut all = Vec::new();
    for id in &user.access_keys {
        if let Some(key) = load::<AccessKey>(txn, &keys::access_key(id))? {
            let shown = AccessKeyMetadata {
                user_name: Some(user.holder.name.clone()),
                access_key_id: Some(id.clone()),
                status: Some(if key.active { "Active" } else { "Inactive" }.to_owned()),
                create_date: Some(Timestamp::from_millis(key.created_ms)),
            };
            all.push((id.clone(), shown));
        }
    }
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    let asked = Asked { marker: input.marker.as_deref(), max_items: input.max_items };
    let page = asked.of(all)?;
    Ok(ListAccessKeysResponse {
        access_key_metadata: page.items,
        is_truncated: Some(page.marker.is_some()),
        marker: page.marker,
    })
}
