//! Blobs as files, named by their content, in `blobs/` under the first two digits of their name.
//!
//! A blob is written in `staging/`, synced, then renamed; so a name in `blobs/` stands for whole
//! content. Whether anybody owns it is a key in the store, written by the transaction that adopts
//! it. The sweep deletes what nobody owns and what is older than an hour by the file's time, which
//! staging and adopting set to now: so a transaction that has just found a blob has an hour to
//! commit before the blob can go.

use std::fs::{self, File, FileTimes};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use sha2::{Digest, Sha256};

use crate::file::{io_error, sync_dir};
use crate::{Blob, BlobId, StagedBlob, StoreError};

/// How long a blob without an owner is kept, milliseconds: time to be adopted in.
const UNOWNED_KEPT_MS: u64 = 60 * 60 * 1000;
/// What is gathered before it is written, bytes.
const WRITE_BYTES: usize = 256 * 1024;

/// The files of all blobs.
pub(crate) struct BlobFiles {
    dir: PathBuf,
    staging: PathBuf,
    clock: Arc<dyn Clock>,
    staged: AtomicU64,
    /// Held by the sweep alone while it deletes, so that nobody finds what is going.
    sweeping: RwLock<()>,
}

struct Staged {
    files: Arc<BlobFiles>,
    path: PathBuf,
    file: BufWriter<File>,
    hash: Sha256,
}

struct BlobFile {
    file: File,
    size: u64,
    path: PathBuf,
}

impl BlobFiles {
    /// The blobs in these folders. What an earlier life left half written goes.
    pub(crate) fn open(
        dir: PathBuf,
        staging: PathBuf,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, StoreError> {
        for entry in fs::read_dir(&staging).map_err(io_error("read the folder", &staging))? {
            let path = entry.map_err(io_error("read the folder", &staging))?.path();
            fs::remove_file(&path).map_err(io_error("delete", &path))?;
        }
        let (staged, sweeping) = (AtomicU64::new(0), RwLock::new(()));
        Ok(Arc::new(Self { dir, staging, clock, staged, sweeping }))
    }

    pub(crate) fn stage(self: &Arc<Self>) -> Result<Box<dyn StagedBlob>, StoreError> {
        let number = self.staged.fetch_add(1, Ordering::Relaxed);
        let path = self.staging.join(number.to_string());
        let file = File::create(&path).map_err(io_error("create", &path))?;
        let file = BufWriter::with_capacity(WRITE_BYTES, file);
        Ok(Box::new(Staged { files: Arc::clone(self), path, file, hash: Sha256::new() }))
    }

    /// A blob of this content, durable; found when it is there already.
    pub(crate) fn put(self: &Arc<Self>, content: &[u8]) -> Result<BlobId, StoreError> {
        let blob = BlobId::from_digest(&Sha256::digest(content));
        if self.keep_for_now(&blob).is_ok() {
            // Whoever made it may not have come to this yet.
            sync_dir(self.path(&blob).parent().unwrap_or(&self.dir))?;
            return Ok(blob);
        }
        let mut staged = self.stage()?;
        staged.write(content)?;
        staged.finish()
    }

    pub(crate) fn open_blob(&self, blob: &BlobId) -> Result<Arc<dyn Blob>, StoreError> {
        let path = self.path(blob);
        let file = open_named(&path, blob)?;
        let size = file.metadata().map_err(io_error("read", &path))?.len();
        Ok(Arc::new(BlobFile { file, size, path }))
    }

    /// Makes sure that a blob is there and stays for an hour, owned or not.
    pub(crate) fn keep_for_now(&self, blob: &BlobId) -> Result<(), StoreError> {
        let _no_sweep = self.sweeping.read().unwrap_or_else(PoisonError::into_inner);
        let path = self.path(blob);
        self.set_time(&open_named(&path, blob)?, &path)
    }

    /// Deletes what nobody owns and what is old enough, until told to stop; says how many.
    pub(crate) fn sweep(
        &self,
        go_on: &dyn Fn() -> bool,
        owned: &dyn Fn(&BlobId) -> Result<bool, StoreError>,
    ) -> Result<usize, StoreError> {
        let mut swept = 0;
        for folder in read_dir(&self.dir)? {
            for path in read_dir(&folder)? {
                let name = path.file_name().and_then(|name| name.to_str()).map(str::parse);
                let Some(Ok(blob)) = name else { continue };
                if !go_on() {
                    return Ok(swept);
                }
                swept += usize::from(self.sweep_one(&path, &blob, owned)?);
            }
        }
        Ok(swept)
    }

    fn sweep_one(
        &self,
        path: &Path,
        blob: &BlobId,
        owned: &dyn Fn(&BlobId) -> Result<bool, StoreError>,
    ) -> Result<bool, StoreError> {
        if !self.is_old(path)? || owned(blob)? {
            return Ok(false);
        }
        let _nobody_finds_it = self.sweeping.write().unwrap_or_else(PoisonError::into_inner);
        // Again, now that nobody can find it: it may have been adopted since.
        if !self.is_old(path)? || owned(blob)? {
            return Ok(false);
        }
        fs::remove_file(path).map_err(io_error("delete", path))?;
        Ok(true)
    }

    fn is_old(&self, path: &Path) -> Result<bool, StoreError> {
        let modified = fs::metadata(path).and_then(|file| file.modified());
        let modified = modified.map_err(io_error("read", path))?;
        let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let since = Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX));
        Ok(UNOWNED_KEPT_MS < self.clock.now().millis_since(since))
    }

    fn set_time(&self, file: &File, path: &Path) -> Result<(), StoreError> {
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(self.clock.now().as_millis());
        file.set_times(FileTimes::new().set_modified(now)).map_err(io_error("date", path))
    }

    fn path(&self, blob: &BlobId) -> PathBuf {
        self.dir.join(blob.as_str().get(..2).unwrap_or("00")).join(blob.as_str())
    }
}

