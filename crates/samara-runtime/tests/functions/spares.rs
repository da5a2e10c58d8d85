//! Sandboxes that are made ahead: nobody can tell that a function began in one.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use samara_runtime::{Copies, Instance, InstanceSpec, StartWay};
use serde_json::{Value, json};

use super::host::{Function, Host, Lines};

/// Waits until some of every kind that is kept are ready.
pub(super) async fn until_ready(host: &Host) {
    let began = Instant::now();
    loop {
        let spares = host.runtime.spares();
        if !spares.is_empty() && spares.iter().all(|kind| 0 < kind.ready) {
            return;
        }
        assert!(began.elapsed() < Duration::from_mins(1), "{spares:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Whether this host can have any: only root can.
fn none_here(host: &Host) -> bool {
    let none = !host.runtime.host_report().user_per_instance;
    if none {
        eprintln!("skipped: only root can prepare sandboxes");
    }
    none
}

async fn start(host: &Host, spec: &InstanceSpec) -> Function {
    let logs = Arc::new(Lines::default());
    let sink: Arc<Lines> = Arc::clone(&logs);
    let instance = host.runtime.start_instance(spec.clone(), sink).await.unwrap();
    Function::new(instance, logs)
}

fn way(instance: &Instance) -> &'static str {
    match instance.way() {
        StartWay::Plain { .. } => "plain",
        StartWay::Prepared { .. } => "prepared",
        StartWay::Prewarmed { .. } => "prewarmed",
        StartWay::Imaged { .. } => "imaged",
        StartWay::Copied => "copied",
    }
}

/// All that a function can ask about its process and its sandbox, save what no two share.
pub(super) const PYTHON_LOOKS: &str = "
import ctypes, json, locale, logging, os, resource, signal, sys, threading, time
def limits():
    names = [name for name in dir(resource) if name.startswith('RLIMIT_')]
    return {name: resource.getrlimit(getattr(resource, name)) for name in names}
def status():
    kept = ('Uid', 'Gid', 'Groups', 'Umask', 'Sig', 'Shd', 'Cap', 'NoNewPrivs', 'Seccomp',
            'Threads', 'Speculation', 'Cpus_allowed')
    lines = open('/proc/self/status').read().splitlines()
    return [line for line in lines if line.startswith(kept) and not line.startswith('SigQ')]
def mounts():
    seen = []
    for line in open('/proc/self/mountinfo'):
        fields = line.split()
        seen.append([fields[4], fields[5], fields[fields.index('-') + 1]])
    return sorted(seen)
def descriptors():
    names = {}
    for name in os.listdir('/proc/self/fd'):
        try: names[name] = os.readlink('/proc/self/fd/' + name).split(':')[0]
        except OSError: pass
    return names
def shown():
    return sorted(filter(None, open('/proc/self/environ').read().split(chr(0))))
LOOKS = {
    'environment': dict(os.environ), 'shown': shown(), 'path': sys.path[:], 'folder': os.getcwd(),
    'arguments': sys.argv, 'executable': sys.executable, 'flags': str(sys.flags),
    'command': open('/proc/self/cmdline').read(), 'limits': limits(), 'status': status(),
    'mounts': mounts(), 'descriptors': descriptors(), 'locale': locale.setlocale(locale.LC_ALL),
    'zone': time.tzname, 'tmp': os.listdir('/tmp'), 'opt': os.listdir('/opt'),
    'code': sorted(os.listdir('/var/task')), 'root': sorted(os.listdir('/')),
    'user': os.getuid(), 'nice': os.nice(0),
    'session': os.getsid(0) == os.getpid(), 'threads': threading.active_count(),
    'signals': [str(signal.getsignal(number)) for number in signal.valid_signals()],
    'logging': [logging.getLogger().level, len(logging.getLogger().handlers)],
    'encodings': [sys.stdout.encoding, sys.stdout.line_buffering, sys.getfilesystemencoding()],
    'size': os.statvfs('/tmp').f_blocks, 'oom': open('/proc/self/oom_score_adj').read(),
    'namespaces': sorted(os.listdir('/proc/self/ns')), 'hidden': open('/proc/self/cgroup').read(),
    'processes': sum(name.isdigit() for name in os.listdir('/proc')),
}
def handler(event, context):
    open('/tmp/mine', 'w').close()
    return LOOKS
";

const NODE_LOOKS: &str = "
import fs from 'node:fs';
import v8 from 'node:v8';
const status = fs.readFileSync('/proc/self/status', 'utf8').split('\\n').filter((line) =>
  /^(Uid|Gid|Groups|Umask|SigB|SigI|SigC|Cap|NoNewPrivs|Seccomp)/.test(line));
const looks = {
  environment: { ...process.env }, shown: fs.readFileSync('/proc/self/environ', 'utf8').split('\\0')
    .filter((one) => one).sort(), folder: process.cwd(), arguments: process.argv,
  options: process.execArgv, umask: process.umask(), status,
  heap: v8.getHeapStatistics().heap_size_limit, globals: Object.getOwnPropertyNames(globalThis),
  tmp: fs.readdirSync('/tmp'), opt: fs.readdirSync('/opt'), code: fs.readdirSync('/var/task'),
  listeners: process.eventNames().map(String), command: fs.readFileSync('/proc/self/cmdline', 'utf8'),
};
export const handler = async () => looks;
";

/// Starts a function in this way. A machine that is busy for seconds may have it go another way,
/// as it should; then it is tried again.
async fn start_as(host: &Host, spec: &InstanceSpec, expected: &str) -> Function {
    const TRIES: usize = 4;
    let mut seen = Vec::new();
    for _ in 0..TRIES {
        host.runtime.prewarm(spec.clone()).await.unwrap();
        let function = start(host, spec).await;
        if way(&function.instance) == expected {
            return function;
        }
        seen.push(function.instance.way().to_string());
    }
    panic!("not {expected}: {seen:?}");
}

/// Starts a function plainly, then from a spare, and compares what it sees.
async fn compare(host: &Host, spec: &InstanceSpec, expected: &str) {
    let mut plain = start(host, spec).await;
    assert_eq!(way(&plain.instance), "plain", "{}", plain.instance.way());
    until_ready(host).await;
    let mut other = start(host, spec).await;
    assert_eq!(way(&other.instance), expected, "{}", other.instance.way());
    same(&plain.answer("{}").await, &other.answer("{}").await, &spec.runtime);
}

/// What one sees is what the other does.
fn same(plain: &Value, other: &Value, runtime: &str) {
    for (name, seen) in plain.as_object().unwrap() {
        assert_eq!(&other[name], seen, "{name} of {runtime}");
    }
    assert_eq!(other.as_object().unwrap().len(), plain.as_object().unwrap().len());
}

#[tokio::test]
async fn a_function_cannot_tell_that_its_interpreter_had_waited() {
    for (runtime, file, code) in
        [("python3.12", "app.py", PYTHON_LOOKS), ("nodejs22.x", "app.mjs", NODE_LOOKS)]
    {
        let Some(host) = Host::start().await else { return };
        if none_here(&host) {
            return;
        }
        let mut spec = host.spec(runtime, "app.handler", &[(file, code)]);
        let more = [("AWS_ACCESS_KEY_ID", "key"), ("AWS_LAMBDA_LOG_LEVEL", "WARN")];
        spec.environment.extend(more.map(|(name, value)| (name.to_owned(), value.to_owned())));
        spec.memory_mib = 300;
        spec.ephemeral_storage_mib = 600;
        compare(&host, &spec, "prewarmed").await;
    }
}

#[tokio::test]
async fn nor_that_its_interpreter_is_a_copy() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    install_boto3(&host).await;
    let code = format!("import boto3\n{PYTHON_LOOKS}");
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", &code)]);
    spec.environment.push(("AWS_LAMBDA_LOG_LEVEL".to_owned(), "WARN".to_owned()));
    spec.memory_mib = 300;
    spec.ephemeral_storage_mib = 600;
    let mut plain = start(&host, &spec).await;
    assert_eq!(way(&plain.instance), "plain", "{}", plain.instance.way());
    let mut other = start_as(&host, &spec, "imaged").await;
    same(&plain.answer("{}").await, &other.answer("{}").await, &spec.runtime);
}

#[tokio::test]
async fn nor_that_its_sandbox_had() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    // It is read when the interpreter starts, so no prewarmed one will do.
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", PYTHON_LOOKS)]);
    spec.environment.push(("PYTHONDONTWRITEBYTECODE".to_owned(), "1".to_owned()));
    spec.ephemeral_storage_mib = 600;
    compare(&host, &spec, "prepared").await;
}

