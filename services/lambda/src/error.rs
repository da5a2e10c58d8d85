//! Everything that a Lambda operation can refuse, with AWS's codes, statuses and messages.

use samara_service::Refusal;
use samara_store::{KeyError, StoreError};
use samara_wire::{Document, Name};

/// Why an operation was refused. `Display` is the client's message.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The function, or the version of it, does not exist.
    #[error("Function not found: {0}")]
    FunctionNotFound(String),
    /// The alias does not exist.
    #[error("Cannot find alias arn: {0}")]
    AliasNotFound(String),
    /// Something else that was named does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The function exists already.
    #[error("Function already exist: {0}")]
    FunctionExists(String),
    /// Something else exists already, or is in use.
    #[error("{0}")]
    Conflict(String),
    /// It is being changed already.
    #[error("{0}")]
    InUse(String),
    /// A parameter's value cannot be taken.
    #[error("{0}")]
    InvalidParameter(String),
    /// A parameter breaks a constraint of the API.
    #[error("1 validation error detected: {0}")]
    Validation(String),
    /// The package cannot be unpacked.
    #[error("Could not unzip uploaded file. Please check your file, then try to upload again.{0}")]
    BadZip(String),
    /// The caller's revision is not the newest.
    #[error(
        "The Revision Id provided does not match the latest Revision Id. Call the \
         GetFunction/GetAlias API to retrieve the latest Revision Id"
    )]
    RevisionDiffers,
    /// The event is not JSON, or the client context is not what it must be.
    #[error("{0}")]
    InvalidContent(String),
    /// The event is too large for the way it is sent.
    #[error("{bytes} byte payload is too large for the {kind} invocation type (limit {max} bytes)")]
    RequestTooLarge {
        /// Its size.
        bytes: usize,
        /// `RequestResponse` or `Event`.
        kind: &'static str,
        /// The limit.
        max: usize,
    },
    /// The package is too large to be sent within the request.
    #[error("Request must be smaller than {max} bytes for the {operation} operation")]
    PackageTooLarge {
        /// The limit.
        max: usize,
        /// The operation.
        operation: &'static str,
    },
    /// A resource policy would be over its limit.
    #[error("The final policy size ({0}) is bigger than the limit (20480).")]
    PolicyTooLong(usize),
    /// The caller may not do it.
    #[error("{0}")]
    AccessDenied(String),
    /// A part of Lambda that Samara does not have.
    #[error("Samara does not support {0}.")]
    Unsupported(String),
    /// Another service refused.
    #[error("{0}")]
    Other(Box<Refusal>),
    /// The store failed.
    #[error("The service encountered an internal error.")]
    Store(#[from] StoreError),
    /// A stored record cannot be read.
    #[error("The service encountered an internal error.")]
    Record(#[from] serde_json::Error),
    /// A stored key cannot be read.
    #[error("The service encountered an internal error.")]
    Key(#[from] KeyError),
}

impl Error {
    /// An invalid parameter with a message of AWS's.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::InvalidParameter(message.into())
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let (code, status) = match error {
            Error::FunctionNotFound(_) | Error::AliasNotFound(_) | Error::NotFound(_) => {
                ("ResourceNotFoundException", 404)
            }
            Error::FunctionExists(_) | Error::Conflict(_) => ("ResourceConflictException", 409),
            Error::InUse(_) => ("ResourceInUseException", 400),
            Error::InvalidParameter(_) | Error::BadZip(_) => {
                ("InvalidParameterValueException", 400)
            }
            Error::Validation(_) => ("ValidationException", 400),
            Error::RevisionDiffers => ("PreconditionFailedException", 412),
            Error::InvalidContent(_) => ("InvalidRequestContentException", 400),
            Error::RequestTooLarge { .. } => ("RequestTooLargeException", 413),
            Error::PackageTooLarge { .. } => ("RequestEntityTooLargeException", 413),
            Error::PolicyTooLong(_) => ("PolicyLengthExceededException", 400),
            Error::AccessDenied(_) => ("AccessDeniedException", 403),
            Error::Unsupported(_) => ("NotImplemented", 501),
            Error::Other(refusal) => return *refusal,
            Error::Store(cause) => return cause.into(),
            Error::Record(_) | Error::Key(_) => return Self::internal(error),
        };
        let user = Document::String("User".to_owned());
        let fields = Document::Map(vec![(Name::Borrowed("Type"), user)]);
        Self::caller(code, status, error.to_string()).with_fields(fields)
    }
}
