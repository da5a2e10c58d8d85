//! The checksums that SDKs send with a body, verified against the staged blob.
//!
//! Current SDKs send one with every `PutObject` (CRC32 unless told otherwise) and check the one
//! that comes back with a `GetObject`. So one that is given is verified, kept and returned; which
//! costs one pass over the blob in pieces of [`PIECE_BYTES`].
//!
//! An object that was uploaded in parts has either the checksum of its parts' checksums (with a
//! hyphen and their number behind it), or, of a CRC, that of the whole: it follows from the parts'
//! own, so that no byte is read again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use samara_store::Blob;
use serde::{Deserialize, Serialize};
use sha1::Digest;

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

/// A checksum of an object or a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checksum {
    pub(crate) algorithm: Algorithm,
    /// Base64; that of parts' checksums has a hyphen and their number behind it.
    pub(crate) value: String,
}

/// The checksums that a request may give.
pub(crate) type Given<'a> = [(Algorithm, Option<&'a String>); 5];

/// The checksums that a request gives, from its members.
macro_rules! given {
    ($input:expr) => {
        [
            (crate::checksum::Algorithm::Crc32, $input.checksum_crc32.as_ref()),
            (crate::checksum::Algorithm::Crc32c, $input.checksum_crc32_c.as_ref()),
            (crate::checksum::Algorithm::Crc64Nvme, $input.checksum_crc64_nvme.as_ref()),
            (crate::checksum::Algorithm::Sha1, $input.checksum_sha1.as_ref()),
            (crate::checksum::Algorithm::Sha256, $input.checksum_sha256.as_ref()),
        ]
    };
}
pub(crate) use given;

/// Writes a checksum into the members of an output.
macro_rules! show {
    ($output:expr, $checksum:expr) => {
        let sum = |algorithm| $checksum.and_then(|sum| sum.value_of(algorithm));
        $output.checksum_crc32 = sum(crate::checksum::Algorithm::Crc32);
        $output.checksum_crc32_c = sum(crate::checksum::Algorithm::Crc32c);
        $output.checksum_crc64_nvme = sum(crate::checksum::Algorithm::Crc64Nvme);
        $output.checksum_sha1 = sum(crate::checksum::Algorithm::Sha1);
        $output.checksum_sha256 = sum(crate::checksum::Algorithm::Sha256);
    };
}
pub(crate) use show;

/// A checksum that is being computed.
enum Hasher {
    Crc32(crc32fast::Hasher),
    Crc32c(u32),
    Crc64Nvme(u64),
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
}

impl Hasher {
    fn update(&mut self, piece: &[u8]) {
        match self {
            Self::Crc32(sum) => sum.update(piece),
            Self::Crc32c(sum) => *sum = crc32c::crc32c_append(*sum, piece),
            Self::Crc64Nvme(sum) => *sum = crc64_nvme(*sum, piece),
            Self::Sha1(sum) => sum.update(piece),
            Self::Sha256(sum) => sum.update(piece),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Crc32(sum) => sum.finalize().to_be_bytes().to_vec(),
            Self::Crc32c(sum) => sum.to_be_bytes().to_vec(),
            Self::Crc64Nvme(sum) => (!sum).to_be_bytes().to_vec(),
            Self::Sha1(sum) => sum.finalize().to_vec(),
            Self::Sha256(sum) => sum.finalize().to_vec(),
        }
    }
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

    /// The algorithm of a name in the API.
    pub(crate) fn named(name: &str) -> Result<Self, Error> {
        let all = [Self::Crc32, Self::Crc32c, Self::Crc64Nvme, Self::Sha1, Self::Sha256];
        let found = all.into_iter().find(|one| one.name() == name);
        found.ok_or_else(|| Error::Unsupported(format!("{name} checksums")))
    }

    fn hasher(self) -> Hasher {
        match self {
            Self::Crc32 => Hasher::Crc32(crc32fast::Hasher::new()),
            Self::Crc32c => Hasher::Crc32c(0),
            Self::Crc64Nvme => Hasher::Crc64Nvme(!0),
            Self::Sha1 => Hasher::Sha1(sha1::Sha1::new()),
            Self::Sha256 => Hasher::Sha256(sha2::Sha256::new()),
        }
    }

    fn compute(self, blob: &dyn Blob) -> Result<Vec<u8>, Error> {
        let mut sum = self.hasher();
        let mut offset = 0;
        while offset < blob.size() {
            let piece = blob.read(offset, PIECE_BYTES)?;
            if piece.is_empty() {
                break;
            }
            sum.update(&piece);
            offset += piece.len() as u64;
        }
        Ok(sum.finish())
    }
}

impl Checksum {
    /// The only checksum that a request gives.
    pub(crate) fn only(given: Given<'_>) -> Result<Option<Self>, Error> {
        let mut given = given.into_iter().filter_map(|(algorithm, value)| {
            let value = value?.clone();
            Some(Self { algorithm, value })
        });
        let first = given.next();
        if given.next().is_some() {
            let message = "Expecting a single x-amz-checksum- header. Multiple checksum Types \
                           are not allowed.";
            return Err(Error::InvalidArgument(message.to_owned()));
        }
        Ok(first)
    }

    /// The checksum that a request gives, verified.
    pub(crate) fn verified(given: Given<'_>, blob: &dyn Blob) -> Result<Option<Self>, Error> {
        let Some(sum) = Self::only(given)? else { return Ok(None) };
        if STANDARD.encode(sum.algorithm.compute(blob)?) == sum.value {
            Ok(Some(sum))
        } else {
            Err(Error::BadChecksum(sum.algorithm.name()))
        }
    }

