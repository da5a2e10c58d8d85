//! What several operations check of their requests, in AWS's order and words.

use std::collections::BTreeMap;

use samara_service::{Access, Cx};

use crate::error::Error;
use crate::expr::condition::{self, Condition};
use crate::expr::{Path, Placeholders, evaluate};
use crate::legacy;
use crate::model::ExpectedAttributeValue;
use crate::table::Table;
use crate::value::{Given, Item, Value};

/// A parameter by name, and whether it was given.
pub(crate) type Parameter = (&'static str, bool);

/// The expressions and the legacy parameters of a request must not be mixed, and placeholders
/// need an expression.
///
/// # Errors
/// AWS's message of which parameters do not go together.
pub(crate) fn check_mixed(
    expressions: &[Parameter],
    legacy: &[Parameter],
    names: bool,
    values: bool,
) -> Result<(), Error> {
    let given = |parameters: &[Parameter]| -> Vec<&'static str> {
        parameters.iter().filter(|(_, given)| *given).map(|(name, _)| *name).collect()
    };
    let (used, legacy) = (given(expressions), given(legacy));
    if !used.is_empty() && !legacy.is_empty() {
        return Err(Error::validation(format!(
            "Can not use both expression and non-expression parameters in the same request: \
             Non-expression parameters: {{{}}} Expression parameters: {{{}}}",
            legacy.join(", "),
            used.join(", ")
        )));
    }
    if names && used.is_empty() {
        return Err(Error::validation(
            "ExpressionAttributeNames can only be specified when using expressions",
        ));
    }
    let takes_values: Vec<&str> = expressions
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| *name != "ProjectionExpression")
        .collect();
    if values && !used.iter().any(|name| takes_values.contains(name)) {
        let verb = if takes_values.len() == 1 { "is" } else { "are" };
        return Err(Error::validation(format!(
            "ExpressionAttributeValues can only be specified when using expressions: {} {verb} \
                null",
            takes_values.join(" and ")
        )));
    }
    Ok(())
}

/// The condition of a write, in either form.
pub(crate) struct ConditionParameters<'a> {
    /// `ConditionExpression`.
    pub(crate) expression: Option<&'a str>,
    /// `Expected`.
    pub(crate) expected: Option<&'a BTreeMap<String, ExpectedAttributeValue>>,
    /// `ConditionalOperator`.
    pub(crate) operator: Option<&'a str>,
    /// `ReturnValuesOnConditionCheckFailure`.
    pub(crate) on_failure: Option<&'a str>,
}

/// What must hold of the item before a write.
#[derive(Debug)]
pub(crate) struct Guard<'a> {
    condition: Option<Condition<'a>>,
    show: bool,
}

impl<'a> Guard<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// When it is not a condition.
    pub(crate) fn parse(
        parameters: &ConditionParameters<'a>,
        placeholders: &mut Placeholders<'a>,
    ) -> Result<Self, Error> {
        let expected = legacy::expected(parameters.expected, parameters.operator)?;
        let condition = match parameters.expression {
            Some(text) => Some(condition::parse("ConditionExpression", text, placeholders)?),
            None => expected,
        };
        Ok(Self { condition, show: parameters.on_failure == Some("ALL_OLD") })
    }

    /// Whether there is a condition.
    #[must_use]
    pub(crate) fn is_some(&self) -> bool {
        self.condition.is_some()
    }

    /// That it holds.
    ///
    /// # Errors
    /// [`Error::ConditionFailed`], with the item when that was asked for.
    pub(crate) fn check(&self, old: Option<&Item>) -> Result<(), Error> {
        let Some(condition) = &self.condition else { return Ok(()) };
        let holds = match old {
            Some(old) => evaluate::holds(condition, old),
            None => evaluate::holds(condition, &Item::new()),
        };
        if holds {
            return Ok(());
        }
        let item = old.filter(|_| self.show).cloned().map(Box::new);
        Err(Error::ConditionFailed { item })
    }

    /// That it goes into no key attribute.
    ///
    /// # Errors
    /// AWS's message, naming the attribute.
    pub(crate) fn check_key_paths(&self, table: &Table) -> Result<(), Error> {
        self.condition
            .as_ref()
            .map_or(Ok(()), |condition| check_key_paths(table, condition.paths().into_iter()))
    }
}

/// That no path goes into a key attribute, which is never a map or list.
///
/// # Errors
/// AWS's message, naming the attribute.
pub(crate) fn check_key_paths<'p, 'a: 'p>(
    table: &Table,
    mut paths: impl Iterator<Item = &'p Path<'a>>,
) -> Result<(), Error> {
    let kind = |name: &str| {
        if table.key.has(name) {
            Some("Key")
        } else if table.indexes.iter().any(|index| index.key.has(name)) {
            Some("IndexKey")
        } else {
            None
        }
    };
    let nested = paths
        .find_map(|path| kind(path.head()).filter(|_| path.is_nested()).map(|kind| (kind, path)));
    match nested {
        Some((kind, path)) => Err(Error::validation(format!(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not \
             allowed: {kind}: {}",
            path.head()
        ))),
        None => Ok(()),
    }
}

/// `ReturnItemCollectionMetrics=SIZE` asks for what is not measured here.
///
/// # Errors
/// Where AWS would answer with it: on a table with local indexes.
pub(crate) fn check_metrics(table: &Table, parameter: Option<&str>) -> Result<(), Error> {
    let local = table.indexes.iter().any(|index| !index.global);
    if parameter == Some("SIZE") && local {
        return Err(Error::Unsupported(
            "ReturnItemCollectionMetrics=SIZE on a table with local secondary indexes".into(),
        ));
    }
    Ok(())
}

/// The ARN of a table, or of one of its indexes, for the policy check.
#[must_use]
pub(crate) fn resource(cx: &Cx, reference: &str, index: Option<&str>) -> String {
    let table = if reference.starts_with("arn:") {
        reference.to_owned()
    } else {
        cx.arn("dynamodb", &format!("table/{reference}")).to_string()
    };
    match index {
        Some(index) => format!("{table}/index/{index}"),
        None => table,
    }
}

/// What an item operation touches: an action on a table.
///
/// `dynamodb:LeadingKeys` should have the hash key's values alone, but which attribute that is
/// stands in the table, which a policy check does not read: so it has all key values that were
/// given, and a policy that narrows them refuses rather too much than too little.
#[must_use]
pub(crate) fn access<'v>(
    cx: &Cx,
    operation: &str,
    reference: &str,
    leading: impl Iterator<Item = &'v Value>,
) -> Access {
    let mut access = Access::new(&format!("dynamodb:{operation}"), resource(cx, reference, None));
    let values: Vec<String> = leading.filter_map(key_text).collect();
    if !values.is_empty() {
        access.conditions.push(("dynamodb:LeadingKeys".to_owned(), values));
    }
    access
}

/// The values of a key that was given.
pub(crate) fn key_values(key: &Given<Item>) -> impl Iterator<Item = &Value> {
    key.get().ok().into_iter().flat_map(BTreeMap::values)
}

fn key_text(value: &Value) -> Option<String> {
    match value {
        Value::S(text) => Some(text.clone()),
        Value::N(number) => Some(number.to_string()),
        // AWS compares bytes as base64; a text that no policy has refuses more, not less.
        Value::B(bytes) => Some(format!("{bytes:x}")),
        _ => None,
    }
}
