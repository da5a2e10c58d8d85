//! `Query`: the items of one hash key, in the order of their range keys.

use std::collections::BTreeMap;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Range, Txn};

use super::read::{self, Parameters, Source};
use crate::capacity::Report;
use crate::error::Error;
use crate::expr::Placeholders;
use crate::expr::condition::{self, Comparator, Condition};
use crate::expr::key_condition::{self, KeyCondition, Test, Tests};
use crate::keys;
use crate::legacy;
use crate::model::{Condition as LegacyCondition, QueryInput, QueryOutput};
use crate::request::{self, Touched, check_mixed};
use crate::table::{KeyAttribute, Table};
use crate::value::{Item, Value};

/// `Query`.
pub struct Query;

impl Operation for Query {
    const NAME: &'static str = "Query";
    const PLACE: Place = Place::Page;
    type Input = QueryInput;
    type Output = QueryOutput;
    type Error = Error;

    fn place(input: &Self::Input) -> Place {
        read::place(input.exclusive_start_key.is_some(), input.limit.is_some())
    }

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let touched = Touched {
            leading: equal_values(input),
            expressions: vec![
                input.key_condition_expression.as_ref(),
                input.filter_expression.as_ref(),
                input.projection_expression.as_ref(),
            ],
            names: input.expression_attribute_names.as_ref(),
            parameters: vec![("Select", input.select.as_ref())],
            ..Touched::default()
        };
        let touched = touched
            .with(input.key_conditions.as_ref())
            .with(input.query_filter.as_ref())
            .with_names(input.attributes_to_get.as_ref());
        let mut access = request::access(cx, Self::NAME, &input.table_name, touched);
        access.resource = request::resource(cx, &input.table_name, input.index_name.as_deref());
        vec![access]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        check_parameters(input)?;
        let parameters = parameters(input);
        let legacy = (parameters.legacy_filter()?, parameters.legacy_paths()?);
        let start = input.exclusive_start_key.as_ref().map(super::start_of).transpose()?;
        if input.key_conditions.is_none() && input.key_condition_expression.is_none() {
            return Err(Error::validation(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified \
                 in the request.",
            ));
        }
        let mut placeholders = Placeholders::new(
            input.expression_attribute_names.as_ref(),
            input.expression_attribute_values.as_ref(),
        )?;
        let said = said(input, &mut placeholders)?;
        let plan = parameters.plan(input.index_name.is_some(), legacy, &mut placeholders)?;
        placeholders.finish()?;
        let tests = said.tests(input.index_name.is_some())?;

        let table = Table::load(cx, txn, &input.table_name)?;
        let consistent = input.consistent_read == Some(true);
        let source = Source::of(&table, input.index_name.as_deref(), consistent)?;
        if let Some(start) = start {
            source.check_start(start, true)?;
        }
        let condition = key_condition::for_key(tests, source.key(), |attribute| {
            start.map_or(Ok(()), |start| source.check_start_piece(start, attribute))
        })?;
        let mut range = range(source, &condition);
        if input.scan_index_forward == Some(false) {
            range = range.reversed();
        }
        if let Some(start) = start {
            let key = source.start_key(start)?;
            check_start(source, &condition, start)?;
            range = range.after(&key);
        }
        plan.check_paths(source)?;
        if let Some(filter) = &plan.filter {
            let legacy = input.query_filter.is_some();
            let name = if legacy { "QueryFilter" } else { "Filter Expression" };
            check_filter(name, filter.paths().iter().map(|path| path.head()), source)?;
        }
        plan.check_index(source)?;
        plan.check_filter(source)?;
        let page = plan.read(cx, txn, source, range)?;
        Ok(Answer::Done(QueryOutput {
            items: page.items,
            count: Some(page.count),
            scanned_count: Some(page.scanned),
            last_evaluated_key: page.last,
            consumed_capacity: page.capacity,
        }))
    }
}

fn check_parameters(input: &QueryInput) -> Result<(), Error> {
    // KeyConditions may stand beside a filter expression.
    let key_conditions = input.key_conditions.is_some() && input.key_condition_expression.is_some();
    check_mixed(
        &[
            ("ProjectionExpression", input.projection_expression.is_some()),
            ("FilterExpression", input.filter_expression.is_some()),
            ("KeyConditionExpression", input.key_condition_expression.is_some()),
        ],
        &[
            ("AttributesToGet", input.attributes_to_get.is_some()),
            ("QueryFilter", input.query_filter.is_some()),
            ("ConditionalOperator", input.conditional_operator.is_some()),
            ("KeyConditions", key_conditions),
        ],
        input.expression_attribute_names.is_some(),
        input.expression_attribute_values.is_some(),
    )
}

fn parameters(input: &QueryInput) -> Parameters<'_> {
    Parameters {
        select: input.select.as_deref(),
        attributes_to_get: input.attributes_to_get.as_ref(),
        projection: input.projection_expression.as_deref(),
        filter: input.filter_expression.as_deref(),
        legacy_filter: input.query_filter.as_ref(),
        operator: input.conditional_operator.as_deref(),
        consistent: input.consistent_read == Some(true),
        limit: input.limit,
        report: Report::parse(input.return_consumed_capacity.as_deref()),
    }
}

