//! What a function needs before anybody calls it: the AWS SDK of its runtime, its code unpacked,
//! and an interpreter that waits for it.
//!
//! An installation begins when a function that needs it is created or changed (its record appears
//! in the feed), and at a start for every function that is there. A function is *Active* meanwhile,
//! since it can be called: a call that comes before the end waits for it, outside the function's
//! own timeout. Where an SDK cannot be had, functions run without it, their log says why, and the
//! installation is tried again now and then, without anybody waiting for it: many a function needs
//! no SDK, and there is no failed state for one that merely might.
//!
//! A function that was created or changed a moment ago will most likely be called soon. So its code
//! is unpacked, and the runtime is asked for an interpreter that can become it: one function after
//! another, and as many kinds of interpreter as the runtime keeps. At a start nothing is: functions
//! that have been there for long show by their first call that they are in use.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use samara_invoker::{BoxFuture, Invoker, Sandboxed, Sandboxes};
use samara_lambda::Version;
use samara_runtime::{InstanceSpec, Language, LogLine, LogSink, NotCopied, Runtime, StartError};
use samara_service::Refusal;
use samara_store::{Embedded, StoreExt};
use samara_triggers::Stepper;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::output;
use crate::real::SystemClock;

/// How long after a failure an installation is tried again.
const RETRY_AFTER: Duration = Duration::from_mins(1);
/// More names of runtimes than there are languages' versions: what is over it is looked for again.
const RUNTIMES_MAX: usize = 64;
/// How long after its change a function is prewarmed for.
const FRESH_MS: u64 = 60_000;
/// How many fresh functions may wait for it; one more is not prewarmed for.
pub(super) const FRESH_MAX: usize = 16;

/// What is known of a runtime's SDK.
enum Known {
    /// It is there, or none is needed.
    Ready,
    /// It is looked for and, where it is `missing`, installed; and why it could not be before.
    Installing { done: watch::Receiver<bool>, missing: bool, failed: Option<String> },
    /// It could not be installed.
    Failed { at: Instant, reason: String },
}

/// Sandboxes whose language has its SDK.
pub(super) struct Sdks {
    runtime: Runtime,
    known: Mutex<BTreeMap<String, Known>>,
}

impl Sdks {
    pub(super) fn new(runtime: Runtime) -> Arc<Self> {
        Arc::new(Self { runtime, known: Mutex::default() })
    }

    /// What is being installed and what could not be, for people.
    pub(super) fn status(&self) -> Value {
        let known = self.known();
        let installing = known.iter().filter_map(|(runtime, known)| match known {
            Known::Installing { missing: true, .. } => Some(json!(runtime)),
            Known::Installing { .. } | Known::Ready | Known::Failed { .. } => None,
        });
        let failed = known.iter().filter_map(|(runtime, known)| match known {
            Known::Failed { reason, .. } => Some(json!({ "runtime": runtime, "reason": reason })),
            Known::Ready | Known::Installing { .. } => None,
        });
        json!({
            "installing": installing.collect::<Vec<_>>(),
            "failed": failed.collect::<Vec<_>>(),
        })
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sees to it that a runtime's SDK is there or on its way. What to wait for, where that is
    /// worth it.
    fn begin(self: &Arc<Self>, runtime: &str) -> Option<watch::Receiver<bool>> {
        let mut known = self.known();
        let failed = match known.get(runtime) {
            Some(Known::Installing { done, failed: None, .. }) => return Some(done.clone()),
            Some(Known::Ready | Known::Installing { .. }) => return None,
            Some(Known::Failed { at, .. }) if at.elapsed() < RETRY_AFTER => return None,
            Some(Known::Failed { reason, .. }) => Some(reason.clone()),
            None => None,
        };
        if RUNTIMES_MAX <= known.len() {
            known.retain(|_, known| matches!(known, Known::Installing { .. }));
        }
        let (tell, done) = watch::channel(false);
        let first = failed.is_none().then(|| done.clone());
        known.insert(runtime.to_owned(), Known::Installing { done, missing: false, failed });
        drop(known);
        let (sdks, runtime) = (Arc::clone(self), runtime.to_owned());
        // Owner: the server, whose end ends it and the tool that it runs; a panic leaves
        // `Installing` without anybody to tell, which ends the waiting like success does.
        tokio::spawn(async move {
            let ended = match sdks.ensure(&runtime).await {
                Ok(()) => Known::Ready,
                Err(error) => {
                    tracing::warn!("{error:#}");
                    Known::Failed { at: Instant::now(), reason: format!("{error:#}") }
                }
            };
            sdks.known().insert(runtime, ended);
            tell.send_replace(true);
        });
        first
    }

    async fn ensure(&self, runtime: &str) -> anyhow::Result<()> {
        let Some(interpreter) = self.runtime.interpreter(Language::parse(runtime)?).await? else {
            return Ok(());
        };
        let layers = self.runtime.layers();
        if layers.of(&interpreter).is_none() {
            if let Some(Known::Installing { missing, .. }) = self.known().get_mut(runtime) {
                *missing = true;
            }
            output::note(&format!("installing the AWS SDK for {runtime}, once"));
            layers.install(&interpreter, &|line| tracing::info!("{line}")).await?;
        }
        Ok(())
    }

    /// Why a runtime has no SDK, if it could not be installed.
    fn failure(&self, runtime: &str) -> Option<String> {
        match self.known().get(runtime)? {
            Known::Ready => None,
            Known::Installing { failed, .. } => failed.clone(),
            Known::Failed { reason, .. } => Some(reason.clone()),
        }
    }
}

/// The handle that the invoker gets.
pub(super) struct WithSdks(pub(super) Arc<Sdks>);

impl Sandboxes for WithSdks {
    fn start(
        &self,
        spec: InstanceSpec,
        logs: Arc<dyn LogSink>,
    ) -> BoxFuture<'_, Result<Box<dyn Sandboxed>, StartError>> {
        if let Some(reason) = self.0.failure(&spec.runtime) {
            let at = SystemClock.now();
            let text = format!("SAMARA {reason}");
            logs.line(LogLine { at, request_id: None, text: &text });
        }
        self.0.runtime.start(spec, logs)
    }

