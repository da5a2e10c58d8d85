//! `PartiQL`: the statements that `DynamoDB` takes, as the same trees that expressions become.
//!
//! Text becomes a [`Statement`] that owns its names and values, its parameters put in where they
//! stand. [`lower`] turns a WHERE clause into a condition and a SET clause into actions, so that
//! there is one evaluator, and one way in which an item changes; [`plan`] finds in the condition
//! the key that a statement names. What a statement does is in `ops`.
//!
//! Depth is bounded as that of expressions is, and length by the service's model (8 KB).
//!
//! # What is deliberately not here
//!
//! Joins, aggregates, sub-queries, aliases: `DynamoDB` has none of them either.

mod lexer;
pub(crate) mod lower;
mod parse;
pub(crate) mod plan;
pub(crate) mod statement;
mod term;
#[cfg(test)]
mod tests;

pub(crate) use statement::Statement;

use crate::error::Error;
use crate::value::{Given, Value};

/// Why a text is no statement.
#[derive(Debug)]
pub(crate) enum Problem {
    /// It has not the form of one.
    Malformed(String),
    /// It has, but says what cannot be.
    Refused(String),
}

impl From<String> for Problem {
    fn from(why: String) -> Self {
        Self::Malformed(why)
    }
}

/// Reads a statement and its parameters.
///
/// # Errors
/// When it is not one, a parameter is wrong, or there are not as many of them as it asks for.
pub(crate) fn parse(text: &str, given: Option<&Vec<Given<Value>>>) -> Result<Statement, Error> {
    let parameters = given.into_iter().flatten().map(Given::get);
    let parameters = parameters.collect::<Result<Vec<_>, _>>()?;
    let refused = |problem| match problem {
        Problem::Malformed(why) => {
            Error::validation(format!("Statement wasn't well formed, can't be processed: {why}"))
        }
        Problem::Refused(why) => Error::validation(why),
    };
    let mut parser = parse::Parser::new(text, &parameters).map_err(refused)?;
    let statement = parser.statement().map_err(refused)?;
    if parser.has_used_all() {
        return Ok(statement);
    }
    Err(Error::validation("Number of parameters in request and statement don't match."))
}
