//! `ListStreams`: the streams there are, also those that ended less than a day ago, in pages.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::error::Error;
use crate::keys;
use crate::request::resource;
use crate::streams::Stream;
use crate::streams::model::{ListStreamsInput, ListStreamsOutput, Stream as Shape};

/// `ListStreams`.
pub(in crate::streams) struct ListStreams;

/// The most streams of a page (API reference).
const PAGE_MAX: usize = 100;

impl Operation for ListStreams {
    const NAME: &'static str = "ListStreams";
    const PLACE: Place = Place::Page;
    type Input = ListStreamsInput;
    type Output = ListStreamsOutput;
    type Error = Error;

    fn access(cx: &Cx, input: &Self::Input) -> Vec<Access> {
        let of = input.table_name.as_ref();
        let streams = of.map(|table| format!("{}/stream/*", resource(cx, table, None)));
        vec![Access::new("dynamodb:ListStreams", streams.unwrap_or_else(|| "*".to_owned()))]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let limit = input.limit.map(usize::try_from).transpose().unwrap_or(None);
        let limit = limit.unwrap_or(PAGE_MAX);
        if PAGE_MAX < limit {
            return Err(Error::validation(format!(
                "1 validation error detected: Value '{limit}' at 'limit' failed to satisfy \
                 constraint: Member must have value less than or equal to {PAGE_MAX}"
            )));
        }
        let mut range = keys::streams_of(input.table_name.as_deref());
        if let Some(start) = &input.exclusive_start_stream_arn {
            let start = Stream::load(cx, txn, start)?;
            range = range.after(&keys::stream(&start.table, &start.label));
        }
        let found = txn.scan(&range, limit + 1)?;
        let more = limit < found.len();
        let mut streams = Vec::with_capacity(limit);
        for (_, value) in found.iter().take(limit) {
            let stream: Stream = serde_json::from_slice(value)?;
            streams.push(Shape {
                stream_arn: Some(stream.arn(cx)),
                table_name: Some(stream.table),
                stream_label: Some(stream.label),
            });
        }
        let last = streams.last().filter(|_| more).and_then(|stream| stream.stream_arn.clone());
        Ok(Answer::Done(ListStreamsOutput {
            streams: Some(streams),
            last_evaluated_stream_arn: last,
        }))
    }
}
