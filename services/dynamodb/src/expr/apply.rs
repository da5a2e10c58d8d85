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
    let mut sorted: Vec<&Action<'_>> = actions.iter().collect();
    sorted.sort_by(|one, two| one.path().cmp(two.path()));
    let (mut values, mut gone) = (Vec::new(), Vec::new());
    for action in sorted {
        match outcome(action, item)? {
            Outcome::Value(value) => values.push((action.path(), value)),
            Outcome::Gone => gone.push(action.path()),
        }
    }
    let mut after = item.clone();
    for (path, value) in values {
        set(&mut after, path, value)?;
    }
    for path in gone.into_iter().rev() {
        remove(&mut after, path)?;
    }
    Ok(after)
}

/// What becomes of an attribute.
enum Outcome {
    Value(Value),
    /// It goes: removed, or a set of which nothing is left.
    Gone,
}

fn outcome(action: &Action<'_>, item: &Item) -> Result<Outcome, Error> {
    match action {
        Action::Set(_, operand) => evaluate(operand, item).map(Outcome::Value),
        Action::Remove(_) => Ok(Outcome::Gone),
        Action::Add(path, value) => match path.resolve(item) {
            None => Ok(Outcome::Value((*value).clone())),
            Some(old) => add(old, value).map(Outcome::Value),
        },
        Action::Delete(path, value) => match path.resolve(item) {
            None => Ok(Outcome::Gone),
            Some(old) => subtract(old, value),
        },
    }
}

fn add(old: &Value, value: &Value) -> Result<Value, Error> {
    fn union<T: Ord + Clone>(old: &BTreeSet<T>, new: &BTreeSet<T>) -> BTreeSet<T> {
        old.union(new).cloned().collect()
    }
    Ok(match (old, value) {
        (Value::N(old), Value::N(value)) => Value::N(old.plus(*value)?),
        (Value::Ss(old), Value::Ss(value)) => Value::Ss(union(old, value)),
        (Value::Ns(old), Value::Ns(value)) => Value::Ns(union(old, value)),
        (Value::Bs(old), Value::Bs(value)) => Value::Bs(union(old, value)),
        (Value::L(old), Value::L(value)) => Value::L([old.as_slice(), value].concat()),
        _ => return Err(wrong_operand()),
    })
}

fn subtract(old: &Value, value: &Value) -> Result<Outcome, Error> {
    fn left<T: Ord + Clone>(old: &BTreeSet<T>, gone: &BTreeSet<T>) -> Option<BTreeSet<T>> {
        let left: BTreeSet<T> = old.difference(gone).cloned().collect();
        Some(left).filter(|left| !left.is_empty())
    }
    let left = match (old, value) {
        (Value::Ss(old), Value::Ss(value)) => left(old, value).map(Value::Ss),
        (Value::Ns(old), Value::Ns(value)) => left(old, value).map(Value::Ns),
        (Value::Bs(old), Value::Bs(value)) => left(old, value).map(Value::Bs),
        _ => return Err(wrong_operand()),
    };
    Ok(left.map_or(Outcome::Gone, Outcome::Value))
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
    let Some((last, before)) = path.0.split_last() else { return Ok(()) };
    let Some(holder) = parent(item, before)? else {
        item.insert(path.head().to_owned(), value);
        return Ok(());
    };
    match (holder, last) {
        (Value::M(entries), Step::Name(name)) => {
            entries.insert((*name).to_owned(), value);
        }
        (Value::L(elements), Step::Index(index)) => match elements.get_mut(*index) {
            Some(element) => *element = value,
            // Behind the end is at the end.
            None => elements.push(value),
        },
        _ => return Err(invalid_path()),
    }
    Ok(())
}

fn remove(item: &mut Item, path: &Path<'_>) -> Result<(), Error> {
    let Some((last, before)) = path.0.split_last() else { return Ok(()) };
    let Some(holder) = parent(item, before)? else {
        item.remove(path.head());
        return Ok(());
    };
    match (holder, last) {
        (Value::M(entries), Step::Name(name)) => {
            entries.remove(*name);
        }
        (Value::L(elements), Step::Index(index)) => {
            if *index < elements.len() {
                elements.remove(*index);
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
