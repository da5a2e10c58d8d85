//! A transaction over a snapshot of the index, or, when the committer runs it again, over the
//! writes of the group that is being made.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use samara_base::Timestamp;

use super::blob_files::BlobFiles;
use super::index::Index;
use super::merge::{Overlay, overlaid};
use super::reads::Reads;
use crate::own_keys::{due_key, due_name, due_range, due_time, owner_key};
use crate::txn::Allowance;
use crate::write::{Write, check_limits};
use crate::{Blob, BlobId, Entry, Fed, Range, Sequence, StoreError, Txn, Verdict, Work};

/// What a transaction reads from.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) index: &'a dyn Index,
    pub(crate) blobs: &'a Arc<BlobFiles>,
    /// The snapshot, which the caller keeps open.
    pub(crate) at: Sequence,
    /// Before this there is no due key in the index.
    pub(crate) due_from: &'a [u8],
    /// Writes that came after it: those of the group, in the committer.
    pub(crate) group: Option<&'a Overlay>,
}

/// A transaction that is being run.
pub(crate) struct Transaction<'a> {
    view: View<'a>,
    over: Overlay,
    writes: Vec<Write>,
    reads: Reads,
    checked: bool,
    allowance: Allowance,
    /// A read that a write needed and that failed: the write cannot say so.
    failed: Option<StoreError>,
}

/// What a run asks to be committed.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) writes: Vec<Write>,
    pub(crate) reads: Reads,
}

/// Runs a closure over a view; `None` when it refused or wrote nothing.
pub(crate) fn run(view: View<'_>, work: &mut Work) -> Result<Option<Outcome>, StoreError> {
    let mut txn = Transaction::new(view);
    // Its state is thrown away after a panic, so nothing half done is ever seen.
    let verdict = catch_unwind(AssertUnwindSafe(|| work(&mut txn)));
    let verdict = verdict.map_err(|_| StoreError::Panicked)?;
    if let Some(error) = txn.failed {
        return Err(error);
    }
    if verdict == Verdict::Refuse || txn.writes.is_empty() {
        return Ok(None);
    }
    check_limits(&txn.writes)?;
    Ok(Some(Outcome { writes: txn.writes, reads: txn.reads }))
}

impl<'a> Transaction<'a> {
    pub(crate) fn new(view: View<'a>) -> Self {
        let (over, reads, allowance) =
            (Overlay::new(), Reads::default(), Allowance::new(usize::MAX));
        Self { view, over, writes: Vec::new(), reads, checked: true, allowance, failed: None }
    }

    /// One whose reads nobody will check: it only reads, and may read so much.
    pub(crate) fn unchecked(view: View<'a>, bytes_max: usize) -> Self {
        Self { checked: false, allowance: Allowance::new(bytes_max), ..Self::new(view) }
    }

    /// Whether it has read no more than it might.
    pub(crate) fn is_within(&self) -> bool {
        self.allowance.is_kept()
    }

    fn below(&self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        match self.view.group.and_then(|group| group.get(key)) {
            Some(value) => Ok(value.clone()),
            None => self.view.index.get(self.view.at, key),
        }
    }

    fn set(&mut self, key: Vec<u8>, value: Option<Bytes>, fed: Fed) {
        let before = if fed == Fed::Both { self.before(&key) } else { None };
        let key = Bytes::from(key);
        self.over.insert(key.clone(), value.clone());
        self.writes.push(Write::Set { key, value, fed, before });
    }

    /// Scans a range of which the index can hold only what is in `stored`.
    fn scan_stored(
        &mut self,
        range: &Range,
        stored: &Range,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let mut below = self.view.index.range(self.view.at, stored);
        if let Some(group) = self.view.group {
            below = overlaid(below, group, range);
        }
        self.allowance.look_up()?;
        let mut found = Vec::new();
        for entry in overlaid(below, &self.over, range).take(limit) {
            let entry = entry?;
            self.allowance.take(&entry)?;
            found.push(entry);
        }
        if self.checked {
            self.note_scan(range, limit, &found);
        }
        Ok(found)
    }

