//! Event source mappings: a stream, a function, and how the one is read for the other.
//!
//! A mapping is what was asked for, with the state that it is in. The states that pass by
//! themselves (`Creating`, `Updating`, ...) are written by the operations and ended by `triggers`
//! ([`settle`]), which makes the cursors that the new state needs, or takes them away, in the same
//! transaction: a mapping that shows `Enabled` is one that is read.

use samara_base::Timestamp;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};

use crate::{Error, keys};

/// How a stream is read for a function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSourceMapping {
    /// Its id, a UUID.
    pub uuid: String,
    /// The stream's ARN.
    pub source_arn: String,
    /// The function's name.
    pub function: String,
    /// The version or alias that is called, when one was named.
    pub qualifier: Option<String>,
    /// Whether it is to be read.
    pub enabled: bool,
    /// What it is doing.
    pub state: State,
    /// Records of a batch at most.
    pub batch_size: u32,
    /// How long a batch that is not full waits for more, seconds.
    pub window_s: u32,
    /// Batches of a shard that run at once, each of other keys.
    pub factor: u32,
    /// `TRIM_HORIZON` or `LATEST`.
    pub starting_position: String,
    /// An iterator of each shard, taken when the mapping was made: where reading begins.
    pub start: Vec<String>,
    /// Patterns of which a record must match one, if there are any.
    pub filters: Vec<String>,
    /// Whether the function says which records of a batch failed.
    pub reports_failures: bool,
    /// Whether a batch that failed is cut in two.
    pub bisects: bool,
    /// How often a batch that failed is tried again; for ever when nobody says.
    pub retries: Option<u32>,
    /// How old a record may be when it is tried, seconds; as old as the stream keeps it when
    /// nobody says.
    pub age_s: Option<u32>,
    /// Who is told of batches that were given up: a function's or a bus's ARN.
    pub on_failure: Option<String>,
    /// When it was last changed, milliseconds since the epoch.
    pub modified_ms: u64,
}

/// What a mapping is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It was made, and is not read yet.
    Creating,
    /// It was changed, and goes on as it is changed soon.
    Updating,
    /// It was switched on, and is not read yet.
    Enabling,
    /// It is read.
    Enabled,
    /// It was switched off, and may still be read.
    Disabling,
    /// It is not read.
    Disabled,
    /// It is being taken away.
    Deleting,
}

impl State {
    /// Its name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Creating => "Creating",
            Self::Updating => "Updating",
            Self::Enabling => "Enabling",
            Self::Enabled => "Enabled",
            Self::Disabling => "Disabling",
            Self::Disabled => "Disabled",
            Self::Deleting => "Deleting",
        }
    }

    /// Whether it lasts until somebody changes it.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Enabled | Self::Disabled)
    }
}

impl EventSourceMapping {
    /// A mapping, when it exists.
    ///
    /// # Errors
    /// When the store fails or the record is damaged.
    pub fn find(txn: &mut dyn Txn, uuid: &str) -> Result<Option<Self>, Error> {
        let value = txn.get(&keys::mapping(uuid))?;
        Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
    }

    /// Writes it down.
    pub(crate) fn store(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        txn.put(keys::mapping(&self.uuid), serde_json::to_vec(self)?.into(), Fed::Key);
        Ok(())
    }

    /// When it was last changed.
    pub(crate) fn modified(&self) -> Timestamp {
        Timestamp::from_millis(self.modified_ms)
    }

    /// Its own ARN.
    #[must_use]
    pub fn arn(&self, cx: &samara_service::Cx) -> String {
        cx.arn("lambda", &format!("event-source-mapping:{}", self.uuid)).to_string()
    }

    /// The ARN of the function that is called.
    #[must_use]
    pub fn function_arn(&self, cx: &samara_service::Cx) -> String {
        crate::name::arn(cx, &self.function, self.qualifier.as_deref())
    }
}

/// Ends a state that passes: the caller has done in this transaction what it stands for.
///
/// # Errors
/// When the store fails or the record is damaged.
pub fn settle(txn: &mut dyn Txn, mut mapping: EventSourceMapping) -> Result<(), Error> {
    if mapping.state == State::Deleting {
        txn.delete(keys::mapping(&mapping.uuid), Fed::Key);
        txn.delete(keys::mapping_result(&mapping.uuid), Fed::No);
        return Ok(());
    }
    mapping.state = if mapping.enabled { State::Enabled } else { State::Disabled };
    mapping.store(txn)
}

/// Notes how the last batch of a mapping ended, if that is news: `OK`, or what is wrong.
///
/// # Errors
/// When the store fails.
pub fn note_result(txn: &mut dyn Txn, uuid: &str, result: &str) -> Result<(), Error> {
    let key = keys::mapping_result(uuid);
    if txn.get(&key)?.as_deref() != Some(result.as_bytes()) {
        txn.put(key, result.as_bytes().to_vec().into(), Fed::No);
    }
    Ok(())
}

/// How the last batch of a mapping ended.
pub(crate) fn last_result(txn: &mut dyn Txn, uuid: &str) -> Result<String, Error> {
    let value = txn.get(&keys::mapping_result(uuid))?;
    let text = value.map(|value| String::from_utf8_lossy(&value).into_owned());
    Ok(text.unwrap_or_else(|| "No records processed".to_owned()))
}
