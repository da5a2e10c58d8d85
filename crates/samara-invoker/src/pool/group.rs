//! One revision of one version: its instances and the calls that wait for one.

use std::collections::VecDeque;
use std::sync::Arc;

use samara_base::Timestamp;
use samara_lambda::Version;
use tokio::sync::oneshot;

use super::{Handover, Held};
use crate::habit::Habit;

/// How soon after a group was thought of growing it is thought of again: thinking reads the
/// load of the machine.
const GROW_EVERY_MS: u64 = 50;

pub(super) struct Idle<I> {
    pub(super) held: Held<I>,
    pub(super) since: Timestamp,
    /// What it counts with.
    pub(super) counted_mib: u64,
    /// Whether that is what it holds: somebody has looked.
    pub(super) settled: bool,
}

/// A call that waits.
pub(super) struct Waiter<I> {
    pub(super) sender: oneshot::Sender<Handover<I>>,
    pub(super) since: Timestamp,
    /// Whether an instance was gone before it had read the call: none that was idle may take it.
    pub(super) unread: bool,
}

pub(super) struct Group<I> {
    pub(super) version: Arc<Version>,
    /// Whether a newer revision of the version has been called.
    pub(super) old: bool,
    /// The one that was used last is last, and is taken first.
    pub(super) idle: Vec<Idle<I>>,
    pub(super) busy: usize,
    pub(super) starting: usize,
    /// Who has waited longest is first.
    pub(super) waiters: VecDeque<Waiter<I>>,
    /// Which way the last instance was started.
    pub(super) way: Option<String>,
    /// When the first instance became ready: from then on there is something to hope for.
    hope_from: Timestamp,
    /// How long calls have waited in all since the group was last thought of growing.
    waited_us: u64,
    grown_at: Timestamp,
}

impl<I> Group<I> {
    pub(super) fn new(version: Arc<Version>, old: bool) -> Self {
        Self {
            version,
            old,
            idle: Vec::new(),
            busy: 0,
            starting: 0,
            waiters: VecDeque::new(),
            way: None,
            hope_from: Timestamp::ZERO,
            waited_us: 0,
            grown_at: Timestamp::ZERO,
        }
    }

    pub(super) fn instance_mib(&self) -> u64 {
        self.version.settings.memory_mib.into()
    }

    /// Whether nothing is left in it.
    pub(super) fn is_empty(&self) -> bool {
        self.idle.is_empty()
            && self.busy == 0
            && self.starting == 0
            && self.waiters.iter().all(|waiter| waiter.sender.is_closed())
    }

    /// An instance has become ready.
    pub(super) fn ready(&mut self, now: Timestamp) {
        self.starting = self.starting.saturating_sub(1);
        if self.busy == 0 && self.idle.is_empty() {
            self.hope_from = now;
        }
    }

    /// How many instances more would serve those who wait better than what is there.
    ///
    /// Where calls are long, everybody who waits gets a start. Where they are short, a busy
    /// instance is free before another could be ready, and whoever waits hopes for it, for as long
    /// as a start takes and no longer. The first of all are started as they come, since nothing is
    /// known of them.
    pub(super) fn starts_wanted(&self, habit: &Habit, now: Timestamp) -> usize {
        let waiting = self.waiters.len();
        let wanted = match habit.call_us() {
            Some(call_us) if habit.start_us() <= call_us => waiting,
            None if self.busy == 0 => waiting,
            _ if self.busy == 0 => self.overdue(habit, now).max(waiting.min(1)),
            _ => self.overdue(habit, now),
        };
        wanted.saturating_sub(self.starting)
    }

    /// How many have waited as long as a start takes.
    fn overdue(&self, habit: &Habit, now: Timestamp) -> usize {
        let grace_ms = habit.grace_ms();
        let waited_ms = |waiter: &Waiter<I>| now.millis_since(waiter.since.max(self.hope_from));
        self.waiters.iter().take_while(|waiter| grace_ms <= waited_ms(waiter)).count()
    }

    /// A call that took so long has ended. Says whether those who wait have by now waited as long
    /// as a start takes, all together: then one more instance pays, if there is a processor for it.
    pub(super) fn would_grow(&mut self, took_us: u64, habit: &Habit, now: Timestamp) -> bool {
        if self.waiters.is_empty() {
            return false;
        }
        // While this call ran, which was one of so many, so many waited.
        let instances = self.busy as u64 + 1;
        let waited_us = took_us.saturating_mul(self.waiters.len() as u64) / instances;
        self.waited_us = self.waited_us.saturating_add(waited_us);
        if self.waited_us < habit.start_us() || now.millis_since(self.grown_at) < GROW_EVERY_MS {
            return false;
        }
        self.waited_us = 0;
        self.grown_at = now;
        true
    }
}
