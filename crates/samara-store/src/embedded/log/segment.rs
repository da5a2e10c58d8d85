//! A segment: one file of the log, named by the first sequence that may be in it.
//!
//! It begins with a header (magic and version, first sequence, nonce, checksum), which is synced
//! before the file gets its name; so a segment that has a name has a good header. Groups follow
//! one another; the rest of the file is room allocated ahead, which reads as zeros.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use bytes::{Buf, Bytes};
use rustix::fs::{Advice, SeekFrom, fadvise, seek};

use super::group::{GROUP_HEADER_BYTES, GROUP_MAGIC, Group, GroupHeader};
use crate::embedded::fatal::disk_failed;
use crate::file::{io_error, sync_dir, usize_of};
use crate::{Disk, Sequence, StoreError};

/// The length of a segment's header, bytes.
const HEADER_BYTES: usize = 8 + 8 + 8 + 4 + 4;
/// Where a segment's first group begins.
pub(crate) const SEGMENT_HEADER_BYTES: u64 = HEADER_BYTES as u64;
/// Magic, with the version of the log's format as its last byte.
const SEGMENT_MAGIC: [u8; 8] = *b"SAMLOG\x00\x01";
/// How much is read at a time, bytes.
const WINDOW_BYTES: usize = 512 * 1024;
/// How much is looked at for a group behind the end at a time, and what the kernel reads, bytes.
const STRETCH_BYTES: u64 = 64 * 1024;
const PAGE_BYTES: u64 = 4096;

/// One file of the log.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) first: Sequence,
    pub(crate) path: PathBuf,
    pub(crate) nonce: u64,
    pub(crate) file: File,
    /// How many bytes there is room for.
    pub(crate) room: u64,
}

impl Segment {
    /// Returns when all that was written to it is on the disk; a disk that cannot ends the process.
    pub(crate) fn sync(&self, disk: &dyn Disk) {
        if let Err(error) = disk.sync(&self.file) {
            disk_failed(&format!("sync {}", self.path.display()), &error);
        }
    }
}

/// Where the segment that begins with a sequence lies.
pub(crate) fn segment_path(dir: &Path, first: Sequence) -> PathBuf {
    dir.join(format!("{first:020}.log"))
}

/// Makes a file with room for a segment; without a name of its own it is no part of the log yet.
pub(crate) fn allocate(disk: &dyn Disk, path: &Path, room: u64) -> Result<File, StoreError> {
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path);
    let file = open.map_err(io_error("create", path))?;
    let allocated = disk.allocate(&file, room).and_then(|()| disk.sync(&file));
    if let Err(error) = allocated {
        // What little room it took must not be kept from the rest; if it stays, it is found.
        let _ = fs::remove_file(path);
        return Err(io_error("allocate", path)(error));
    }
    Ok(file)
}

impl Segment {
    /// Makes an allocated file (at `from`) the segment that begins with `first`, with these groups
    /// in it: all is synced before the file gets its name.
    pub(crate) fn begin(
        disk: &dyn Disk,
        from: &Path,
        file: File,
        first: Sequence,
        groups: &dyn Fn(u64) -> Vec<u8>,
    ) -> Result<Self, StoreError> {
        let nonce = draw_nonce();
        let mut bytes = encode_header(first, nonce);
        bytes.extend(groups(nonce));
        let dir = from.parent().unwrap_or_else(|| Path::new("."));
        let path = segment_path(dir, first);
        let room = bytes.len() as u64;
        disk.write_at(&file, &bytes, 0).map_err(io_error("write", from))?;
        disk.sync(&file).map_err(io_error("sync", from))?;
        fs::rename(from, &path).map_err(io_error("name", &path))?;
        sync_dir(dir)?;
        let length = file.metadata().map_err(io_error("read", &path))?.len();
        Ok(Self { first, path, nonce, file, room: room.max(length) })
    }

    /// Opens a segment; `None` when its header is not one.
    pub(crate) fn open(path: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        let mut header = [0; HEADER_BYTES];
        if let Err(error) = file.read_exact_at(&mut header, 0) {
            let short = error.kind() == io::ErrorKind::UnexpectedEof;
            return if short { Ok(None) } else { Err(error) };
        }
        let room = file.metadata()?.len();
        Ok(decode_header(&header).map(|(first, nonce)| Self {
            first,
            path: path.to_owned(),
            nonce,
            file,
            room,
        }))
    }

