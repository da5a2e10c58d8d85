//! Objects that come in parts.

use samara_service::testing::Bench;
use samara_store::{Range, StoreExt};
use samara_wire::{Document, Name};

use super::{call, check, names, output, run};
use crate::upload::PART_BYTES_MIN;

fn bench() -> Bench {
    let bench = Bench::new(vec![crate::service()]);
    run(&bench, "CreateBucket Bucket=code");
    bench
}

fn begin(bench: &Bench, more: &str) -> String {
    let step = format!("CreateMultipartUpload Bucket=code Key=a.zip {more}");
    output(call(bench, &step).unwrap()).get("UploadId").unwrap().as_str().unwrap().to_owned()
}

/// Puts a part of so many of one letter; its tag, or the refusal.
fn part(bench: &Bench, id: &str, number: u64, (letter, count): (char, u64), more: &str) -> String {
    let body = letter.to_string().repeat(usize::try_from(count).unwrap());
    let step = format!("UploadPart Bucket=code Key=a.zip UploadId={id} PartNumber={number} {more}");
    match call(bench, &format!("{step} body={body}")) {
        Ok(answer) => {
            output(answer).get("ETag").unwrap().as_str().unwrap().trim_matches('"').to_owned()
        }
        Err(refusal) => refusal.code.into_owned(),
    }
}

fn complete(bench: &Bench, id: &str, parts: &[(i64, &str)], more: &str) -> String {
    let parts = parts.iter().map(|(number, tag)| {
        let tag = (Name::Borrowed("ETag"), Document::String(format!("\"{tag}\"")));
        Document::Map(vec![tag, (Name::Borrowed("PartNumber"), Document::Integer(*number))])
    });
    let list = vec![(Name::Borrowed("Parts"), Document::List(parts.collect()))];
    let mut input = vec![(Name::Borrowed("MultipartUpload"), Document::Map(list))];
    for word in ["Bucket=code", "Key=a.zip"].into_iter().chain(more.split_whitespace()) {
        let (name, value) = word.split_once('=').unwrap();
        input.push((Name::Owned(name.to_owned()), Document::String(value.to_owned())));
    }
    input.push((Name::Borrowed("UploadId"), Document::String(id.to_owned())));
    match bench.call("s3", "CompleteMultipartUpload", Document::Map(input)) {
        Ok(answer) => output(answer).get("ETag").unwrap().as_str().unwrap().to_owned(),
        Err(refusal) => refusal.code.into_owned(),
    }
}

/// How many keys there are of uploads, parts, pieces, and blobs that somebody owns.
fn left(bench: &Bench) -> [usize; 4] {
    // The store's own keys of owners, and ours.
    [[0, 2], [1, 0x82], [1, 0x83], [1, 0x84]]
        .map(|prefix| bench.store.read(|txn| txn.scan(&Range::prefix(&prefix), 100).unwrap().len()))
}

#[test]
fn an_object_in_parts_reads_as_one() {
    let bench = bench();
    let id = begin(&bench, "ContentType=application/zip");
    // In any order, and one twice: the later one counts.
    let three = part(&bench, &id, 3, ('c', 4), "");
    part(&bench, &id, 1, ('x', PART_BYTES_MIN), "");
    let one = part(&bench, &id, 1, ('a', PART_BYTES_MIN), "");
    part(&bench, &id, 2, ('b', 7), "");
    assert_eq!(run(&bench, "GetObject Bucket=code Key=a.zip"), "NoSuchKey");
    let tag = complete(&bench, &id, &[(1, &one), (3, &three)], "");
    assert!(tag.ends_with("-2\""), "{tag}");
    let size = PART_BYTES_MIN + 4;
    let head = run(&bench, "HeadObject Bucket=code Key=a.zip");
    assert_eq!(head, format!("ETag={tag} ContentLength={size} ContentType=application/zip"));
    let range = format!("Range=bytes={}-{}", PART_BYTES_MIN - 2, PART_BYTES_MIN + 1);
    let across = run(&bench, &format!("GetObject Bucket=code Key=a.zip {range}"));
    assert!(across.starts_with("'aacc' "), "{across}");
    let second = run(&bench, "GetObject Bucket=code Key=a.zip PartNumber=2");
    assert!(second.starts_with("'cccc' "), "{second}");
    assert_eq!(run(&bench, "GetObject Bucket=code Key=a.zip PartNumber=3"), "InvalidPartNumber");
    // The upload is over: what was not taken is gone, what was is the object's.
    assert_eq!(left(&bench), [2, 0, 0, 1]);
    assert_eq!(part(&bench, &id, 4, ('d', 1), ""), "NoSuchUpload");
    assert_eq!(complete(&bench, &id, &[(1, &one)], ""), "NoSuchUpload");
    // Replaced by one that comes whole, nothing of it is left.
    assert_eq!(run(&bench, "PutObject Bucket=code Key=a.zip body=hello"), "ok");
    assert_eq!(left(&bench), [1, 0, 0, 0]);
    assert_eq!(run(&bench, "DeleteObject Bucket=code Key=a.zip"), "ok");
    assert_eq!(left(&bench), [0, 0, 0, 0]);
}

