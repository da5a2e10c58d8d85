//! `AWS::Serverless::SimpleTable` and `AWS::Serverless::LayerVersion`.

use serde_json::json;

use super::{
    Expansion, check_properties, invalid, json_node, pass, properties, resource, s3_place,
    short_hash, tag_list,
};
use crate::error::Problem;
use crate::node::{Entry, Node};

/// A table with one key.
pub(super) fn table(entry: &Entry) -> Result<Vec<Entry>, Problem> {
    const KNOWN: [&str; 6] = [
        "PointInTimeRecoverySpecification",
        "PrimaryKey",
        "ProvisionedThroughput",
        "SSESpecification",
        "TableName",
        "Tags",
    ];
    check_properties(entry, &KNOWN, &[])?;
    let from = properties(entry);
    let key = from.get("PrimaryKey");
    for name in ["Name", "Type"] {
        if let Some(key) = key.filter(|key| key.get(name).is_none()) {
            let why = format!("Property 'PrimaryKey.{name}' is required.");
            return Err(invalid(&entry.key, key.mark, &why));
        }
    }
    let name = key.and_then(|key| key.get("Name")).cloned();
    let name = name.unwrap_or_else(|| Node::text("id", entry.mark));
    let kind = key.and_then(|key| key.get("Type"));
    let letter = match kind.map(|node| (node, node.as_str())) {
        None | Some((_, Some("String"))) => "S",
        Some((_, Some("Number"))) => "N",
        Some((_, Some("Binary"))) => "B",
        Some((node, _)) => {
            return Err(invalid(
                &entry.key,
                node.mark,
                "'PrimaryKey.Type' must be one of String, Number, Binary.",
            ));
        }
    };
    let name = name.to_json();
    let mut table = json_node(
        &json!({
            "AttributeDefinitions": [{ "AttributeName": name, "AttributeType": letter }],
            "KeySchema": [{ "AttributeName": name, "KeyType": "HASH" }],
        }),
        entry.mark,
    );
    match from.get("ProvisionedThroughput") {
        Some(node) => table.set("ProvisionedThroughput", node.clone()),
        None => table.set("BillingMode", Node::text("PAY_PER_REQUEST", entry.mark)),
    }
    let passed = ["PointInTimeRecoverySpecification", "SSESpecification", "TableName"];
    pass(&from, &passed, &mut table);
    if let Some(tags) = from.get("Tags") {
        table.set("Tags", tag_list(Some(tags), entry.mark, false));
    }
    Ok(vec![resource(entry, &entry.key, "AWS::DynamoDB::Table", table)])
}

/// A layer, whose id changes with its content, since a version cannot.
pub(super) fn layer(expansion: &mut Expansion<'_>, entry: &Entry) -> Result<Vec<Entry>, Problem> {
    const KNOWN: [&str; 7] = [
        "CompatibleArchitectures",
        "CompatibleRuntimes",
        "ContentUri",
        "Description",
        "LayerName",
        "LicenseInfo",
        "RetentionPolicy",
    ];
    let alone = [("PublishLambdaVersion", "functions are not published for their layers")];
    check_properties(entry, &KNOWN, &alone)?;
    let mut from = properties(entry);
    for name in ["LayerName", "LicenseInfo", "Description", "RetentionPolicy"] {
        if let Some(node) = from.get(name) {
            let resolved = expansion.resolved(&node.to_json());
            let node = json_node(&resolved, node.mark);
            from.set(name, node);
        }
    }
    let Some(uri) = from.get("ContentUri") else {
        let why = "Missing required property 'ContentUri'.";
        return Err(invalid(&entry.key, entry.mark, why));
    };
    let content = s3_place(&entry.key, "ContentUri", uri, "S3ObjectVersion")?;
    let id = format!("{}{}", entry.key, short_hash(&hashed(entry, &from)));
    let mut layer = Node::map(entry.mark);
    layer.set("Content", content);
    layer.set("LayerName", Node::text(entry.key.as_str(), entry.mark));
    let passed = [
        "CompatibleArchitectures",
        "CompatibleRuntimes",
        "Description",
        "LayerName",
        "LicenseInfo",
    ];
    pass(&from, &passed, &mut layer);
    let mut made = resource(entry, &id, "AWS::Lambda::LayerVersion", layer);
    if let Some(depends) = entry.node.get("DependsOn") {
        made.node.set("DependsOn", depends.clone());
    }
    let policy = retention(entry, &from)?;
    let given = made.node.get("DeletionPolicy").cloned();
    let policy = policy.or(given).unwrap_or_else(|| Node::text("Retain", entry.mark));
    made.node.set("DeletionPolicy", policy);
    expansion.renamed.insert(entry.key.clone(), id);
    Ok(vec![made])
}

/// What the hash of a layer's id is of: the SAM resource, without what does not make another.
fn hashed(entry: &Entry, from: &Node) -> serde_json::Value {
    let mut whole = entry.node.clone();
    whole.set("Properties", from.clone());
    for name in ["DeletionPolicy", "UpdateReplacePolicy", "Metadata", "IgnoreGlobals"] {
        whole.remove(name);
    }
    json!({ entry.key.as_str(): whole.to_json() })
}

fn retention(entry: &Entry, from: &Node) -> Result<Option<Node>, Problem> {
    let Some(node) = from.get("RetentionPolicy") else { return Ok(None) };
    let policy = node.as_str().map(str::to_ascii_lowercase);
    match policy.as_deref() {
        Some("retain") => Ok(Some(Node::text("Retain", node.mark))),
        Some("delete") => Ok(Some(Node::text("Delete", node.mark))),
        _ => Err(invalid(
            &entry.key,
            node.mark,
            "'RetentionPolicy' must be one of the following options: ['Retain', 'Delete'].",
        )),
    }
}
