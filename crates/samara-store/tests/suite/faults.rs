//! A disk that fails on demand.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use samara_store::{Disk, OsDisk};

/// Works like the real disk until it is told to fail.
pub(crate) struct FaultyDisk {
    full: AtomicBool,
    writes_fail: AtomicBool,
    syncs_left: AtomicI64,
}

impl Default for FaultyDisk {
    fn default() -> Self {
        Self {
            full: AtomicBool::new(false),
            writes_fail: AtomicBool::new(false),
            syncs_left: AtomicI64::new(i64::MAX),
        }
    }
}

impl FaultyDisk {
    /// From now on there is no room but what was allocated, or there is again.
    pub(crate) fn set_full(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }

    /// The same on a disk where allocating promises nothing: half of each write is taken.
    pub(crate) fn set_full_for_all(&self, full: bool) {
        self.set_full(full);
        self.writes_fail.store(full, Ordering::SeqCst);
    }

    /// Only so many more syncs succeed.
    pub(crate) fn fail_syncs_after(&self, count: i64) {
        self.syncs_left.store(count, Ordering::SeqCst);
    }

    fn check_room(&self) -> io::Result<()> {
        if self.full.load(Ordering::SeqCst) {
            Err(io::ErrorKind::StorageFull.into())
        } else {
            Ok(())
        }
    }
}

impl Disk for FaultyDisk {
    fn write_at(&self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        if self.writes_fail.load(Ordering::SeqCst) {
            OsDisk.write_at(file, &bytes[..bytes.len() / 2], offset)?;
            return self.check_room();
        }
        OsDisk.write_at(file, bytes, offset)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        if self.syncs_left.fetch_sub(1, Ordering::SeqCst) <= 0 {
            return Err(io::Error::other("the platter fell off"));
        }
        OsDisk.sync(file)
    }

    fn allocate(&self, file: &File, bytes: u64) -> io::Result<()> {
        self.check_room()?;
        OsDisk.allocate(file, bytes)
    }

    fn available(&self, dir: &Path) -> io::Result<u64> {
        if self.full.load(Ordering::SeqCst) { Ok(0) } else { OsDisk.available(dir) }
    }
}

/// A disk whose power is cut at a certain sync: until a sync, writes are in its cache only; at the
/// cut some sectors of what is in the cache reach the disk and others do not.
pub(crate) struct CutDisk {
    cache: Mutex<BTreeMap<u64, Vec<Sector>>>,
    syncs_left: AtomicI64,
    seed: u64,
}

/// Where it belongs in its file, and what is to stand there.
type Sector = (u64, Vec<u8>);

/// What a disk writes as a whole, bytes.
const SECTOR_BYTES: u64 = 512;

impl CutDisk {
    pub(crate) fn new(seed: u64, syncs: i64) -> Self {
        Self { cache: Mutex::default(), syncs_left: AtomicI64::new(syncs), seed }
    }
}

impl Disk for CutDisk {
    fn write_at(&self, file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
        let mut cache = self.cache.lock().unwrap();
        let sectors = cache.entry(file.metadata()?.ino()).or_default();
        while !bytes.is_empty() {
            let end = (offset / SECTOR_BYTES + 1) * SECTOR_BYTES;
            let length = usize::try_from(end - offset).unwrap().min(bytes.len());
            sectors.push((offset, bytes[..length].to_vec()));
            offset += length as u64;
            bytes = &bytes[length..];
        }
        Ok(())
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        let sectors = self.cache.lock().unwrap().remove(&file.metadata()?.ino());
        let cut = self.syncs_left.fetch_sub(1, Ordering::SeqCst) <= 0;
        let mut chance = self.seed | 1;
        for (offset, bytes) in sectors.unwrap_or_default() {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            if !cut || chance % 3 < 2 {
                OsDisk.write_at(file, &bytes, offset)?;
            }
        }
        if cut { Err(io::Error::other("the power went out")) } else { Ok(()) }
    }

    fn allocate(&self, file: &File, bytes: u64) -> io::Result<()> {
        OsDisk.allocate(file, bytes)
    }

    fn available(&self, dir: &Path) -> io::Result<u64> {
        OsDisk.available(dir)
    }
}
