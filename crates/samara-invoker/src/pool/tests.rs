//! The pool as a value: what happens, and what has to be done because of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use samara_base::Timestamp;
use samara_lambda::{Code, Settings, Version};
use samara_service::Refusal;
use tokio::sync::oneshot;

use super::{Action, Admitted, Alive, Handover, Held, Key, Limits, Pool, Totals};

const MEMORY_MIB: u32 = 128;
const FOREVER: Timestamp = Timestamp::MAX;
const NOW: Timestamp = Timestamp::from_secs(1_000);
/// How long starts and calls take here, microseconds: a call is much shorter.
const START_US: u64 = 40_000;
const CALL_US: u64 = 200;
/// When whoever waits since [`NOW`] has waited as long as a start takes.
const LATER: Timestamp = Timestamp::from_millis(1_000_100);

/// From this number on an instance tells what it holds, which is so much, MiB.
const LIGHT: u32 = 500_000;
const HOLDS_MIB: u64 = 10;
/// From this number on an instance is dead.
const DEAD: u32 = 1_000_000;

impl Alive for u32 {
    fn is_alive(&self) -> bool {
        *self < DEAD
    }

    fn way(&self) -> String {
        format!("way {self}")
    }

    fn holds_mib(&self) -> Option<u64> {
        (LIGHT <= *self).then_some(HOLDS_MIB)
    }
}

/// A pool of instances that are numbers, in the order in which they were started.
struct Script {
    pool: Pool<u32>,
    started: Vec<Key>,
    killed: Vec<u32>,
    considered: Vec<Key>,
    /// What is added to the numbers of instances.
    first: u32,
}

impl Script {
    fn new(memory_mib_max: u64) -> Self {
        let limits = Limits {
            concurrency_max: 10,
            memory_mib_max,
            waiting_max: 2,
            starts_max: 3,
            idle_ms: 60_000,
            idle_ms_max: 600_000,
            idle_instances_max: 2,
        };
        Self {
            pool: Pool::new(limits),
            started: Vec::new(),
            killed: Vec::new(),
            considered: Vec::new(),
            first: 0,
        }
    }

    /// Of instances that hold little while they are idle.
    fn light(memory_mib_max: u64, idle_instances_max: usize) -> Self {
        let mut script = Self { first: LIGHT, ..Self::new(memory_mib_max) };
        script.pool.limits.idle_instances_max = idle_instances_max;
        script
    }

    fn call(&mut self, function: &str, revision: u64) -> (Key, Admitted<u32>) {
        self.call_reserved(function, revision, None)
    }

    fn call_reserved(
        &mut self,
        function: &str,
        revision: u64,
        reserved: Option<u32>,
    ) -> (Key, Admitted<u32>) {
        let version = version(function, revision);
        let (key, admitted, actions) = self.pool.admit(&version, reserved, NOW);
        self.take(actions);
        (key, admitted)
    }

    /// The start with a number is ready.
    fn ready(&mut self, number: usize) {
        let key = self.started[number].clone();
        let instance = self.first + u32::try_from(number).unwrap();
        let held = Held { instance, retire_at: FOREVER };
        let actions = self.pool.ready(&key, held, START_US, NOW);
        self.take(actions);
    }

    /// A call ends and its instance comes back.
    fn end(&mut self, key: &Key, held: Option<Held<u32>>) {
        self.end_after(key, held, CALL_US);
    }

    fn end_after(&mut self, key: &Key, held: Option<Held<u32>>, took_us: u64) {
        let actions = self.pool.release(key, held, Some(took_us), NOW);
        self.pool.left(key);
        self.take(actions);
    }

    /// Whoever waits has waited as long as a start takes; whether an instance is on its way.
    fn hurry(&mut self, key: &Key) -> bool {
        let (coming, actions) = self.pool.hurry(key, LATER);
        self.take(actions);
        coming
    }

    fn take(&mut self, actions: Vec<Action<u32>>) {
        for action in actions {
            match action {
                Action::Start(key, _) => self.started.push(key),
                Action::Kill(instance) => self.killed.push(instance),
                Action::Consider(key) => self.considered.push(key),
            }
        }
    }

