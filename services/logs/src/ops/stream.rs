//! Log streams: created, deleted, listed.

use samara_service::{Access, Answer, Cx, Operation, Place, page};
use samara_store::{Fed, Range, Txn};
use samara_wire::Document;

use super::group::last_key;
use crate::group::{
    Group, SCAN_KEYS, Stream, access_arn, all_streams, arn, mark_deleted, named, of_identifier,
};
use crate::model::{
    CreateLogStreamRequest, DeleteLogStreamRequest, DescribeLogStreamsRequest,
    DescribeLogStreamsResponse, LogStream,
};
use crate::{Error, event, keys, token};

/// The most streams of a page (API reference, `limit`).
const PAGE_MAX: i64 = 50;

/// `CreateLogStream`.
pub(crate) struct CreateLogStream;

impl Operation for CreateLogStream {
    const NAME: &'static str = "CreateLogStream";
    const PLACE: Place = Place::Write;
    type Input = CreateLogStreamRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &CreateLogStreamRequest) -> Vec<Access> {
        vec![Access::new(
            "logs:CreateLogStream",
            access_arn(cx, &input.log_group_name, &input.log_stream_name),
        )]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &CreateLogStreamRequest,
    ) -> Result<Answer<Document>, Error> {
        let (group, name) = (&input.log_group_name, &input.log_stream_name);
        Group::must(cx, txn, group)?;
        if name.contains([':', '*']) {
            return Err(Error::Invalid(format!(
                "1 validation error detected: Value '{name}' at 'logStreamName' failed to satisfy \
                 constraint: Member must satisfy regular expression pattern: [^:*]*"
            )));
        }
        if Stream::load(cx, txn, group, name)?.is_some() {
            return Err(Error::StreamExists);
        }
        let stream = Stream { created_ms: cx.now.as_millis(), ..Stream::default() };
        stream.store(txn, group, name)?;
        Ok(Answer::Done(Document::Null))
    }
}

/// `DeleteLogStream`.
pub(crate) struct DeleteLogStream;

impl Operation for DeleteLogStream {
    const NAME: &'static str = "DeleteLogStream";
    const PLACE: Place = Place::Write;
    type Input = DeleteLogStreamRequest;
    type Output = Document;
    type Error = Error;

    fn access(cx: &Cx, input: &DeleteLogStreamRequest) -> Vec<Access> {
        vec![Access::new(
            "logs:DeleteLogStream",
            access_arn(cx, &input.log_group_name, &input.log_stream_name),
        )]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteLogStreamRequest,
    ) -> Result<Answer<Document>, Error> {
        let (group, name) = (&input.log_group_name, &input.log_stream_name);
        Group::must(cx, txn, group)?;
        if Stream::load(cx, txn, group, name)?.is_none() {
            return Err(Error::NoStream);
        }
        delete_events(txn, group, name)?;
        txn.delete(keys::stream(group, name), Fed::No);
        mark_deleted(cx, txn, group, name);
        Ok(Answer::Done(Document::Null))
    }
}

/// `DescribeLogStreams`.
pub(crate) struct DescribeLogStreams;

impl Operation for DescribeLogStreams {
    const NAME: &'static str = "DescribeLogStreams";
    const PLACE: Place = Place::Scan;
    type Input = DescribeLogStreamsRequest;
    type Output = DescribeLogStreamsResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &DescribeLogStreamsRequest) -> Vec<Access> {
        let name = input.log_group_name.as_deref();
        let group = name.or(input.log_group_identifier.as_deref()).map(of_identifier);
        let resource = access_arn(cx, &group.unwrap_or_default(), "");
        vec![Access::new("logs:DescribeLogStreams", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DescribeLogStreamsRequest,
    ) -> Result<Answer<DescribeLogStreamsResponse>, Error> {
        let group = named(cx, input.log_group_name.as_ref(), input.log_group_identifier.as_ref())?;
        Group::must(cx, txn, &group)?;
        let by_time = input.order_by.as_deref() == Some("LastEventTime");
        if by_time && input.log_stream_name_prefix.is_some() {
            return Err(Error::Invalid(
                "Cannot order by LastEventTime with a logStreamNamePrefix.".to_owned(),
            ));
        }
        let prefix = input.log_stream_name_prefix.as_deref().unwrap_or_default();
        let mut streams: Vec<(String, Stream)> = all_streams(cx, txn, &group)?
            .into_iter()
            .filter(|(name, _)| name.starts_with(prefix))
            .collect();
        if by_time {
            streams.sort_by(|(a, one), (b, other)| (one.last_ms, a).cmp(&(other.last_ms, b)));
        }
        if input.descending == Some(true) {
            streams.reverse();
        }
        let start = match &input.next_token {
            Some(token) => {
                let last = last_key(token)?;
                let place = streams.iter().position(|(name, _)| *name == last);
                place.ok_or_else(token::bad)? + 1
            }
            None => 0,
        };
        let limit = input.limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
        let limit = usize::try_from(limit).unwrap_or(1);
        let more = start + limit < streams.len();
        let page: Vec<_> = streams.into_iter().skip(start).take(limit).collect();
        let next_token = page.last().filter(|_| more).map(|(name, _)| page::token(name));
        let shown = page.into_iter().map(|(name, stream)| shape(cx, &group, name, &stream));
        let log_streams = Some(shown.collect());
        Ok(Answer::Done(DescribeLogStreamsResponse { log_streams, next_token }))
    }
}

/// Deletes what clients put into one stream.
fn delete_events(txn: &mut dyn Txn, group: &str, stream: &str) -> Result<(), Error> {
    let mut range = Range::prefix(&keys::events(group));
    loop {
        let entries = txn.scan(&range, SCAN_KEYS)?;
        let Some((last, _)) = entries.last() else { return Ok(()) };
        range = range.after(last);
        for (key, value) in entries {
            if event::decode(&value)?.1 == stream {
                txn.delete(key.to_vec(), Fed::No);
            }
        }
    }
}

fn shape(cx: &Cx, group: &str, name: String, stream: &Stream) -> LogStream {
    let number = |millis: u64| i64::try_from(millis).ok();
    LogStream {
        arn: Some(format!("{}:log-stream:{name}", arn(cx, group))),
        log_stream_name: Some(name),
        creation_time: number(stream.created_ms),
        first_event_timestamp: stream.first_ms.and_then(number),
        last_event_timestamp: stream.last_ms.and_then(number),
        last_ingestion_time: stream.ingested_ms.and_then(number),
        upload_sequence_token: Some(super::put_log_events::SEQUENCE_TOKEN.to_owned()),
        // What AWS says of every stream since 2019.
        stored_bytes: Some(0),
    }
}
