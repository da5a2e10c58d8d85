//! What a template holds, in sum. Pure.

use std::collections::BTreeSet;

use samara_template::Template;
use serde_json::Value as Json;

/// A template in sum.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Summary {
    pub(crate) capabilities: Vec<String>,
    pub(crate) capabilities_reason: Option<String>,
    pub(crate) resource_types: Vec<String>,
    pub(crate) version: Option<String>,
    pub(crate) metadata: Option<Json>,
    pub(crate) transforms: Vec<String>,
}

/// The IAM resources that a caller must agree to, each with the property that names it.
const IAM_TYPES: [(&str, &str); 4] = [
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Policy", "-"),
];

/// Sums a template up, as its author wrote it.
pub(crate) fn of(template: &Template) -> Summary {
    let json = template.to_json();
    let transforms = match json.get("Transform") {
        Some(Json::String(name)) => vec![name.clone()],
        Some(Json::Array(names)) => {
            names.iter().filter_map(Json::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let resources = json.get("Resources").and_then(Json::as_object).into_iter().flatten();
    let (mut types, mut iam, mut named) = (BTreeSet::new(), BTreeSet::new(), false);
    for (_, resource) in resources {
        let Some(kind) = resource.get("Type").and_then(Json::as_str) else { continue };
        types.insert(kind.to_owned());
        if let Some((_, name)) = IAM_TYPES.iter().find(|(one, _)| *one == kind) {
            iam.insert(kind.to_owned());
            named |= resource.get("Properties").and_then(|all| all.get(name)).is_some();
        }
        // SAM makes a role for each function that brings none.
        let own_role = resource.get("Properties").and_then(|all| all.get("Role")).is_some();
        if kind == "AWS::Serverless::Function" && !own_role {
            iam.insert("AWS::IAM::Role".to_owned());
        }
    }
    let mut capabilities = Vec::new();
    if !iam.is_empty() {
        let name = if named { "CAPABILITY_NAMED_IAM" } else { "CAPABILITY_IAM" };
        capabilities.push(name.to_owned());
    }
    if !transforms.is_empty() {
        capabilities.push("CAPABILITY_AUTO_EXPAND".to_owned());
    }
    let iam: Vec<String> = iam.into_iter().collect();
    let reason = format!("The following resource(s) require capabilities: [{}]", iam.join(", "));
    Summary {
        capabilities_reason: (!iam.is_empty()).then_some(reason),
        capabilities,
        resource_types: types.into_iter().collect(),
        version: json.get("AWSTemplateFormatVersion").and_then(Json::as_str).map(str::to_owned),
        metadata: json.get("Metadata").cloned(),
        transforms,
    }
}
