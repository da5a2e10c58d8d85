//! Keys of histories, from which a table is made as it was. Their rows are in the table at the
//! head of [`super`].

use samara_store::{KeyReader, KeyWriter, Range};

use super::Position;

const HISTORY: u8 = 0xc5;
const STATE: u8 = 0xc6;
/// What a table names in the due index when its history is to be looked after.
pub const LOOK: u8 = 0xc7;
/// What a copy of a table names in the due index while it is taken back in time.
pub const UNDO: u8 = 0xc8;

/// A history; the commit completes the key of each of its records.
#[must_use]
pub fn history(id: u64) -> Vec<u8> {
    KeyWriter::new(HISTORY).number(id).done()
}

/// The records of a history that follow a place.
#[must_use]
pub fn history_after(id: u64, after: Position) -> Range {
    let prefix = history(id);
    let all = Range::prefix(&prefix);
    if after == Position::START { all } else { all.after(&at(&prefix, after)) }
}

/// The records of a history from one place (within) to another (without; none: the end), the last
/// of them first.
#[must_use]
pub fn history_back(id: u64, from: Position, to: Option<Position>) -> Range {
    let prefix = history(id);
    let all = Range::prefix(&prefix);
    let end = to.map(|to| at(&prefix, to)).or(all.end);
    Range { start: at(&prefix, from), end, reverse: true }
}

fn at(prefix: &[u8], position: Position) -> Vec<u8> {
    [prefix, &position.bytes()].concat()
}

/// The place in a history's key.
#[must_use]
pub fn read_history(key: &[u8]) -> Option<Position> {
    let mut reader = KeyReader::new(HISTORY, key).ok()?;
    reader.number().ok()?;
    Position::read(reader.rest())
}

/// How long and how large a history is.
#[must_use]
pub fn history_state(id: u64) -> Vec<u8> {
    KeyWriter::new(STATE).number(id).done()
}

/// Those of all histories.
#[must_use]
pub fn history_states() -> Range {
    Range::prefix(&KeyWriter::new(STATE).done())
}

/// The id in a state's key.
#[must_use]
pub fn read_history_state(key: &[u8]) -> Option<u64> {
    KeyReader::new(STATE, key).ok()?.number().ok()
}

/// The due name of a table whose history is to be looked after.
#[must_use]
pub fn look(table: &str, id: u64) -> Vec<u8> {
    KeyWriter::new(LOOK).text(table).number(id).done()
}

/// Table and its history's id in it.
#[must_use]
pub fn read_look(name: &[u8]) -> Option<(String, u64)> {
    let mut reader = KeyReader::new(LOOK, name).ok()?;
    Some((reader.text().ok()?, reader.number().ok()?))
}

/// The due name of a table's copy that is taken back in time.
#[must_use]
pub fn undo(table: &str, id: u64, copy: u64) -> Vec<u8> {
    KeyWriter::new(UNDO).text(table).number(id).number(copy).done()
}

/// Table, its id and the copy's in it.
#[must_use]
pub fn read_undo(name: &[u8]) -> Option<(String, u64, u64)> {
    let mut reader = KeyReader::new(UNDO, name).ok()?;
    Some((reader.text().ok()?, reader.number().ok()?, reader.number().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(sequence: u64) -> Position {
        Position { sequence, entry: 0 }
    }

    proptest! {
        #[test]
        fn due_names_read_back(table in "[a-z]{1,20}", id: u64, of: u64) {
            prop_assert_eq!(read_undo(&undo(&table, id, of)), Some((table.clone(), id, of)));
            prop_assert_eq!(read_look(&look(&table, id)), Some((table, id)));
            prop_assert_eq!(read_history_state(&history_state(id)), Some(id));
        }

        /// A history is read forwards from behind a place, and backwards down to one.
        #[test]
        fn a_record_is_before_or_after_a_place(id: u64, record in 1u64.., other in 1u64..) {
            let key = at(&history(id), place(record));
            prop_assert_eq!(read_history(&key), Some(place(record)));
            prop_assert_eq!(history_after(id, place(other)).contains(&key), other < record);
            prop_assert_eq!(history_back(id, place(other), None).contains(&key), other <= record);
            let below = history_back(id, Position::START, Some(place(other)));
            prop_assert_eq!(below.contains(&key), record < other);
        }
    }
}
