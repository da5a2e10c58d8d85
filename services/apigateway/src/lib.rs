//! What AWS apigateway does, as functions from a transaction and an input to an output.

pub mod model;
