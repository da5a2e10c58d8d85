//! What queries and scans share: where they read, what they answer, where a page ends.

use std::collections::BTreeMap;

use samara_service::{Cx, Place};
use samara_store::{Range, Txn};

use crate::capacity::{Direction, Report, Units, read_units};
use crate::codec;
use crate::error::Error;
use crate::expr::condition::{self, Condition as Tree};
use crate::expr::{Path, Placeholders, evaluate, projection};
use crate::keys::{self, Space};
use crate::model::{Condition, ConsumedCapacity};
use crate::request::check_key_paths;
use crate::table::{Index, KeyAttribute, KeySchema, Projection, Table};
use crate::value::{Given, Item, Value, item_size};
use crate::{legacy, throttle, write};

/// Where a page ends, bytes read (DynamoDB developer guide, "Query" and "Scan": 1 MB).
const PAGE_BYTES: usize = 1024 * 1024;
/// How many entries are read at first, before their size is known.
const CHUNK_FIRST: usize = 16;
/// The most entries that are read at once.
const CHUNK_MAX: usize = 512;

/// Where a page is read. What goes on behind a whole page will be a long one too.
pub(super) fn place(goes_on: bool, limited: bool) -> Place {
    if goes_on && !limited { Place::Scan } else { Place::Page }
}

/// The parameters that `Query` and `Scan` have in common.
pub(super) struct Parameters<'a> {
    pub(super) select: Option<&'a str>,
    pub(super) attributes_to_get: Option<&'a Vec<String>>,
    pub(super) projection: Option<&'a str>,
    pub(super) filter: Option<&'a str>,
    pub(super) legacy_filter: Option<&'a BTreeMap<String, Condition>>,
    pub(super) operator: Option<&'a str>,
    pub(super) consistent: bool,
    pub(super) limit: Option<i64>,
    pub(super) report: Report,
}

/// What is to be read and answered.
pub(super) struct Plan<'a> {
    pub(super) filter: Option<Tree<'a>>,
    pub(super) paths: Option<Vec<Path<'a>>>,
    select: Select,
    limit: usize,
    consistent: bool,
    report: Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Select {
    /// What the index holds, or the whole item.
    Projected,
    /// The whole item, from the table if the index does not have it.
    All,
    /// Some attributes.
    Specific,
    /// Only how many.
    Count,
}

/// What is read: a table or one of its indexes.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    pub(super) table: &'t Table,
    pub(super) index: Option<&'t Index>,
}

impl<'t> Source<'t> {
    /// Of a request.
    pub(super) fn of(
        table: &'t Table,
        index: Option<&str>,
        consistent: bool,
    ) -> Result<Self, Error> {
        let Some(name) = index else { return Ok(Self { table, index: None }) };
        let index = table.index(name).ok_or_else(|| {
            Error::validation(format!("The table does not have the specified index: {name}"))
        })?;
        if index.filling {
            return Err(Error::validation(format!(
                "Cannot read from backfilling global secondary index: {name}"
            )));
        }
        if index.global && consistent {
            return Err(Error::validation(
                "Consistent reads are not supported on global secondary indexes",
            ));
        }
        Ok(Self { table, index: Some(index) })
    }

