//! `GetBucketLocation`: a bucket's region; that of us-east-1 is empty.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use crate::Error;
use crate::bucket::{self, Bucket};
use crate::model::{GetBucketLocationOutput, GetBucketLocationRequest};

pub(crate) struct GetBucketLocation;

impl Operation for GetBucketLocation {
    const NAME: &'static str = "GetBucketLocation";
    const PLACE: Place = Place::Read;
    type Input = GetBucketLocationRequest;
    type Output = GetBucketLocationOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &GetBucketLocationRequest) -> Vec<Access> {
        vec![Access::new("s3:GetBucketLocation", bucket::arn(&input.bucket, None))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &GetBucketLocationRequest,
    ) -> Result<Answer<GetBucketLocationOutput>, Error> {
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        let region = cx.region.to_string();
        let location_constraint = (region != "us-east-1").then_some(region);
        Ok(Answer::Done(GetBucketLocationOutput { location_constraint }))
    }
}
