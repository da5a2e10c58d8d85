//! Room on the disk: when it runs out writes are refused, and taken again when there is enough.
//!
//! A *ballast* file is allocated while there is room and given back when there is none, so that
//! the index can still write out what it holds, merge, and let segments of the log go.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::log::segment::allocate;
use crate::{Disk, StoreError};

/// The state of the disk's room.
pub(crate) struct Room {
    dir: PathBuf,
    disk: Arc<dyn Disk>,
    ballast_bytes: u64,
    /// How much must be free before writes are taken again, bytes.
    needed_bytes: u64,
    full: AtomicBool,
}

impl Room {
    pub(crate) fn new(
        dir: &Path,
        disk: Arc<dyn Disk>,
        ballast_bytes: u64,
        segment_bytes: u64,
    ) -> Self {
        let needed_bytes = 2 * ballast_bytes + segment_bytes;
        let full = AtomicBool::new(false);
        Self { dir: dir.to_owned(), disk, ballast_bytes, needed_bytes, full }
    }

    /// Gives the ballast back and has writes refused.
    pub(crate) fn ran_out(&self) {
        // That it is gone already, or cannot go, changes nothing.
        let _ = fs::remove_file(self.ballast());
        if !self.full.swap(true, Ordering::AcqRel) {
            tracing::error!(dir = %self.dir.display(), "{}", StoreError::Full);
        }
    }

    /// Whether writes are refused.
    pub(crate) fn is_out(&self) -> bool {
        self.full.load(Ordering::Acquire)
    }

    /// Whether writes may be taken; looks again when they could not be.
    pub(crate) fn is_enough(&self) -> bool {
        if !self.is_out() {
            return true;
        }
        let available = self.disk.available(&self.dir).unwrap_or(0);
        if available < self.needed_bytes || self.take_ballast().is_err() {
            return false;
        }
        tracing::info!(dir = %self.dir.display(), "there is room on the disk again");
        self.full.store(false, Ordering::Release);
        true
    }

    /// Whether the disk has room for this many bytes.
    pub(crate) fn has(&self, bytes: u64) -> bool {
        self.disk.available(&self.dir).is_ok_and(|available| bytes <= available)
    }

    /// Allocates the ballast, if it is not there.
    pub(crate) fn take_ballast(&self) -> Result<(), StoreError> {
        let path = self.ballast();
        let there = fs::metadata(&path).is_ok_and(|file| file.len() == self.ballast_bytes);
        if there { Ok(()) } else { allocate(&*self.disk, &path, self.ballast_bytes).map(drop) }
    }

    fn ballast(&self) -> PathBuf {
        self.dir.join("ballast")
    }
}
