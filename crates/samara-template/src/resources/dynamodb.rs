//! `AWS::DynamoDB::Table`.

use serde_json::{Map, Value as Json, json};

use super::{attributes, changed, function::NO_KMS, get, items, pick, text, with};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Naming, Property, Schema};
use crate::work::{Call, slot};

const KEY_SCHEMA: Kind = Kind::Object(&[
    Property::text("AttributeName").required(),
    Property::text("KeyType").required(),
]);

const THROUGHPUT: &[Property] = &[
    Property::integer("ReadCapacityUnits").required(),
    Property::integer("WriteCapacityUnits").required(),
];

const PROJECTION: &[Property] =
    &[Property::list("NonKeyAttributes", &Kind::Text), Property::text("ProjectionType")];

const NOT_THROTTLED: &str = "throughput is not throttled: one machine has no partitions to protect";

const GLOBAL_INDEX: Kind = Kind::Object(&[
    Property::refused("ContributorInsightsSpecification", "there are no insights here"),
    Property::text("IndexName").required(),
    Property::list("KeySchema", &KEY_SCHEMA).required(),
    Property::accepted("OnDemandThroughput", NOT_THROTTLED),
    Property::object("Projection", PROJECTION).required(),
    Property::object("ProvisionedThroughput", THROUGHPUT),
    Property::accepted("WarmThroughput", NOT_THROTTLED),
]);

const LOCAL_INDEX: Kind = Kind::Object(&[
    Property::text("IndexName").required(),
    Property::list("KeySchema", &KEY_SCHEMA).required(),
    Property::object("Projection", PROJECTION).required(),
]);

const ATTRIBUTE: Kind = Kind::Object(&[
    Property::text("AttributeName").required(),
    Property::text("AttributeType").required(),
]);

/// A table.
pub(super) static TABLE: Schema = Schema {
    type_name: "AWS::DynamoDB::Table",
    properties: &[
        Property::list("AttributeDefinitions", &ATTRIBUTE),
        Property::text("BillingMode"),
        Property::refused("ContributorInsightsSpecification", "there are no insights here"),
        Property::boolean("DeletionProtectionEnabled"),
        Property::list("GlobalSecondaryIndexes", &GLOBAL_INDEX),
        Property::refused("ImportSourceSpecification", "tables are not imported from buckets"),
        Property::list("KeySchema", &KEY_SCHEMA).required().replaces(),
        Property::refused("KinesisStreamSpecification", "there are no Kinesis streams here"),
        Property::list("LocalSecondaryIndexes", &LOCAL_INDEX).replaces(),
        Property::accepted("OnDemandThroughput", NOT_THROTTLED),
        Property::refused(
            "PointInTimeRecoverySpecification",
            "there is no recovery to a point in time; back up the data directory",
        ),
        Property::object("ProvisionedThroughput", THROUGHPUT),
        Property::refused("ResourcePolicy", "tables have no policies of their own here"),
        Property::accepted("SSESpecification", NO_KMS),
        Property::object(
            "StreamSpecification",
            &[
                Property::refused("ResourcePolicy", "streams have no policies here"),
                Property::text("StreamViewType").required(),
            ],
        ),
        Property::accepted("TableClass", "there is one class of storage here"),
        Property::text("TableName").replaces(),
        Property::tags(),
        Property::object(
            "TimeToLiveSpecification",
            &[Property::text("AttributeName"), Property::boolean("Enabled").required()],
        ),
        Property::accepted("WarmThroughput", NOT_THROTTLED),
    ],
    attributes: &["Arn", "StreamArn"],
    naming: Some(Naming { property: "TableName", longest: 255, lower: false }),
    create: |cx| Ok(create(cx)),
    update,
    delete,
};

fn stream(properties: &Json) -> Json {
    match properties.get("StreamSpecification") {
        None => Json::Null,
        Some(stream) => json!({
            "StreamEnabled": true,
            "StreamViewType": get(stream, "StreamViewType"),
        }),
    }
}

fn create(cx: &Context<'_>) -> Made {
    let properties = cx.properties;
    let names = [
        "AttributeDefinitions",
        "BillingMode",
        "DeletionProtectionEnabled",
        "GlobalSecondaryIndexes",
        "KeySchema",
        "LocalSecondaryIndexes",
        "ProvisionedThroughput",
        "Tags",
    ];
    let input = with(
        pick(properties, &names),
        json!({ "TableName": cx.name, "StreamSpecification": stream(properties) }),
    );
    let mut calls = vec![
        Call::new("dynamodb", "CreateTable", input).capture("Arn", "/TableDescription/TableArn"),
        active(cx.name),
    ];
    calls.extend(time_to_live(cx.name, properties));
    Made { calls, physical_id: json!(cx.name), attributes: attributes_of(properties) }
}

fn attributes_of(properties: &Json) -> Map<String, Json> {
    let mut all = attributes([("Arn", slot("Arn"))]);
    if properties.get("StreamSpecification").is_some() {
        all.insert("StreamArn".to_owned(), slot("StreamArn"));
    }
    all
}

