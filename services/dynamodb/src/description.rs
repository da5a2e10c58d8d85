//! A table's descriptor as `DescribeTable` shows it.

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::Txn;

use crate::backups::Restored;
use crate::chores::{Count, Counts};
use crate::error::Error;
use crate::model::{
    AttributeDefinition, BillingModeSummary, GlobalSecondaryIndexDescription, KeySchemaElement,
    LocalSecondaryIndexDescription, Projection as ProjectionShape,
    ProvisionedThroughputDescription, RestoreSummary, SSEDescription, StreamSpecification,
    TableClassSummary, TableDescription,
};
use crate::streams::TableStream;
use crate::table::{Changes, Index, KeySchema, Projection, Table, Units};

/// Where in its life a table is, as the transaction that shows it has it. What an operation on the
/// table answers is how it stands while the operation is done: from the commit on, a table that is
/// made or changed is `ACTIVE`, and one that is deleted is gone. Only what takes longer, an index
/// that fills or a restore, is seen by others too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It is being made.
    Creating,
    /// Nobody is changing it.
    Active,
    /// It is being changed.
    Updating,
    /// It is being deleted.
    Deleting,
}

impl Phase {
    fn status(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::Active => "ACTIVE",
            Self::Updating => "UPDATING",
            Self::Deleting => "DELETING",
        }
    }
}

/// The description.
///
/// # Errors
/// When its counts do not read back, or the store fails.
pub fn describe(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
    phase: Phase,
) -> Result<TableDescription, Error> {
    let counts = Counts::load(txn, table)?;
    let phase = match phase {
        _ if table.is_restoring() => Phase::Creating,
        Phase::Active if table.is_filling() => Phase::Updating,
        phase => phase,
    };
    Ok(if phase == Phase::Deleting {
        describe_deleted(cx, table, &counts)
    } else {
        describe_whole(cx, table, (phase, &counts))
    })
}

/// Of a table that goes, AWS shows less.
fn describe_deleted(cx: &Cx, table: &Table, counts: &Counts) -> TableDescription {
    TableDescription {
        table_name: Some(table.name.clone()),
        table_status: Some(Phase::Deleting.status().to_owned()),
        provisioned_throughput: Some(throughput(cx, table.units, table.changes)),
        table_arn: Some(table.arn(cx)),
        table_id: Some(table.uuid.clone()),
        billing_mode_summary: billing(table),
        item_count: Some(signed(counts.table.items)),
        table_size_bytes: Some(signed(counts.table.bytes)),
        deletion_protection_enabled: Some(table.protected),
        ..TableDescription::default()
    }
}

fn describe_whole(cx: &Cx, table: &Table, (phase, counts): (Phase, &Counts)) -> TableDescription {
    let definition = |attribute: &crate::table::KeyAttribute| AttributeDefinition {
        attribute_name: attribute.name.clone(),
        attribute_type: attribute.of.name().to_owned(),
    };
    let count = |index: &Index| counts.indexes.get(&index.id).copied().unwrap_or_default();
    let stream = table.stream.as_ref();
    let local = table.indexes.iter().filter(|index| !index.global);
    let global = table.indexes.iter().filter(|index| index.global);
    TableDescription {
        attribute_definitions: Some(table.definitions.iter().map(definition).collect()),
        table_name: Some(table.name.clone()),
        key_schema: Some(key_schema(&table.key)),
        table_status: Some(phase.status().to_owned()),
        restore_summary: table.restored.as_ref().map(summary),
        creation_date_time: Some(table.created()),
        provisioned_throughput: Some(throughput(cx, table.units, table.changes)),
        table_arn: Some(table.arn(cx)),
        table_id: Some(table.uuid.clone()),
        billing_mode_summary: billing(table),
        local_secondary_indexes: some(
            local.map(|index| describe_local(cx, table, (index, count(index)))),
        ),
        global_secondary_indexes: some(
            global.map(|index| describe_global(cx, table, (index, count(index)), phase)),
        ),
        item_count: Some(signed(counts.table.items)),
        table_size_bytes: Some(signed(counts.table.bytes)),
        sse_description: encryption(table),
        table_class_summary: table.class.clone().map(|class| TableClassSummary {
            table_class: Some(class),
            last_update_date_time: None,
        }),
        deletion_protection_enabled: Some(table.protected),
        stream_specification: stream.filter(|stream| stream.enabled).map(specification),
        latest_stream_label: stream.map(|stream| stream.label.clone()),
        latest_stream_arn: stream.map(|stream| stream.arn(cx, table)),
        ..TableDescription::default()
    }
}

