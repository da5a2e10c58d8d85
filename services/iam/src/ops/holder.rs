//! What operations on roles and on users have in common.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use samara_base::Seed;
use samara_service::Cx;
use samara_service::policy::{Policy, PolicyKind};
use samara_store::{Fed, Range, Txn};

use crate::keys::{self, Use};
use crate::managed::{Builtin, load_own};
use crate::model::{AttachedPermissionsBoundary, Tag};
use crate::record::Holder;
use crate::{Error, limits};

/// The characters of unique ids: 32 of them, so that each byte of chance gives one evenly.
const ID_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// RFC 3986's unreserved characters stay as they are.
const URL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A unique id: four letters that say of what, and chance.
pub(super) fn unique_id(seed: &Seed, prefix: &str, length: usize) -> String {
    format!("{prefix}{}", seed.text(prefix, ID_ALPHABET, length))
}

/// A document as IAM returns it: percent-encoded.
pub(super) fn encoded(document: &str) -> String {
    utf8_percent_encode(document, URL).to_string()
}

/// What is asked for when a role or user is made.
pub(super) struct New<'a> {
    pub(super) name: &'a str,
    pub(super) path: Option<&'a String>,
    pub(super) boundary: Option<&'a String>,
    pub(super) tags: Option<&'a Vec<Tag>>,
    pub(super) id_prefix: &'static str,
    pub(super) key: Vec<u8>,
}

impl New<'_> {
    /// The holder, its boundary checked and counted.
    pub(super) fn make(self, cx: &Cx, txn: &mut dyn Txn) -> Result<Holder, Error> {
        if let Some(boundary) = self.boundary {
            check_boundary(cx, txn, boundary)?;
            txn.put(keys::used(boundary, Use::Boundary, &self.key), vec![].into(), Fed::No);
        }
        Ok(Holder {
            name: self.name.to_owned(),
            path: self.path.cloned().unwrap_or_else(|| "/".to_owned()),
            id: unique_id(&cx.seed, self.id_prefix, 17),
            created_ms: cx.now.as_millis(),
            tags: merged(vec![], self.tags.map_or(&[], Vec::as_slice))?,
            boundary: self.boundary.cloned(),
            inline: std::collections::BTreeMap::new(),
            attached: vec![],
        })
    }
}

/// Tags with others put over them.
pub(super) fn merged(
    mut tags: Vec<(String, String)>,
    more: &[Tag],
) -> Result<Vec<(String, String)>, Error> {
    if let Some(key) = samara_service::tags::reserved(more.iter().map(|tag| &tag.key)) {
        return Err(Error::InvalidInput(format!("Tag keys must not begin with 'aws:': {key}")));
    }
    for (place, tag) in more.iter().enumerate() {
        let same = |other: &Tag| other.key.eq_ignore_ascii_case(&tag.key);
        if more.iter().take(place).any(same) {
            let message =
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
            return Err(Error::InvalidInput(message.to_owned()));
        }
        match tags.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case(&tag.key)) {
            Some(entry) => *entry = (tag.key.clone(), tag.value.clone()),
            None => tags.push((tag.key.clone(), tag.value.clone())),
        }
    }
    if limits::TAGS < tags.len() {
        let quota = limits::TAGS;
        return Err(Error::LimitExceeded(format!(
            "Cannot exceed quota for TagsPerEntity: {quota}"
        )));
    }
    Ok(tags)
}

pub(super) fn tags(tags: &[(String, String)]) -> Option<Vec<Tag>> {
    let tag = |(key, value): &(String, String)| Tag { key: key.clone(), value: value.clone() };
    (!tags.is_empty()).then(|| tags.iter().map(tag).collect())
}

pub(super) fn boundary(holder: &Holder) -> Option<AttachedPermissionsBoundary> {
    let arn = holder.boundary.clone()?;
    Some(AttachedPermissionsBoundary {
        permissions_boundary_type: Some("Policy".to_owned()),
        permissions_boundary_arn: Some(arn),
    })
}

/// Refuses what may not be deleted yet.
pub(super) fn check_empty(holder: &Holder) -> Result<(), Error> {
    if !holder.attached.is_empty() {
        return Err(Error::DeleteConflict("Cannot delete entity, must detach all policies first."));
    }
    if !holder.inline.is_empty() {
        return Err(Error::DeleteConflict("Cannot delete entity, must delete policies first."));
    }
    Ok(())
}

/// Sets or removes the boundary, and keeps count of who uses it.
pub(super) fn set_boundary(
    cx: &Cx,
    txn: &mut dyn Txn,
    (holder, key): (&mut Holder, &[u8]),
    boundary: Option<&str>,
) -> Result<(), Error> {
    if let Some(arn) = boundary {
        check_boundary(cx, txn, arn)?;
    }
    if let Some(old) = holder.boundary.take() {
        txn.delete(keys::used(&old, Use::Boundary, key), Fed::No);
    }
    if let Some(arn) = boundary {
        txn.put(keys::used(arn, Use::Boundary, key), vec![].into(), Fed::No);
        holder.boundary = Some(arn.to_owned());
    }
    Ok(())
}

fn check_boundary(cx: &Cx, txn: &mut dyn Txn, arn: &str) -> Result<(), Error> {
    check_managed(cx, txn, arn).map_err(|error| match error {
        Error::NoSuchEntity(_) => {
            Error::NoSuchEntity(format!("Scope ARN: {arn} does not exist or is not attachable."))
        }
        other => other,
    })
}

/// Refuses a managed policy that does not exist, or that AWS has and this crate has not.
pub(super) fn check_managed(cx: &Cx, txn: &mut dyn Txn, arn: &str) -> Result<(), Error> {
    if Builtin::find(arn).is_some() {
        return Ok(());
    }
    if arn.starts_with("arn:aws:iam::aws:policy/") {
        return Err(Error::Unsupported(format!("the AWS managed policy {arn}")));
    }
    load_own(txn, &cx.account, arn).map(|_| ()).map_err(|error| match error {
        Error::NoSuchEntity(_) => {
            Error::NoSuchEntity(format!("Policy {arn} does not exist or is not attachable."))
        }
        other => other,
    })
}

/// How many use a managed policy.
pub(super) fn uses(txn: &mut dyn Txn, arn: &str, way: Use) -> Result<usize, Error> {
    /// More than anybody reads; a list that reaches it is not exact.
    const COUNTED: usize = 10_000;
    Ok(txn.scan(&Range::prefix(&keys::uses(arn, way)), COUNTED)?.len())
}

/// The number of characters that count against a quota.
pub(super) fn counted(document: &str) -> usize {
    document.chars().filter(|character| !character.is_whitespace()).count()
}

/// Refuses a document that is no identity policy.
pub(super) fn check_identity(document: &str) -> Result<(), Error> {
    Policy::parse(PolicyKind::Identity, document)?;
    Ok(())
}
