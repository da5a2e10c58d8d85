//! Bytes to documents and back, driven by service models; signatures. No I/O: a caller hands in
//! a request's parts and gets a [`Document`], or hands in a document and gets a response's parts.
//!
//! A service's model is data ([`ServiceModel`]), generated from what AWS publishes by
//! `cargo xtask codegen` and committed in each service's `model.rs`, together with plain structs
//! that convert from and to documents ([`structure!`]). One codec walks these descriptors for
//! every protocol.
//!
//! A request's way: [`match_operation`] tells which operation it means, [`sigv4`] who sent it,
//! [`decode_input`] what it says; [`encode_output`] or [`encode_error`] writes the answer.
//!
//! What is deliberately not here: what an operation means, who may call it, and sockets.

mod client;
mod codec;
mod constraint;
mod document;
mod error;
mod failure;
mod json;
mod model;
mod operation;
mod parts;
mod pattern;
mod plain;
mod query;
mod rest;
mod scalar;
pub mod sigv4;
#[cfg(test)]
mod tests;
mod text;
mod uri;
mod wording;
mod xml;

pub use client::{OutputError, ServiceError, decode_error_fields, decode_output, encode_input};
pub use codec::{
    check, decode_input, decode_unchecked, encode_error, encode_output, streams_input,
};
pub use document::{Document, DocumentError, FromDocument, IntoDocument, Name};
pub use error::{DecodeError, EncodeError, Fault, WireError};
pub use model::{
    ErrorTrait, Kind, Location, Member, OperationModel, Protocol, ServiceModel, Shape, ShapeId,
    TimestampFormat,
};
pub use operation::{Unmatched, match_operation};
pub use parts::{Decoded, OutgoingParts, RequestParts, ResponseParts};
pub use pattern::Pattern;
pub use plain::{PlainError, from_json, to_json};

pub use wording::{body_bytes_max, unknown_operation};

pub(crate) use error::Malformed;

#[doc(hidden)]
pub use document::{Fields, FieldsOut};
