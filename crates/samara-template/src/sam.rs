//! SAM's resources, turned into plain ones: the transform `AWS::Serverless-2016-10-31`.
//!
//! What comes out has the logical ids and properties that AWS's own transform gives, since
//! templates name them (`ServerlessHttpApi`, `CheckoutRole`). There is one difference: the hash in
//! the logical id of a REST API's deployment is of the definition as canonical JSON, where AWS's is
//! of a Python dictionary's printed form. It changes when the definition does, which is its
//! purpose.
//!
//! The transform knows SAM; what the plain types then do with a property is in their schemas. A
//! SAM property that cannot be kept is refused here, by name.
//!
//! An API's id that is given as a plain name is taken as a reference, which AWS's transform leaves
//! as a name that leads nowhere; `DisableExecuteApiEndpoint` is a property of the API, which AWS
//! writes into the definition. Otherwise the two are compared over AWS's own cases.
//!
//! Functions come first, since their events make the routes of APIs; then the APIs themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use sha1::{Digest, Sha1};

use crate::error::{Error, Mark, Problem, Problems};
use crate::node::{Entry, Node, Value};
use crate::sub::{Part, parts};

mod api;
mod auth;
mod events;
mod function;
mod globals;
mod openapi;
mod policies;
mod simple;

/// The tag that SAM puts on what it makes.
const CREATED_BY: &str = "lambda:createdBy";

const TYPES: [&str; 5] = ["Api", "Function", "HttpApi", "LayerVersion", "SimpleTable"];

const PREFIX: &str = "AWS::Serverless::";

/// The resources with what `Globals` says merged in.
pub(crate) fn merged(root: &Node, problems: &mut Problems) -> Vec<Entry> {
    globals::merged(root, problems)
}

/// The template without SAM in it.
pub(crate) fn expand(root: &Node, parameters: &BTreeMap<String, Json>) -> Result<Node, Error> {
    let mut problems = Problems::default();
    let resources = merged(root, &mut problems);
    let mut expansion = Expansion {
        parameters,
        made: BTreeMap::new(),
        renamed: BTreeMap::new(),
        conditions: Vec::new(),
        apis: api::Apis::with_globals(root.get("Globals")),
    };
    for entry in &resources {
        problems.take(expansion.collect(entry));
    }
    for entry in &resources {
        problems.take(expansion.translate(entry));
    }
    for (id, made) in problems.take(api::finish(&mut expansion)).unwrap_or_default() {
        expansion.made.insert(id, made);
    }
    expansion.check_ids(&resources, &mut problems);
    problems.finish()?;
    Ok(expansion.assembled(root, &resources))
}

/// A transform under way.
struct Expansion<'a> {
    /// The parameters' values: hashes are of them, not of their names.
    parameters: &'a BTreeMap<String, Json>,
    /// What each SAM resource became; implicit APIs stand under their own ids.
    made: BTreeMap<String, Vec<Entry>>,
    /// Names that a template may use for generated resources: `Checkout.Alias` to their ids.
    renamed: BTreeMap<String, String>,
    /// Conditions that had to be added.
    conditions: Vec<Entry>,
    /// The APIs and the routes that events gave them.
    apis: api::Apis,
}

