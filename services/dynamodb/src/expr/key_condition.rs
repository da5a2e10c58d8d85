//! Key conditions: what a query says of the hash key and, perhaps, of the range key.

use std::cmp::Ordering;

use super::Path;
use super::condition::{Comparator, Condition, Function, Operand};
use crate::error::Error;
use crate::table::{KeyAttribute, KeySchema};
use crate::value::Value;

/// What is said of one key attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Test<'a> {
    /// `=`, `<`, `<=`, `>`, `>=` (never `<>`).
    Compare(Comparator, &'a Value),
    /// Between, bounds within.
    Between(&'a Value, &'a Value),
    /// Begins with.
    BeginsWith(&'a Value),
    /// Something that a legacy condition can say and no index can answer.
    Unindexable,
}

impl<'a> Test<'a> {
    /// The values that it compares with.
    pub fn values(&self) -> impl Iterator<Item = &'a Value> {
        let (first, second) = match self {
            Self::Compare(_, value) | Self::BeginsWith(value) => (Some(*value), None),
            Self::Between(lower, upper) => (Some(*lower), Some(*upper)),
            Self::Unindexable => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// Whether a value passes.
    #[must_use]
    pub fn passes(&self, value: &Value) -> bool {
        let order = |other: &Value| super::evaluate::order(value, other);
        match self {
            Self::Compare(Comparator::Equal, other) => value == *other,
            Self::Compare(Comparator::NotEqual, other) => value != *other,
            Self::Compare(Comparator::Less, other) => order(other) == Some(Ordering::Less),
            Self::Compare(Comparator::LessOrEqual, other) => {
                order(other).is_some_and(Ordering::is_le)
            }
            Self::Compare(Comparator::Greater, other) => order(other) == Some(Ordering::Greater),
            Self::Compare(Comparator::GreaterOrEqual, other) => {
                order(other).is_some_and(Ordering::is_ge)
            }
            Self::Between(lower, upper) => {
                order(lower).is_some_and(Ordering::is_ge)
                    && order(upper).is_some_and(Ordering::is_le)
            }
            Self::BeginsWith(start) => match (value, start) {
                (Value::S(text), Value::S(start)) => text.starts_with(start.as_str()),
                (Value::B(bytes), Value::B(start)) => bytes.starts_with(start),
                _ => false,
            },
            Self::Unindexable => false,
        }
    }
}

/// The tests of a query, by attribute, in the order in which they came.
pub type Tests<'a> = Vec<(&'a str, Test<'a>)>;

/// What a query asks of an index or table.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyCondition<'a> {
    /// The hash key's values.
    pub hash: Vec<&'a Value>,
    /// What the first attributes of the range key must pass: all but the last are equalities.
    pub range: Vec<Test<'a>>,
}

/// The most attributes that the key of an index has: four of the hash, four of the range key.
const ATTRIBUTES_MAX: usize = 8;

/// The tests that a key condition expression makes, once it is read as a condition.
///
/// # Errors
/// When it is not one that a query can follow.
pub fn tests(condition: Condition<'_>, indexed: bool) -> Result<Tests<'_>, Error> {
    let mut tests = Vec::new();
    collect(condition, &mut tests).map_err(Error::validation)?;
    check_count(tests.len(), indexed)?;
    Ok(tests)
}

/// That there are not more tests than a key has attributes.
///
/// # Errors
/// AWS's message of how many there may be.
pub fn check_count(count: usize, indexed: bool) -> Result<(), Error> {
    let most = if indexed { ATTRIBUTES_MAX } else { 2 };
    if (1..=most).contains(&count) {
        return Ok(());
    }
    Err(Error::validation("Conditions can be of length 1 or 2 only"))
}

fn collect<'a>(condition: Condition<'a>, tests: &mut Tests<'a>) -> Result<(), String> {
    let operator =
        |name: &str| Err(format!("Invalid operator used in KeyConditionExpression: {name}"));
    match condition {
        Condition::All(parts) => parts.into_iter().try_for_each(|part| collect(part, tests)),
        Condition::Any(_) => operator("OR"),
        Condition::Not(_) => operator("NOT"),
        Condition::In(..) => operator("IN"),
        Condition::Compare(Comparator::NotEqual, ..) => operator("<>"),
        Condition::Compare(comparator, left, right) => {
            check_operands(&[&left, &right])?;
            match (left, right) {
                (Operand::Path(path), Operand::Value(value)) => {
                    push(tests, &path, Test::Compare(comparator, value))
                }
                (Operand::Value(value), Operand::Path(path)) => {
                    push(tests, &path, Test::Compare(turned(comparator), value))
                }
                _ => Err(no_key()),
            }
        }
        Condition::Between(operand, lower, upper) => {
            check_first("BETWEEN", &operand)?;
            check_operands(&[&operand, &lower, &upper])?;
            match (operand, lower, upper) {
                (Operand::Path(path), Operand::Value(lower), Operand::Value(upper)) => {
                    push(tests, &path, Test::Between(lower, upper))
                }
                _ => Err(no_key()),
            }
        }
        Condition::Call(Function::BeginsWith, operands) => {
            if let Some(first) = operands.first() {
                check_first("begins_with", first)?;
            }
            check_operands(&operands.iter().collect::<Vec<_>>())?;
            match <[Operand<'a>; 2]>::try_from(operands) {
                Ok([Operand::Path(path), Operand::Value(value)]) => {
                    push(tests, &path, Test::BeginsWith(value))
                }
                _ => Err(no_key()),
            }
        }
        Condition::Call(function, _) => operator(function.name()),
    }
}

/// That an operator which must begin with the key attribute begins with a path.
fn check_first(operator: &str, operand: &Operand<'_>) -> Result<(), String> {
    match operand {
        Operand::Path(_) => Ok(()),
        _ => Err(format!(
            "Invalid condition in KeyConditionExpression: {operator} operator must have the key \
             attribute as its first operand"
        )),
    }
}

/// That the operands are one path that is not nested, and values.
fn check_operands(operands: &[&Operand<'_>]) -> Result<(), String> {
    let mut found = false;
    for operand in operands {
        match operand {
            Operand::Path(_) if found => {
                return Err("Invalid condition in KeyConditionExpression: Multiple attribute \
                            names used in one condition"
                    .to_owned());
            }
            Operand::Path(path) if path.is_nested() => {
                return Err("KeyConditionExpressions cannot have conditions on nested attributes"
                    .to_owned());
            }
            Operand::Path(_) => found = true,
            Operand::Value(_) => {}
            Operand::Call(..) => {
                return Err("KeyConditionExpressions cannot contain nested operations".to_owned());
            }
        }
    }
    Ok(())
}

fn no_key() -> String {
    "Invalid condition in KeyConditionExpression: No key attribute specified".to_owned()
}

/// The comparator for the operands the other way round.
pub(crate) fn turned(comparator: Comparator) -> Comparator {
    match comparator {
        Comparator::Less => Comparator::Greater,
        Comparator::LessOrEqual => Comparator::GreaterOrEqual,
        Comparator::Greater => Comparator::Less,
        Comparator::GreaterOrEqual => Comparator::LessOrEqual,
        equal => equal,
    }
}

fn push<'a>(tests: &mut Tests<'a>, path: &Path<'a>, test: Test<'a>) -> Result<(), String> {
    if tests.iter().any(|(name, _)| *name == path.head()) {
        return Err("KeyConditionExpressions must only contain one condition per key".to_owned());
    }
    tests.push((path.head(), test));
    Ok(())
}

/// The tests as they concern a key. `check` is what else must hold of each key attribute (a
/// starting key has it); AWS checks attribute by attribute.
///
/// # Errors
/// When they do not fit it: another attribute, another type, no equality for the hash key.
pub fn for_key<'a>(
    tests: Tests<'a>,
    key: &KeySchema,
    check: impl Fn(&KeyAttribute) -> Result<(), Error>,
) -> Result<KeyCondition<'a>, Error> {
    if key.is_composed() {
        return for_composed(tests, key, check);
    }
    check_count(tests.len(), false)?;
    let unsupported = || Error::validation("Query key condition not supported");
    key.hash.iter().try_for_each(&check)?;
    if key.range.is_empty() && 1 < tests.len() {
        return Err(unsupported());
    }
    let count = tests.len();
    let (mut hash, mut range) = (Vec::new(), Vec::new());
    for (name, test) in tests {
        if key.is_hash(name) {
            hash.push(test);
        } else if key.has(name) {
            range.push(test);
        }
    }
    let missing = |name: &str| {
        Error::validation(format!("Query condition missed key schema element: {name}"))
    };
    let hash = one_equal(hash.pop(), key, missing)?;
    for attribute in &key.range {
        check(attribute)?;
        match range.first() {
            Some(test) => check_test(test, attribute)?,
            None if 1 < count => return Err(missing(&attribute.name)),
            None => {}
        }
    }
    Ok(KeyCondition { hash: vec![hash], range })
}

