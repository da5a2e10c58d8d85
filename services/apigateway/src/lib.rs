//! API Gateway: REST APIs, their resources, methods, integrations, stages and deployments, as data.
//!
//! An API is one record ([`Api`]): what belongs to it is read together, so a change of any part is
//! one write and nobody sees half of an import. What a deployment serves is a record of its own
//! ([`Snapshot`]), written once: a stage serves the snapshot that it points to, and never what
//! was changed since. Who serves requests is `samara-front`; it reads [`Api::served`] and follows
//! the key kind [`keys::API`] to learn of changes.
//!
//! | key | value |
//! |---|---|
//! | `60` api id | [`Api`] as JSON |
//! | `61` api id, deployment id | [`Snapshot`] as JSON |
//!
//! # What is deliberately not here
//!
//! Authorizers, API keys and usage plans, request validators and models, gateway responses,
//! resource policies, caches, canaries, domain names, and integrations other than a function by
//! proxy and a mock with static answers: each is refused by its name. Mapping templates (VTL) are
//! taken only where they are plain text, so that no template is answered with its own source.
//!
//! Read in this order: `keys`, `record`, `integration`, `document`, then any file in `ops`.

pub mod document;
mod error;
mod integration;
pub mod keys;
pub mod model;
mod ops;
mod patch;
mod record;
mod refuse;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use integration::{Integration, IntegrationResponse, Passthrough, Target, mock_status};
pub use ops::service;
pub use record::{Api, Deployment, Method, MethodResponse, Resource, Served, Snapshot, Stage};
