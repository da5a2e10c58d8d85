//! The log's files: which there are, how the feed is read from them, and when they may go.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::record::Record;
use super::segment::{SEGMENT_HEADER_BYTES, Scanner, Segment, allocate, segment_path};
use crate::file::{io_error, sync_dir};
use crate::{Commit, Disk, FeedError, Sequence, StoreError};

/// How far apart the places are that are remembered for readers, bytes.
pub(crate) const MARK_EVERY_BYTES: u64 = 256 * 1024;
/// How many such places are remembered; more than a thousand segments' worth.
const MARKS_MAX: usize = 16_384;

/// The files of the log, shared by writer, readers and housekeeping.
pub(crate) struct LogFiles {
    pub(crate) dir: PathBuf,
    pub(crate) disk: Arc<dyn Disk>,
    /// How large a segment is allocated, bytes.
    pub(crate) segment_bytes: u64,
    list: Mutex<List>,
}

#[derive(Default)]
pub(super) struct List {
    /// The first sequences of all segments, in order.
    pub(super) segments: Vec<Sequence>,
    /// Where groups begin: first sequence to (segment, offset).
    marks: BTreeMap<Sequence, (Sequence, u64)>,
}

/// Where to begin to read: the segment, an offset in it, and the sequence of the group there.
struct Place {
    segment: Sequence,
    next_segment: Option<Sequence>,
    offset: u64,
    sequence: Sequence,
}

impl LogFiles {
    pub(crate) fn new(dir: PathBuf, disk: Arc<dyn Disk>, segment_bytes: u64) -> Arc<Self> {
        Arc::new(Self { dir, disk, segment_bytes, list: Mutex::default() })
    }

    pub(super) fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spare_path(&self) -> PathBuf {
        self.dir.join("spare")
    }

    /// Allocates a segment ahead, so that the writer need not wait and a full disk has room left.
    pub(crate) fn prepare_spare(&self) -> Result<(), StoreError> {
        let (path, made) = (self.spare_path(), self.dir.join("spare.new"));
        if path.exists() {
            return Ok(());
        }
        allocate(&*self.disk, &made, self.segment_bytes)?;
        fs::rename(&made, &path).map_err(io_error("name", &path))
    }

    /// A new segment with these groups in it, in the spare file if it is large enough.
    pub(super) fn begin_segment(
        &self,
        first: Sequence,
        bytes: u64,
        groups: &dyn Fn(u64) -> Vec<u8>,
    ) -> Result<Segment, StoreError> {
        let from = self.dir.join("segment.new");
        let room = self.segment_bytes.max(SEGMENT_HEADER_BYTES + bytes);
        let spare = room == self.segment_bytes && fs::rename(self.spare_path(), &from).is_ok();
        let file = if spare {
            fs::OpenOptions::new()
                .read(true)
                .write(true)
                .open(&from)
                .map_err(io_error("open", &from))?
        } else {
            allocate(&*self.disk, &from, room)?
        };
        let segment = Segment::begin(&*self.disk, &from, file, first, groups)?;
        let mut list = self.list();
        list.segments.retain(|other| *other != first);
        list.segments.push(first);
        Ok(segment)
    }

    /// Deletes the segments that hold nothing after `needed`; says how many bytes are left.
    pub(crate) fn trim(&self, needed: Sequence) -> Result<u64, StoreError> {
        let gone: Vec<Sequence> = {
            let mut list = self.list();
            let later = list.segments.iter().skip(1);
            let count = later.take_while(|first| **first <= needed.saturating_add(1)).count();
            let gone: Vec<Sequence> = list.segments.drain(..count).collect();
            if let Some(oldest) = list.segments.first().copied() {
                list.marks = list.marks.split_off(&oldest);
            }
            gone
        };
        for first in &gone {
            let path = segment_path(&self.dir, *first);
            fs::remove_file(&path).map_err(io_error("delete", &path))?;
        }
        if !gone.is_empty() {
            sync_dir(&self.dir)?;
        }
        let left = self.list().segments.clone();
        let bytes = |first: &Sequence| {
            let path = segment_path(&self.dir, *first);
            fs::metadata(&path).map(|file| file.len()).map_err(io_error("look at", &path))
        };
        left.iter().map(bytes).sum()
    }

    /// Whether [`LogFiles::trim`] would delete anything.
    pub(crate) fn would_trim(&self, needed: Sequence) -> bool {
        self.list().segments.get(1).is_some_and(|first| *first <= needed.saturating_add(1))
    }

    /// The oldest sequence after which everything is still here.
    pub(crate) fn oldest(&self) -> Sequence {
        self.list().segments.first().map_or(0, |first| first.saturating_sub(1))
    }

