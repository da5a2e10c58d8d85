//! The operations, one file each (table operations that only answer share one), named as AWS
//! names them.

mod answers;
mod backups;
mod batch_execute_statement;
mod batch_get_item;
mod batch_write_item;
mod continuous_backups;
mod create_table;
mod delete_item;
mod delete_table;
mod describe_table;
mod execute_statement;
mod execute_transaction;
mod get_item;
mod list_tables;
mod put_item;
mod query;
mod read;
mod restore_table;
mod scan;
mod statements;
mod tags;
mod time_to_live;
mod transact_get_items;
mod transact_write_items;
mod update_item;
mod update_table;

pub use answers::{DescribeEndpoints, DescribeLimits};
pub use backups::{CreateBackup, DeleteBackup, DescribeBackup, ListBackups};
pub use batch_execute_statement::BatchExecuteStatement;
pub use batch_get_item::BatchGetItem;
pub use batch_write_item::BatchWriteItem;
pub use continuous_backups::{DescribeContinuousBackups, UpdateContinuousBackups};
pub use create_table::CreateTable;
pub use delete_item::DeleteItem;
pub use delete_table::DeleteTable;
pub use describe_table::DescribeTable;
pub use execute_statement::ExecuteStatement;
pub use execute_transaction::ExecuteTransaction;
pub use get_item::GetItem;
pub use list_tables::ListTables;
pub use put_item::PutItem;
pub use query::Query;
pub use restore_table::{RestoreTableFromBackup, RestoreTableToPointInTime};
pub use scan::Scan;
pub use tags::{ListTagsOfResource, Nothing, TagResource, UntagResource};
pub use time_to_live::{DescribeTimeToLive, UpdateTimeToLive};
pub use transact_get_items::TransactGetItems;
pub use transact_write_items::TransactWriteItems;
pub use update_item::UpdateItem;
pub use update_table::UpdateTable;

use crate::error::Error;
use crate::value::{Given, Item, ValueError};

/// A starting key that a client gave, with AWS's beginning of the message where it has one.
fn start_of(given: &Given<Item>) -> Result<&Item, Error> {
    given.get().map_err(|error| match error {
        ValueError::Number(_)
        | ValueError::Duplicates(..)
        | ValueError::DuplicateNumbers
        | ValueError::EmptySet("An number set  may not be empty") => error.into(),
        error => Error::validation(format!("The provided starting key is invalid: {error}")),
    })
}
