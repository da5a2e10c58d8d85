//! What is asked for and not built: each is refused by its name, none is ignored.

use std::collections::BTreeMap;

use crate::Error;

samara_service::refusing!(Error::Unsupported, "a REST API");

/// Refuses a list or map with something in it, naming it.
pub(crate) fn filled<'a, T: 'a>(
    member: &str,
    value: impl IntoIterator<Item = T>,
) -> Result<(), Error> {
    given(member, value.into_iter().next().as_ref())
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
