//! Ring files: bounded records of what is observed but not promised (spans, function logs, usage).
//!
//! A ring is a folder of *chunks*, append-only files named by the position of their first byte in
//! the ring's whole life; when all together exceed the bound, the oldest chunk goes. A record has
//! its length, a checksum, a time and its bytes. Times never go back along a ring (an earlier one
//! is lifted to the one before), so a time can be looked up by chunk.
//!
//! Records are gathered in memory and written at the latest half a second after they came; nothing
//! is ever synced. So a killed process loses at most its last second, a power cut may lose more,
//! and a torn end is cut at the next start. A record that cannot be written (disk full) is counted
//! as lost and forgotten: observation must never stop what it observes.
//!
//! Not here: searching. Whoever needs an index of their records keeps one.

mod chunk;

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use samara_base::Timestamp;

use self::chunk::{
    Chunk, HEADER_BYTES, chunk_path, count_records, encode, parse_header, read_chunk, read_time,
};
use crate::StoreError;
use crate::file::io_error;

/// The largest record, bytes.
pub const RING_RECORD_BYTES_MAX: usize = 1024 * 1024;
/// What is gathered in memory before it is written, bytes.
const BUFFER_BYTES: usize = 256 * 1024;
/// How long a record may wait in memory.
const FLUSH_EVERY: Duration = Duration::from_millis(500);

/// How much a ring keeps.
#[derive(Debug, Clone, Copy)]
pub struct RingConfig {
    /// All chunks together, bytes; the oldest chunk goes when there are more.
    pub bytes_max: u64,
    /// When a chunk is full and the next one begins, bytes. What is dropped at once.
    pub chunk_bytes: u64,
}

/// A place in a ring: comparable, and kept across restarts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

/// One record as it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RingRecord {
    /// Where it is.
    pub position: Position,
    /// Its time.
    pub time: Timestamp,
    /// What was appended.
    pub bytes: Bytes,
}

/// A stretch of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RingRead {
    /// The records, oldest first.
    pub records: Vec<RingRecord>,
    /// Where to go on reading.
    pub next: Position,
}

/// A bounded, append-only record of observations in files.
pub struct Ring {
    shared: Arc<Shared>,
    flusher: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    dir: PathBuf,
    config: RingConfig,
    /// Oldest first; the last one is written to.
    chunks: VecDeque<Chunk>,
    file: Option<File>,
    buffer: Vec<u8>,
    /// The position of the buffer's first byte.
    written: u64,
    last_time: Timestamp,
    lost: u64,
    closing: bool,
}

