//! What is observed of every hop: functions' log lines, usage and spans, in a bounded window.
//!
//! Observations go to ring files ([`samara_store::ring`]): bounded, not synced, the last second
//! may be lost, and nothing that is observed ever waits for a disk. What a client must not lose
//! (`PutLogEvents`) is a transaction and not here.
//!
//! There are two rings: log lines, and what is known of calls (usage and spans). Log lines are
//! found again by an index in memory ([`index`]): for each stretch of the ring, which groups and
//! streams are in it and when. It is built when the ring is opened, in one pass, and so bounded
//! by the ring. Whoever wants to follow subscribes ([`Trace::subscribe`]); a follower that is too
//! slow misses observations and is told how many.
//!
//! # What is deliberately not here
//!
//! Aggregates and pages (the console), AWS's shapes of log events (`samara-logs`), OTLP (later).

mod index;
mod record;
mod usage;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use samara_base::Timestamp;
use samara_service::{LogEvent, LogQuery, Observed};
use samara_store::StoreError;
use samara_store::ring::{Position, Ring, RingConfig};
use tokio::sync::broadcast;

use index::{Index, STRETCH_BYTES};
pub use record::MESSAGE_BYTES_MAX;
pub use usage::{CallKind, Span, Usage};

/// How much is kept, and how far a follower may fall behind.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of the rings, made when it is not there.
    pub dir: PathBuf,
    /// The most that log lines take, bytes.
    pub log_bytes_max: u64,
    /// The most that usage and spans take, bytes.
    pub usage_bytes_max: u64,
    /// How many observations a follower may be behind before it misses some.
    pub follower_backlog: usize,
}

impl Config {
    /// The defaults in a folder: 64 MiB of log lines, 16 MiB of usage and spans.
    #[must_use]
    pub fn in_dir(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            log_bytes_max: 64 * 1024 * 1024,
            usage_bytes_max: 16 * 1024 * 1024,
            follower_backlog: 4096,
        }
    }
}

/// One thing that was observed.
#[derive(Debug, Clone, PartialEq)]
pub enum Observation {
    /// A line of a function's log.
    Log(LogEvent),
    /// A call that ended.
    Usage(Usage),
    /// A hop.
    Span(Span),
}

/// The observations of a server.
pub struct Trace {
    logs: Ring,
    /// Of the logs. Locked while a line is appended, so that positions come in order; never while
    /// a disk is waited for.
    index: Mutex<Index>,
    log_bytes_max: u64,
    calls: Ring,
    followers: broadcast::Sender<Arc<Observation>>,
}

/// A log line that is handed in.
#[derive(Debug, Clone, Copy)]
pub struct LogLine<'a> {
    /// Its group.
    pub group: &'a str,
    /// Its stream.
    pub stream: &'a str,
    /// When it was written.
    pub time: Timestamp,
    /// The text without its line end; what is over [`MESSAGE_BYTES_MAX`] becomes further lines.
    pub message: &'a str,
}

