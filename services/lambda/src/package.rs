//! What a package must be before it is taken: a zip whose directory can be read, whose entries
//! stay inside, whose size is bounded, and whose content is what its directory says. Nothing is
//! written; it is unpacked, bounded again, where it is first run.
//!
//! The format: PKWARE's `APPNOTE.TXT` 6.3.10, sections 4.3 and 4.4. A reader of our own, because
//! it runs inside a transaction on a stranger's bytes: it allocates at most
//! [`DIRECTORY_BYTES_MAX`] and touches nothing but what is checked.

mod content;

use std::io::Read;

use samara_base::limits::UNPACKED_CODE_BYTES;
use samara_store::Blob;

use crate::Error;

/// The most entries of a package. AWS names none; this is a zip's own limit without extensions.
pub const ENTRIES_MAX: usize = 65_535;
/// The largest directory of a zip, bytes: [`ENTRIES_MAX`] entries with long names.
const DIRECTORY_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// The longest target of a symbolic link, bytes.
const LINK_BYTES_MAX: u64 = 4096;
/// The most that deflate can gain (1,032 to 1), rounded up: an entry that claims more lies.
const RATIO_MAX: u64 = 1_100;
/// The end-of-directory record and the longest comment after it.
const END_BYTES: u64 = 22 + 65_535;

/// Checks a package.
///
/// # Errors
/// [`Error::BadZip`], and AWS's refusals of a package that is empty or too large.
pub(crate) fn check(blob: &dyn Blob) -> Result<(), Error> {
    let directory = directory(blob)?;
    let mut rest = directory.as_slice();
    let mut unpacked = 0_u64;
    let mut count = 0;
    let mut places = content::Places::default();
    let mut entries = Vec::new();
    while !rest.is_empty() {
        let (entry, after) = Entry::parse(rest).ok_or_else(|| bad(""))?;
        rest = after;
        count += 1;
        if ENTRIES_MAX < count {
            return Err(bad(&format!(" It has more than {ENTRIES_MAX} entries.")));
        }
        unpacked = unpacked.saturating_add(entry.size);
        if UNPACKED_CODE_BYTES <= unpacked {
            return Err(too_large());
        }
        entry.check(blob)?;
        places.take(&entry.name)?;
        entries.push(entry);
    }
    if count == 0 {
        return Err(Error::invalid("Uploaded file must be a non-empty zip"));
    }
    // Only now, when it is known how much there is in all.
    entries.iter().try_for_each(|entry| entry.verify(blob))
}

/// Whether a path (an entry's, or a link's target as seen from the package's root) stays inside.
#[must_use]
pub fn stays_inside(path: &str) -> bool {
    let mut depth = 0_usize;
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => match depth.checked_sub(1) {
                Some(above) => depth = above,
                None => return false,
            },
            _ => depth += 1,
        }
    }
    let drive = path.as_bytes().get(1) == Some(&b':');
    !path.starts_with(['/', '\\']) && !drive && !path.contains('\0')
}

fn bad(why: &str) -> Error {
    Error::BadZip(why.to_owned())
}

pub(crate) fn too_large() -> Error {
    Error::invalid(format!("Unzipped size must be smaller than {UNPACKED_CODE_BYTES} bytes"))
}

/// The central directory's bytes.
fn directory(blob: &dyn Blob) -> Result<Vec<u8>, Error> {
    if UNPACKED_CODE_BYTES <= blob.size() {
        return Err(too_large());
    }
    let tail_at = blob.size().saturating_sub(END_BYTES);
    let tail = read(blob, tail_at, END_BYTES)?;
    let end = tail.windows(4).rposition(|window| window == b"PK\x05\x06").ok_or_else(|| bad(""))?;
    let field = |at: usize| u32_at(&tail, end + at);
    let (size, offset) = field(12).zip(field(16)).ok_or_else(|| bad(""))?;
    if size == u32::MAX || offset == u32::MAX || DIRECTORY_BYTES_MAX < u64::from(size) {
        return Err(bad(" Its directory is too large."));
    }
    let end_at = tail_at + end as u64;
    // Bytes may stand before the archive (self-extracting); the directory ends where its end is.
    let start = end_at.checked_sub(size.into()).ok_or_else(|| bad(""))?;
    if start != u64::from(offset) {
        return Err(bad(" Bytes stand before the archive."));
    }
    read(blob, start, size.into())
}