    /// The checksum of the checksums of parts.
    pub(crate) fn of_parts(algorithm: Algorithm, parts: &[&Self]) -> Result<Self, Error> {
        let mut sum = algorithm.hasher();
        for part in parts {
            sum.update(&part.bytes()?);
        }
        let value = format!("{}-{}", STANDARD.encode(sum.finish()), parts.len());
        Ok(Self { algorithm, value })
    }

    /// The checksum of the whole, from those of parts and the parts' sizes; CRCs only.
    pub(crate) fn of_whole(algorithm: Algorithm, parts: &[(&Self, u64)]) -> Result<Self, Error> {
        let mut whole = 0;
        for (part, size) in parts {
            let part = part.bytes()?.into_iter().fold(0, |sum, byte| sum << 8 | u64::from(byte));
            whole = match algorithm {
                Algorithm::Crc32 => joined(u64::from(0xedb8_8320_u32), whole, part, *size),
                Algorithm::Crc32c => joined(u64::from(0x82f6_3b78_u32), whole, part, *size),
                Algorithm::Crc64Nvme => joined(NVME, whole, part, *size),
                Algorithm::Sha1 | Algorithm::Sha256 => return Err(Error::Body),
            };
        }
        let bytes = whole.to_be_bytes();
        let width = if algorithm == Algorithm::Crc64Nvme { 8 } else { 4 };
        let bytes = bytes.get(bytes.len() - width..).unwrap_or_default();
        Ok(Self { algorithm, value: STANDARD.encode(bytes) })
    }

    fn bytes(&self) -> Result<Vec<u8>, Error> {
        STANDARD.decode(&self.value).map_err(|_| Error::Body)
    }

    /// The value, when it is of this algorithm.
    pub(crate) fn value_of(&self, algorithm: Algorithm) -> Option<String> {
        (self.algorithm == algorithm).then(|| self.value.clone())
    }

    /// What it is of, as the API names that.
    pub(crate) fn kind(&self) -> String {
        if self.value.contains('-') { "COMPOSITE" } else { "FULL_OBJECT" }.to_owned()
    }
}

/// The CRC of two stretches one after another, from theirs and the length of the second, bytes.
///
/// A CRC is linear: that of the first moves on as if as many zeros followed it as the second has
/// bits. A column of the matrix says where a bit moves to; squaring it doubles the zeros (the
/// method of zlib's `crc32_combine`, for a polynomial with its bits reversed).
fn joined(polynomial: u64, first: u64, second: u64, mut bytes: u64) -> u64 {
    let moved = |matrix: &[u64; 64], bits: u64| {
        let columns = matrix.iter().enumerate();
        columns.fold(0, |sum, (bit, column)| if bits >> bit & 1 == 1 { sum ^ column } else { sum })
    };
    let squared = |matrix: &[u64; 64]| matrix.map(|column| moved(matrix, column));
    // One zero: every bit moves down by one, and the lowest becomes the polynomial.
    let mut bit = 0;
    let mut zeros = [0_u64; 64].map(|_| {
        bit += 1;
        if bit == 1 { polynomial } else { 1 << (bit - 2) }
    });
    for _ in 0..3 {
        zeros = squared(&zeros);
    }
    let mut sum = first;
    while bytes != 0 {
        if bytes & 1 == 1 {
            sum = moved(&zeros, sum);
        }
        zeros = squared(&zeros);
        bytes >>= 1;
    }
    sum ^ second
}

/// Verifies a `Content-MD5`.
pub(crate) fn check_md5(given: Option<&String>, body: &StagedBody) -> Result<(), Error> {
    let Some(given) = given else { return Ok(()) };
    let digest = STANDARD.decode(given).ok().filter(|digest| digest.len() == 16);
    let digest = digest.ok_or(Error::InvalidDigest)?;
    let text = digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    if text == body.md5 { Ok(()) } else { Err(Error::BadDigest) }
}

/// The polynomial of CRC-64/NVME with its bits reversed.
const NVME: u64 = 0x9a6c_9329_ac4b_c9b5;

/// CRC-64/NVME, bit by bit; the caller inverts before and after.
fn crc64_nvme(mut crc: u64, bytes: &[u8]) -> u64 {
    for byte in bytes {
        crc ^= u64::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { NVME } else { 0 };
        }
    }
    crc
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, Checksum, Engine, STANDARD};

    /// The check value of the published catalogue of CRCs.
    #[test]
    fn the_nvme_checksum_is_the_published_one() {
        assert_eq!(!super::crc64_nvme(!0, b"123456789"), 0xae8b_1486_0a79_9888);
    }

    /// A client that computed the checksum of the whole must find the same, however it was cut.
    #[test]
    fn the_checksum_of_the_whole_follows_from_those_of_parts() {
        let text = b"all work and no play makes jack a dull boy";
        for algorithm in [Algorithm::Crc32, Algorithm::Crc32c, Algorithm::Crc64Nvme] {
            let sum = |bytes: &[u8]| {
                let mut sum = algorithm.hasher();
                sum.update(bytes);
                Checksum { algorithm, value: STANDARD.encode(sum.finish()) }
            };
            for cut in [0, 1, 7, text.len()] {
                let (one, two) = text.split_at(cut);
                let parts = [(&sum(one), one.len() as u64), (&sum(two), two.len() as u64)];
                let whole = Checksum::of_whole(algorithm, &parts).unwrap();
                assert_eq!(whole, sum(text), "{algorithm:?} {cut}");
            }
        }
    }
}
