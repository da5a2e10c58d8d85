//! How far the index has persisted the log, and how far each follower has passed it.
//!
//! Written to a small synced file *before* any of the log is deleted. The index's own tables could
//! tell what they hold, but their highest number can fall when tables are merged; so what may be
//! left out of a replay is kept here.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Buf;

use super::home::replace_file;
use crate::file::io_error;
use crate::{Sequence, StoreError};

/// What is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Everything up to here is in the index's synced tables.
    pub(crate) persisted: Sequence,
    /// The time of the last commit when this was written, milliseconds: none may be earlier, also
    /// when the log that had it is gone.
    pub(crate) time_ms: u64,
    /// What each follower has passed.
    pub(crate) followers: BTreeMap<String, Sequence>,
}

impl Progress {
    /// Up to where nobody needs the log.
    pub(crate) fn unneeded(&self) -> Sequence {
        self.followers.values().copied().chain([self.persisted]).min().unwrap_or_default()
    }

    /// The follower that is furthest behind.
    pub(crate) fn slowest(&self) -> Option<(&str, Sequence)> {
        let slowest = self.followers.iter().min_by_key(|(_, passed)| **passed)?;
        Some((slowest.0.as_str(), *slowest.1))
    }

    pub(crate) fn load(dir: &Path) -> Result<Self, StoreError> {
        let path = progress_path(dir);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(io_error("read", &path)(error)),
        };
        Self::decode(&bytes).ok_or_else(|| StoreError::Damaged(path.display().to_string()))
    }

    pub(crate) fn save(&self, dir: &Path) -> Result<(), StoreError> {
        replace_file(&progress_path(dir), &self.encode())
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = self.persisted.to_le_bytes().to_vec();
        bytes.extend(self.time_ms.to_le_bytes());
        for (name, passed) in &self.followers {
            let name = name.get(..name.len().min(usize::from(u16::MAX))).unwrap_or_default();
            bytes.extend(u16::try_from(name.len()).unwrap_or_default().to_le_bytes());
            bytes.extend(name.as_bytes());
            bytes.extend(passed.to_le_bytes());
        }
        let mut all = crc32c::crc32c(&bytes).to_le_bytes().to_vec();
        all.extend(bytes);
        all
    }

    fn decode(mut bytes: &[u8]) -> Option<Self> {
        let sum = bytes.try_get_u32_le().ok()?;
        if crc32c::crc32c(bytes) != sum {
            return None;
        }
        let persisted = bytes.try_get_u64_le().ok()?;
        let time_ms = bytes.try_get_u64_le().ok()?;
        let mut followers = BTreeMap::new();
        while !bytes.is_empty() {
            let length = usize::from(bytes.try_get_u16_le().ok()?);
            let (name, rest) = bytes.split_at_checked(length)?;
            bytes = rest;
            let name = String::from_utf8(name.to_vec()).ok()?;
            followers.insert(name, bytes.try_get_u64_le().ok()?);
        }
        Some(Self { persisted, time_ms, followers })
    }
}

fn progress_path(dir: &Path) -> PathBuf {
    dir.join("progress")
}

#[cfg(test)]
mod tests {
    use super::Progress;

    /// Read back wrongly, a start would leave commits out of the index.
    #[test]
    fn progress_reads_back_and_a_flipped_bit_is_seen() {
        let followers = [("triggers".to_owned(), 7), ("other".to_owned(), 9)].into();
        let progress = Progress { persisted: 12, time_ms: 5, followers };
        let bytes = progress.encode();
        assert_eq!(Progress::decode(&bytes), Some(progress.clone()));
        assert_eq!(progress.unneeded(), 7);
        assert_eq!(progress.slowest(), Some(("triggers", 7)));
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 1;
            assert_eq!(Progress::decode(&bad), None);
        }
    }
}