    pub(super) fn key(&self) -> &'t KeySchema {
        self.index.map_or(&self.table.key, |index| &index.key)
    }

    pub(super) fn space(&self) -> Space {
        self.index.map_or_else(|| self.table.space(), |index| index.space(self.table))
    }

    /// The names of the attributes that say where a page ended.
    fn start_names(&self) -> Vec<&'t str> {
        let mut names: Vec<&str> = Vec::with_capacity(4);
        for attribute in self.table.key.attributes().chain(self.key().attributes()) {
            if !names.contains(&attribute.name.as_str()) {
                names.push(&attribute.name);
            }
        }
        names
    }

    /// That a starting key that a client gave has as many attributes as it must. A scan of a table
    /// says more of it than a query does.
    pub(super) fn check_start(&self, given: &Item, query: bool) -> Result<(), Error> {
        let invalid = || Error::validation("The provided starting key is invalid");
        if given.len() != self.start_names().len() {
            return Err(match self.index {
                None if !query => Error::validation(
                    "The provided starting key is invalid: The provided key element does not \
                     match the schema",
                ),
                _ => invalid(),
            });
        }
        Ok(())
    }

    /// One key attribute of a starting key that a client gave.
    pub(super) fn check_start_piece(
        &self,
        given: &Item,
        attribute: &KeyAttribute,
    ) -> Result<(), Error> {
        let value = given
            .get(&attribute.name)
            .ok_or_else(|| Error::validation("The provided starting key is invalid"))?;
        self.table.check_piece(attribute, value)
    }

    /// The store's key of a starting key that a client gave.
    pub(super) fn start_key(&self, given: &Item) -> Result<Vec<u8>, Error> {
        let invalid =
            |why: &str| Error::validation(format!("The provided starting key is invalid: {why}"));
        let table_key: Item = given
            .iter()
            .filter(|(name, _)| self.table.key.has(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let item = self.table.key_of(&table_key).map_err(|error| invalid(&error.to_string()))?;
        let Some(index) = self.index else { return Ok(item) };
        let mismatch = || invalid("The provided key element does not match the schema");
        let own = index.key.of(given).ok_or_else(mismatch)?;
        let table_key = self.table.key.of(given).ok_or_else(mismatch)?;
        Ok(keys::key(self.space(), own.hash(), own.range().chain(table_key.all())))
    }

    fn end_key(&self, last: &Item) -> Item {
        let names = self.start_names().into_iter();
        names.filter_map(|name| Some((name.to_owned(), last.get(name)?.clone()))).collect()
    }

    fn holds_all(&self) -> bool {
        self.index.is_none_or(|index| index.projection == Projection::All)
    }

    fn projects(&self, name: &str) -> bool {
        self.index.is_none_or(|index| index.projects(self.table, name))
    }
}

impl<'a> Parameters<'a> {
    /// `QueryFilter` or `ScanFilter`.
    pub(super) fn legacy_filter(&self) -> Result<Option<Tree<'a>>, Error> {
        legacy::filter(self.legacy_filter, self.operator)
    }

    /// `AttributesToGet`.
    pub(super) fn legacy_paths(&self) -> Result<Option<Vec<Path<'a>>>, Error> {
        self.attributes_to_get.map(|names| legacy::attributes_to_get(names)).transpose()
    }

    /// What is to be read, as far as that needs no table; the legacy parameters come read.
    pub(super) fn plan(
        &self,
        indexed: bool,
        legacy: (Option<Tree<'a>>, Option<Vec<Path<'a>>>),
        placeholders: &mut Placeholders<'a>,
    ) -> Result<Plan<'a>, Error> {
        let filter = match self.filter {
            Some(text) => Some(condition::parse("FilterExpression", text, placeholders)?),
            None => legacy.0,
        };
        let paths = match self.projection {
            Some(text) => Some(projection::parse(text, placeholders)?),
            None => legacy.1,
        };
        let limit = match self.limit {
            Some(limit) => {
                usize::try_from(limit).ok().filter(|limit| *limit != 0).ok_or_else(|| {
                    Error::validation(format!(
                        "1 validation error detected: Value '{limit}' at 'limit' failed to satisfy \
                     constraint: Member must have value greater than or equal to 1"
                    ))
                })?
            }
            None => usize::MAX,
        };
        let select = self.select(indexed, paths.is_some())?;
        Ok(Plan { filter, paths, select, limit, consistent: self.consistent, report: self.report })
    }

    fn select(&self, indexed: bool, specific: bool) -> Result<Select, Error> {
        let parameter = match self.projection {
            Some(_) => "ProjectionExpression",
            None => "AttributesToGet",
        };
        match self.select {
            None | Some("SPECIFIC_ATTRIBUTES") if specific => Ok(Select::Specific),
            None => Ok(Select::Projected),
            Some("SPECIFIC_ATTRIBUTES") => Err(Error::validation(
                "Must specify the AttributesToGet or ProjectionExpression when choosing to get \
                 SPECIFIC_ATTRIBUTES",
            )),
            Some("COUNT") if specific => Err(Error::validation(format!(
                "Cannot specify the {parameter} when choosing to get only the Count"
            ))),
            Some(select) if specific => Err(Error::validation(format!(
                "Cannot specify the {parameter} when choosing to get {select}"
            ))),
            Some("COUNT") => Ok(Select::Count),
            Some("ALL_ATTRIBUTES") => Ok(Select::All),
            Some(_) if indexed => Ok(Select::Projected),
            Some(_) => Err(Error::validation(
                "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName",
            )),
        }
    }
}

