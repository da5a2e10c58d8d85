//! A refusal, as every service makes it and every protocol can write it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use samara_store::StoreError;
use samara_wire::Document;

/// Whose fault a refusal is: what a retrying client, a metric and an alarm need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The request can never succeed as sent.
    Caller,
    /// The same request may succeed later.
    Server,
}

/// Why an operation was refused, in a form that any protocol can write.
///
/// `Display` is the client's message, word for word; the cause is for the log alone.
#[derive(Debug)]
pub struct Refusal {
    /// The error code, such as `ResourceNotFoundException`.
    pub code: Cow<'static, str>,
    /// The client's message.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
    /// Whose fault it is.
    pub fault: Fault,
    /// Members that the model gives this error beside its message, such as `Item`.
    pub fields: Document,
    /// What the log should know.
    pub cause: Option<Box<dyn Error + Send + Sync>>,
}

impl Refusal {
    /// A refusal that is the caller's fault.
    #[must_use]
    pub fn caller(code: &'static str, status: u16, message: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            message: message.into(),
            status,
            fault: Fault::Caller,
            fields: Document::Null,
            cause: None,
        }
    }

    /// A failure of ours: the client learns nothing of why, the log has the whole chain.
    #[must_use]
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            code: Cow::Borrowed("InternalFailure"),
            message: "The request processing has failed because of an unknown error.".to_owned(),
            status: 500,
            fault: Fault::Server,
            fields: Document::Null,
            cause: Some(cause.into()),
        }
    }

    /// Something of AWS's that Samara does not do: named, so that nobody has to guess.
    #[must_use]
    pub fn unsupported(what: impl fmt::Display) -> Self {
        let message = format!("Samara does not support {what}.");
        Self::caller("NotImplemented", 501, message)
    }

    /// The same refusal with members of its own.
    #[must_use]
    pub fn with_fields(self, fields: Document) -> Self {
        Self { fields, ..self }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Refusal {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn Error + 'static))
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self {
                code: Cow::Borrowed("ServiceUnavailable"),
                message: error.to_string(),
                status: 503,
                ..Self::internal(error)
            },
            error => Self::internal(error),
        }
    }
}