impl Trace {
    /// Opens the rings of a folder.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(config: &Config) -> Result<Arc<Self>, StoreError> {
        let ring = |name: &str, bytes_max: u64| {
            let chunk_bytes = (bytes_max / 8).max(64 * 1024);
            Ring::open(&config.dir.join(name), RingConfig { bytes_max, chunk_bytes })
        };
        let logs = ring("logs", config.log_bytes_max)?;
        let index = Index::of(&logs)?;
        Ok(Arc::new(Self {
            logs,
            index: Mutex::new(index),
            log_bytes_max: config.log_bytes_max,
            calls: ring("calls", config.usage_bytes_max)?,
            followers: broadcast::channel(config.follower_backlog.max(1)).0,
        }))
    }

    /// Takes a log line in. It never waits; a line that cannot be kept is counted by the ring.
    pub fn log(&self, line: LogLine<'_>) {
        for message in record::pieces(line.message) {
            let piece = LogLine { message, ..line };
            let bytes = record::encode(&piece);
            let mut index = self.index();
            let Ok(position) = self.logs.append(line.time, &bytes) else { continue };
            let end = self.logs.end();
            index.add(position, end, &piece);
            index.forget_before(Position(end.0.saturating_sub(self.log_bytes_max)));
            drop(index);
            self.tell(|| Observation::Log(record::event(position, &piece)));
        }
    }

    /// Takes in that a call ended.
    pub fn usage(&self, usage: Usage) {
        self.keep(usage.ended, &usage::Said::Usage(&usage));
        self.tell(|| Observation::Usage(usage));
    }

    /// Takes in a hop.
    pub fn span(&self, span: Span) {
        self.keep(span.started, &usage::Said::Span(&span));
        self.tell(|| Observation::Span(span));
    }

    /// All that is observed from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Observation>> {
        self.followers.subscribe()
    }

    /// The calls that ended from a time on, oldest first, at most `limit`; of one function, or of
    /// all.
    #[must_use]
    pub fn usages(&self, from: Timestamp, function: Option<&str>, limit: usize) -> Vec<Usage> {
        let wanted = |record: usage::Record| match record {
            usage::Record::Usage(usage) => Some(usage)
                .filter(|usage| from <= usage.ended)
                .filter(|usage| function.is_none_or(|function| usage.function == function)),
            usage::Record::Span(_) => None,
        };
        self.find(from, wanted, limit)
    }

    /// The hops of a trace that began at a time or later, at most `limit`.
    #[must_use]
    pub fn spans(&self, from: Timestamp, trace: &str, limit: usize) -> Vec<Span> {
        let wanted = |record: usage::Record| match record {
            usage::Record::Span(span) => Some(span).filter(|span| span.trace == trace),
            usage::Record::Usage(_) => None,
        };
        self.find(from, wanted, limit)
    }

    /// How many observations could not be written since the rings were opened.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.logs.lost() + self.calls.lost()
    }

    /// Hands what is still in memory to the operating system, at the end of the server.
    pub fn flush(&self) {
        // What cannot be written is counted as lost.
        let _ = self.logs.flush();
        let _ = self.calls.flush();
    }

    fn keep(&self, time: Timestamp, record: &usage::Said<'_>) {
        match serde_json::to_vec(record) {
            // A record over the ring's limit is not kept: it would be a defect of its maker.
            Ok(bytes) => drop(self.calls.append(time, &bytes)),
            Err(error) => tracing::warn!(%error, "an observation cannot be written"),
        }
    }

    /// Tells the followers, if there are any.
    fn tell(&self, observation: impl FnOnce() -> Observation) {
        if 0 < self.followers.receiver_count() {
            // It fails only when the last follower has just gone.
            let _ = self.followers.send(Arc::new(observation()));
        }
    }

    fn find<T>(
        &self,
        from: Timestamp,
        wanted: impl Fn(usage::Record) -> Option<T>,
        limit: usize,
    ) -> Vec<T> {
        let mut found = Vec::new();
        let Ok(mut at) = self.calls.position_at(from) else { return found };
        while let Ok(read) = self.calls.read(at, STRETCH_BYTES) {
            if read.records.is_empty() {
                break;
            }
            for record in read.records {
                if found.len() == limit {
                    return found;
                }
                let record = serde_json::from_slice(&record.bytes).ok();
                found.extend(record.and_then(&wanted));
            }
            at = read.next;
        }
        found
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observed for Trace {
    fn log_events(&self, query: &LogQuery) -> Vec<LogEvent> {
        let mut found = Vec::new();
        // Where to go on is always the beginning of a record: `after` may be anything.
        let mut at = Position(0);
        let passed = query.after.map_or(Position(0), |after| Position(after.saturating_add(1)));
        // A stretch at a time, so that lines can come in between.
        while found.len() < query.limit {
            let Some((start, end)) = self.index().next(query, at.max(passed)) else { break };
            let Ok(read) = self.logs.read(start.max(at), STRETCH_BYTES) else { break };
            for record in read.records.into_iter().filter(|record| record.position < end) {
                let event = record::decode(record.position, record.time, &record.bytes);
                if let Some(event) = event.filter(|event| record::matches(query, event)) {
                    found.push(event);
                    if found.len() == query.limit {
                        break;
                    }
                }
            }
            at = if at < read.next && read.next < end { read.next } else { end };
        }
        found
    }

    fn log_streams(&self, group: &str) -> Vec<(String, Timestamp, Timestamp)> {
        self.index().streams(group)
    }

    fn log_groups(&self) -> Vec<String> {
        self.index().groups()
    }
}

#[cfg(test)]
mod tests;
