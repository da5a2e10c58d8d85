//! `AWS::Events::EventBus` and `AWS::Events::Rule`.

use serde_json::{Map, Value as Json, json};

use super::{as_text, attributes, changed, function::NO_KMS, get, items, pick, text, with};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Naming, Property, Schema};
use crate::work::{Call, slot};

/// An event bus.
pub(super) static EVENT_BUS: Schema = Schema {
    type_name: "AWS::Events::EventBus",
    properties: &[
        Property::refused("DeadLetterConfig", "a bus keeps no dead letters; its rules do"),
        Property::text("Description").default("\"\""),
        Property::refused("EventSourceName", "there are no partners' event sources here"),
        Property::accepted("KmsKeyIdentifier", NO_KMS),
        Property::refused("LogConfig", "a bus writes no log"),
        Property::text("Name").required().replaces(),
        Property::refused("Policy", "a bus has no policy of its own here"),
        Property::tags(),
    ],
    attributes: &["Arn", "Name"],
    naming: Some(Naming { property: "Name", longest: 256, lower: false }),
    create: |cx| {
        let input = json!(pick(cx.properties, &["Description", "Name", "Tags"]));
        Ok(Made {
            calls: vec![
                Call::new("events", "CreateEventBus", input).capture("Arn", "/EventBusArn"),
            ],
            physical_id: json!(cx.name),
            attributes: attributes([("Arn", slot("Arn")), ("Name", json!(cx.name))]),
        })
    },
    update: |cx, old| {
        let input = json!(pick(cx.properties, &["Description", "Name"]));
        let mut calls = Vec::new();
        if changed(&["Description"], &old.properties, cx.properties) {
            calls.push(Call::new("events", "UpdateEventBus", input));
        }
        calls.extend(tags(old.attributes.get("Arn"), &old.properties, cx.properties));
        Ok(Made { calls, physical_id: json!(old.physical_id), attributes: Map::new() })
    },
    delete: |old| {
        vec![
            Call::new("events", "DeleteEventBus", json!({ "Name": old.physical_id }))
                .settled_by("ResourceNotFoundException"),
        ]
    },
};

fn tags(arn: Option<&Json>, before: &Json, after: &Json) -> Vec<Call> {
    let (old, new) = (items(before, "Tags"), items(after, "Tags"));
    let kept = |tag: &&Json| new.iter().any(|one| text(one, "Key") == text(tag, "Key"));
    let gone: Vec<Json> = old.iter().filter(|tag| !kept(tag)).map(|tag| get(tag, "Key")).collect();
    let mut calls = Vec::new();
    if !gone.is_empty() {
        let input = json!({ "ResourceARN": arn, "TagKeys": gone });
        calls.push(Call::new("events", "UntagResource", input));
    }
    if old != new && !new.is_empty() {
        let input = json!({ "ResourceARN": arn, "Tags": new });
        calls.push(Call::new("events", "TagResource", input));
    }
    calls
}

const GONE: &str = "ResourceNotFoundException";

const NOT_A_TARGET: &str = "only functions and event buses can be targets here";

/// What of a target's ARN can be said before it is made.
fn not_a_target(arn: &str) -> Option<&'static str> {
    let mut parts = arn.split(':').skip(2);
    let service = parts.next().filter(|_| arn.starts_with("arn:"))?;
    (!["events", "lambda"].contains(&service)).then_some(NOT_A_TARGET)
}

fn not_a_state(state: &str) -> Option<&'static str> {
    (!["DISABLED", "ENABLED"].contains(&state)).then_some("a rule is ENABLED or DISABLED here")
}

const TARGET: Kind = Kind::Object(&[
    Property::refused("AppSyncParameters", NOT_A_TARGET),
    Property::text("Arn").required().checked(not_a_target),
    Property::refused("BatchParameters", NOT_A_TARGET),
    Property::refused(
        "DeadLetterConfig",
        "there are no queues here; a function's failed events go where its EventInvokeConfig says",
    ),
    Property::refused("EcsParameters", NOT_A_TARGET),
    Property::refused("HttpParameters", NOT_A_TARGET),
    Property::text("Id").required(),
    Property::text("Input"),
    Property::text("InputPath"),
    Property::object(
        "InputTransformer",
        &[Property::texts("InputPathsMap"), Property::text("InputTemplate").required()],
    ),
    Property::refused("KinesisParameters", NOT_A_TARGET),
    Property::refused("RedshiftDataParameters", NOT_A_TARGET),
    Property::refused(
        "RetryPolicy",
        "a function's events are tried again as its EventInvokeConfig says",
    ),
    Property::text("RoleArn"),
    Property::refused("RunCommandParameters", NOT_A_TARGET),
    Property::refused("SageMakerPipelineParameters", NOT_A_TARGET),
    Property::refused("SqsParameters", NOT_A_TARGET),
]);