impl Expansion<'_> {
    /// Notes explicit APIs, so that events find them whatever the order.
    fn collect(&mut self, entry: &Entry) -> Result<(), Problem> {
        match sam_type(entry) {
            Some("Api") => self.apis.explicit(api::Kind::Rest, entry),
            Some("HttpApi") => self.apis.explicit(api::Kind::Http, entry),
            _ => Ok(()),
        }
    }

    fn translate(&mut self, entry: &Entry) -> Result<(), Problem> {
        let Some(kind) = sam_type(entry) else { return Ok(()) };
        let made = match kind {
            "Function" => function::translate(self, entry)?,
            "SimpleTable" => simple::table(entry)?,
            "LayerVersion" => simple::layer(self, entry)?,
            // They are finished when every event is known.
            "Api" | "HttpApi" => return Ok(()),
            _ => {
                let mark = entry.node.get("Type").map_or(entry.mark, |node| node.mark);
                let message = format!("Resource type {PREFIX}{kind} is not supported");
                return Err(Problem::at(mark, message).did_you_mean(kind, TYPES));
            }
        };
        self.made.insert(entry.key.clone(), made);
        Ok(())
    }

    /// Refuses a generated resource that would take the place of one of the template's own.
    fn check_ids(&self, resources: &[Entry], problems: &mut Problems) {
        let own: BTreeSet<&str> = resources.iter().map(|entry| entry.key.as_str()).collect();
        for (source, made) in &self.made {
            for one in
                made.iter().filter(|one| one.key != *source || !own.contains(source.as_str()))
            {
                if own.contains(one.key.as_str()) {
                    let kind = one.node.get("Type").and_then(Node::as_str).unwrap_or_default();
                    let message = format!(
                        "Transforming resource with id [{source}] attempts to create a new \
                         resource with id [{}] and type \"{kind}\". A resource with that id \
                         already exists within this template. Please use a different id for that \
                         resource.",
                        one.key
                    );
                    problems.push(Problem::at(one.mark, message));
                }
            }
        }
    }

    /// The new template: each SAM resource replaced by what it became, in its place.
    fn assembled(mut self, root: &Node, resources: &[Entry]) -> Node {
        let mut all = Node::map(root.get("Resources").map_or(root.mark, |node| node.mark));
        let add = |entry: Entry, all: &mut Node| all.set(&entry.key.clone(), entry.node);
        for entry in resources {
            match self.made.remove(&entry.key) {
                Some(made) => made.into_iter().for_each(|one| add(one, &mut all)),
                None => add(entry.clone(), &mut all),
            }
        }
        for made in std::mem::take(&mut self.made).into_values().flatten() {
            add(made, &mut all);
        }
        let mut new = Node::map(root.mark);
        for section in root.entries() {
            match section.key.as_str() {
                "Globals" | "Transform" => {}
                "Resources" => new.set("Resources", self.rename(&all)),
                "Outputs" | "Conditions" => new.set(&section.key, self.rename(&section.node)),
                _ => new.set(&section.key, section.node.clone()),
            }
        }
        if !self.conditions.is_empty() {
            let mut conditions = new.remove("Conditions").unwrap_or_else(|| Node::map(root.mark));
            for entry in self.conditions {
                conditions.set(&entry.key, entry.node);
            }
            new.set("Conditions", conditions);
        }
        new
    }

    /// Puts the ids of generated resources where the template used their names.
    fn rename(&self, node: &Node) -> Node {
        let mut node = node.clone();
        if !self.renamed.is_empty() {
            self.rename_in(&mut node);
        }
        node
    }

    fn rename_in(&self, node: &mut Node) {
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.rename_in(item)),
            Value::Map(entries) => match entries.as_mut_slice() {
                [only] if only.key == "Ref" => self.rename_text(&mut only.node),
                [only] if only.key == "Fn::Sub" => {
                    let text = match &mut only.node.value {
                        Value::List(items) => items.first_mut(),
                        _ => Some(&mut only.node),
                    };
                    if let Some(text) = text
                        && let Some(renamed) = text.as_str().map(|text| self.rename_sub(text))
                    {
                        text.value = Value::String(renamed);
                    }
                    if let Value::List(items) = &mut only.node.value {
                        items.iter_mut().skip(1).for_each(|item| self.rename_in(item));
                    }
                }
                [only] if only.key == "Fn::GetAtt" => match &mut only.node.value {
                    Value::List(items) => self.rename_attribute(items),
                    _ => self.rename_in(&mut only.node),
                },
                _ => entries.iter_mut().for_each(|entry| match entry.key.as_str() {
                    "DependsOn" => self.rename_names(&mut entry.node),
                    _ => self.rename_in(&mut entry.node),
                }),
            },
            _ => {}
        }
    }

    /// `[Checkout.Alias, Name]`, or `[Checkout, Alias.Name]` as a short tag splits it.
    fn rename_attribute(&self, items: &mut [Node]) {
        let [name, attribute] = items else { return };
        let pair = name.as_str().zip(attribute.as_str());
        let renamed = pair.and_then(|(name, attribute)| {
            let (generated, rest) = attribute.split_once('.')?;
            let id = self.renamed.get(&format!("{name}.{generated}"))?;
            Some((id.clone(), rest.to_owned()))
        });
        match renamed {
            Some((id, rest)) => {
                *name = Node::text(id, name.mark);
                *attribute = Node::text(rest, attribute.mark);
            }
            None => self.rename_text(name),
        }
    }

    fn rename_names(&self, node: &mut Node) {
        match &mut node.value {
            Value::List(items) => {
                for item in items {
                    self.rename_text(item);
                }
            }
            _ => self.rename_text(node),
        }
    }

    fn rename_text(&self, node: &mut Node) {
        if let Some(id) = node.as_str().and_then(|name| self.renamed.get(name)) {
            *node = Node::text(id.as_str(), node.mark);
        }
    }

    fn rename_sub(&self, text: &str) -> String {
        let one = |part: Part<'_>| match part {
            Part::Literal(text) => text.to_owned(),
            Part::Variable(name) => {
                let whole = self.renamed.get(name).cloned();
                let parts = [name.rsplit_once('.'), name.split_once('.')];
                let first = parts.into_iter().flatten().find_map(|(head, attribute)| {
                    self.renamed.get(head).map(|id| format!("{id}.{attribute}"))
                });
                format!("${{{}}}", whole.or(first).unwrap_or_else(|| name.to_owned()))
            }
        };
        // A literal `${!x}` would lose its mark if it were put together again.
        if text.contains("${!") {
            text.to_owned()
        } else {
            parts(text).into_iter().map(one).collect()
        }
    }

    /// A value with the parameters that it names replaced, as far as AWS's transform does it.
    fn resolved(&self, json: &Json) -> Json {
        match json {
            Json::Array(items) => items.iter().map(|item| self.resolved(item)).collect(),
            Json::Object(map) => match (map.len(), map.get("Ref"), map.get("Fn::Sub")) {
                (1, Some(Json::String(name)), _) => {
                    self.parameters.get(name).cloned().unwrap_or_else(|| json.clone())
                }
                (1, _, Some(Json::String(text))) => json!({ "Fn::Sub": self.resolved_sub(text) }),
                _ => map.iter().map(|(key, value)| (key.clone(), self.resolved(value))).collect(),
            },
            other => other.clone(),
        }
    }

    fn resolved_sub(&self, text: &str) -> String {
        let mut resolved = text.to_owned();
        for (name, value) in self.parameters {
            if let Json::String(value) = value {
                resolved = resolved.replace(&format!("${{{name}}}"), value);
            }
        }
        resolved
    }
}

