//! A stream's descriptor, and how a table comes by one and loses it.

use std::sync::Arc;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};

use super::trim;
use crate::error::Error;
use crate::keys;
use crate::model::StreamSpecification;
use crate::table::{KeySchema, Table, next_id};

/// The shards of a new stream. More let more functions run beside each other; each costs its
/// readers a look.
const SHARDS: u8 = 4;
/// How many later labels are tried when a table's stream of this very millisecond still stands.
const LABELS_MAX: u64 = 1000;

/// Which images of an item its records have beside its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ViewType {
    /// None.
    KeysOnly,
    /// The item after.
    NewImage,
    /// The item before.
    OldImage,
    /// Both.
    NewAndOldImages,
}

impl ViewType {
    /// From its name on the wire, which the codec has checked.
    fn parse(name: &str) -> Option<Self> {
        match name {
            "KEYS_ONLY" => Some(Self::KeysOnly),
            "NEW_IMAGE" => Some(Self::NewImage),
            "OLD_IMAGE" => Some(Self::OldImage),
            "NEW_AND_OLD_IMAGES" => Some(Self::NewAndOldImages),
            _ => None,
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::KeysOnly => "KEYS_ONLY",
            Self::NewImage => "NEW_IMAGE",
            Self::OldImage => "OLD_IMAGE",
            Self::NewAndOldImages => "NEW_AND_OLD_IMAGES",
        }
    }

    /// Whether records have the item before and after.
    #[must_use]
    pub fn images(self) -> (bool, bool) {
        let old = matches!(self, Self::OldImage | Self::NewAndOldImages);
        (old, matches!(self, Self::NewImage | Self::NewAndOldImages))
    }
}

/// What a table's descriptor says of its latest stream: all that a write needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableStream {
    /// The id that its records' keys carry; never reused.
    pub id: u64,
    /// When it was made, which tells a table's streams apart: `2026-11-21T08:00:00.000`.
    pub label: String,
    /// What its records have.
    pub view: ViewType,
    /// The number of its shards.
    pub shards: u8,
    /// Whether writes are recorded; an ended one is only shown.
    pub enabled: bool,
}

/// A stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    /// The id that its records' keys carry; never reused.
    pub id: u64,
    /// The table's name.
    pub table: String,
    /// When it was made, which tells a table's streams apart.
    pub label: String,
    /// What its records have.
    pub view: ViewType,
    /// The number of its shards.
    pub shards: u8,
    /// The table's key.
    pub key: KeySchema,
    /// When it was made, milliseconds since the epoch.
    pub created: u64,
    /// When it ended, milliseconds since the epoch, if it has.
    pub ended: Option<u64>,
}

