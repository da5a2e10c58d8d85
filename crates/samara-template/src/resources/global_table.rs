//! `AWS::DynamoDB::GlobalTable` with one replica: a table, written in another way.

use serde_json::{Value as Json, json};

use super::dynamodb::{
    self, ATTRIBUTE, GLOBAL_INDEX, KEY_SCHEMA, LOCAL_INDEX, RECOVERY, RECOVERY_SPECIFICATION,
    TIME_TO_LIVE,
};
use super::function::NO_KMS;
use super::{get, items, pick, text, with};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Naming, Property, Schema, TAGS};
use crate::work::slot;

const ONE_REGION: &str = "a table here has one replica";
const ON_DEMAND: &str = "a global table is on demand here (PAY_PER_REQUEST)";
const NOT_THROTTLED: &str =
    "tables on demand are not throttled: one machine has no partitions to protect";

fn not_on_demand(mode: &str) -> Option<&'static str> {
    (mode != "PAY_PER_REQUEST").then_some(ON_DEMAND)
}

const REPLICA: Kind = Kind::Object(&[
    Property::refused("ContributorInsightsSpecification", "there are no insights here"),
    Property::boolean("DeletionProtectionEnabled"),
    Property::refused("GlobalSecondaryIndexes", "give an index its settings in the table"),
    Property::refused("GlobalTableSettingsReplicationMode", ONE_REGION),
    Property::refused("KinesisStreamSpecification", "there are no Kinesis streams here"),
    Property::object(RECOVERY, RECOVERY_SPECIFICATION),
    Property::accepted("ReadOnDemandThroughputSettings", NOT_THROTTLED),
    Property::refused("ReadProvisionedThroughputSettings", ON_DEMAND),
    Property::text("Region").required(),
    Property::refused("ReplicaStreamSpecification", "streams have no policies here"),
    Property::refused("ResourcePolicy", "tables have no policies of their own here"),
    Property::accepted("SSESpecification", NO_KMS),
    Property::accepted("TableClass", "there is one class of storage here"),
    Property::tags(),
]);

/// A table in one region.
pub(super) static GLOBAL_TABLE: Schema = Schema {
    type_name: "AWS::DynamoDB::GlobalTable",
    properties: &[
        Property::list("AttributeDefinitions", &ATTRIBUTE).removed_by_update(),
        Property::text("BillingMode").required().checked(not_on_demand),
        Property::list("GlobalSecondaryIndexes", &GLOBAL_INDEX).removed_by_update(),
        Property::refused("GlobalTableWitnesses", ONE_REGION),
        Property::list("KeySchema", &KEY_SCHEMA).required().replaces(),
        Property::list("LocalSecondaryIndexes", &LOCAL_INDEX).replaces(),
        Property::refused("MultiRegionConsistency", ONE_REGION),
        Property::accepted("ReadOnDemandThroughputSettings", NOT_THROTTLED),
        Property::refused("ReadProvisionedThroughputSettings", ON_DEMAND),
        Property::list("Replicas", &REPLICA).required(),
        Property::accepted("SSESpecification", NO_KMS),
        Property::object("StreamSpecification", &[Property::text("StreamViewType").required()])
            .removed_by_update(),
        Property::text("TableName").replaces(),
        Property::refused(TAGS, "tags stand in the replica"),
        Property::object("TimeToLiveSpecification", TIME_TO_LIVE).removed_by_update(),
        Property::accepted("WarmThroughput", NOT_THROTTLED),
        Property::accepted("WriteOnDemandThroughputSettings", NOT_THROTTLED),
        Property::refused("WriteProvisionedThroughputSettings", ON_DEMAND),
    ],
    attributes: &["Arn", "StreamArn", TABLE_ID],
    naming: Some(Naming { property: "TableName", longest: 255, lower: false }),
    create: |cx| {
        check(cx)?;
        let properties = as_table(cx.properties);
        Ok(with_id(dynamodb::create(&Context { properties: &properties, ..*cx })))
    },
    update: |cx, old| {
        check(cx)?;
        let properties = as_table(cx.properties);
        let old = Resource { properties: as_table(&old.properties), ..old.clone() };
        dynamodb::update(&Context { properties: &properties, ..*cx }, &old).map(with_id)
    },
    delete: dynamodb::delete,
};

/// Of plain tables AWS tells no id.
const TABLE_ID: &str = "TableId";

fn with_id(mut made: Made) -> Made {
    made.attributes.insert(TABLE_ID.to_owned(), slot(TABLE_ID));
    made
}

fn check(cx: &Context<'_>) -> Result<(), String> {
    let regions: Vec<_> =
        items(cx.properties, "Replicas").iter().map(|one| text(one, "Region")).collect();
    if regions == [Some(cx.stack.region.as_str())] {
        return Ok(());
    }
    let region = &cx.stack.region;
    Err(format!("A global table has one replica here, in {region}, the region of this server"))
}

/// The properties of a plain table.
fn as_table(properties: &Json) -> Json {
    const SAME: [&str; 8] = [
        "AttributeDefinitions",
        "BillingMode",
        "GlobalSecondaryIndexes",
        "KeySchema",
        "LocalSecondaryIndexes",
        "StreamSpecification",
        "TableName",
        "TimeToLiveSpecification",
    ];
    let replica = items(properties, "Replicas").first().cloned().unwrap_or_else(|| json!({}));
    let own = json!({
        "DeletionProtectionEnabled": get(&replica, "DeletionProtectionEnabled"),
        RECOVERY: get(&replica, RECOVERY),
        "Tags": get(&replica, "Tags"),
    });
    with(pick(properties, &SAME), own)
}
