//! `AWS::DynamoDB::Table`.

use serde_json::{Map, Value as Json, json};

use super::{attributes, changed, function::NO_KMS, get, items, pick, text, with};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Naming, Property, Schema};
use crate::work::{Call, slot};

pub(super) const KEY_SCHEMA: Kind = Kind::Object(&[
    Property::text("AttributeName").required(),
    Property::text("KeyType").required(),
]);

const THROUGHPUT: &[Property] = &[
    Property::integer("ReadCapacityUnits").required(),
    Property::integer("WriteCapacityUnits").required(),
];

const PROJECTION: &[Property] =
    &[Property::list("NonKeyAttributes", &Kind::Text), Property::text("ProjectionType")];

const NOT_THROTTLED: &str =
    "tables on demand are not throttled: one machine has no partitions to protect";

const SHOWN: &str =
    "unless the server was started with --enforce-throughput, throughput is shown only";

pub(super) const GLOBAL_INDEX: Kind = Kind::Object(&[
    Property::refused("ContributorInsightsSpecification", "there are no insights here"),
    Property::text("IndexName").required(),
    Property::list("KeySchema", &KEY_SCHEMA).required(),
    Property::accepted("OnDemandThroughput", NOT_THROTTLED),
    Property::object("Projection", PROJECTION).required(),
    Property::object("ProvisionedThroughput", THROUGHPUT).idle(SHOWN),
    Property::accepted("WarmThroughput", NOT_THROTTLED),
]);

pub(super) const LOCAL_INDEX: Kind = Kind::Object(&[
    Property::text("IndexName").required(),
    Property::list("KeySchema", &KEY_SCHEMA).required(),
    Property::object("Projection", PROJECTION).required(),
]);

pub(super) const ATTRIBUTE: Kind = Kind::Object(&[
    Property::text("AttributeName").required(),
    Property::text("AttributeType").required(),
]);

pub(super) const TIME_TO_LIVE: &[Property] =
    &[Property::text("AttributeName"), Property::boolean("Enabled").required()];

pub(super) const RECOVERY: &str = "PointInTimeRecoverySpecification";

pub(super) const RECOVERY_SPECIFICATION: &[Property] =
    &[Property::boolean("PointInTimeRecoveryEnabled"), Property::integer("RecoveryPeriodInDays")];

