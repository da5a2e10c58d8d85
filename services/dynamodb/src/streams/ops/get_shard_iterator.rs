//! `GetShardIterator`: a place in a shard to read from.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::error::Error;
use crate::keys::Position;
use crate::streams::iterator::Iterator;
use crate::streams::model::{GetShardIteratorInput, GetShardIteratorOutput};
use crate::streams::{Stream, horizon, last};

/// `GetShardIterator`.
pub(in crate::streams) struct GetShardIterator;

impl Operation for GetShardIterator {
    const NAME: &'static str = "GetShardIterator";
    const PLACE: Place = Place::Read;
    type Input = GetShardIteratorInput;
    type Output = GetShardIteratorOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:GetShardIterator", input.stream_arn.as_str())]
    }

    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let kind = input.shard_iterator_type.as_str();
        if kind == "AT_TIMESTAMP" || input.timestamp.is_some() {
            return Err(Error::Unsupported("iterators by time (AT_TIMESTAMP)".into()));
        }
        let stream = Stream::load(cx, txn, &input.stream_arn)?;
        let shard = stream.shard(&input.shard_id)?;
        let trimmed = horizon(txn, &stream, shard)?;
        let after = match (kind, &input.sequence_number) {
            ("TRIM_HORIZON", None) => trimmed,
            ("LATEST", None) => last(txn, &stream, shard)?,
            ("TRIM_HORIZON" | "LATEST", Some(_)) => {
                return Err(Error::parameter(format_args!(
                    "SequenceNumber cannot be specified with ShardIteratorType {kind}"
                )));
            }
            (_, None) => {
                return Err(Error::parameter(format_args!(
                    "SequenceNumber must be specified with ShardIteratorType {kind}"
                )));
            }
            (_, Some(number)) => {
                let place = Position::parse(number).ok_or_else(|| {
                    Error::validation(format!("Invalid SequenceNumber: {number}"))
                })?;
                if kind == "AT_SEQUENCE_NUMBER" { place.before() } else { place }
            }
        };
        if after < trimmed {
            return Err(Error::Trimmed);
        }
        let iterator = Iterator { shard, after }.write(cx, &stream);
        Ok(Answer::Done(GetShardIteratorOutput { shard_iterator: Some(iterator) }))
    }
}
