//! Updates: the tree and its grammar. What an update does to an item is [`apply`](super::apply).

use super::lexer::{Cursor, Token};
use super::{Faults, Kind, Path, Placeholders, UNDEFINED, path};
use crate::error::Error;
use crate::value::Value;

/// One change of an update.
#[derive(Debug, Clone, PartialEq)]
pub enum Action<'a> {
    /// `SET path = value`
    Set(Path<'a>, Operand<'a>),
    /// `REMOVE path`
    Remove(Path<'a>),
    /// `ADD path value`: a number to a number, elements to a set (and, for the legacy
    /// `AttributeUpdates` alone, elements to a list).
    Add(Path<'a>, &'a Value),
    /// `DELETE path value`: elements from a set.
    Delete(Path<'a>, &'a Value),
}

/// What an attribute is set to.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand<'a> {
    /// What a path leads to.
    Path(Path<'a>),
    /// A value of the request.
    Value(&'a Value),
    /// A sum.
    Plus(Box<(Operand<'a>, Operand<'a>)>),
    /// A difference.
    Minus(Box<(Operand<'a>, Operand<'a>)>),
    /// `if_not_exists(path, operand)`
    IfNotExists(Path<'a>, Box<Operand<'a>>),
    /// `list_append(operand, operand)`
    ListAppend(Box<(Operand<'a>, Operand<'a>)>),
    /// A function that is misused; reported once the whole text is read.
    Refused,
}

impl<'a> Action<'a> {
    /// What it changes.
    #[must_use]
    pub fn path(&self) -> &Path<'a> {
        match self {
            Self::Set(path, _)
            | Self::Remove(path)
            | Self::Add(path, _)
            | Self::Delete(path, _) => path,
        }
    }

    /// What it changes, and all that its value is made of.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path<'a>> {
        let mut paths = vec![self.path()];
        if let Self::Set(_, operand) = self {
            operand.collect(&mut paths);
        }
        paths
    }

    /// The type that the attribute will have, where the text alone shows it.
    #[must_use]
    pub fn type_name(&self) -> Option<&'static str> {
        match self {
            Self::Set(_, operand) => operand.type_name(),
            Self::Add(_, value) | Self::Delete(_, value) => Some(value.type_name()),
            Self::Remove(_) => None,
        }
    }

    /// Whether it can only take away, so that it makes no item where there is none.
    #[must_use]
    pub fn only_removes(&self) -> bool {
        matches!(self, Self::Remove(_) | Self::Delete(..))
    }
}

impl<'a> Operand<'a> {
    fn collect<'o>(&'o self, paths: &mut Vec<&'o Path<'a>>) {
        match self {
            Self::Path(path) => paths.push(path),
            Self::IfNotExists(path, otherwise) => {
                paths.push(path);
                otherwise.collect(paths);
            }
            Self::Plus(pair) | Self::Minus(pair) | Self::ListAppend(pair) => {
                pair.0.collect(paths);
                pair.1.collect(paths);
            }
            Self::Value(_) | Self::Refused => {}
        }
    }

    fn type_name(&self) -> Option<&'static str> {
        match self {
            Self::Value(value) => Some(value.type_name()),
            Self::Plus(_) | Self::Minus(_) => Some("N"),
            Self::ListAppend(_) => Some("L"),
            Self::IfNotExists(_, operand) => operand.type_name(),
            Self::Path(_) | Self::Refused => None,
        }
    }
}

/// Reads an update expression.
///
/// # Errors
/// When it is not one, or its paths overlap.
pub fn parse<'a>(
    text: &'a str,
    placeholders: &mut Placeholders<'a>,
) -> Result<Vec<Action<'a>>, Error> {
    let parsed = Cursor::new(text)
        .and_then(|cursor| Parser { cursor, placeholders, faults: Faults::default() }.whole());
    parsed.map_err(|message| Error::validation(format!("Invalid UpdateExpression: {message}")))
}

