//! The log: segments of groups of records, written by one thread, read by followers.
//!
//! [`Log`] is the writer's end; [`LogFiles`] is what it shares with those who read the feed from
//! files and with the housekeeping that drops segments nobody needs. A reader never goes past the
//! head it was told of, so it never sees what is not synced.
//!
//! The writer waits for the disk most of its time. What else there is to do for a group is done in
//! that time where it is worth a second thread's wake: see [`Log::append`].

pub(crate) mod files;
pub(crate) mod group;
pub(crate) mod record;
pub(crate) mod recovery;
pub(crate) mod segment;
mod syncer;

use std::sync::Arc;

use bytes::Bytes;

use self::files::MARK_EVERY_BYTES;
use self::group::{GROUP_HEADER_BYTES, seal_group};
use self::segment::{SEGMENT_HEADER_BYTES, Segment};
use self::syncer::Syncer;
use super::fatal::disk_failed;
use crate::file::is_full;
use crate::{Sequence, StoreError};

pub(crate) use self::files::{LogFiles, take_commits};

/// The only epoch there is while one node owns a log.
const EPOCH: u64 = 1;

/// From so many records on, a group is synced by another thread while this one goes on: below it,
/// waking that thread costs more than it wins.
const ALONGSIDE_MIN: u32 = 8;

/// The writer's end of the log.
pub(crate) struct Log {
    files: Arc<LogFiles>,
    segment: Arc<Segment>,
    syncer: Syncer,
    /// Where the next group goes.
    offset: u64,
    marked: u64,
    /// The last sequence that is known to be synced.
    durable_through: Sequence,
}

impl Log {
    /// A buffer for a group's body, with room for the header before it.
    pub(crate) fn buffer() -> Vec<u8> {
        vec![0; GROUP_HEADER_BYTES]
    }

    /// Writes and syncs a group whose body was added to a [`Log::buffer`]; gives the body back.
    /// Once it is written, `meanwhile` is run: perhaps before it is synced, so what that does must
    /// not be seen by anybody until this has returned.
    ///
    /// A full disk is an error, nothing was written then that could come alive, and `meanwhile`
    /// was not run. Any other failure ends the process: nobody can know what is on the disk.
    pub(crate) fn append(
        &mut self,
        mut buffer: Vec<u8>,
        first: Sequence,
        records: u32,
        meanwhile: impl FnOnce(),
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
        if records < ALONGSIDE_MIN {
            self.segment.sync(&*self.files.disk);
            meanwhile();
        } else {
            self.syncer.sync(&self.segment, meanwhile);
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
        self.append(Self::buffer(), self.durable_through + 1, 0, || ()).map(|_| ())
    }

    fn roll(&mut self, first: Sequence, bytes: u64) -> Result<(), StoreError> {
        let segment = match self.files.begin_segment(first, bytes, &|_| Vec::new()) {
            Err(StoreError::Io { doing, source }) => {
                disk_failed(&doing, &source);
            }
            other => other?,
        };
        let full = std::mem::replace(&mut self.segment, Arc::new(segment));
        // Only to give back the room that it did not use: what follows its end reads as zeros.
        if let Err(error) = full.file.set_len(self.offset) {
            tracing::warn!(path = %full.path.display(), %error, "a log segment was not shrunk");
        }
        self.offset = SEGMENT_HEADER_BYTES;
        self.marked = SEGMENT_HEADER_BYTES;
        Ok(())
    }
}
