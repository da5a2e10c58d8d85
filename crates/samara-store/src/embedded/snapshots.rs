//! Open snapshots: which versions of values somebody may still read.
//!
//! One lock orders publishing a commit against opening a snapshot, so that a snapshot never sees
//! half a group and the index never forgets what an open one may read.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::Sequence;

/// The registry.
#[derive(Default)]
pub(crate) struct Snapshots(Mutex<State>);

#[derive(Default)]
struct State {
    published: Sequence,
    due_from: Bytes,
    open: BTreeMap<Sequence, usize>,
}

/// A snapshot; closed when dropped.
pub(crate) struct Snapshot {
    pub(crate) at: Sequence,
    /// Before this there is no due key in it.
    pub(crate) due_from: Bytes,
    of: Arc<Snapshots>,
}

impl Snapshots {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes everything up to a sequence visible to the snapshots opened from now on; `publish`
    /// tells the index, under the lock. Before `due_from` there is no due key then.
    pub(crate) fn publish(
        &self,
        sequence: Sequence,
        due_from: Bytes,
        publish: impl FnOnce(Sequence),
    ) {
        let mut state = self.lock();
        state.published = sequence;
        state.due_from = due_from;
        publish(sequence);
    }

    /// A snapshot of everything that is durable now.
    pub(crate) fn open(self: &Arc<Self>) -> Snapshot {
        let mut state = self.lock();
        let at = state.published;
        *state.open.entry(at).or_default() += 1;
        Snapshot { at, due_from: state.due_from.clone(), of: Arc::clone(self) }
    }

    /// The oldest snapshot that is open or could be opened now.
    pub(crate) fn oldest(&self) -> Sequence {
        let state = self.lock();
        state.open.first_key_value().map_or(state.published, |(at, _)| *at)
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let mut state = self.of.lock();
        if let Some(count) = state.open.get_mut(&self.at) {
            *count -= 1;
            if *count == 0 {
                state.open.remove(&self.at);
            }
        }
    }
}