    /// Another one, while the first is busy.
    fn second(&mut self, function: &str, key: &Key) -> (Key, Held<u32>) {
        let (_, admitted) = self.call(function, 1);
        let mut waits = waits(admitted);
        self.hurry(key);
        self.ready(self.started.len() - 1);
        (key.clone(), waits.try_recv().unwrap().unwrap())
    }

    /// An instance that runs a call of a function, started for it.
    fn running(&mut self, function: &str) -> (Key, Held<u32>) {
        let (key, admitted) = self.call(function, 1);
        let mut waits = waits(admitted);
        self.ready(self.started.len() - 1);
        (key, waits.try_recv().unwrap().unwrap())
    }
}

fn version(function: &str, revision: u64) -> Arc<Version> {
    Arc::new(Version {
        function: function.to_owned(),
        version: "$LATEST".to_owned(),
        settings: Settings {
            runtime: "python3.13".to_owned(),
            role: String::new(),
            handler: String::new(),
            description: String::new(),
            timeout_s: 3,
            memory_mib: MEMORY_MIB,
            environment: BTreeMap::new(),
            ephemeral_mib: 512,
            architecture: String::new(),
            log_group: None,
            tracing: String::new(),
            subnets: Vec::new(),
            security_groups: Vec::new(),
            snap_start: false,
        },
        code: Code { blob: String::new(), size: 0 },
        last_modified_ms: revision,
        revision_id: revision.to_string(),
        snapshot: samara_lambda::Snapshot::None,
    })
}

