//! `Invocation` in, outcome out: which version, is there room, which instance, how long.
//!
//! The invoker knows only "run this now and tell me what came of it". It has no durable queue, no
//! retries and no dead letters: those who call it (the front door, where someone waits; the
//! triggers, where a delivery waits) have them.
//!
//! ```text
//!   Invocation -> resolve (a snapshot read) -> admit (pure) -> Run  an idle instance
//!                                                          |-> Start one; whoever waits longest
//!                                                          |         takes the first that is free
//!                                                          |         or ready
//!                                                          |-> Wait  for memory
//!                                                          +-> Throttle, with AWS's reason
//! ```
//!
//! * [`mod@admit`] is the decision, a function of counts.
//! * [`pool`] is who is idle, busy, starting and waiting, as a value: every change returns what has
//!   to be done (start this, kill that), and [`Invoker`] does it outside the lock.
//! * [`code`] unpacks packages, each once, into a bounded cache.
//!
//! An instance serves one call at a time and is kept warm. It counts with its whole `MemorySize`
//! while it runs, and with what it holds while it is idle. Idle ones go after a time, when there
//! are too many, when memory is needed, when their credentials would expire, and when the version
//! that they run is changed. A call that has begun is finished whoever goes away.
//!
//! # What is deliberately not here
//!
//! HTTP, feeds, retries; sandboxes ([`Sandboxes`] is the seam, `samara-runtime` behind it); how
//! credentials are made ([`Credentials`] is the seam, the front door behind it). Prewarming and
//! zygotes come with the runtime's.

mod admit;
mod code;
mod config;
mod guards;
mod habit;
mod invoker;
mod pool;
mod refusals;
mod seams;
mod sink;
mod unpack;

pub use admit::{Admit, Counts, Throttle, admit};
pub use code::CodeError;
pub use config::Config;
pub use invoker::{Invoker, Parts, Status};
pub use pool::{FunctionStatus, VersionStatus};
pub use seams::{BoxFuture, Credentials, Grant, Sandboxed, Sandboxes, SessionCredentials};
pub use unpack::UnpackError;

#[cfg(test)]
mod tests;
