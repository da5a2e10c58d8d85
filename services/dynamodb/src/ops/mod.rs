//! The operations, one file each (table operations that only answer share one), named as AWS
//! names them.

mod create_table;
mod describe_table;
mod get_item;
mod put_item;
mod query;
mod read;

pub use create_table::CreateTable;
pub use describe_table::DescribeTable;
pub use get_item::GetItem;
pub use put_item::PutItem;
pub use query::Query;

use crate::error::Error;
use crate::value::{Given, Item, ValueError};

/// A starting key that a client gave, with AWS's beginning of the message where it has one.
fn start_of(given: &Given<Item>) -> Result<&Item, Error> {
    given.get().map_err(|error| match error {
        ValueError::Number(_) | ValueError::Duplicates(..) | ValueError::DuplicateNumbers => {
            error.into()
        }
        error => Error::validation(format!("The provided starting key is invalid: {error}")),
    })
}
