//! The only maker of Lambda's key bytes. Kinds `30` to `3f`; a number never changes its meaning.

use samara_store::{KeyReader, KeyWriter};

/// The kind of functions: the feed shows their keys.
pub const FUNCTION: u8 = 0x30;
/// The kind of published versions: the feed shows their keys.
pub const VERSION: u8 = 0x31;
const ALIAS: u8 = 0x32;
const POLICY: u8 = 0x33;
const EVENT_INVOKE: u8 = 0x34;

/// The kind of event source mappings: the feed shows their keys.
pub const MAPPING: u8 = 0x36;
const MAPPING_RESULT: u8 = 0x37;

/// The kind of an asynchronous invocation's record: `35`, then the commit's sequence and the
/// entry's place.
pub const ASYNCHRONOUS: u8 = 0x35;

/// What all functions' keys begin with.
pub(crate) fn functions() -> Vec<u8> {
    KeyWriter::new(FUNCTION).done()
}

/// A function.
pub(crate) fn function(name: &str) -> Vec<u8> {
    KeyWriter::new(FUNCTION).text(name).done()
}

/// The name of the function that a key belongs to.
#[must_use]
pub fn function_name(key: &[u8]) -> Option<String> {
    KeyReader::new(FUNCTION, key).ok()?.text().ok()
}

/// What all keys of a function's published versions begin with.
pub(crate) fn versions(function: &str) -> Vec<u8> {
    KeyWriter::new(VERSION).text(function).done()
}

/// A published version.
pub(crate) fn version(function: &str, number: u64) -> Vec<u8> {
    KeyWriter::new(VERSION).text(function).number(number).done()
}

/// What all keys of a function's aliases begin with.
pub(crate) fn aliases(function: &str) -> Vec<u8> {
    KeyWriter::new(ALIAS).text(function).done()
}

/// An alias.
pub(crate) fn alias(function: &str, name: &str) -> Vec<u8> {
    KeyWriter::new(ALIAS).text(function).text(name).done()
}

/// What all keys of a function's resource policies begin with.
pub(crate) fn policies(function: &str) -> Vec<u8> {
    KeyWriter::new(POLICY).text(function).done()
}

/// The resource policy of a function (an empty qualifier), a version or an alias.
pub(crate) fn policy(function: &str, qualifier: &str) -> Vec<u8> {
    KeyWriter::new(POLICY).text(function).text(qualifier).done()
}

/// What all keys of a function's settings for asynchronous invocation begin with.
pub(crate) fn event_invokes(function: &str) -> Vec<u8> {
    KeyWriter::new(EVENT_INVOKE).text(function).done()
}

/// The settings for asynchronous invocation of a function (an empty qualifier), version or alias.
pub(crate) fn event_invoke(function: &str, qualifier: &str) -> Vec<u8> {
    KeyWriter::new(EVENT_INVOKE).text(function).text(qualifier).done()
}

/// What the keys of asynchronous invocations begin with; the commit completes them.
pub(crate) fn asynchronous() -> Vec<u8> {
    KeyWriter::new(ASYNCHRONOUS).done()
}

/// What all keys of event source mappings begin with.
pub(crate) fn mappings() -> Vec<u8> {
    KeyWriter::new(MAPPING).done()
}

/// An event source mapping.
#[must_use]
pub fn mapping(uuid: &str) -> Vec<u8> {
    KeyWriter::new(MAPPING).text(uuid).done()
}

/// The id of the mapping that a key belongs to.
#[must_use]
pub fn mapping_id(key: &[u8]) -> Option<String> {
    KeyReader::new(MAPPING, key).ok()?.text().ok()
}

/// How the last batch of a mapping ended.
pub(crate) fn mapping_result(uuid: &str) -> Vec<u8> {
    KeyWriter::new(MAPPING_RESULT).text(uuid).done()
}

#[cfg(test)]
mod tests {
    use super::{aliases, version, versions};

    /// A function whose name begins like another's must not see the other's versions.
    #[test]
    fn keys_of_one_function_are_apart_from_those_of_the_next() {
        assert!(version("checkout", 9) < version("checkout", 10));
        assert!(version("checkout", 1).starts_with(&versions("checkout")));
        assert!(!version("checkout2", 1).starts_with(&versions("checkout")));
        assert!(!version("checkout", 1).starts_with(&aliases("checkout")));
    }
}
