//! A chunk: one file of a ring, and the records in it.
//!
//! ```text
//! length u32 | checksum u32 (of time and bytes) | time u64 | bytes
//! ```

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use samara_base::Timestamp;

use super::{Position, RING_RECORD_BYTES_MAX, RingRead, RingRecord};
use crate::StoreError;
use crate::file::{io_error, usize_of};

/// Length, checksum and time.
pub(super) const HEADER_BYTES: usize = 4 + 4 + 8;

/// A file of the ring: the position of its first byte, its length, and its first record's time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    pub(super) start: u64,
    pub(super) length: u64,
    pub(super) first_time: Timestamp,
}

/// What stands before a record's bytes.
pub(super) struct Header {
    length: usize,
    checksum: u32,
    pub(super) time: Timestamp,
}

pub(super) fn parse_header(bytes: &[u8]) -> Option<Header> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (checksum, rest) = rest.split_first_chunk::<4>()?;
    let time = rest.first_chunk::<8>()?;
    Some(Header {
        length: usize::try_from(u32::from_le_bytes(*length)).ok()?,
        checksum: u32::from_le_bytes(*checksum),
        time: Timestamp::from_millis(u64::from_le_bytes(*time)),
    })
}

/// Adds a record's bytes.
pub(super) fn encode(time: Timestamp, bytes: &[u8], out: &mut Vec<u8>) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    out.extend(length.to_le_bytes());
    out.extend(checksum(time, bytes).to_le_bytes());
    out.extend(time.as_millis().to_le_bytes());
    out.extend(bytes);
}

fn checksum(time: Timestamp, bytes: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&time.as_millis().to_le_bytes()), bytes)
}

pub(super) fn count_records(mut buffer: &[u8]) -> u64 {
    let mut count = 0;
    while let Some(header) = parse_header(buffer) {
        count += 1;
        buffer = buffer.get(HEADER_BYTES + header.length..).unwrap_or_default();
    }
    count
}

pub(super) fn read_time(file: &File) -> Option<Timestamp> {
    let mut bytes = [0; HEADER_BYTES];
    file.read_exact_at(&mut bytes, 0).ok()?;
    parse_header(&bytes).map(|header| header.time)
}

pub(super) fn chunk_path(dir: &Path, start: u64) -> PathBuf {
    dir.join(format!("{start:020}.ring"))
}

/// Adds a chunk's records from `read.next` on; says how many bytes may still be read. The rest of a
/// chunk with a bad record in it is passed over.
pub(super) fn read_chunk(
    dir: &Path,
    chunk: Chunk,
    read: &mut RingRead,
    mut left: usize,
) -> Result<usize, StoreError> {
    let path = chunk_path(dir, chunk.start);
    let from = read.next.0.max(chunk.start);
    let end = chunk.start + chunk.length;
    // Enough for what is wanted and one record more: the loop ends before these bytes do.
    let wanted = left.saturating_add(HEADER_BYTES + RING_RECORD_BYTES_MAX);
    let mut bytes = vec![0; usize_of(end.saturating_sub(from)).min(wanted)];
    match File::open(&path).and_then(|file| file.read_exact_at(&mut bytes, from - chunk.start)) {
        Ok(()) => {}
        // Dropped between looking and reading: the ring has moved on.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(left),
        Err(error) => return Err(io_error("read", &path)(error)),
    }
    let bytes = Bytes::from(bytes);
    let mut at = 0;
    while let Some((time, body)) = record_at(&bytes, at) {
        let position = Position(from + at as u64);
        at += HEADER_BYTES + body.len();
        left = left.saturating_sub(HEADER_BYTES + body.len());
        read.records.push(RingRecord { position, time, bytes: body });
        read.next = Position(from + at as u64);
        if left == 0 {
            return Ok(0);
        }
    }
    read.next = Position(end);
    Ok(left)
}

fn record_at(bytes: &Bytes, at: usize) -> Option<(Timestamp, Bytes)> {
    let header = parse_header(bytes.get(at..)?)?;
    let start = at + HEADER_BYTES;
    let end = start.checked_add(header.length).filter(|end| *end <= bytes.len())?;
    let body = bytes.slice(start..end);
    (checksum(header.time, &body) == header.checksum).then_some((header.time, body))
}
