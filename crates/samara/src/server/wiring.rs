//! The joints between the parts: sandboxes' doors, functions' credentials, stacks' steps.

use std::collections::HashMap;
use std::net::TcpListener;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use samara_base::{Arn, Clock};
use samara_front::{Front, InstanceCaller};
use samara_invoker::{
    Credentials, FunctionStatus, Grant, Invoker, SessionCredentials, VersionStatus,
};
use samara_runtime::{
    CopyPolicy, CpuShare, Door, InstanceId, InstanceSpec, Isolation, Runtime, SpareReport,
};
use samara_service::{Invocation, Invoke, Invoked, Observed, Refusal};
use samara_store::{Embedded, StoreExt};
use samara_sts::session::{self, ServerKey, Session};
use samara_trace::Trace;
use samara_triggers::{Contexts, DeadLetter, Stacks, Stepper, Triggers};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::Options;
use super::sdks::{self, Foresight, Sdks, WithSdks};
use super::snapshots::Snapshots;
use crate::cli::{CopiesArgument, IsolationArgument};
use crate::output::{self, Colour, paint};
use crate::real::SystemEntropy;

/// What was made before and is joined here.
pub(super) struct Made<'a> {
    pub(super) options: &'a Options,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) trace: Arc<Trace>,
    pub(super) server_key: ServerKey,
}

/// What runs and has to be stopped.
pub(super) struct Running {
    runtime: Runtime,
    invoker: Invoker,
    triggers: Triggers,
    trace: Arc<Trace>,
    prewarming: Option<AbortHandle>,
}

/// Opens the rings of what is observed.
pub(super) fn trace(data_dir: &Path, _clock: Arc<dyn Clock>) -> anyhow::Result<Arc<Trace>> {
    let config = samara_trace::Config::in_dir(&data_dir.join("observed"));
    Trace::open(&config).context("the logs of functions cannot be opened")
}

/// The trace as the services see it.
pub(super) fn observed(trace: &Arc<Trace>) -> Arc<dyn Observed> {
    trace.clone()
}

fn copy_policy(argument: CopiesArgument) -> CopyPolicy {
    match argument {
        CopiesArgument::Never => CopyPolicy::Never,
        CopiesArgument::Snapstart => CopyPolicy::OnRequest,
        CopiesArgument::Proved => CopyPolicy::Proved,
    }
}

/// Starts sandboxes, invoker and triggers, and tells the door of them.
pub(super) async fn start(
    made: Made<'_>,
    store: &Arc<Embedded>,
    front: &Front,
    port: u16,
) -> anyhow::Result<Running> {
    let (options, clock) = (made.options, made.clock);
    let data_dir = options.data_dir.canonicalize()?;
    let config = samara_runtime::Config {
        data_dir: runtime_dir(&data_dir),
        layers_dir: layers_dir(options)?,
        isolation: match options.isolation {
            IsolationArgument::Full => Isolation::Full,
            IsolationArgument::Partial => Isolation::Partial,
        },
        cpu: if options.cpu_quota { CpuShare::Quota } else { CpuShare::Weight },
        prewarm: options.prewarm,
        copies: copy_policy(options.copies),
        weigh_server: true,
        endpoint_port: port,
        launcher: std::env::current_exe().context("cannot tell the server's own executable")?,
        path: std::env::var_os("PATH"),
        home: std::env::var_os("HOME").map(Into::into),
        clock: clock.clone(),
    };
    let door = Arc::new(InstanceDoor { front: front.clone(), serving: Mutex::default() });
    let runtime = Runtime::start(config, door).await?;
    for missing in runtime.host_report().missing {
        output::note(&format!("{} {missing}", paint(Colour::Yellow, "isolation is partial:")));
    }
    let account = front.account().clone();
    let memory_mib_max = memory_mib() * 3 / 4;
    let region = front.region().clone();
    let code_dir = data_dir.join("code");
    let config = samara_invoker::Config {
        starts_max: std::thread::available_parallelism().map_or(1, NonZero::get),
        ..samara_invoker::Config::new(account, region, &code_dir, memory_mib_max)
    };
    let sdks = Sdks::new(runtime.clone());
    let credentials = RoleCredentials { store: store.clone(), server_key: made.server_key };
    let invoker = Invoker::new(
        config,
        samara_invoker::Parts {
            store: store.clone(),
            sandboxes: Arc::new(WithSdks(Arc::clone(&sdks))),
            trace: made.trace.clone(),
            credentials: Arc::new(credentials),
            clock: clock.clone(),
            entropy: Arc::new(SystemEntropy),
        },
    )?;
    let runs: Arc<dyn Invoke> = Arc::new(Runs(invoker.clone()));
    front.set_invoker(runs.clone());
    let door = front.clone();
    let contexts: Contexts = Arc::new(move |principal, trace| door.context(principal, trace));
    let (foresight, prewarming) = foresee(options.prewarm, store, &sdks, &invoker);
    let triggers = Triggers::start(
        triggers_config(options),
        samara_triggers::Parts {
            store: store.clone(),
            invoker: runs,
            contexts: contexts.clone(),
            clock,
            steppers: steppers(store, &invoker, &sdks, (foresight, contexts)),
        },
    );
    front.set_status(status(store.clone(), invoker.clone(), sdks, runtime.clone()));
    Ok(Running { runtime, invoker, triggers, trace: made.trace, prewarming })
}

