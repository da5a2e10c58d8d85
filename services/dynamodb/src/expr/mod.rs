//! The expression language: conditions, filters, projections, updates, key conditions.
//!
//! Text becomes a tree that borrows its names and values from the request, and a tree is evaluated
//! against an item; both are pure. Parsing goes on after a mistake that is not one of grammar,
//! because AWS reports mistakes by their kind and not by their place: [`Faults`] keeps the first
//! of each kind, and each grammar names the order in which they are reported.
//!
//! Depth is bounded ([`DEPTH_MAX`]), and so is length ([`LENGTH_MAX`]): an expression comes from
//! outside and must not exhaust the stack.

pub mod apply;
pub mod condition;
pub mod evaluate;
pub mod key_condition;
mod lexer;
pub mod path;
pub mod placeholders;
pub mod projection;
mod reserved;
pub mod update;

pub use path::{Path, Step};
pub use placeholders::Placeholders;

use std::collections::BTreeMap;

use crate::value::Value;
use lexer::Token;

/// The longest expression, bytes (DynamoDB developer guide, "Expression parameters": 4 KB).
pub const LENGTH_MAX: usize = 4096;

/// The deepest nesting of parentheses, functions and NOTs that is parsed. AWS publishes no figure,
/// but bounds operators, of which this many levels have more.
pub const DEPTH_MAX: usize = 150;

/// The top-level attributes that an expression of any kind names, for a policy check; an
/// expression that is too long to be read names none.
#[must_use]
pub fn attributes<'a>(text: &'a str, names: Option<&'a BTreeMap<String, String>>) -> Vec<&'a str> {
    if LENGTH_MAX < text.len() {
        return Vec::new();
    }
    let name = |token| match token {
        Token::Word(word) => Some(word),
        Token::Name(placeholder) => names?.get(placeholder).map(String::as_str),
        _ => None,
    };
    lexer::attributes(text).into_iter().filter_map(name).collect()
}

/// What stands for a value whose placeholder is not defined, until that is reported.
static UNDEFINED: Value = Value::Null;

/// The kinds of mistakes that do not end parsing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Parentheses,
    UnknownFunction,
    MisusedFunction,
    Reserved,
    /// The first mistake of the first comparison that has one.
    Comparison,
    Placeholder,
    Name,
    Value,
    OperandCount,
    Distinct,
    Function,
    Section,
    Overlap,
    Conflict,
    OperandType,
}

/// The first mistake of each kind.
#[derive(Debug, Default)]
struct Faults(Vec<(Kind, String)>);

impl Faults {
    fn note(&mut self, kind: Kind, message: impl FnOnce() -> String) {
        if self.get(kind).is_none() {
            self.0.push((kind, message()));
        }
    }

    fn get(&self, kind: Kind) -> Option<&str> {
        self.0.iter().find(|(found, _)| *found == kind).map(|(_, message)| message.as_str())
    }

    /// The mistake to report, if there is one.
    fn first(&self, order: &[Kind]) -> Result<(), String> {
        match order.iter().find_map(|kind| self.get(*kind)) {
            Some(message) => Err(message.to_owned()),
            None => Ok(()),
        }
    }
}
