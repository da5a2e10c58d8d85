//! Records go when they are a day old.
//!
//! A stream has one due key, at the time when its oldest record will be a day old, or a day from
//! now when it has none: nothing that is written later is old before. Each time some records go,
//! in order, and the place is kept up to which they did.

use samara_base::Timestamp;
use samara_store::{Fed, Txn};

use super::read::horizon;
use super::record::StreamRecord;
use super::stream::Stream;
use crate::error::Error;
use crate::keys::{self, Position};

/// How long a record is kept, milliseconds (DynamoDB developer guide, "Change data capture for
/// DynamoDB Streams": 24 hours).
const KEPT_MS: u64 = 24 * 60 * 60 * 1000;
/// The most records that go at once from each shard.
const RECORDS_MAX: usize = 32;
/// The shortest time between two looks at a stream with nothing to remove, milliseconds: records
/// go up to so much later than they might, and many at once.
const PAUSE_MS: u64 = 10_000;

/// Writes down when to look at a new stream first.
pub(super) fn begin(txn: &mut dyn Txn, stream: &Stream, now: Timestamp) {
    again(txn, stream, now.plus_millis(KEPT_MS));
}

fn again(txn: &mut dyn Txn, stream: &Stream, at: Timestamp) {
    txn.due(at, &keys::trim(&stream.table, &stream.label), bytes::Bytes::new());
}

/// A stream's time to be trimmed has come: removes some of what is too old and writes down when
/// to go on. What is left of a stream that ended a day ago goes with the last of it.
///
/// # Errors
/// When the store fails or a record does not read back.
pub fn trim(txn: &mut dyn Txn, name: &[u8], now: Timestamp) -> Result<(), Error> {
    let Some((table, label)) = keys::read_trim(name) else { return Ok(()) };
    let Some(stream) = Stream::find(txn, &table, &label)? else { return Ok(()) };
    let mut next = now.plus_millis(KEPT_MS);
    let mut left = false;
    for shard in 0..stream.shards {
        if let Some(oldest) = trim_shard(txn, &stream, shard, now)? {
            left = true;
            next = next.min(oldest.plus_millis(KEPT_MS));
        }
    }
    let over = |ended: u64| KEPT_MS <= now.as_millis().saturating_sub(ended);
    if !left && stream.ended.is_some_and(over) {
        (0..stream.shards).for_each(|shard| txn.delete(keys::horizon(stream.id, shard), Fed::No));
        txn.delete(keys::stream(&table, &label), Fed::No);
        return Ok(());
    }
    if let Some(ended) = stream.ended.filter(|_| !left) {
        next = next.min(Timestamp::from_millis(ended).plus_millis(KEPT_MS));
    }
    let soon = if next <= now { now } else { next.max(now.plus_millis(PAUSE_MS)) };
    again(txn, &stream, soon);
    Ok(())
}

/// Removes some of a shard's old records; the time of the oldest that is left.
fn trim_shard(
    txn: &mut dyn Txn,
    stream: &Stream,
    shard: u8,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let from = horizon(txn, stream, shard)?;
    let found = txn.scan(&keys::records_after(stream.id, shard, from), RECORDS_MAX + 1)?;
    let mut passed: Option<Position> = None;
    let mut oldest = None;
    for (place, (key, value)) in found.iter().enumerate() {
        let time = StreamRecord::decode(value)?.time;
        if place == RECORDS_MAX || now < time.plus_millis(KEPT_MS) {
            oldest = Some(time);
            break;
        }
        txn.delete(key.to_vec(), Fed::No);
        passed = keys::read_record(key).map(|(_, _, at)| at);
    }
    if let Some(passed) = passed {
        txn.put(keys::horizon(stream.id, shard), keys::write_position(passed), Fed::No);
    }
    Ok(oldest)
}
