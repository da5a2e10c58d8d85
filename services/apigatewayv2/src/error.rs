//! Everything that API Gateway v2 can refuse.

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
    #[error("Invalid {kind} identifier specified")]
    NoPart {
        /// `Route`, `Integration`, `Stage` or `Deployment`.
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
