//! The seam: transactions, ranges, and the store that runs them.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use samara_base::Timestamp;
use tokio::sync::watch;

use crate::{Blob, BlobId, Commit, FeedError, Origin, Sequence, StagedBlob, StoreError};

/// A future in a box, as the object-safe [`Store`] returns it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A key and its value.
pub type Entry = (Bytes, Bytes);

/// What an entry that is read costs beside its bytes, in bytes that could be read meanwhile:
/// finding its place among tables, and what is made of it.
pub const ENTRY_COST_BYTES: usize = 512;
/// What looking up a key, or the beginning of a scan, costs: a block of the index.
pub const LOOKUP_COST_BYTES: usize = 4096;

/// What a read may still cost.
#[derive(Debug)]
pub(crate) struct Allowance {
    left: Option<usize>,
}

impl Allowance {
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { left: Some(bytes_max) }
    }

    /// Pays for a key that is looked up.
    pub(crate) fn look_up(&mut self) -> Result<(), StoreError> {
        self.pay(LOOKUP_COST_BYTES)
    }

    /// Pays for an entry.
    pub(crate) fn take(&mut self, (key, value): &Entry) -> Result<(), StoreError> {
        self.pay(key.len() + value.len() + ENTRY_COST_BYTES)
    }

    fn pay(&mut self, cost: usize) -> Result<(), StoreError> {
        self.left = match self.left {
            // Without a bound nothing is counted.
            Some(usize::MAX) => return Ok(()),
            left => left.and_then(|left| left.checked_sub(cost)),
        };
        self.left.map(|_| ()).ok_or(StoreError::ReadTooLong)
    }

    /// Whether everything was paid.
    pub(crate) fn is_kept(&self) -> bool {
        self.left.is_some()
    }
}

/// Whether a write appears in the feed, and with which images.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fed {
    /// Not at all: nobody follows this kind of key.
    No,
    /// The key alone.
    Key,
    /// The key and the value after.
    After,
    /// The key and the values before and after.
    Both,
}

/// A stretch of keys, from `start` (within) to `end` (without).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The first key that may be in it.
    pub start: Vec<u8>,
    /// The first key after it; `None` for no end.
    pub end: Option<Vec<u8>>,
    /// Whether to read from the end backwards.
    pub reverse: bool,
}

impl Range {
    /// All keys that begin with `prefix`, in order.
    #[must_use]
    pub fn prefix(prefix: &[u8]) -> Self {
        Self { start: prefix.to_vec(), end: after_prefix(prefix), reverse: false }
    }

    /// From `start` (within) to `end` (without), in order.
    #[must_use]
    pub fn between(start: Vec<u8>, end: Vec<u8>) -> Self {
        Self { start, end: Some(end), reverse: false }
    }

    /// The same keys, the last first.
    #[must_use]
    pub fn reversed(mut self) -> Self {
        self.reverse = true;
        self
    }

    /// The same keys without those up to and with `key`, in reading direction: how a page goes on.
    #[must_use]
    pub fn after(mut self, key: &[u8]) -> Self {
        if self.reverse {
            if self.end.as_deref().is_none_or(|end| key < end) {
                self.end = Some(key.to_vec());
            }
        } else {
            let next = [key, &[0]].concat();
            self.start = self.start.max(next);
        }
        self
    }

    /// Whether a key lies in it.
    #[must_use]
    pub fn contains(&self, key: &[u8]) -> bool {
        self.start.as_slice() <= key && self.end.as_deref().is_none_or(|end| key < end)
    }
}

/// The first key after all keys with a prefix.
fn after_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
    let kept = prefix.iter().rposition(|byte| *byte < u8::MAX)?;
    let mut end = prefix.get(..=kept)?.to_vec();
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    Some(end)
}