    fn prepare<'a>(&'a self, runtime: &'a str) -> BoxFuture<'a, ()> {
        let Some(mut done) = self.0.begin(runtime) else {
            return Box::pin(std::future::ready(()));
        };
        Box::pin(async move {
            // That its sender is gone ends the waiting too.
            let _ended = done.wait_for(|done| *done).await;
        })
    }

    fn prewarm(&self, spec: InstanceSpec) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(self.0.runtime.prewarm(spec))
    }

    fn snapshot(
        &self,
        spec: InstanceSpec,
        logs: Arc<dyn LogSink>,
    ) -> BoxFuture<'_, Result<(), NotCopied>> {
        Box::pin(self.0.runtime.copyable(spec, logs))
    }

    fn processor_is_idle(&self) -> bool {
        self.0.runtime.processor_is_idle()
    }

    fn memory_is_short(&self) -> bool {
        self.0.runtime.memory_is_short()
    }
}

/// Begins when a function is created, changed or deleted.
pub(super) struct Foresight {
    pub(super) store: Arc<Embedded>,
    pub(super) invoker: Invoker,
    pub(super) sdks: Arc<Sdks>,
    /// To [`prewarm`].
    pub(super) fresh: mpsc::Sender<Version>,
}

/// Prepares for the first calls of fresh functions, one after another, until nobody sends any.
pub(super) async fn prewarm(
    mut fresh: mpsc::Receiver<Version>,
    sandboxes: WithSdks,
    invoker: Invoker,
) {
    while let Some(version) = fresh.recv().await {
        sandboxes.prepare(&version.settings.runtime).await;
        let function = version.function.as_str();
        match invoker.prewarm(&version).await {
            Ok(Ok(())) => tracing::debug!(function, "an interpreter waits for its first call"),
            Ok(Err(reason)) => tracing::debug!(function, reason, "no interpreter waits"),
            Err(refusal) => tracing::debug!(function, reason = refusal.message, "not prepared"),
        }
    }
}

impl Stepper for Foresight {
    fn kind(&self) -> u8 {
        samara_lambda::keys::FUNCTION
    }

    /// Waits for nothing, which would hold up the steps of stacks.
    fn step(&self, key: Bytes) -> samara_store::BoxFuture<'_, Result<Option<Timestamp>, Refusal>> {
        Box::pin(async move {
            let latest = self.store.read(|txn| samara_lambda::latest_of(txn, &key))?;
            let Some(version) = latest else {
                if let Some(function) = samara_lambda::keys::function_name(&key) {
                    self.invoker.forget(&function);
                }
                return Ok(None);
            };
            self.sdks.begin(&version.settings.runtime);
            let changed = Timestamp::from_millis(version.last_modified_ms);
            if SystemClock.now().millis_since(changed) < FRESH_MS {
                // Where there are too many, or nothing is prewarmed, it is not waited for.
                let _not_sent = self.fresh.try_send(version);
            }
            Ok(None)
        })
    }
}
