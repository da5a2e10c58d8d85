//! The hands: resolves, asks the pool, starts, calls, and gives back.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use bytes::Bytes;
use samara_base::{Arn, Clock, Entropy, Seed, Timestamp};
use samara_lambda::{CopiesTag, LATEST, Resolved, Target, Version};
use samara_runtime::{Call, Copies, FailureKind, InstanceSpec, NotCopied, Outcome};
use samara_service::{FunctionError, Invocation, InvocationType, Invoked, Parsed, Refusal};
use samara_store::{Store, StoreExt};
use samara_trace::{CallKind, Trace, Usage};
use tokio::sync::watch;
use tracing::Instrument;

use crate::code::{CodeCache, CodeError, Unpacked};
use crate::guards::{Counted, Kept, Lease, Panicked, Starting, Stay, Waiting};
use crate::pool::{Action, Admitted, Alive, FunctionStatus, Held, Limits, Pool};
use crate::sink::{Sink, stream_name};
use crate::{Config, Credentials, Grant, Sandboxed, Sandboxes, refusals};

/// How often idle instances are looked at.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// How long before its credentials expire an instance takes no more calls, beyond its timeout.
const RETIRE_EARLY_MS: u64 = 60_000;
/// How many idle instances end at each look while the machine's memory is short.
const SHED_AT_ONCE: usize = 4;
/// How many instances in all may be gone before they read a call, until its caller is told.
const UNREAD_MAX: u32 = 3;
/// The least time between two looks of a call that waits.
const PAUSE_MS_MIN: u64 = 5;

/// What the invoker is made of.
pub struct Parts {
    /// Where functions are kept.
    pub store: Arc<dyn Store>,
    /// Where instances come from.
    pub sandboxes: Arc<dyn Sandboxes>,
    /// Where log lines and usage go.
    pub trace: Arc<Trace>,
    /// Where instances' credentials come from.
    pub credentials: Arc<dyn Credentials>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance, for the names of log streams.
    pub entropy: Arc<dyn Entropy>,
}

/// How many there are now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// Instances that are warm and free.
    pub idle: usize,
    /// Instances that serve a call.
    pub busy: usize,
    /// Instances that are being started.
    pub starting: usize,
    /// Calls that wait for an instance.
    pub waiting: usize,
    /// The memory that all instances count with, MiB: the busy ones with their whole `MemorySize`,
    /// the idle ones with what they hold.
    pub memory_mib: u64,
    /// The most that may be, MiB.
    pub memory_mib_max: u64,
}

/// Runs functions. A cheap handle; all clones are one.
#[derive(Clone)]
pub struct Invoker(Arc<Inner>);

pub(crate) struct Inner {
    config: Config,
    parts: Parts,
    code: CodeCache,
    pool: Mutex<Pool<Running>>,
    /// The functions that were called lately.
    parsed: Parsed,
    /// Where its tasks run.
    pub(crate) handle: tokio::runtime::Handle,
    /// How many calls and other tasks are under way.
    pub(crate) tasks: watch::Sender<usize>,
}

/// A sandbox with what it needs to stay.
pub(crate) struct Running {
    sandbox: Box<dyn Sandboxed>,
    /// Its code stays unpacked for as long as it lives.
    _code: Arc<Unpacked>,
}

impl Alive for Running {
    fn is_alive(&self) -> bool {
        self.sandbox.is_alive()
    }

    fn way(&self) -> String {
        self.sandbox.way()
    }

    fn holds_mib(&self) -> Option<u64> {
        self.sandbox.holds_mib()
    }
}

/// One call on its way.
struct Ticket {
    version: Arc<Version>,
    cold: bool,
}

