//! Who is idle, busy, starting and waiting, as a value. Every change returns what has to be done.
//!
//! A *group* is one revision of one version. Calls that find no idle instance wait in their
//! group's queue; whichever instance is free or ready first serves whoever has waited longest, so
//! a start that takes long delays nobody who could be served sooner.
//!
//! A start is the dearest thing that a machine does here: an interpreter, the SDK, the function's
//! own initialisation. So one is made only where it serves better than waiting: at once where
//! calls are longer than a start; where they are short, when a call has waited as long as a start
//! takes, or when all together have and a processor has nothing to do. Sixteen callers of a
//! function that takes a fifth of a millisecond are served best by one or two instances, and of
//! one that takes a second by sixteen. And never many at once: a hundred starts on two cores end a
//! hundred times later, which is beyond every function's timeout.

mod books;
mod group;
mod report;
mod rest;

use std::collections::HashMap;
use std::sync::Arc;

use samara_base::Timestamp;
use samara_lambda::Version;
use samara_service::Refusal;
use tokio::sync::oneshot;

use self::books::Books;
use self::group::{Group, Idle, Waiter};
pub use self::report::{FunctionStatus, VersionStatus};
use crate::admit::{Admit, Counts, Throttle, admit};
use crate::habit::Habit;

/// The most functions whose habits are remembered; those that were called longest ago go first.
const HABITS_MAX: usize = 4096;

/// One revision of one version of a function.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) function: Arc<str>,
    pub(crate) version: Arc<str>,
    pub(crate) revision: Arc<str>,
}

/// What a pool holds.
pub(crate) trait Alive {
    /// Whether it can take another call: its process may have ended while it was idle.
    fn is_alive(&self) -> bool;

    /// Which way it was started and why, for people.
    fn way(&self) -> String;

    /// The memory that it holds, MiB; none where nobody counts it.
    fn holds_mib(&self) -> Option<u64>;
}

/// An instance that is held, and until when it may be used.
#[derive(Debug)]
pub(crate) struct Held<I> {
    pub(crate) instance: I,
    /// When its credentials are too old for another call.
    pub(crate) retire_at: Timestamp,
}

/// What a call that waits is told.
pub(crate) type Handover<I> = Result<Held<I>, Refusal>;

/// What has to be done outside the lock.
#[derive(Debug)]
pub(crate) enum Action<I> {
    /// Start an instance and say how it went with [`Pool::ready`] or [`Pool::failed`].
    Start(Key, Arc<Version>),
    /// End an instance.
    Kill(I),
    /// Look whether a processor is idle, and if so call [`Pool::grow`].
    Consider(Key),
}

/// What becomes of a call.
#[derive(Debug)]
pub(crate) enum Admitted<I> {
    /// This instance runs it.
    Run(Held<I>),
    /// It waits for an instance, and asks again ([`Pool::hurry`]) when it has waited this long.
    Wait { handover: oneshot::Receiver<Handover<I>>, grace_ms: u64 },
    /// It is refused for now.
    Throttle(Throttle),
}

/// The bounds of a pool.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) concurrency_max: u32,
    pub(crate) memory_mib_max: u64,
    pub(crate) waiting_max: usize,
    /// Starts at once in all beyond which a group starts no second one beside its first.
    pub(crate) starts_max: usize,
    /// How long an instance is kept while nothing was learnt of its function.
    pub(crate) idle_ms: u64,
    /// How long at most, whatever was learnt.
    pub(crate) idle_ms_max: u64,
    pub(crate) idle_instances_max: usize,
}

/// How many there are, for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) idle: usize,
    pub(crate) busy: usize,
    pub(crate) starting: usize,
    pub(crate) waiting: usize,
    pub(crate) memory_mib: u64,
}

#[derive(Default)]
struct Function {
    /// Calls that run or wait.
    running: u32,
    reserved: Option<u32>,
}

/// All instances.
pub(crate) struct Pool<I> {
    limits: Limits,
    groups: HashMap<Key, Group<I>>,
    /// The newest revision of each version that was called: when it was made, and its group.
    newest: HashMap<(Arc<str>, Arc<str>), (u64, Key)>,
    functions: HashMap<Arc<str>, Function>,
    habits: HashMap<Arc<str>, Habit>,
    books: Books,
    stopped: bool,
}

