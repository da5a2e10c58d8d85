//! Taking a copy of a table back in time: the history is undone on it, the last record first.

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};

use super::history::Record;
use super::{Recovery, State};
use crate::error::Error;
use crate::keys::{self, Position};
use crate::table::Table;
use crate::{backups, chunk};

/// Records that one transaction undoes.
const RECORDS_MAX: usize = 100;
/// Records that one looks at: ten times as many, since it writes nothing of them and takes about as
/// long. A restore to a moment of the last minute looks at all of that minute's.
const LOOKED_AT_MAX: usize = 1000;
/// How much earlier than its commit an operation may have begun, milliseconds; its body is there by
/// then. Records are in the order of their commits; so whatever is this much older than a time, all
/// before it is older, too.
const DELAY_MAX_MS: u64 = 60_000;
/// Steps of the search for a place that is old enough: each halves what is left of 64 bits.
const HALVINGS_MAX: usize = 64;

/// What a copy goes back to.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Moment {
    /// Milliseconds since the epoch.
    at: u64,
    /// The last record that the copy has. What was committed after it is not in the copy, however
    /// early its request came: it is left out whole.
    copied: (u64, u16),
}

/// How far a copy is on its way back.
#[derive(Serialize, Deserialize)]
struct Progress {
    /// The table that is made of it, and its id.
    target: (String, u64),
    moment: Moment,
    step: Step,
}

#[derive(Serialize, Deserialize)]
enum Step {
    /// Looks for the first of its records that came later than the time, from behind a place.
    Find((u64, u16)),
    /// Undoes down to a place, from before another (none: the last).
    Undo((u64, u16), Option<(u64, u16)>),
}

fn place((sequence, entry): (u64, u16)) -> Position {
    Position { sequence, entry }
}

fn parts(place: Position) -> (u64, u16) {
    (place.sequence, place.entry)
}

impl Moment {
    /// The moment of a time, for a copy that begins in this transaction.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn of(txn: &mut dyn Txn, table: &Table, at: Timestamp) -> Result<Self, Error> {
        let all = |recovery: &Recovery| keys::history_back(recovery.id, Position::START, None);
        let last = match table.recovery.as_ref().map(all) {
            Some(all) => txn.scan(&all, 1)?,
            None => Vec::new(),
        };
        let last = last.first().and_then(|(key, _)| keys::read_history(key));
        Ok(Self { at: at.as_millis(), copied: parts(last.unwrap_or(Position::START)) })
    }
}

/// Begins to take a table's whole copy back.
///
/// # Errors
/// When the store fails or its bytes do not read back.
pub(crate) fn begin(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
    (copy, target, moment): (u64, (String, u64), Moment),
) -> Result<(), Error> {
    let from = match &table.recovery {
        Some(recovery) => old_enough(txn, recovery.id, moment)?,
        None => Position::START,
    };
    let progress = Progress { target, moment, step: Step::Find(parts(from)) };
    let name = keys::undo(&table.name, table.id, copy);
    txn.due(cx.now, &name, serde_json::to_vec(&progress)?.into());
    Ok(())
}

/// Does the next step; with the last of them the table is filled from the copy.
///
/// # Errors
/// When the store fails or its bytes do not read back.
pub(crate) fn undo(cx: &Cx, txn: &mut dyn Txn, name: &[u8], value: &[u8]) -> Result<(), Error> {
    let Some((table, id, copy)) = keys::read_undo(name) else { return Ok(()) };
    let Some(table) = Table::find(txn, &table)?.filter(|table| table.id == id) else {
        return Ok(());
    };
    let mut progress: Progress = serde_json::from_slice(value)?;
    let next = match (&table.recovery, &progress.step) {
        (None, _) => None,
        (Some(recovery), Step::Find(from)) => {
            find(txn, recovery.id, place(*from), progress.moment)?
        }
        (Some(recovery), Step::Undo(down, from)) => {
            let range = keys::history_back(recovery.id, place(*down), from.map(place));
            let chunk = undo_chunk(txn, copy, range)?;
            chunk.map(|last| Step::Undo(*down, Some(parts(last))))
        }
    };
    match next {
        Some(step) => {
            progress.step = step;
            txn.due(cx.now, name, serde_json::to_vec(&progress)?.into());
            Ok(())
        }
        None => backups::copied(cx, txn, table, (copy, &progress.target)),
    }
}

/// The first of the copy's records that came later than the time, or where to go on looking; none
/// if there is none.
fn find(
    txn: &mut dyn Txn,
    history: u64,
    from: Position,
    Moment { at, copied }: Moment,
) -> Result<Option<Step>, Error> {
    let (found, more) = chunk::scan(txn, keys::history_after(history, from), LOOKED_AT_MAX)?;
    for (key, value) in &found {
        let Some(place) = keys::read_history(key) else { continue };
        if copied < parts(place) {
            return Ok(None);
        }
        if at < Record::decode(value)?.time.as_millis() {
            return Ok(Some(Step::Undo(parts(place), None)));
        }
    }
    let last = found.last().filter(|_| more);
    Ok(last.and_then(|(key, _)| keys::read_history(key)).map(|last| Step::Find(parts(last))))
}

/// A place before which nothing came later than a time: found by halves, since times grow with
/// places, but for what a request may take.
fn old_enough(
    txn: &mut dyn Txn,
    history: u64,
    Moment { at, copied: (last, _) }: Moment,
) -> Result<Position, Error> {
    let start = State::load(txn, history)?.map_or(Position::START, |state| state.removed());
    let (mut low, mut high) = (start, last.max(start.sequence));
    for _ in 0..HALVINGS_MAX {
        if high <= low.sequence.saturating_add(1) {
            break;
        }
        let sequence = low.sequence + (high - low.sequence) / 2;
        let middle = Position { sequence, entry: 0 };
        let found = txn.scan(&keys::history_after(history, middle.before()), 1)?;
        let Some((key, value)) = found.first() else { break };
        let old = Record::decode(value)?.time.plus_millis(DELAY_MAX_MS);
        match keys::read_history(key) {
            Some(place) if old <= Timestamp::from_millis(at) => low = place,
            _ => high = sequence,
        }
    }
    Ok(low)
}

/// Puts the items of a chunk of records back as they were; its last place, if there may be more.
fn undo_chunk(
    txn: &mut dyn Txn,
    copy: u64,
    range: samara_store::Range,
) -> Result<Option<Position>, Error> {
    let (found, more) = chunk::scan(txn, range, RECORDS_MAX)?;
    for (_, value) in &found {
        let record = Record::decode(value)?;
        txn.put(keys::saved(copy, &record.place), record.before, Fed::No);
    }
    let last = found.last().filter(|_| more);
    Ok(last.and_then(|(key, _)| keys::read_history(key)))
}
