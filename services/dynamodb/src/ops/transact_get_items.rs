//! `TransactGetItems`: up to 100 items of any tables, all at one snapshot.

use std::collections::BTreeMap;
use std::sync::Arc;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::capacity::{Direction, Report, Units, read_units};
use crate::error::Error;
use crate::expr::{Placeholders, projection};
use crate::model::{
    Get, ItemResponse, TransactGetItem, TransactGetItemsInput, TransactGetItemsOutput,
};
use crate::request::{self, Touched, check_key_paths, check_mixed};
use crate::table::Table;
use crate::value::{Item, item_size};
use crate::{throttle, write};

/// `TransactGetItems`.
pub struct TransactGetItems;

/// The most bytes of items that one answer has (DynamoDB API reference: 4 MB).
pub(super) const BYTES_MAX: usize = 4 * 1024 * 1024;
/// The most items of a transaction (DynamoDB API reference).
pub(super) const ITEMS_MAX: usize = 100;

impl Operation for TransactGetItems {
    const NAME: &'static str = "TransactGetItems";
    const PLACE: Place = Place::Page;
    type Input = TransactGetItemsInput;
    type Output = TransactGetItemsOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        // AWS asks for the permission of each item's own operation.
        let one = |TransactGetItem { get }: &TransactGetItem| {
            let touched = Touched {
                expressions: vec![get.projection_expression.as_ref()],
                names: get.expression_attribute_names.as_ref(),
                ..Touched::item(&get.key)
            };
            request::access(cx, "GetItem", &get.table_name, touched)
        };
        input.transact_items.iter().map(one).collect()
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        check_count(input.transact_items.len())?;
        let report = Report::parse(input.return_consumed_capacity.as_deref());
        let (mut responses, mut costs, mut bytes) = (Vec::new(), Vec::new(), 0);
        for TransactGetItem { get } in &input.transact_items {
            let (table, item, size) = read(cx, txn, get)?;
            bytes += size;
            if BYTES_MAX < bytes {
                return Err(Error::validation(
                    "Aggregated size of all items in the transaction exceeds 4 MB",
                ));
            }
            let mut units = Units::default();
            units.add(2.0 * read_units(size, true));
            costs.push((table, units));
            responses.push(ItemResponse { item: item.map(Into::into) });
        }
        throttle::take_all(
            cx,
            Direction::Read,
            costs.iter().map(|(table, units)| (&**table, units)),
        )?;
        let capacity = by_table(&costs);
        let capacity = capacity
            .values()
            .filter_map(|(table, units)| units.report_as(table, report, Some(Direction::Read)));
        Ok(Answer::Done(TransactGetItemsOutput {
            consumed_capacity: (report != Report::None).then(|| capacity.collect()),
            responses: Some(responses),
        }))
    }
}

/// What the parts of a transaction cost, together, by the name of the table.
pub(super) fn by_table(costs: &[(Arc<Table>, Units)]) -> BTreeMap<&str, (&Table, Units)> {
    let mut all = BTreeMap::new();
    for (table, units) in costs {
        let entry = all.entry(table.name.as_str()).or_insert_with(|| (&**table, Units::default()));
        entry.1.add_all(units);
    }
    all
}

/// That a transaction has 1 to 100 parts.
pub(super) fn check_count(parts: usize) -> Result<(), Error> {
    if (1..=ITEMS_MAX).contains(&parts) {
        return Ok(());
    }
    Err(Error::validation(format!(
        "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: \
         Member must have length {}",
        if parts == 0 {
            "greater than or equal to 1".to_owned()
        } else {
            format!("less than or equal to {ITEMS_MAX}")
        }
    )))
}

fn read(cx: &Cx, txn: &mut dyn Txn, get: &Get) -> Result<(Arc<Table>, Option<Item>, usize), Error> {
    check_mixed(
        &[("ProjectionExpression", get.projection_expression.is_some())],
        &[],
        get.expression_attribute_names.is_some(),
        false,
    )?;
    let key = get.key.get()?;
    let mut placeholders = Placeholders::new(get.expression_attribute_names.as_ref(), None)?;
    let text = get.projection_expression.as_deref();
    let paths = text.map(|text| projection::parse(text, &mut placeholders)).transpose()?;
    placeholders.finish()?;
    let table = Table::load(cx, txn, &get.table_name)?;
    check_key_paths(&table, paths.iter().flatten())?;
    let item = write::load(txn, &table.key_of(key)?)?;
    let size = item.as_ref().map_or(0, item_size);
    let item = match (&paths, item) {
        (Some(paths), Some(item)) => Some(projection::project(paths, &item)),
        (_, item) => item,
    };
    Ok((table, item, size))
}
