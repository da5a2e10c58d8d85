//! The newest groups of the log in memory, for followers at the head.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use super::log::record::Record;
use super::log::take_commits;
use crate::{Commit, Sequence, StoreError};

/// The newest groups, at most so many bytes.
pub(crate) struct Recent {
    bytes_max: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    groups: VecDeque<RecentGroup>,
    bytes: usize,
    /// Everything after this is here.
    begins_after: Sequence,
}

#[derive(Clone)]
struct RecentGroup {
    first: Sequence,
    last: Sequence,
    body: Bytes,
}

impl Recent {
    /// Nothing yet of what follows `head`.
    pub(crate) fn new(bytes_max: usize, head: Sequence) -> Self {
        Self { bytes_max, state: Mutex::new(State { begins_after: head, ..State::default() }) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a group in that is synced.
    pub(crate) fn push(&self, first: Sequence, last: Sequence, body: Bytes) {
        let mut state = self.lock();
        state.bytes += body.len();
        state.groups.push_back(RecentGroup { first, last, body });
        while self.bytes_max < state.bytes {
            let Some(oldest) = state.groups.pop_front() else { break };
            state.bytes -= oldest.body.len();
            state.begins_after = oldest.last;
        }
    }

    /// Commits after `after`, some `bytes_max` of them; `None` when the files must be asked.
    pub(crate) fn read(
        &self,
        after: Sequence,
        bytes_max: usize,
    ) -> Option<Result<Vec<Commit>, StoreError>> {
        let groups = self.groups_after(after, bytes_max)?;
        let mut commits = Vec::new();
        let mut left = bytes_max;
        let mut at = after + 1;
        for group in groups {
            let Ok(records) = Record::decode_all(group.body) else {
                let place = format!("the group of commit {} in memory", group.first);
                return Some(Err(StoreError::Damaged(place)));
            };
            take_commits(records, &mut at, &mut left, &mut commits);
        }
        Some(Ok(commits))
    }

    fn groups_after(&self, after: Sequence, bytes_max: usize) -> Option<Vec<RecentGroup>> {
        let state = self.lock();
        if after < state.begins_after {
            return None;
        }
        let from = state.groups.partition_point(|group| group.last <= after);
        let mut bytes = 0;
        let enough = |group: &&RecentGroup| {
            let more = bytes < bytes_max.max(1);
            bytes += group.body.len();
            more
        };
        Some(state.groups.iter().skip(from).take_while(enough).cloned().collect())
    }
}
