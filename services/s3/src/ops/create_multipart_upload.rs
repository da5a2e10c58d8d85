//! `CreateMultipartUpload`: begins an object that comes in parts.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Txn};

use super::put_object::check_size;
use crate::bucket::{self, Bucket};
use crate::checksum::Algorithm;
use crate::model::{CreateMultipartUploadOutput, CreateMultipartUploadRequest};
use crate::object::Headers;
use crate::upload::{Kind, Upload};
use crate::{Error, keys, refused};

pub(crate) struct CreateMultipartUpload;

impl Operation for CreateMultipartUpload {
    const NAME: &'static str = "CreateMultipartUpload";
    const PLACE: Place = Place::Write;
    type Input = CreateMultipartUploadRequest;
    type Output = CreateMultipartUploadOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &CreateMultipartUploadRequest) -> Vec<Access> {
        vec![Access::new("s3:PutObject", bucket::arn(&input.bucket, Some(&input.key)))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &CreateMultipartUploadRequest,
    ) -> Result<Answer<CreateMultipartUploadOutput>, Error> {
        refused::upload(input)?;
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        check_size(&input.key, input.metadata.as_ref())?;
        let upload = Upload {
            initiated_ms: cx.now.as_millis(),
            headers: headers(input),
            metadata: input.metadata.clone().unwrap_or_default(),
            checksum: checksum(input)?,
        };
        let id = cx.seed.uuid("upload").replace('-', "");
        let output = CreateMultipartUploadOutput {
            bucket: Some(input.bucket.clone()),
            key: Some(input.key.clone()),
            upload_id: Some(id.clone()),
            checksum_algorithm: upload.algorithm(),
            checksum_type: upload.kind(),
            ..CreateMultipartUploadOutput::default()
        };
        let place = keys::upload(&input.bucket, &input.key, &id);
        txn.put(place, serde_json::to_vec(&upload)?.into(), Fed::No);
        Ok(Answer::Done(output))
    }
}

/// The checksum that is asked for, of which kind. CRC-64/NVME has only one of the whole, the
/// SHAs only one of the parts; the others have that of the parts unless told otherwise.
fn checksum(input: &CreateMultipartUploadRequest) -> Result<Option<(Algorithm, Kind)>, Error> {
    let wrong = |kind: &str, name: &str| {
        Error::InvalidRequest(format!(
            "The {kind} checksum type cannot be used with the {} checksum algorithm.",
            name.to_ascii_lowercase()
        ))
    };
    let Some(name) = &input.checksum_algorithm else {
        return match &input.checksum_type {
            Some(_) => Err(Error::InvalidRequest(
                "The x-amz-checksum-type header can only be used with the \
                 x-amz-checksum-algorithm header."
                    .to_owned(),
            )),
            None => Ok(None),
        };
    };
    let algorithm = Algorithm::named(name)?;
    let of_whole = !matches!(algorithm, Algorithm::Sha1 | Algorithm::Sha256);
    let of_parts = algorithm != Algorithm::Crc64Nvme;
    let kind = match input.checksum_type.as_deref() {
        Some("FULL_OBJECT") if of_whole => Kind::Full,
        Some("COMPOSITE") | None if of_parts => Kind::Composite,
        None => Kind::Full,
        Some(kind) => return Err(wrong(kind, name)),
    };
    Ok(Some((algorithm, kind)))
}

fn headers(input: &CreateMultipartUploadRequest) -> Headers {
    Headers {
        cache_control: input.cache_control.clone(),
        content_disposition: input.content_disposition.clone(),
        content_encoding: input.content_encoding.clone(),
        content_language: input.content_language.clone(),
        content_type: input.content_type.clone(),
        expires: input.expires.clone(),
    }
}
