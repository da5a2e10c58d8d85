//! How far a lane is.

use bytes::Bytes;
use samara_dynamodb::keys::Position;
use samara_store::{Fed, KeyReader, KeyWriter, Range, Txn};
use serde::{Deserialize, Serialize};

use crate::Error;

/// Lanes, each under its own cursor's key.
pub(crate) const LANE: u8 = 0xa5;

/// How far a lane is, and how it goes with the batch that it is at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// All records of the lane up to here are done.
    #[serde(with = "place")]
    pub(crate) after: Position,
    /// Where the batch that is tried again ends; behind it, where those end that it was cut from,
    /// the nearest last. Empty when the next batch is a fresh one.
    #[serde(with = "places")]
    pub(crate) ends: Vec<Position>,
    /// How often the function failed at this batch.
    pub(crate) attempts: u32,
    /// Throttles and breakdowns since the last of those.
    pub(crate) setbacks: u32,
    /// Starts in a row of which no end is known.
    pub(crate) interruptions: u32,
    /// Whether a call was begun whose end is not known yet.
    pub(crate) running: bool,
    /// Before this time nothing is tried again, milliseconds since the epoch.
    pub(crate) not_before_ms: u64,
}

impl Cursor {
    /// The cursor of a lane that begins behind a place.
    pub(crate) fn behind(after: Position) -> Self {
        Self { after, ..Self::default() }
    }

    /// Reads one.
    pub(crate) fn load(txn: &mut dyn Txn, key: &[u8]) -> Result<Option<Self>, Error> {
        Ok(txn.get(key)?.map(|value| serde_json::from_slice(&value)).transpose()?)
    }

    /// Writes it down.
    pub(crate) fn store(&self, txn: &mut dyn Txn, key: &[u8]) -> Result<(), Error> {
        txn.put(key.to_vec(), Bytes::from(serde_json::to_vec(self)?), Fed::No);
        Ok(())
    }
}

/// A lane's key: mapping, shard, slice.
pub(crate) fn key(mapping: &str, shard: u8, slice: u32) -> Vec<u8> {
    KeyWriter::new(LANE).text(mapping).byte(shard).number(u64::from(slice)).done()
}

/// Mapping, shard and slice in it.
pub(crate) fn read_key(key: &[u8]) -> Option<(String, u8, u32)> {
    let mut reader = KeyReader::new(LANE, key).ok()?;
    let (mapping, shard) = (reader.text().ok()?, reader.byte().ok()?);
    Some((mapping, shard, u32::try_from(reader.number().ok()?).ok()?))
}

/// All lanes of a mapping.
pub(crate) fn lanes(mapping: &str) -> Range {
    Range::prefix(&KeyWriter::new(LANE).text(mapping).done())
}

/// A place as its sequence number.
mod place {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::Position;

    pub(super) fn serialize<S: Serializer>(at: &Position, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&at.sequence_number())
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Position, D::Error> {
        let text = String::deserialize(from)?;
        Position::parse(&text).ok_or_else(|| de::Error::custom("not a place in a stream"))
    }
}

/// Places as their sequence numbers.
mod places {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::Position;

    pub(super) fn serialize<S: Serializer>(all: &[Position], to: S) -> Result<S::Ok, S::Error> {
        all.iter().map(|at| at.sequence_number()).collect::<Vec<_>>().serialize(to)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<Position>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        let places = texts.iter().map(|text| Position::parse(text)).collect::<Option<_>>();
        places.ok_or_else(|| de::Error::custom("not places in a stream"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cursor that does not read back would begin its shard anew, or never again.
    #[test]
    fn a_cursor_and_its_key_read_back() {
        let at = |sequence| Position { sequence, entry: 3 };
        let cursor = Cursor { ends: vec![at(9), at(7)], ..Cursor::behind(at(5)) };
        let bytes = serde_json::to_vec(&cursor).unwrap();
        assert_eq!(serde_json::from_slice::<Cursor>(&bytes).unwrap(), cursor);
        assert_eq!(read_key(&key("m", 2, 7)), Some(("m".to_owned(), 2, 7)));
        assert!(lanes("m").contains(&key("m", 2, 7)) && !lanes("m").contains(&key("mm", 0, 0)));
    }
}
