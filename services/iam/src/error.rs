//! Everything that IAM can refuse, in AWS's words.

use samara_service::Refusal;
use samara_service::policy::PolicyError;
use samara_store::StoreError;

/// Why an operation was refused. `Display` is the client's message.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was named is not there.
    #[error("{0}")]
    NoSuchEntity(String),
    /// The name is taken.
    #[error("{0}")]
    EntityAlreadyExists(String),
    /// Something still depends on it.
    #[error("{0}")]
    DeleteConflict(&'static str),
    /// A quota is reached.
    #[error("{0}")]
    LimitExceeded(String),
    /// The policy is wrong.
    #[error("{0}")]
    MalformedPolicy(String),
    /// A value is out of its bounds.
    #[error("{0}")]
    Validation(String),
    /// A value is wrong in a way that only IAM knows.
    #[error("{0}")]
    InvalidInput(String),
    /// Something of AWS's that Samara does not do.
    #[error("Samara does not support {0}.")]
    Unsupported(String),
    /// A page's token is not one of ours.
    #[error("Invalid Marker.")]
    Marker,
    /// A stored record cannot be read.
    #[error("a stored record of IAM cannot be read")]
    Record(#[source] serde_json::Error),
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl Error {
    pub(crate) fn no_role(name: &str) -> Self {
        Self::NoSuchEntity(format!("The role with name {name} cannot be found."))
    }

    pub(crate) fn no_user(name: &str) -> Self {
        Self::NoSuchEntity(format!("The user with name {name} cannot be found."))
    }

    pub(crate) fn no_policy(arn: &str) -> Self {
        Self::NoSuchEntity(format!("Policy {arn} was not found."))
    }
}

impl From<PolicyError> for Error {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Malformed(message) => Self::MalformedPolicy(message),
            PolicyError::Unsupported(what) => Self::Unsupported(what),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let (code, status) = match error {
            Error::NoSuchEntity(_) => ("NoSuchEntity", 404),
            Error::EntityAlreadyExists(_) => ("EntityAlreadyExists", 409),
            Error::DeleteConflict(_) => ("DeleteConflict", 409),
            Error::LimitExceeded(_) => ("LimitExceeded", 409),
            Error::MalformedPolicy(_) => ("MalformedPolicyDocument", 400),
            Error::Validation(_) | Error::Marker => ("ValidationError", 400),
            Error::InvalidInput(_) => ("InvalidInput", 400),
            Error::Unsupported(what) => return Self::unsupported(what),
            Error::Record(_) => return Self::internal(error),
            Error::Store(error) => return error.into(),
        };
        Self::caller(code, status, error.to_string())
    }
}
