//! The only maker and reader of IAM's keys. The table is in the crate's front page.

use samara_store::{KeyError, KeyReader, KeyWriter};

/// Roles.
pub const ROLE: u8 = 0x10;
/// Users.
pub const USER: u8 = 0x11;
/// The account's own managed policies.
pub const POLICY: u8 = 0x12;
/// Access keys.
pub const ACCESS_KEY: u8 = 0x13;
/// Who uses a managed policy.
pub const USE: u8 = 0x14;

/// How a managed policy is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is attached to a role or user.
    Attached,
    /// It is the boundary of a role or user.
    Boundary,
}

/// The key of a role. Names differ by more than case.
#[must_use]
pub fn role(name: &str) -> Vec<u8> {
    KeyWriter::new(ROLE).text(&name.to_ascii_lowercase()).done()
}

/// The key of a user.
#[must_use]
pub fn user(name: &str) -> Vec<u8> {
    KeyWriter::new(USER).text(&name.to_ascii_lowercase()).done()
}

/// The key of a managed policy.
#[must_use]
pub fn policy(name: &str) -> Vec<u8> {
    KeyWriter::new(POLICY).text(&name.to_ascii_lowercase()).done()
}

/// The key of an access key.
#[must_use]
pub fn access_key(id: &str) -> Vec<u8> {
    KeyWriter::new(ACCESS_KEY).text(id).done()
}

/// All keys of a kind begin so.
#[must_use]
pub fn all(kind: u8) -> Vec<u8> {
    KeyWriter::new(kind).done()
}

/// The name in a key of [`ROLE`], [`USER`], [`POLICY`] or [`ACCESS_KEY`], in lower case where
/// names have no case.
///
/// # Errors
/// When it is not such a key.
pub fn name(kind: u8, key: &[u8]) -> Result<String, KeyError> {
    KeyReader::new(kind, key)?.text()
}

/// All uses of a policy in one way begin so.
#[must_use]
pub fn uses(policy_arn: &str, way: Use) -> Vec<u8> {
    KeyWriter::new(USE).text(policy_arn).byte(way as u8).done()
}

/// The use of a policy by the role or user that has this key.
#[must_use]
pub fn used(policy_arn: &str, way: Use, holder_key: &[u8]) -> Vec<u8> {
    KeyWriter::new(USE).text(policy_arn).byte(way as u8).bytes(holder_key).done()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        /// A name that does not read back would make a role unreachable for good.
        #[test]
        fn names_read_back(name in "[a-z0-9+=,.@_-]{1,64}") {
            prop_assert_eq!(super::name(super::ROLE, &super::role(&name)), Ok(name.clone()));
            prop_assert!(super::name(super::USER, &super::role(&name)).is_err());
        }
    }
}
