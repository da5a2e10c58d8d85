//! A record of a history: an item as it was before a commit changed it.

use bytes::Bytes;
use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Txn};

use crate::codec::{self, Damaged};
use crate::keys;
use crate::table::Table;
use crate::value::Item;

/// How far apart the times are at which a history that grows is looked after, milliseconds.
const LOOK_EVERY_MS: u64 = 6_000;

/// A record: when its request came, the item's place in the table, and the item; empty: it was
/// not there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) time: Timestamp,
    pub(super) place: Bytes,
    pub(super) before: Bytes,
}

impl Record {
    fn encode(&self) -> Bytes {
        let length = u32::try_from(self.place.len()).unwrap_or(u32::MAX);
        let time = self.time.as_millis().to_be_bytes();
        [time.as_slice(), &length.to_be_bytes(), &self.place, &self.before].concat().into()
    }

    /// Reads one.
    ///
    /// # Errors
    /// When the bytes are not what was written.
    pub(super) fn decode(bytes: &Bytes) -> Result<Self, Damaged> {
        let (time, rest) = bytes.split_first_chunk::<8>().ok_or(Damaged)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(Damaged)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Damaged)?;
        let (place, before) = rest.split_at_checked(length).ok_or(Damaged)?;
        let time = Timestamp::from_millis(u64::from_be_bytes(*time));
        Ok(Self { time, place: bytes.slice_ref(place), before: bytes.slice_ref(before) })
    }
}

/// Appends an item as it was to its table's history, if it has one.
pub(crate) fn append(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
    (key, old, new): (&[u8], Option<&Item>, Option<&Item>),
) {
    let Some(recovery) = &table.recovery else { return };
    if old == new {
        return;
    }
    let record = Record {
        time: cx.now,
        place: Bytes::copy_from_slice(keys::place(table.space(), key)),
        before: old.map_or_else(Bytes::new, codec::encode),
    };
    txn.append(keys::history(recovery.id), record.encode(), Fed::No);
    txn.due(next_look(cx.now), &keys::look(&table.name, recovery.id), Bytes::new());
}

/// The next of the times at which histories are looked after: the same for all who ask within it.
pub(super) fn next_look(after: Timestamp) -> Timestamp {
    Timestamp::from_millis((after.as_millis() / LOOK_EVERY_MS + 1) * LOOK_EVERY_MS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn records_read_back(millis: u64, place: Vec<u8>, before: Vec<u8>) {
            let time = Timestamp::from_millis(millis);
            let record = Record { time, place: place.into(), before: before.into() };
            prop_assert_eq!(Record::decode(&record.encode()), Ok(record));
        }

        #[test]
        fn damage_is_told(bytes: Vec<u8>) {
            drop(Record::decode(&bytes.into()));
        }
    }
}
