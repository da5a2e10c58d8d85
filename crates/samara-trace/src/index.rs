//! Which stretch of the ring has lines of which group and stream, and when: all that a query needs
//! to read no more than it must.

use std::collections::{BTreeMap, VecDeque};

use samara_base::Timestamp;
use samara_service::LogQuery;
use samara_store::StoreError;
use samara_store::ring::{Position, Ring};

use crate::{LogLine, record};

/// How much of the ring one entry of the index covers, bytes.
pub(crate) const STRETCH_BYTES: usize = 1024 * 1024;

/// First and last time.
type Times = (Timestamp, Timestamp);

/// The stretches, oldest first. There are at most as many as the ring has room for.
#[derive(Debug, Default)]
pub(crate) struct Index {
    stretches: VecDeque<Stretch>,
}

#[derive(Debug)]
struct Stretch {
    start: Position,
    end: Position,
    groups: BTreeMap<String, BTreeMap<String, Times>>,
}

impl Index {
    /// The index of what a ring has.
    pub(crate) fn of(ring: &Ring) -> Result<Self, StoreError> {
        let mut index = Self::default();
        let mut at = Position(0);
        loop {
            let read = ring.read(at, STRETCH_BYTES)?;
            if read.records.is_empty() {
                return Ok(index);
            }
            let ends = read.records.iter().skip(1).map(|record| record.position);
            let ends = ends.chain([read.next]);
            for (record, end) in read.records.iter().zip(ends) {
                let event = record::decode(record.position, record.time, &record.bytes);
                let Some(event) = event else { continue };
                let line = LogLine {
                    group: &event.group,
                    stream: &event.stream,
                    time: event.time,
                    message: &event.message,
                };
                index.add(record.position, end, &line);
            }
            at = read.next;
        }
    }

    /// Takes in a line that lies between two positions.
    pub(crate) fn add(&mut self, position: Position, end: Position, line: &LogLine<'_>) {
        let full = |last: &Stretch| last.start.0 + STRETCH_BYTES as u64 <= position.0;
        if self.stretches.back().is_none_or(full) {
            let groups = BTreeMap::new();
            self.stretches.push_back(Stretch { start: position, end, groups });
        }
        let Some(last) = self.stretches.back_mut() else { return };
        last.end = end;
        // Looked up before it is made: nearly every line is of a stream that is there already.
        if !last.groups.contains_key(line.group) {
            last.groups.insert(line.group.to_owned(), BTreeMap::new());
        }
        let Some(streams) = last.groups.get_mut(line.group) else { return };
        match streams.get_mut(line.stream) {
            Some(times) => *times = (times.0.min(line.time), times.1.max(line.time)),
            None => drop(streams.insert(line.stream.to_owned(), (line.time, line.time))),
        }
    }

    /// Forgets what the ring no longer has.
    pub(crate) fn forget_before(&mut self, oldest: Position) {
        while self.stretches.front().is_some_and(|first| first.end <= oldest) {
            self.stretches.pop_front();
        }
    }

    /// The first stretch from a position on that may have what a query asks for.
    pub(crate) fn next(&self, query: &LogQuery, from: Position) -> Option<(Position, Position)> {
        let found = self.stretches.iter().find(|it| from < it.end && it.may_have(query));
        found.map(|stretch| (stretch.start, stretch.end))
    }

    /// A group's streams by name, with their first and last time.
    pub(crate) fn streams(&self, group: &str) -> Vec<(String, Timestamp, Timestamp)> {
        let mut all: BTreeMap<&str, Times> = BTreeMap::new();
        for (stream, times) in self.stretches.iter().filter_map(|it| it.groups.get(group)).flatten()
        {
            let known = all.entry(stream).or_insert(*times);
            *known = (known.0.min(times.0), known.1.max(times.1));
        }
        all.into_iter().map(|(stream, times)| (stream.to_owned(), times.0, times.1)).collect()
    }

    /// All groups, by name.
    pub(crate) fn groups(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.stretches.iter().flat_map(|it| it.groups.keys().cloned()).collect();
        all.sort();
        all.dedup();
        all
    }
}

impl Stretch {
    fn may_have(&self, query: &LogQuery) -> bool {
        let wanted = |stream: &String| query.streams.is_empty() || query.streams.contains(stream);
        let within = |times: &Times| query.from <= times.1 && times.0 < query.until;
        let streams = self.groups.get(&query.group);
        streams.is_some_and(|it| it.iter().any(|(name, times)| wanted(name) && within(times)))
    }
}
