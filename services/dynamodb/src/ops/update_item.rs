//! `UpdateItem`: change some attributes of one item, or make it, if a condition holds.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::capacity::{Direction, Report};
use crate::collection::metrics;
use crate::error::Error;
use crate::expr::update::{self as grammar, Action};
use crate::expr::{Path, Placeholders, projection};
use crate::legacy;
use crate::model::{UpdateItemInput, UpdateItemOutput};
use crate::request::{self, ConditionParameters, Guard, Touched, check_mixed};
use crate::table::Table;
use crate::value::Item;
use crate::{throttle, update, write};

/// `UpdateItem`.
pub struct UpdateItem;

impl Operation for UpdateItem {
    const NAME: &'static str = "UpdateItem";
    const PLACE: Place = Place::Write;
    type Input = UpdateItemInput;
    type Output = UpdateItemOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let touched = Touched {
            expressions: vec![
                input.update_expression.as_ref(),
                input.condition_expression.as_ref(),
            ],
            names: input.expression_attribute_names.as_ref(),
            parameters: vec![("ReturnValues", input.return_values.as_ref())],
            ..Touched::item(&input.key)
        };
        let touched = touched.with(input.expected.as_ref()).with(input.attribute_updates.as_ref());
        vec![request::access(cx, Self::NAME, &input.table_name, touched)]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        check_parameters(input)?;
        let key = input.key.get()?;
        let mut placeholders = Placeholders::new(
            input.expression_attribute_names.as_ref(),
            input.expression_attribute_values.as_ref(),
        )?;
        let actions = actions(input, &mut placeholders)?;
        let guard = Guard::parse(&parameters(input), &mut placeholders)?;
        placeholders.finish()?;

        let table = Table::load(cx, txn, &input.table_name)?;
        let stored = table.key_of(key)?;
        update::check(&table, &actions)?;
        guard.check_key_paths(&table)?;
        let old = write::load(txn, &stored)?;
        throttle::check(cx, &table, &guard, old.as_ref())?;
        let new = update::updated(&table, key, old.as_ref(), &actions);
        let new = new.map_err(|error| of_legacy(input, error))?;
        let change = write::Change { key: stored, old: old.as_ref(), new: new.as_ref() };
        let units = write::replace(cx, txn, &table, change)?;
        throttle::take(cx, &table, (Direction::Write, 0), &units)?;
        let asked = input.return_item_collection_metrics.as_deref();

        let report = Report::parse(input.return_consumed_capacity.as_deref());
        let attributes = returned(input.return_values.as_deref(), &actions, old, new);
        Ok(Answer::Done(UpdateItemOutput {
            attributes: attributes.map(Into::into),
            consumed_capacity: units.report(&table, report),
            item_collection_metrics: metrics(txn, &table, (asked, key))?,
        }))
    }
}

fn check_parameters(input: &UpdateItemInput) -> Result<(), Error> {
    check_mixed(
        &[
            ("UpdateExpression", input.update_expression.is_some()),
            ("ConditionExpression", input.condition_expression.is_some()),
        ],
        &[
            ("AttributeUpdates", input.attribute_updates.is_some()),
            ("Expected", input.expected.is_some()),
            ("ConditionalOperator", input.conditional_operator.is_some()),
        ],
        input.expression_attribute_names.is_some(),
        input.expression_attribute_values.is_some(),
    )
}

fn parameters(input: &UpdateItemInput) -> ConditionParameters<'_> {
    ConditionParameters {
        expression: input.condition_expression.as_deref(),
        expected: input.expected.as_ref(),
        operator: input.conditional_operator.as_deref(),
        on_failure: input.return_values_on_condition_check_failure.as_deref(),
    }
}

fn actions<'a>(
    input: &'a UpdateItemInput,
    placeholders: &mut Placeholders<'a>,
) -> Result<Vec<Action<'a>>, Error> {
    match (&input.update_expression, &input.attribute_updates) {
        (Some(text), _) => grammar::parse(text, placeholders),
        (None, Some(updates)) => legacy::attribute_updates(updates),
        (None, None) => Ok(Vec::new()),
    }
}

/// The words that a wrong type has without an expression.
fn of_legacy(input: &UpdateItemInput, error: Error) -> Error {
    match error {
        Error::Validation(message)
            if input.attribute_updates.is_some() && message.contains("incorrect data type") =>
        {
            Error::validation("Type mismatch for attribute to update")
        }
        error => error,
    }
}

/// What `ReturnValues` asks for. `UPDATED_*` is what the update's paths lead to, before or after.
pub(super) fn returned(
    wanted: Option<&str>,
    actions: &[Action<'_>],
    old: Option<Item>,
    new: Option<Item>,
) -> Option<Item> {
    let updated = |item: Option<Item>| {
        let paths: Vec<Path<'_>> = actions.iter().map(|action| action.path().clone()).collect();
        item.map(|item| projection::project(&paths, &item)).filter(|item| !item.is_empty())
    };
    match wanted {
        Some("ALL_OLD") => old,
        Some("ALL_NEW") => new,
        Some("UPDATED_OLD") => updated(old),
        Some("UPDATED_NEW") => updated(new),
        _ => None,
    }
}
