//! When provisioned throughput changed: what `DescribeTable` tells of a table's and an index's.

use samara_base::Timestamp;
use serde::{Deserialize, Serialize};

use crate::table::Units;

/// When provisioned throughput changed, milliseconds since the epoch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// When it last became more.
    pub increased: Option<u64>,
    /// When it last became less.
    pub decreased: Option<u64>,
    /// How often it became less on the day on which it last did.
    pub decreases: u32,
}

impl Changes {
    pub(crate) fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Remembers that units change now.
    pub fn follow(&mut self, now: Timestamp, before: Units, after: Units) {
        if before.read < after.read || before.write < after.write {
            self.increased = Some(now.as_millis());
        }
        if after.read < before.read || after.write < before.write {
            self.decreases = self.decreases_on(now) + 1;
            self.decreased = Some(now.as_millis());
        }
    }

    /// How often it became less on the day, in UTC, of a time.
    #[must_use]
    pub fn decreases_on(&self, now: Timestamp) -> u32 {
        const DAY_MS: u64 = 24 * 60 * 60 * 1000;
        let today = |at: u64| at / DAY_MS == now.as_millis() / DAY_MS;
        if self.decreased.is_some_and(today) { self.decreases } else { 0 }
    }
}
