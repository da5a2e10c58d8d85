//! The resource types: one file a family, each type a [`Schema`] as data.
//!
//! A property that is not in a type's schema does not exist; one that is refused says why. What
//! `Ref` gives is the physical id. Inputs are by the names of the service models' members.

use serde_json::{Map, Value as Json, json};

use crate::error::{Mark, Problem, nearest};
use crate::schema::Schema;
use crate::work::Call;

mod apigateway;
mod apigatewayv2;
mod dynamodb;
mod event_source;
mod events;
mod function;
mod global_table;
mod iam;
mod iam_attached;
mod lambda;
mod logs;
mod method;
mod s3;
mod zip;

/// Every resource type that can be deployed.
pub(crate) static ALL: [&Schema; 30] = [
    &apigateway::REST_API,
    &apigateway::RESOURCE,
    &method::METHOD,
    &apigateway::DEPLOYMENT,
    &apigateway::STAGE,
    &apigatewayv2::API,
    &apigatewayv2::AUTHORIZER,
    &apigatewayv2::INTEGRATION,
    &apigatewayv2::ROUTE,
    &apigatewayv2::DEPLOYMENT,
    &apigatewayv2::STAGE,
    &dynamodb::TABLE,
    &global_table::GLOBAL_TABLE,
    &events::EVENT_BUS,
    &events::RULE,
    &iam::ROLE,
    &iam::USER,
    &iam_attached::ACCESS_KEY,
    &iam_attached::MANAGED_POLICY,
    &iam_attached::POLICY,
    &function::FUNCTION,
    &lambda::ALIAS,
    &lambda::EVENT_INVOKE_CONFIG,
    &event_source::EVENT_SOURCE_MAPPING,
    &lambda::LAYER_VERSION,
    &lambda::PERMISSION,
    &lambda::URL,
    &lambda::VERSION,
    &logs::LOG_GROUP,
    &s3::BUCKET,
];

/// The types whose calls no service here answers yet, with what is missing.
const NOT_SERVED: [(&str, &str); 2] = [
    ("AWS::Lambda::LayerVersion", "layers are not built yet"),
    ("AWS::Lambda::Url", "function URLs are not built yet; give the function an HttpApi event"),
];

/// Whether services here answer a type's calls.
pub(crate) fn is_served(name: &str) -> bool {
    NOT_SERVED.iter().all(|(one, _)| *one != name)
}

/// The schema of a type.
///
/// # Errors
/// A type that cannot be deployed, with what may have been meant.
pub(crate) fn find(name: &str, mark: Mark) -> Result<&'static Schema, Problem> {
    if let Some((_, missing)) = NOT_SERVED.iter().find(|(one, _)| *one == name) {
        let message = format!("Resource type {name} is not supported: {missing}");
        return Err(Problem::at(mark, message));
    }
    if let Some(schema) = ALL.iter().find(|schema| schema.type_name == name) {
        return Ok(schema);
    }
    let near = nearest(name, ALL.iter().map(|schema| schema.type_name));
    Err(match near {
        Some(near) => Problem::at(
            mark,
            format!("Template format error: Unrecognized resource types: [{name}]"),
        )
        .hint(format!("Did you mean {near}?")),
        None => Problem::at(mark, format!("Resource type {name} is not supported"))
            .hint("A stack is never complete over a resource that does not exist."),
    })
}

/// The properties of these names, those that are given.
fn pick(properties: &Json, names: &[&str]) -> Map<String, Json> {
    names
        .iter()
        .filter_map(|&name| Some((name.to_owned(), properties.get(name)?.clone())))
        .collect()
}

/// The same with other entries added.
fn with(mut map: Map<String, Json>, more: Json) -> Json {
    if let Json::Object(more) = more {
        map.extend(more.into_iter().filter(|(_, value)| !value.is_null()));
    }
    Json::Object(map)
}

/// A property, null if it is not given.
fn get(properties: &Json, name: &str) -> Json {
    properties.get(name).cloned().unwrap_or(Json::Null)
}

/// A property's text.
fn text<'a>(properties: &'a Json, name: &str) -> Option<&'a str> {
    properties.get(name).and_then(Json::as_str)
}

/// The items of a list property.
fn items<'a>(properties: &'a Json, name: &str) -> &'a [Json] {
    properties.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The names given, of those that changed, in the new properties.
fn changed(names: &[&str], old: &Json, new: &Json) -> bool {
    names.iter().any(|name| old.get(name) != new.get(name))
}

/// Tags as a mapping, as Lambda and API Gateway take them.
fn tag_map(properties: &Json) -> Json {
    match properties.get("Tags") {
        None => Json::Null,
        Some(Json::Array(tags)) => tags
            .iter()
            .filter_map(|tag| Some((text(tag, "Key")?.to_owned(), get(tag, "Value"))))
            .collect::<Map<_, _>>()
            .into(),
        Some(map) => map.clone(),
    }
}

/// The names of a service's tagging members.
struct Tagging {
    service: &'static str,
    arn: &'static str,
    tags: &'static str,
    keys: &'static str,
}

/// The calls that change the tags of what has an ARN.
fn retag(tagging: &Tagging, arn: &Json, before: &Json, after: &Json) -> Vec<Call> {
    let (was, now) = (tag_map(before), tag_map(after));
    let keys = was.as_object().into_iter().flat_map(|map| map.keys());
    let gone: Vec<&String> = keys.filter(|key| now.get(key.as_str()).is_none()).collect();
    let mut calls = Vec::new();
    if !gone.is_empty() {
        let input = json!({ tagging.arn: arn, tagging.keys: gone });
        calls.push(Call::new(tagging.service, "UntagResource", input));
    }
    if was != now && now.as_object().is_some_and(|map| !map.is_empty()) {
        let input = json!({ tagging.arn: arn, tagging.tags: now });
        calls.push(Call::new(tagging.service, "TagResource", input));
    }
    calls
}

/// A document's keys with their first letter in lower case, as API Gateway's first version has
/// its member names.
fn lower_keys(json: &Json) -> Json {
    match json {
        Json::Array(items) => items.iter().map(lower_keys).collect(),
        Json::Object(map) => {
            map.iter().map(|(key, value)| (lower(key), lower_keys(value))).collect()
        }
        other => other.clone(),
    }
}

fn lower(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

/// An entry of attributes.
fn attributes<const N: usize>(entries: [(&str, Json); N]) -> Map<String, Json> {
    entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A document as text, or a text that is one already.
fn as_text(json: &Json) -> Json {
    match json {
        Json::Null => Json::Null,
        Json::String(text) => json!(text),
        other => json!(other.to_string()),
    }
}