impl Stream {
    /// A stream by table and label.
    ///
    /// # Errors
    /// When the store fails or its bytes do not read back.
    pub fn find(txn: &mut dyn Txn, table: &str, label: &str) -> Result<Option<Self>, Error> {
        match txn.get(&keys::stream(table, label))? {
            Some(bytes) => Ok(Some(Self::parse(&bytes)?)),
            None => Ok(None),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// A stream by its ARN.
    ///
    /// # Errors
    /// When the ARN is none of a stream, or there is no such stream.
    pub fn load(cx: &Cx, txn: &mut dyn Txn, arn: &str) -> Result<Arc<Self>, Error> {
        let (table, label) =
            parse_arn(arn).ok_or_else(|| Error::validation("Invalid StreamArn"))?;
        let missing = || Error::StreamNotFound(format!("Stream: {arn} not found"));
        let found = cx.parsed.read(txn, &keys::stream(table, label), Self::parse)?;
        let found = found.ok_or_else(missing)?;
        if found.arn(cx) == arn { Ok(found) } else { Err(missing()) }
    }

    /// Keeps it.
    pub(super) fn save(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        let key = keys::stream(&self.table, &self.label);
        txn.put(key, serde_json::to_vec(self)?.into(), Fed::No);
        Ok(())
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self, cx: &Cx) -> String {
        arn(cx, &self.table, &self.label)
    }

    /// A shard's id: 28 to 65 characters, in the order of the shards.
    #[must_use]
    pub fn shard_id(&self, shard: u8) -> String {
        format!("shardId-{:020}-{shard:08x}", self.created)
    }

    /// A shard by its id.
    ///
    /// # Errors
    /// When the stream has none of that id.
    pub fn shard(&self, id: &str) -> Result<u8, Error> {
        let found = (0..self.shards).find(|shard| self.shard_id(*shard) == id);
        found.ok_or_else(|| Error::StreamNotFound(format!("Shard: {id} not found")))
    }
}

impl TableStream {
    /// Its ARN.
    #[must_use]
    pub fn arn(&self, cx: &Cx, table: &Table) -> String {
        arn(cx, &table.name, &self.label)
    }
}

fn arn(cx: &Cx, table: &str, label: &str) -> String {
    cx.arn("dynamodb", &format!("table/{table}/stream/{label}")).to_string()
}

/// Table and label in a stream's ARN.
fn parse_arn(arn: &str) -> Option<(&str, &str)> {
    let resource = arn.strip_prefix("arn:")?.split_once(":table/")?.1;
    resource.split_once("/stream/")
}

/// Gives a new table a stream, if that is what is asked: it may also say that it has none.
///
/// # Errors
/// When the specification contradicts itself.
pub(crate) fn first(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &mut Table,
    asked: &StreamSpecification,
) -> Result<(), Error> {
    let none = !asked.stream_enabled && asked.stream_view_type.is_none();
    if none { Ok(()) } else { change(cx, txn, table, asked) }
}

/// Gives a table a stream or ends it.
///
/// # Errors
/// When the specification contradicts itself, or the table has already what is asked for.
pub(crate) fn change(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &mut Table,
    asked: &StreamSpecification,
) -> Result<(), Error> {
    let enabled = table.stream.as_ref().is_some_and(|stream| stream.enabled);
    let view = asked.stream_view_type.as_deref();
    match (asked.stream_enabled, view.and_then(ViewType::parse)) {
        (true, None) => {
            Err(Error::parameter("StreamViewType must be specified when StreamEnabled is true"))
        }
        (true, Some(_)) if enabled => Err(Error::validation(format!(
            "Table already has an enabled stream: TableName: {}",
            table.name
        ))),
        (true, Some(view)) => begin(cx, txn, table, view),
        (false, Some(_)) => {
            Err(Error::parameter("StreamViewType cannot be specified when StreamEnabled is false"))
        }
        (false, None) if enabled => end(cx, txn, table),
        (false, None) => Err(Error::validation(format!(
            "Table has no enabled stream to disable: TableName: {}",
            table.name
        ))),
    }
}

fn begin(cx: &Cx, txn: &mut dyn Txn, table: &mut Table, view: ViewType) -> Result<(), Error> {
    let mut label = None;
    for later in 0..LABELS_MAX {
        let time = cx.now.plus_millis(later).iso8601_millis();
        let time = time.trim_end_matches('Z').to_owned();
        if txn.get(&keys::stream(&table.name, &time))?.is_none() {
            label = Some(time);
            break;
        }
    }
    let Some(label) = label else {
        return Err(Error::LimitExceeded("Too many streams of this table at once".into()));
    };
    let stream = Stream {
        id: next_id(txn)?,
        table: table.name.clone(),
        label: label.clone(),
        view,
        shards: SHARDS,
        key: table.key.clone(),
        created: cx.now.as_millis(),
        ended: None,
    };
    stream.save(txn)?;
    trim::begin(txn, &stream, cx.now);
    table.stream = Some(TableStream { id: stream.id, label, view, shards: SHARDS, enabled: true });
    Ok(())
}

/// Ends a table's stream, if it has one that is on. Its records stay for their day.
///
/// # Errors
/// When the store fails.
pub(crate) fn end(cx: &Cx, txn: &mut dyn Txn, table: &mut Table) -> Result<(), Error> {
    let on = table.stream.as_mut().filter(|stream| stream.enabled);
    let Some(own) = on else { return Ok(()) };
    own.enabled = false;
    let label = own.label.clone();
    if let Some(mut stream) = Stream::find(txn, &table.name, &label)? {
        stream.ended = Some(cx.now.as_millis());
        stream.save(txn)?;
    }
    Ok(())
}

impl Stream {
    /// When it was made.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        Timestamp::from_millis(self.created)
    }
}
