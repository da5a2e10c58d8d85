//! The cache of unpacked packages: each once, by its blob, used by as many instances as there are.
//!
//! A package is unpacked beside its place and renamed into it, so that a folder under its own name
//! is always whole. Nothing is synced; the cache belongs to one boot of the machine (its folder
//! bears the boot's id), so that after a power cut nothing half-written is taken for whole.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use samara_store::{Blob, BlobId, Store, StoreError};

use crate::unpack::{self, UnpackError};

/// How much of a blob is read at once where it has no file of its own, bytes.
const READ_BYTES: usize = 256 * 1024;

/// Why a version's code is not there.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// The package cannot be unpacked.
    #[error("the package cannot be unpacked")]
    Unpack(#[source] UnpackError),
    /// The store does not give the package.
    #[error("the package cannot be read")]
    Store(#[from] StoreError),
    /// The record of the version is damaged.
    #[error("the record of the version is damaged")]
    Record(#[source] samara_lambda::Error),
    /// The cache's folder refuses.
    #[error("the cache of unpacked code at {} cannot be used", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The thread that unpacked died.
    #[error("unpacking the package was interrupted")]
    Interrupted,
}

/// The cache.
pub(crate) struct CodeCache {
    folder: PathBuf,
    bytes_max: u64,
    known: Mutex<Known>,
    attempts: AtomicU64,
}

#[derive(Default)]
struct Known {
    packages: HashMap<BlobId, Entry>,
    clock: u64,
}

struct Entry {
    bytes: u64,
    used: u64,
    /// Whoever runs it holds it.
    lease: Weak<Unpacked>,
}

/// An unpacked package; its folder stays for as long as somebody holds this.
#[derive(Debug)]
pub(crate) struct Unpacked {
    pub(crate) folder: PathBuf,
}

impl CodeCache {
    /// Opens the cache: what a former boot or an interrupted unpacking left goes.
    pub(crate) fn open(folder: &Path, bytes_max: u64) -> Result<Self, CodeError> {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let boot = boot.trim();
        let own = folder.join(if boot.is_empty() { "boot" } else { boot });
        let failed = |source| CodeError::Folder { folder: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path != own || boot.is_empty() {
                fs::remove_dir_all(&path).map_err(failed)?;
            }
        }
        fs::create_dir_all(&own).map_err(failed)?;
        let known = load(&own).map_err(failed)?;
        let cache =
            Self { folder: own, bytes_max, known: Mutex::new(known), attempts: AtomicU64::new(0) };
        Ok(cache)
    }

    /// The folder of a package, which is unpacked now if it is not there. Blocks.
    pub(crate) fn get(&self, store: &dyn Store, blob: &BlobId) -> Result<Arc<Unpacked>, CodeError> {
        if let Some(unpacked) = self.lease(blob) {
            return Ok(unpacked);
        }
        // Two that come at once both unpack; the second finds the place taken and leaves it.
        let content = store.blob(blob)?;
        let attempt = self.attempts.fetch_add(1, Ordering::Relaxed);
        let beside = self.folder.join(format!("{TEMPORARY}{attempt}"));
        let bytes = self.unpack(content, &beside, blob);
        let bytes = bytes.inspect_err(|_| {
            // What is left of it goes at the next start at the latest.
            let _ = fs::remove_dir_all(&beside);
        })?;
        let mut known = self.lock();
        known.packages.entry(blob.clone()).or_insert(Entry { bytes, used: 0, lease: Weak::new() });
        drop(known);
        self.evict(blob);
        self.lease(blob).ok_or(CodeError::Interrupted)
    }

    fn unpack(
        &self,
        content: Arc<dyn Blob>,
        beside: &Path,
        blob: &BlobId,
    ) -> Result<u64, CodeError> {
        let failed = |source| CodeError::Folder { folder: self.folder.clone(), source };
        fs::create_dir(beside).map_err(failed)?;
        let bytes = match content.path().map(fs::File::open) {
            Some(file) => unpack::unpack(io::BufReader::new(file.map_err(failed)?), beside),
            None => unpack::unpack(
                io::BufReader::with_capacity(READ_BYTES, Reader::of(content)),
                beside,
            ),
        };
        let bytes = bytes.map_err(CodeError::Unpack)?;
        unpack::open_folders(beside).map_err(failed)?;
        let place = self.folder.join(blob.as_str());
        match fs::rename(beside, &place) {
            Ok(()) => {}
            Err(_) if place.is_dir() => fs::remove_dir_all(beside).map_err(failed)?,
            Err(error) => return Err(failed(error)),
        }
        Ok(bytes)
    }

    /// Holds a package that is there.
    fn lease(&self, blob: &BlobId) -> Option<Arc<Unpacked>> {
        let mut known = self.lock();
        known.clock += 1;
        let used = known.clock;
        let entry = known.packages.get_mut(blob)?;
        entry.used = used;
        if let Some(unpacked) = entry.lease.upgrade() {
            return Some(unpacked);
        }
        let unpacked = Arc::new(Unpacked { folder: self.folder.join(blob.as_str()) });
        entry.lease = Arc::downgrade(&unpacked);
        Some(unpacked)
    }

    /// Removes what was used longest ago and is held by nobody, while there is too much. The
    /// folders go under the lock, so that nobody takes one that is going.
    fn evict(&self, keep: &BlobId) {
        let mut known = self.lock();
        let mut total: u64 = known.packages.values().map(|entry| entry.bytes).sum();
        while self.bytes_max < total {
            let unused = known
                .packages
                .iter()
                .filter(|(blob, entry)| *blob != keep && entry.lease.strong_count() == 0);
            let Some(blob) =
                unused.min_by_key(|(_, entry)| entry.used).map(|(blob, _)| blob.clone())
            else {
                break;
            };
            if let Err(error) = fs::remove_dir_all(self.folder.join(blob.as_str())) {
                tracing::warn!(%blob, %error, "unpacked code cannot be removed");
            }
            total -= known.packages.remove(&blob).map_or(0, |entry| entry.bytes);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the name of a folder begins with while it is being filled.
const TEMPORARY: &str = "unpacking-";

/// Finds what is there; removes what was being unpacked.
fn load(folder: &Path) -> io::Result<Known> {
    let mut known = Known::default();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        match name.and_then(|name| name.parse::<BlobId>().ok()) {
            Some(blob) => {
                let entry = Entry { bytes: size_of(&path)?, used: 0, lease: Weak::new() };
                known.packages.insert(blob, entry);
            }
            None => fs::remove_dir_all(&path)?,
        }
    }
    Ok(known)
}

fn size_of(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.metadata()?;
        bytes += if kind.is_dir() { size_of(&entry.path())? } else { kind.len() };
    }
    Ok(bytes)
}

/// A blob without a file, as a file.
struct Reader {
    blob: Arc<dyn Blob>,
    at: u64,
}

impl Reader {
    fn of(blob: Arc<dyn Blob>) -> Self {
        Self { blob, at: 0 }
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.blob.read(self.at, buffer.len()).map_err(io::Error::other)?;
        for (to, from) in buffer.iter_mut().zip(bytes.iter()) {
            *to = *from;
        }
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(offset) => self.blob.size().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.at.checked_add_signed(offset),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
