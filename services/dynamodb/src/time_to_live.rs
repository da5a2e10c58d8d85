//! Time to live: items that go by themselves when the time in one of their attributes is over.
//!
//! Each item that has such a time has a due key, which changes in the item's own transaction.
//! When it fires, the item is read again in the transaction that removes it: a due key says that
//! an item may be over, never that it is, so one that was left behind does no harm. The removal
//! is an ordinary one, by the service: it leaves the indexes and appears in the stream.
//!
//! When it is switched on, writers keep the due keys from that commit on, and what was there
//! before is given its own by chunks, one transaction each (the first of them in that commit, so
//! that a small table's is `ENABLED` at once), until the end of the table is reached. Switching
//! it off is one commit: due keys that are left find it off.

use samara_base::Timestamp;
use samara_service::{Cx, Principal};
use samara_store::Txn;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::recovery::{self, Limits};
use crate::table::Table;
use crate::value::{Item, Value};
use crate::{backups, chores, codec, keys, streams, sweep, write};

/// Items whose time is further back than this are left alone, milliseconds (DynamoDB developer
/// guide, "Using time to live": five years). A number that was never meant as a time, such as a
/// count, does not cost the item.
const PAST_MAX_MS: u64 = 5 * 365 * 24 * 60 * 60 * 1000;
/// The end of the year 9999, seconds since the epoch: a later time is none.
const SECONDS_MAX: u64 = 253_402_300_799;
/// Items that one transaction reads while the time to live is being switched on.
const FILL_ITEMS: usize = 25;

/// A table's time to live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeToLive {
    /// The attribute that has an item's time, in seconds since the epoch.
    pub attribute: String,
    /// Whether every item that was there before has its due key.
    pub complete: bool,
}

/// When an item's time is over, if it has one.
fn over_at(attribute: &str, item: &Item) -> Option<Timestamp> {
    let Value::N(seconds) = item.get(attribute)? else { return None };
    let seconds = seconds.whole().filter(|seconds| *seconds <= SECONDS_MAX)?;
    Some(Timestamp::from_secs(seconds))
}

/// The same, unless it was over so long ago that nobody meant it.
fn due_at(cx: &Cx, attribute: &str, item: &Item) -> Option<Timestamp> {
    over_at(attribute, item).filter(|at| cx.now.millis_since(*at) <= PAST_MAX_MS)
}

/// Moves an item's due key as the item changes.
pub(crate) fn follow(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
    (key, old, new): (&[u8], Option<&Item>, Option<&Item>),
) {
    let Some(ttl) = &table.ttl else { return };
    let before = old.and_then(|old| over_at(&ttl.attribute, old));
    let after = new.and_then(|new| due_at(cx, &ttl.attribute, new));
    if before == after {
        return;
    }
    let name = keys::expiry(&table.name, key);
    if let Some(before) = before {
        txn.not_due(before, &name);
    }
    if let Some(after) = after {
        txn.due(after, &name, bytes::Bytes::new());
    }
}

/// Switches it on: what is there is given its due keys from now on.
///
/// # Errors
/// When the store fails.
pub(crate) fn begin(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &mut Table,
    attribute: &str,
) -> Result<(), Error> {
    let last = fill_chunk(cx, txn, table, (attribute, &[]))?;
    let complete = last.is_none();
    table.ttl = Some(TimeToLive { attribute: attribute.to_owned(), complete });
    if let Some(last) = last {
        txn.due(cx.now, &keys::fill(&table.name, table.id), last);
    }
    table.save(txn)
}

/// Gives items their due keys, from behind the last that has its own; where that ended, if there
/// may be more.
fn fill_chunk(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
    (attribute, last): (&str, &[u8]),
) -> Result<Option<bytes::Bytes>, Error> {
    let all = keys::space(table.space());
    let rest = if last.is_empty() { all } else { all.after(last) };
    let found = txn.scan(&rest, FILL_ITEMS)?;
    for (key, value) in &found {
        if let Some(at) = due_at(cx, attribute, &codec::decode(value)?) {
            txn.due(at, &keys::expiry(&table.name, key), bytes::Bytes::new());
        }
    }
    Ok(found.last().filter(|_| found.len() == FILL_ITEMS).map(|(key, _)| key.clone()))
}

