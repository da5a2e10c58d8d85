//! Triggers: what has to happen after a commit, happens.
//!
//! One *follower* reads the feed once, for everybody. For each event that was put, each
//! asynchronous call that was accepted, it writes one *delivery* a target, together with its own
//! position, and removes the record that it came from. A *dispatcher* runs deliveries, as many at
//! once as a target may have, and one transaction records each outcome: gone, due again later, or
//! a dead letter. *Steppers* (stacks) are told of changed keys in the same pass.
//!
//! # If the machine dies
//!
//! | between                                   | then                                          |
//! |-------------------------------------------|-----------------------------------------------|
//! | the commit and the delivery's             | the feed is read again from the last position |
//! | the delivery's commit and the start's     | the delivery is ready, and is run             |
//! | the start's commit and the outcome's      | it is marked as running, and is run again     |
//! | the outcome's commit and anything later   | nothing is left to do                         |
//!
//! So a delivery is made at least once, and each time with the same request id and the same event.
//! A start that never ended is an *interruption*: it does not count as an attempt, but after five
//! in a row, over more than a minute, the delivery is parked as a dead letter, since it may be what
//! kills the machine.
//!
//! # What lies where in the store
//!
//! | kind | key                          | value           |
//! |------|------------------------------|-----------------|
//! | `a0` | `follower`                   | its position    |
//! | `a1` | record's key, rule, target   | [`Delivery`]    |
//! | `a2` | time, the delivery's key     | [`DeadLetter`]  |
//! | `a3` | the delivery's key           | nothing: it runs |
//! | `a4` | target, the delivery's key   | nothing: ready  |
//! | `a5` | mapping, shard, slice        | how far a stream is read: a lane's cursor |
//!
//! A delivery is ready (`a4`), running (`a3`) or due later (in the due index, under its own key).
//! Dead letters are due for removal after two weeks. None of these keys is fed. A key of a
//! stepper's kind in the due index wakes its step.
//!
//! # What cannot be read
//!
//! A record that does not read back (damaged, or a newer server's) must not hold up the others.
//! What was to be delivered becomes a dead letter with the bytes as they are; a rule stays where it
//! is, is passed over, and a dead letter says so once a start.
//!
//! # What is deliberately not here
//!
//! *How functions run*: that is an [`Invoke`]. *Order*: deliveries of one target run beside each
//! other; where order matters there are cursors ([`streams`]), and FIFO groups will have them. *Who
//! may put events or call*: the door and the services decided that before; here it is only checked
//! that a rule may call its target, and that a function may write to where its failures go.

mod attempt;
mod config;
mod dead_letter;
mod delivery;
mod destination;
mod dispatch;
mod due;
mod error;
mod follow;
mod keys;
mod outcome;
mod permission;
mod sources;
mod stacks;
mod steps;
mod streams;
#[cfg(test)]
mod tests;
mod window;

use std::sync::Arc;

use samara_base::{Clock, TraceHeader};
use samara_service::{Cx, Invoke, Principal};
use samara_store::Store;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

pub use config::Config;
pub use dead_letter::{DeadLetter, dead_letter_count, dead_letters};
pub use delivery::{Delivery, Source};
pub use error::Error;
pub use stacks::Stacks;
pub use steps::Stepper;

/// Makes the context in which the platform acts as somebody.
pub type Contexts = Arc<dyn Fn(Principal, Option<TraceHeader>) -> Cx + Send + Sync>;

/// What triggers work with.
#[derive(Clone)]
pub struct Parts {
    /// Where everything is written.
    pub store: Arc<dyn Store>,
    /// Who runs functions.
    pub invoker: Arc<dyn Invoke>,
    /// Makes contexts.
    pub contexts: Contexts,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who goes on when keys change.
    pub steppers: Vec<Arc<dyn Stepper>>,
}

