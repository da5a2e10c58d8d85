//! What every service shares: the request context, the operation table, refusals, policies.
//!
//! A service is a table of operations ([`ServiceTable`]); an operation is a zero-sized type that
//! implements [`Operation`]: pure functions from a context, a transaction and an input to an
//! output. It does not wait, read a clock, open a socket or start a task. What it cannot do itself
//! (run a function, wait for something, stream a blob) it asks for in its [`Answer`].
//!
//! # What is deliberately not here
//!
//! Any one service; bytes and HTTP (`samara-wire` decodes, `samara-front` serves); the policies
//! themselves (`samara-iam` keeps them, [`policy`] evaluates).

mod batch;
mod context;
mod invocation;
mod operation;
pub mod page;
mod parsed;
pub mod policy;
mod refusal;
mod refuse;
mod table;
pub mod tags;
pub mod testing;
pub mod throughput;

pub use batch::Batch;
pub use context::{Cx, LogEvent, LogQuery, Observed, Principal};
pub use invocation::{FunctionError, Invocation, InvocationType, Invoke, Invoked};
pub use operation::{Access, Answer, Operation, Operations, Piece, Place, WaitFor};
pub use parsed::Parsed;
pub use refusal::{Fault, Refusal};
pub use table::{Call, Entry, Outcome, ServiceTable};
