//! EventBridge: buses, rules with patterns, targets, and the events that clients put.
//!
//! `PutEvents` writes each event as a record by `append`, in the caller's one transaction, and
//! nothing else. `triggers` finds the record in the feed, asks [`Pattern::matches`] of every rule
//! of its bus, and delivers to the targets what [`payload`] makes of it. So an event that was
//! acknowledged is delivered whatever dies in between.
//!
//! # What lies where in the store
//!
//! | kind | key                           | value           | fed   |
//! |------|-------------------------------|-----------------|-------|
//! | `40` | bus                           | [`Bus`]         | key   |
//! | `41` | bus, rule                     | [`Rule`]        | key   |
//! | `42` | bus, (sequence, place)        | [`EventRecord`] | after |
//! | `43` | bus, rule: in the due index   | nothing         |       |
//!
//! The bus `default` exists without a record until something is said of it. Who follows the feed
//! removes an event's record once its deliveries are written. A compiled rule is dropped when its
//! key (`41`) shows in the feed.
//!
//! # What is deliberately not here
//!
//! *Delivery.* *Archives, replays, pipes, API destinations, schema registries, partner sources,
//! endpoints*: refused by name. *Targets* are functions and other buses; each other kind, and each
//! parameter that only another kind has, is refused by name.
//!
//! Read in this order: `record`, `pattern`, `input`, `schedule`, then any file of `ops`.

mod error;
mod input;
pub mod keys;
pub mod model;
mod ops;
mod page;
mod pattern;
mod record;
mod schedule;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use input::{InputError, payload};
pub use ops::service;
pub use pattern::{Pattern, PatternError};
pub use record::{
    Bus, DEFAULT_BUS, EventRecord, Input, Rule, Target, bus, fire, rule, rule_records, rules_of,
};
pub use schedule::Schedule;
