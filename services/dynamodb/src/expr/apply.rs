//! What an update does to an item.
//!
//! Every operand is read from the item as it was; then come the changes, in the order of their
//! paths, and the removals last and backwards, so that the elements of a list are counted as they
//! stood before. No two paths of an update overlap, so nothing else depends on the order.

use std::collections::BTreeSet;

use super::update::{Action, Operand};
use super::{Path, Step};
use crate::error::Error;
use crate::number::Number;
use crate::value::{Item, Value};

/// The item as the actions leave it.
///
/// # Errors
/// When a path does not lead into the item, an operand is missing or of the wrong type, or a sum
/// is not a number that is kept.
pub fn apply(actions: &[Action<'_>], item: &Item) -> Result<Item, Error> {
    let mut changed = item.clone();
    let mut sorted: Vec<&Action<'_>> = actions.iter().collect();
    sorted.sort_by(|one, two| one.path().cmp(two.path()));
    let (removals, changes): (Vec<&Action<'_>>, Vec<&Action<'_>>) =
        sorted.into_iter().partition(|action| matches!(action, Action::Remove(_)));
    let mut results = Vec::with_capacity(changes.len());
    for action in changes {
        results.push((action.path(), result(action, item)?));
    }
    // An emptied set goes like a removed attribute.
    let (sets, emptied): (Vec<_>, Vec<_>) =
        results.into_iter().partition(|(_, value)| value.is_some());
    for (path, value) in sets {
        if let Some(value) = value {
            set(&mut changed, path, value)?;
        }
    }
    let mut gone: Vec<&Path<'_>> = emptied.into_iter().map(|(path, _)| path).collect();
    gone.extend(removals.into_iter().map(Action::path));
    gone.sort();
    for path in gone.into_iter().rev() {
        remove(&mut changed, path)?;
    }
    Ok(changed)
}

/// The value that a change gives; `None` when nothing is left of it.
fn result(action: &Action<'_>, item: &Item) -> Result<Option<Value>, Error> {
    let wrong_type =
        || Error::validation("An operand in the update expression has an incorrect data type");
    match action {
        Action::Set(_, operand) => evaluate(operand, item).map(Some),
        Action::Remove(_) => Ok(None),
        Action::Add(path, value) => match path.resolve(item) {
            None => Ok(Some((*value).clone())),
            Some(old) => add(old, value)?.map(Some).ok_or_else(wrong_type),
        },
        Action::Delete(path, value) => match path.resolve(item) {
            None => Ok(None),
            Some(old) => subtract(old, value).ok_or_else(wrong_type),
        },
    }
}

fn add(old: &Value, value: &Value) -> Result<Option<Value>, Error> {
    fn union<T: Ord + Clone>(old: &BTreeSet<T>, new: &BTreeSet<T>) -> BTreeSet<T> {
        old.union(new).cloned().collect()
    }
    Ok(Some(match (old, value) {
        (Value::N(old), Value::N(value)) => Value::N(old.plus(*value)?),
        (Value::Ss(old), Value::Ss(value)) => Value::Ss(union(old, value)),
        (Value::Ns(old), Value::Ns(value)) => Value::Ns(union(old, value)),
        (Value::Bs(old), Value::Bs(value)) => Value::Bs(union(old, value)),
        (Value::L(old), Value::L(value)) => Value::L([old.as_slice(), value].concat()),
        _ => return Ok(None),
    }))
}

fn subtract(old: &Value, value: &Value) -> Option<Option<Value>> {
    fn left<T: Ord + Clone>(old: &BTreeSet<T>, gone: &BTreeSet<T>) -> Option<BTreeSet<T>> {
        let left: BTreeSet<T> = old.difference(gone).cloned().collect();
        Some(left).filter(|left| !left.is_empty())
    }
    match (old, value) {
        (Value::Ss(old), Value::Ss(value)) => Some(left(old, value).map(Value::Ss)),
        (Value::Ns(old), Value::Ns(value)) => Some(left(old, value).map(Value::Ns)),
        (Value::Bs(old), Value::Bs(value)) => Some(left(old, value).map(Value::Bs)),
        _ => None,
    }
}

fn evaluate(operand: &Operand<'_>, item: &Item) -> Result<Value, Error> {
    match operand {
        Operand::Value(value) => Ok((*value).clone()),
        Operand::Path(path) => path.resolve(item).cloned().ok_or_else(|| {
            Error::validation(
                "The provided expression refers to an attribute that does not exist in the item",
            )
        }),
        Operand::IfNotExists(path, otherwise) => match path.resolve(item) {
            Some(value) => Ok(value.clone()),
            None => evaluate(otherwise, item),
        },
        Operand::Plus(pair) => {
            let (left, right) = numbers(pair, item)?;
            Ok(Value::N(left.plus(right)?))
        }
        Operand::Minus(pair) => {
            let (left, right) = numbers(pair, item)?;
            Ok(Value::N(left.minus(right)?))
        }
        Operand::ListAppend(pair) => match (evaluate(&pair.0, item)?, evaluate(&pair.1, item)?) {
            (Value::L(mut left), Value::L(right)) => {
                left.extend(right);
                Ok(Value::L(left))
            }
            _ => Err(wrong_operand()),
        },
        Operand::Refused => Err(wrong_operand()),
    }
}

fn numbers(pair: &(Operand<'_>, Operand<'_>), item: &Item) -> Result<(Number, Number), Error> {
    match (evaluate(&pair.0, item)?, evaluate(&pair.1, item)?) {
        (Value::N(left), Value::N(right)) => Ok((left, right)),
        _ => Err(wrong_operand()),
    }
}

fn wrong_operand() -> Error {
    Error::validation("An operand in the update expression has an incorrect data type")
}

fn invalid_path() -> Error {
    Error::validation("The document path provided in the update expression is invalid for update")
}

fn set(item: &mut Item, path: &Path<'_>, value: Value) -> Result<(), Error> {
    let Some((last, parents)) = path.0.split_last() else { return Ok(()) };
    let Some(parent) = parent(item, parents)? else {
        item.insert(path.head().to_owned(), value);
        return Ok(());
    };
    match (parent, last) {
        (Value::M(map), Step::Name(name)) => {
            map.insert((*name).to_owned(), value);
        }
        (Value::L(list), Step::Index(index)) => match list.get_mut(*index) {
            Some(element) => *element = value,
            // Behind the end is at the end.
            None => list.push(value),
        },
        _ => return Err(invalid_path()),
    }
    Ok(())
}

fn remove(item: &mut Item, path: &Path<'_>) -> Result<(), Error> {
    let Some((last, parents)) = path.0.split_last() else { return Ok(()) };
    let Some(parent) = parent(item, parents)? else {
        item.remove(path.head());
        return Ok(());
    };
    match (parent, last) {
        (Value::M(map), Step::Name(name)) => {
            map.remove(*name);
        }
        (Value::L(list), Step::Index(index)) => {
            if *index < list.len() {
                list.remove(*index);
            }
        }
        _ => return Err(invalid_path()),
    }
    Ok(())
}

/// What holds the path's end: `None` for the item itself.
fn parent<'i>(item: &'i mut Item, steps: &[Step<'_>]) -> Result<Option<&'i mut Value>, Error> {
    let Some((first, rest)) = steps.split_first() else { return Ok(None) };
    let Step::Name(name) = first else { return Err(invalid_path()) };
    let start = item.get_mut(*name).ok_or_else(invalid_path)?;
    let end = rest.iter().try_fold(start, |value, step| match (value, step) {
        (Value::M(map), Step::Name(name)) => map.get_mut(*name),
        (Value::L(list), Step::Index(index)) => list.get_mut(*index),
        _ => None,
    });
    end.map(Some).ok_or_else(invalid_path)
}
