//! `FilterLogEvents`: the events of many streams that have what a pattern asks for.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::get_log_events::{from, limit};
use crate::Error;
use crate::error::refuse;
use crate::event::Event;
use crate::group::{Group, access_arn, all_streams, named, of_identifier};
use crate::model::{FilterLogEventsRequest, FilterLogEventsResponse, FilteredLogEvent};
use crate::pattern::Pattern;
use crate::read::{Question, forward};
use crate::token::{self, Gap};

/// `FilterLogEvents`.
pub(crate) struct FilterLogEvents;

impl Operation for FilterLogEvents {
    const NAME: &'static str = "FilterLogEvents";
    const PLACE: Place = Place::Scan;
    type Input = FilterLogEventsRequest;
    type Output = FilterLogEventsResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &FilterLogEventsRequest) -> Vec<Access> {
        let name = input.log_group_name.as_deref();
        let group = name.or(input.log_group_identifier.as_deref()).map(of_identifier);
        let resource = access_arn(cx, &group.unwrap_or_default(), "");
        vec![Access::new("logs:FilterLogEvents", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &FilterLogEventsRequest,
    ) -> Result<Answer<FilterLogEventsResponse>, Error> {
        refuse(&[
            (input.unmask == Some(true), "data protection (unmask)"),
            (input.start_from_head == Some(false), "reading from the tail (startFromHead)"),
        ])?;
        let group = named(cx, input.log_group_name.as_ref(), input.log_group_identifier.as_ref())?;
        let pattern = Pattern::parse(input.filter_pattern.as_deref().unwrap_or_default())?;
        let found = Group::must(cx, txn, &group)?;
        let names = input.log_stream_names.clone().unwrap_or_default();
        check_streams(cx, txn, input, &group)?;
        let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
        let wanted = |name: &str| {
            name.starts_with(prefix) && (names.is_empty() || names.iter().any(|it| it == name))
        };
        let question = Question {
            group: &group,
            stream: &wanted,
            streams: names.clone(),
            message: &|message| pattern.matches(message),
            from_ms: from(input.start_time).max(found.oldest_ms(cx)),
            // Within, unlike in `GetLogEvents`.
            until_ms: input.end_time.map_or(u64::MAX, |end| from(Some(end)).saturating_add(1)),
            limit: limit(input.limit),
        };
        let gap = match &input.next_token {
            Some(token) => Gap::parse(token, 'p').ok_or_else(token::bad)?,
            None => Gap::START,
        };
        let page = forward(cx, txn, &question, gap)?;
        let next_token = page.more.then(|| page.after.token('p'));
        Ok(Answer::Done(FilterLogEventsResponse {
            events: Some(page.events.into_iter().map(shape).collect()),
            // Always empty on AWS since 2021.
            searched_log_streams: Some(Vec::new()),
            next_token,
        }))
    }
}

/// Streams that are named must exist, and be named in one way.
fn check_streams(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &FilterLogEventsRequest,
    group: &str,
) -> Result<(), Error> {
    let Some(names) = &input.log_stream_names else { return Ok(()) };
    if input.log_stream_name_prefix.is_some() {
        return Err(Error::Invalid(
            "logStreamNames and logStreamNamePrefix are mutually exclusive.".to_owned(),
        ));
    }
    let all = all_streams(cx, txn, group)?;
    if names.iter().all(|name| all.contains_key(name)) { Ok(()) } else { Err(Error::NoStream) }
}

fn shape(event: Event) -> FilteredLogEvent {
    FilteredLogEvent {
        log_stream_name: Some(event.stream),
        timestamp: i64::try_from(event.time_ms).ok(),
        message: Some(event.message),
        ingestion_time: i64::try_from(event.ingested_ms).ok(),
        event_id: Some(event.id),
    }
}
