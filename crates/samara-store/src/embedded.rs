//! The store on disk: a log, and an index of it.
//!
//! The log is the store. A commit is in it, synced, before anybody is told; the change feed is the
//! log itself; the index holds current values and can be brought up to date from the log after
//! any crash. One thread commits ([`committer`]); everything else is about what it may say when.
//!
//! Read in this order: [`log`], [`log::recovery`], [`committer`], [`transaction`], [`window`],
//! [`index`], [`chores`].
//!
//! # What is deliberately not here
//!
//! *Retrying a failed disk.* See [`fatal`]. *A journal of the index.* The log is it. *Encryption*:
//! of the disk, by whoever owns it.

mod blob_files;
mod chores;
mod committer;
mod due_head;
mod fatal;
mod group_builder;
mod home;
mod index;
mod log;
mod merge;
mod open;
mod progress;
mod queue;
mod reads;
mod recent;
mod room;
mod snapshots;
mod transaction;
mod window;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use bytes::Bytes;
use samara_base::{Account, Clock, Region, Timestamp};
use tokio::sync::{Semaphore, oneshot, watch};

use self::blob_files::BlobFiles;
use self::chores::Chores;
use self::index::{Index, LsmIndex};
use self::log::LogFiles;
use self::progress::Progress;
use self::queue::{Queue, Reply, Ticket};
use self::recent::Recent;
use self::room::Room;
use self::snapshots::{Snapshot, Snapshots};
use self::transaction::{Transaction, View, run};
use crate::own_keys::owners;
use crate::write::total_bytes;
use crate::{
    About, Blob, BlobId, BoxFuture, Commit, Disk, FeedError, OsDisk, Range, Sequence, StagedBlob,
    Store, StoreError, Txn, Work,
};

pub use self::home::OpenError;

/// What waits for the committer at the most, in units of [`UNIT_BYTES`]: 256 MiB, or 4,096
/// transactions; who comes then waits before the queue.
const QUEUE_UNITS_MAX: usize = 4096;
const UNIT_BYTES: usize = 64 * 1024;

/// How a data directory is opened.
#[derive(Clone)]
pub struct EmbeddedConfig {
    /// The account that it must belong to, or will, if it is new. `None`: whichever it is.
    pub account: Option<Account>,
    /// The same for the region.
    pub region: Option<Region>,
    /// The size of a file of the log, bytes.
    pub segment_bytes: u64,
    /// What the index gathers in memory before it writes a table, bytes. It bounds what a start
    /// must read again, to about three times this.
    pub memtable_bytes: u64,
    /// The index's cache of blocks, bytes.
    pub cache_bytes: u64,
    /// How much of the log's end is kept in memory for followers, bytes.
    pub recent_bytes: usize,
    /// What is allocated to be given back when the disk is full, bytes.
    pub ballast_bytes: u64,
    /// The disk under the log.
    pub disk: Arc<dyn Disk>,
}

impl Default for EmbeddedConfig {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            account: None,
            region: None,
            segment_bytes: 64 * MIB,
            memtable_bytes: 16 * MIB,
            cache_bytes: 256 * MIB,
            recent_bytes: 16 * 1024 * 1024,
            ballast_bytes: 32 * MIB,
            disk: Arc::new(OsDisk),
        }
    }
}

/// What opening found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReport {
    /// Whether the data directory was made just now.
    pub created: bool,
    /// The account that it belongs to, if it was ever said.
    pub account: Option<Account>,
    /// The region that it belongs to, if it was ever said.
    pub region: Option<Region>,
    /// The last commit in it.
    pub head: Sequence,
    /// How many commits the index had to be given again: 0 after a tidy stop.
    pub replayed: u64,
    /// How many bytes of a torn end of the log were cut: nobody had been told of them.
    pub cut_bytes: u64,
}

/// How the store is, for those who operate it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The last commit.
    pub head: Sequence,
    /// Everything up to here is in the index's tables, and read again from the log by no start.
    pub persisted: Sequence,
    /// The commit after which the log still has everything.
    pub oldest: Sequence,
    /// What each follower has passed; the slowest one holds the log.
    pub followers: BTreeMap<String, Sequence>,
    /// Whether writes are refused because the disk is full.
    pub full: bool,
}

/// The store on disk.
pub struct Embedded {
    shared: Arc<Shared>,
    room_in_queue: Arc<Semaphore>,
    threads: Mutex<Option<Threads>>,
    /// Held until everything else is gone.
    _home: home::Home,
}

struct Threads {
    committer: JoinHandle<()>,
    chores: Vec<JoinHandle<()>>,
}

/// What the committer, the chores and the callers' threads share.
struct Shared {
    dir: PathBuf,
    clock: Arc<dyn Clock>,
    index: LsmIndex,
    snapshots: Arc<Snapshots>,
    queue: Queue,
    recent: Recent,
    files: Arc<LogFiles>,
    blobs: Arc<BlobFiles>,
    room: Room,
    chores: Chores,
    progress: Mutex<Progress>,
    /// What of it is on the disk; locked by whoever writes the index out, one at a time.
    saved: Mutex<Progress>,
    /// The time of the last commit, milliseconds.
    last_time: AtomicU64,
    head: watch::Sender<Sequence>,
    next_due: watch::Sender<Option<Timestamp>>,
}

