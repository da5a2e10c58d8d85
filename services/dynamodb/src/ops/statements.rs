//! What the operations of `PartiQL` share: what a statement may touch, and what it does to an
//! item. A write is decided first and done afterwards, so that a transaction can decide all of
//! its own before it does any.

use std::sync::Arc;

use samara_service::{Access, Cx};
use samara_store::Txn;

use super::put_item::check_size;
use super::update_item::returned;
use crate::capacity::{Units, write_units};
use crate::error::Error;
use crate::expr::condition::Condition;
use crate::expr::update::{self as grammar, Action};
use crate::expr::{Path, projection};
use crate::partiql::plan::{self, Named};
use crate::partiql::statement::{OwnedPath, Select, Term, Update};
use crate::partiql::{self, Statement, lower};
use crate::request::{self, Guard, Touched, check_key_paths};
use crate::table::Table;
use crate::value::{Given, Item, Value, item_size};
use crate::{throttle, update, write};

/// What a statement touches; one that is none needs a permission all the same, since what is
/// wrong with it is told only to who has some.
pub(super) fn access(cx: &Cx, text: &str, parameters: Option<&Vec<Given<Value>>>) -> Access {
    let Ok(statement) = partiql::parse(text, parameters) else {
        return Access::new("dynamodb:PartiQLSelect", "*");
    };
    let condition = condition_of(&statement).map(lower::condition);
    let mut attributes = condition.iter().flat_map(Condition::paths).map(Path::head).collect();
    let changes = changes_of(&statement);
    add_attributes(&statement, &changes, &mut attributes);
    let mut leading: Vec<&Value> = condition_of(&statement).map(plan::values).unwrap_or_default();
    if let Statement::Insert { item, .. } = &statement {
        leading.extend(item.values());
    }
    let touched = Touched { leading, attributes, ..Touched::default() };
    let mut access = request::access(cx, statement.action(), statement.table(), touched);
    let index = match &statement {
        Statement::Select(select) | Statement::Exists(select) => select.index.as_deref(),
        _ => None,
    };
    access.resource = request::resource(cx, statement.table(), index);
    access
}

fn condition_of(statement: &Statement) -> Option<&Term> {
    match statement {
        Statement::Select(select) | Statement::Exists(select) => select.condition.as_ref(),
        Statement::Insert { .. } => None,
        Statement::Update(update) => update.condition.as_ref(),
        Statement::Delete { condition, .. } => condition.as_ref(),
    }
}

fn changes_of(statement: &Statement) -> Vec<Action<'_>> {
    match statement {
        Statement::Update(update) => update.changes.iter().map(lower::action).collect(),
        _ => Vec::new(),
    }
}

fn add_attributes<'s>(
    statement: &'s Statement,
    changes: &[Action<'s>],
    attributes: &mut Vec<&'s str>,
) {
    attributes.extend(changes.iter().flat_map(Action::paths).map(Path::head));
    match statement {
        Statement::Select(Select { paths: Some(paths), .. }) => {
            attributes.extend(paths.iter().map(|path| path.path().head()));
        }
        Statement::Insert { item, .. } => attributes.extend(item.keys().map(String::as_str)),
        _ => {}
    }
}

/// A write that was decided.
pub(super) struct Decided {
    /// Its table.
    pub(super) table: Arc<Table>,
    /// Its item's key in the store.
    pub(super) key: Vec<u8>,
    old: Option<Item>,
    new: Option<Item>,
    /// What it gives back.
    pub(super) returned: Option<Item>,
    /// Whether it only checks.
    checks: bool,
}

impl Decided {
    /// Does it, and tells what it cost.
    pub(super) fn write(&self, cx: &Cx, txn: &mut dyn Txn) -> Result<Units, Error> {
        let (old, new) = (self.old.as_ref(), self.new.as_ref());
        if self.checks || (old.is_none() && new.is_none()) {
            let mut units = Units::default();
            units.add(write_units(old.map_or(0, item_size)));
            return Ok(units);
        }
        write::replace(cx, txn, &self.table, write::Change { key: self.key.clone(), old, new })
    }
}

/// How a refusal by the item that is there goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refused {
    /// Whether it shows the item.
    pub(super) shows: bool,
    /// The part of the request that it costs a write, as it does but in a transaction.
    pub(super) costs: Option<usize>,
}

/// Decides what a statement does.
pub(super) fn decide(
    cx: &Cx,
    txn: &mut dyn Txn,
    statement: &Statement,
    refused: Refused,
) -> Result<Decided, Error> {
    let table = Table::load(cx, txn, statement.table())?;
    let mut on = On { txn, table: &table, shows: refused.shows, met: 0 };
    let decided = on.decide(statement);
    let met = on.met;
    if let (Err(Error::ConditionFailed { .. } | Error::DuplicateItem { .. }), Some(part)) =
        (&decided, refused.costs)
    {
        throttle::take_for_nothing(cx, &table, part, met)?;
    }
    decided
}

/// What a statement that writes is decided on.
struct On<'t> {
    txn: &'t mut dyn Txn,
    table: &'t Arc<Table>,
    /// Whether a refusal shows the item that is there.
    shows: bool,
    /// The size of that, bytes, once it was read.
    met: usize,
}