/// That no two of an update's paths lead into each other.
///
/// # Errors
/// AWS's message, naming both.
pub fn check_paths(actions: &[Action<'_>]) -> Result<(), Error> {
    let mut faults = Faults::default();
    path::check_overlap(actions.iter().map(Action::path), &mut faults);
    let found = faults.first(&[Kind::Overlap, Kind::Conflict]);
    found.map_err(|message| Error::validation(format!("Invalid UpdateExpression: {message}")))
}

struct Parser<'a, 'p> {
    cursor: Cursor<'a>,
    placeholders: &'p mut Placeholders<'a>,
    faults: Faults,
}

const SECTIONS: [&str; 4] = ["SET", "REMOVE", "ADD", "DELETE"];

impl<'a> Parser<'a, '_> {
    fn whole(mut self) -> Result<Vec<Action<'a>>, String> {
        let (mut actions, mut seen) = (Vec::new(), Vec::new());
        while self.cursor.peek() != Token::End || seen.is_empty() {
            let section = SECTIONS.into_iter().find(|section| self.cursor.keyword(section));
            let section = section.ok_or_else(|| self.cursor.syntax_error())?;
            if seen.contains(&section) {
                self.faults.note(Kind::Section, || {
                    format!(
                        "The \"{section}\" section can only be used once in an update expression;"
                    )
                });
            }
            seen.push(section);
            loop {
                actions.push(self.action(section)?);
                if !self.cursor.sign(",") {
                    break;
                }
            }
        }
        path::check_overlap(actions.iter().map(Action::path), &mut self.faults);
        self.faults.first(&[
            Kind::Reserved,
            Kind::UnknownFunction,
            Kind::Section,
            Kind::Name,
            Kind::Value,
            Kind::Overlap,
            Kind::Conflict,
            Kind::OperandType,
            Kind::Function,
        ])?;
        Ok(actions)
    }

    fn action(&mut self, section: &'static str) -> Result<Action<'a>, String> {
        let path = self.path()?;
        match section {
            "SET" => {
                self.cursor.expect("=")?;
                Ok(Action::Set(path, self.sum()?))
            }
            "REMOVE" => Ok(Action::Remove(path)),
            section => {
                let Token::Value(placeholder) = self.cursor.peek() else {
                    return Err(self.cursor.syntax_error());
                };
                let value = self.value(placeholder);
                self.check_operand(section, value);
                let add = section == "ADD";
                Ok(if add { Action::Add(path, value) } else { Action::Delete(path, value) })
            }
        }
    }

    fn path(&mut self) -> Result<Path<'a>, String> {
        if let Token::Word(word) = self.cursor.peek()
            && SECTIONS.iter().any(|section| word.eq_ignore_ascii_case(section))
        {
            return Err(self.cursor.syntax_error());
        }
        path::parse(&mut self.cursor, self.placeholders, &mut self.faults, Kind::Name)
    }

    fn value(&mut self, placeholder: &str) -> &'a Value {
        self.cursor.advance();
        self.placeholders.value(placeholder).unwrap_or_else(|message| {
            self.faults.note(Kind::Value, || message);
            &UNDEFINED
        })
    }

    /// An operand, or a sum or difference of two.
    fn sum(&mut self) -> Result<Operand<'a>, String> {
        let left = self.operand()?;
        let (sign, make): (_, fn(_) -> _) = if self.cursor.sign("+") {
            ("+", Operand::Plus)
        } else if self.cursor.sign("-") {
            ("-", Operand::Minus)
        } else {
            return Ok(left);
        };
        let right = self.operand()?;
        for operand in [&left, &right] {
            self.check_type(sign, "N", operand);
        }
        Ok(make(Box::new((left, right))))
    }

    fn operand(&mut self) -> Result<Operand<'a>, String> {
        match self.cursor.peek() {
            Token::Sign("(") => {
                self.cursor.advance();
                self.cursor.enter()?;
                let operand = self.sum()?;
                self.cursor.expect(")")?;
                self.cursor.leave();
                Ok(operand)
            }
            Token::Value(placeholder) => Ok(Operand::Value(self.value(placeholder))),
            Token::Word(name) if self.cursor.peek_at(1) == Token::Sign("(") => self.call(name),
            _ => Ok(Operand::Path(self.path()?)),
        }
    }

    fn call(&mut self, name: &'a str) -> Result<Operand<'a>, String> {
        self.cursor.advance();
        self.cursor.advance();
        self.cursor.enter()?;
        let mut operands = vec![self.operand()?];
        while self.cursor.sign(",") {
            operands.push(self.operand()?);
        }
        self.cursor.expect(")")?;
        self.cursor.leave();
        Ok(self.function(name, operands))
    }

    fn function(&mut self, name: &str, operands: Vec<Operand<'a>>) -> Operand<'a> {
        if !matches!(name, "if_not_exists" | "list_append") {
            let message = || format!("Invalid function name; function: {name}");
            self.faults.note(Kind::UnknownFunction, message);
            return Operand::Refused;
        }
        let [first, second] = match <[Operand<'a>; 2]>::try_from(operands) {
            Ok(operands) => operands,
            Err(operands) => {
                let count = operands.len();
                self.faults.note(Kind::Function, || {
                    format!(
                        "Incorrect number of operands for operator or function; operator or \
                         function: {name}, number of operands: {count}"
                    )
                });
                return Operand::Refused;
            }
        };
        match (name, first) {
            ("if_not_exists", Operand::Path(path)) => Operand::IfNotExists(path, Box::new(second)),
            ("if_not_exists", _) => {
                self.faults.note(Kind::Function, || {
                    "Operator or function requires a document path; operator or function: \
                     if_not_exists"
                        .to_owned()
                });
                Operand::Refused
            }
            (_, first) => {
                if [&first, &second].iter().any(|inner| matches!(inner, Operand::ListAppend(_))) {
                    self.faults.note(Kind::UnknownFunction, || {
                        "The function is not allowed to be used this way in an expression; \
                         function: list_append"
                            .to_owned()
                    });
                }
                for operand in [&first, &second] {
                    self.check_type("list_append", "L", operand);
                }
                Operand::ListAppend(Box::new((first, second)))
            }
        }
    }

    fn check_type(&mut self, name: &str, wanted: &str, operand: &Operand<'_>) {
        if let Operand::Value(value) = operand
            && value.type_name() != wanted
        {
            self.faults.note(Kind::Function, || {
                format!(
                    "Incorrect operand type for operator or function; operator or function: \
                     {name}, operand type: {}",
                    value.type_name()
                )
            });
        }
    }

    fn check_operand(&mut self, section: &str, value: &Value) {
        let of = match value {
            Value::N(_) if section == "ADD" => return,
            Value::Ss(_) | Value::Ns(_) | Value::Bs(_) => return,
            Value::S(_) => "STRING",
            Value::N(_) => "NUMBER",
            Value::B(_) => "BINARY",
            Value::Null => "NULL",
            Value::Bool(_) => "BOOLEAN",
            Value::L(_) => "LIST",
            Value::M(_) => "MAP",
        };
        self.faults.note(Kind::OperandType, || {
            format!(
                "Incorrect operand type for operator or function; operator: {section}, operand \
                 type: {of}"
            )
        });
    }
}
