//! `BatchGetItem`: up to 100 items of any tables, at one snapshot.
//!
//! What does not fit into 16 MB comes back as `UnprocessedKeys`, as on AWS.

use std::collections::BTreeMap;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::capacity::{Direction, Report, Units, read_units};
use crate::error::Error;
use crate::expr::{Path, Placeholders, projection};
use crate::model::{BatchGetItemInput, BatchGetItemOutput, ConsumedCapacity, KeysAndAttributes};
use crate::request::{self, Touched, check_key_paths, check_mixed};
use crate::table::Table;
use crate::value::{Given, Item, item_size};
use crate::{legacy, throttle, write};

/// `BatchGetItem`.
pub struct BatchGetItem;

/// The most items that one request may ask for (DynamoDB API reference).
const KEYS_MAX: usize = 100;
/// The most bytes of items that one answer has (the same: 16 MB).
const BYTES_MAX: usize = 16 * 1024 * 1024;

impl Operation for BatchGetItem {
    const NAME: &'static str = "BatchGetItem";
    const PLACE: Place = Place::Page;
    type Input = BatchGetItemInput;
    type Output = BatchGetItemOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let one = |(name, asked): (&String, &KeysAndAttributes)| {
            let mut touched = Touched {
                expressions: vec![asked.projection_expression.as_ref()],
                names: asked.expression_attribute_names.as_ref(),
                ..Touched::default()
            };
            asked.keys.iter().for_each(|key| touched.add(key));
            let touched = touched.with_names(asked.attributes_to_get.as_ref());
            request::access(cx, Self::NAME, name, touched)
        };
        input.request_items.iter().map(one).collect()
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let mut plans = Vec::new();
        for (name, asked) in &input.request_items {
            plans.push((name, asked, plan(asked)?));
        }
        let keys = input.request_items.values().map(|asked| asked.keys.len());
        if KEYS_MAX < keys.sum() {
            return Err(Error::validation("Too many items requested for the BatchGetItem call"));
        }
        let report = Report::parse(input.return_consumed_capacity.as_deref());
        let mut output = Output { left: BYTES_MAX, report, ..Output::default() };
        for (name, asked, paths) in plans {
            let table = Table::load(cx, txn, name)?;
            check_key_paths(&table, paths.iter().flatten())?;
            output.read(cx, txn, &table, (name, asked, paths.as_deref()))?;
        }
        // As on AWS: what says that nothing was done is an error.
        if let Some(throttled) = output.throttled.filter(|_| output.read == output.skipped) {
            return Err(throttled);
        }
        Ok(Answer::Done(BatchGetItemOutput {
            responses: Some(output.responses),
            unprocessed_keys: Some(output.unprocessed),
            consumed_capacity: (report != Report::None).then_some(output.capacity),
        }))
    }
}

/// The answer as it grows.
#[derive(Default)]
struct Output {
    /// How many bytes of items may still be read.
    left: usize,
    /// How many keys were looked at, and how many of these there were no units for.
    read: usize,
    skipped: usize,
    /// What the last of those was refused with.
    throttled: Option<Error>,
    report: Report,
    responses: BTreeMap<String, Vec<Given<Item>>>,
    unprocessed: BTreeMap<String, KeysAndAttributes>,
    capacity: Vec<ConsumedCapacity>,
}

/// What is asked of one table, checked as far as that needs no table.
fn plan(asked: &KeysAndAttributes) -> Result<Option<Vec<Path<'_>>>, Error> {
    check_mixed(
        &[("ProjectionExpression", asked.projection_expression.is_some())],
        &[("AttributesToGet", asked.attributes_to_get.is_some())],
        asked.expression_attribute_names.is_some(),
        false,
    )?;
    let mut placeholders = Placeholders::new(asked.expression_attribute_names.as_ref(), None)?;
    let paths = match (&asked.projection_expression, &asked.attributes_to_get) {
        (Some(text), _) => Some(projection::parse(text, &mut placeholders)?),
        (None, Some(names)) => Some(legacy::attributes_to_get(names)?),
        (None, None) => None,
    };
    placeholders.finish()?;
    for (at, key) in asked.keys.iter().enumerate() {
        key.get()?;
        if asked.keys.iter().take(at).any(|earlier| earlier == key) {
            return Err(Error::validation("Provided list of item keys contains duplicates"));
        }
    }
    Ok(paths)
}

/// What is asked of one table, by its name as it was given.
type Keys<'a> = (&'a str, &'a KeysAndAttributes, Option<&'a [Path<'a>]>);

impl Output {
    /// Reads what is asked of one table.
    fn read(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        table: &Table,
        (name, asked, paths): Keys<'_>,
    ) -> Result<(), Error> {
        let stored = asked.keys.iter().map(|key| table.key_of(key.get()?));
        let stored = stored.collect::<Result<Vec<_>, Error>>()?;
        let (mut items, mut skipped, mut units) = (Vec::new(), Vec::new(), Units::default());
        for (key, stored) in asked.keys.iter().zip(stored) {
            if self.left == 0 {
                skipped.push(key.clone());
                continue;
            }
            let item = write::load(txn, &stored)?;
            let size = item.as_ref().map_or(0, item_size);
            let mut cost = Units::default();
            cost.add(read_units(size, asked.consistent_read == Some(true)));
            self.read += 1;
            match throttle::take(cx, table, (Direction::Read, self.read), &cost) {
                Err(error @ Error::Throttled(_)) => {
                    self.skipped += 1;
                    self.throttled = Some(error);
                    skipped.push(key.clone());
                    continue;
                }
                taken => taken?,
            }
            units.add_all(&cost);
            self.left = self.left.saturating_sub(size);
            items.extend(item.map(|item| match paths {
                Some(paths) => Given::from(projection::project(paths, &item)),
                None => item.into(),
            }));
        }
        self.responses.insert(name.to_owned(), items);
        self.capacity.extend(units.report(table, self.report));
        if !skipped.is_empty() {
            let rest = KeysAndAttributes { keys: skipped, ..asked.clone() };
            self.unprocessed.insert(name.to_owned(), rest);
        }
        Ok(())
    }
}
