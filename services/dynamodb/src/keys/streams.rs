//! Keys of streams and of times to live. Their rows are in the table at the head of [`super`].

use samara_store::{KeyReader, KeyWriter, Range};

/// What a time to live names in the due index while it is being switched on.
pub const FILL: u8 = 0x2a;
/// What a stream names in the due index when its oldest records are to go.
pub const TRIM: u8 = 0x2b;
/// What an item names in the due index when its time is over.
pub const EXPIRY: u8 = 0x2c;
const HORIZON: u8 = 0x2d;
/// Stream records: the feed shows the keys of new ones.
pub const RECORD: u8 = 0x2e;
const STREAM: u8 = 0x2f;

/// The place of a record in a stream: the commit that wrote it, and where in the commit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The commit's sequence.
    pub sequence: u64,
    /// The write's place in the commit.
    pub entry: u16,
}

/// What stands before the digits of a sequence number, so that they never begin with a zero.
const LEAD: char = '1';
/// The digits of the commit's sequence.
const SEQUENCE_DIGITS: usize = 20;
/// The digits of the write's place.
const ENTRY_DIGITS: usize = 5;

impl Position {
    /// Before every record.
    pub const START: Self = Self { sequence: 0, entry: 0 };

    /// As the API writes it: digits alone, of one length, so that texts stand as the places do.
    #[must_use]
    pub fn sequence_number(self) -> String {
        format!("{LEAD}{:0SEQUENCE_DIGITS$}{:0ENTRY_DIGITS$}", self.sequence, self.entry)
    }

    /// Reads a sequence number; `None` when it is none of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(LEAD)?;
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || digits.len() != SEQUENCE_DIGITS + ENTRY_DIGITS {
            return None;
        }
        let (sequence, entry) = digits.split_at_checked(SEQUENCE_DIGITS)?;
        Some(Self { sequence: sequence.parse().ok()?, entry: entry.parse().ok()? })
    }

    /// The place just before this one: reading behind it begins here.
    #[must_use]
    pub fn before(self) -> Self {
        match self.entry.checked_sub(1) {
            Some(entry) => Self { entry, ..self },
            None if self.sequence == 0 => self,
            None => Self { sequence: self.sequence - 1, entry: u16::MAX },
        }
    }

    pub(super) fn bytes(self) -> [u8; 10] {
        let mut bytes = [0; 10];
        let parts = self.sequence.to_be_bytes().into_iter().chain(self.entry.to_be_bytes());
        bytes.iter_mut().zip(parts).for_each(|(byte, part)| *byte = part);
        bytes
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (sequence, rest) = bytes.split_first_chunk::<8>()?;
        let entry = <[u8; 2]>::try_from(rest).ok()?;
        Some(Self { sequence: u64::from_be_bytes(*sequence), entry: u16::from_be_bytes(entry) })
    }
}

/// A stream's descriptor.
#[must_use]
pub fn stream(table: &str, label: &str) -> Vec<u8> {
    KeyWriter::new(STREAM).text(table).text(label).done()
}

/// The streams of a table, or all.
#[must_use]
pub fn streams_of(table: Option<&str>) -> Range {
    let all = KeyWriter::new(STREAM);
    Range::prefix(&table.map_or_else(|| all.clone().done(), |table| all.clone().text(table).done()))
}

/// A shard; the commit completes the key of each of its records.
#[must_use]
pub fn shard(stream: u64, shard: u8) -> Vec<u8> {
    KeyWriter::new(RECORD).number(stream).byte(shard).done()
}

/// The records of a shard that follow a place.
#[must_use]
pub fn records_after(stream: u64, of: u8, after: Position) -> Range {
    let prefix = shard(stream, of);
    let last = [prefix.as_slice(), &after.bytes()].concat();
    let all = Range::prefix(&prefix);
    if after == Position::START { all } else { all.after(&last) }
}

