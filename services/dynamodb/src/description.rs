//! A table's descriptor as `DescribeTable` shows it.

use samara_base::Timestamp;
use samara_service::Cx;

use crate::model::{
    AttributeDefinition, BillingModeSummary, GlobalSecondaryIndexDescription, KeySchemaElement,
    LocalSecondaryIndexDescription, Projection as ProjectionShape,
    ProvisionedThroughputDescription, SSEDescription, StreamSpecification, TableClassSummary,
    TableDescription,
};
use crate::streams::TableStream;
use crate::table::{Index, KeySchema, Projection, Table, Units};

/// The description. A table and its indexes are `ACTIVE` from the commit that makes them, which
/// is the truth here; `deleted` shows the one that was just removed.
///
/// `ItemCount` and the sizes are left out: they are not counted, and a zero would be a lie.
#[must_use]
pub fn describe(cx: &Cx, table: &Table, deleted: bool) -> TableDescription {
    let definition = |attribute: &crate::table::KeyAttribute| AttributeDefinition {
        attribute_name: attribute.name.clone(),
        attribute_type: attribute.of.name().to_owned(),
    };
    let status = if deleted { "DELETING" } else { "ACTIVE" };
    let stream = table.stream.as_ref();
    let local = table.indexes.iter().filter(|index| !index.global);
    let global = table.indexes.iter().filter(|index| index.global);
    TableDescription {
        attribute_definitions: Some(table.definitions.iter().map(definition).collect()),
        table_name: Some(table.name.clone()),
        key_schema: Some(key_schema(&table.key)),
        table_status: Some(status.to_owned()),
        creation_date_time: Some(table.created()),
        provisioned_throughput: Some(throughput(table.units)),
        table_arn: Some(table.arn(cx)),
        table_id: Some(table.uuid.clone()),
        billing_mode_summary: billing(table),
        local_secondary_indexes: some(local.map(|index| describe_local(cx, table, index))),
        global_secondary_indexes: some(
            global.map(|index| describe_global(cx, table, index, status)),
        ),
        sse_description: table.encrypted.then(|| SSEDescription {
            status: Some("ENABLED".to_owned()),
            sse_type: Some("KMS".to_owned()),
            ..SSEDescription::default()
        }),
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

fn specification(stream: &TableStream) -> StreamSpecification {
    StreamSpecification {
        stream_enabled: true,
        stream_view_type: Some(stream.view.name().to_owned()),
    }
}

fn throughput(units: Units) -> ProvisionedThroughputDescription {
    ProvisionedThroughputDescription {
        number_of_decreases_today: Some(0),
        read_capacity_units: Some(units.read),
        write_capacity_units: Some(units.write),
        ..ProvisionedThroughputDescription::default()
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

fn projection(projection: &Projection) -> ProjectionShape {
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

fn describe_local(cx: &Cx, table: &Table, index: &Index) -> LocalSecondaryIndexDescription {
    LocalSecondaryIndexDescription {
        index_name: Some(index.name.clone()),
        key_schema: Some(key_schema(&index.key)),
        projection: Some(projection(&index.projection)),
        index_arn: Some(index_arn(cx, table, index)),
        ..LocalSecondaryIndexDescription::default()
    }
}

fn describe_global(
    cx: &Cx,
    table: &Table,
    index: &Index,
    status: &str,
) -> GlobalSecondaryIndexDescription {
    GlobalSecondaryIndexDescription {
        index_name: Some(index.name.clone()),
        key_schema: Some(key_schema(&index.key)),
        projection: Some(projection(&index.projection)),
        index_status: Some(status.to_owned()),
        provisioned_throughput: Some(throughput(index.units)),
        index_arn: Some(index_arn(cx, table, index)),
        ..GlobalSecondaryIndexDescription::default()
    }
}
