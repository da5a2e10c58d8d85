//! Everything that API Gateway can refuse.

use samara_service::Refusal;
use samara_store::StoreError;

/// Why an operation was refused; `Display` is the client's message.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such API.
    #[error("Invalid API identifier specified {account}:{id}")]
    NoApi {
        /// The account asked in.
        account: String,
        /// The id asked for.
        id: String,
    },
    /// The API has no such part.
    #[error("Invalid {kind} specified")]
    NoPart {
        /// What was named, such as `Resource identifier`.
        kind: &'static str,
    },
    /// The request cannot succeed as sent.
    #[error("{0}")]
    BadRequest(String),
    /// The thing exists already.
    #[error("{0}")]
    Conflict(String),
    /// A feature that is not built.
    #[error("Samara does not support {0}.")]
    Unsupported(String),
    /// The store failed.
    #[error("Internal server error")]
    Store(#[from] StoreError),
    /// A record does not read back.
    #[error("Internal server error")]
    Record(#[from] serde_json::Error),
}

/// An API has no such resource.
pub(crate) const NO_RESOURCE: Error = Error::NoPart { kind: "Resource identifier" };
/// A resource has no such method.
pub(crate) const NO_METHOD: Error = Error::NoPart { kind: "Method identifier" };
/// A method has no integration.
pub(crate) const NO_INTEGRATION: Error = Error::NoPart { kind: "Integration identifier" };
/// A method does not declare this status.
pub(crate) const NO_RESPONSE: Error = Error::NoPart { kind: "Response status code" };
/// An API has no such stage.
pub(crate) const NO_STAGE: Error = Error::NoPart { kind: "stage identifier" };
/// An API has no such deployment.
pub(crate) const NO_DEPLOYMENT: Error = Error::NoPart { kind: "Deployment identifier" };

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        match error {
            Error::NoApi { .. } | Error::NoPart { .. } => {
                Self::caller("NotFoundException", 404, message)
            }
            Error::BadRequest(_) => Self::caller("BadRequestException", 400, message),
            Error::Conflict(_) => Self::caller("ConflictException", 409, message),
            Error::Unsupported(what) => Self::unsupported(what),
            Error::Store(error) => error.into(),
            Error::Record(error) => Self::internal(error),
        }
    }
}
