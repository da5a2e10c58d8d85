//! `HeadObject`: what is known of an object, without its body.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::get_object::GetObject;
use crate::model::{GetObjectOutput, GetObjectRequest, HeadObjectOutput, HeadObjectRequest};
use crate::{Error, bucket};

pub(crate) struct HeadObject;

impl Operation for HeadObject {
    const NAME: &'static str = "HeadObject";
    const PLACE: Place = Place::Read;
    type Input = HeadObjectRequest;
    type Output = HeadObjectOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &HeadObjectRequest) -> Vec<Access> {
        vec![Access::new("s3:GetObject", bucket::arn(&input.bucket, Some(&input.key)))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &HeadObjectRequest,
    ) -> Result<Answer<HeadObjectOutput>, Error> {
        match GetObject::run(cx, txn, &as_get(input)) {
            Ok(Answer::Stream { output, .. }) => Ok(Answer::Done(as_head(output))),
            // What a `GetObject` never gives; its body is always a blob.
            Ok(_) => Err(Error::Body),
            Err(Error::NoSuchBucket(_) | Error::NoSuchKey(_)) => Err(Error::NotFound),
            Err(error) => Err(error),
        }
    }
}

fn as_get(input: &HeadObjectRequest) -> GetObjectRequest {
    let input = input.clone();
    GetObjectRequest {
        bucket: input.bucket,
        if_match: input.if_match,
        if_modified_since: input.if_modified_since,
        if_none_match: input.if_none_match,
        if_unmodified_since: input.if_unmodified_since,
        key: input.key,
        range: input.range,
        response_cache_control: input.response_cache_control,
        response_content_disposition: input.response_content_disposition,
        response_content_encoding: input.response_content_encoding,
        response_content_language: input.response_content_language,
        response_content_type: input.response_content_type,
        response_expires: input.response_expires,
        version_id: input.version_id,
        sse_customer_algorithm: input.sse_customer_algorithm,
        sse_customer_key: input.sse_customer_key,
        sse_customer_key_md5: input.sse_customer_key_md5,
        request_payer: input.request_payer,
        part_number: input.part_number,
        expected_bucket_owner: input.expected_bucket_owner,
        checksum_mode: input.checksum_mode,
    }
}

fn as_head(output: GetObjectOutput) -> HeadObjectOutput {
    HeadObjectOutput {
        accept_ranges: output.accept_ranges,
        last_modified: output.last_modified,
        content_length: output.content_length,
        content_range: output.content_range,
        e_tag: output.e_tag,
        checksum_crc32: output.checksum_crc32,
        checksum_crc32_c: output.checksum_crc32_c,
        checksum_crc64_nvme: output.checksum_crc64_nvme,
        checksum_sha1: output.checksum_sha1,
        checksum_sha256: output.checksum_sha256,
        checksum_type: output.checksum_type,
        cache_control: output.cache_control,
        content_disposition: output.content_disposition,
        content_encoding: output.content_encoding,
        content_language: output.content_language,
        content_type: output.content_type,
        expires: output.expires,
        metadata: output.metadata,
        parts_count: output.parts_count,
        ..HeadObjectOutput::default()
    }
}
