//! A table's copy while it is made: what writers save of it, and the chunks that save the rest.

use bytes::Bytes;
use samara_service::Cx;
use samara_store::{Entry, Fed, Range, Txn};
use serde::{Deserialize, Serialize};

use super::Backup;
use crate::chores::Count;
use crate::error::Error;
use crate::recovery::Moment;
use crate::table::{Table, next_id};
use crate::value::{Item, item_size};
use crate::{chunk, codec, keys, recovery};

/// Items that one transaction copies.
const CHUNK_ITEMS: usize = 100;
/// Copies of one table that are made at once: each costs its writers a write more.
const COPIES_MAX: usize = 4;

/// A copy of a table that is being made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// The id that its items' keys carry; never reused.
    pub id: u64,
    /// Whether writers still save what they change.
    pub open: bool,
}

/// What a copy is made for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Purpose {
    /// The backup of the table that has this label.
    Backup(String),
    /// A table, by name and id, as this one was at a moment or is.
    Table(String, u64, Option<Moment>),
}

/// How far a copy is.
#[derive(Serialize, Deserialize)]
struct Progress {
    purpose: Purpose,
    /// The last place that was looked at.
    last: Vec<u8>,
    /// What was saved up to there.
    size: Count,
}

/// Opens a copy of a table as it stands in this transaction, and gives its id.
///
/// # Errors
/// When too many are being made.
pub(crate) fn begin(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &mut Table,
    purpose: Purpose,
) -> Result<u64, Error> {
    if COPIES_MAX <= table.copies.len() {
        return Err(Error::LimitExceeded(
            format!("At most {COPIES_MAX} backups and restores of one table may be under way")
                .into(),
        ));
    }
    let id = next_id(txn)?;
    table.copies.push(Copy { id, open: true });
    table.save(txn)?;
    let progress = Progress { purpose, last: Vec::new(), size: Count::default() };
    let name = keys::copy(&table.name, table.id, id);
    txn.due(cx.now, &name, serde_json::to_vec(&progress)?.into());
    Ok(id)
}

/// Saves an item as it was, before it changes, for each copy that does not have it yet.
///
/// # Errors
/// When the store fails.
pub(crate) fn save(
    txn: &mut dyn Txn,
    table: &Table,
    (key, old): (&[u8], Option<&Item>),
) -> Result<(), Error> {
    for copy in table.copies.iter().filter(|copy| copy.open) {
        let saved = keys::saved(copy.id, keys::place(table.space(), key));
        if txn.get(&saved)?.is_none() {
            txn.put(saved, old.map_or_else(Bytes::new, codec::encode), Fed::No);
        }
    }
    Ok(())
}

/// Copies a table's next chunk; with the last of them the copy is whole.
pub(crate) fn advance(cx: &Cx, txn: &mut dyn Txn, name: &[u8], value: &[u8]) -> Result<(), Error> {
    let Some((table, id, copy)) = keys::read_copy(name) else { return Ok(()) };
    let Some(mut table) = Table::find(txn, &table)?.filter(|table| table.id == id) else {
        return Ok(());
    };
    let mut progress: Progress = serde_json::from_slice(value)?;
    let Chunk { size, last } = chunk(txn, &table, copy, &progress.last)?;
    progress.size.items += size.items;
    progress.size.bytes += size.bytes;
    if let Some(last) = last {
        progress.last = last;
        txn.due(cx.now, name, serde_json::to_vec(&progress)?.into());
        return Ok(());
    }
    match progress.purpose {
        Purpose::Backup(label) => {
            table.copies.retain(|found| found.id != copy);
            table.save(txn)?;
            if let Some(mut backup) = Backup::find(txn, &table.name, &label)? {
                backup.size = Some(progress.size);
                backup.save(txn)?;
            }
            Ok(())
        }
        Purpose::Table(target, id, None) => copied(cx, txn, table, (copy, &(target, id))),
        Purpose::Table(target, id, Some(moment)) => {
            // It has all now; that it is there keeps the table and its history.
            table.copies.iter_mut().filter(|found| found.id == copy).for_each(|copy| {
                copy.open = false;
            });
            table.save(txn)?;
            recovery::begin_undo(cx, txn, &table, (copy, (target, id), moment))
        }
    }
}

/// A copy has what the table that is made of it is to have: that one is filled.
pub(crate) fn copied(
    cx: &Cx,
    txn: &mut dyn Txn,
    mut table: Table,
    (copy, (target, id)): (u64, &(String, u64)),
) -> Result<(), Error> {
    table.copies.retain(|found| found.id != copy);
    table.save(txn)?;
    if let Some(target) = Table::find(txn, target)?.filter(|target| target.id == *id) {
        super::begin_restore(cx, txn, &target);
    }
    Ok(())
}

/// What a chunk saved, and the place where it ended, if the table did not.
struct Chunk {
    size: Count,
    last: Option<Vec<u8>>,
}

/// Goes through table and copy side by side. What the copy has was saved by a writer; the rest is
/// saved now.
fn chunk(txn: &mut dyn Txn, table: &Table, copy: u64, last: &[u8]) -> Result<Chunk, Error> {
    let space = table.space();
    let behind = |all: Range, key: &[u8]| if last.is_empty() { all } else { all.after(key) };
    let rest = behind(keys::space(space), &keys::at_place(space, last));
    let (items, items_end) = bounded(txn, rest)?;
    let rest = behind(keys::all_saved(copy), &keys::saved(copy, last));
    let (saved, saved_end) = bounded(txn, rest)?;
    // Beyond where either of the two was cut, nothing is known of it.
    let items_end = items_end.map(|key| keys::place(space, &key).to_vec());
    let saved_end = saved_end.map(|key| keys::saved_place(copy, &key).to_vec());
    let end = match (items_end, saved_end) {
        (Some(items), Some(saved)) => Some(items.min(saved)),
        (items, saved) => items.or(saved),
    };
    let within = |place: &[u8]| end.as_deref().is_none_or(|end| place <= end);
    let mut size = Count::default();
    let mut count = |bytes: &Bytes| {
        size.items += 1;
        size.bytes += u64::try_from(item_size(&codec::decode(bytes)?)).unwrap_or_default();
        Ok::<(), Error>(())
    };
    let mut has = std::collections::BTreeSet::new();
    for (key, item) in &saved {
        let place = keys::saved_place(copy, key);
        has.insert(place);
        if within(place) && !item.is_empty() {
            count(item)?;
        }
    }
    for (key, item) in &items {
        let place = keys::place(space, key);
        if within(place) && !has.contains(place) {
            count(item)?;
            txn.put(keys::saved(copy, place), item.clone(), Fed::No);
        }
    }
    Ok(Chunk { size, last: end })
}

/// As many entries as a chunk takes; the last key, if there may be more.
fn bounded(txn: &mut dyn Txn, range: Range) -> Result<(Vec<Entry>, Option<Bytes>), Error> {
    let (found, more) = chunk::scan(txn, range, CHUNK_ITEMS)?;
    let end = found.last().filter(|_| more).map(|(key, _)| key.clone());
    Ok((found, end))
}
