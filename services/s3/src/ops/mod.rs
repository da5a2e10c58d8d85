//! One file per operation, named as AWS names it.

pub(crate) mod abort_multipart_upload;
pub(crate) mod complete_multipart_upload;
pub(crate) mod create_bucket;
pub(crate) mod create_multipart_upload;
pub(crate) mod delete_bucket;
pub(crate) mod delete_object;
pub(crate) mod get_bucket_location;
pub(crate) mod get_object;
pub(crate) mod head_bucket;
pub(crate) mod head_object;
pub(crate) mod list_buckets;
pub(crate) mod list_multipart_uploads;
pub(crate) mod list_objects_v2;
pub(crate) mod list_parts;
pub(crate) mod put_object;
pub(crate) mod upload_part;
