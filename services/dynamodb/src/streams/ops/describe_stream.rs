//! `DescribeStream`: a stream and its shards, in pages.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::error::Error;
use crate::keys::Position;
use crate::streams::model::{
    DescribeStreamInput, DescribeStreamOutput, KeySchemaElement, SequenceNumberRange, Shard,
    StreamDescription,
};
use crate::streams::{Stream, last};

/// `DescribeStream`.
pub(in crate::streams) struct DescribeStream;

/// The most shards of a page (API reference).
const PAGE_MAX: i64 = 100;

impl Operation for DescribeStream {
    const NAME: &'static str = "DescribeStream";
    const PLACE: Place = Place::Read;
    type Input = DescribeStreamInput;
    type Output = DescribeStreamOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:DescribeStream", input.stream_arn.as_str())]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let stream = Stream::load(cx, txn, &input.stream_arn)?;
        let (shards, last_shard) = page(txn, &stream, input)?;
        let status = if stream.ended.is_some() { "DISABLED" } else { "ENABLED" };
        let description = StreamDescription {
            stream_arn: Some(stream.arn(cx)),
            stream_status: Some(status.to_owned()),
            stream_view_type: Some(stream.view.name().to_owned()),
            creation_request_date_time: Some(stream.created()),
            key_schema: Some(key_schema(&stream)),
            table_name: Some(stream.table.clone()),
            stream_label: Some(stream.label.clone()),
            shards: Some(shards),
            last_evaluated_shard_id: last_shard,
        };
        Ok(Answer::Done(DescribeStreamOutput { stream_description: Some(description) }))
    }
}

fn page(
    txn: &mut dyn Txn,
    stream: &Stream,
    input: &DescribeStreamInput,
) -> Result<(Vec<Shard>, Option<String>), Error> {
    let first = match &input.exclusive_start_shard_id {
        // Behind a shard that is not there is nothing.
        Some(id) => stream.shard(id).map_or(stream.shards, |shard| shard.saturating_add(1)),
        None => 0,
    };
    if let Some(filter) = &input.shard_filter {
        let (Some(parent), Some(_)) = (&filter.shard_id, &filter.r#type) else {
            return Err(Error::validation(
                "ShardFilter.ShardId and ShardFilter.Type must both be specified",
            ));
        };
        stream.shard(parent)?;
        // Shards are never split, so none has children.
        return Ok((Vec::new(), None));
    }
    let limit = u8::try_from(input.limit.unwrap_or(PAGE_MAX).min(PAGE_MAX)).unwrap_or(1);
    let end = first.saturating_add(limit).min(stream.shards);
    let mut shards = Vec::new();
    for shard in first..end {
        shards.push(describe(txn, stream, shard)?);
    }
    let last_shard = end.checked_sub(1).filter(|_| end < stream.shards);
    Ok((shards, last_shard.map(|shard| stream.shard_id(shard))))
}

/// A shard; it has an end only when its stream does, since until then anything may follow.
fn describe(txn: &mut dyn Txn, stream: &Stream, shard: u8) -> Result<Shard, Error> {
    let end = match stream.ended {
        Some(_) => Some(last(txn, stream, shard)?.sequence_number()),
        None => None,
    };
    Ok(Shard {
        shard_id: Some(stream.shard_id(shard)),
        sequence_number_range: Some(SequenceNumberRange {
            starting_sequence_number: Some(Position::START.sequence_number()),
            ending_sequence_number: end,
        }),
        parent_shard_id: None,
    })
}

fn key_schema(stream: &Stream) -> Vec<KeySchemaElement> {
    let element = |(attribute, kind): (&crate::table::KeyAttribute, &str)| KeySchemaElement {
        attribute_name: attribute.name.clone(),
        key_type: kind.to_owned(),
    };
    stream.key.attributes().zip(["HASH", "RANGE"]).map(element).collect()
}
