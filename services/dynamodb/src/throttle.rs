//! Provisioned throughput, on a server that enforces it.
//!
//! Each table and each global index has a bucket of read and one of write units, which fills at its
//! provisioned rate and keeps what was not used for five minutes, as AWS's does. A request takes
//! what it costs by [`crate::capacity`], the same that `ReturnConsumedCapacity` shows: of a local
//! index from its table, of a global one from its own; and a write for which one of its table's
//! indexes has no units is refused whole. A single write whose condition fails costs what it would
//! have, also one of `PartiQL`. Tables that are billed by request are not limited, as on AWS but
//! for bounds that no one machine reaches.
//!
//! A read is known by its cost only when it is done: so units are taken then, and what is refused
//! was read for nothing. What a request may cost beyond its units is a debt
//! ([`samara_service::throughput`]).
//!
//! # What is deliberately not here
//!
//! *Partitions*: a hot key may use all of its table's units. *The service's own writes* (time to
//! live, the filling of an index, restores), which cost nothing on AWS either, or units of their
//! own.

use samara_service::Cx;
use samara_service::throughput::{Ask, Rate};

use crate::capacity::{Direction, Units, write_units};
use crate::error::{Error, Reason};
use crate::request::Guard;
use crate::table::{Index, Table};
use crate::value::{Item, item_size};

/// For how long units that are not used are kept (DynamoDB developer guide, "Burst capacity").
const BURST_SECONDS: f64 = 300.0;

/// A table's or an index's units that are used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Throttled {
    /// Whether it is a global index's.
    pub index: bool,
    /// Why, as `ThrottlingReasons` names it.
    pub reason: &'static str,
    /// Whose they are, as an ARN.
    pub resource: String,
}

impl std::fmt::Display for Throttled {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(if self.index {
            "The level of configured provisioned throughput for one or more global secondary \
             indexes of the table was exceeded. Consider increasing your provisioning level for \
             the under-provisioned global secondary indexes with the UpdateTable API"
        } else {
            "The level of configured provisioned throughput for the table was exceeded. Consider \
             increasing your provisioning level with the UpdateTable API."
        })
    }
}

/// Whether what a request costs has to be known, though nobody asked for it.
pub(crate) fn limits(cx: &Cx, table: &Table) -> bool {
    cx.takings.is_some() && !table.on_demand
}

/// Takes units for a part of the request (0 where it has but one): of the table and of all indexes
/// that they belong to, or of none.
///
/// # Errors
/// [`Error::Throttled`].
pub(crate) fn take(
    cx: &Cx,
    table: &Table,
    (direction, part): (Direction, usize),
    units: &Units,
) -> Result<(), Error> {
    let Some(takings) = cx.takings.as_ref().filter(|_| !table.on_demand) else { return Ok(()) };
    let (of, asks): (Vec<_>, Vec<_>) = asks(table, direction, units).unzip();
    takings.take(cx.now, part, &asks).map_err(|at| {
        let index = of.get(at).copied().flatten();
        Error::Throttled(throttled(cx, table, index, direction))
    })
}

/// What units mean for the buckets: each with the global index that it belongs to, or none.
fn asks<'t>(
    table: &'t Table,
    direction: Direction,
    units: &Units,
) -> impl Iterator<Item = (Option<&'t Index>, Ask)> {
    let own = (None, table.units, units.of_table());
    let of_index = |(name, cost)| table.index(name).map(|index| (Some(index), index.units, cost));
    let all = std::iter::once(own).chain(units.of_global_indexes().filter_map(of_index));
    all.filter_map(move |(index, provisioned, cost)| {
        let per_second = match direction {
            Direction::Read => provisioned.read,
            Direction::Write => provisioned.write,
        };
        // What has no rate is not limited: nothing could ever fill it.
        let per_second = u32::try_from(per_second).ok().filter(|_| 0 < per_second)?;
        let rate = Rate { per_second: per_second.into(), burst_seconds: BURST_SECONDS };
        let bucket = bucket(table.id, index.map(|index| index.id), direction);
        (0.0 < cost).then_some((index, Ask { bucket, rate, cost }))
    })
}

/// Takes units for all parts of a transaction, or for none.
///
/// # Errors
/// [`Error::TransactionCanceled`], with the parts for which there are none.
pub(crate) fn take_all<'t>(
    cx: &Cx,
    direction: Direction,
    parts: impl Iterator<Item = (&'t Table, &'t Units)>,
) -> Result<(), Error> {
    let mut reasons = Vec::new();
    for (part, (table, units)) in parts.enumerate() {
        reasons.push(match take(cx, table, (direction, part), units) {
            Ok(()) => Reason::NONE,
            Err(error) => Reason {
                code: "ProvisionedThroughputExceeded",
                message: Some(error.to_string()),
                item: None,
            },
        });
    }
    if reasons.iter().all(|reason| reason.code == Reason::NONE.code) {
        return Ok(());
    }
    if let Some(takings) = &cx.takings {
        takings.give_back();
    }
    Err(Error::TransactionCanceled { reasons })
}

/// That a write's condition holds; one that fails has cost a write of the item that it met.
///
/// # Errors
/// [`Error::ConditionFailed`]; [`Error::Throttled`].
pub(crate) fn check(
    cx: &Cx,
    table: &Table,
    guard: &Guard<'_>,
    old: Option<&Item>,
) -> Result<(), Error> {
    let checked = guard.check(old);
    if let Err(Error::ConditionFailed { .. }) = &checked {
        take_for_nothing(cx, table, 0, old.map_or(0, item_size))?;
    }
    checked
}

/// Takes what a write costs that met an item of a size, or none, and was refused for it.
///
/// # Errors
/// [`Error::Throttled`].
pub(crate) fn take_for_nothing(
    cx: &Cx,
    table: &Table,
    part: usize,
    size: usize,
) -> Result<(), Error> {
    let mut units = Units::default();
    units.add(write_units(size));
    take(cx, table, (Direction::Write, part), &units)
}

fn bucket(table: u64, index: Option<u32>, direction: Direction) -> Vec<u8> {
    let direction = match direction {
        Direction::Read => 0,
        Direction::Write => 1,
    };
    // Indexes are counted from 1.
    [&table.to_be_bytes()[..], &index.unwrap_or_default().to_be_bytes(), &[direction]].concat()
}

fn throttled(cx: &Cx, table: &Table, index: Option<&Index>, direction: Direction) -> Throttled {
    let reason = match (index, direction) {
        (None, Direction::Read) => "TableReadProvisionedThroughputExceeded",
        (None, Direction::Write) => "TableWriteProvisionedThroughputExceeded",
        (Some(_), Direction::Read) => "IndexReadProvisionedThroughputExceeded",
        (Some(_), Direction::Write) => "IndexWriteProvisionedThroughputExceeded",
    };
    let resource = match index {
        Some(index) => format!("{}/index/{}", table.arn(cx), index.name),
        None => table.arn(cx),
    };
    Throttled { index: index.is_some(), reason, resource }
}
