//! How asynchronous calls of a function are retried and where failures go.

use samara_base::Timestamp;
use samara_store::Txn;
use serde::{Deserialize, Serialize};

use crate::{Error, keys};

/// Settings for asynchronous calls of a function, a version or an alias.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventInvokeConfig {
    /// How often a call that failed is tried again: 0 to 2, AWS's default 2.
    pub maximum_retry_attempts: Option<u32>,
    /// How old an event may be when it is tried, seconds: 60 to 21,600, AWS's default 21,600.
    pub maximum_event_age_s: Option<u32>,
    /// The ARN (a function or an event bus) that learns of an event that was given up.
    pub on_failure: Option<String>,
    /// When it was last changed, milliseconds since the epoch.
    pub last_modified_ms: u64,
}

impl EventInvokeConfig {
    pub(crate) fn last_modified(&self) -> Timestamp {
        Timestamp::from_millis(self.last_modified_ms)
    }
}

/// The settings for asynchronous calls under a qualifier (`$LATEST` for the whole function), when
/// there are any; else AWS's defaults hold.
///
/// # Errors
/// When the store fails or the record is damaged.
pub fn event_invoke_config(
    txn: &mut dyn Txn,
    function: &str,
    qualifier: &str,
) -> Result<Option<EventInvokeConfig>, Error> {
    let scope = if qualifier == crate::LATEST { "" } else { qualifier };
    let value = txn.get(&keys::event_invoke(function, scope))?;
    Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
}
