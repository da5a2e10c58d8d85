//! Filter patterns: which messages are wanted.
//!
//! Three of CloudWatch's forms: terms (all of them, none of those behind `-`, or any of those
//! behind `?`), phrases in quotes, and simple conditions on JSON
//! (`{ $.level = "ERROR" && $.n > 3 }`).
//! Regular expressions (`%..%`) and space-delimited patterns (`[..]`) are refused by name.
//! Source: CloudWatch Logs user guide, "Filter pattern syntax".

use serde_json::Value;

use crate::Error;

/// The most conditions of a pattern; the pattern itself is at most 1,024 characters long.
const CONDITIONS_MAX: usize = 64;

/// A pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// Every message.
    All,
    /// Messages that have all of these and none of those.
    Terms {
        /// What must be there.
        all: Vec<String>,
        /// What must not.
        none: Vec<String>,
    },
    /// Messages that have any of these.
    Any(Vec<String>),
    /// JSON messages for which one of these alternatives holds; each is a list of conditions that
    /// must all hold.
    Json(Vec<Vec<Condition>>),
}

/// A condition on a member of a JSON message.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    path: Vec<Step>,
    operator: Operator,
    wanted: Wanted,
}

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Member(String),
    Place(usize),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Operator {
    Equal,
    Differs,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
}

#[derive(Debug, Clone, PartialEq)]
enum Wanted {
    /// Text; `*` stands for anything.
    Text(String),
    Number(f64),
}

fn unsupported(what: &str, text: &str) -> Error {
    Error::Unsupported(format!("{what} in filter patterns: {text}"))
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When it is malformed, or of a form that is not supported.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        match text.chars().next() {
            None => Ok(Self::All),
            Some('{') => json(text),
            Some('[') => Err(unsupported("space-delimited fields ([..])", text)),
            Some('%') => Err(unsupported("regular expressions (%..%)", text)),
            Some(_) => terms(text),
        }
    }

    /// Whether a message is wanted.
    #[must_use]
    pub fn matches(&self, message: &str) -> bool {
        let has = |term: &String| message.contains(term.as_str());
        match self {
            Self::All => true,
            Self::Terms { all, none } => all.iter().all(has) && !none.iter().any(has),
            Self::Any(any) => any.iter().any(has),
            Self::Json(alternatives) => {
                let Ok(message) = serde_json::from_str::<Value>(message) else { return false };
                let holds = |conditions: &Vec<Condition>| {
                    conditions.iter().all(|condition| condition.holds(&message))
                };
                alternatives.iter().any(holds)
            }
        }
    }
}

fn terms(text: &str) -> Result<Pattern, Error> {
    let (mut all, mut none, mut any) = (Vec::new(), Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let (list, term) = match rest.split_at_checked(1) {
            Some(("-", term)) => (&mut none, term),
            Some(("?", term)) => (&mut any, term),
            _ => (&mut all, rest),
        };
        let (term, after) = word(term)?;
        if term.is_empty() {
            return Err(Error::Invalid(format!("Invalid filter pattern: {text}")));
        }
        if term.starts_with('%') {
            return Err(unsupported("regular expressions (%..%)", text));
        }
        list.push(term);
        rest = after.trim_start();
    }
    if any.is_empty() {
        Ok(Pattern::Terms { all, none })
    } else if all.is_empty() && none.is_empty() {
        Ok(Pattern::Any(any))
    } else {
        Err(unsupported("?terms together with others", text))
    }
}

/// A phrase in quotes, or everything up to the next space; and what follows.
fn word(text: &str) -> Result<(String, &str), Error> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (word, after) = text.split_at(end);
        return Ok((word.to_owned(), after));
    };
    let mut phrase = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((phrase, quoted.get(at + 1..).unwrap_or_default())),
            '\\' => phrase.extend(characters.next().map(|(_, escaped)| escaped)),
            other => phrase.push(other),
        }
    }
    Err(Error::Invalid(format!("Invalid filter pattern: {text}")))
}

fn json(text: &str) -> Result<Pattern, Error> {
    let bad = || Error::Invalid(format!("Invalid filter pattern: {text}"));
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).ok_or_else(bad)?;
    let mut rest = inner.trim();
    let mut alternatives = vec![Vec::new()];
    let mut count = 0;
    loop {
        let (condition, after) = condition(rest, text)?;
        count += 1;
        if CONDITIONS_MAX < count {
            return Err(bad());
        }
        if let Some(last) = alternatives.last_mut() {
            last.push(condition);
        }
        rest = after.trim_start();
        if rest.is_empty() {
            return Ok(Pattern::Json(alternatives));
        } else if let Some(after) = rest.strip_prefix("&&") {
            rest = after.trim_start();
        } else if let Some(after) = rest.strip_prefix("||") {
            rest = after.trim_start();
            alternatives.push(Vec::new());
        } else {
            return Err(bad());
        }
    }
}

