//! How instances end, and that only those pay for it whose fault it is.

use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use samara_runtime::FailureKind;
use serde_json::json;

use super::host::{Function, Host};
use super::sandbox::descendants;

/// Waits until the server has noticed that an idle instance is dead.
async fn noticed(function: &Function) {
    let dead = async {
        while function.instance.is_alive() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), dead).await.expect("nobody noticed");
}

/// The one process that calls itself `bootstrap`, once that of the function before is gone. Others
/// are kept ready for functions to come.
async fn only_guest(host: &Host) -> Pid {
    let launcher = host.runtime.host_report().launcher_process_id.try_into().unwrap();
    let name = |process| std::fs::read_to_string(format!("/proc/{process}/comm"));
    let is_guest = |process: &i32| name(*process).is_ok_and(|it| it == "bootstrap\n");
    let one = async {
        loop {
            let guests: Vec<_> = descendants(launcher).into_iter().filter(is_guest).collect();
            if let [guest] = guests.as_slice() {
                return Pid::from_raw(*guest).unwrap();
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), one).await.expect("not one guest")
}

/// Node ends its process after an error that nobody caught: with it the instance is gone, or the
/// next, innocent call would be given to a process that is exiting.
#[tokio::test]
async fn an_instance_is_gone_with_an_error_that_ends_its_process() {
    let Some(host) = Host::start().await else { return };
    let code = "
const later = () => new Promise((done) => setTimeout(done, 1000));
exports.handler = async (event) => {
    if (event === 'reject') { Promise.reject(new Error('unheard')); await later(); }
    if (event === 'throw') { setTimeout(() => { throw new Error('late'); }, 1); await later(); }
    if (event === 'after') { setImmediate(() => { throw new Error('after'); }); }
    return event;
};";
    for event in ["reject", "throw"] {
        let mut function = host.node("app.js", code).await;
        assert_eq!(function.answer("1").await, json!(1));
        let error = function.call(&format!("\"{event}\"")).await.result.unwrap_err();
        assert_eq!(error.kind, FailureKind::Handled);
        assert!(!function.instance.is_alive(), "{event}");
    }
    // What is thrown after the answer ends the process as well; its call had its answer.
    let mut function = host.node("app.js", code).await;
    assert_eq!(function.answer("\"after\"").await, json!("after"));
    let next = function.call("1").await;
    assert!(next.unread, "the process has ended: {next:?}");
}

/// A call that a dead process never read was run by nobody, and may be given to another; whichever
/// way a guest talks, and whether or not its death had been noticed.
#[tokio::test]
async fn a_call_to_a_process_that_is_gone_is_known_to_be_unread() {
    let Some(host) = Host::start().await else { return };
    let python = "open('/proc/self/comm', 'w').write('bootstrap')
def handler(event, context): return event";
    let node = "require('fs').writeFileSync('/proc/self/comm', 'bootstrap');
exports.handler = async (event) => event;";
    for spec in [
        host.spec("python3.12", "app.handler", &[("app.py", python)]),
        host.spec("nodejs20.x", "app.handler", &[("app.js", node)]),
        host.native(),
    ] {
        for waits in [false, true] {
            let mut function = host.function(spec.clone()).await;
            assert!(function.call("[1]").await.result.is_ok());
            kill_process(only_guest(&host).await, Signal::KILL).unwrap();
            if waits {
                noticed(&function).await;
            }
            let outcome = function.call("[2]").await;
            assert!(outcome.unread, "{} {outcome:?}", spec.runtime);
            assert_eq!(outcome.result.unwrap_err().error_type, "Runtime.ExitError");
            assert!(!function.instance.is_alive());
        }
    }
}

/// A call that was read may have done half of its work: it is told as the failure that it is, and
/// never run twice for its caller.
#[tokio::test]
async fn a_call_that_was_read_is_told_as_failed() {
    let Some(host) = Host::start().await else { return };
    let mut function = host.python("def handler(event, context): import os; os._exit(3)").await;
    let outcome = function.call("{}").await;
    assert!(!outcome.unread && outcome.result.is_err(), "python");
    let mut function = host.function(host.native()).await;
    let outcome = function.call("\"exit\"").await;
    assert!(!outcome.unread && outcome.result.is_err(), "native");
}

/// What one caller's function writes must not stand in the log that the next caller reads.
#[tokio::test]
async fn the_log_of_a_call_is_that_calls_alone() {
    let Some(host) = Host::start().await else { return };
    let code = "
import os, threading, time
def behind(begun):
    while True:
        os.write(1, b'behind\\n')
        begun.set()
        time.sleep(0.001)
def handler(event, context):
    if event == 'unended':
        os.write(1, b'no end')
    if event == 'thread':
        begun = threading.Event()
        threading.Thread(target=behind, args=[begun], daemon=True).start()
        begun.wait()
";
    let mut function = host.python(code).await;
    function.call("\"unended\"").await;
    let tail = function.call("\"\"").await.log_tail;
    assert_eq!(tail.lines().next(), Some("START RequestId: request-2 Version: $LATEST"));
    assert!(!tail.contains("no end"), "{tail}");
    let log = function.log();
    assert!(log.contains(&"no end".to_owned()), "{log:?}");
    function.call("\"thread\"").await;
    // Until what the thread wrote meanwhile is in the pipe.
    tokio::time::sleep(Duration::from_millis(20)).await;
    let tail = function.call("\"\"").await.log_tail;
    assert_eq!(tail.lines().next(), Some("START RequestId: request-4 Version: $LATEST"), "{tail}");
}

/// The launcher is one small process, and a host short of memory may kill it: what ran in its
/// sandboxes is gone, and every function must run again without anybody's help.
#[tokio::test]
async fn functions_start_after_the_launcher_was_killed() {
    let Some(host) = Host::start().await else { return };
    let code = "def handler(event, context): return event";
    let mut before = host.python(code).await;
    assert_eq!(before.answer("1").await, json!(1));
    let launcher = host.runtime.host_report().launcher_process_id;
    kill_process(Pid::from_raw(launcher.try_into().unwrap()).unwrap(), Signal::KILL).unwrap();
    noticed(&before).await;
    let mut after = host.python(code).await;
    assert_eq!(after.answer("2").await, json!(2));
    assert_ne!(host.runtime.host_report().launcher_process_id, launcher);
}
