//! `BatchWriteItem`: up to 25 puts and deletes of any tables.
//!
//! As on AWS each item is a write of its own: what is wrong with any of them refuses all of them
//! before anything is written, but from then on each is kept or not by itself, and what could not
//! be written comes back as `UnprocessedItems`. So a hot item among them does not make the others
//! wait; and they share one group of the log, so that 25 items cost one sync.

use std::collections::BTreeMap;

use samara_service::{Access, Answer, Batch, Cx, Fault, Operation, Place, Refusal};
use samara_store::Txn;

use super::put_item::check_size;
use crate::capacity::{Direction, Report, Units};
use crate::error::{Error, THROTTLED};
use crate::model::{
    BatchWriteItemInput, BatchWriteItemOutput, ItemCollectionMetrics, WriteRequest,
};
use crate::request::{self, Touched};
use crate::table::Table;
use crate::value::Item;
use crate::{collection, throttle, write};

/// `BatchWriteItem`.
pub struct BatchWriteItem;

/// The most writes of one request (DynamoDB API reference).
const WRITES_MAX: usize = 25;

/// A write that was done.
#[derive(Default)]
pub struct Done {
    /// The table that was written to.
    table: String,
    /// What that cost.
    units: Units,
    /// How large the item's collection is, if that is asked for.
    metrics: Option<ItemCollectionMetrics>,
}

/// One write, checked as far as that needs no table.
enum Write<'a> {
    Put(&'a Item),
    Delete(&'a Item),
}

impl Operation for BatchWriteItem {
    const NAME: &'static str = "BatchWriteItem";
    const PLACE: Place = Place::Write;
    type Input = BatchWriteItemInput;
    type Output = BatchWriteItemOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let one = |(name, writes): (&String, &Vec<WriteRequest>)| {
            let mut touched = Touched::default();
            for write in writes {
                let put = write.put_request.as_ref().map(|put| &put.item);
                let delete = write.delete_request.as_ref().map(|delete| &delete.key);
                put.into_iter().chain(delete).for_each(|given| touched.add(given));
            }
            request::access(cx, Self::NAME, name, touched)
        };
        input.request_items.iter().map(one).collect()
    }

    /// Within somebody's own transaction it is all or none.
    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        Self::check(cx, txn, input)?;
        let parts = (0..Self::parts(input)).map(|at| Self::run_part(cx, txn, input, at));
        let parts = parts.collect::<Result<Vec<_>, Error>>()?;
        Ok(Answer::Done(output(input, parts, BTreeMap::new())))
    }
}

impl Batch for BatchWriteItem {
    type Part = Done;

    fn parts(input: &Self::Input) -> usize {
        input.request_items.values().map(Vec::len).sum()
    }

