//! The index: current values by key, versioned by the log's sequence.
//!
//! The trait is narrow on purpose. Everything that makes the store durable, ordered and
//! serializable lies in the log and the committer, so that one engine here is one file and can be
//! replaced by another: scan the old one, load the new.

mod lsm;

use bytes::Bytes;

pub(crate) use lsm::{IndexConfig, LsmIndex};

use crate::{Entry, Range, Sequence, StoreError};

/// Entries of a range, in reading direction.
pub(crate) type Entries<'a> = Box<dyn Iterator<Item = Result<Entry, StoreError>> + 'a>;

/// Why writers must wait before more may be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pressure {
    /// They need not.
    None,
    /// Too much waits to be written to tables, or too many tables to be merged.
    Wait,
}

/// Current and recent values by key.
pub(crate) trait Index: Send + Sync {
    /// Adds a commit's writes. By the committer only, in order; doing it again changes nothing.
    fn apply(&self, sequence: Sequence, writes: &mut dyn Iterator<Item = (&Bytes, Option<&Bytes>)>);

    /// The log up to here is synced. The caller holds the lock under which snapshots are opened.
    fn publish(&self, sequence: Sequence);

    /// Begins to write out what was applied, when it is enough. By the committer only, after
    /// [`Index::publish`]. Whether there is something to flush now.
    fn seal(&self, through: Sequence, even_if_small: bool) -> bool;

    /// Whether there is something to flush.
    fn has_sealed(&self) -> bool;

    /// How much room a flush may take, bytes.
    fn flush_bytes(&self) -> u64;

    /// Whether writers must wait.
    fn pressure(&self) -> Pressure;

    /// The newest commit of which it holds anything, as far as it can tell.
    fn newest(&self) -> Sequence;

    /// The value of a key at a snapshot that is open.
    fn get(&self, at: Sequence, key: &[u8]) -> Result<Option<Bytes>, StoreError>;

    /// The entries of a range at a snapshot that is open.
    fn range(&self, at: Sequence, range: &Range) -> Entries<'_>;

    /// Writes out what was sealed, forgetting values older than `oldest` that a newer one hides;
    /// the sequence up to which everything is now in synced tables, if there was anything to do.
    /// By one thread at a time.
    fn flush(&self, oldest: Sequence) -> Result<Option<Sequence>, StoreError>;

    /// Merges tables; whether there may be more to merge.
    fn compact(&self, oldest: Sequence) -> Result<bool, StoreError>;
}
