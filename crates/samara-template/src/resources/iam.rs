//! `AWS::IAM::Role` and `AWS::IAM::User`: a principal with its inline and attached policies.

use serde_json::{Map, Value as Json, json};

use super::{as_text, attributes, changed, get, items, pick, text, with};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Naming, Property, Schema};
use crate::work::{Call, slot};

const POLICY: Kind = Kind::Object(&[
    Property::any("PolicyDocument").required(),
    Property::text("PolicyName").required(),
]);

/// What is called for each kind of principal.
struct Principal {
    /// The member that names it.
    name: &'static str,
    put: &'static str,
    remove: &'static str,
    attach: &'static str,
    detach: &'static str,
    put_boundary: &'static str,
    delete_boundary: &'static str,
    tag: &'static str,
    untag: &'static str,
}

const ROLES: Principal = Principal {
    name: "RoleName",
    put: "PutRolePolicy",
    remove: "DeleteRolePolicy",
    attach: "AttachRolePolicy",
    detach: "DetachRolePolicy",
    put_boundary: "PutRolePermissionsBoundary",
    delete_boundary: "DeleteRolePermissionsBoundary",
    tag: "TagRole",
    untag: "UntagRole",
};

const USERS: Principal = Principal {
    name: "UserName",
    put: "PutUserPolicy",
    remove: "DeleteUserPolicy",
    attach: "AttachUserPolicy",
    detach: "DetachUserPolicy",
    put_boundary: "PutUserPermissionsBoundary",
    delete_boundary: "DeleteUserPermissionsBoundary",
    tag: "TagUser",
    untag: "UntagUser",
};

pub(super) const GONE: &str = "NoSuchEntity";

/// A role.
pub(super) static ROLE: Schema = Schema {
    type_name: "AWS::IAM::Role",
    properties: &[
        Property::any("AssumeRolePolicyDocument").required(),
        Property::text("Description").removed_by_update(),
        Property::list("ManagedPolicyArns", &Kind::Text).removed_by_update(),
        Property::integer("MaxSessionDuration").removed_by_update(),
        Property::text("Path").replaces(),
        Property::text("PermissionsBoundary").removed_by_update(),
        Property::list("Policies", &POLICY).removed_by_update(),
        Property::text("RoleName").replaces(),
        Property::tags(),
    ],
    attributes: &["Arn", "RoleId"],
    naming: Some(Naming { property: "RoleName", longest: 64, lower: false }),
    create: |cx| {
        let properties = cx.properties;
        let names = ["Description", "MaxSessionDuration", "Path", "PermissionsBoundary", "Tags"];
        let trust = as_text(&get(properties, "AssumeRolePolicyDocument"));
        let input = with(
            pick(properties, &names),
            json!({ "RoleName": cx.name, "AssumeRolePolicyDocument": trust }),
        );
        let mut calls = vec![
            Call::new("iam", "CreateRole", input)
                .capture("Arn", "/Role/Arn")
                .capture("RoleId", "/Role/RoleId"),
        ];
        calls.extend(policies(&ROLES, cx.name, &Json::Null, properties));
        Ok(Made {
            calls,
            physical_id: json!(cx.name),
            attributes: attributes([("Arn", slot("Arn")), ("RoleId", slot("RoleId"))]),
        })
    },
    update: |cx, old| {
        let (before, after) = (&old.properties, cx.properties);
        let mut calls = Vec::new();
        if changed(&["AssumeRolePolicyDocument"], before, after) {
            let document = as_text(&get(after, "AssumeRolePolicyDocument"));
            let input = json!({ "RoleName": cx.name, "PolicyDocument": document });
            calls.push(Call::new("iam", "UpdateAssumeRolePolicy", input));
        }
        if changed(&["Description", "MaxSessionDuration"], before, after) {
            let input = with(
                json_map(json!({ "Description": "", "MaxSessionDuration": 3600 })),
                with(
                    pick(after, &["Description", "MaxSessionDuration"]),
                    json!({ "RoleName": cx.name }),
                ),
            );
            calls.push(Call::new("iam", "UpdateRole", input));
        }
        calls.extend(around(&ROLES, cx, old));
        Ok(Made { calls, physical_id: json!(old.physical_id), attributes: Map::new() })
    },
    delete: |old| {
        let mut calls = stripped(&ROLES, old);
        calls.push(
            Call::new("iam", "DeleteRole", json!({ "RoleName": old.physical_id })).settled_by(GONE),
        );
        calls
    },
};

