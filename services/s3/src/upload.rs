//! An upload in parts: begun, its parts put in any order, then completed or aborted.
//!
//! A part is a blob with a small record. Completing moves no byte: the object adopts the blobs of
//! the parts that it is made of, and the upload gives up all of its own, in one transaction.

use std::collections::BTreeMap;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{BlobId, Fed, Range, Txn};
use serde::{Deserialize, Serialize};

use crate::checksum::{Algorithm, Checksum};
use crate::model::Initiator;
use crate::object::Headers;
use crate::{Error, bucket, keys};

/// The most parts, and the highest number of one (user guide, "Amazon S3 multipart upload limits").
pub(crate) const PARTS_MAX: u64 = 10_000;
/// The smallest part but for the last, bytes (as above).
pub(crate) const PART_BYTES_MIN: u64 = 5 * 1024 * 1024;
/// Parts that are read at once.
const PARTS_READ: usize = 1_000;

/// An upload.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Upload {
    /// When it was begun, milliseconds since the epoch.
    pub(crate) initiated_ms: u64,
    pub(crate) headers: Headers,
    pub(crate) metadata: BTreeMap<String, String>,
    /// The checksum that every part must have, and whether the object's is that of the parts'
    /// checksums rather than of the whole.
    pub(crate) checksum: Option<(Algorithm, Kind)>,
}

/// What an object's checksum is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// The checksums of its parts.
    Composite,
    /// The whole.
    Full,
}

/// A part.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) blob: String,
    /// Lower-case hexadecimal.
    pub(crate) md5: String,
    /// Bytes.
    pub(crate) size: u64,
    modified_ms: u64,
    pub(crate) checksum: Option<Checksum>,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Composite => "COMPOSITE",
            Self::Full => "FULL_OBJECT",
        }
    }
}

impl Upload {
    /// An upload, which must exist.
    pub(crate) fn load(
        txn: &mut dyn Txn,
        bucket: &str,
        key: &str,
        id: &str,
    ) -> Result<Self, Error> {
        let value = txn.get(&keys::upload(bucket, key, id))?;
        let value = value.ok_or_else(|| Error::NoSuchUpload(id.to_owned()))?;
        Ok(serde_json::from_slice(&value)?)
    }

    pub(crate) fn initiated(&self) -> Timestamp {
        Timestamp::from_millis(self.initiated_ms)
    }

    pub(crate) fn algorithm(&self) -> Option<String> {
        self.checksum.map(|(algorithm, _)| algorithm.name().to_owned())
    }

    pub(crate) fn kind(&self) -> Option<String> {
        self.checksum.map(|(_, kind)| kind.name().to_owned())
    }
}

impl Part {
    /// A new part over a staged body.
    pub(crate) fn new(body: crate::StagedBody, checksum: Option<Checksum>, now: Timestamp) -> Self {
        Self {
            blob: body.blob.to_string(),
            md5: body.md5,
            size: body.size,
            modified_ms: now.as_millis(),
            checksum,
        }
    }

    /// Puts it at its number; the blob of the one that it replaces is given up.
    pub(crate) fn store(&self, txn: &mut dyn Txn, id: &str, number: u64) -> Result<(), Error> {
        let place = keys::part(id, number);
        if let Some(old) = txn.get(&place)? {
            let old: Self = serde_json::from_slice(&old)?;
            txn.release(&old.blob()?, &place);
        }
        txn.adopt(&self.blob()?, &place)?;
        txn.put(place, serde_json::to_vec(self)?.into(), Fed::No);
        Ok(())
    }

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

/// The parts of an upload after a number, at most so many, with their numbers.
pub(crate) fn parts(
    txn: &mut dyn Txn,
    id: &str,
    after: u64,
    limit: usize,
) -> Result<Vec<(u64, Part)>, Error> {
    let range = Range::prefix(&keys::parts(id)).after(&keys::part(id, after));
    let part = |(key, value): &(bytes::Bytes, bytes::Bytes)| {
        Ok((keys::part_number(key)?, serde_json::from_slice(value)?))
    };
    txn.scan(&range, limit)?.iter().map(part).collect()
}

/// All parts of an upload, by number.
pub(crate) fn all_parts(txn: &mut dyn Txn, id: &str) -> Result<BTreeMap<u64, Part>, Error> {
    let mut all = BTreeMap::new();
    loop {
        let after = all.last_key_value().map_or(0, |(number, _)| *number);
        let page = parts(txn, id, after, PARTS_READ)?;
        let full = page.len() == PARTS_READ;
        all.extend(page);
        if !full {
            return Ok(all);
        }
    }
}

/// Removes an upload, and gives the blobs of its parts up.
pub(crate) fn remove(
    txn: &mut dyn Txn,
    (bucket, key, id): (&str, &str, &str),
    parts: &BTreeMap<u64, Part>,
) -> Result<(), Error> {
    for (number, part) in parts {
        let place = keys::part(id, *number);
        txn.release(&part.blob()?, &place);
        txn.delete(place, Fed::No);
    }
    txn.delete(keys::upload(bucket, key, id), Fed::No);
    Ok(())
}

/// Who begins every upload: as far as S3 shows it, the account.
pub(crate) fn initiator(cx: &Cx) -> Initiator {
    Initiator { id: bucket::owner(cx).id, display_name: None }
}
