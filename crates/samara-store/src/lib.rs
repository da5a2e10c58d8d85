//! An ordered map with serializable transactions, a change feed, a due-time index and blobs.
//!
//! A [`Store`] keeps keys and values, both bytes, in key order. All change happens in
//! transactions ([`Txn`]), which are closures: the store may run one again when it lost against
//! another, so a closure must be a function of what it reads. Every commit has a sequence and
//! appears once, in order, in the feed ([`Store::feed`]); what must happen later at a time is a
//! due key ([`Txn::due`]); large bodies are blobs beside the map, adopted by a transaction.
//!
//! There are two engines behind the trait: [`Embedded`], a log with an index of it, and [`Mem`], a
//! map in memory that is the oracle of the embedded one's tests and the store of the services'
//! own. What is observed but not promised does not belong in either: it goes to a
//! [`ring`].
//!
//! # What is deliberately not here
//!
//! *Meaning.* The store does not know AWS: keys are made by each service's `keys` module with
//! [`KeyWriter`]. *Expiry.* A due key only says when; who acts on it is `samara-triggers`.

mod blob;
mod disk;
mod embedded;
mod error;
mod feed;
mod file;
mod key;
mod mem;
mod own_keys;
pub mod ring;
mod txn;
mod write;

pub use blob::{Blob, BlobId, StagedBlob};
pub use disk::{Disk, OsDisk};
pub use embedded::{Embedded, EmbeddedConfig, OpenError, OpenReport, Status};
pub use error::{FeedError, StoreError};
pub use feed::{Change, Commit, Origin};
pub use key::{KeyError, KeyReader, KeyWriter, scope};
pub use mem::Mem;
pub use txn::{
    About, BoxFuture, ENTRY_COST_BYTES, Entry, Fed, LOOKUP_COST_BYTES, Range, Store, StoreExt, Txn,
    Verdict, Work,
};
pub use write::{KEY_BYTES_MAX, TRANSACTION_BYTES_MAX, TRANSACTION_WRITES_MAX};

/// The place of a commit in the log: 1 is the first. Never reused, never with a gap.
pub type Sequence = u64;
