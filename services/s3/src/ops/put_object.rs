//! `PutObject`: an object whole, in place of what was at its key.

use std::collections::BTreeMap;

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::bucket::{self, Bucket};
use crate::checksum::{self, Checksum, given, show};
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
        check_size(&input.key, input.metadata.as_ref())?;
        let old = Object::find(txn, &input.bucket, &input.key)?;
        let conditions = (input.if_match.as_ref(), input.if_none_match.as_ref());
        check_conditions(&input.key, conditions, old.as_ref())?;

        let body = StagedBody::of(txn, input.body.as_ref())?;
        checksum::check_md5(input.content_md5.as_ref(), &body)?;
        let checksum = Checksum::verified(given!(input), txn.blob(&body.blob)?.as_ref())?;
        let mut object = Object::new(body, cx.now);
        object.headers = headers(input);
        object.metadata = input.metadata.clone().unwrap_or_default();
        object.checksum = checksum;
        let output = output(&object);
        object.store(txn, (&input.bucket, &input.key), &[])?;
        Ok(Answer::Done(output))
    }
}

/// Bounds of an object's key and of its metadata.
pub(super) fn check_size(
    key: &str,
    metadata: Option<&BTreeMap<String, String>>,
) -> Result<(), Error> {
    if KEY_BYTES_MAX < key.len() {
        return Err(Error::KeyTooLong);
    }
    let metadata = metadata.into_iter().flatten();
    let bytes: usize = metadata.map(|(name, value)| name.len() + value.len()).sum();
    if METADATA_BYTES_MAX < bytes { Err(Error::MetadataTooLarge) } else { Ok(()) }
}

/// Conditional writes: `If-None-Match: *` (there must be nothing) and `If-Match` (it must be this).
pub(super) fn check_conditions(
    key: &str,
    (matches, none_match): (Option<&String>, Option<&String>),
    old: Option<&Object>,
) -> Result<(), Error> {
    match none_match.map(String::as_str) {
        Some("*") if old.is_some() => return Err(Error::PreconditionFailed("If-None-Match")),
        None | Some("*") => {}
        Some(_) => {
            return Err(Error::Unsupported("an If-None-Match other than * on a write".to_owned()));
        }
    }
    match (matches, old) {
        (Some(_), None) => Err(Error::NoSuchKey(key.to_owned())),
        (Some(wanted), Some(old)) if !condition::names(wanted, &old.etag) => {
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
    let checksum = object.checksum.as_ref();
    let mut output = PutObjectOutput {
        e_tag: Some(object.etag()),
        checksum_type: checksum.map(Checksum::kind),
        ..PutObjectOutput::default()
    };
    show!(output, checksum);
    output
}
