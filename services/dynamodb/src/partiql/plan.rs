//! What a WHERE clause says of a key: of one item, or of what a query reads.

use super::lower;
use super::statement::{Operand, Term};
use crate::error::Error;
use crate::expr::condition::{Comparator, Condition, Function};
use crate::expr::key_condition::{KeyCondition, Test, turned};
use crate::table::{KeyAttribute, KeySchema, Table};
use crate::value::{Item, Value};

/// The terms that must all hold.
fn conjuncts(term: Option<&Term>) -> Vec<&Term> {
    match term {
        None => Vec::new(),
        Some(Term::And(parts)) => parts.iter().flat_map(|part| conjuncts(Some(part))).collect(),
        Some(term) => vec![term],
    }
}

/// The item that a condition names, and what else it says.
pub(crate) struct Named<'s> {
    /// The item's key.
    pub(crate) key: Item,
    /// What else must hold; `None` when the condition says no more.
    pub(crate) rest: Option<Condition<'s>>,
}

/// The one item that a condition names by an equality of each key attribute.
#[must_use]
pub(crate) fn named<'s>(table: &Table, condition: Option<&'s Term>) -> Option<Named<'s>> {
    let mut terms = conjuncts(condition);
    let mut key = Item::new();
    for attribute in table.key.attributes() {
        let equals = |term: &&Term| match test(term) {
            Some((name, Test::Compare(Comparator::Equal, _))) => name == attribute.name,
            _ => false,
        };
        let at = terms.iter().position(equals)?;
        if let Some((name, Test::Compare(_, value))) = test(terms.remove(at)) {
            key.insert(name.to_owned(), value.clone());
        }
    }
    let rest: Vec<_> = terms.into_iter().map(lower::condition).collect();
    Some(Named { key, rest: (!rest.is_empty()).then_some(Condition::All(rest)) })
}

/// What a query may follow: an equality of every attribute of the hash key, then tests of the
/// range key's attributes from the left. `None`: all must be read.
///
/// # Errors
/// When a value has not the attribute's type.
pub(crate) fn key_condition<'s>(
    key: &KeySchema,
    condition: Option<&'s Term>,
) -> Result<Option<KeyCondition<'s>>, Error> {
    let terms = conjuncts(condition);
    let of = |attribute: &KeyAttribute| {
        let tests = terms.iter().filter_map(|term| test(term));
        tests.filter(|(name, _)| *name == attribute.name).map(|(_, test)| test).collect::<Vec<_>>()
    };
    let equal = |attribute: &KeyAttribute| {
        of(attribute).into_iter().find_map(|test| match test {
            Test::Compare(Comparator::Equal, value) => Some(value),
            _ => None,
        })
    };
    let mut found = KeyCondition { hash: Vec::new(), range: Vec::new() };
    for attribute in &key.hash {
        let Some(value) = equal(attribute) else { return Ok(None) };
        check(attribute, value)?;
        found.hash.push(value);
    }
    for attribute in &key.range {
        let test = match equal(attribute) {
            Some(value) => Some(Test::Compare(Comparator::Equal, value)),
            None => of(attribute).into_iter().next(),
        };
        let Some(test) = test else { break };
        let goes_on = matches!(test, Test::Compare(Comparator::Equal, _));
        test.values().try_for_each(|value| check(attribute, value))?;
        found.range.push(test);
        if !goes_on {
            break;
        }
    }
    Ok(Some(found))
}

fn check(attribute: &KeyAttribute, value: &Value) -> Result<(), Error> {
    if attribute.of.fits(value) {
        return Ok(());
    }
    Err(Error::parameter("Condition parameter type does not match schema type"))
}

/// What a term says of one attribute, if an index can answer that.
fn test(term: &Term) -> Option<(&str, Test<'_>)> {
    match term {
        Term::Compare(Comparator::NotEqual, ..) => None,
        Term::Compare(comparator, Operand::Path(path), Operand::Value(value)) => {
            Some((path.attribute()?, Test::Compare(*comparator, value)))
        }
        Term::Compare(comparator, Operand::Value(value), Operand::Path(path)) => {
            Some((path.attribute()?, Test::Compare(turned(*comparator), value)))
        }
        Term::Between(Operand::Path(path), Operand::Value(lower), Operand::Value(upper)) => {
            Some((path.attribute()?, Test::Between(lower, upper)))
        }
        Term::Call(Function::BeginsWith, operands) => match operands.as_slice() {
            [Operand::Path(path), Operand::Value(start)] => {
                Some((path.attribute()?, Test::BeginsWith(start)))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Every value that a condition compares something with: one of them may be a hash key's.
pub(crate) fn values(term: &Term) -> Vec<&Value> {
    match term {
        Term::And(parts) | Term::Or(parts) => parts.iter().flat_map(values).collect(),
        Term::Not(inner) => values(inner),
        Term::Compare(_, left, right) => [left, right].into_iter().filter_map(value).collect(),
        Term::Between(one, two, three) => [one, two, three].into_iter().filter_map(value).collect(),
        Term::In(first, rest) => std::iter::once(first).chain(rest).filter_map(value).collect(),
        Term::Missing(_) | Term::Null(_) => Vec::new(),
        Term::Call(_, operands) => operands.iter().filter_map(value).collect(),
    }
}

fn value(operand: &Operand) -> Option<&Value> {
    match operand {
        Operand::Value(value) => Some(value),
        Operand::Path(_) | Operand::Size(_) => None,
    }
}
