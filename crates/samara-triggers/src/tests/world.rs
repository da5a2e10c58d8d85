//! A store, a clock that a test moves, and functions that answer as a test says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use samara_base::{Clock, Timestamp};
use samara_lambda::AsyncInvocation;
use samara_service::testing::Bench;
use samara_service::{FunctionError, Invocation, Invoke, Invoked, Refusal, ServiceTable};
use samara_store::{About, BoxFuture, KeyWriter, Mem, Range, Store, StoreExt, Txn};

use crate::{Config, Contexts, DeadLetter, Parts, Stepper, Triggers, dead_letters};

pub(super) const FUNCTION: &str = "arn:aws:lambda:us-east-1:000000000000:function:f";

/// What a function does when it is called.
#[derive(Clone, Copy)]
pub(super) enum Does {
    Succeeds,
    Fails,
    IsThrottled,
    IsGone,
    NeverAnswers,
    Panics,
}

/// Functions that answer as scripted, then succeed; every call is noted.
#[derive(Default)]
pub(super) struct Functions {
    pub(super) script: Mutex<VecDeque<Does>>,
    pub(super) calls: Mutex<Vec<(String, String)>>,
}

impl Invoke for Functions {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Result<Invoked, Refusal>> {
        let payload = String::from_utf8_lossy(&invocation.payload).into_owned();
        self.calls.lock().unwrap().push((invocation.request_id.to_string(), payload));
        let does = self.script.lock().unwrap().pop_front().unwrap_or(Does::Succeeds);
        let invoked = |error| Invoked {
            payload: r#"{"errorMessage":"no"}"#.into(),
            error,
            version: "$LATEST".to_owned(),
            log_tail: None,
        };
        Box::pin(async move {
            match does {
                Does::Succeeds => Ok(invoked(None)),
                Does::Fails => Ok(invoked(Some(FunctionError::Unhandled))),
                Does::IsThrottled => {
                    Err(Refusal::caller("TooManyRequestsException", 429, "Rate Exceeded."))
                }
                Does::IsGone => {
                    Err(Refusal::caller("ResourceNotFoundException", 404, "Function not found"))
                }
                Does::NeverAnswers => std::future::pending().await,
                Does::Panics => panic!("a defect"),
            }
        })
    }
}

pub(super) struct World {
    pub(super) bench: Arc<Bench>,
    pub(super) functions: Arc<Functions>,
}

struct BenchClock(Arc<Bench>);

impl Clock for BenchClock {
    fn now(&self) -> Timestamp {
        self.0.context().now
    }
}

impl World {
    pub(super) fn new() -> Self {
        let tables: Vec<ServiceTable> =
            vec![samara_events::service(), samara_iam::service(), samara_cloudformation::service()];
        Self { bench: Arc::new(Bench::new(tables)), functions: Arc::default() }
    }

    pub(super) fn script(&self, does: &[Does]) {
        self.functions.script.lock().unwrap().extend(does);
    }

    pub(super) fn start(&self) -> Triggers {
        self.start_on(self.bench.store.clone(), vec![])
    }

    pub(super) fn start_on(
        &self,
        store: Arc<dyn Store>,
        steppers: Vec<Arc<dyn Stepper>>,
    ) -> Triggers {
        let bench = self.bench.clone();
        let contexts: Contexts = Arc::new(move |principal, trace| {
            let cx = bench.context().acting_as(principal);
            let trace = trace.unwrap_or_else(|| cx.trace.clone());
            samara_service::Cx { trace, ..cx }
        });
        let parts = Parts {
            store,
            invoker: self.functions.clone(),
            contexts,
            clock: Arc::new(BenchClock(self.bench.clone())),
            steppers,
        };
        let config = Config { tick_ms: 2, drain_ms: 0, ..Config::default() };
        Triggers::start(config, parts)
    }

    /// Commits what a closure writes.
    pub(super) async fn write(&self, mut work: impl FnMut(&mut dyn Txn) + Send + 'static) {
        let work = move |txn: &mut dyn Txn| {
            work(txn);
            Ok::<(), ()>(())
        };
        self.bench.store.write(About::default(), work).await.unwrap().unwrap();
    }

    /// Accepts an asynchronous call.
    pub(super) async fn call(&self, id: &str) {
        let cx = self.bench.context();
        let call = AsyncInvocation {
            function: "f".to_owned(),
            qualifier: "$LATEST".to_owned(),
            invoked_arn: FUNCTION.to_owned(),
            payload: "{}".into(),
            request_id: samara_base::RequestId::new(id),
            accepted: cx.now,
            trace: cx.trace.to_string(),
            client_context: None,
        };
        self.write(move |txn| call.append(txn).unwrap()).await;
    }

    /// Waits until something holds; it is looked at again after every commit.
    pub(super) async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let mut head = self.bench.store.head();
        let wait = async {
            while !holds(self) {
                // A call of a function is no commit: look again after a while, too.
                let _ = tokio::time::timeout(Duration::from_millis(5), head.changed()).await;
            }
        };
        let limit = Duration::from_secs(20);
        tokio::time::timeout(limit, wait).await.unwrap_or_else(|_| panic!("never: {what}"));
    }

    pub(super) fn count(&self, kind: u8) -> usize {
        let range = Range::prefix(&KeyWriter::new(kind).done());
        self.bench.store.read(|txn| txn.scan(&range, 1000).unwrap().len())
    }

    pub(super) fn calls(&self) -> usize {
        self.functions.calls.lock().unwrap().len()
    }

    /// Whether nothing is left to deliver.
    pub(super) fn is_idle(&self) -> bool {
        [0x35, 0x42, 0xa1, 0xa3, 0xa4].iter().all(|kind| self.count(*kind) == 0)
    }

    /// Whether all that is left waits for its time.
    pub(super) fn waits(&self) -> bool {
        self.count(0xa1) == 1 && [0x35, 0x42, 0xa3, 0xa4].iter().all(|kind| self.count(*kind) == 0)
    }

    pub(super) fn dead(&self) -> Vec<DeadLetter> {
        self.bench.store.read(|txn| dead_letters(txn, 100).unwrap())
    }

    pub(super) fn store(&self) -> Arc<Mem> {
        self.bench.store.clone()
    }
}
