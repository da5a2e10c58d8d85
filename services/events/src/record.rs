//! The nouns, as they are stored.

use std::collections::BTreeMap;

use bytes::Bytes;
use samara_base::{Arn, Timestamp};
use samara_service::Cx;
use samara_store::{Fed, Range, Txn};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::schedule::Schedule;
use crate::{Error, keys};

/// The bus that every account has.
pub const DEFAULT_BUS: &str = "default";

/// More rules than a bus may have.
const RULES_READ: usize = 1000;

/// An event bus.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Bus {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The statements of its resource policy.
    pub statements: Vec<Value>,
    /// Key and value.
    pub tags: Vec<(String, String)>,
    /// When it was made, milliseconds since the epoch; 0 for `default`.
    pub created_ms: u64,
    /// When it was last changed, milliseconds since the epoch.
    pub modified_ms: u64,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name, unique on its bus.
    pub name: String,
    /// The name of its bus.
    pub bus: String,
    /// The pattern, as given.
    pub pattern: Option<String>,
    /// The schedule, as given.
    #[serde(default)]
    pub schedule: Option<String>,
    /// Since when its rate counts, milliseconds since the epoch.
    #[serde(default)]
    pub scheduled_ms: u64,
    /// When its time comes next, as the due index has it, milliseconds since the epoch.
    #[serde(default)]
    pub due_ms: Option<u64>,
    /// Whether it is followed.
    pub enabled: bool,
    /// What it is for.
    pub description: Option<String>,
    /// Key and value.
    pub tags: Vec<(String, String)>,
    /// Where matched events go, in the order of putting.
    pub targets: Vec<Target>,
}

/// Where matched events go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its id, unique in its rule.
    pub id: String,
    /// The ARN of a function (perhaps with a qualifier) or of a bus.
    pub arn: String,
    /// The role that puts events on another bus.
    pub role_arn: Option<String>,
    /// What is sent.
    pub input: Input,
}

/// What a target gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// The event.
    Event,
    /// Always the same JSON.
    Constant(String),
    /// The part of the event at a path.
    Path(String),
    /// A template filled with parts of the event.
    Transformer {
        /// Name and path.
        paths: BTreeMap<String, String>,
        /// The text with `<name>`s.
        template: String,
    },
}

/// An event that was put.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRecord {
    /// The event, as targets get it.
    pub event: Value,
    /// The trace header that its sender gave with it.
    pub trace: Option<String>,
    /// When it was taken in, milliseconds since the epoch.
    pub ingested_ms: u64,
    /// Whether it came from another bus; it then goes to no further one.
    #[serde(default)]
    pub forwarded: bool,
}

impl Bus {
    pub(crate) fn created(&self) -> Option<Timestamp> {
        (0 < self.created_ms).then(|| Timestamp::from_millis(self.created_ms))
    }

    pub(crate) fn modified(&self) -> Option<Timestamp> {
        (0 < self.modified_ms).then(|| Timestamp::from_millis(self.modified_ms))
    }

    /// Its resource policy as a document; `None` when it has none.
    #[must_use]
    pub fn policy(&self) -> Option<String> {
        (!self.statements.is_empty()).then(|| {
            serde_json::json!({"Version": "2012-10-17", "Statement": self.statements}).to_string()
        })
    }

    pub(crate) fn store(&mut self, cx: &Cx, txn: &mut dyn Txn) -> Result<(), Error> {
        self.modified_ms = cx.now.as_millis();
        put(txn, keys::bus(&self.name), self)
    }
}

impl Rule {
    /// Its ARN, which names its bus unless that is the default one.
    #[must_use]
    pub fn arn(&self, cx: &Cx) -> Arn {
        cx.arn("events", &resource(&self.bus, &self.name))
    }

    /// Reads a stored one back.
    ///
    /// # Errors
    /// When the record is damaged.
    pub fn decode(value: &[u8]) -> Result<Self, Error> {
        read(value)
    }

    pub(crate) fn store(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        put(txn, keys::rule(&self.bus, &self.name), self)
    }

    /// Sets when its time comes next after `now`, or that it comes no more.
    pub(crate) fn reschedule(&mut self, txn: &mut dyn Txn, now: Timestamp) {
        let name = keys::schedule(&self.bus, &self.name);
        if let Some(due_ms) = self.due_ms.take() {
            txn.not_due(Timestamp::from_millis(due_ms), &name);
        }
        let schedule = self.schedule.as_deref().filter(|_| self.enabled).and_then(Schedule::parse);
        let from = Timestamp::from_millis(self.scheduled_ms);
        if let Some(at) = schedule.and_then(|schedule| schedule.next(from, now)) {
            txn.due(at, &name, Bytes::new());
            self.due_ms = Some(at.as_millis());
        }
    }
}

