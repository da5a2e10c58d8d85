//! IAM: roles, users, access keys and policies, and what bears on a caller.
//!
//! A role or user is one record with everything that belongs to it (inline policies, the ARNs of
//! attached ones, its boundary, its tags), so that the door reads one key, and the managed
//! policies behind it, to know what a caller may do. Managed policies that AWS gives and SAM
//! names are data in `managed.json`; they are never stored.
//!
//! # What lies where in the store
//!
//! | kind | key                            | value              | fed |
//! |------|--------------------------------|--------------------|-----|
//! | `10` | role's name in lower case      | [`Role`]           | key |
//! | `11` | user's name in lower case      | [`User`]           | key |
//! | `12` | name of a policy, lower case   | [`ManagedPolicy`]  | key |
//! | `13` | access key's id                | [`AccessKey`]      | key |
//! | `14` | policy's ARN, use, who uses it | nothing            | no  |
//!
//! Whoever keeps compiled policies drops those of a role or user when its key (`10`, `11`) shows
//! in the feed, all that use a managed policy when `12` does, and a key's secret when `13` does.
//!
//! # What is deliberately not here
//!
//! *Deciding*: that is `samara_service::policy`. *Groups, instance profiles, federation, MFA,
//! login profiles*: refused by name. *When a role was last used*: nobody writes it down.

mod access;
mod error;
pub mod keys;
mod limits;
mod managed;
pub mod model;
mod ops;
mod page;
mod record;
#[cfg(test)]
mod tests;

pub use access::{AccessKeyInfo, CallerPolicies, access_key, policies_of, role};
pub use error::Error;
pub use ops::service;
pub use record::{AccessKey, Holder, ManagedPolicy, PolicyText, Role, User};
