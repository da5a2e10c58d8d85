//! A table's descriptor: what every item operation reads first, and no item operation changes.

use std::sync::Arc;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Deserializer, Serialize};

use crate::backups::{Copy, Restored};
use crate::error::Error;
use crate::keys::{self, KeyType, Space};
use crate::recovery::Recovery;
use crate::streams::TableStream;
pub use crate::throughput::Changes;
use crate::time_to_live::TimeToLive;
use crate::value::{Item, Value};

/// The largest hash key, bytes (DynamoDB developer guide, "Partition key length").
pub const HASH_KEY_MAX: usize = 2048;
/// The largest range key, bytes (the same guide, "Sort key length").
const RANGE_KEY_MAX: usize = 1024;

const NOT_VALID: &str = "One or more parameter values are not valid. ";

/// A table, as it was made. Holds no counters: writes of items do not change it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The id that its items' keys carry; never reused.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// The id that AWS shows, a UUID.
    pub uuid: String,
    /// When it was made.
    pub created: u64,
    /// Its primary key.
    pub key: KeySchema,
    /// The key attributes of table and indexes with their types, in the order given.
    pub definitions: Vec<KeyAttribute>,
    /// Its secondary indexes, in the order in which they were made.
    pub indexes: Vec<Index>,
    /// The last index id that was given; never reused in this table.
    pub last_index: u32,
    /// Whether it is billed by request; else it has provisioned units.
    pub on_demand: bool,
    /// When it last became billed by request.
    pub on_demand_since: Option<u64>,
    /// Provisioned read and write units (see [`crate::throttle`]).
    pub units: Units,
    /// When they changed.
    #[serde(default, skip_serializing_if = "Changes::is_none")]
    pub changes: Changes,
    /// Whether it refuses to be deleted.
    pub protected: bool,
    /// Whether encryption with a KMS key was asked for (it is shown; disks are the owner's).
    pub encrypted: bool,
    /// The table class, if one was given.
    pub class: Option<String>,
    /// Its latest stream, if it ever had one.
    #[serde(default)]
    pub stream: Option<TableStream>,
    /// Its items' time to live, if that is on.
    #[serde(default)]
    pub ttl: Option<TimeToLive>,
    /// The copies of it that are being made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<Copy>,
    /// Its point-in-time recovery, if that is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Recovery>,
    /// What it was made of, if it was restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<Restored>,
}

/// Provisioned throughput.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Units {
    /// Reads per second.
    pub read: i64,
    /// Writes per second.
    pub write: i64,
}

/// A key attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyAttribute {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub of: KeyType,
}

/// A primary key or an index's key. Only that of a global index has more than one attribute of a
/// kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySchema {
    /// The attributes of the hash (partition) key: at least one.
    #[serde(deserialize_with = "attributes")]
    pub hash: Vec<KeyAttribute>,
    /// The attributes of the range (sort) key, in the order in which they sort.
    #[serde(deserialize_with = "attributes")]
    pub range: Vec<KeyAttribute>,
}

/// Attributes of a key as they are stored: a list. Tables made before keys could have several
/// attributes have one there, or nothing, and are read as they are.
fn attributes<'de, D: Deserializer<'de>>(stored: D) -> Result<Vec<KeyAttribute>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Many(Vec<KeyAttribute>),
        One(KeyAttribute),
    }
    Ok(match Option::<Stored>::deserialize(stored)? {
        Some(Stored::Many(attributes)) => attributes,
        Some(Stored::One(attribute)) => vec![attribute],
        None => Vec::new(),
    })
}

/// The key that an item has: all attributes of a schema are there, with the right types.
#[derive(Debug, Clone, Copy)]
pub struct KeyOf<'a> {
    schema: &'a KeySchema,
    item: &'a Item,
}

impl<'a> KeyOf<'a> {
    /// The values of the hash key.
    pub fn hash(self) -> impl Iterator<Item = &'a Value> {
        self.schema.hash.iter().filter_map(move |attribute| self.item.get(&attribute.name))
    }

    /// The values of the range key.
    pub fn range(self) -> impl Iterator<Item = &'a Value> {
        self.schema.range.iter().filter_map(move |attribute| self.item.get(&attribute.name))
    }

    /// All of them.
    pub fn all(self) -> impl Iterator<Item = &'a Value> {
        self.hash().chain(self.range())
    }
}

