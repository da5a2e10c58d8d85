//! Who is idle, busy, starting and waiting, as a value. Every change returns what has to be done.
//!
//! A *group* is one revision of one version. Calls that find no idle instance wait in their
//! group's queue while instances start; whichever is free or ready first serves whoever has waited
//! longest, so a start that takes long delays nobody who could be served sooner.
//!
//! A start is the dearest thing that a machine does here: an interpreter, the SDK, the function's
//! own initialisation. A hundred at once on two cores end a hundred times later, which is beyond
//! every function's timeout; one after another, the first serves most of what waits. So a group
//! that waits may always start one, and more only while few start in all.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use samara_base::Timestamp;
use samara_lambda::Version;
use samara_service::Refusal;
use tokio::sync::oneshot;

use crate::admit::{Admit, Counts, Throttle, admit};
use crate::refusals;

/// One revision of one version of a function.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) function: Arc<str>,
    pub(crate) version: Arc<str>,
    pub(crate) revision: Arc<str>,
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
}

/// What becomes of a call.
#[derive(Debug)]
pub(crate) enum Admitted<I> {
    /// This instance runs it.
    Run(Held<I>),
    /// It waits for an instance; `patient` ones have none on its way and give up after a time.
    Wait { handover: oneshot::Receiver<Handover<I>>, patient: bool },
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
    pub(crate) idle_ms: u64,
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

struct Idle<I> {
    held: Held<I>,
    since: Timestamp,
}

struct Group<I> {
    version: Arc<Version>,
    /// Whether a newer revision of the version has been called.
    old: bool,
    /// The one that was used last is last, and is taken first.
    idle: Vec<Idle<I>>,
    busy: usize,
    starting: usize,
    waiters: VecDeque<oneshot::Sender<Handover<I>>>,
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
    memory_mib: u64,
    stopped: bool,
}

impl<I> Pool<I> {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            groups: HashMap::new(),
            newest: HashMap::new(),
            functions: HashMap::new(),
            memory_mib: 0,
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
        let function = self.functions.entry(Arc::clone(&key.function)).or_default();
        function.reserved = reserved;
        let counts = self.counts(&key, reserved);
        let admitted = match admit(&counts) {
            Admit::Throttle(throttle) => {
                self.forget_unused(&key);
                return (key, Admitted::Throttle(throttle), actions);
            }
            Admit::Run => self.take_idle(&key),
            Admit::Start => None,
            Admit::Wait => {
                let (handover, patient) = (self.wait(&key), true);
                Some(Admitted::Wait { handover, patient })
            }
        };
        let admitted = admitted.unwrap_or_else(|| {
            let handover = self.wait(&key);
            actions.extend(self.start_for_waiters(&key));
            // It may have to wait until there is memory, or until others have started.
            let short = |group: &Group<I>| group.starting < group.waiters.len();
            let patient = self.groups.get(&key).is_some_and(short);
            Admitted::Wait { handover, patient }
        });
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

    /// An instance that was being started is ready.
    pub(crate) fn ready(&mut self, key: &Key, held: Held<I>, now: Timestamp) -> Vec<Action<I>> {
        if let Some(group) = self.groups.get_mut(key) {
            group.starting = group.starting.saturating_sub(1);
        }
        let mut actions = self.give(key, held, now);
        actions.extend(self.start_what_waits());
        actions
    }

    /// An instance could not be started: whoever has waited longest is told why.
    pub(crate) fn failed(&mut self, key: &Key, refusal: Refusal) -> Vec<Action<I>> {
        let Some(group) = self.groups.get_mut(key) else { return Vec::new() };
        group.starting = group.starting.saturating_sub(1);
        self.memory_mib = self.memory_mib.saturating_sub(group.version.settings.memory_mib.into());
        let mut refusal = Err(refusal);
        while let Some(waiter) = group.waiters.pop_front() {
            match waiter.send(refusal) {
                Ok(()) => break,
                Err(unheard) => refusal = unheard,
            }
        }
        self.start_what_waits()
    }

    /// A call has ended; its instance comes back, unless it died.
    pub(crate) fn release(
        &mut self,
        key: &Key,
        held: Option<Held<I>>,
        now: Timestamp,
    ) -> Vec<Action<I>> {
        if let Some(group) = self.groups.get_mut(key) {
            group.busy = group.busy.saturating_sub(1);
        }
        if let Some(held) = held {
            return self.give(key, held, now);
        }
        self.free_memory_of(key);
        self.start_what_waits()
    }

