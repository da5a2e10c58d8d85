//! The grammar of statements. Conditions and values are in [`term`](super::term).

use super::Problem;
use super::lexer::{Place, Token, tokens};
use super::statement::{Change, OwnedPath, OwnedStep, Select, Source, Statement, Term, Update};
use crate::expr::DEPTH_MAX;
use crate::value::Value;

/// A place in a statement.
pub(super) struct Parser<'a> {
    tokens: Vec<(Token, Place)>,
    at: usize,
    depth: usize,
    parameters: &'a [&'a Value],
    used: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &str, parameters: &'a [&'a Value]) -> Result<Self, Problem> {
        Ok(Self { tokens: tokens(text)?, at: 0, depth: 0, parameters, used: 0 })
    }

    /// Whether the statement asked for exactly the parameters that there are.
    pub(super) fn has_used_all(&self) -> bool {
        self.used == self.parameters.len()
    }

    /// The whole text.
    pub(super) fn statement(&mut self) -> Result<Statement, Problem> {
        let statement = if self.keyword("SELECT") {
            Statement::Select(self.select()?)
        } else if self.keyword("EXISTS") {
            self.expect("(")?;
            self.expect_keyword("SELECT")?;
            let select = self.select()?;
            self.expect(")")?;
            Statement::Exists(select)
        } else if self.keyword("INSERT") {
            self.insert()?
        } else if self.keyword("UPDATE") {
            self.update()?
        } else if self.keyword("DELETE") {
            self.delete()?
        } else {
            return Err(self.unexpected());
        };
        self.sign(";");
        match self.peek() {
            Token::End => Ok(statement),
            _ => Err("Unexpected token after expression".to_owned().into()),
        }
    }

    fn select(&mut self) -> Result<Select, Problem> {
        let paths = if self.sign("*") {
            None
        } else {
            let mut paths = vec![self.path()?];
            while self.sign(",") {
                paths.push(self.path()?);
            }
            Some(paths)
        };
        self.expect_keyword("FROM")?;
        let table = self.name()?;
        let index = if self.sign(".") { Some(self.name()?) } else { None };
        self.no_alias()?;
        let condition = self.filter()?;
        let mut order = Vec::new();
        if self.keyword("ORDER") {
            self.expect_keyword("BY")?;
            loop {
                let name = self.name()?;
                let backwards = self.keyword("DESC");
                if !backwards {
                    self.keyword("ASC");
                }
                order.push((name, backwards));
                if !self.sign(",") {
                    break;
                }
            }
        }
        Ok(Select { paths, table, index, condition, order })
    }

    fn filter(&mut self) -> Result<Option<Term>, Problem> {
        if self.keyword("WHERE") { self.condition().map(Some) } else { Ok(None) }
    }

    fn insert(&mut self) -> Result<Statement, Problem> {
        self.expect_keyword("INTO")?;
        let table = self.name()?;
        if !self.keyword("VALUE") {
            return Err("Unexpected token after expression".to_owned().into());
        }
        match self.value("root")? {
            Value::M(item) => Ok(Statement::Insert { table, item }),
            _ => Err("Expected a tuple after VALUE".to_owned().into()),
        }
    }

    fn delete(&mut self) -> Result<Statement, Problem> {
        self.expect_keyword("FROM")?;
        let table = self.name()?;
        self.no_alias()?;
        let condition = self.filter()?;
        let returning = match self.returning()? {
            None => false,
            Some("ALL_OLD") => true,
            Some(_) => return Err("DELETE can return only ALL OLD *".to_owned().into()),
        };
        Ok(Statement::Delete { table, condition, returning })
    }

    fn update(&mut self) -> Result<Statement, Problem> {
        let table = self.name()?;
        self.no_alias()?;
        let mut changes = Vec::new();
        loop {
            if self.keyword("SET") {
                changes.push(self.set()?);
                while self.sign(",") {
                    changes.push(self.set()?);
                }
            } else if self.keyword("REMOVE") {
                changes.push(Change::Remove(self.path()?));
                while self.sign(",") {
                    changes.push(Change::Remove(self.path()?));
                }
            } else if changes.is_empty() {
                return Err(self.unexpected());
            } else {
                break;
            }
        }
        let condition = self.filter()?;
        let returning = self.returning()?;
        Ok(Statement::Update(Update { table, changes, condition, returning }))
    }

    /// `path = source`, or a set that is added to or taken from.
    fn set(&mut self) -> Result<Change, Problem> {
        let path = self.path()?;
        self.expect("=")?;
        for (name, add) in [("set_add", true), ("set_delete", false)] {
            let place = self.place();
            if self.calls(name) {
                return self.set_call(path, (name, place), add);
            }
        }
        Ok(Change::Set(path, self.source()?))
    }

    /// `set_add(path, set)` or `set_delete(path, set)`, from behind its parenthesis.
    fn set_call(
        &mut self,
        path: OwnedPath,
        (name, place): (&str, Place),
        add: bool,
    ) -> Result<Change, Problem> {
        let name = name.to_ascii_uppercase();
        let refused = |why: String, at: Place| Err(Problem::Refused(format!("{why} at {at}")));
        let first = self.place();
        let of = if self.begins_value() {
            self.value("root")?;
            None
        } else {
            Some(self.path()?)
        };
        if !self.sign(",") {
            return refused(format!("{name} must have exactly two arguments"), place);
        }
        let set = self.value("root")?;
        if !self.sign(")") {
            return refused(format!("{name} must have exactly two arguments"), place);
        }
        if of.as_ref() != Some(&path) {
            let why = format!("The first argument to {name} must equal the assignment value");
            return refused(why, place);
        }
        if !matches!(set, Value::Ss(_) | Value::Ns(_) | Value::Bs(_)) {
            let why = format!("The second argument to {name} must be a value with type SET");
            return refused(why, first);
        }
        Ok(if add { Change::AddToSet(path, set) } else { Change::TakeFromSet(path, set) })
    }

    /// That no other name follows a table's.
    fn no_alias(&mut self) -> Result<(), Problem> {
        const NEXT: &[&str] = &["WHERE", "ORDER", "SET", "REMOVE", "RETURNING"];
        let word = matches!(self.peek(), Token::Word(_) | Token::Quoted(_));
        if word && !NEXT.iter().any(|keyword| self.is_keyword(keyword)) {
            return Err(Problem::Refused("Aliasing is not supported".to_owned()));
        }
        Ok(())
    }

    fn source(&mut self) -> Result<Source, Problem> {
        let mut left = self.source_part()?;
        loop {
            let make: fn(_) -> _ = if self.sign("+") {
                Source::Plus
            } else if self.sign("-") {
                Source::Minus
            } else {
                return Ok(left);
            };
            self.enter()?;
            left = make(Box::new((left, self.source_part()?)));
        }
    }

    fn source_part(&mut self) -> Result<Source, Problem> {
        self.enter()?;
        let source = if self.calls("list_append") {
            let first = self.source()?;
            self.expect(",")?;
            let second = self.source()?;
            self.expect(")")?;
            Source::ListAppend(Box::new((first, second)))
        } else if self.calls("if_not_exists") {
            let path = self.path()?;
            self.expect(",")?;
            let otherwise = self.source()?;
            self.expect(")")?;
            Source::IfNotExists(path, Box::new(otherwise))
        } else if self.begins_value() {
            Source::Value(self.value("root")?)
        } else {
            Source::Path(self.path()?)
        };
        self.leave();
        Ok(source)
    }

    fn returning(&mut self) -> Result<Option<&'static str>, Problem> {
        if !self.keyword("RETURNING") {
            return Ok(None);
        }
        let all = self.keyword("ALL");
        if !all {
            self.expect_keyword("MODIFIED")?;
        }
        let old = self.keyword("OLD");
        if !old {
            self.expect_keyword("NEW")?;
        }
        self.expect("*")?;
        Ok(Some(match (all, old) {
            (true, true) => "ALL_OLD",
            (true, false) => "ALL_NEW",
            (false, true) => "UPDATED_OLD",
            (false, false) => "UPDATED_NEW",
        }))
    }

    /// A path into an item.
    pub(super) fn path(&mut self) -> Result<OwnedPath, Problem> {
        let mut steps = vec![OwnedStep::Name(self.name()?)];
        loop {
            if self.sign(".") {
                steps.push(OwnedStep::Name(self.name()?));
            } else if self.sign("[") {
                match self.next() {
                    Token::Number(digits) => {
                        let index = digits.parse().map_err(|_| format!("No index: {digits}"))?;
                        steps.push(OwnedStep::Index(index));
                    }
                    // A name with characters of its own may stand as a text.
                    Token::Text(name) => steps.push(OwnedStep::Name(name)),
                    _ => return Err(self.unexpected()),
                }
                self.expect("]")?;
            } else {
                return Ok(OwnedPath(steps));
            }
            if DEPTH_MAX < steps.len() {
                return Err("A path is too deep".to_owned().into());
            }
        }
    }

    pub(super) fn name(&mut self) -> Result<String, Problem> {
        match self.peek().clone() {
            Token::Word(name) | Token::Quoted(name) => {
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// The next parameter.
    pub(super) fn parameter(&mut self) -> Result<Value, Problem> {
        let value = self.parameters.get(self.used).map(|value| (*value).clone());
        self.used += 1;
        value.ok_or_else(|| {
            let why = "Number of parameters in request and statement don't match.";
            Problem::Refused(why.to_owned())
        })
    }

    pub(super) fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(token, _)| token)
    }

    /// Where the next token stands.
    pub(super) fn place(&self) -> Place {
        self.tokens.get(self.at).map(|(_, place)| *place).unwrap_or_default()
    }

    pub(super) fn peek_at(&self, ahead: usize) -> &Token {
        self.tokens.get(self.at + ahead).map_or(&Token::End, |(token, _)| token)
    }

    pub(super) fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    pub(super) fn sign(&mut self, sign: &str) -> bool {
        let next = matches!(self.peek(), Token::Sign(found) if *found == sign);
        self.at += usize::from(next);
        next
    }

    pub(super) fn expect(&mut self, sign: &str) -> Result<(), Problem> {
        if self.sign(sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    pub(super) fn is_keyword(&self, keyword: &str) -> bool {
        matches!(self.peek(), Token::Word(word) if word.eq_ignore_ascii_case(keyword))
    }

    pub(super) fn keyword(&mut self, keyword: &str) -> bool {
        let next = self.is_keyword(keyword);
        self.at += usize::from(next);
        next
    }

    pub(super) fn expect_keyword(&mut self, keyword: &str) -> Result<(), Problem> {
        if self.keyword(keyword) { Ok(()) } else { Err(self.unexpected()) }
    }

    /// Reads a function's name and its parenthesis, if they are next.
    pub(super) fn calls(&mut self, name: &str) -> bool {
        let next = self.is_keyword(name) && *self.peek_at(1) == Token::Sign("(");
        self.at += if next { 2 } else { 0 };
        next
    }

    pub(super) fn unexpected(&self) -> Problem {
        let why = match self.peek() {
            Token::End => "Unexpected end of the statement".to_owned(),
            Token::Word(text) | Token::Quoted(text) | Token::Text(text) | Token::Number(text) => {
                format!("Unexpected token: {text}")
            }
            Token::Sign(sign) => format!("Unexpected token: {sign}"),
        };
        why.into()
    }

    /// Goes one level deeper; every call has its [`Parser::leave`], unless parsing ends.
    pub(super) fn enter(&mut self) -> Result<(), Problem> {
        self.depth += 1;
        if DEPTH_MAX < self.depth {
            return Err(format!("It is nested too deeply; maximum depth: {DEPTH_MAX}").into());
        }
        Ok(())
    }

    /// Whether nothing is open around what is being read.
    pub(super) fn is_outermost(&self) -> bool {
        self.depth == 1
    }

    pub(super) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}