/// A secondary index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The id that its entries' keys carry.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Whether it has a hash key of its own.
    pub global: bool,
    /// Its key.
    pub key: KeySchema,
    /// What its entries hold beside the keys.
    pub projection: Projection,
    /// Provisioned units of a global one.
    pub units: Units,
    /// When they changed.
    #[serde(default, skip_serializing_if = "Changes::is_none")]
    pub changes: Changes,
    /// Whether what was there before it does not have all of its entries yet.
    #[serde(default)]
    pub filling: bool,
}

/// What an index's entries hold beside the keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Projection {
    /// The whole item.
    All,
    /// Nothing.
    KeysOnly,
    /// These attributes.
    Include(Vec<String>),
}

impl KeySchema {
    /// Hash key, then range key.
    pub fn attributes(&self) -> impl Iterator<Item = &KeyAttribute> {
        self.hash.iter().chain(&self.range)
    }

    /// Whether an attribute belongs to it.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.attributes().any(|attribute| attribute.name == name)
    }

    /// The key's values in an item, when it has all of them with the right types.
    #[must_use]
    pub fn of<'a>(&'a self, item: &'a Item) -> Option<KeyOf<'a>> {
        let fits = |attribute: &KeyAttribute| {
            item.get(&attribute.name).is_some_and(|value| attribute.of.fits(value))
        };
        self.attributes().all(fits).then_some(KeyOf { schema: self, item })
    }

    /// The value of the first attribute of the hash key, which of a table's is the only one.
    #[must_use]
    pub fn hash_value<'a>(&self, item: &'a Item) -> Option<&'a Value> {
        item.get(&self.hash.first()?.name)
    }

    /// Whether an attribute belongs to the hash key.
    #[must_use]
    pub fn is_hash(&self, name: &str) -> bool {
        self.hash.iter().any(|attribute| attribute.name == name)
    }

    /// Whether hash or range key have several attributes.
    #[must_use]
    pub fn is_composed(&self) -> bool {
        1 < self.hash.len() || 1 < self.range.len()
    }
}

impl Index {
    /// Where its entries lie.
    #[must_use]
    pub fn space(&self, table: &Table) -> Space {
        Space { table: table.id, index: Some(self.id) }
    }

    /// Whether what an item has for its key can be one. What was there before the index may be
    /// empty or too long for it, and has no entry then.
    #[must_use]
    pub fn takes(&self, item: &Item) -> bool {
        self.key.attributes().all(|attribute| {
            let value = item.get(&attribute.name);
            value.is_some_and(|value| check_index_key(self, attribute, value).is_ok())
        })
    }

    /// Whether an entry holds an attribute of the item.
    #[must_use]
    pub fn projects(&self, table: &Table, name: &str) -> bool {
        match &self.projection {
            Projection::All => true,
            _ if self.key.has(name) || table.key.has(name) => true,
            Projection::KeysOnly => false,
            Projection::Include(names) => names.iter().any(|included| included == name),
        }
    }
}

impl Table {
    /// The table of an item operation, by name or ARN.
    ///
    /// # Errors
    /// When the name is not one, or there is no such table.
    pub fn load(cx: &Cx, txn: &mut dyn Txn, reference: &str) -> Result<Arc<Self>, Error> {
        let name = table_name(reference)?;
        if !is_ours(cx, reference) {
            return Err(Error::TableNotFound);
        }
        // A table that is being restored has no items to be seen or changed yet.
        let found = cx.parsed.read(txn, &keys::table(name), Self::parse)?;
        let found = found.filter(|table| !table.is_restoring());
        found.ok_or(Error::TableNotFound)
    }

    /// The table of an operation that changes it, by name or ARN.
    ///
    /// # Errors
    /// As [`Table::load_named`], and when it is being restored.
    pub fn load_to_change(cx: &Cx, txn: &mut dyn Txn, reference: &str) -> Result<Self, Error> {
        let table = Self::load_named(cx, txn, reference)?;
        if table.is_restoring() {
            return Err(Error::InUse(format!("Table is being created: {}", table.name)));
        }
        Ok(table)
    }

    /// Whether it does not have all of its items yet.
    #[must_use]
    pub fn is_restoring(&self) -> bool {
        self.restored.as_ref().is_some_and(|restored| restored.in_progress)
    }

    /// Whether one of its indexes does not have all of its entries yet.
    #[must_use]
    pub fn is_filling(&self) -> bool {
        self.indexes.iter().any(|index| index.filling)
    }

    /// The table of a table operation, by name or ARN.
    ///
    /// # Errors
    /// When the name is not one, or there is no such table.
    pub fn load_named(cx: &Cx, txn: &mut dyn Txn, reference: &str) -> Result<Self, Error> {
        let name = table_name(reference)?;
        let missing = || Error::NamedTableNotFound(name.to_owned());
        if !is_ours(cx, reference) {
            return Err(missing());
        }
        Self::find(txn, name)?.ok_or_else(missing)
    }