/// A table.
pub(super) static TABLE: Schema = Schema {
    type_name: "AWS::DynamoDB::Table",
    properties: &[
        Property::list("AttributeDefinitions", &ATTRIBUTE).removed_by_update(),
        Property::text("BillingMode").default("\"PROVISIONED\""),
        Property::refused("ContributorInsightsSpecification", "there are no insights here"),
        Property::boolean("DeletionProtectionEnabled").default("false"),
        Property::list("GlobalSecondaryIndexes", &GLOBAL_INDEX).removed_by_update(),
        Property::refused("ImportSourceSpecification", "tables are not imported from buckets"),
        Property::list("KeySchema", &KEY_SCHEMA).required().replaces(),
        Property::refused("KinesisStreamSpecification", "there are no Kinesis streams here"),
        Property::list("LocalSecondaryIndexes", &LOCAL_INDEX).replaces(),
        Property::accepted("OnDemandThroughput", NOT_THROTTLED),
        Property::object(RECOVERY, RECOVERY_SPECIFICATION).removed_by_update(),
        Property::object("ProvisionedThroughput", THROUGHPUT).removed_by_update().idle(SHOWN),
        Property::refused("ResourcePolicy", "tables have no policies of their own here"),
        Property::accepted("SSESpecification", NO_KMS),
        Property::object(
            "StreamSpecification",
            &[
                Property::refused("ResourcePolicy", "streams have no policies here"),
                Property::text("StreamViewType").required(),
            ],
        )
        .removed_by_update(),
        Property::accepted("TableClass", "there is one class of storage here"),
        Property::text("TableName").replaces(),
        Property::tags(),
        Property::object("TimeToLiveSpecification", TIME_TO_LIVE).removed_by_update(),
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

pub(super) fn create(cx: &Context<'_>) -> Made {
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
    let recovery = properties.get(RECOVERY).filter(|asked| **asked != off());
    calls.extend(recovery.map(|asked| recovery_update(cx.name, asked)));
    Made { calls, physical_id: json!(cx.name), attributes: attributes_of(properties) }
}

/// A table has no recovery unless it is asked for.
fn off() -> Json {
    json!({ "PointInTimeRecoveryEnabled": false })
}

fn recovery_update(name: &str, asked: &Json) -> Call {
    let enabled = asked.get("PointInTimeRecoveryEnabled").cloned().unwrap_or(json!(false));
    let period = asked.get("RecoveryPeriodInDays").cloned().unwrap_or_default();
    let asked = json!({ "PointInTimeRecoveryEnabled": enabled });
    let asked = asked.as_object().cloned().unwrap_or_default();
    let asked = with(asked, json!({ "RecoveryPeriodInDays": period }));
    let input = json!({ "TableName": name, RECOVERY: asked });
    Call::new("dynamodb", "UpdateContinuousBackups", input)
}

fn attributes_of(properties: &Json) -> Map<String, Json> {
    let mut all = attributes([("Arn", slot("Arn"))]);
    if properties.get("StreamSpecification").is_some() {
        all.insert("StreamArn".to_owned(), slot("StreamArn"));
    }
    all
}

/// Waits until a table is as it was asked to be, and looks at what it then has.
fn active(name: &str) -> Call {
    Call::new("dynamodb", "DescribeTable", json!({ "TableName": name }))
        .capture("Arn", "/Table/TableArn")
        .capture("StreamArn", "/Table/LatestStreamArn")
        .capture("TableId", "/Table/TableId")
        .capture("StreamViewType", "/Table/StreamSpecification/StreamViewType")
        .capture("Indexes", "/Table/GlobalSecondaryIndexes")
        .until("/Table/TableStatus", Some("ACTIVE"), &["INACCESSIBLE_ENCRYPTION_CREDENTIALS"])
}

fn time_to_live(name: &str, properties: &Json) -> Option<Call> {
    let attribute = time_to_live_attribute(properties)?;
    let on = json!({ "AttributeName": attribute, "Enabled": true });
    let input = json!({ "TableName": name, "TimeToLiveSpecification": on });
    Some(Call::new("dynamodb", "UpdateTimeToLive", input))
}

/// The attribute that says when an item expires, if items are to expire.
fn time_to_live_attribute(properties: &Json) -> Option<Json> {
    let specification = properties.get("TimeToLiveSpecification")?;
    let enabled = specification.get("Enabled").and_then(Json::as_bool).unwrap_or(false);
    enabled.then(|| get(specification, "AttributeName"))
}

pub(super) fn update(cx: &Context<'_>, old: &Resource) -> Result<Made, String> {
    let (before, after) = (&old.properties, cx.properties);
    check_definitions(before, after)?;
    // What is there already is not asked for again: the service would refuse it.
    let mut calls = vec![active(cx.name)];
    let plain = ["BillingMode", "DeletionProtectionEnabled", "ProvisionedThroughput"];
    if changed(&plain, before, after) {
        calls.extend([plain_update(cx.name, after)?, active(cx.name)]);
    }
    calls.extend(stream_updates(cx.name, before, after));
    calls.extend(index_updates(cx.name, before, after)?);
    if changed(&["TimeToLiveSpecification"], before, after) {
        calls.extend(time_to_live_updates(cx.name, before, after));
    }
    if changed(&[RECOVERY], before, after) {
        let asked = after.get(RECOVERY).cloned().unwrap_or_else(off);
        calls.push(recovery_update(cx.name, &asked));
    }
    calls.extend(tags(&get(&old.attributes.clone().into(), "Arn"), before, after));
    calls.push(active(cx.name));
    Ok(Made { calls, physical_id: json!(cx.name), attributes: attributes_of(after) })
}

/// An attribute of the table's own key is of one type for good, and so is one of an index, since
/// entries are ordered by it.
fn check_definitions(before: &Json, after: &Json) -> Result<(), String> {
    const DEFINITIONS: &str = "AttributeDefinitions";
    let name = |definition: &Json| text(definition, "AttributeName").map(str::to_owned);
    for was in items(before, DEFINITIONS) {
        let now = items(after, DEFINITIONS).iter().find(|now| name(now) == name(was));
        if now.is_some_and(|now| now != was) {
            return Err(format!(
                "The type of attribute {} cannot be changed: make another table or index",
                name(was).unwrap_or_default()
            ));
        }
    }
    Ok(())
}

fn plain_update(name: &str, after: &Json) -> Result<Call, String> {
    let mode = text(after, "BillingMode").unwrap_or("PROVISIONED");
    let throughput = get(after, "ProvisionedThroughput");
    if mode == "PROVISIONED" && throughput.is_null() {
        return Err(
            "ProvisionedThroughput must be specified when BillingMode is PROVISIONED".to_owned()
        );
    }
    let input = json!({
        "TableName": name,
        "BillingMode": mode,
        "DeletionProtectionEnabled":
            after.get("DeletionProtectionEnabled").cloned().unwrap_or(json!(false)),
    });
    let input = input.as_object().cloned().unwrap_or_default();
    let input = with(input, json!({ "ProvisionedThroughput": throughput }));
    Ok(Call::new("dynamodb", "UpdateTable", input))
}

/// What a stream's records show.
const VIEWS: [&str; 4] = ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"];

/// Turns a stream off, on, or first off and then on with another view.
fn stream_updates(name: &str, before: &Json, after: &Json) -> Vec<Call> {
    if !changed(&["StreamSpecification"], before, after) {
        return Vec::new();
    }
    let update = |specification: Json| {
        let input = json!({ "TableName": name, "StreamSpecification": specification });
        Call::new("dynamodb", "UpdateTable", input)
    };
    let view =
        after.get("StreamSpecification").map_or(Json::Null, |stream| get(stream, "StreamViewType"));
    // What has no stream has no view either.
    let mut calls = Vec::new();
    for other in VIEWS.into_iter().filter(|other| view != *other) {
        let off = update(json!({ "StreamEnabled": false }));
        calls.push(off.when("StreamViewType", json!(other)));
    }
    calls.push(active(name));
    if !view.is_null() {
        let on = update(stream(after)).unless("StreamViewType", view);
        calls.extend([on, active(name)]);
    }
    calls
}

/// Items expire by one attribute at a time: the former one is ended first.
fn time_to_live_updates(name: &str, before: &Json, after: &Json) -> Vec<Call> {
    const ATTRIBUTE: &str = "TimeToLiveAttribute";
    let look = || {
        Call::new("dynamodb", "DescribeTimeToLive", json!({ "TableName": name }))
            .capture(ATTRIBUTE, "/TimeToLiveDescription/AttributeName")
    };
    let (was, now) = (time_to_live_attribute(before), time_to_live_attribute(after));
    let mut calls = vec![look()];
    if let Some(was) = was.filter(|was| Some(was) != now.as_ref()) {
        let off = json!({ "AttributeName": was, "Enabled": false });
        let input = json!({ "TableName": name, "TimeToLiveSpecification": off });
        calls.push(Call::new("dynamodb", "UpdateTimeToLive", input).when(ATTRIBUTE, was));
        calls.push(look());
    }
    let on = time_to_live(name, after).zip(now);
    calls.extend(on.map(|(call, now)| call.unless(ATTRIBUTE, now)));
    calls
}

/// Global indexes that came and went, one call each, since a table takes one at a time: first what
/// goes, so that there is room. An index that is there already is not made, nor one deleted that
/// is not: an update that failed half way may have done so.
fn index_updates(name: &str, before: &Json, after: &Json) -> Result<Vec<Call>, String> {
    const INDEXES: &str = "GlobalSecondaryIndexes";
    let named = |all: &[Json], index: &Json| {
        let name = text(index, "IndexName");
        all.iter().find(|one| text(one, "IndexName") == name).cloned()
    };
    let (old, new) = (items(before, INDEXES), items(after, INDEXES));
    let mut calls = Vec::new();
    for index in old.iter().filter(|index| named(new, index).is_none()) {
        let this = json!({ "IndexName": get(index, "IndexName") });
        let call = index_update(name, &json!({ "Delete": this }), &Json::Null);
        calls.extend([call.when("Indexes", this), active(name)]);
    }
    for index in new {
        let this = json!({ "IndexName": get(index, "IndexName") });
        match named(old, index) {
            None => {
                let definitions = definitions_of(index, after);
                let call = index_update(name, &json!({ "Create": index }), &definitions);
                calls.extend([call.unless("Indexes", this), active(name)]);
            }
            Some(was) if &was == index => {}
            Some(was) if changed(&["KeySchema", "Projection"], &was, index) => {
                return Err(format!(
                    "Cannot update the key or projection of index {}: give it another name",
                    text(index, "IndexName").unwrap_or_default()
                ));
            }
            // On demand an index has no throughput of its own to be changed.
            Some(_) if index.get("ProvisionedThroughput").is_none() => {}
            Some(_) => {
                let update = pick(index, &["IndexName", "ProvisionedThroughput"]);
                let call = index_update(name, &json!({ "Update": update }), &Json::Null);
                calls.extend([call.when("Indexes", this), active(name)]);
            }
        }
    }
    Ok(calls)
}

fn index_update(name: &str, update: &Json, definitions: &Json) -> Call {
    let input = json!({ "TableName": name, "GlobalSecondaryIndexUpdates": [update] });
    let input = input.as_object().cloned().unwrap_or_default();
    let input = with(input, json!({ "AttributeDefinitions": definitions }));
    Call::new("dynamodb", "UpdateTable", input)
}

/// The definitions of a new index' attributes: a table defines no attribute that is no key, so
/// those of indexes that are still to come must not stand beside.
fn definitions_of(index: &Json, after: &Json) -> Json {
    let keys: Vec<_> =
        items(index, "KeySchema").iter().map(|key| text(key, "AttributeName")).collect();
    let all = items(after, "AttributeDefinitions").iter();
    all.filter(|one| keys.contains(&text(one, "AttributeName"))).cloned().collect()
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

pub(super) fn delete(old: &Resource) -> Vec<Call> {
    let input = json!({ "TableName": old.physical_id });
    vec![
        // A table whose index is being filled does not go.
        Call::new("dynamodb", "DescribeTable", input.clone())
            .settled_by("ResourceNotFoundException")
            .until("/Table/TableStatus", Some("ACTIVE"), &[]),
        Call::new("dynamodb", "DeleteTable", input.clone()).settled_by("ResourceNotFoundException"),
        Call::new("dynamodb", "DescribeTable", input)
            .settled_by("ResourceNotFoundException")
            .until("/Table/TableStatus", None, &[]),
    ]
}
