//! The spare sandboxes of a server: the [`Stock`] of them, and the task that fills it.
//!
//! Spares are made one at a time, after the start that asked for one has ended, and the last in
//! line for the CPU. Only root can hand a function's code into a sandbox that is there already (the
//! mount is cloned by the server), so elsewhere there are none. They are sandboxes of the launcher
//! like any other, and end with it.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::launcher::order::Order;
use crate::layout::{IMAGED_VARIABLE, SPARE_VARIABLE};
use crate::load::memory_is_short;
use crate::runtime::Inner;
use crate::spare::{Ready, Spare};
use crate::stock::{Step, Stock, Taken};
use crate::way::SpareReport;

/// How long the end of the server waits for one that is being made.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// How long whoever asks for a spare waits for it.
const READY_LIMIT: Duration = Duration::from_mins(1);

/// After how many failures in a row no image is taken of an interpreter any more.
const IMAGE_FAILURES_MAX: u32 = 3;

/// The spares of one server.
pub(crate) struct Spares {
    /// Whether any are made.
    enabled: bool,
    state: Mutex<State>,
    /// The task has something to do.
    wanted: Notify,
    /// It has done something.
    put: Notify,
    done: Condvar,
}

#[derive(Default)]
struct State {
    stock: Stock<Ready>,
    making: bool,
    image_failures: u32,
    /// Why the last image could not be taken, or begun with.
    not_imaged: Option<String>,
}

impl Spares {
    /// None yet; `enabled` says whether any will be made.
    pub(crate) fn new(enabled: bool) -> Self {
        let (wanted, put) = (Notify::new(), Notify::new());
        Self { enabled, state: Mutex::default(), wanted, put, done: Condvar::new() }
    }

    /// Whether any are made here.
    pub(crate) fn enabled(&self) -> bool {
        self.enabled
    }

    /// Takes one of this order that fits, and remembers that it was asked for.
    pub(crate) fn take(
        &self,
        order: &Arc<Order>,
        fits: impl Fn(&Ready) -> Result<(), String>,
    ) -> Taken<Ready> {
        if !self.enabled {
            return Taken::GivenUp;
        }
        let mut excess = Vec::new();
        let taken = self.lock().stock.take(order, Instant::now(), fits, &mut excess);
        // Outside the lock: each of them is killed here.
        drop(excess);
        taken
    }

    /// Asks for one of this order and waits until it is ready. An error says why it will not be.
    pub(crate) async fn ready(
        &self,
        order: &Arc<Order>,
        fits: impl Fn(&Ready) -> Result<(), String>,
    ) -> Result<(), String> {
        let ready = tokio::time::timeout(READY_LIMIT, self.until_ready(order, fits)).await;
        ready.unwrap_or_else(|_| Err("it took too long".to_owned()))
    }

    async fn until_ready(
        &self,
        order: &Arc<Order>,
        fits: impl Fn(&Ready) -> Result<(), String>,
    ) -> Result<(), String> {
        // It is only asked for, not taken.
        let stays = |ready: &Ready| fits(ready).and(Err(String::new()));
        loop {
            let changed = self.put.notified();
            match self.take(order, stays) {
                Taken::Unfit(reason) if !reason.is_empty() => return Err(reason),
                Taken::Unfit(_) | Taken::Spare(_) => return Ok(()),
                Taken::GivenUp => return Err("sandboxes cannot be prepared here".to_owned()),
                Taken::None => {}
            }
            self.wanted.notify_one();
            changed.await;
        }
    }

    /// A start has ended: what it asked for can be made for the next, and some of this order,
    /// which serve whoever comes.
    pub(crate) fn refill(&self, order: &Arc<Order>) {
        let _stays = self.take(order, |_| Err(String::new()));
        self.wanted.notify_one();
    }

    /// One that was taken was of no use.
    pub(crate) fn failed(&self, order: &Arc<Order>) {
        let alike = self.lock().stock.failed(order);
        drop(alike);
    }

    /// An image was begun with, or could not be, or could not be taken; why not.
    pub(crate) fn imaged(&self, outcome: Result<(), String>) {
        let mut state = self.lock();
        state.image_failures = if outcome.is_ok() { 0 } else { state.image_failures + 1 };
        state.not_imaged = outcome.err();
    }