impl<'a> Plan<'a> {
    /// What a statement reads: the items that pass a filter, or some of their attributes.
    pub(super) fn of(
        filter: Option<Tree<'a>>,
        paths: Option<Vec<Path<'a>>>,
        limit: Option<usize>,
        (consistent, report): (bool, Report),
    ) -> Self {
        let select = if paths.is_some() { Select::Specific } else { Select::Projected };
        let limit = limit.unwrap_or(usize::MAX);
        Self { filter, paths, select, limit, consistent, report }
    }
}

/// One page.
pub(super) struct Page {
    pub(super) items: Option<Vec<Given<Item>>>,
    pub(super) count: i64,
    pub(super) scanned: i64,
    pub(super) last: Option<Given<Item>>,
    pub(super) capacity: Option<ConsumedCapacity>,
}

impl Plan<'_> {
    /// That the projection goes into no key.
    pub(super) fn check_paths(&self, source: Source<'_>) -> Result<(), Error> {
        check_key_paths(source.table, self.paths.iter().flatten())
    }

    /// That the filter goes into no key.
    pub(super) fn check_filter(&self, source: Source<'_>) -> Result<(), Error> {
        self.filter
            .as_ref()
            .map_or(Ok(()), |filter| check_key_paths(source.table, filter.paths().into_iter()))
    }

    /// That the index has what is asked for.
    pub(super) fn check_index(&self, source: Source<'_>) -> Result<(), Error> {
        let Some(index) = source.index.filter(|index| index.global) else { return Ok(()) };
        if self.select == Select::All && !source.holds_all() {
            return Err(Error::parameter(format_args!(
                "Select type ALL_ATTRIBUTES is not supported for global secondary index {} \
                 because its projection type is not ALL",
                index.name
            )));
        }
        let heads = self.paths.iter().flatten().map(Path::head);
        let missing: Vec<&str> = heads.filter(|name| !source.projects(name)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Error::parameter(format_args!(
            "Global secondary index {} does not project [{}]",
            index.name,
            missing.join(", ")
        )))
    }

    /// Whether each entry's item must be read from the table: only a local index's may be.
    fn fetches(&self, source: Source<'_>) -> bool {
        match self.select {
            Select::All => !source.holds_all(),
            Select::Specific => {
                self.paths.iter().flatten().any(|path| !source.projects(path.head()))
            }
            Select::Projected | Select::Count => false,
        }
    }

    /// Reads a page of a range.
    pub(super) fn read(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        source: Source<'_>,
        range: Range,
    ) -> Result<Page, Error> {
        let mut reading = Reading { fetches: self.fetches(source), ..Reading::default() };
        let mut range = range;
        while reading.end.is_none() {
            let wanted = reading.chunk().min(self.limit - reading.scanned);
            let entries = txn.scan(&range, wanted)?;
            let ended = entries.len() < wanted;
            let last = entries.last().map(|(key, _)| key.clone());
            for (_, value) in entries {
                self.take(txn, source, codec::decode(&value)?, &mut reading)?;
                if reading.end.is_some() {
                    break;
                }
            }
            match last {
                Some(last) if !ended => range = range.after(&last),
                _ => break,
            }
        }
        let units = self.units(source, &reading);
        throttle::take(cx, source.table, (Direction::Read, 0), &units)?;
        Ok(Page {
            items: (self.select != Select::Count).then_some(reading.kept),
            count: reading.count,
            scanned: i64::try_from(reading.scanned).unwrap_or(i64::MAX),
            last: reading.end.map(Into::into),
            capacity: units.report(source.table, self.report),
        })
    }

    /// Takes one entry into the page.
    fn take(
        &self,
        txn: &mut dyn Txn,
        source: Source<'_>,
        entry: Item,
        reading: &mut Reading,
    ) -> Result<(), Error> {
        reading.scanned += 1;
        reading.bytes += item_size(&entry);
        reading.page_bytes += page_size(&entry, source.table.key.range.first());
        if PAGE_BYTES <= reading.page_bytes || reading.scanned == self.limit {
            reading.end = Some(source.end_key(&entry));
        }
        let item = if reading.fetches {
            let item = fetch(txn, source.table, &entry)?;
            reading.units += read_units(item_size(&item), self.consistent);
            item
        } else {
            entry
        };
        if self.filter.as_ref().is_none_or(|filter| evaluate::holds(filter, &item)) {
            reading.count += 1;
            if self.select != Select::Count {
                reading.kept.push(self.shown(item));
            }
        }
        Ok(())
    }

    fn shown(&self, item: Item) -> Given<Item> {
        match &self.paths {
            Some(paths) => projection::project(paths, &item).into(),
            None => item.into(),
        }
    }

    fn units(&self, source: Source<'_>, reading: &Reading) -> Units {
        let mut units = Units::default();
        let read = read_units(reading.bytes, self.consistent);
        match source.index {
            Some(index) => units.add_index(index, read),
            None => units.add(read),
        }
        units.add(reading.units);
        units
    }
}

