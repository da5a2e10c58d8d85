//! `AWS::Lambda::EventSourceMapping`: a table's stream, read for a function.

use serde_json::{Map, Value as Json, json};

use super::{attributes, get, pick, with};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Property, Schema};
use crate::work::{Call, slot};

const ONLY_TABLES: &str = "only streams of DynamoDB tables are read here";

fn not_a_table(arn: &str) -> Option<&'static str> {
    let service = arn.split(':').nth(2).filter(|_| arn.starts_with("arn:"))?;
    (service != "dynamodb").then_some(ONLY_TABLES)
}

fn not_a_position(position: &str) -> Option<&'static str> {
    (position == "AT_TIMESTAMP").then_some("a table's stream is read from its start or its end")
}

fn not_one_by_one(seconds: &str) -> Option<&'static str> {
    (seconds != "0").then_some("there are no tumbling windows here")
}

fn not_a_destination(arn: &str) -> Option<&'static str> {
    let service = arn.split(':').nth(2).filter(|_| arn.starts_with("arn:"))?;
    (!["events", "lambda"].contains(&service)).then_some("it may be a function or an event bus")
}

const DESTINATION: &[Property] = &[Property::text("Destination").checked(not_a_destination)];

const FILTER: Kind = Kind::Object(&[Property::text("Pattern")]);

const SETTINGS: [&str; 10] = [
    "BatchSize",
    "BisectBatchOnFunctionError",
    "DestinationConfig",
    "Enabled",
    "FilterCriteria",
    "FunctionResponseTypes",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "ParallelizationFactor",
];

const GONE: &str = "ResourceNotFoundException";

/// A stream that is read for a function.
pub(super) static EVENT_SOURCE_MAPPING: Schema = Schema {
    type_name: "AWS::Lambda::EventSourceMapping",
    properties: &[
        Property::refused("AmazonManagedKafkaEventSourceConfig", ONLY_TABLES),
        Property::integer("BatchSize").default("100"),
        Property::boolean("BisectBatchOnFunctionError").default("false"),
        Property::object(
            "DestinationConfig",
            &[
                Property::object("OnFailure", DESTINATION),
                Property::refused("OnSuccess", "only failures are told of"),
            ],
        )
        .default("{\"OnFailure\":{}}"),
        Property::refused("DocumentDBEventSourceConfig", ONLY_TABLES),
        Property::boolean("Enabled").default("true"),
        Property::text("EventSourceArn").required().replaces().checked(not_a_table),
        Property::object("FilterCriteria", &[Property::list("Filters", &FILTER)])
            .default("{\"Filters\":[]}"),
        Property::text("FunctionName").required(),
        Property::list("FunctionResponseTypes", &Kind::Text).default("[]"),
        Property::accepted("KmsKeyArn", super::function::NO_KMS),
        Property::refused("LoggingConfig", ONLY_TABLES),
        Property::integer("MaximumBatchingWindowInSeconds").default("0"),
        Property::integer("MaximumRecordAgeInSeconds").default("-1"),
        Property::integer("MaximumRetryAttempts").default("-1"),
        Property::refused("MetricsConfig", "mappings have no metrics of their own here"),
        Property::integer("ParallelizationFactor").default("1"),
        Property::refused("ProvisionedPollerConfig", ONLY_TABLES),
        Property::refused("Queues", ONLY_TABLES),
        Property::refused("ScalingConfig", ONLY_TABLES),
        Property::refused("SelfManagedEventSource", ONLY_TABLES),
        Property::refused("SelfManagedKafkaEventSourceConfig", ONLY_TABLES),
        Property::refused("SourceAccessConfigurations", ONLY_TABLES),
        Property::text("StartingPosition").required().replaces().checked(not_a_position),
        Property::refused("StartingPositionTimestamp", ONLY_TABLES),
        Property::refused("Tags", "mappings have no tags here"),
        Property::refused("Topics", ONLY_TABLES),
        Property::integer("TumblingWindowInSeconds").leaves_nothing().checked(not_one_by_one),
    ],
    attributes: &["EventSourceMappingArn", "Id"],
    naming: None,
    create: |cx| Ok(create(cx)),
    update: |cx, old| Ok(update(cx, old)),
    delete: |old| {
        let this = json!({ "UUID": old.physical_id });
        // One that is being deleted is in use by that.
        let delete = Call::new("lambda", "DeleteEventSourceMapping", this.clone())
            .settled_by(GONE)
            .settled_by("ResourceInUseException");
        let gone = Call::new("lambda", "GetEventSourceMapping", this).settled_by(GONE).until(
            "/State",
            None,
            &[],
        );
        vec![delete, gone]
    },
};

fn create(cx: &Context<'_>) -> Made {
    let named = pick(cx.properties, &["EventSourceArn", "FunctionName", "StartingPosition"]);
    let input = with(named, json!(pick(cx.properties, &SETTINGS)));
    let create = Call::new("lambda", "CreateEventSourceMapping", input)
        .capture("Id", "/UUID")
        .capture("Arn", "/EventSourceMappingArn");
    Made {
        calls: vec![create, settled(&slot("Id"))],
        physical_id: slot("Id"),
        attributes: attributes([("EventSourceMappingArn", slot("Arn")), ("Id", slot("Id"))]),
    }
}

fn update(cx: &Context<'_>, old: &Resource) -> Made {
    let id = json!(old.physical_id);
    let named = json!({ "UUID": id, "FunctionName": get(cx.properties, "FunctionName") });
    let input = with(pick(cx.properties, &SETTINGS), named);
    let change = Call::new("lambda", "UpdateEventSourceMapping", input);
    Made {
        // It takes a change only when the one before is done.
        calls: vec![settled(&id), change, settled(&id)],
        physical_id: id,
        attributes: Map::new(),
    }
}

/// Waits until a mapping is read, or is not.
fn settled(id: &Json) -> Call {
    Call::new("lambda", "GetEventSourceMapping", json!({ "UUID": id }))
        .until("/State", Some("Enabled"), &[])
        .or("Disabled")
}