impl Invoker {
    /// Opens the cache of unpacked code and begins to look after idle instances. Must be called
    /// within a tokio runtime.
    ///
    /// # Errors
    /// When the cache's folder cannot be used.
    pub fn new(config: Config, parts: Parts) -> Result<Self, CodeError> {
        let limits = Limits {
            concurrency_max: config.concurrency_max,
            memory_mib_max: config.memory_mib_max,
            waiting_max: config.waiting_max,
            starts_max: config.starts_max,
            idle_ms: millis(config.idle_max),
            idle_ms_max: millis(config.idle_learnt_max),
            idle_instances_max: config.idle_instances_max,
        };
        let inner = Inner {
            code: CodeCache::open(&config.code_dir, config.code_bytes_max)?,
            pool: Mutex::new(Pool::new(limits)),
            handle: tokio::runtime::Handle::current(),
            tasks: watch::Sender::new(0),
            config,
            parts,
            parsed: Parsed::default(),
        };
        let invoker = Self(Arc::new(inner));
        // Owner: the invoker; it ends when the invoker is gone.
        invoker.0.handle.spawn(sweep(Arc::downgrade(&invoker.0)));
        Ok(invoker)
    }

    /// Runs a call to its end. Whoever stops waiting does not stop the function.
    ///
    /// # Errors
    /// When the function does not exist, is throttled, or the platform fails. A failure of the
    /// function's own is in [`Invoked::error`].
    pub async fn invoke(&self, invocation: Invocation) -> Result<Invoked, Refusal> {
        let span = tracing::info_span!(
            "invocation",
            id = %invocation.request_id,
            trace = %invocation.trace.root.as_str(),
            function = %invocation.function,
        );
        let call = Arc::clone(&self.0).call(invocation).instrument(span);
        Kept::new(&self.0, call).await
    }

    /// Unpacks a version's code before anybody calls it, and has an interpreter made ready for its
    /// first start, where such are kept. Says why there is none.
    ///
    /// # Errors
    /// When the code cannot be unpacked, or its role is gone.
    pub async fn prewarm(&self, version: &Version) -> Result<Result<(), String>, Refusal> {
        let code = self.0.unpacked(version).await.map_err(refusals::not_unpacked)?;
        let now = self.0.now();
        let spec = self.0.spec(version, &code, "", (now, now))?;
        Ok(self.0.parts.sandboxes.prewarm(spec).await)
    }

    /// Takes the snapshot that a published version asks for. Says why there is none.
    ///
    /// # Errors
    /// When the code cannot be unpacked, or its role is gone.
    pub async fn snapshot(&self, version: &Version) -> Result<Result<(), NotCopied>, Refusal> {
        let code = self.0.unpacked(version).await.map_err(refusals::not_unpacked)?;
        let (now, until) = self.0.credentials_window();
        let stream = self.0.new_stream(now, version);
        let spec = self.0.spec(version, &code, &stream, (now, until))?;
        let sink = Sink::new(&self.0.parts.trace, version, stream);
        Ok(self.0.parts.sandboxes.snapshot(spec, Arc::new(sink)).await)
    }

    /// A function was deleted: its instances go, those that serve a call with its end.
    pub fn forget(&self, function: &str) {
        let actions = self.0.pool().gone(function);
        self.0.perform(actions);
    }

    /// How many there are now.
    #[must_use]
    pub fn status(&self) -> Status {
        let totals = self.0.pool().totals();
        Status {
            idle: totals.idle,
            busy: totals.busy,
            starting: totals.starting,
            waiting: totals.waiting,
            memory_mib: totals.memory_mib,
            memory_mib_max: self.0.config.memory_mib_max,
        }
    }

    /// Every function that has been called lately: its instances, and what was learnt of it.
    #[must_use]
    pub fn functions(&self) -> Vec<FunctionStatus> {
        self.0.pool().functions()
    }

    /// Admits nothing more, waits for the calls that run (at most so long), and ends all idle
    /// instances. Says whether every call ended.
    pub async fn drain(&self, limit: Duration) -> bool {
        let actions = self.0.pool().stop();
        self.0.perform(actions);
        let mut tasks = self.0.tasks.subscribe();
        let all_ended = tasks.wait_for(|running| *running == 0);
        tokio::time::timeout(limit, all_ended).await.is_ok()
    }
}

/// Looks after idle instances, until the invoker is gone.
async fn sweep(inner: Weak<Inner>) {
    loop {
        tokio::time::sleep(SWEEP_EVERY).await;
        let Some(inner) = inner.upgrade() else { return };
        inner.sweep();
    }
}

