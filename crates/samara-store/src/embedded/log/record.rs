//! A record: one commit as the log holds it. Bytes in, values out; nothing here touches a file.
//!
//! ```text
//! length u32 (of what follows) | sequence u64 | time u64 | origin u8 | trace length u16, trace
//! | entries u16 | entry ...
//! entry: flags u8 | key length u16 | value length u32 | before length u32 | key, value, before
//! ```
//!
//! Numbers are little endian. The checksum is the group's.

use bytes::{Buf, Bytes};
use samara_base::Timestamp;

use crate::feed::COMMIT_BYTES;
use crate::{Change, Commit, Fed, Origin, Sequence};

/// Entry flag: the key was removed.
const DELETED: u8 = 1;
/// Entry flag: there was a value before, and it is here.
const BEFORE: u8 = 2;
/// Where the two bits of [`Fed`] begin.
const FED_SHIFT: u8 = 2;

/// One commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) sequence: Sequence,
    pub(crate) time: Timestamp,
    pub(crate) origin: Origin,
    pub(crate) trace: Option<String>,
    pub(crate) entries: Vec<Entry>,
}

/// One write of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: Bytes,
    pub(crate) value: Option<Bytes>,
    pub(crate) fed: Fed,
    pub(crate) before: Option<Bytes>,
}

/// Bytes that passed their checksum are not a record: written by something else, or a defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotARecord;

impl Record {
    /// Adds the record's bytes. Lengths have been checked against the limits of a transaction.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend([0; 4]);
        out.extend(self.sequence.to_le_bytes());
        out.extend(self.time.as_millis().to_le_bytes());
        out.push(origin_number(self.origin));
        let trace = self.trace.as_deref().unwrap_or_default();
        out.extend(short(trace.len()).to_le_bytes());
        out.extend(trace.as_bytes());
        out.extend(short(self.entries.len()).to_le_bytes());
        for entry in &self.entries {
            entry.encode(out);
        }
        let length = long(out.len() - start - 4).to_le_bytes();
        if let Some(place) = out.get_mut(start..start + 4) {
            place.copy_from_slice(&length);
        }
    }

    /// The records of a group's body.
    pub(crate) fn decode_all(mut body: Bytes) -> Result<Vec<Self>, NotARecord> {
        let mut records = Vec::new();
        while !body.is_empty() {
            let length = body.try_get_u32_le().map_err(|_| NotARecord)?;
            let bytes = take(&mut body, usize::try_from(length).map_err(|_| NotARecord)?)?;
            records.push(Self::decode(bytes)?);
        }
        Ok(records)
    }

    fn decode(mut bytes: Bytes) -> Result<Self, NotARecord> {
        let bad = |_| NotARecord;
        let sequence = bytes.try_get_u64_le().map_err(bad)?;
        let time = Timestamp::from_millis(bytes.try_get_u64_le().map_err(bad)?);
        let origin = number_origin(bytes.try_get_u8().map_err(bad)?)?;
        let length = bytes.try_get_u16_le().map_err(bad)?;
        let trace = take(&mut bytes, length.into())?;
        let trace = String::from_utf8(trace.to_vec()).map_err(|_| NotARecord)?;
        let count = bytes.try_get_u16_le().map_err(bad)?;
        let entries =
            (0..count).map(|_| Entry::decode(&mut bytes)).collect::<Result<Vec<_>, _>>()?;
        let trace = Some(trace).filter(|trace| !trace.is_empty());
        Ok(Self { sequence, time, origin, trace, entries })
    }

    /// The commit as the feed shows it: the changes that asked for it, with the images they asked
    /// for.
    pub(crate) fn into_commit(self) -> Commit {
        let Self { sequence, time, origin, trace, entries } = self;
        let log_bytes = entries.iter().map(Entry::bytes).sum::<usize>() + COMMIT_BYTES;
        let changes = (0..=u16::MAX).zip(entries).filter(|(_, entry)| entry.fed != Fed::No);
        let changes = changes.map(|(entry, change)| Change {
            entry,
            deleted: change.value.is_none(),
            key: change.key,
            before: change.before.filter(|_| change.fed == Fed::Both),
            after: change.value.filter(|_| matches!(change.fed, Fed::After | Fed::Both)),
        });
        Commit { sequence, time, origin, trace, log_bytes, changes: changes.collect() }
    }
}

impl Entry {
    fn bytes(&self) -> usize {
        let size = |value: &Option<Bytes>| value.as_ref().map_or(0, Bytes::len);
        self.key.len() + size(&self.value) + size(&self.before)
    }

    fn encode(&self, out: &mut Vec<u8>) {
        let deleted = if self.value.is_none() { DELETED } else { 0 };
        let image = if self.before.is_some() { BEFORE } else { 0 };
        out.push(deleted | image | (fed_number(self.fed) << FED_SHIFT));
        let value = self.value.as_deref().unwrap_or_default();
        let before = self.before.as_deref().unwrap_or_default();
        out.extend(short(self.key.len()).to_le_bytes());
        out.extend(long(value.len()).to_le_bytes());
        out.extend(long(before.len()).to_le_bytes());
        out.extend(&self.key);
        out.extend(value);
        out.extend(before);
    }

