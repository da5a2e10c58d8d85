//! How triggers are set.

/// Settings of triggers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// How long the first retry of a function's failure waits, milliseconds; the second waits
    /// twice as long. AWS: one minute, then two. Since v0.1.
    pub retry_base_ms: u64,
    /// Deliveries of one target that run at once. Since v0.1.
    pub target_deliveries: usize,
    /// Deliveries that run at once in all; each holds its payload in memory. Since v0.1.
    pub deliveries: usize,
    /// Batches of streams that are with functions at once; each holds its event in memory. Since
    /// v0.1.
    pub stream_batches: usize,
    /// The bytes that the histories of all tables with point-in-time recovery may take together;
    /// what is over goes, the oldest first. Since v0.1.
    pub recovery_bytes: u64,
    /// How long a stop waits for what runs, milliseconds. Since v0.1.
    pub drain_ms: u64,
    /// How often the clock is looked at beside all wake-ups, milliseconds: it may be set anew.
    /// Since v0.1.
    pub tick_ms: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            retry_base_ms: 60_000,
            target_deliveries: 100,
            deliveries: 1000,
            stream_batches: 256,
            recovery_bytes: 10 * 1024 * 1024 * 1024,
            drain_ms: 10_000,
            tick_ms: 1000,
        }
    }
}
