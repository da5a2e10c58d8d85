//! The log: segments of groups of records, written by one thread, read by followers.
//!
//! [`Log`] is the writer's end; [`LogFiles`] is what it shares with those who read the feed from
//! files and with the housekeeping that drops segments nobody needs. A reader never goes past the
//! head it was told of, so it never sees what is not synced.

pub(crate) mod group;
pub(crate) mod record;
pub(crate) mod recovery;
pub(crate) mod segment;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use self::group::{GROUP_HEADER_BYTES, seal_group};
use self::record::Record;
use self::segment::{SEGMENT_HEADER_BYTES, Scanner, Segment, allocate, segment_path};
use super::fatal::disk_failed;
use crate::file::{io_error, is_full, sync_dir};
use crate::{Commit, Disk, FeedError, Sequence, StoreError};

/// How far apart the places are that are remembered for readers, bytes.
const MARK_EVERY_BYTES: u64 = 256 * 1024;
/// How many such places are remembered; more than a thousand segments' worth.
const MARKS_MAX: usize = 16_384;
/// The only epoch there is while one node owns a log.
const EPOCH: u64 = 1;

/// The files of the log, shared by writer, readers and housekeeping.
pub(crate) struct LogFiles {
    pub(crate) dir: PathBuf,
    pub(crate) disk: Arc<dyn Disk>,
    /// How large a segment is allocated, bytes.
    pub(crate) segment_bytes: u64,
    list: Mutex<List>,
}

#[derive(Default)]
struct List {
    /// The first sequences of all segments, in order.
    segments: Vec<Sequence>,
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

/// The writer's end of the log.
pub(crate) struct Log {
    files: Arc<LogFiles>,
    segment: Segment,
    /// Where the next group goes.
    offset: u64,
    marked: u64,
    /// The last sequence that is known to be synced.
    durable_through: Sequence,
}

impl LogFiles {
    pub(crate) fn new(dir: PathBuf, disk: Arc<dyn Disk>, segment_bytes: u64) -> Arc<Self> {
        Arc::new(Self { dir, disk, segment_bytes, list: Mutex::default() })
    }

    fn list(&self) -> MutexGuard<'_, List> {
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
    fn begin_segment(
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
        Ok(self.list().segments.len() as u64 * self.segment_bytes)
    }

    /// Whether [`LogFiles::trim`] would delete anything.
    pub(crate) fn would_trim(&self, needed: Sequence) -> bool {
        self.list().segments.get(1).is_some_and(|first| *first <= needed.saturating_add(1))
    }

    /// The oldest sequence after which everything is still here.
    pub(crate) fn oldest(&self) -> Sequence {
        self.list().segments.first().map_or(0, |first| first.saturating_sub(1))
    }

    fn mark(&self, sequence: Sequence, segment: Sequence, offset: u64) {
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
        *left = left.saturating_sub(commit_bytes(&commit));
        commits.push(commit);
    }
}

fn commit_bytes(commit: &Commit) -> usize {
    let size = |image: &Option<Bytes>| image.as_ref().map_or(0, Bytes::len);
    let change =
        |change: &crate::Change| change.key.len() + size(&change.before) + size(&change.after);
    commit.changes.iter().map(change).sum::<usize>() + 32
}

impl Log {
    /// A buffer for a group's body, with room for the header before it.
    pub(crate) fn buffer() -> Vec<u8> {
        vec![0; GROUP_HEADER_BYTES]
    }

    /// Writes and syncs a group whose body was added to a [`Log::buffer`]; gives the body back.
    ///
    /// A full disk is an error, and nothing was written then that could come alive. Any other
    /// failure ends the process: nobody can know what is on the disk.
    pub(crate) fn append(
        &mut self,
        mut buffer: Vec<u8>,
        first: Sequence,
        records: u32,
    ) -> Result<Bytes, StoreError> {
        let bytes = buffer.len() as u64;
        if self.segment.room < self.offset + bytes {
            self.roll(first, bytes)?;
        }
        seal_group(
            &mut buffer,
            self.segment.nonce,
            (first, records),
            (EPOCH, self.durable_through),
        );
        let buffer = Bytes::from(buffer);
        let file = &self.segment.file;
        if let Err(error) = self.files.disk.write_at(file, &buffer, self.offset) {
            if !is_full(&error) {
                disk_failed(&format!("write {}", self.segment.path.display()), &error);
            }
            // What was written is only a part: without its magic it is not even that.
            let _ = self.files.disk.write_at(file, &[0; GROUP_HEADER_BYTES], self.offset);
            return Err(StoreError::Full);
        }
        if let Err(error) = self.files.disk.sync(file) {
            disk_failed(&format!("sync {}", self.segment.path.display()), &error);
        }
        if self.marked + MARK_EVERY_BYTES <= self.offset {
            self.files.mark(first, self.segment.first, self.offset);
            self.marked = self.offset;
        }
        self.offset += bytes;
        self.durable_through = (first + u64::from(records)).saturating_sub(1);
        Ok(buffer.slice(GROUP_HEADER_BYTES..))
    }

    /// Says in the log that all of it is synced, so that the next start can tell damage to the
    /// last group from a torn write.
    pub(crate) fn append_close_mark(&mut self) -> Result<(), StoreError> {
        self.append(Self::buffer(), self.durable_through + 1, 0).map(|_| ())
    }

    fn roll(&mut self, first: Sequence, bytes: u64) -> Result<(), StoreError> {
        let segment = match self.files.begin_segment(first, bytes, &|_| Vec::new()) {
            Err(StoreError::Io { doing, source }) => {
                disk_failed(&doing, &source);
            }
            other => other?,
        };
        let full = std::mem::replace(&mut self.segment, segment);
        // Only to give back the room that it did not use: what follows its end reads as zeros.
        if let Err(error) = full.file.set_len(self.offset) {
            tracing::warn!(path = %full.path.display(), %error, "a log segment was not shrunk");
        }
        self.offset = SEGMENT_HEADER_BYTES;
        self.marked = SEGMENT_HEADER_BYTES;
        Ok(())
    }
}
