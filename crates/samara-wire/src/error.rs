//! Why bytes are no input, and why a document is no output.

use crate::{Document, Member, ServiceModel, Shape};

/// The request's bytes do not say a value of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// AWS's words for it, where it has any.
    pub(crate) message: Option<String>,
}

/// Whose fault a refusal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The caller's: the request can never succeed as sent.
    Sender,
    /// The service's: the same request may succeed later.
    Receiver,
}

/// An error as a client is to see it.
#[derive(Debug, Clone, Copy)]
pub struct WireError<'a> {
    /// The code, such as `ResourceNotFoundException`.
    pub code: &'a str,
    /// The message; empty where the service sends none.
    pub message: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// The members that the error's shape has besides its message (`Item`,
    /// `CancellationReasons`), under their names in the model.
    pub fields: Option<&'a Document>,
    /// Whose fault it is.
    pub fault: Fault,
}

/// Why a request is refused before its operation has seen it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The body, or another part, is not what the model says.
    #[error("{message}")]
    Malformed {
        /// The service's code for it, such as `SerializationException`.
        code: &'static str,
        /// AWS's words; empty where it says nothing.
        message: String,
    },
    /// A member breaks a constraint of the model.
    #[error("{message}")]
    Invalid {
        /// The service's code for it, such as `ValidationException`.
        code: &'static str,
        /// All that is wrong, in AWS's words.
        message: String,
    },
}

impl DecodeError {
    pub(crate) fn malformed(model: &ServiceModel, malformed: Malformed) -> Self {
        Self::Malformed {
            code: crate::wording::of(model).malformed,
            message: malformed.message.unwrap_or_default(),
        }
    }

    /// The error as a client is to see it.
    #[must_use]
    pub fn wire(&self) -> WireError<'_> {
        let (Self::Malformed { code, message } | Self::Invalid { code, message }) = self;
        WireError { code, message, status: 400, fields: None, fault: Fault::Sender }
    }
}

/// Why a document cannot be written: a fault of the program that made it, not of a client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// A value is not of the shape that the model gives it.
    #[error("the document has a value that is not of shape {shape}")]
    Mismatch {
        /// The shape's name.
        shape: &'static str,
    },
    /// A structure has a member that its shape lacks.
    #[error("the document has a member {member}, which its shape lacks")]
    Member {
        /// The member.
        member: String,
    },
    /// A member that the request's path or headers need has no value, or none that fits there.
    #[error("member {member} has no value that can stand in a path or header")]
    Unfit {
        /// The member.
        member: &'static str,
    },
    /// A descriptor names a shape that its model lacks.
    #[error("the model lacks a shape that it names")]
    Shape,
}

impl EncodeError {
    pub(crate) fn mismatch(shape: &Shape) -> Self {
        Self::Mismatch { shape: shape.name }
    }

    /// The descriptor of a structure's member.
    pub(crate) fn member<'m>(members: &'m [Member], name: &str) -> Result<&'m Member, Self> {
        members
            .iter()
            .find(|member| member.name == name)
            .ok_or_else(|| Self::Member { member: name.to_owned() })
    }
}