/// Stream, shard and place in a record's key.
#[must_use]
pub fn read_record(key: &[u8]) -> Option<(u64, u8, Position)> {
    let mut reader = KeyReader::new(RECORD, key).ok()?;
    Some((reader.number().ok()?, reader.byte().ok()?, Position::read(reader.rest())?))
}

/// The place up to which a shard was trimmed.
#[must_use]
pub fn horizon(stream: u64, shard: u8) -> Vec<u8> {
    KeyWriter::new(HORIZON).number(stream).byte(shard).done()
}

/// A place as a value.
#[must_use]
pub fn write_position(position: Position) -> bytes::Bytes {
    position.bytes().to_vec().into()
}

/// Reads it back; what is not one is before everything.
#[must_use]
pub fn read_position(value: &[u8]) -> Position {
    Position::read(value).unwrap_or_default()
}

/// The due name of a stream whose oldest records are to go.
#[must_use]
pub fn trim(table: &str, label: &str) -> Vec<u8> {
    KeyWriter::new(TRIM).text(table).text(label).done()
}

/// Table and label in it.
#[must_use]
pub fn read_trim(name: &[u8]) -> Option<(String, String)> {
    let mut reader = KeyReader::new(TRIM, name).ok()?;
    Some((reader.text().ok()?, reader.text().ok()?))
}

/// The due name of an item, by its table's name and its own key.
#[must_use]
pub fn expiry(table: &str, item: &[u8]) -> Vec<u8> {
    KeyWriter::new(EXPIRY).text(table).raw(item).done()
}

/// Table and item's key in it.
#[must_use]
pub fn read_expiry(name: &[u8]) -> Option<(String, Vec<u8>)> {
    let mut reader = KeyReader::new(EXPIRY, name).ok()?;
    Some((reader.text().ok()?, reader.rest().to_vec()))
}

/// The due name of a table whose items are being given their times.
#[must_use]
pub fn fill(table: &str, id: u64) -> Vec<u8> {
    KeyWriter::new(FILL).text(table).number(id).done()
}

/// Table and its id in it.
#[must_use]
pub fn read_fill(name: &[u8]) -> Option<(String, u64)> {
    let mut reader = KeyReader::new(FILL, name).ok()?;
    Some((reader.text().ok()?, reader.number().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A reader that compares sequence numbers as texts must see the order of the commits,
        /// and what it gives back must be the place that it was given.
        #[test]
        fn sequence_numbers_read_back_in_order(
            left in (any::<u64>(), any::<u16>()), right in (any::<u64>(), any::<u16>()),
        ) {
            let place = |(sequence, entry)| Position { sequence, entry };
            let (left, right) = (place(left), place(right));
            prop_assert_eq!(Position::parse(&left.sequence_number()), Some(left));
            prop_assert_eq!(
                left.sequence_number().cmp(&right.sequence_number()), left.cmp(&right)
            );
            prop_assert!(left.before() < left || left == Position::START);
        }

        #[test]
        fn due_names_read_back(table in "[a-z]{1,20}", item: Vec<u8>, id: u64) {
            prop_assert_eq!(read_expiry(&expiry(&table, &item)), Some((table.clone(), item)));
            prop_assert_eq!(read_fill(&fill(&table, id)), Some((table.clone(), id)));
            prop_assert_eq!(read_trim(&trim(&table, "2026")), Some((table, "2026".to_owned())));
        }
    }

    #[test]
    fn a_shard_is_read_from_behind_a_place() {
        let key = |sequence: u64| {
            [shard(7, 1), Position { sequence, entry: 0 }.bytes().to_vec()].concat()
        };
        assert_eq!(read_record(&key(5)), Some((7, 1, Position { sequence: 5, entry: 0 })));
        let behind = records_after(7, 1, Position { sequence: 5, entry: 0 });
        assert!(!behind.contains(&key(5)) && behind.contains(&key(6)));
        assert!(records_after(7, 1, Position::START).contains(&key(1)));
    }
}