impl EventRecord {
    /// Writes it down: once this commits, it will be delivered.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which does not happen.
    pub fn append(&self, txn: &mut dyn Txn, bus: &str) -> Result<(), Error> {
        let value = serde_json::to_vec(self).map_err(Error::Record)?;
        txn.append(keys::events(bus), value.into(), Fed::After);
        Ok(())
    }

    /// Reads a stored one back.
    ///
    /// # Errors
    /// When the record is damaged.
    pub fn decode(value: &[u8]) -> Result<Self, Error> {
        read(value)
    }
}

/// What follows `arn:aws:events:region:account:` of a rule.
pub(crate) fn resource(bus: &str, rule: &str) -> String {
    if bus == DEFAULT_BUS { format!("rule/{rule}") } else { format!("rule/{bus}/{rule}") }
}

/// What a scheduled rule's time makes: the rule, and the event that its targets get, under the id
/// given. Sets the next time; the caller has taken this one from the due index. `None` when the
/// rule is gone or has another time now.
///
/// # Errors
/// When the store fails or the record is damaged.
pub fn fire(
    cx: &Cx,
    txn: &mut dyn Txn,
    (name, at): (&[u8], Timestamp),
    id: &str,
) -> Result<Option<(Rule, EventRecord)>, Error> {
    let Ok((bus, name)) = keys::bus_and_scheduled(name) else { return Ok(None) };
    let found = rule(txn, &bus, &name)?.filter(|rule| rule.due_ms == Some(at.as_millis()));
    let Some(mut rule) = found else { return Ok(None) };
    rule.due_ms = None;
    rule.reschedule(txn, cx.now);
    rule.store(txn)?;
    let event = serde_json::json!({
        "version": "0",
        "id": id,
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": cx.account.as_str(),
        "time": at.iso8601(),
        "region": cx.region.as_str(),
        "resources": [rule.arn(cx).to_string()],
        "detail": {},
    });
    let record =
        EventRecord { event, trace: None, ingested_ms: cx.now.as_millis(), forwarded: false };
    Ok(Some((rule, record)))
}

/// A bus by its name; `default` is always there.
///
/// # Errors
/// When the store fails or the record is damaged.
pub fn bus(txn: &mut dyn Txn, name: &str) -> Result<Option<Bus>, Error> {
    let found = txn.get(&keys::bus(name))?.map(|value| read(&value)).transpose()?;
    let default = || Bus { name: DEFAULT_BUS.to_owned(), ..Bus::default() };
    Ok(found.or_else(|| (name == DEFAULT_BUS).then(default)))
}

/// A rule by its bus and name.
///
/// # Errors
/// When the store fails or the record is damaged.
pub fn rule(txn: &mut dyn Txn, bus: &str, name: &str) -> Result<Option<Rule>, Error> {
    txn.get(&keys::rule(bus, name))?.map(|value| read(&value)).transpose()
}

/// All rules of a bus, by name.
///
/// # Errors
/// When the store fails or a record is damaged.
pub fn rules_of(txn: &mut dyn Txn, bus: &str) -> Result<Vec<Rule>, Error> {
    rule_records(txn, bus)?.iter().map(|(_, value)| read(value)).collect()
}

/// All rules of a bus as they are stored, key and value, by name: for whoever goes on with the
/// others when one is damaged.
///
/// # Errors
/// When the store fails.
pub fn rule_records(txn: &mut dyn Txn, bus: &str) -> Result<Vec<(Bytes, Bytes)>, Error> {
    Ok(txn.scan(&Range::prefix(&keys::rules(bus)), RULES_READ)?)
}

pub(crate) fn load_bus(txn: &mut dyn Txn, name: &str) -> Result<Bus, Error> {
    bus(txn, name)?.ok_or_else(|| Error::no_bus(name))
}

pub(crate) fn load_rule(txn: &mut dyn Txn, bus: &str, name: &str) -> Result<Rule, Error> {
    rule(txn, bus, name)?.ok_or_else(|| Error::no_rule(bus, name))
}

pub(crate) fn read<T: DeserializeOwned>(value: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(value).map_err(Error::Record)
}

fn put<T: Serialize>(txn: &mut dyn Txn, key: Vec<u8>, record: &T) -> Result<(), Error> {
    let value = serde_json::to_vec(record).map_err(Error::Record)?;
    txn.put(key, Bytes::from(value), Fed::Key);
    Ok(())
}