/// The type of a SAM resource, without its prefix.
fn sam_type(entry: &Entry) -> Option<&str> {
    entry.node.get("Type").and_then(Node::as_str)?.strip_prefix(PREFIX)
}

/// A generated resource.
///
/// The attributes that decide whether and how long it exists come from the SAM resource; those of
/// its author's (`DependsOn`, `Metadata`) go to the main resource only.
fn resource(source: &Entry, id: &str, kind: &str, properties: Node) -> Entry {
    let mut node = Node::map(source.mark);
    node.set("Type", Node::text(kind, source.mark));
    let main = id == source.key;
    for name in ["DependsOn", "Metadata", "Condition", "DeletionPolicy", "UpdateReplacePolicy"] {
        let own = matches!(name, "DependsOn" | "Metadata");
        if let Some(attribute) = source.node.get(name).filter(|_| main || !own) {
            node.set(name, attribute.clone());
        }
    }
    node.set("Properties", properties);
    Entry { key: id.to_owned(), mark: source.mark, node }
}

/// The properties of a SAM resource; one without a value is not given.
fn properties(entry: &Entry) -> Node {
    let mut given = entry.node.get("Properties").cloned().unwrap_or_else(|| Node::map(entry.mark));
    if let Value::Map(entries) = &mut given.value {
        entries.retain(|entry| entry.node.value != Value::Null);
    }
    given
}

/// A document in the place of its source.
fn json_node(json: &Json, mark: Mark) -> Node {
    Node::from_json(json, mark)
}

/// Copies properties that keep their names.
fn pass(from: &Node, names: &[&str], into: &mut Node) {
    for name in names {
        if let Some(node) = from.get(name) {
            into.set(name, node.clone());
        }
    }
}

/// Refuses properties that a SAM type does not have, and those that cannot be kept.
fn check_properties(
    entry: &Entry,
    known: &[&str],
    refused: &[(&str, &str)],
) -> Result<(), Problem> {
    let kind = entry.node.get("Type").and_then(Node::as_str).unwrap_or_default();
    check_names(&properties(entry), kind, &entry.key, known, refused)
}

/// The same for any mapping with a fixed set of keys.
fn check_names(
    node: &Node,
    of: &str,
    id: &str,
    known: &[&str],
    refused: &[(&str, &str)],
) -> Result<(), Problem> {
    for property in node.entries() {
        let name = property.key.as_str();
        if let Some((_, why)) = refused.iter().find(|(refused, _)| *refused == name) {
            let message =
                format!("Property {name} of {of} is not supported: {why} (resource {id})");
            return Err(Problem::at(property.mark, message));
        }
        if !known.contains(&name) {
            let message = format!(
                "Resource with id [{id}] is invalid. property {name} not defined for resource of \
                 type {of}"
            );
            let all = known.iter().copied().chain(refused.iter().map(|(name, _)| *name));
            return Err(Problem::at(property.mark, message).did_you_mean(name, all));
        }
    }
    Ok(())
}