fn condition<'a>(text: &'a str, whole: &str) -> Result<(Condition, &'a str), Error> {
    let bad = || Error::Invalid(format!("Invalid filter pattern: {whole}"));
    if text.starts_with('(') {
        return Err(unsupported("parentheses", whole));
    }
    let rest = text.strip_prefix('$').ok_or_else(bad)?;
    let end = rest.find(|c: char| c.is_whitespace() || "=!<>".contains(c)).ok_or_else(bad)?;
    let (selector, rest) = rest.split_at(end);
    let path = path(selector).ok_or_else(|| unsupported("this selector", whole))?;
    let rest = rest.trim_start();
    let operators = [
        ("!=", Operator::Differs),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("=", Operator::Equal),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ];
    let found = operators.iter().find_map(|(sign, it)| Some((*it, rest.strip_prefix(sign)?)));
    // `IS TRUE`, `IS NULL`, `NOT EXISTS`.
    let (operator, rest) = found.ok_or_else(|| unsupported("this operator", whole))?;
    let rest = rest.trim_start();
    let quoted = rest.starts_with('"');
    let (value, after) = if quoted {
        word(rest)?
    } else {
        let end = rest.find(|c: char| c.is_whitespace() || "&|".contains(c));
        let (value, after) = rest.split_at(end.unwrap_or(rest.len()));
        (value.to_owned(), after)
    };
    if value.is_empty() && !quoted {
        return Err(bad());
    }
    if value.starts_with('%') && !quoted {
        return Err(unsupported("regular expressions (%..%)", whole));
    }
    let number = value.parse().ok().filter(|_| !quoted);
    let equality = matches!(operator, Operator::Equal | Operator::Differs);
    let wanted = match number {
        Some(number) => Wanted::Number(number),
        None if equality => Wanted::Text(value),
        None => return Err(bad()),
    };
    Ok((Condition { path, operator, wanted }, after))
}

/// `.a.b[0]`.
fn path(selector: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = selector;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
            if name.is_empty() || !name.chars().all(plain) {
                return None;
            }
            steps.push(Step::Member(name.to_owned()));
            rest = after;
        } else {
            let (place, after) = rest.strip_prefix('[')?.split_once(']')?;
            steps.push(Step::Place(place.parse().ok()?));
            rest = after;
        }
    }
    (!steps.is_empty()).then_some(steps)
}

impl Condition {
    fn holds(&self, message: &Value) -> bool {
        let next = |value: Option<&'_ Value>, step: &Step| -> Option<Value> {
            match step {
                Step::Member(name) => value?.get(name).cloned(),
                Step::Place(place) => value?.get(place).cloned(),
            }
        };
        let found =
            self.path.iter().try_fold(message.clone(), |value, step| next(Some(&value), step));
        let Some(found) = found else { return false };
        match &self.wanted {
            Wanted::Number(wanted) => found.as_f64().is_some_and(|found| match self.operator {
                Operator::Equal => (found - wanted).abs() < f64::EPSILON,
                Operator::Differs => f64::EPSILON <= (found - wanted).abs(),
                Operator::Less => found < *wanted,
                Operator::Greater => found > *wanted,
                Operator::LessOrEqual => found <= *wanted,
                Operator::GreaterOrEqual => found >= *wanted,
            }),
            Wanted::Text(wanted) => {
                let text = match &found {
                    Value::String(text) => text.clone(),
                    Value::Bool(_) | Value::Number(_) => found.to_string(),
                    _ => return false,
                };
                wildcard(wanted, &text) == (self.operator == Operator::Equal)
            }
        }
    }
}

/// Whether a text is as wanted, where `*` stands for anything.
fn wildcard(wanted: &str, text: &str) -> bool {
    let mut parts = wanted.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_table_of_patterns() {
        let json = r#"{"level":"ERROR","n":4,"a":{"b":[{"c":"x"}]},"ok":true}"#;
        for (pattern, message, expected) in [
            ("", "anything", true),
            ("ERROR", "an ERROR here", true),
            ("ERROR", "an error here", false),
            ("ERROR order", "order 7: ERROR", true),
            ("ERROR order", "ERROR", false),
            ("ERROR -timeout", "ERROR timeout", false),
            ("?ERROR ?WARN", "a WARN", true),
            ("?ERROR ?WARN", "an INFO", false),
            ("\"order 7\"", "the order 7", true),
            ("\"order 7\"", "7 order", false),
            ("\"say \\\"hi\\\"\"", "say \"hi\"", true),
            ("{ $.level = \"ERROR\" }", json, true),
            ("{ $.level = ERR* }", json, true),
            ("{ $.level != \"ERROR\" }", json, false),
            ("{ $.missing != \"x\" }", json, false),
            ("{ $.n > 3 && $.n <= 4 }", json, true),
            ("{ $.n = 5 || $.a.b[0].c = \"x\" }", json, true),
            ("{ $.ok = true }", json, true),
            ("{ $.level = \"ERROR\" }", "not JSON", false),
        ] {
            let seen = Pattern::parse(pattern).unwrap().matches(message);
            assert_eq!(seen, expected, "{pattern} / {message}");
        }
    }

    /// A pattern that is not understood must not pretend that nothing matched.
    #[test]
    fn what_is_not_supported_is_refused() {
        for pattern in [
            "%ERROR%",
            "[ip, user]",
            "?A B",
            "{ $.a IS NULL }",
            "{ ($.a = 1) }",
            "{ $.a = }",
            "{ a = 1 }",
            "{",
            "\"open",
            "-",
            "{ $.a < \"x\" }",
        ] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern}");
        }
    }
}
