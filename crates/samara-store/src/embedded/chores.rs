//! Two threads beside the committer: one writes out what the index has sealed, notes how far it
//! is, lets the log go that nobody needs, and allocates the next segment; one merges tables.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Shared;
use super::index::Index;
use super::progress::Progress;
use crate::{Sequence, StoreError};

/// How long to wait before what failed is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// How far a follower may be behind before the log that it holds is warned of, bytes.
const LAG_WARN_BYTES: u64 = 1024 * 1024 * 1024;

/// What is to be done, and how it went.
#[derive(Default)]
pub(crate) struct Chores {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    to_flush: bool,
    to_merge: bool,
    stopping: bool,
    /// Why the index could not be written out or merged, when it could not.
    failed: Option<String>,
}

impl Chores {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// There is something to write out, or log to let go.
    pub(crate) fn ask(&self) {
        self.lock().to_flush = true;
        self.changed.notify_all();
    }

    /// There may be tables to merge.
    fn ask_to_merge(&self) {
        self.lock().to_merge = true;
        self.changed.notify_all();
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.lock().stopping
    }

    pub(crate) fn stop(&self) {
        self.lock().stopping = true;
        self.changed.notify_all();
    }

    /// Why the index is behind, if it failed; waits a little for it to catch up.
    pub(crate) fn wait_a_little(&self) -> Option<String> {
        let waited = self.changed.wait_timeout(self.lock(), Duration::from_millis(50));
        waited.unwrap_or_else(PoisonError::into_inner).0.failed.clone()
    }

    /// Waits for work of a kind; false when it is time to stop.
    fn next(&self, wanted: impl Fn(&mut State) -> &mut bool) -> bool {
        let mut state = self.lock();
        loop {
            if state.stopping {
                return false;
            }
            if std::mem::take(wanted(&mut state)) {
                return true;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Notes how a chore went; after a failure waits, and has it done again.
    fn done(&self, result: Result<(), StoreError>, wanted: impl Fn(&mut State) -> &mut bool) {
        let mut state = self.lock();
        match result {
            Ok(()) => state.failed = None,
            Err(error) => {
                // A full disk is the room's to tell, and to take back.
                let full = matches!(error, StoreError::Full);
                state.failed = (!full).then(|| error.to_string());
                *wanted(&mut state) = true;
                if !state.stopping {
                    let later = self.changed.wait_timeout(state, RETRY_AFTER);
                    drop(later.unwrap_or_else(PoisonError::into_inner));
                }
            }
        }
        self.changed.notify_all();
    }
}

/// Writes out and lets go, until told to stop.
pub(crate) fn keep_flushing(shared: &Arc<Shared>) {
    while shared.chores.next(|state| &mut state.to_flush) {
        let done = shared.flush();
        shared.note_failure("writing out the index", &done);
        if done.is_ok() {
            shared.chores.ask_to_merge();
        }
        shared.chores.done(done, |state| &mut state.to_flush);
    }
}

/// Merges tables, until told to stop.
pub(crate) fn keep_merging(shared: &Arc<Shared>) {
    while shared.chores.next(|state| &mut state.to_merge) {
        let enough = shared.room.is_enough();
        let done = if enough { shared.index.compact(shared.snapshots.oldest()) } else { Ok(false) };
        if matches!(done, Ok(true)) {
            shared.chores.ask_to_merge();
        }
        let done = done.map(|_| ());
        shared.note_failure("merging the index", &done);
        shared.chores.done(done, |state| &mut state.to_merge);
    }
}

impl Shared {
    /// Writes out what is sealed, notes it, and lets log go.
    pub(crate) fn flush(&self) -> Result<(), StoreError> {
        let mut saved = self.saved();
        // What the index leaves of a table that it could not finish goes only at the next start.
        if self.index.has_sealed() && !self.room.has(self.index.flush_bytes()) {
            return Err(StoreError::Full);
        }
        while let Some(through) = self.index.flush(self.snapshots.oldest())? {
            let mut progress = self.progress();
            progress.persisted = progress.persisted.max(through);
        }
        self.trim(&mut saved)?;
        self.files.prepare_spare()
    }

    fn trim(&self, saved: &mut Progress) -> Result<(), StoreError> {
        let mut progress = self.progress().clone();
        progress.time_ms = self.last_time.load(Ordering::Acquire);
        let unneeded = progress.unneeded();
        if progress == *saved {
            return Ok(());
        }
        // Before anything is deleted: a start must never need what is gone.
        progress.save(&self.dir)?;
        let kept_bytes = self.files.trim(unneeded)?;
        if LAG_WARN_BYTES < kept_bytes
            && let Some((follower, passed)) = progress.slowest()
        {
            tracing::warn!(follower, passed, kept_bytes, "the log is kept for a slow follower");
        }
        *saved = progress;
        Ok(())
    }

    /// Notes what a follower has passed; lets log go when that frees a segment.
    pub(crate) fn passed(&self, follower: &str, passed: Sequence) {
        let unneeded = {
            let mut progress = self.progress();
            let entry = progress.followers.entry(follower.to_owned()).or_default();
            *entry = passed.max(*entry);
            progress.unneeded()
        };
        if self.files.would_trim(unneeded) {
            self.chores.ask();
        }
    }

    fn note_failure(&self, doing: &str, done: &Result<(), StoreError>) {
        match done {
            Err(StoreError::Full) => self.room.ran_out(),
            Err(error) => tracing::error!(%error, "{doing} failed; it will be tried again"),
            Ok(()) => {}
        }
    }

    /// Waits until the index can take more; refuses when it cannot for now.
    pub(crate) fn wait_for_room(&self) -> Result<(), StoreError> {
        loop {
            if !self.room.is_enough() {
                return Err(StoreError::Full);
            }
            if self.index.pressure() == super::index::Pressure::None {
                return Ok(());
            }
            if let Some(why) = self.chores.wait_a_little() {
                return Err(StoreError::Damaged(why));
            }
        }
    }
}
