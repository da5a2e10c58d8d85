//! Blobs: large bodies beside the map, named by their content.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use bytes::Bytes;

use crate::StoreError;

/// A blob's name: the SHA-256 of its content, as 64 lower-case hexadecimal digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(String);

impl BlobId {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// From a SHA-256 digest.
    #[must_use]
    pub fn from_digest(digest: &[u8]) -> Self {
        use fmt::Write;
        Self(digest.iter().fold(String::new(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }
}

impl FromStr for BlobId {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let good = text.len() == 64
            && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if good { Ok(Self(text.to_owned())) } else { Err(StoreError::NoBlob(text.to_owned())) }
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A blob that is being written. Dropped before [`StagedBlob::finish`], it is gone.
pub trait StagedBlob: Send {
    /// Adds bytes at the end.
    ///
    /// # Errors
    /// When the disk refuses.
    fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError>;

    /// Makes the content durable and names it. Until a transaction adopts it, it may be swept
    /// (not before an hour has passed).
    ///
    /// # Errors
    /// When the disk refuses.
    fn finish(self: Box<Self>) -> Result<BlobId, StoreError>;
}

/// A finished blob.
pub trait Blob: Send + Sync {
    /// Its size in bytes.
    fn size(&self) -> u64;

    /// Up to `length` bytes from `offset`; fewer only at the end.
    ///
    /// # Errors
    /// When the disk refuses.
    fn read(&self, offset: u64, length: usize) -> Result<Bytes, StoreError>;

    /// The file that holds it, where there is one (the memory engine has none).
    fn path(&self) -> Option<&Path>;
}
