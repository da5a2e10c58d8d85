//! The store in memory: a map behind one lock, which runs transactions one at a time.
//!
//! It is the oracle that the embedded engine is tested against, and what the services' own tests
//! run on: so it is written to be obviously right, not fast. Nothing outlives the process.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::feed::COMMIT_BYTES;
use crate::own_keys::{appended_key, due_key, due_name, due_range, due_time, first_due, owner_key};
use crate::txn::{Allowance, BoxFuture};
use crate::write::{Write, check_limits, total_bytes};
use crate::{
    About, Blob, BlobId, Change, Commit, Entry, Fed, FeedError, Range, Sequence, StagedBlob, Store,
    StoreError, Txn, Verdict, Work,
};

/// The store in memory.
pub struct Mem {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    blobs: Arc<Mutex<BTreeMap<BlobId, Bytes>>>,
    head: watch::Sender<Sequence>,
    next_due: watch::Sender<Option<Timestamp>>,
}

#[derive(Default)]
struct State {
    map: BTreeMap<Bytes, Bytes>,
    commits: Vec<Commit>,
}

/// A transaction over the locked map. Its own writes lie in `over`.
struct MemTxn<'a> {
    map: &'a BTreeMap<Bytes, Bytes>,
    blobs: &'a Mutex<BTreeMap<BlobId, Bytes>>,
    over: BTreeMap<Bytes, Option<Bytes>>,
    writes: Vec<Write>,
    allowance: Allowance,
}

impl Mem {
    /// An empty store.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            clock,
            state: Mutex::default(),
            blobs: Arc::default(),
            head: watch::Sender::new(0),
            next_due: watch::Sender::new(None),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn apply(&self, state: &mut State, about: About, writes: Vec<Write>) -> Sequence {
        let last = state.commits.last();
        let sequence = last.map_or(1, |commit| commit.sequence + 1);
        let time = last.map_or(Timestamp::ZERO, |commit| commit.time).max(self.clock.now());
        let log_bytes = total_bytes(&writes) + COMMIT_BYTES;
        let changes = (0..=u16::MAX)
            .zip(writes)
            .filter_map(|(entry, write)| state.set(sequence, entry, write))
            .collect();
        let About { origin, trace } = about;
        state.commits.push(Commit { sequence, time, origin, trace, log_bytes, changes });
        self.head.send_replace(sequence);
        let first = state.map.range(Bytes::from(first_due())..).next();
        self.next_due.send_replace(first.and_then(|(key, _)| due_time(key)));
        sequence
    }
}

impl State {
    fn set(&mut self, sequence: Sequence, entry: u16, write: Write) -> Option<Change> {
        let (key, value, fed) = match write {
            Write::Set { key, value, fed, .. } => (key, value, fed),
            Write::Append { prefix, value, fed } => {
                (appended_key(&prefix, sequence, entry).into(), Some(value), fed)
            }
        };
        let before = match &value {
            Some(value) => self.map.insert(key.clone(), value.clone()),
            None => self.map.remove(&key),
        };
        let deleted = value.is_none();
        let before = before.filter(|_| fed == Fed::Both);
        let after = value.filter(|_| matches!(fed, Fed::After | Fed::Both));
        (fed != Fed::No).then_some(Change { key, entry, before, after, deleted })
    }
}

impl Txn for MemTxn<'_> {
    fn get(&mut self, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        self.allowance.look_up()?;
        Ok(self.over.get(key).cloned().unwrap_or_else(|| self.map.get(key).cloned()))
    }

    fn scan(&mut self, range: &Range, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let mut seen: BTreeMap<Bytes, Option<Bytes>> = BTreeMap::new();
        let below = |key: &Bytes| range.end.as_deref().is_none_or(|end| key.as_ref() < end);
        let start = Bytes::copy_from_slice(&range.start);
        for (key, value) in self.map.range(start.clone()..).take_while(|(key, _)| below(key)) {
            seen.insert(key.clone(), Some(value.clone()));
        }
        for (key, value) in self.over.range(start..).take_while(|(key, _)| below(key)) {
            seen.insert(key.clone(), value.clone());
        }
        let mut found: Vec<Entry> =
            seen.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        if range.reverse {
            found.reverse();
        }
        found.truncate(limit);
        self.allowance.look_up()?;
        found.iter().try_for_each(|entry| self.allowance.take(entry))?;
        Ok(found)
    }

    fn put(&mut self, key: Vec<u8>, value: Bytes, fed: Fed) {
        let key = Bytes::from(key);
        self.over.insert(key.clone(), Some(value.clone()));
        self.writes.push(Write::Set { key, value: Some(value), fed, before: None });
    }

    fn delete(&mut self, key: Vec<u8>, fed: Fed) {
        let key = Bytes::from(key);
        self.over.insert(key.clone(), None);
        self.writes.push(Write::Set { key, value: None, fed, before: None });
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
        let found = self.scan(&due_range(until), limit)?;
        Ok(found
            .into_iter()
            .filter_map(|(key, value)| Some((due_time(&key)?, due_name(&key), value)))
            .collect())
    }

    fn adopt(&mut self, blob: &BlobId, owner: &[u8]) -> Result<(), StoreError> {
        self.blob(blob)?;
        self.put(owner_key(blob, owner), Bytes::new(), Fed::No);
        Ok(())
    }

    fn release(&mut self, blob: &BlobId, owner: &[u8]) {
        self.delete(owner_key(blob, owner), Fed::No);
    }

    fn blob(&mut self, blob: &BlobId) -> Result<Arc<dyn Blob>, StoreError> {
        find_blob(self.blobs, blob)
    }

    fn put_blob(&mut self, content: &[u8]) -> Result<BlobId, StoreError> {
        let id = BlobId::from_digest(&Sha256::digest(content));
        let mut blobs = self.blobs.lock().unwrap_or_else(PoisonError::into_inner);
        blobs.insert(id.clone(), Bytes::copy_from_slice(content));
        Ok(id)
    }

    fn join_blobs(&mut self, parts: &[BlobId]) -> Result<BlobId, StoreError> {
        let mut whole = Vec::new();
        for part in parts {
            let part = self.blob(part)?;
            whole.extend(part.read(0, usize::try_from(part.size()).unwrap_or(usize::MAX))?);
        }
        self.put_blob(&whole)
    }
}