/// A transaction: reads at one snapshot with its own writes over it, all or nothing.
///
/// Reads are remembered, and the store makes sure that what was read still held at the commit.
/// Nothing that is written shows anywhere if the closure refuses.
pub trait Txn {
    /// The value of a key.
    ///
    /// # Errors
    /// When the store fails.
    fn get(&mut self, key: &[u8]) -> Result<Option<Bytes>, StoreError>;

    /// The first `limit` entries of a range, in reading direction. Ask again with
    /// [`Range::after`] the last key for more.
    ///
    /// # Errors
    /// When the store fails.
    fn scan(&mut self, range: &Range, limit: usize) -> Result<Vec<Entry>, StoreError>;

    /// Sets a key.
    fn put(&mut self, key: Vec<u8>, value: Bytes, fed: Fed);

    /// Removes a key. Removing what is not there is no change, but is fed when asked for.
    fn delete(&mut self, key: Vec<u8>, fed: Fed);

    /// Sets a key that is `prefix`, then the commit's sequence (8 bytes, big endian), then the
    /// write's place in the commit (2 bytes, big endian): queues, streams and histories, in
    /// commit order without a counter. Such a key is not visible to this transaction's own reads.
    fn append(&mut self, prefix: Vec<u8>, value: Bytes, fed: Fed);

    /// "At this time, do this": a key in the due index, ordered by time, then name. Setting the
    /// same time and name again replaces the value.
    fn due(&mut self, at: Timestamp, name: &[u8], value: Bytes);

    /// Takes a due key back.
    fn not_due(&mut self, at: Timestamp, name: &[u8]);

    /// The first `limit` due keys up to and with `until`: time, name, value.
    ///
    /// # Errors
    /// When the store fails.
    fn scan_due(
        &mut self,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<(Timestamp, Bytes, Bytes)>, StoreError>;

    /// Keeps a blob for as long as `owner` (a name of the caller's, unique) owns it.
    ///
    /// # Errors
    /// [`StoreError::NoBlob`] when it does not exist.
    fn adopt(&mut self, blob: &BlobId, owner: &[u8]) -> Result<(), StoreError>;

    /// Gives a blob up; without owners it is swept later.
    fn release(&mut self, blob: &BlobId, owner: &[u8]);

    /// A blob's content.
    ///
    /// # Errors
    /// [`StoreError::NoBlob`] when it does not exist.
    fn blob(&mut self, blob: &BlobId) -> Result<Arc<dyn Blob>, StoreError>;

    /// Makes a blob of content that came within a request, durable when this returns. Like a staged
    /// one, it is swept when no transaction adopts it; running the closure again names the same.
    ///
    /// # Errors
    /// When the disk refuses.
    fn put_blob(&mut self, content: &[u8]) -> Result<BlobId, StoreError>;

    /// Makes one blob of several, read and written piece by piece; otherwise as
    /// [`Txn::put_blob`].
    ///
    /// # Errors
    /// [`StoreError::NoBlob`] when one does not exist; when the disk refuses.
    fn join_blobs(&mut self, parts: &[BlobId]) -> Result<BlobId, StoreError>;
}

/// How a transaction's closure ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Keep the writes.
    Commit,
    /// Drop them: the caller was refused.
    Refuse,
}

/// A transaction's closure, as the engines see it. It may be run more than once.
pub type Work = Box<dyn FnMut(&mut dyn Txn) -> Verdict + Send>;

/// What a commit says of itself in the log.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Who caused it.
    pub origin: Origin,
    /// The trace header of the request, at most 256 bytes.
    pub trace: Option<String>,
}

