//! The dispatcher: starts ready deliveries, as many at once as their targets may have.
//!
//! The start is written before the call, many starts in one transaction. Only this task makes a
//! delivery running, so what it read as ready in a snapshot is still ready when it writes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use samara_store::{About, Fed, Origin, Range, StoreExt, Txn};
use tokio::task::JoinSet;
use tracing::Instrument;

use crate::error::chain;
use crate::{Delivery, Error, Shared, attempt, dead_letter, due, keys};

/// Starts that are written in one transaction.
const BATCH: usize = 128;
/// Targets with something ready that are looked at in one pass; the others have their turn when
/// these have less to do.
const TARGETS: usize = 4096;
/// Starts in a row without an end after which a delivery is parked.
const INTERRUPTIONS: u32 = 5;
/// How long a failure waits before the next try, milliseconds.
const RETRY_MS: u64 = 1000;

/// How many deliveries of each target run.
#[derive(Default)]
struct InFlight(HashMap<String, usize>);

impl InFlight {
    fn room(&self, target: &str, max: usize) -> usize {
        max.saturating_sub(self.0.get(target).copied().unwrap_or(0))
    }

    fn started(&mut self, target: &str) {
        *self.0.entry(target.to_owned()).or_default() += 1;
    }

    fn ended(&mut self, target: &str) {
        if let Some(count) = self.0.get_mut(target) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.0.remove(target);
            }
        }
    }
}

struct Dispatcher {
    shared: Arc<Shared>,
    running: JoinSet<String>,
    /// Which target and delivery a task belongs to, for one that panicked.
    targets: HashMap<tokio::task::Id, (String, Vec<u8>)>,
    /// Marks of deliveries whose task panicked: they are interrupted like those of a dead server.
    panicked: Vec<Vec<u8>>,
    in_flight: InFlight,
}

pub(crate) async fn run(shared: Arc<Shared>) {
    let mut dispatcher = Dispatcher {
        shared: shared.clone(),
        running: JoinSet::new(),
        targets: HashMap::new(),
        panicked: Vec::new(),
        in_flight: InFlight::default(),
    };
    let mut recovered = false;
    loop {
        let result = if recovered { dispatcher.pass().await } else { recover(&shared).await };
        let more = match result {
            Ok(more) => {
                let more = more || !recovered;
                recovered = true;
                more
            }
            Err(error) if error.is_closed() => break,
            Err(error) => {
                tracing::error!(error = chain(&error), "the dispatcher tries again");
                tokio::select! {
                    () = tokio::time::sleep(Duration::from_millis(RETRY_MS)) => {}
                    () = shared.stopped() => break,
                }
                continue;
            }
        };
        if *shared.stopping.borrow() || (!more && !dispatcher.wait().await) {
            break;
        }
    }
    dispatcher.drain().await;
}

/// Makes ready again what was running when the server last ended, or parks it.
async fn recover(shared: &Shared) -> Result<bool, Error> {
    let range = Range::prefix(&keys::all_running());
    loop {
        let marks = shared.parts.store.read(|txn| txn.scan(&range, BATCH))?;
        if marks.is_empty() {
            return Ok(true);
        }
        interrupted(shared, marks.into_iter().map(|(mark, _)| mark.to_vec()).collect()).await?;
    }
}

/// Makes ready again what was started and did not end, or parks it.
async fn interrupted(shared: &Shared, marks: Vec<Vec<u8>>) -> Result<(), Error> {
    let now = shared.parts.clock.now();
    let work = move |txn: &mut dyn Txn| {
        for mark in &marks {
            if txn.get(mark)?.is_none() {
                continue;
            }
            txn.delete(mark.clone(), Fed::No);
            let Ok(key) = keys::delivery_of_running(mark) else { continue };
            let Some(mut delivery) = Delivery::load(txn, &key)? else { continue };
            delivery.interruptions += 1;
            if delivery.interruptions < INTERRUPTIONS {
                delivery.begin(txn, &key)?;
            } else {
                let reason = format!(
                    "{INTERRUPTIONS} starts in a row were interrupted: the server or the task ended"
                );
                dead_letter::put(txn, &key, &delivery, reason, now)?;
                txn.delete(key, Fed::No);
            }
        }
        Ok::<(), Error>(())
    };
    shared.parts.store.write(about(), work).await?
}

fn about() -> About {
    About { origin: Origin::Delivery, trace: None }
}