impl<I: Alive> Pool<I> {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            groups: HashMap::new(),
            newest: HashMap::new(),
            functions: HashMap::new(),
            habits: HashMap::new(),
            books: Books::new(limits.memory_mib_max),
            stopped: false,
        }
    }

    /// Takes a call of a version whose function has this reserve. What is admitted counts as
    /// running until [`Pool::left`].
    pub(crate) fn admit(
        &mut self,
        version: &Arc<Version>,
        reserved: Option<u32>,
        now: Timestamp,
    ) -> (Key, Admitted<I>, Vec<Action<I>>) {
        let (key, mut actions) = self.group_of(version);
        actions.extend(self.drop_retired(&key, now));
        actions.extend(self.drop_dead(&key));
        let function = self.functions.entry(Arc::clone(&key.function)).or_default();
        function.reserved = reserved;
        let counts = self.counts(&key, reserved);
        let admitted = match admit(&counts) {
            Admit::Throttle(throttle) => {
                self.forget_unused(&key);
                return (key, Admitted::Throttle(throttle), actions);
            }
            Admit::Run => self.unrest(&key, now).map(|(held, ended)| {
                actions.extend(ended);
                Admitted::Run(held)
            }),
            Admit::Start | Admit::Wait => None,
        };
        let admitted = admitted.unwrap_or_else(|| {
            let admitted = self.wait(&key, now);
            actions.extend(self.start_for_waiters(&key, now));
            admitted
        });
        self.habit(&key).last = now;
        if let Some(function) = self.functions.get_mut(&key.function) {
            function.running += 1;
        }
        (key, admitted, actions)
    }

    /// A call that was admitted has ended, in whatever way.
    pub(crate) fn left(&mut self, key: &Key) {
        if let Some(function) = self.functions.get_mut(&key.function) {
            function.running = function.running.saturating_sub(1);
        }
        self.forget_unused(key);
    }

    /// A call that was admitted goes to another instance: its own was gone before it had read it.
    /// It gets one that is ready now or becomes free, and none of the idle ones, which may be gone
    /// for the same reason. It has been given back already.
    pub(crate) fn again(&mut self, key: &Key, now: Timestamp) -> (Admitted<I>, Vec<Action<I>>) {
        let admitted = self.wait(key, now);
        if let Some(waiter) = self.groups.get_mut(key).and_then(|it| it.waiters.back_mut()) {
            waiter.unread = true;
        }
        if self.stopped {
            // Who waits for a sender that is gone is told that the server stops.
            self.groups.get_mut(key).and_then(|group| group.waiters.pop_back());
        }
        (admitted, self.start_for_waiters(key, now))
    }

    /// A call has waited for a time: starts what is worth it by now, and says whether an instance
    /// of its group is on its way.
    pub(crate) fn hurry(&mut self, key: &Key, now: Timestamp) -> (bool, Vec<Action<I>>) {
        let actions = self.start_for_waiters(key, now);
        (self.groups.get(key).is_some_and(|group| 0 < group.starting), actions)
    }

    /// A call that waited does not any more.
    pub(crate) fn forsake(&mut self, key: &Key) {
        if let Some(group) = self.groups.get_mut(key) {
            group.waiters.retain(|waiter| !waiter.sender.is_closed());
        }
    }

    /// A processor is idle while calls wait: one instance more.
    pub(crate) fn grow(&mut self, key: &Key) -> Vec<Action<I>> {
        let worth = |group: &Group<I>| group.starting < group.waiters.len() && !group.old;
        if self.stopped
            || self.limits.starts_max <= self.starting()
            || !self.groups.get(key).is_some_and(worth)
        {
            return Vec::new();
        }
        self.start_one(key).unwrap_or_default()
    }

    /// An instance that was being started is ready.
    pub(crate) fn ready(
        &mut self,
        key: &Key,
        held: Held<I>,
        took_us: u64,
        now: Timestamp,
    ) -> Vec<Action<I>> {
        self.habit(key).started(took_us);
        if let Some(group) = self.groups.get_mut(key) {
            group.ready(now);
            group.way = Some(held.instance.way());
        }
        let mut actions = self.give(key, held, now);
        actions.extend(self.start_what_waits(now));
        actions
    }

    /// An instance could not be started: whoever has waited longest is told why.
    pub(crate) fn failed(&mut self, key: &Key, refusal: Refusal, now: Timestamp) -> Vec<Action<I>> {
        let Some(group) = self.groups.get_mut(key) else { return Vec::new() };
        group.starting = group.starting.saturating_sub(1);
        let freed = group.instance_mib();
        let mut refusal = Err(refusal);
        while let Some(waiter) = group.waiters.pop_front() {
            match waiter.sender.send(refusal) {
                Ok(()) => break,
                Err(unheard) => refusal = unheard,
            }
        }
        self.books.free(freed);
        self.start_what_waits(now)
    }

    /// A call has ended after so long, if that says anything; its instance comes back, unless it
    /// died.
    pub(crate) fn release(
        &mut self,
        key: &Key,
        held: Option<Held<I>>,
        took_us: Option<u64>,
        now: Timestamp,
    ) -> Vec<Action<I>> {
        let mut grows = false;
        if let Some(group) = self.groups.get_mut(key) {
            group.busy = group.busy.saturating_sub(1);
        }
        if let Some(took_us) = took_us {
            let habit = self.habits.entry(Arc::clone(&key.function)).or_default();
            habit.called(took_us);
            let group = self.groups.get_mut(key);
            grows = group.is_some_and(|group| group.would_grow(took_us, habit, now));
        }
        let mut actions = if let Some(held) = held {
            self.give(key, held, now)
        } else {
            self.free_memory_of(key);
            self.start_what_waits(now)
        };
        actions.extend(grows.then(|| Action::Consider(key.clone())));
        actions
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped
    }

    pub(crate) fn totals(&self) -> Totals {
        let mut totals = Totals { memory_mib: self.books.counted(), ..Totals::default() };
        for group in self.groups.values() {
            totals.idle += group.idle.len();
            totals.busy += group.busy;
            totals.starting += group.starting;
            totals.waiting += group.waiters.iter().filter(|it| !it.sender.is_closed()).count();
        }
        totals
    }

    /// The group of a version. When it is newer than what was known, the older one is drained.
    fn group_of(&mut self, version: &Arc<Version>) -> (Key, Vec<Action<I>>) {
        let key = Key {
            function: version.function.as_str().into(),
            version: version.version.as_str().into(),
            revision: version.revision_id.as_str().into(),
        };
        let place = (Arc::clone(&key.function), Arc::clone(&key.version));
        let mut before = None;
        let mut old = false;
        match self.newest.get(&place) {
            Some((_, newest)) if *newest == key => {}
            // A call that was resolved before the newest one came.
            Some((made, _)) if version.last_modified_ms < *made => old = true,
            _ => {
                let newest = (version.last_modified_ms, key.clone());
                before = self.newest.insert(place, newest).map(|(_, before)| before);
            }
        }
        let group =
            self.groups.entry(key.clone()).or_insert_with(|| Group::new(Arc::clone(version), old));
        group.old = old;
        let actions = before.map(|before| self.drain_group(&before)).unwrap_or_default();
        (key, actions)
    }

    fn drain_group(&mut self, key: &Key) -> Vec<Action<I>> {
        if let Some(group) = self.groups.get_mut(key) {
            group.old = true;
        }
        let actions = self.end_idle(|of, _| of == key);
        self.forget_unused(key);
        actions
    }

    /// What is known of a function, to be added to.
    fn habit(&mut self, key: &Key) -> &mut Habit {
        if HABITS_MAX <= self.habits.len() && !self.habits.contains_key(&key.function) {
            let oldest = self.habits.iter().min_by_key(|(_, habit)| habit.last);
            let oldest = oldest.map(|(function, _)| Arc::clone(function));
            oldest.and_then(|function| self.habits.remove(&function));
        }
        self.habits.entry(Arc::clone(&key.function)).or_default()
    }

    fn counts(&self, key: &Key, reserved: Option<u32>) -> Counts {
        let running = |wanted: bool| {
            let all = self.functions.values().filter(move |it| it.reserved.is_some() == wanted);
            all.map(|function| function.running).fold(0_u32, u32::saturating_add)
        };
        let all_reserved = self.functions.values().filter_map(|function| function.reserved);
        let all_reserved = all_reserved.fold(0_u32, u32::saturating_add);
        let group = self.groups.get(key);
        Counts {
            function_running: self.functions.get(&key.function).map_or(0, |it| it.running),
            reserved,
            unreserved_running: running(false),
            unreserved_max: self.limits.concurrency_max.saturating_sub(all_reserved),
            idle: group.is_some_and(|group| !group.idle.is_empty()),
            needed_mib: group.map_or(0, Group::instance_mib),
            free_mib: self.books.room(),
            memory_mib: self.limits.memory_mib_max,
            waiting: self.groups.values().map(|group| group.waiters.len()).sum(),
            waiting_max: self.limits.waiting_max,
        }
    }

    fn wait(&mut self, key: &Key, now: Timestamp) -> Admitted<I> {
        let (sender, handover) = oneshot::channel();
        let mut alone = false;
        if let Some(group) = self.groups.get_mut(key) {
            alone = group.busy == 0 && group.starting == 0;
            group.waiters.push_back(Waiter { sender, since: now, unread: false });
        }
        let habit = self.habit(key);
        if alone && Timestamp::ZERO < habit.last {
            // An instance that had been kept since then would have served it.
            habit.idled(now.millis_since(habit.last));
        }
        Admitted::Wait { handover, grace_ms: habit.grace_ms() }
    }

    /// Starts as many instances as those who wait are better served by, and as memory and the
    /// bound of starts allow.
    fn start_for_waiters(&mut self, key: &Key, now: Timestamp) -> Vec<Action<I>> {
        let mut actions = Vec::new();
        let unknown = Habit::default();
        while !self.stopped {
            let Some(group) = self.groups.get(key) else { break };
            let habit = self.habits.get(&key.function).unwrap_or(&unknown);
            let many = self.limits.starts_max <= self.starting() && 0 < group.starting;
            if many || group.starts_wanted(habit, now) == 0 {
                break;
            }
            match self.start_one(key) {
                Some(more) => actions.extend(more),
                None => break,
            }
        }
        actions
    }

    /// Starts an instance, if there is memory, or if instances that are idle give theirs.
    fn start_one(&mut self, key: &Key) -> Option<Vec<Action<I>>> {
        let group = self.groups.get_mut(key)?;
        let (needed, version) = (group.instance_mib(), Arc::clone(&group.version));
        if self.books.room() < needed {
            return None;
        }
        group.starting += 1;
        let mut actions = self.make_room(needed);
        self.books.promise(needed);
        actions.push(Action::Start(key.clone(), version));
        Some(actions)
    }

    fn starting(&self) -> usize {
        self.groups.values().map(|group| group.starting).sum()
    }

    /// Memory has become free, or a start has ended: groups whose calls wait for it may start.
    fn start_what_waits(&mut self, now: Timestamp) -> Vec<Action<I>> {
        let waits = |group: &Group<I>| group.starting < group.waiters.len();
        let waiting: Vec<Key> = self
            .groups
            .iter()
            .filter(|(_, group)| waits(group))
            .map(|(key, _)| key.clone())
            .collect();
        let mut actions = Vec::new();
        for key in &waiting {
            actions.extend(self.serve_by_idle(key, now));
            actions.extend(self.start_for_waiters(key, now));
        }
        actions
    }

    /// Calls that wait although an instance of theirs is idle did so for its memory.
    fn serve_by_idle(&mut self, key: &Key, now: Timestamp) -> Vec<Action<I>> {
        let mut actions = self.drop_dead(key);
        let wants = |group: &Group<I>| group.waiters.front().is_some_and(|first| !first.unread);
        while self.groups.get(key).is_some_and(wants) {
            let Some((held, ended)) = self.unrest(key, now) else { break };
            actions.extend(ended);
            if let Some(group) = self.groups.get_mut(key) {
                group.busy = group.busy.saturating_sub(1);
            }
            actions.extend(self.give(key, held, now));
        }
        actions
    }

    /// Gives an instance to whoever has waited longest, or keeps it warm.
    fn give(&mut self, key: &Key, mut held: Held<I>, now: Timestamp) -> Vec<Action<I>> {
        let Some(group) = self.groups.get_mut(key) else {
            return vec![Action::Kill(held.instance)];
        };
        if now < held.retire_at {
            while let Some(waiter) = group.waiters.pop_front() {
                match waiter.sender.send(Ok(held)) {
                    Ok(()) => {
                        group.busy += 1;
                        return Vec::new();
                    }
                    Err(Ok(unheard)) => held = unheard,
                    // Cannot be: what comes back is what was sent.
                    Err(Err(_)) => return Vec::new(),
                }
            }
        }
        if group.old || self.stopped || held.retire_at <= now {
            self.free_memory_of(key);
            let mut actions = self.start_what_waits(now);
            actions.push(Action::Kill(held.instance));
            return actions;
        }
        let whole = group.instance_mib();
        group.idle.push(Idle { held, since: now, counted_mib: whole, settled: false });
        self.books.rest(whole);
        let mut actions = self.start_what_waits(now);
        actions.extend(self.end_excess());
        actions
    }

    /// An instance that was busy is gone.
    fn free_memory_of(&mut self, key: &Key) {
        let freed = self.groups.get(key).map_or(0, Group::instance_mib);
        self.books.free(freed);
    }
}

#[cfg(test)]
mod tests;
