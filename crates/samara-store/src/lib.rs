//! An ordered map with serializable transactions, a change feed, a due-time index and blobs.
