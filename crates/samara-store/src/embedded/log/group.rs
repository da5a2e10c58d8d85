//! A group: the commits that were written and synced together, behind one header.
//!
//! ```text
//! magic u32 | body length u32 | checksum u32 | records u32 | first sequence u64 | epoch u64
//! | durable through u64 | body
//! ```
//!
//! The checksum covers the segment's nonce, the header without the checksum, and the body. The
//! nonce is drawn when a segment is made and never shown to anybody: so neither the bytes of an
//! older segment nor a value that a client made up can pass for a group.
//!
//! `durable through` says which sequence the writer knew to be synced before this group was
//! written. It is how recovery tells a group that was torn by a crash, which nobody was told of,
//! from one that was acknowledged and that the disk has lost.

use bytes::{Buf, Bytes};

use crate::Sequence;

/// The length of a header, bytes.
pub(crate) const GROUP_HEADER_BYTES: usize = 4 * 4 + 3 * 8;
/// What a header begins with.
pub(crate) const GROUP_MAGIC: [u8; 4] = *b"SGRP";
/// Where the checksum stands in the header.
const CHECKSUM_AT: std::ops::Range<usize> = 8..12;

/// What a group says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GroupHeader {
    pub(crate) body_bytes: u32,
    checksum: u32,
    pub(crate) records: u32,
    pub(crate) first: Sequence,
    /// Who wrote it: rises when another node takes the log over. Always 1 as yet.
    pub(crate) epoch: u64,
    pub(crate) durable_through: Sequence,
}

impl GroupHeader {
    /// Reads a header; `None` when the bytes do not begin with one.
    pub(crate) fn parse(mut bytes: &[u8]) -> Option<Self> {
        if bytes.len() < GROUP_HEADER_BYTES || !bytes.starts_with(&GROUP_MAGIC) {
            return None;
        }
        bytes.advance(GROUP_MAGIC.len());
        Some(Self {
            body_bytes: bytes.get_u32_le(),
            checksum: bytes.get_u32_le(),
            records: bytes.get_u32_le(),
            first: bytes.get_u64_le(),
            epoch: bytes.get_u64_le(),
            durable_through: bytes.get_u64_le(),
        })
    }

    /// Whether a body is the one that this header was written with.
    pub(crate) fn matches(&self, nonce: u64, body: &[u8]) -> bool {
        let header = self.encode();
        checksum(nonce, &header, body) == self.checksum
    }

    /// The last sequence in the group; the one before its first when it is empty.
    pub(crate) fn last(&self) -> Sequence {
        (self.first + u64::from(self.records)).saturating_sub(1)
    }

    fn encode(&self) -> [u8; GROUP_HEADER_BYTES] {
        let mut out = Vec::with_capacity(GROUP_HEADER_BYTES);
        out.extend(GROUP_MAGIC);
        out.extend(self.body_bytes.to_le_bytes());
        out.extend(self.checksum.to_le_bytes());
        out.extend(self.records.to_le_bytes());
        out.extend(self.first.to_le_bytes());
        out.extend(self.epoch.to_le_bytes());
        out.extend(self.durable_through.to_le_bytes());
        out.first_chunk().copied().unwrap_or([0; GROUP_HEADER_BYTES])
    }
}

/// Fills the header into the first bytes of a buffer that holds room for it and then the body.
pub(crate) fn seal_group(
    buffer: &mut [u8],
    nonce: u64,
    (first, records): (Sequence, u32),
    (epoch, durable_through): (u64, Sequence),
) {
    let Some((place, body)) = buffer.split_first_chunk_mut::<GROUP_HEADER_BYTES>() else {
        return;
    };
    let body_bytes = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let mut header =
        GroupHeader { body_bytes, checksum: 0, records, first, epoch, durable_through };
    header.checksum = checksum(nonce, &header.encode(), body);
    *place = header.encode();
}

fn checksum(nonce: u64, header: &[u8; GROUP_HEADER_BYTES], body: &[u8]) -> u32 {
    let mut header = *header;
    if let Some(place) = header.get_mut(CHECKSUM_AT) {
        place.fill(0);
    }
    let sum = crc32c::crc32c(&nonce.to_le_bytes());
    crc32c::crc32c_append(crc32c::crc32c_append(sum, &header), body)
}

/// A group as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) header: GroupHeader,
    pub(crate) body: Bytes,
    /// Where it begins in its segment.
    pub(crate) offset: u64,
}

impl Group {
    /// Where it ends in its segment.
    pub(crate) fn end(&self) -> u64 {
        self.offset + (GROUP_HEADER_BYTES + self.body.len()) as u64
    }
}
