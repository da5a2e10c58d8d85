//! Managed policies by their ARN: AWS's own, which are data of this crate, and the account's.

use std::sync::LazyLock;

use samara_base::{Account, Timestamp};
use samara_store::Txn;
use serde::Deserialize;

use crate::record::{ManagedPolicy, load};
use crate::{Error, keys};

/// One of AWS's own policies.
#[derive(Debug, Deserialize)]
pub(crate) struct Builtin {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) version: String,
    created: String,
    document: serde_json::Value,
}

/// As AWS published them in February 2026.
static BUILTIN: LazyLock<Vec<Builtin>> =
    LazyLock::new(|| serde_json::from_str(include_str!("managed.json")).unwrap_or_default());

const PREFIX: &str = "arn:aws:iam::aws:policy";

impl Builtin {
    pub(crate) fn all() -> &'static [Self] {
        &BUILTIN
    }

    pub(crate) fn find(arn: &str) -> Option<&'static Self> {
        let name = arn.strip_prefix(PREFIX)?;
        BUILTIN.iter().find(|policy| name.strip_prefix(policy.path.as_str()) == Some(&policy.name))
    }

    pub(crate) fn arn(&self) -> String {
        format!("{PREFIX}{}{}", self.path, self.name)
    }

    pub(crate) fn created(&self) -> Timestamp {
        Timestamp::parse_rfc3339(&self.created).unwrap_or(Timestamp::ZERO)
    }

    pub(crate) fn document(&self) -> String {
        self.document.to_string()
    }
}

/// The name in the ARN of a policy of this account.
pub(crate) fn own_name<'a>(arn: &'a str, account: &Account) -> Option<&'a str> {
    let rest = arn.strip_prefix("arn:aws:iam::")?.strip_prefix(account.as_str())?;
    rest.strip_prefix(":policy/")?.rsplit('/').next()
}

/// A policy of the account's own that must exist, with the very ARN.
pub(crate) fn load_own(
    txn: &mut dyn Txn,
    account: &Account,
    arn: &str,
) -> Result<ManagedPolicy, Error> {
    let found: Option<ManagedPolicy> = match own_name(arn, account) {
        Some(name) => load(txn, &keys::policy(name))?,
        None => None,
    };
    found.filter(|policy| policy.arn(account) == arn).ok_or_else(|| Error::no_policy(arn))
}

/// The document that counts of a managed policy, AWS's or the account's own.
pub(crate) fn document(txn: &mut dyn Txn, account: &Account, arn: &str) -> Result<String, Error> {
    if let Some(builtin) = Builtin::find(arn) {
        return Ok(builtin.document());
    }
    let policy = load_own(txn, account, arn)?;
    policy.document().map(str::to_owned).ok_or_else(|| Error::no_policy(arn))
}

#[cfg(test)]
mod tests {
    use samara_service::policy::{Policy, PolicyKind};

    use super::Builtin;

    /// A built-in policy that does not compile would deny its function everything, unseen.
    #[test]
    fn every_policy_of_aws_compiles() {
        assert!(40 < Builtin::all().len());
        for builtin in Builtin::all() {
            let parsed = Policy::parse(PolicyKind::Identity, &builtin.document());
            assert!(parsed.is_ok(), "{}: {parsed:?}", builtin.name);
            assert_ne!(builtin.created().as_millis(), 0, "{}", builtin.name);
            assert!(Builtin::find(&builtin.arn()).is_some());
        }
    }
}
