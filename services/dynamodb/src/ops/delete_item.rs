//! `DeleteItem`: remove one item, if a condition holds. Removing what is not there succeeds.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::capacity::{Direction, Report};
use crate::collection::metrics;
use crate::error::Error;
use crate::expr::Placeholders;
use crate::model::{DeleteItemInput, DeleteItemOutput};
use crate::request::{self, ConditionParameters, Guard, Touched, check_mixed};
use crate::table::Table;
use crate::{throttle, write};

/// `DeleteItem`.
pub struct DeleteItem;

impl Operation for DeleteItem {
    const NAME: &'static str = "DeleteItem";
    const PLACE: Place = Place::Write;
    type Input = DeleteItemInput;
    type Output = DeleteItemOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let touched = Touched {
            expressions: vec![input.condition_expression.as_ref()],
            names: input.expression_attribute_names.as_ref(),
            parameters: vec![("ReturnValues", input.return_values.as_ref())],
            ..Touched::item(&input.key)
        };
        let touched = touched.with(input.expected.as_ref());
        vec![request::access(cx, Self::NAME, &input.table_name, touched)]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        check_parameters(input)?;
        let key = input.key.get()?;
        if !matches!(input.return_values.as_deref(), None | Some("NONE" | "ALL_OLD")) {
            return Err(Error::validation("ReturnValues can only be ALL_OLD or NONE"));
        }
        let mut placeholders = Placeholders::new(
            input.expression_attribute_names.as_ref(),
            input.expression_attribute_values.as_ref(),
        )?;
        let guard = Guard::parse(&parameters(input), &mut placeholders)?;
        placeholders.finish()?;

        let table = Table::load(cx, txn, &input.table_name)?;
        guard.check_key_paths(&table)?;
        let stored = table.key_of(key)?;
        let old = write::load(txn, &stored)?;
        throttle::check(cx, &table, &guard, old.as_ref())?;
        let change = write::Change { key: stored, old: old.as_ref(), new: None };
        let units = write::replace(cx, txn, &table, change)?;
        throttle::take(cx, &table, (Direction::Write, 0), &units)?;
        let asked = input.return_item_collection_metrics.as_deref();

        let wanted = input.return_values.as_deref() == Some("ALL_OLD");
        let report = Report::parse(input.return_consumed_capacity.as_deref());
        Ok(Answer::Done(DeleteItemOutput {
            attributes: old.filter(|_| wanted).map(Into::into),
            consumed_capacity: units.report(&table, report),
            item_collection_metrics: metrics(txn, &table, (asked, key))?,
        }))
    }
}

fn check_parameters(input: &DeleteItemInput) -> Result<(), Error> {
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

fn parameters(input: &DeleteItemInput) -> ConditionParameters<'_> {
    ConditionParameters {
        expression: input.condition_expression.as_deref(),
        expected: input.expected.as_ref(),
        operator: input.conditional_operator.as_deref(),
        on_failure: input.return_values_on_condition_check_failure.as_deref(),
    }
}
