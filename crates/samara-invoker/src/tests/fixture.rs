//! A store with functions, sandboxes that are not there, and an invoker over both.

use std::io::{Cursor, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use samara_base::{Entropy, RequestId, Timestamp, TraceHeader};
use samara_runtime::{
    Call, FailureKind, FunctionError, InstanceSpec, LogLine, LogSink, Outcome, StartError,
};
use samara_service::testing::{Bench, StillClock};
use samara_service::{
    Access, Answer, Cx, Entry, Invocation, InvocationType, Invoked, Operation, Place, Refusal,
    ServiceTable,
};
use samara_store::{About, Fed, Range, StoreError, StoreExt, Txn};
use samara_trace::Trace;
use samara_wire::{Document, Name, Protocol, ServiceModel};
use tokio::sync::{Semaphore, watch};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{
    BoxFuture, Config, Credentials, Grant, Invoker, Parts, Sandboxed, Sandboxes, SessionCredentials,
};

/// All parts of a server that runs functions, but for the functions.
pub(super) struct Fixture {
    bench: Bench,
    pub(super) invoker: Invoker,
    pub(super) sandboxes: Arc<Fakes>,
    pub(super) trace: Arc<Trace>,
    folder: tempfile::TempDir,
}

impl Fixture {
    pub(super) fn new(memory_mib: u64) -> Self {
        let iam = ServiceTable { model: &IAM, operations: vec![Entry::of::<GetRole>()] };
        let bench = Bench::new(vec![samara_lambda::service(), iam]);
        let folder = tempfile::tempdir().unwrap();
        let trace = Trace::open(&samara_trace::Config::in_dir(folder.path())).unwrap();
        let sandboxes = Arc::new(Fakes::default());
        let cx = bench.context();
        let code = folder.path().join("code");
        let config = Config {
            wait_max: Duration::from_millis(50),
            ..Config::new(cx.account, cx.region, &code, memory_mib)
        };
        let parts = Parts {
            store: bench.store.clone(),
            sandboxes: sandboxes.clone(),
            trace: Arc::clone(&trace),
            credentials: Arc::new(Papers),
            clock: StillClock::at(Timestamp::from_secs(1_795_262_400)),
            entropy: Arc::new(Same),
        };
        let invoker = Invoker::new(config, parts).unwrap();
        Self { bench, invoker, sandboxes, trace, folder }
    }

    /// Creates a function of 128 MiB.
    pub(super) fn create(&self, name: &str) {
        let map = |name: &'static str, value| Document::Map(vec![(Name::Borrowed(name), value)]);
        let text = |text: &str| Document::String(text.to_owned());
        let input = vec![
            (Name::Borrowed("FunctionName"), text(name)),
            (Name::Borrowed("Role"), text("arn:aws:iam::000000000000:role/app")),
            (Name::Borrowed("Runtime"), text("python3.13")),
            (Name::Borrowed("Handler"), text("app.handler")),
            (Name::Borrowed("Environment"), map("Variables", map("TABLE", text("orders")))),
            (Name::Borrowed("Code"), map("ZipFile", Document::Blob(package().into()))),
        ];
        self.bench.call("lambda", "CreateFunction", Document::Map(input)).unwrap();
    }

    /// Puts a damaged package in the place of every function's: `CreateFunction` takes none, but
    /// what is on a disk may change there.
    pub(super) async fn damage(&self) {
        let work = |txn: &mut dyn Txn| {
            let whole = txn.put_blob(&package())?.to_string();
            let damaged = txn.put_blob(&corrupt())?.to_string();
            for (key, value) in txn.scan(&Range::prefix(&[]), 1_000)? {
                let text = String::from_utf8_lossy(&value);
                if text.contains(&whole) {
                    txn.put(key.into(), text.replace(&whole, &damaged).into(), Fed::No);
                }
            }
            Ok::<_, StoreError>(())
        };
        self.bench.store.write(About::default(), work).await.unwrap().unwrap();
    }

    pub(super) fn reserve(&self, name: &str, concurrency: i64) {
        let input = vec![
            (Name::Borrowed("FunctionName"), Document::String(name.to_owned())),
            (Name::Borrowed("ReservedConcurrentExecutions"), Document::Integer(concurrency)),
        ];
        self.bench.call("lambda", "PutFunctionConcurrency", Document::Map(input)).unwrap();
    }

    pub(super) async fn invoke(&self, name: &str, word: &str) -> Result<Invoked, Refusal> {
        let cx = self.bench.context();
        let invocation = Invocation {
            function: name.to_owned(),
            qualifier: "$LATEST".to_owned(),
            invoked_arn: format!("arn:aws:lambda:us-east-1:000000000000:function:{name}"),
            payload: Bytes::from(format!("\"{word}\"")),
            request_id: RequestId::new("r"),
            trace: TraceHeader::begin(cx.now, &cx.seed),
            client_context: None,
            kind: InvocationType::RequestResponse,
            log_tail: true,
            until: None,
        };
        self.invoker.invoke(invocation).await
    }

    /// How many packages are unpacked, whole or not.
    pub(super) fn unpacked(&self) -> usize {
        let code = self.folder.path().join("code");
        let boots = std::fs::read_dir(code).unwrap();
        boots.map(|boot| std::fs::read_dir(boot.unwrap().path()).unwrap().count()).sum()
    }
}

fn package() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("app.py", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"code").unwrap();
    zip.finish().unwrap().into_inner()
}

