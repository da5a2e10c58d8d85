//! `CompleteMultipartUpload`: makes an object of some of an upload's parts, and ends the upload.

use std::collections::BTreeMap;

use md5::{Digest, Md5};
use samara_base::Timestamp;
use samara_service::{Access, Answer, Cx, Operation, Place};
use samara_store::Txn;

use super::put_object::check_conditions;
use crate::bucket::{self, Bucket};
use crate::checksum::{Checksum, given, show};
use crate::model::{CompleteMultipartUploadOutput, CompleteMultipartUploadRequest, CompletedPart};
use crate::object::{Object, Stored};
use crate::upload::{self, Kind, PART_BYTES_MIN, Part, Upload};
use crate::{Error, refused};

pub(crate) struct CompleteMultipartUpload;

impl Operation for CompleteMultipartUpload {
    const NAME: &'static str = "CompleteMultipartUpload";
    const PLACE: Place = Place::Write;
    type Input = CompleteMultipartUploadRequest;
    type Output = CompleteMultipartUploadOutput;
    type Error = Error;

    fn access(_cx: &Cx, input: &CompleteMultipartUploadRequest) -> Vec<Access> {
        vec![Access::new("s3:PutObject", bucket::arn(&input.bucket, Some(&input.key)))]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &CompleteMultipartUploadRequest,
    ) -> Result<Answer<CompleteMultipartUploadOutput>, Error> {
        refused::completion(input)?;
        Bucket::load(cx, txn, &input.bucket, input.expected_bucket_owner.as_ref())?;
        let (bucket, key, id) = (&input.bucket, &input.key, &input.upload_id);
        let upload = Upload::load(txn, bucket, key, id)?;
        let there = upload::all_parts(txn, id)?;
        let parts = chosen(input, &upload, &there)?;
        let old = Object::find(txn, bucket, key)?;
        let conditions = (input.if_match.as_ref(), input.if_none_match.as_ref());
        check_conditions(key, conditions, old.as_ref())?;
        let object = object(input, (&upload, &parts), cx.now)?;
        let output = output(cx, input, &object);
        let stored = parts.iter().map(|part| Stored { blob: part.blob.clone(), size: part.size });
        let stored: Vec<Stored> = stored.collect();
        object.store(txn, (bucket, key), &stored)?;
        upload::remove(txn, (bucket, key, id), &there)?;
        Ok(Answer::Done(output))
    }
}

/// The parts that the object is to be made of, each as the client thinks that it is.
fn chosen<'a>(
    input: &CompleteMultipartUploadRequest,
    upload: &Upload,
    there: &'a BTreeMap<u64, Part>,
) -> Result<Vec<&'a Part>, Error> {
    let list = input.multipart_upload.as_ref().and_then(|list| list.parts.as_deref());
    let list = list.filter(|list| !list.is_empty()).ok_or(Error::MalformedXml)?;
    let numbers: Vec<i64> = list.iter().map(|part| part.part_number.unwrap_or_default()).collect();
    if !numbers.is_sorted_by(|one, next| one < next) {
        return Err(Error::InvalidPartOrder(input.upload_id.clone()));
    }
    let mut parts = Vec::with_capacity(list.len());
    for (given, number) in list.iter().zip(numbers) {
        let missing = || Error::InvalidPart { upload: input.upload_id.clone(), number };
        let found = u64::try_from(number).ok().and_then(|number| there.get(&number));
        let part = found.filter(|part| is_meant(given, part)).ok_or_else(missing)?;
        check_checksum(upload, given, number)?;
        parts.push((number, part));
    }
    let others = parts.len().saturating_sub(1);
    let small = parts.iter().take(others).find(|(_, part)| part.size < PART_BYTES_MIN);
    match small {
        Some((number, part)) => Err(Error::EntityTooSmall { number: *number, size: part.size }),
        None => Ok(parts.into_iter().map(|(_, part)| part).collect()),
    }
}

