//! What the log does when it is opened: find its end, and make sure of it.
//!
//! Groups are read in order from the segment that holds the first record which the index has not
//! persisted. The first bad one is where the log ends, *if* nobody can have been told of what
//! stood there: that is, in the last segment, with no good group behind it (a group is written
//! only after the one before it was synced). Anywhere else a bad group means that the disk lost
//! what it had confirmed, and the store refuses to start rather than forget it silently.
//!
//! The last group may have been written but not synced when the process died; a later sync of the
//! same file is no proof, since after a failed sync the pages count as clean. So it is written
//! again, into a new segment, and synced before anything is served. The new segment takes its name
//! only when it is whole, so that a second crash in the midst of this finds the old state or the
//! new one. Nothing is ever appended to a segment of an earlier life.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use samara_base::Timestamp;

use super::group::{GROUP_HEADER_BYTES, Group, seal_group};
use super::record::Record;
use super::segment::{SEGMENT_HEADER_BYTES, Scanner, Segment, segment_path};
use super::syncer::Syncer;
use super::{EPOCH, Log, LogFiles};
use crate::embedded::OpenError;
use crate::file::{io_error, sync_dir};
use crate::{Sequence, StoreError};

/// A log that is ready to be written to.
pub(crate) struct Recovered {
    pub(crate) log: Log,
    /// The last sequence in it.
    pub(crate) head: Sequence,
    /// The time of its last commit; [`Timestamp::ZERO`] when it was read by nobody.
    pub(crate) time: Timestamp,
    /// How many commits were given to the index again.
    pub(crate) replayed: u64,
    /// How many bytes of a torn end were cut.
    pub(crate) cut_bytes: u64,
}

/// The walk through the groups.
struct Walk<'a> {
    persisted: Sequence,
    apply: &'a mut dyn FnMut(&Record),
    /// The sequence that must come next.
    expected: Sequence,
    time: Timestamp,
    replayed: u64,
    cut_bytes: u64,
    /// Groups that no later group said to be synced.
    unsynced: Vec<Group>,
    /// The last segment that holds a group, and where its good ones end.
    end: Option<(Sequence, u64)>,
}

/// Opens the log and gives every record after `persisted` to `apply`, in order.
pub(crate) fn recover(
    files: &Arc<LogFiles>,
    persisted: Sequence,
    apply: &mut dyn FnMut(&Record),
) -> Result<Recovered, OpenError> {
    let segments = find_segments(files)?;
    let oldest = segments.first().copied();
    if oldest.map_or(0 < persisted, |first| persisted + 1 < first) {
        let dir = files.dir.clone();
        return Err(OpenError::LogMissing { dir, needed: persisted + 1, oldest });
    }
    let from = segments.partition_point(|first| *first <= persisted + 1).saturating_sub(1);
    let mut walk = Walk {
        persisted,
        apply,
        expected: segments.get(from).copied().unwrap_or(1),
        time: Timestamp::ZERO,
        replayed: 0,
        cut_bytes: 0,
        unsynced: Vec::new(),
        end: None,
    };
    for (index, first) in segments.iter().enumerate().skip(from) {
        walk.segment(files, *first, segments.get(index + 1).copied())?;
    }
    let head = walk.expected - 1;
    if head < persisted {
        let file = segments.last().map(|last| segment_path(&files.dir, *last));
        let offset = walk.end.map_or(SEGMENT_HEADER_BYTES, |(_, offset)| offset);
        return Err(OpenError::DiskLied {
            file: file.unwrap_or_else(|| files.dir.clone()),
            offset,
            sequence: walk.expected,
        });
    }
    files.list().segments = segments;
    let (time, replayed, cut_bytes) = (walk.time, walk.replayed, walk.cut_bytes);
    let log = write_again(files, head, &walk.unsynced, walk.end)?;
    Ok(Recovered { log, head, time, replayed, cut_bytes })
}

fn find_segments(files: &LogFiles) -> Result<Vec<Sequence>, StoreError> {
    let dir = &files.dir;
    let mut segments = Vec::new();
    for entry in fs::read_dir(dir).map_err(io_error("read the folder", dir))? {
        let name = entry.map_err(io_error("read the folder", dir))?.file_name();
        let name = name.to_string_lossy();
        if let Some(first) = name.strip_suffix(".log").and_then(|first| first.parse().ok()) {
            segments.push(first);
        } else if name.ends_with(".new") {
            let path = dir.join(&*name);
            fs::remove_file(&path).map_err(io_error("delete", &path))?;
        }
    }
    segments.sort_unstable();
    Ok(segments)
}