impl Store for Mem {
    fn run_read(&self, bytes_max: usize, work: &mut dyn FnMut(&mut dyn Txn)) -> bool {
        let state = self.lock();
        let mut txn = MemTxn::new(&state.map, &self.blobs, bytes_max);
        work(&mut txn);
        txn.allowance.is_kept()
    }

    fn run_write(
        &self,
        about: About,
        mut work: Work,
    ) -> BoxFuture<'_, Result<Option<Sequence>, StoreError>> {
        let mut state = self.lock();
        let mut txn = MemTxn::new(&state.map, &self.blobs, usize::MAX);
        // What it had done so far is dropped with it.
        let Ok(verdict) = catch_unwind(AssertUnwindSafe(|| work(&mut txn))) else {
            return Box::pin(std::future::ready(Err(StoreError::Panicked)));
        };
        let writes = txn.writes;
        if verdict == Verdict::Refuse || writes.is_empty() {
            return Box::pin(std::future::ready(Ok(None)));
        }
        let committed = check_limits(&writes).map(|()| self.apply(&mut state, about, writes));
        Box::pin(std::future::ready(committed.map(Some)))
    }

    fn feed(&self, after: Sequence, bytes_max: usize) -> Result<Vec<Commit>, FeedError> {
        let mut left = bytes_max.max(1);
        let state = self.lock();
        let start = usize::try_from(after).unwrap_or(usize::MAX).min(state.commits.len());
        let more = state.commits.get(start..).unwrap_or_default().iter();
        Ok(more
            .take_while(|commit| {
                let room = 0 < left;
                left = left.saturating_sub(commit.log_bytes);
                room
            })
            .cloned()
            .collect())
    }

    fn head(&self) -> watch::Receiver<Sequence> {
        self.head.subscribe()
    }

    fn next_due(&self) -> watch::Receiver<Option<Timestamp>> {
        self.next_due.subscribe()
    }

    /// Nothing to do: this engine keeps every commit.
    fn retain(&self, _follower: &str, _passed: Sequence) {}

    fn stage_blob(&self) -> Result<Box<dyn StagedBlob>, StoreError> {
        Ok(Box::new(MemStaged { blobs: Arc::clone(&self.blobs), content: Vec::new() }))
    }

    fn blob(&self, blob: &BlobId) -> Result<Arc<dyn Blob>, StoreError> {
        find_blob(&self.blobs, blob)
    }
}

impl<'a> MemTxn<'a> {
    fn new(
        map: &'a BTreeMap<Bytes, Bytes>,
        blobs: &'a Mutex<BTreeMap<BlobId, Bytes>>,
        bytes_max: usize,
    ) -> Self {
        let allowance = Allowance::new(bytes_max);
        Self { map, blobs, over: BTreeMap::new(), writes: Vec::new(), allowance }
    }
}

struct MemStaged {
    blobs: Arc<Mutex<BTreeMap<BlobId, Bytes>>>,
    content: Vec<u8>,
}

impl StagedBlob for MemStaged {
    fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.content.extend(bytes);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<BlobId, StoreError> {
        let id = BlobId::from_digest(&Sha256::digest(&self.content));
        let mut blobs = self.blobs.lock().unwrap_or_else(PoisonError::into_inner);
        blobs.insert(id.clone(), self.content.into());
        Ok(id)
    }
}

struct MemBlob(Bytes);

impl Blob for MemBlob {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, offset: u64, length: usize) -> Result<Bytes, StoreError> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(self.0.len());
        Ok(self.0.slice(start..start.saturating_add(length).min(self.0.len())))
    }

    fn path(&self) -> Option<&Path> {
        None
    }
}

fn find_blob(
    blobs: &Mutex<BTreeMap<BlobId, Bytes>>,
    blob: &BlobId,
) -> Result<Arc<dyn Blob>, StoreError> {
    let blobs = blobs.lock().unwrap_or_else(PoisonError::into_inner);
    match blobs.get(blob) {
        Some(content) => Ok(Arc::new(MemBlob(content.clone()))),
        None => Err(StoreError::NoBlob(blob.to_string())),
    }
}
