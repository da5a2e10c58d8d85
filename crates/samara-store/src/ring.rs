//! Ring files: bounded records of what is observed but not promised (spans, function logs, usage).
//!
//! A ring is a folder of *chunks*, append-only files named by the position of their first byte in
//! the ring's whole life; when all together exceed the bound, the oldest chunk goes. A record has
//! its length, a checksum, a time and its bytes. Times never go back along a ring (an earlier one
//! is lifted to the one before), so a time can be looked up by chunk.
//!
//! Records are gathered in memory and written by a thread of the ring's own, at the latest half a
//! second after they came; nothing is ever synced. So a killed process loses at most its last
//! second, a power cut may lose more, and a torn end is cut at the next start. Whoever appends
//! never waits for the disk: while it is slower than what comes, memory fills up to a bound, and
//! what is over it is counted as lost, as is what cannot be written (disk full). Observation must
//! never stop what it observes. Whoever reads does wait.
//!
//! Not here: searching. Whoever needs an index of their records keeps one.

mod chunk;

use std::collections::VecDeque;
use std::error::Error;
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
/// The most that waits in memory for a slow disk, bytes; a record more is lost.
const BUFFER_BYTES_MAX: usize = 4 * 1024 * 1024;
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
    /// Held while the disk is waited for. Whoever needs both takes this one first.
    files: Mutex<Files>,
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

/// What is in files.
struct Files {
    dir: PathBuf,
    config: RingConfig,
    /// Oldest first; the last one is written to.
    chunks: VecDeque<Chunk>,
    /// The last chunk's. None when the next write begins a chunk.
    file: Option<File>,
}

/// What is in memory: held for moments only.
struct Waiting {
    buffer: Vec<u8>,
    /// The position of the buffer's first byte.
    start: u64,
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
        let (mut files, waiting) = Files::load(dir, config)?;
        files.drop_oldest();
        let (files, waiting) = (Mutex::new(files), Mutex::new(waiting));
        let shared = Arc::new(Shared { files, waiting, changed: Condvar::new() });
        let of_flusher = Arc::clone(&shared);
        let flusher = Builder::new()
            .name("samara-ring".to_owned())
            .spawn(move || of_flusher.keep_flushing())
            .map_err(io_error("start the flusher of", dir))?;
        Ok(Self { shared, flusher: Some(flusher) })
    }

    /// Adds a record; it is in the file within half a second, unless the disk is slower.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] when it is over [`RING_RECORD_BYTES_MAX`]; [`StoreError::Full`]
    /// when too much waits for the disk: the record is lost, and counted.
    pub fn append(&self, time: Timestamp, bytes: &[u8]) -> Result<Position, StoreError> {
        if RING_RECORD_BYTES_MAX < bytes.len() {
            return Err(StoreError::TooLarge { bytes: bytes.len(), max: RING_RECORD_BYTES_MAX });
        }
        let mut waiting = self.shared.waiting();
        let before = waiting.buffer.len();
        let position = waiting.append(time, bytes)?;
        let passed = before < BUFFER_BYTES && BUFFER_BYTES <= waiting.buffer.len();
        if before == 0 || passed {
            self.shared.changed.notify_one();
        }
        Ok(position)
    }

    /// Writes what is still in memory to the file (without syncing it).
    ///
    /// # Errors
    /// When the disk refuses; what was in memory is then lost, and counted.
    pub fn flush(&self) -> Result<(), StoreError> {
        self.shared.write_out().1
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
        self.shared.waiting().end()
    }

    /// How many records could not be written since the ring was opened.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.shared.waiting().lost
    }

    /// Everything in files, and which chunks hold what follows a position.
    fn snapshot(&self, from: Position) -> (PathBuf, Vec<Chunk>) {
        // What cannot be written is counted as lost and so not there to be read.
        let (files, _) = self.shared.write_out();
        let holds = |chunk: &&Chunk| from.0 < chunk.start + chunk.length;
        (files.dir.clone(), files.chunks.iter().filter(holds).copied().collect())
    }
}

impl Drop for Ring {
    fn drop(&mut self) {
        self.shared.waiting().closing = true;
        self.shared.changed.notify_all();
        if let Some(flusher) = self.flusher.take() {
            // It ends by itself; a panic in it has been reported by then.
            let _ = flusher.join();
        }
    }
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the buffer out when it is full, or half a second after its first record came, until
    /// the ring is closed.
    fn keep_flushing(&self) {
        let mut told = 0;
        let mut waiting = self.waiting();
        while !waiting.closing {
            if waiting.buffer.is_empty() {
                waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let gathering = |it: &mut Waiting| !it.closing && it.buffer.len() < BUFFER_BYTES;
            let waited = self.changed.wait_timeout_while(waiting, FLUSH_EVERY, gathering);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
            let (files, written) = self.write_out();
            let dir = files.dir.clone();
            drop(files);
            waiting = self.waiting();
            told = waiting.tell_lost(told, &dir, written);
        }
        drop(waiting);
        let _ = self.write_out();
    }

    /// Brings what waits into files; they stay locked, with the outcome. Those who append meanwhile
    /// go on.
    fn write_out(&self) -> (MutexGuard<'_, Files>, Result<(), StoreError>) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let (buffer, start) = self.waiting().take();
        if buffer.is_empty() {
            return (files, Ok(()));
        }
        let written = files.write(&buffer, start);
        files.drop_oldest();
        if written.is_err() {
            self.waiting().lost += count_records(&buffer);
        }
        (files, written)
    }
}

impl Waiting {
    fn append(&mut self, time: Timestamp, bytes: &[u8]) -> Result<Position, StoreError> {
        if BUFFER_BYTES_MAX < self.buffer.len() + bytes.len() {
            self.lost += 1;
            return Err(StoreError::Full);
        }
        self.last_time = time.max(self.last_time);
        let position = self.end();
        encode(self.last_time, bytes, &mut self.buffer);
        Ok(position)
    }

