//! What is asked for and not built: each is refused by its name, none is ignored.

use std::collections::BTreeMap;

use crate::Error;

/// Refuses a member that was given, naming it.
pub(crate) fn given<T>(member: &str, value: Option<&T>) -> Result<(), Error> {
    match value {
        Some(_) => Err(Error::Unsupported(format!("{member} of a REST API"))),
        None => Ok(()),
    }
}

/// Refuses a switch that was turned on, naming it.
pub(crate) fn on(member: &str, value: Option<bool>) -> Result<(), Error> {
    given(member, value.filter(|on| *on).as_ref())
}

/// Refuses a list or map with something in it, naming it.
pub(crate) fn filled<'a, T: 'a>(
    member: &str,
    value: impl IntoIterator<Item = T>,
) -> Result<(), Error> {
    given(member, value.into_iter().next().as_ref())
}

/// Refuses a member that has another value than the only one that is built.
pub(crate) fn other_than(member: &str, only: &str, value: Option<&str>) -> Result<(), Error> {
    match value.filter(|value| *value != only) {
        Some(value) => {
            Err(Error::Unsupported(format!("{member} '{value}' of a REST API, only '{only}'")))
        }
        None => Ok(()),
    }
}

/// Refuses models but the two that every API has, which check nothing.
pub(crate) fn models(member: &str, models: Option<&BTreeMap<String, String>>) -> Result<(), Error> {
    let other = models
        .into_iter()
        .flatten()
        .find(|(_, model)| !matches!(model.as_str(), "Empty" | "Error"));
    match other {
        Some((_, model)) => Err(Error::Unsupported(format!("the model '{model}' ({member})"))),
        None => Ok(()),
    }
}
