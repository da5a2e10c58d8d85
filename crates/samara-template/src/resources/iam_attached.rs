//! What belongs to IAM's principals: policies of their own or attached, and access keys.

use serde_json::{Map, Value as Json, json};

use super::iam::GONE;
use super::{as_text, attributes, changed, get, items, pick, with};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Naming, Property, Schema};
use crate::work::{Call, LastOf, slot};

const NO_GROUPS: &str = "there are no groups here";

/// A policy inside roles and users.
pub(super) static POLICY: Schema = Schema {
    type_name: "AWS::IAM::Policy",
    properties: &[
        Property::refused("Groups", NO_GROUPS),
        Property::any("PolicyDocument").required(),
        Property::text("PolicyName").required().replaces(),
        Property::list("Roles", &Kind::Text).removed_by_update(),
        Property::list("Users", &Kind::Text).removed_by_update(),
    ],
    attributes: &["Id"],
    naming: None,
    create: |cx| {
        check_holders(cx.properties)?;
        let mut calls = absent(cx.properties);
        calls.extend(put(cx.properties, &Json::Null));
        Ok(Made {
            calls,
            physical_id: json!(cx.name),
            attributes: attributes([("Id", json!(cx.name))]),
        })
    },
    update: |cx, old| {
        check_holders(cx.properties)?;
        let mut calls = put(cx.properties, &old.properties);
        calls.extend(removed(&old.properties, cx.properties));
        Ok(Made { calls, physical_id: json!(old.physical_id), attributes: Map::new() })
    },
    delete: |old| removed(&old.properties, &Json::Null),
};

const HOLDERS: [(&str, &str, &str, &str); 2] = [
    ("Roles", "RoleName", "PutRolePolicy", "DeleteRolePolicy"),
    ("Users", "UserName", "PutUserPolicy", "DeleteUserPolicy"),
];

fn check_holders(properties: &Json) -> Result<(), String> {
    if items(properties, "Roles").is_empty() && items(properties, "Users").is_empty() {
        return Err("At least one of [Groups,Roles,Users] must be non-empty.".to_owned());
    }
    Ok(())
}

/// A policy of this name that a holder has already is somebody else's.
fn absent(properties: &Json) -> Vec<Call> {
    let named = get(properties, "PolicyName");
    let policy = named.as_str().unwrap_or_default();
    let mut calls = Vec::new();
    for (property, name, operation) in
        [("Roles", "RoleName", "GetRolePolicy"), ("Users", "UserName", "GetUserPolicy")]
    {
        for holder in items(properties, property) {
            let input = json!({ name: holder, "PolicyName": named });
            let found = format!("Policy '{policy}' of {}", holder.as_str().unwrap_or_default());
            calls.push(Call::new("iam", operation, input).must_be_absent(found, GONE));
        }
    }
    calls
}

/// Puts the policy into those that lack it as it now is.
fn put(after: &Json, before: &Json) -> Vec<Call> {
    let document = as_text(&get(after, "PolicyDocument"));
    let same = before.get("PolicyDocument") == after.get("PolicyDocument");
    let mut calls = Vec::new();
    for (property, name, operation, _) in HOLDERS {
        for holder in items(after, property) {
            if same && items(before, property).contains(holder) {
                continue;
            }
            let input = json!({
                name: holder,
                "PolicyName": get(after, "PolicyName"),
                "PolicyDocument": document,
            });
            calls.push(Call::new("iam", operation, input));
        }
    }
    calls
}

fn removed(before: &Json, after: &Json) -> Vec<Call> {
    let mut calls = Vec::new();
    for (property, name, _, operation) in HOLDERS {
        for holder in items(before, property) {
            if !items(after, property).contains(holder) {
                let input = json!({ name: holder, "PolicyName": get(before, "PolicyName") });
                calls.push(Call::new("iam", operation, input).settled_by(GONE));
            }
        }
    }
    calls
}

/// A policy with an ARN of its own.
pub(super) static MANAGED_POLICY: Schema = Schema {
    type_name: "AWS::IAM::ManagedPolicy",
    properties: &[
        Property::text("Description").replaces(),
        Property::refused("Groups", NO_GROUPS),
        Property::text("ManagedPolicyName").replaces(),
        Property::text("Path").replaces(),
        Property::any("PolicyDocument").required(),
        Property::list("Roles", &Kind::Text).removed_by_update(),
        Property::list("Users", &Kind::Text).removed_by_update(),
    ],
    attributes: &["PolicyArn", "PolicyId"],
    naming: Some(Naming { property: "ManagedPolicyName", longest: 128, lower: false }),
    create: |cx| {
        let document = as_text(&get(cx.properties, "PolicyDocument"));
        let input = with(
            pick(cx.properties, &["Description", "Path"]),
            json!({ "PolicyName": cx.name, "PolicyDocument": document }),
        );
        let mut calls = vec![
            Call::new("iam", "CreatePolicy", input)
                .capture("Arn", "/Policy/Arn")
                .capture("PolicyId", "/Policy/PolicyId"),
        ];
        calls.extend(attached(&Json::Null, cx.properties, &slot("Arn")));
        Ok(Made {
            calls,
            physical_id: slot("Arn"),
            attributes: attributes([("PolicyArn", slot("Arn")), ("PolicyId", slot("PolicyId"))]),
        })
    },
    update: |cx, old| Ok(update_managed(cx, old)),
    delete: |old| {
        let arn = json!(old.physical_id);
        let mut calls = attached(&old.properties, &Json::Null, &arn);
        // Only the version in force goes with its policy.
        calls.extend((1..POLICY_VERSIONS_MAX).flat_map(|_| oldest_goes(&arn, 2)));
        calls.push(Call::new("iam", "DeletePolicy", json!({ "PolicyArn": arn })).settled_by(GONE));
        calls
    },
};

