//! The parameters from before expressions, as the same trees that expressions become.
//!
//! `Expected`, `QueryFilter` and `ScanFilter` become conditions, `AttributesToGet` paths,
//! `AttributeUpdates` actions, `KeyConditions` tests: so there is one evaluator, and what differs
//! is only how a request is checked.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::error::Error;
use crate::expr::condition::{Comparator, Condition as Tree, Function, Operand};
use crate::expr::key_condition::{self, Test, Tests};
use crate::expr::update::{Action, Operand as Source};
use crate::expr::{Path, evaluate};
use crate::model::{AttributeValueUpdate, Condition, ExpectedAttributeValue};
use crate::value::{Given, Value, check_name};

/// One comparison of a legacy parameter, its values read.
struct Comparison<'a> {
    operator: &'a str,
    values: Vec<&'a Value>,
}

/// `Expected` with `ConditionalOperator` as a condition.
///
/// # Errors
/// When a part of it does not fit the rest.
pub(crate) fn expected<'a>(
    expected: Option<&'a BTreeMap<String, ExpectedAttributeValue>>,
    operator: Option<&str>,
) -> Result<Option<Tree<'a>>, Error> {
    let Some(expected) = expected else {
        return match operator {
            Some(_) => Err(Error::parameter(
                "ConditionalOperator cannot be used without Filter or Expected",
            )),
            None => Ok(None),
        };
    };
    check_operator(operator, expected.len())?;
    let parts = expected.iter().map(|(name, part)| expectation(name, part));
    Ok(Some(join(parts.collect::<Result<_, _>>()?, operator)))
}

fn check_operator(operator: Option<&str>, conditions: usize) -> Result<(), Error> {
    if operator.is_some() && conditions == 0 {
        return Err(Error::parameter(
            "ConditionalOperator cannot be used without Filter or Expected",
        ));
    }
    if operator.is_some() && conditions == 1 {
        return Err(Error::parameter(
            "ConditionalOperator can only be used when there are two or more conditions",
        ));
    }
    Ok(())
}

fn join<'a>(parts: Vec<Tree<'a>>, operator: Option<&str>) -> Tree<'a> {
    if operator == Some("OR") { Tree::Any(parts) } else { Tree::All(parts) }
}

fn expectation<'a>(name: &'a str, part: &'a ExpectedAttributeValue) -> Result<Tree<'a>, Error> {
    check_name(name)?;
    let list = part.attribute_value_list.as_deref();
    if list.is_some() && part.value.is_some() {
        return Err(Error::parameter(format_args!(
            "Value and AttributeValueList cannot be used together for Attribute: {name}"
        )));
    }
    let Some(operator) = part.comparison_operator.as_deref() else {
        if list.is_some() {
            return Err(Error::parameter(format_args!(
                "AttributeValueList can only be used with a ComparisonOperator for Attribute: \
                    {name}"
            )));
        }
        return existence(name, part);
    };
    if part.exists.is_some() {
        return Err(Error::parameter(format_args!(
            "Exists and ComparisonOperator cannot be used together for Attribute: {name}"
        )));
    }
    if !matches!(operator, "NULL" | "NOT_NULL") && list.is_none() && part.value.is_none() {
        return Err(Error::parameter(format_args!(
            "Value or AttributeValueList must be used with ComparisonOperator: {operator} for \
             Attribute: {name}"
        )));
    }
    let values = list.unwrap_or_default().iter().chain(&part.value);
    let comparison = Comparison::new(operator, values)?;
    comparison.check_types()?;
    comparison.tree(name)
}

/// Without an operator: that the attribute has a value, or that it does not exist.
fn existence<'a>(name: &'a str, part: &'a ExpectedAttributeValue) -> Result<Tree<'a>, Error> {
    let exists = part.exists.unwrap_or(true);
    match &part.value {
        None if exists => {
            let given = part.exists.map_or("null", |_| "true");
            Err(Error::parameter(format_args!(
                "Value must be provided when Exists is {given} for Attribute: {name}"
            )))
        }
        Some(_) if !exists => Err(Error::parameter(format_args!(
            "Value cannot be used when Exists is false for Attribute: {name}"
        ))),
        Some(value) => {
            let path = Operand::Path(Path::name(name));
            Ok(Tree::Compare(Comparator::Equal, path, Operand::Value(value.get()?)))
        }
        None => {
            let path = Operand::Path(Path::name(name));
            Ok(Tree::Call(Function::AttributeNotExists, vec![path]))
        }
    }
}

