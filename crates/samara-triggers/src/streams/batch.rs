//! The next batch of a lane: which records, and the event that the function gets.

use samara_base::Timestamp;
use samara_dynamodb::keys::Position;
use samara_dynamodb::streams::{self, Stream, StreamRecord};
use samara_events::Pattern;
use samara_lambda::EventSourceMapping;
use samara_service::Cx;
use samara_store::Txn;
use serde_json::{Value, json};

use super::cursor::Cursor;
use crate::Error;

/// The most that an event may weigh, bytes (Lambda quotas: 6 MB of a synchronous call), less what
/// stands around the records.
const EVENT_BYTES_MAX: usize = 6 * 1024 * 1024 - 1024;
/// Records that are looked at in one step, when most belong to others or match no filter.
const LOOKED_AT_MAX: usize = 20_000;
/// Records that are read at once, and their bytes.
const PAGE: (usize, usize) = (256, 1024 * 1024);

/// One record of a batch.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct One {
    pub(super) at: Position,
    pub(super) time: Timestamp,
    /// As the function gets it.
    pub(super) event: Value,
}

/// What follows a cursor.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Batch {
    /// The records that the function gets.
    pub(super) records: Vec<One>,
    /// The last place that was looked at; everything up to it is in the batch or not the lane's.
    pub(super) end: Option<Position>,
    /// Whether nothing that is written later could still be added.
    pub(super) full: bool,
    /// Whether it ends before the place that it was to end at, since it would be too large.
    pub(super) short: bool,
    /// How many records were looked at.
    pub(super) looked_at: usize,
}

/// Which records of a shard are a lane's, and which of them its function wants.
pub(super) struct Sieve {
    pub(super) shard: u8,
    slice: u32,
    factor: u32,
    filters: Vec<Pattern>,
}

impl Sieve {
    pub(super) fn new(mapping: &EventSourceMapping, shard: u8, slice: u32) -> Self {
        // They were parsed when they were put: only a newer server's pattern can fail here, and
        // it then matches nothing, as on AWS, rather than everything.
        let parse = |text: &String| Pattern::parse(text).ok();
        let filters = mapping.filters.iter().filter_map(parse).collect();
        Self { shard, slice, factor: mapping.factor.max(1), filters }
    }

    fn is_own(&self, stream: &Stream, record: &StreamRecord) -> bool {
        // The shard took what is left of the division; the slice takes what is above it.
        let rest = u32::from(record.spread(stream)) / u32::from(stream.shards.max(1));
        rest % self.factor == self.slice
    }

    fn wants(&self, mapping: &EventSourceMapping, event: &Value) -> bool {
        mapping.filters.is_empty() || self.filters.iter().any(|filter| filter.matches(event))
    }
}

/// The batch that follows a cursor.
pub(super) fn collect(
    cx: &Cx,
    txn: &mut dyn Txn,
    (mapping, stream): (&EventSourceMapping, &Stream),
    cursor: &Cursor,
    sieve: &Sieve,
) -> Result<Batch, Error> {
    let limit = usize::try_from(mapping.batch_size).unwrap_or(usize::MAX);
    let until = cursor.ends.last().copied();
    let trimmed = streams::horizon(txn, stream, sieve.shard)?;
    let mut after = cursor.after.max(trimmed);
    let mut batch = Batch { end: (cursor.after < trimmed).then_some(trimmed), ..Batch::default() };
    let mut bytes = 0;
    loop {
        let page = streams::read(txn, stream, (sieve.shard, after), PAGE.0, PAGE.1)?;
        for (at, record) in page.records {
            let is_behind = until.is_some_and(|until| until < at);
            if is_behind || limit <= batch.records.len() || LOOKED_AT_MAX <= batch.looked_at {
                (batch.full, batch.short) = (true, !is_behind);
                return Ok(batch);
            }
            batch.looked_at += 1;
            after = at;
            if sieve.is_own(stream, &record) {
                let event = record.event(cx, stream, at);
                if sieve.wants(mapping, &event) {
                    bytes += event.to_string().len() + 1;
                    if EVENT_BYTES_MAX < bytes && !batch.records.is_empty() {
                        (batch.full, batch.short) = (true, true);
                        return Ok(batch);
                    }
                    batch.records.push(One { at, time: record.time, event });
                }
            }
            batch.end = Some(at);
        }
        if !page.more {
            batch.full = limit <= batch.records.len() || until.is_some() || stream.ended.is_some();
            return Ok(batch);
        }
    }
}

impl Batch {
    /// The event that the function gets.
    pub(super) fn event(&self) -> Value {
        let records: Vec<&Value> = self.records.iter().map(|one| &one.event).collect();
        json!({ "Records": records })
    }

    /// The records that are older than a mapping's function wants them, if the first is.
    pub(super) fn too_old(&self, age_s: Option<u32>, now: Timestamp) -> usize {
        let Some(age_s) = age_s else { return 0 };
        let old = |one: &&One| u64::from(age_s) * 1000 < now.millis_since(one.time);
        self.records.iter().take_while(old).count()
    }

    /// Until when it waits for more records, if it has to.
    pub(super) fn waits_until(&self, window_s: u32, now: Timestamp) -> Option<Timestamp> {
        let first = self.records.first().filter(|_| !self.full)?;
        let until = first.time.plus_millis(u64::from(window_s) * 1000);
        (now < until).then_some(until)
    }
}
