//! An object: what is known of it beside its blob.

use std::collections::BTreeMap;

use samara_base::Timestamp;
use samara_service::Piece;
use samara_store::{Fed, Txn};
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
    /// The blob with its content; empty when it has pieces, which have a key of their own.
    blob: String,
    /// How many pieces it was uploaded in; 0 when it was put whole.
    #[serde(default)]
    pub(crate) parts: u64,
    /// Without its quotes: the MD5 in lower-case hexadecimal digits; of one that was uploaded in
    /// parts, that of the parts' MD5s, a hyphen, and their number.
    #[serde(alias = "md5")]
    pub(crate) etag: String,
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

/// A piece of an object that was uploaded in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) blob: String,
    /// Bytes.
    pub(crate) size: u64,
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
            parts: 0,
            etag: body.md5,
            size: body.size,
            // S3 keeps whole seconds.
            modified_ms: Timestamp::from_secs(modified.as_secs()).as_millis(),
            headers: Headers::default(),
            metadata: BTreeMap::new(),
            checksum: None,
        }
    }

    /// A new object of parts, whose blobs are given when it is stored.
    pub(crate) fn in_parts(etag: String, size: u64, modified: Timestamp) -> Self {
        Self {
            blob: String::new(),
            parts: 0,
            etag,
            size,
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

    /// Puts it at its key; the blobs of the one that it replaces are given up. `pieces` are those
    /// of one that was uploaded in parts.
    pub(crate) fn store(
        mut self,
        txn: &mut dyn Txn,
        (bucket, key): (&str, &str),
        pieces: &[Stored],
    ) -> Result<(), Error> {
        if let Some(old) = Self::find(txn, bucket, key)? {
            old.remove(txn, bucket, key)?;
        }
        let place = keys::object(bucket, key);
        self.parts = pieces.len() as u64;
        if pieces.is_empty() {
            txn.adopt(&self.blob.parse()?, &place)?;
        } else {
            self.blob.clear();
            for piece in pieces {
                txn.adopt(&piece.blob.parse()?, &place)?;
            }
            let pieces = serde_json::to_vec(pieces)?;
            txn.put(keys::pieces(bucket, key), pieces.into(), Fed::No);
        }
        txn.put(place, serde_json::to_vec(&self)?.into(), Fed::No);
        Ok(())
    }

    /// Removes it and gives its blobs up.
    pub(crate) fn remove(&self, txn: &mut dyn Txn, bucket: &str, key: &str) -> Result<(), Error> {
        let place = keys::object(bucket, key);
        for piece in self.pieces(txn, bucket, key)? {
            txn.release(&piece.blob.parse()?, &place);
        }
        if 0 < self.parts {
            txn.delete(keys::pieces(bucket, key), Fed::No);
        }
        txn.delete(place, Fed::No);
        Ok(())
    }

    /// The pieces with its content, in order: one, unless it was uploaded in parts.
    pub(crate) fn pieces(
        &self,
        txn: &mut dyn Txn,
        bucket: &str,
        key: &str,
    ) -> Result<Vec<Stored>, Error> {
        if self.parts == 0 {
            return Ok(vec![Stored { blob: self.blob.clone(), size: self.size }]);
        }
        let value = txn.get(&keys::pieces(bucket, key))?.ok_or(Error::Body)?;
        Ok(serde_json::from_slice(&value)?)
    }

    /// The `ETag` with its quotes.
    pub(crate) fn etag(&self) -> String {
        format!("\"{}\"", self.etag)
    }

    pub(crate) fn modified(&self) -> Timestamp {
        Timestamp::from_millis(self.modified_ms)
    }
}

/// The stretches of blobs that a stretch of an object (first byte, number of bytes) is made of.
pub(crate) fn stretch(stored: &[Stored], (first, length): (u64, u64)) -> Result<Vec<Piece>, Error> {
    let end = first.saturating_add(length);
    let (mut begins, mut found) = (0_u64, Vec::new());
    for one in stored {
        let ends = begins.saturating_add(one.size);
        let (from, to) = (first.max(begins), end.min(ends));
        if from < to {
            let blob = one.blob.parse()?;
            found.push(Piece { blob, offset: from - begins, length: to - from });
        }
        begins = ends;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Stored, stretch};

    /// A range that begins in one part and ends in another must have no gap and nothing twice.
    #[test]
    fn a_stretch_crosses_parts() {
        let stored = ["a", "b", "c"].map(|letter| Stored { blob: letter.repeat(64), size: 10 });
        let seen = |first, length| {
            let pieces = stretch(&stored, (first, length)).unwrap();
            let shown = pieces.iter().map(|piece| {
                format!("{}{}+{}", &piece.blob.as_str()[..1], piece.offset, piece.length)
            });
            shown.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(seen(0, 30), "a0+10 b0+10 c0+10");
        assert_eq!(seen(8, 4), "a8+2 b0+2");
        assert_eq!(seen(9, 12), "a9+1 b0+10 c0+1");
        assert_eq!(seen(10, 10), "b0+10");
        assert_eq!(seen(29, 1), "c9+1");
    }
}
