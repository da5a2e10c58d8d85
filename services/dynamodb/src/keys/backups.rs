//! Keys of backups and of tables that are made of them. Their rows are in the table at the head of
//! [`super`].

use samara_store::{KeyReader, KeyWriter, Range};

use super::{Space, space};

const BACKUP: u8 = 0xc0;
const SAVED: u8 = 0xc1;
/// What a copy of a table names in the due index while it is made.
pub const COPY: u8 = 0xc2;
/// What a table that is made of a copy names in the due index while it is filled.
pub const RESTORE: u8 = 0xc3;
/// That something is left to remove of what was deleted.
pub const SWEEP: u8 = 0xc4;

/// A backup's descriptor.
#[must_use]
pub fn backup(table: &str, label: &str) -> Vec<u8> {
    KeyWriter::new(BACKUP).text(table).text(label).done()
}

/// The backups of a table, or all.
#[must_use]
pub fn backups_of(table: Option<&str>) -> Range {
    let all = KeyWriter::new(BACKUP);
    Range::prefix(&table.map_or_else(|| all.clone().done(), |table| all.clone().text(table).done()))
}

/// An item of a copy, by the place that it has in its table.
#[must_use]
pub fn saved(copy: u64, place: &[u8]) -> Vec<u8> {
    KeyWriter::new(SAVED).number(copy).raw(place).done()
}

/// Every item of a copy.
#[must_use]
pub fn all_saved(copy: u64) -> Range {
    Range::prefix(&saved(copy, &[]))
}

/// The place of an item in its table: what of its key follows the table's own beginning.
#[must_use]
pub fn place(of: Space, key: &[u8]) -> &[u8] {
    key.strip_prefix(space(of).start.as_slice()).unwrap_or_default()
}

/// The place of an item of a copy.
#[must_use]
pub fn saved_place(copy: u64, key: &[u8]) -> &[u8] {
    key.strip_prefix(saved(copy, &[]).as_slice()).unwrap_or_default()
}

/// The key of the item that has a place in a table.
#[must_use]
pub fn at_place(of: Space, place: &[u8]) -> Vec<u8> {
    [space(of).start.as_slice(), place].concat()
}

/// The due name of a table's copy that is being made.
#[must_use]
pub fn copy(table: &str, id: u64, copy: u64) -> Vec<u8> {
    KeyWriter::new(COPY).text(table).number(id).number(copy).done()
}

/// Table, its id and the copy's in it.
#[must_use]
pub fn read_copy(name: &[u8]) -> Option<(String, u64, u64)> {
    let mut reader = KeyReader::new(COPY, name).ok()?;
    Some((reader.text().ok()?, reader.number().ok()?, reader.number().ok()?))
}

/// The due name of a table that is being made of a copy.
#[must_use]
pub fn restore(table: &str, id: u64) -> Vec<u8> {
    KeyWriter::new(RESTORE).text(table).number(id).done()
}

/// Table and its id in it.
#[must_use]
pub fn read_restore(name: &[u8]) -> Option<(String, u64)> {
    let mut reader = KeyReader::new(RESTORE, name).ok()?;
    Some((reader.text().ok()?, reader.number().ok()?))
}

/// The due name of what is left to remove.
#[must_use]
pub fn sweep() -> Vec<u8> {
    KeyWriter::new(SWEEP).done()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Value;

    proptest! {
        #[test]
        fn due_names_read_back(table in "[a-z]{1,20}", id: u64, of: u64) {
            prop_assert_eq!(read_copy(&copy(&table, id, of)), Some((table.clone(), id, of)));
            prop_assert_eq!(read_restore(&restore(&table, id)), Some((table, id)));
        }

        /// An item must come back under the key that its table would look for.
        #[test]
        fn an_item_keeps_its_place(from: u64, copy: u64, to: u64, hash: String) {
            let table = |table| Space { table, index: None };
            let hash = Value::S(hash);
            let key = |of| crate::keys::key(table(of), [&hash], []);
            let stored = saved(copy, place(table(from), &key(from)));
            prop_assert!(all_saved(copy).contains(&stored));
            prop_assert_eq!(at_place(table(to), saved_place(copy, &stored)), key(to));
        }
    }
}
