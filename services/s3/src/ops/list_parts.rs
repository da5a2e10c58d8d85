//! `ListParts`: what has come of an upload so far.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::bucket::{self, Bucket};
use crate::checksum::show;
use crate::model::{self, ListPartsOutput, ListPartsRequest};
use crate::upload::{self, Part, Upload};
use crate::{Error, refused};

/// The most parts of a page (API reference, `MaxParts`).
const PARTS_MAX: i64 = 1000;

pub(crate) struct ListParts;

impl Operation for ListParts {
    const NAME: &'static str = "ListParts";
    const PLACE: Place = Place::Scan;
    type Input = ListPartsRequest;
    type Output = ListPartsOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &ListPartsRequest) -> Vec<Access> {
        let resource = bucket::arn(&input.bucket, Some(&input.key));
        vec![Access::new("s3:ListMultipartUploadParts", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListPartsRequest,
    ) -> Result<Answer<ListPartsOutput>, Error> {
        refused::refuse(&[
            (input.sse_customer_algorithm.is_some(), "encryption with the customer's keys"),
            (input.sse_customer_key.is_some(), "encryption with the customer's keys"),
            (input.sse_customer_key_md5.is_some(), "encryption with the customer's keys"),
        ])?;
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        let upload = Upload::load(txn, &input.bucket, &input.key, &input.upload_id)?;
        let bound = |name: &str, value: Option<i64>, default: i64| {
            u64::try_from(value.unwrap_or(default)).map_err(|_| {
                let message =
                    format!("Argument {name} must be an integer between 0 and 2147483647");
                Error::InvalidArgument(message)
            })
        };
        let max = bound("max-parts", input.max_parts, PARTS_MAX)?;
        let after = bound("part-number-marker", input.part_number_marker, 0)?;
        let limit = usize::try_from(max.min(PARTS_MAX.unsigned_abs())).unwrap_or_default();
        // One more than there is room for, to see whether more follows.
        let mut found = upload::parts(txn, &input.upload_id, after, limit + 1)?;
        let truncated = limit < found.len();
        found.truncate(limit);
        let last = found.last().map(|(number, _)| *number);
        Ok(Answer::Done(ListPartsOutput {
            bucket: Some(input.bucket.clone()),
            key: Some(input.key.clone()),
            upload_id: Some(input.upload_id.clone()),
            part_number_marker: Some(input.part_number_marker.unwrap_or_default()),
            next_part_number_marker: last.and_then(|number| i64::try_from(number).ok()),
            max_parts: Some(input.max_parts.unwrap_or(PARTS_MAX)),
            is_truncated: Some(truncated),
            parts: Some(found.iter().map(|(number, part)| shown(*number, part)).collect()),
            initiator: Some(upload::initiator(cx)),
            owner: Some(bucket::owner(cx)),
            storage_class: Some("STANDARD".to_owned()),
            checksum_algorithm: upload.algorithm(),
            checksum_type: upload.kind(),
            ..ListPartsOutput::default()
        }))
    }
}

fn shown(number: u64, part: &Part) -> model::Part {
    let mut shown = model::Part {
        part_number: i64::try_from(number).ok(),
        last_modified: Some(part.modified()),
        e_tag: Some(part.etag()),
        size: i64::try_from(part.size).ok(),
        ..model::Part::default()
    };
    show!(shown, part.checksum.as_ref());
    shown
}