/// What the tasks share.
struct Shared {
    config: Config,
    parts: Parts,
    steps: Arc<steps::Steps>,
    /// The lanes of event source mappings, which run beside all other steps.
    lanes: Arc<steps::Steps>,
    streams: Arc<streams::Work>,
    /// Rung when a delivery may have become ready or a target has room again.
    bell: Notify,
    stopping: watch::Receiver<bool>,
}

/// The running follower, dispatcher and steppers.
pub struct Triggers {
    stop: watch::Sender<bool>,
    tasks: Vec<(&'static str, JoinHandle<()>)>,
}

impl Triggers {
    /// Starts to follow and deliver, first of all what was left undone. Must be called within a
    /// tokio runtime.
    #[must_use]
    pub fn start(config: Config, parts: Parts) -> Self {
        let (stop, stopping) = watch::channel(false);
        let streams = Arc::new(streams::Work {
            store: parts.store.clone(),
            invoker: parts.invoker.clone(),
            contexts: parts.contexts.clone(),
            clock: parts.clock.clone(),
            retry_ms: outcome::first_wait_ms(config.retry_base_ms),
            readers: streams::Readers::default(),
        });
        let lanes: Vec<Arc<dyn Stepper>> = vec![Arc::new(streams::Lanes(streams.clone()))];
        let lanes = steps::Steps::new(lanes, parts.clock.clone(), config.stream_batches);
        streams.readers.wake_in(&lanes);
        let mut steppers = parts.steppers.clone();
        steppers.push(Arc::new(streams::Mappings(streams.clone())));
        let steps = steps::Steps::new(steppers, parts.clock.clone(), steps::RUNNING);
        let bell = Notify::new();
        let shared = Arc::new(Shared { config, parts, steps, lanes, streams, bell, stopping });
        let own = shared.clone();
        let follower = supervised("follower", &shared, move || follow::run(own.clone()));
        let own = shared.clone();
        let dispatcher = supervised("dispatcher", &shared, move || dispatch::run(own.clone()));
        let own = shared.clone();
        let stepper =
            supervised("stepper", &shared, move || steps::run(own.clone(), own.steps.clone()));
        let own = shared.clone();
        let lanes =
            supervised("streams", &shared, move || steps::run(own.clone(), own.lanes.clone()));
        let tasks = vec![
            ("follower", follower),
            ("dispatcher", dispatcher),
            ("stepper", stepper),
            ("streams", lanes),
        ];
        Self { stop, tasks }
    }

    /// Stops taking up new work, waits for what runs, at most [`Config::drain_ms`], and lets go of
    /// the rest, which is written down and will be run again.
    pub async fn stop(self) {
        // Nobody listens when every task has ended by itself.
        let _ = self.stop.send(true);
        for (name, task) in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(task = name, %error, "a task of triggers did not end well");
            }
        }
    }
}

/// Runs one of the tasks, and again after a panic: what it has to go on from is in the store. A
/// server whose follower is gone would go on to acknowledge what nobody delivers.
fn supervised<F>(
    name: &'static str,
    shared: &Arc<Shared>,
    run: impl Fn() -> F + Send + 'static,
) -> JoinHandle<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    /// How long a task that panicked waits, milliseconds.
    const AGAIN_MS: u64 = 1000;
    let shared = shared.clone();
    tokio::spawn(async move {
        while let Err(error) = tokio::spawn(run()).await {
            tracing::error!(task = name, %error, "a task of triggers is started again");
            tokio::select! {
                () = shared.stopped() => return,
                () = tokio::time::sleep(std::time::Duration::from_millis(AGAIN_MS)) => {}
            }
        }
    })
}

impl Shared {
    fn is_stopping(&self) -> bool {
        // An owner that is gone is a stop too.
        *self.stopping.borrow() || self.stopping.has_changed().is_err()
    }

    async fn stopped(&self) {
        let mut stopping = self.stopping.clone();
        // An error means that the owner is gone, which is a stop too.
        let _ = stopping.wait_for(|stop| *stop).await;
    }
}
