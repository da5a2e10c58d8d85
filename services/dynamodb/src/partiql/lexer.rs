//! A statement's text as tokens, each with its place.

use std::fmt;

/// A token. Texts and quoted names come without their quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A keyword, or a name that needs no quotes.
    Word(String),
    /// A name in double quotes.
    Quoted(String),
    /// A text in single quotes.
    Text(String),
    /// A number, without its sign.
    Number(String),
    /// One of the grammar's signs.
    Sign(&'static str),
    /// The end of the statement.
    End,
}

/// Where a token stands: its line and column, from 1, and its length, in characters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    line: usize,
    column: usize,
    length: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.line, self.column, self.length)
    }
}

/// The signs, longer ones first.
const SIGNS: &[&str] = &[
    "<<", ">>", "<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", "{", "}", ",", ".", ":",
    "*", "?", "+", "-", ";",
];

/// Reads all tokens. What belongs to no token has no message on AWS.
///
/// # Errors
/// When a quote or a comment is not closed, or a character belongs to nothing.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Place)>, String> {
    let mut tokens = Vec::new();
    let (mut line, mut column) = (1, 1);
    let mut pass = |passed: &str| {
        for c in passed.chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        (line, column)
    };
    let mut rest = text;
    loop {
        let after = blank(rest)?;
        let (line, column) = pass(before(rest, after));
        rest = after;
        if rest.is_empty() {
            return Ok(tokens);
        }
        let (token, after) = token(rest)?;
        let passed = before(rest, after);
        tokens.push((token, Place { line, column, length: passed.chars().count() }));
        pass(passed);
        rest = after;
    }
}

/// What stands before the rest of a text.
fn before<'t>(text: &'t str, rest: &str) -> &'t str {
    text.strip_suffix(rest).unwrap_or(text)
}

/// What follows spaces and comments.
fn blank(text: &str) -> Result<&str, String> {
    let mut rest = text.trim_start();
    loop {
        rest = if let Some(comment) = rest.strip_prefix("--") {
            comment.split_once('\n').map_or("", |(_, after)| after)
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").ok_or_else(String::new)?.1
        } else {
            return Ok(rest);
        };
        rest = rest.trim_start();
    }
}

fn token(text: &str) -> Result<(Token, &str), String> {
    let mut ahead = text.chars();
    let (first, second) = (ahead.next().unwrap_or(' '), ahead.next().unwrap_or(' '));
    Ok(match first {
        '\'' => quoted(text, '\'').map(|(text, rest)| (Token::Text(text), rest))?,
        '"' => quoted(text, '"').map(|(text, rest)| (Token::Quoted(text), rest))?,
        '0'..='9' => number(text)?,
        '.' if second.is_ascii_digit() => number(text)?,
        _ if first.is_alphabetic() || first == '_' => {
            let (word, after) = split(text, |c| c.is_alphanumeric() || matches!(c, '_' | '$'));
            (Token::Word(word.to_owned()), after)
        }
        _ => {
            let sign = SIGNS.iter().find(|sign| text.starts_with(**sign));
            let sign = sign.ok_or_else(String::new)?;
            (Token::Sign(sign), text.strip_prefix(sign).unwrap_or_default())
        }
    })
}

fn split(text: &str, part: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !part(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// What stands in quotes; a quote in it is doubled.
fn quoted(text: &str, quote: char) -> Result<(String, &str), String> {
    let mut inner = String::new();
    let mut rest = text.strip_prefix(quote).unwrap_or(text);
    loop {
        let (part, after) = rest.split_once(quote).ok_or_else(String::new)?;
        inner.push_str(part);
        match after.strip_prefix(quote) {
            Some(after) => {
                inner.push(quote);
                rest = after;
            }
            None => return Ok((inner, after)),
        }
    }
}

/// A number, whose exponent and scale must each be of 32 bits.
fn number(text: &str) -> Result<(Token, &str), String> {
    let digits = |text| split(text, |c: char| c.is_ascii_digit());
    let (_, mut rest) = digits(text);
    let (mut decimals, mut exponent) = (0, 0);
    if let Some(after) = rest.strip_prefix('.') {
        let (fraction, after) = digits(after);
        decimals = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
        rest = after;
    }
    if let Some(after) = rest.strip_prefix(['e', 'E']) {
        let (found, behind) = digits(after.strip_prefix(['+', '-']).unwrap_or(after));
        if !found.is_empty() {
            exponent = before(after, behind).parse::<i32>().map_err(|_| String::new())?;
            rest = behind;
        }
    }
    let scale = decimals.saturating_sub(i64::from(exponent));
    i32::try_from(scale).map_err(|_| String::new())?;
    Ok((Token::Number(before(text, rest).to_owned()), rest))
}