    fn decode(bytes: &mut Bytes) -> Result<Self, NotARecord> {
        let bad = |_| NotARecord;
        let flags = bytes.try_get_u8().map_err(bad)?;
        let key = usize::from(bytes.try_get_u16_le().map_err(bad)?);
        let value = bytes.try_get_u32_le().map_err(bad)?;
        let before = bytes.try_get_u32_le().map_err(bad)?;
        let key = take(bytes, key)?;
        let value = take(bytes, usize::try_from(value).map_err(|_| NotARecord)?)?;
        let before = take(bytes, usize::try_from(before).map_err(|_| NotARecord)?)?;
        Ok(Self {
            key,
            value: (flags & DELETED == 0).then_some(value),
            fed: number_fed(flags >> FED_SHIFT)?,
            before: (flags & BEFORE != 0).then_some(before),
        })
    }
}

fn take(bytes: &mut Bytes, length: usize) -> Result<Bytes, NotARecord> {
    if bytes.len() < length { Err(NotARecord) } else { Ok(bytes.split_to(length)) }
}

/// A length that a limit keeps under 16 bits.
fn short(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}

/// A length that a limit keeps under 32 bits.
fn long(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn fed_number(fed: Fed) -> u8 {
    match fed {
        Fed::No => 0,
        Fed::Key => 1,
        Fed::After => 2,
        Fed::Both => 3,
    }
}

fn number_fed(number: u8) -> Result<Fed, NotARecord> {
    match number {
        0 => Ok(Fed::No),
        1 => Ok(Fed::Key),
        2 => Ok(Fed::After),
        3 => Ok(Fed::Both),
        _ => Err(NotARecord),
    }
}

fn origin_number(origin: Origin) -> u8 {
    match origin {
        Origin::Client => 0,
        Origin::TimeToLive => 1,
        Origin::Delivery => 2,
    }
}

fn number_origin(number: u8) -> Result<Origin, NotARecord> {
    match number {
        0 => Ok(Origin::Client),
        1 => Ok(Origin::TimeToLive),
        2 => Ok(Origin::Delivery),
        _ => Err(NotARecord),
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option::of;
    use proptest::prelude::*;

    use super::*;

    fn bytes(length: usize) -> impl Strategy<Value = Bytes> {
        vec(any::<u8>(), 0..length).prop_map(Bytes::from)
    }

    fn entry() -> impl Strategy<Value = Entry> {
        let fed = prop_oneof![Just(Fed::No), Just(Fed::Key), Just(Fed::After), Just(Fed::Both)];
        (bytes(40), of(bytes(300)), fed, of(bytes(300)))
            .prop_map(|(key, value, fed, before)| Entry { key, value, fed, before })
    }

    fn record() -> impl Strategy<Value = Record> {
        let origin =
            prop_oneof![Just(Origin::Client), Just(Origin::TimeToLive), Just(Origin::Delivery)];
        (any::<u64>(), any::<u64>(), origin, of("[a-z]{1,50}"), vec(entry(), 0..6)).prop_map(
            |(sequence, time, origin, trace, entries)| {
                let time = Timestamp::from_millis(time);
                Record { sequence, time, origin, trace, entries }
            },
        )
    }

    /// Data directories hold these bytes: what they mean must never change under their format.
    #[test]
    fn the_bytes_of_a_record_are_those_of_format_1() {
        let entry = |key: &'static [u8], value, fed, before| Entry {
            key: Bytes::from_static(key),
            value,
            fed,
            before,
        };
        let record = Record {
            sequence: 0x0102,
            time: Timestamp::from_millis(0x0304),
            origin: Origin::Delivery,
            trace: Some("t".to_owned()),
            entries: vec![
                entry(b"k", Some(Bytes::from_static(b"v")), Fed::Both, Some(Bytes::new())),
                entry(b"d", None, Fed::No, None),
            ],
        };
        let mut out = Vec::new();
        record.encode(&mut out);
        let expected: &[&[u8]] = &[
            &[47, 0, 0, 0],
            &[2, 1, 0, 0, 0, 0, 0, 0],
            &[4, 3, 0, 0, 0, 0, 0, 0],
            &[2, 1, 0, b't', 2, 0],
            &[0b1110, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, b'k', b'v'],
            &[0b0001, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, b'd'],
        ];
        assert_eq!(out, expected.concat());
    }

    proptest! {
        /// A record that read back differently would be another commit after a restart.
        #[test]
        fn records_read_back_as_they_were_written(records in vec(record(), 0..5)) {
            let mut out = Vec::new();
            for record in &records {
                record.encode(&mut out);
            }
            prop_assert_eq!(Record::decode_all(out.into()), Ok(records));
        }

        /// Bytes from a damaged file must be refused, never panic or read past their end.
        #[test]
        fn any_bytes_are_read_or_refused(bytes in bytes(200)) {
            let _ = Record::decode_all(bytes);
        }
    }
}