    /// Ends the instances that have been idle for too long or are to be retired.
    pub(crate) fn expire(&mut self, now: Timestamp) -> Vec<Action<I>> {
        let idle_ms = self.limits.idle_ms;
        let gone = |idle: &mut Idle<I>| {
            idle_ms <= now.millis_since(idle.since) || idle.held.retire_at <= now
        };
        let actions = self.end_idle(|_, idle| gone(idle));
        self.forget_all_unused();
        actions
    }

    /// Ends everything that is idle and admits nothing more.
    pub(crate) fn stop(&mut self) -> Vec<Action<I>> {
        self.stopped = true;
        for group in self.groups.values_mut() {
            for waiter in group.waiters.drain(..) {
                // Whoever does not listen any more needs no answer.
                let _ = waiter.send(Err(refusals::stopping()));
            }
        }
        let actions = self.end_idle(|_, _| true);
        self.forget_all_unused();
        actions
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped
    }

    pub(crate) fn totals(&self) -> Totals {
        let mut totals = Totals { memory_mib: self.memory_mib, ..Totals::default() };
        for group in self.groups.values() {
            totals.idle += group.idle.len();
            totals.busy += group.busy;
            totals.starting += group.starting;
            totals.waiting += group.waiters.iter().filter(|waiter| !waiter.is_closed()).count();
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
        let group = self.groups.entry(key.clone()).or_insert_with(|| Group {
            version: Arc::clone(version),
            old,
            idle: Vec::new(),
            busy: 0,
            starting: 0,
            waiters: VecDeque::new(),
        });
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

    fn counts(&self, key: &Key, reserved: Option<u32>) -> Counts {
        let running = |wanted: bool| {
            let all = self.functions.values().filter(move |it| it.reserved.is_some() == wanted);
            all.map(|function| function.running).fold(0_u32, u32::saturating_add)
        };
        let all_reserved = self.functions.values().filter_map(|function| function.reserved);
        let all_reserved = all_reserved.fold(0_u32, u32::saturating_add);
        let idle_mib: u64 = self.groups.values().map(Group::idle_mib).sum();
        let group = self.groups.get(key);
        Counts {
            function_running: self.functions.get(&key.function).map_or(0, |it| it.running),
            reserved,
            unreserved_running: running(false),
            unreserved_max: self.limits.concurrency_max.saturating_sub(all_reserved),
            idle: group.is_some_and(|group| !group.idle.is_empty()),
            needed_mib: group.map_or(0, Group::instance_mib),
            free_mib: (self.limits.memory_mib_max + idle_mib).saturating_sub(self.memory_mib),
            memory_mib: self.limits.memory_mib_max,
            waiting: self.groups.values().map(|group| group.waiters.len()).sum(),
            waiting_max: self.limits.waiting_max,
        }
    }

    fn take_idle(&mut self, key: &Key) -> Option<Admitted<I>> {
        let group = self.groups.get_mut(key)?;
        let idle = group.idle.pop()?;
        group.busy += 1;
        Some(Admitted::Run(idle.held))
    }

    fn wait(&mut self, key: &Key) -> oneshot::Receiver<Handover<I>> {
        let (sender, receiver) = oneshot::channel();
        if let Some(group) = self.groups.get_mut(key) {
            group.waiters.retain(|waiter| !waiter.is_closed());
            group.waiters.push_back(sender);
        }
        receiver
    }

    /// Starts as many instances as calls wait for one, and as memory and the bound of starts
    /// allow; takes memory from idle instances of others, those first that were idle longest.
    fn start_for_waiters(&mut self, key: &Key) -> Vec<Action<I>> {
        let mut actions = Vec::new();
        while !self.stopped {
            let many = self.limits.starts_max <= self.starting();
            let Some(group) = self.groups.get_mut(key) else { break };
            group.waiters.retain(|waiter| !waiter.is_closed());
            let needed = group.instance_mib();
            let enough = group.waiters.len() <= group.starting;
            if enough || (many && 0 < group.starting) {
                break;
            }
            while self.limits.memory_mib_max < self.memory_mib + needed {
                match self.end_longest_idle() {
                    Some(instance) => actions.push(Action::Kill(instance)),
                    None => return actions,
                }
            }
            let Some(group) = self.groups.get_mut(key) else { break };
            group.starting += 1;
            self.memory_mib += needed;
            actions.push(Action::Start(key.clone(), Arc::clone(&group.version)));
        }
        actions
    }

    fn starting(&self) -> usize {
        self.groups.values().map(|group| group.starting).sum()
    }

    /// Memory has become free, or a start has ended: groups whose calls wait for it may start.
    fn start_what_waits(&mut self) -> Vec<Action<I>> {
        let waits = |group: &Group<I>| group.starting < group.waiters.len();
        let waiting: Vec<Key> = self
            .groups
            .iter()
            .filter(|(_, group)| waits(group))
            .map(|(key, _)| key.clone())
            .collect();
        waiting.iter().flat_map(|key| self.start_for_waiters(key)).collect()
    }

    /// Gives an instance to whoever has waited longest, or keeps it warm.
    fn give(&mut self, key: &Key, mut held: Held<I>, now: Timestamp) -> Vec<Action<I>> {
        let Some(group) = self.groups.get_mut(key) else {
            return vec![Action::Kill(held.instance)];
        };
        if now < held.retire_at {
            while let Some(waiter) = group.waiters.pop_front() {
                match waiter.send(Ok(held)) {
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
            let mut actions = self.start_what_waits();
            actions.push(Action::Kill(held.instance));
            return actions;
        }
        group.idle.push(Idle { held, since: now });
        let mut actions = self.start_what_waits();
        let idle: usize = self.groups.values().map(|group| group.idle.len()).sum();
        if self.limits.idle_instances_max < idle {
            actions.extend(self.end_longest_idle().map(Action::Kill));
        }
        actions
    }

    /// Ends those idle instances that a call must not get any more.
    fn drop_retired(&mut self, key: &Key, now: Timestamp) -> Vec<Action<I>> {
        self.end_idle(|of, idle| of == key && idle.held.retire_at <= now)
    }

    fn end_idle(&mut self, mut which: impl FnMut(&Key, &mut Idle<I>) -> bool) -> Vec<Action<I>> {
        let mut actions = Vec::new();
        for (key, group) in &mut self.groups {
            for idle in group.idle.extract_if(.., |idle| which(key, idle)) {
                self.memory_mib =
                    self.memory_mib.saturating_sub(group.version.settings.memory_mib.into());
                actions.push(Action::Kill(idle.held.instance));
            }
        }
        actions
    }

    fn forget_all_unused(&mut self) {
        let keys: Vec<Key> = self.groups.keys().cloned().collect();
        for key in keys {
            self.forget_unused(&key);
        }
    }

    fn end_longest_idle(&mut self) -> Option<I> {
        let groups = self.groups.iter().filter(|(_, group)| !group.idle.is_empty());
        let oldest = groups.min_by_key(|(_, group)| group.idle.first().map(|idle| idle.since));
        let key = oldest.map(|(key, _)| key.clone())?;
        let idle = self.groups.get_mut(&key)?.idle.remove(0);
        self.free_memory_of(&key);
        self.forget_unused(&key);
        Some(idle.held.instance)
    }

    fn free_memory_of(&mut self, key: &Key) {
        let freed = self.groups.get(key).map_or(0, Group::instance_mib);
        self.memory_mib = self.memory_mib.saturating_sub(freed);
    }

    /// Forgets a group in which nothing is left, and a function of which nothing runs; otherwise
    /// every revision that ever ran would be remembered.
    fn forget_unused(&mut self, key: &Key) {
        let empty = |group: &Group<I>| {
            group.idle.is_empty()
                && group.busy == 0
                && group.starting == 0
                && group.waiters.iter().all(oneshot::Sender::is_closed)
        };
        match self.groups.get(key) {
            Some(group) if !empty(group) => return,
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

impl<I> Group<I> {
    fn instance_mib(&self) -> u64 {
        self.version.settings.memory_mib.into()
    }

    fn idle_mib(&self) -> u64 {
        self.idle.len() as u64 * self.instance_mib()
    }
}

#[cfg(test)]
mod tests;
