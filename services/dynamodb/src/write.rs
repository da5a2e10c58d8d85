//! The change of one item with everything that goes with it: its indexes' entries, its stream
//! record, its place in the due index, what backups and histories keep of it.
//!
//! All of it happens in the caller's one transaction, so that an index never shows an item that is
//! not there, or misses one that is. An item without an index's key attributes has no entry in it.

use bytes::Bytes;
use samara_service::Cx;
use samara_store::{Fed, Txn};

use crate::capacity::{Units, write_units};
use crate::codec;
use crate::error::Error;
use crate::keys;
use crate::table::{Index, Projection, Table};
use crate::value::{Item, item_size};
use crate::{backups, recovery, streams, time_to_live};

/// Reads an item.
///
/// # Errors
/// When the store fails or its bytes do not read back.
pub(crate) fn load(txn: &mut dyn Txn, key: &[u8]) -> Result<Option<Item>, Error> {
    match txn.get(key)? {
        Some(bytes) => Ok(Some(codec::decode(&bytes)?)),
        None => Ok(None),
    }
}

/// The change of an item. `old` is the item as the transaction read it; it may be left out where
/// the table has no index and does not [need it](Table::needs_old).
pub(crate) struct Change<'a> {
    /// The item's key in the store.
    pub(crate) key: Vec<u8>,
    /// The item before.
    pub(crate) old: Option<&'a Item>,
    /// The item after; none when it is removed.
    pub(crate) new: Option<&'a Item>,
}

/// Puts, replaces or (with no `new`) removes an item, and tells what it cost.
///
/// # Errors
/// When the store fails.
pub(crate) fn replace(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
    change: Change<'_>,
) -> Result<Units, Error> {
    let Change { key, old, new } = change;
    backups::save(txn, table, (&key, old))?;
    let mut units = Units::default();
    units.add(write_units(old.map_or(0, item_size).max(new.map_or(0, item_size))));
    for index in &table.indexes {
        let before = old.and_then(|old| entry(table, index, old));
        let after = new.and_then(|new| entry(table, index, new));
        units.add_index_if(index, index_units(before.as_ref(), after.as_ref()));
        move_entry(txn, before, after);
    }
    streams::append(cx, txn, table, (old, new));
    recovery::append(cx, txn, table, (&key, old, new));
    time_to_live::follow(cx, txn, table, (&key, old, new));
    match new {
        Some(new) => txn.put(key, codec::encode(new), Fed::No),
        None => txn.delete(key, Fed::No),
    }
    Ok(units)
}

impl Units {
    fn add_index_if(&mut self, index: &Index, units: f64) {
        if 0.0 < units {
            self.add_index(index, units);
        }
    }
}

/// An index's entry of an item, as it is kept.
struct IndexEntry {
    key: Vec<u8>,
    value: Bytes,
    size: usize,
}

/// The entry that an item has in an index, if it has the index's keys.
fn entry(table: &Table, index: &Index, item: &Item) -> Option<IndexEntry> {
    let (own, table_key) = (index.key.of(item)?, table.key.of(item)?);
    if !index.takes(item) {
        return None;
    }
    let key = keys::key(index.space(table), own.hash(), own.range().chain(table_key.all()));
    if index.projection == Projection::All {
        return Some(IndexEntry { key, value: codec::encode(item), size: item_size(item) });
    }
    let projected: Item = item
        .iter()
        .filter(|(name, _)| index.projects(table, name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Some(IndexEntry { key, value: codec::encode(&projected), size: item_size(&projected) })
}

/// Writes an item's entry into an index that is being filled.
pub(crate) fn add_entry(txn: &mut dyn Txn, table: &Table, index: &Index, item: &Item) {
    move_entry(txn, None, entry(table, index, item));
}

fn move_entry(txn: &mut dyn Txn, before: Option<IndexEntry>, after: Option<IndexEntry>) {
    match (before, after) {
        (Some(before), Some(after)) if before.key == after.key => {
            if before.value != after.value {
                txn.put(after.key, after.value, Fed::No);
            }
        }
        (before, after) => {
            if let Some(before) = before {
                txn.delete(before.key, Fed::No);
            }
            if let Some(after) = after {
                txn.put(after.key, after.value, Fed::No);
            }
        }
    }
}

fn index_units(before: Option<&IndexEntry>, after: Option<&IndexEntry>) -> f64 {
    match (before, after) {
        (None, None) => 0.0,
        (Some(one), None) | (None, Some(one)) => write_units(one.size),
        (Some(before), Some(after)) if before.key != after.key => {
            write_units(before.size) + write_units(after.size)
        }
        (Some(before), Some(after)) if before.value == after.value => 0.0,
        (Some(before), Some(after)) => write_units(before.size.max(after.size)),
    }
}
