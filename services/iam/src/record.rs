//! The nouns, as they are stored.

use std::collections::BTreeMap;

use bytes::Bytes;
use samara_base::{Account, Arn, Timestamp};
use samara_store::{Fed, Txn};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Error, keys};

/// What roles and users have in common: who they are and what policies they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The name, in its own case.
    pub name: String,
    /// The path, `/` at both ends.
    pub path: String,
    /// The unique id, `AROA...` or `AIDA...`.
    pub id: String,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// Key and value, in the order given.
    pub tags: Vec<(String, String)>,
    /// The ARN of the managed policy that bounds it.
    pub boundary: Option<String>,
    /// Inline policies: name and document.
    pub inline: BTreeMap<String, String>,
    /// ARNs of attached managed policies, in the order of attaching.
    pub attached: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Who it is and what it holds.
    pub holder: Holder,
    /// The trust policy, as given.
    pub trust: String,
    /// What it is for.
    pub description: Option<String>,
    /// The longest session, seconds.
    pub max_session_secs: i64,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Who it is and what it holds.
    pub holder: Holder,
    /// The ids of its access keys, oldest first.
    pub access_keys: Vec<String>,
}

/// A managed policy of the account's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedPolicy {
    /// The name, in its own case.
    pub name: String,
    /// The path, `/` at both ends.
    pub path: String,
    /// The unique id, `ANPA...`.
    pub id: String,
    /// What it is for.
    pub description: Option<String>,
    /// Key and value.
    pub tags: Vec<(String, String)>,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// When a version was last added or chosen, milliseconds since the epoch.
    pub updated_ms: u64,
    /// The number of the version that counts.
    pub default_version: u32,
    /// The number that the next version gets; never used twice.
    pub next_version: u32,
    /// The versions by number.
    pub versions: BTreeMap<u32, PolicyText>,
}

/// One version of a managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyText {
    /// The document, as given.
    pub document: String,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
}

/// An access key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessKey {
    /// The key of the user's name, in the user's own case.
    pub user: String,
    /// What signatures are made with.
    pub secret: String,
    /// Whether it may be used.
    pub active: bool,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
}

impl std::fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessKey").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Holder {
    /// The ARN of the role or user.
    #[must_use]
    pub fn arn(&self, account: &Account, kind: &str) -> Arn {
        Arn::global("iam", account, &format!("{kind}{}{}", self.path, self.name))
    }

    /// When it was made.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        Timestamp::from_millis(self.created_ms)
    }
}

impl ManagedPolicy {
    /// Its ARN.
    #[must_use]
    pub fn arn(&self, account: &Account) -> String {
        Arn::global("iam", account, &format!("policy{}{}", self.path, self.name)).to_string()
    }

    /// The document that counts.
    #[must_use]
    pub fn document(&self) -> Option<&str> {
        self.versions.get(&self.default_version).map(|version| version.document.as_str())
    }
}

/// A record by its key.
pub(crate) fn load<T: DeserializeOwned>(txn: &mut dyn Txn, key: &[u8]) -> Result<Option<T>, Error> {
    txn.get(key)?.map(|value| read(&value)).transpose()
}

/// A record from its bytes.
pub(crate) fn read<T: DeserializeOwned>(value: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(value).map_err(Error::Record)
}

/// Writes a record.
pub(crate) fn store<T: Serialize>(
    txn: &mut dyn Txn,
    key: Vec<u8>,
    record: &T,
) -> Result<(), Error> {
    let value = serde_json::to_vec(record).map_err(Error::Record)?;
    txn.put(key, Bytes::from(value), Fed::Key);
    Ok(())
}

/// A role that must exist.
pub(crate) fn load_role(txn: &mut dyn Txn, name: &str) -> Result<Role, Error> {
    load(txn, &keys::role(name))?.ok_or_else(|| Error::no_role(name))
}

/// A user that must exist.
pub(crate) fn load_user(txn: &mut dyn Txn, name: &str) -> Result<User, Error> {
    load(txn, &keys::user(name))?.ok_or_else(|| Error::no_user(name))
}
