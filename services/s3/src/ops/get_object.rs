//! `GetObject`: an object's body, or a stretch of it.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::bucket::{self, Bucket};
use crate::checksum::{Checksum, show};
use crate::condition::{self, Conditions};
use crate::model::{GetObjectOutput, GetObjectRequest};
use crate::object::{Object, Stored, stretch};
use crate::{Error, refused};

pub(crate) struct GetObject;

impl Operation for GetObject {
    const NAME: &'static str = "GetObject";
    const PLACE: Place = Place::Read;
    type Input = GetObjectRequest;
    type Output = GetObjectOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &GetObjectRequest) -> Vec<Access> {
        vec![Access::new("s3:GetObject", bucket::arn(&input.bucket, Some(&input.key)))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetObjectRequest,
    ) -> Result<Answer<GetObjectOutput>, Error> {
        refused::version(input.version_id.as_ref())?;
        refused::refuse(&[
            (input.sse_customer_algorithm.is_some(), "encryption with the customer's keys"),
            (input.sse_customer_key.is_some(), "encryption with the customer's keys"),
            (input.sse_customer_key_md5.is_some(), "encryption with the customer's keys"),
        ])?;
        check_overrides(input)?;
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        let object = Object::find(txn, &input.bucket, &input.key)?;
        let object = object.ok_or_else(|| Error::NoSuchKey(input.key.clone()))?;
        let conditions = Conditions {
            matches: input.if_match.as_ref(),
            none_match: input.if_none_match.as_ref(),
            modified_since: input.if_modified_since,
            unmodified_since: input.if_unmodified_since,
        };
        conditions.check(&object)?;
        let stored = object.pieces(txn, &input.bucket, &input.key)?;
        let part = match input.part_number {
            Some(_) if input.range.is_some() => return Err(Error::PartAndRange),
            Some(number) => Some(part(&stored, number)?),
            None => condition::range(input.range.as_ref(), object.size)?,
        };
        let output = output(input, &object, part);
        let range = part.unwrap_or((0, object.size));
        Ok(Answer::Stream { output, pieces: stretch(&stored, range)? })
    }
}

/// What is asked for as a header of the answer must be able to stand in one.
fn check_overrides(input: &GetObjectRequest) -> Result<(), Error> {
    for (name, value) in [
        ("response-cache-control", &input.response_cache_control),
        ("response-content-disposition", &input.response_content_disposition),
        ("response-content-encoding", &input.response_content_encoding),
        ("response-content-language", &input.response_content_language),
        ("response-content-type", &input.response_content_type),
    ] {
        let bad = |value: &String| value.chars().any(|c| c.is_ascii_control() && c != '\t');
        if value.as_ref().is_some_and(bad) {
            return Err(Error::InvalidArgument(format!("{name} has a control character.")));
        }
    }
    Ok(())
}

/// The stretch that a part is; one that was put whole is its own first part.
fn part(stored: &[Stored], number: i64) -> Result<(u64, u64), Error> {
    let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let at = at.filter(|at| *at < stored.len()).ok_or(Error::InvalidPartNumber)?;
    let before = stored.iter().take(at).map(|part| part.size).sum();
    Ok((before, stored.get(at).map_or(0, |part| part.size)))
}

fn output(input: &GetObjectRequest, object: &Object, part: Option<(u64, u64)>) -> GetObjectOutput {
    let headers = &object.headers;
    let instead =
        |asked: &Option<String>, kept: &Option<String>| asked.as_ref().or(kept.as_ref()).cloned();
    let (first, length) = part.unwrap_or((0, object.size));
    let parts_count = (0 < object.parts).then_some(object.parts);
    let parts_count = parts_count.and_then(|count| i64::try_from(count).ok());
    let content_range = part
        .filter(|_| 0 < length)
        .map(|_| format!("bytes {first}-{}/{}", first + length - 1, object.size));
    // The checksum is of the whole, so it goes only with the whole.
    let whole = part.is_none() || length == object.size;
    let wanted = whole && input.checksum_mode.is_some();
    let checksum = object.checksum.as_ref().filter(|_| wanted);
    let mut output = GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        last_modified: Some(object.modified()),
        content_length: i64::try_from(length).ok(),
        content_range,
        e_tag: Some(object.etag()),
        checksum_type: checksum.map(Checksum::kind),
        cache_control: instead(&input.response_cache_control, &headers.cache_control),
        content_disposition: instead(
            &input.response_content_disposition,
            &headers.content_disposition,
        ),
        content_encoding: instead(&input.response_content_encoding, &headers.content_encoding),
        content_language: instead(&input.response_content_language, &headers.content_language),
        content_type: instead(&input.response_content_type, &headers.content_type)
            .or_else(|| Some("binary/octet-stream".to_owned())),
        expires: input
            .response_expires
            .map(samara_base::Timestamp::http_date)
            .or_else(|| headers.expires.clone()),
        metadata: Some(object.metadata.clone()),
        parts_count: input.part_number.and(parts_count),
        ..GetObjectOutput::default()
    };
    show!(output, checksum);
    output
}