/// Two instances that drew the same random numbers would hand out the same order ids, session
/// tokens and keys.
#[tokio::test]
async fn no_two_instances_draw_the_same() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    let python = "
import os, random, secrets, ssl, tempfile, uuid
def handler(event, context):
    return [random.random(), random.getrandbits(64), str(uuid.uuid4()), str(uuid.uuid1()),
            secrets.token_hex(),
            os.urandom(16).hex(), ssl.RAND_bytes(16).hex(), tempfile.mktemp(), hash('order'),
            random.SystemRandom().random()]
";
    let node = "
import crypto from 'node:crypto';
export const handler = async () => [Math.random(), crypto.randomUUID(),
  crypto.randomBytes(16).toString('hex'),
  crypto.generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x,
  crypto.webcrypto.getRandomValues(new Uint32Array(2)).join()];
";
    for (runtime, file, code) in [("python3.12", "app.py", python), ("nodejs22.x", "app.mjs", node)]
    {
        let spec = host.spec(runtime, "app.handler", &[(file, code)]);
        let mut answers = Vec::new();
        for _ in 0..4 {
            host.runtime.prewarm(spec.clone()).await.unwrap();
            let mut function = start(&host, &spec).await;
            assert_eq!(way(&function.instance), "prewarmed", "{}", function.instance.way());
            answers.push(function.answer("{}").await);
        }
        for number in 0..answers[0].as_array().unwrap().len() {
            let drawn: BTreeSet<_> = answers.iter().map(|one| one[number].to_string()).collect();
            assert_eq!(drawn.len(), answers.len(), "{runtime}, {number}: {drawn:?}");
        }
    }
}