/// A user.
pub(super) static USER: Schema = Schema {
    type_name: "AWS::IAM::User",
    properties: &[
        Property::refused("Groups", "there are no groups here"),
        Property::refused("LoginProfile", "there is no console to log in to"),
        Property::list("ManagedPolicyArns", &Kind::Text).removed_by_update(),
        Property::text("Path").replaces(),
        Property::text("PermissionsBoundary").removed_by_update(),
        Property::list("Policies", &POLICY).removed_by_update(),
        Property::tags(),
        Property::text("UserName").replaces(),
    ],
    attributes: &["Arn"],
    naming: Some(Naming { property: "UserName", longest: 64, lower: false }),
    create: |cx| {
        let names = ["Path", "PermissionsBoundary", "Tags"];
        let input = with(pick(cx.properties, &names), json!({ "UserName": cx.name }));
        let mut calls = vec![Call::new("iam", "CreateUser", input).capture("Arn", "/User/Arn")];
        calls.extend(policies(&USERS, cx.name, &Json::Null, cx.properties));
        Ok(Made {
            calls,
            physical_id: json!(cx.name),
            attributes: attributes([("Arn", slot("Arn"))]),
        })
    },
    update: |cx, old| {
        Ok(Made {
            calls: around(&USERS, cx, old),
            physical_id: json!(old.physical_id),
            attributes: Map::new(),
        })
    },
    delete: |old| {
        let mut calls = stripped(&USERS, old);
        calls.push(
            Call::new("iam", "DeleteUser", json!({ "UserName": old.physical_id })).settled_by(GONE),
        );
        calls
    },
};

fn json_map(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

/// The inline and attached policies that differ: first what comes, then what goes.
fn policies(principal: &Principal, name: &str, before: &Json, after: &Json) -> Vec<Call> {
    let (old, new) = (items(before, "Policies"), items(after, "Policies"));
    let (attached, wanted) =
        (items(before, "ManagedPolicyArns"), items(after, "ManagedPolicyArns"));
    let mut calls = Vec::new();
    for policy in new.iter().filter(|policy| !old.contains(policy)) {
        let document = as_text(&get(policy, "PolicyDocument"));
        let input = json!({
            principal.name: name,
            "PolicyName": get(policy, "PolicyName"),
            "PolicyDocument": document,
        });
        calls.push(Call::new("iam", principal.put, input));
    }
    for arn in wanted.iter().filter(|arn| !attached.contains(arn)) {
        let input = json!({ principal.name: name, "PolicyArn": arn });
        calls.push(Call::new("iam", principal.attach, input));
    }
    let kept =
        |policy: &Json| new.iter().any(|one| one.get("PolicyName") == policy.get("PolicyName"));
    for policy in old.iter().filter(|policy| !kept(policy)) {
        let input = json!({ principal.name: name, "PolicyName": get(policy, "PolicyName") });
        calls.push(Call::new("iam", principal.remove, input).settled_by(GONE));
    }
    for arn in attached.iter().filter(|arn| !wanted.contains(arn)) {
        let input = json!({ principal.name: name, "PolicyArn": arn });
        calls.push(Call::new("iam", principal.detach, input).settled_by(GONE));
    }
    calls
}

/// What changes around a principal: policies, boundary, tags.
fn around(principal: &Principal, cx: &Context<'_>, old: &Resource) -> Vec<Call> {
    let (before, after) = (&old.properties, cx.properties);
    let mut calls = policies(principal, cx.name, before, after);
    if changed(&["PermissionsBoundary"], before, after) {
        calls.push(match text(after, "PermissionsBoundary") {
            Some(arn) => Call::new(
                "iam",
                principal.put_boundary,
                json!({ principal.name: cx.name, "PermissionsBoundary": arn }),
            ),
            None => Call::new("iam", principal.delete_boundary, json!({ principal.name: cx.name }))
                .settled_by(GONE),
        });
    }
    let (was, now) = (items(before, "Tags"), items(after, "Tags"));
    let kept = |tag: &&Json| now.iter().any(|one| one.get("Key") == tag.get("Key"));
    let gone: Vec<Json> = was.iter().filter(|tag| !kept(tag)).map(|tag| get(tag, "Key")).collect();
    if !gone.is_empty() {
        let input = json!({ principal.name: cx.name, "TagKeys": gone });
        calls.push(Call::new("iam", principal.untag, input));
    }
    if was != now && !now.is_empty() {
        let input = json!({ principal.name: cx.name, "Tags": now });
        calls.push(Call::new("iam", principal.tag, input));
    }
    calls
}

/// Takes every policy from a principal, without which it cannot be deleted.
fn stripped(principal: &Principal, old: &Resource) -> Vec<Call> {
    policies(principal, &old.physical_id, &old.properties, &Json::Null)
}
