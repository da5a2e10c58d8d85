//! What is idle: what it counts with, when it is ended, and for whom.

use samara_base::Timestamp;

use super::group::{Group, Idle};
use super::{Action, Alive, Held, Key, Pool};
use crate::refusals;

/// How long an instance is idle before the sweep looks what it holds: one that is called all the
/// time is not looked at, and by then it has been frozen, so that it holds no more afterwards.
const SETTLE_MS: u64 = 100;

impl<I: Alive> Pool<I> {
    /// Ends the instances that have been idle for too long, are to be retired, or are dead, and
    /// counts the others with what they hold.
    pub(crate) fn expire(&mut self, now: Timestamp) -> Vec<Action<I>> {
        let (idle_ms, idle_ms_max) = (self.limits.idle_ms, self.limits.idle_ms_max);
        let habits = std::mem::take(&mut self.habits);
        let actions = self.end_idle(|key, idle| {
            let learnt = habits.get(&key.function).and_then(|habit| habit.keep_ms(idle_ms_max));
            learnt.unwrap_or(idle_ms) <= now.millis_since(idle.since)
                || idle.held.retire_at <= now
                || !idle.held.instance.is_alive()
        });
        self.habits = habits;
        self.settle(|idle| SETTLE_MS <= now.millis_since(idle.since));
        self.forget_all_unused();
        actions
    }

    /// Ends the instance that has been idle longest: the machine's memory is short.
    pub(crate) fn shed(&mut self) -> Option<Action<I>> {
        self.end_longest_idle().map(Action::Kill)
    }

    /// A function was deleted: what is idle of it ends now, and what is busy with its call.
    pub(crate) fn gone(&mut self, function: &str) -> Vec<Action<I>> {
        for (key, group) in &mut self.groups {
            group.old |= &*key.function == function;
        }
        let actions = self.end_idle(|key, _| &*key.function == function);
        self.forget_all_unused();
        actions
    }

    /// Ends everything that is idle and admits nothing more.
    pub(crate) fn stop(&mut self) -> Vec<Action<I>> {
        self.stopped = true;
        for group in self.groups.values_mut() {
            for waiter in group.waiters.drain(..) {
                // Whoever does not listen any more needs no answer.
                let _ = waiter.sender.send(Err(refusals::stopping()));
            }
        }
        let actions = self.end_idle(|_, _| true);
        self.forget_all_unused();
        actions
    }

    /// Takes the instance of a group that was used last, which is busy from here on; none where all
    /// that is idle is not enough for the memory of a call.
    pub(super) fn unrest(
        &mut self,
        key: &Key,
        now: Timestamp,
    ) -> Option<(Held<I>, Vec<Action<I>>)> {
        let group = self.groups.get_mut(key)?;
        let whole = group.instance_mib();
        if self.books.room() < whole {
            return None;
        }
        let idle = group.idle.pop()?;
        // Before room is made, or the group might be forgotten with the last that was idle.
        group.busy += 1;
        self.books.unrest(idle.counted_mib);
        let actions = self.make_room(whole);
        self.books.promise(whole);
        self.habit(key).idled(now.millis_since(idle.since));
        Some((idle.held, actions))
    }

    /// Ends idle instances until so much memory is free, those first that were idle longest.
    pub(super) fn make_room(&mut self, needed_mib: u64) -> Vec<Action<I>> {
        if self.books.lacks(needed_mib) {
            self.settle(|_| true);
        }
        let mut actions = Vec::new();
        while self.books.lacks(needed_mib) {
            let Some(ended) = self.end_longest_idle() else { break };
            actions.push(Action::Kill(ended));
        }
        actions
    }

    /// Counts those of the idle instances with what they hold at which nobody has looked yet.
    fn settle(&mut self, which: impl Fn(&Idle<I>) -> bool) {
        for group in self.groups.values_mut() {
            let whole = group.instance_mib();
            for idle in group.idle.iter_mut().filter(|idle| !idle.settled && which(idle)) {
                let holds = idle.held.instance.holds_mib();
                idle.counted_mib = self.books.settle(idle.counted_mib, whole, holds);
                idle.settled = true;
            }
        }
    }

    /// Ends those idle instances that a call must not get any more.
    pub(super) fn drop_retired(&mut self, key: &Key, now: Timestamp) -> Vec<Action<I>> {
        let retired = |idle: &Idle<I>| idle.held.retire_at <= now;
        if !self.groups.get(key).is_some_and(|group| group.idle.iter().any(retired)) {
            return Vec::new();
        }
        self.end_idle(|of, idle| of == key && retired(idle))
    }

    /// Lets go of idle instances whose process has ended, until the one that is taken next is
    /// alive: no caller pays for what died while nobody called.
    pub(super) fn drop_dead(&mut self, key: &Key) -> Vec<Action<I>> {
        let mut actions = Vec::new();
        let dead = |idle: &mut Idle<I>| !idle.held.instance.is_alive();
        while let Some(idle) = self.groups.get_mut(key).and_then(|it| it.idle.pop_if(dead)) {
            self.books.unrest(idle.counted_mib);
            actions.push(Action::Kill(idle.held.instance));
        }
        actions
    }

    pub(super) fn end_idle(
        &mut self,
        mut which: impl FnMut(&Key, &Idle<I>) -> bool,
    ) -> Vec<Action<I>> {
        let mut actions = Vec::new();
        for (key, group) in &mut self.groups {
            for idle in group.idle.extract_if(.., |idle| which(key, idle)) {
                self.books.unrest(idle.counted_mib);
                actions.push(Action::Kill(idle.held.instance));
            }
        }
        actions
    }

    /// Ends one when there are too many.
    pub(super) fn end_excess(&mut self) -> Option<Action<I>> {
        let idle: usize = self.groups.values().map(|group| group.idle.len()).sum();
        if idle <= self.limits.idle_instances_max {
            return None;
        }
        self.end_longest_idle().map(Action::Kill)
    }

    fn end_longest_idle(&mut self) -> Option<I> {
        let groups = self.groups.iter().filter(|(_, group)| !group.idle.is_empty());
        let oldest = groups.min_by_key(|(_, group)| group.idle.first().map(|idle| idle.since));
        let key = oldest.map(|(key, _)| key.clone())?;
        let idle = self.groups.get_mut(&key)?.idle.remove(0);
        self.books.unrest(idle.counted_mib);
        self.forget_unused(&key);
        Some(idle.held.instance)
    }

    fn forget_all_unused(&mut self) {
        let keys: Vec<Key> = self.groups.keys().cloned().collect();
        for key in keys {
            self.forget_unused(&key);
        }
    }

    /// Forgets a group in which nothing is left, and a function of which nothing runs; otherwise
    /// every revision that ever ran would be remembered.
    pub(super) fn forget_unused(&mut self, key: &Key) {
        match self.groups.get(key) {
            Some(group) if !Group::is_empty(group) => return,
            _ => drop(self.groups.remove(key)),
        }
        let function = &key.function;
        if self.groups.keys().any(|other| other.function == *function) {
            return;
        }
        if self.functions.get(function).is_some_and(|it| it.running == 0) {
            self.functions.remove(function);
            self.newest.retain(|(name, _), _| name != function);
        }
    }
}
