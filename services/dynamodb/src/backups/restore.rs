//! A table that is made of a copy: filled by chunks, with the entries of its indexes.

use samara_service::Cx;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};

use super::Backup;
use crate::error::Error;
use crate::keys::{self, Space};
use crate::table::Table;
use crate::{chunk, codec, sweep, write};

/// Items that one transaction gives a table: with each go the entries of up to 25 indexes.
const CHUNK_ITEMS: usize = 50;

/// What a table was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The copy that has its items.
    pub copy: u64,
    /// The backup; none when the copy was made for this table alone.
    pub backup: Option<BackupRef>,
    /// The ARN of the table that the copy is of.
    pub source: String,
    /// The time whose items it has, milliseconds since the epoch.
    pub at: u64,
    /// Whether it does not have all of its items yet.
    pub in_progress: bool,
}

/// A backup that a table was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupRef {
    /// Its ARN.
    pub arn: String,
    /// The table that it is of.
    pub table: String,
    /// Its label.
    pub label: String,
}

/// Begins to fill a table.
pub(crate) fn begin(cx: &Cx, txn: &mut dyn Txn, table: &Table) {
    txn.due(cx.now, &keys::restore(&table.name, table.id), bytes::Bytes::new());
}

/// Fills a table's next chunk; with the last of them it can be used. `last` is the place of the
/// last item that it has.
pub(crate) fn load(cx: &Cx, txn: &mut dyn Txn, name: &[u8], last: &[u8]) -> Result<(), Error> {
    let Some((table, id)) = keys::read_restore(name) else { return Ok(()) };
    let Some(mut table) = Table::find(txn, &table)?.filter(|table| table.id == id) else {
        return Ok(());
    };
    let Some(restored) = table.restored.clone().filter(|restored| restored.in_progress) else {
        return Ok(());
    };
    if let Some(last) = chunk(txn, &table, restored.copy, last)? {
        txn.due(cx.now, name, last.into());
        return Ok(());
    }
    finish(cx, txn, &restored)?;
    table.restored = Some(Restored { in_progress: false, ..restored });
    table.save(txn)?;
    // It is counted at once, and from then on as any other.
    txn.due(cx.now, &keys::count(&table.name, id), bytes::Bytes::new());
    Ok(())
}

/// The place of the last item of a chunk, if there may be more.
fn chunk(
    txn: &mut dyn Txn,
    table: &Table,
    copy: u64,
    last: &[u8],
) -> Result<Option<Vec<u8>>, Error> {
    let all = keys::all_saved(copy);
    let rest = if last.is_empty() { all } else { all.after(&keys::saved(copy, last)) };
    let (found, more) = chunk::scan(txn, rest, CHUNK_ITEMS)?;
    for (key, value) in &found {
        let place = keys::saved_place(copy, key);
        // An empty one was not there when the copy was asked for.
        if !value.is_empty() {
            let item = codec::decode(value)?;
            for index in &table.indexes {
                write::add_entry(txn, table, index, &item);
            }
            txn.put(keys::at_place(table.space(), place), value.clone(), Fed::No);
        }
    }
    let last = found.last().filter(|_| more);
    Ok(last.map(|(key, _)| keys::saved_place(copy, key).to_vec()))
}

/// Lets go of what the table was made of.
fn finish(cx: &Cx, txn: &mut dyn Txn, restored: &Restored) -> Result<(), Error> {
    match &restored.backup {
        Some(BackupRef { table, label, .. }) => {
            if let Some(mut backup) = Backup::find(txn, table, label)? {
                backup.restoring = backup.restoring.saturating_sub(1);
                backup.save(txn)?;
            }
        }
        None => sweep::bury(cx, txn, Space { table: restored.copy, index: None }),
    }
    Ok(())
}