/// How much of a transaction's room handling a due key of this kind may take, where one has
/// `room` for them; `None` when the kind is none of `DynamoDB`'s.
#[must_use]
pub fn due_weight(kind: u8, room: usize) -> Option<usize> {
    /// Items that one transaction removes: each may be 400 KB, with its entries and its image.
    const EXPIRIES: usize = 16;
    match kind {
        keys::EXPIRY => Some(room.div_ceil(EXPIRIES)),
        keys::FILL
        | keys::TRIM
        | keys::COUNT
        | keys::BACKFILL
        | keys::COPY
        | keys::RESTORE
        | keys::SWEEP
        | keys::LOOK
        | keys::UNDO => Some(room),
        _ => None,
    }
}

/// Does what is due: removes an item whose time is over, gives items their due keys, trims a
/// stream, or does the next piece of what a table does by itself.
///
/// # Errors
/// When the store fails or what it has does not read back.
pub fn fire(
    cx: &Cx,
    txn: &mut dyn Txn,
    (name, value): (&[u8], &[u8]),
    limits: Limits,
) -> Result<(), Error> {
    let principal = Principal::Service { name: "dynamodb.amazonaws.com".to_owned(), source: None };
    let cx = cx.acting_as(principal);
    match samara_store::KeyReader::kind(name) {
        Some(keys::EXPIRY) => expire(&cx, txn, name),
        Some(keys::FILL) => fill(&cx, txn, name, value),
        Some(keys::TRIM) => streams::trim(txn, name, cx.now),
        Some(keys::COUNT) => chores::count(&cx, txn, name, value),
        Some(keys::BACKFILL) => chores::fill(&cx, txn, name, value),
        Some(keys::COPY) => backups::advance(&cx, txn, name, value),
        Some(keys::RESTORE) => backups::load(&cx, txn, name, value),
        Some(keys::SWEEP) => sweep::fire(&cx, txn),
        Some(keys::LOOK) => recovery::look(&cx, txn, name, limits),
        Some(keys::UNDO) => recovery::undo(&cx, txn, name, value),
        _ => Ok(()),
    }
}

fn expire(cx: &Cx, txn: &mut dyn Txn, name: &[u8]) -> Result<(), Error> {
    let Some((table, key)) = keys::read_expiry(name) else { return Ok(()) };
    let Some(table) = Table::find(txn, &table)? else { return Ok(()) };
    // The item's key has its table's id: another table of the same name has other items.
    if !keys::space(table.space()).contains(&key) {
        return Ok(());
    }
    let Some(ttl) = &table.ttl else { return Ok(()) };
    let Some(item) = write::load(txn, &key)? else { return Ok(()) };
    let over = due_at(cx, &ttl.attribute, &item).is_some_and(|at| at <= cx.now);
    if over {
        write::replace(cx, txn, &table, write::Change { key, old: Some(&item), new: None })?;
    }
    Ok(())
}

fn fill(cx: &Cx, txn: &mut dyn Txn, name: &[u8], last: &[u8]) -> Result<(), Error> {
    let Some((table, id)) = keys::read_fill(name) else { return Ok(()) };
    let Some(mut table) = Table::find(txn, &table)?.filter(|table| table.id == id) else {
        return Ok(());
    };
    let Some(ttl) = table.ttl.clone().filter(|ttl| !ttl.complete) else { return Ok(()) };
    if let Some(last) = fill_chunk(cx, txn, &table, (&ttl.attribute, last))? {
        txn.due(cx.now, name, last);
        return Ok(());
    }
    table.ttl = Some(TimeToLive { complete: true, ..ttl });
    table.save(txn)
}

/// Ends it. Due keys that are left find it so.
///
/// # Errors
/// When the store fails.
pub(crate) fn end(txn: &mut dyn Txn, table: &mut Table) -> Result<(), Error> {
    table.ttl = None;
    table.save(txn)
}
