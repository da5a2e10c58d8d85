//! `ListObjectsV2`: a bucket's objects, by key, with common prefixes.

use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::{Range, Txn};

use samara_service::page;

use crate::bucket::{self, Bucket};
use crate::checksum::Checksum;
use crate::model::{self, CommonPrefix, ListObjectsV2Output, ListObjectsV2Request};
use crate::object::Object;
use crate::{Error, keys, refused};

/// The most keys and common prefixes of a page (API reference, `MaxKeys`).
const KEYS_MAX: i64 = 1000;

pub(crate) struct ListObjectsV2;

impl Operation for ListObjectsV2 {
    const NAME: &'static str = "ListObjectsV2";
    const PLACE: Place = Place::Scan;
    type Input = ListObjectsV2Request;
    type Output = ListObjectsV2Output;
    type Error = Error;

    fn access(_cx: &Cx, input: &ListObjectsV2Request) -> Vec<Access> {
        let condition = |name: &str, value: &Option<String>| {
            value.clone().map(|value| (name.to_owned(), vec![value]))
        };
        let max_keys = input.max_keys.map(|keys| keys.to_string());
        let conditions = [
            condition("s3:prefix", &input.prefix),
            condition("s3:delimiter", &input.delimiter),
            condition("s3:max-keys", &max_keys),
        ];
        let access = Access::new("s3:ListBucket", bucket::arn(&input.bucket, None));
        vec![Access { conditions: conditions.into_iter().flatten().collect(), ..access }]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &ListObjectsV2Request,
    ) -> Result<Answer<ListObjectsV2Output>, Error> {
        let optional = input.optional_object_attributes.is_some();
        refused::refuse(&[(optional, "x-amz-optional-object-attributes")])?;
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        let max_keys = input.max_keys.unwrap_or(KEYS_MAX);
        if max_keys < 0 {
            let message = "Argument maxKeys must be an integer between 0 and 2147483647";
            return Err(Error::InvalidArgument(message.to_owned()));
        }
        let limit = usize::try_from(max_keys.min(KEYS_MAX)).unwrap_or_default();
        let page = read_page(txn, input, limit)?;
        Ok(Answer::Done(output(cx, input, page)))
    }
}

/// What a page has, in order of keys.
#[derive(Default)]
struct Page {
    objects: Vec<(String, Object)>,
    prefixes: Vec<String>,
    /// The last key or common prefix, when there is more after it.
    next: Option<String>,
}

/// Reads a page. Each round reads what may still fit; a common prefix is passed over in one step,
/// however many objects are below it.
fn read_page(txn: &mut dyn Txn, input: &ListObjectsV2Request, limit: usize) -> Result<Page, Error> {
    let mut page = Page::default();
    let mut last: Option<String> = None;
    let mut range = start(input)?;
    let prefix = input.prefix.as_deref().unwrap_or_default();
    loop {
        let room = limit - page.objects.len() - page.prefixes.len();
        // One more than there is room for, to see whether more follows.
        let entries = txn.scan(&range, room + 1)?;
        let mut passed = None;
        for (place, value) in entries {
            let key = keys::object_key(&place)?;
            if page.objects.len() + page.prefixes.len() == limit {
                page.next = last.filter(|_| 0 < limit);
                return Ok(page);
            }
            let rest = key.get(prefix.len()..).unwrap_or_default();
            let Some(length) = common(rest, input.delimiter.as_deref()) else {
                last = Some(key.clone());
                page.objects.push((key, serde_json::from_slice(&value)?));
                continue;
            };
            let common = key.get(..prefix.len() + length).unwrap_or_default().to_owned();
            passed = Some(Range::prefix(&keys::objects_with_prefix(&input.bucket, &common)));
            last = Some(common.clone());
            page.prefixes.push(common);
            break;
        }
        match passed.and_then(|passed| passed.end) {
            Some(end) => range.start = end,
            None => return Ok(page),
        }
    }
}

/// Where a page begins: after the token's key, or after `StartAfter`; a token that names a common
/// prefix begins after everything below it.
fn start(input: &ListObjectsV2Request) -> Result<Range, Error> {
    let prefix = input.prefix.as_deref().unwrap_or_default();
    let mut range = Range::prefix(&keys::objects_with_prefix(&input.bucket, prefix));
    let token = input.continuation_token.as_deref();
    let last = match token {
        Some(token) => {
            let last = page::last_key(token, "InvalidArgument");
            let bad = |_| {
                Error::InvalidArgument("The continuation token provided is incorrect".to_owned())
            };
            Some(last.map_err(bad)?)
        }
        None => input.start_after.clone(),
    };
    let Some(last) = last else { return Ok(range) };
    let delimiter = input.delimiter.as_deref().filter(|delimiter| !delimiter.is_empty());
    if token.is_some() && delimiter.is_some_and(|delimiter| last.ends_with(delimiter)) {
        let below = Range::prefix(&keys::objects_with_prefix(&input.bucket, &last));
        range.start = below.end.unwrap_or_default().max(range.start);
        return Ok(range);
    }
    Ok(range.after(&keys::object(&input.bucket, &last)))
}

/// How much of a key (behind the prefix) is a common prefix, if it has the delimiter.
pub(super) fn common(rest: &str, delimiter: Option<&str>) -> Option<usize> {
    let delimiter = delimiter.filter(|delimiter| !delimiter.is_empty())?;
    rest.find(delimiter).map(|at| at + delimiter.len())
}

fn output(cx: &Cx, input: &ListObjectsV2Request, page: Page) -> ListObjectsV2Output {
    let encode = |text: &str| match input.encoding_type {
        Some(_) => url_encoded(text),
        None => text.to_owned(),
    };
    let count = page.objects.len() + page.prefixes.len();
    let owner = || (input.fetch_owner == Some(true)).then(|| bucket::owner(cx));
    let object = |(key, object): (String, Object)| model::Object {
        key: Some(encode(&key)),
        last_modified: Some(object.modified()),
        e_tag: Some(object.etag()),
        checksum_algorithm: object
            .checksum
            .as_ref()
            .map(|sum| vec![sum.algorithm.name().to_owned()]),
        checksum_type: object.checksum.as_ref().map(Checksum::kind),
        size: i64::try_from(object.size).ok(),
        storage_class: Some("STANDARD".to_owned()),
        owner: owner(),
        restore_status: None,
    };
    let common = |prefix: &String| CommonPrefix { prefix: Some(encode(prefix)) };
    ListObjectsV2Output {
        is_truncated: Some(page.next.is_some()),
        common_prefixes: Some(page.prefixes.iter().map(common).collect()),
        contents: Some(page.objects.into_iter().map(object).collect()),
        name: Some(input.bucket.clone()),
        prefix: Some(encode(input.prefix.as_deref().unwrap_or_default())),
        delimiter: input.delimiter.as_deref().map(encode),
        max_keys: Some(input.max_keys.unwrap_or(KEYS_MAX)),
        encoding_type: input.encoding_type.clone(),
        key_count: i64::try_from(count).ok(),
        continuation_token: input.continuation_token.clone(),
        next_continuation_token: page.next.as_deref().map(page::token),
        start_after: input.start_after.as_deref().map(encode),
        request_charged: None,
    }
}

/// As S3 encodes keys when asked to: everything but letters, digits and `-_./*`.
pub(super) fn url_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./*".contains(&byte);
    text.bytes().fold(String::new(), |text, byte| match byte {
        byte if plain(byte) => text + char::from(byte).encode_utf8(&mut [0; 4]),
        b' ' => text + "+",
        byte => text + &format!("%{byte:02X}"),
    })
}