    /// A table by name, if there is one.
    ///
    /// # Errors
    /// When the store fails or its bytes do not read back.
    pub fn find(txn: &mut dyn Txn, name: &str) -> Result<Option<Self>, Error> {
        match txn.get(&keys::table(name))? {
            Some(bytes) => Ok(Some(Self::parse(&bytes)?)),
            None => Ok(None),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// Keeps it.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which none of its parts can cause.
    pub fn save(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        txn.put(keys::table(&self.name), serde_json::to_vec(self)?.into(), Fed::After);
        Ok(())
    }

    /// Whether a write has to know the item before it, though nobody asked: for the stream's
    /// images, to take back the time of the old one, or to keep it in a history or a copy.
    #[must_use]
    pub fn needs_old(&self) -> bool {
        self.ttl.is_some()
            || self.recovery.is_some()
            || self.copies.iter().any(|copy| copy.open)
            || self.stream.as_ref().is_some_and(|stream| stream.enabled)
    }

    /// When it was made.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        Timestamp::from_millis(self.created)
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self, cx: &Cx) -> String {
        cx.arn("dynamodb", &format!("table/{}", self.name)).to_string()
    }

    /// Where its items lie.
    #[must_use]
    pub fn space(&self) -> Space {
        Space { table: self.id, index: None }
    }

    /// An index by name.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<&Index> {
        self.indexes.iter().find(|index| index.name == name)
    }

    /// The store's key of an item, whose key attributes are checked as `PutItem` does.
    ///
    /// # Errors
    /// When one is missing, of another type, empty or too long.
    pub fn key_of_item(&self, item: &Item) -> Result<Vec<u8>, Error> {
        for attribute in self.key.attributes() {
            let name = &attribute.name;
            let value = item.get(name).ok_or_else(|| {
                Error::parameter(format_args!("Missing the key {name} in the item"))
            })?;
            if !attribute.of.fits(value) {
                return Err(Error::parameter(format_args!(
                    "Type mismatch for key {name} expected: {} actual: {}",
                    attribute.of.name(),
                    value.type_name()
                )));
            }
            self.check_size(attribute, value)?;
        }
        self.check_index_keys(item, None)?;
        self.stored_key(item)
    }

    /// The store's key that a client named.
    ///
    /// # Errors
    /// When it does not have exactly the table's key attributes, or one is empty or too long.
    pub fn key_of(&self, key: &Item) -> Result<Vec<u8>, Error> {
        let mismatch = || Error::validation("The provided key element does not match the schema");
        if key.len() != self.key.attributes().count() {
            return Err(mismatch());
        }
        for attribute in self.key.attributes() {
            let value = key.get(&attribute.name).ok_or_else(mismatch)?;
            self.check_piece(attribute, value)?;
        }
        self.stored_key(key)
    }

    /// One attribute of a key that a client named.
    ///
    /// # Errors
    /// When it is of another type, empty or too long.
    pub fn check_piece(&self, attribute: &KeyAttribute, value: &Value) -> Result<(), Error> {
        if !attribute.of.fits(value) {
            return Err(Error::validation("The provided key element does not match the schema"));
        }
        // AWS begins this message otherwise for a key than for an item.
        self.check_size(attribute, value).map_err(|error| match error {
            Error::Validation(message) => match message.strip_prefix(NOT_VALID) {
                Some(rest) => Error::parameter(rest),
                None => Error::Validation(message),
            },
            error => error,
        })
    }

    fn stored_key(&self, item: &Item) -> Result<Vec<u8>, Error> {
        let key = self.key.of(item).ok_or_else(|| {
            Error::validation("The provided key element does not match the schema")
        })?;
        Ok(self.item_key(key))
    }

    /// The store's key of an item.
    #[must_use]
    pub fn item_key(&self, key: KeyOf<'_>) -> Vec<u8> {
        keys::key(self.space(), key.hash(), key.range())
    }