/// A package with one wrong byte in its content.
fn corrupt() -> Vec<u8> {
    let mut package = package();
    let name = package.windows(6).position(|window| window == b"app.py").unwrap();
    package[name + 6] ^= 0xff;
    package
}

/// Sandboxes whose functions do what the event says: `echo`, `fail`, `die`, `ghost`, `hold`,
/// `panic`.
pub(super) struct Fakes {
    specs: Mutex<Vec<InstanceSpec>>,
    refuses: AtomicBool,
    panics: AtomicBool,
    held: watch::Sender<usize>,
    go: Arc<Semaphore>,
    alive: Arc<AtomicUsize>,
    ghosts: Arc<AtomicUsize>,
}

impl Default for Fakes {
    fn default() -> Self {
        Self {
            specs: Mutex::default(),
            refuses: AtomicBool::default(),
            panics: AtomicBool::default(),
            held: watch::Sender::new(0),
            go: Arc::new(Semaphore::new(0)),
            alive: Arc::default(),
            ghosts: Arc::default(),
        }
    }
}

impl Fakes {
    /// What was started.
    pub(super) fn specs(&self) -> Vec<InstanceSpec> {
        self.specs.lock().unwrap().clone()
    }

    /// From now on nothing starts.
    pub(super) fn refuse(&self) {
        self.refuses.store(true, Ordering::SeqCst);
    }

    /// The next start panics.
    pub(super) fn panic_once(&self) {
        self.panics.store(true, Ordering::SeqCst);
    }

    /// So many instances that are told `ghost` are gone before they read it.
    pub(super) fn ghosts(&self, calls: usize) {
        self.ghosts.store(calls, Ordering::SeqCst);
    }

    /// Waits until so many calls hold.
    pub(super) async fn held(&self, calls: usize) {
        self.held.subscribe().wait_for(|held| *held == calls).await.unwrap();
    }

    /// Lets so many calls end.
    pub(super) fn let_go(&self, calls: usize) {
        self.go.add_permits(calls);
    }

    /// How many were started and not killed.
    pub(super) fn alive(&self) -> usize {
        self.alive.load(Ordering::SeqCst)
    }
}

struct Fake {
    alive: bool,
    held: watch::Sender<usize>,
    go: Arc<Semaphore>,
    all: Arc<AtomicUsize>,
    ghosts: Arc<AtomicUsize>,
}