/// The very value that every client computes from the parts that it sent.
#[test]
fn the_tag_is_that_of_the_parts_tags() {
    let bench = bench();
    let id = begin(&bench, "");
    let one = part(&bench, &id, 1, ('h', 5), "");
    assert_eq!(complete(&bench, &id, &[(1, &one)], ""), "\"c053c06fd040135200d38aa37976d150-1\"");
}

/// Whoever completes with what is not there, or in another order, must not get an object that
/// they did not mean.
#[test]
fn what_is_completed_must_be_what_was_sent() {
    let bench = bench();
    let id = begin(&bench, "");
    let small = part(&bench, &id, 1, ('a', PART_BYTES_MIN - 1), "");
    let big = part(&bench, &id, 2, ('b', PART_BYTES_MIN), "");
    for (parts, code) in [
        (vec![], "MalformedXML"),
        (vec![(2, big.as_str()), (1, small.as_str())], "InvalidPartOrder"),
        (vec![(2, big.as_str()), (2, big.as_str())], "InvalidPartOrder"),
        (vec![(1, big.as_str())], "InvalidPart"),
        (vec![(3, big.as_str())], "InvalidPart"),
        (vec![(-1, big.as_str())], "InvalidPart"),
        (vec![(1, small.as_str()), (2, big.as_str())], "EntityTooSmall"),
    ] {
        assert_eq!(complete(&bench, &id, &parts, ""), code, "{parts:?}");
    }
    // What was refused has ended nothing; the last may be small.
    let last = part(&bench, &id, 3, ('c', 1), "");
    assert!(complete(&bench, &id, &[(2, &big), (3, &last)], "").ends_with("-2\""));
    for (number, code) in [(0, "InvalidArgument"), (10_001, "InvalidArgument")] {
        let id = begin(&bench, "");
        assert_eq!(part(&bench, &id, number, ('a', 1), ""), code);
    }
    let id = begin(&bench, "");
    let one = part(&bench, &id, 1, ('a', 1), "");
    assert_eq!(complete(&bench, &id, &[(1, &one)], "IfNoneMatch=*"), "PreconditionFailed");
    assert_eq!(part(&bench, "other", 1, ('a', 1), ""), "NoSuchUpload");
}

#[test]
fn an_aborted_upload_leaves_nothing() {
    let bench = bench();
    let id = begin(&bench, "");
    part(&bench, &id, 1, ('a', 3), "");
    let abort = format!("AbortMultipartUpload Bucket=code Key=a.zip UploadId={id}");
    assert_eq!(run(&bench, &abort), "ok");
    assert_eq!(left(&bench), [0, 0, 0, 0]);
    assert_eq!(run(&bench, &abort), "NoSuchUpload");
    assert_eq!(run(&bench, "DeleteBucket Bucket=code"), "ok");
}

/// `aws s3 rb --force` deletes objects and then the bucket: an upload that was broken off must
/// neither hold the bucket nor stay behind it.
#[test]
fn what_uploads_left_goes_with_the_bucket() {
    let bench = bench();
    let id = begin(&bench, "");
    part(&bench, &id, 1, ('a', 3), "");
    begin(&bench, "");
    assert_eq!(run(&bench, "DeleteBucket Bucket=code"), "ok");
    assert_eq!(left(&bench), [0, 0, 0, 0]);
    for _ in 0..=100 {
        run(&bench, "CreateBucket Bucket=code");
        begin(&bench, "");
    }
    assert_eq!(run(&bench, "DeleteBucket Bucket=code"), "BucketNotEmpty");
}

