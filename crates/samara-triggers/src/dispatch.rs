//! The dispatcher: starts ready deliveries, as many at once as their targets may have.
//!
//! The start is written before the call, many starts in one transaction. Only this task makes a
//! delivery running, so what it read as ready in a snapshot is still ready when it writes.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use samara_base::Timestamp;
use samara_store::{About, Fed, Origin, Range, StoreExt, Txn};
use tokio::task::JoinSet;
use tracing::Instrument;

use crate::error::chain;
use crate::window::{End, Windows};
use crate::{Delivery, Error, Shared, attempt, dead_letter, due, keys};

/// Starts that are written in one transaction.
const BATCH: usize = 128;
/// Targets with something ready that are looked at in one pass; the others have their turn when
/// these have less to do.
const TARGETS: usize = 4096;
/// How long a delivery waits after each start in a row without an end, milliseconds; after the
/// next one it is parked, since it may be what ends the server. Most that are interrupted just ran
/// when the power went, so the first wait is none; but a server that ends again and again takes
/// the same ones with it each time, so the later ones give others their turn, and are long enough
/// for somebody to see to the server first.
pub(crate) const INTERRUPTED_MS: [u64; 4] = [0, 1_000, 10_000, 60_000];
/// How long a failure waits before the next try, milliseconds.
const RETRY_MS: u64 = 1000;

struct Dispatcher {
    shared: Arc<Shared>,
    running: JoinSet<End>,
    /// Which target and mark of a running delivery a task belongs to.
    targets: HashMap<tokio::task::Id, (String, Vec<u8>)>,
    /// Marks of deliveries whose task panicked: interrupted like those of a dead server.
    panicked: Vec<Vec<u8>>,
    windows: Windows,
}

/// What may be started.
#[derive(Default)]
struct Ready {
    /// The mark, the target and the key of each delivery.
    marks: Vec<(Bytes, String, Vec<u8>)>,
    /// Marks that do not read back.
    unreadable: Vec<Bytes>,
}

pub(crate) async fn run(shared: Arc<Shared>) {
    let mut dispatcher = Dispatcher {
        shared: shared.clone(),
        running: JoinSet::new(),
        targets: HashMap::new(),
        panicked: Vec::new(),
        windows: Windows::new(shared.config.target_deliveries),
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
            due::begin(shared).await?;
            return Ok(true);
        }
        again(shared, marks.into_iter().map(|(mark, _)| mark.to_vec()).collect()).await?;
    }
}

/// Counts the interruption of what bears these marks, and says when it is run again.
async fn again(shared: &Shared, marks: Vec<Vec<u8>>) -> Result<(), Error> {
    let now = shared.parts.clock.now();
    let work = move |txn: &mut dyn Txn| {
        for mark in &marks {
            txn.delete(mark.clone(), Fed::No);
            let Ok(key) = keys::delivery_of_running(mark) else { continue };
            let Some(mut delivery) = Delivery::load(txn, &key, "", now)? else { continue };
            delivery.interruptions += 1;
            interrupted(txn, key, &delivery, now)?;
        }
        Ok::<(), Error>(())
    };
    shared.parts.store.write(about(), work).await?
}

/// Writes down what becomes of a delivery whose start was interrupted.
fn interrupted(
    txn: &mut dyn Txn,
    key: Vec<u8>,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<(), Error> {
    let starts = delivery.interruptions;
    match usize::try_from(starts.saturating_sub(1))
        .ok()
        .and_then(|before| INTERRUPTED_MS.get(before))
    {
        Some(0) => delivery.begin(txn, &key)?,
        Some(wait_ms) => {
            delivery.store(txn, &key)?;
            txn.due(now.plus_millis(*wait_ms), &key, Bytes::new());
        }
        None => {
            let reason =
                format!("{starts} starts in a row were interrupted by the end of the server");
            dead_letter::put(txn, &key, delivery, reason, now)?;
            txn.delete(key, Fed::No);
        }
    }
    Ok(())
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
            again(&self.shared, self.panicked.clone()).await?;
            self.panicked.clear();
        }
        let more_due = due::fire(&self.shared).await?;
        let ready = self.ready()?;
        let full = BATCH <= ready.marks.len() || !ready.unreadable.is_empty();
        for (key, delivery) in self.start(ready).await? {
            self.windows.started(&delivery.target);
            let target = delivery.target.clone();
            let mark = keys::running(&key);
            let shared = self.shared.clone();
            let span = tracing::info_span!(
                "delivery",
                id = %delivery.request_id,
                trace = delivery.trace.as_deref().unwrap_or_default(),
                target = %delivery.target,
            );
            let attempt = async move { attempt::run(&shared, key, delivery).await };
            let task = self.running.spawn(attempt.instrument(span));
            self.targets.insert(task.id(), (target, mark));
        }
        Ok(more_due || full)
    }

    /// Ready deliveries of targets that have room, skipping from target to target.
    fn ready(&self) -> Result<Ready, Error> {
        let config = &self.shared.config;
        let room = config.deliveries.saturating_sub(self.running.len()).min(BATCH);
        self.shared.parts.store.read(|txn| {
            let mut found = Ready::default();
            let mut range = Range::prefix(&keys::all_ready());
            for _ in 0..TARGETS {
                if room <= found.marks.len() {
                    break;
                }
                let Some((first, _)) = txn.scan(&range, 1)?.pop() else { break };
                let Ok((target, _)) = keys::target_and_delivery(&first) else {
                    range = range.after(&first);
                    found.unreadable.push(first);
                    continue;
                };
                let own = Range::prefix(&keys::ready_of(&target));
                let wanted = self.windows.room(&target).min(room - found.marks.len());
                if 0 < wanted {
                    for (mark, _) in txn.scan(&own, wanted)? {
                        match keys::target_and_delivery(&mark) {
                            Ok((target, key)) => found.marks.push((mark, target, key)),
                            Err(_) => found.unreadable.push(mark),
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
    async fn start(&self, ready: Ready) -> Result<Vec<(Vec<u8>, Delivery)>, Error> {
        if ready.marks.is_empty() && ready.unreadable.is_empty() {
            return Ok(vec![]);
        }
        let now = self.shared.parts.clock.now();
        let work = move |txn: &mut dyn Txn| {
            for mark in &ready.unreadable {
                let delivery = Delivery::unreadable("", mark, mark, now);
                let reason = "the mark of a ready delivery cannot be read and was set aside";
                dead_letter::put(txn, mark, &delivery, reason.to_owned(), now)?;
                txn.delete(mark.to_vec(), Fed::No);
            }
            let mut started = Vec::with_capacity(ready.marks.len());
            for (mark, target, key) in &ready.marks {
                txn.delete(mark.to_vec(), Fed::No);
                if let Some(delivery) = Delivery::load(txn, key, target, now)? {
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

    fn ended(&mut self, ended: &Result<(tokio::task::Id, End), tokio::task::JoinError>) {
        let (id, end) = match ended {
            Ok((id, end)) => (*id, Some(*end)),
            Err(error) => {
                tracing::error!(%error, "a delivery ended unexpectedly");
                (error.id(), None)
            }
        };
        if let Some((target, mark)) = self.targets.remove(&id) {
            self.windows.ended(&target, end.unwrap_or(End::Setback));
            if end.is_none() {
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
