//! DynamoDB: tables of items, addressed by key, changed one transaction at a time.

pub mod capacity;
pub mod codec;
pub mod description;
pub mod error;
pub mod expr;
pub mod keys;
mod legacy;
pub mod model;
pub mod number;
pub mod ops;
mod request;
mod sweep;
pub mod table;
#[cfg(test)]
mod tests;
pub mod value;
mod write;

use samara_service::{Entry, ServiceTable};

/// The service's operation table.
#[must_use]
pub fn service() -> ServiceTable {
    ServiceTable {
        model: &model::MODEL,
        operations: vec![
            Entry::of::<ops::CreateTable>(),
            Entry::of::<ops::DescribeTable>(),
            Entry::of::<ops::GetItem>(),
            Entry::of::<ops::PutItem>(),
            Entry::of::<ops::Query>(),
        ],
    }
}
