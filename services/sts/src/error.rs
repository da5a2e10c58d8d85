//! Everything that STS can refuse.

use samara_service::Refusal;
use samara_service::policy::PolicyError;
use samara_store::StoreError;

/// Why an operation was refused. `Display` is the client's message.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not; also when the role does not exist.
    #[error("{0}")]
    AccessDenied(String),
    /// A session policy is wrong.
    #[error("{0}")]
    MalformedPolicy(String),
    /// Session policies are too long together.
    #[error("Packed policy consumes {0}% of allotted space, please use smaller policy.")]
    PackedPolicyTooLarge(usize),
    /// A value is out of its bounds.
    #[error("{0}")]
    Validation(String),
    /// Something of AWS's that Samara does not do.
    #[error("Samara does not support {0}.")]
    Unsupported(String),
    /// The server has no key to seal with: it has not been started properly.
    #[error("the server has no session key")]
    NoServerKey,
    /// IAM refused, or its answer has not the expected form.
    #[error("IAM could not be asked")]
    Iam(#[source] Box<Refusal>),
    /// The store failed.
    #[error("the store failed")]
    Store(#[from] StoreError),
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
            Error::AccessDenied(_) => ("AccessDenied", 403),
            Error::MalformedPolicy(_) => ("MalformedPolicyDocument", 400),
            Error::PackedPolicyTooLarge(_) => ("PackedPolicyTooLarge", 400),
            Error::Validation(_) => ("ValidationError", 400),
            Error::Unsupported(what) => return Self::unsupported(what),
            Error::Iam(refusal) => return *refusal,
            Error::NoServerKey => return Self::internal(error),
            Error::Store(error) => return error.into(),
        };
        Self::caller(code, status, error.to_string())
    }
}
