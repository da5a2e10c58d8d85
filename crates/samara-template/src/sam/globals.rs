//! The `Globals` section, merged into the resources that it is for.
//!
//! A mapping is merged key by key, a list is put before the resource's own, anything else gives
//! way to what the resource says; a function of the template language is one value.

use crate::error::{Problem, Problems};
use crate::node::{Entry, Node, Value};
use crate::yaml::NODES_MAX;

/// What may stand in `Globals`, by SAM's type.
const SECTIONS: [(&str, &[&str]); 5] = [
    (
        "Function",
        &[
            "Architectures",
            "AssumeRolePolicyDocument",
            "AutoPublishAlias",
            "AutoPublishAliasAllProperties",
            "CodeSigningConfigArn",
            "CodeUri",
            "DeadLetterQueue",
            "DeploymentPreference",
            "Description",
            "Environment",
            "EphemeralStorage",
            "EventInvokeConfig",
            "FileSystemConfigs",
            "FunctionUrlConfig",
            "Handler",
            "KmsKeyArn",
            "Layers",
            "LoggingConfig",
            "MemorySize",
            "PermissionsBoundary",
            "PropagateTags",
            "ProvisionedConcurrencyConfig",
            "RecursiveLoop",
            "ReservedConcurrentExecutions",
            "RolePath",
            "Runtime",
            "RuntimeManagementConfig",
            "SnapStart",
            "SourceKMSKeyArn",
            "Tags",
            "Timeout",
            "Tracing",
            "VpcConfig",
            "VersionDeletionPolicy",
        ],
    ),
    (
        "Api",
        &[
            "AccessLogSetting",
            "AlwaysDeploy",
            "Auth",
            "BinaryMediaTypes",
            "CacheClusterEnabled",
            "CacheClusterSize",
            "CanarySetting",
            "Cors",
            "DefinitionUri",
            "Domain",
            "EndpointConfiguration",
            "GatewayResponses",
            "MergeDefinitions",
            "MethodSettings",
            "MinimumCompressionSize",
            "Name",
            "OpenApiVersion",
            "PropagateTags",
            "TracingEnabled",
            "Variables",
        ],
    ),
    (
        "HttpApi",
        &[
            "AccessLogSettings",
            "Auth",
            "CorsConfiguration",
            "DefaultRouteSettings",
            "Domain",
            "FailOnWarnings",
            "PropagateTags",
            "RouteSettings",
            "StageVariables",
            "Tags",
        ],
    ),
    ("SimpleTable", &["SSESpecification"]),
    ("LayerVersion", &["PublishLambdaVersion"]),
];

/// The resources with what is global to them.
pub(super) fn merged(root: &Node, problems: &mut Problems) -> Vec<Entry> {
    let empty = Node::map(root.mark);
    let globals = root.get("Globals").unwrap_or(&empty);
    for section in globals.entries() {
        check(section, problems);
    }
    let resources = root.get("Resources").map(Node::entries).unwrap_or_default();
    let each = globals.entries().iter().map(|section| size(&section.node)).max().unwrap_or(0);
    if NODES_MAX < each.saturating_mul(resources.len()) {
        let message = "'Globals' section is invalid. With it, the template becomes too large.";
        problems.push(Problem::at(globals.mark, message));
        return resources.to_vec();
    }
    resources.iter().map(|entry| with_globals(entry, globals, problems)).collect()
}

/// How many values a document has.
fn size(node: &Node) -> usize {
    let items: usize = node.items().iter().map(size).sum();
    let entries: usize = node.entries().iter().map(|entry| size(&entry.node)).sum();
    1 + items + entries
}

fn check(section: &Entry, problems: &mut Problems) {
    let name = section.key.as_str();
    let Some((_, known)) = SECTIONS.iter().find(|(one, _)| *one == name) else {
        let names = SECTIONS.map(|(name, _)| name);
        let message = format!(
            "'Globals' section is invalid. '{name}' is not supported. Must be one of the \
             following values - {}",
            names.join(", ")
        );
        problems.push(Problem::at(section.mark, message).did_you_mean(name, names));
        return;
    };
    for property in section.node.entries() {
        if !known.contains(&property.key.as_str()) {
            let message = format!(
                "'Globals' section is invalid. '{}' is not a supported property of '{name}'.",
                property.key
            );
            let problem = Problem::at(property.mark, message);
            problems.push(problem.did_you_mean(&property.key, known.iter().copied()));
        }
    }
}

fn with_globals(entry: &Entry, globals: &Node, problems: &mut Problems) -> Entry {
    let Some(section) = super::sam_type(entry).and_then(|kind| globals.get(kind)) else {
        return entry.clone();
    };
    let mut section = section.clone();
    match entry.node.get("IgnoreGlobals") {
        Some(node) if node.as_str() == Some("*") => return entry.clone(),
        Some(node) => {
            for item in node.items() {
                let name = item.as_str().unwrap_or_default();
                if section.remove(name).is_none() {
                    let message = format!(
                        "Resource {} has invalid resource attribute 'IgnoreGlobals' on item \
                         '{name}'.",
                        entry.key
                    );
                    problems.push(Problem::at(item.mark, message));
                }
            }
        }
        None => {}
    }
    let own = super::properties(entry);
    let mut merged = entry.clone();
    merged.node.set("Properties", merge(&section, &own));
    merged
}

/// Merges a resource's own value into the global one.
pub(super) fn merge(global: &Node, own: &Node) -> Node {
    let plain = |node: &Node| node.intrinsic().is_none();
    match (&global.value, &own.value) {
        (Value::Map(_), Value::Map(entries)) if plain(global) && plain(own) => {
            let mut merged = Node { mark: own.mark, value: global.value.clone() };
            for entry in entries {
                let value = match global.get(&entry.key) {
                    Some(other) => merge(other, &entry.node),
                    None => entry.node.clone(),
                };
                merged.set(&entry.key, value);
                restore_mark(&mut merged, entry);
            }
            merged
        }
        (Value::List(first), Value::List(second)) => {
            let items = first.iter().chain(second).cloned().collect();
            Node { mark: own.mark, value: Value::List(items) }
        }
        _ => own.clone(),
    }
}

/// What a resource says stands where the resource says it.
fn restore_mark(merged: &mut Node, entry: &Entry) {
    if let Value::Map(entries) = &mut merged.value
        && let Some(one) = entries.iter_mut().find(|one| one.key == entry.key)
    {
        one.mark = entry.mark;
    }
}
