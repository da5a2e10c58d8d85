//! Functions that begin as copies of one that has initialised: nobody can tell, but by the clock.

use std::collections::BTreeSet;
use std::sync::Arc;

use samara_runtime::{Copies, CopyPolicy, CpuShare, InstanceSpec, StartWay};
use serde_json::{Value, json};

use super::host::{Function, Host, Lines};

/// A host that copies, or none: only root can.
pub(crate) async fn host() -> Option<Host> {
    let host = Host::with(CpuShare::Weight, CopyPolicy::Proved).await?;
    if cfg!(target_arch = "x86_64") && host.runtime.host_report().user_per_instance {
        return Some(host);
    }
    eprintln!("skipped: only root can copy, on x86-64");
    None
}

pub(crate) fn logs() -> Arc<Lines> {
    Arc::new(Lines::default())
}

/// How often a start may go another way, as it does on a machine that is too busy for a copy's
/// limits: after as many copies that do not begin none is made any more.
const OTHER_WAYS_MAX: usize = 2;

/// Starts a function that must begin as a copy.
pub(crate) async fn copy(host: &Host, spec: &InstanceSpec) -> Function {
    for tries in 0.. {
        host.runtime.copyable(spec.clone(), logs()).await.unwrap();
        let logs = logs();
        let sink: Arc<Lines> = Arc::clone(&logs);
        let instance = host.runtime.start_instance(spec.clone(), sink).await.unwrap();
        if *instance.way() == StartWay::Copied {
            return Function::new(instance, logs);
        }
        assert!(tries < OTHER_WAYS_MAX, "{}: {:?}", instance.way(), instance.not_copied());
        eprintln!("it began another way: {}", instance.way());
    }
    unreachable!("the last try returns or fails")
}

#[tokio::test]
async fn a_copy_goes_on_where_its_function_had_initialised() {
    let Some(host) = host().await else { return };
    let code = "
import json, time
TABLE = {n: str(n) for n in range(20000)}
print('initialised')
def handler(event, context):
    TABLE[event['n']] = 'mine'
    return [len(TABLE), event['n'], context.function_name]
";
    let spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    for number in 0..3 {
        let mut function = copy(&host, &spec).await;
        for round in 0..3 {
            let answer = function.answer(&json!({ "n": -1 - round }).to_string()).await;
            assert_eq!(answer, json!([20001 + round, -1 - round, "orders"]), "{number}");
        }
        let log = function.log();
        assert!(!log.contains(&"initialised".to_owned()), "it is not initialised again: {log:?}");
    }
}

/// Whatever a function asks about its process and its sandbox is as in a plain start.
#[tokio::test]
async fn a_function_cannot_tell_that_it_is_a_copy() {
    let Some(host) = host().await else { return };
    // Each of these is asked when the handler is called, by the copy itself.
    let code = super::spares::PYTHON_LOOKS.replace("LOOKS = {", "def looks(): return {");
    let code = code.replace("return LOOKS", "return looks()");
    let code = code.replace("open('/tmp/mine', 'w').close()", "pass");
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", &code)]);
    spec.environment.push(("AWS_ACCESS_KEY_ID".to_owned(), "key".to_owned()));
    spec.ephemeral_storage_mib = 600;
    spec.copies = Copies::IfProved;
    let plain_spec = InstanceSpec { copies: Copies::Never, ..spec.clone() };
    let instance = host.runtime.start_instance(plain_spec, logs()).await.unwrap();
    let plain = Function::new(instance, logs()).answer("{}").await;
    let copied = copy(&host, &spec).await.answer("{}").await;
    for (name, seen) in plain.as_object().unwrap() {
        assert_eq!(&copied[name], seen, "{name}");
    }
    assert_eq!(copied.as_object().unwrap().len(), plain.as_object().unwrap().len());
}