    fn end(&self) -> Position {
        Position(self.start + self.buffer.len() as u64)
    }

    /// Tells the operator how many records were lost, when they are twice as many as it was told
    /// of: a disk that stays full must not fill the log. Says how many it knows of.
    fn tell_lost(&self, told: u64, dir: &Path, written: Result<(), StoreError>) -> u64 {
        if self.lost <= 2 * told {
            return told;
        }
        let cause = written.err().as_ref().and_then(Error::source).map(ToString::to_string);
        let (lost, dir) = (self.lost, dir.display());
        tracing::warn!(lost, %dir, cause, "log lines or usage were lost: the disk is full or slow");
        lost
    }

    /// All that waits, and the position of its first byte.
    fn take(&mut self) -> (Vec<u8>, u64) {
        let start = self.start;
        self.start = self.end().0;
        // Mostly the next one becomes as large.
        let next = Vec::with_capacity(self.buffer.len().min(BUFFER_BYTES));
        (std::mem::replace(&mut self.buffer, next), start)
    }
}

impl Files {
    fn load(dir: &Path, config: RingConfig) -> Result<(Self, Waiting), StoreError> {
        let mut starts = Vec::new();
        for entry in fs::read_dir(dir).map_err(io_error("read the folder", dir))? {
            let name = entry.map_err(io_error("read the folder", dir))?.file_name();
            let start = name.to_str().and_then(|name| name.strip_suffix(".ring")?.parse().ok());
            starts.extend(start.map(|start: u64| start));
        }
        starts.sort_unstable();
        let chunks = VecDeque::new();
        let mut files = Self { dir: dir.to_owned(), config, chunks, file: None };
        let mut waiting = Waiting {
            buffer: Vec::new(),
            start: 0,
            last_time: Timestamp::ZERO,
            lost: 0,
            closing: false,
        };
        let newest = starts.pop();
        for start in starts {
            let chunk = files.open_chunk(start)?.1;
            files.chunks.push_back(chunk);
        }
        if let Some(start) = newest {
            files.load_newest(start, &mut waiting)?;
        }
        Ok((files, waiting))
    }

    fn open_chunk(&self, start: u64) -> Result<(File, Chunk), StoreError> {
        let path = chunk_path(&self.dir, start);
        let file = OpenOptions::new().read(true).write(true).open(&path);
        let file = file.map_err(io_error("open", &path))?;
        let length = file.metadata().map_err(io_error("read", &path))?.len();
        let first_time = read_time(&file).unwrap_or_default();
        Ok((file, Chunk { start, length, first_time }))
    }

    /// The newest chunk is walked and cut after its last whole record; it is written on.
    fn load_newest(&mut self, start: u64, waiting: &mut Waiting) -> Result<(), StoreError> {
        let (file, mut chunk) = self.open_chunk(start)?;
        let mut read = RingRead { records: Vec::new(), next: Position(start) };
        read_chunk(&self.dir, chunk, &mut read, usize::MAX)?;
        let last = read.records.last();
        waiting.last_time = last.map_or(chunk.first_time, |record| record.time);
        let end = |record: &RingRecord| {
            record.position.0 + (HEADER_BYTES + record.bytes.len()) as u64 - start
        };
        chunk.length = last.map_or(0, end);
        let path = chunk_path(&self.dir, start);
        file.set_len(chunk.length).map_err(io_error("cut", &path))?;
        waiting.start = start + chunk.length;
        self.file = Some(file);
        self.chunks.push_back(chunk);
        Ok(())
    }

    /// Writes records whose first byte has this position.
    fn write(&mut self, records: &[u8], position: u64) -> Result<(), StoreError> {
        let full = self.chunks.back().is_none_or(|last| self.config.chunk_bytes <= last.length);
        if full || self.file.is_none() {
            self.begin_chunk(records, position)?;
        }
        let (Some(file), Some(chunk)) = (&self.file, self.chunks.back_mut()) else {
            return Err(StoreError::Closed);
        };
        let path = chunk_path(&self.dir, chunk.start);
        if let Err(error) = file.write_all_at(records, chunk.length) {
            // A part of it may be there; what comes after it has a later position, and so a chunk
            // of its own.
            let _ = file.set_len(chunk.length);
            self.file = None;
            return Err(io_error("write", &path)(error));
        }
        chunk.length += records.len() as u64;
        Ok(())
    }

    fn begin_chunk(&mut self, records: &[u8], start: u64) -> Result<(), StoreError> {
        let path = chunk_path(&self.dir, start);
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path);
        self.file = Some(file.map_err(io_error("create", &path))?);
        let first_time = parse_header(records).map_or_else(Timestamp::default, |it| it.time);
        // A new chunk at the place of an empty one takes over its file.
        self.chunks.retain(|chunk| chunk.start < start);
        self.chunks.push_back(Chunk { start, length: 0, first_time });
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
