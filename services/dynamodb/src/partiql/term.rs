//! Conditions and values of statements.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Problem;
use super::lexer::Token;
use super::parse::Parser;
use super::statement::{Operand, Term};
use crate::expr::condition::{Comparator, Function};
use crate::number::Number;
use crate::value::{Value, check_name};

/// The functions that are conditions, by name.
const FUNCTIONS: &[(&str, Function)] = &[
    ("attribute_exists", Function::AttributeExists),
    ("attribute_not_exists", Function::AttributeNotExists),
    ("attribute_type", Function::AttributeType),
    ("begins_with", Function::BeginsWith),
    ("contains", Function::Contains),
];

const COMPARATORS: &[(&str, Comparator)] = &[
    ("=", Comparator::Equal),
    ("<>", Comparator::NotEqual),
    ("!=", Comparator::NotEqual),
    ("<", Comparator::Less),
    ("<=", Comparator::LessOrEqual),
    (">", Comparator::Greater),
    (">=", Comparator::GreaterOrEqual),
];

impl Parser<'_> {
    /// A whole condition.
    pub(super) fn condition(&mut self) -> Result<Term, Problem> {
        self.enter()?;
        let mut parts = vec![self.conjunction()?];
        while self.keyword("OR") {
            parts.push(self.conjunction()?);
        }
        self.leave();
        Ok(one_or(parts, Term::Or))
    }

    fn conjunction(&mut self) -> Result<Term, Problem> {
        let mut parts = vec![self.negation()?];
        while self.keyword("AND") {
            parts.push(self.negation()?);
        }
        Ok(one_or(parts, Term::And))
    }

    fn negation(&mut self) -> Result<Term, Problem> {
        if !self.keyword("NOT") {
            return self.predicate();
        }
        self.enter()?;
        let inner = self.negation()?;
        self.leave();
        Ok(Term::Not(Box::new(inner)))
    }

    fn predicate(&mut self) -> Result<Term, Problem> {
        if self.sign("(") {
            let inner = self.condition()?;
            self.expect(")")?;
            return Ok(inner);
        }
        for (name, function) in FUNCTIONS {
            if self.calls(name) {
                return self.call(*function);
            }
        }
        let operand = self.operand()?;
        if self.keyword("IS") {
            return self.is(operand);
        }
        let negated = self.keyword("NOT");
        let term = if self.keyword("BETWEEN") {
            let lower = self.operand()?;
            self.expect_keyword("AND")?;
            Term::Between(operand, lower, self.operand()?)
        } else if self.keyword("IN") {
            Term::In(operand, self.list()?)
        } else if negated {
            return Err(self.unexpected());
        } else {
            let found = COMPARATORS.iter().find(|(sign, _)| *self.peek() == Token::Sign(sign));
            let (_, comparator) = found.ok_or_else(|| self.unexpected())?;
            self.next();
            Term::Compare(*comparator, operand, self.operand()?)
        };
        Ok(if negated { Term::Not(Box::new(term)) } else { term })
    }

    fn call(&mut self, function: Function) -> Result<Term, Problem> {
        let mut operands = Vec::new();
        if !self.sign(")") {
            operands.push(self.operand()?);
            while self.sign(",") {
                operands.push(self.operand()?);
            }
            self.expect(")")?;
        }
        let single = matches!(function, Function::AttributeExists | Function::AttributeNotExists);
        let (name, count) = (function.name(), operands.len());
        if count != if single { 1 } else { 2 } {
            return Err(Problem::Refused(format!(
                "Incorrect number of operands for operator or function; operator or function: \
                 {name}, number of operands: {count}"
            )));
        }
        if single && !matches!(operands.as_slice(), [Operand::Path(_)]) {
            return Err(Problem::Refused(format!(
                "Operator or function requires a document path; operator or function: {name}"
            )));
        }
        Ok(Term::Call(function, operands))
    }

    fn is(&mut self, operand: Operand) -> Result<Term, Problem> {
        let negated = self.keyword("NOT");
        let Operand::Path(path) = operand else { return Err(self.unexpected()) };
        let term = if self.keyword("MISSING") {
            Term::Missing(path)
        } else if self.keyword("NULL") {
            Term::Null(path)
        } else {
            return Err(self.unexpected());
        };
        Ok(if negated { Term::Not(Box::new(term)) } else { term })
    }

    fn list(&mut self) -> Result<Vec<Operand>, Problem> {
        let close = if self.sign("[") {
            "]"
        } else {
            self.expect("(")?;
            ")"
        };
        let mut list = vec![self.operand()?];
        while self.sign(",") {
            list.push(self.operand()?);
        }
        self.expect(close)?;
        Ok(list)
    }

    fn operand(&mut self) -> Result<Operand, Problem> {
        if self.calls("size") {
            let path = self.path()?;
            self.expect(")")?;
            return Ok(Operand::Size(path));
        }
        if self.begins_value() {
            return self.value("root").map(Operand::Value);
        }
        if let (Token::Word(name), Token::Sign("(")) = (self.peek(), self.peek_at(1)) {
            let (name, place) = (name.to_ascii_lowercase(), self.place());
            return Err(Problem::Refused(format!("Unrecognized function: {name} at {place}")));
        }
        self.path().map(Operand::Path)
    }

    /// Whether a value is next, and not a path.
    pub(super) fn begins_value(&self) -> bool {
        let word = ["TRUE", "FALSE", "NULL"].iter().any(|word| self.is_keyword(word));
        word || matches!(
            self.peek(),
            Token::Text(_) | Token::Number(_) | Token::Sign("?" | "-" | "+" | "[" | "{" | "<<")
        )
    }

    /// A value, parameters put in. `path` is where in the value of the statement it stands.
    pub(super) fn value(&mut self, path: &str) -> Result<Value, Problem> {
        self.enter()?;
        let value = match self.peek().clone() {
            Token::Text(text) => {
                self.next();
                Value::S(text)
            }
            Token::Number(_) | Token::Sign("-" | "+") => self.number(path)?,
            Token::Sign("?") => {
                self.next();
                self.parameter()?
            }
            Token::Sign("[") => Value::L(self.values("[", "]", path)?),
            Token::Sign("<<") => set(self.values("<<", ">>", path)?)?,
            Token::Sign("{") => self.tuple(path)?,
            _ if self.keyword("TRUE") => Value::Bool(true),
            _ if self.keyword("FALSE") => Value::Bool(false),
            _ if self.keyword("NULL") => Value::Null,
            _ => return Err(self.unexpected()),
        };
        self.leave();
        Ok(value)
    }

    fn number(&mut self, path: &str) -> Result<Value, Problem> {
        let negative = self.sign("-");
        if !negative {
            self.sign("+");
        }
        let Token::Number(digits) = self.next() else { return Err(self.unexpected()) };
        let text = if negative { format!("-{digits}") } else { digits };
        let number = text.parse::<Number>().map(Value::N);
        number.map_err(|error| Problem::Refused(format!("{error} under {path}")))
    }

    fn values(&mut self, open: &str, close: &str, path: &str) -> Result<Vec<Value>, Problem> {
        self.expect(open)?;
        let mut values = Vec::new();
        if self.sign(close) {
            return Ok(values);
        }
        loop {
            values.push(self.value(&format!("{path}[{}]", values.len()))?);
            if !self.sign(",") {
                self.expect(close)?;
                return Ok(values);
            }
        }
    }

    /// Entries of a map. Those of the item itself stand at its root.
    fn tuple(&mut self, path: &str) -> Result<Value, Problem> {
        self.expect("{")?;
        let mut map = BTreeMap::new();
        if self.sign("}") {
            return Ok(Value::M(map));
        }
        let outermost = self.is_outermost();
        loop {
            let (Token::Text(name) | Token::Quoted(name)) = self.next() else {
                return Err("The name of an attribute must be a text".to_owned().into());
            };
            self.expect(":")?;
            let inner = if outermost { path.to_owned() } else { format!("{path}.{name}") };
            check_name(&name).map_err(|error| Problem::Refused(error.to_string()))?;
            map.insert(name, self.value(&inner)?);
            if !self.sign(",") {
                self.expect("}")?;
                return Ok(Value::M(map));
            }
        }
    }
}

