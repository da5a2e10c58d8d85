//! `HeadBucket`: whether a bucket exists, and where.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::Error;
use crate::bucket::{self, Bucket};
use crate::model::{HeadBucketOutput, HeadBucketRequest};

pub(crate) struct HeadBucket;

impl Operation for HeadBucket {
    const NAME: &'static str = "HeadBucket";
    const PLACE: Place = Place::Read;
    type Input = HeadBucketRequest;
    type Output = HeadBucketOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &HeadBucketRequest) -> Vec<Access> {
        vec![Access::new("s3:ListBucket", bucket::arn(&input.bucket, None))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &HeadBucketRequest,
    ) -> Result<Answer<HeadBucketOutput>, Error> {
        match Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref()) {
            Ok(_) => Ok(Answer::Done(HeadBucketOutput {
                bucket_region: Some(cx.region.to_string()),
                access_point_alias: Some(false),
                ..HeadBucketOutput::default()
            })),
            Err(Error::NoSuchBucket(_)) => Err(Error::NotFound),
            Err(error) => Err(error),
        }
    }
}