    /// Notes what a scan has looked at: up to the last entry when the limit ended it.
    fn note_scan(&mut self, range: &Range, limit: usize, found: &[Entry]) {
        self.reads.entries += found.len();
        self.reads.bytes += found.iter().map(|(key, value)| key.len() + value.len()).sum::<usize>();
        let last = found.last().filter(|_| found.len() == limit).map(|(key, _)| key);
        let (start, end) = match (last, range.reverse) {
            (None, _) => (range.start.clone(), range.end.clone()),
            (Some(last), false) => (range.start.clone(), Some([last.as_ref(), &[0]].concat())),
            (Some(last), true) => (last.to_vec(), range.end.clone()),
        };
        self.reads.add_range(start, end);
    }

    /// The value that a write replaces. It becomes a read of the transaction: so the image in the
    /// feed is that of the commit before.
    fn before(&mut self, key: &[u8]) -> Option<Bytes> {
        self.get(key).unwrap_or_else(|error| {
            self.failed.get_or_insert(error);
            None
        })
    }
}

impl Txn for Transaction<'_> {
    fn get(&mut self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        if let Some(own) = self.over.get(key) {
            return Ok(own.clone());
        }
        self.allowance.look_up()?;
        let found = self.below(key)?;
        if self.checked {
            self.reads.add_key(key);
            self.reads.entries += 1;
            self.reads.bytes += found.as_ref().map_or(0, Bytes::len);
        }
        Ok(found)
    }

    fn scan(&mut self, range: &Range, limit: usize) -> Result<Vec<Entry>, StoreError> {
        self.scan_stored(range, range, limit)
    }

    fn put(&mut self, key: Vec<u8>, value: Bytes, fed: Fed) {
        self.set(key, Some(value), fed);
    }

    fn delete(&mut self, key: Vec<u8>, fed: Fed) {
        self.set(key, None, fed);
    }

    fn append(&mut self, prefix: Vec<u8>, value: Bytes, fed: Fed) {
        self.writes.push(Write::Append { prefix, value, fed });
    }

    fn due(&mut self, at: Timestamp, name: &[u8], value: Bytes) {
        self.put(due_key(at, name), value, Fed::No);
    }

    fn not_due(&mut self, at: Timestamp, name: &[u8]) {
        self.delete(due_key(at, name), Fed::No);
    }

    fn scan_due(
        &mut self,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<(Timestamp, Bytes, Bytes)>, StoreError> {
        let range = due_range(until);
        let mut stored = range.clone();
        stored.start = stored.start.max(self.view.due_from.to_vec());
        let found = self.scan_stored(&range, &stored, limit)?;
        Ok(found
            .into_iter()
            .filter_map(|(key, value)| Some((due_time(&key)?, due_name(&key), value)))
            .collect())
    }

    fn adopt(&mut self, blob: &BlobId, owner: &[u8]) -> Result<(), StoreError> {
        self.view.blobs.keep_for_now(blob)?;
        self.put(owner_key(blob, owner), Bytes::new(), Fed::No);
        Ok(())
    }

    fn release(&mut self, blob: &BlobId, owner: &[u8]) {
        self.delete(owner_key(blob, owner), Fed::No);
    }

    fn blob(&mut self, blob: &BlobId) -> Result<Arc<dyn Blob>, StoreError> {
        self.view.blobs.open_blob(blob)
    }

    fn put_blob(&mut self, content: &[u8]) -> Result<BlobId, StoreError> {
        // Counted as read: running this again in the committer would hold everybody up.
        self.reads.bytes += content.len();
        self.view.blobs.put(content)
    }

    fn join_blobs(&mut self, parts: &[BlobId]) -> Result<BlobId, StoreError> {
        /// How much is read and written at once, bytes.
        const PIECE_BYTES: usize = 1024 * 1024;
        let mut whole = self.view.blobs.stage()?;
        for part in parts {
            let part = self.view.blobs.open_blob(part)?;
            let mut offset = 0;
            while offset < part.size() {
                let piece = part.read(offset, PIECE_BYTES)?;
                whole.write(&piece)?;
                offset += piece.len() as u64;
                // As with content that came in the request.
                self.reads.bytes += piece.len();
            }
        }
        whole.finish()
    }
}
