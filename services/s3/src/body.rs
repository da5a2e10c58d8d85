//! What the front door says of a body that it has staged as a blob.

use std::fmt;
use std::str::FromStr;

use samara_store::{BlobId, Txn};

use crate::Error;

/// The MD5 of nothing, for a request without a body.
const EMPTY_MD5: &str = "d41d8cd98f00b204e9800998ecf8427e";

/// A staged body: as text `<blob id>:<MD5, hexadecimal>:<size in bytes>`, which stands in the
/// input's `Body` member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedBody {
    /// The blob.
    pub blob: BlobId,
    /// The MD5 of its content, 32 lower-case hexadecimal digits: the object's `ETag`.
    pub md5: String,
    /// Its size, bytes.
    pub size: u64,
}

impl StagedBody {
    /// The body of a request; one without a body makes an empty object.
    pub(crate) fn of(txn: &mut dyn Txn, body: Option<&String>) -> Result<Self, Error> {
        let Some(body) = body.filter(|body| !body.is_empty()) else {
            return Ok(Self { blob: txn.put_blob(&[])?, md5: EMPTY_MD5.to_owned(), size: 0 });
        };
        body.parse()
    }
}

impl FromStr for StagedBody {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut parts = text.splitn(3, ':');
        let mut next = || parts.next().ok_or(Error::Body);
        let blob = next()?.parse()?;
        let md5 = next()?.to_owned();
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if md5.len() != 32 || !md5.bytes().all(hexadecimal) {
            return Err(Error::Body);
        }
        let size = next()?.parse().map_err(|_| Error::Body)?;
        Ok(Self { blob, md5, size })
    }
}

impl fmt::Display for StagedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.blob, self.md5, self.size)
    }
}
