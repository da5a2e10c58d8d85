//! A transaction's writes before they are committed, and how much of them one may have.

use bytes::Bytes;

use crate::own_keys::APPENDED_BYTES;
use crate::{Fed, StoreError};

/// The most that one transaction may write, keys, values and images together, bytes. A group of
/// the log has a 32-bit length; this leaves room and keeps one writer from stopping the others.
pub const TRANSACTION_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The most writes of one transaction: a write's place in its commit has 16 bits.
pub const TRANSACTION_WRITES_MAX: usize = 65_535;
/// The longest key, bytes. The index has 16 bits for a key's length.
pub const KEY_BYTES_MAX: usize = 65_000;

/// One write, before the commit gives it its sequence.
#[derive(Debug)]
pub(crate) enum Write {
    /// A key set, or removed when the value is `None`.
    Set { key: Bytes, value: Option<Bytes>, fed: Fed, before: Option<Bytes> },
    /// A key that the commit completes.
    Append { prefix: Vec<u8>, value: Bytes, fed: Fed },
}

impl Write {
    fn key_bytes(&self) -> usize {
        match self {
            Self::Set { key, .. } => key.len(),
            Self::Append { prefix, .. } => prefix.len() + APPENDED_BYTES,
        }
    }

    fn bytes(&self) -> usize {
        let size = |value: &Option<Bytes>| value.as_ref().map_or(0, Bytes::len);
        self.key_bytes()
            + match self {
                Self::Set { value, before, .. } => size(value) + size(before),
                Self::Append { value, .. } => value.len(),
            }
    }
}

/// What all of them write, bytes.
pub(crate) fn total_bytes(writes: &[Write]) -> usize {
    writes.iter().map(Write::bytes).sum()
}

/// Whether one transaction may write all this.
pub(crate) fn check_limits(writes: &[Write]) -> Result<(), StoreError> {
    let bytes = total_bytes(writes);
    let key = |write: &Write| (1..=KEY_BYTES_MAX).contains(&write.key_bytes());
    let good = bytes <= TRANSACTION_BYTES_MAX
        && writes.len() <= TRANSACTION_WRITES_MAX
        && writes.iter().all(key);
    if good { Ok(()) } else { Err(StoreError::TooLarge { bytes, max: TRANSACTION_BYTES_MAX }) }
}