    /// Whether images of interpreters are taken.
    pub(crate) fn takes_images(&self) -> bool {
        self.lock().image_failures < IMAGE_FAILURES_MAX
    }

    /// Why an interpreter waits, where functions were to begin with an image of it.
    pub(crate) fn not_imaged(&self) -> Option<String> {
        self.lock().not_imaged.clone()
    }

    /// The memory that images of interpreters take.
    pub(crate) fn image_bytes(&self) -> u64 {
        let state = self.lock();
        state.stock.kinds().flat_map(|(_, ready)| ready).map(Ready::image_bytes).sum()
    }

    /// What is kept.
    pub(crate) fn report(&self) -> Vec<SpareReport> {
        let state = self.lock();
        let kinds = state.stock.kinds();
        kinds.map(|(order, ready)| report(order, ready)).collect()
    }

    /// Lets go of all, and waits for the one that is being made. The launcher has ended: it will
    /// not be finished. Blocking.
    pub(crate) fn stop(&self) {
        let excess = self.lock().stock.stop();
        drop(excess);
        self.wanted.notify_one();
        self.put.notify_waiters();
        let waited = self.done.wait_timeout_while(self.lock(), STOP_LIMIT, |state| state.making);
        drop(waited);
    }

    /// What to do next.
    fn next(&self) -> Step {
        let short = memory_is_short();
        let mut excess = Vec::new();
        let mut state = self.lock();
        let step = state.stock.next(Instant::now(), short, &mut excess);
        state.making = matches!(step, Step::Make(_));
        drop(state);
        drop(excess);
        step
    }

    fn put(&self, order: &Arc<Order>, made: Option<Ready>) {
        let mut state = self.lock();
        let unwanted = state.stock.put(order, made);
        drop(state);
        drop(unwanted);
        self.lock().making = false;
        self.done.notify_all();
        self.put.notify_waiters();
    }

    /// A panic under this lock leaves nothing half done.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn report(order: &Order, ready: &[Ready]) -> SpareReport {
    let start = order.start.as_ref();
    let variables = start.map(|start| start.environment.as_slice()).unwrap_or_default();
    let imported = variables.iter().find(|(name, _)| name == SPARE_VARIABLE);
    SpareReport {
        program: start.map(|start| start.program.clone()),
        imported: imported.map(|(_, modules)| modules.clone()).unwrap_or_default(),
        ready: ready.len(),
        imaged: ready.iter().any(|one| matches!(one, Ready::Imaged(_))),
    }
}

/// Fills the stock until it is stopped or the runtime is gone.
pub(crate) async fn keep(spares: Arc<Spares>, runtime: Weak<Inner>) {
    loop {
        match spares.next() {
            Step::Make(order) => {
                let runtime = runtime.upgrade();
                let made = match &runtime {
                    Some(runtime) => make(runtime, &order).await,
                    None => None,
                };
                // Before we let go of the runtime: its end waits for this.
                spares.put(&order, made);
                drop(runtime);
            }
            Step::Wait(None) => spares.wanted.notified().await,
            Step::Wait(Some(limit)) => {
                let _looks_again = tokio::time::timeout(limit, spares.wanted.notified()).await;
            }
            Step::Stop => return,
        }
    }
}

async fn make(runtime: &Arc<Inner>, order: &Order) -> Option<Ready> {
    let made = Spare::make(runtime, order).await;
    let made = made.inspect_err(|error| {
        let cause = std::error::Error::source(error).map(ToString::to_string);
        tracing::debug!(%error, cause, "a spare sandbox could not be made");
    });
    let spare = made.ok()?;
    if !order.has_variable(IMAGED_VARIABLE) {
        return Some(Ready::Waiting(Box::new(spare)));
    }
    let (ready, failure) = tokio::task::spawn_blocking(move || spare.imaged()).await.ok()?;
    if let Some(reason) = failure {
        tracing::debug!(reason, "no image could be taken of an interpreter");
        runtime.spares.imaged(Err(reason));
    }
    Some(ready)
}
