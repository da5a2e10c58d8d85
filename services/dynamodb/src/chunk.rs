//! What one transaction takes of something long: so many entries, and not too many bytes.

use samara_store::{Entry, Range, StoreError, Txn};

/// Bytes after which a chunk ends.
const CHUNK_BYTES: usize = 1024 * 1024;
/// Entries that are read at once. A record may be as large as an item: the last of these may take a
/// chunk a few megabytes over its bound.
const ENTRIES_READ: usize = 16;

/// The first entries of a range, and whether there may be more of them.
///
/// # Errors
/// When the store fails.
pub(crate) fn scan(
    txn: &mut dyn Txn,
    mut range: Range,
    entries_max: usize,
) -> Result<(Vec<Entry>, bool), StoreError> {
    let (mut found, mut bytes) = (Vec::new(), 0);
    loop {
        let wanted = ENTRIES_READ.min(entries_max - found.len());
        let page = txn.scan(&range, wanted)?;
        if let Some((key, _)) = page.last() {
            range = range.after(key);
        }
        bytes += page.iter().map(|(key, value)| key.len() + value.len()).sum::<usize>();
        let full = page.len() == wanted;
        found.extend(page);
        if !full || entries_max <= found.len() || CHUNK_BYTES <= bytes {
            return Ok((found, full));
        }
    }
}

#[cfg(test)]
mod tests {
    use samara_service::testing::Bench;
    use samara_store::{Fed, StoreExt};

    use super::*;
    use crate::error::Error;

    fn chunk(value_bytes: usize, reverse: bool) -> (Vec<u8>, bool) {
        let bench = Bench::new(Vec::new());
        let written: Result<(), Error> = bench.write(move |txn| {
            for number in 0..100 {
                txn.put(vec![0xfe, number], vec![7; value_bytes].into(), Fed::No);
            }
            Ok(())
        });
        written.unwrap();
        let range = Range::prefix(&[0xfe]);
        let range = if reverse { range.reversed() } else { range };
        let (found, more) = bench.store.read(|txn| scan(txn, range, 70)).unwrap();
        (found.iter().map(|(key, _)| key[1]).collect(), more)
    }

    /// A chunk of large items would take the memory of the whole server.
    #[test]
    fn a_chunk_is_bounded_by_entries_and_by_bytes() {
        assert_eq!(chunk(10, false), ((0..70).collect(), true));
        assert_eq!(chunk(10, true), ((30..100).rev().collect(), true));
        assert_eq!(chunk(400_000, false), ((0..16).collect(), true));
    }
}
