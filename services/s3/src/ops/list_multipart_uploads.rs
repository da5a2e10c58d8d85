//! `ListMultipartUploads`: the uploads in parts that still run, by key, with common prefixes.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Range, Txn};

use super::list_objects_v2::{common, url_encoded};
use crate::bucket::{self, Bucket};
use crate::model::{
    CommonPrefix, ListMultipartUploadsOutput, ListMultipartUploadsRequest, MultipartUpload,
};
use crate::upload::{self, Upload};
use crate::{Error, keys};

/// The most uploads and common prefixes of a page (API reference, `MaxUploads`).
const UPLOADS_MAX: i64 = 1000;

pub(crate) struct ListMultipartUploads;

impl Operation for ListMultipartUploads {
    const NAME: &'static str = "ListMultipartUploads";
    const PLACE: Place = Place::Scan;
    type Input = ListMultipartUploadsRequest;
    type Output = ListMultipartUploadsOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &ListMultipartUploadsRequest) -> Vec<Access> {
        let resource = bucket::arn(&input.bucket, None);
        vec![Access::new("s3:ListBucketMultipartUploads", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListMultipartUploadsRequest,
    ) -> Result<Answer<ListMultipartUploadsOutput>, Error> {
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        let max = input.max_uploads.unwrap_or(UPLOADS_MAX);
        if max < 1 {
            let message = "Argument max-uploads must be an integer between 1 and 2147483647";
            return Err(Error::InvalidArgument(message.to_owned()));
        }
        let limit = usize::try_from(max.min(UPLOADS_MAX)).unwrap_or_default();
        let page = read_page(txn, input, limit)?;
        Ok(Answer::Done(output(cx, input, page)))
    }
}

/// What a page has, in order of keys.
#[derive(Default)]
struct Page {
    uploads: Vec<(String, String, Upload)>,
    prefixes: Vec<String>,
    /// The last key (or common prefix) and upload, when there is more after it.
    next: Option<(String, String)>,
}

fn read_page(
    txn: &mut dyn Txn,
    input: &ListMultipartUploadsRequest,
    limit: usize,
) -> Result<Page, Error> {
    let (mut page, mut last) = (Page::default(), None);
    let prefix = input.prefix.as_deref().unwrap_or_default();
    let mut range = start(input);
    loop {
        let full = page.uploads.len() + page.prefixes.len() == limit;
        let Some((place, value)) = txn.scan(&range, 1)?.pop() else { return Ok(page) };
        if full {
            page.next = last;
            return Ok(page);
        }
        let (key, id) = keys::key_and_upload(&place)?;
        let rest = key.get(prefix.len()..).unwrap_or_default();
        if let Some(length) = common(rest, input.delimiter.as_deref()) {
            let common = key.get(..prefix.len() + length).unwrap_or_default().to_owned();
            let below = Range::prefix(&keys::uploads_with_prefix(&input.bucket, &common));
            range.start = below.end.unwrap_or_default().max(range.start);
            last = Some((common.clone(), String::new()));
            page.prefixes.push(common);
        } else {
            range = range.after(&place);
            last = Some((key.clone(), id.clone()));
            page.uploads.push((key, id, serde_json::from_slice(&value)?));
        }
    }
}

/// Where a page begins: after an upload of a key, or after all of the key's (or, where a common
/// prefix is the marker, all below it) if no upload is named.
fn start(input: &ListMultipartUploadsRequest) -> Range {
    let prefix = input.prefix.as_deref().unwrap_or_default();
    let mut range = Range::prefix(&keys::uploads_with_prefix(&input.bucket, prefix));
    let Some(key) = &input.key_marker else { return range };
    let delimiter = input.delimiter.as_deref().filter(|delimiter| !delimiter.is_empty());
    let passed = match input.upload_id_marker.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => return range.after(&keys::upload(&input.bucket, key, id)),
        None if delimiter.is_some_and(|delimiter| key.ends_with(delimiter)) => {
            Range::prefix(&keys::uploads_with_prefix(&input.bucket, key))
        }
        None => Range::prefix(&keys::uploads_of(&input.bucket, key)),
    };
    range.start = passed.end.unwrap_or_default().max(range.start);
    range
}

fn output(cx: &Cx, input: &ListMultipartUploadsRequest, page: Page) -> ListMultipartUploadsOutput {
    let encode = |text: &str| match input.encoding_type {
        Some(_) => url_encoded(text),
        None => text.to_owned(),
    };
    let upload = |(key, id, upload): (String, String, Upload)| MultipartUpload {
        upload_id: Some(id),
        key: Some(encode(&key)),
        initiated: Some(upload.initiated()),
        storage_class: Some("STANDARD".to_owned()),
        owner: Some(bucket::owner(cx)),
        initiator: Some(upload::initiator(cx)),
        checksum_algorithm: upload.algorithm(),
        checksum_type: upload.kind(),
        ..MultipartUpload::default()
    };
    let common = |prefix: &String| CommonPrefix { prefix: Some(encode(prefix)) };
    let (next_key, next_id) = page.next.unzip();
    ListMultipartUploadsOutput {
        bucket: Some(input.bucket.clone()),
        key_marker: Some(encode(input.key_marker.as_deref().unwrap_or_default())),
        upload_id_marker: Some(input.upload_id_marker.clone().unwrap_or_default()),
        prefix: input.prefix.as_deref().map(encode),
        delimiter: input.delimiter.as_deref().map(encode),
        max_uploads: Some(input.max_uploads.unwrap_or(UPLOADS_MAX)),
        is_truncated: Some(next_key.is_some()),
        next_key_marker: next_key.as_deref().map(encode),
        next_upload_id_marker: next_id,
        common_prefixes: Some(page.prefixes.iter().map(common).collect()),
        uploads: Some(page.uploads.into_iter().map(upload).collect()),
        encoding_type: input.encoding_type.clone(),
        ..ListMultipartUploadsOutput::default()
    }
}
