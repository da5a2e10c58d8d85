//! The seam to the disk under the log, so that tests can make it fail.
//!
//! Only what the log does passes through it: the index is a library's and the blobs are plain
//! files. What must hold when a disk fails is the log's to keep.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use rustix::fs::{FallocateFlags, fallocate, fdatasync, statvfs};

/// What the log asks of a disk.
pub trait Disk: Send + Sync + 'static {
    /// Writes all bytes at an offset.
    ///
    /// # Errors
    /// The operating system's; a part may have been written.
    fn write_at(&self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Returns when all that was written to the file is on the disk. After an error nobody knows
    /// what is: the store ends the process.
    ///
    /// # Errors
    /// The operating system's.
    fn sync(&self, file: &File) -> io::Result<()>;

    /// Gives a file room for this many bytes, which then read as zeros.
    ///
    /// # Errors
    /// The operating system's, above all that there is no room.
    fn allocate(&self, file: &File, bytes: u64) -> io::Result<()>;

    /// How many bytes there is room for in the file system of a folder.
    ///
    /// # Errors
    /// The operating system's.
    fn available(&self, dir: &Path) -> io::Result<u64>;
}

/// The real disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsDisk;

impl Disk for OsDisk {
    fn write_at(&self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        file.write_all_at(bytes, offset)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        Ok(fdatasync(file)?)
    }

    fn allocate(&self, file: &File, bytes: u64) -> io::Result<()> {
        match fallocate(file, FallocateFlags::empty(), 0, bytes) {
            // Some file systems cannot promise room: then the length is all there is to set.
            Err(rustix::io::Errno::OPNOTSUPP) => file.set_len(bytes),
            other => Ok(other?),
        }
    }

    fn available(&self, dir: &Path) -> io::Result<u64> {
        let space = statvfs(dir)?;
        Ok(space.f_bavail.saturating_mul(space.f_frsize))
    }
}
