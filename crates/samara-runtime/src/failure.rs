//! The errors that the platform itself gives in a function's name, word for word as AWS does:
//! clients and alarms match on them.

use std::time::Duration;

use bytes::Bytes;

use crate::machine::Cause;
use crate::spec::{FailureKind, FunctionError, RESPONSE_BYTES_MAX};

/// The type of an error that its reporter did not name.
pub(crate) const UNNAMED: &str = "Unhandled";

/// An error with the payload that AWS would send for it.
pub(crate) fn platform(kind: FailureKind, error_type: &str, message: String) -> FunctionError {
    let body = serde_json::json!({ "errorType": error_type, "errorMessage": message });
    FunctionError {
        error_type: error_type.to_owned(),
        error_message: message,
        payload: Bytes::from(body.to_string()),
        kind,
    }
}

/// An error that the guest reported, whose payload is passed on as it is.
pub(crate) fn reported(payload: Bytes, kind: FailureKind) -> FunctionError {
    let body: serde_json::Value = serde_json::from_slice(&payload).unwrap_or_default();
    let field = |name: &str| body.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    FunctionError {
        error_type: field("errorType").unwrap_or_else(|| UNNAMED.to_owned()),
        error_message: field("errorMessage").unwrap_or_default(),
        payload,
        kind,
    }
}

/// The process ended before it answered.
pub(crate) fn ended(request_id: Option<&str>, cause: &Cause) -> FunctionError {
    let prefix = request_id.map(|id| format!("RequestId: {id} ")).unwrap_or_default();
    let exited = "Error: Runtime exited";
    match cause {
        Cause::Status(0) => platform(
            FailureKind::Exit,
            "Runtime.ExitError",
            format!("{prefix}{exited} without providing a reason"),
        ),
        Cause::Status(status) => platform(
            FailureKind::Exit,
            "Runtime.ExitError",
            format!("{prefix}{exited} with error: exit status {status}"),
        ),
        Cause::Signal(signal) => platform(
            FailureKind::Exit,
            "Runtime.ExitError",
            format!("{prefix}{exited} with error: signal: {}", signal_name(*signal)),
        ),
        Cause::OutOfMemory => platform(
            FailureKind::OutOfMemory,
            "Runtime.OutOfMemory",
            format!("{prefix}{exited} with error: signal: killed"),
        ),
        Cause::NotStarted(reason) => platform(
            FailureKind::Exit,
            "Runtime.InvalidEntrypoint",
            format!("{prefix}Error: {}", not_executed(reason)),
        ),
    }
}

/// Why a program could not be executed, as AWS words it: `fork/exec PATH: permission denied`. The
/// sandbox's own words are `exec PATH: Permission denied (os error 13)`.
pub(crate) fn not_executed(reason: &str) -> String {
    let Some(rest) = reason.strip_prefix("exec ") else { return reason.to_owned() };
    let rest = rest.split(" (os error").next().unwrap_or(rest);
    match rest.rsplit_once(": ") {
        Some(("/var/task/bootstrap", "No such file or directory")) => {
            "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]".to_owned()
        }
        Some((program, why)) => format!("fork/exec {program}: {}", why.to_lowercase()),
        None => reason.to_owned(),
    }
}

/// The call took longer than it may.
pub(crate) fn timed_out(request_id: &str, limit: Duration) -> FunctionError {
    let seconds = seconds(limit);
    platform(
        FailureKind::Timeout,
        "Sandbox.Timedout",
        format!("RequestId: {request_id} Error: Task timed out after {seconds} seconds"),
    )
}

/// The response is over the limit.
pub(crate) fn response_too_large() -> FunctionError {
    platform(
        FailureKind::Unhandled,
        "Function.ResponseSizeTooLarge",
        format!(
            "Response payload size exceeded maximum allowed payload size \
             ({RESPONSE_BYTES_MAX} bytes)."
        ),
    )
}

/// The instance takes no call: a mistake of its owner, who must not call twice at once.
pub(crate) fn not_available(request_id: &str) -> FunctionError {
    platform(
        FailureKind::Unhandled,
        "Sandbox.NotAvailable",
        format!("RequestId: {request_id} Error: The instance takes no calls"),
    )
}

/// The log line of an error of the platform's.
pub(crate) fn line(error: &FunctionError) -> String {
    format!("{}\n{}", error.error_message, error.error_type)
}

/// Seconds with two digits.
pub(crate) fn seconds(duration: Duration) -> String {
    format!("{}.{:02}", duration.as_secs(), duration.subsec_millis() / 10)
}

/// The name that AWS's log gives a signal.
fn signal_name(signal: i32) -> String {
    let name = match signal {
        libc::SIGHUP => "hangup",
        libc::SIGINT => "interrupt",
        libc::SIGQUIT => "quit",
        libc::SIGILL => "illegal instruction",
        libc::SIGTRAP => "trace/breakpoint trap",
        libc::SIGABRT => "aborted",
        libc::SIGBUS => "bus error",
        libc::SIGFPE => "floating point exception",
        libc::SIGKILL => "killed",
        libc::SIGSEGV => "segmentation fault",
        libc::SIGPIPE => "broken pipe",
        libc::SIGALRM => "alarm clock",
        libc::SIGTERM => "terminated",
        libc::SIGXFSZ => "file size limit exceeded",
        libc::SIGSYS => "bad system call",
        other => return format!("signal {other}"),
    };
    name.to_owned()
}
