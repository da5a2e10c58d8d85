//! A runtime and functions in it, as the tests see them: the only code here that knows the API.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use samara_runtime::{
    Call, Config, Copies, CopyPolicy, CpuShare, Door, Instance, InstanceId, InstanceSpec,
    Interpreter, Isolation, Language, LogLine, LogSink, Outcome, Runtime, StartWay,
};

/// The time of day, read here because a test is its own binary.
pub(crate) struct RealClock;

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "a real function reads the real time too")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap())
    }
}

/// Whether every function of this run is to start in an interpreter that waits for it: all that
/// holds of a plain start must hold of such a one.
const PREWARMED: bool = matches!(env!("CARGO_CRATE_NAME").as_bytes(), b"prewarmed");

/// Keeps the listeners, so that a function can connect, and serves nothing.
#[derive(Default)]
pub(crate) struct ClosedDoor(Mutex<Vec<(InstanceId, TcpListener)>>);

impl Door for ClosedDoor {
    fn serve(&self, listener: TcpListener, instance: InstanceId, _: &InstanceSpec) {
        self.0.lock().unwrap().push((instance, listener));
    }

    fn close(&self, instance: InstanceId) {
        self.0.lock().unwrap().retain(|(id, _)| *id != instance);
    }
}

/// Every line of a log.
#[derive(Default)]
pub(crate) struct Lines(pub(crate) Mutex<Vec<String>>);

impl LogSink for Lines {
    fn line(&self, line: LogLine<'_>) {
        eprintln!("{}", line.text);
        self.0.lock().unwrap().push(line.text.to_owned());
    }
}

/// A runtime with a folder of its own.
pub(crate) struct Host {
    pub(crate) runtime: Runtime,
    pub(crate) folder: tempfile::TempDir,
    starting: tokio::sync::Mutex<()>,
}

/// A function under test.
pub(crate) struct Function {
    pub(crate) instance: Instance,
    pub(crate) logs: Arc<Lines>,
    calls: u32,
}

impl Host {
    /// A runtime, or `None` with the reason told where this host cannot have one.
    pub(crate) async fn start() -> Option<Self> {
        Self::with_cpu(CpuShare::Weight).await
    }

    /// The same with another way to share CPU.
    pub(crate) async fn with_cpu(cpu: CpuShare) -> Option<Self> {
        Self::with(cpu, CopyPolicy::OnRequest).await
    }

    /// The same with another policy of copies.
    pub(crate) async fn with(cpu: CpuShare, copies: CopyPolicy) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let door = Arc::new(ClosedDoor::default());
        let config = Config {
            data_dir: folder.path().join("runtime"),
            layers_dir: folder.path().join("layers"),
            // SAMARA_TEST_ISOLATION=partial: what works on a host without root and delegation.
            isolation: match std::env::var_os("SAMARA_TEST_ISOLATION") {
                Some(_) => Isolation::Partial,
                None => Isolation::Full,
            },
            cpu,
            weigh_server: false,
            prewarm: true,
            copies,
            endpoint_port: 4566,
            launcher: PathBuf::from(env!("CARGO_BIN_EXE_samara-launcher")),
            path: std::env::var_os("PATH"),
            home: std::env::var_os("HOME").map(PathBuf::from),
            clock: Arc::new(RealClock),
        };
        match Runtime::start(config, door).await {
            Ok(runtime) => Some(Self { runtime, folder, starting: tokio::sync::Mutex::default() }),
            Err(reason) => {
                eprintln!("skipped: {reason}");
                None
            }
        }
    }

    /// Writes a function's files and gives what to change of its specification.
    pub(crate) fn spec(
        &self,
        runtime: &str,
        handler: &str,
        files: &[(&str, &str)],
    ) -> InstanceSpec {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let code_dir = self.folder.path().join(format!("code-{}", entries.count()));
        write_files(&code_dir, files);
        InstanceSpec {
            function_name: "orders".to_owned(),
            function_arn: "arn:aws:lambda:us-east-1:000000000000:function:orders".to_owned(),
            version: "$LATEST".to_owned(),
            runtime: runtime.to_owned(),
            handler: handler.to_owned(),
            code_dir,
            layer_dirs: Vec::new(),
            environment: vec![("TABLE".to_owned(), "orders".to_owned())],
            memory_mib: 128,
            timeout_ms: 3000,
            ephemeral_storage_mib: 512,
            region: "us-east-1".to_owned(),
            account: "000000000000".to_owned(),
            log_group: "/aws/lambda/orders".to_owned(),
            log_stream: "2026/11/21/[$LATEST]00000000".to_owned(),
            copies: Copies::default(),
        }
    }

    pub(crate) async fn interpreter(&self, runtime: &str) -> Interpreter {
        let language = Language::parse(runtime).unwrap();
        self.runtime.interpreter(language).await.unwrap().unwrap()
    }

    pub(crate) async fn function(&self, spec: InstanceSpec) -> Function {
        // One after the other: each gets the spare that was made for it.
        let _alone = if PREWARMED { Some(self.starting.lock().await) } else { None };
        let ready = if PREWARMED { self.runtime.prewarm(spec.clone()).await } else { Ok(()) };
        let logs = Arc::new(Lines::default());
        let sink: Arc<dyn LogSink> = Arc::<Lines>::clone(&logs);
        let instance = self.runtime.start_instance(spec, sink).await.unwrap();
        if PREWARMED {
            let way = instance.way();
            let prewarmed = matches!(way, StartWay::Prewarmed { .. } | StartWay::Imaged { .. });
            assert_eq!(prewarmed, ready.is_ok(), "{ready:?}, {}", instance.way());
        }
        Function::new(instance, logs)
    }

    pub(crate) async fn python(&self, code: &str) -> Function {
        let spec = self.spec("python3.12", "app.handler", &[("app.py", code)]);
        self.function(spec).await
    }
}

impl Function {
    pub(crate) fn new(instance: Instance, logs: Arc<Lines>) -> Self {
        Self { instance, logs, calls: 0 }
    }

    pub(crate) async fn call(&mut self, payload: &str) -> Outcome {
        self.calls += 1;
        let call = Call {
            request_id: format!("request-{}", self.calls),
            payload: Bytes::from(payload.to_owned()),
            trace: "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1".to_owned(),
            invoked_function_arn: self.instance.spec().function_arn.clone(),
            client_context: None,
            cognito_identity: None,
        };
        self.instance.invoke(call).await
    }

    /// The response, or the error's payload.
    pub(crate) async fn answer(&mut self, payload: &str) -> serde_json::Value {
        let outcome = self.call(payload).await;
        let body = outcome.result.unwrap_or_else(|error| error.payload);
        serde_json::from_slice(&body).unwrap()
    }

    /// Every line of the log so far, with what changes from run to run made plain.
    pub(crate) fn log(&self) -> Vec<String> {
        let lines = std::mem::take(&mut *self.logs.0.lock().unwrap());
        // That there is no SDK is said at each start, and shown in a test of its own.
        let told = lines.iter().filter(|line| !line.starts_with("SAMARA The AWS SDK"));
        told.map(|line| plain(line)).collect()
    }
}

/// Digits become `0`, one for each run of them.
pub(crate) fn plain(line: &str) -> String {
    let mut seen = String::new();
    for character in line.chars() {
        let digit = character.is_ascii_digit();
        if !(digit && seen.ends_with('0')) {
            seen.push(if digit { '0' } else { character });
        }
    }
    seen
}

fn write_files(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }
}
