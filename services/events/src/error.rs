//! Everything that EventBridge can refuse, in AWS's words.

use samara_service::Refusal;
use samara_service::policy::PolicyError;
use samara_store::StoreError;

use crate::PatternError;

/// Why an operation was refused. `Display` is the client's message.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was named is not there.
    #[error("{0}")]
    NotFound(String),
    /// The name is taken.
    #[error("{0}")]
    AlreadyExists(String),
    /// A parameter is wrong.
    #[error("{0}")]
    Validation(String),
    /// The pattern is wrong.
    #[error("Event pattern is not valid. Reason: {0}")]
    Pattern(#[from] PatternError),
    /// A quota is reached.
    #[error("The requested resource exceeds the maximum number allowed.")]
    LimitExceeded,
    /// The bus's policy is too long.
    #[error("The policy of the event bus would be longer than 10240 characters.")]
    PolicyLength,
    /// Something of AWS's that Samara does not do.
    #[error("Samara does not support {0}.")]
    Unsupported(String),
    /// A page's token is not one of ours.
    #[error("NextToken is not valid.")]
    Token,
    /// A stored record cannot be read.
    #[error("a stored record of EventBridge cannot be read")]
    Record(#[source] serde_json::Error),
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
}

impl Error {
    pub(crate) fn no_bus(name: &str) -> Self {
        Self::NotFound(format!("Event bus {name} does not exist."))
    }

    pub(crate) fn no_rule(bus: &str, name: &str) -> Self {
        Self::NotFound(format!("Rule {name} does not exist on EventBus {bus}."))
    }
}

impl From<PolicyError> for Error {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Malformed(message) => Self::Validation(message),
            PolicyError::Unsupported(what) => Self::Unsupported(what),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let code = match error {
            Error::NotFound(_) => "ResourceNotFoundException",
            Error::AlreadyExists(_) => "ResourceAlreadyExistsException",
            Error::Validation(_) | Error::Token => "ValidationException",
            Error::Pattern(_) => "InvalidEventPatternException",
            Error::LimitExceeded => "LimitExceededException",
            Error::PolicyLength => "PolicyLengthExceededException",
            Error::Unsupported(what) => return Self::unsupported(what),
            Error::Record(_) => return Self::internal(error),
            Error::Store(error) => return error.into(),
        };
        Self::caller(code, 400, error.to_string())
    }
}
