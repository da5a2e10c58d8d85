//! `CreateBucket`: a new bucket in this region.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Fed, Txn};

use crate::bucket::{self, Bucket};
use crate::model::{CreateBucketOutput, CreateBucketRequest};
use crate::{Error, keys, refused};

/// The region whose buckets have no location constraint.
const OLDEST_REGION: &str = "us-east-1";

pub(crate) struct CreateBucket;

impl Operation for CreateBucket {
    const NAME: &'static str = "CreateBucket";
    const PLACE: Place = Place::Write;
    type Input = CreateBucketRequest;
    type Output = CreateBucketOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &CreateBucketRequest) -> Vec<Access> {
        vec![Access::new("s3:CreateBucket", bucket::arn(&input.bucket, None))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &CreateBucketRequest,
    ) -> Result<Answer<CreateBucketOutput>, Error> {
        bucket::check_name(&input.bucket)?;
        refused::bucket(input)?;
        check_location(cx.region.as_str(), input)?;
        let output =
            CreateBucketOutput { location: Some(format!("/{}", input.bucket)), bucket_arn: None };
        if Bucket::find(txn, &input.bucket)?.is_some() {
            // us-east-1 keeps the answer of S3's first years: creating one's own bucket again is
            // no error there.
            let forgiven = cx.region.as_str() == OLDEST_REGION;
            let refusal = || Error::BucketAlreadyOwnedByYou(input.bucket.clone());
            return if forgiven { Ok(Answer::Done(output)) } else { Err(refusal()) };
        }
        let bucket = Bucket { created_ms: cx.now.as_millis() };
        txn.put(keys::bucket(&input.bucket), serde_json::to_vec(&bucket)?.into(), Fed::No);
        Ok(Answer::Done(output))
    }
}

fn check_location(region: &str, input: &CreateBucketRequest) -> Result<(), Error> {
    let configuration = input.create_bucket_configuration.as_ref();
    let constraint = configuration.and_then(|it| it.location_constraint.as_deref());
    match constraint {
        None if region == OLDEST_REGION => Ok(()),
        None => Err(Error::IllegalLocationConstraint("unspecified".to_owned())),
        Some(OLDEST_REGION) => Err(Error::InvalidLocationConstraint(OLDEST_REGION.to_owned())),
        Some(constraint) if constraint == region => Ok(()),
        Some(constraint) => Err(Error::IllegalLocationConstraint(constraint.to_owned())),
    }
}
