//! Measures one instance: from a call to its handler and back, and from nothing to ready.
//!
//! `cargo run --release -p samara-runtime --example warm-path -- [CALLS [warm]]` prints, for each
//! language of this host, microseconds of a warm call and of a start (least, median, 99th of 100):
//! in a sandbox that is built for it, in one that was made ahead, in an interpreter that waits, and
//! as a copy of a function that has initialised; beside them, of the same program started plainly,
//! and of the same exchange of two processes. With `warm`, of calls alone.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use samara_runtime::{
    Call, Config, Copies, CopyPolicy, CpuShare, Door, InstanceId, InstanceSpec, Isolation,
    LAUNCHER_ARGUMENT, Language, LogLine, LogSink, Runtime,
};

type Failure = Box<dyn std::error::Error>;

const PYTHON: &str = "def handler(event, context):\n    return {'statusCode': 200}\n";
const NODE: &str = "export const handler = async () => ({ statusCode: 200 });\n";
const BOTO3: &str = "import boto3\nclient = boto3.client('dynamodb')\n\
                     def handler(event, context):\n    return {'statusCode': 200}\n";
const AWS_SDK: &str = "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';\n\
                       const client = new DynamoDBClient({});\n\
                       export const handler = async () => ({ statusCode: 200 });\n";
const STARTS: usize = 10;

struct RealClock;

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "a program that measures reads the real time")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.map(|since| since.as_millis()).unwrap_or_default();
        Timestamp::from_millis(u64::try_from(millis).unwrap_or_default())
    }
}

struct ClosedDoor;

impl Door for ClosedDoor {
    fn serve(&self, _: TcpListener, _: InstanceId, _: &InstanceSpec) {}
    fn close(&self, _: InstanceId) {}
}

/// Drops every line, after looking at it as a log would.
struct NoLog;

impl LogSink for NoLog {
    fn line(&self, line: LogLine<'_>) {
        std::hint::black_box(line.text.len());
    }
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    if first.as_deref() == Some(LAUNCHER_ARGUMENT) {
        samara_runtime::launcher_main();
    }
    let calls = first.map_or(Ok(5_000), |text| text.parse())?;
    let starts_too = arguments.next().as_deref() != Some("warm");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(measure(calls, starts_too))
}

#[expect(clippy::print_stdout, reason = "it prints what it measures")]
async fn measure(calls: usize, starts_too: bool) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let plain = start(&folder.path().join("plain"), false).await?;
    let ahead = start(&folder.path().join("ahead"), true).await?;
    println!("| what | least | median | p99 |\n|---|---|---|---|");
    row("two processes, a socket, us", sockets(calls)?);
    let native = std::env::current_exe()?.with_file_name("native-function");
    for (name, language, file, code) in [
        ("Python", "python3.12", "app.py", PYTHON.as_bytes().to_vec()),
        ("Node", "nodejs22.x", "app.mjs", NODE.as_bytes().to_vec()),
        ("Python with boto3", "python3.12", "app.py", BOTO3.as_bytes().to_vec()),
        ("Node with the SDK", "nodejs22.x", "app.mjs", AWS_SDK.as_bytes().to_vec()),
        ("native", "provided.al2023", "bootstrap", std::fs::read(&native).unwrap_or_default()),
    ] {
        if code.is_empty() {
            println!("| {name} | build the example native-function first | | |");
            continue;
        }
        let mut spec = spec(&folder.path().join(name.replace(' ', "-")), language, (file, &code))?;
        if !starts_too {
            warm(&plain, name, spec, calls).await?;
            continue;
        }
        let alone = bare(&plain, &spec).await?;
        if !alone.is_empty() {
            row(&format!("{name}, the program alone, us"), alone);
        }
        starts(&plain, name, &spec).await?;
        if language != "provided.al2023" {
            starts(&ahead, name, &spec).await?;
        }
        let copied = InstanceSpec { copies: Copies::Always, ..spec.clone() };
        if ahead.copyable(copied.clone(), Arc::new(NoLog)).await.is_ok() {
            starts(&ahead, name, &copied).await?;
        }
        // Read when an interpreter starts: none that waits will do.
        for variable in ["PYTHONNOUSERSITE", "NODE_NO_WARNINGS"] {
            spec.environment.push((variable.to_owned(), "1".to_owned()));
        }
        starts(&ahead, name, &spec).await?;
        warm(&plain, name, spec, calls).await?;
    }
    plain.shutdown().await;
    ahead.shutdown().await;
    Ok(())
}

async fn start(folder: &Path, prewarm: bool) -> Result<Runtime, Failure> {
    let layers_dir = std::env::var_os("SAMARA_RUNTIMES_DIR");
    let config = Config {
        data_dir: folder.to_owned(),
        layers_dir: layers_dir.map_or_else(|| folder.join("layers"), Into::into),
        isolation: Isolation::Partial,
        endpoint_port: 4566,
        launcher: std::env::current_exe()?,
        path: std::env::var_os("PATH"),
        home: std::env::var_os("HOME").map(Into::into),
        clock: Arc::new(RealClock),
        cpu: CpuShare::Weight,
        weigh_server: false,
        prewarm,
        copies: CopyPolicy::OnRequest,
    };
    Ok(Runtime::start(config, Arc::new(ClosedDoor)).await?)
}

