//! STS: who is asking, and credentials for a role that end by themselves.
//!
//! A session's credentials are sealed and stateless ([`session`]): the token says whose they are,
//! and a key of the server's own proves that the server said so. Nothing is written when a role
//! is assumed or a function starts, and nothing has to be found when its credentials come back.
//!
//! # What lies where in the store
//!
//! | kind | key            | value                  | fed |
//! |------|----------------|------------------------|-----|
//! | `b0` | `session key`  | the server's 32 bytes  | no  |
//!
//! The server puts it at its first start; here it is read.
//!
//! # What is deliberately not here
//!
//! *Taking back*: a token ends by its time, or with its role: the door looks the role up. Web
//! identity, SAML and MFA are refused by name, as are session tags and source identities.

mod error;
pub mod keys;
pub mod model;
mod ops;
pub mod session;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use ops::service;