/// The same of those that begin with the image of one interpreter: but for what all copies share,
/// the seed of hashes.
#[tokio::test]
async fn nor_do_two_copies_of_an_interpreter() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    install_boto3(&host).await;
    let code = "
import boto3
import multiprocessing, os, random, secrets, signal, ssl, tempfile, uuid
def handler(event, context):
    return [random.random(), random.getrandbits(64), str(uuid.uuid4()), str(uuid.uuid1()),
            secrets.token_hex(), os.urandom(16).hex(), ssl.RAND_bytes(16).hex(),
            tempfile.mktemp(), random.SystemRandom().random(),
            multiprocessing.current_process().authkey.hex()]
";
    let mut answers = Vec::new();
    for number in 0..4 {
        let code = format!("{code}\nNUMBER = {number}");
        let spec = host.spec("python3.12", "app.handler", &[("app.py", &code)]);
        let mut function = start_as(&host, &spec, "imaged").await;
        answers.push(function.answer("{}").await);
    }
    for number in 0..answers[0].as_array().unwrap().len() {
        let drawn: BTreeSet<_> = answers.iter().map(|one| one[number].to_string()).collect();
        assert_eq!(drawn.len(), answers.len(), "{number}: {drawn:?}");
    }
    let kinds = host.runtime.spares();
    let images: Vec<_> = kinds.iter().filter(|kind| kind.imaged).collect();
    assert_eq!(images.len(), 1, "one for all of them: {kinds:?}");
    assert!(0 < host.runtime.image_bytes());
}

/// Whoever asks for no copies gets none, of an interpreter neither.
#[tokio::test]
async fn a_function_that_wants_no_copies_gets_an_interpreter_of_its_own() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    install_boto3(&host).await;
    let code = "import boto3\ndef handler(event, context): return boto3.WHOSE";
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    spec.copies = Copies::Never;
    let mut function = start_as(&host, &spec, "prewarmed").await;
    let imported = "boto3".to_owned();
    let prewarmed = StartWay::Prewarmed { imported, not_imaged: None };
    assert_eq!(*function.instance.way(), prewarmed);
    assert_eq!(function.answer("{}").await, json!("the runtime"));
}

