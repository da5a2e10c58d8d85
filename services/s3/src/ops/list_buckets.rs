//! `ListBuckets`: the account's buckets, by name.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Range, Txn};

use samara_service::page;

use crate::bucket::{self, Bucket};
use crate::model::{self, ListBucketsOutput, ListBucketsRequest};
use crate::{Error, keys};

/// The most buckets of a page, and what an account may have (S3 quotas: 10,000).
const BUCKETS_MAX: i64 = 10_000;
/// The same, as a number of keys.
const ACCOUNT_BUCKETS_MAX: usize = 10_000;

pub(crate) struct ListBuckets;

impl Operation for ListBuckets {
    const NAME: &'static str = "ListBuckets";
    const PLACE: Place = Place::Scan;
    type Input = ListBucketsRequest;
    type Output = ListBucketsOutput;
    type Error = Error;

    fn access(_cx: &Cx, _input: &ListBucketsRequest) -> Vec<Access> {
        vec![Access::new("s3:ListAllMyBuckets", "*")]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListBucketsRequest,
    ) -> Result<Answer<ListBucketsOutput>, Error> {
        let limit = input.max_buckets.unwrap_or(BUCKETS_MAX).clamp(1, BUCKETS_MAX);
        let limit = usize::try_from(limit).unwrap_or_default();
        let elsewhere = input.bucket_region.as_ref().is_some_and(|it| it != cx.region.as_str());
        let mut range = Range::prefix(&keys::buckets());
        if let Some(token) = &input.continuation_token {
            let last = page::last_key(token, "InvalidArgument")
                .map_err(|refusal| Error::InvalidArgument(refusal.message))?;
            range = range.after(&keys::bucket(&last));
        }
        let prefix = input.prefix.as_deref().unwrap_or_default();
        let mut buckets = Vec::new();
        let mut more = false;
        for (key, value) in txn.scan(&range, ACCOUNT_BUCKETS_MAX)? {
            let name = keys::bucket_name(&key)?;
            if elsewhere || !name.starts_with(prefix) {
                continue;
            }
            if buckets.len() == limit {
                more = true;
                break;
            }
            let bucket: Bucket = serde_json::from_slice(&value)?;
            buckets.push(shape(cx, name, &bucket));
        }
        let last = buckets.last().and_then(|bucket| bucket.name.as_deref());
        Ok(Answer::Done(ListBucketsOutput {
            continuation_token: last.filter(|_| more).map(page::token),
            buckets: Some(buckets),
            owner: Some(bucket::owner(cx)),
            prefix: input.prefix.clone(),
        }))
    }
}

fn shape(cx: &Cx, name: String, bucket: &Bucket) -> model::Bucket {
    model::Bucket {
        name: Some(name),
        creation_date: Some(bucket.created()),
        bucket_region: Some(cx.region.to_string()),
        bucket_arn: None,
    }
}
