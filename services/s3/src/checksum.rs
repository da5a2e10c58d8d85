//! The checksums that SDKs send with a body, verified against the staged blob.
//!
//! Current SDKs send one with every `PutObject` (CRC32 unless told otherwise) and check the one
//! that comes back with a `GetObject`. So one that is given is verified, kept and returned; which
//! costs one pass over the blob in pieces of [`PIECE_BYTES`].

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samara_store::Blob;
use serde::{Deserialize, Serialize};
use sha1::Digest;

use crate::model::PutObjectRequest;
use crate::{Error, StagedBody};

const PIECE_BYTES: usize = 1024 * 1024;

/// An algorithm that is computed here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Algorithm {
    Crc32,
    Crc32c,
    Crc64Nvme,
    Sha1,
    Sha256,
}

/// A checksum of a whole object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checksum {
    pub(crate) algorithm: Algorithm,
    /// Base64.
    pub(crate) value: String,
}

impl Algorithm {
    /// As it is called in the API.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    fn compute(self, blob: &dyn Blob) -> Result<Vec<u8>, Error> {
        let mut crc32 = crc32fast::Hasher::new();
        let mut crc32c = 0;
        let mut crc64 = !0;
        let mut sha1 = sha1::Sha1::new();
        let mut sha256 = sha2::Sha256::new();
        let mut offset = 0;
        while offset < blob.size() {
            let piece = blob.read(offset, PIECE_BYTES)?;
            if piece.is_empty() {
                break;
            }
            match self {
                Self::Crc32 => crc32.update(&piece),
                Self::Crc32c => crc32c = crc32c::crc32c_append(crc32c, &piece),
                Self::Crc64Nvme => crc64 = crc64_nvme(crc64, &piece),
                Self::Sha1 => sha1.update(&piece),
                Self::Sha256 => sha256.update(&piece),
            }
            offset += piece.len() as u64;
        }
        Ok(match self {
            Self::Crc32 => crc32.finalize().to_be_bytes().to_vec(),
            Self::Crc32c => crc32c.to_be_bytes().to_vec(),
            Self::Crc64Nvme => (!crc64).to_be_bytes().to_vec(),
            Self::Sha1 => sha1.finalize().to_vec(),
            Self::Sha256 => sha256.finalize().to_vec(),
        })
    }
}

impl Checksum {
    /// The checksum that a request gives, verified.
    pub(crate) fn verified(
        input: &PutObjectRequest,
        blob: &dyn Blob,
    ) -> Result<Option<Self>, Error> {
        let given = [
            (Algorithm::Crc32, &input.checksum_crc32),
            (Algorithm::Crc32c, &input.checksum_crc32_c),
            (Algorithm::Crc64Nvme, &input.checksum_crc64_nvme),
            (Algorithm::Sha1, &input.checksum_sha1),
            (Algorithm::Sha256, &input.checksum_sha256),
        ];
        let mut given =
            given.into_iter().filter_map(|(algorithm, value)| Some((algorithm, value.as_ref()?)));
        let Some((algorithm, value)) = given.next() else { return Ok(None) };
        if given.next().is_some() {
            let message = "Expecting a single x-amz-checksum- header. Multiple checksum Types \
                           are not allowed.";
            return Err(Error::InvalidArgument(message.to_owned()));
        }
        if STANDARD.encode(algorithm.compute(blob)?) == *value {
            Ok(Some(Self { algorithm, value: value.clone() }))
        } else {
            Err(Error::BadChecksum(algorithm.name()))
        }
    }

    /// The value, when it is of this algorithm.
    pub(crate) fn value_of(&self, algorithm: Algorithm) -> Option<String> {
        (self.algorithm == algorithm).then(|| self.value.clone())
    }
}

/// Verifies a `Content-MD5`.
pub(crate) fn check_md5(given: Option<&String>, body: &StagedBody) -> Result<(), Error> {
    let Some(given) = given else { return Ok(()) };
    let digest = STANDARD.decode(given).ok().filter(|digest| digest.len() == 16);
    let digest = digest.ok_or(Error::InvalidDigest)?;
    let text = digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    if text == body.md5 { Ok(()) } else { Err(Error::BadDigest) }
}

/// CRC-64/NVME, bit by bit with the polynomial reversed; the caller inverts before and after.
fn crc64_nvme(mut crc: u64, bytes: &[u8]) -> u64 {
    const POLYNOMIAL: u64 = 0x9a6c_9329_ac4b_c9b5;
    for byte in bytes {
        crc ^= u64::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { POLYNOMIAL } else { 0 };
        }
    }
    crc
}

#[cfg(test)]
mod tests {
    /// The check value of the published catalogue of CRCs.
    #[test]
    fn the_nvme_checksum_is_the_published_one() {
        assert_eq!(!super::crc64_nvme(!0, b"123456789"), 0xae8b_1486_0a79_9888);
    }
}