impl Sandboxes for Fakes {
    fn start(
        &self,
        spec: InstanceSpec,
        logs: Arc<dyn LogSink>,
    ) -> BoxFuture<'_, Result<Box<dyn Sandboxed>, StartError>> {
        Box::pin(async move {
            assert!(!self.panics.swap(false, Ordering::SeqCst), "a start that panics, as asked");
            if self.refuses.load(Ordering::SeqCst) {
                return Err(StartError::Sandbox("no".to_owned()));
            }
            let at = Timestamp::from_secs(1_795_262_400);
            logs.line(LogLine { at, request_id: None, text: "started" });
            self.specs.lock().unwrap().push(spec);
            self.alive.fetch_add(1, Ordering::SeqCst);
            let fake = Fake {
                alive: true,
                held: self.held.clone(),
                go: Arc::clone(&self.go),
                all: Arc::clone(&self.alive),
                ghosts: Arc::clone(&self.ghosts),
            };
            Ok(Box::new(fake) as Box<dyn Sandboxed>)
        })
    }
}

impl Fake {
    /// Whether one more is to be gone.
    fn is_ghost(&self) -> bool {
        let one_less = |left: usize| left.checked_sub(1);
        self.ghosts.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok()
    }
}

impl Sandboxed for Fake {
    fn is_alive(&self) -> bool {
        self.alive
    }

    fn invoke(&mut self, call: Call) -> BoxFuture<'_, Outcome> {
        Box::pin(async move {
            let failed = |kind| FunctionError {
                error_type: "Error".to_owned(),
                error_message: "no".to_owned(),
                payload: Bytes::from_static(b"{}"),
                kind,
            };
            let mut unread = false;
            let result = match &*call.payload {
                b"\"fail\"" => Err(failed(FailureKind::Handled)),
                b"\"die\"" => {
                    self.alive = false;
                    Err(failed(FailureKind::Exit))
                }
                b"\"ghost\"" if self.is_ghost() => {
                    self.alive = false;
                    unread = true;
                    Err(failed(FailureKind::Exit))
                }
                b"\"panic\"" => panic!("a call that panics, as asked"),
                b"\"hold\"" => {
                    self.held.send_modify(|held| *held += 1);
                    self.go.acquire().await.unwrap().forget();
                    Ok(call.payload)
                }
                _ => Ok(call.payload),
            };
            Outcome {
                result,
                duration: Duration::from_millis(3),
                billed_duration_ms: 3,
                init_duration: None,
                max_memory_used_mib: 40,
                log_tail: "tail".to_owned(),
                unread,
            }
        })
    }

    fn kill(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.all.fetch_sub(1, Ordering::SeqCst);
        })
    }
}

/// Credentials that say whom they are for.
struct Papers;

impl Credentials for Papers {
    fn issue(&self, grant: &Grant) -> Result<SessionCredentials, Refusal> {
        Ok(SessionCredentials {
            access_key_id: "ASIA".to_owned(),
            secret_access_key: grant.role.to_string(),
            session_token: format!("{} {}", grant.function, grant.version),
        })
    }
}

struct Same;

impl Entropy for Same {
    fn draw(&self) -> [u8; 32] {
        [7; 32]
    }
}

static IAM: ServiceModel = ServiceModel {
    id: "iam",
    signing_name: "iam",
    endpoint_prefix: "iam",
    target_prefix: "",
    protocol: Protocol::RestJson,
    api_version: "",
    xml_namespace: "",
    operations: &[],
    known_operations: &[],
    shapes: &[],
};

/// Every role exists and trusts Lambda.
struct GetRole;

impl Operation for GetRole {
    const NAME: &'static str = "GetRole";
    const PLACE: Place = Place::Read;
    type Input = Document;
    type Output = Document;
    type Error = Refusal;

    fn access(_cx: &Cx, _input: &Document) -> Vec<Access> {
        vec![Access::new("iam:GetRole", "*")]
    }

    fn run(_cx: &Cx, _txn: &mut dyn Txn, input: &Document) -> Result<Answer<Document>, Refusal> {
        let name = input.get("RoleName").and_then(Document::as_str).unwrap_or_default();
        let trust = serde_json::json!({"Statement": {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
        }});
        let member = |name, value| (Name::Borrowed(name), Document::String(value));
        let role = Document::Map(vec![
            member("Arn", format!("arn:aws:iam::000000000000:role/{name}")),
            member("AssumeRolePolicyDocument", trust.to_string()),
        ]);
        Ok(Answer::Done(Document::Map(vec![(Name::Borrowed("Role"), role)])))
    }
}
