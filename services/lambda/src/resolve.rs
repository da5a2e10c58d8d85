//! From a function's name and a qualifier to the version that runs.

use samara_base::{Account, Region};
use samara_service::{Cx, Parsed};
use samara_store::Txn;
use serde::{Deserialize, Serialize};

use crate::function::{Function, Version, find_version};
use crate::name::{self, FunctionName, LATEST};
use crate::{Error, keys};

/// An alias: a name for a version.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Alias {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) description: String,
    pub(crate) revision_id: String,
}

impl Alias {
    /// An alias, when it exists.
    pub(crate) fn find(
        txn: &mut dyn Txn,
        function: &str,
        name: &str,
    ) -> Result<Option<Self>, Error> {
        let value = txn.get(&keys::alias(function, name))?;
        Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
    }
}

/// What a name and a qualifier mean now.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The version that runs.
    pub version: Version,
    /// How many calls of all versions together may run at once; without it, what the account has
    /// left.
    pub reserved_concurrency: Option<u32>,
}

/// A function under a version, an alias or `$LATEST`.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The account, for messages.
    pub account: &'a Account,
    /// The region, for messages.
    pub region: &'a Region,
    /// The function's name.
    pub name: &'a str,
    /// A version, an alias or `$LATEST`.
    pub qualifier: &'a str,
}

impl Target<'_> {
    fn arn(&self) -> String {
        name::function_arn(self.region, self.account, self.name, Some(self.qualifier))
    }
}

/// The version that a function's name and a qualifier mean; the function is parsed if `parsed` has
/// it not yet.
///
/// # Errors
/// [`Error::FunctionNotFound`] and [`Error::AliasNotFound`], with the ARN that was meant.
pub fn resolve(parsed: &Parsed, txn: &mut dyn Txn, target: &Target<'_>) -> Result<Resolved, Error> {
    let Target { account, region, name, qualifier } = *target;
    let function = Function::find_parsed(parsed, txn, name)?;
    let missing = || Error::FunctionNotFound(name::function_arn(region, account, name, None));
    let function = function.ok_or_else(missing)?;
    let version = if is_version(qualifier) {
        qualifier.to_owned()
    } else {
        let alias = Alias::find(txn, name, qualifier)?;
        alias.ok_or_else(|| Error::AliasNotFound(target.arn()))?.version
    };
    let found = find_version(txn, &function, &version)?;
    let version = found.ok_or_else(|| Error::FunctionNotFound(target.arn()))?;
    Ok(Resolved { version, reserved_concurrency: function.reserved_concurrency })
}

/// The same for a name as a caller gives it.
pub(crate) fn resolve_name(
    cx: &Cx,
    txn: &mut dyn Txn,
    name: &FunctionName,
) -> Result<Resolved, Error> {
    let qualifier = name.qualifier.as_deref().unwrap_or(LATEST);
    let (account, region) = (&cx.account, &cx.region);
    resolve(&cx.parsed, txn, &Target { account, region, name: &name.name, qualifier })
}

/// Whether a qualifier is a version's and not an alias's.
pub(crate) fn is_version(qualifier: &str) -> bool {
    qualifier == LATEST || qualifier.bytes().all(|byte| byte.is_ascii_digit())
}
