//! The index by `lsm-tree`: memtable, sorted tables, compaction; no journal of its own.
//!
//! What the crate needs from us to be right:
//!
//! - *Numbers.* It numbers each version of its set of tables by a counter that we give it, and a
//!   reader finds the version that fits its snapshot by number. So versions must be numbered in
//!   step with the data: a commit's entries have the number sequence << 8, publishing a commit sets
//!   the counter just above, and the versions made until the next commit take the numbers between.
//!   A reader at a snapshot asks for (snapshot + 1) << 8. Numbers too low give wrong reads, and
//!   too high ones miss commits.
//! - *Open snapshots.* A read below the oldest number that we told it to keep panics: so each
//!   snapshot is registered, and `oldest` is the oldest of them.
//! - *Sealing.* A memtable is sealed only after all in it is durable, and only by the committer,
//!   which holds the active one itself: looking it up would wait for the lock that the crate
//!   holds while it syncs its manifest.
//! - *What is persisted* is kept by us (see [`super::super::progress`]): the highest number that
//!   the tables remember can fall.
//!
//! Used of its hidden API: `Memtable::insert`, `InternalValue`, `flush`; so the exact version is
//! pinned. Not used, for their open defects: blob trees, `clear`, `drop_range`, FIFO compaction.

use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use lsm_tree::compaction::Leveled;
use lsm_tree::{
    AbstractTree, AnyTree, Cache, Config, DescriptorTable, Guard, InternalValue, Memtable, SeqNo,
    SequenceNumberCounter, Slice, ValueType,
};

use super::{Entries, Index, Pressure};
use crate::embedded::fatal::guarded;
use crate::{Entry, KEY_BYTES_MAX, Range, Sequence, StoreError};

/// How many numbers of the crate one sequence takes.
const NUMBERS_SHIFT: u32 = 8;
/// Versions that may be made between two commits: below this many, merging goes on.
const VERSIONS_MAX: u64 = 200;
/// Sealed memtables at which writers wait.
const SEALED_MAX: usize = 2;
/// Runs of unmerged tables at which writers wait; merging begins at four.
const RUNS_MAX: usize = 20;
/// Open files of tables.
const DESCRIPTORS_MAX: usize = 512;
/// Values up to this size are copied out; longer ones keep their block in memory instead.
const COPY_BYTES_MAX: usize = 4096;

/// How large the index may be in memory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndexConfig {
    pub(crate) memtable_bytes: u64,
    pub(crate) cache_bytes: u64,
}

/// The index.
pub(crate) struct LsmIndex {
    tree: AnyTree,
    numbers: SequenceNumberCounter,
    config: IndexConfig,
    active: Mutex<Arc<Memtable>>,
    published: AtomicU64,
    sealed: Mutex<Sealed>,
    /// Counted here, since asking the crate may wait for the lock that it syncs under.
    runs: AtomicUsize,
}

/// What was sealed and is not flushed yet.
#[derive(Debug, Clone, Copy, Default)]
struct Sealed {
    count: usize,
    through: Sequence,
}

impl LsmIndex {
    pub(crate) fn open(dir: &Path, config: IndexConfig) -> Result<Self, StoreError> {
        let numbers = SequenceNumberCounter::default();
        let tree = guarded("opening the index", || {
            Config::new(dir, numbers.clone(), SequenceNumberCounter::default())
                .use_cache(Arc::new(Cache::with_capacity_bytes(config.cache_bytes)))
                .use_descriptor_table(Some(Arc::new(DescriptorTable::new(DESCRIPTORS_MAX))))
                .open()
        })
        .map_err(|error| index_error(&error))?;
        let active = Mutex::new(tree.active_memtable());
        let (published, runs) = (AtomicU64::new(0), AtomicUsize::new(tree.l0_run_count()));
        Ok(Self { tree, numbers, config, active, published, sealed: Mutex::default(), runs })
    }