/// An interpreter of which no image can be taken, here since an import left a thread, is used
/// itself, and whoever asks why is told.
#[tokio::test]
async fn an_interpreter_that_cannot_be_copied_waits() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    install_boto3(&host).await;
    let interpreter = host.interpreter("python3.12").await;
    let folder = host.runtime.layers().place(&interpreter).unwrap();
    let threads = "import threading, time\nWHOSE = 'the runtime'\n\
                   threading.Thread(target=time.sleep, args=[3600], daemon=True).start()";
    fs::write(folder.join("boto3/__init__.py"), threads).unwrap();
    let code = "import boto3\ndef handler(event, context): return boto3.WHOSE";
    let spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    let mut function = start_as(&host, &spec, "prewarmed").await;
    assert_eq!(
        function.instance.way().to_string(),
        "in a prewarmed interpreter that had imported boto3 \
         (no copy of it: it left a thread running)"
    );
    assert_eq!(function.answer("{}").await, json!("the runtime"));
}

/// A runtime's boto3 that only says whose it is, with as much of botocore as the bootstrap uses.
async fn install_boto3(host: &Host) {
    let interpreter = host.interpreter("python3.12").await;
    let folder = host.runtime.layers().place(&interpreter).unwrap();
    for (place, text) in [
        ("boto3/__init__.py", "WHOSE = 'the runtime'"),
        ("botocore/__init__.py", ""),
        ("botocore/session.py", "class Session:\n    def create_client(self, *_, **__): pass"),
    ] {
        let file = folder.join(place);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// Whoever brings a module gets this one, whatever the interpreter had imported by that name.
#[tokio::test]
async fn a_function_gets_what_it_brings() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    install_boto3(&host).await;
    let code = "import boto3\ndef handler(event, context): return boto3.WHOSE";
    let own = ("boto3/__init__.py", "WHOSE = 'its own'");
    let plain = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    let with_own = host.spec("python3.12", "app.handler", &[("app.py", code), own]);
    let layer = host.spec("x", "x", &[("python/boto3.py", "WHOSE = 'of a layer'")]);
    let layer = InstanceSpec { layer_dirs: vec![layer.code_dir], ..plain.clone() };
    let shadow = "import traceback\ndef handler(event, context): return traceback.WHOSE";
    let files = [("app.py", shadow), ("traceback.py", "WHOSE = 'its own'")];
    let shadowing = host.spec("python3.12", "app.handler", &files);
    // One start, after which some empty sandboxes are kept.
    drop(start(&host, &plain).await);
    until_ready(&host).await;
    for (spec, imported, whose) in [
        (&plain, Some("boto3"), "the runtime"),
        (&with_own, Some(""), "its own"),
        (&layer, Some(""), "of a layer"),
        (&shadowing, None, "its own"),
    ] {
        let ready = host.runtime.prewarm(spec.clone()).await;
        let mut function = start(&host, spec).await;
        match (function.instance.way(), imported) {
            (
                StartWay::Prewarmed { imported, .. } | StartWay::Imaged { imported },
                Some(expected),
            ) => assert_eq!(imported, expected),
            (StartWay::Prepared { reason }, None) => {
                assert_eq!(reason, "it brings a module of its own by the name 'traceback'");
                assert_eq!(ready.as_ref(), Err(reason));
            }
            (other, _) => panic!("{other}"),
        }
        assert_eq!(function.answer("{}").await, json!(whose));
    }
}

/// What an interpreter of Node's has loaded ahead is there for `import` as for `require`, and is one
/// module: two would each keep a client's connections. Whoever brings an SDK gets this one.
#[tokio::test]
async fn a_node_function_finds_one_sdk_however_it_asks() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    let package = "node_modules/@aws-sdk/client-sqs";
    let described = (format!("{package}/package.json"), r#"{"main": "main.js"}"#);
    let module = "globalThis.loaded = (globalThis.loaded ?? 0) + 1; exports.WHOSE = ";
    let interpreter = host.interpreter("nodejs22.x").await;
    let folder = host.runtime.layers().place(&interpreter).unwrap();
    fs::create_dir_all(folder.join(package)).unwrap();
    fs::write(folder.join(&described.0), described.1).unwrap();
    let main = format!("{package}/main.js");
    fs::write(folder.join(&main), format!("{module}'the runtime';")).unwrap();
    let code = "
import { createRequire } from 'node:module';
import { WHOSE } from '@aws-sdk/client-sqs';
const required = createRequire(import.meta.url)('@aws-sdk/client-sqs');
export const handler = async () => [WHOSE, required.WHOSE, globalThis.loaded];
";
    let own = format!("{module}'its own';");
    let plain = host.spec("nodejs22.x", "app.handler", &[("app.mjs", code)]);
    let files = [("app.mjs", code), (&described.0, described.1), (&main, &own)];
    let with_own = host.spec("nodejs22.x", "app.handler", &files);
    for (spec, expected, whose) in
        [(&plain, "client-sqs", "the runtime"), (&with_own, "", "its own")]
    {
        host.runtime.prewarm(spec.clone()).await.unwrap();
        let mut function = start(&host, spec).await;
        let imported = expected.to_owned();
        let prewarmed = StartWay::Prewarmed { imported, not_imaged: None };
        assert_eq!(*function.instance.way(), prewarmed);
        assert_eq!(function.answer("{}").await, json!([whose, whose, 1]));
    }
}

/// The dynamic linker never looks again for what it has once not found.
#[tokio::test]
async fn libraries_that_come_with_the_code_are_found() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    let code = "
import ctypes
def handler(event, context): return [bool(ctypes.CDLL(name)) for name in ('libmine.so', 'libyours.so')]
";
    let spec = host.spec("python3.12", "app.handler", &[("app.py", code), ("lib/x", "")]);
    let layer = host.spec("x", "x", &[("lib/x", "")]);
    let spec = InstanceSpec { layer_dirs: vec![layer.code_dir], ..spec };
    let libraries = ["/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib64", "/lib64"];
    let library = libraries.iter().map(|place| format!("{place}/libm.so.6"));
    let Some(library) = library.into_iter().find(|place| fs::metadata(place).is_ok()) else {
        eprintln!("skipped: no library to copy");
        return;
    };
    fs::copy(&library, spec.code_dir.join("lib/libmine.so")).unwrap();
    fs::copy(&library, spec.layer_dirs[0].join("lib/libyours.so")).unwrap();
    host.runtime.prewarm(spec.clone()).await.unwrap();
    let mut function = start(&host, &spec).await;
    assert_eq!(way(&function.instance), "prewarmed", "{}", function.instance.way());
    assert_eq!(function.answer("{}").await, json!([true, true]));
}

