//! Event patterns: JSON in, a matcher out.
//!
//! A pattern names fields of an event and, for each, a list of tests of which one must hold; all
//! named fields must. A field that is a list matches when one of its elements does, and a pattern
//! below a list must hold for one and the same element.
//!
//! Source: "Event patterns" and "Comparison operators" in the EventBridge user guide, and the
//! tests and messages of AWS's published rule engine where the guide is silent.

mod parse;
mod test;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};
use test::Test;

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern(Fields);

/// Why a text is no pattern; `Display` is what AWS gives as the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PatternError(String);

/// What an object must be like.
#[derive(Debug, Clone, Default, PartialEq)]
struct Fields {
    all: Vec<(String, Field)>,
    /// Of each list, one must hold.
    any: Vec<Vec<Fields>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Field {
    Object(Fields),
    Leaf(Vec<Test>),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// The first fault, in AWS's words where they are known.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        parse::pattern(text).map(Self)
    }

    /// Whether an event matches.
    #[must_use]
    pub fn matches(&self, event: &Value) -> bool {
        self.0.hold(Some(event))
    }
}

impl Fields {
    fn hold(&self, value: Option<&Value>) -> bool {
        match value {
            Some(Value::Object(members)) => self.hold_object(Some(members)),
            Some(Value::Array(elements)) if !elements.is_empty() => {
                elements.iter().any(|element| self.hold(Some(element)))
            }
            // What is not there can still be asked not to exist.
            _ => self.hold_object(None),
        }
    }

    fn hold_object(&self, members: Option<&Map<String, Value>>) -> bool {
        let all = self.all.iter().all(|(name, field)| {
            let value = members.and_then(|members| members.get(name));
            match field {
                Field::Object(fields) => fields.hold(value),
                Field::Leaf(tests) => leaf(tests, value),
            }
        });
        let branch = |fields: &Fields| fields.hold_object(members);
        all && self.any.iter().all(|branches| branches.iter().any(branch))
    }
}

/// Whether one of the tests holds for a value or for one of its elements.
fn leaf(tests: &[Test], value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Object(_)) => tests.contains(&Test::Exists(false)),
        Some(Value::Array(elements)) => {
            let scalars = || elements.iter().filter(|element| !element.is_object());
            if scalars().next().is_none() {
                return tests.contains(&Test::Exists(false));
            }
            scalars().any(|element| leaf_of_element(tests, element))
        }
        Some(scalar) => tests.iter().any(|test| test.holds(scalar)),
    }
}

fn leaf_of_element(tests: &[Test], element: &Value) -> bool {
    match element {
        Value::Array(_) => leaf(tests, Some(element)),
        scalar => tests.iter().any(|test| test.holds(scalar)),
    }
}
