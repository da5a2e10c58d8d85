//! What is wrong with a template, where, and what would be right.
//!
//! A template is written by a person, who wants to see every mistake at once and to jump to it. So
//! a refusal is a list of [`Problem`]s, each with the line and column where it stands, AWS's own
//! words where AWS has words for it (clients match on them), and a hint where one can be given.

use serde::{Deserialize, Serialize};

/// A place in a template's text; both numbers begin at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Mark {
    /// The line. 0 in a document that was not read from text.
    pub line: u32,
    /// The column, counted in characters.
    pub column: u32,
}

/// One mistake in a template, or in what was asked of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where it stands; none for what is not in the text, such as a parameter's value.
    pub mark: Option<Mark>,
    /// What is wrong, as AWS says it.
    pub message: String,
    /// What would be right, if that can be guessed.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem at a place of the template.
    pub(crate) fn at(mark: Mark, message: impl Into<String>) -> Self {
        Self { mark: (0 < mark.line).then_some(mark), message: message.into(), hint: None }
    }

    /// A problem with no place in the template.
    pub(crate) fn anywhere(message: impl Into<String>) -> Self {
        Self { mark: None, message: message.into(), hint: None }
    }

    /// Adds what would be right.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds "did you mean", if a candidate is close to the name that was found.
    pub(crate) fn did_you_mean<'a>(
        self,
        found: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        match nearest(found, candidates) {
            Some(near) => self.hint(format!("Did you mean {near}?")),
            None => self,
        }
    }

    /// Adds what would be right, if nothing was said yet.
    pub(crate) fn or_hint(mut self, hint: impl FnOnce() -> String) -> Self {
        self.hint.get_or_insert_with(hint);
        self
    }

    /// The problem as a line for a person: `template.yaml:12:7: message. hint`.
    #[must_use]
    pub fn render(&self, file: &str) -> String {
        let place = match self.mark {
            Some(Mark { line, column }) => format!("{file}:{line}:{column}"),
            None => file.to_owned(),
        };
        format!("{place}: {}", self.text())
    }

    fn text(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{} {hint}", with_stop(&self.message)),
            None => self.message.clone(),
        }
    }
}

fn with_stop(message: &str) -> String {
    let stopped = message.ends_with(['.', '?', '!']);
    format!("{message}{}", if stopped { "" } else { "." })
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())?;
        match self.mark {
            Some(Mark { line, column }) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

/// Why a template, its parameters or a change were refused: never empty.
///
/// `Display` is the message of CloudFormation's `ValidationError`: the first problem, and how many
/// more there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub struct Error {
    /// What was found, in the order of the template; at most [`Error::PROBLEMS_MAX`].
    pub problems: Vec<Problem>,
}

impl Error {
    /// How many problems are kept: more than a person reads in one go.
    pub const PROBLEMS_MAX: usize = 50;

    /// Each problem on a line of its own, `file:line:column: message`.
    #[must_use]
    pub fn render(&self, file: &str) -> String {
        let lines: Vec<String> = self.problems.iter().map(|one| one.render(file)).collect();
        lines.join("\n")
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(first) = self.problems.first() else {
            return f.write_str("Template validation error");
        };
        write!(f, "{first}")?;
        match self.problems.len() {
            0 | 1 => Ok(()),
            more => write!(f, " [and {} more]", more.saturating_sub(1)),
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}

/// Gathers problems while checking goes on.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    /// Notes one problem; beyond [`Error::PROBLEMS_MAX`] it is dropped.
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.0.len() < Error::PROBLEMS_MAX && !self.0.contains(&problem) {
            self.0.push(problem);
        }
    }

    /// Notes the problem of a failed result and gives what succeeded.
    pub(crate) fn take<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.push(problem);
                None
            }
        }
    }

    /// Ends the gathering: an error if there was any problem.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        self.0.sort_by_key(|problem| problem.mark.unwrap_or(Mark { line: u32::MAX, column: 0 }));
        if self.0.is_empty() { Ok(()) } else { Err(Error { problems: self.0 }) }
    }
}

/// The candidate that a person most likely meant, if one is close enough to be worth saying.
pub(crate) fn nearest<'a>(
    found: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    const COMPARED_CHARS_MAX: usize = 100;
    if COMPARED_CHARS_MAX < found.len() {
        return None;
    }
    let limit = (found.chars().count() / 3).clamp(1, 4);
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let begun = |name: &&&str| 3 < found.len() && name.starts_with(found);
    if let Some(name) = candidates.iter().find(begun) {
        return Some(name);
    }
    candidates
        .into_iter()
        .filter(|name| name.len() <= COMPARED_CHARS_MAX)
        .map(|name| (distance(&found.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(apart, _)| *apart <= limit)
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, name)| name)
}

/// The number of single-character edits between two words (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, a) in left.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(index + 1);
        for (pair, b) in row.windows(2).zip(&right) {
            let (diagonal, above) = match pair {
                [diagonal, above] => (*diagonal, *above),
                _ => continue,
            };
            let before = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(a != *b)).min(above + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
