//! Event source mappings: which streams are read for which functions. `triggers` reads them.

mod change;
mod source;

use samara_service::{Access, Answer, Cx, Operation, Place, page};
use samara_store::{Range, Txn};

use crate::event_source::{EventSourceMapping, State, last_result};
use crate::model::{
    CreateEventSourceMappingRequest, DeleteEventSourceMappingRequest, DestinationConfig,
    EventSourceMappingConfiguration, Filter, FilterCriteria, GetEventSourceMappingRequest,
    ListEventSourceMappingsRequest, ListEventSourceMappingsResponse, OnFailure,
    UpdateEventSourceMappingRequest,
};
use crate::name::FunctionName;
use crate::resolve::resolve_name;
use crate::{Error, keys, name};

/// Mappings that one page has at most (API reference, `MaxItems`).
const PAGE_MAX: i64 = 100;
/// Mappings that are read from the store at once.
const SCAN_KEYS: usize = 100;

/// `CreateEventSourceMapping`.
pub(crate) struct CreateEventSourceMapping;

impl Operation for CreateEventSourceMapping {
    const NAME: &'static str = "CreateEventSourceMapping";
    const PLACE: Place = Place::Write;
    type Input = CreateEventSourceMappingRequest;
    type Output = EventSourceMappingConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &CreateEventSourceMappingRequest) -> Vec<Access> {
        let function = name::access_arn(cx, &input.function_name, None);
        let conditions = vec![("lambda:FunctionArn".to_owned(), vec![function])];
        let access = Access::new("lambda:CreateEventSourceMapping", "*");
        vec![Access { conditions, ..access }]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &CreateEventSourceMappingRequest,
    ) -> Result<Answer<EventSourceMappingConfiguration>, Error> {
        source::refuse_others(input)?;
        let name = FunctionName::parse(cx, &input.function_name, None)?;
        let mut mapping = change::defaults(cx, input, &name)?;
        change::apply(cx, txn, &mut mapping, &change::Asked::of_create(input))?;
        let role = resolve_name(cx, txn, &name)?.version.settings.role;
        if let Some(other) = same(txn, &mapping)? {
            return Err(Error::Conflict(format!(
                "The event source arn (\" {} \") and function (\" {} \") provided mapping already \
                 exists. Please update or delete the existing mapping with UUID {other}",
                mapping.source_arn, mapping.function
            )));
        }
        mapping.start = source::iterators(cx, txn, &mapping, &role)?;
        mapping.store(txn)?;
        Ok(Answer::Done(shape(cx, txn, mapping)?))
    }
}

/// The id of a mapping of the same stream and function, if there is one.
fn same(txn: &mut dyn Txn, wanted: &EventSourceMapping) -> Result<Option<String>, Error> {
    let mut found = None;
    each(txn, Range::prefix(&keys::mappings()), |mapping| {
        if mapping.source_arn == wanted.source_arn && mapping.function == wanted.function {
            found = Some(mapping.uuid);
        }
        found.is_none()
    })?;
    Ok(found)
}

/// `UpdateEventSourceMapping`.
pub(crate) struct UpdateEventSourceMapping;

impl Operation for UpdateEventSourceMapping {
    const NAME: &'static str = "UpdateEventSourceMapping";
    const PLACE: Place = Place::Write;
    type Input = UpdateEventSourceMappingRequest;
    type Output = EventSourceMappingConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &UpdateEventSourceMappingRequest) -> Vec<Access> {
        vec![Access::new("lambda:UpdateEventSourceMapping", arn(cx, &input.uuid))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &UpdateEventSourceMappingRequest,
    ) -> Result<Answer<EventSourceMappingConfiguration>, Error> {
        source::refuse_others_in_update(input)?;
        let mut mapping = load(txn, &input.uuid)?;
        if !mapping.state.is_settled() {
            return Err(in_use("update"));
        }
        let was_enabled = mapping.enabled;
        if let Some(function) = &input.function_name {
            let name = FunctionName::parse(cx, function, None)?;
            resolve_name(cx, txn, &name)?;
            (mapping.function, mapping.qualifier) = (name.name, name.qualifier);
        }
        change::apply(cx, txn, &mut mapping, &change::Asked::of_update(input))?;
        mapping.enabled = input.enabled.unwrap_or(mapping.enabled);
        mapping.state = match (was_enabled, mapping.enabled) {
            (false, true) => State::Enabling,
            (true, false) => State::Disabling,
            _ => State::Updating,
        };
        mapping.modified_ms = cx.now.as_millis();
        mapping.store(txn)?;
        Ok(Answer::Done(shape(cx, txn, mapping)?))
    }
}