    /// That a key attribute's value is neither empty nor too long.
    ///
    /// # Errors
    /// AWS's message of which it is.
    pub fn check_size(&self, attribute: &KeyAttribute, value: &Value) -> Result<(), Error> {
        let (length, kind) = match value {
            Value::S(text) => (text.len(), "string"),
            Value::B(bytes) => (bytes.len(), "binary"),
            _ => return Ok(()),
        };
        if length == 0 {
            return Err(Error::validation(format!(
                "{NOT_VALID}The AttributeValue for a key attribute cannot contain an empty {kind} \
                 value. Key: {}",
                attribute.name
            )));
        }
        let is_hash = self.key.is_hash(&attribute.name);
        if is_hash && HASH_KEY_MAX < length {
            return Err(Error::parameter(
                "Size of hashkey has exceeded the maximum size limit of2048 bytes",
            ));
        }
        if !is_hash && RANGE_KEY_MAX < length {
            return Err(Error::parameter(
                "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
            ));
        }
        Ok(())
    }

    /// That what an item has for the indexes' keys is of their types, and not empty or too long;
    /// but for what it had before (an index may have been made later).
    ///
    /// # Errors
    /// AWS's message, naming attribute and index.
    pub fn check_index_keys(&self, item: &Item, old: Option<&Item>) -> Result<(), Error> {
        for index in &self.indexes {
            for attribute in index.key.attributes() {
                let Some(value) = item.get(&attribute.name) else { continue };
                let before = old.and_then(|old| old.get(&attribute.name));
                if before == Some(value)
                    || self.key.has(&attribute.name) && attribute.of.fits(value)
                {
                    continue;
                }
                check_index_key(index, attribute, value)?;
            }
        }
        Ok(())
    }
}

/// An id that no table or stream had before.
///
/// # Errors
/// When the store fails.
pub(crate) fn next_id(txn: &mut dyn Txn) -> Result<u64, Error> {
    let last = match txn.get(&keys::last_id())? {
        Some(bytes) => serde_json::from_slice(&bytes)?,
        None => 0u64,
    };
    let id = last + 1;
    txn.put(keys::last_id(), serde_json::to_vec(&id)?.into(), Fed::No);
    Ok(id)
}

fn check_index_key(index: &Index, attribute: &KeyAttribute, value: &Value) -> Result<(), Error> {
    let (name, index_name) = (&attribute.name, &index.name);
    if !attribute.of.fits(value) {
        return Err(Error::parameter(format_args!(
            "Type mismatch for Index Key {name} Expected: {} Actual: {} IndexName: {index_name}",
            attribute.of.name(),
            value.type_name()
        )));
    }
    let (length, kind) = match value {
        Value::S(text) => (text.len(), "string"),
        Value::B(bytes) => (bytes.len(), "binary"),
        _ => return Ok(()),
    };
    if length == 0 {
        return Err(Error::validation(format!(
            "One or more parameter values are not valid. A value specified for a secondary index \
             key is not supported. The AttributeValue for a key attribute cannot contain an empty \
             {kind} value. IndexName: {index_name}, IndexKey: {name}"
        )));
    }
    let is_hash = index.key.is_hash(name);
    if is_hash && HASH_KEY_MAX < length {
        return Err(Error::parameter(
            "Size of hashkey has exceeded the maximum size limit of2048 bytes",
        ));
    }
    if !is_hash && RANGE_KEY_MAX < length {
        return Err(Error::parameter(
            "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
        ));
    }
    Ok(())
}

/// The name of the table that a request names, by name or ARN.
///
/// # Errors
/// When it cannot be the name of a table.
pub fn table_name(reference: &str) -> Result<&str, Error> {
    let name = match reference.strip_prefix("arn:") {
        Some(arn) => arn
            .split_once(":table/")
            .map(|(_, resource)| resource.split('/').next().unwrap_or_default())
            .ok_or_else(|| Error::validation(format!("Invalid TableArn: {reference}")))?,
        None => reference,
    };
    check_name("TableName", "tableName", name)?;
    Ok(name)
}

/// Whether a name, or an ARN's account and region, is of this data directory.
pub(crate) fn is_ours(cx: &Cx, reference: &str) -> bool {
    !reference.starts_with("arn:")
        || reference.starts_with(&cx.arn("dynamodb", "table/").to_string())
}

/// That a table's or index's name is 3 to 255 of the characters that are allowed.
///
/// # Errors
/// AWS's message; `parameter` and `path` name the member.
pub fn check_name(parameter: &str, path: &str, name: &str) -> Result<(), Error> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    if !name.bytes().all(allowed) {
        return Err(Error::validation(format!(
            "1 validation error detected: Value '{name}' at '{path}' failed to satisfy \
             constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
        )));
    }
    if !(3..=255).contains(&name.len()) {
        return Err(Error::validation(format!(
            "{parameter} must be at least 3 characters long and at most 255 characters long"
        )));
    }
    Ok(())
}
