//! DynamoDB: tables of items, addressed by key, changed one transaction at a time.
//!
//! An operation here is a plain function from a transaction and an input to an output. It does not
//! wait, read a clock, open a socket or start a task; so the whole service is tested with a map
//! and a string. What lies where in the store is the table at the head of [`keys`].
//!
//! An item and its entries in all indexes change in one transaction, so that an index is never
//! behind its table: a read of a global index is refused `ConsistentRead` as on AWS, yet sees
//! every write that was acknowledged.
//!
//! # What is deliberately not here
//!
//! *Delivery and the clock.* A stream's records are written with their items ([`streams`]), and an
//! item's time is a due key ([`time_to_live`]); who reads the one and fires the other is
//! `triggers`.
//!
//! *Limits of their own accord.* Throughput is stored and returned, and held to only where the
//! operator wants it ([`throttle`]): one machine has no partitions to protect. `ConsumedCapacity`
//! is computed, since clients assert on it.
//!
//! *Counters.* A descriptor holds none, or every write would touch it: items are counted apart,
//! now and then ([`chores`]).
//!
//! *Global tables, Kinesis, import and export*: not on the list of operations,
//! so each is answered by its name.
//!
//! Read in this order: [`keys`], [`value`], [`expr`], then any file in [`ops`].

pub mod backups;
pub mod capacity;
pub mod chores;
mod chunk;
pub mod codec;
mod collection;
pub mod description;
pub mod error;
pub mod expr;
pub mod keys;
mod legacy;
pub mod model;
pub mod number;
pub mod ops;
mod partiql;
pub mod recovery;
mod request;
pub mod streams;
mod sweep;
pub mod table;
#[cfg(test)]
mod tests;
pub mod throttle;
pub mod throughput;
pub mod time_to_live;
mod update;
pub mod value;
mod write;

use samara_service::{Entry, ServiceTable};

/// The service's operation table.
#[must_use]
pub fn service() -> ServiceTable {
    ServiceTable {
        model: &model::MODEL,
        operations: vec![
            Entry::batch::<ops::BatchExecuteStatement>(),
            Entry::of::<ops::BatchGetItem>(),
            Entry::batch::<ops::BatchWriteItem>(),
            Entry::of::<ops::CreateBackup>(),
            Entry::of::<ops::CreateTable>(),
            Entry::of::<ops::DeleteBackup>(),
            Entry::of::<ops::DeleteItem>(),
            Entry::of::<ops::DeleteTable>(),
            Entry::of::<ops::DescribeBackup>(),
            Entry::of::<ops::DescribeContinuousBackups>(),
            Entry::of::<ops::DescribeEndpoints>(),
            Entry::of::<ops::DescribeLimits>(),
            Entry::of::<ops::DescribeTable>(),
            Entry::of::<ops::DescribeTimeToLive>(),
            Entry::of::<ops::ExecuteStatement>(),
            Entry::of::<ops::ExecuteTransaction>(),
            Entry::of::<ops::GetItem>(),
            Entry::of::<ops::ListBackups>(),
            Entry::of::<ops::ListTables>(),
            Entry::of::<ops::ListTagsOfResource>(),
            Entry::of::<ops::PutItem>(),
            Entry::of::<ops::Query>(),
            Entry::of::<ops::RestoreTableFromBackup>(),
            Entry::of::<ops::RestoreTableToPointInTime>(),
            Entry::of::<ops::Scan>(),
            Entry::of::<ops::TagResource>(),
            Entry::of::<ops::TransactGetItems>(),
            Entry::of::<ops::TransactWriteItems>(),
            Entry::of::<ops::UntagResource>(),
            Entry::of::<ops::UpdateContinuousBackups>(),
            Entry::of::<ops::UpdateItem>(),
            Entry::of::<ops::UpdateTable>(),
            Entry::of::<ops::UpdateTimeToLive>(),
        ],
    }
}
