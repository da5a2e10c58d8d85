//! `GetLogEvents`: the events of one stream, forwards or backwards.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::Error;
use crate::error::refuse;
use crate::event::Event;
use crate::group::{Group, Stream, access_arn, named, of_identifier};
use crate::model::{GetLogEventsRequest, GetLogEventsResponse, OutputLogEvent};
use crate::read::{Page, Question, backward, forward};
use crate::token::{self, Gap};

/// The most events of a page (API reference, `limit`).
pub(super) const EVENTS_MAX: i64 = 10_000;

/// `GetLogEvents`.
pub(crate) struct GetLogEvents;

impl Operation for GetLogEvents {
    const NAME: &'static str = "GetLogEvents";
    const PLACE: Place = Place::Scan;
    type Input = GetLogEventsRequest;
    type Output = GetLogEventsResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &GetLogEventsRequest) -> Vec<Access> {
        let name = input.log_group_name.as_deref();
        let group = name.or(input.log_group_identifier.as_deref()).map(of_identifier);
        let resource = access_arn(cx, &group.unwrap_or_default(), &input.log_stream_name);
        vec![Access::new("logs:GetLogEvents", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetLogEventsRequest,
    ) -> Result<Answer<GetLogEventsResponse>, Error> {
        refuse(&[(input.unmask == Some(true), "data protection (unmask)")])?;
        let group = named(cx, input.log_group_name.as_ref(), input.log_group_identifier.as_ref())?;
        let stream = &input.log_stream_name;
        let found = Group::must(cx, txn, &group)?;
        if Stream::load(cx, txn, &group, stream)?.is_none() {
            return Err(Error::NoStream);
        }
        let question = Question {
            group: &group,
            stream: &|name| name == stream,
            streams: vec![stream.clone()],
            message: &|_| true,
            from_ms: from(input.start_time).max(found.oldest_ms(cx)),
            until_ms: input.end_time.map_or(u64::MAX, |end| from(Some(end))),
            limit: limit(input.limit),
        };
        let page = read(cx, txn, input, &question)?;
        Ok(Answer::Done(GetLogEventsResponse {
            next_forward_token: Some(page.after.token('f')),
            next_backward_token: Some(page.before.token('b')),
            events: Some(page.events.into_iter().map(shape).collect()),
        }))
    }
}

fn read(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetLogEventsRequest,
    question: &Question<'_>,
) -> Result<Page, Error> {
    match &input.next_token {
        None if input.start_from_head == Some(true) => forward(cx, txn, question, Gap::START),
        None => backward(cx, txn, question, Gap::END),
        Some(token) => match (Gap::parse(token, 'f'), Gap::parse(token, 'b')) {
            (Some(gap), _) => forward(cx, txn, question, gap),
            (_, Some(gap)) => backward(cx, txn, question, gap),
            _ => Err(token::bad()),
        },
    }
}

/// A time that a caller gives; one before the epoch is the epoch.
pub(super) fn from(time: Option<i64>) -> u64 {
    time.and_then(|time| u64::try_from(time).ok()).unwrap_or_default()
}

/// How many events a page may have.
pub(super) fn limit(asked: Option<i64>) -> usize {
    usize::try_from(asked.unwrap_or(EVENTS_MAX).clamp(1, EVENTS_MAX)).unwrap_or(1)
}

fn shape(event: Event) -> OutputLogEvent {
    OutputLogEvent {
        timestamp: i64::try_from(event.time_ms).ok(),
        message: Some(event.message),
        ingestion_time: i64::try_from(event.ingested_ms).ok(),
    }
}
