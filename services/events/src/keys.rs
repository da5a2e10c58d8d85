//! The only maker and reader of EventBridge's keys. The table is in the crate's front page.

use samara_store::{KeyError, KeyReader, KeyWriter};

/// Event buses.
pub const BUS: u8 = 0x40;
/// Rules.
pub const RULE: u8 = 0x41;
/// Events that were put and are not yet delivered.
pub const EVENT: u8 = 0x42;

/// Names in the due index of rules with a schedule.
pub const SCHEDULE: u8 = 0x43;

/// The name in the due index of a rule with a schedule.
#[must_use]
pub fn schedule(bus: &str, name: &str) -> Vec<u8> {
    KeyWriter::new(SCHEDULE).text(bus).text(name).done()
}

/// Bus and rule in a name of the due index.
///
/// # Errors
/// When it is not such a name.
pub fn bus_and_scheduled(name: &[u8]) -> Result<(String, String), KeyError> {
    let mut reader = KeyReader::new(SCHEDULE, name)?;
    Ok((reader.text()?, reader.text()?))
}

/// The key of a bus.
#[must_use]
pub fn bus(name: &str) -> Vec<u8> {
    KeyWriter::new(BUS).text(name).done()
}

/// All buses begin so.
#[must_use]
pub fn buses() -> Vec<u8> {
    KeyWriter::new(BUS).done()
}

/// The key of a rule.
#[must_use]
pub fn rule(bus: &str, name: &str) -> Vec<u8> {
    KeyWriter::new(RULE).text(bus).text(name).done()
}

/// All rules of a bus begin so.
#[must_use]
pub fn rules(bus: &str) -> Vec<u8> {
    KeyWriter::new(RULE).text(bus).done()
}

/// Bus and name in a rule's key.
///
/// # Errors
/// When it is not such a key.
pub fn bus_and_rule(key: &[u8]) -> Result<(String, String), KeyError> {
    let mut reader = KeyReader::new(RULE, key)?;
    Ok((reader.text()?, reader.text()?))
}

/// What an event's key begins with; the commit completes it.
#[must_use]
pub fn events(bus: &str) -> Vec<u8> {
    KeyWriter::new(EVENT).text(bus).done()
}

/// The bus in an event's key.
///
/// # Errors
/// When it is not such a key.
pub fn bus_of_event(key: &[u8]) -> Result<String, KeyError> {
    KeyReader::new(EVENT, key)?.text()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        /// An event under a bus that does not read back would never be matched.
        #[test]
        fn names_read_back(bus in "[-._/A-Za-z0-9]{1,64}", rule in "[-._A-Za-z0-9]{1,64}") {
            let key = super::rule(&bus, &rule);
            prop_assert_eq!(super::bus_and_rule(&key), Ok((bus.clone(), rule)));
            let event = [super::events(&bus), vec![0; 10]].concat();
            prop_assert_eq!(super::bus_of_event(&event), Ok(bus));
        }
    }
}
