//! A stream record: its bytes, and its forms in the API and in a function's event.
//!
//! A record holds what its view type asks for and the item's key; its place in the stream is its
//! key in the store. What is the same in all records of a stream is in the stream's descriptor.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::{Buf, BufMut, Bytes};
use samara_base::{Seed, Timestamp};
use samara_service::Cx;
use serde_json::{Map, Value as Json, json};

use super::model::{Identity, Record, StreamRecord as Shape};
use super::stream::Stream;
use crate::codec::{self, Damaged};
use crate::keys::Position;
use crate::value::{Item, Value, item_size};

/// The form of what follows; another form has another number.
const FORM: u8 = 1;
/// What acts when a time to live is over, as records name it.
pub(crate) const SERVICE: &str = "dynamodb.amazonaws.com";

/// What happened to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventName {
    /// It was made.
    Insert,
    /// It was changed.
    Modify,
    /// It was removed.
    Remove,
}

impl EventName {
    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Insert => "INSERT",
            Self::Modify => "MODIFY",
            Self::Remove => "REMOVE",
        }
    }
}

/// One change of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamRecord {
    /// What happened.
    pub event: EventName,
    /// Whether the service did it, because the item's time to live was over.
    pub by_service: bool,
    /// When.
    pub time: Timestamp,
    /// The item's key.
    pub keys: Item,
    /// The item before, if the stream's view has it.
    pub old: Option<Item>,
    /// The item after, if the stream's view has it.
    pub new: Option<Item>,
}

impl StreamRecord {
    /// As it is stored.
    #[must_use]
    pub fn encode(&self) -> Bytes {
        let mut bytes = Vec::with_capacity(256);
        let event = match self.event {
            EventName::Insert => 0,
            EventName::Modify => 1,
            EventName::Remove => 2,
        };
        bytes.extend([FORM, event, u8::from(self.by_service)]);
        bytes.put_u64(self.time.as_millis());
        for item in [Some(&self.keys), self.old.as_ref(), self.new.as_ref()] {
            let item = item.map(codec::encode).unwrap_or_default();
            // An item is at most 400 KB, so its length always fits.
            bytes.put_u32(u32::try_from(item.len()).unwrap_or(u32::MAX));
            bytes.extend_from_slice(&item);
        }
        bytes.into()
    }

    /// Reads it back.
    ///
    /// # Errors
    /// When the bytes are not what [`Self::encode`] writes.
    pub fn decode(bytes: &Bytes) -> Result<Self, Damaged> {
        const HEAD: usize = 3 + 8;
        let mut rest = bytes.clone();
        if rest.len() < HEAD || rest.get_u8() != FORM {
            return Err(Damaged);
        }
        let event = match rest.get_u8() {
            0 => EventName::Insert,
            1 => EventName::Modify,
            2 => EventName::Remove,
            _ => return Err(Damaged),
        };
        let by_service = rest.get_u8() != 0;
        let time = Timestamp::from_millis(rest.get_u64());
        let keys = read_item(&mut rest)?.ok_or(Damaged)?;
        let (old, new) = (read_item(&mut rest)?, read_item(&mut rest)?);
        if rest.is_empty() {
            Ok(Self { event, by_service, time, keys, old, new })
        } else {
            Err(Damaged)
        }
    }

