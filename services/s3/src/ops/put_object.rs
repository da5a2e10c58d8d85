//! `PutObject`: an object whole, in place of what was at its key.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::bucket::{self, Bucket};
use crate::checksum::{self, Algorithm, Checksum};
use crate::model::{PutObjectOutput, PutObjectRequest};
use crate::object::{Headers, KEY_BYTES_MAX, METADATA_BYTES_MAX, Object};
use crate::{Error, StagedBody, condition, refused};

pub(crate) struct PutObject;

impl Operation for PutObject {
    const NAME: &'static str = "PutObject";
    const PLACE: Place = Place::Write;
    type Input = PutObjectRequest;
    type Output = PutObjectOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &PutObjectRequest) -> Vec<Access> {
        vec![Access::new("s3:PutObject", bucket::arn(&input.bucket, Some(&input.key)))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &PutObjectRequest,
    ) -> Result<Answer<PutObjectOutput>, Error> {
        refused::object(input)?;
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        check_size(input)?;
        let old = Object::find(txn, &input.bucket, &input.key)?;
        check_conditions(input, old.as_ref())?;

        let body = StagedBody::of(txn, input.body.as_ref())?;
        checksum::check_md5(input.content_md5.as_ref(), &body)?;
        let checksum = Checksum::verified(input, txn.blob(&body.blob)?.as_ref())?;
        let mut object = Object::new(body, cx.now);
        object.headers = headers(input);
        object.metadata = input.metadata.clone().unwrap_or_default();
        object.checksum = checksum;
        let output = output(&object);
        object.store(txn, &input.bucket, &input.key)?;
        Ok(Answer::Done(output))
    }
}

fn check_size(input: &PutObjectRequest) -> Result<(), Error> {
    if KEY_BYTES_MAX < input.key.len() {
        return Err(Error::KeyTooLong);
    }
    let metadata = input.metadata.iter().flatten();
    let bytes: usize = metadata.map(|(name, value)| name.len() + value.len()).sum();
    if METADATA_BYTES_MAX < bytes { Err(Error::MetadataTooLarge) } else { Ok(()) }
}

/// Conditional writes: `If-None-Match: *` (there must be nothing) and `If-Match` (it must be this).
fn check_conditions(input: &PutObjectRequest, old: Option<&Object>) -> Result<(), Error> {
    match input.if_none_match.as_deref() {
        Some("*") if old.is_some() => return Err(Error::PreconditionFailed("If-None-Match")),
        None | Some("*") => {}
        Some(_) => {
            return Err(Error::Unsupported(
                "an If-None-Match other than * on PutObject".to_owned(),
            ));
        }
    }
    match (&input.if_match, old) {
        (Some(_), None) => Err(Error::NoSuchKey(input.key.clone())),
        (Some(wanted), Some(old)) if !condition::names(wanted, &old.md5) => {
            Err(Error::PreconditionFailed("If-Match"))
        }
        _ => Ok(()),
    }
}

fn headers(input: &PutObjectRequest) -> Headers {
    Headers {
        cache_control: input.cache_control.clone(),
        content_disposition: input.content_disposition.clone(),
        content_encoding: input.content_encoding.clone(),
        content_language: input.content_language.clone(),
        content_type: input.content_type.clone(),
        expires: input.expires.clone(),
    }
}

fn output(object: &Object) -> PutObjectOutput {
    let value = |algorithm| object.checksum.as_ref().and_then(|sum| sum.value_of(algorithm));
    PutObjectOutput {
        e_tag: Some(object.etag()),
        checksum_crc32: value(Algorithm::Crc32),
        checksum_crc32_c: value(Algorithm::Crc32c),
        checksum_crc64_nvme: value(Algorithm::Crc64Nvme),
        checksum_sha1: value(Algorithm::Sha1),
        checksum_sha256: value(Algorithm::Sha256),
        checksum_type: object.checksum.as_ref().map(|_| "FULL_OBJECT".to_owned()),
        ..PutObjectOutput::default()
    }
}
