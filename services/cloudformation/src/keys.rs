//! The keys of CloudFormation. A stack is named by the unique part of its id, which is never
//! reused, so that a stack of the same name cannot see what an earlier one left.

use samara_store::KeyWriter;

/// A stack.
pub const STACK: u8 = 0x90;
/// The stack that has a name now.
pub const NAME: u8 = 0x91;
/// An event of a stack.
pub const EVENT: u8 = 0x92;
/// A change set.
pub const CHANGE_SET: u8 = 0x93;
/// The progress of the job that runs on a stack; fed by key.
pub const PROGRESS: u8 = 0x94;
/// An exported output.
pub const EXPORT: u8 = 0x95;
/// A stack's template.
pub const TEMPLATE: u8 = 0x96;
/// The job that runs on a stack.
pub const JOB: u8 = 0x97;
/// A resource of a stack.
pub const RESOURCE: u8 = 0x98;
/// A stack that imports an export.
pub const IMPORT: u8 = 0x99;

/// The job whose roll-back has failed, kept until it goes on or the stack is deleted.
pub const STALLED: u8 = 0x9a;

/// The key of one of the kinds that a stack has once.
pub(crate) fn of(kind: u8, id: &str) -> Vec<u8> {
    KeyWriter::new(kind).text(id).done()
}

/// The key of one of the kinds that a stack has many of, by name.
pub(crate) fn part(kind: u8, id: &str, name: &str) -> Vec<u8> {
    KeyWriter::new(kind).text(id).text(name).done()
}

/// What all keys of a kind begin with.
pub(crate) fn all(kind: u8) -> Vec<u8> {
    KeyWriter::new(kind).done()
}

/// The unique id in a [`PROGRESS`] key.
#[must_use]
pub fn progress_id(key: &[u8]) -> Option<String> {
    samara_store::KeyReader::new(PROGRESS, key).ok()?.text().ok()
}

#[cfg(test)]
mod tests {
    use super::{PROGRESS, of, progress_id};

    /// A job whose key does not read back would never be run again after a restart.
    #[test]
    fn a_progress_key_reads_back() {
        assert_eq!(progress_id(&of(PROGRESS, "4f-2")).as_deref(), Some("4f-2"));
        assert_eq!(progress_id(&of(super::STACK, "4f-2")), None);
    }
}
