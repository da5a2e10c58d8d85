//! Bytes to documents and back, driven by service models; signatures. No I/O: a caller hands in
//! a request's parts and gets a [`Document`], or hands in a document and gets a response's parts.
//!
//! A service's model is data ([`ServiceModel`]), generated from what AWS publishes by
//! `cargo xtask codegen` and committed in each service's `model.rs`, together with plain structs
//! that convert from and to documents ([`structure!`]). One codec walks these descriptors for
//! every protocol.
//!
//! What is deliberately not here: what an operation means, who may call it, and sockets.

mod document;
mod model;

pub use document::{Document, DocumentError, FromDocument, IntoDocument, Name};
pub use model::{
    ErrorTrait, Kind, Location, Member, OperationModel, Protocol, ServiceModel, Shape, ShapeId,
    TimestampFormat,
};

#[doc(hidden)]
pub use document::{Fields, FieldsOut};