    fn check(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<(), Error> {
        let mut batches = Vec::new();
        for (name, writes) in &input.request_items {
            batches.push((name, writes.iter().map(read).collect::<Result<Vec<_>, Error>>()?));
        }
        if WRITES_MAX < Self::parts(input) {
            return Err(Error::validation("Too many items requested for the BatchWriteItem call"));
        }
        for (name, writes) in batches {
            let table = Table::load(cx, txn, name)?;
            check_keys(&table, &writes)?;
        }
        Ok(())
    }

    fn run_part(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &Self::Input,
        at: usize,
    ) -> Result<Self::Part, Error> {
        let Some((name, request)) = requests(input).nth(at) else {
            return Ok(Done::default());
        };
        let table = Table::load(cx, txn, name)?;
        let write = read(request)?;
        let key = write.key(&table)?;
        let report = Report::parse(input.return_consumed_capacity.as_deref());
        let reads = report != Report::None
            || table.needs_old()
            || !table.indexes.is_empty()
            || throttle::limits(cx, &table);
        let old = if reads { write::load(txn, &key)? } else { None };
        let change = write::Change { key, old: old.as_ref(), new: write.item() };
        let units = write::replace(cx, txn, &table, change)?;
        throttle::take(cx, &table, (Direction::Write, at), &units)?;
        let asked = input.return_item_collection_metrics.as_deref();
        let (Write::Put(item) | Write::Delete(item)) = write;
        let metrics = collection::metrics(txn, &table, (asked, item))?;
        Ok(Done { table: table.name.clone(), units, metrics })
    }

    fn join(
        _: &Cx,
        input: &Self::Input,
        parts: Vec<Result<Self::Part, Refusal>>,
    ) -> Result<Self::Output, Refusal> {
        let (mut done, mut unprocessed) = (Vec::new(), BTreeMap::<String, Vec<_>>::new());
        let mut throttled = None;
        for ((name, request), part) in requests(input).zip(parts) {
            match part {
                Ok(part) => done.push(part),
                Err(refusal) if refusal.code == THROTTLED => {
                    unprocessed.entry(name.clone()).or_default().push(request.clone());
                    throttled = Some(refusal);
                }
                // The table was deleted meanwhile; or nothing at all could be written.
                Err(refusal) if refusal.fault == Fault::Caller || Self::parts(input) == 1 => {
                    return Err(refusal);
                }
                Err(_) => unprocessed.entry(name.clone()).or_default().push(request.clone()),
            }
        }
        match throttled {
            // As on AWS: what says that nothing was done is an error.
            Some(refusal) if done.is_empty() => Err(refusal),
            _ => Ok(output(input, done, unprocessed)),
        }
    }
}

/// All writes, each with its table.
fn requests(input: &BatchWriteItemInput) -> impl Iterator<Item = (&String, &WriteRequest)> {
    let tables = input.request_items.iter();
    tables.flat_map(|(name, writes)| writes.iter().map(move |write| (name, write)))
}

fn output(
    input: &BatchWriteItemInput,
    done: Vec<Done>,
    unprocessed: BTreeMap<String, Vec<WriteRequest>>,
) -> BatchWriteItemOutput {
    let report = Report::parse(input.return_consumed_capacity.as_deref());
    let mut units = BTreeMap::<String, Units>::new();
    for one in &done {
        units.entry(one.table.clone()).or_default().add_all(&one.units);
    }
    let asked = input.return_item_collection_metrics.as_deref();
    let metrics = done.into_iter().filter_map(|one| Some((one.table, one.metrics?)));
    let capacity = units.iter().filter_map(|(table, units)| units.report_of(table, report, None));
    BatchWriteItemOutput {
        unprocessed_items: Some(unprocessed),
        item_collection_metrics: collection::by_table(asked, metrics),
        consumed_capacity: (report != Report::None).then(|| capacity.collect()),
    }
}

impl Write<'_> {
    fn item(&self) -> Option<&Item> {
        match self {
            Self::Put(item) => Some(item),
            Self::Delete(_) => None,
        }
    }

    fn key(&self, table: &Table) -> Result<Vec<u8>, Error> {
        match self {
            Self::Put(item) => table.key_of_item(item).map_err(as_key),
            Self::Delete(key) => table.key_of(key),
        }
    }
}

fn read(write: &WriteRequest) -> Result<Write<'_>, Error> {
    match (&write.put_request, &write.delete_request) {
        (Some(put), None) => {
            let item = put.item.get()?;
            check_size(item)?;
            Ok(Write::Put(item))
        }
        (None, Some(delete)) => Ok(Write::Delete(delete.key.get()?)),
        _ => Err(Error::validation(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of \
             the supported datatypes",
        )),
    }
}

/// That every item has a right key, and none comes twice.
fn check_keys(table: &Table, writes: &[Write<'_>]) -> Result<(), Error> {
    let mut keys: Vec<Vec<u8>> = Vec::with_capacity(writes.len());
    for write in writes {
        let key = write.key(table)?;
        if keys.contains(&key) {
            return Err(Error::validation("Provided list of item keys contains duplicates"));
        }
        keys.push(key);
    }
    Ok(())
}

/// A batch says less of a wrong key than a single put does.
fn as_key(error: Error) -> Error {
    match error {
        Error::Validation(message)
            if message.contains("Missing the key") || message.contains("Type mismatch for key") =>
        {
            Error::validation("The provided key element does not match the schema")
        }
        error => error,
    }
}
