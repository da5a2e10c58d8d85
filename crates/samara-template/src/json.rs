//! JSON text to a document with places.
//!
//! Written here, since the common parsers keep no places, and a YAML parser (JSON is nearly YAML)
//! explains a missing comma in YAML's words and refuses tabs.

use std::collections::HashSet;

use serde_json::Number;

use crate::error::{Mark, Problem};
use crate::node::{Entry, Node, Value};
use crate::yaml::{DEPTH_MAX, duplicate};

/// Reads one JSON document.
pub(crate) fn parse(text: &str) -> Result<Node, Problem> {
    let mut reader = Reader { rest: text, mark: Mark { line: 1, column: 1 }, depth: 0 };
    reader.space();
    let node = reader.value()?;
    reader.space();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.expected("the end of the template")),
    }
}

struct Reader<'a> {
    rest: &'a str,
    mark: Mark,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        match c {
            '\n' => self.mark = Mark { line: self.mark.line.saturating_add(1), column: 1 },
            _ => self.mark.column = self.mark.column.saturating_add(1),
        }
        Some(c)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\r' | '\n')) {
            self.take();
        }
    }

    fn expected(&self, what: &str) -> Problem {
        let found = match self.peek() {
            Some(c) => format!("`{c}`"),
            None => "the end of the text".to_owned(),
        };
        Problem::at(self.mark, "Template format error: JSON not well-formed.")
            .hint(format!("Expected {what}, found {found}."))
    }

    fn accept(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.take();
        }
        found
    }

    fn value(&mut self) -> Result<Node, Problem> {
        let mark = self.mark;
        self.depth += 1;
        if DEPTH_MAX < self.depth {
            let message = format!("Template format error: nested more than {DEPTH_MAX} deep");
            return Err(Problem::at(mark, message));
        }
        let value = match self.peek() {
            Some('{') => self.object()?,
            Some('[') => self.array()?,
            Some('"') => Value::String(self.string()?),
            Some('-' | '0'..='9') => Value::Number(self.number()?),
            _ => self.word()?,
        };
        self.depth -= 1;
        Ok(Node { mark, value })
    }

    fn object(&mut self) -> Result<Value, Problem> {
        self.take();
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        self.space();
        if self.accept('}') {
            return Ok(Value::Map(entries));
        }
        loop {
            self.space();
            let mark = self.mark;
            if self.peek() != Some('"') {
                return Err(self.expected("a key in double quotes"));
            }
            let key = self.string()?;
            self.space();
            if !self.accept(':') {
                return Err(self.expected("`:` after the key"));
            }
            self.space();
            if !seen.insert(key.clone()) {
                return Err(duplicate(&key, mark, &entries));
            }
            let node = self.value()?;
            entries.push(Entry { key, mark, node });
            self.space();
            if self.accept('}') {
                return Ok(Value::Map(entries));
            }
            if !self.accept(',') {
                return Err(self.expected("`,` or `}`"));
            }
        }
    }

    fn array(&mut self) -> Result<Value, Problem> {
        self.take();
        let mut items = Vec::new();
        self.space();
        if self.accept(']') {
            return Ok(Value::List(items));
        }
        loop {
            self.space();
            items.push(self.value()?);
            self.space();
            if self.accept(']') {
                return Ok(Value::List(items));
            }
            if !self.accept(',') {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    /// The text between two quotes; its escapes are left to `serde_json`.
    fn string(&mut self) -> Result<String, Problem> {
        let (start, mark) = (self.rest, self.mark);
        self.take();
        loop {
            match self.take() {
                Some('"') => break,
                Some('\\') => {
                    self.take();
                }
                Some('\n') | None => {
                    return Err(Problem { mark: Some(mark), ..self.expected("a closing quote") });
                }
                Some(_) => {}
            }
        }
        let length = start.len() - self.rest.len();
        let literal = start.get(..length).unwrap_or_default();
        serde_json::from_str(literal).map_err(|_| {
            Problem::at(mark, "Template format error: JSON not well-formed.")
                .hint("This string has a control character or an escape that JSON does not know.")
        })
    }

    fn number(&mut self) -> Result<Number, Problem> {
        let (start, mark) = (self.rest, self.mark);
        while matches!(self.peek(), Some('0'..='9' | '-' | '+' | '.' | 'e' | 'E')) {
            self.take();
        }
        let length = start.len() - self.rest.len();
        serde_json::from_str(start.get(..length).unwrap_or_default()).map_err(|_| {
            Problem::at(mark, "Template format error: JSON not well-formed.")
                .hint("This is not a number of JSON; put a text in double quotes.")
        })
    }

    fn word(&mut self) -> Result<Value, Problem> {
        for (word, value) in
            [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
        {
            if self.rest.starts_with(word) {
                word.chars().for_each(|_| {
                    self.take();
                });
                return Ok(value);
            }
        }
        Err(self.expected("a value"))
    }
}
