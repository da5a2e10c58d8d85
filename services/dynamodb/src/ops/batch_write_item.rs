//! `BatchWriteItem`: up to 25 puts and deletes of any tables.
//!
//! On AWS each item is a write of its own, and some may be left over. Here all of them are one
//! transaction, which keeps them all or none: a client cannot tell, but that it never gets
//! `UnprocessedItems`. (The design has a transaction an item, in one group of the log, so that a
//! hot item among them does not make the others wait; an operation has only the one transaction
//! that it is given.)

use std::collections::BTreeMap;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::put_item::check_size;
use crate::capacity::{Report, Units};
use crate::error::Error;
use crate::model::{BatchWriteItemInput, BatchWriteItemOutput, WriteRequest};
use crate::request::{self, Touched, check_metrics};
use crate::table::Table;
use crate::value::Item;
use crate::write;

/// `BatchWriteItem`.
pub struct BatchWriteItem;

/// The most writes of one request (DynamoDB API reference).
const WRITES_MAX: usize = 25;

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

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let mut count = 0;
        let mut batches = Vec::new();
        for (name, writes) in &input.request_items {
            let writes = writes.iter().map(read).collect::<Result<Vec<_>, Error>>()?;
            count += writes.len();
            batches.push((name, writes));
        }
        if WRITES_MAX < count {
            return Err(Error::validation("Too many items requested for the BatchWriteItem call"));
        }
        let report = Report::parse(input.return_consumed_capacity.as_deref());
        let mut capacity = Vec::new();
        for (name, writes) in batches {
            let table = Table::load(cx, txn, name)?;
            check_metrics(&table, input.return_item_collection_metrics.as_deref())?;
            let units = apply(cx, txn, &table, &writes)?;
            capacity.extend(units.report(&table, report));
        }
        Ok(Answer::Done(BatchWriteItemOutput {
            unprocessed_items: Some(BTreeMap::new()),
            item_collection_metrics: None,
            consumed_capacity: (report != Report::None).then_some(capacity),
        }))
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

fn apply(cx: &Cx, txn: &mut dyn Txn, table: &Table, writes: &[Write<'_>]) -> Result<Units, Error> {
    let mut keys: Vec<Vec<u8>> = Vec::with_capacity(writes.len());
    for write in writes {
        let key = match write {
            Write::Put(item) => table.key_of_item(item).map_err(as_key)?,
            Write::Delete(key) => table.key_of(key)?,
        };
        if keys.contains(&key) {
            return Err(Error::validation("Provided list of item keys contains duplicates"));
        }
        keys.push(key);
    }
    let mut units = Units::default();
    for (write, key) in writes.iter().zip(keys) {
        let old = write::load(txn, &key)?;
        let new = match write {
            Write::Put(item) => Some(*item),
            Write::Delete(_) => None,
        };
        let change = write::Change { key, old: old.as_ref(), new };
        units.add_all(&write::replace(cx, txn, table, change));
    }
    Ok(units)
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