/// `QueryFilter` or `ScanFilter` as a condition.
///
/// # Errors
/// When a part of it does not fit the rest.
pub(crate) fn filter<'a>(
    conditions: Option<&'a BTreeMap<String, Condition>>,
    operator: Option<&str>,
) -> Result<Option<Tree<'a>>, Error> {
    let Some(conditions) = conditions else {
        return check_operator(operator, 0).map(|()| None);
    };
    check_operator(operator, conditions.len())?;
    let part = |(name, condition): (&'a String, &'a Condition)| comparison(condition)?.tree(name);
    let parts: Vec<Tree<'a>> = conditions.iter().map(part).collect::<Result<_, Error>>()?;
    // A filter without conditions lets everything through.
    Ok((!parts.is_empty()).then(|| join(parts, operator)))
}

fn comparison(condition: &Condition) -> Result<Comparison<'_>, Error> {
    let values = condition.attribute_value_list.as_deref().unwrap_or_default();
    let comparison = Comparison::new(&condition.comparison_operator, values.iter())?;
    comparison.check_types()?;
    Ok(comparison)
}

/// `KeyConditions` as tests.
///
/// # Errors
/// When a part of it does not fit the rest, or is not for an index.
pub(crate) fn key_conditions(
    conditions: &BTreeMap<String, Condition>,
    indexed: bool,
) -> Result<Tests<'_>, Error> {
    let read: Vec<(&str, Comparison<'_>)> = conditions
        .iter()
        .map(|(name, condition)| Ok((name.as_str(), comparison(condition)?)))
        .collect::<Result<_, Error>>()?;
    key_condition::check_count(read.len(), indexed)?;
    read.into_iter().map(|(name, comparison)| Ok((name, comparison.test()?))).collect()
}

impl<'a> Comparison<'a> {
    fn new(
        operator: &'a str,
        values: impl Iterator<Item = &'a Given<Value>>,
    ) -> Result<Self, Error> {
        let values: Vec<&Value> = values.map(Given::get).collect::<Result<_, _>>()?;
        let counted = match operator {
            "NULL" | "NOT_NULL" => values.is_empty(),
            "IN" => !values.is_empty(),
            "BETWEEN" => values.len() == 2,
            _ => values.len() == 1,
        };
        if !counted {
            return Err(Error::parameter(format_args!(
                "Invalid number of argument(s) for the {operator} ComparisonOperator"
            )));
        }
        if let [first, rest @ ..] = values.as_slice()
            && rest.iter().any(|value| value.type_name() != first.type_name())
        {
            return Err(Error::parameter(
                "AttributeValues inside AttributeValueList must be of same type",
            ));
        }
        if let ("BETWEEN", [lower, upper]) = (operator, values.as_slice())
            && evaluate::order(lower, upper) == Some(Ordering::Greater)
        {
            return Err(Error::validation(
                "The BETWEEN condition was provided a range where the lower bound is greater than \
                 the upper bound",
            ));
        }
        Ok(Self { operator, values })
    }

    fn check_types(&self) -> Result<(), Error> {
        let fits = |value: &Value| match self.operator {
            "LE" | "LT" | "GE" | "GT" | "BETWEEN" | "IN" | "CONTAINS" | "NOT_CONTAINS" => {
                matches!(value, Value::S(_) | Value::N(_) | Value::B(_))
            }
            "BEGINS_WITH" => matches!(value, Value::S(_) | Value::B(_)),
            _ => true,
        };
        match self.values.iter().find(|value| !fits(value)) {
            Some(value) => Err(Error::parameter(format_args!(
                "ComparisonOperator {} is not valid for {} AttributeValue type",
                self.operator,
                value.type_name()
            ))),
            None => Ok(()),
        }
    }

