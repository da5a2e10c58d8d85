//! Steps of stacks, and whatever else goes on from a changed key.
//!
//! A [`Stepper`] owns a kind of key. When a fed key of that kind changes, when one is due, and at
//! start for every key that is there, its step is run for that key: one at a time for a key, again
//! if the key changed meanwhile, again after an error with a growing wait. What is to be done is
//! in the store alone, so that a step that was cut short is run again after a start; here is only
//! who is to be woken.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use samara_service::Refusal;
use samara_store::{BoxFuture, KeyWriter, Range, Store, StoreExt};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::Shared;
use crate::error::chain;

/// Steps of stacks and the like that run at once.
pub(crate) const RUNNING: usize = 16;
/// The first wait after an error, milliseconds; it doubles each time.
const WAIT_MS: u64 = 1000;
/// The longest wait after an error, milliseconds.
const WAIT_MS_MAX: u64 = 60_000;
/// Keys that are read at once at start.
const KEYS_READ: usize = 1000;

/// What goes on when keys of a kind change.
pub trait Stepper: Send + Sync + 'static {
    /// The kind of its keys.
    fn kind(&self) -> u8;

    /// Does what there is to do for a key, which may be nothing, and says when to be woken though
    /// nothing changes and nothing is due. What it waits for must follow from the store: after a
    /// start it is asked anew.
    fn step(&self, key: Bytes) -> BoxFuture<'_, Result<Option<Timestamp>, Refusal>>;
}

/// Who is to be woken.
pub(crate) struct Steps {
    steppers: HashMap<u8, Arc<dyn Stepper>>,
    queue: Mutex<Queue>,
    bell: Notify,
    clock: Arc<dyn Clock>,
    /// Steps that run at once.
    running_max: usize,
}

/// How a step ended.
enum Ended {
    Failed,
    Done,
    WakeAt(Timestamp),
}

/// Keys and what is to be done for them. It holds at most one entry a key.
#[derive(Default)]
struct Queue {
    /// Keys to step, and when.
    waiting: BTreeMap<Bytes, Instant>,
    running: HashSet<Bytes>,
    /// Keys that changed while they ran.
    changed: HashSet<Bytes>,
    failures: HashMap<Bytes, u32>,
}

impl Steps {
    pub(crate) fn new(
        steppers: Vec<Arc<dyn Stepper>>,
        clock: Arc<dyn Clock>,
        running_max: usize,
    ) -> Arc<Self> {
        let steppers = steppers.into_iter().map(|stepper| (stepper.kind(), stepper)).collect();
        Arc::new(Self {
            steppers,
            queue: Mutex::default(),
            bell: Notify::new(),
            clock,
            running_max,
        })
    }

    /// Wakes every key that there is.
    pub(crate) fn begin(&self, store: &dyn Store) {
        for kind in self.steppers.keys() {
            let mut range = Range::prefix(&KeyWriter::new(*kind).done());
            loop {
                let found = match store.read(|txn| txn.scan(&range, KEYS_READ)) {
                    Ok(found) => found,
                    Err(error) => {
                        tracing::error!(error = chain(&error), "keys to step cannot be read");
                        break;
                    }
                };
                for (key, _) in &found {
                    self.changed(*kind, key);
                }
                match found.last() {
                    Some((last, _)) if found.len() == KEYS_READ => range = range.after(last),
                    _ => break,
                }
            }
        }
    }

    /// Whether keys of a kind have steps.
    pub(crate) fn has(&self, kind: u8) -> bool {
        self.steppers.contains_key(&kind)
    }

    /// A key of some kind changed, or is due.
    pub(crate) fn changed(&self, kind: u8, key: &Bytes) {
        if !self.has(kind) {
            return;
        }
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.running.contains(key) {
            queue.changed.insert(key.clone());
        } else {
            queue.waiting.insert(key.clone(), Instant::now());
        }
        drop(queue);
        self.bell.notify_one();
    }

    /// Keys whose time has come, as many as may run; and when the next one's comes.
    fn take(&self, room: usize) -> (Vec<Bytes>, Option<Instant>) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let due = queue.waiting.iter().filter(|(_, at)| **at <= now);
        let keys: Vec<Bytes> = due.map(|(key, _)| key.clone()).take(room).collect();
        for key in &keys {
            queue.waiting.remove(key);
            queue.running.insert(key.clone());
        }
        let next = if keys.len() < room { queue.waiting.values().min().copied() } else { None };
        (keys, next)
    }

    fn ended(&self, key: &Bytes, ended: &Ended) {
        let now = Instant::now();
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.running.remove(key);
        let changed = queue.changed.remove(key);
        let again = match ended {
            Ended::Failed => {
                let failures = queue.failures.entry(key.clone()).or_default();
                let wait = WAIT_MS.saturating_mul(1 << (*failures).min(10)).min(WAIT_MS_MAX);
                *failures += 1;
                Some(wait)
            }
            _ if changed => Some(0),
            Ended::Done => None,
            Ended::WakeAt(at) => Some(at.millis_since(self.clock.now()).min(WAIT_MS_MAX)),
        };
        if !matches!(ended, Ended::Failed) {
            queue.failures.remove(key);
        }
        if let Some(wait) = again {
            queue.waiting.insert(key.clone(), now + Duration::from_millis(wait));
        }
        drop(queue);
        self.bell.notify_one();
    }

    async fn step(self: Arc<Self>, key: Bytes) {
        let kind = samara_store::KeyReader::kind(&key);
        let ended = match kind.and_then(|kind| self.steppers.get(&kind)).cloned() {
            None => Ended::Done,
            Some(stepper) => {
                let own = key.clone();
                // A task of its own, so that a panic is a failure of this key alone.
                match tokio::spawn(async move { stepper.step(own).await }).await {
                    Ok(Ok(None)) => Ended::Done,
                    Ok(Ok(Some(at))) => Ended::WakeAt(at),
                    Ok(Err(refusal)) => {
                        tracing::error!(error = chain(&refusal), "a step is tried again");
                        Ended::Failed
                    }
                    Err(error) => {
                        tracing::error!(%error, "a step ended unexpectedly and is tried again");
                        Ended::Failed
                    }
                }
            }
        };
        self.ended(&key, &ended);
    }
}

pub(crate) async fn run(shared: Arc<Shared>, steps: Arc<Steps>) {
    let mut running = JoinSet::new();
    loop {
        while running.try_join_next().is_some() {}
        let (keys, next) = steps.take(steps.running_max.saturating_sub(running.len()));
        for key in keys {
            running.spawn(steps.clone().step(key));
        }
        let tick = Instant::now() + Duration::from_millis(shared.config.tick_ms.max(1));
        tokio::select! {
            () = shared.stopped() => break,
            () = steps.bell.notified() => {}
            () = tokio::time::sleep_until(next.unwrap_or(tick)) => {}
        }
    }
    let limit = Duration::from_millis(shared.config.drain_ms);
    let ended = async { while running.join_next().await.is_some() {} };
    if tokio::time::timeout(limit, ended).await.is_err() {
        tracing::warn!("steps will be run again");
    }
}