impl Dispatcher {
    /// Fires what is due and starts what is ready; whether there may be more at once.
    async fn pass(&mut self) -> Result<bool, Error> {
        while let Some(ended) = self.running.try_join_next_with_id() {
            self.ended(&ended);
        }
        if !self.panicked.is_empty() {
            interrupted(&self.shared, self.panicked.clone()).await?;
            self.panicked.clear();
        }
        let more_due = due::fire(&self.shared).await?;
        let ready = self.ready()?;
        let full = BATCH <= ready.len();
        for (key, delivery) in self.start(ready).await? {
            self.in_flight.started(&delivery.target);
            let target = delivery.target.clone();
            let mark = keys::running(&key);
            let shared = self.shared.clone();
            let span = tracing::info_span!(
                "delivery",
                id = %delivery.request_id,
                trace = delivery.trace.as_deref().unwrap_or_default(),
                target = %delivery.target,
            );
            let attempt = async move {
                let target = delivery.target.clone();
                attempt::run(&shared, key, delivery).await;
                target
            };
            let task = self.running.spawn(attempt.instrument(span));
            self.targets.insert(task.id(), (target, mark));
        }
        Ok(more_due || full)
    }

    /// Ready deliveries of targets that have room, skipping from target to target.
    fn ready(&self) -> Result<Vec<(Bytes, Vec<u8>)>, Error> {
        let config = &self.shared.config;
        let room = config.deliveries.saturating_sub(self.running.len()).min(BATCH);
        self.shared.parts.store.read(|txn| {
            let mut found = Vec::new();
            let mut range = Range::prefix(&keys::all_ready());
            for _ in 0..TARGETS {
                if room <= found.len() {
                    break;
                }
                let Some((first, _)) = txn.scan(&range, 1)?.pop() else { break };
                let Ok((target, _)) = keys::target_and_delivery(&first) else { break };
                let own = Range::prefix(&keys::ready_of(&target));
                let own_room = self.in_flight.room(&target, config.target_deliveries);
                let wanted = own_room.min(room - found.len());
                if 0 < wanted {
                    for (mark, _) in txn.scan(&own, wanted)? {
                        if let Ok((_, key)) = keys::target_and_delivery(&mark) {
                            found.push((mark, key));
                        }
                    }
                }
                let Some(end) = own.end else { break };
                range.start = end;
            }
            Ok(found)
        })
    }

    /// Writes down that deliveries start.
    async fn start(&self, ready: Vec<(Bytes, Vec<u8>)>) -> Result<Vec<(Vec<u8>, Delivery)>, Error> {
        if ready.is_empty() {
            return Ok(vec![]);
        }
        let work = move |txn: &mut dyn Txn| {
            let mut started = Vec::with_capacity(ready.len());
            for (mark, key) in &ready {
                txn.delete(mark.to_vec(), Fed::No);
                if let Some(delivery) = Delivery::load(txn, key)? {
                    txn.put(keys::running(key), Bytes::new(), Fed::No);
                    started.push((key.clone(), delivery));
                }
            }
            Ok::<_, Error>(started)
        };
        self.shared.parts.store.write(about(), work).await?
    }

    /// Waits until there may be something to do; `false` when it is time to stop.
    async fn wait(&mut self) -> bool {
        let shared = self.shared.clone();
        let mut next_due = shared.parts.store.next_due();
        let until = *next_due.borrow_and_update();
        let now = shared.parts.clock.now();
        let tick = shared.config.tick_ms.max(1);
        let wait_ms = until.map_or(tick, |until| until.millis_since(now).clamp(1, tick));
        tokio::select! {
            () = shared.stopped() => return false,
            () = shared.bell.notified() => {}
            changed = next_due.changed() => return changed.is_ok(),
            ended = self.running.join_next_with_id(), if !self.running.is_empty() => {
                if let Some(ended) = ended {
                    self.ended(&ended);
                }
            }
            () = tokio::time::sleep(Duration::from_millis(wait_ms)) => {}
        }
        true
    }

    fn ended(&mut self, ended: &Result<(tokio::task::Id, String), tokio::task::JoinError>) {
        let (id, panicked) = match ended {
            Ok((id, _)) => (*id, false),
            Err(error) => {
                tracing::error!(%error, "a delivery ended unexpectedly");
                (error.id(), true)
            }
        };
        if let Some((target, mark)) = self.targets.remove(&id) {
            self.in_flight.ended(&target);
            if panicked {
                self.panicked.push(mark);
            }
        }
    }

    /// Waits for what runs, but not for ever.
    async fn drain(mut self) {
        let limit = Duration::from_millis(self.shared.config.drain_ms);
        let ended = async { while self.running.join_next().await.is_some() {} };
        if tokio::time::timeout(limit, ended).await.is_err() {
            tracing::warn!(running = self.targets.len(), "deliveries will be run again");
        }
        self.running.shutdown().await;
    }
}
