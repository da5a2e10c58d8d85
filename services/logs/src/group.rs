//! Groups and streams: as they are kept, and whether they exist on either side.

use std::collections::BTreeMap;

use samara_base::{Arn, Timestamp};
use samara_service::Cx;
use samara_store::{Fed, Range, Txn};
use serde::{Deserialize, Serialize};

use crate::{Error, keys};

/// How many keys one scan of a list reads.
pub(crate) const SCAN_KEYS: usize = 500;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// A group that was created.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) created_ms: u64,
    pub(crate) retention_days: Option<u32>,
    pub(crate) tags: BTreeMap<String, String>,
}

/// A stream, as far as clients put events into it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "each time says its unit")]
pub(crate) struct Stream {
    pub(crate) created_ms: u64,
    pub(crate) first_ms: Option<u64>,
    pub(crate) last_ms: Option<u64>,
    pub(crate) ingested_ms: Option<u64>,
}

/// When the group and streams of it were last deleted: what was observed before is hidden.
#[derive(Debug, Default)]
pub(crate) struct Deletions {
    group: Option<u64>,
    streams: BTreeMap<String, u64>,
}

impl Deletions {
    pub(crate) fn of(txn: &mut dyn Txn, group: &str) -> Result<Self, Error> {
        let mut deletions = Self::default();
        let mut range = Range::prefix(&keys::all_deleted(group));
        loop {
            let entries = txn.scan(&range, SCAN_KEYS)?;
            let Some((last, _)) = entries.last() else { return Ok(deletions) };
            range = range.after(last);
            for (key, value) in entries {
                let at = value.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
                match keys::deleted_stream(&key)?.as_str() {
                    "" => deletions.group = Some(at),
                    stream => drop(deletions.streams.insert(stream.to_owned(), at)),
                }
            }
        }
    }

    /// Whether a line of a stream from this time is hidden.
    pub(crate) fn hide(&self, stream: &str, time: Timestamp) -> bool {
        let before = |at: Option<&u64>| at.is_some_and(|at| time.as_millis() <= *at);
        before(self.group.as_ref()) || before(self.streams.get(stream))
    }
}

/// Marks a stream (or, with an empty name, the group) as deleted now.
pub(crate) fn mark_deleted(cx: &Cx, txn: &mut dyn Txn, group: &str, stream: &str) {
    let now = cx.now.as_millis().to_be_bytes().to_vec();
    txn.put(keys::deleted(group, stream), now.into(), Fed::No);
}

impl Group {
    fn find(txn: &mut dyn Txn, name: &str) -> Result<Option<Self>, Error> {
        let value = txn.get(&keys::group(name))?;
        Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
    }

    /// A group that exists on either side; one that functions write to needs no creation.
    pub(crate) fn load(cx: &Cx, txn: &mut dyn Txn, name: &str) -> Result<Option<Self>, Error> {
        if let Some(group) = Self::find(txn, name)? {
            return Ok(Some(group));
        }
        let first =
            observed_streams(cx, txn, name)?.into_values().filter_map(|it| it.first_ms).min();
        Ok(first.map(|created_ms| Self { created_ms, ..Self::default() }))
    }

    /// The same, for an operation that needs it.
    pub(crate) fn must(cx: &Cx, txn: &mut dyn Txn, name: &str) -> Result<Self, Error> {
        Self::load(cx, txn, name)?.ok_or(Error::NoGroup)
    }

    pub(crate) fn store(&self, txn: &mut dyn Txn, name: &str) -> Result<(), Error> {
        txn.put(keys::group(name), serde_json::to_vec(self)?.into(), Fed::No);
        Ok(())
    }

    /// The first time that is still shown.
    pub(crate) fn oldest_ms(&self, cx: &Cx) -> u64 {
        let retained = |days: u32| cx.now.as_millis().saturating_sub(u64::from(days) * DAY_MS);
        self.retention_days.map_or(0, retained)
    }
}

impl Stream {
    /// A stream that exists on either side, with what both know of it.
    pub(crate) fn load(
        cx: &Cx,
        txn: &mut dyn Txn,
        group: &str,
        name: &str,
    ) -> Result<Option<Self>, Error> {
        let stored = Self::stored(txn, group, name)?;
        let observed = observed_streams(cx, txn, group)?.remove(name);
        Ok(match (stored, observed) {
            (Some(stored), Some(observed)) => Some(stored.merged(&observed)),
            (stored, observed) => stored.or(observed),
        })
    }

