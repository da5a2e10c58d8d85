//! The only maker and reader of this service's key bytes.
//!
//! | kind | parts | value | changes |
//! |---|---|---|---|
//! | `20` | table name | the [`Table`](crate::table::Table), JSON | on DDL |
//! | `21` | table id | its tags, JSON | when tagged |
//! | `22` | table id, bucket, hash key, range key | the item | on every write |
//! | `23` | table id, index id, bucket, index keys, table keys | the projected item | with its item |
//! | `24` | (none) | the last id that a table or stream was given | when one is made |
//! | `25` | table id, index id (0: the table itself) | empty: entries of it may be left to remove | on `DeleteTable`, `UpdateTable` |
//! | `26` | client request token | what a transaction with it asked, and when | on `TransactWriteItems` |
//! | `27` | when a token ends, token | empty | on `TransactWriteItems` |
//! | `28` | table id | its [`Counts`](crate::chores::Counts), JSON | when counted |
//! | `28` | (due) table name, table id | how far it is counted | while it is counted |
//! | `29` | (due) table name, table id, index id | the last item that has its entry | while an index is filled |
//! | `2a` | (due) table name, table id | the last item that has its time | while a time to live starts |
//! | `2b` | (due) table name, stream label | empty: records of the stream are old | when trimmed |
//! | `2c` | (due) table name, the item's key | empty: the item's time to live is over | with its item |
//! | `2d` | stream id, shard | the place up to which it was trimmed | when trimmed |
//! | `2e` | stream id, shard, (sequence) | a [`StreamRecord`](crate::streams::StreamRecord) | with its item |
//! | `2f` | table name, stream label | the [`Stream`](crate::streams::Stream), JSON | on DDL |
//! | `c0` | table name, label | the [`Backup`](crate::backups::Backup), JSON | on DDL |
//! | `c1` | copy id, place of the item | the item as it was; empty: it was not there | while the copy is made |
//! | `c2` | (due) table name, table id, copy id | how far it is copied | while the copy is made |
//! | `c3` | (due) table name, table id | how far it is filled | while a table is restored |
//! | `c4` | (due) (none) | empty: something is left to remove | when something is deleted |
//! | `c5` | history id, (sequence) | an item as it was before, and when | with its item |
//! | `c6` | history id | how long and how large the history is, JSON | when it is looked after |
//! | `c7` | (due) table name, history id | empty: the history is to be looked after | with an item |
//! | `c8` | (due) table name, table id, copy id | how far the copy is taken back | while it is |
//!
//! A *bucket* is two bytes of hash of the hash key: it gives parallel scans segments of even size,
//! and scans an order that says nothing, as on AWS. Within an item collection (one hash key) the
//! order is that of the range keys: numbers by value, text and bytes by their bytes.
//!
//! A table is named by a never-reused id in all but the first row, so that deleting a table and
//! creating another of the same name cannot show old items.

mod backups;
mod recovery;
mod streams;

use bytes::Bytes;
use samara_store::{KeyReader, KeyWriter, Range};
use serde::{Deserialize, Serialize};

use crate::number::Number;
use crate::value::Value;

pub use backups::{
    COPY, RESTORE, SWEEP, all_saved, at_place, backup, backups_of, copy, place, read_copy,
    read_restore, restore, saved, saved_place, sweep,
};
pub use recovery::{
    LOOK, UNDO, history, history_after, history_back, history_state, history_states, look,
    read_history, read_history_state, read_look, read_undo, undo,
};
pub use streams::{
    EXPIRY, FILL, Position, RECORD, TRIM, expiry, fill, horizon, read_expiry, read_fill,
    read_position, read_record, read_trim, records_after, shard, stream, streams_of, trim,
    write_position,
};

const TABLE: u8 = 0x20;
const TAGS: u8 = 0x21;
const ITEM: u8 = 0x22;
const ENTRY: u8 = 0x23;
const LAST_ID: u8 = 0x24;
const GRAVE: u8 = 0x25;
const TOKEN: u8 = 0x26;
const TOKEN_END: u8 = 0x27;
/// What a table names in the due index when its items are to be counted.
pub const COUNT: u8 = 0x28;
/// What an index names in the due index while it is filled.
pub const BACKFILL: u8 = 0x29;

