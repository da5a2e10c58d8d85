//! The operations, a file each.

mod assume_role;
mod get_caller_identity;

use samara_service::{Entry, ServiceTable};

use crate::model::MODEL;

/// STS's table.
#[must_use]
pub fn service() -> ServiceTable {
    ServiceTable {
        model: &MODEL,
        operations: vec![
            Entry::of::<assume_role::AssumeRole>(),
            Entry::of::<get_caller_identity::GetCallerIdentity>(),
        ],
    }
}
