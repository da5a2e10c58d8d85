//! Conditions and filters: the tree and its grammar.
//!
//! One routine reads operands and conditions alike, because a parenthesis may open either:
//! `(a) = :v` and `(a = :v)`. AND and OR hold lists, not pairs, so that a long chain is flat.

use super::lexer::{Cursor, Token};
use super::{Faults, Kind, Path, Placeholders, UNDEFINED, path};
use crate::error::Error;
use crate::value::Value;

/// Values that `IN` compares with (AWS's figure).
const IN_OPERANDS_MAX: usize = 100;

/// A condition on an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition<'a> {
    /// All hold.
    All(Vec<Condition<'a>>),
    /// At least one holds.
    Any(Vec<Condition<'a>>),
    /// It does not hold.
    Not(Box<Condition<'a>>),
    /// Two operands stand so to each other.
    Compare(Comparator, Operand<'a>, Operand<'a>),
    /// The first lies between the others, bounds within.
    Between(Operand<'a>, Operand<'a>, Operand<'a>),
    /// The first equals one of the list.
    In(Operand<'a>, Vec<Operand<'a>>),
    /// A function that is a condition.
    Call(Function, Vec<Operand<'a>>),
}

/// How two operands are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparator {
    fn parse(sign: &str) -> Option<Self> {
        Some(match sign {
            "=" => Self::Equal,
            "<>" => Self::NotEqual,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    /// Its sign.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// Something that is compared.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand<'a> {
    /// What a path leads to.
    Path(Path<'a>),
    /// A value of the request.
    Value(&'a Value),
    /// What a function gives; only `size` gives something that can be compared.
    Call(Function, Vec<Operand<'a>>),
}

/// The functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `attribute_exists(path)`
    AttributeExists,
    /// `attribute_not_exists(path)`
    AttributeNotExists,
    /// `attribute_type(path, type)`
    AttributeType,
    /// `begins_with(path, beginning)`
    BeginsWith,
    /// `contains(path, operand)`
    Contains,
    /// `size(path)`
    Size,
    /// Not a function; refused once the whole text is read.
    Unknown,
}

impl Function {
    fn parse(name: &str) -> Self {
        match name {
            "attribute_exists" => Self::AttributeExists,
            "attribute_not_exists" => Self::AttributeNotExists,
            "attribute_type" => Self::AttributeType,
            "begins_with" => Self::BeginsWith,
            "contains" => Self::Contains,
            "size" => Self::Size,
            _ => Self::Unknown,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AttributeExists => "attribute_exists",
            Self::AttributeNotExists => "attribute_not_exists",
            Self::AttributeType => "attribute_type",
            Self::BeginsWith => "begins_with",
            Self::Contains => "contains",
            Self::Size => "size",
            Self::Unknown => "",
        }
    }

    fn operands(self) -> usize {
        match self {
            Self::AttributeExists | Self::AttributeNotExists | Self::Size => 1,
            _ => 2,
        }
    }
}

/// Reads a condition; `parameter` names it in messages.
///
/// # Errors
/// When it is not one.
pub fn parse<'a>(
    parameter: &str,
    text: &'a str,
    placeholders: &mut Placeholders<'a>,
) -> Result<Condition<'a>, Error> {
    let parsed = Cursor::new(text).and_then(|cursor| {
        Parser { cursor, placeholders, faults: Faults::default(), parenthesised: None }.whole()
    });
    parsed.map_err(|message| Error::validation(format!("Invalid {parameter}: {message}")))
}

/// What a parenthesis may hold.
enum Node<'a> {
    Operand(Operand<'a>),
    Condition(Condition<'a>),
}

struct Parser<'a, 'p> {
    cursor: Cursor<'a>,
    placeholders: &'p mut Placeholders<'a>,
    faults: Faults,
    /// Where the last parenthesis that was read opened and where it closed.
    parenthesised: Option<(usize, usize)>,
}

impl<'a> Parser<'a, '_> {
    fn whole(mut self) -> Result<Condition<'a>, String> {
        let node = self.any()?;
        let condition = self.condition(node)?;
        self.cursor.end()?;
        self.cursor.check_operators()?;
        self.faults.first(&[
            Kind::Parentheses,
            Kind::UnknownFunction,
            Kind::MisusedFunction,
            Kind::Reserved,
            Kind::Comparison,
        ])?;
        Ok(condition)
    }

    fn any(&mut self) -> Result<Node<'a>, String> {
        let first = self.all()?;
        if !self.next_is("OR") {
            return Ok(first);
        }
        let mut conditions = vec![self.condition(first)?];
        while self.cursor.keyword("OR") {
            let node = self.all()?;
            conditions.push(self.condition(node)?);
        }
        Ok(Node::Condition(Condition::Any(conditions)))
    }

    fn all(&mut self) -> Result<Node<'a>, String> {
        let first = self.not()?;
        if !self.next_is("AND") {
            return Ok(first);
        }
        let mut conditions = vec![self.condition(first)?];
        while self.cursor.keyword("AND") {
            let node = self.not()?;
            conditions.push(self.condition(node)?);
        }
        Ok(Node::Condition(Condition::All(conditions)))
    }

    fn next_is(&self, keyword: &str) -> bool {
        matches!(self.cursor.peek(), Token::Word(word) if word.eq_ignore_ascii_case(keyword))
    }

    fn not(&mut self) -> Result<Node<'a>, String> {
        if !self.cursor.keyword("NOT") {
            return self.comparison();
        }
        self.cursor.enter()?;
        let node = self.not()?;
        let condition = self.condition(node)?;
        self.cursor.leave();
        Ok(Node::Condition(Condition::Not(Box::new(condition))))
    }

    /// A node that must be a condition.
    fn condition(&mut self, node: Node<'a>) -> Result<Condition<'a>, String> {
        match node {
            Node::Condition(condition) => Ok(condition),
            Node::Operand(Operand::Call(function, operands)) => {
                if function == Function::Size {
                    self.misused(function);
                }
                self.settle();
                Ok(Condition::Call(function, operands))
            }
            Node::Operand(_) => Err(self.cursor.syntax_error()),
        }
    }

    fn comparison(&mut self) -> Result<Node<'a>, String> {
        let left = match self.primary()? {
            Node::Operand(operand) => operand,
            condition @ Node::Condition(_) => return Ok(condition),
        };
        let condition = if let Token::Sign(sign) = self.cursor.peek()
            && let Some(comparator) = Comparator::parse(sign)
        {
            self.cursor.advance();
            let right = self.operand()?;
            self.check_comparison(comparator, &left, &right);
            Condition::Compare(comparator, left, right)
        } else if self.cursor.keyword("BETWEEN") {
            let lower = self.operand()?;
            if !self.cursor.keyword("AND") {
                return Err(self.cursor.syntax_error());
            }
            let upper = self.operand()?;
            self.check_misused([&left, &lower, &upper]);
            self.check_between(&lower, &upper);
            Condition::Between(left, lower, upper)
        } else if self.cursor.keyword("IN") {
            self.cursor.expect("(")?;
            let list = self.operands()?;
            if IN_OPERANDS_MAX < list.len() {
                return Err(format!(
                    "The IN operator is provided with too many operands; number of operands: {}",
                    list.len()
                ));
            }
            self.check_misused(std::iter::once(&left).chain(&list));
            Condition::In(left, list)
        } else {
            return Ok(Node::Operand(left));
        };
        self.settle();
        Ok(Node::Condition(condition))
    }

    /// Operands up to and with the closing parenthesis.
    fn operands(&mut self) -> Result<Vec<Operand<'a>>, String> {
        let mut operands = vec![self.operand()?];
        while self.cursor.sign(",") {
            operands.push(self.operand()?);
        }
        self.cursor.expect(")")?;
        Ok(operands)
    }

    fn operand(&mut self) -> Result<Operand<'a>, String> {
        match self.primary()? {
            Node::Operand(operand) => Ok(operand),
            Node::Condition(_) => Err(self.cursor.syntax_error()),
        }
    }

    fn primary(&mut self) -> Result<Node<'a>, String> {
        match self.cursor.peek() {
            Token::Sign("(") => self.parenthesis(),
            Token::Value(placeholder) => {
                self.cursor.advance();
                let value = self.placeholders.value(placeholder).unwrap_or_else(|message| {
                    self.faults.note(Kind::Placeholder, || message);
                    &UNDEFINED
                });
                Ok(Node::Operand(Operand::Value(value)))
            }
            Token::Word(word) if is_keyword(word) => Err(self.cursor.syntax_error()),
            Token::Word(name) if self.cursor.peek_at(1) == Token::Sign("(") => self.call(name),
            _ => {
                let (cursor, faults) = (&mut self.cursor, &mut self.faults);
                let path = path::parse(cursor, self.placeholders, faults, Kind::Placeholder)?;
                Ok(Node::Operand(Operand::Path(path)))
            }
        }
    }

    fn parenthesis(&mut self) -> Result<Node<'a>, String> {
        let open = self.cursor.place();
        self.cursor.advance();
        self.cursor.enter()?;
        let mut node = self.any()?;
        let close = self.cursor.place();
        self.cursor.expect(")")?;
        self.cursor.leave();
        if self.parenthesised == Some((open + 1, close.saturating_sub(1))) {
            let message = || "The expression has redundant parentheses;".to_owned();
            self.faults.note(Kind::Parentheses, message);
        }
        self.parenthesised = Some((open, close));
        if let Node::Operand(Operand::Path(path)) = &mut node {
            let (cursor, faults) = (&mut self.cursor, &mut self.faults);
            path::tail(path, cursor, self.placeholders, faults, Kind::Placeholder)?;
        }
        Ok(node)
    }

    fn call(&mut self, name: &'a str) -> Result<Node<'a>, String> {
        self.cursor.advance();
        self.cursor.advance();
        self.cursor.enter()?;
        let operands = self.operands()?;
        self.cursor.leave();
        self.check_misused(&operands);
        let function = Function::parse(name);
        if function == Function::Unknown {
            let message = || match name {
                "if_not_exists" | "list_append" => format!(
                    "The function is not allowed in a condition expression; function: {name}"
                ),
                _ => format!("Invalid function name; function: {name}"),
            };
            self.faults.note(Kind::UnknownFunction, message);
        } else {
            self.check_call(function, &operands);
        }
        Ok(Node::Operand(Operand::Call(function, operands)))
    }

    /// Ends a comparison: the mistake to report of it, if none before it had one.
    fn settle(&mut self) {
        let order = [Kind::Placeholder, Kind::OperandCount, Kind::Distinct, Kind::Function];
        if let Err(message) = self.faults.first(&order) {
            self.faults.note(Kind::Comparison, || message);
        }
    }

    fn misused(&mut self, function: Function) {
        self.faults.note(Kind::MisusedFunction, || {
            let name = function.name();
            format!(
                "The function is not allowed to be used this way in an expression; function: {name}"
            )
        });
    }

    fn check_misused<'o>(&mut self, operands: impl IntoIterator<Item = &'o Operand<'a>>)
    where
        'a: 'o,
    {
        for operand in operands {
            match operand {
                Operand::Call(function, _)
                    if !matches!(function, Function::Size | Function::Unknown) =>
                {
                    self.misused(*function);
                }
                _ => {}
            }
        }
    }

    fn check_comparison(
        &mut self,
        comparator: Comparator,
        left: &Operand<'_>,
        right: &Operand<'_>,
    ) {
        if let Operand::Call(function, _) = left
            && !matches!(function, Function::Size | Function::Unknown)
        {
            self.misused(*function);
        }
        if let Operand::Call(function, _) = right
            && !matches!(function, Function::Size | Function::Unknown)
        {
            self.misused(*function);
        }
        self.check_distinct(comparator.sign(), left, right);
        if matches!(comparator, Comparator::Equal | Comparator::NotEqual) {
            return;
        }
        for operand in [left, right] {
            if let Operand::Value(value) = operand
                && !matches!(value, Value::S(_) | Value::N(_) | Value::B(_))
            {
                self.faults.note(Kind::Function, || {
                    format!(
                        "Incorrect operand type for operator or function; operator: {}, operand \
                         type: {}",
                        comparator.sign(),
                        value.type_name()
                    )
                });
            }
        }
    }

    fn check_distinct(&mut self, name: &str, left: &Operand<'_>, right: &Operand<'_>) {
        if let (Operand::Path(left), Operand::Path(right)) = (left, right)
            && left == right
        {
            self.faults.note(Kind::Distinct, || {
                format!(
                    "The first operand must be distinct from the remaining operands for this \
                     operator or function; operator: {name}, first operand: {left}"
                )
            });
        }
    }

    fn check_between(&mut self, lower: &Operand<'_>, upper: &Operand<'_>) {
        let (Operand::Value(lower), Operand::Value(upper)) = (lower, upper) else { return };
        let problem = if lower.type_name() != upper.type_name() {
            "same data type for lower and upper bounds"
        } else if super::evaluate::order(lower, upper) == Some(std::cmp::Ordering::Greater) {
            "upper bound to be greater than or equal to lower bound"
        } else {
            let of = lower.type_name();
            if !matches!(of, "S" | "N" | "B") {
                self.faults.note(Kind::Function, || {
                    format!(
                        "Incorrect operand type for operator or function; operator or function: \
                         BETWEEN, operand type: {of}"
                    )
                });
            }
            return;
        };
        self.faults.note(Kind::Function, || {
            format!(
                "The BETWEEN operator requires {problem}; lower bound operand: AttributeValue: \
                 {}, upper bound operand: AttributeValue: {}",
                shown(lower),
                shown(upper)
            )
        });
    }

    fn check_call(&mut self, function: Function, operands: &[Operand<'_>]) {
        let name = function.name();
        if operands.len() != function.operands() {
            self.faults.note(Kind::OperandCount, || {
                let count = operands.len();
                format!(
                    "Incorrect number of operands for operator or function; operator or function: \
                     {name}, number of operands: {count}"
                )
            });
            return;
        }
        if let [left, right] = operands {
            self.check_distinct(name, left, right);
        }
        if let Some(message) = wrong_operand(function, operands) {
            self.faults.note(Kind::Function, || message);
        }
    }
}

/// What is wrong with the operands of a function, as far as the text alone shows it.
fn wrong_operand(function: Function, operands: &[Operand<'_>]) -> Option<String> {
    let name = function.name();
    let wrong = |of: &str| {
        Some(format!(
            "Incorrect operand type for operator or function; operator or function: {name}, \
             operand type: {of}"
        ))
    };
    match (function, operands) {
        (Function::AttributeExists | Function::AttributeNotExists, [operand]) => match operand {
            Operand::Path(_) => None,
            _ => Some(format!(
                "Operator or function requires a document path; operator or function: {name}"
            )),
        },
        (Function::BeginsWith, operands) => operands.iter().find_map(|operand| match operand {
            Operand::Value(Value::S(_) | Value::B(_)) | Operand::Path(_) => None,
            Operand::Value(value) => wrong(value.type_name()),
            Operand::Call(..) => wrong("N"),
        }),
        (Function::AttributeType, [_, of]) => match of {
            Operand::Value(Value::S(of)) if is_type(of) => None,
            Operand::Value(Value::S(of)) => Some(format!(
                "Invalid attribute type name found; type: {of}, valid types: \
                 {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}"
            )),
            Operand::Value(value) => wrong(value.type_name()),
            Operand::Call(Function::Size, _) => wrong("N"),
            _ => wrong("{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"),
        },
        (Function::Size, [Operand::Call(Function::Size, _)]) => wrong("N"),
        (Function::Size, [Operand::Value(value)])
            if matches!(value, Value::N(_) | Value::Bool(_) | Value::Null) =>
        {
            wrong(value.type_name())
        }
        _ => None,
    }
}

fn is_type(name: &str) -> bool {
    matches!(name, "S" | "N" | "B" | "SS" | "NS" | "BS" | "M" | "L" | "NULL" | "BOOL")
}

fn is_keyword(word: &str) -> bool {
    ["AND", "OR", "NOT", "BETWEEN", "IN"].iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

/// A value as AWS's messages show it: `{N:3}`.
fn shown(value: &Value) -> String {
    match value {
        Value::S(text) => format!("{{S:{text}}}"),
        Value::N(number) => format!("{{N:{number}}}"),
        value => format!("{{{}}}", value.type_name()),
    }
}

impl<'a> Condition<'a> {
    /// All paths that it names.
    #[must_use]
    pub fn paths(&self) -> Vec<&Path<'a>> {
        let mut paths = Vec::new();
        self.collect(&mut paths);
        paths
    }

    fn collect<'c>(&'c self, paths: &mut Vec<&'c Path<'a>>) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.collect(paths);
                }
            }
            Self::Not(part) => part.collect(paths),
            Self::Compare(_, left, right) => collect([left, right], paths),
            Self::Between(one, two, three) => collect([one, two, three], paths),
            Self::In(first, rest) => {
                first.collect(paths);
                collect(rest, paths);
            }
            Self::Call(_, operands) => collect(operands, paths),
        }
    }
}

impl<'a> Operand<'a> {
    fn collect<'c>(&'c self, paths: &mut Vec<&'c Path<'a>>) {
        match self {
            Self::Path(path) => paths.push(path),
            Self::Value(_) => {}
            Self::Call(_, operands) => collect(operands, paths),
        }
    }
}

fn collect<'c, 'a: 'c>(
    operands: impl IntoIterator<Item = &'c Operand<'a>>,
    paths: &mut Vec<&'c Path<'a>>,
) {
    for operand in operands {
        operand.collect(paths);
    }
}
