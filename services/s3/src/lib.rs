//! S3: buckets of objects, as much of it as staging code and keeping files needs.
//!
//! An object is a small record under (bucket, key) that names a blob; its body never passes
//! through an operation. The front door stages what a `PutObject` carries and hands in the blob's
//! name with the facts that it learned on the way (see [`body`]); the transaction adopts the blob
//! and, when it replaces an object, gives the old one up. A `GetObject` answers with the stretch
//! of the blob that is to be streamed.
//!
//! # What lies where in the store
//!
//! | key             | value                     | changes                |
//! |-----------------|---------------------------|------------------------|
//! | `80` bucket     | [`bucket::Bucket`] (JSON) | created, deleted       |
//! | `81` bucket key | [`object::Object`] (JSON) | on every put or delete |
//! | `82` bucket key upload | [`upload::Upload`] (JSON) | begun, ended |
//! | `83` upload number | [`upload::Part`] (JSON) | on every put of a part |
//! | `84` bucket key | pieces of an object put in parts (JSON) | with the object |
//!
//! # What is deliberately not here
//!
//! Versions, copies, ACLs, tags, lifecycle, notifications, encryption: a request that
//! asks for one is refused by its name. Objects are private to the account; who may do what is
//! IAM's business, and the front door asks it before an operation runs.

mod body;
mod bucket;
mod checksum;
mod condition;
mod error;
mod keys;
pub mod model;
mod object;
mod ops;
mod refused;
mod upload;

use samara_service::{Entry, ServiceTable};

pub use body::StagedBody;
pub use error::Error;

/// S3's operations.
#[must_use]
pub fn service() -> ServiceTable {
    let operations = vec![
        Entry::of::<ops::create_bucket::CreateBucket>(),
        Entry::of::<ops::delete_bucket::DeleteBucket>(),
        Entry::of::<ops::head_bucket::HeadBucket>(),
        Entry::of::<ops::list_buckets::ListBuckets>(),
        Entry::of::<ops::get_bucket_location::GetBucketLocation>(),
        Entry::of::<ops::put_object::PutObject>(),
        Entry::of::<ops::get_object::GetObject>(),
        Entry::of::<ops::head_object::HeadObject>(),
        Entry::of::<ops::delete_object::DeleteObject>(),
        Entry::of::<ops::list_objects_v2::ListObjectsV2>(),
        Entry::of::<ops::create_multipart_upload::CreateMultipartUpload>(),
        Entry::of::<ops::upload_part::UploadPart>(),
        Entry::of::<ops::complete_multipart_upload::CompleteMultipartUpload>(),
        Entry::of::<ops::abort_multipart_upload::AbortMultipartUpload>(),
        Entry::of::<ops::list_parts::ListParts>(),
        Entry::of::<ops::list_multipart_uploads::ListMultipartUploads>(),
    ];
    ServiceTable { model: &model::MODEL, operations }
}

#[cfg(test)]
mod tests;
