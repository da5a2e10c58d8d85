//! What a stranger in a sandbox can reach, nothing of the host; and what is left of it, nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use serde_json::json;

use super::host::Host;
use super::spares::until_ready;

#[tokio::test]
async fn a_function_sees_nothing_of_the_host() {
    let Some(host) = Host::start().await else { return };
    let code = "
import os
def attempt(what, *arguments):
    try:
        what(*arguments)
        return 'done'
    except OSError as error:
        return error.strerror
def handler(event, context):
    return {
        'root': sorted(os.listdir('/')),
        'etc': sorted(os.listdir('/etc')),
        'interfaces': open('/proc/net/dev').read().count(':'),
        'uid': os.getuid(),
        'processes': sum(name.isdigit() for name in os.listdir('/proc')),
        'group': open('/proc/self/cgroup').read().count('samara'),
        'environment': sorted(name for name in os.environ if 'CARGO' in name or 'RUST' in name),
        'write_root': attempt(os.mkdir, '/new'),
        'write_code': attempt(open, '/var/task/new', 'w'),
        'write_tmp': attempt(open, '/tmp/new', 'w'),
        'write_kernel': attempt(open, '/proc/sys/kernel/hostname', 'w'),
        'host': sum(len(open('/proc/' + name).read()) for name in
                    ('cmdline', 'keys', 'key-users', 'kallsyms', 'modules', 'partitions', 'interrupts')
                    if os.path.exists('/proc/' + name)),
        'kernel': [len(os.listdir('/proc/' + name)) for name in ('fs', 'irq', 'tty')],
        'libraries': all(open('/proc/' + name).read() for name in
                         ('cpuinfo', 'meminfo', 'stat', 'uptime', 'loadavg', 'self/status')),
        'first_process': attempt(open, '/proc/1/environ'),
        'first_memory': attempt(open, '/proc/1/mem'),
        'status': [line.split()[1] for line in open('/proc/self/status')
                   if line.startswith(('CapEff', 'CapPrm', 'CapBnd', 'NoNewPrivs', 'Seccomp:'))],
    }
";
    let mut function = host.python(code).await;
    let answer = function.answer("{}").await;
    assert_eq!(answer["interfaces"], json!(1), "only loopback");
    assert_eq!(answer["uid"], json!(993));
    assert_eq!(answer["processes"], json!(2), "its first process and itself");
    assert_eq!(answer["group"], json!(0), "its place on the host is not its business");
    assert_eq!(answer["environment"], json!([]));
    assert_eq!(answer["write_root"], json!("Read-only file system"));
    assert_eq!(answer["write_code"], json!("Read-only file system"));
    assert_eq!(answer["write_tmp"], json!("done"));
    for denied in ["write_kernel", "first_process", "first_memory"] {
        assert_eq!(answer[denied], json!("Permission denied"), "{denied}");
    }
    assert_eq!((&answer["host"], &answer["kernel"]), (&json!(0), &json!([0, 0, 0])));
    assert_eq!(answer["libraries"], json!(true));
    let none = "0000000000000000";
    assert_eq!(answer["status"], json!([none, none, none, "1", "2"]));
    assert_eq!(
        answer["etc"],
        json!([
            "alternatives",
            "group",
            "hosts",
            "ld.so.cache",
            "nsswitch.conf",
            "passwd",
            "pki",
            "resolv.conf",
            "ssl"
        ])
    );
    let root = answer["root"].to_string();
    for absent in ["home", "sys", "run", "work", "boot", "mnt", "srv"] {
        assert!(!root.contains(&format!("\"{absent}\"")), "{root}");
    }
}

#[tokio::test]
async fn a_function_cannot_leave_by_the_kernel() {
    let Some(host) = Host::start().await else { return };
    let code = "
import ctypes, errno, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    result = libc.syscall(number, *arguments)
    return 'done' if result >= 0 else errno.errorcode[ctypes.get_errno()]
def family(number):
    try:
        socket.socket(number, socket.SOCK_STREAM).close()
        return 'done'
    except OSError as error:
        return errno.errorcode[error.errno]
def reach(place):
    try:
        socket.create_connection(place, 1).close()
        return 'done'
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error))
def handler(event, context):
    return {
        'unshare': call(272, 0x10000000),
        'mount': call(165, b'none', b'/tmp', b'tmpfs', 0, None),
        'ptrace': call(101, 16, 1, 0, 0),
        'bpf': call(321, 0, 0, 0),
        'setuid': call(105, 0),
        'vsock': family(40),
        'packet': family(17),
        'outside': reach(('192.0.2.1', 80)),
        'closed': reach(('127.0.0.1', 1)),
        'endpoint': reach(('127.0.0.1', 4566)),
        'threads': __import__('concurrent.futures').futures.ThreadPoolExecutor(4).submit(len, 'abc').result(),
        'shell': os.popen('echo hello').read(),
    }