/// The type of a key attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyType {
    /// Text.
    S,
    /// A number.
    N,
    /// Bytes.
    B,
}

impl KeyType {
    /// From its name on the wire.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "S" => Some(Self::S),
            "N" => Some(Self::N),
            "B" => Some(Self::B),
            _ => None,
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
        }
    }

    /// Whether a value is of it.
    #[must_use]
    pub fn fits(self, value: &Value) -> bool {
        value.type_name() == self.name()
    }
}

/// Where a table's items, or an index's entries, lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// The table's id.
    pub table: u64,
    /// The index's id; `None` for the table's own items.
    pub index: Option<u32>,
}

/// A table's descriptor.
#[must_use]
pub fn table(name: &str) -> Vec<u8> {
    KeyWriter::new(TABLE).text(name).done()
}

/// All tables' descriptors, from the first name after one.
#[must_use]
pub fn tables_after(name: Option<&str>) -> Range {
    let all = Range::prefix(&KeyWriter::new(TABLE).done());
    match name {
        Some(name) => all.after(&table(name)),
        None => all,
    }
}

/// The name of the table that a descriptor's key belongs to.
#[must_use]
pub fn table_name(key: &[u8]) -> Option<String> {
    KeyReader::new(TABLE, key).ok()?.text().ok()
}

/// A table's tags.
#[must_use]
pub fn tags(table: u64) -> Vec<u8> {
    KeyWriter::new(TAGS).number(table).done()
}

/// The last id that a table or stream was given.
#[must_use]
pub fn last_id() -> Vec<u8> {
    KeyWriter::new(LAST_ID).done()
}

/// What is left to remove of a table or index that was deleted.
#[must_use]
pub fn grave(space: Space) -> Vec<u8> {
    let index = space.index.unwrap_or_default();
    KeyWriter::new(GRAVE).number(space.table).number(u64::from(index)).done()
}

/// All that is left to remove.
#[must_use]
pub fn graves() -> Range {
    Range::prefix(&KeyWriter::new(GRAVE).done())
}

/// What a [`grave`] names.
#[must_use]
pub fn read_grave(key: &[u8]) -> Option<Space> {
    let mut reader = KeyReader::new(GRAVE, key).ok()?;
    let (table, index) = (reader.number().ok()?, reader.number().ok()?);
    let index = u32::try_from(index).ok().filter(|index| *index != 0);
    Some(Space { table, index })
}

/// How many items a table had when they were last counted.
#[must_use]
pub fn counts(table: u64) -> Vec<u8> {
    KeyWriter::new(COUNT).number(table).done()
}

/// That a table's items are to be counted.
#[must_use]
pub fn count(table: &str, id: u64) -> Vec<u8> {
    KeyWriter::new(COUNT).text(table).number(id).done()
}

/// What a [`count`] names.
#[must_use]
pub fn read_count(key: &[u8]) -> Option<(String, u64)> {
    let mut reader = KeyReader::new(COUNT, key).ok()?;
    Some((reader.text().ok()?, reader.number().ok()?))
}

/// That an index is to be filled.
#[must_use]
pub fn backfill(table: &str, id: u64, index: u32) -> Vec<u8> {
    KeyWriter::new(BACKFILL).text(table).number(id).number(u64::from(index)).done()
}

/// What a [`backfill`] names.
#[must_use]
pub fn read_backfill(key: &[u8]) -> Option<(String, u64, u32)> {
    let mut reader = KeyReader::new(BACKFILL, key).ok()?;
    let (table, id) = (reader.text().ok()?, reader.number().ok()?);
    Some((table, id, u32::try_from(reader.number().ok()?).ok()?))
}

/// What was done under a client's token.
#[must_use]
pub fn token(token: &str) -> Vec<u8> {
    KeyWriter::new(TOKEN).text(token).done()
}

