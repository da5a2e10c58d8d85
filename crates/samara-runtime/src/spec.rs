//! What is asked of the runtime, and what it answers.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use samara_base::Timestamp;

/// The largest payload that a function may return, in bytes: 6 MiB and 100 bytes for AWS's own
/// envelope. Source: the limit that Lambda's own error message names.
pub const RESPONSE_BYTES_MAX: usize = 6_291_556;
/// The part of the log that `LogType=Tail` returns, in bytes. Source: Lambda's `Invoke` API.
pub const LOG_TAIL_BYTES: usize = 4096;

/// One instance, distinct from every other of this run of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceId(pub(crate) u64);

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "i-{:08x}", self.0)
    }
}

/// Everything that an instance needs to know of its function.
#[derive(Clone)]
pub struct InstanceSpec {
    /// The function's name.
    pub function_name: String,
    /// The function's ARN without a version.
    pub function_arn: String,
    /// `$LATEST` or a number.
    pub version: String,
    /// AWS's name of the runtime: `python3.12`, `nodejs20.x`, `provided.al2023`.
    pub runtime: String,
    /// The handler, in the form of the runtime's language.
    pub handler: String,
    /// The unpacked code, shown read-only at `/var/task`. Every user must be able to read it.
    pub code_dir: PathBuf,
    /// Unpacked layers, the lowest first, shown read-only at `/opt`.
    pub layer_dirs: Vec<PathBuf>,
    /// The user's variables and the credentials. They win over none of the reserved names.
    pub environment: Vec<(String, String)>,
    /// The memory limit in MiB; it also sets the share of CPU.
    pub memory_mib: u32,
    /// How long one invocation may take, in milliseconds.
    pub timeout_ms: u64,
    /// The size of `/tmp` in MiB.
    pub ephemeral_storage_mib: u32,
    /// The region that the function believes it is in.
    pub region: String,
    /// The account that the function belongs to.
    pub account: String,
    /// The log group, told to the function.
    pub log_group: String,
    /// The log stream, told to the function.
    pub log_stream: String,
    /// Whether it may begin as a copy of one that has initialised already.
    pub copies: Copies,
}

/// Whether an instance may begin as a copy of one of its version that has initialised already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Copies {
    /// It may not: its tag `samara:copies` says so.
    Never,
    /// It may where all may, if its initialisation was seen to be harmless to copy.
    #[default]
    IfProved,
    /// It asks for it, by the same tag, if its initialisation was seen to be harmless to copy.
    AskedIfProved,
    /// It asks for it (`SnapStart`), and its code is written for it.
    Always,
}

impl fmt::Debug for InstanceSpec {
    /// Leaves the environment out: it holds credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InstanceSpec")
            .field("function_arn", &self.function_arn)
            .field("version", &self.version)
            .field("runtime", &self.runtime)
            .field("handler", &self.handler)
            .field("code_dir", &self.code_dir)
            .field("memory_mib", &self.memory_mib)
            .field("timeout_ms", &self.timeout_ms)
            .finish_non_exhaustive()
    }
}

/// One invocation. Its deadline follows from the function's timeout, counted from when the
/// instance takes it.
#[derive(Debug, Clone)]
pub struct Call {
    /// The request id that the function sees and every log line carries.
    pub request_id: String,
    /// The event, JSON.
    pub payload: Bytes,
    /// The X-Ray trace header.
    pub trace: String,
    /// What the caller addressed, with its version or alias if any.
    pub invoked_function_arn: String,
    /// The `clientContext` of a mobile client, JSON.
    pub client_context: Option<String>,
    /// The Cognito identity, JSON.
    pub cognito_identity: Option<String>,
}

/// What became of a [`Call`].
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The response, or the function's error.
    pub result: Result<Bytes, FunctionError>,
    /// How long it took.
    pub duration: Duration,
    /// What AWS would bill: the duration and, with it, the initialisation, rounded up.
    pub billed_duration_ms: u64,
    /// How long initialisation, or the restore, took, if this call was the first of its instance.
    pub init_duration: Option<Duration>,
    /// The most memory that the instance has used so far, in MiB, as its cgroup counts it (page
    /// cache of its own files included); 0 where there is no cgroup.
    pub max_memory_used_mib: u64,
    /// The last [`LOG_TAIL_BYTES`] of this call's log.
    pub log_tail: String,
    /// Whether the instance was gone before its process had read the call, so that another may
    /// run it; the error says how it went.
    pub unread: bool,
}

/// A function that failed, as a caller sees it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error_type}: {error_message}")]
pub struct FunctionError {
    /// The class of the exception, or a name of the platform's such as `Sandbox.Timedout`.
    pub error_type: String,
    /// The message.
    pub error_message: String,
    /// The whole error as JSON, the payload of the invocation's response.
    pub payload: Bytes,
    /// How it failed.
    pub kind: FailureKind,
}

/// How a function failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// The function reported an error of its own.
    Handled,
    /// The function could not be initialised, or its response not be used.
    Unhandled,
    /// It took longer than its timeout and was killed.
    Timeout,
    /// Its process ended.
    Exit,
    /// It used more memory than it has, and the kernel killed it.
    OutOfMemory,
}

/// One event of a function's log.
#[derive(Debug, Clone, Copy)]
pub struct LogLine<'a> {
    /// When the server read it.
    pub at: Timestamp,
    /// The invocation during which it was written; none during initialisation.
    pub request_id: Option<&'a str>,
    /// The text without its line end. An event of a framed log may hold several lines.
    pub text: &'a str,
}

/// Where the lines of an instance's log go. It is called while the instance is being served: it
/// must not block.
pub trait LogSink: Send + Sync {
    /// Takes one event.
    fn line(&self, line: LogLine<'_>);
}

/// Serves the AWS endpoint of a sandbox, which its function reaches at `127.0.0.1`.
pub trait Door: Send + Sync {
    /// Takes over the listener of an instance: whoever connects to it *is* that instance. The
    /// listener does not block.
    fn serve(&self, listener: std::net::TcpListener, instance: InstanceId, spec: &InstanceSpec);

    /// The instance is gone: stop serving and let go of its listener.
    fn close(&self, instance: InstanceId);
}
