//! Reading a shard: some records behind a place.

use bytes::Bytes;
use samara_store::{Range, Txn};

use super::record::StreamRecord;
use super::stream::Stream;
use crate::error::Error;
use crate::keys::{self, Position};

/// Records that are read from the store at once: a record may be 800 KB.
const CHUNK: usize = 16;

/// Some records of a shard, in order.
#[derive(Debug, Default)]
pub struct Page {
    /// The records with their places.
    pub records: Vec<(Position, StreamRecord)>,
    /// Whether there are more behind the last one.
    pub more: bool,
}

/// Up to `limit` records of a shard behind a place, and up to `bytes_max` of them, but at least
/// one where there is one.
///
/// # Errors
/// When the store fails or a record does not read back.
pub fn read(
    txn: &mut dyn Txn,
    stream: &Stream,
    (shard, after): (u8, Position),
    limit: usize,
    bytes_max: usize,
) -> Result<Page, Error> {
    let mut page = Page::default();
    let (mut after, mut bytes) = (after, 0);
    loop {
        let range = keys::records_after(stream.id, shard, after);
        let found = txn.scan(&range, CHUNK)?;
        let last = found.len() < CHUNK;
        for (key, value) in found {
            bytes += value.len();
            if limit <= page.records.len() || (bytes_max < bytes && !page.records.is_empty()) {
                page.more = true;
                return Ok(page);
            }
            after = place(&key)?;
            page.records.push((after, StreamRecord::decode(&value)?));
        }
        if last {
            return Ok(page);
        }
    }
}

fn place(key: &Bytes) -> Result<Position, Error> {
    keys::read_record(key).map(|(_, _, at)| at).ok_or(Error::Damaged(crate::codec::Damaged))
}

/// The place up to which a shard was trimmed.
///
/// # Errors
/// When the store fails.
pub fn horizon(txn: &mut dyn Txn, stream: &Stream, shard: u8) -> Result<Position, Error> {
    let value = txn.get(&keys::horizon(stream.id, shard))?;
    Ok(value.map_or(Position::START, |value| keys::read_position(&value)))
}

/// The place of a shard's newest record, or where it was trimmed when it has none.
///
/// # Errors
/// When the store fails.
pub fn last(txn: &mut dyn Txn, stream: &Stream, shard: u8) -> Result<Position, Error> {
    let newest = Range::prefix(&keys::shard(stream.id, shard)).reversed();
    match txn.scan(&newest, 1)?.first() {
        Some((key, _)) => place(key),
        None => horizon(txn, stream, shard),
    }
}