fn open_named(path: &Path, blob: &BlobId) -> Result<File, StoreError> {
    File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => StoreError::NoBlob(blob.to_string()),
        _ => io_error("open", path)(error),
    })
}

fn read_dir(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let read = fs::read_dir(dir).map_err(io_error("read the folder", dir))?;
    read.map(|entry| Ok(entry.map_err(io_error("read the folder", dir))?.path())).collect()
}

impl StagedBlob for Staged {
    fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.hash.update(bytes);
        self.file.write_all(bytes).map_err(io_error("write", &self.path))
    }

    fn finish(mut self: Box<Self>) -> Result<BlobId, StoreError> {
        self.file.flush().map_err(io_error("write", &self.path))?;
        let file = self.file.get_ref();
        self.files.set_time(file, &self.path)?;
        file.sync_all().map_err(io_error("sync", &self.path))?;
        let blob = BlobId::from_digest(&self.hash.finalize_reset());
        let path = self.files.path(&blob);
        let folder = path.parent().unwrap_or(&self.files.dir);
        let _no_sweep = self.files.sweeping.read().unwrap_or_else(PoisonError::into_inner);
        if !folder.exists() {
            fs::create_dir_all(folder).map_err(io_error("create the folder", folder))?;
            sync_dir(&self.files.dir)?;
        }
        // Over one of the same content, if there is one: its time becomes now.
        fs::rename(&self.path, &path).map_err(io_error("name", &path))?;
        sync_dir(folder)?;
        Ok(blob)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Renamed by now, or not wanted; what stays goes at the next start.
        let _ = fs::remove_file(&self.path);
    }
}

impl Blob for BlobFile {
    fn size(&self) -> u64 {
        self.size
    }

    fn read(&self, offset: u64, length: usize) -> Result<Bytes, StoreError> {
        let left = self.size.saturating_sub(offset);
        let length = length.min(crate::file::usize_of(left));
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, offset).map_err(io_error("read", &self.path))?;
        Ok(bytes.into())
    }

    fn path(&self) -> Option<&Path> {
        Some(&self.path)
    }
}
