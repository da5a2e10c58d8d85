//! What the store can refuse, and why.

/// Why the store could not do what was asked.
///
/// A caller cannot mend any of these; a client learns only that the server failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full: nothing is acknowledged until there is room. Reads go on.
    #[error(
        "the disk that holds the data directory is full; writes are refused until there is room"
    )]
    Full,
    /// The store is closing or has failed; nothing more is taken.
    #[error("the store is closed")]
    Closed,
    /// The closure of a transaction panicked; it alone is refused.
    #[error("a transaction failed unexpectedly and was refused")]
    Panicked,
    /// The snapshot is older than the store remembers.
    #[error("the transaction took too long: its snapshot is no longer kept")]
    SnapshotTooOld,
    /// A read went on after the bound that it was given (see `StoreExt::read_up_to`).
    #[error("the read is longer than it may be here")]
    ReadTooLong,
    /// One transaction wrote more than the store takes at once: too many bytes, too many writes,
    /// or a key that is empty or too long.
    #[error(
        "the transaction writes {bytes} bytes; one may write {max} bytes, in 65535 writes, under \
         keys of 1 to 65000 bytes"
    )]
    TooLarge {
        /// What it wrote.
        bytes: usize,
        /// What is allowed.
        max: usize,
    },
    /// A blob that was named does not exist (any more).
    #[error("blob {0} does not exist")]
    NoBlob(String),
    /// Bytes in the store are not what they must be: a damaged disk or a defect.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// The operating system refused.
    #[error("could not {doing}")]
    Io {
        /// What was to be done, and the file: `write /data/log/1.log`.
        doing: String,
        /// The operating system's answer.
        #[source]
        source: std::io::Error,
    },
}

/// Why the feed could not be read from a place.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The log no longer has what follows this sequence.
    #[error("the feed begins after {oldest}, so what follows {asked} is gone")]
    TooOld {
        /// The sequence that was asked for.
        asked: u64,
        /// The oldest sequence after which the feed can be read.
        oldest: u64,
    },
    /// The store failed.
    #[error("the store failed while its feed was read")]
    Store(#[from] StoreError),
}
