//! What is asked for and not built: each is refused by its name, none is ignored.

use crate::Error;

/// Refuses a member that was given, naming it.
pub(crate) fn given<T>(member: &str, value: Option<&T>) -> Result<(), Error> {
    match value {
        Some(_) => Err(Error::Unsupported(format!("{member} of an HTTP API"))),
        None => Ok(()),
    }
}

/// Refuses a switch that was turned on, naming it.
pub(crate) fn on(member: &str, value: Option<bool>) -> Result<(), Error> {
    given(member, value.filter(|on| *on).as_ref())
}

/// Refuses a member that has another value than the only one that is built.
pub(crate) fn other_than(member: &str, only: &str, value: Option<&str>) -> Result<(), Error> {
    match value.filter(|value| *value != only) {
        Some(value) => {
            Err(Error::Unsupported(format!("{member} '{value}' of an HTTP API, only '{only}'")))
        }
        None => Ok(()),
    }
}
