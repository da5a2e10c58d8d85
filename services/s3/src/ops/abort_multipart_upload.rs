//! `AbortMultipartUpload`: ends an upload, and its parts go.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::bucket::{self, Bucket};
use crate::model::{AbortMultipartUploadOutput, AbortMultipartUploadRequest};
use crate::upload::{self, Upload};
use crate::{Error, refused};

pub(crate) struct AbortMultipartUpload;

impl Operation for AbortMultipartUpload {
    const NAME: &'static str = "AbortMultipartUpload";
    const PLACE: Place = Place::Write;
    type Input = AbortMultipartUploadRequest;
    type Output = AbortMultipartUploadOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &AbortMultipartUploadRequest) -> Vec<Access> {
        let resource = bucket::arn(&input.bucket, Some(&input.key));
        vec![Access::new("s3:AbortMultipartUpload", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &AbortMultipartUploadRequest,
    ) -> Result<Answer<AbortMultipartUploadOutput>, Error> {
        let timed = input.if_match_initiated_time.is_some();
        refused::refuse(&[(timed, "x-amz-if-match-initiated-time")])?;
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        let (bucket, key, id) = (&input.bucket, &input.key, &input.upload_id);
        Upload::load(txn, bucket, key, id)?;
        let parts = upload::all_parts(txn, id)?;
        upload::remove(txn, (bucket, key, id), &parts)?;
        Ok(Answer::Done(AbortMultipartUploadOutput::default()))
    }
}