fn one_or(mut parts: Vec<Term>, make: impl FnOnce(Vec<Term>) -> Term) -> Term {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            parts.extend(last);
            make(parts)
        }
    }
}

/// A set: its members are of one type, and distinct.
fn set(values: Vec<Value>) -> Result<Value, Problem> {
    let refused = |why: String| Err(Problem::Refused(why));
    let shown: Vec<String> = values.iter().filter_map(member).collect();
    let (count, first) = (values.len(), values.first().map(Value::type_name));
    if count == 0 {
        return refused("Empty bags are not supported".to_owned());
    }
    if shown.len() < count || values.iter().any(|value| Some(value.type_name()) != first) {
        return refused("The members of a set are texts, numbers or bytes of one type".to_owned());
    }
    let (mut texts, mut numbers, mut blobs) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for value in values {
        match value {
            Value::S(text) => texts.insert(text),
            Value::N(number) => numbers.insert(number),
            Value::B(bytes) => blobs.insert(bytes),
            _ => false,
        };
    }
    if texts.len() + numbers.len() + blobs.len() < count {
        return refused(format!(
            "One or more parameter values were invalid: Input collection [{}] contains duplicates.",
            shown.join(", ")
        ));
    }
    Ok(match first {
        Some("S") => Value::Ss(texts),
        Some("N") => Value::Ns(numbers),
        _ => Value::Bs(blobs),
    })
}

/// What can be in a set, as a message shows it.
fn member(value: &Value) -> Option<String> {
    match value {
        Value::S(text) => Some(text.clone()),
        Value::N(number) => Some(number.to_string()),
        Value::B(bytes) => Some(STANDARD.encode(bytes)),
        _ => None,
    }
}
