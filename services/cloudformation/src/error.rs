//! Everything that CloudFormation can refuse.

use samara_service::Refusal;
use samara_store::StoreError;

/// Why an operation was refused; `Display` is the client's message.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request cannot succeed as sent.
    #[error("{0}")]
    Validation(String),
    /// The template has mistakes.
    #[error("{0}")]
    Template(#[from] samara_template::Error),
    /// There is no such stack.
    #[error("Stack with id {0} does not exist")]
    NoStack(String),
    /// There is no such stack to be changed.
    #[error("Stack [{0}] does not exist")]
    NoStackToChange(String),
    /// There is no such change set.
    #[error("ChangeSet [{0}] does not exist")]
    NoChangeSet(String),
    /// The name is taken.
    #[error("Stack [{0}] already exists")]
    StackExists(String),
    /// The name is taken.
    #[error("ChangeSet {0} already exists")]
    ChangeSetExists(String),
    /// The template makes something that the caller did not agree to.
    #[error("{}", samara_template::Capability::insufficient(.0))]
    Capabilities(Vec<samara_template::Capability>),
    /// A change set is not in a state to be executed.
    #[error("{0}")]
    ChangeSetState(String),
    /// A feature that is not built.
    #[error("Samara does not support {0}.")]
    Unsupported(String),
    /// Another service refused on the way.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// The store failed.
    #[error("Internal server error")]
    Store(#[from] StoreError),
    /// A record does not read back.
    #[error("Internal server error")]
    Record(#[from] serde_json::Error),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        let validation = |message| Self::caller("ValidationError", 400, message);
        match error {
            Error::Template(error) => {
                // Every mistake, not only the first: a person mends them all at once.
                let lines: Vec<String> = error.problems.iter().map(ToString::to_string).collect();
                validation(lines.join("\n"))
            }
            Error::Validation(_) | Error::NoStack(_) | Error::NoStackToChange(_) => {
                validation(message)
            }
            Error::NoChangeSet(_) => Self::caller("ChangeSetNotFound", 404, message),
            Error::StackExists(_) | Error::ChangeSetExists(_) => {
                Self::caller("AlreadyExistsException", 400, message)
            }
            Error::Capabilities(_) => {
                Self::caller("InsufficientCapabilitiesException", 400, message)
            }
            Error::ChangeSetState(_) => Self::caller("InvalidChangeSetStatus", 400, message),
            Error::Unsupported(what) => Self::unsupported(what),
            Error::Refused(refusal) => *refusal,
            Error::Store(error) => error.into(),
            Error::Record(error) => Self::internal(error),
        }
    }
}
