//! `DeleteObject`: removes an object; removing none is no error.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::bucket::{self, Bucket};
use crate::model::{DeleteObjectOutput, DeleteObjectRequest};
use crate::object::Object;
use crate::{Error, condition, refused};

pub(crate) struct DeleteObject;

impl Operation for DeleteObject {
    const NAME: &'static str = "DeleteObject";
    const PLACE: Place = Place::Write;
    type Input = DeleteObjectRequest;
    type Output = DeleteObjectOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &DeleteObjectRequest) -> Vec<Access> {
        vec![Access::new("s3:DeleteObject", bucket::arn(&input.bucket, Some(&input.key)))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteObjectRequest,
    ) -> Result<Answer<DeleteObjectOutput>, Error> {
        refused::version(input.version_id.as_ref())?;
        refused::refuse(&[
            (input.mfa.is_some(), "x-amz-mfa"),
            (input.bypass_governance_retention == Some(true), "object lock"),
            (input.if_match_last_modified_time.is_some(), "x-amz-if-match-last-modified-time"),
            (input.if_match_size.is_some(), "x-amz-if-match-size"),
        ])?;
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        let object = Object::find(txn, &input.bucket, &input.key)?;
        match (&object, &input.if_match) {
            (None, Some(_)) => return Err(Error::NoSuchKey(input.key.clone())),
            (Some(object), Some(wanted)) if !condition::names(wanted, &object.etag) => {
                return Err(Error::PreconditionFailed("If-Match"));
            }
            _ => {}
        }
        if let Some(object) = object {
            object.remove(txn, &input.bucket, &input.key)?;
        }
        Ok(Answer::Done(DeleteObjectOutput::default()))
    }
}
