//! One file per operation, named as AWS names it.

pub(crate) mod create_bucket;
pub(crate) mod delete_bucket;
pub(crate) mod delete_object;
pub(crate) mod get_bucket_location;
pub(crate) mod get_object;
pub(crate) mod head_bucket;
pub(crate) mod head_object;
pub(crate) mod list_buckets;
pub(crate) mod list_objects_v2;
pub(crate) mod put_object;