/// A spare may die while it waits, of the host's lack of memory for one. A start goes on without.
#[tokio::test]
async fn a_spare_that_died_is_not_missed() {
    let Some(host) = Host::start().await else { return };
    if none_here(&host) {
        return;
    }
    let code = "def handler(event, context): return 'well'";
    let spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    host.runtime.prewarm(spec.clone()).await.unwrap();
    until_ready(&host).await;
    let launcher = host.runtime.host_report().launcher_process_id;
    let all = super::sandbox::descendants(i32::try_from(launcher).unwrap());
    for process in all.iter().skip(1).filter_map(|number| rustix::process::Pid::from_raw(*number)) {
        let _gone = rustix::process::kill_process(process, rustix::process::Signal::KILL);
    }
    let mut function = start(&host, &spec).await;
    assert_ne!(way(&function.instance), "prewarmed");
    assert_eq!(function.answer("{}").await, json!("well"));
    host.runtime.prewarm(spec.clone()).await.unwrap();
    assert_eq!(way(&start(&host, &spec).await.instance), "prewarmed", "they are made again");
}

/// Each takes part in no more than it was told of: an answer is by the code of this function, with
/// its environment, whoever else's spare it might have been.
#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_different_functions_is_kept_apart() {
    let Some(host) = Host::start().await else { return };
    let host = Arc::new(host);
    let mut started = tokio::task::JoinSet::new();
    for number in 0..24 {
        let host = Arc::clone(&host);
        let code = format!(
            "import os\ndef handler(event, context): return [{number}, os.environ['MINE']]"
        );
        let mut spec = host.spec("python3.12", "app.handler", &[("app.py", &code)]);
        spec.environment.push(("MINE".to_owned(), number.to_string()));
        started.spawn(async move {
            let answer: Value = start(&host, &spec).await.answer("{}").await;
            (number, answer)
        });
    }
    for (number, answer) in started.join_all().await {
        assert_eq!(answer, json!([number, number.to_string()]));
    }
}