";
    let mut function = host.python(code).await;
    let answer = function.answer("{}").await;
    let denied = if cfg!(target_arch = "x86_64") { "EPERM" } else { return };
    assert_eq!(
        answer,
        json!({
            "unshare": denied, "mount": denied, "ptrace": denied, "bpf": denied, "setuid": "EINVAL",
            "vsock": "EAFNOSUPPORT", "packet": "EAFNOSUPPORT", "outside": "ENETUNREACH",
            "closed": "ECONNREFUSED", "endpoint": "done", "threads": 3, "shell": "hello\n",
        })
    );
}

/// The temporary folder has a size, and what one instance leaves there no other sees.
#[tokio::test]
async fn the_temporary_folder_is_private_and_sized() {
    let Some(host) = Host::start().await else { return };
    let code = "
import os
def handler(event, context):
    seen = os.listdir('/tmp')
    try:
        with open('/tmp/large', 'wb') as file:
            for _ in range(20): file.write(bytes(1024 * 1024))
        return [seen, 'done']
    except OSError as error:
        return [seen, error.strerror]
";
    for _ in 0..2 {
        let mut spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
        spec.ephemeral_storage_mib = 10;
        let mut function = host.function(spec).await;
        assert_eq!(function.answer("{}").await, json!([[], "No space left on device"]));
        assert_eq!(function.answer("{}").await[0], json!(["large"]));
    }
}

/// AWS counts what a function writes to `/tmp` by its size there, not by its memory: one with the
/// smallest memory may fill the whole of it, and has what it was promised.
#[tokio::test]
async fn the_temporary_folder_takes_no_memory() {
    let Some(host) = Host::start().await else { return };
    if host.runtime.host_report().missing.iter().any(|missing| missing.starts_with("/tmp")) {
        eprintln!("skipped: this host has no disks for /tmp");
        return;
    }
    let code = "
import os
def handler(event, context):
    written = 0
    try:
        with open('/tmp/large', 'wb', buffering=0) as file:
            while True: written += file.write(bytes(1 << 20))
    except OSError as error:
        os.remove('/tmp/large')
        files = 0
        try:
            while True:
                open(f'/tmp/{files}', 'w').close()
                files += 1
        except OSError as error:
            return [written >> 20, error.strerror, files]
";
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    spec.timeout_ms = 60_000;
    let mut function = host.function(spec).await;
    let answer = function.answer("{}").await;
    let (room_mib, files) = (answer[0].as_u64().unwrap(), answer[2].as_u64().unwrap());
    assert!((512..530).contains(&room_mib), "{answer}");
    assert!((30_000..40_000).contains(&files), "{answer}");
    assert_eq!(answer[1], json!("No space left on device"));
}

/// A fork bomb ends at its own limit, and the instance beside it does not notice.
#[tokio::test]
async fn processes_are_limited() {
    let Some(host) = Host::start().await else { return };
    let code = "
import os, time
def handler(event, context):
    if event: return 'well'
    children = []
    try:
        while len(children) < 3000:
            child = os.fork()
            if child == 0:
                time.sleep(60)
                os._exit(0)
            children.append(child)
    except OSError as error:
        return [error.strerror, len(children) < 1024]
";
    let mut spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    spec.memory_mib = 1024;
    spec.timeout_ms = 30_000;
    let (mut bomb, mut other) = (host.function(spec.clone()).await, host.function(spec).await);
    assert_eq!(bomb.answer("0").await, json!(["Resource temporarily unavailable", true]));
    assert_eq!(other.answer("1").await, json!("well"));
}

/// Many at once: each gets its own answer, writes its own `/tmp` and has a host user of its own.
#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_instances_is_kept_apart() {
    const INSTANCES: usize = 40;
    let Some(host) = Host::start().await else { return };
    let code = "
import os
def handler(event, context):
    seen = os.listdir('/tmp')
    open('/tmp/' + str(event), 'w').close()
    return [event, seen, int(open('/proc/self/uid_map').read().split()[1])]
";
    let spec = host.spec("python3.12", "app.handler", &[("app.py", code)]);
    let host = std::sync::Arc::new(host);
    let mut started = tokio::task::JoinSet::new();
    for number in 0..INSTANCES {
        let (host, spec) = (std::sync::Arc::clone(&host), spec.clone());
        started.spawn(async move {
            let mut function = host.function(spec).await;
            let answer = function.answer(&number.to_string()).await;
            (number, answer, function)
        });
    }
    let all = started.join_all().await;
    let mut users = std::collections::BTreeSet::new();
    for (number, answer, _) in &all {
        assert_eq!((&answer[0], &answer[1]), (&json!(number), &json!([])));
        users.insert(answer[2].as_u64());
    }
    let one_each = host.runtime.host_report().user_per_instance;
    assert_eq!(users.len(), if one_each { INSTANCES } else { 1 });
}