/// Whether a part has the tag, and the checksum if one is given, that the client was told.
fn is_meant(given: &CompletedPart, part: &Part) -> bool {
    let tag = given.e_tag.as_deref().map(|tag| tag.trim_matches('"'));
    let sums = given!(given);
    let mut sums = sums.into_iter().filter_map(|(algorithm, value)| Some((algorithm, value?)));
    let same = |(algorithm, value): (_, &String)| {
        let own = part.checksum.as_ref().and_then(|sum| sum.value_of(algorithm));
        own.is_none_or(|own| own == *value)
    };
    tag == Some(part.md5.as_str()) && sums.all(same)
}

/// What the checksums of the parts add up to must have been seen by the client.
fn check_checksum(upload: &Upload, given: &CompletedPart, number: i64) -> Result<(), Error> {
    let Some((algorithm, Kind::Composite)) = upload.checksum else { return Ok(()) };
    let named = given!(given).into_iter().any(|(one, value)| one == algorithm && value.is_some());
    if named {
        return Ok(());
    }
    Err(Error::InvalidRequest(format!(
        "The upload was created using a {} checksum. The complete request must include the \
         checksum for each part. It was missing for part {number} in the request.",
        algorithm.name().to_ascii_lowercase()
    )))
}

fn object(
    input: &CompleteMultipartUploadRequest,
    (upload, parts): (&Upload, &[&Part]),
    now: Timestamp,
) -> Result<Object, Error> {
    let size = parts.iter().map(|part| part.size).sum();
    if input.mpu_object_size.is_some_and(|said| u64::try_from(said).ok() != Some(size)) {
        return Err(Error::InvalidRequest(
            "The provided 'x-amz-mp-object-size' header does not match what was computed."
                .to_owned(),
        ));
    }
    let etag = format!("{}-{}", md5_of_md5s(parts)?, parts.len());
    let checksum = checksum(upload, parts)?;
    if let Some(said) = Checksum::only(given!(input))?
        && checksum
            .as_ref()
            .is_some_and(|sum| sum.algorithm != said.algorithm || sum.value != said.value)
    {
        return Err(Error::BadChecksum(said.algorithm.name()));
    }
    let mut object = Object::in_parts(etag, size, now);
    object.headers = upload.headers.clone();
    object.metadata = upload.metadata.clone();
    object.checksum = checksum;
    Ok(object)
}

/// The checksum of the object, from those of its parts.
fn checksum(upload: &Upload, parts: &[&Part]) -> Result<Option<Checksum>, Error> {
    let Some((algorithm, kind)) = upload.checksum else { return Ok(None) };
    let sums = parts.iter().map(|part| Some((part.checksum.as_ref()?, part.size)));
    let sums = sums.collect::<Option<Vec<_>>>().ok_or(Error::Body)?;
    Ok(Some(match kind {
        Kind::Full => Checksum::of_whole(algorithm, &sums)?,
        Kind::Composite => {
            let sums: Vec<&Checksum> = sums.into_iter().map(|(sum, _)| sum).collect();
            Checksum::of_parts(algorithm, &sums)?
        }
    }))
}

/// The MD5 of the parts' MD5s, in hexadecimal digits.
fn md5_of_md5s(parts: &[&Part]) -> Result<String, Error> {
    let mut sum = Md5::new();
    for part in parts {
        for digits in part.md5.as_bytes().chunks(2) {
            let digits = std::str::from_utf8(digits).map_err(|_| Error::Body)?;
            sum.update([u8::from_str_radix(digits, 16).map_err(|_| Error::Body)?]);
        }
    }
    Ok(sum.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}

fn output(
    cx: &Cx,
    input: &CompleteMultipartUploadRequest,
    object: &Object,
) -> CompleteMultipartUploadOutput {
    let checksum = object.checksum.as_ref();
    let mut output = CompleteMultipartUploadOutput {
        location: Some(format!("{}/{}/{}", cx.endpoint, input.bucket, input.key)),
        bucket: Some(input.bucket.clone()),
        key: Some(input.key.clone()),
        e_tag: Some(object.etag()),
        checksum_type: checksum.map(Checksum::kind),
        ..CompleteMultipartUploadOutput::default()
    };
    show!(output, checksum);
    output
}