impl Inner {
    /// Ends idle instances when their time has come or memory is short.
    fn sweep(self: &Arc<Self>) {
        let now = self.now();
        let mut actions = self.pool().expire(now);
        if self.parts.sandboxes.memory_is_short() {
            actions.extend((0..SHED_AT_ONCE).map_while(|_| self.pool().shed()));
        }
        self.perform(actions);
    }

    /// Spawns something that [`Invoker::drain`] waits for.
    fn task(self: &Arc<Self>, work: impl Future<Output = ()> + Send + 'static) {
        let counted = Counted::new(self);
        // Owner: the invoker, whose `drain` waits for it. A panic is told by the hook, and the
        // guards of what panicked give back what it held.
        self.handle.spawn(async move {
            let _counted = counted;
            work.await;
        });
    }

    async fn call(self: Arc<Self>, invocation: Invocation) -> Result<Invoked, Refusal> {
        if self.pool().is_stopped() {
            return Err(refusals::stopping());
        }
        let Resolved { version, reserved_concurrency } = self.resolve(&invocation)?;
        // What a runtime needs once and for all is not a function's start, and holds no place.
        self.parts.sandboxes.prepare(&version.settings.runtime).await;
        let version = Arc::new(version);
        let admitted = self.pool().admit(&version, reserved_concurrency, self.now());
        let (key, admitted, actions) = admitted;
        if let Admitted::Throttle(throttle) = admitted {
            self.perform(actions);
            return Err(refusals::throttled(throttle));
        }
        let stay = Stay { inner: Arc::clone(&self), key };
        self.perform(actions);
        let mut ticket = Ticket { version, cold: false };
        let mut admitted = admitted;
        let mut tried = 1;
        loop {
            let lease = self.lease(&stay, admitted, &mut ticket, &invocation).await?;
            let outcome = self.run(lease, &invocation).await?;
            if !outcome.unread || UNREAD_MAX <= tried {
                self.parts.trace.usage(usage(&outcome, &ticket, &invocation, self.now()));
                return Ok(invoked(outcome, ticket.version.version.clone(), invocation.log_tail));
            }
            tracing::info!("the instance was gone before it read the call: another takes it");
            let (again, actions) = self.pool().again(&stay.key, self.now());
            self.perform(actions);
            admitted = again;
            tried += 1;
        }
    }

