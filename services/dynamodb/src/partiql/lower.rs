//! Statements' trees as those of expressions.

use super::statement::{Change, Operand, Source, Term};
use crate::expr::condition::{self, Condition, Function};
use crate::expr::update::{self, Action};
use crate::value::Value;

/// What `attribute_type` says of a null.
static NULL_TYPE: std::sync::LazyLock<Value> =
    std::sync::LazyLock::new(|| Value::S("NULL".to_owned()));

/// A condition.
#[must_use]
pub(crate) fn condition(term: &Term) -> Condition<'_> {
    match term {
        Term::And(parts) => Condition::All(parts.iter().map(condition).collect()),
        Term::Or(parts) => Condition::Any(parts.iter().map(condition).collect()),
        Term::Not(inner) => Condition::Not(Box::new(condition(inner))),
        Term::Compare(comparator, left, right) => {
            Condition::Compare(*comparator, operand(left), operand(right))
        }
        Term::Between(of, lower, upper) => {
            Condition::Between(operand(of), operand(lower), operand(upper))
        }
        Term::In(of, list) => Condition::In(operand(of), list.iter().map(operand).collect()),
        Term::Missing(path) => {
            let path = condition::Operand::Path(path.path());
            Condition::Call(Function::AttributeNotExists, vec![path])
        }
        Term::Null(path) => {
            let path = condition::Operand::Path(path.path());
            let null = condition::Operand::Value(&NULL_TYPE);
            Condition::Call(Function::AttributeType, vec![path, null])
        }
        Term::Call(function, operands) => {
            Condition::Call(*function, operands.iter().map(operand).collect())
        }
    }
}

/// An operand.
#[must_use]
pub(crate) fn operand(of: &Operand) -> condition::Operand<'_> {
    match of {
        Operand::Path(path) => condition::Operand::Path(path.path()),
        Operand::Value(value) => condition::Operand::Value(value),
        Operand::Size(path) => {
            let path = condition::Operand::Path(path.path());
            condition::Operand::Call(Function::Size, vec![path])
        }
    }
}

/// What an update changes.
#[must_use]
pub(crate) fn action(change: &Change) -> Action<'_> {
    match change {
        Change::Set(path, from) => Action::Set(path.path(), source(from)),
        Change::AddToSet(path, set) => Action::Add(path.path(), set),
        Change::TakeFromSet(path, set) => Action::Delete(path.path(), set),
        Change::Remove(path) => Action::Remove(path.path()),
    }
}

fn source(of: &Source) -> update::Operand<'_> {
    match of {
        Source::Path(path) => update::Operand::Path(path.path()),
        Source::Value(value) => update::Operand::Value(value),
        Source::Plus(both) => update::Operand::Plus(Box::new((source(&both.0), source(&both.1)))),
        Source::Minus(both) => update::Operand::Minus(Box::new((source(&both.0), source(&both.1)))),
        Source::ListAppend(both) => {
            update::Operand::ListAppend(Box::new((source(&both.0), source(&both.1))))
        }
        Source::IfNotExists(path, otherwise) => {
            update::Operand::IfNotExists(path.path(), Box::new(source(otherwise)))
        }
    }
}
