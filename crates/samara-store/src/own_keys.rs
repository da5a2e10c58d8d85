//! The store's own keys: the due index and the owners of blobs; and how `append` completes a key.
//!
//! | key | value |
//! |---|---|
//! | `00 01` time (8 bytes) name | what the due key's maker gave |
//! | `00 02` blob (64 hexadecimal digits) owner | nothing |

use bytes::Bytes;
use samara_base::Timestamp;

use crate::{BlobId, Range, Sequence, scope};

/// The second byte of due keys; the first is [`scope::STORE`].
const DUE: u8 = 1;
/// The second byte of blob owners' keys.
const OWNER: u8 = 2;
/// What stands before a due key's name.
const DUE_HEAD_BYTES: usize = 2 + 8;

pub(crate) fn due_key(at: Timestamp, name: &[u8]) -> Vec<u8> {
    [&[scope::STORE, DUE], at.as_millis().to_be_bytes().as_slice(), name].concat()
}

/// The time of a due key; `None` when it is not one.
pub(crate) fn due_time(key: &[u8]) -> Option<Timestamp> {
    let rest = key.strip_prefix(&[scope::STORE, DUE])?;
    rest.first_chunk().map(|time| Timestamp::from_millis(u64::from_be_bytes(*time)))
}

pub(crate) fn due_name(key: &Bytes) -> Bytes {
    key.slice(DUE_HEAD_BYTES.min(key.len())..)
}

/// What sorts before every due key.
pub(crate) fn first_due() -> Vec<u8> {
    vec![scope::STORE, DUE]
}

/// What sorts behind every due key.
pub(crate) fn due_end() -> Vec<u8> {
    vec![scope::STORE, DUE + 1]
}

/// All due keys from one on.
pub(crate) fn due_from(key: &[u8]) -> Range {
    Range::between(key.to_vec(), due_end())
}

/// The due keys up to and with a time.
pub(crate) fn due_range(until: Timestamp) -> Range {
    let end = match until.as_millis().checked_add(1) {
        Some(next) => due_key(Timestamp::from_millis(next), &[]),
        None => due_end(),
    };
    Range::between(first_due(), end)
}

pub(crate) fn owner_key(blob: &BlobId, owner: &[u8]) -> Vec<u8> {
    [&[scope::STORE, OWNER], blob.as_str().as_bytes(), owner].concat()
}

/// All owners of a blob.
pub(crate) fn owners(blob: &BlobId) -> Range {
    Range::prefix(&owner_key(blob, &[]))
}

pub(crate) fn appended_key(prefix: &[u8], sequence: Sequence, entry: u16) -> Vec<u8> {
    [prefix, &sequence.to_be_bytes(), &entry.to_be_bytes()].concat()
}

/// What `append` adds to its prefix, bytes.
pub(crate) const APPENDED_BYTES: usize = 8 + 2;
