//! Parameters that mean something which is not built: each is refused by its name.

use crate::Error;
use crate::model::{
    CompleteMultipartUploadRequest, CreateBucketRequest, CreateMultipartUploadRequest,
    PutObjectRequest, UploadPartRequest,
};

/// Refuses the first of some parameters that is given.
pub(crate) fn refuse(given: &[(bool, &str)]) -> Result<(), Error> {
    match given.iter().find(|(given, _)| *given) {
        Some((_, name)) => Err(Error::Unsupported((*name).to_owned())),
        None => Ok(()),
    }
}

/// Whether a canned ACL says more than that the owner has full control, as everywhere here.
fn acl(acl: Option<&String>) -> bool {
    acl.is_some_and(|acl| acl != "private" && acl != "bucket-owner-full-control")
}

/// What `CreateBucket` may not ask for.
pub(crate) fn bucket(input: &CreateBucketRequest) -> Result<(), Error> {
    let configuration = input.create_bucket_configuration.as_ref();
    let ownership = input.object_ownership.as_deref();
    refuse(&[
        (acl(input.acl.as_ref()), "a bucket ACL other than private (x-amz-acl)"),
        (input.grant_full_control.is_some(), "x-amz-grant-full-control"),
        (input.grant_read.is_some(), "x-amz-grant-read"),
        (input.grant_read_acp.is_some(), "x-amz-grant-read-acp"),
        (input.grant_write.is_some(), "x-amz-grant-write"),
        (input.grant_write_acp.is_some(), "x-amz-grant-write-acp"),
        (input.object_lock_enabled_for_bucket == Some(true), "object lock"),
        (ownership.is_some_and(|it| it != "BucketOwnerEnforced"), "x-amz-object-ownership"),
        (input.bucket_namespace.is_some(), "x-amz-bucket-namespace"),
        (configuration.is_some_and(|it| it.location.is_some()), "a bucket's Location"),
        (configuration.is_some_and(|it| it.bucket.is_some()), "directory buckets"),
        (configuration.is_some_and(|it| it.tags.is_some()), "tags on buckets"),
    ])
}

/// What a new object may not ask for, whether it is put whole or begun as an upload: two shapes of
/// the model with the same members.
macro_rules! new_object {
    ($input:expr) => {{
        let encryption = $input.server_side_encryption.as_deref();
        let class = $input.storage_class.as_deref();
        refuse(&[
            (acl($input.acl.as_ref()), "an object ACL other than private (x-amz-acl)"),
            ($input.grant_full_control.is_some(), "x-amz-grant-full-control"),
            ($input.grant_read.is_some(), "x-amz-grant-read"),
            ($input.grant_read_acp.is_some(), "x-amz-grant-read-acp"),
            ($input.grant_write_acp.is_some(), "x-amz-grant-write-acp"),
            (encryption.is_some_and(|it| it != "AES256"), "encryption with KMS keys"),
            ($input.ssekms_key_id.is_some(), "encryption with KMS keys"),
            ($input.ssekms_encryption_context.is_some(), "encryption with KMS keys"),
            ($input.bucket_key_enabled == Some(true), "encryption with KMS keys"),
            (class.is_some_and(|it| it != "STANDARD"), "a storage class other than STANDARD"),
            ($input.website_redirect_location.is_some(), "x-amz-website-redirect-location"),
            ($input.tagging.is_some(), "tags on objects (x-amz-tagging)"),
            ($input.object_lock_mode.is_some(), "object lock"),
            ($input.object_lock_retain_until_date.is_some(), "object lock"),
            ($input.object_lock_legal_hold_status.is_some(), "object lock"),
            ($input.object_lock_event_hold.is_some(), "object lock"),
            ($input.object_lock_event_hold_duration_days.is_some(), "object lock"),
            ($input.object_lock_event_hold_duration_years.is_some(), "object lock"),
        ])
    }};
}

/// The keys of whoever puts an object.
macro_rules! customer_keys {
    ($input:expr) => {
        refuse(&[
            ($input.sse_customer_algorithm.is_some(), "encryption with the customer's keys"),
            ($input.sse_customer_key.is_some(), "encryption with the customer's keys"),
            ($input.sse_customer_key_md5.is_some(), "encryption with the customer's keys"),
        ])
    };
}

/// The checksums that are not computed here.
macro_rules! checksums {
    ($input:expr) => {
        refuse(&[
            ($input.checksum_sha512.is_some(), "SHA512 checksums"),
            ($input.checksum_md5.is_some(), "x-amz-checksum-md5"),
            ($input.checksum_xxhash64.is_some(), "XXHASH64 checksums"),
            ($input.checksum_xxhash3.is_some(), "XXHASH3 checksums"),
            ($input.checksum_xxhash128.is_some(), "XXHASH128 checksums"),
        ])
    };
}

/// What `PutObject` may not ask for. `AES256` is what S3 does anyway, so asking for it changes
/// nothing; the disk's own encryption is the operator's.
pub(crate) fn object(input: &PutObjectRequest) -> Result<(), Error> {
    new_object!(input)?;
    refuse(&[(input.write_offset_bytes.is_some(), "x-amz-write-offset-bytes")])?;
    customer_keys!(input)?;
    checksums!(input)
}

/// What `CreateMultipartUpload` may not ask for.
pub(crate) fn upload(input: &CreateMultipartUploadRequest) -> Result<(), Error> {
    new_object!(input)?;
    customer_keys!(input)
}

/// What `UploadPart` may not ask for.
pub(crate) fn part(input: &UploadPartRequest) -> Result<(), Error> {
    customer_keys!(input)?;
    checksums!(input)
}

/// What `CompleteMultipartUpload` may not ask for.
pub(crate) fn completion(input: &CompleteMultipartUploadRequest) -> Result<(), Error> {
    customer_keys!(input)?;
    checksums!(input)
}

/// A version is only ever asked for where there are versions; `null` names the only one.
pub(crate) fn version(version: Option<&String>) -> Result<(), Error> {
    refuse(&[(version.is_some_and(|version| version != "null"), "versions of objects")])
}
