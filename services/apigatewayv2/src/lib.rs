//! API Gateway v2: HTTP APIs, their routes, integrations, stages and deployments, as data.
//!
//! An API is one record ([`Api`]): routes, integrations, stages and deployments are few, belong to
//! it and are read together, so a change of any of them is one small write and nobody sees half
//! of an import. Who serves requests is `samara-front`; it reads [`Api::served`] and follows the
//! key kind [`keys::API`] to learn of changes.
//!
//! | key | value |
//! |---|---|
//! | `70` api id | [`Api`] as JSON |
//!
//! # What is deliberately not here
//!
//! WebSocket APIs, JWT and IAM authorization, domain names, VPC links, models and request mapping:
//! each is refused by its name, in [`refuse`].
//!
//! Read in this order: `keys`, `record`, `authorizer`, `openapi`, then any file in `ops`.

pub mod authorizer;
mod error;
pub mod keys;
pub mod model;
pub mod openapi;
mod ops;
mod record;
mod refuse;
#[cfg(test)]
mod tests;

pub use authorizer::{Authorization, Authorizer, IdentitySource};
pub use error::Error;
pub use ops::service;
pub use record::{
    Api, Cors, Deployment, Integration, PayloadFormat, Route, RouteKey, Served, Stage,
};
