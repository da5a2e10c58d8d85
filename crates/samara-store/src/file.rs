//! Small helpers around files that every part of the store needs.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::StoreError;

/// Turns an operating system's refusal into ours, naming the deed and the file. A full disk has an
/// error of its own, since callers treat it differently.
pub(crate) fn io_error<'a>(
    doing: &'static str,
    path: &'a Path,
) -> impl Fn(io::Error) -> StoreError + use<'a> {
    move |source| {
        if is_full(&source) {
            StoreError::Full
        } else {
            StoreError::Io { doing: format!("{doing} {}", path.display()), source }
        }
    }
}

/// Whether an error says that there is no room: the disk's, a quota's or a file's limit.
pub(crate) fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

/// Makes the names in a folder durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(io_error("sync the folder", dir))
}

/// A length as a `usize`; one that does not fit (never on a 64-bit machine) becomes the largest,
/// which the read that follows refuses.
pub(crate) fn usize_of(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}
