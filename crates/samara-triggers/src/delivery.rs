//! One thing to bring to one target.

use bytes::Bytes;
use samara_base::{Seed, Timestamp};
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};

use crate::{Error, dead_letter, keys};

/// What has to be brought where, and how it went so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Why.
    pub source: Source,
    /// The ARN of the target: a function, perhaps with a qualifier, or an event bus.
    pub target: String,
    /// What it gets, JSON.
    pub payload: String,
    /// The id that every attempt carries.
    pub request_id: String,
    /// The trace header of the request that caused it.
    pub trace: Option<String>,
    /// The client context, JSON.
    pub client_context: Option<String>,
    /// When it was taken in, milliseconds since the epoch: its age counts from here.
    pub accepted_ms: u64,
    /// Attempts that ended with the function's own failure.
    pub attempts: u32,
    /// Throttles and failures of the platform since the last of those.
    pub setbacks: u32,
    /// Starts in a row of which no end is known.
    pub interruptions: u32,
}

/// Why something is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A rule matched an event.
    Rule {
        /// The rule's ARN.
        rule_arn: String,
        /// The role that may put events on the target, when that is a bus.
        role_arn: Option<String>,
    },
    /// A function was called asynchronously.
    Asynchronous,
    /// A stream's records were given up; of a dead letter only.
    Stream {
        /// The event source mapping's ARN.
        mapping_arn: String,
    },
    /// A record that cannot be read; of a dead letter only, whose payload it is.
    Unreadable,
}

impl Delivery {
    /// Reads a stored one. One that cannot be read never will be: it becomes a dead letter, so
    /// that the others go on. `target` is where it was to go, as far as is known.
    pub(crate) fn load(
        txn: &mut dyn Txn,
        key: &[u8],
        target: &str,
        now: Timestamp,
    ) -> Result<Option<Self>, Error> {
        let Some(value) = txn.get(key)? else { return Ok(None) };
        let error = match serde_json::from_slice(&value) {
            Ok(delivery) => return Ok(Some(delivery)),
            Err(error) => Error::from(error),
        };
        let delivery = Self::unreadable(target, key, &value, now);
        dead_letter::put(txn, key, &delivery, dead_letter::unreadable("a delivery", &error), now)?;
        txn.delete(key.to_vec(), Fed::No);
        Ok(None)
    }

    /// Stands in a dead letter for a record that cannot be read.
    pub(crate) fn unreadable(target: &str, key: &[u8], value: &[u8], now: Timestamp) -> Self {
        Self {
            source: Source::Unreadable,
            target: target.to_owned(),
            payload: String::from_utf8_lossy(value).into_owned(),
            request_id: request_id(key),
            trace: None,
            client_context: None,
            accepted_ms: now.as_millis(),
            attempts: 0,
            setbacks: 0,
            interruptions: 0,
        }
    }

    /// Writes it down as it now is.
    pub(crate) fn store(&self, txn: &mut dyn Txn, key: &[u8]) -> Result<(), Error> {
        txn.put(key.to_vec(), Bytes::from(serde_json::to_vec(self)?), Fed::No);
        Ok(())
    }

    /// Writes it down for the first time, ready to be run.
    pub(crate) fn begin(&self, txn: &mut dyn Txn, key: &[u8]) -> Result<(), Error> {
        self.store(txn, key)?;
        txn.put(keys::ready(&self.target, key), Bytes::new(), Fed::No);
        Ok(())
    }

    /// When it was taken in.
    pub(crate) fn accepted(&self) -> Timestamp {
        Timestamp::from_millis(self.accepted_ms)
    }

    /// The name and qualifier of the function that it goes to; `None` for a bus.
    pub(crate) fn function(&self) -> Option<(&str, &str)> {
        function_of(&self.target)
    }
}

/// The name and qualifier in a function's ARN.
pub(crate) fn function_of(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.splitn(8, ':').skip(2);
    let (service, kind) = (parts.next()?, parts.nth(2)?);
    let name = parts.next().filter(|name| !name.is_empty())?;
    (service == "lambda" && kind == "function")
        .then(|| (name, parts.next().unwrap_or(samara_lambda::LATEST)))
}

/// The name in a bus's ARN.
pub(crate) fn bus_of(arn: &str) -> Option<&str> {
    let (start, name) = arn.split_once(":event-bus/")?;
    start.starts_with("arn:aws:events:").then_some(name)
}

/// A request id that follows from a delivery's key, so that every attempt has the same.
pub(crate) fn request_id(key: &[u8]) -> String {
    use std::fmt::Write;
    let name = key.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    // Not a secret: an id that nobody else's key gives.
    Seed::new([0; 32]).uuid(&name)
}

#[cfg(test)]
mod tests {
    use super::{bus_of, function_of};

    #[test]
    fn targets() {
        let arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
        assert_eq!(function_of(arn), Some(("f", "$LATEST")));
        assert_eq!(function_of(&format!("{arn}:live")), Some(("f", "live")));
        let bus = "arn:aws:events:us-east-1:000000000000:event-bus/shop";
        assert_eq!((function_of(bus), bus_of(bus)), (None, Some("shop")));
        assert_eq!((function_of("x"), bus_of(arn)), (None, None));
    }
}