    pub(crate) fn stored(
        txn: &mut dyn Txn,
        group: &str,
        name: &str,
    ) -> Result<Option<Self>, Error> {
        let value = txn.get(&keys::stream(group, name))?;
        Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
    }

    pub(crate) fn store(&self, txn: &mut dyn Txn, group: &str, name: &str) -> Result<(), Error> {
        txn.put(keys::stream(group, name), serde_json::to_vec(self)?.into(), Fed::No);
        Ok(())
    }

    fn merged(&self, other: &Self) -> Self {
        let least = |a: Option<u64>, b: Option<u64>| a.into_iter().chain(b).min();
        Self {
            created_ms: self.created_ms.min(other.created_ms),
            first_ms: least(self.first_ms, other.first_ms),
            last_ms: self.last_ms.max(other.last_ms),
            ingested_ms: self.ingested_ms.max(other.ingested_ms),
        }
    }
}

/// All streams of a group, from both sides, by name.
pub(crate) fn all_streams(
    cx: &Cx,
    txn: &mut dyn Txn,
    group: &str,
) -> Result<BTreeMap<String, Stream>, Error> {
    let mut all = observed_streams(cx, txn, group)?;
    let mut range = Range::prefix(&keys::streams(group));
    loop {
        let entries = txn.scan(&range, SCAN_KEYS)?;
        let Some((last, _)) = entries.last() else { return Ok(all) };
        range = range.after(last);
        for (key, value) in entries {
            let stream: Stream = serde_json::from_slice(&value)?;
            let name = keys::stream_name(&key)?;
            let stream = all.get(&name).map_or_else(|| stream.clone(), |it| stream.merged(it));
            all.insert(name, stream);
        }
    }
}

/// The streams that functions wrote to and that were not deleted since.
fn observed_streams(
    cx: &Cx,
    txn: &mut dyn Txn,
    group: &str,
) -> Result<BTreeMap<String, Stream>, Error> {
    let found = cx.observed.log_streams(group);
    if found.is_empty() {
        return Ok(BTreeMap::new());
    }
    let deletions = Deletions::of(txn, group)?;
    let shown = found.into_iter().filter(|(name, _, last)| !deletions.hide(name, *last));
    Ok(shown
        .map(|(name, first, last)| {
            let stream = Stream {
                created_ms: first.as_millis(),
                first_ms: Some(first.as_millis()),
                last_ms: Some(last.as_millis()),
                ingested_ms: Some(last.as_millis()),
            };
            (name, stream)
        })
        .collect())
}

/// A group's ARN, without the `:*` that some answers want behind it.
pub(crate) fn arn(cx: &Cx, group: &str) -> String {
    cx.arn("logs", &format!("log-group:{group}")).to_string()
}

/// What the policy check of an operation on a group or a stream of it names.
pub(crate) fn access_arn(cx: &Cx, group: &str, stream: &str) -> String {
    format!("{}:log-stream:{stream}", arn(cx, group))
}

/// The group that is named by a name or by an identifier (a name or an ARN); exactly one must be.
pub(crate) fn named(
    cx: &Cx,
    name: Option<&String>,
    identifier: Option<&String>,
) -> Result<String, Error> {
    match (name, identifier) {
        (Some(name), None) => Ok(name.clone()),
        (None, Some(identifier)) => here(cx, identifier),
        _ => Err(Error::Invalid(
            "Exactly one of logGroupName and logGroupIdentifier must be given.".to_owned(),
        )),
    }
}

/// The name of a group of this account and region out of an ARN or a name. A group of the same
/// name elsewhere is another.
pub(crate) fn here(cx: &Cx, identifier: &str) -> Result<String, Error> {
    if identifier.starts_with("arn:") {
        let mine = |arn: &Arn| {
            arn.service == "logs"
                && arn.region == cx.region.as_str()
                && arn.account == cx.account.as_str()
                && arn.resource.starts_with("log-group:")
        };
        if !identifier.parse::<Arn>().is_ok_and(|arn| mine(&arn)) {
            return Err(Error::Invalid(format!(
                "{identifier} is not the ARN of a log group of account {} in {}.",
                cx.account, cx.region
            )));
        }
    }
    Ok(of_identifier(identifier))
}

/// A group's name out of its ARN, with or without `:*`; anything else is a name.
pub(crate) fn of_identifier(identifier: &str) -> String {
    let name = identifier.split_once(":log-group:").map_or(identifier, |(_, name)| name);
    name.strip_suffix(":*").unwrap_or(name).to_owned()
}