/// That a token ends at a time (milliseconds since the epoch).
#[must_use]
pub fn token_end(at: u64, token: &str) -> Vec<u8> {
    KeyWriter::new(TOKEN_END).number(at).text(token).done()
}

/// The tokens that ended before a time.
#[must_use]
pub fn tokens_before(at: u64) -> Range {
    let start = KeyWriter::new(TOKEN_END).done();
    Range::between(start, KeyWriter::new(TOKEN_END).number(at).done())
}

/// What a [`token_end`] says.
#[must_use]
pub fn read_token_end(key: &[u8]) -> Option<(u64, String)> {
    let mut reader = KeyReader::new(TOKEN_END, key).ok()?;
    Some((reader.number().ok()?, reader.text().ok()?))
}

/// Everything of a space.
#[must_use]
pub fn space(space: Space) -> Range {
    Range::prefix(&start(space).done())
}

/// Every entry of every index of a table.
#[must_use]
pub fn all_entries(table: u64) -> Range {
    Range::prefix(&KeyWriter::new(ENTRY).number(table).done())
}

/// One of `total` parts of a space, of even size.
#[must_use]
pub fn segment(of: Space, segment: u64, total: u64) -> Range {
    let bound = |segment: u64| {
        // Rounded up, so that the parts meet and the last ends at the end.
        let bucket = (segment * 0x1_0000).div_ceil(total.max(1));
        let bucket = u16::try_from(bucket).ok()?;
        Some(start(of).raw(&bucket.to_be_bytes()).done())
    };
    let all = space(of);
    Range {
        start: bound(segment).unwrap_or_default(),
        end: bound(segment + 1).or(all.end),
        reverse: false,
    }
}

/// An item collection: everything with one hash key.
#[must_use]
pub fn collection<'a>(space: Space, hash: impl IntoIterator<Item = &'a Value>) -> Vec<u8> {
    let mut key = start(space).raw(&[0, 0]).done();
    let begin = key.len();
    for value in hash {
        write_part(&mut key, value);
    }
    let (head, parts) = key.split_at_mut(begin);
    if let [.., high, low] = head {
        [*high, *low] = bucket(parts);
    }
    key
}

/// An item: hash key, then range key. An entry of an index: its own hash key, its own range key,
/// then the key of the table, which tells equal ones apart.
#[must_use]
pub fn key<'a>(
    space: Space,
    hash: impl IntoIterator<Item = &'a Value>,
    rest: impl IntoIterator<Item = &'a Value>,
) -> Vec<u8> {
    let mut key = collection(space, hash);
    for value in rest {
        write_part(&mut key, value);
    }
    key
}

fn start(space: Space) -> KeyWriter {
    match space.index {
        None => KeyWriter::new(ITEM).number(space.table),
        Some(index) => KeyWriter::new(ENTRY).number(space.table).raw(&index.to_be_bytes()),
    }
}

/// A key attribute's value, in an encoding that keeps order and ends itself.
#[must_use]
pub fn part(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(32);
    write_part(&mut bytes, value);
    bytes
}

/// The beginning that the parts of all texts (or bytes) have that begin with this one.
#[must_use]
pub fn part_prefix(value: &Value) -> Vec<u8> {
    let mut bytes = part(value);
    bytes.truncate(bytes.len().saturating_sub(END.len()));
    bytes
}

const END: [u8; 2] = [0, 1];

fn write_part(key: &mut Vec<u8>, value: &Value) {
    match value {
        Value::S(text) => write_escaped(key, text.as_bytes()),
        Value::B(bytes) => write_escaped(key, bytes),
        Value::N(number) => number.write_ordered(key),
        // Only values of a key's type come here; the operations have refused the rest.
        _ => {}
    }
}

fn write_escaped(key: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        key.push(*byte);
        if *byte == 0 {
            key.push(0xff);
        }
    }
    key.extend(END);
}

