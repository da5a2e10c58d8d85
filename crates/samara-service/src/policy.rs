//! Policy evaluation, pure: documents in, a decision out.
//!
//! [`Policy::parse`] compiles a document once; [`evaluate()`] decides over compiled documents, so
//! that the door can keep them in a cache and spend well under a microsecond on a request that
//! meets no condition. The order is AWS's ("Policy evaluation logic" in the IAM user guide): an
//! explicit deny anywhere ends it; then the resource's own policy may allow by itself; then the
//! permissions boundary, the session's policies and the identity's policies must each allow.
//!
//! A document is either understood whole or refused: an unknown condition operator, a value that
//! its operator cannot read, a global condition key that Samara never supplies. A condition that
//! is ignored would open a door that its author believes to be shut.
//!
//! # What is deliberately not here
//!
//! *Where policies are kept*: `samara-iam` and the services with resource policies. *Organisation
//! policies*: a data directory is one account without an organisation. *Versions before
//! 2012-10-17* are read as AWS reads them: without policy variables.
//!
//! Read in this order: `document`, `condition`, `evaluate`; `glob` and `facts` when needed.

mod cidr;
mod condition;
mod document;
mod evaluate;
mod facts;
mod glob;
mod principal;
#[cfg(test)]
mod tests;

pub use cidr::Cidr;
pub use document::{Effect, Policy, PolicyError, PolicyKind};
pub use evaluate::{Decision, Layer, Policies, evaluate, resource_allows};