#[track_caller]
fn waits(admitted: Admitted<u32>) -> oneshot::Receiver<Handover<u32>> {
    match admitted {
        Admitted::Wait { handover, .. } => handover,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn runs(admitted: Admitted<u32>) -> Held<u32> {
    match admitted {
        Admitted::Run(held) => held,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_instance_is_kept_warm_and_used_again() {
    let mut script = Script::new(1024);
    let (key, held) = script.running("f");
    script.end(&key, Some(held));
    let (_, admitted) = script.call("f", 1);
    assert_eq!(runs(admitted).instance, 0);
    // It serves one call at a time: the next one gets another, once it has waited.
    let _second = waits(script.call("f", 1).1);
    assert_eq!(script.started.len(), 1);
    assert!(script.hurry(&key));
    assert_eq!(script.started.len(), 2);
}

/// Sixteen interpreters that fight for two processors serve a short function worse than one that
/// is warm; one that takes seconds needs as many as there are callers.
#[test]
fn a_start_is_made_where_it_serves_better_than_waiting() {
    for (call_us, started) in [(CALL_US, 1), (2 * START_US, 4)] {
        let mut script = Script::new(1024);
        let (key, held) = script.running("f");
        script.end_after(&key, Some(held), call_us);
        let _busy = runs(script.call("f", 1).1);
        let _waiters: Vec<_> = (0..3).map(|_| waits(script.call("f", 1).1)).collect();
        assert_eq!(script.started.len(), started, "calls of {call_us} us");
        // Whoever has waited as long as a start takes gets one, whatever was thought of it.
        assert!(script.hurry(&key));
        assert_eq!(script.started.len(), 4, "calls of {call_us} us");
    }
}

/// A function that waits for others most of its time must not be served by one instance alone for
/// ever, only because each of its callers waits but a little.
#[test]
fn many_short_waits_grow_a_group_where_a_processor_is_idle() {
    let mut script = Script::new(1024);
    let (key, mut held) = script.running("f");
    let mut waiters: Vec<_> = (0..9).map(|_| waits(script.call("f", 1).1)).collect();
    for waiter in &mut waiters {
        script.end_after(&key, Some(held), START_US / 4);
        held = waiter.try_recv().unwrap().unwrap();
    }
    assert_eq!((script.considered.len(), script.started.len()), (1, 1));
    // Nobody waits any more when the load of the machine has been read.
    assert!(script.pool.grow(&key).is_empty());
    let _tenth = waits(script.call("f", 1).1);
    let actions = script.pool.grow(&key);
    script.take(actions);
    assert_eq!(script.started.len(), 2);
}

/// A call must not wait for its own slow start when another instance is free sooner.
#[test]
fn whoever_waits_longest_takes_what_is_free_or_ready_first() {
    let mut script = Script::new(1024);
    let (key, held) = script.running("f");
    let mut second = waits(script.call("f", 1).1);
    let mut third = waits(script.call("f", 1).1);
    script.hurry(&key);
    script.end(&key, Some(held));
    assert_eq!(second.try_recv().unwrap().unwrap().instance, 0);
    script.ready(2);
    assert_eq!(third.try_recv().unwrap().unwrap().instance, 2);
    script.ready(1);
    assert_eq!(script.pool.totals().idle, 1);
}

/// After a deployment nobody may be served by the old code once the new was seen.
#[test]
fn a_new_revision_drains_the_old_one() {
    let mut script = Script::new(1024);
    let (key, busy) = script.running("f");
    let (other, idle) = script.second("f", &key);
    script.end(&other, Some(idle));
    let mut new = waits(script.call("f", 2).1);
    assert_eq!(script.killed, [1]);
    script.end(&key, Some(busy));
    assert_eq!(script.killed, [1, 0]);
    script.ready(2);
    assert_eq!(new.try_recv().unwrap().unwrap().instance, 2);
    assert_eq!(script.pool.totals().memory_mib, u64::from(MEMORY_MIB));
}

#[test]
fn memory_is_shared_by_waiting_and_by_ending_what_is_idle() {
    let mut script = Script::new(256);
    let (key, first) = script.running("f");
    let (other, second) = script.running("g");
    // Nothing is idle: the call waits until one of its own ends.
    let (_, admitted) = script.call("f", 1);
    let mut waiter = waits(admitted);
    assert!(!script.hurry(&key), "nothing is on its way");
    script.end(&key, Some(first));
    assert_eq!(waiter.try_recv().unwrap().unwrap().instance, 0);
    // An idle instance of another function makes room.
    script.end(&other, Some(second));
    let _third = waits(script.call("h", 1).1);
    assert_eq!((script.killed.as_slice(), script.started.len()), (&[1][..], 3));
    assert_eq!(script.pool.totals().memory_mib, 256);
}

/// A hundred functions that somebody calls now and then must all stay warm on a machine that could
/// not run them all at once: idle, each holds a tenth of what it may use.
#[test]
fn what_is_idle_takes_no_more_than_it_holds() {
    let mut script = Script::light(512, 100);
    for number in 0..30 {
        let (key, held) = script.running(&format!("f-{number}"));
        script.end(&key, Some(held));
    }
    assert_eq!((script.killed.len(), script.pool.totals().idle), (0, 30));
    let _none = script.pool.expire(NOW.plus_millis(1_000));
    assert_eq!(script.pool.totals().memory_mib, 30 * HOLDS_MIB);
    // Whoever is called has all of its memory; as few as can be make room for it.
    let held = runs(script.call("f-0", 1).1);
    assert_eq!(held.instance, LIGHT);
    assert_eq!(script.pool.totals().memory_mib, 29 * HOLDS_MIB + u64::from(MEMORY_MIB));
    let _second = runs(script.call("f-29", 1).1);
    assert_eq!(script.killed.len(), 3);
    assert_eq!(script.pool.totals().memory_mib, 25 * HOLDS_MIB + 2 * u64::from(MEMORY_MIB));
}

/// An instance that is idle while others have all memory must serve whoever waits for it as soon as
/// one of them ends: no other is started beside it, and nobody is forgotten.
#[test]
fn whoever_waits_for_the_memory_of_an_idle_instance_gets_both() {
    let mut script = Script::light(300, 100);
    let (idle, held) = script.running("f");
    script.end(&idle, Some(held));
    let (first, busy) = script.running("g");
    let _other = script.running("h");
    let mut waiter = waits(script.call("f", 1).1);
    assert!(!script.hurry(&idle), "nothing is on its way");
    script.end(&first, Some(busy));
    assert_eq!(waiter.try_recv().unwrap().unwrap().instance, LIGHT);
    assert_eq!((script.started.len(), script.killed.len()), (3, 0));
    let totals = script.pool.totals();
    assert_eq!((totals.busy, totals.idle), (2, 1));
}

/// A call that waits for memory must get it when an instance of another function dies.
#[test]
fn memory_that_becomes_free_starts_what_waits() {
    let mut script = Script::new(128);
    let (key, _dies) = script.running("f");
    let mut waiter = waits(script.call("g", 1).1);
    assert_eq!(script.started.len(), 1);
    script.end(&key, None);
    assert_eq!(script.started.len(), 2);
    script.ready(1);
    assert!(waiter.try_recv().unwrap().is_ok());
}

/// A hundred events for one function must not become a hundred interpreters that start at once,
/// each so slowly that all of them time out, nor keep another function from its first start.
#[test]
fn few_start_at_once_and_the_others_wait_for_them() {
    let mut script = Script::new(4096);
    let mut waiters: Vec<_> = (0..6).map(|_| waits(script.call("f", 1).1)).collect();
    assert_eq!(script.started.len(), 3);
    // Another function is not held up by them, though it too gets only one.
    let _others = [waits(script.call("g", 1).1), waits(script.call("g", 1).1)];
    assert_eq!(script.started.len(), 4);
    // What is ready serves the first. The others may hope for it, for a time; then one more starts
    // as soon as fewer than three do.
    script.ready(0);
    let key = script.started[0].clone();
    script.hurry(&key);
    assert_eq!(script.started.len(), 4);
    script.ready(1);
    script.hurry(&key);
    assert_eq!(script.started.len(), 5);
    let served = waiters.iter_mut().filter_map(|waiter| waiter.try_recv().ok()).count();
    assert_eq!(served, 2);
}

#[test]
fn too_many_that_wait_are_throttled() {
    let mut script = Script::new(128);
    let _busy = script.running("f");
    let _first = waits(script.call("f", 1).1);
    let _second = waits(script.call("f", 1).1);
    assert!(matches!(script.call("f", 1).1, Admitted::Throttle(_)));
}

#[test]
fn a_start_that_fails_is_told_and_costs_nothing_afterwards() {
    let mut script = Script::new(128);
    let mut waiter = waits(script.call("f", 1).1);
    let key = script.started[0].clone();
    let refusal = Refusal::caller("ServiceException", 500, "no sandbox");
    let actions = script.pool.failed(&key, refusal, NOW);
    script.take(actions);
    assert_eq!(waiter.try_recv().unwrap().unwrap_err().message, "no sandbox");
    script.pool.left(&key);
    assert_eq!(script.pool.totals(), Totals::default());
    assert!(script.pool.groups.is_empty() && script.pool.functions.is_empty());
}

/// Concurrency that is not given back would turn a function off for good.
#[test]
fn reserved_calls_are_counted_and_given_back() {
    let mut script = Script::new(1024);
    let (key, admitted) = script.call_reserved("f", 1, Some(1));
    let mut waiter = waits(admitted);
    assert!(matches!(script.call_reserved("f", 1, Some(1)).1, Admitted::Throttle(_)));
    script.ready(0);
    let held = waiter.try_recv().unwrap().unwrap();
    script.end(&key, Some(held));
    runs(script.call_reserved("f", 1, Some(1)).1);
}

#[test]
fn idle_instances_go_by_time_by_number_and_by_their_credentials() {
    let mut script = Script::new(1024);
    let first = script.running("f");
    let key = first.0.clone();
    let others: Vec<_> = (0..2).map(|_| script.second("f", &key)).collect();
    for (key, held) in std::iter::once(first).chain(others) {
        script.end(&key, Some(held));
    }
    assert_eq!(script.killed, [0], "two may be idle");
    let actions = script.pool.expire(NOW.plus_millis(59_999));
    assert!(actions.is_empty());
    let (key, admitted) = script.call("f", 1);
    let old = Held { retire_at: NOW, ..runs(admitted) };
    script.end(&key, Some(old));
    assert_eq!(script.killed, [0, 2], "its credentials would expire");
    let actions = script.pool.expire(NOW.plus_millis(60_000));
    script.take(actions);
    assert_eq!(script.killed, [0, 2, 1]);
    assert_eq!(script.pool.totals(), Totals::default());
}

/// A server that goes down must neither keep callers waiting nor leave instances behind.
#[test]
fn stopping_ends_what_is_idle_and_tells_who_waits() {
    let mut script = Script::new(256);
    let (key, held) = script.running("f");
    let mut waiter = waits(script.call("f", 1).1);
    script.hurry(&key);
    let actions = script.pool.stop();
    script.take(actions);
    assert_eq!(waiter.try_recv().unwrap().unwrap_err().status, 503);
    script.pool.left(&key);
    script.ready(1);
    script.end(&key, Some(held));
    assert_eq!(script.killed, [1, 0]);
    assert_eq!(script.pool.totals(), Totals::default());
}

/// What a server of some functions goes through, in an order that nobody thought of.
struct Storm {
    script: Script,
    state: u64,
    /// Starts that are under way.
    starting: Vec<usize>,
    running: Vec<(Key, Held<u32>)>,
    waiting: Vec<(Key, oneshot::Receiver<Handover<u32>>)>,
    revision: u64,
}

impl Storm {
    fn new(seed: u64) -> Self {
        let script = if seed.is_multiple_of(2) { Script::new(512) } else { Script::light(512, 2) };
        Self {
            script,
            state: seed,
            starting: Vec::new(),
            running: Vec::new(),
            waiting: Vec::new(),
            revision: 1,
        }
    }

    /// A number below `bound`, by a linear congruential generator.
    fn draw(&mut self, bound: usize) -> usize {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        usize::try_from(self.state >> 33).unwrap() % bound.max(1)
    }

    fn step(&mut self) {
        let started = self.script.started.len();
        match self.draw(10) {
            0..4 => {
                let function = ["f", "g", "h"][self.draw(3)];
                match self.script.call(function, self.revision) {
                    (key, Admitted::Run(held)) => self.running.push((key, held)),
                    (key, Admitted::Wait { handover, .. }) => self.waiting.push((key, handover)),
                    (_, Admitted::Throttle(_)) => {}
                }
            }
            4 | 5 if !self.starting.is_empty() => self.ready(),
            6 if !self.starting.is_empty() => {
                let at = self.draw(self.starting.len());
                let key = self.script.started[self.starting.swap_remove(at)].clone();
                let refusal = Refusal::caller("ServiceException", 500, "no sandbox");
                let actions = self.script.pool.failed(&key, refusal, NOW);
                self.script.take(actions);
            }
            7 | 8 if !self.running.is_empty() => self.end(),
            9 => self.revision += u64::from(self.draw(4) == 0),
            _ => self.hurry(),
        }
        self.follow(started);
    }

    /// Everybody who waits asks again.
    fn hurry(&mut self) {
        let keys: Vec<Key> = self.waiting.iter().map(|(key, _)| key.clone()).collect();
        for key in keys {
            self.script.hurry(&key);
        }
    }

    fn ready(&mut self) {
        let at = self.draw(self.starting.len());
        let number = self.starting.swap_remove(at);
        self.script.ready(number);
    }

    fn end(&mut self) {
        let at = self.draw(self.running.len());
        let (key, held) = self.running.swap_remove(at);
        let held = if self.draw(4) == 0 { None } else { Some(held) };
        self.script.end(&key, held);
    }

    /// Takes in what a step has led to, and checks that the books balance.
    fn follow(&mut self, started: usize) {
        self.starting.extend(started..self.script.started.len());
        let (script, running) = (&mut self.script, &mut self.running);
        self.waiting.retain_mut(|(key, handover)| match handover.try_recv() {
            Ok(Ok(held)) => {
                running.push((key.clone(), held));
                false
            }
            Ok(Err(_)) => {
                script.pool.left(key);
                false
            }
            Err(_) => true,
        });
        let totals = self.script.pool.totals();
        // Three at once, and the first of each of the other functions' revisions.
        assert!(totals.starting <= 3 + self.script.pool.groups.len());
        let (busy, starting) = (self.running.len(), self.starting.len());
        assert_eq!((totals.busy, totals.starting), (busy, starting));
        assert_eq!(totals.waiting, self.waiting.len());
        let whole = u64::from(MEMORY_MIB);
        let promised = whole * (busy + starting) as u64;
        let idle_min = if self.script.first == 0 { whole } else { HOLDS_MIB };
        let idle = totals.idle as u64 * idle_min..=totals.idle as u64 * whole;
        assert!(idle.contains(&(totals.memory_mib - promised)), "{totals:?}");
        assert!(totals.memory_mib <= 512 && totals.idle <= 2);
    }
}

/// Whatever happens in whatever order: memory and concurrency are never lost, and whoever waits is
/// served as soon as it is possible.
#[test]
fn the_books_balance_through_every_storm() {
    for seed in 0..300 {
        let mut storm = Storm::new(seed);
        for _ in 0..200 {
            storm.step();
        }
        // Nothing new comes: everybody who waits must be served by what is there.
        for _ in 0..200 {
            let started = storm.script.started.len();
            storm.hurry();
            if !storm.starting.is_empty() {
                storm.ready();
            } else if !storm.running.is_empty() {
                storm.end();
            }
            storm.follow(started);
        }
        assert!(storm.waiting.is_empty(), "seed {seed}: somebody waits for nothing");
        assert!(storm.running.is_empty() && storm.starting.is_empty(), "seed {seed}");
        let actions = storm.script.pool.stop();
        storm.script.take(actions);
        assert_eq!(storm.script.pool.totals(), Totals::default());
        assert!(storm.script.pool.groups.is_empty() && storm.script.pool.functions.is_empty());
        assert!(storm.script.pool.newest.is_empty());
    }
}

/// A process that dies while nobody calls would otherwise be paid for by the next caller.
#[test]
fn what_died_while_it_was_idle_is_given_to_nobody() {
    let mut script = Script::new(1024);
    let (key, first) = script.running("f");
    let (_, second) = script.second("f", &key);
    let dead = |held: Held<u32>| Held { instance: held.instance + DEAD, ..held };
    script.end(&key, Some(first));
    script.end(&key, Some(dead(second)));
    let (_, admitted) = script.call("f", 1);
    let Admitted::Run(held) = admitted else { panic!("one is alive") };
    assert_eq!((held.instance, script.killed.as_slice()), (0, &[1 + DEAD][..]));
    assert_eq!(script.pool.totals().memory_mib, u64::from(MEMORY_MIB));
    // Nobody calls: its memory is had again all the same.
    script.end(&key, Some(dead(held)));
    let actions = script.pool.expire(NOW);
    script.take(actions);
    assert_eq!((script.killed.len(), script.pool.totals().memory_mib), (2, 0));
}

/// What killed one idle instance may have killed them all: a call that was not read gets a new one.
#[test]
fn a_call_that_was_not_read_gets_an_instance_that_was_not_idle() {
    let mut script = Script::new(1024);
    let (key, _gone) = script.running("f");
    let (_, second) = script.second("f", &key);
    script.end(&key, Some(second));
    // The first was gone before it read its call.
    let actions = script.pool.release(&key, None, None, NOW);
    script.take(actions);
    let (admitted, actions) = script.pool.again(&key, NOW);
    script.take(actions);
    let mut waits = waits(admitted);
    assert_eq!(script.started.len(), 3, "one is started at once");
    script.ready(2);
    assert_eq!(waits.try_recv().unwrap().unwrap().instance, 2);
    assert_eq!(script.pool.totals().idle, 1);
}

/// Who deletes a stack wants its processes and their memory gone, and the other functions warm.
#[test]
fn of_a_deleted_function_nothing_stays() {
    let mut script = Script::new(1024);
    let (key, idle) = script.running("f");
    let (_, busy) = script.second("f", &key);
    let (other, others) = script.running("g");
    let (idle_number, busy_number) = (idle.instance, busy.instance);
    script.end(&key, Some(idle));
    script.end(&other, Some(others));
    let actions = script.pool.gone("f");
    script.take(actions);
    assert_eq!(script.killed, [idle_number], "what serves a call goes on with it");
    script.end(&key, Some(busy));
    assert_eq!(script.killed, [idle_number, busy_number]);
    assert_eq!(script.pool.totals().idle, 1, "the other function's");
}

/// Whoever asks why a function is slow is told how its instances came to be, and what of it runs.
#[test]
fn what_runs_is_told_function_by_function() {
    let mut script = Script::new(1024);
    let (key, held) = script.running("f");
    let (_, _other) = script.running("g");
    script.end(&key, Some(held));
    let (_, newer) = script.call("f", 2);
    let _waits = waits(newer);
    let functions = script.pool.functions();
    let told = functions.iter().flat_map(|function| {
        function.versions.iter().map(|version| {
            let counts = (version.idle, version.busy, version.starting, version.waiting);
            (function.name.as_str(), version.way.as_deref(), version.replaced, counts)
        })
    });
    let expected = [("f", None, false, (0, 0, 1, 1)), ("g", Some("way 1"), false, (0, 1, 0, 0))];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    assert_eq!(functions[0].keep.as_secs(), 60);
}