    pub(super) fn mark(&self, sequence: Sequence, segment: Sequence, offset: u64) {
        let mut list = self.list();
        list.marks.insert(sequence, (segment, offset));
        if MARKS_MAX < list.marks.len() {
            list.marks.pop_first();
        }
    }

    fn place(&self, sequence: Sequence) -> Option<Place> {
        let list = self.list();
        let index = list.segments.partition_point(|first| *first <= sequence).checked_sub(1)?;
        let segment = *list.segments.get(index)?;
        let mark = list.marks.range(..=sequence).next_back();
        let mark = mark.filter(|(_, (of, _))| *of == segment);
        let (sequence, offset) =
            mark.map_or((segment, SEGMENT_HEADER_BYTES), |(first, (_, offset))| (*first, *offset));
        Some(Place {
            segment,
            next_segment: list.segments.get(index + 1).copied(),
            offset,
            sequence,
        })
    }

    /// Commits after `after` up to and with `through`, some `bytes_max` of them, from the files.
    pub(crate) fn read(
        &self,
        after: Sequence,
        through: Sequence,
        bytes_max: usize,
    ) -> Result<Vec<Commit>, FeedError> {
        let mut commits = Vec::new();
        let mut left = bytes_max;
        let mut at = after + 1;
        while at <= through && 0 < left {
            let too_old = || FeedError::TooOld { asked: after, oldest: self.oldest() };
            let place = self.place(at).ok_or_else(too_old)?;
            let before = at;
            match self.read_segment(&place, (&mut at, through), &mut left, &mut commits) {
                // Trimmed between looking and opening.
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(too_old()),
                Err(error) => {
                    let path = segment_path(&self.dir, place.segment);
                    return Err(FeedError::Store(io_error("read", &path)(error)));
                }
                Ok(Err(damaged)) => return Err(damaged.into()),
                Ok(Ok(())) if at == before && commits.is_empty() => return Err(too_old()),
                Ok(Ok(())) => {}
            }
        }
        Ok(commits)
    }

    /// Reads on in one segment until it ends, `through` is reached or enough was read.
    fn read_segment(
        &self,
        place: &Place,
        (at, through): (&mut Sequence, Sequence),
        left: &mut usize,
        commits: &mut Vec<Commit>,
    ) -> io::Result<Result<(), StoreError>> {
        let path = segment_path(&self.dir, place.segment);
        let damaged = |offset| StoreError::Damaged(format!("{} at byte {offset}", path.display()));
        let Some(segment) = Segment::open(&path)? else { return Ok(Err(damaged(0))) };
        let mut scanner = Scanner::new(&segment);
        let (mut offset, mut expected, mut marked) = (place.offset, place.sequence, place.offset);
        while *at <= through && 0 < *left && Some(expected) != place.next_segment {
            let Some(group) = scanner.group_at(offset)?.filter(|g| g.header.first == expected)
            else {
                // Another segment may have been begun since the place was looked up.
                let rolled = self.place(expected).is_some_and(|now| now.segment != place.segment);
                return Ok(if rolled { Ok(()) } else { Err(damaged(offset)) });
            };
            if *at <= group.header.last() {
                let Ok(records) = Record::decode_all(group.body.clone()) else {
                    return Ok(Err(damaged(offset)));
                };
                take_commits(records, at, left, commits);
            }
            offset = group.end();
            expected = group.header.last() + 1;
            if marked + MARK_EVERY_BYTES <= offset {
                self.mark(expected, place.segment, offset);
                marked = offset;
            }
        }
        Ok(Ok(()))
    }
}

/// Adds the records from `at` on as commits until `left` is used up.
pub(crate) fn take_commits(
    records: Vec<Record>,
    at: &mut Sequence,
    left: &mut usize,
    commits: &mut Vec<Commit>,
) {
    for record in records {
        if record.sequence < *at {
            continue;
        }
        if *left == 0 {
            return;
        }
        *at = record.sequence + 1;
        let commit = record.into_commit();
        // What is not fed counts too: its bytes are in memory as long as the group that it is of.
        *left = left.saturating_sub(commit.log_bytes);
        commits.push(commit);
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;
    use crate::OsDisk;

    /// Each start begins a segment: their number says nothing of what a slow follower costs.
    #[test]
    fn what_is_kept_is_as_long_as_its_files() {
        let dir = tempfile::tempdir().unwrap();
        let files = LogFiles::new(dir.path().to_owned(), Arc::new(OsDisk), 64 * 1024 * 1024);
        for (first, bytes) in [(1, 100), (5, 40), (9, 7)] {
            File::create(segment_path(dir.path(), first)).unwrap().set_len(bytes).unwrap();
            files.list().segments.push(first);
        }
        assert_eq!(files.trim(0).unwrap(), 147);
        assert_eq!(files.trim(8).unwrap(), 7);
    }
}