/// The floor: the interpreter, or the native program, from its start to the end of its imports.
async fn bare(runtime: &Runtime, spec: &InstanceSpec) -> Result<Vec<Duration>, Failure> {
    let language = Language::parse(&spec.runtime)?;
    let Some(interpreter) = runtime.interpreter(language).await? else { return Ok(Vec::new()) };
    let file = if spec.runtime.starts_with("python") { "app.py" } else { "app.mjs" };
    let sdk = runtime.layers().of(&interpreter).map(|layer| layer.folder).unwrap_or_default();
    // Node looks for packages in the folders above its file, Python where it is told.
    let modules = spec.code_dir.with_file_name("node_modules");
    let _of_another_language = std::fs::remove_file(&modules);
    std::os::unix::fs::symlink(sdk.join("node_modules"), modules)?;
    let mut took = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let done = std::process::Command::new(&interpreter.program)
            .arg(file)
            .current_dir(&spec.code_dir)
            .env("PYTHONPATH", &sdk)
            .env("AWS_REGION", "us-east-1")
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .status()?;
        took.push(began.elapsed());
        if !done.success() {
            return Err("the program alone failed".into());
        }
    }
    Ok(took)
}

/// Starts one function again and again.
async fn starts(runtime: &Runtime, name: &str, spec: &InstanceSpec) -> Result<(), Failure> {
    let (mut took, mut ways) = (Vec::new(), Vec::new());
    for number in 0..=STARTS {
        let began = Instant::now();
        let instance = runtime.start_instance(spec.clone(), Arc::new(NoLog)).await?;
        // The first finds nothing ready.
        if 0 < number {
            took.push(began.elapsed());
            ways.push(instance.way().to_string());
        }
        instance.kill().await;
        let _none_to_be_had = runtime.prewarm(spec.clone()).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    ways.sort_unstable();
    ways.dedup();
    row(&format!("{name}, a start, us ({})", ways.join("; ")), took);
    Ok(())
}

/// Calls one function again and again.
async fn warm(
    runtime: &Runtime,
    name: &str,
    spec: InstanceSpec,
    calls: usize,
) -> Result<(), Failure> {
    let mut instance = runtime.start_instance(spec, Arc::new(NoLog)).await?;
    let mut took = Vec::new();
    for number in 0..calls {
        let call = Call {
            request_id: format!("8476a536-e9f4-11e8-9739-2dfe598c{number:04}"),
            payload: Bytes::from_static(b"{\"version\":\"2.0\",\"routeKey\":\"GET /\"}"),
            trace: "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1".to_owned(),
            invoked_function_arn: instance.spec().function_arn.clone(),
            client_context: None,
            cognito_identity: None,
        };
        let began = Instant::now();
        let outcome = instance.invoke(call).await;
        took.push(began.elapsed());
        outcome.result?;
    }
    row(&format!("{name}, a warm call, us"), took);
    instance.kill().await;
    Ok(())
}

fn spec(
    folder: &Path,
    runtime: &str,
    (file, code): (&str, &[u8]),
) -> Result<InstanceSpec, Failure> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(file), code)?;
    std::fs::set_permissions(folder.join(file), std::fs::Permissions::from_mode(0o755))?;
    Ok(InstanceSpec {
        function_name: "orders".to_owned(),
        function_arn: "arn:aws:lambda:us-east-1:000000000000:function:orders".to_owned(),
        version: "$LATEST".to_owned(),
        runtime: runtime.to_owned(),
        handler: "app.handler".to_owned(),
        code_dir: folder.to_owned(),
        layer_dirs: Vec::new(),
        environment: Vec::new(),
        memory_mib: 512,
        timeout_ms: 30_000,
        ephemeral_storage_mib: 512,
        region: "us-east-1".to_owned(),
        account: "000000000000".to_owned(),
        log_group: "/aws/lambda/orders".to_owned(),
        log_stream: "stream".to_owned(),
        copies: Copies::Never,
    })
}

/// The floor: a byte to another thread over a socket pair and back, both blocking.
fn sockets(calls: usize) -> Result<Vec<Duration>, Failure> {
    let (mut ours, mut theirs) = UnixStream::pair()?;
    let answers = std::thread::spawn(move || {
        let mut byte = [0_u8; 1];
        while theirs.read_exact(&mut byte).and_then(|()| theirs.write_all(&byte)).is_ok() {}
    });
    let mut took = Vec::new();
    for _ in 0..calls {
        let began = Instant::now();
        ours.write_all(b"x")?;
        ours.read_exact(&mut [0_u8; 1])?;
        took.push(began.elapsed());
    }
    drop(ours);
    answers.join().map_err(|_| "the answering thread panicked")?;
    Ok(took)
}

#[expect(clippy::print_stdout, reason = "it prints what it measures")]
fn row(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at =
        |percent: usize| took.get((took.len() * percent / 100).min(took.len().saturating_sub(1)));
    let us = |percent: usize| at(percent).map(Duration::as_micros).unwrap_or_default();
    println!("| {what} | {} | {} | {} |", us(0), us(50), us(99));
}
