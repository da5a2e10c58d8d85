//! A function's call as a value: what is asked of the invoker, and what comes of it.

use bytes::Bytes;
use samara_base::{RequestId, Timestamp, TraceHeader};
use samara_store::BoxFuture;

use crate::Refusal;

/// How a function is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvocationType {
    /// Someone waits for the answer.
    RequestResponse,
    /// A record in the store; `triggers` calls.
    Event,
    /// Only whether it would be allowed.
    DryRun,
}

/// "Run this now and tell me the outcome."
#[derive(Debug, Clone)]
pub struct Invocation {
    /// The function's name.
    pub function: String,
    /// The version or alias; `$LATEST` when none was given.
    pub qualifier: String,
    /// The ARN as the caller gave it (with its qualifier), for the function's context.
    pub invoked_arn: String,
    /// The event, JSON.
    pub payload: Bytes,
    /// The id that the function sees and the log lines carry.
    pub request_id: RequestId,
    /// The caller's place in a trace.
    pub trace: TraceHeader,
    /// `X-Amz-Client-Context`, decoded, JSON.
    pub client_context: Option<String>,
    /// How it is called.
    pub kind: InvocationType,
    /// Whether the end of the log is wanted (`LogType=Tail`).
    pub log_tail: bool,
    /// When the caller stops waiting, if that is earlier than the function's own timeout.
    pub until: Option<Timestamp>,
}

/// What came of an invocation that reached the function.
#[derive(Debug, Clone)]
pub struct Invoked {
    /// The function's answer, or the payload that describes its error.
    pub payload: Bytes,
    /// Set when the function failed.
    pub error: Option<FunctionError>,
    /// The version that ran.
    pub version: String,
    /// The last 4 KiB of its log, when asked for.
    pub log_tail: Option<Bytes>,
}

/// A failure of the function itself (not of the platform, which is a
/// [`crate::Refusal`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FunctionError {
    /// The function returned or raised an error through its runtime (`X-Amz-Function-Error:
    /// Unhandled`, the only value that current runtimes give).
    Unhandled,
    /// It did not answer in time.
    Timeout,
    /// Its process ended, or used more memory than it may.
    Exit,
}

/// Who runs functions: the invoker, as its two callers see it.
///
/// A caller that stops waiting (drops the future) does not stop the function.
pub trait Invoke: Send + Sync + 'static {
    /// Runs a function now and tells the outcome. A refusal is the platform's: no such function,
    /// throttled, not able to start; what the function itself did is in [`Invoked`].
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Result<Invoked, Refusal>>;
}
