//! Where an instance's log lines go, and what its stream is called.

use std::sync::Arc;

use samara_base::{Seed, Timestamp};
use samara_lambda::Version;
use samara_runtime::LogSink;
use samara_trace::Trace;

/// Writes an instance's lines to its stream.
pub(crate) struct Sink {
    trace: Arc<Trace>,
    group: String,
    stream: String,
}

impl Sink {
    /// Of an instance of this version, with this stream.
    pub(crate) fn new(trace: &Arc<Trace>, version: &Version, stream: String) -> Self {
        Self { trace: Arc::clone(trace), group: version.log_group(), stream }
    }
}

impl LogSink for Sink {
    fn line(&self, line: samara_runtime::LogLine<'_>) {
        self.trace.log(samara_trace::LogLine {
            group: &self.group,
            stream: &self.stream,
            time: line.at,
            message: line.text,
        });
    }
}

/// An instance's stream: `2026/11/21/[$LATEST]` and 32 hexadecimal digits.
pub(crate) fn stream_name(now: Timestamp, version: &str, seed: &Seed) -> String {
    let day = now.iso8601().get(..10).unwrap_or_default().replace('-', "/");
    let digits: String = seed.uuid("log-stream").chars().filter(|c| *c != '-').collect();
    format!("{day}/[{version}]{digits}")
}
