//! Whether a condition holds for an item.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::condition::{Comparator, Condition, Function, Operand};
use crate::number::Number;
use crate::value::{Item, Value};

/// Whether a condition holds. What is missing is unequal to everything, and stands in no order.
#[must_use]
pub fn holds(condition: &Condition<'_>, item: &Item) -> bool {
    match condition {
        Condition::All(conditions) => conditions.iter().all(|part| holds(part, item)),
        Condition::Any(conditions) => conditions.iter().any(|part| holds(part, item)),
        Condition::Not(condition) => !holds(condition, item),
        Condition::Compare(comparator, left, right) => {
            compare(*comparator, value(left, item).as_deref(), value(right, item).as_deref())
        }
        Condition::Between(operand, lower, upper) => {
            let (operand, lower, upper) =
                (value(operand, item), value(lower, item), value(upper, item));
            compare(Comparator::GreaterOrEqual, operand.as_deref(), lower.as_deref())
                && compare(Comparator::LessOrEqual, operand.as_deref(), upper.as_deref())
        }
        Condition::In(operand, list) => {
            let operand = value(operand, item);
            operand.is_some() && list.iter().any(|element| operand == value(element, item))
        }
        Condition::Call(function, operands) => call(*function, operands, item),
    }
}

fn compare(comparator: Comparator, left: Option<&Value>, right: Option<&Value>) -> bool {
    let equal = || left.is_some() && left == right;
    let order = || order(left?, right?);
    match comparator {
        Comparator::Equal => equal(),
        Comparator::NotEqual => !equal(),
        Comparator::Less => order() == Some(Ordering::Less),
        Comparator::LessOrEqual => order().is_some_and(Ordering::is_le),
        Comparator::Greater => order() == Some(Ordering::Greater),
        Comparator::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
    }
}

/// How two values of one ordered type (S, N, B) stand to each other.
#[must_use]
pub fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::S(left), Value::S(right)) => Some(left.cmp(right)),
        (Value::N(left), Value::N(right)) => Some(left.cmp(right)),
        (Value::B(left), Value::B(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn value<'v>(operand: &Operand<'v>, item: &'v Item) -> Option<Cow<'v, Value>> {
    match operand {
        Operand::Path(path) => path.resolve(item).map(Cow::Borrowed),
        Operand::Value(value) => Some(Cow::Borrowed(value)),
        Operand::Call(Function::Size, operands) => {
            let size = size(value(operands.first()?, item)?.as_ref())?;
            Some(Cow::Owned(Value::N(Number::count(size))))
        }
        Operand::Call(..) => None,
    }
}

/// Characters of a text, bytes, or members.
fn size(value: &Value) -> Option<usize> {
    match value {
        Value::S(text) => Some(text.chars().count()),
        Value::B(bytes) => Some(bytes.len()),
        Value::Ss(set) => Some(set.len()),
        Value::Ns(set) => Some(set.len()),
        Value::Bs(set) => Some(set.len()),
        Value::M(map) => Some(map.len()),
        Value::L(list) => Some(list.len()),
        Value::N(_) | Value::Null | Value::Bool(_) => None,
    }
}

fn call(function: Function, operands: &[Operand<'_>], item: &Item) -> bool {
    let first = operands.first().and_then(|operand| value(operand, item));
    let second = operands.get(1).and_then(|operand| value(operand, item));
    match (function, first.as_deref(), second.as_deref()) {
        (Function::AttributeExists, first, _) => first.is_some(),
        (Function::AttributeNotExists, first, _) => first.is_none(),
        (Function::AttributeType, Some(value), Some(Value::S(of))) => value.type_name() == of,
        (Function::BeginsWith, Some(Value::S(text)), Some(Value::S(start))) => {
            text.starts_with(start)
        }
        (Function::BeginsWith, Some(Value::B(bytes)), Some(Value::B(start))) => {
            bytes.starts_with(start)
        }
        (Function::Contains, Some(whole), Some(part)) => contains(whole, part),
        _ => false,
    }
}

fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::S(text), Value::S(part)) => text.contains(part.as_str()),
        (Value::B(bytes), Value::B(part)) => {
            part.is_empty() || bytes.windows(part.len()).any(|window| window == part)
        }
        (Value::Ss(set), Value::S(element)) => set.contains(element),
        (Value::Ns(set), Value::N(element)) => set.contains(element),
        (Value::Bs(set), Value::B(element)) => set.contains(element),
        (Value::L(list), element) => list.contains(element),
        _ => false,
    }
}