/// What a query says of its key, read but not yet understood: that comes after all expressions.
enum Said<'a> {
    Expression(Condition<'a>),
    Legacy(&'a BTreeMap<String, LegacyCondition>),
}

fn said<'a>(input: &'a QueryInput, placeholders: &mut Placeholders<'a>) -> Result<Said<'a>, Error> {
    match (&input.key_condition_expression, &input.key_conditions) {
        (Some(text), _) => {
            condition::parse("KeyConditionExpression", text, placeholders).map(Said::Expression)
        }
        (None, Some(conditions)) => Ok(Said::Legacy(conditions)),
        (None, None) => Err(Error::validation(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in \
             the request.",
        )),
    }
}

impl<'a> Said<'a> {
    fn tests(self, indexed: bool) -> Result<Tests<'a>, Error> {
        match self {
            Self::Expression(condition) => key_condition::tests(condition, indexed),
            Self::Legacy(conditions) => legacy::key_conditions(conditions, indexed),
        }
    }
}

/// What a query may be narrowed to by a policy: every value that a key is said to equal.
fn equal_values(input: &QueryInput) -> Vec<&Value> {
    let placeholders = Placeholders::new(
        input.expression_attribute_names.as_ref(),
        input.expression_attribute_values.as_ref(),
    );
    let said = placeholders.and_then(|mut placeholders| said(input, &mut placeholders));
    let tests = said.and_then(|said| said.tests(input.index_name.is_some()));
    let equal = |(_, test)| match test {
        Test::Compare(Comparator::Equal, value) => Some(value),
        _ => None,
    };
    tests.unwrap_or_default().into_iter().filter_map(equal).collect()
}

/// Where the items lie that pass.
pub(super) fn range(source: Source<'_>, condition: &KeyCondition<'_>) -> Range {
    let (test, equal) = match condition.range.split_last() {
        Some((test, equal)) => (Some(test), equal),
        None => (None, [].as_slice()),
    };
    let equal = equal.iter().filter_map(|test| match test {
        Test::Compare(_, value) => Some(*value),
        _ => None,
    });
    let collection = keys::key(source.space(), condition.hash.iter().copied(), equal);
    let all = Range::prefix(&collection);
    let at = |value: &Value| [collection.as_slice(), &keys::part(value)].concat();
    // Everything with this value, and, in an index, whatever follows it.
    let with = |value: &Value| Range::prefix(&at(value));
    match test {
        None | Some(Test::Unindexable | Test::Compare(Comparator::NotEqual, _)) => all,
        Some(Test::Compare(Comparator::Equal, value)) => with(value),
        Some(Test::Compare(Comparator::Less, value)) => Range { end: Some(at(value)), ..all },
        Some(Test::Compare(Comparator::LessOrEqual, value)) => {
            Range { end: with(value).end, ..all }
        }
        Some(Test::Compare(Comparator::Greater, value)) => match with(value).end {
            Some(end) => Range { start: end, ..all },
            None => all,
        },
        Some(Test::Compare(Comparator::GreaterOrEqual, value)) => Range { start: at(value), ..all },
        Some(Test::Between(lower, upper)) => {
            Range { start: at(lower), end: with(upper).end, reverse: false }
        }
        Some(Test::BeginsWith(start)) => {
            Range::prefix(&[collection.as_slice(), &keys::part_prefix(start)].concat())
        }
    }
}

/// That a starting key lies within what is asked for.
fn check_start(
    source: Source<'_>,
    condition: &KeyCondition<'_>,
    start: &Item,
) -> Result<(), Error> {
    let key = source.key();
    let values = |of: &'_ [KeyAttribute]| -> Vec<Option<&Value>> {
        of.iter().map(|attribute| start.get(&attribute.name)).collect()
    };
    let same_hash = values(&key.hash).into_iter().eq(condition.hash.iter().copied().map(Some));
    let range = values(&key.range);
    let passes = |(test, value): (&Test<'_>, Option<&Value>)| value.is_none_or(|v| test.passes(v));
    if !condition.range.iter().zip(range).all(passes) {
        return Err(Error::validation(
            "The provided starting key does not match the range key predicate",
        ));
    }
    match condition.range.is_empty() {
        // One item has this key, and it is behind the start.
        _ if same_hash && source.index.is_none() && key.range.is_empty() => {
            Err(Error::validation("The provided exclusive start key is invalid: ExclusiveStartKey"))
        }
        _ if same_hash => Ok(()),
        false => {
            Err(Error::validation("The query can return at most one row and cannot be restarted"))
        }
        true => Err(Error::validation(
            "The provided starting key is outside query boundaries based on provided conditions",
        )),
    }
}

fn check_filter<'p>(
    name: &str,
    mut heads: impl Iterator<Item = &'p str>,
    source: Source<'_>,
) -> Result<(), Error> {
    match heads.find(|head| source.key().has(head)) {
        Some(head) => Err(Error::validation(format!(
            "{name} can only contain non-primary key attributes: Primary key attribute: {head}"
        ))),
        None => Ok(()),
    }
}