/// What goes on by steps: stacks, and what functions and their versions need.
fn steppers(
    store: &Arc<Embedded>,
    invoker: &Invoker,
    sdks: &Arc<Sdks>,
    (foresight, contexts): (Foresight, Contexts),
) -> Vec<Arc<dyn Stepper>> {
    vec![
        Arc::new(Stacks::new(store.clone(), contexts)),
        Arc::new(foresight),
        Arc::new(Snapshots::new(store, invoker, sdks)),
    ]
}

/// What is done when a function is created or changed, and the task that goes on with it.
fn foresee(
    prewarm: bool,
    store: &Arc<Embedded>,
    sdks: &Arc<Sdks>,
    invoker: &Invoker,
) -> (Foresight, Option<AbortHandle>) {
    let (sender, fresh) = mpsc::channel(sdks::FRESH_MAX);
    let sandboxes = WithSdks(Arc::clone(sdks));
    // Owner: the server, whose `stop` ends it; a defect in it costs the first calls their speed.
    let task = prewarm.then(|| tokio::spawn(sdks::prewarm(fresh, sandboxes, invoker.clone())));
    let (store, invoker) = (store.clone(), invoker.clone());
    let foresight = Foresight { store, invoker, sdks: Arc::clone(sdks), fresh: sender };
    (foresight, task.map(|task| task.abort_handle()))
}

/// The runtime's own folder in a data directory.
fn runtime_dir(data_dir: &Path) -> PathBuf {
    data_dir.join("runtime")
}

/// Where the AWS SDKs for functions are kept.
fn layers_dir(options: &Options) -> anyhow::Result<PathBuf> {
    let dir = layers_dir_of(&options.data_dir, options.runtimes_dir.as_deref())?;
    std::fs::create_dir_all(&dir)
        .with_context(|| format!("cannot make the folder {}", dir.display()))?;
    Ok(dir.canonicalize()?)
}

/// The folder that was asked for, else one in the data directory; absolute, since the tools that
/// fill it run elsewhere.
pub(super) fn layers_dir_of(
    data_dir: &Path,
    runtimes_dir: Option<&Path>,
) -> std::io::Result<PathBuf> {
    let dir = runtimes_dir.map_or_else(|| runtime_dir(data_dir).join("layers"), Path::to_owned);
    std::path::absolute(dir)
}

impl Running {
    /// Lets calls under way end until a deadline, then ends everything.
    pub(super) async fn stop(self, deadline: Instant) {
        self.triggers.stop().await;
        if let Some(prewarming) = self.prewarming {
            prewarming.abort();
        }
        if !self.invoker.drain(deadline.saturating_duration_since(Instant::now())).await {
            tracing::warn!("calls that still ran were ended");
        }
        self.runtime.shutdown().await;
        self.trace.flush();
    }
}

/// A minute, as AWS waits; a second on dev servers, where somebody watches.
fn triggers_config(options: &Options) -> samara_triggers::Config {
    samara_triggers::Config {
        retry_base_ms: options.retry_base_ms.unwrap_or(if options.dev { 1_000 } else { 60_000 }),
        recovery_bytes: u64::from(options.tables.recovery_max_mib) * 1024 * 1024,
        ..Default::default()
    }
}