/// A part that was damaged on its way must not be stored, and the whole has the checksum that the
/// upload was begun with.
#[test]
fn checksums_of_parts_are_verified_and_add_up() {
    let bench = bench();
    // Of `hello`; a body of one letter five times is another.
    let crc = "ChecksumCRC32=NhCmhg==";
    let id = begin(&bench, "ChecksumAlgorithm=CRC32");
    assert_eq!(part(&bench, &id, 1, ('h', 5), crc), "BadDigest");
    assert_eq!(part(&bench, &id, 1, ('h', 5), ""), "InvalidRequest");
    let step = format!("UploadPart Bucket=code Key=a.zip UploadId={id} PartNumber=1 {crc}");
    let one = output(call(&bench, &format!("{step} body=hello")).unwrap());
    assert_eq!(one.get("ChecksumCRC32").and_then(Document::as_str), Some("NhCmhg=="));
    let tag = "5d41402abc4b2a76b9719d911017c592";
    // The completion must show that its sender knows the checksums.
    assert_eq!(complete(&bench, &id, &[(1, tag)], ""), "InvalidRequest");
    let whole = begin(&bench, "ChecksumAlgorithm=CRC64NVME");
    let step = format!("UploadPart Bucket=code Key=a.zip UploadId={whole} PartNumber=1");
    let sum = "ChecksumCRC64NVME=M3eFcAZSQlc=";
    assert_eq!(run(&bench, &format!("{step} {sum} body=hello")), "ok");
    let bad = "ChecksumCRC64NVME=AAAAAAAAAAA=";
    assert_eq!(complete(&bench, &whole, &[(1, tag)], bad), "BadDigest");
    assert!(complete(&bench, &whole, &[(1, tag)], sum).ends_with("-1\""));
    let found = call(&bench, "GetObject Bucket=code Key=a.zip ChecksumMode=ENABLED").unwrap();
    let found = output(found);
    let seen = |name: &str| found.get(name).and_then(Document::as_str).map(str::to_owned);
    assert_eq!(seen("ChecksumCRC64NVME").as_deref(), Some("M3eFcAZSQlc="));
    assert_eq!(seen("ChecksumType").as_deref(), Some("FULL_OBJECT"));
}

#[test]
fn uploads_and_parts_are_listed_page_by_page() {
    let bench = bench();
    let id = begin(&bench, "");
    for number in [7, 1, 300] {
        part(&bench, &id, number, ('a', number), "");
    }
    let step = format!("ListParts Bucket=code Key=a.zip UploadId={id} MaxParts=2");
    let numbers = |output: &Document| match output.get("Parts") {
        Some(Document::List(parts)) => {
            parts.iter().map(|part| part.get("PartNumber").cloned()).collect::<Vec<_>>()
        }
        _ => vec![],
    };
    let number = |number| Some(Document::Integer(number));
    let first = output(call(&bench, &step).unwrap());
    assert_eq!(numbers(&first), [number(1), number(7)]);
    assert_eq!(first.get("IsTruncated"), Some(&Document::Boolean(true)));
    assert_eq!(first.get("NextPartNumberMarker"), Some(&Document::Integer(7)));
    let second = output(call(&bench, &format!("{step} PartNumberMarker=7")).unwrap());
    assert_eq!(numbers(&second), [number(300)]);
    assert_eq!(second.get("IsTruncated"), Some(&Document::Boolean(false)));
    for key in ["b/1", "b/2", "c"] {
        run(&bench, &format!("CreateMultipartUpload Bucket=code Key={key}"));
    }
    let list = |more: &str| {
        let output =
            output(call(&bench, &format!("ListMultipartUploads Bucket=code {more}")).unwrap());
        let prefixes = names(&output, "CommonPrefixes", "Prefix").join(" ");
        format!("{} | {prefixes}", names(&output, "Uploads", "Key").join(" "))
    };
    assert_eq!(list(""), "a.zip b/1 b/2 c | ");
    assert_eq!(list("Delimiter=/"), "a.zip c | b/");
    assert_eq!(list("Prefix=b/"), "b/1 b/2 | ");
    assert_eq!(list("Delimiter=/ MaxUploads=2"), "a.zip | b/");
    assert_eq!(list("Delimiter=/ KeyMarker=b/"), "c | ");
    assert_eq!(list("KeyMarker=b/1"), "b/2 c | ");
    assert_eq!(list(&format!("KeyMarker=a.zip UploadIdMarker={id} MaxUploads=1")), "b/1 | ");
}

#[test]
fn what_is_not_enforced_is_refused_by_name() {
    check(&[
        ("CreateBucket Bucket=code", "ok"),
        ("CreateMultipartUpload Bucket=code Key=a ACL=public-read", "NotImplemented"),
        ("CreateMultipartUpload Bucket=code Key=a StorageClass=GLACIER", "NotImplemented"),
        ("CreateMultipartUpload Bucket=code Key=a Tagging=a=b", "NotImplemented"),
        ("CreateMultipartUpload Bucket=code Key=a ChecksumAlgorithm=XXHASH3", "NotImplemented"),
        ("CreateMultipartUpload Bucket=code Key=a ChecksumType=COMPOSITE", "InvalidRequest"),
        (
            "CreateMultipartUpload Bucket=code Key=a ChecksumAlgorithm=SHA256 \
             ChecksumType=FULL_OBJECT",
            "InvalidRequest",
        ),
        ("CreateMultipartUpload Bucket=none Key=a", "NoSuchBucket"),
    ]);
}
