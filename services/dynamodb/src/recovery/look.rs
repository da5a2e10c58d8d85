//! Looking after a history: counting what was added, removing what is too old or too much.

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Entry, Fed, Txn};

use super::history::{Record, next_look};
use super::{Limits, Recovery, State};
use crate::chunk;
use crate::error::Error;
use crate::keys;
use crate::table::Table;

/// Records that one transaction counts, or removes.
const RECORDS_MAX: usize = 250;
/// Histories that are added up: as many tables as have recovery, at most.
const HISTORIES_MAX: usize = 10_000;

/// Looks after a table's history, and writes down when to look again.
///
/// # Errors
/// When the store fails or its bytes do not read back.
pub(crate) fn look(cx: &Cx, txn: &mut dyn Txn, name: &[u8], limits: Limits) -> Result<(), Error> {
    let Some((table, id)) = keys::read_look(name) else { return Ok(()) };
    let Some((table, recovery)) = find(txn, &table, id)? else { return Ok(()) };
    let Some(mut state) = State::load(txn, id)? else { return Ok(()) };
    let mut more = count(txn, id, &mut state)?;
    // A restore may still need what is old.
    if table.copies.is_empty() {
        let old = |time: Timestamp, _| time.plus_millis(recovery.kept_ms()) <= cx.now;
        more |= remove(txn, id, &mut state, &old)?;
    }
    state.save(txn, id)?;
    more |= shorten(txn, limits)?;
    // What was over the bound may have been this history's own.
    let state = State::load(txn, id)?.unwrap_or(state);
    let at = match oldest(txn, id, &state)? {
        _ if more => cx.now,
        None => return Ok(()),
        Some(oldest) => next_look(oldest.plus_millis(recovery.kept_ms()).max(cx.now)),
    };
    txn.due(at, name, bytes::Bytes::new());
    Ok(())
}

/// Writes down that there is something to remove, if all histories together are too large: the
/// bound may be a lower one since the server was started, and the next write days away.
///
/// # Errors
/// When the store fails or its bytes do not read back.
pub fn begin(cx: &Cx, txn: &mut dyn Txn, limits: Limits) -> Result<(), Error> {
    let states = states(txn)?;
    if total(&states) <= limits.history_bytes {
        return Ok(());
    }
    // One of them looks after all.
    for (id, state) in states {
        if find(txn, &state.table, id)?.is_some() {
            txn.due(cx.now, &keys::look(&state.table, id), bytes::Bytes::new());
            return Ok(());
        }
    }
    Ok(())
}

/// All histories.
fn states(txn: &mut dyn Txn) -> Result<Vec<(u64, State)>, Error> {
    let mut states = Vec::new();
    for (key, value) in txn.scan(&keys::history_states(), HISTORIES_MAX)? {
        let Some(id) = keys::read_history_state(&key) else { continue };
        states.push((id, serde_json::from_slice::<State>(&value)?));
    }
    Ok(states)
}

fn total(states: &[(u64, State)]) -> u64 {
    states.iter().map(|(_, state)| state.bytes).sum()
}

/// A table with its recovery, if it is still the one that has this history.
fn find(txn: &mut dyn Txn, table: &str, id: u64) -> Result<Option<(Table, Recovery)>, Error> {
    let table = Table::find(txn, table)?;
    Ok(table.and_then(|table| {
        let recovery = table.recovery.clone().filter(|recovery| recovery.id == id)?;
        Some((table, recovery))
    }))
}

/// Counts some of what was added; whether there may be more.
fn count(txn: &mut dyn Txn, id: u64, state: &mut State) -> Result<bool, Error> {
    let range = keys::history_after(id, state.counted());
    let (added, more) = chunk::scan(txn, range, RECORDS_MAX)?;
    state.bytes += added.iter().map(size).sum::<u64>();
    if let Some(last) = added.last().and_then(|(key, _)| keys::read_history(key)) {
        state.counted = (last.sequence, last.entry);
    }
    Ok(more)
}

fn size((key, value): &Entry) -> u64 {
    u64::try_from(key.len() + value.len()).unwrap_or(u64::MAX)
}

/// The time of the oldest record that is there.
fn oldest(txn: &mut dyn Txn, id: u64, state: &State) -> Result<Option<Timestamp>, Error> {
    let found = txn.scan(&keys::history_after(id, state.removed()), 1)?;
    let first = found.first().map(|(_, value)| Record::decode(value)).transpose()?;
    Ok(first.map(|record| record.time))
}

/// Removes the oldest records for as long as they are to go, by their time and by what is there;
/// whether there may be more of them.
fn remove(
    txn: &mut dyn Txn,
    id: u64,
    state: &mut State,
    goes: &dyn Fn(Timestamp, u64) -> bool,
) -> Result<bool, Error> {
    let range = keys::history_after(id, state.removed());
    let (found, more) = chunk::scan(txn, range, RECORDS_MAX)?;
    for entry in &found {
        let time = Record::decode(&entry.1)?.time;
        let Some(place) = keys::read_history(&entry.0) else { return Ok(false) };
        // Only what was counted goes, so that what is left is what is counted.
        if !goes(time, state.bytes) || state.counted() < place {
            return Ok(false);
        }
        txn.delete(entry.0.to_vec(), Fed::No);
        state.bytes = state.bytes.saturating_sub(size(entry));
        state.earliest = state.earliest.max(time.as_millis());
        state.removed = (place.sequence, place.entry);
    }
    Ok(more)
}

/// Removes some of the history that reaches back furthest, if all together are too large; whether
/// they are still.
fn shorten(txn: &mut dyn Txn, limits: Limits) -> Result<bool, Error> {
    let mut states = states(txn)?;
    let Some(excess) =
        total(&states).checked_sub(limits.history_bytes).filter(|excess| 0 < *excess)
    else {
        return Ok(false);
    };
    states.sort_by_key(|(_, state)| state.earliest);
    for (id, mut state) in states {
        if state.bytes == 0 || is_needed(txn, &state, id)? {
            continue;
        }
        let enough = state.bytes.saturating_sub(excess);
        remove(txn, id, &mut state, &|_, bytes| enough < bytes)?;
        state.save(txn, id)?;
        return Ok(enough < state.bytes || enough == 0);
    }
    Ok(false)
}

/// Whether a restore of the table is under way, which may need the history.
fn is_needed(txn: &mut dyn Txn, state: &State, id: u64) -> Result<bool, Error> {
    let found = find(txn, &state.table, id)?;
    Ok(found.is_some_and(|(table, _)| !table.copies.is_empty()))
}
