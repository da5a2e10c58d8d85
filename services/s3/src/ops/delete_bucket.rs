//! `DeleteBucket`: removes an empty bucket, with what uploads in parts have left in it. On AWS too
//! only objects hold a bucket.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Range, Txn};

use samara_wire::Document;

use crate::bucket::{self, Bucket};
use crate::model::DeleteBucketRequest;
use crate::{Error, keys, upload};

/// Uploads that go with their bucket: as many as one transaction may well remove. With more of them
/// the bucket is not empty.
const UPLOADS_MAX: usize = 100;

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
        let uploads = txn.scan(&Range::prefix(&keys::uploads(&input.bucket)), UPLOADS_MAX + 1)?;
        if UPLOADS_MAX < uploads.len() {
            return Err(Error::BucketNotEmpty(input.bucket.clone()));
        }
        for (place, _) in &uploads {
            let (key, id) = keys::key_and_upload(place)?;
            let parts = upload::all_parts(txn, &id)?;
            upload::remove(txn, (&input.bucket, &key, &id), &parts)?;
        }
        txn.delete(keys::bucket(&input.bucket), Fed::No);
        Ok(Answer::Done(Document::Null))
    }
}
