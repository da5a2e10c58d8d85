//! How the invoker's own refusals look to a client, with AWS's codes and reasons.

use samara_runtime::StartError;
use samara_service::{Fault, Refusal};
use samara_wire::{Document, Name};

use crate::Throttle;
use crate::code::CodeError;

fn with(refusal: Refusal, members: &[(&'static str, &str)]) -> Refusal {
    let member = |(name, value): &(&'static str, &str)| {
        (Name::Borrowed(*name), Document::String((*value).to_owned()))
    };
    refusal.with_fields(Document::Map(members.iter().map(member).collect()))
}

/// The call may be tried again later.
pub(crate) fn throttled(throttle: Throttle) -> Refusal {
    let (reason, message) = match throttle {
        Throttle::Reserved => {
            ("ReservedFunctionConcurrentInvocationLimitExceeded", "Rate Exceeded.".to_owned())
        }
        Throttle::Account => ("ConcurrentInvocationLimitExceeded", "Rate Exceeded.".to_owned()),
        Throttle::TooLarge { needed_mib, memory_mib } => (
            "ConcurrentInvocationLimitExceeded",
            format!(
                "The function needs {needed_mib} MiB, and this server gives its functions \
                 {memory_mib} MiB in all."
            ),
        ),
        Throttle::Busy { waited_ms, memory_mib } => (
            "ConcurrentInvocationLimitExceeded",
            format!(
                "Rate Exceeded: no instance of the function was free within {waited_ms} ms; all \
                 functions share the {memory_mib} MiB that this server gives them."
            ),
        ),
        Throttle::Memory { memory_mib } => (
            "ConcurrentInvocationLimitExceeded",
            format!(
                "Rate Exceeded: the {memory_mib} MiB that this server gives its functions are \
                 in use."
            ),
        ),
    };
    let refusal = Refusal::caller("TooManyRequestsException", 429, message);
    with(refusal, &[("Reason", reason), ("Type", "User")])
}

/// The server is going down.
pub(crate) fn stopping() -> Refusal {
    server("ServiceException", "The server is shutting down.", 503)
}

/// An instance could not be started.
pub(crate) fn not_started(error: StartError) -> Refusal {
    match &error {
        // Whoever runs the server can mend these, so they learn how.
        StartError::Unsupported(_) | StartError::NoInterpreter(_) => {
            server("InvalidRuntimeException", &error.to_string(), 502)
        }
        StartError::Stopping => stopping(),
        _ => internal("The function's sandbox could not be started.", error),
    }
}

/// The package could not be unpacked.
pub(crate) fn not_unpacked(error: CodeError) -> Refusal {
    match error {
        CodeError::Unpack(_) => {
            let message = "Lambda could not unzip the deployment package.";
            Refusal {
                cause: Some(Box::new(error)),
                ..server("InvalidZipFileException", message, 502)
            }
        }
        error => internal("The function's code could not be read.", error),
    }
}

fn server(code: &'static str, message: &str, status: u16) -> Refusal {
    let refusal = Refusal::caller(code, status, message);
    with(Refusal { fault: Fault::Server, ..refusal }, &[("Type", "Service")])
}

fn internal(message: &str, cause: impl std::error::Error + Send + Sync + 'static) -> Refusal {
    Refusal { cause: Some(Box::new(cause)), ..server("ServiceException", message, 500) }
}