/// Waits until a table is as it was asked to be.
fn active(name: &str) -> Call {
    Call::new("dynamodb", "DescribeTable", json!({ "TableName": name }))
        .capture("Arn", "/Table/TableArn")
        .capture("StreamArn", "/Table/LatestStreamArn")
        .until("/Table/TableStatus", Some("ACTIVE"), &["INACCESSIBLE_ENCRYPTION_CREDENTIALS"])
}

fn time_to_live(name: &str, properties: &Json) -> Option<Call> {
    let specification = properties.get("TimeToLiveSpecification")?;
    let input = json!({ "TableName": name, "TimeToLiveSpecification": specification });
    let enabled = specification.get("Enabled").and_then(Json::as_bool).unwrap_or(false);
    enabled.then(|| Call::new("dynamodb", "UpdateTimeToLive", input))
}

fn update(cx: &Context<'_>, old: &Resource) -> Result<Made, String> {
    let (before, after) = (&old.properties, cx.properties);
    let mut calls = Vec::new();
    let plain = ["BillingMode", "DeletionProtectionEnabled", "ProvisionedThroughput"];
    if changed(&plain, before, after) {
        let input = with(pick(after, &plain), json!({ "TableName": cx.name }));
        calls.extend([Call::new("dynamodb", "UpdateTable", input), active(cx.name)]);
    }
    if changed(&["StreamSpecification"], before, after) {
        let specification = match after.get("StreamSpecification") {
            None => json!({ "StreamEnabled": false }),
            Some(_) => stream(after),
        };
        let input = json!({ "TableName": cx.name, "StreamSpecification": specification });
        calls.extend([Call::new("dynamodb", "UpdateTable", input), active(cx.name)]);
    }
    calls.extend(index_updates(cx.name, before, after)?);
    if changed(&["TimeToLiveSpecification"], before, after) {
        calls.extend(time_to_live(cx.name, after).or_else(|| time_to_live_off(cx.name, before)));
    }
    calls.extend(tags(&get(&old.attributes.clone().into(), "Arn"), before, after));
    calls.push(active(cx.name));
    Ok(Made { calls, physical_id: json!(cx.name), attributes: attributes_of(after) })
}

fn time_to_live_off(name: &str, before: &Json) -> Option<Call> {
    let attribute = get(before.get("TimeToLiveSpecification")?, "AttributeName");
    let off = json!({ "AttributeName": attribute, "Enabled": false });
    let input = json!({ "TableName": name, "TimeToLiveSpecification": off });
    Some(Call::new("dynamodb", "UpdateTimeToLive", input))
}

/// Global indexes that came and went, one call each, since a table takes one at a time.
fn index_updates(name: &str, before: &Json, after: &Json) -> Result<Vec<Call>, String> {
    const INDEXES: &str = "GlobalSecondaryIndexes";
    let named = |all: &[Json], index: &Json| {
        let name = text(index, "IndexName");
        all.iter().find(|one| text(one, "IndexName") == name).cloned()
    };
    let (old, new) = (items(before, INDEXES), items(after, INDEXES));
    let mut calls = Vec::new();
    let mut change = |update: Json| {
        let input = json!({
            "TableName": name,
            "AttributeDefinitions": get(after, "AttributeDefinitions"),
            "GlobalSecondaryIndexUpdates": [update],
        });
        calls.extend([Call::new("dynamodb", "UpdateTable", input), active(name)]);
    };
    for index in old.iter().filter(|index| named(new, index).is_none()) {
        change(json!({ "Delete": { "IndexName": get(index, "IndexName") } }));
    }
    for index in new {
        match named(old, index) {
            None => change(json!({ "Create": index })),
            Some(was) if &was == index => {}
            Some(was) if changed(&["KeySchema", "Projection"], &was, index) => {
                return Err(format!(
                    "Cannot update the key or projection of index {}: give it another name",
                    text(index, "IndexName").unwrap_or_default()
                ));
            }
            Some(_) => {
                let update = pick(index, &["IndexName", "ProvisionedThroughput"]);
                change(json!({ "Update": update }));
            }
        }
    }
    Ok(calls)
}

fn tags(arn: &Json, before: &Json, after: &Json) -> Vec<Call> {
    let (old, new) = (items(before, "Tags"), items(after, "Tags"));
    let mut calls = Vec::new();
    let kept = |tag: &&Json| new.iter().any(|one| text(one, "Key") == text(tag, "Key"));
    let gone: Vec<Json> = old.iter().filter(|tag| !kept(tag)).map(|tag| get(tag, "Key")).collect();
    if !gone.is_empty() {
        let input = json!({ "ResourceArn": arn, "TagKeys": gone });
        calls.push(Call::new("dynamodb", "UntagResource", input));
    }
    if old != new && !new.is_empty() {
        let input = json!({ "ResourceArn": arn, "Tags": new });
        calls.push(Call::new("dynamodb", "TagResource", input));
    }
    calls
}

fn delete(old: &Resource) -> Vec<Call> {
    let input = json!({ "TableName": old.physical_id });
    vec![
        Call::new("dynamodb", "DeleteTable", input.clone()).settled_by("ResourceNotFoundException"),
        Call::new("dynamodb", "DescribeTable", input)
            .settled_by("ResourceNotFoundException")
            .until("/Table/TableStatus", None, &[]),
    ]
}
