//! The hands: resolves, asks the pool, starts, calls, and gives back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use samara_base::{Arn, Clock, Entropy, Seed, Timestamp};
use samara_lambda::{Resolved, Target, Version};
use samara_runtime::{Call, FailureKind, InstanceSpec, Outcome};
use samara_service::{FunctionError, Invocation, InvocationType, Invoked, Refusal};
use samara_store::{Store, StoreExt};
use samara_trace::{CallKind, Trace, Usage};
use tokio::sync::{oneshot, watch};
use tracing::Instrument;

use crate::code::{CodeCache, CodeError, Unpacked};
use crate::pool::{Action, Admitted, Handover, Held, Key, Limits, Pool};
use crate::sink::{Sink, stream_name};
use crate::{Config, Credentials, Grant, Sandboxed, Sandboxes, refusals};

/// How often idle instances are looked at.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// How long before its credentials expire an instance takes no more calls, beyond its timeout.
const RETIRE_EARLY_MS: u64 = 60_000;

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
    /// The memory that all instances are promised, MiB.
    pub memory_mib: u64,
    /// The most that may be, MiB.
    pub memory_mib_max: u64,
}

/// Runs functions. A cheap handle; all clones are one.
#[derive(Clone)]
pub struct Invoker(Arc<Inner>);

struct Inner {
    config: Config,
    parts: Parts,
    code: CodeCache,
    pool: Mutex<Pool<Running>>,
    /// How many calls and other tasks are under way.
    tasks: watch::Sender<usize>,
}

/// A sandbox with what it needs to stay.
struct Running {
    sandbox: Box<dyn Sandboxed>,
    /// Its code stays unpacked for as long as it lives.
    _code: Arc<Unpacked>,
}