/// What keeps the data. Held as `Arc<dyn Store>`; use [`StoreExt`] to run closures that return.
pub trait Store: Send + Sync + 'static {
    /// Runs a closure against a snapshot, drops its writes, and blocks only on reads. Once these
    /// have cost more than `bytes_max` they fail with [`StoreError::ReadTooLong`]; whether that
    /// happened is the answer's `false`.
    fn run_read(&self, bytes_max: usize, work: &mut dyn FnMut(&mut dyn Txn)) -> bool;

    /// Runs a closure as a transaction and answers when its commit is on disk; `None` when it
    /// wrote nothing or refused.
    fn run_write(
        &self,
        about: About,
        work: Work,
    ) -> BoxFuture<'_, Result<Option<Sequence>, StoreError>>;

    /// Up to some `bytes_max` of the commits that follow `after`; empty at the head. At least one
    /// commit is given when there is one. Only commits on disk are shown.
    ///
    /// # Errors
    /// [`FeedError::TooOld`] when the log no longer reaches back so far.
    fn feed(&self, after: Sequence, bytes_max: usize) -> Result<Vec<Commit>, FeedError>;

    /// The sequence of the last commit on disk, as it grows.
    fn head(&self) -> watch::Receiver<Sequence>;

    /// The time of the earliest due key, as it changes; `None` when there is none.
    fn next_due(&self) -> watch::Receiver<Option<Timestamp>>;

    /// What a follower still needs: the log after `passed` is kept for it.
    fn retain(&self, follower: &str, passed: Sequence);

    /// Begins a blob whose content will be written to it piece by piece.
    ///
    /// # Errors
    /// When the disk refuses.
    fn stage_blob(&self) -> Result<Box<dyn StagedBlob>, StoreError>;

    /// A blob's content.
    ///
    /// # Errors
    /// [`StoreError::NoBlob`] when it does not exist.
    fn blob(&self, blob: &BlobId) -> Result<Arc<dyn Blob>, StoreError>;
}

/// Closures that return something, over any [`Store`].
pub trait StoreExt {
    /// Runs a closure against a snapshot; its writes, if any, are dropped.
    fn read<T>(&self, work: impl FnOnce(&mut dyn Txn) -> T) -> T;

    /// The same for a closure that may read only so much: `None` when it wanted more, and what it
    /// gave is void. An entry costs its bytes and [`ENTRY_COST_BYTES`], a key that is looked up
    /// [`LOOKUP_COST_BYTES`] besides, so that time is bounded too.
    fn read_up_to<T>(&self, bytes_max: usize, work: impl FnOnce(&mut dyn Txn) -> T) -> Option<T>;

    /// Runs a closure as a transaction; `Ok` commits, `Err` drops the writes. The closure may run
    /// more than once; the result is that of the run that counted.
    ///
    /// # Errors
    /// The outer error is the store's, the inner one the closure's own.
    fn write<T, E, F>(
        &self,
        about: About,
        work: F,
    ) -> impl Future<Output = Result<Result<T, E>, StoreError>> + Send
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnMut(&mut dyn Txn) -> Result<T, E> + Send + 'static;
}

impl<S: Store + ?Sized> StoreExt for S {
    fn read<T>(&self, work: impl FnOnce(&mut dyn Txn) -> T) -> T {
        #[expect(clippy::expect_used, reason = "no read is longer than that")]
        self.read_up_to(usize::MAX, work).expect("a read without a bound")
    }

    fn read_up_to<T>(&self, bytes_max: usize, work: impl FnOnce(&mut dyn Txn) -> T) -> Option<T> {
        let mut work = Some(work);
        let mut result = None;
        let within = self.run_read(bytes_max, &mut |txn| {
            if let Some(work) = work.take() {
                result = Some(work(txn));
            }
        });
        result.filter(|_| within)
    }

    async fn write<T, E, F>(&self, about: About, mut work: F) -> Result<Result<T, E>, StoreError>
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnMut(&mut dyn Txn) -> Result<T, E> + Send + 'static,
    {
        let slot = Arc::new(Mutex::new(None));
        let fill = Arc::clone(&slot);
        let work: Work = Box::new(move |txn| {
            let result = work(txn);
            let verdict = if result.is_ok() { Verdict::Commit } else { Verdict::Refuse };
            *fill.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            verdict
        });
        self.run_write(about, work).await?;
        let result = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        result.ok_or(StoreError::Closed)
    }
}