/// Reads a part, and gives what follows it.
#[must_use]
pub fn read_part(of: KeyType, bytes: &[u8]) -> Option<(Value, &[u8])> {
    if of == KeyType::N {
        let (number, rest) = Number::read_ordered(bytes)?;
        return Some((Value::N(number), rest));
    }
    let (mut part, mut rest) = (Vec::new(), bytes);
    loop {
        match rest {
            [0, 0xff, after @ ..] => {
                part.push(0);
                rest = after;
            }
            [0, 1, after @ ..] => {
                let value = match of {
                    KeyType::B => Value::B(Bytes::from(part)),
                    _ => Value::S(String::from_utf8(part).ok()?),
                };
                return Some((value, after));
            }
            [byte, after @ ..] if *byte != 0 => {
                part.push(*byte);
                rest = after;
            }
            _ => return None,
        }
    }
}

/// The two bytes of hash by which a hash key is spread, as a number.
#[must_use]
pub fn spread(hash: &Value) -> u16 {
    u16::from_be_bytes(bucket(&part(hash)))
}

/// Two bytes of FNV-1a over the hash key: stable for ever, and even enough for segments.
fn bucket(parts: &[u8]) -> [u8; 2] {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    let hash = parts.iter().fold(BASIS, mix);
    let folded = hash ^ (hash >> 32);
    let folded = folded ^ (folded >> 16);
    let [.., high, low] = folded.to_be_bytes();
    [high, low]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = Value> {
        proptest::collection::vec(prop_oneof![Just('\0'), any::<char>()], 0..6)
            .prop_map(|chars| Value::S(chars.into_iter().collect()))
    }

    fn bytes() -> impl Strategy<Value = Value> {
        proptest::collection::vec(prop_oneof![Just(0u8), Just(1), any::<u8>()], 0..6)
            .prop_map(|bytes| Value::B(bytes.into()))
    }

    fn order(left: &Value, right: &Value) -> std::cmp::Ordering {
        match (left, right) {
            (Value::S(left), Value::S(right)) => left.cmp(right),
            (Value::B(left), Value::B(right)) => left.cmp(right),
            _ => unreachable!("the strategies make only these"),
        }
    }

    proptest! {
        /// A query over a range of keys is right only if bytes stand as the values do.
        #[test]
        fn parts_keep_the_order_of_texts(left in text(), right in text()) {
            prop_assert_eq!(part(&left).cmp(&part(&right)), order(&left, &right));
        }

        #[test]
        fn parts_keep_the_order_of_bytes(left in bytes(), right in bytes()) {
            prop_assert_eq!(part(&left).cmp(&part(&right)), order(&left, &right));
        }

        #[test]
        fn parts_read_back_and_end_themselves(left in text(), right in bytes()) {
            let joined = [part(&left), part(&right)].concat();
            let (first, rest) = read_part(KeyType::S, &joined).unwrap();
            let (second, rest) = read_part(KeyType::B, rest).unwrap();
            prop_assert_eq!((first, second, rest.len()), (left, right, 0));
        }

        /// A key must lie in exactly one segment, or a parallel scan loses or doubles items.
        #[test]
        fn segments_divide_a_space(hash in text(), total in 1u64..1000) {
            let of = Space { table: 7, index: None };
            let key = key(of, [&hash], []);
            let hits = (0..total).filter(|at| segment(of, *at, total).contains(&key)).count();
            prop_assert_eq!(hits, 1);
            prop_assert!(space(of).contains(&key));
        }
    }

    #[test]
    fn graves_and_table_names_read_back() {
        for of in [Space { table: 3, index: None }, Space { table: 3, index: Some(2) }] {
            assert_eq!(read_grave(&grave(of)), Some(of));
        }
        assert_eq!(table_name(&table("orders")).as_deref(), Some("orders"));
        assert_eq!(read_count(&count("a\0b", 7)), Some(("a\0b".to_owned(), 7)));
        assert_eq!(read_backfill(&backfill("o", 7, 3)), Some(("o".to_owned(), 7, 3)));
    }
}
