//! Document paths: `a.b[3].#c`.

use std::fmt;

use super::lexer::{Cursor, Token};
use super::reserved::is_reserved;
use super::{Faults, Kind, Placeholders};
use crate::value::{Item, Value};

/// One step of a path. Ordered so that the elements of a list stand in their own order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step<'a> {
    /// An attribute of an item or entry of a map.
    Name(&'a str),
    /// An element of a list, from 0.
    Index(usize),
}

/// A path into an item; begins with a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path<'a>(pub Vec<Step<'a>>);

impl<'a> Path<'a> {
    /// A top-level attribute.
    #[must_use]
    pub fn name(name: &'a str) -> Self {
        Self(vec![Step::Name(name)])
    }

    /// The top-level attribute that it begins at.
    #[must_use]
    pub fn head(&self) -> &'a str {
        match self.0.first() {
            Some(Step::Name(name)) => name,
            _ => "",
        }
    }

    /// Whether it goes into a map or list.
    #[must_use]
    pub fn is_nested(&self) -> bool {
        1 < self.0.len()
    }

    /// What it leads to in an item.
    #[must_use]
    pub fn resolve<'i>(&self, item: &'i Item) -> Option<&'i Value> {
        let (_, steps) = self.0.split_first()?;
        let start = item.get(self.head())?;
        steps.iter().try_fold(start, |value, step| match (value, step) {
            (Value::M(map), Step::Name(name)) => map.get(*name),
            (Value::L(list), Step::Index(index)) => list.get(*index),
            _ => None,
        })
    }
}

impl fmt::Display for Path<'_> {
    /// As AWS's messages show a path: `[a, b, [3]]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (at, step) in self.0.iter().enumerate() {
            if at != 0 {
                f.write_str(", ")?;
            }
            match step {
                Step::Name(name) => f.write_str(name)?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        f.write_str("]")
    }
}

/// Steps of a path, its attribute's name among them (AWS's figure).
const PATH_LEVELS_MAX: usize = 32;
/// The largest index of a list's element (AWS: a signed number of 32 bits).
const LIST_INDEX_MAX: usize = 0x7fff_ffff;

/// Reads a path. `undefined` is the kind under which an undefined name is noted.
pub(super) fn parse<'a>(
    cursor: &mut Cursor<'a>,
    placeholders: &mut Placeholders<'a>,
    faults: &mut Faults,
    undefined: Kind,
) -> Result<Path<'a>, String> {
    let mut path = Path(vec![Step::Name(name(cursor, placeholders, faults, undefined)?)]);
    tail(&mut path, cursor, placeholders, faults, undefined)?;
    Ok(path)
}

/// Reads what may follow the beginning of a path.
pub(super) fn tail<'a>(
    path: &mut Path<'a>,
    cursor: &mut Cursor<'a>,
    placeholders: &mut Placeholders<'a>,
    faults: &mut Faults,
    undefined: Kind,
) -> Result<(), String> {
    loop {
        if cursor.sign(".") {
            path.0.push(Step::Name(name(cursor, placeholders, faults, undefined)?));
        } else if cursor.sign("[") {
            let Token::Digits(digits) = cursor.peek() else { return Err(cursor.syntax_error()) };
            cursor.advance();
            path.0.push(Step::Index(index(digits)?));
            cursor.expect("]")?;
        } else if PATH_LEVELS_MAX < path.0.len() {
            return Err(format!(
                "The document path has too many nesting levels; nesting levels: {}",
                path.0.len()
            ));
        } else {
            return Ok(());
        }
    }
}

fn index(digits: &str) -> Result<usize, String> {
    digits
        .parse()
        .ok()
        .filter(|index| *index <= LIST_INDEX_MAX)
        .ok_or_else(|| format!("List index is not within the allowable range; index: [{digits}]"))
}

fn name<'a>(
    cursor: &mut Cursor<'a>,
    placeholders: &mut Placeholders<'a>,
    faults: &mut Faults,
    undefined: Kind,
) -> Result<&'a str, String> {
    let name = match cursor.peek() {
        Token::Word(word) => {
            if is_reserved(word) {
                faults.note(Kind::Reserved, || {
                    format!("Attribute name is a reserved keyword; reserved keyword: {word}")
                });
            }
            word
        }
        Token::Name(placeholder) => placeholders.name(placeholder).unwrap_or_else(|message| {
            faults.note(undefined, || message);
            placeholder
        }),
        _ => return Err(cursor.syntax_error()),
    };
    cursor.advance();
    Ok(name)
}

/// Notes two paths of which one contains the other, or of which one takes for a list what the
/// other takes for a map.
pub(super) fn check_overlap<'p, 'a: 'p>(
    paths: impl Iterator<Item = &'p Path<'a>>,
    faults: &mut Faults,
) {
    let mut seen: Vec<&Path<'_>> = Vec::new();
    for second in paths {
        for first in &seen {
            check_pair(first, second, faults);
        }
        seen.push(second);
    }
}

fn check_pair(first: &Path<'_>, second: &Path<'_>, faults: &mut Faults) {
    let message = |verb: &str| {
        format!(
            "Two document paths {verb} with each other; must remove or rewrite one of these \
             paths; path one: {first}, path two: {second}"
        )
    };
    for pair in first.0.iter().zip(&second.0) {
        match pair {
            (Step::Name(_), Step::Index(_)) | (Step::Index(_), Step::Name(_)) => {
                faults.note(Kind::Conflict, || message("conflict"));
                return;
            }
            (one, two) if one != two => return,
            _ => {}
        }
    }
    faults.note(Kind::Overlap, || message("overlap"));
}