impl Ring {
    /// Opens the ring in a folder, which is made when it is not there; cuts a torn end.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(dir: &Path, config: RingConfig) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(io_error("create the folder", dir))?;
        let mut state = State::load(dir, config)?;
        state.drop_oldest();
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let of_flusher = Arc::clone(&shared);
        let flusher = Builder::new()
            .name("samara-ring".to_owned())
            .spawn(move || of_flusher.keep_flushing())
            .map_err(io_error("start the flusher of", dir))?;
        Ok(Self { shared, flusher: Some(flusher) })
    }

    /// Adds a record; it is in the file within half a second.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] when it is over [`RING_RECORD_BYTES_MAX`].
    pub fn append(&self, time: Timestamp, bytes: &[u8]) -> Result<Position, StoreError> {
        if RING_RECORD_BYTES_MAX < bytes.len() {
            return Err(StoreError::TooLarge { bytes: bytes.len(), max: RING_RECORD_BYTES_MAX });
        }
        let mut state = self.shared.lock();
        if state.buffer.is_empty() {
            self.shared.changed.notify_one();
        }
        let position = state.append(time, bytes);
        if BUFFER_BYTES <= state.buffer.len() {
            // A failure is counted in `lost`; there is nobody here who could do more.
            let _ = state.write_out();
        }
        Ok(position)
    }

    /// Writes what is still in memory to the file (without syncing it).
    ///
    /// # Errors
    /// When the disk refuses; what was in memory is then lost, and counted.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.shared.lock().write_out()
    }

    /// Up to some `bytes_max` of records from a position on; at least one when there is one. A
    /// position that is gone already reads from the oldest record.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read(&self, from: Position, bytes_max: usize) -> Result<RingRead, StoreError> {
        let (dir, chunks) = self.snapshot(from);
        let mut read = RingRead { records: Vec::new(), next: from };
        let mut left = bytes_max.max(1);
        for chunk in chunks {
            left = read_chunk(&dir, chunk, &mut read, left)?;
            if left == 0 {
                break;
            }
        }
        Ok(read)
    }

    /// The position of the first record whose time is `time` or later; the end when there is none.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn position_at(&self, time: Timestamp) -> Result<Position, StoreError> {
        let (dir, chunks) = self.snapshot(Position(0));
        let later = chunks.partition_point(|chunk| chunk.first_time < time);
        let mut end = Position(0);
        for chunk in chunks.into_iter().skip(later.saturating_sub(1)) {
            let mut read = RingRead { records: Vec::new(), next: Position(chunk.start) };
            read_chunk(&dir, chunk, &mut read, usize::MAX)?;
            if let Some(found) = read.records.iter().find(|record| time <= record.time) {
                return Ok(found.position);
            }
            end = read.next;
        }
        Ok(end)
    }

    /// The position after the last record.
    #[must_use]
    pub fn end(&self) -> Position {
        let state = self.shared.lock();
        Position(state.written + state.buffer.len() as u64)
    }

    /// How many records could not be written since the ring was opened.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.shared.lock().lost
    }

    /// Everything in files, and which chunks hold what follows a position.
    fn snapshot(&self, from: Position) -> (PathBuf, Vec<Chunk>) {
        let mut state = self.shared.lock();
        // What cannot be written is counted as lost and so not there to be read.
        let _ = state.write_out();
        let holds = |chunk: &&Chunk| from.0 < chunk.start + chunk.length;
        (state.dir.clone(), state.chunks.iter().filter(holds).copied().collect())
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        self.shared.lock().closing = true;
        self.shared.changed.notify_all();
        if let Some(flusher) = self.flusher.take() {
            // It ends by itself; a panic in it has been reported by then.
            let _ = flusher.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the buffer out half a second after its first record came, until the ring is closed.
    fn keep_flushing(&self) {
        let mut state = self.lock();
        while !state.closing {
            if state.buffer.is_empty() {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let waited = self.changed.wait_timeout(state, FLUSH_EVERY);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            // A failure is counted in `lost`.
            let _ = state.write_out();
        }
        let _ = state.write_out();
    }
}

impl State {
    fn load(dir: &Path, config: RingConfig) -> Result<Self, StoreError> {
        let mut starts = Vec::new();
        for entry in fs::read_dir(dir).map_err(io_error("read the folder", dir))? {
            let name = entry.map_err(io_error("read the folder", dir))?.file_name();
            let start = name.to_str().and_then(|name| name.strip_suffix(".ring")?.parse().ok());
            starts.extend(start.map(|start: u64| start));
        }
        starts.sort_unstable();
        let mut state = Self {
            dir: dir.to_owned(),
            config,
            chunks: VecDeque::new(),
            file: None,
            buffer: Vec::new(),
            written: 0,
            last_time: Timestamp::ZERO,
            lost: 0,
            closing: false,
        };
        let newest = starts.last().copied();
        for start in starts {
            state.load_chunk(start, newest == Some(start))?;
        }
        Ok(state)
    }

    /// Takes a chunk over; the newest one is walked, cut after its last whole record, and opened.
    fn load_chunk(&mut self, start: u64, newest: bool) -> Result<(), StoreError> {
        let path = chunk_path(&self.dir, start);
        let file = OpenOptions::new().read(true).write(true).open(&path);
        let file = file.map_err(io_error("open", &path))?;
        let mut length = file.metadata().map_err(io_error("read", &path))?.len();
        let first_time = read_time(&file).unwrap_or_default();
        if newest {
            let mut read = RingRead { records: Vec::new(), next: Position(start) };
            read_chunk(&self.dir, Chunk { start, length, first_time }, &mut read, usize::MAX)?;
            let last = read.records.last();
            self.last_time = last.map_or(first_time, |record| record.time);
            let size = |record: &RingRecord| {
                record.position.0 + (HEADER_BYTES + record.bytes.len()) as u64 - start
            };
            length = last.map_or(0, size);
            file.set_len(length).map_err(io_error("cut", &path))?;
            self.file = Some(file);
        }
        self.written = start + length;
        self.chunks.push_back(Chunk { start, length, first_time });
        Ok(())
    }

    fn append(&mut self, time: Timestamp, bytes: &[u8]) -> Position {
        let time = time.max(self.last_time);
        self.last_time = time;
        let position = self.written + self.buffer.len() as u64;
        encode(time, bytes, &mut self.buffer);
        Position(position)
    }

    fn write_out(&mut self) -> Result<(), StoreError> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let written = self.write_buffer();
        if written.is_err() {
            self.lost += count_records(&self.buffer);
        }
        self.buffer.clear();
        self.drop_oldest();
        written
    }

    fn write_buffer(&mut self) -> Result<(), StoreError> {
        let full = self.chunks.back().is_none_or(|last| self.config.chunk_bytes <= last.length);
        if full || self.file.is_none() {
            self.begin_chunk()?;
        }
        let (Some(file), Some(chunk)) = (&self.file, self.chunks.back_mut()) else {
            return Err(StoreError::Closed);
        };
        let path = chunk_path(&self.dir, chunk.start);
        if let Err(error) = file.write_all_at(&self.buffer, chunk.length) {
            // A part of it may be there: the next write goes over it, or the next start cuts it.
            return Err(io_error("write", &path)(error));
        }
        chunk.length += self.buffer.len() as u64;
        self.written += self.buffer.len() as u64;
        Ok(())
    }

    fn begin_chunk(&mut self) -> Result<(), StoreError> {
        let path = chunk_path(&self.dir, self.written);
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path);
        self.file = Some(file.map_err(io_error("create", &path))?);
        let first_time = parse_header(&self.buffer).map_or(self.last_time, |header| header.time);
        // A new chunk at the place of an empty one takes over its file.
        self.chunks.retain(|chunk| chunk.start < self.written);
        self.chunks.push_back(Chunk { start: self.written, length: 0, first_time });
        Ok(())
    }

    fn drop_oldest(&mut self) {
        let mut total: u64 = self.chunks.iter().map(|chunk| chunk.length).sum();
        while self.config.bytes_max < total && 1 < self.chunks.len() {
            if let Some(oldest) = self.chunks.pop_front() {
                total -= oldest.length;
                // If it stays, the next start finds it and tries again.
                let _ = fs::remove_file(chunk_path(&self.dir, oldest.start));
            }
        }
    }
}

#[cfg(test)]
mod tests;