impl On<'_> {
    fn decide(&mut self, statement: &Statement) -> Result<Decided, Error> {
        match statement {
            Statement::Select(_) => Err(Error::validation(
                "A read cannot stand beside writes: use EXISTS to check an item",
            )),
            Statement::Exists(select) => self.exists(select),
            Statement::Insert { item, .. } => self.insert(item),
            Statement::Update(update) => self.change(update),
            Statement::Delete { condition, returning, .. } => {
                let (key, guard) = self.find(condition.as_ref())?;
                let key = self.table.key_of(&key)?;
                let old = self.load(&key)?;
                guard.check(old.as_ref())?;
                let returned = old.clone().filter(|_| *returning);
                Ok(Decided { old, returned, ..self.decided(key) })
            }
        }
    }

    /// What leaves an item as it was: absent, and nobody asked.
    fn decided(&self, key: Vec<u8>) -> Decided {
        let table = Arc::clone(self.table);
        Decided { table, key, old: None, new: None, returned: None, checks: false }
    }

    fn load(&mut self, key: &[u8]) -> Result<Option<Item>, Error> {
        let old = write::load(self.txn, key)?;
        self.met = old.as_ref().map_or(0, item_size);
        Ok(old)
    }

    /// The key of the item that a statement names, and what else must hold of it.
    fn find<'s>(&self, condition: Option<&'s Term>) -> Result<(Item, Guard<'s>), Error> {
        let Named { key, rest } = plan::named(self.table, condition).ok_or_else(|| {
            Error::validation(
                "Where clause does not contain a mandatory equality on all key attributes",
            )
        })?;
        let guard = Guard::of(rest, self.shows);
        guard.check_key_paths(self.table)?;
        Ok((key, guard))
    }

    fn exists(&mut self, select: &Select) -> Result<Decided, Error> {
        let named = plan::named(self.table, select.condition.as_ref());
        if named.is_none_or(|named| named.rest.is_none()) {
            return Err(Error::validation(
                "EXISTS() must contain a single item read with additional condition",
            ));
        }
        let (key, guard) = self.find(select.condition.as_ref())?;
        let key = self.table.key_of(&key)?;
        let old = self.load(&key)?;
        guard.check(old.as_ref())?;
        Ok(Decided { old, checks: true, ..self.decided(key) })
    }

    fn insert(&mut self, item: &Item) -> Result<Decided, Error> {
        check_size(item)?;
        if !update::is_shallow(item) {
            return Err(crate::value::ValueError::TooDeep.into());
        }
        let key = self.table.key_of_item(item)?;
        if let Some(old) = self.load(&key)? {
            return Err(Error::DuplicateItem { item: self.shows.then(|| Box::new(old)) });
        }
        Ok(Decided { new: Some(item.clone()), ..self.decided(key) })
    }

    fn change(&mut self, asked: &Update) -> Result<Decided, Error> {
        let actions: Vec<Action<'_>> = asked.changes.iter().map(lower::action).collect();
        grammar::check_paths(&actions)?;
        let (named, guard) = self.find(asked.condition.as_ref())?;
        update::check(self.table, &actions)?;
        let key = self.table.key_of(&named)?;
        let old = self.load(&key)?;
        if old.is_none() {
            return Err(Error::ConditionFailed { item: None });
        }
        guard.check(old.as_ref())?;
        let new = update::updated(self.table, &named, old.as_ref(), &actions)?;
        let returned = returned(asked.returning, &actions, old.clone(), new.clone());
        Ok(Decided { old, new, returned, ..self.decided(key) })
    }
}

/// The table of a write that was done before, and the size of its item now.
pub(super) fn read_again(
    cx: &Cx,
    txn: &mut dyn Txn,
    statement: &Statement,
) -> Result<(Arc<Table>, usize), Error> {
    let table = Table::load(cx, txn, statement.table())?;
    let key = match statement {
        Statement::Insert { item, .. } => Some(table.key_of_item(item)?),
        statement => {
            let named = plan::named(&table, condition_of(statement));
            named.map(|named| table.key_of(&named.key)).transpose()?
        }
    };
    let item = key.map(|key| write::load(txn, &key)).transpose()?.flatten();
    Ok((table, item.as_ref().map_or(0, item_size)))
}

/// The item that a read names, with its table and its size before any projection.
///
/// # Errors
/// When it names more or less than a key: `what` must not read so.
pub(super) fn read_one(
    cx: &Cx,
    txn: &mut dyn Txn,
    select: &Select,
    what: &str,
) -> Result<(Arc<Table>, Option<Item>, usize), Error> {
    let table = Table::load(cx, txn, &select.table)?;
    let named = plan::named(&table, select.condition.as_ref());
    let only = named.filter(|named| named.rest.is_none());
    let plain = select.index.is_none() && select.order.is_empty();
    let named = only.filter(|_| plain).ok_or_else(|| {
        Error::validation(format!(
            "Select statements within {what} must specify the primary key in the where clause."
        ))
    })?;
    let paths = select.paths.as_ref().map(|paths| paths.iter().map(OwnedPath::path));
    let paths: Option<Vec<Path<'_>>> = paths.map(Iterator::collect);
    check_key_paths(&table, paths.iter().flatten())?;
    let item = write::load(txn, &table.key_of(&named.key)?)?;
    let size = item.as_ref().map_or(0, item_size);
    let item = match (&paths, item) {
        (Some(paths), Some(item)) => Some(projection::project(paths, &item)),
        (_, item) => item,
    };
    Ok((table, item, size))
}