impl Walk<'_> {
    fn segment(
        &mut self,
        files: &LogFiles,
        first: Sequence,
        next: Option<Sequence>,
    ) -> Result<(), OpenError> {
        let path = segment_path(&files.dir, first);
        let read = |error| OpenError::from(io_error("read", &path)(error));
        let lied = |offset, sequence| OpenError::DiskLied { file: path.clone(), offset, sequence };
        let segment = Segment::open(&path).map_err(read)?;
        let Some(segment) = segment.filter(|s| s.first == first && first == self.expected) else {
            return Err(lied(0, self.expected));
        };
        let mut scanner = Scanner::new(&segment);
        let mut offset = SEGMENT_HEADER_BYTES;
        while Some(self.expected) != next {
            let Some(group) = scanner.group_at(offset).map_err(read)? else {
                if next.is_some() || segment.group_follows(offset).map_err(read)? {
                    return Err(lied(offset, self.expected));
                }
                self.cut_bytes = torn_bytes(&segment, offset).map_err(read)?;
                break;
            };
            if group.header.first != self.expected {
                return Err(lied(offset, self.expected));
            }
            offset = group.end();
            self.group(group).map_err(|()| lied(offset, self.expected))?;
            self.end = Some((first, offset));
        }
        Ok(())
    }

    fn group(&mut self, group: Group) -> Result<(), ()> {
        let header = group.header;
        self.expected = header.last() + 1;
        if self.persisted < header.last() {
            for record in Record::decode_all(group.body.clone()).map_err(|_| ())? {
                self.time = record.time;
                if self.persisted < record.sequence {
                    self.replayed += 1;
                    (self.apply)(&record);
                }
            }
        } else if let Ok(Some(last)) = Record::decode_all(group.body.clone()).map(|mut r| r.pop()) {
            self.time = last.time;
        }
        self.unsynced.retain(|earlier| header.durable_through < earlier.header.last());
        if 0 < header.records {
            self.unsynced.push(group);
        }
        Ok(())
    }
}

/// How much of a segment behind its good groups is more than untouched room.
fn torn_bytes(segment: &Segment, offset: u64) -> io::Result<u64> {
    let mut scanned = 0;
    let mut last = 0;
    let mut bytes = vec![0; 64 * 1024];
    // A torn group is at the most a few megabytes; a figure for the report need not be exact.
    while scanned < 4 * 1024 * 1024 {
        let read =
            std::os::unix::fs::FileExt::read_at(&segment.file, &mut bytes, offset + scanned)?;
        let used = bytes.get(..read).and_then(|read| read.iter().rposition(|byte| *byte != 0));
        if let Some(used) = used {
            last = scanned + used as u64 + 1;
        }
        if read == 0 || used.is_none() {
            break;
        }
        scanned += read as u64;
    }
    Ok(last)
}

/// Begins a new segment with the groups that may not be synced, then cuts them from the old one.
fn write_again(
    files: &Arc<LogFiles>,
    head: Sequence,
    unsynced: &[Group],
    end: Option<(Sequence, u64)>,
) -> Result<Log, OpenError> {
    let first = unsynced.first().map_or(head + 1, |group| group.header.first);
    // A segment that was begun for what comes after them holds nothing yet.
    let empty = head + 1;
    if first != empty && files.list().segments.last() == Some(&empty) {
        let path = segment_path(&files.dir, empty);
        fs::remove_file(&path).map_err(io_error("delete", &path))?;
        sync_dir(&files.dir)?;
        files.list().segments.pop();
    }
    let bytes = unsynced.iter().map(|group| GROUP_HEADER_BYTES + group.body.len()).sum::<usize>();
    let segment = files.begin_segment(first, bytes as u64, &|nonce| seal_all(nonce, unsynced))?;
    if let Some((old, mut offset)) = end.filter(|(old, _)| *old != first) {
        if let Some(group) = unsynced.first() {
            offset = group.offset;
        }
        cut(&segment_path(&files.dir, old), offset)?;
    }
    let syncer = Syncer::start(&files.disk).map_err(io_error("start a thread for", &files.dir))?;
    Ok(Log {
        files: Arc::clone(files),
        segment: Arc::new(segment),
        syncer,
        offset: SEGMENT_HEADER_BYTES + bytes as u64,
        marked: SEGMENT_HEADER_BYTES,
        durable_through: head,
    })
}

fn seal_all(nonce: u64, groups: &[Group]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for Group { header, body, .. } in groups {
        let mut buffer = Log::buffer();
        buffer.extend(body);
        let durable_through = header.durable_through;
        seal_group(&mut buffer, nonce, (header.first, header.records), (EPOCH, durable_through));
        bytes.extend(buffer);
    }
    bytes
}

fn cut(path: &Path, length: u64) -> Result<(), StoreError> {
    let file = fs::OpenOptions::new().write(true).open(path).map_err(io_error("open", path))?;
    file.set_len(length).and_then(|()| file.sync_all()).map_err(io_error("cut", path))
}
