//! What a transaction has read: keys, and stretches of keys as far as they were really read.

use std::collections::BTreeSet;
use std::ops::Bound;

use bytes::Bytes;

/// The reads of a transaction.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    keys: BTreeSet<Bytes>,
    ranges: Vec<KeyRange>,
    /// How many entries and bytes were looked at: what running it again would cost.
    pub(crate) entries: usize,
    pub(crate) bytes: usize,
}

/// Start and end as maps take them.
pub(crate) type Bounds<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

/// From `start` (within) to `end` (without; `None` for no end).
#[derive(Debug)]
pub(crate) struct KeyRange {
    start: Vec<u8>,
    end: Option<Vec<u8>>,
}

impl KeyRange {
    /// Its bounds as maps take them; `None` when no key can be in it.
    pub(crate) fn bounds(&self) -> Option<Bounds<'_>> {
        bounds(&self.start, self.end.as_deref())
    }
}

/// Bounds as maps take them, which panic when the start is behind the end.
pub(crate) fn bounds<'a>(start: &'a [u8], end: Option<&'a [u8]>) -> Option<Bounds<'a>> {
    match end {
        Some(end) if end <= start => None,
        Some(end) => Some((Bound::Included(start), Bound::Excluded(end))),
        None => Some((Bound::Included(start), Bound::Unbounded)),
    }
}

impl Reads {
    pub(crate) fn add_key(&mut self, key: &[u8]) {
        self.keys.insert(Bytes::copy_from_slice(key));
    }

    pub(crate) fn add_range(&mut self, start: Vec<u8>, end: Option<Vec<u8>>) {
        self.ranges.push(KeyRange { start, end });
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &Bytes> {
        self.keys.iter()
    }

    pub(crate) fn ranges(&self) -> impl Iterator<Item = &KeyRange> {
        self.ranges.iter()
    }
}
