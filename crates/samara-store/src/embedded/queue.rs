//! The committer's queue: transactions that wait for their group.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::snapshots::Snapshot;
use super::transaction::Outcome;
use crate::write::total_bytes;
use crate::{About, Sequence, StoreError, Work};

/// About how much one group may write, bytes: longer ones would make the first in it wait.
const GROUP_BYTES: usize = 16 * 1024 * 1024;

/// A transaction that was run and wants to commit.
pub(crate) struct Ticket {
    pub(crate) about: About,
    pub(crate) work: Work,
    pub(crate) outcome: Outcome,
    /// The snapshot that it read.
    pub(crate) snapshot: Snapshot,
    /// How often it was run outside already: the last time counts even if it must be run again.
    pub(crate) tries: u32,
    pub(crate) reply: oneshot::Sender<Reply>,
    /// Its share of the queue's bound, given back when it is answered.
    pub(crate) permit: OwnedSemaphorePermit,
}

/// What became of a transaction.
pub(crate) enum Reply {
    /// Done: its sequence, or nothing when its last run refused or wrote nothing.
    Done(Result<Option<Sequence>, StoreError>),
    /// It lost and is too large to be run by the committer: try again.
    Again(About, Work),
}

/// The queue.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Ticket>,
    closed: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a transaction; false (and it is gone) when the store is closed.
    pub(crate) fn push(&self, ticket: Ticket) -> bool {
        let mut state = self.lock();
        if state.closed {
            return false;
        }
        state.waiting.push_back(ticket);
        self.changed.notify_one();
        true
    }

    /// What waits, as far as one group takes it; waits for something. `None` when the queue is
    /// closed and empty.
    pub(crate) fn take(&self) -> Option<Vec<Ticket>> {
        let mut state = self.lock();
        while state.waiting.is_empty() {
            if state.closed {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let mut bytes = 0;
        let mut batch = Vec::with_capacity(state.waiting.len());
        while bytes < GROUP_BYTES
            && let Some(ticket) = state.waiting.pop_front()
        {
            bytes += total_bytes(&ticket.outcome.writes);
            batch.push(ticket);
        }
        Some(batch)
    }

    /// Takes nothing more; what waits is still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }
}
