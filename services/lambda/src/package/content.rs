//! Whether a package unpacks: every entry's content is there, is what the directory says, and has
//! a place of its own. Found here, it is the uploader who hears of it, and not the first caller.
//!
//! Contents are unpacked into nothing, a piece at a time; what the directory claims in sum was
//! bounded before.

use std::collections::HashMap;
use std::io::{self, Read};

use samara_store::Blob;

use super::{Entry, bad, read, u16_at};
use crate::Error;

/// How much is read and unpacked at once, bytes.
const PIECE_BYTES: usize = 64 * 1024;
/// The longest part of a path, bytes (Linux).
const PART_BYTES_MAX: usize = 255;
/// The longest path, bytes (Linux), with room for the folder that it is unpacked into.
const PATH_BYTES_MAX: usize = 3_800;

/// The places that entries take.
#[derive(Default)]
pub(super) struct Places(HashMap<String, Place>);

#[derive(PartialEq)]
enum Place {
    Folder,
    /// A file or a link, by its entry's name: of two of the same name the later one counts.
    File(String),
}

impl Places {
    /// Takes an entry's place.
    pub(super) fn take(&mut self, name: &str) -> Result<(), Error> {
        let taken = || bad(&format!(" The entry '{name}' lies where another one is."));
        let long = || bad(&format!(" The name of the entry '{name}' is too long."));
        if PATH_BYTES_MAX < name.len() {
            return Err(long());
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in name.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part if PART_BYTES_MAX < part.len() => return Err(long()),
                part => parts.push(part),
            }
        }
        let Some((last, folders)) = parts.split_last() else { return Ok(()) };
        let mut path = String::new();
        for folder in folders {
            path.push_str(folder);
            if *self.0.entry(path.clone()).or_insert(Place::Folder) != Place::Folder {
                return Err(taken());
            }
            path.push('/');
        }
        path.push_str(last);
        let folder = name.ends_with('/');
        let place = if folder { Place::Folder } else { Place::File(name.to_owned()) };
        match self.0.get(&path) {
            Some(before) if *before != place => Err(taken()),
            _ => {
                self.0.insert(path, place);
                Ok(())
            }
        }
    }
}

impl Entry {
    /// Unpacks the content into nothing, and compares it with what the directory says of it.
    pub(super) fn verify(&self, blob: &dyn Blob) -> Result<(), Error> {
        let damaged = || bad(&format!(" The entry '{}' is damaged.", self.name));
        let header = read(blob, self.at, 30)?;
        let length = |at| u16_at(&header, at).map(u64::from);
        let (name, extra) = length(26).zip(length(28)).ok_or_else(damaged)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(damaged());
        }
        let packed = Packed { blob, at: self.at + 30 + name + extra, left: self.packed };
        let packed = io::BufReader::with_capacity(PIECE_BYTES, packed);
        let (size, sum) = match self.method {
            8 => measure(flate2::bufread::DeflateDecoder::new(packed), self.size),
            _ => measure(packed, self.size),
        }
        .map_err(|_| damaged())?;
        if size == self.size && sum == self.crc { Ok(()) } else { Err(damaged()) }
    }
}

/// Size and CRC-32 of what a reader gives, but for what is beyond `most`.
fn measure(mut from: impl Read, most: u64) -> io::Result<(u64, u32)> {
    let (mut sum, mut size) = (flate2::Crc::new(), 0_u64);
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let length = from.read(&mut piece)?;
        sum.update(piece.get(..length).unwrap_or_default());
        size = size.saturating_add(length as u64);
        if length == 0 || most < size {
            return Ok((size, sum.sum()));
        }
    }
}

/// A stretch of a blob.
struct Packed<'a> {
    blob: &'a dyn Blob,
    at: u64,
    left: u64,
}

impl Read for Packed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let bytes = self.blob.read(self.at, most).map_err(io::Error::other)?;
        let Some(to) = buffer.get_mut(..bytes.len()) else { return Ok(0) };
        to.copy_from_slice(&bytes);
        self.at += bytes.len() as u64;
        self.left -= bytes.len() as u64;
        Ok(bytes.len())
    }
}