/// The server of the next test: the same binary, told so by a variable, until it is killed.
#[tokio::test]
async fn a_server_that_waits_to_be_killed() {
    if std::env::var_os("SAMARA_TEST_SERVER").is_none() {
        return;
    }
    let Some(host) = Host::start().await else { return };
    let code = "
import subprocess
children = [subprocess.Popen(['/bin/sh', '-c', 'exec sleep 1000 2>/dev/null; read line'],
                             stdin=subprocess.PIPE, start_new_session=True)]
def handler(event, context): return len(children)
";
    let mut function = host.python(code).await;
    assert_eq!(function.answer("{}").await, json!(1));
    // What is kept ready must not outlive the server either.
    until_ready(&host).await;
    eprintln!("launcher {}", host.runtime.host_report().launcher_process_id);
    let _until_killed = std::io::stdin().read(&mut [0]);
}

/// Whatever kills the server, nothing of it stays: no launcher, no sandbox, no process of a
/// function that had made itself a session of its own.
#[test]
fn a_killed_server_leaves_no_process() {
    let (_, module) = module_path!().split_once("::").unwrap();
    let server = format!("{module}::a_server_that_waits_to_be_killed");
    let mut server = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &server, "--nocapture"])
        .env("SAMARA_TEST_SERVER", "1")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stderr.take().unwrap()).lines().map_while(Result::ok);
    let told = lines.find(|line| line.starts_with("launcher ") || line.starts_with("skipped"));
    let Some(launcher) = told.as_deref().and_then(|line| line.strip_prefix("launcher ")) else {
        eprintln!("{}", told.unwrap_or_default());
        let _ended = server.wait();
        return;
    };
    let processes = descendants(launcher.parse().unwrap());
    // Launcher, first process, function, its child; and some first processes of spares.
    assert!(4 < processes.len(), "{processes:?}");
    let watched: Vec<_> = processes
        .iter()
        .map(|process| pidfd_open(Pid::from_raw(*process).unwrap(), PidfdFlags::empty()).unwrap())
        .collect();
    server.kill().unwrap();
    server.wait().unwrap();
    for (process, watched) in processes.iter().zip(&watched) {
        let limit = rustix::event::Timespec { tv_sec: 10, tv_nsec: 0 };
        let mut wait = [PollFd::new(watched, PollFlags::IN)];
        assert_eq!(poll(&mut wait, Some(&limit)), Ok(1), "process {process} is still there");
    }
}

/// A process and all below it.
pub(crate) fn descendants(process: i32) -> Vec<i32> {
    let place = format!("/proc/{process}/task/{process}/children");
    let children = std::fs::read_to_string(place).unwrap_or_default();
    let below = children.split_whitespace().flat_map(|child| descendants(child.parse().unwrap()));
    [process].into_iter().chain(below).collect()
}

/// Nothing of an instance stays behind either, neither group nor descriptor.
#[tokio::test]
async fn a_runtime_that_ends_leaves_no_group() {
    let Some(host) = Host::start().await else { return };
    let groups = || {
        let all = Command::new("find").args(["/sys/fs/cgroup", "-name", "samara-*"]).output();
        let metadata = std::fs::metadata(host.folder.path().join("runtime")).unwrap();
        let inode = std::os::unix::fs::MetadataExt::ino(&metadata);
        let text = String::from_utf8(all.unwrap().stdout).unwrap();
        text.lines().filter(|line| line.ends_with(&format!("-{inode:x}"))).count()
    };
    let mut function = host.python("def handler(event, context): return 1").await;
    assert_eq!(function.answer("{}").await, json!(1));
    assert!(0 < groups());
    drop(function);
    host.runtime.shutdown().await;
    assert_eq!(groups(), 0);
    std::io::stderr().flush().unwrap();
}

