//! What the invoker is told at start.

use std::path::{Path, PathBuf};
use std::time::Duration;

use samara_base::{Account, Region};

/// The invoker's configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data directory's account.
    pub account: Account,
    /// The data directory's region.
    pub region: Region,
    /// The folder of the cache of unpacked packages, made when it is not there.
    pub code_dir: PathBuf,
    /// The most that unpacked packages which nobody runs may take, bytes.
    pub code_bytes_max: u64,
    /// How many calls may run at once in all. Source: Lambda quotas, 1,000.
    pub concurrency_max: u32,
    /// The most memory that all instances together may count with, MiB: a busy one with all of its
    /// `MemorySize`, an idle one with what it holds.
    pub memory_mib_max: u64,
    /// How many calls may wait for memory.
    pub waiting_max: usize,
    /// How many instances may start at once before a function starts no second one beside its
    /// first: as many as the machine has processors, for starting is computing. Since v0.1.
    pub starts_max: usize,
    /// How long a call that has no instance on its way waits before it is throttled.
    pub wait_max: Duration,
    /// How long an instance stays warm while nothing is known of its function's callers.
    pub idle_max: Duration,
    /// How long it stays warm at most, when its function's calls have taught how long is worth
    /// it. Since v0.2.
    pub idle_learnt_max: Duration,
    /// How many instances may be idle at once.
    pub idle_instances_max: usize,
    /// How long an instance's credentials are valid; it is retired before they expire.
    pub credentials_valid: Duration,
}

impl Config {
    /// The defaults for a data directory, whose machine gives its functions so much memory.
    #[must_use]
    pub fn new(account: Account, region: Region, code_dir: &Path, memory_mib_max: u64) -> Self {
        Self {
            account,
            region,
            code_dir: code_dir.to_owned(),
            code_bytes_max: 4 * 1024 * 1024 * 1024,
            concurrency_max: samara_lambda::ACCOUNT_CONCURRENCY,
            memory_mib_max,
            waiting_max: 10_000,
            starts_max: 4,
            wait_max: Duration::from_secs(10),
            idle_max: Duration::from_mins(10),
            idle_learnt_max: Duration::from_hours(1),
            idle_instances_max: 1_000,
            credentials_valid: Duration::from_hours(12),
        }
    }
}
