//! The memory that instances are counted with: arithmetic, and nothing else.
//!
//! An instance that starts or serves a call counts with all of its `MemorySize`, for it may use
//! that at any moment. One that is idle stands still, and counts with what it holds: two hundred
//! functions of 128 MiB that hold ten each are two gigabytes, not twenty-five. So the idle ones
//! may be ended at any time for the memory of a call, and a call that takes an idle instance needs
//! the rest of its `MemorySize` first.

/// The least that an idle instance counts with, MiB, whatever its processes hold: its namespaces,
/// mounts, sockets and groups are the kernel's, and its pipes and tasks the server's.
pub(super) const IDLE_MIB_MIN: u64 = 4;

/// Who counts with how much, MiB.
#[derive(Debug, Clone, Copy)]
pub(super) struct Books {
    max: u64,
    /// All instances that start or are busy.
    promised: u64,
    /// All that are idle.
    resting: u64,
}

impl Books {
    pub(super) fn new(max: u64) -> Self {
        Self { max, promised: 0, resting: 0 }
    }

    /// What all instances count with.
    pub(super) fn counted(&self) -> u64 {
        self.promised + self.resting
    }

    /// What a call can have, if every idle instance goes that is in its way.
    pub(super) fn room(&self) -> u64 {
        self.max.saturating_sub(self.promised)
    }

    /// Whether as much as this is not there while all that is idle stays.
    pub(super) fn lacks(&self, needed: u64) -> bool {
        self.max < self.counted() + needed
    }

    /// An instance starts, or is to serve a call.
    pub(super) fn promise(&mut self, whole: u64) {
        self.promised += whole;
    }

    /// An instance that started or was busy is gone.
    pub(super) fn free(&mut self, whole: u64) {
        self.promised = self.promised.saturating_sub(whole);
    }

    /// A busy instance is idle. It counts as before until somebody has looked.
    pub(super) fn rest(&mut self, whole: u64) {
        self.free(whole);
        self.resting += whole;
    }

    /// An idle instance is gone, or is to serve a call.
    pub(super) fn unrest(&mut self, counted: u64) {
        self.resting = self.resting.saturating_sub(counted);
    }

    /// Somebody has looked what an idle instance holds; gives what it counts with from now on.
    /// Where nobody can tell, all of its `MemorySize`.
    pub(super) fn settle(&mut self, counted: u64, whole: u64, holds: Option<u64>) -> u64 {
        let settled = holds.map_or(whole, |holds| holds.max(IDLE_MIB_MIN).min(whole));
        self.unrest(counted);
        self.resting += settled;
        settled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_idle_counts_with_what_it_holds_within_bounds() {
        for (holds, expected) in
            [(Some(10), 10), (Some(1), IDLE_MIB_MIN), (Some(500), 128), (None, 128)]
        {
            let mut books = Books::new(1024);
            books.promise(128);
            books.rest(128);
            assert_eq!((books.counted(), books.room()), (128, 1024));
            assert_eq!(books.settle(128, 128, holds), expected);
            assert_eq!(books.counted(), expected);
            books.unrest(expected);
            assert_eq!(books.counted(), 0);
        }
    }

    #[test]
    fn what_is_idle_is_in_nobodys_way_but_what_is_busy_is() {
        let mut books = Books::new(256);
        books.promise(128);
        books.promise(128);
        assert!(books.lacks(1) && books.room() == 0);
        books.rest(128);
        assert!(books.lacks(1) && books.room() == 128);
        books.settle(128, 128, Some(10));
        assert!(!books.lacks(118) && books.lacks(119));
    }
}