/// A refusal in the words of AWS's transform.
fn invalid(id: &str, mark: Mark, why: &str) -> Problem {
    Problem::at(mark, format!("Resource with id [{id}] is invalid. {why}"))
}

/// The place of uploaded code: `s3://bucket/key?versionId=v`, or a mapping, by plain names.
fn s3_place(id: &str, name: &str, node: &Node, version: &str) -> Result<Node, Problem> {
    let mut place = Node::map(node.mark);
    if node.is_map() && node.intrinsic().is_none() {
        for (from, to) in [("Bucket", "S3Bucket"), ("Key", "S3Key"), ("Version", version)] {
            if let Some(value) = node.get(from).or_else(|| node.get(to)) {
                place.set(to, value.clone());
            }
        }
        if place.get("S3Bucket").is_none() || place.get("S3Key").is_none() {
            let why = format!("'{name}' requires Bucket and Key properties to be specified.");
            return Err(invalid(id, node.mark, &why));
        }
        return Ok(place);
    }
    let uri = node.as_str().and_then(|text| text.strip_prefix("s3://"));
    let Some((bucket, key)) = uri.and_then(|uri| uri.split_once('/')) else {
        let why = format!(
            "'{name}' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId \
             query parameter."
        );
        return Err(invalid(id, node.mark, &why).hint(
            "A local path has to be packaged first: deploy with `samara` or `aws \
                   cloudformation package`.",
        ));
    };
    let (key, query) = key.split_once('?').unwrap_or((key, ""));
    place.set("S3Bucket", Node::text(bucket, node.mark));
    place.set("S3Key", Node::text(key, node.mark));
    if let Some(id) = query.strip_prefix("versionId=") {
        place.set(version, Node::text(id, node.mark));
    }
    Ok(place)
}

/// Tags as a list, from SAM's mapping.
fn tag_list(tags: Option<&Node>, mark: Mark, created_by: bool) -> Node {
    let tag = |key: &str, value: Node| {
        let mut tag = Node::map(mark);
        tag.set("Key", Node::text(key, mark));
        tag.set("Value", value);
        tag
    };
    let mut list = Vec::new();
    if created_by {
        list.push(tag(CREATED_BY, Node::text("SAM", mark)));
    }
    for entry in tags.map(Node::entries).unwrap_or_default() {
        list.push(tag(&entry.key, entry.node.clone()));
    }
    Node { mark, value: Value::List(list) }
}

/// The ten hexadecimal digits that AWS's transform puts behind an id whose resource must be new
/// when its data are: of the SHA-1 of the data as compact JSON with sorted keys.
fn short_hash(data: &Json) -> String {
    let mut hash = full_hash(data);
    hash.truncate(10);
    hash
}

fn full_hash(data: &Json) -> String {
    let text = match data {
        Json::String(text) => text.clone(),
        other => {
            let mut text = String::new();
            canonical(other, &mut text);
            text
        }
    };
    let hexadecimal = |nibble: u8| char::from_digit(u32::from(nibble), 16);
    let digest = Sha1::digest(text.as_bytes());
    digest.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(hexadecimal).collect()
}

fn canonical(json: &Json, into: &mut String) {
    match json {
        Json::Array(items) => {
            into.push('[');
            for (index, item) in items.iter().enumerate() {
                into.push_str(if index == 0 { "" } else { "," });
                canonical(item, into);
            }
            into.push(']');
        }
        Json::Object(map) => {
            let sorted: BTreeMap<&String, &Json> = map.iter().collect();
            into.push('{');
            for (index, (key, value)) in sorted.into_iter().enumerate() {
                into.push_str(if index == 0 { "" } else { "," });
                canonical(&json!(key), into);
                into.push(':');
                canonical(value, into);
            }
            into.push('}');
        }
        Json::String(_) => {
            // Python writes what is not ASCII as escapes of UTF-16.
            for c in json.to_string().chars() {
                if c.is_ascii() {
                    into.push(c);
                } else {
                    let mut units = [0; 2];
                    let escapes = c.encode_utf16(&mut units);
                    into.extend(escapes.iter().map(|unit| format!("\\u{unit:04x}")));
                }
            }
        }
        other => into.push_str(&other.to_string()),
    }
}
