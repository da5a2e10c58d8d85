//! The only maker and reader of triggers' keys. The table is in the crate's front page.

use samara_base::Timestamp;
use samara_store::{KeyError, KeyReader, KeyWriter};

const FOLLOWER: u8 = 0xa0;
/// Deliveries.
pub(crate) const DELIVERY: u8 = 0xa1;
/// Dead letters.
pub(crate) const DEAD: u8 = 0xa2;
const RUNNING: u8 = 0xa3;
const READY: u8 = 0xa4;

/// The follower's position.
pub(crate) fn follower() -> Vec<u8> {
    KeyWriter::new(FOLLOWER).text("follower").done()
}

/// A delivery, from the record that it comes from and, for a rule, rule and target: the same each
/// time the record is read.
pub(crate) fn delivery(record: &[u8], rule: &str, target: &str) -> Vec<u8> {
    KeyWriter::new(DELIVERY).bytes(record).text(rule).text(target).done()
}

/// The dead letter of a delivery. The later it was given up, the earlier it sorts: whoever looks
/// wants to see what has just gone wrong, however much went wrong before.
pub(crate) fn dead(given_up: Timestamp, delivery: &[u8]) -> Vec<u8> {
    KeyWriter::new(DEAD).number(u64::MAX - given_up.as_millis()).bytes(delivery).done()
}

/// When a dead letter was given up, by its key.
pub(crate) fn given_up(key: &[u8]) -> Option<Timestamp> {
    let number = KeyReader::new(DEAD, key).and_then(|mut reader| reader.number()).ok()?;
    Some(Timestamp::from_millis(u64::MAX - number))
}

/// All dead letters begin so.
pub(crate) fn all_dead() -> Vec<u8> {
    KeyWriter::new(DEAD).done()
}

/// The mark that a delivery runs.
pub(crate) fn running(delivery: &[u8]) -> Vec<u8> {
    KeyWriter::new(RUNNING).bytes(delivery).done()
}

/// All marks of running deliveries begin so.
pub(crate) fn all_running() -> Vec<u8> {
    KeyWriter::new(RUNNING).done()
}

/// The delivery that a mark says runs.
pub(crate) fn delivery_of_running(key: &[u8]) -> Result<Vec<u8>, KeyError> {
    Ok(KeyReader::new(RUNNING, key)?.bytes()?.to_vec())
}

/// The mark that a delivery to a target is ready.
pub(crate) fn ready(target: &str, delivery: &[u8]) -> Vec<u8> {
    KeyWriter::new(READY).text(target).bytes(delivery).done()
}

/// All marks of ready deliveries begin so.
pub(crate) fn all_ready() -> Vec<u8> {
    KeyWriter::new(READY).done()
}

/// All marks of ready deliveries to a target begin so.
pub(crate) fn ready_of(target: &str) -> Vec<u8> {
    KeyWriter::new(READY).text(target).done()
}

/// Target and delivery in a mark of a ready one.
pub(crate) fn target_and_delivery(key: &[u8]) -> Result<(String, Vec<u8>), KeyError> {
    let mut reader = KeyReader::new(READY, key)?;
    Ok((reader.text()?, reader.bytes()?.to_vec()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        /// A mark that does not read back would leave its delivery undone for ever.
        #[test]
        fn marks_read_back(record: Vec<u8>, target in "[a-z:$]{1,40}") {
            let key = super::delivery(&record, "rule", &target);
            prop_assert_eq!(super::delivery_of_running(&super::running(&key)), Ok(key.clone()));
            let ready = super::ready(&target, &key);
            prop_assert_eq!(super::target_and_delivery(&ready), Ok((target, key)));
        }
    }
}
