//! `Scan`: everything of a table or index, in an order that says nothing, perhaps in segments.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Range, Txn};

use super::read::{self, Parameters, Source};
use crate::capacity::Report;
use crate::error::Error;
use crate::expr::Placeholders;
use crate::keys;
use crate::model::{ScanInput, ScanOutput};
use crate::request::{self, Touched, check_mixed};
use crate::table::Table;
use crate::value::Item;

/// `Scan`.
pub struct Scan;

impl Operation for Scan {
    const NAME: &'static str = "Scan";
    const PLACE: Place = Place::Page;
    type Input = ScanInput;
    type Output = ScanOutput;
    type Error = Error;

    fn place(input: &Self::Input) -> Place {
        read::place(input.exclusive_start_key.is_some(), input.limit.is_some())
    }

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let touched = Touched {
            expressions: vec![
                input.filter_expression.as_ref(),
                input.projection_expression.as_ref(),
            ],
            names: input.expression_attribute_names.as_ref(),
            parameters: vec![("Select", input.select.as_ref())],
            ..Touched::default()
        };
        let touched =
            touched.with(input.scan_filter.as_ref()).with_names(input.attributes_to_get.as_ref());
        let mut access = request::access(cx, Self::NAME, &input.table_name, touched);
        access.resource = request::resource(cx, &input.table_name, input.index_name.as_deref());
        vec![access]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        check_parameters(input)?;
        let parameters = parameters(input);
        let paths = parameters.legacy_paths()?;
        let legacy = (parameters.legacy_filter()?, paths);
        let start = input.exclusive_start_key.as_ref().map(super::start_of).transpose()?;
        let segment = segment(input)?;
        let mut placeholders = Placeholders::new(
            input.expression_attribute_names.as_ref(),
            input.expression_attribute_values.as_ref(),
        )?;
        let plan = parameters.plan(input.index_name.is_some(), legacy, &mut placeholders)?;
        placeholders.finish()?;

        let table = Table::load(cx, txn, &input.table_name)?;
        let consistent = input.consistent_read == Some(true);
        let source = Source::of(&table, input.index_name.as_deref(), consistent)?;
        if let Some(start) = start {
            source.check_start(start, false)?;
            if source.index.is_some() {
                let mut attributes = source.key().attributes();
                attributes.try_for_each(|attribute| source.check_start_piece(start, attribute))?;
            }
        }
        plan.check_index(source)?;
        let range = range(source, segment, start)?;
        plan.check_paths(source)?;
        plan.check_filter(source)?;
        let page = plan.read(cx, txn, source, range)?;
        Ok(Answer::Done(ScanOutput {
            items: page.items,
            count: Some(page.count),
            scanned_count: Some(page.scanned),
            last_evaluated_key: page.last,
            consumed_capacity: page.capacity,
        }))
    }
}

fn check_parameters(input: &ScanInput) -> Result<(), Error> {
    check_mixed(
        &[
            ("ProjectionExpression", input.projection_expression.is_some()),
            ("FilterExpression", input.filter_expression.is_some()),
        ],
        &[
            ("AttributesToGet", input.attributes_to_get.is_some()),
            ("ScanFilter", input.scan_filter.is_some()),
            ("ConditionalOperator", input.conditional_operator.is_some()),
        ],
        input.expression_attribute_names.is_some(),
        input.expression_attribute_values.is_some(),
    )
}

fn parameters(input: &ScanInput) -> Parameters<'_> {
    Parameters {
        select: input.select.as_deref(),
        attributes_to_get: input.attributes_to_get.as_ref(),
        projection: input.projection_expression.as_deref(),
        filter: input.filter_expression.as_deref(),
        legacy_filter: input.scan_filter.as_ref(),
        operator: input.conditional_operator.as_deref(),
        consistent: input.consistent_read == Some(true),
        limit: input.limit,
        report: Report::parse(input.return_consumed_capacity.as_deref()),
    }
}

/// Which segment of how many.
fn segment(input: &ScanInput) -> Result<Option<(u64, u64)>, Error> {
    match (input.segment, input.total_segments) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(Error::validation(
            "The TotalSegments parameter is required but was not present in the request when \
             Segment parameter is present",
        )),
        (None, Some(_)) => Err(Error::validation(
            "The Segment parameter is required but was not present in the request when parameter \
             TotalSegments is present",
        )),
        (Some(segment), Some(total)) if total <= segment => Err(Error::validation(format!(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: \
             Segment: {segment} is not less than TotalSegments: {total}"
        ))),
        (Some(segment), Some(total)) => {
            let unsigned = |number| {
                u64::try_from(number).map_err(|_| Error::validation("Segment must not be negative"))
            };
            Ok(Some((unsigned(segment)?, unsigned(total)?)))
        }
    }
}

fn range(
    source: Source<'_>,
    segment: Option<(u64, u64)>,
    start: Option<&Item>,
) -> Result<Range, Error> {
    let range = match segment {
        Some((segment, total)) => keys::segment(source.space(), segment, total),
        None => keys::space(source.space()),
    };
    let Some(start) = start else { return Ok(range) };
    let key = source.start_key(start)?;
    if let Some((segment, total)) = segment
        && !range.contains(&key)
    {
        return Err(Error::validation(format!(
            "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use \
             ExclusiveStartKey with correct Segment. TotalSegments: {total} Segment: {segment}"
        )));
    }
    Ok(range.after(&key))
}