/// How its encryption is shown.
pub(crate) fn encryption(table: &Table) -> Option<SSEDescription> {
    table.encrypted.then(|| SSEDescription {
        status: Some("ENABLED".to_owned()),
        sse_type: Some("KMS".to_owned()),
        ..SSEDescription::default()
    })
}

fn summary(restored: &Restored) -> RestoreSummary {
    RestoreSummary {
        source_backup_arn: restored.backup.as_ref().map(|backup| backup.arn.clone()),
        source_table_arn: Some(restored.source.clone()),
        restore_date_time: Timestamp::from_millis(restored.at),
        restore_in_progress: restored.in_progress,
    }
}

fn some<T>(things: impl Iterator<Item = T>) -> Option<Vec<T>> {
    Some(things.collect()).filter(|things: &Vec<T>| !things.is_empty())
}

fn billing(table: &Table) -> Option<BillingModeSummary> {
    let since = table.on_demand_since.map(Timestamp::from_millis);
    (table.on_demand || since.is_some()).then(|| BillingModeSummary {
        billing_mode: Some(
            if table.on_demand { "PAY_PER_REQUEST" } else { "PROVISIONED" }.to_owned(),
        ),
        last_update_to_pay_per_request_date_time: since,
    })
}

pub(crate) fn specification(stream: &TableStream) -> StreamSpecification {
    StreamSpecification {
        stream_enabled: true,
        stream_view_type: Some(stream.view.name().to_owned()),
    }
}

fn throughput(cx: &Cx, units: Units, changes: Changes) -> ProvisionedThroughputDescription {
    ProvisionedThroughputDescription {
        last_increase_date_time: changes.increased.map(Timestamp::from_millis),
        last_decrease_date_time: changes.decreased.map(Timestamp::from_millis),
        number_of_decreases_today: Some(changes.decreases_on(cx.now).into()),
        read_capacity_units: Some(units.read),
        write_capacity_units: Some(units.write),
    }
}

/// A key as the model has it.
#[must_use]
pub fn key_schema(key: &KeySchema) -> Vec<KeySchemaElement> {
    let hash = key.hash.iter().map(|attribute| (attribute, "HASH"));
    let range = key.range.iter().map(|attribute| (attribute, "RANGE"));
    hash.chain(range)
        .map(|(attribute, kind)| KeySchemaElement {
            attribute_name: attribute.name.clone(),
            key_type: kind.to_owned(),
        })
        .collect()
}

pub(crate) fn projection(projection: &Projection) -> ProjectionShape {
    let (kind, names) = match projection {
        Projection::All => ("ALL", None),
        Projection::KeysOnly => ("KEYS_ONLY", None),
        Projection::Include(names) => ("INCLUDE", Some(names.clone())),
    };
    ProjectionShape { projection_type: Some(kind.to_owned()), non_key_attributes: names }
}

fn index_arn(cx: &Cx, table: &Table, index: &Index) -> String {
    format!("{}/index/{}", table.arn(cx), index.name)
}

pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn describe_local(
    cx: &Cx,
    table: &Table,
    (index, count): (&Index, Count),
) -> LocalSecondaryIndexDescription {
    LocalSecondaryIndexDescription {
        index_name: Some(index.name.clone()),
        key_schema: Some(key_schema(&index.key)),
        projection: Some(projection(&index.projection)),
        index_arn: Some(index_arn(cx, table, index)),
        item_count: Some(signed(count.items)),
        index_size_bytes: Some(signed(count.bytes)),
    }
}

fn describe_global(
    cx: &Cx,
    table: &Table,
    (index, count): (&Index, Count),
    phase: Phase,
) -> GlobalSecondaryIndexDescription {
    let making = phase == Phase::Creating || index.filling;
    let status = if making { Phase::Creating } else { Phase::Active };
    GlobalSecondaryIndexDescription {
        index_name: Some(index.name.clone()),
        key_schema: Some(key_schema(&index.key)),
        projection: Some(projection(&index.projection)),
        index_status: Some(status.status().to_owned()),
        backfilling: index.filling.then_some(true),
        provisioned_throughput: Some(throughput(cx, index.units, index.changes)),
        index_arn: Some(index_arn(cx, table, index)),
        item_count: Some(signed(count.items)),
        index_size_bytes: Some(signed(count.bytes)),
        ..GlobalSecondaryIndexDescription::default()
    }
}
