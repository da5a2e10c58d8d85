//! One test of a pattern, held against one scalar of an event.

use samara_service::policy::Cidr;
use serde_json::Value;

/// A test.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    Null,
    Boolean(bool),
    Number(f64),
    Text(TextTest),
    Not(Box<Test>),
    Any(Vec<Test>),
    Range { low: Option<(f64, bool)>, high: Option<(f64, bool)> },
    Exists(bool),
    Address(Cidr),
}

/// A test of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextTest {
    pub(super) how: How,
    /// In lower case when case is ignored.
    pub(super) text: String,
    pub(super) ignore_case: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum How {
    Equal,
    Prefix,
    Suffix,
    /// Literal texts with anything between them.
    Wildcard(Vec<String>),
}

impl Test {
    pub(super) fn text(how: How, text: &str, ignore_case: bool) -> Self {
        let text = if ignore_case { text.to_lowercase() } else { text.to_owned() };
        Self::Text(TextTest { how, text, ignore_case })
    }

    pub(super) fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Boolean(wanted) => value.as_bool() == Some(*wanted),
            Self::Number(wanted) => number(value).is_some_and(|number| same(number, *wanted)),
            Self::Text(test) => value.as_str().is_some_and(|text| test.holds(text)),
            Self::Not(test) => !test.holds(value),
            Self::Any(tests) => tests.iter().any(|test| test.holds(value)),
            Self::Range { low, high } => {
                let Some(number) = number(value) else { return false };
                let above =
                    low.is_none_or(|(low, with)| low < number || (with && same(low, number)));
                let below =
                    high.is_none_or(|(high, with)| number < high || (with && same(high, number)));
                above && below
            }
            Self::Exists(wanted) => *wanted,
            Self::Address(block) => {
                let address = value.as_str().and_then(|text| text.parse().ok());
                address.is_some_and(|address| block.contains(address))
            }
        }
    }
}

impl TextTest {
    fn holds(&self, text: &str) -> bool {
        let lower;
        let text = if self.ignore_case {
            lower = text.to_lowercase();
            &lower
        } else {
            text
        };
        match &self.how {
            How::Equal => text == self.text,
            How::Prefix => text.starts_with(&self.text),
            How::Suffix => text.ends_with(&self.text),
            How::Wildcard(parts) => wildcard(parts, text),
        }
    }
}

/// The first part begins the text, the last ends it, the others follow each other between them.
fn wildcard(parts: &[String], text: &str) -> bool {
    let (Some((first, rest)), Some(mut left)) =
        (parts.split_first(), parts.first().and_then(|first| text.strip_prefix(first.as_str())))
    else {
        return false;
    };
    let Some((last, between)) = rest.split_last() else { return text == first };
    for part in between {
        let Some((_, after)) = left.split_once(part.as_str()) else { return false };
        left = after;
    }
    left.ends_with(last.as_str())
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

/// Numbers are the same when they were written to be: both came through the same reader.
fn same(one: f64, other: f64) -> bool {
    one.to_bits() == other.to_bits() || (one == 0.0 && other == 0.0)
}