    fn tree(self, name: &'a str) -> Result<Tree<'a>, Error> {
        let path = || Operand::Path(Path::name(name));
        let call = |function, mut operands: Vec<Operand<'a>>| {
            operands.insert(0, path());
            Tree::Call(function, operands)
        };
        let mut values = self.values.into_iter().map(Operand::Value);
        let tree = match self.operator {
            "NOT_NULL" => call(Function::AttributeExists, vec![]),
            "NULL" => call(Function::AttributeNotExists, vec![]),
            "IN" => Tree::In(path(), values.collect()),
            "BEGINS_WITH" => call(Function::BeginsWith, values.collect()),
            "CONTAINS" => call(Function::Contains, values.collect()),
            // Of an attribute that is not there, neither holds.
            "NOT_CONTAINS" => Tree::All(vec![
                call(Function::AttributeExists, vec![]),
                Tree::Not(Box::new(call(Function::Contains, values.collect()))),
            ]),
            "BETWEEN" => match (values.next(), values.next()) {
                (Some(lower), Some(upper)) => Tree::Between(path(), lower, upper),
                _ => return Err(unknown(self.operator)),
            },
            operator => match (comparator(operator), values.next()) {
                (Some(comparator), Some(value)) => Tree::Compare(comparator, path(), value),
                _ => return Err(unknown(operator)),
            },
        };
        Ok(tree)
    }

    fn test(self) -> Result<Test<'a>, Error> {
        match (self.operator, self.values.as_slice()) {
            ("BETWEEN", [lower, upper]) => Ok(Test::Between(lower, upper)),
            ("BEGINS_WITH", [start]) => Ok(Test::BeginsWith(start)),
            ("NE" | "NULL" | "NOT_NULL" | "IN" | "CONTAINS" | "NOT_CONTAINS", _) => {
                Ok(Test::Unindexable)
            }
            (operator, [value]) => match comparator(operator) {
                Some(comparator) => Ok(Test::Compare(comparator, value)),
                None => Err(unknown(operator)),
            },
            (operator, _) => Err(unknown(operator)),
        }
    }
}

fn unknown(operator: &str) -> Error {
    Error::parameter(format_args!("Invalid ComparisonOperator: {operator}"))
}

fn comparator(operator: &str) -> Option<Comparator> {
    Some(match operator {
        "EQ" => Comparator::Equal,
        "NE" => Comparator::NotEqual,
        "LT" => Comparator::Less,
        "LE" => Comparator::LessOrEqual,
        "GT" => Comparator::Greater,
        "GE" => Comparator::GreaterOrEqual,
        _ => return None,
    })
}

/// `AttributesToGet` as paths.
///
/// # Errors
/// When a name comes twice.
pub(crate) fn attributes_to_get(names: &[String]) -> Result<Vec<Path<'_>>, Error> {
    for (at, name) in names.iter().enumerate() {
        check_name(name)?;
        if names.iter().take(at).any(|earlier| earlier == name) {
            return Err(Error::parameter(format_args!(
                "Duplicate value in attribute name: {name}"
            )));
        }
    }
    Ok(names.iter().map(|name| Path::name(name)).collect())
}

/// `AttributeUpdates` as actions.
///
/// # Errors
/// When an action and its value do not fit.
pub(crate) fn attribute_updates(
    updates: &BTreeMap<String, AttributeValueUpdate>,
) -> Result<Vec<Action<'_>>, Error> {
    updates.iter().map(|(name, update)| attribute_update(name, update)).collect()
}

fn attribute_update<'a>(
    name: &'a str,
    update: &'a AttributeValueUpdate,
) -> Result<Action<'a>, Error> {
    check_name(name)?;
    let path = Path::name(name);
    let action = update.action.as_deref().unwrap_or("PUT");
    let Some(value) = &update.value else {
        return match action {
            "DELETE" => Ok(Action::Remove(path)),
            _ => Err(Error::parameter(
                "Only DELETE action is allowed when no attribute value is specified",
            )),
        };
    };
    let value = value.get()?;
    let of = value.type_name();
    match (action, value) {
        ("DELETE", Value::Ss(_) | Value::Ns(_) | Value::Bs(_)) => Ok(Action::Delete(path, value)),
        ("DELETE", _) => Err(Error::parameter(format_args!(
            "DELETE action with value is not supported for the type {of}"
        ))),
        ("ADD", Value::N(_) | Value::L(_) | Value::Ss(_) | Value::Ns(_) | Value::Bs(_)) => {
            Ok(Action::Add(path, value))
        }
        ("ADD", _) => {
            Err(Error::parameter(format_args!("ADD action is not supported for the type {of}")))
        }
        _ => Ok(Action::Set(path, Source::Value(value))),
    }
}