/// A page as it grows.
#[derive(Default)]
struct Reading {
    /// Whether each entry's item is read from the table.
    fetches: bool,
    kept: Vec<Given<Item>>,
    count: i64,
    scanned: usize,
    bytes: usize,
    /// The bytes that count towards the end of the page.
    page_bytes: usize,
    /// What the items read from the table cost.
    units: f64,
    /// Where the page ended before its range did.
    end: Option<Item>,
}

impl Reading {
    /// How many entries to read next: as many as may still fit into the page.
    fn chunk(&self) -> usize {
        if self.scanned == 0 {
            return CHUNK_FIRST;
        }
        let average = (self.page_bytes / self.scanned).max(1);
        (PAGE_BYTES.saturating_sub(self.page_bytes) / average + 1).clamp(1, CHUNK_MAX)
    }
}

fn fetch(txn: &mut dyn Txn, table: &Table, entry: &Item) -> Result<Item, Error> {
    let Some(key) = table.key.of(entry) else { return Err(codec::Damaged.into()) };
    let item = write::load(txn, &table.item_key(key))?;
    // An entry without its item cannot be: both are of one transaction.
    item.ok_or_else(|| codec::Damaged.into())
}

/// The bytes that an item counts for in a page. AWS measures pages by the form that it keeps items
/// in, not by their size: names count one byte, values have a length before them, and each 3 KB
/// repeat the range key. (Found by measuring AWS; the guide says only "1 MB".)
fn page_size(item: &Item, range: Option<&KeyAttribute>) -> usize {
    let is_range = |name: &String| range.is_some_and(|range| range.name == *name);
    let range_size =
        item.iter().find(|(name, _)| is_range(name)).map_or(0, |(_, value)| value.size());
    let size = kept_size(item.iter().filter(|(name, _)| !is_range(name)));
    2 + size + (1 + (1 + size) / 3072) * (18 + range_size)
}

fn kept_size<'i>(attributes: impl Iterator<Item = (&'i String, &'i Value)>) -> usize {
    attributes.map(|(_, value)| 1 + kept_value(value)).sum()
}

fn kept_value(value: &Value) -> usize {
    match value {
        Value::S(text) => {
            let prefix = match text.len() {
                0..128 => 1,
                128..16384 => 2,
                _ => 3,
            };
            text.len() + prefix
        }
        Value::N(_) | Value::B(_) => value.size() + 1,
        Value::Ss(set) => value.size() + set.len() + 1,
        Value::Ns(set) => value.size() + set.len() + 1,
        Value::Bs(set) => value.size() + set.len() + 1,
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::L(list) => 3 + list.iter().map(|value| 1 + kept_value(value)).sum::<usize>(),
        Value::M(map) => 3 + map.len() + kept_size(map.iter()),
    }
}
