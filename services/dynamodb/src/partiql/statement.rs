//! The tree of a statement.

use crate::expr::condition::{Comparator, Function};
use crate::expr::{Path, Step};
use crate::value::{Item, Value};

/// What a statement asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Statement {
    /// `SELECT`
    Select(Select),
    /// `EXISTS (SELECT ...)`: a check within a transaction.
    Exists(Select),
    /// `INSERT INTO`
    Insert {
        /// Its table.
        table: String,
        /// The new item.
        item: Item,
    },
    /// `UPDATE`
    Update(Update),
    /// `DELETE FROM`
    Delete {
        /// Its table.
        table: String,
        /// Which item.
        condition: Option<Term>,
        /// Whether the item is given back (`RETURNING ALL OLD *`).
        returning: bool,
    },
}

/// `SELECT paths FROM table.index WHERE condition ORDER BY key`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Select {
    /// The attributes; `None` for all of them.
    pub(crate) paths: Option<Vec<OwnedPath>>,
    /// The table.
    pub(crate) table: String,
    /// The index, if one is read.
    pub(crate) index: Option<String>,
    /// Which items.
    pub(crate) condition: Option<Term>,
    /// By which key attribute, and whether backwards.
    pub(crate) order: Vec<(String, bool)>,
}

/// `UPDATE table SET ... REMOVE ... WHERE condition RETURNING ...`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Update {
    /// The table.
    pub(crate) table: String,
    /// What it changes.
    pub(crate) changes: Vec<Change>,
    /// Which item.
    pub(crate) condition: Option<Term>,
    /// What is given back, by the names that `ReturnValues` has for it.
    pub(crate) returning: Option<&'static str>,
}

/// One change of an update.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// `SET path = source`
    Set(OwnedPath, Source),
    /// `SET path = set_add(path, set)`
    AddToSet(OwnedPath, Value),
    /// `SET path = set_delete(path, set)`
    TakeFromSet(OwnedPath, Value),
    /// `REMOVE path`
    Remove(OwnedPath),
}

/// What an attribute is set to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Source {
    /// What a path leads to.
    Path(OwnedPath),
    /// A value.
    Value(Value),
    /// A sum.
    Plus(Box<(Source, Source)>),
    /// A difference.
    Minus(Box<(Source, Source)>),
    /// `list_append(source, source)`
    ListAppend(Box<(Source, Source)>),
    /// `if_not_exists(path, source)`
    IfNotExists(OwnedPath, Box<Source>),
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Term {
    /// All hold.
    And(Vec<Term>),
    /// At least one holds.
    Or(Vec<Term>),
    /// It does not hold.
    Not(Box<Term>),
    /// Two operands stand so to each other.
    Compare(Comparator, Operand, Operand),
    /// The first lies between the others.
    Between(Operand, Operand, Operand),
    /// The first equals one of the list.
    In(Operand, Vec<Operand>),
    /// `path IS MISSING`
    Missing(OwnedPath),
    /// `path IS NULL`: it is there, and null.
    Null(OwnedPath),
    /// A function that is a condition.
    Call(Function, Vec<Operand>),
}

/// Something that is compared.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    /// What a path leads to.
    Path(OwnedPath),
    /// A value.
    Value(Value),
    /// `size(path)`
    Size(OwnedPath),
}

/// A path that owns its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnedPath(pub(crate) Vec<OwnedStep>);

/// One step of such a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OwnedStep {
    /// An attribute or an entry of a map.
    Name(String),
    /// An element of a list.
    Index(usize),
}

impl OwnedPath {
    /// The same path, as expressions have it.
    #[must_use]
    pub(crate) fn path(&self) -> Path<'_> {
        let steps = self.0.iter().map(|step| match step {
            OwnedStep::Name(name) => Step::Name(name),
            OwnedStep::Index(index) => Step::Index(*index),
        });
        Path(steps.collect())
    }

    /// The attribute, if it is one and goes no deeper.
    #[must_use]
    pub(crate) fn attribute(&self) -> Option<&str> {
        match self.0.as_slice() {
            [OwnedStep::Name(name)] => Some(name),
            _ => None,
        }
    }
}

impl Statement {
    /// The table that it names.
    #[must_use]
    pub(crate) fn table(&self) -> &str {
        match self {
            Self::Select(select) | Self::Exists(select) => &select.table,
            Self::Insert { table, .. } | Self::Delete { table, .. } => table,
            Self::Update(update) => &update.table,
        }
    }

    /// The IAM action that it needs.
    #[must_use]
    pub(crate) fn action(&self) -> &'static str {
        match self {
            Self::Select(_) | Self::Exists(_) => "PartiQLSelect",
            Self::Insert { .. } => "PartiQLInsert",
            Self::Delete { .. } => "PartiQLDelete",
            Self::Update(_) => "PartiQLUpdate",
        }
    }

    /// Whether it only reads, and may not stand beside writes.
    #[must_use]
    pub(crate) fn is_select(&self) -> bool {
        matches!(self, Self::Select(_))
    }
}
