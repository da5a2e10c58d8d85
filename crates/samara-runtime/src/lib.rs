//! Instances of functions: sandbox, start, hand a payload, collect the outcome, kill.
//!
//! This crate does not know why a function is called, who called it, or where its code came from.
//! It knows how to run a stranger's program so that it can do no harm, and how AWS Lambda's
//! execution environment looks from the inside.
//!
//! ```text
//!   Runtime --orders--> launcher --forks--> first process --forks--> the function's program
//!      |                                         |                          |
//!      +<---------------- lifeline --------------+                          |
//!      +<------- channel or Runtime API, log, AWS endpoint -----------------+
//! ```
//!
//! * [`Runtime`] is what is shared: the launcher, the host's abilities, the interpreters.
//! * [`Instance`] is one sandbox with one function version, serving one call at a time.
//! * `machine` is an instance's life as a pure value, `instance` the hands that do what it says.
//! * `launcher` and `sandbox` are the only places with unsafe code, and the only processes that
//!   fork. The launcher is the server's own executable, started again by [`launcher_main`].
//! * `making` chooses how an instance gets its sandbox, `spares` keeps some ready, `zygotes` keeps
//!   images of functions that have initialised, for others to begin with.
//! * [`doctor`] tries out what a host gives, and says what is missing.
//! * `link` is how the guest is spoken to; `layout` is what a sandbox shows of its host.
//!
//! # What is deliberately not here
//!
//! *Admission, pools of instances, retries.* Whoever calls decides how many instances there are;
//! what is pooled here are sandboxes that are nobody's yet (`spares`). *Credentials*: they come in
//! the specification's environment. *Routing*: a sandbox's AWS endpoint is a listener that is
//! handed to a [`Door`].
//!
//! Read in this order: `spec`, `machine`, `instance`, `launcher`, `sandbox`.

mod bootstraps;
mod cgroup;
mod descriptors;
pub mod doctor;
mod environment;
mod ephemeral;
mod failure;
mod freezer;
mod instance;
mod interpreters;
mod language;
mod launcher;
mod layers;
mod layout;
mod link;
mod load;
mod logs;
mod machine;
mod making;
mod merged;
mod mother;
mod packages;
mod planning;
mod reaper;
mod runtime;
mod sandbox;
mod sandboxed;
mod spare;
mod spares;
mod spec;
mod stock;
mod toolbox;
mod way;
mod zygotes;

pub use cgroup::GroupVersion;
pub use instance::Instance;
pub use interpreters::{Interpreter, NoInterpreter};
pub use language::{Language, UnsupportedRuntime};
pub use launcher::client::OrderError;
pub use launcher::{LAUNCHER_ARGUMENT, launcher_main};
pub use layers::{Layer, LayerError, Layers};
pub use runtime::{Config, CpuShare, HostReport, Isolation, Runtime, RuntimeError, StartError};
pub use spec::{
    Call, Copies, Door, FailureKind, FunctionError, InstanceId, InstanceSpec, LOG_TAIL_BYTES,
    LogLine, LogSink, Outcome, RESPONSE_BYTES_MAX,
};
pub use toolbox::Toolbox;
pub use way::{SpareReport, StartWay};
pub use zygotes::{CopyPolicy, NotCopied};
