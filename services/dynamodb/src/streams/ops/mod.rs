//! The operations, one file each, named as AWS names them.

mod describe_stream;
mod get_records;
mod get_shard_iterator;
mod list_streams;

pub(super) use describe_stream::DescribeStream;
pub(super) use get_records::GetRecords;
pub(super) use get_shard_iterator::GetShardIterator;
pub(super) use list_streams::ListStreams;
