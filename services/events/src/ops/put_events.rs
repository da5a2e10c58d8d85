//! `PutEvents`: up to ten events, each taken in or refused by itself.

use samara_base::TraceHeader;
use samara_service::{Access, Answer, Cx, Entry, Operation, Place};
use samara_store::Txn;
use serde_json::{Value, json};

use super::{bus_arn, bus_name};
use crate::Error;
use crate::model::{
    PutEventsRequest, PutEventsRequestEntry, PutEventsResponse, PutEventsResultEntry,
};
use crate::record::{EventRecord, bus};

/// All entries together, bytes (AWS: 1 MB since January 2026; counted as its guide says).
const ENTRIES_BYTES: usize = 1024 * 1024;
/// Entries of a request.
const ENTRIES: usize = 10;
/// What a time counts, bytes.
const TIME_BYTES: usize = 14;

pub(super) struct PutEvents;

pub(super) fn entries() -> Vec<Entry> {
    super::entries([Entry::of::<PutEvents>()])
}

impl Operation for PutEvents {
    const NAME: &'static str = "PutEvents";
    const PLACE: Place = Place::Write;
    type Input = PutEventsRequest;
    type Output = PutEventsResponse;
    type Error = Error;

    /// One access a bus, with the sources and types of all its events as condition keys.
    fn access(cx: &Cx, input: &PutEventsRequest) -> Vec<Access> {
        let mut all: Vec<Access> = Vec::new();
        if input.entries.is_empty() {
            all.push(Access::new("events:PutEvents", bus_arn(cx, None)));
        }
        for entry in &input.entries {
            let bus = bus_arn(cx, entry.event_bus_name.as_deref());
            if !all.iter().any(|access| access.resource == bus) {
                let mut access = Access::new("events:PutEvents", bus.clone());
                let keys = ["events:source", "events:detail-type"];
                access.conditions = keys.map(|key| (key.to_owned(), vec![])).into();
                all.push(access);
            }
            let Some(access) = all.iter_mut().find(|access| access.resource == bus) else {
                continue;
            };
            let given = [&entry.source, &entry.detail_type];
            for ((_, values), given) in access.conditions.iter_mut().zip(given) {
                values.extend(given.clone());
            }
        }
        all
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &PutEventsRequest,
    ) -> Result<Answer<PutEventsResponse>, Error> {
        if input.endpoint_id.is_some() {
            return Err(Error::Unsupported("the PutEvents parameter EndpointId".to_owned()));
        }
        if input.entries.is_empty() || ENTRIES < input.entries.len() {
            return Err(Error::Validation(format!(
                "1 validation error detected: Value at 'entries' failed to satisfy constraint: \
                 Member must have length less than or equal to {ENTRIES} and greater than or \
                 equal to 1"
            )));
        }
        if ENTRIES_BYTES < input.entries.iter().map(size).sum() {
            let message = "Total size of the entries in the request is over the limit.";
            return Err(Error::Validation(message.to_owned()));
        }
        let mut results = Vec::with_capacity(input.entries.len());
        for (place, entry) in input.entries.iter().enumerate() {
            results.push(match take(cx, txn, entry, place)? {
                Ok(id) => PutEventsResultEntry { event_id: Some(id), ..Default::default() },
                Err((code, message)) => PutEventsResultEntry {
                    event_id: None,
                    error_code: Some(code.to_owned()),
                    error_message: Some(message),
                },
            });
        }
        let failed = results.iter().filter(|result| result.event_id.is_none()).count();
        Ok(Answer::Done(PutEventsResponse {
            failed_entry_count: i64::try_from(failed).ok(),
            entries: Some(results),
        }))
    }
}

/// The size of an entry as AWS counts it.
fn size(entry: &PutEventsRequestEntry) -> usize {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let resources = entry.resources.iter().flatten().map(String::len).sum::<usize>();
    let time = if entry.time.is_some() { TIME_BYTES } else { 0 };
    time + text(&entry.source) + text(&entry.detail_type) + text(&entry.detail) + resources
}

/// An entry's own refusal: code and message.
type EntryError = (&'static str, String);

/// Takes one event in; its id, or why it is refused.
fn take(
    cx: &Cx,
    txn: &mut dyn Txn,
    entry: &PutEventsRequestEntry,
    place: usize,
) -> Result<Result<String, EntryError>, Error> {
    let name = match bus_name(cx, entry.event_bus_name.as_deref()) {
        Ok(name) => name,
        Err(error) => return Ok(Err(("InvalidArgument", error.to_string()))),
    };
    let detail = match check(entry) {
        Ok(detail) => detail,
        Err(error) => return Ok(Err(error)),
    };
    // AWS takes an event for a bus that does not exist and drops it. What is acknowledged here is
    // kept, so this one is not.
    if bus(txn, &name)?.is_none() {
        let error = Error::no_bus(&name);
        return Ok(Err(("ResourceNotFoundException", error.to_string())));
    }
    let id = cx.seed.uuid(&format!("event {place}"));
    let record = EventRecord {
        event: event(cx, entry, &id, &detail),
        trace: entry.trace_header.clone().filter(|text| TraceHeader::parse(text).is_some()),
        ingested_ms: cx.now.as_millis(),
        forwarded: false,
    };
    record.append(txn, &name)?;
    Ok(Ok(id))
}

/// The event as AWS shapes it.
fn event(cx: &Cx, entry: &PutEventsRequestEntry, id: &str, detail: &Value) -> Value {
    json!({
        "version": "0",
        "id": id,
        "detail-type": entry.detail_type,
        "source": entry.source,
        "account": cx.account.as_str(),
        "time": entry.time.unwrap_or(cx.now).iso8601(),
        "region": cx.region.as_str(),
        "resources": entry.resources.clone().unwrap_or_default(),
        "detail": detail,
    })
}

/// The detail, if the entry is whole.
fn check(entry: &PutEventsRequestEntry) -> Result<Value, EntryError> {
    let missing = |name: &str| {
        let reason = format!("{name} is a required argument.");
        ("InvalidArgument", format!("Parameter {name} is not valid. Reason: {reason}"))
    };
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let source = given(&entry.source).ok_or_else(|| missing("Source"))?;
    if source.starts_with("aws.") {
        let message = "Not authorized for the source.";
        return Err(("NotAuthorizedForSourceException", message.to_owned()));
    }
    given(&entry.detail_type).ok_or_else(|| missing("DetailType"))?;
    let detail = given(&entry.detail).ok_or_else(|| missing("Detail"))?;
    match serde_json::from_str(&detail) {
        Ok(detail @ Value::Object(_)) => Ok(detail),
        _ => Err(("MalformedDetail", "Detail is malformed.".to_owned())),
    }
}