    fn sealed(&self) -> MutexGuard<'_, Sealed> {
        self.sealed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn active(&self) -> Arc<Memtable> {
        Arc::clone(&self.active.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Index for LsmIndex {
    fn apply(
        &self,
        sequence: Sequence,
        writes: &mut dyn Iterator<Item = (&Bytes, Option<&Bytes>)>,
    ) {
        let active = self.active();
        let number = sequence << NUMBERS_SHIFT;
        guarded("writing to the index", || {
            for (key, value) in writes {
                let kind = if value.is_some() { ValueType::Value } else { ValueType::Tombstone };
                let value = value.map(|value| Slice::from(value.as_ref())).unwrap_or_default();
                active.insert(InternalValue::from_components(key.as_ref(), value, number, kind));
            }
        });
    }

    fn publish(&self, sequence: Sequence) {
        self.published.store(sequence, Ordering::Release);
        self.numbers.set((sequence << NUMBERS_SHIFT) + 1);
    }

    fn seal(&self, through: Sequence, even_if_small: bool) -> bool {
        let size = self.active().size();
        if size == 0 || (size < self.config.memtable_bytes && !even_if_small) {
            return false;
        }
        // Under one lock, so that a flush knows the sequence that fits what it writes out.
        let mut sealed = self.sealed();
        let fresh = guarded("sealing a part of the index", || {
            self.tree.rotate_memtable();
            self.tree.active_memtable()
        });
        *self.active.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        *sealed = Sealed { count: sealed.count + 1, through };
        true
    }

    fn has_sealed(&self) -> bool {
        0 < self.sealed().count
    }

    fn flush_bytes(&self) -> u64 {
        self.config.memtable_bytes * SEALED_MAX as u64
    }

    fn pressure(&self) -> Pressure {
        let many = RUNS_MAX <= self.runs.load(Ordering::Acquire);
        if many || SEALED_MAX <= self.sealed().count { Pressure::Wait } else { Pressure::None }
    }

    fn newest(&self) -> Sequence {
        let newest = guarded("looking at the index", || self.tree.get_highest_seqno());
        newest.unwrap_or_default() >> NUMBERS_SHIFT
    }

    fn get(&self, at: Sequence, key: &[u8]) -> Result<Option<Bytes>, StoreError> {
        if key.is_empty() || KEY_BYTES_MAX < key.len() {
            return Ok(None);
        }
        let found = guarded("reading the index", || self.tree.get(key, reading_number(at)));
        Ok(found.map_err(|error| index_error(&error))?.map(into_bytes))
    }

    fn range(&self, at: Sequence, range: &Range) -> Entries<'_> {
        let (start, end) = (clamp(&range.start), range.end.as_deref().map(clamp));
        if end.is_some_and(|end| end <= start) {
            return Box::new(std::iter::empty());
        }
        let reverse = range.reverse;
        let mut entries = guarded("reading the index", || match end {
            Some(end) => self.tree.range(start..end, reading_number(at), None),
            None => self.tree.range(start.., reading_number(at), None),
        });
        Box::new(std::iter::from_fn(move || {
            guarded("reading the index", || {
                let next = if reverse { entries.next_back() } else { entries.next() };
                next.map(|entry| entry.into_inner().map_err(|error| index_error(&error)))
            })
            .map(|entry| {
                entry.map(|(key, value)| -> Entry { (into_bytes(key), into_bytes(value)) })
            })
        }))
    }

    fn flush(&self, oldest: Sequence) -> Result<Option<Sequence>, StoreError> {
        let Sealed { count, through } = *self.sealed();
        if count == 0 {
            return Ok(None);
        }
        // What is sealed from here on may be written out with the rest, or not: then `through` says
        // less than is true, and the next flush, which finds nothing to write, says the rest.
        let flushed = guarded("flushing the index", || {
            let lock = self.tree.get_flush_lock();
            self.tree.flush(&lock, reading_number(oldest))
        });
        flushed.map_err(|error| index_error(&error))?;
        self.sealed().count -= count;
        self.runs.store(self.tree.l0_run_count(), Ordering::Release);
        Ok(Some(through))
    }

    fn compact(&self, oldest: Sequence) -> Result<bool, StoreError> {
        let base = self.published.load(Ordering::Acquire) << NUMBERS_SHIFT;
        if base + VERSIONS_MAX < self.numbers.get() {
            return Ok(false);
        }
        guarded("merging tables of the index", || {
            let before = self.tree.current_version().id();
            let strategy = Arc::new(Leveled::default());
            self.tree.compact(strategy, reading_number(oldest))?;
            self.runs.store(self.tree.l0_run_count(), Ordering::Release);
            Ok(self.tree.current_version().id() != before)
        })
        .map_err(|error: lsm_tree::Error| index_error(&error))
    }
}

/// The number that a reader at a snapshot asks for, which is also what must be kept for it.
fn reading_number(at: Sequence) -> SeqNo {
    (at + 1) << NUMBERS_SHIFT
}

/// A bound that the crate takes. No key is longer than the most that one may have, so cutting a
/// bound one byte behind that leaves each key on the same side of it.
fn clamp(bound: &[u8]) -> &[u8] {
    bound.get(..=KEY_BYTES_MAX).unwrap_or(bound)
}

fn into_bytes(slice: Slice) -> Bytes {
    if slice.len() <= COPY_BYTES_MAX {
        Bytes::copy_from_slice(&slice)
    } else {
        Bytes::from_owner(slice)
    }
}

fn index_error(error: &lsm_tree::Error) -> StoreError {
    match error {
        lsm_tree::Error::Io(source) if crate::file::is_full(source) => StoreError::Full,
        other => StoreError::Damaged(format!("the index: {other}")),
    }
}
