//! Behaviour of the operations, as a client would see it: steps in, what is seen out.
//!
//! [`run`] is the only code here that knows the API.

mod multipart;

use md5::{Digest, Md5};
use samara_service::testing::Bench;
use samara_service::{Answer, Piece, Refusal};
use samara_store::{Store, StoreExt};
use samara_wire::{Document, Name};

/// The MD5 of `hello`.
const HELLO: &str = "5d41402abc4b2a76b9719d911017c592";

#[test]
fn an_object_comes_back_as_it_was_put() {
    check(&[
        ("GetObject Bucket=code Key=a.zip", "NoSuchBucket"),
        ("CreateBucket Bucket=code", "ok"),
        ("GetObject Bucket=code Key=a.zip", "NoSuchKey"),
        ("PutObject Bucket=code Key=a.zip ContentType=application/zip body=hello", "ok"),
        (
            "GetObject Bucket=code Key=a.zip",
            &format!("'hello' ETag=\"{HELLO}\" ContentLength=5 ContentType=application/zip"),
        ),
        (
            "HeadObject Bucket=code Key=a.zip",
            &format!("ETag=\"{HELLO}\" ContentLength=5 ContentType=application/zip"),
        ),
        (
            "GetObject Bucket=code Key=a.zip Range=bytes=1-2",
            &format!(
                "'el' ETag=\"{HELLO}\" ContentLength=2 ContentType=application/zip \
                 ContentRange=bytes 1-2/5"
            ),
        ),
        ("GetObject Bucket=code Key=a.zip Range=bytes=5-", "InvalidRange"),
        ("DeleteObject Bucket=code Key=a.zip", "ok"),
        ("DeleteObject Bucket=code Key=a.zip", "ok"),
        ("HeadObject Bucket=code Key=a.zip", "NotFound"),
    ]);
}

/// Deleting a bucket that still has objects would lose them without a word.
#[test]
fn only_an_empty_bucket_is_deleted() {
    check(&[
        ("CreateBucket Bucket=code", "ok"),
        ("CreateBucket Bucket=code", "ok"),
        ("PutObject Bucket=code Key=a body=1", "ok"),
        ("DeleteBucket Bucket=code", "BucketNotEmpty"),
        ("DeleteObject Bucket=code Key=a", "ok"),
        ("DeleteBucket Bucket=code", "ok"),
        ("HeadBucket Bucket=code", "NotFound"),
        ("DeleteBucket Bucket=code", "NoSuchBucket"),
    ]);
}

#[test]
fn bucket_names_follow_the_rules() {
    for bad in ["ab", "Code", "-code", "code-", "a..b", "192.168.5.4", "xn--code", "x-s3alias"] {
        check(&[(&format!("CreateBucket Bucket={bad}"), "InvalidBucketName")]);
    }
    check(&[("CreateBucket Bucket=my.code-2", "ok"), ("ListBuckets", "my.code-2")]);
}

/// Two deployers that race must not both believe that they wrote first.
#[test]
fn conditions_decide_writes_and_reads() {
    check(&[
        ("CreateBucket Bucket=code", "ok"),
        ("PutObject Bucket=code Key=a IfMatch=x body=hello", "NoSuchKey"),
        ("PutObject Bucket=code Key=a IfNoneMatch=* body=hello", "ok"),
        ("PutObject Bucket=code Key=a IfNoneMatch=* body=other", "PreconditionFailed"),
        ("PutObject Bucket=code Key=a IfMatch=x body=other", "PreconditionFailed"),
        (&format!("PutObject Bucket=code Key=a IfMatch={HELLO} body=hello"), "ok"),
        (&format!("GetObject Bucket=code Key=a IfNoneMatch=\"{HELLO}\""), "NotModified"),
        ("GetObject Bucket=code Key=a IfMatch=x", "PreconditionFailed"),
    ]);
}

/// A body that was damaged on its way must not be stored.
#[test]
fn a_digest_that_does_not_fit_is_refused() {
    check(&[
        ("CreateBucket Bucket=code", "ok"),
        ("PutObject Bucket=code Key=a ContentMD5=XUFAKrxLKna5cZ2REBfFkg== body=hello", "ok"),
        ("PutObject Bucket=code Key=a ContentMD5=XUFAKrxLKna5cZ2REBfFkg== body=hullo", "BadDigest"),
        ("PutObject Bucket=code Key=a ContentMD5=XUFA body=hello", "InvalidDigest"),
        ("PutObject Bucket=code Key=a ChecksumCRC32=NhCmhg== body=hello", "ok"),
        ("PutObject Bucket=code Key=a ChecksumCRC32=NhCmhg== body=hullo", "BadDigest"),
        ("PutObject Bucket=code Key=a ChecksumCRC32C=mnG7TA== body=hello", "ok"),
        (
            "PutObject Bucket=code Key=a \
             ChecksumSHA256=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ= body=hello",
            "ok",
        ),
    ]);
}

#[test]
fn what_is_not_enforced_is_refused_by_name() {
    check(&[
        ("CreateBucket Bucket=code", "ok"),
        ("PutObject Bucket=code Key=a ACL=public-read body=1", "NotImplemented"),
        ("PutObject Bucket=code Key=a StorageClass=GLACIER body=1", "NotImplemented"),
        ("PutObject Bucket=code Key=a Tagging=a=b body=1", "NotImplemented"),
        ("PutObject Bucket=code Key=a ServerSideEncryption=aws:kms body=1", "NotImplemented"),
        ("PutObject Bucket=code Key=a ServerSideEncryption=AES256 body=1", "ok"),
        ("GetObject Bucket=code Key=a VersionId=3", "NotImplemented"),
        ("GetObject Bucket=code Key=a ExpectedBucketOwner=111111111111", "AccessDenied"),
    ]);
}

