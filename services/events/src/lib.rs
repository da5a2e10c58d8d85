//! What AWS events does, as functions from a transaction and an input to an output.

pub mod model;
