//! The `Condition` element: operators, set operators, `IfExists`, `Null`.
//!
//! Source: "IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued
//! context keys" in the IAM user guide.

use std::cmp::Ordering;

use samara_base::Timestamp;
use serde_json::Value;

use super::Cidr;
use super::document::PolicyError;
use super::facts::{Facts, is_supported};
use super::glob::{ArnGlob, Glob, Reading};

/// One operator over one key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    /// In lower case.
    key: String,
    set: Option<Set>,
    if_exists: bool,
    negated: bool,
    test: Test,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    AnyValue,
    AllValues,
}

/// What a value of the request is held against; one of the policy's values must match.
#[derive(Debug, Clone, PartialEq)]
enum Test {
    Text { globs: Vec<Glob>, fold: bool },
    Number(Vec<f64>, Order),
    Date(Vec<f64>, Order),
    Boolean(Vec<bool>),
    Binary(Vec<String>),
    Address(Vec<Cidr>),
    Arn(Vec<ArnGlob>),
    Null(Vec<bool>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Equals,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Condition {
    /// Compiles `operator: { key: values }`.
    pub(super) fn parse(
        operator: &str,
        key: &str,
        values: &Value,
        variables: bool,
    ) -> Result<Self, PolicyError> {
        let unknown = || PolicyError::Malformed(format!("Invalid Condition type : {operator}."));
        let (set, bare) = match operator.split_once(':') {
            Some(("ForAnyValue", bare)) => (Some(Set::AnyValue), bare),
            Some(("ForAllValues", bare)) => (Some(Set::AllValues), bare),
            Some(_) => return Err(unknown()),
            None => (None, operator),
        };
        let (bare, if_exists) = match bare.strip_suffix("IfExists") {
            Some(bare) => (bare, true),
            None => (bare, false),
        };
        let (bare, negated) = positive(bare);
        let texts = scalars(values).ok_or_else(|| bad_value(operator, key))?;
        let test = Test::parse(&bare, &texts, variables).map_err(|fault| match fault {
            Fault::Operator => unknown(),
            Fault::Value => bad_value(operator, key),
        })?;
        if matches!(test, Test::Null(_)) && (if_exists || set.is_some()) {
            return Err(unknown());
        }
        let key = key.to_lowercase();
        if !key.contains(':') {
            return Err(PolicyError::vendor());
        }
        if !is_supported(&key) {
            return Err(PolicyError::Unsupported(format!("the condition key {key}")));
        }
        Ok(Self { key, set, if_exists, negated, test })
    }

    pub(super) fn holds(&self, facts: &Facts<'_>) -> bool {
        let values = facts.values(&self.key).filter(|values| !values.is_empty());
        if let Test::Null(wanted) = &self.test {
            return wanted.contains(&values.is_none());
        }
        let Some(values) = values else {
            let absent = match self.set {
                Some(Set::AllValues) => true,
                Some(Set::AnyValue) => false,
                None => self.negated,
            };
            return absent || self.if_exists;
        };
        let mut matches = values.iter().map(|value| self.test.matches(value, facts));
        match (self.set, self.negated) {
            (None | Some(Set::AnyValue), false) => matches.any(|good| good),
            (Some(Set::AnyValue), true) => matches.any(|good| !good),
            (Some(Set::AllValues), false) => matches.all(|good| good),
            (None | Some(Set::AllValues), true) => matches.all(|good| !good),
        }
    }
}

/// The operator that a negated one negates: `StringNotLike` is `StringLike`, negated.
fn positive(operator: &str) -> (String, bool) {
    match operator.split_once("Not") {
        // `NotIpAddress` is the only one that begins with it.
        Some(("", "IpAddress")) => ("IpAddress".to_owned(), true),
        Some((kind @ ("String" | "Numeric" | "Date" | "Arn"), rest)) => {
            (format!("{kind}{rest}"), true)
        }
        _ => (operator.to_owned(), false),
    }
}

/// Why an operator and its values make no test.
enum Fault {
    Operator,
    Value,
}

impl Test {
    fn parse(operator: &str, texts: &[String], variables: bool) -> Result<Self, Fault> {
        let globs = |wildcards, fold: bool| {
            let reading = Reading { variables, wildcards };
            let lower = |text: &String| if fold { text.to_lowercase() } else { text.clone() };
            let globs = texts.iter().map(|text| Glob::parse(&lower(text), reading)).collect();
            Option::map(globs, |globs| Self::Text { globs, fold })
        };
        let test = match operator {
            "StringEquals" => globs(false, false),
            "StringEqualsIgnoreCase" => globs(false, true),
            "StringLike" => globs(true, false),
            "Bool" => booleans(texts).map(Self::Boolean),
            "Null" => booleans(texts).map(Self::Null),
            "BinaryEquals" => Some(Self::Binary(texts.to_vec())),
            "IpAddress" => {
                texts.iter().map(|text| Cidr::parse(text)).collect::<Option<_>>().map(Self::Address)
            }
            "ArnEquals" | "ArnLike" => {
                let arns = texts.iter().map(|text| ArnGlob::of_condition(text, variables));
                arns.collect::<Option<_>>().map(Self::Arn)
            }
            _ => {
                if let Some(order) = operator.strip_prefix("Numeric") {
                    let order = Order::parse(order).ok_or(Fault::Operator)?;
                    let numbers = texts.iter().map(|text| number(text)).collect::<Option<_>>();
                    numbers.map(|numbers| Self::Number(numbers, order))
                } else {
                    let order = operator.strip_prefix("Date").and_then(Order::parse);
                    let order = order.ok_or(Fault::Operator)?;
                    let dates = texts.iter().map(|text| date(text)).collect::<Option<_>>();
                    dates.map(|dates| Self::Date(dates, order))
                }
            }
        };
        test.ok_or(Fault::Value)
    }

    fn matches(&self, value: &str, facts: &Facts<'_>) -> bool {
        match self {
            Self::Text { globs, fold: false } => {
                globs.iter().any(|glob| glob.matches(value, facts, false))
            }
            Self::Text { globs, fold: true } => {
                let value = value.to_lowercase();
                globs.iter().any(|glob| glob.matches(&value, facts, true))
            }
            Self::Number(wanted, order) => order.any(number(value), wanted),
            Self::Date(wanted, order) => order.any(date(value), wanted),
            Self::Boolean(wanted) => boolean(value).is_some_and(|value| wanted.contains(&value)),
            Self::Binary(wanted) => wanted.iter().any(|wanted| wanted == value),
            Self::Address(blocks) => {
                let address = value.parse().ok();
                address.is_some_and(|address| blocks.iter().any(|block| block.contains(address)))
            }
            Self::Arn(globs) => {
                value.starts_with("arn:") && globs.iter().any(|glob| glob.matches(value, facts))
            }
            Self::Null(_) => false,
        }
    }
}

impl Order {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "Equals" => Self::Equals,
            "LessThan" => Self::Less,
            "LessThanEquals" => Self::LessOrEqual,
            "GreaterThan" => Self::Greater,
            "GreaterThanEquals" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    fn any(self, value: Option<f64>, wanted: &[f64]) -> bool {
        let holds = |wanted: &f64| {
            let order = value.and_then(|value| value.partial_cmp(wanted));
            match self {
                Self::Equals => order == Some(Ordering::Equal),
                Self::Less => order == Some(Ordering::Less),
                Self::LessOrEqual => order.is_some_and(Ordering::is_le),
                Self::Greater => order == Some(Ordering::Greater),
                Self::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
            }
        };
        wanted.iter().any(holds)
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// Seconds since the epoch, of an ISO 8601 date, date and time, or seconds themselves.
fn date(text: &str) -> Option<f64> {
    if let Some(seconds) = number(text) {
        return Some(seconds);
    }
    let time = Timestamp::parse_rfc3339(text)
        .or_else(|| Timestamp::parse_rfc3339(&format!("{text}Z")))
        .or_else(|| Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z")))
        .or_else(|| Timestamp::parse_rfc3339(&format!("{}:00Z", text.strip_suffix('Z')?)));
    time.map(Timestamp::as_secs_f64)
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn booleans(texts: &[String]) -> Option<Vec<bool>> {
    texts.iter().map(|text| boolean(text)).collect()
}

/// A scalar or a list of them, as texts.
fn scalars(value: &Value) -> Option<Vec<String>> {
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    match value {
        Value::Array(values) => values.iter().map(scalar).collect(),
        value => Some(vec![scalar(value)?]),
    }
}

fn bad_value(operator: &str, key: &str) -> PolicyError {
    let message = format!("Invalid value for condition {operator} with key {key}.");
    PolicyError::Malformed(message)
}
