//! What keeps a cache from taking in what it was just told to forget.
//!
//! A reader notes the epoch, takes its snapshot, and makes an entry of what it read. A forgetter
//! turns the epoch, then empties the cache. An entry is put under the cache's lock and only in the
//! epoch that its reader noted: either the turn came first and the entry is dropped, or the
//! emptying comes after and takes it along.

use std::sync::atomic::{AtomicU64, Ordering};

/// How often a cache was told to forget.
#[derive(Default)]
pub(crate) struct Epoch(AtomicU64);

impl Epoch {
    /// To be noted before a snapshot is taken.
    pub(crate) fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    /// To be called before the cache is emptied.
    pub(crate) fn turn(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// To be asked under the cache's lock; never for a reader that noted nothing.
    pub(crate) fn is_still(&self, noted: Option<u64>) -> bool {
        noted == Some(self.now())
    }
}