/// `GetEventSourceMapping`.
pub(crate) struct GetEventSourceMapping;

impl Operation for GetEventSourceMapping {
    const NAME: &'static str = "GetEventSourceMapping";
    const PLACE: Place = Place::Read;
    type Input = GetEventSourceMappingRequest;
    type Output = EventSourceMappingConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &GetEventSourceMappingRequest) -> Vec<Access> {
        vec![Access::new("lambda:GetEventSourceMapping", arn(cx, &input.uuid))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetEventSourceMappingRequest,
    ) -> Result<Answer<EventSourceMappingConfiguration>, Error> {
        let mapping = load(txn, &input.uuid)?;
        Ok(Answer::Done(shape(cx, txn, mapping)?))
    }
}

/// `DeleteEventSourceMapping`.
pub(crate) struct DeleteEventSourceMapping;

impl Operation for DeleteEventSourceMapping {
    const NAME: &'static str = "DeleteEventSourceMapping";
    const PLACE: Place = Place::Write;
    type Input = DeleteEventSourceMappingRequest;
    type Output = EventSourceMappingConfiguration;
    type Error = Error;

    fn access(cx: &Cx, input: &DeleteEventSourceMappingRequest) -> Vec<Access> {
        vec![Access::new("lambda:DeleteEventSourceMapping", arn(cx, &input.uuid))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteEventSourceMappingRequest,
    ) -> Result<Answer<EventSourceMappingConfiguration>, Error> {
        let mut mapping = load(txn, &input.uuid)?;
        if mapping.state == State::Deleting {
            return Err(in_use("delete"));
        }
        mapping.state = State::Deleting;
        mapping.enabled = false;
        mapping.modified_ms = cx.now.as_millis();
        mapping.store(txn)?;
        Ok(Answer::Done(shape(cx, txn, mapping)?))
    }
}

/// `ListEventSourceMappings`.
pub(crate) struct ListEventSourceMappings;

impl Operation for ListEventSourceMappings {
    const NAME: &'static str = "ListEventSourceMappings";
    const PLACE: Place = Place::Scan;
    type Input = ListEventSourceMappingsRequest;
    type Output = ListEventSourceMappingsResponse;
    type Error = Error;

