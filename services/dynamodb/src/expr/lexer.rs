//! An expression's text as tokens, and a cursor over them that knows AWS's syntax errors.

use super::{DEPTH_MAX, LENGTH_MAX};

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name or a keyword.
    Word(&'a str),
    /// `#name`.
    Name(&'a str),
    /// `:value`.
    Value(&'a str),
    /// Digits.
    Digits(&'a str),
    /// One of the grammar's signs.
    Sign(&'static str),
    /// A character that the grammar does not know.
    Unknown,
    /// The end of the text.
    End,
}

/// Operators and functions of one expression (DynamoDB developer guide, "Constraints": 300).
const OPERATORS_MAX: usize = 300;

/// The signs, longer ones first.
const SIGNS: &[&str] = &["<>", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", ".", "+", "-"];

/// A place in an expression.
pub(super) struct Cursor<'a> {
    text: &'a str,
    tokens: Vec<(Token<'a>, std::ops::Range<usize>)>,
    at: usize,
    depth: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("The expression can not be empty;".to_owned());
        }
        if LENGTH_MAX < text.len() {
            return Err(format!(
                "Expression size has exceeded the maximum allowed size; expression size: {}",
                text.len()
            ));
        }
        Ok(Self { text, tokens: tokens(text), at: 0, depth: 0 })
    }

    pub(super) fn peek(&self) -> Token<'a> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, ahead: usize) -> Token<'a> {
        self.tokens.get(self.at + ahead).map_or(Token::End, |(token, _)| *token)
    }

    /// The number of tokens read: a place to compare with others.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    /// Reads a sign, if it is next.
    pub(super) fn sign(&mut self, sign: &str) -> bool {
        let next = matches!(self.peek(), Token::Sign(found) if found == sign);
        if next {
            self.advance();
        }
        next
    }

    /// Reads a sign that must be next.
    pub(super) fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.sign(sign) { Ok(()) } else { Err(self.syntax_error()) }
    }

    /// Reads a keyword, in any case, if it is next.
    pub(super) fn keyword(&mut self, keyword: &str) -> bool {
        let next = matches!(self.peek(), Token::Word(word) if word.eq_ignore_ascii_case(keyword));
        if next {
            self.advance();
        }
        next
    }

    /// That there are not too many comparators, operators of logic and functions.
    pub(super) fn check_operators(&self) -> Result<(), String> {
        const WORDS: [&str; 5] = ["AND", "OR", "NOT", "BETWEEN", "IN"];
        const SIGNS: [&str; 6] = ["=", "<>", "<", "<=", ">", ">="];
        let called = |at: usize| {
            let next = self.tokens.get(at + 1).map(|(token, _)| *token);
            next == Some(Token::Sign("("))
        };
        let counts = |(at, (token, _)): (usize, &(Token<'a>, _))| match token {
            Token::Word(word) => {
                called(at) || WORDS.iter().any(|operator| word.eq_ignore_ascii_case(operator))
            }
            Token::Sign(sign) => SIGNS.contains(sign),
            _ => false,
        };
        let operators = self.tokens.iter().enumerate().filter(|entry| counts(*entry)).count();
        if operators <= OPERATORS_MAX {
            return Ok(());
        }
        Err(format!("The expression contains too many operators; operator count: {operators}"))
    }

    /// That nothing is left.
    pub(super) fn end(&self) -> Result<(), String> {
        if self.peek() == Token::End { Ok(()) } else { Err(self.syntax_error()) }
    }

    /// Goes one level deeper; every call has its [`Cursor::leave`], unless parsing ends.
    pub(super) fn enter(&mut self) -> Result<(), String> {
        self.depth += 1;
        if DEPTH_MAX < self.depth {
            return Err(format!("The expression is nested too deeply; maximum depth: {DEPTH_MAX}"));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// That the next token cannot stand here, with the tokens beside it.
    pub(super) fn syntax_error(&self) -> String {
        let span = |at: usize| self.tokens.get(at).map(|(_, span)| span.clone());
        let token = span(self.at);
        let name = token.clone().and_then(|span| self.text.get(span)).unwrap_or("<EOF>");
        let from = self.at.checked_sub(1).and_then(span).or_else(|| token.clone());
        let to = span(self.at + 1).or(token);
        let from = from.map_or(0, |span| span.start);
        let to = to.map_or(self.text.len(), |span| span.end);
        let near = self.text.get(from..to).unwrap_or_default();
        format!("Syntax error; token: \"{name}\", near: \"{near}\"")
    }
}

/// The top-level attributes that an expression names, whatever kind of expression it is; more
/// rather than fewer where it is none.
pub(super) fn attributes(text: &str) -> Vec<Token<'_>> {
    const KEYWORDS: [&str; 9] =
        ["AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"];
    let tokens = tokens(text);
    let at =
        |place: Option<usize>| place.and_then(|place| tokens.get(place)).map(|(token, _)| *token);
    let named = |place: usize| {
        let nested = at(place.checked_sub(1)) == Some(Token::Sign("."));
        let called = at(Some(place + 1)) == Some(Token::Sign("("));
        match at(Some(place))? {
            _ if nested => None,
            Token::Word(word)
                if called || KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword)) =>
            {
                None
            }
            token @ (Token::Word(_) | Token::Name(_)) => Some(token),
            _ => None,
        }
    };
    (0..tokens.len()).filter_map(named).collect()
}

fn tokens(text: &str) -> Vec<(Token<'_>, std::ops::Range<usize>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        if blank != 0 {
            at += blank;
            continue;
        }
        let (token, length) = token(rest);
        tokens.push((token, at..at + length));
        at += length;
    }
    tokens
}

/// The first token of a text that is not empty, and its length in bytes.
fn token(rest: &str) -> (Token<'_>, usize) {
    let word = |from: usize| {
        let tail = rest.get(from..).unwrap_or_default();
        let part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let end = from + tail.bytes().take_while(|byte| part(*byte)).count();
        (rest.get(..end).unwrap_or_default(), end)
    };
    match rest.as_bytes().first().copied().unwrap_or_default() {
        b'#' => {
            let (word, end) = word(1);
            (Token::Name(word), end)
        }
        b':' => {
            let (word, end) = word(1);
            (Token::Value(word), end)
        }
        b'0'..=b'9' => {
            let end = rest.bytes().take_while(u8::is_ascii_digit).count();
            (Token::Digits(rest.get(..end).unwrap_or_default()), end)
        }
        byte if byte.is_ascii_alphabetic() => {
            let (word, end) = word(0);
            (Token::Word(word), end)
        }
        _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            Some(sign) => (Token::Sign(sign), sign.len()),
            None => (Token::Unknown, rest.chars().next().map_or(1, char::len_utf8)),
        },
    }
}
