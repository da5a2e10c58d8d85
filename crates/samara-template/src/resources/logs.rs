//! `AWS::Logs::LogGroup`.

use serde_json::{Map, json};

use super::{Tagging, attributes, changed, function::NO_KMS, get, retag, tag_map, with};
use crate::schema::{Made, Naming, Property, Schema};
use crate::work::Call;

const TAGGING: Tagging =
    Tagging { service: "logs", arn: "resourceArn", tags: "tags", keys: "tagKeys" };

/// A log group.
pub(super) static LOG_GROUP: Schema = Schema {
    type_name: "AWS::Logs::LogGroup",
    properties: &[
        Property::refused("DataProtectionPolicy", "nothing masks logs here"),
        Property::refused("FieldIndexPolicies", "logs have no field indexes here"),
        Property::accepted("KmsKeyId", NO_KMS),
        Property::accepted("LogGroupClass", "all logs are kept alike"),
        Property::text("LogGroupName").replaces(),
        Property::integer("RetentionInDays").removed_by_update(),
        Property::tags(),
    ],
    attributes: &["Arn"],
    naming: Some(Naming { property: "LogGroupName", longest: 512, lower: false }),
    create: |cx| {
        let input =
            with(Map::new(), json!({ "logGroupName": cx.name, "tags": tag_map(cx.properties) }));
        let mut calls = vec![Call::new("logs", "CreateLogGroup", input)];
        if let Some(days) = cx.properties.get("RetentionInDays") {
            let input = json!({ "logGroupName": cx.name, "retentionInDays": days });
            calls.push(Call::new("logs", "PutRetentionPolicy", input));
        }
        let arn = cx.stack.arn("logs", &format!("log-group:{}:*", cx.name));
        Ok(Made {
            calls,
            physical_id: json!(cx.name),
            attributes: attributes([("Arn", json!(arn))]),
        })
    },
    update: |cx, old| {
        let mut calls = Vec::new();
        if changed(&["RetentionInDays"], &old.properties, cx.properties) {
            let days = get(cx.properties, "RetentionInDays");
            calls.push(if days.is_null() {
                Call::new(
                    "logs",
                    "DeleteRetentionPolicy",
                    json!({ "logGroupName": old.physical_id }),
                )
            } else {
                Call::new(
                    "logs",
                    "PutRetentionPolicy",
                    json!({ "logGroupName": old.physical_id, "retentionInDays": days }),
                )
            });
        }
        let arn = cx.stack.arn("logs", &format!("log-group:{}", old.physical_id));
        calls.extend(retag(&TAGGING, &json!(arn), &old.properties, cx.properties));
        Ok(Made { calls, physical_id: json!(old.physical_id), attributes: Map::new() })
    },
    delete: |old| {
        vec![
            Call::new("logs", "DeleteLogGroup", json!({ "logGroupName": old.physical_id }))
                .settled_by("ResourceNotFoundException"),
        ]
    },
};