/// A rule of a bus.
pub(super) static RULE: Schema = Schema {
    type_name: "AWS::Events::Rule",
    properties: &[
        Property::text("Description").removed_by_update(),
        Property::text("EventBusName").replaces(),
        Property::any("EventPattern").removed_by_update(),
        Property::text("Name").replaces(),
        Property::refused("RoleArn", "give the targets that need one a RoleArn of their own"),
        Property::text("ScheduleExpression").removed_by_update(),
        Property::text("State").removed_by_update().checked(not_a_state),
        Property::tags(),
        Property::list("Targets", &TARGET).removed_by_update(),
    ],
    attributes: &["Arn"],
    naming: Some(Naming { property: "Name", longest: 64, lower: false }),
    create: |cx| {
        // On a bus of its own, `Ref` gives both names.
        let bus = text(cx.properties, "EventBusName").map(bus_name);
        let id = match bus {
            None | Some("default") => cx.name.to_owned(),
            Some(bus) => format!("{bus}|{}", cx.name),
        };
        let place = with(pick(cx.properties, &["EventBusName"]), json!({ "Name": cx.name }));
        let absent = Call::new("events", "DescribeRule", place).must_be_absent(
            format!("Resource of type 'AWS::Events::Rule' with identifier '{id}'"),
            "ResourceNotFoundException",
        );
        let calls = std::iter::once(absent).chain(put(cx, cx.name)).collect();
        Ok(Made { calls, physical_id: json!(id), attributes: attributes([("Arn", slot("Arn"))]) })
    },
    update: |cx, old| {
        let name = rule_name(old);
        let now = items(cx.properties, "Targets");
        let gone: Vec<Json> = items(&old.properties, "Targets")
            .iter()
            .map(|target| get(target, "Id"))
            .filter(|id| !now.iter().any(|target| target.get("Id") == Some(id)))
            .collect();
        let mut calls = put(cx, name);
        if !gone.is_empty() {
            let call = remove_targets(cx.properties, name, &gone).settled_by(GONE);
            calls.insert(1, call);
        }
        calls.extend(tags(old.attributes.get("Arn"), &old.properties, cx.properties));
        Ok(Made {
            calls,
            physical_id: json!(old.physical_id),
            attributes: attributes([("Arn", slot("Arn"))]),
        })
    },
    delete,
};

/// The name of a bus that is given by name or by ARN.
fn bus_name(bus: &str) -> &str {
    bus.rsplit_once('/').map_or(bus, |(_, name)| name)
}

fn rule_name(old: &Resource) -> &str {
    old.physical_id.rsplit_once('|').map_or(old.physical_id.as_str(), |(_, name)| name)
}

fn put(cx: &Context<'_>, name: &str) -> Vec<Call> {
    let properties = cx.properties;
    let input = with(
        pick(properties, &["Description", "EventBusName", "ScheduleExpression", "State", "Tags"]),
        json!({
            "Name": name,
            "EventPattern": as_text(&get(properties, "EventPattern")),
        }),
    );
    let mut calls = vec![Call::new("events", "PutRule", input).capture("Arn", "/RuleArn")];
    let targets = items(properties, "Targets");
    if !targets.is_empty() {
        let input = with(pick(properties, &["EventBusName", "Targets"]), json!({ "Rule": name }));
        calls.push(Call::new("events", "PutTargets", input).must_be_zero("/FailedEntryCount"));
    }
    calls
}

fn remove_targets(properties: &Json, name: &str, ids: &[Json]) -> Call {
    let input = with(pick(properties, &["EventBusName"]), json!({ "Rule": name, "Ids": ids }));
    Call::new("events", "RemoveTargets", input).must_be_zero("/FailedEntryCount")
}

fn delete(old: &Resource) -> Vec<Call> {
    let (name, properties) = (rule_name(old), &old.properties);
    let ids: Vec<Json> =
        items(properties, "Targets").iter().map(|target| get(target, "Id")).collect();
    let mut calls = Vec::new();
    if !ids.is_empty() {
        calls.push(remove_targets(properties, name, &ids).settled_by(GONE));
    }
    let input = with(pick(properties, &["EventBusName"]), json!({ "Name": name }));
    calls.push(Call::new("events", "DeleteRule", input).settled_by(GONE));
    calls
}
