//! Open snapshots: which versions of values somebody may still read.
//!
//! One lock orders publishing a commit against opening a snapshot, so that a snapshot never sees
//! half a group and the index never forgets what an open one may read.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::Sequence;

/// The registry.
#[derive(Default)]
pub(crate) struct Snapshots(Mutex<State>);

#[derive(Default)]
struct State {
    published: Sequence,
    open: BTreeMap<Sequence, usize>,
}

/// A snapshot; closed when dropped.
pub(crate) struct Snapshot {
    pub(crate) at: Sequence,
    of: Arc<Snapshots>,
}

impl Snapshots {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes everything up to a sequence visible to the snapshots opened from now on; `publish`
    /// tells the index, under the lock.
    pub(crate) fn publish(&self, sequence: Sequence, publish: impl FnOnce(Sequence)) {
        let mut state = self.lock();
        state.published = sequence;
        publish(sequence);
    }

    /// A snapshot of everything that is durable now.
    pub(crate) fn open(self: &Arc<Self>) -> Snapshot {
        let mut state = self.lock();
        let at = state.published;
        *state.open.entry(at).or_default() += 1;
        Snapshot { at, of: Arc::clone(self) }
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