/// Versions that a managed policy has at most (AWS: IAM quotas).
const POLICY_VERSIONS_MAX: usize = 5;

fn update_managed(cx: &Context<'_>, old: &Resource) -> Made {
    let arn = json!(old.physical_id);
    let mut calls = Vec::new();
    if changed(&["PolicyDocument"], &old.properties, cx.properties) {
        let document = as_text(&get(cx.properties, "PolicyDocument"));
        let input = json!({ "PolicyArn": arn, "PolicyDocument": document, "SetAsDefault": true });
        calls.extend(oldest_goes(&arn, POLICY_VERSIONS_MAX));
        calls.push(Call::new("iam", "CreatePolicyVersion", input));
    }
    calls.extend(attached(&old.properties, cx.properties, &arn));
    Made { calls, physical_id: arn, attributes: Map::new() }
}

/// Deletes the oldest version that is not in force, if the policy has so many or more.
fn oldest_goes(arn: &Json, full: usize) -> [Call; 2] {
    let oldest = LastOf {
        name: "Oldest".to_owned(),
        list: "/Versions".to_owned(),
        full,
        except: json!({ "IsDefaultVersion": true }),
        part: "/VersionId".to_owned(),
    };
    let list = Call::new("iam", "ListPolicyVersions", json!({ "PolicyArn": arn }));
    let this = json!({ "PolicyArn": arn, "VersionId": slot("Oldest") });
    let delete = Call::new("iam", "DeletePolicyVersion", this).settled_by(GONE);
    [list.settled_by(GONE).keep_last(oldest), delete.unless("Oldest", Json::Null)]
}

fn attached(before: &Json, after: &Json, arn: &Json) -> Vec<Call> {
    const HOLDERS: [(&str, &str, &str, &str); 2] = [
        ("Roles", "RoleName", "AttachRolePolicy", "DetachRolePolicy"),
        ("Users", "UserName", "AttachUserPolicy", "DetachUserPolicy"),
    ];
    let mut calls = Vec::new();
    for (property, name, attach, detach) in HOLDERS {
        let (old, new) = (items(before, property), items(after, property));
        for holder in new.iter().filter(|holder| !old.contains(holder)) {
            calls.push(Call::new("iam", attach, json!({ name: holder, "PolicyArn": arn })));
        }
        for holder in old.iter().filter(|holder| !new.contains(holder)) {
            let input = json!({ name: holder, "PolicyArn": arn });
            calls.push(Call::new("iam", detach, input).settled_by(GONE));
        }
    }
    calls
}

/// A user's credentials.
pub(super) static ACCESS_KEY: Schema = Schema {
    type_name: "AWS::IAM::AccessKey",
    properties: &[
        Property::integer("Serial").replaces(),
        Property::text("Status").removed_by_update(),
        Property::text("UserName").required().replaces(),
    ],
    attributes: &["SecretAccessKey"],
    naming: None,
    create: |cx| {
        let mut calls = vec![
            Call::new("iam", "CreateAccessKey", json!(pick(cx.properties, &["UserName"])))
                .capture("Id", "/AccessKey/AccessKeyId")
                .capture("Secret", "/AccessKey/SecretAccessKey"),
        ];
        if let Some(status) = cx.properties.get("Status") {
            let input = with(
                pick(cx.properties, &["UserName"]),
                json!({ "AccessKeyId": slot("Id"), "Status": status }),
            );
            calls.push(Call::new("iam", "UpdateAccessKey", input));
        }
        Ok(Made {
            calls,
            physical_id: slot("Id"),
            attributes: attributes([("SecretAccessKey", slot("Secret"))]),
        })
    },
    update: |cx, old| {
        let status = cx.properties.get("Status").cloned().unwrap_or_else(|| json!("Active"));
        let input = with(
            pick(cx.properties, &["UserName"]),
            json!({ "AccessKeyId": old.physical_id, "Status": status }),
        );
        Ok(Made {
            calls: vec![Call::new("iam", "UpdateAccessKey", input)],
            physical_id: json!(old.physical_id),
            attributes: Map::new(),
        })
    },
    delete: |old| {
        let input =
            with(pick(&old.properties, &["UserName"]), json!({ "AccessKeyId": old.physical_id }));
        vec![Call::new("iam", "DeleteAccessKey", input).settled_by(GONE)]
    },
};
