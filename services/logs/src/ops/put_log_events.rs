//! `PutLogEvents`: events of a client's, in order of time.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Range, Txn};

use crate::error::refuse;
use crate::group::{Group, Stream, access_arn};
use crate::model::{
    InputLogEvent, PutLogEventsRequest, PutLogEventsResponse, RejectedLogEventsInfo,
};
use crate::{Error, event, keys};

/// The most bytes of one request, with 26 for each event (API reference).
const BATCH_BYTES_MAX: usize = 1_048_576;
/// What each event counts beside its text, bytes.
const EVENT_OVERHEAD_BYTES: usize = 26;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// How far in the future an event may be.
const FUTURE_MS: i64 = 2 * HOUR_MS;
/// How far in the past an event may be.
const PAST_MS: i64 = 14 * 24 * HOUR_MS;
/// How many expired events a put removes.
const EXPIRED_MAX: usize = 1_000;

/// Sequence tokens have had no meaning since 2023, but clients expect one.
pub(super) const SEQUENCE_TOKEN: &str = "49590302192222021110000000000000000000000000000000000001";

/// `PutLogEvents`.
pub(crate) struct PutLogEvents;

impl Operation for PutLogEvents {
    const NAME: &'static str = "PutLogEvents";
    const PLACE: Place = Place::Write;
    type Input = PutLogEventsRequest;
    type Output = PutLogEventsResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &PutLogEventsRequest) -> Vec<Access> {
        vec![Access::new(
            "logs:PutLogEvents",
            access_arn(cx, &input.log_group_name, &input.log_stream_name),
        )]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &PutLogEventsRequest,
    ) -> Result<Answer<PutLogEventsResponse>, Error> {
        refuse(&[(input.entity.is_some(), "entities of log events (entity)")])?;
        let (group_name, stream_name) = (&input.log_group_name, &input.log_stream_name);
        check_batch(&input.log_events)?;
        let group = Group::must(cx, txn, group_name)?;
        let stream = Stream::load(cx, txn, group_name, stream_name)?;
        let mut stream = stream.ok_or(Error::NoStream)?;
        let (accepted, rejected) = sort_out(cx, &group, &input.log_events);
        let now = cx.now.as_millis();
        for (time_ms, message) in accepted {
            let value = event::encode(stream_name, now, message);
            txn.append(keys::events_at(group_name, time_ms), value, Fed::No);
            stream.first_ms = Some(stream.first_ms.map_or(time_ms, |first| first.min(time_ms)));
            stream.last_ms = stream.last_ms.max(Some(time_ms));
            stream.ingested_ms = Some(now);
        }
        stream.store(txn, group_name, stream_name)?;
        remove_expired(cx, txn, group_name, &group)?;
        Ok(Answer::Done(PutLogEventsResponse {
            next_sequence_token: Some(SEQUENCE_TOKEN.to_owned()),
            rejected_log_events_info: rejected,
            rejected_entity_info: None,
        }))
    }
}

fn check_batch(events: &[InputLogEvent]) -> Result<(), Error> {
    let ordered = events.is_sorted_by_key(|event| event.timestamp);
    if !ordered {
        return Err(Error::Invalid(
            "Log events in a single PutLogEvents request must be in chronological order."
                .to_owned(),
        ));
    }
    let bytes: usize = events.iter().map(|event| event.message.len() + EVENT_OVERHEAD_BYTES).sum();
    if BATCH_BYTES_MAX < bytes {
        return Err(Error::Invalid(format!(
            "Upload too large: {bytes} bytes exceeds limit of {BATCH_BYTES_MAX}"
        )));
    }
    let span = events.first().zip(events.last());
    let span = span.map_or(0, |(first, last)| last.timestamp.saturating_sub(first.timestamp));
    if 24 * HOUR_MS < span {
        return Err(Error::Invalid(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 \
             hours."
                .to_owned(),
        ));
    }
    Ok(())
}

/// What is taken of a batch, and what is said of the rest.
fn sort_out<'a>(
    cx: &Cx,
    group: &Group,
    events: &'a [InputLogEvent],
) -> (Vec<(u64, &'a str)>, Option<RejectedLogEventsInfo>) {
    let now = i64::try_from(cx.now.as_millis()).unwrap_or(i64::MAX);
    let kept_from = i64::try_from(group.oldest_ms(cx)).unwrap_or(i64::MAX);
    let before = |limit: i64| events.partition_point(|event| event.timestamp < limit);
    let (too_old, expired) = (before(now - PAST_MS), before(kept_from));
    let too_new = before(now.saturating_add(FUTURE_MS).saturating_add(1));
    let first = too_old.max(expired);
    let taken = events.get(first..too_new.max(first)).unwrap_or_default();
    let taken = taken
        .iter()
        .filter_map(|event| Some((u64::try_from(event.timestamp).ok()?, event.message.as_str())));
    let place = |place: usize| i64::try_from(place).ok();
    let rejected = RejectedLogEventsInfo {
        too_new_log_event_start_index: place(too_new).filter(|_| too_new < events.len()),
        too_old_log_event_end_index: place(too_old).filter(|_| 0 < too_old),
        expired_log_event_end_index: place(expired).filter(|_| 0 < expired),
    };
    let any = rejected != RejectedLogEventsInfo::default();
    (taken.collect(), any.then_some(rejected))
}

/// Removes some of what is older than the group's retention: more than a batch usually adds.
fn remove_expired(cx: &Cx, txn: &mut dyn Txn, name: &str, group: &Group) -> Result<(), Error> {
    if group.retention_days.is_none() {
        return Ok(());
    }
    let range = Range::between(keys::events(name), keys::events_at(name, group.oldest_ms(cx)));
    for (key, _) in txn.scan(&range, EXPIRED_MAX)? {
        txn.delete(key.to_vec(), Fed::No);
    }
    Ok(())
}