    /// What its key and images count for, bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        let size = |item: &Option<Item>| item.as_ref().map_or(0, item_size);
        item_size(&self.keys) + size(&self.old) + size(&self.new)
    }

    /// The bucket of its hash key: what spreads a shard's records over slices of it.
    #[must_use]
    pub fn spread(&self, stream: &Stream) -> u16 {
        stream.key.hash_value(&self.keys).map_or(0, crate::keys::spread)
    }

    /// As `GetRecords` shows it.
    pub(super) fn shape(self, cx: &Cx, stream: &Stream, at: Position) -> Record {
        let size = self.size();
        let identity = self.by_service.then(|| Identity {
            principal_id: Some(SERVICE.to_owned()),
            r#type: Some("Service".to_owned()),
        });
        Record {
            event_id: Some(event_id(stream, at)),
            event_name: Some(self.event.name().to_owned()),
            event_version: Some(VERSION.to_owned()),
            event_source: Some(SOURCE.to_owned()),
            aws_region: Some(cx.region.to_string()),
            dynamodb: Some(Shape {
                approximate_creation_date_time: Some(Timestamp::from_secs(self.time.as_secs())),
                keys: Some(self.keys.into()),
                new_image: self.new.map(Into::into),
                old_image: self.old.map(Into::into),
                sequence_number: Some(at.sequence_number()),
                size_bytes: i64::try_from(size).ok(),
                stream_view_type: Some(stream.view.name().to_owned()),
            }),
            user_identity: identity,
        }
    }

    /// As a function gets it in its event.
    ///
    /// Source: "Using AWS Lambda with Amazon DynamoDB" in the Lambda developer guide. The names
    /// within `userIdentity` begin in lower case there, unlike in the Streams API.
    #[must_use]
    pub fn event(&self, cx: &Cx, stream: &Stream, at: Position) -> Json {
        let mut change = Map::new();
        let mut put = |name: &str, value: Json| change.insert(name.to_owned(), value);
        put("ApproximateCreationDateTime", json!(self.time.as_secs()));
        put("Keys", item(&self.keys));
        if let Some(new) = &self.new {
            put("NewImage", item(new));
        }
        if let Some(old) = &self.old {
            put("OldImage", item(old));
        }
        put("SequenceNumber", json!(at.sequence_number()));
        put("SizeBytes", json!(self.size()));
        put("StreamViewType", json!(stream.view.name()));
        let mut record = json!({
            "eventID": event_id(stream, at),
            "eventName": self.event.name(),
            "eventVersion": VERSION,
            "eventSource": SOURCE,
            "awsRegion": cx.region.to_string(),
            "dynamodb": change,
            "eventSourceARN": stream.arn(cx),
        });
        if let (true, Json::Object(record)) = (self.by_service, &mut record) {
            let identity = json!({ "type": "Service", "principalId": SERVICE });
            record.insert("userIdentity".to_owned(), identity);
        }
        record
    }
}

const VERSION: &str = "1.1";
const SOURCE: &str = "aws:dynamodb";

fn read_item(rest: &mut Bytes) -> Result<Option<Item>, Damaged> {
    const LENGTH: usize = 4;
    if rest.len() < LENGTH {
        return Err(Damaged);
    }
    let length = usize::try_from(rest.get_u32()).map_err(|_| Damaged)?;
    if length == 0 {
        return Ok(None);
    }
    if rest.len() < length {
        return Err(Damaged);
    }
    codec::decode(&rest.split_to(length)).map(Some)
}

/// The id of a record: the same each time it is read, and no other record's.
fn event_id(stream: &Stream, at: Position) -> String {
    // Not a secret: only a name that nothing else has.
    let seed = Seed::new([0; 32]);
    seed.uuid(&format!("{} {}", stream.id, at.sequence_number())).replace('-', "")
}

fn item(item: &Item) -> Json {
    item.iter().map(|(name, one)| (name.clone(), value(one))).collect::<Map<_, _>>().into()
}

/// A value as JSON with its type; bytes in base64.
fn value(of: &Value) -> Json {
    let inner = match of {
        Value::S(text) => json!(text),
        Value::N(number) => json!(number.to_string()),
        Value::B(bytes) => json!(STANDARD.encode(bytes)),
        Value::Ss(set) => json!(set),
        Value::Ns(set) => set.iter().map(ToString::to_string).collect(),
        Value::Bs(set) => set.iter().map(|bytes| STANDARD.encode(bytes)).collect(),
        Value::M(map) => item(map),
        Value::L(list) => list.iter().map(value).collect(),
        Value::Null => json!(true),
        Value::Bool(truth) => json!(truth),
    };
    json!({ of.type_name(): inner })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item_of(pairs: &[(&str, &str)]) -> Item {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), Value::S((*text).into()))).collect()
    }

    /// A record that does not read back is a change that no reader ever sees.
    #[test]
    fn a_record_reads_back() {
        for (old, new) in [(None, Some(item_of(&[("id", "a")]))), (Some(Item::new()), None)] {
            let record = StreamRecord {
                event: EventName::Modify,
                by_service: old.is_some(),
                time: Timestamp::from_millis(1_795_262_400_123),
                keys: item_of(&[("id", "a")]),
                old,
                new,
            };
            let bytes = record.encode();
            assert_eq!(StreamRecord::decode(&bytes), Ok(record));
            for cut in 0..bytes.len() {
                assert_eq!(StreamRecord::decode(&bytes.slice(..cut)), Err(Damaged), "{cut}");
            }
        }
    }
}
