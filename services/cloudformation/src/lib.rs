//! CloudFormation: stacks as data, and operations on them that go on after a crash.
//!
//! A template becomes a plan (`samara-template`, pure); the plan is stored as a [`Job`]; each of
//! its API calls and the progress past it are one transaction ([`attempt`]). So a deployment that
//! is killed at any moment goes on at the call where it stood, and a call is never made twice.
//! Who runs the job is `samara-triggers`: it follows the key kind [`keys::PROGRESS`] and calls
//! [`attempt`] and [`refused`] until there is nothing left to do.
//!
//! | key | value |
//! |---|---|
//! | `90` stack's unique id | [`Stack`] |
//! | `91` stack's name | unique id of the stack that has the name now |
//! | `92` unique id, sequence | [`Event`], appended |
//! | `93` unique id, change set's name | [`ChangeSet`] |
//! | `94` unique id | [`Progress`] of the job that runs; fed by key |
//! | `95` export's name | [`Export`] |
//! | `96` unique id | [`Templates`]: the text, and as processed |
//! | `97` unique id | [`Job`]: what does not change while it runs |
//! | `98` unique id, logical id | [`StackResource`] |
//! | `99` export's name, unique id | the importing stack's name |
//! | `9a` unique id | the job whose roll-back has failed |
//!
//! # What is deliberately not here
//!
//! Stack sets, nested stacks, drift, imports of resources, stack policies, macros, hooks and types
//! of one's own: each is refused by its name.
//!
//! Read in this order: `keys`, `record`, `source`, `start`, `advance`, any file in `ops`.

mod advance;
mod error;
pub mod keys;
pub mod model;
mod ops;
mod record;
mod source;
mod start;
#[cfg(test)]
mod tests;

pub use advance::{Advance, attempt, deployer, refused};
pub use error::Error;
pub use ops::service;
pub use record::{
    ChangeSet, Deployer, Event, Export, Job, Kind, Left, OnFailure, Phase, Progress, ShownChange,
    Stack, StackResource, Templates,
};