/// What a function leaves running does so at its neighbours' cost, and unseen: it stands still from
/// its answer to its next call.
#[tokio::test]
async fn nothing_runs_between_two_calls() {
    let Some(host) = Host::start().await else { return };
    let code = "
import os, subprocess, threading, time
beats = [0]
def beat():
    while True:
        beats[0] += 1
        time.sleep(0.005)
child = subprocess.Popen(['/bin/sh', '-c', 'while :; do echo x >> /tmp/child; done', 'left_running'])
threading.Thread(target=beat, daemon=True).start()
while not os.path.exists('/tmp/child'):
    time.sleep(0.001)
def count():
    return beats[0], os.path.getsize('/tmp/child')
def handler(event, context):
    before = count()
    time.sleep(0.1)
    return [now - then for then, now in zip(before, count())]
";
    let mut function = host.python(code).await;
    if host.runtime.host_report().missing.iter().any(|missing| missing.starts_with("no freezer")) {
        eprintln!("skipped: this host has no freezer");
        return;
    }
    let launcher = host.runtime.host_report().launcher_process_id;
    let mut processes = descendants(launcher.cast_signed()).into_iter();
    let child = processes.find(|process| command(*process).contains("left_running"));
    let parent = parent(child.expect("the child was started before the first call"));
    for _ in 0..3 {
        let during = function.answer("{}").await;
        assert!((0..2).all(|which| during[which].as_u64() > Some(0)), "while called: {during}");
        // It is frozen when the host comes to it, which on a busy one takes its time; and then it
        // stands still for as long as one cares to look.
        let frozen = async {
            loop {
                let before = work_of(parent);
                tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                if work_of(parent) == before {
                    break;
                }
            }
        };
        let limit = std::time::Duration::from_secs(20);
        tokio::time::timeout(limit, frozen).await.expect("it goes on after its answer");
    }
}

/// The command line of a process, empty if it is gone.
fn command(process: i32) -> String {
    std::fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default()
}

/// The parent of a process.
fn parent(process: i32) -> i32 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("PPid:")).unwrap();
    line.trim().parse().unwrap()
}

/// What a process and all below it have done so far: how often each of their threads was given a
/// processor or left it, and for how long they had one.
fn work_of(process: i32) -> Vec<String> {
    let threads = descendants(process).into_iter().flat_map(|process| {
        std::fs::read_dir(format!("/proc/{process}/task"))
            .unwrap()
            .map(|thread| thread.unwrap().path())
    });
    threads.map(|thread| std::fs::read_to_string(thread.join("schedstat")).unwrap()).collect()
}

/// A limit that killed one process of several would leave a function running that is over its
/// limit and half dead; AWS's kills the whole, and says so.
#[tokio::test]
async fn a_child_that_takes_all_memory_ends_its_instance_alone() {
    let Some(host) = Host::start().await else { return };
    if host.runtime.host_report().groups.is_none() {
        eprintln!("skipped: this host limits no memory");
        return;
    }
    let code = "
import subprocess, sys, time
def handler(event, context):
    if event: return 'well'
    hog = 'import time; held = bytearray(400 << 20); time.sleep(60)'
    subprocess.run([sys.executable, '-c', hog])
    return 'survived'
";
    let (mut hog, mut other) = (host.python(code).await, host.python(code).await);
    let outcome = hog.call("0").await;
    let error = outcome.result.unwrap_err();
    assert_eq!(error.error_type, "Runtime.OutOfMemory");
    assert_eq!(
        error.error_message,
        "RequestId: request-1 Error: Runtime exited with error: signal: killed"
    );
    assert!(!hog.instance.is_alive());
    assert_eq!(other.answer("1").await, json!("well"));
}

/// Who asks for AWS's own allotment of CPU gets it: what takes 100 ms of a whole CPU takes about a
/// second and a half with 128 MiB, whose share is a fourteenth.
#[tokio::test]
async fn a_hard_quota_holds_a_function_to_its_share() {
    let code = "
import time
def handler(event, context):
    began, used = time.monotonic(), time.process_time()
    while time.process_time() - used < 0.1: pass
    return time.monotonic() - began
";
    let Some(free) = Host::start().await else { return };
    let mut function = free.python(code).await;
    let mut free_s = f64::MAX;
    // Once is enough: what holds it back now and then is the machine's other work.
    for _ in 0..20 {
        free_s = function.answer("{}").await.as_f64().unwrap().min(free_s);
        if free_s < 1.0 {
            break;
        }
    }
    let Some(held) = Host::with_cpu(samara_runtime::CpuShare::Quota).await else { return };
    let held_s = held.python(code).await.answer("{}").await.as_f64().unwrap();
    assert!(free_s < 1.0 && 1.0 < held_s, "{free_s} s without a quota, {held_s} s with one");
    // Nor does it get away from it by failing to initialise until it is called.
    let late = format!("open('/var/task/ready').close()\n{code}");
    let mut spec = held.spec("python3.12", "app.handler", &[("app.py", &late)]);
    spec.timeout_ms = 30_000;
    let ready = spec.code_dir.join("ready");
    let mut function = held.function(spec).await;
    std::fs::write(ready, "").unwrap();
    let late_s = function.answer("{}").await.as_f64().unwrap();
    assert!(1.0 < late_s, "{late_s} s with a quota, initialised late");
}