/// Two instances that drew the same random numbers would hand out the same order ids, session
/// tokens and keys. Everything was loaded, and each generator in use, when the image was taken.
#[tokio::test]
async fn no_two_copies_draw_the_same() {
    let Some(host) = host().await else { return };
    let code = "
import hashlib, multiprocessing, os, random, secrets, sqlite3, ssl, tempfile, uuid
DATABASE = sqlite3.connect(':memory:')
def name():
    with tempfile.NamedTemporaryFile() as file: return file.name
def folder():
    with tempfile.TemporaryDirectory() as folder: return folder
def draw():
    return [random.random(), random.getrandbits(64), str(uuid.uuid4()), str(uuid.uuid1()),
            str(uuid.getnode()), secrets.token_hex(), os.urandom(16).hex(),
            ssl.RAND_bytes(16).hex(), tempfile.mktemp(),
            random.SystemRandom().random(), random.sample(range(10**9), 2),
            secrets.choice(range(10**18)), random.randbytes(8).hex(), name(), folder(),
            DATABASE.execute('select random()').fetchone()[0], random.gauss(0, 1),
            bytes(multiprocessing.current_process().authkey).hex(),
            hashlib.sha256(str(random.random()).encode()).hexdigest()]
draw()
def handler(event, context): return draw()
";
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    spec.copies = Copies::Always;
    let mut answers = Vec::new();
    for _ in 0..4 {
        answers.push(copy(&host, &spec).await.answer("{}").await);
    }
    for number in 0..answers[0].as_array().unwrap().len() {
        let drawn: BTreeSet<_> = answers.iter().map(|one| one[number].to_string()).collect();
        assert_eq!(drawn.len(), answers.len(), "{number}: {drawn:?}");
    }
}

/// What a copy would share with its sisters is found, and named with its line.
#[tokio::test]
async fn what_is_not_harmless_to_copy_is_not_copied() {
    let Some(host) = host().await else { return };
    for (code, reason) in [
        ("import uuid\nX = uuid.uuid4()", "uuid.uuid4() at app.py:2"),
        ("import uuid\nX = uuid.uuid1()", "uuid.uuid1() at app.py:2"),
        ("import random\nX = random.random()", "random.random() at app.py:2"),
        ("from random import choice\n\nX = choice('ab')", "random.getrandbits() at app.py:3"),
        ("import random\nX = random.Random(7)", "random.seed() at app.py:2"),
        ("import os\nX = os.urandom(3)", "os.urandom() at app.py:2"),
        ("import secrets\nX = secrets.token_hex()", "secrets.token_hex() at app.py:2"),
        ("import secrets\nX = secrets.choice('ab')", "os.urandom() at app.py:2"),
        ("import sqlite3\nX = sqlite3.connect(':memory:')", "sqlite3.connect() at app.py:2"),
        ("import ssl\nX = ssl.RAND_bytes(3)", "ssl.RAND_bytes() at app.py:2"),
        ("X = open('/dev/urandom', 'rb').read(3)", "open('/dev/urandom') at app.py:1"),
        (
            "import os\nX = os.environ['AWS_SECRET_ACCESS_KEY']",
            "os.environ['AWS_SECRET_ACCESS_KEY'] at app.py:2",
        ),
        ("import os\nX = dict(os.environ)", "os.environ['AWS_ACCESS_KEY_ID'] at app.py:2"),
        (
            "import threading\nt = threading.Thread(target=print)\nt.start()\nt.join()",
            "a thread at app.py:3",
        ),
        (
            "import subprocess\nsubprocess.run(['/bin/sh', '-c', 'true'])",
            "a subprocess at app.py:2",
        ),
        (
            "import socket\ns = socket.create_connection(('127.0.0.1', 4566))\ns.close()",
            "socket.getaddrinfo() at app.py:2",
        ),
        (
            "import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 4566))\ns.close()",
            "socket.connect() at app.py:3",
        ),
        (
            "import snapshot_restore_py as s\ns.register_after_restore(print)",
            "its runtime hooks, which SnapStart alone runs",
        ),
        ("open('/tmp/kept', 'w').close()", "it left a file in /tmp: kept"),
        ("import os\nX = open('/var/task/app.py')", "it left a file open: /var/task/app.py"),
        ("import signal\nsignal.setitimer(signal.ITIMER_REAL, 1000)", "it left a timer running"),
        ("import mmap\nX = mmap.mmap(-1, 4096)", "it has shared memory: /dev/zero (deleted)"),
        ("raise ValueError('no')", "its initialisation failed: ValueError: no"),
    ] {
        let code = format!("{code}\ndef handler(event, context): return 'well'\n");
        let mut spec = host.spec("python3.12", "app.handler", &[("app.py", &code)]);
        let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
        spec.environment.extend(names.map(|name| (name.to_owned(), "x".to_owned())));
        let copyable = host.runtime.copyable(spec.clone(), logs()).await;
        assert_eq!(copyable.map_err(|error| error.to_string()), Err(reason.to_owned()), "{code}");
        let instance = host.runtime.start_instance(spec, logs()).await.unwrap();
        assert_ne!(*instance.way(), StartWay::Copied);
        assert_eq!(instance.not_copied().as_deref(), Some(reason));
    }
}

