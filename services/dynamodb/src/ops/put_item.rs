//! `PutItem`: replace the whole item at its primary key, if a condition holds.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::capacity::{Direction, Report};
use crate::collection::metrics;
use crate::error::Error;
use crate::expr::Placeholders;
use crate::model::{PutItemInput, PutItemOutput};
use crate::request::{self, ConditionParameters, Guard, Touched, check_mixed};
use crate::table::Table;
use crate::value::{ITEM_SIZE_MAX, Item, item_size};
use crate::{throttle, write};

/// `PutItem`.
pub struct PutItem;

impl Operation for PutItem {
    const NAME: &'static str = "PutItem";
    const PLACE: Place = Place::Write;
    type Input = PutItemInput;
    type Output = PutItemOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let touched = Touched {
            expressions: vec![input.condition_expression.as_ref()],
            names: input.expression_attribute_names.as_ref(),
            parameters: vec![("ReturnValues", input.return_values.as_ref())],
            ..Touched::item(&input.item)
        };
        let touched = touched.with(input.expected.as_ref());
        vec![request::access(cx, Self::NAME, &input.table_name, touched)]
    }

    /// Checks in AWS's order: parameters that do not go together, values, `ReturnValues`, size,
    /// expressions, the table, the item's keys, the condition.
    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        check_parameters(input)?;
        let item = input.item.get()?;
        if !matches!(input.return_values.as_deref(), None | Some("NONE" | "ALL_OLD")) {
            return Err(Error::validation("ReturnValues can only be ALL_OLD or NONE"));
        }
        check_size(item)?;
        let mut placeholders = Placeholders::new(
            input.expression_attribute_names.as_ref(),
            input.expression_attribute_values.as_ref(),
        )?;
        let guard = Guard::parse(&parameters(input), &mut placeholders)?;
        placeholders.finish()?;

        let table = Table::load(cx, txn, &input.table_name)?;
        guard.check_key_paths(&table)?;
        let key = table.key_of_item(item)?;

        let report = Report::parse(input.return_consumed_capacity.as_deref());
        let wanted = input.return_values.as_deref() == Some("ALL_OLD");
        // A write that nothing depends on reads nothing, so that it can lose to nobody.
        let blind = table.indexes.is_empty()
            && !table.needs_old()
            && !wanted
            && !guard.is_some()
            && report == Report::None
            && !throttle::limits(cx, &table);
        let old = if blind { None } else { write::load(txn, &key)? };
        throttle::check(cx, &table, &guard, old.as_ref())?;
        let change = write::Change { key, old: old.as_ref(), new: Some(item) };
        let units = write::replace(cx, txn, &table, change)?;
        throttle::take(cx, &table, (Direction::Write, 0), &units)?;
        let asked = input.return_item_collection_metrics.as_deref();
        Ok(Answer::Done(PutItemOutput {
            attributes: old.filter(|_| wanted).map(Into::into),
            consumed_capacity: units.report(&table, report),
            item_collection_metrics: metrics(txn, &table, (asked, item))?,
        }))
    }
}

fn check_parameters(input: &PutItemInput) -> Result<(), Error> {
    check_mixed(
        &[("ConditionExpression", input.condition_expression.is_some())],
        &[
            ("Expected", input.expected.is_some()),
            ("ConditionalOperator", input.conditional_operator.is_some()),
        ],
        input.expression_attribute_names.is_some(),
        input.expression_attribute_values.is_some(),
    )
}

fn parameters(input: &PutItemInput) -> ConditionParameters<'_> {
    ConditionParameters {
        expression: input.condition_expression.as_deref(),
        expected: input.expected.as_ref(),
        operator: input.conditional_operator.as_deref(),
        on_failure: input.return_values_on_condition_check_failure.as_deref(),
    }
}

/// That an item is not over 400 KB.
pub(super) fn check_size(item: &Item) -> Result<(), Error> {
    if ITEM_SIZE_MAX < item_size(item) {
        return Err(Error::validation("Item size has exceeded the maximum allowed size"));
    }
    Ok(())
}
