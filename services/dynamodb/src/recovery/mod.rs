//! Point-in-time recovery: a table as it was at any moment of the last days.
//!
//! A table with recovery has a *history*: every writer appends the item as it was before, in the
//! item's own transaction, so that the history is in the order of the commits and misses none. A
//! table as it was at a time is a copy of it as it is now (see [`crate::backups`]), over which the
//! history is undone, the last record first, down to the first that came after that time
//! ([`undo()`]).
//!
//! A record's time is its request's. The cut is a place in the order of the commits: the first
//! record whose request came later than the time. So no transaction is taken back by half, every
//! write that was acknowledged before the time is there, and none that was asked for after it.
//!
//! A history is bounded twice: by its days, and, all histories together, by a number of bytes that
//! the operator sets. What is over either goes, the oldest first ([`look()`]), and the earliest
//! time that can be restored is always that of the last record that went. Writers keep no count of
//! the bytes, which all of them would have to touch: each names, in the due index, the next tenth
//! of a minute, when somebody counts what was added. So the bound holds within some seconds of
//! writes.

mod history;
mod look;
mod undo;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::keys::{self, Position, Space};
use crate::model::{ContinuousBackupsDescription, PointInTimeRecoveryDescription};
use crate::sweep;
use crate::table::{Table, next_id};

pub(crate) use history::append;
pub use look::begin as begin_looking;
pub(crate) use look::look;
pub(crate) use undo::{Moment, begin as begin_undo, undo};

/// The days that a history has when none are given, and the most that it may have (API reference
/// of `PointInTimeRecoverySpecification`).
pub const DAYS_MAX: u16 = 35;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// How much histories may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all histories together, as their keys and values count.
    pub history_bytes: u64,
}

/// A table's recovery, while it is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// The id that its history's keys carry; never reused.
    pub id: u64,
    /// For how many days it is kept.
    pub days: u16,
}

/// How long and how large a history is. Only [`look()`] changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    /// The table's name.
    table: String,
    /// The earliest time that can be restored, but for the days, milliseconds since the epoch.
    earliest: u64,
    /// The last place that was removed: sequence and entry.
    removed: (u64, u16),
    /// The last place whose bytes were counted: sequence and entry.
    counted: (u64, u16),
    /// What was counted and is there.
    bytes: u64,
}

impl State {
    fn load(txn: &mut dyn Txn, id: u64) -> Result<Option<Self>, Error> {
        match txn.get(&keys::history_state(id))? {
            Some(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            None => Ok(None),
        }
    }

    fn save(&self, txn: &mut dyn Txn, id: u64) -> Result<(), Error> {
        txn.put(keys::history_state(id), serde_json::to_vec(self)?.into(), Fed::No);
        Ok(())
    }

    fn counted(&self) -> Position {
        Position { sequence: self.counted.0, entry: self.counted.1 }
    }

    fn removed(&self) -> Position {
        Position { sequence: self.removed.0, entry: self.removed.1 }
    }
}

impl Recovery {
    fn kept_ms(&self) -> u64 {
        u64::from(self.days) * DAY_MS
    }
}

/// The earliest and the latest time that a table can be restored to, if it has recovery.
///
/// # Errors
/// When the store fails or its bytes do not read back.
pub(crate) fn window(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
) -> Result<Option<(Timestamp, Timestamp)>, Error> {
    let Some(recovery) = &table.recovery else { return Ok(None) };
    let Some(state) = State::load(txn, recovery.id)? else { return Ok(None) };
    let oldest = cx.now.as_millis().saturating_sub(recovery.kept_ms());
    Ok(Some((Timestamp::from_millis(state.earliest.max(oldest)), cx.now)))
}

/// What is shown of a table's recovery.
///
/// # Errors
/// When the store fails or its bytes do not read back.
pub(crate) fn describe(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
) -> Result<ContinuousBackupsDescription, Error> {
    let window = window(cx, txn, table)?;
    let status = if window.is_some() { "ENABLED" } else { "DISABLED" };
    let recovery = PointInTimeRecoveryDescription {
        point_in_time_recovery_status: Some(status.to_owned()),
        recovery_period_in_days: table.recovery.as_ref().map(|recovery| recovery.days.into()),
        earliest_restorable_date_time: window.map(|(earliest, _)| earliest),
        latest_restorable_date_time: window.map(|(_, latest)| latest),
    };
    Ok(ContinuousBackupsDescription {
        continuous_backups_status: status.to_owned(),
        point_in_time_recovery_description: Some(recovery),
    })
}

/// Switches it on, or changes for how long a history is kept.
///
/// # Errors
/// When the store fails.
pub(crate) fn begin(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &mut Table,
    days: Option<u16>,
) -> Result<(), Error> {
    if let Some(recovery) = &mut table.recovery {
        recovery.days = days.unwrap_or(DAYS_MAX);
        // Fewer days may leave something to remove.
        txn.due(cx.now, &keys::look(&table.name, recovery.id), bytes::Bytes::new());
        return table.save(txn);
    }
    let recovery = Recovery { id: next_id(txn)?, days: days.unwrap_or(DAYS_MAX) };
    let (table_name, earliest) = (table.name.clone(), cx.now.as_millis());
    let state = State { table: table_name, earliest, removed: (0, 0), counted: (0, 0), bytes: 0 };
    state.save(txn, recovery.id)?;
    table.recovery = Some(recovery);
    table.save(txn)
}

/// Ends it; the history goes.
pub(crate) fn end(cx: &Cx, txn: &mut dyn Txn, table: &mut Table) {
    if let Some(recovery) = table.recovery.take() {
        txn.delete(keys::history_state(recovery.id), Fed::No);
        sweep::bury(cx, txn, Space { table: recovery.id, index: None });
    }
}