fn read(blob: &dyn Blob, offset: u64, length: u64) -> Result<Vec<u8>, Error> {
    let length = usize::try_from(length).map_err(|_| bad(""))?;
    let mut bytes = Vec::new();
    while bytes.len() < length {
        let more = blob.read(offset + bytes.len() as u64, length - bytes.len())?;
        if more.is_empty() {
            break;
        }
        bytes.extend(more);
    }
    Ok(bytes)
}

/// One entry of the directory.
struct Entry {
    name: String,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    encrypted: bool,
    link: bool,
    /// Where its own header is.
    at: u64,
}

impl Entry {
    /// The first entry of what is left of a directory, and what follows it.
    fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        if !bytes.starts_with(b"PK\x01\x02") {
            return None;
        }
        let length = |at| u16_at(bytes, at).map(usize::from);
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let text = bytes.get(46..46 + name)?;
        let after = bytes.get(46 + name + extra + comment..)?;
        let (packed, size) = (u32_at(bytes, 20)?, u32_at(bytes, 24)?);
        if packed == u32::MAX || size == u32::MAX {
            // A size of 4 GiB or more, in an extension: over every limit.
            return None;
        }
        // The upper byte of "made by" is 3 for Unix, whose mode is the upper half of the
        // external attributes; 0o12 in its upper four bits is a symbolic link.
        let unix = u16_at(bytes, 4)? >> 8 == 3;
        let mode = u32_at(bytes, 38)? >> 16;
        let entry = Self {
            name: String::from_utf8_lossy(text).into_owned(),
            method: u16_at(bytes, 10)?,
            crc: u32_at(bytes, 16)?,
            packed: packed.into(),
            size: size.into(),
            encrypted: u16_at(bytes, 8)? & 1 == 1,
            link: unix && mode >> 12 == 0o12,
            at: u32_at(bytes, 42)?.into(),
        };
        Some((entry, after))
    }

    fn check(&self, blob: &dyn Blob) -> Result<(), Error> {
        let name = &self.name;
        if !stays_inside(name) {
            return Err(bad(&format!(" The entry '{name}' points outside the package.")));
        }
        if self.encrypted || !matches!(self.method, 0 | 8) {
            let why = "is encrypted or packed by a method other than deflate";
            return Err(bad(&format!(" The entry '{name}' {why}.")));
        }
        if self.packed.saturating_mul(RATIO_MAX).saturating_add(RATIO_MAX) < self.size {
            return Err(bad(&format!(" The entry '{name}' claims more than it can hold.")));
        }
        if blob.size() < self.at.saturating_add(self.packed) {
            return Err(bad(&format!(" The entry '{name}' is cut off.")));
        }
        if !self.link {
            return Ok(());
        }
        let target = self.link_target(blob)?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let seen = format!("{folder}/{target}");
        if target.starts_with('/') || !stays_inside(seen.trim_start_matches('/')) {
            return Err(bad(&format!(" The link '{name}' points outside the package.")));
        }
        Ok(())
    }

    /// A symbolic link's content: its target.
    fn link_target(&self, blob: &dyn Blob) -> Result<String, Error> {
        let header = read(blob, self.at, 30)?;
        let length = |at| u16_at(&header, at).map(u64::from);
        let (name, extra) = length(26).zip(length(28)).ok_or_else(|| bad(""))?;
        let packed = self.packed.min(LINK_BYTES_MAX);
        let bytes = read(blob, self.at + 30 + name + extra, packed)?;
        let mut target = String::new();
        let text = match self.method {
            8 => flate2::read::DeflateDecoder::new(bytes.as_slice())
                .take(LINK_BYTES_MAX)
                .read_to_string(&mut target),
            _ => bytes.as_slice().read_to_string(&mut target),
        };
        text.map_err(|_| bad(&format!(" The link '{}' cannot be read.", self.name)))?;
        Ok(target)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|chunk| u16::from_le_bytes(*chunk))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}
