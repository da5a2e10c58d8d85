//! The group that the committer is making: its records, and their writes as an overlay that the
//! transactions run again in it read through.

use bytes::Bytes;
use samara_base::Timestamp;

use super::log::Log;
use super::log::record::{Entry, Record};
use super::merge::Overlay;
use crate::own_keys::appended_key;
use crate::write::Write;
use crate::{About, Sequence};

/// The most bytes of a trace header that a record keeps.
const TRACE_BYTES_MAX: usize = 256;

/// A group in the making.
pub(crate) struct GroupBuilder {
    pub(crate) first: Sequence,
    time: Timestamp,
    /// The records, encoded behind room for the group's header.
    pub(crate) buffer: Vec<u8>,
    pub(crate) overlay: Overlay,
    /// The writes of each record, in order.
    pub(crate) commits: Vec<Vec<(Bytes, Option<Bytes>)>>,
}

impl GroupBuilder {
    pub(crate) fn new(first: Sequence, time: Timestamp) -> Self {
        let (buffer, overlay) = (Log::buffer(), Overlay::new());
        Self { first, time, buffer, overlay, commits: Vec::new() }
    }

    /// Adds a commit; says its sequence.
    pub(crate) fn add(&mut self, about: About, writes: Vec<Write>) -> Sequence {
        let sequence = self.first + self.commits.len() as u64;
        let entries: Vec<Entry> = (0..=u16::MAX)
            .zip(writes)
            .map(|(place, write)| entry(sequence, place, write))
            .collect();
        let trace = about.trace.map(cut_trace);
        let record = Record { sequence, time: self.time, origin: about.origin, trace, entries };
        record.encode(&mut self.buffer);
        let writes: Vec<_> =
            record.entries.into_iter().map(|entry| (entry.key, entry.value)).collect();
        self.overlay.extend(writes.iter().cloned());
        self.commits.push(writes);
        sequence
    }

    /// The last sequence in it.
    pub(crate) fn last(&self) -> Sequence {
        (self.first + self.commits.len() as u64).saturating_sub(1)
    }
}

fn entry(sequence: Sequence, place: u16, write: Write) -> Entry {
    match write {
        Write::Set { key, value, fed, before } => Entry { key, value, fed, before },
        Write::Append { prefix, value, fed } => {
            let key = appended_key(&prefix, sequence, place).into();
            Entry { key, value: Some(value), fed, before: None }
        }
    }
}

/// A longer trace header is not one: it is cut where a character ends.
fn cut_trace(mut trace: String) -> String {
    let mut end = trace.len().min(TRACE_BYTES_MAX);
    while !trace.is_char_boundary(end) {
        end -= 1;
    }
    trace.truncate(end);
    trace
}
