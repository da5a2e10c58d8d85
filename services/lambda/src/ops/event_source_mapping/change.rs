//! What may be set of a mapping: each setting is checked and kept.

use samara_service::{Cx, Principal};
use samara_store::Txn;
use samara_wire::{Document, Name};
use serde_json::json;

use crate::event_source::{EventSourceMapping, State};
use crate::model::{
    CreateEventSourceMappingRequest, DestinationConfig, FilterCriteria,
    UpdateEventSourceMappingRequest,
};
use crate::name::FunctionName;
use crate::{Error, refused};

/// The records of a batch when nobody says (developer guide, "Event source mapping parameters").
const BATCH_SIZE: u32 = 100;
/// The filters that a mapping may have (developer guide, "Control which events Lambda sends").
const FILTERS_MAX: usize = 5;
/// The youngest age, seconds, that can be asked for (API reference).
const AGE_S_MIN: i64 = 60;

/// The settings that creating and updating share.
pub(super) struct Asked<'a> {
    batch_size: Option<i64>,
    window_s: Option<i64>,
    factor: Option<i64>,
    filters: Option<&'a FilterCriteria>,
    destination: Option<&'a DestinationConfig>,
    age_s: Option<i64>,
    retries: Option<i64>,
    bisects: Option<bool>,
    responses: Option<&'a Vec<String>>,
}

impl<'a> Asked<'a> {
    pub(super) fn of_create(input: &'a CreateEventSourceMappingRequest) -> Self {
        Self {
            batch_size: input.batch_size,
            window_s: input.maximum_batching_window_in_seconds,
            factor: input.parallelization_factor,
            filters: input.filter_criteria.as_ref(),
            destination: input.destination_config.as_ref(),
            age_s: input.maximum_record_age_in_seconds,
            retries: input.maximum_retry_attempts,
            bisects: input.bisect_batch_on_function_error,
            responses: input.function_response_types.as_ref(),
        }
    }

    pub(super) fn of_update(input: &'a UpdateEventSourceMappingRequest) -> Self {
        Self {
            batch_size: input.batch_size,
            window_s: input.maximum_batching_window_in_seconds,
            factor: input.parallelization_factor,
            filters: input.filter_criteria.as_ref(),
            destination: input.destination_config.as_ref(),
            age_s: input.maximum_record_age_in_seconds,
            retries: input.maximum_retry_attempts,
            bisects: input.bisect_batch_on_function_error,
            responses: input.function_response_types.as_ref(),
        }
    }
}

/// A new mapping with AWS's defaults for a stream.
pub(super) fn defaults(
    cx: &Cx,
    input: &CreateEventSourceMappingRequest,
    name: &FunctionName,
) -> Result<EventSourceMapping, Error> {
    let source_arn = input.event_source_arn.clone().unwrap_or_default();
    let starting_position = match input.starting_position.as_deref() {
        None => {
            return Err(Error::invalid(
                "1 validation error detected: Value null at 'startingPosition' failed to satisfy \
                 constraint: Member must not be null.",
            ));
        }
        Some("AT_TIMESTAMP") => {
            return Err(Error::invalid(format!(
                "Unsupported starting position for arn type: {source_arn}"
            )));
        }
        Some(position) => position.to_owned(),
    };
    Ok(EventSourceMapping {
        uuid: cx.seed.uuid("event-source-mapping"),
        source_arn,
        function: name.name.clone(),
        qualifier: name.qualifier.clone(),
        enabled: input.enabled.unwrap_or(true),
        state: State::Creating,
        batch_size: BATCH_SIZE,
        window_s: 0,
        factor: 1,
        starting_position,
        start: Vec::new(),
        filters: Vec::new(),
        reports_failures: false,
        bisects: false,
        retries: None,
        age_s: None,
        on_failure: None,
        modified_ms: cx.now.as_millis(),
    })
}

