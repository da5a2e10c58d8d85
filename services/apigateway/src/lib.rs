//! What AWS apigateway does, as functions from a transaction and an input to an output.

pub mod model;

/// The service's table.
#[must_use]
pub fn service() -> samara_service::ServiceTable {
    samara_service::ServiceTable { model: &model::MODEL, operations: Vec::new() }
}
