//! Deliveries that were given up and have nowhere else to go.

use bytes::Bytes;
use samara_base::Timestamp;
use samara_store::{Fed, Range, Txn};
use serde::{Deserialize, Serialize};

use crate::error::chain;
use crate::{Delivery, Error, keys};

/// How long a dead letter is kept, milliseconds: 14 days, the longest that a queue of AWS keeps
/// one.
const KEPT_MS: u64 = 14 * 24 * 60 * 60 * 1000;

/// A delivery that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// What should have been delivered.
    pub delivery: Delivery,
    /// Why it was not, for a person.
    pub reason: String,
    /// When it was given up, milliseconds since the epoch.
    pub given_up_ms: u64,
}

/// Keeps a delivery as a dead letter.
pub(crate) fn put(
    txn: &mut dyn Txn,
    key: &[u8],
    delivery: &Delivery,
    reason: String,
    now: Timestamp,
) -> Result<(), Error> {
    tracing::warn!(target = delivery.target, reason, "a delivery is a dead letter");
    let letter = DeadLetter { delivery: delivery.clone(), reason, given_up_ms: now.as_millis() };
    let dead = keys::dead(now, key);
    txn.put(dead.clone(), Bytes::from(serde_json::to_vec(&letter)?), Fed::No);
    txn.due(now.plus_millis(KEPT_MS), &dead, Bytes::new());
    Ok(())
}

/// The reason of a dead letter that stands for a record that cannot be read.
pub(crate) fn unreadable(what: &str, error: &Error) -> String {
    format!("{what} cannot be read and was set aside: {}", chain(error))
}

/// Up to `limit` dead letters, the latest first; one that cannot be read says that of itself.
///
/// # Errors
/// When the store fails.
pub fn dead_letters(txn: &mut dyn Txn, limit: usize) -> Result<Vec<DeadLetter>, Error> {
    let found = txn.scan(&Range::prefix(&keys::all_dead()), limit)?;
    let letter = |(key, value): &(Bytes, Bytes)| {
        serde_json::from_slice(value).unwrap_or_else(|error| {
            let given_up = keys::given_up(key).unwrap_or(Timestamp::ZERO);
            DeadLetter {
                delivery: Delivery::unreadable("", key, value, given_up),
                reason: unreadable("a dead letter", &error.into()),
                given_up_ms: given_up.as_millis(),
            }
        })
    };
    Ok(found.iter().map(letter).collect())
}

/// How many dead letters there are, counted up to `limit`.
///
/// # Errors
/// When the store fails.
pub fn dead_letter_count(txn: &mut dyn Txn, limit: usize) -> Result<usize, Error> {
    Ok(txn.scan(&Range::prefix(&keys::all_dead()), limit)?.len())
}