/// What `samara status` shows beside AWS's APIs.
fn status(
    store: Arc<Embedded>,
    invoker: Invoker,
    sdks: Arc<Sdks>,
    runtime: Runtime,
) -> samara_front::Status {
    /// Dead letters that are shown, the latest.
    const SHOWN: usize = 100;
    Box::new(move || {
        let letters = store.read(|txn| samara_triggers::dead_letters(txn, SHOWN));
        let letters = letters.unwrap_or_else(|error| {
            tracing::error!(%error, "the dead letters cannot be read");
            Vec::new()
        });
        let shown = letters.iter().map(dead_letter).collect::<Vec<_>>();
        let now = invoker.status();
        json!({
            "deadLetters": shown,
            "instances": { "idle": now.idle, "busy": now.busy, "starting": now.starting },
            "waitingCalls": now.waiting,
            "memoryMib": now.memory_mib,
            "memoryMibMax": now.memory_mib_max,
            "sdks": sdks.status(),
            "spares": runtime.spares().iter().map(spare).collect::<Vec<_>>(),
            "functions": invoker.functions().iter().map(function).collect::<Vec<_>>(),
        })
    })
}

/// The machine's memory, MiB.
fn memory_mib() -> u64 {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kib.map_or(1024, |kib| kib / 1024)
}

/// The invoker as the door and the triggers know it.
struct Runs(Invoker);

impl Invoke for Runs {
    fn invoke(
        &self,
        invocation: Invocation,
    ) -> samara_store::BoxFuture<'_, Result<Invoked, Refusal>> {
        Box::pin(self.0.invoke(invocation))
    }
}

/// Serves the AWS endpoint of each sandbox until it is gone.
struct InstanceDoor {
    front: Front,
    serving: Mutex<HashMap<InstanceId, AbortHandle>>,
}

impl Door for InstanceDoor {
    fn serve(&self, listener: TcpListener, instance: InstanceId, spec: &InstanceSpec) {
        let Ok(function) = spec.function_arn.parse::<Arn>() else { return };
        let listener = match tokio::net::TcpListener::from_std(listener) {
            Ok(listener) => listener,
            Err(error) => return tracing::error!(%error, "a sandbox's endpoint is not served"),
        };
        let front = self.front.clone();
        let task = tokio::spawn(async move {
            front.serve_instance(listener, InstanceCaller { function }).await;
        });
        let mut serving = self.serving.lock().unwrap_or_else(PoisonError::into_inner);
        serving.insert(instance, task.abort_handle());
    }

    fn close(&self, instance: InstanceId) {
        let mut serving = self.serving.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = serving.remove(&instance) {
            task.abort();
        }
    }
}

/// Credentials of functions' roles: sealed, so that nothing is written for them.
struct RoleCredentials {
    store: Arc<Embedded>,
    server_key: ServerKey,
}

impl Credentials for RoleCredentials {
    fn issue(&self, grant: &Grant) -> Result<SessionCredentials, Refusal> {
        let name = grant.role.resource.rsplit('/').next().unwrap_or_default();
        let found = self.store.read(|txn| samara_iam::role(txn, name))?;
        let role = found.ok_or_else(|| {
            let message = "The role defined for the function cannot be assumed by Lambda.";
            Refusal::caller("InvalidParameterValueException", 400, message)
        })?;
        let session = Session {
            role: grant.role.clone(),
            role_id: role.holder.id,
            session_name: grant.function.clone(),
            issued: grant.from,
            expires: grant.until,
            function: Some(grant.function_arn.clone()),
            session_policies: Vec::new(),
        };
        let sealed = session::seal(&self.server_key, &session);
        Ok(SessionCredentials {
            access_key_id: sealed.access_key_id,
            secret_access_key: sealed.secret_access_key,
            session_token: sealed.session_token,
        })
    }
}

/// Sandboxes of a kind that wait for starts to come.
fn spare(spare: &SpareReport) -> Value {
    json!({
        "program": spare.program,
        "imported": spare.imported,
        "ready": spare.ready,
        "imaged": spare.imaged,
    })
}

/// A function that has been called lately.
fn function(function: &FunctionStatus) -> Value {
    let micros = |duration: Option<Duration>| duration.map(|it| it.as_micros());
    let version = |version: &VersionStatus| {
        json!({
            "version": version.version,
            "replaced": version.replaced,
            "start": version.way,
            "idle": version.idle,
            "busy": version.busy,
            "starting": version.starting,
            "waitingCalls": version.waiting,
        })
    };
    json!({
        "name": function.name,
        "keepSeconds": function.keep.as_secs(),
        "keepLearnt": function.keep_learnt,
        "callMicros": micros(function.call),
        "startMicros": micros(function.start),
        "versions": function.versions.iter().map(version).collect::<Vec<_>>(),
    })
}

fn dead_letter(letter: &DeadLetter) -> Value {
    json!({
        "time": samara_base::Timestamp::from_millis(letter.given_up_ms).iso8601(),
        "target": letter.delivery.target,
        "attempts": letter.delivery.attempts,
        "requestId": letter.delivery.request_id,
        "reason": letter.reason,
    })
}
