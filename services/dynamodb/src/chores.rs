//! What a table does by itself, piece by piece, driven by due keys: an index that is added later
//! is filled, and items are counted now and then.
//!
//! An index begins with its writers: from the commit that adds it, every write keeps its entries.
//! What was there before follows by chunks, one transaction each, whose reads conflict with
//! writers as any others do; so no entry is missed or made twice. The first chunk is in the
//! commit that adds the index: that of a small table is whole at once.
//!
//! Counts are kept apart from the descriptor, and are those of the last round: AWS, too, says that
//! its own are some six hours old.

use std::collections::BTreeMap;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::keys::{self, Space};
use crate::table::{Index, Table};
use crate::value::item_size;
use crate::{chunk, codec, write};

/// Items that one transaction gives their entries, or counts.
const CHUNK_ITEMS: usize = 100;
/// The shortest and the longest time between two rounds of counting, milliseconds.
const COUNT_EVERY_MS: (u64, u64) = (60 * 60 * 1000, 6 * 60 * 60 * 1000);
/// How much longer than a round of counting the time between two is.
const COUNT_SHARE: u64 = 50;

/// How many items and bytes a table and its indexes had when they were last counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Of the table.
    pub table: Count,
    /// Of its indexes, by their ids.
    pub indexes: BTreeMap<u32, Count>,
}

/// A number of items and the bytes that they count for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Items.
    pub items: u64,
    /// Bytes.
    pub bytes: u64,
}

impl Counts {
    /// Those of a table; zero before it was counted.
    ///
    /// # Errors
    /// When the store fails or its bytes do not read back.
    pub fn load(txn: &mut dyn Txn, table: &Table) -> Result<Self, Error> {
        match txn.get(&keys::counts(table.id))? {
            Some(bytes) => Ok(serde_json::from_slice(&bytes)?),
            None => Ok(Self::default()),
        }
    }
}

/// A round of counting, as far as it is.
#[derive(Serialize, Deserialize)]
struct Round {
    began: u64,
    so_far: Counts,
    /// The index that is being counted; none: the table.
    index: Option<u32>,
    /// The last key that was counted.
    last: Vec<u8>,
}

/// Begins to count a new table's items, now and then.
pub(crate) fn begin(cx: &Cx, txn: &mut dyn Txn, table: &Table) {
    let at = cx.now.plus_millis(COUNT_EVERY_MS.0);
    txn.due(at, &keys::count(&table.name, table.id), bytes::Bytes::new());
}

/// Counts a chunk.
pub(crate) fn count(cx: &Cx, txn: &mut dyn Txn, name: &[u8], value: &[u8]) -> Result<(), Error> {
    let Some((table, id)) = keys::read_count(name) else { return Ok(()) };
    let Some(table) = Table::find(txn, &table)?.filter(|table| table.id == id) else {
        return Ok(());
    };
    let now = cx.now.as_millis();
    let mut round = if value.is_empty() {
        Round { began: now, so_far: Counts::default(), index: None, last: Vec::new() }
    } else {
        serde_json::from_slice(value)?
    };
    let space = Space { table: id, index: round.index };
    let Chunk { items, last } = chunk(txn, space, &round.last)?;
    let mut count = round.index.map_or(round.so_far.table, |index| {
        round.so_far.indexes.get(&index).copied().unwrap_or_default()
    });
    for item in &items {
        count.items += 1;
        count.bytes += u64::try_from(item_size(item)).unwrap_or_default();
    }
    match round.index {
        None => round.so_far.table = count,
        Some(index) => {
            round.so_far.indexes.insert(index, count);
        }
    }
    round.last = last.unwrap_or_default();
    if round.last.is_empty() {
        let next = table.indexes.iter().map(|index| Some(index.id));
        let next = next.filter(|next| round.index < *next).min();
        let Some(next) = next else { return rest(cx, txn, name, (id, &round)) };
        round.index = next;
    }
    txn.due(cx.now, name, serde_json::to_vec(&round)?.into());
    Ok(())
}

/// Keeps what was counted, and says when to count again.
fn rest(cx: &Cx, txn: &mut dyn Txn, name: &[u8], (id, round): (u64, &Round)) -> Result<(), Error> {
    txn.put(keys::counts(id), serde_json::to_vec(&round.so_far)?.into(), Fed::No);
    let took = cx.now.millis_since(Timestamp::from_millis(round.began));
    let (least, most) = COUNT_EVERY_MS;
    let later = took.saturating_mul(COUNT_SHARE).clamp(least, most);
    txn.due(cx.now.plus_millis(later), name, bytes::Bytes::new());
    Ok(())
}

/// Fills a new index with its first chunk; true when that was all.
pub(crate) fn begin_fill(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
    index: &Index,
) -> Result<bool, Error> {
    let last = fill_chunk(txn, table, index, &[])?;
    if let Some(last) = &last {
        txn.due(cx.now, &keys::backfill(&table.name, table.id, index.id), last.clone().into());
    }
    Ok(last.is_none())
}

/// Fills an index with its next chunk.
pub(crate) fn fill(cx: &Cx, txn: &mut dyn Txn, name: &[u8], last: &[u8]) -> Result<(), Error> {
    let Some((table, id, index)) = keys::read_backfill(name) else { return Ok(()) };
    let Some(mut table) = Table::find(txn, &table)?.filter(|table| table.id == id) else {
        return Ok(());
    };
    let Some(found) = table.indexes.iter().find(|found| found.id == index) else { return Ok(()) };
    if let Some(last) = fill_chunk(txn, &table, found, last)? {
        txn.due(cx.now, name, last.into());
        return Ok(());
    }
    for found in table.indexes.iter_mut().filter(|found| found.id == index) {
        found.filling = false;
    }
    table.save(txn)
}

/// Where a chunk ended, if the table did not.
fn fill_chunk(
    txn: &mut dyn Txn,
    table: &Table,
    index: &Index,
    after: &[u8],
) -> Result<Option<Vec<u8>>, Error> {
    let Chunk { items, last } = chunk(txn, table.space(), after)?;
    for item in &items {
        write::add_entry(txn, table, index, item);
    }
    Ok(last)
}

struct Chunk {
    items: Vec<crate::value::Item>,
    /// Its last key, if there may be more.
    last: Option<Vec<u8>>,
}

fn chunk(txn: &mut dyn Txn, space: Space, after: &[u8]) -> Result<Chunk, Error> {
    let all = keys::space(space);
    let rest = if after.is_empty() { all } else { all.after(after) };
    let (found, more) = chunk::scan(txn, rest, CHUNK_ITEMS)?;
    let items = found.iter().map(|(_, value)| codec::decode(value)).collect::<Result<_, _>>()?;
    let last = found.last().filter(|_| more).map(|(key, _)| key.to_vec());
    Ok(Chunk { items, last })
}
