//! An object: what is known of it beside its blob.

use std::collections::BTreeMap;

use samara_base::Timestamp;
use samara_store::{BlobId, Fed, Txn};
use serde::{Deserialize, Serialize};

use crate::checksum::Checksum;
use crate::{Error, keys};

/// The longest key, bytes (user guide, "Naming objects").
pub(crate) const KEY_BYTES_MAX: usize = 1024;
/// The most user metadata, names and values, bytes (user guide, "Working with object metadata").
pub(crate) const METADATA_BYTES_MAX: usize = 2048;

/// An object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Object {
    blob: String,
    /// Lower-case hexadecimal MD5, without the quotes of an `ETag`.
    pub(crate) md5: String,
    /// Bytes.
    pub(crate) size: u64,
    modified_ms: u64,
    /// What it is and how it is to be delivered, as the client said.
    pub(crate) headers: Headers,
    /// The client's own names and values.
    pub(crate) metadata: BTreeMap<String, String>,
    /// The checksum that the client gave and that was verified.
    pub(crate) checksum: Option<Checksum>,
}

/// The headers of a body that are kept and given back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Headers {
    pub(crate) cache_control: Option<String>,
    pub(crate) content_disposition: Option<String>,
    pub(crate) content_encoding: Option<String>,
    pub(crate) content_language: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) expires: Option<String>,
}

impl Object {
    /// A new object over a staged body.
    pub(crate) fn new(body: crate::StagedBody, modified: Timestamp) -> Self {
        Self {
            blob: body.blob.to_string(),
            md5: body.md5,
            size: body.size,
            // S3 keeps whole seconds.
            modified_ms: Timestamp::from_secs(modified.as_secs()).as_millis(),
            headers: Headers::default(),
            metadata: BTreeMap::new(),
            checksum: None,
        }
    }

    /// An object, when it exists.
    pub(crate) fn find(txn: &mut dyn Txn, bucket: &str, key: &str) -> Result<Option<Self>, Error> {
        let value = txn.get(&keys::object(bucket, key))?;
        Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
    }

    /// Puts it at its key; the blob of the one that it replaces is given up.
    pub(crate) fn store(self, txn: &mut dyn Txn, bucket: &str, key: &str) -> Result<(), Error> {
        let place = keys::object(bucket, key);
        if let Some(old) = Self::find(txn, bucket, key)? {
            txn.release(&old.blob()?, &place);
        }
        txn.adopt(&self.blob()?, &place)?;
        txn.put(place, serde_json::to_vec(&self)?.into(), Fed::No);
        Ok(())
    }

    /// Removes it and gives its blob up.
    pub(crate) fn remove(&self, txn: &mut dyn Txn, bucket: &str, key: &str) -> Result<(), Error> {
        let place = keys::object(bucket, key);
        txn.release(&self.blob()?, &place);
        txn.delete(place, Fed::No);
        Ok(())
    }

    /// The blob with its content.
    pub(crate) fn blob(&self) -> Result<BlobId, Error> {
        Ok(self.blob.parse()?)
    }

    /// The `ETag` with its quotes.
    pub(crate) fn etag(&self) -> String {
        format!("\"{}\"", self.md5)
    }

    pub(crate) fn modified(&self) -> Timestamp {
        Timestamp::from_millis(self.modified_ms)
    }
}
