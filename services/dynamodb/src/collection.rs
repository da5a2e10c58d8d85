//! `ItemCollectionMetrics`: how large an item collection is, of tables with local indexes.
//!
//! AWS keeps an estimate for each collection. Here none is kept, which every write of a collection
//! would have to touch: a small collection is measured when somebody asks, and a large one is known
//! to be no larger than its table was when that was last counted. So the range that is shown is
//! true, and wide where the collection is large.
//!
//! AWS's bound of 10 GB a collection is deliberately not here: one machine has no partitions.

use std::collections::BTreeMap;

use samara_store::{Range, Txn};

use crate::chores::Counts;
use crate::error::Error;
use crate::model::ItemCollectionMetrics;
use crate::table::Table;
use crate::value::{Item, item_size};
use crate::{codec, keys};

/// The most items, and entries of each local index, that are measured.
const ENTRIES_MAX: usize = 100;
/// Bytes of a gigabyte, as the range counts them.
const GIGABYTE: u64 = 1024 * 1024 * 1024;

/// The metrics of the collection that an item or a key belongs to, if they are asked for.
///
/// # Errors
/// When the store fails or its bytes do not read back.
pub(crate) fn metrics(
    txn: &mut dyn Txn,
    table: &Table,
    (parameter, item): (Option<&str>, &Item),
) -> Result<Option<ItemCollectionMetrics>, Error> {
    let local = table.indexes.iter().any(|index| !index.global);
    if parameter != Some("SIZE") || !local {
        return Ok(None);
    }
    let hash: Item = table
        .key
        .hash
        .iter()
        .filter_map(|attribute| item.get_key_value(&attribute.name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let range = match measured(txn, table, &hash)? {
        Some(bytes) => [bytes / GIGABYTE, bytes / GIGABYTE + 1],
        None => [0, counted(txn, table)?.div_ceil(GIGABYTE).max(1)],
    };
    let gigabytes = range.map(|bound| u32::try_from(bound).map_or(f64::MAX, f64::from));
    Ok(Some(ItemCollectionMetrics {
        item_collection_key: Some(hash.into()),
        size_estimate_range_gb: Some(gigabytes.to_vec()),
    }))
}

/// The bytes of a collection with its entries in local indexes, if it is small.
fn measured(txn: &mut dyn Txn, table: &Table, hash: &Item) -> Result<Option<u64>, Error> {
    let local = table.indexes.iter().filter(|index| !index.global);
    let spaces = std::iter::once(table.space()).chain(local.map(|index| index.space(table)));
    let mut bytes = 0u64;
    for space in spaces {
        let all = Range::prefix(&keys::collection(space, hash.values()));
        let found = txn.scan(&all, ENTRIES_MAX)?;
        if found.len() == ENTRIES_MAX {
            return Ok(None);
        }
        for (_, value) in &found {
            let size = item_size(&codec::decode(value)?);
            bytes = bytes.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
        }
    }
    Ok(Some(bytes))
}

/// The bytes of a table with its local indexes, as it was last counted.
fn counted(txn: &mut dyn Txn, table: &Table) -> Result<u64, Error> {
    let counts = Counts::load(txn, table)?;
    let local = table.indexes.iter().filter(|index| !index.global);
    let entries = local.filter_map(|index| counts.indexes.get(&index.id));
    Ok(entries.fold(counts.table.bytes, |sum, count| sum.saturating_add(count.bytes)))
}

/// The metrics of several writes, each collection once, by their tables; none when none were asked
/// for.
pub(crate) fn by_table(
    parameter: Option<&str>,
    all: impl IntoIterator<Item = (String, ItemCollectionMetrics)>,
) -> Option<BTreeMap<String, Vec<ItemCollectionMetrics>>> {
    let mut tables = BTreeMap::<String, Vec<ItemCollectionMetrics>>::new();
    for (table, metrics) in all {
        let known = tables.entry(table).or_default();
        // The last of a collection was measured last.
        known.retain(|other| other.item_collection_key != metrics.item_collection_key);
        known.push(metrics);
    }
    (parameter == Some("SIZE")).then_some(tables)
}
