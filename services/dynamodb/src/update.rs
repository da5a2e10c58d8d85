//! What an update does to a table's item: shared by `UpdateItem` and transactions.

use crate::error::Error;
use crate::expr::apply::apply;
use crate::expr::update::Action;
use crate::request::check_key_paths;
use crate::table::Table;
use crate::value::{DEPTH_MAX, ITEM_SIZE_MAX, Item, Value, item_size};

/// That an update changes no key attribute, and gives no index's key a wrong type.
///
/// # Errors
/// AWS's message, naming the attribute.
pub(crate) fn check(table: &Table, actions: &[Action<'_>]) -> Result<(), Error> {
    for attribute in table.key.attributes() {
        if actions.iter().any(|action| action.path().head() == attribute.name) {
            return Err(Error::parameter(format_args!(
                "Cannot update attribute {}. This attribute is part of the key",
                attribute.name
            )));
        }
    }
    for index in &table.indexes {
        for attribute in index.key.attributes() {
            let action = actions.iter().find(|action| {
                !action.path().is_nested() && action.path().head() == attribute.name
            });
            let Some(of) = action.and_then(Action::type_name) else { continue };
            if of != attribute.of.name() {
                return Err(Error::parameter(format_args!(
                    "Type mismatch for Index Key {} Expected: {} Actual: {of} IndexName: {}",
                    attribute.name,
                    attribute.of.name(),
                    index.name
                )));
            }
        }
    }
    check_key_paths(table, actions.iter().flat_map(Action::paths))
}

/// The item after an update; `None` when there was none and nothing makes one.
///
/// # Errors
/// When an action does not fit the item, or the result is too large or too deep.
pub(crate) fn updated(
    table: &Table,
    key: &Item,
    old: Option<&Item>,
    actions: &[Action<'_>],
) -> Result<Option<Item>, Error> {
    let removes = !actions.is_empty() && actions.iter().all(Action::only_removes);
    if old.is_none() && removes {
        return Ok(None);
    }
    let new = apply(actions, old.unwrap_or(key))?;
    if ITEM_SIZE_MAX < item_size(&new) {
        return Err(Error::validation("Item size to update has exceeded the maximum allowed size"));
    }
    if !is_shallow(&new) {
        return Err(crate::value::ValueError::TooDeep.into());
    }
    table.check_index_keys(&new, old).map_err(|error| match error {
        Error::Validation(message) if message.contains("Type mismatch for Index Key") => {
            Error::validation(
                "The update expression attempted to update the secondary index key to \
                 unsupported type",
            )
        }
        error => error,
    })?;
    Ok(Some(new))
}

/// Whether no value nests deeper than may be.
pub(crate) fn is_shallow(item: &Item) -> bool {
    item.values().all(|value| fits(value, 0))
}

fn fits(value: &Value, depth: usize) -> bool {
    match value {
        Value::M(_) | Value::L(_) if DEPTH_MAX <= depth => false,
        Value::M(map) => map.values().all(|value| fits(value, depth + 1)),
        Value::L(list) => list.iter().all(|value| fits(value, depth + 1)),
        _ => true,
    }
}
