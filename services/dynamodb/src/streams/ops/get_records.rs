//! `GetRecords`: some records behind an iterator, and the iterator that goes on.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::error::Error;
use crate::streams::iterator::{Iterator, arn};
use crate::streams::model::{GetRecordsInput, GetRecordsOutput};
use crate::streams::{horizon, read};

/// `GetRecords`.
pub(in crate::streams) struct GetRecords;

/// The most records of an answer (API reference).
const RECORDS_MAX: i64 = 1000;
/// The most bytes of an answer (API reference: 1 MB).
const BYTES_MAX: usize = 1024 * 1024;

impl Operation for GetRecords {
    const NAME: &'static str = "GetRecords";
    const PLACE: Place = Place::Page;
    type Input = GetRecordsInput;
    type Output = GetRecordsOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &Self::Input) -> Vec<Access> {
        vec![Access::new("dynamodb:GetRecords", arn(&input.shard_iterator))]
    }

    /// An ended shard that was read to its end has no next iterator; an open one always has.
    fn run(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<Answer<Self::Output>, Error> {
        let limit = input.limit.unwrap_or(RECORDS_MAX);
        if RECORDS_MAX < limit {
            return Err(Error::validation(format!(
                "1 validation error detected: Value '{limit}' at 'limit' failed to satisfy \
                 constraint: Member must have value less than or equal to {RECORDS_MAX}"
            )));
        }
        let limit = usize::try_from(limit).unwrap_or(1);
        let (stream, mut iterator) = Iterator::load(cx, txn, &input.shard_iterator)?;
        if iterator.after < horizon(txn, &stream, iterator.shard)? {
            return Err(Error::Trimmed);
        }
        let page = read(txn, &stream, (iterator.shard, iterator.after), limit, BYTES_MAX)?;
        if let Some((last, _)) = page.records.last() {
            iterator.after = *last;
        }
        let goes_on = page.more || stream.ended.is_none();
        let shape = |(at, record): (_, crate::streams::StreamRecord)| record.shape(cx, &stream, at);
        Ok(Answer::Done(GetRecordsOutput {
            next_shard_iterator: goes_on.then(|| iterator.write(cx, &stream)),
            records: Some(page.records.into_iter().map(shape).collect()),
        }))
    }
}
