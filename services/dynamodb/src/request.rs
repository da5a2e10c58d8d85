//! What several operations check of their requests, in AWS's order and words.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samara_service::{Access, Cx};

use crate::error::Error;
use crate::expr::condition::{self, Condition};
use crate::expr::{Path, Placeholders, attributes, evaluate};
use crate::legacy;
use crate::model::ExpectedAttributeValue;
use crate::table::{HASH_KEY_MAX, Table};
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

    /// Of a condition that was read already; `show` when its failure shows the item.
    pub(crate) fn of(condition: Option<Condition<'a>>, show: bool) -> Self {
        Self { condition, show }
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

/// What a request says of the items that it touches, for policies that narrow it.
#[derive(Default)]
pub(crate) struct Touched<'a> {
    /// Values of which one may be the hash key's.
    pub(crate) leading: Vec<&'a Value>,
    /// Attributes of items or keys, and of legacy parameters.
    pub(crate) attributes: Vec<&'a str>,
    /// All expressions.
    pub(crate) expressions: Vec<Option<&'a String>>,
    /// What their names stand for.
    pub(crate) names: Option<&'a BTreeMap<String, String>>,
    /// Other condition keys and their values.
    pub(crate) parameters: Vec<(&'static str, Option<&'a String>)>,
}

impl<'a> Touched<'a> {
    /// Of an item or key that was given.
    pub(crate) fn item(given: &'a Given<Item>) -> Self {
        let item = given.get().ok();
        Self {
            leading: item.into_iter().flat_map(BTreeMap::values).collect(),
            attributes: item.into_iter().flat_map(BTreeMap::keys).map(String::as_str).collect(),
            ..Self::default()
        }
    }

    /// Also another item or key.
    pub(crate) fn add(&mut self, given: &'a Given<Item>) {
        let other = Self::item(given);
        self.leading.extend(other.leading);
        self.attributes.extend(other.attributes);
    }

    /// Also the attributes that a legacy parameter names.
    pub(crate) fn with<T>(mut self, legacy: Option<&'a BTreeMap<String, T>>) -> Self {
        self.attributes.extend(legacy.into_iter().flat_map(BTreeMap::keys).map(String::as_str));
        self
    }

    /// Also `AttributesToGet`.
    pub(crate) fn with_names(mut self, legacy: Option<&'a Vec<String>>) -> Self {
        self.attributes.extend(legacy.into_iter().flatten().map(String::as_str));
        self
    }
}

/// What an item operation touches: an action on a table.
///
/// `dynamodb:LeadingKeys` should have the hash key's values alone, but which attribute that is
/// stands in the table, which a policy check does not read: so it has all values that were given
/// and may be a key, and a policy that narrows them refuses rather too much than too little.
/// `dynamodb:Attributes` has every attribute that the request names.
#[must_use]
pub(crate) fn access(cx: &Cx, operation: &str, reference: &str, touched: Touched<'_>) -> Access {
    let mut access = Access::new(&format!("dynamodb:{operation}"), resource(cx, reference, None));
    let mut add = |key: &str, values: Vec<String>| {
        if !values.is_empty() {
            access.conditions.push((format!("dynamodb:{key}"), values));
        }
    };
    add("LeadingKeys", touched.leading.into_iter().filter_map(key_text).collect());
    let expressions = touched.expressions.into_iter().flatten();
    let named = expressions.flat_map(|text| attributes(text, touched.names));
    let mut all: Vec<&str> = touched.attributes.into_iter().chain(named).collect();
    all.sort_unstable();
    all.dedup();
    add("Attributes", all.into_iter().map(str::to_owned).collect());
    for (key, value) in touched.parameters {
        add(key, value.cloned().into_iter().collect());
    }
    access
}

fn key_text(value: &Value) -> Option<String> {
    match value {
        // What is longer than a key may be is none.
        Value::S(text) if HASH_KEY_MAX < text.len() => None,
        Value::B(bytes) if HASH_KEY_MAX < bytes.len() => None,
        Value::S(text) => Some(text.clone()),
        Value::N(number) => Some(number.to_string()),
        Value::B(bytes) => Some(STANDARD.encode(bytes)),
        _ => None,
    }
}