impl Shared {
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn saved(&self) -> MutexGuard<'_, Progress> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn publish(&self, sequence: Sequence, due_from: Bytes) {
        self.snapshots.publish(sequence, due_from, |sequence| self.index.publish(sequence));
    }

    fn view<'a>(&'a self, snapshot: &'a Snapshot) -> View<'a> {
        let (at, due_from) = (snapshot.at, &*snapshot.due_from);
        View { index: &self.index, blobs: &self.blobs, at, due_from, group: None }
    }

    fn first_key(&self, range: &Range, at: Sequence) -> Result<Option<Bytes>, StoreError> {
        Ok(self.index.range(at, range).next().transpose()?.map(|(key, _)| key))
    }
}

impl Embedded {
    /// Opens a data directory, making it when it is not there, and brings it up to date: when this
    /// returns, everything that was ever acknowledged is there and on the disk.
    ///
    /// # Errors
    /// [`OpenError`]: each says what is wrong with which folder and what to do.
    pub fn open(
        dir: &Path,
        config: EmbeddedConfig,
        clock: Arc<dyn Clock>,
    ) -> Result<(Arc<Self>, OpenReport), OpenError> {
        open::open(dir, config, clock)
    }

    /// Takes no more writes, commits what waits, writes the index out and stops. Reads go on
    /// working. Blocks until it is done. Doing it again does nothing; dropping the store without
    /// it loses nothing either, but leaves more to the next start.
    pub fn close(&self) {
        self.stop(true);
    }

    /// Deletes the blobs that nobody owns and that are older than an hour; says how many.
    ///
    /// # Errors
    /// When a file or the index cannot be read.
    pub fn sweep_blobs(&self) -> Result<usize, StoreError> {
        self.shared.sweep_blobs(&|_| true)
    }

    /// How the store is now.
    #[must_use]
    pub fn status(&self) -> Status {
        let Progress { persisted, followers, .. } = self.shared.progress().clone();
        Status {
            head: *self.shared.head.borrow(),
            persisted,
            oldest: self.shared.files.oldest(),
            followers,
            full: self.shared.room.is_out(),
        }
    }

    fn stop(&self, flush: bool) {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(threads) = threads else { return };
        self.shared.queue.close();
        // A panic in a thread of ours has ended the process before it could be seen here.
        let _ = threads.committer.join();
        if flush {
            self.shared.index.seal(*self.shared.head.borrow(), true);
            if let Err(error) = self.shared.flush() {
                tracing::warn!(%error, "the index could not be written out; nothing is lost");
            }
        }
        self.shared.chores.stop();
        for thread in threads.chores {
            let _ = thread.join();
        }
    }

    async fn write(
        &self,
        mut about: About,
        mut work: Work,
    ) -> Result<Option<Sequence>, StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let snapshot = self.shared.snapshots.open();
            let Some(outcome) = run(self.shared.view(&snapshot), &mut work)? else {
                return Ok(None);
            };
            let units = 1 + total_bytes(&outcome.writes) / UNIT_BYTES;
            let units = u32::try_from(units).unwrap_or(u32::MAX);
            let room = Arc::clone(&self.room_in_queue).acquire_many_owned(units).await;
            let permit = room.map_err(|_| StoreError::Closed)?;
            let (reply, answer) = oneshot::channel();
            let ticket = Ticket { about, work, outcome, snapshot, tries, reply, permit };
            if !self.shared.queue.push(ticket) {
                return Err(StoreError::Closed);
            }
            match answer.await {
                Ok(Reply::Done(done)) => return done,
                Ok(Reply::Again(what, closure)) => (about, work) = (what, closure),
                Err(_) => return Err(StoreError::Closed),
            }
        }
    }
}

impl Shared {
    fn sweep_blobs(&self, go_on: &dyn Fn(&Self) -> bool) -> Result<usize, StoreError> {
        self.blobs.sweep(&|| go_on(self), &|blob| {
            let snapshot = self.snapshots.open();
            Ok(self.first_key(&owners(blob), snapshot.at)?.is_some())
        })
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.stop(false);
    }
}

impl Store for Embedded {
    fn run_read(&self, bytes_max: usize, work: &mut dyn FnMut(&mut dyn Txn)) -> bool {
        let snapshot = self.shared.snapshots.open();
        let mut txn = Transaction::unchecked(self.shared.view(&snapshot), bytes_max);
        work(&mut txn);
        txn.is_within()
    }

    fn run_write(
        &self,
        about: About,
        work: Work,
    ) -> BoxFuture<'_, Result<Option<Sequence>, StoreError>> {
        Box::pin(self.write(about, work))
    }

    fn feed(&self, after: Sequence, bytes_max: usize) -> Result<Vec<Commit>, FeedError> {
        let through = *self.shared.head.borrow();
        if through <= after {
            return Ok(Vec::new());
        }
        let bytes_max = bytes_max.max(1);
        match self.shared.recent.read(after, bytes_max) {
            Some(commits) => Ok(commits?),
            None => self.shared.files.read(after, through, bytes_max),
        }
    }

    fn head(&self) -> watch::Receiver<Sequence> {
        self.shared.head.subscribe()
    }

    fn next_due(&self) -> watch::Receiver<Option<Timestamp>> {
        self.shared.next_due.subscribe()
    }

    fn retain(&self, follower: &str, passed: Sequence) {
        self.shared.passed(follower, passed);
    }

    fn stage_blob(&self) -> Result<Box<dyn StagedBlob>, StoreError> {
        self.shared.blobs.stage()
    }

    fn blob(&self, blob: &BlobId) -> Result<Arc<dyn Blob>, StoreError> {
        self.shared.blobs.open_blob(blob)
    }
}