    /// The instance that runs a call, once there is one.
    async fn lease<'a>(
        self: &Arc<Self>,
        stay: &'a Stay,
        admitted: Admitted<Running>,
        ticket: &mut Ticket,
        invocation: &Invocation,
    ) -> Result<Lease<'a>, Refusal> {
        let held = match admitted {
            Admitted::Run(held) => held,
            Admitted::Wait { handover, grace_ms } => {
                ticket.cold = true;
                self.wait(Waiting { stay, handover }, grace_ms, invocation).await?
            }
            Admitted::Throttle(throttle) => return Err(refusals::throttled(throttle)),
        };
        Ok(Lease::new(stay, held))
    }

    fn resolve(&self, invocation: &Invocation) -> Result<Resolved, Refusal> {
        let target = Target {
            account: &self.config.account,
            region: &self.config.region,
            name: &invocation.function,
            qualifier: &invocation.qualifier,
        };
        Ok(self.parts.store.read(|txn| samara_lambda::resolve(&self.parsed, txn, &target))?)
    }

    /// Waits for an instance, and asks for one of its own when it has waited for a time. It gives
    /// up after another, unless an instance is on its way then.
    async fn wait(
        self: &Arc<Self>,
        mut waiting: Waiting<'_>,
        grace_ms: u64,
        invocation: &Invocation,
    ) -> Result<Held<Running>, Refusal> {
        let stopped = |_| Err(refusals::stopping());
        let until = invocation.until.map(|until| until.millis_since(self.now()));
        let limit_ms = millis(self.config.wait_max).min(until.unwrap_or(u64::MAX));
        let mut waited_ms = 0;
        let mut pause_ms = grace_ms.min(limit_ms);
        loop {
            let pause = Duration::from_millis(pause_ms);
            if let Ok(handed) = tokio::time::timeout(pause, &mut waiting.handover).await {
                return handed.unwrap_or_else(stopped);
            }
            waited_ms += pause_ms;
            let (coming, actions) = self.pool().hurry(&waiting.stay.key, self.now());
            self.perform(actions);
            if limit_ms <= waited_ms && !coming {
                break;
            }
            pause_ms = grace_ms.min(limit_ms.saturating_sub(waited_ms)).max(PAUSE_MS_MIN);
        }
        // An instance may have been handed over at this very moment; it must not be lost.
        let busy = crate::Throttle::Busy { waited_ms, memory_mib: self.config.memory_mib_max };
        waiting.stop().unwrap_or_else(|| Err(refusals::throttled(busy)))
    }

    async fn run(
        self: &Arc<Self>,
        mut lease: Lease<'_>,
        invocation: &Invocation,
    ) -> Result<Outcome, Refusal> {
        let call = Call {
            request_id: invocation.request_id.to_string(),
            payload: invocation.payload.clone(),
            trace: invocation.trace.to_string(),
            invoked_function_arn: invocation.invoked_arn.clone(),
            client_context: invocation.client_context.clone(),
            cognito_identity: None,
        };
        let Some(running) = lease.running() else { return Err(Refusal::internal(Panicked)) };
        let outcome = running.sandbox.invoke(call).await;
        let warm = outcome.init_duration.is_none() && outcome.result.is_ok();
        lease.give_back(warm.then(|| micros(outcome.duration)));
        Ok(outcome)
    }

    /// Does what a change of the pool asks for.
    pub(crate) fn perform(self: &Arc<Self>, actions: Vec<Action<Running>>) {
        for action in actions {
            match action {
                Action::Kill(running) => self.task(running.sandbox.kill()),
                Action::Start(key, version) => {
                    let (inner, starting) = (Arc::clone(self), Starting::new(self, key));
                    self.task(async move {
                        let began = tokio::time::Instant::now();
                        let started = inner.start(&version).await;
                        starting.ended(started, micros(began.elapsed()));
                    });
                }
                Action::Consider(key) => {
                    if self.parts.sandboxes.processor_is_idle() {
                        let actions = self.pool().grow(&key);
                        self.perform(actions);
                    }
                }
            }
        }
    }

    async fn start(self: &Arc<Self>, version: &Arc<Version>) -> Result<Held<Running>, Refusal> {
        // With `--log start=debug` a start can be followed from phase to phase.
        tracing::debug!(target: "start", phase = "begun");
        let code = self.unpacked(version).await.map_err(refusals::not_unpacked)?;
        tracing::debug!(target: "start", phase = "unpacked");
        let (now, until) = self.credentials_window();
        let stream = self.new_stream(now, version);
        let spec = self.spec(version, &code, &stream, (now, until))?;
        let sink = Sink::new(&self.parts.trace, version, stream);
        let started = self.parts.sandboxes.start(spec, Arc::new(sink)).await;
        let sandbox = started.map_err(refusals::not_started)?;
        let early = u64::from(version.settings.timeout_s) * 1000 + RETIRE_EARLY_MS;
        let retire_at = Timestamp::from_millis(until.as_millis().saturating_sub(early));
        Ok(Held { instance: Running { sandbox, _code: code }, retire_at })
    }

    /// From when and until when new credentials are valid.
    fn credentials_window(&self) -> (Timestamp, Timestamp) {
        let now = self.now();
        (now, now.plus_millis(millis(self.config.credentials_valid)))
    }

    /// The name of a new log stream.
    fn new_stream(&self, now: Timestamp, version: &Version) -> String {
        stream_name(now, &version.version, &Seed::new(self.parts.entropy.draw()))
    }

    async fn unpacked(self: &Arc<Self>, version: &Version) -> Result<Arc<Unpacked>, CodeError> {
        let blob = version.code.blob().map_err(CodeError::Record)?;
        let inner = Arc::clone(self);
        let work = move || inner.code.get(inner.parts.store.as_ref(), &blob);
        tokio::task::spawn_blocking(work).await.map_err(|_| CodeError::Interrupted)?
    }

    fn spec(
        &self,
        version: &Version,
        code: &Unpacked,
        stream: &str,
        (from, until): (Timestamp, Timestamp),
    ) -> Result<InstanceSpec, Refusal> {
        let Config { account, region, .. } = &self.config;
        let settings = &version.settings;
        let arn = Arn::new("lambda", region, account, &format!("function:{}", version.function));
        let grant = Grant {
            role: settings.role.parse().map_err(Refusal::internal)?,
            function: version.function.clone(),
            function_arn: arn.clone(),
            version: version.version.clone(),
            from,
            until,
        };
        let credentials = self.parts.credentials.issue(&grant)?;
        let mut environment: Vec<_> = settings.environment.clone().into_iter().collect();
        let own = [
            ("AWS_ACCESS_KEY_ID", credentials.access_key_id),
            ("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key),
            ("AWS_SESSION_TOKEN", credentials.session_token),
        ];
        environment.extend(own.map(|(name, value)| (name.to_owned(), value)));
        Ok(InstanceSpec {
            function_name: version.function.clone(),
            function_arn: arn.to_string(),
            version: version.version.clone(),
            runtime: settings.runtime.clone(),
            handler: settings.handler.clone(),
            code_dir: code.folder.clone(),
            layer_dirs: Vec::new(),
            environment,
            memory_mib: settings.memory_mib,
            timeout_ms: u64::from(settings.timeout_s) * 1000,
            ephemeral_storage_mib: settings.ephemeral_mib,
            region: region.to_string(),
            account: account.to_string(),
            log_group: version.log_group(),
            log_stream: stream.to_owned(),
            copies: self.copies(version)?,
        })
    }

    /// Whether an instance that is started now may begin as a copy, by its function's word.
    fn copies(&self, version: &Version) -> Result<Copies, Refusal> {
        let name = &version.function;
        let tag =
            self.parts.store.read(|txn| samara_lambda::copies_tag(&self.parsed, txn, name))?;
        let snap_start = version.settings.snap_start && version.version != LATEST;
        Ok(match tag {
            CopiesTag::Never => Copies::Never,
            _ if snap_start => Copies::Always,
            CopiesTag::Proved => Copies::AskedIfProved,
            CopiesTag::None => Copies::IfProved,
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    pub(crate) fn pool(&self) -> MutexGuard<'_, Pool<Running>> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn invoked(outcome: Outcome, version: String, log_tail: bool) -> Invoked {
    let (payload, error) = match outcome.result {
        Ok(payload) => (payload, None),
        Err(error) => {
            let kind = match error.kind {
                FailureKind::Handled | FailureKind::Unhandled => FunctionError::Unhandled,
                FailureKind::Timeout => FunctionError::Timeout,
                FailureKind::Exit | FailureKind::OutOfMemory => FunctionError::Exit,
            };
            (error.payload, Some(kind))
        }
    };
    let log_tail = log_tail.then(|| Bytes::from(outcome.log_tail));
    Invoked { payload, error, version, log_tail }
}

fn usage(outcome: &Outcome, ticket: &Ticket, invocation: &Invocation, ended: Timestamp) -> Usage {
    Usage {
        request_id: invocation.request_id.to_string(),
        trace: invocation.trace.root.as_str().to_owned(),
        function: ticket.version.function.clone(),
        version: ticket.version.version.clone(),
        kind: match invocation.kind {
            InvocationType::Event => CallKind::Event,
            InvocationType::RequestResponse | InvocationType::DryRun => CallKind::RequestResponse,
        },
        ended,
        duration_us: micros(outcome.duration),
        billed_ms: outcome.billed_duration_ms,
        memory_mib: ticket.version.settings.memory_mib,
        max_memory_mib: outcome.max_memory_used_mib,
        init_us: outcome.init_duration.map(micros),
        cold: ticket.cold,
        error: outcome.result.as_ref().err().map(|error| error.error_type.clone()),
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