/// One call on its way.
struct Ticket {
    key: Key,
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
            idle_instances_max: config.idle_instances_max,
        };
        let inner = Inner {
            code: CodeCache::open(&config.code_dir, config.code_bytes_max)?,
            pool: Mutex::new(Pool::new(limits)),
            tasks: watch::Sender::new(0),
            config,
            parts,
        };
        let invoker = Self(Arc::new(inner));
        tokio::spawn(sweep(Arc::downgrade(&invoker.0)));
        Ok(invoker)
    }

    /// Runs a call to its end. Whoever stops waiting does not stop the function.
    ///
    /// # Errors
    /// When the function does not exist, is throttled, or the platform fails. A failure of the
    /// function's own is in [`Invoked::error`].
    pub async fn invoke(&self, invocation: Invocation) -> Result<Invoked, Refusal> {
        let inner = Arc::clone(&self.0);
        let span = tracing::info_span!(
            "invocation",
            id = %invocation.request_id,
            trace = %invocation.trace.root.as_str(),
            function = %invocation.function,
        );
        let task = inner.task(move |inner| inner.call(invocation).instrument(span));
        task.await.unwrap_or_else(|panicked| Err(Refusal::internal(panicked)))
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

/// Ends idle instances when their time has come, until the invoker is gone.
async fn sweep(inner: std::sync::Weak<Inner>) {
    loop {
        tokio::time::sleep(SWEEP_EVERY).await;
        let Some(inner) = inner.upgrade() else { return };
        let actions = inner.pool().expire(inner.now());
        inner.perform(actions);
    }
}

impl Inner {
    /// Spawns something that [`Invoker::drain`] waits for.
    fn task<T, F>(
        self: Arc<Self>,
        work: impl FnOnce(Arc<Self>) -> F + Send + 'static,
    ) -> tokio::task::JoinHandle<T>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let counted = Counted::new(&self);
        tokio::spawn(async move {
            let _counted = counted;
            work(self).await
        })
    }

    async fn call(self: Arc<Self>, invocation: Invocation) -> Result<Invoked, Refusal> {
        if self.pool().is_stopped() {
            return Err(refusals::stopping());
        }
        let Resolved { version, reserved_concurrency } = self.resolve(&invocation)?;
        let version = Arc::new(version);
        let admitted = self.pool().admit(&version, reserved_concurrency, self.now());
        let (key, admitted, actions) = admitted;
        self.perform(actions);
        let (held, cold) = match admitted {
            Admitted::Throttle(throttle) => return Err(refusals::throttled(throttle)),
            Admitted::Run(held) => (Ok(held), false),
            Admitted::Wait { handover, patient } => {
                (self.wait(handover, patient, &invocation).await, true)
            }
        };
        let result = match held {
            Ok(held) => {
                let ticket = Ticket { key: key.clone(), version, cold };
                Ok(self.run(held, ticket, &invocation).await)
            }
            Err(refusal) => Err(refusal),
        };
        self.pool().left(&key);
        result
    }

    fn resolve(&self, invocation: &Invocation) -> Result<Resolved, Refusal> {
        let target = Target {
            account: &self.config.account,
            region: &self.config.region,
            name: &invocation.function,
            qualifier: &invocation.qualifier,
        };
        Ok(self.parts.store.read(|txn| samara_lambda::resolve(txn, &target))?)
    }

    /// Waits for an instance. A call that waits for memory or for others to start gives up after
    /// a time; one that has an instance on its way is answered by its start at the latest.
    async fn wait(
        &self,
        mut handover: oneshot::Receiver<Handover<Running>>,
        patient: bool,
        invocation: &Invocation,
    ) -> Result<Held<Running>, Refusal> {
        let stopped = |_| Err(refusals::stopping());
        let now = self.now();
        let until = invocation.until.map(|until| Duration::from_millis(until.millis_since(now)));
        let limit = match (patient, until) {
            (true, Some(until)) => until.min(self.config.wait_max),
            (true, None) => self.config.wait_max,
            (false, _) => return handover.await.unwrap_or_else(stopped),
        };
        if let Ok(handed) = tokio::time::timeout(limit, &mut handover).await {
            return handed.unwrap_or_else(stopped);
        }
        // An instance may have been handed over at this very moment; it must not be lost.
        handover.close();
        let busy = crate::Throttle::Busy {
            waited_ms: millis(limit),
            memory_mib: self.config.memory_mib_max,
        };
        let throttled = |_| Err(refusals::throttled(busy));
        handover.try_recv().unwrap_or_else(throttled)
    }

    async fn run(
        self: &Arc<Self>,
        mut held: Held<Running>,
        ticket: Ticket,
        invocation: &Invocation,
    ) -> Invoked {
        let call = Call {
            request_id: invocation.request_id.to_string(),
            payload: invocation.payload.clone(),
            trace: invocation.trace.to_string(),
            invoked_function_arn: invocation.invoked_arn.clone(),
            client_context: invocation.client_context.clone(),
            cognito_identity: None,
        };
        let outcome = held.instance.sandbox.invoke(call).await;
        let alive = held.instance.sandbox.is_alive();
        let (back, dead) = if alive { (Some(held), None) } else { (None, Some(held.instance)) };
        let mut actions = self.pool().release(&ticket.key, back, self.now());
        actions.extend(dead.map(Action::Kill));
        self.perform(actions);
        self.parts.trace.usage(usage(&outcome, &ticket, invocation, self.now()));
        invoked(outcome, ticket.version.version.clone(), invocation.log_tail)
    }

    /// Does what a change of the pool asks for.
    fn perform(self: &Arc<Self>, actions: Vec<Action<Running>>) {
        for action in actions {
            match action {
                Action::Kill(running) => {
                    Arc::clone(self).task(async move |_| running.sandbox.kill().await);
                }
                Action::Start(key, version) => {
                    Arc::clone(self).task(async move |inner| {
                        let started = inner.start(&version).await;
                        let actions = match started {
                            Ok(held) => inner.pool().ready(&key, held, inner.now()),
                            Err(refusal) => inner.pool().failed(&key, refusal),
                        };
                        inner.perform(actions);
                    });
                }
            }
        }
    }

    async fn start(self: &Arc<Self>, version: &Arc<Version>) -> Result<Held<Running>, Refusal> {
        let code = self.unpacked(version).await.map_err(refusals::not_unpacked)?;
        let now = self.now();
        let until = now.plus_millis(millis(self.config.credentials_valid));
        let seed = Seed::new(self.parts.entropy.draw());
        let stream = stream_name(now, &version.version, &seed);
        let spec = self.spec(version, &code, &stream, (now, until))?;
        let sink =
            Sink { trace: Arc::clone(&self.parts.trace), group: version.log_group(), stream };
        let started = self.parts.sandboxes.start(spec, Arc::new(sink)).await;
        let sandbox = started.map_err(refusals::not_started)?;
        let early = u64::from(version.settings.timeout_s) * 1000 + RETIRE_EARLY_MS;
        let retire_at = Timestamp::from_millis(until.as_millis().saturating_sub(early));
        Ok(Held { instance: Running { sandbox, _code: code }, retire_at })
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
        })
    }

    fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    fn pool(&self) -> MutexGuard<'_, Pool<Running>> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a task for as long as it lives.
struct Counted(watch::Sender<usize>);

impl Counted {
    fn new(inner: &Inner) -> Self {
        let tasks = inner.tasks.clone();
        tasks.send_modify(|running| *running += 1);
        Self(tasks)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
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