/// Changes what is given; the rest stays.
pub(super) fn apply(
    cx: &Cx,
    txn: &mut dyn Txn,
    mapping: &mut EventSourceMapping,
    asked: &Asked<'_>,
) -> Result<(), Error> {
    // The codec has checked each against the model's range.
    let number = |field: &mut u32, value: Option<i64>| {
        *field = value.and_then(|value| u32::try_from(value).ok()).unwrap_or(*field);
    };
    number(&mut mapping.batch_size, asked.batch_size);
    number(&mut mapping.window_s, asked.window_s);
    number(&mut mapping.factor, asked.factor);
    if let Some(age) = asked.age_s {
        if (0..AGE_S_MIN).contains(&age) {
            return Err(Error::invalid(format!(
                "MaximumRecordAgeInSeconds must be -1 or at least {AGE_S_MIN}"
            )));
        }
        mapping.age_s = u32::try_from(age).ok();
    }
    if let Some(retries) = asked.retries {
        mapping.retries = u32::try_from(retries).ok();
    }
    mapping.bisects = asked.bisects.unwrap_or(mapping.bisects);
    if let Some(responses) = asked.responses {
        mapping.reports_failures = responses.iter().any(|one| one == "ReportBatchItemFailures");
    }
    if let Some(destination) = asked.destination {
        mapping.on_failure = on_failure(destination)?;
    }
    if let Some(criteria) = asked.filters {
        mapping.filters = filters(cx, txn, criteria)?;
    }
    Ok(())
}

/// Who is told of batches that were given up. AWS has queues, topics and buckets for that; until
/// they are here, a function or an event bus may be.
fn on_failure(config: &DestinationConfig) -> Result<Option<String>, Error> {
    let success = config.on_success.as_ref().and_then(|it| it.destination.as_ref());
    refused::refuse(&[(success.is_some(), "destinations of successful batches (OnSuccess)")])?;
    let failure = config.on_failure.as_ref().and_then(|it| it.destination.clone());
    let Some(failure) = failure.filter(|arn| !arn.is_empty()) else { return Ok(None) };
    match failure.split(':').nth(2) {
        Some("lambda" | "events") => Ok(Some(failure)),
        Some(service) => Err(Error::Unsupported(format!(
            "destinations of {service} (OnFailure) yet; a function or a bus may be"
        ))),
        None => Err(Error::invalid("The destination ARN is invalid.")),
    }
}

fn filters(cx: &Cx, txn: &mut dyn Txn, criteria: &FilterCriteria) -> Result<Vec<String>, Error> {
    let given = criteria.filters.iter().flatten();
    let filters: Vec<String> = given.filter_map(|filter| filter.pattern.clone()).collect();
    if FILTERS_MAX < filters.len() {
        return Err(Error::invalid(format!(
            "The number of filters exceeds the limit of {FILTERS_MAX}."
        )));
    }
    filters.iter().try_for_each(|pattern| check_pattern(cx, txn, pattern))?;
    Ok(filters)
}

/// Filters are patterns of EventBridge's language, so EventBridge is asked, by the platform
/// itself: who may make a mapping needs no permission there.
fn check_pattern(cx: &Cx, txn: &mut dyn Txn, pattern: &str) -> Result<(), Error> {
    let event = json!({
        "id": "0",
        "account": cx.account.as_str(),
        "source": "samara",
        "time": cx.now.iso8601(),
        "region": cx.region.as_str(),
        "resources": [],
        "detail-type": "filter",
        "detail": {},
    });
    let member = |name, text: String| (Name::Borrowed(name), Document::String(text));
    let input = Document::Map(vec![
        member("EventPattern", pattern.to_owned()),
        member("Event", event.to_string()),
    ]);
    let platform = cx.acting_as(Principal::Root);
    match cx.operations.call_in(&platform, txn, "events", "TestEventPattern", input) {
        Ok(_) => Ok(()),
        Err(refusal) if refusal.status < 500 => {
            Err(Error::invalid(format!("Invalid filter pattern definition. {}", refusal.message)))
        }
        Err(refusal) => Err(Error::Other(Box::new(refusal))),
    }
}
