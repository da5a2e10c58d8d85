//! DynamoDB Streams: what changed in a table, in order, for 24 hours.
//!
//! A table with a stream writes one record a change, by `append` in the item's own transaction: a
//! record is there exactly if its change is, and the log's order is the records'. A stream has a
//! number of *shards* that is fixed when it is made; the hash key says which one a record goes
//! to, so that all changes of an item, and of an item collection, stand in one shard in order.
//! Shards are never split or closed before the stream ends: writers do not fight over them, since
//! the commit completes their keys.
//!
//! A record's place (the commit's sequence and the write's place in it) is its sequence number,
//! and an iterator is a stream's ARN with a place in a shard. It is not sealed: whoever changes one
//! names another place of a stream that the policies let him read anyway.
//!
//! Records are removed in order when they are a day old, by a due key a stream ([`mod@trim`]), and
//! the place up to which a shard was trimmed is remembered: reading starts there and never walks
//! over what was removed. A stream that was switched off, or whose table was deleted, stays until
//! its last record is gone.
//!
//! # What is deliberately not here
//!
//! *Delivery.* Who reads a stream for a function, and how far they are, is `triggers`' business.
//! `AT_TIMESTAMP` iterators and resource policies are refused by their names.

mod append;
mod iterator;
pub mod model;
mod ops;
mod read;
mod record;
mod stream;
mod trim;

use samara_service::{Entry, ServiceTable};

pub(crate) use append::append;
pub use read::{Page, horizon, last, read};
pub use record::{EventName, StreamRecord};
pub use stream::{Stream, TableStream, ViewType};
pub(crate) use stream::{change, end, first};
pub use trim::trim;

pub use iterator::position as iterator_position;

/// The operations of DynamoDB Streams.
#[must_use]
pub fn service() -> ServiceTable {
    ServiceTable {
        model: &model::MODEL,
        operations: vec![
            Entry::of::<ops::DescribeStream>(),
            Entry::of::<ops::GetRecords>(),
            Entry::of::<ops::GetShardIterator>(),
            Entry::of::<ops::ListStreams>(),
        ],
    }
}