    /// Whether a good group lies anywhere behind an offset: then what is bad there was synced once.
    pub(crate) fn group_follows(&self, offset: u64) -> io::Result<bool> {
        // Room that was only allocated is a hole and need not be read. But pages in memory count as
        // data, also those that the kernel read ahead: so it forgets them, and reads ahead no more.
        // What was written and is not on the disk yet it keeps.
        let _advice_only = fadvise(&self.file, offset, None, Advice::DontNeed);
        let _advice_only = fadvise(&self.file, 0, None, Advice::Random);
        let mut scanner = Scanner::new(self);
        let mut at = offset;
        while let Ok(data) = seek(&self.file, SeekFrom::Data(at)) {
            at = data.max(at);
            let end = (at + STRETCH_BYTES).next_multiple_of(PAGE_BYTES);
            let mut stretch = vec![0; usize_of(end - at)];
            let read = read_up_to(&self.file, &mut stretch, at)?;
            stretch.truncate(read);
            if stretch.len() < GROUP_HEADER_BYTES {
                return Ok(false);
            }
            for place in find_magic(&stretch) {
                if scanner.group_at(at + place as u64)?.is_some() {
                    return Ok(true);
                }
            }
            // A magic that is split between stretches is found by going on a little earlier.
            let split = GROUP_MAGIC.len() - 1;
            let split = if stretch.ends_with(&[0; GROUP_MAGIC.len() - 1]) { 0 } else { split };
            at += (stretch.len() - split) as u64;
        }
        Ok(false)
    }
}

/// Reads a segment's groups through a window, so that small groups do not cost a read each.
pub(crate) struct Scanner<'a> {
    segment: &'a Segment,
    window: Bytes,
    window_at: u64,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(segment: &'a Segment) -> Self {
        Self { segment, window: Bytes::new(), window_at: 0 }
    }

    /// The group at an offset; `None` when there is no whole and undamaged one.
    pub(crate) fn group_at(&mut self, offset: u64) -> io::Result<Option<Group>> {
        let Some(header) = GroupHeader::parse(&self.bytes(offset, GROUP_HEADER_BYTES)?) else {
            return Ok(None);
        };
        let length = GROUP_HEADER_BYTES + usize_of(header.body_bytes.into());
        // Before room is made for it: a length that is not one could be anything.
        if self.segment.room < offset + length as u64 {
            return Ok(None);
        }
        let bytes = self.bytes(offset, length)?;
        if bytes.len() < length {
            return Ok(None);
        }
        let body = bytes.slice(GROUP_HEADER_BYTES..length);
        let good = header.matches(self.segment.nonce, &body);
        Ok(good.then_some(Group { header, body, offset }))
    }

    /// At least `length` bytes from an offset, or all that the file has.
    fn bytes(&mut self, offset: u64, length: usize) -> io::Result<Bytes> {
        let end = offset + length as u64;
        if offset < self.window_at || self.window_at + (self.window.len() as u64) < end {
            let mut window = vec![0; length.max(WINDOW_BYTES)];
            let read = read_up_to(&self.segment.file, &mut window, offset)?;
            window.truncate(read);
            self.window = window.into();
            self.window_at = offset;
        }
        let start = usize_of(offset - self.window_at).min(self.window.len());
        Ok(self.window.slice(start..))
    }
}

fn read_up_to(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut read = 0;
    while let Some(rest) = bytes.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, offset + read as u64) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

fn find_magic(bytes: &[u8]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(rest) = bytes.get(from..) {
        let Some(next) = rest.iter().position(|byte| *byte == GROUP_MAGIC[0]) else { break };
        if rest.get(next..).is_some_and(|found| found.starts_with(&GROUP_MAGIC)) {
            places.push(from + next);
        }
        from += next + 1;
    }
    places
}

/// Eight bytes that nobody outside can know; they need not be secret from those who read the disk.
fn draw_nonce() -> u64 {
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}

fn encode_header(first: Sequence, nonce: u64) -> Vec<u8> {
    let mut bytes = SEGMENT_MAGIC.to_vec();
    bytes.extend(first.to_le_bytes());
    bytes.extend(nonce.to_le_bytes());
    bytes.extend(crc32c::crc32c(&bytes).to_le_bytes());
    bytes.extend([0; 4]);
    bytes
}

fn decode_header(bytes: &[u8]) -> Option<(Sequence, u64)> {
    let (covered, mut rest) = bytes.split_at_checked(24)?;
    let mut fields = covered.strip_prefix(&SEGMENT_MAGIC)?;
    let sum = rest.try_get_u32_le().ok()?;
    (crc32c::crc32c(covered) == sum).then(|| (fields.get_u64_le(), fields.get_u64_le()))
}