fn one_equal<'a>(
    test: Option<Test<'a>>,
    key: &KeySchema,
    missing: impl Fn(&str) -> Error,
) -> Result<&'a Value, Error> {
    let Some(attribute) = key.hash.first() else { return Err(missing("")) };
    let test = test.ok_or_else(|| missing(&attribute.name))?;
    check_test(&test, attribute)?;
    match test {
        Test::Compare(Comparator::Equal, value) => Ok(value),
        _ => Err(Error::validation("Query key condition not supported")),
    }
}

/// For the key of a global index with several hash or range attributes: an equality of every hash
/// attribute, then tests of range attributes from the left, of which only the last may be another.
fn for_composed<'a>(
    mut tests: Tests<'a>,
    key: &KeySchema,
    check: impl Fn(&KeyAttribute) -> Result<(), Error>,
) -> Result<KeyCondition<'a>, Error> {
    key.attributes().try_for_each(check)?;
    for attribute in key.attributes() {
        if let Some((_, test)) = tests.iter().find(|(name, _)| *name == attribute.name) {
            check_test(test, attribute)?;
        }
    }
    let mut take = |attribute: &KeyAttribute| {
        let at = tests.iter().position(|(name, _)| *name == attribute.name)?;
        Some(tests.swap_remove(at).1)
    };
    let mut condition = KeyCondition { hash: Vec::new(), range: Vec::new() };
    for attribute in &key.hash {
        match take(attribute) {
            Some(Test::Compare(Comparator::Equal, value)) => condition.hash.push(value),
            _ => {
                return Err(Error::validation(
                    "Query key condition not supported: every HASH key attribute of the index \
                     must have an equality condition",
                ));
            }
        }
    }
    let mut ended = false;
    for attribute in &key.range {
        let test = take(attribute);
        if test.is_some() && ended {
            return Err(Error::validation(
                "Query key condition not supported: conditions on RANGE key attributes of the \
                 index must follow the order of its key schema, and only the last of them may be \
                 another than equality",
            ));
        }
        ended |= !matches!(test, Some(Test::Compare(Comparator::Equal, _)));
        condition.range.extend(test);
    }
    match tests.first() {
        Some((name, _)) => Err(Error::validation(format!(
            "Query key condition not supported: {name} is not a key attribute of the index"
        ))),
        None => Ok(condition),
    }
}

fn check_test(test: &Test<'_>, attribute: &KeyAttribute) -> Result<(), Error> {
    if *test == Test::Unindexable {
        return Err(Error::validation(
            "Attempted conditional constraint is not an indexable operation",
        ));
    }
    if test.values().all(|value| attribute.of.fits(value)) {
        return Ok(());
    }
    Err(Error::parameter("Condition parameter type does not match schema type"))
}
