//! Everything that an operation on logs can refuse, with AWS's codes and messages.

use samara_service::Refusal;
use samara_store::{KeyError, StoreError};

/// Why an operation was refused. `Display` is the client's message.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The group does not exist.
    #[error("The specified log group does not exist.")]
    NoGroup,
    /// The stream does not exist.
    #[error("The specified log stream does not exist.")]
    NoStream,
    /// The group exists already.
    #[error("The specified log group already exists")]
    GroupExists,
    /// The stream exists already.
    #[error("The specified log stream already exists")]
    StreamExists,
    /// A parameter's value cannot be taken.
    #[error("{0}")]
    Invalid(String),
    /// A part of CloudWatch Logs that Samara does not have.
    #[error("Samara does not support {0}.")]
    Unsupported(String),
    /// The store failed.
    #[error("The service cannot complete the request.")]
    Store(#[from] StoreError),
    /// A stored record cannot be read.
    #[error("The service cannot complete the request.")]
    Record(#[from] serde_json::Error),
    /// A stored key cannot be read.
    #[error("The service cannot complete the request.")]
    Key(#[from] KeyError),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let (code, status) = match error {
            Error::NoGroup | Error::NoStream => ("ResourceNotFoundException", 400),
            Error::GroupExists | Error::StreamExists => ("ResourceAlreadyExistsException", 400),
            Error::Invalid(_) => ("InvalidParameterException", 400),
            Error::Unsupported(_) => ("NotImplemented", 501),
            Error::Store(cause) => return cause.into(),
            Error::Record(_) | Error::Key(_) => return Self::internal(error),
        };
        Self::caller(code, status, error.to_string())
    }
}

/// Refuses the first of some parameters that is given.
pub(crate) fn refuse(given: &[(bool, &str)]) -> Result<(), Error> {
    match given.iter().find(|(given, _)| *given) {
        Some((_, name)) => Err(Error::Unsupported((*name).to_owned())),
        None => Ok(()),
    }
}
