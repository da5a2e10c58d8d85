//! Consumed capacity: what a request would have cost on AWS.
//!
//! Requests are held to it only on a server that enforces throughput ([`crate::throttle`]); clients
//! and test suites read it. Figures: DynamoDB developer guide,
//! "Capacity unit consumption": a read of 4 KB is one unit, half when it may be stale, twice in a
//! transaction; a write of 1 KB is one, twice in a transaction, counted by the larger of the item
//! before and after; an index's entry is a write of its own.

use std::collections::BTreeMap;

use crate::model::{Capacity, ConsumedCapacity};
use crate::table::{Index, Table};

/// What `ReturnConsumedCapacity` asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Report {
    /// Nothing.
    #[default]
    None,
    /// One figure.
    Total,
    /// Also one for the table and each index.
    Indexes,
}

impl Report {
    /// Of the parameter, whose values the codec has checked.
    #[must_use]
    pub fn parse(parameter: Option<&str>) -> Self {
        match parameter {
            Some("TOTAL") => Self::Total,
            Some("INDEXES") => Self::Indexes,
            _ => Self::None,
        }
    }
}

/// Whether units are read or written; transactions show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Reads.
    Read,
    /// Writes.
    Write,
}

/// The units that a request consumed of one table.
#[derive(Debug, Clone, Default)]
pub struct Units {
    table: f64,
    local: BTreeMap<String, f64>,
    global: BTreeMap<String, f64>,
}

/// Units of a read of so many bytes.
#[must_use]
pub fn read_units(bytes: usize, consistent: bool) -> f64 {
    let units = count(bytes.div_ceil(4096).max(1));
    if consistent { units } else { units / 2.0 }
}

/// Units of a write of so many bytes.
#[must_use]
pub fn write_units(bytes: usize) -> f64 {
    count(bytes.div_ceil(1024).max(1))
}

fn count(units: usize) -> f64 {
    u32::try_from(units).map_or(f64::MAX, f64::from)
}

impl Units {
    /// Adds to the table's own.
    pub fn add(&mut self, units: f64) {
        self.table += units;
    }

    /// Adds to an index's.
    pub fn add_index(&mut self, index: &Index, units: f64) {
        let map = if index.global { &mut self.global } else { &mut self.local };
        *map.entry(index.name.clone()).or_default() += units;
    }

    /// Adds another request's.
    pub fn add_all(&mut self, other: &Self) {
        self.table += other.table;
        for (mine, theirs) in [(&mut self.local, &other.local), (&mut self.global, &other.global)] {
            for (name, units) in theirs {
                *mine.entry(name.clone()).or_default() += units;
            }
        }
    }

    /// Twice as much: in a transaction.
    #[must_use]
    pub fn doubled(mut self) -> Self {
        self.table *= 2.0;
        self.local.values_mut().chain(self.global.values_mut()).for_each(|units| *units *= 2.0);
        self
    }

    /// What they are of the table's own throughput, which local indexes share.
    #[must_use]
    pub fn of_table(&self) -> f64 {
        self.table + self.local.values().sum::<f64>()
    }

    /// What they are of each global index's.
    pub fn of_global_indexes(&self) -> impl Iterator<Item = (&str, f64)> {
        self.global.iter().map(|(name, units)| (name.as_str(), *units))
    }

    /// As the answer shows it.
    #[must_use]
    pub fn report(&self, table: &Table, report: Report) -> Option<ConsumedCapacity> {
        self.report_as(table, report, None)
    }

    /// As the answer of a transaction shows it.
    #[must_use]
    pub fn report_as(
        &self,
        table: &Table,
        report: Report,
        direction: Option<Direction>,
    ) -> Option<ConsumedCapacity> {
        self.report_of(&table.name, report, direction)
    }

    /// The same, of a table's name alone.
    #[must_use]
    pub fn report_of(
        &self,
        table: &str,
        report: Report,
        direction: Option<Direction>,
    ) -> Option<ConsumedCapacity> {
        if report == Report::None {
            return None;
        }
        let all = report == Report::Indexes;
        let total = self.table + self.local.values().chain(self.global.values()).sum::<f64>();
        let capacity = |units: f64| Capacity {
            capacity_units: Some(units),
            read_capacity_units: (direction == Some(Direction::Read)).then_some(units),
            write_capacity_units: (direction == Some(Direction::Write)).then_some(units),
        };
        let indexes = |map: &BTreeMap<String, f64>| {
            let shown = all && !map.is_empty();
            shown
                .then(|| map.iter().map(|(name, units)| (name.clone(), capacity(*units))).collect())
        };
        let summed = capacity(total);
        Some(ConsumedCapacity {
            table_name: Some(table.to_owned()),
            capacity_units: summed.capacity_units,
            read_capacity_units: summed.read_capacity_units,
            write_capacity_units: summed.write_capacity_units,
            table: all.then(|| capacity(self.table)),
            local_secondary_indexes: indexes(&self.local),
            global_secondary_indexes: indexes(&self.global),
            vector_indexes: None,
        })
    }
}