/// A socket that two instances held would have each read the other's answers: who asks to be copied
/// is not copied with one either.
#[tokio::test]
async fn a_socket_that_is_open_is_never_shared() {
    let Some(host) = host().await else { return };
    for open in ["socket.socket()", "socket.create_server(('127.0.0.1', 0))", "socket.socketpair()"]
    {
        let code = format!("import socket\nS = {open}\ndef handler(event, context): return 'well'");
        for copies in [Copies::IfProved, Copies::Always] {
            let mut spec = host.spec("python3.12", "app.handler", &[("app.py", &code)]);
            spec.copies = copies;
            let refused = host.runtime.copyable(spec.clone(), logs()).await.unwrap_err();
            let reason = refused.to_string();
            assert!(reason.starts_with("it left a file open: socket:"), "{open}: {reason}");
            let instance = host.runtime.start_instance(spec, logs()).await.unwrap();
            assert_ne!(*instance.way(), StartWay::Copied);
        }
    }
}

/// Libraries keep the state of a generator in memory that is empty after a fork, and so learn that
/// they have to draw a new seed; so does the C library with the kernel's own generator. What is
/// empty in a copy tells them the same, and what the copy forks must find it empty again.
#[tokio::test]
async fn memory_for_one_process_alone_is_empty_in_a_copy() {
    let Some(host) = host().await else { return };
    let code = "
import mmap, os
WIPED_ON_FORK = 18
KEPT = mmap.mmap(-1, 8192, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
KEPT[:4] = b'kept'
STATE = mmap.mmap(-1, 8192, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
STATE.madvise(WIPED_ON_FORK)
STATE[:4] = b'seed'
def handler(event, context):
    seen = [KEPT[:4].decode(), STATE[:4].decode()]
    STATE[:4] = b'mine'
    ours, theirs = os.pipe()
    if os.fork() == 0:
        os.write(theirs, STATE[:4])
        os._exit(0)
    return [*seen, os.read(ours, 4).decode(), STATE[:4].decode()]
";
    let spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    for _ in 0..2 {
        let answer = copy(&host, &spec).await.answer("{}").await;
        assert_eq!(answer, json!(["kept", "\0\0\0\0", "\0\0\0\0", "mine"]));
    }
}

/// An SDK that only keeps credentials, as botocore does.
const BOTOCORE: &str = "
import os
class Credentials:
    def __init__(self, access_key, secret_key, token):
        self.access_key, self.secret_key, self.token = access_key, secret_key, token
def load():
    names = ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN')
    return Credentials(*(os.environ.get(name) for name in names))
";

/// A copy whose client signed with the credentials of another instance would be refused when
/// those expire, and could be told from nobody.
#[tokio::test]
async fn time_and_credentials_are_a_copys_own() {
    let Some(host) = host().await else { return };
    let code = "
import datetime, os, time, botocore.credentials
BEGAN = time.monotonic()
CLIENT = botocore.credentials.load()
def handler(event, context):
    return [CLIENT.access_key, CLIENT.secret_key, CLIENT.token, os.environ['AWS_SESSION_TOKEN'],
            os.environ['AWS_LAMBDA_LOG_STREAM_NAME'],
            [time.time(), datetime.datetime.now().timestamp(), time.monotonic() - BEGAN]]
";
    let files =
        [("app.py", code), ("botocore/__init__.py", ""), ("botocore/credentials.py", BOTOCORE)];
    let spec = host.spec("python3.12", "app.handler", &files);
    let mut times = Vec::new();
    for number in 0..3 {
        let mut spec = spec.clone();
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
            spec.environment.push((name.to_owned(), format!("{name} {number}")));
        }
        spec.log_stream = format!("stream {number}");
        let mut answer = copy(&host, &spec).await.answer("{}").await;
        times.push(answer.as_array_mut().unwrap().pop().unwrap());
        let own = [
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_SESSION_TOKEN",
        ];
        let mut own: Vec<_> = own.iter().map(|name| format!("{name} {number}")).collect();
        own.push(spec.log_stream.clone());
        assert_eq!(answer, json!(own));
    }
    for clock in 0..3 {
        let told: Vec<_> = times.iter().map(|one| one[clock].as_f64().unwrap()).collect();
        assert!(told.is_sorted_by(|one, next| one < next) && 0.0 < told[0], "{clock}: {told:?}");
    }
}

/// What one copy does stays with it: its memory, its files, its processes, its network.
#[tokio::test]
async fn no_copy_sees_another() {
    let Some(host) = host().await else { return };
    let code = "
import json, os, socket
SECRET = ['nobody']
BIG = bytearray(8 << 20)
def handler(event, context):
    seen = [SECRET[0], BIG[:4].decode('latin-1'), os.listdir('/tmp'),
            sorted(name for name in os.listdir('/proc') if name.isdigit()), os.getpid(),
            sorted(os.listdir('/proc/self/fd'))[:-1]]
    SECRET[0] = event
    BIG[:] = event[0].encode() * len(BIG)
    open('/tmp/' + event, 'w').close()
    return [seen, os.readlink('/proc/self/ns/net'), os.readlink('/proc/self/ns/mnt'),
            os.readlink('/proc/self/ns/user'), os.readlink('/proc/self/ns/pid')]
";
    let spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    let (mut one, mut other) = (copy(&host, &spec).await, copy(&host, &spec).await);
    let answers = [one.answer("\"one\"").await, other.answer("\"other\"").await];
    let third = copy(&host, &spec).await.answer("\"third\"").await;
    for answer in [&answers[0], &answers[1], &third] {
        let seen = json!(["nobody", "\0\0\0\0", [], ["1", "2"], 2, ["0", "1", "2", "3"]]);
        assert_eq!(answer[0], seen);
    }
    for place in 1..5 {
        let all: BTreeSet<_> =
            [&answers[0], &answers[1], &third].map(|one| one[place].to_string()).into();
        assert_eq!(all.len(), 3, "each has namespaces of its own: {all:?}");
    }
}

/// The memory that a copy shares can be written by nobody, however one reaches for it.
#[tokio::test]
async fn the_image_cannot_be_changed_by_its_copies() {
    let Some(host) = host().await else { return };
    let code = "
import os
MARK = bytearray(b'untouched' * 4096)
def handler(event, context):
    if event == 'look': return MARK[:9].decode()
    tried = []
    lines = [line.split() for line in open('/proc/self/maps')]
    for line in lines:
        if 'memfd' not in line[-2] + line[-1]: continue
        try: os.open('/proc/self/map_files/' + line[0], os.O_RDWR); tried.append('opened')
        except OSError as error: tried.append(type(error).__name__)
    MARK[:] = b'TOUCHED!!' * 4096
    return sorted(set(tried)), len(tried) > 0
";
    let spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    let tried = copy(&host, &spec).await.answer("\"try\"").await;
    assert_eq!(tried, json!([["PermissionError"], true]));
    assert_eq!(copy(&host, &spec).await.answer("\"look\"").await, json!("untouched"));
}

/// `SnapStart` asks to be copied whatever was seen, and runs the function's hooks.
#[tokio::test]
async fn runtime_hooks_run_around_the_copy() {
    let Some(host) = host().await else { return };
    let code = "
import os, random, uuid
from snapshot_restore_py import register_after_restore, register_before_snapshot
SEEN = [os.environ['AWS_LAMBDA_INITIALIZATION_TYPE']]
SHARED = str(uuid.uuid4())
register_before_snapshot(SEEN.append, 'before 1')
register_before_snapshot(SEEN.append, 'before 2')
register_after_restore(SEEN.append, 'after 1')
@register_after_restore
def after():
    global OWN
    OWN = str(uuid.uuid4())
    SEEN.append('after 2')
def handler(event, context): return [SEEN, SHARED, OWN]
";
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    spec.copies = Copies::Always;
    let mut answers: Vec<Value> = Vec::new();
    for _ in 0..2 {
        answers.push(copy(&host, &spec).await.answer("{}").await);
    }
    let order = json!(["snap-start", "before 2", "before 1", "after 1", "after 2"]);
    assert!(answers.iter().all(|answer| answer[0] == order), "{answers:?}");
    assert_eq!(answers[0][1], answers[1][1], "drawn before the snapshot, as on AWS");
    assert_ne!(answers[0][2], answers[1][2]);
}

/// A hook that fails is the function's error, told as such.
#[tokio::test]
async fn a_hook_that_fails_is_told() {
    let Some(host) = host().await else { return };
    let code = "
from snapshot_restore_py import register_WHEN
@register_WHEN
def hook(): raise ValueError('no')
def handler(event, context): return 'well'
";
    let before = code.replace("WHEN", "before_snapshot");
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", &before)]);
    spec.copies = Copies::Always;
    let reason = host.runtime.copyable(spec, logs()).await.unwrap_err();
    let expected = "its initialisation failed: Runtime.BeforeSnapshotError: ValueError: no";
    assert_eq!(reason.to_string(), expected);
    let after = code.replace("WHEN", "after_restore");
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", &after)]);
    spec.copies = Copies::Always;
    host.runtime.copyable(spec.clone(), logs()).await.unwrap();
    let lines = logs();
    let sink: Arc<Lines> = Arc::clone(&lines);
    let instance = host.runtime.start_instance(spec, sink).await.unwrap();
    let _started = Function::new(instance, Arc::clone(&lines));
    let told = lines.0.lock().unwrap().join("\n");
    assert!(told.contains("Runtime.AfterRestoreError"), "{told}");
}

/// Where programs lie is drawn when they start: a copy must begin well whether the launcher's
/// memory lies below its own or above it, and have its heap to itself.
#[tokio::test]
async fn a_copy_begins_wherever_the_launcher_lies() {
    let code = "
KEPT = [str(n) * 9 for n in range(50000)]
def handler(event, context):
    more = [str(n) * 99 for n in range(50000)]
    del more[1000:]
    return [len(KEPT), len(more), KEPT[7]]
";
    for _ in 0..6 {
        let Some(host) = host().await else { return };
        let spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
        assert_eq!(copy(&host, &spec).await.answer("{}").await, json!([50000, 1000, "777777777"]));
        host.runtime.shutdown().await;
    }
}