/// A tool that walks a bucket page by page must see each key once and none twice.
#[test]
fn listing_pages_through_keys_and_common_prefixes() {
    let bench = Bench::new(vec![crate::service()]);
    run(&bench, "CreateBucket Bucket=code");
    for key in ["a/1", "a/2", "a/3", "b", "c/d/1", "c/d/2", "e"] {
        run(&bench, &format!("PutObject Bucket=code Key={key} body=1"));
    }
    let all = "a/1 a/2 a/3 b c/d/1 c/d/2 e";
    assert_eq!(run(&bench, "ListObjectsV2 Bucket=code"), all);
    assert_eq!(run(&bench, "ListObjectsV2 Bucket=code Delimiter=/"), "b e | a/ c/");
    assert_eq!(run(&bench, "ListObjectsV2 Bucket=code Delimiter=/ Prefix=c/"), " | c/d/");
    assert_eq!(run(&bench, "ListObjectsV2 Bucket=code StartAfter=b"), "c/d/1 c/d/2 e");
    for (step, expected) in [("", all), ("Delimiter=/", "a/ b c/ e")] {
        for size in 1..=3 {
            assert_eq!(walk(&bench, step, size), expected, "{step} by {size}");
        }
    }
}

/// The keys and common prefixes of all pages, in the order in which they come.
fn walk(bench: &Bench, step: &str, size: usize) -> String {
    let mut seen = Vec::new();
    let mut token = String::new();
    loop {
        let step = format!("ListObjectsV2 Bucket=code MaxKeys={size} {step} {token}");
        let output = output(call(bench, &step).unwrap());
        seen.extend(names(&output, "Contents", "Key"));
        seen.extend(names(&output, "CommonPrefixes", "Prefix"));
        match output.get("NextContinuationToken").and_then(Document::as_str) {
            Some(next) => token = format!("ContinuationToken={next}"),
            None => break,
        }
    }
    seen.sort();
    seen.join(" ")
}

/// Runs each step against one empty store and compares what a client would see.
#[track_caller]
fn check(steps: &[(&str, &str)]) {
    let bench = Bench::new(vec![crate::service()]);
    for (step, expected) in steps {
        assert_eq!(run(&bench, step), *expected, "after step: {step}");
    }
}

fn run(bench: &Bench, step: &str) -> String {
    let answer = match call(bench, step) {
        Ok(answer) => answer,
        Err(refusal) => return refusal.code.into_owned(),
    };
    let body = match &answer {
        Answer::Stream { pieces, .. } => {
            let read = |piece: &Piece| {
                let blob = bench.store.blob(&piece.blob).unwrap();
                blob.read(piece.offset, usize::try_from(piece.length).unwrap()).unwrap()
            };
            let bytes: Vec<u8> = pieces.iter().flat_map(read).collect();
            format!("'{}' ", String::from_utf8_lossy(&bytes))
        }
        _ => String::new(),
    };
    let output = output(answer);
    match step.split(' ').next() {
        Some("GetObject" | "HeadObject") => format!("{body}{}", facts(&output)),
        Some("ListBuckets") => names(&output, "Buckets", "Name").join(" "),
        Some("ListObjectsV2") => {
            let prefixes = names(&output, "CommonPrefixes", "Prefix").join(" ");
            let keys = names(&output, "Contents", "Key").join(" ");
            if prefixes.is_empty() { keys } else { format!("{keys} | {prefixes}") }
        }
        _ => "ok".to_owned(),
    }
}

fn facts(output: &Document) -> String {
    let shown = ["ETag", "ContentLength", "ContentType", "ContentRange"];
    let text = |name: &&str| match output.get(name)? {
        Document::String(text) => Some(format!("{name}={text}")),
        Document::Integer(number) => Some(format!("{name}={number}")),
        _ => None,
    };
    shown.iter().filter_map(text).collect::<Vec<_>>().join(" ")
}

fn names(output: &Document, list: &str, member: &str) -> Vec<String> {
    let Some(Document::List(items)) = output.get(list) else { return Vec::new() };
    items.iter().filter_map(|item| Some(item.get(member)?.as_str()?.to_owned())).collect()
}

fn output(answer: Answer<Document>) -> Document {
    match answer {
        Answer::Done(output) | Answer::Stream { output, .. } => output,
        other => panic!("{other:?}"),
    }
}

/// A step: an operation, then members; `body=` stages its text as the front door would.
fn call(bench: &Bench, step: &str) -> Result<Answer<Document>, Refusal> {
    let mut words = step.split(' ').filter(|word| !word.is_empty());
    let operation = words.next().unwrap();
    let member = |word: &str| {
        let (name, value) = word.split_once('=').unwrap();
        let value = match name {
            "body" => return (Name::Borrowed("Body"), Document::String(stage(bench, value))),
            "MaxKeys" | "MaxParts" | "MaxUploads" | "PartNumber" | "PartNumberMarker" => {
                Document::Integer(value.parse().unwrap())
            }
            _ => Document::String(value.to_owned()),
        };
        (Name::Owned(name.to_owned()), value)
    };
    let input = Document::Map(words.map(member).collect());
    bench.call("s3", operation, input)
}

fn stage(bench: &Bench, text: &str) -> String {
    let md5 = Md5::digest(text.as_bytes());
    let md5 = md5.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let blob = bench.stage(text.as_bytes()).unwrap();
    assert!(bench.store.read(|txn| txn.blob(&blob.parse().unwrap()).is_ok()));
    format!("{blob}:{md5}:{}", text.len())
}
