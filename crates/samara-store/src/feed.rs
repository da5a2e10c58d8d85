//! The change feed: every commit once, in order.

use bytes::Bytes;
use samara_base::Timestamp;

use crate::Sequence;

/// What a commit takes of the log beside what it wrote, about, bytes.
pub(crate) const COMMIT_BYTES: usize = 32;

/// Who caused a commit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// A request of a person or a function.
    #[default]
    Client,
    /// A time to live that ran out.
    TimeToLive,
    /// A delivery, or a step of a stack or workflow.
    Delivery,
}

/// One commit, as the feed shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its place in the log.
    pub sequence: Sequence,
    /// When it was committed, by the store's clock; never goes back along the log.
    pub time: Timestamp,
    /// Who caused it.
    pub origin: Origin,
    /// The trace header of the request that caused it, if it had one.
    pub trace: Option<String>,
    /// How much of the log it takes, about, bytes: all that it wrote, fed or not.
    pub log_bytes: usize,
    /// The changes that asked to be fed, in the order in which they were written.
    pub changes: Vec<Change>,
}

/// One changed key of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The key.
    pub key: Bytes,
    /// Its place among *all* entries of the commit: with the sequence, a name that is the same
    /// each time the feed is read.
    pub entry: u16,
    /// The value before, when the write asked for [`Fed::Both`](crate::Fed::Both) and there was
    /// one.
    pub before: Option<Bytes>,
    /// The value after, when the write asked for it and did not delete.
    pub after: Option<Bytes>,
    /// Whether the key was deleted.
    pub deleted: bool,
}