    fn access(_cx: &Cx, _input: &ListEventSourceMappingsRequest) -> Vec<Access> {
        vec![Access::new("lambda:ListEventSourceMappings", "*")]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListEventSourceMappingsRequest,
    ) -> Result<Answer<ListEventSourceMappingsResponse>, Error> {
        let function = input.function_name.as_deref();
        let function = function.map(|text| FunctionName::parse(cx, text, None)).transpose()?;
        let mut range = Range::prefix(&keys::mappings());
        if let Some(marker) = &input.marker {
            let last = page::last_key(marker, "InvalidParameterValueException")
                .map_err(|_| Error::invalid("The provided marker is not valid."))?;
            range = range.after(&keys::mapping(&last));
        }
        let limit = input.max_items.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
        let limit = usize::try_from(limit).unwrap_or(1);
        let wanted = |mapping: &EventSourceMapping| {
            let is_of = |arn: &String| mapping.source_arn == *arn;
            let calls = |name: &FunctionName| {
                mapping.function == name.name
                    && (name.qualifier.is_none() || mapping.qualifier == name.qualifier)
            };
            input.event_source_arn.as_ref().is_none_or(is_of) && function.as_ref().is_none_or(calls)
        };
        let mut found = Vec::new();
        each(txn, range, |mapping| {
            if wanted(&mapping) {
                found.push(mapping);
            }
            found.len() <= limit
        })?;
        let more = limit < found.len();
        found.truncate(limit);
        let next_marker = found.last().filter(|_| more).map(|last| page::token(&last.uuid));
        let mappings = found.into_iter().map(|mapping| shape(cx, txn, mapping));
        let event_source_mappings = Some(mappings.collect::<Result<Vec<_>, _>>()?);
        Ok(Answer::Done(ListEventSourceMappingsResponse { next_marker, event_source_mappings }))
    }
}

/// Calls `each` with every mapping of a range until it says no.
fn each(
    txn: &mut dyn Txn,
    mut range: Range,
    mut each: impl FnMut(EventSourceMapping) -> bool,
) -> Result<(), Error> {
    loop {
        let entries = txn.scan(&range, SCAN_KEYS)?;
        let Some((last, _)) = entries.last() else { return Ok(()) };
        range = range.after(last);
        for (_, value) in entries {
            if !each(serde_json::from_slice(&value)?) {
                return Ok(());
            }
        }
    }
}

fn load(txn: &mut dyn Txn, uuid: &str) -> Result<EventSourceMapping, Error> {
    let missing = || Error::NotFound("The resource you requested does not exist.".to_owned());
    EventSourceMapping::find(txn, uuid)?.ok_or_else(missing)
}

fn in_use(what: &str) -> Error {
    Error::InUse(format!("Cannot {what} the event source mapping because it is in use."))
}

fn arn(cx: &Cx, uuid: &str) -> String {
    cx.arn("lambda", &format!("event-source-mapping:{uuid}")).to_string()
}

fn shape(
    cx: &Cx,
    txn: &mut dyn Txn,
    mapping: EventSourceMapping,
) -> Result<EventSourceMappingConfiguration, Error> {
    // "For ever" and "as old as it is" are -1 in the API.
    let or_none = |value: Option<u32>| Some(value.map_or(-1, i64::from));
    let filters = mapping.filters.iter().map(|one| Filter { pattern: Some(one.clone()) });
    let filters: Vec<Filter> = filters.collect();
    let responses = mapping.reports_failures.then(|| "ReportBatchItemFailures".to_owned());
    Ok(EventSourceMappingConfiguration {
        event_source_mapping_arn: Some(mapping.arn(cx)),
        function_arn: Some(mapping.function_arn(cx)),
        last_modified: Some(mapping.modified()),
        last_processing_result: Some(last_result(txn, &mapping.uuid)?),
        state: Some(mapping.state.name().to_owned()),
        state_transition_reason: Some("User action".to_owned()),
        batch_size: Some(mapping.batch_size.into()),
        maximum_batching_window_in_seconds: Some(mapping.window_s.into()),
        parallelization_factor: Some(mapping.factor.into()),
        filter_criteria: (!filters.is_empty()).then_some(FilterCriteria { filters: Some(filters) }),
        maximum_record_age_in_seconds: or_none(mapping.age_s),
        maximum_retry_attempts: or_none(mapping.retries),
        bisect_batch_on_function_error: Some(mapping.bisects),
        tumbling_window_in_seconds: Some(0),
        function_response_types: Some(responses.into_iter().collect()),
        destination_config: Some(DestinationConfig {
            on_success: None,
            on_failure: Some(OnFailure { destination: mapping.on_failure }),
        }),
        uuid: Some(mapping.uuid),
        starting_position: Some(mapping.starting_position),
        event_source_arn: Some(mapping.source_arn),
        ..EventSourceMappingConfiguration::default()
    })
}
