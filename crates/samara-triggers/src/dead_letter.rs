//! Deliveries that were given up and have nowhere else to go.

use bytes::Bytes;
use samara_base::Timestamp;
use samara_store::{Fed, Range, Txn};
use serde::{Deserialize, Serialize};

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
    let letter = DeadLetter { delivery: delivery.clone(), reason, given_up_ms: now.as_millis() };
    let dead = keys::dead(now, key);
    txn.put(dead.clone(), Bytes::from(serde_json::to_vec(&letter)?), Fed::No);
    txn.due(now.plus_millis(KEPT_MS), &dead, Bytes::new());
    Ok(())
}

/// Up to `limit` dead letters, the latest first.
///
/// # Errors
/// When the store fails or a record cannot be read.
pub fn dead_letters(txn: &mut dyn Txn, limit: usize) -> Result<Vec<DeadLetter>, Error> {
    let found = txn.scan(&Range::prefix(&keys::all_dead()), limit)?;
    found.iter().map(|(_, value)| Ok(serde_json::from_slice(value)?)).collect()
}

/// How many dead letters there are, counted up to `limit`.
///
/// # Errors
/// When the store fails.
pub fn dead_letter_count(txn: &mut dyn Txn, limit: usize) -> Result<usize, Error> {
    Ok(txn.scan(&Range::prefix(&keys::all_dead()), limit)?.len())
}
