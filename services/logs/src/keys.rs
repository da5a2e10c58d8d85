//! The only maker of the service's key bytes. Kinds `50` to `5f`; a number never changes its
//! meaning.

use samara_store::{KeyError, KeyReader, KeyWriter};

use crate::token::Place;

const GROUP: u8 = 0x50;
const STREAM: u8 = 0x51;
const EVENT: u8 = 0x52;
const DELETED: u8 = 0x53;

/// What all groups' keys begin with.
pub(crate) fn groups() -> Vec<u8> {
    KeyWriter::new(GROUP).done()
}

/// A group.
pub(crate) fn group(name: &str) -> Vec<u8> {
    KeyWriter::new(GROUP).text(name).done()
}

/// A group's name.
pub(crate) fn group_name(key: &[u8]) -> Result<String, KeyError> {
    KeyReader::new(GROUP, key)?.text()
}

/// What all keys of a group's streams begin with.
pub(crate) fn streams(group: &str) -> Vec<u8> {
    KeyWriter::new(STREAM).text(group).done()
}

/// A stream.
pub(crate) fn stream(group: &str, name: &str) -> Vec<u8> {
    KeyWriter::new(STREAM).text(group).text(name).done()
}

/// A stream's name.
pub(crate) fn stream_name(key: &[u8]) -> Result<String, KeyError> {
    let mut reader = KeyReader::new(STREAM, key)?;
    reader.text()?;
    reader.text()
}

/// What all keys of a group's events begin with.
pub(crate) fn events(group: &str) -> Vec<u8> {
    KeyWriter::new(EVENT).text(group).done()
}

/// What the keys of a group's events of one time begin with; the commit completes them.
pub(crate) fn events_at(group: &str, time_ms: u64) -> Vec<u8> {
    KeyWriter::new(EVENT).text(group).number(time_ms).done()
}

/// The place of an event, or between events.
pub(crate) fn event(group: &str, place: Place) -> Vec<u8> {
    let key = KeyWriter::new(EVENT).text(group).number(place.time_ms).number(place.sequence);
    key.raw(&place.entry.to_be_bytes()).done()
}

/// Where an event is.
pub(crate) fn event_place(key: &[u8]) -> Result<Place, KeyError> {
    let mut reader = KeyReader::new(EVENT, key)?;
    reader.text()?;
    let (time_ms, sequence) = (reader.number()?, reader.number()?);
    let entry = u16::from_be_bytes(*reader.rest().first_chunk().ok_or(KeyError)?);
    Ok(Place { time_ms, sequence, entry })
}

/// What all marks of deletions in a group begin with.
pub(crate) fn all_deleted(group: &str) -> Vec<u8> {
    KeyWriter::new(DELETED).text(group).done()
}

/// The mark of a deleted stream, or of a deleted group (an empty stream).
pub(crate) fn deleted(group: &str, stream: &str) -> Vec<u8> {
    KeyWriter::new(DELETED).text(group).text(stream).done()
}

/// The stream that a mark is of.
pub(crate) fn deleted_stream(key: &[u8]) -> Result<String, KeyError> {
    let mut reader = KeyReader::new(DELETED, key)?;
    reader.text()?;
    reader.text()
}

#[cfg(test)]
mod tests {
    use super::{event, event_place, events, events_at};
    use crate::token::Place;

    /// Events are read in the order of their keys, which must be that of their times.
    #[test]
    fn events_lie_in_order_of_time() {
        let place = Place { time_ms: 300, sequence: 7, entry: 2 };
        let key = event("shop", place);
        assert_eq!(event_place(&key), Ok(place));
        assert!(key.starts_with(&events("shop")) && key.starts_with(&events_at("shop", 300)));
        assert!(key < event("shop", Place { time_ms: 301, sequence: 0, entry: 0 }));
        assert!(!event("shop2", place).starts_with(&events("shop")));
    }
}
