//! The window: which keys were written lately, in order, and by which commit.
//!
//! A transaction that read at a snapshot may commit if nothing that it read has been written
//! since. The window knows the last writer of every key that was written after its *floor*; a
//! snapshot older than the floor cannot be judged, and its transaction is run again.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;

use super::reads::{KeyRange, Reads};
use crate::Sequence;

/// How many writes the window remembers; what is older makes a long transaction run again.
const WRITES_MAX: usize = 65_536;

/// Recent writes.
#[derive(Default)]
pub(crate) struct Window {
    last_writer: BTreeMap<Bytes, Sequence>,
    writes: VecDeque<(Sequence, Bytes)>,
    floor: Sequence,
}

impl Window {
    /// A window that knows of nothing up to `floor`.
    pub(crate) fn new(floor: Sequence) -> Self {
        Self { floor, ..Self::default() }
    }

    /// Whether what was read at a snapshot has not been written since.
    pub(crate) fn still_holds(&self, at: Sequence, reads: &Reads) -> bool {
        let key = |key: &Bytes| self.last_writer.get(key).is_some_and(|writer| at < *writer);
        self.floor <= at
            && !reads.keys().any(key)
            && !reads.ranges().any(|range| self.range_written(at, range))
    }

    fn range_written(&self, at: Sequence, range: &KeyRange) -> bool {
        let Some(bounds) = range.bounds() else { return false };
        self.last_writer.range::<[u8], _>(bounds).any(|(_, writer)| at < *writer)
    }

    /// Takes a commit's write in.
    pub(crate) fn add(&mut self, sequence: Sequence, key: Bytes) {
        self.last_writer.insert(key.clone(), sequence);
        self.writes.push_back((sequence, key));
    }

    /// Forgets what no transaction needs any more: writes up to the oldest open snapshot, and the
    /// oldest ones beyond the bound.
    pub(crate) fn forget(&mut self, oldest: Sequence) {
        while let Some((sequence, _)) = self.writes.front() {
            let sequence = *sequence;
            if oldest < sequence && self.writes.len() <= WRITES_MAX {
                break;
            }
            self.floor = self.floor.max(sequence);
            if let Some((_, key)) = self.writes.pop_front()
                && self.last_writer.get(&key) == Some(&sequence)
            {
                self.last_writer.remove(&key);
            }
        }
    }
}

/// The same question against an overlay of writes that all came after every snapshot.
pub(crate) fn overlaps<V>(overlay: &BTreeMap<Bytes, V>, reads: &Reads) -> bool {
    let range = |range: &KeyRange| {
        range.bounds().is_some_and(|bounds| overlay.range::<[u8], _>(bounds).next().is_some())
    };
    !overlay.is_empty()
        && (reads.keys().any(|key| overlay.contains_key(key)) || reads.ranges().any(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Bytes {
        Bytes::copy_from_slice(text.as_bytes())
    }

    fn read_key(text: &str) -> Reads {
        let mut reads = Reads::default();
        reads.add_key(text.as_bytes());
        reads
    }

    fn read_range(start: &str, end: &str) -> Reads {
        let mut reads = Reads::default();
        reads.add_range(start.as_bytes().to_vec(), Some(end.as_bytes().to_vec()));
        reads
    }

    /// A lost update would be a sale of what is sold out.
    #[test]
    fn what_was_written_after_the_snapshot_is_found() {
        let mut window = Window::new(5);
        window.add(6, key("b"));
        window.add(7, key("d"));
        assert!(!window.still_holds(5, &read_key("b")));
        assert!(window.still_holds(6, &read_key("b")));
        assert!(window.still_holds(5, &read_key("c")));
        assert!(!window.still_holds(5, &read_range("c", "e")));
        assert!(window.still_holds(5, &read_range("e", "z")));
        assert!(window.still_holds(5, &read_range("z", "a")), "an empty range holds");
    }

    /// Below the floor nothing is known, so nothing may be said to hold.
    #[test]
    fn a_snapshot_below_the_floor_is_refused() {
        let mut window = Window::new(0);
        window.add(1, key("a"));
        window.add(2, key("a"));
        window.forget(1);
        assert!(!window.still_holds(0, &read_key("other")));
        assert!(!window.still_holds(1, &read_key("a")), "the later write is still known");
        window.forget(2);
        assert!(window.still_holds(2, &read_key("a")));
    }
}
