//! `DeleteBucket`: removes an empty bucket.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Range, Txn};

use samara_wire::Document;

use crate::bucket::{self, Bucket};
use crate::model::DeleteBucketRequest;
use crate::{Error, keys};

pub(crate) struct DeleteBucket;

impl Operation for DeleteBucket {
    const NAME: &'static str = "DeleteBucket";
    const PLACE: Place = Place::Write;
    type Input = DeleteBucketRequest;
    type Output = Document;
    type Error = Error;

    fn access(_cx: &Cx, input: &DeleteBucketRequest) -> Vec<Access> {
        vec![Access::new("s3:DeleteBucket", bucket::arn(&input.bucket, None))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &DeleteBucketRequest,
    ) -> Result<Answer<Document>, Error> {
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        if !txn.scan(&Range::prefix(&keys::objects(&input.bucket)), 1)?.is_empty() {
            return Err(Error::BucketNotEmpty(input.bucket.clone()));
        }
        // An upload that still runs is somebody's; it is aborted first.
        if !txn.scan(&Range::prefix(&keys::uploads(&input.bucket)), 1)?.is_empty() {
            return Err(Error::BucketNotEmpty(input.bucket.clone()));
        }
        txn.delete(keys::bucket(&input.bucket), Fed::No);
        Ok(Answer::Done(Document::Null))
    }
}
