//! `GetItem`: one item by its primary key.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::capacity::{Direction, Report, Units, read_units};
use crate::error::Error;
use crate::expr::{Placeholders, projection};
use crate::model::{GetItemInput, GetItemOutput};
use crate::request::{self, Touched, check_key_paths, check_mixed};
use crate::table::Table;
use crate::value::{Item, item_size};
use crate::{legacy, throttle, write};

/// `GetItem`.
pub struct GetItem;

impl Operation for GetItem {
    const NAME: &'static str = "GetItem";
    const PLACE: Place = Place::Read;
    type Input = GetItemInput;
    type Output = GetItemOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let touched = Touched {
            expressions: vec![input.projection_expression.as_ref()],
            names: input.expression_attribute_names.as_ref(),
            ..Touched::item(&input.key)
        };
        let touched = touched.with_names(input.attributes_to_get.as_ref());
        vec![request::access(cx, Self::NAME, &input.table_name, touched)]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        check_mixed(
            &[("ProjectionExpression", input.projection_expression.is_some())],
            &[("AttributesToGet", input.attributes_to_get.is_some())],
            input.expression_attribute_names.is_some(),
            false,
        )?;
        let key = input.key.get()?;
        let mut placeholders = Placeholders::new(input.expression_attribute_names.as_ref(), None)?;
        let paths = match (&input.projection_expression, &input.attributes_to_get) {
            (Some(text), _) => Some(projection::parse(text, &mut placeholders)?),
            (None, Some(names)) => Some(legacy::attributes_to_get(names)?),
            (None, None) => None,
        };
        placeholders.finish()?;

        let table = Table::load(cx, txn, &input.table_name)?;
        check_key_paths(&table, paths.iter().flatten())?;
        let item = write::load(txn, &table.key_of(key)?)?;

        let size = item.as_ref().map_or(0, item_size);
        let mut units = Units::default();
        units.add(read_units(size, input.consistent_read == Some(true)));
        throttle::take(cx, &table, (Direction::Read, 0), &units)?;
        let item: Option<Item> = match (&paths, item) {
            (Some(paths), Some(item)) => Some(projection::project(paths, &item)),
            (_, item) => item,
        };
        let report = Report::parse(input.return_consumed_capacity.as_deref());
        Ok(Answer::Done(GetItemOutput {
            item: item.map(Into::into),
            consumed_capacity: units.report(&table, report),
        }))
    }
}
