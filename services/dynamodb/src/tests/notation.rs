//! The scripts' notation: JSON with plain attribute values, to documents and back.

use std::borrow::Cow;
use std::time::Duration;

use samara_base::Timestamp;
use samara_wire::Document;
use serde_json::{Map, Value as Json, json};

/// Members that hold attributes by name.
const ITEMS: &[&str] = &[
    "Item",
    "Key",
    "Keys",
    "Attributes",
    "Items",
    "ExclusiveStartKey",
    "LastEvaluatedKey",
    "ExpressionAttributeValues",
    "NewImage",
    "OldImage",
];
/// Members that hold one value or a list of them.
const VALUES: &[&str] = &["Value", "AttributeValueList", "Parameters"];

pub(super) fn input(json: &str) -> Document {
    let json: Json = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
    document(&typed(&json), "")
}

pub(super) fn output(document: Document) -> String {
    plain(&to_json(document), "").to_string()
}

/// An expected output without the blanks of its JSON, which may follow a message.
pub(super) fn tight(text: &str) -> String {
    let starts = text.match_indices('{').map(|(at, _)| text.split_at(at));
    let json = |(message, json): (&str, &str)| {
        let json: Json = serde_json::from_str(json).ok()?;
        Some(format!("{message}{json}"))
    };
    starts.filter(|(before, _)| !before.contains('{')).find_map(json).unwrap_or_else(|| text.into())
}

fn typed(json: &Json) -> Json {
    match json {
        Json::Object(map) => Json::Object(
            map.iter()
                .map(|(name, value)| {
                    // A tag has a key and a value, too.
                    let value = if map.get("Key").is_some_and(Json::is_string) {
                        value.clone()
                    } else if ITEMS.contains(&name.as_str()) {
                        each(value, &|item| map_of(item, &to_value))
                    } else if VALUES.contains(&name.as_str()) && !value.is_boolean() {
                        each(value, &to_value)
                    } else {
                        typed(value)
                    };
                    (name.clone(), value)
                })
                .collect(),
        ),
        Json::Array(list) => Json::Array(list.iter().map(typed).collect()),
        other => other.clone(),
    }
}

fn each(json: &Json, change: &dyn Fn(&Json) -> Json) -> Json {
    match json {
        Json::Array(list) => Json::Array(list.iter().map(change).collect()),
        one => change(one),
    }
}

fn map_of(json: &Json, change: &dyn Fn(&Json) -> Json) -> Json {
    let map = json.as_object().cloned().unwrap_or_default();
    Json::Object(map.iter().map(|(name, value)| (name.clone(), change(value))).collect())
}

fn to_value(json: &Json) -> Json {
    match json {
        Json::String(text) => json!({ "S": text }),
        Json::Number(number) => json!({ "N": number.to_string() }),
        Json::Bool(truth) => json!({ "BOOL": truth }),
        Json::Null => json!({ "NULL": true }),
        Json::Array(list) => json!({ "L": list.iter().map(to_value).collect::<Vec<_>>() }),
        Json::Object(map) => match map.iter().next() {
            Some((name, value)) if name == "$raw" => value.clone(),
            Some((name, value)) if name.starts_with('$') => {
                json!({ name[1..].to_uppercase(): value })
            }
            _ => json!({ "M": map_of(json, &to_value) }),
        },
    }
}

fn document(json: &Json, name: &str) -> Document {
    match json {
        Json::Null => Document::Null,
        Json::Bool(truth) => Document::Boolean(*truth),
        Json::Number(number) => match number.as_i64() {
            _ if name.ends_with("Bound") || name.ends_with("DateTime") => {
                let seconds = Duration::from_secs_f64(number.as_f64().unwrap());
                let millis = seconds.as_millis().try_into().unwrap();
                Document::Timestamp(Timestamp::from_millis(millis))
            }
            Some(whole) => Document::Integer(whole),
            None => Document::Double(number.as_f64().unwrap()),
        },
        Json::String(text) if matches!(name, "B" | "BS") => {
            Document::Blob(text.clone().into_bytes().into())
        }
        Json::String(text) => Document::String(text.clone()),
        Json::Array(list) => {
            Document::List(list.iter().map(|element| document(element, name)).collect())
        }
        Json::Object(map) => Document::Map(
            map.iter()
                .map(|(name, value)| (Cow::Owned(name.clone()), document(value, name)))
                .collect(),
        ),
    }
}

fn to_json(document: Document) -> Json {
    match document {
        Document::Null => Json::Null,
        Document::Boolean(truth) => json!(truth),
        Document::Integer(whole) => json!(whole),
        Document::Double(number) => json!(number),
        Document::String(text) => json!(text),
        Document::Blob(bytes) => json!(String::from_utf8_lossy(&bytes)),
        Document::Timestamp(time) => json!(time.as_secs()),
        Document::List(list) => Json::Array(list.into_iter().map(to_json).collect()),
        Document::Map(entries) => Json::Object(
            entries
                .into_iter()
                .map(|(name, value)| (name.into_owned(), to_json(value)))
                .collect::<Map<_, _>>(),
        ),
    }
}

fn plain(json: &Json, name: &str) -> Json {
    match json {
        Json::Object(map) if ITEMS.contains(&name) => Json::Object(
            map.iter().map(|(name, value)| (name.clone(), from_value(value))).collect(),
        ),
        Json::Object(map) => {
            // The answers of a batch are items by table.
            let items = name == "Responses";
            let inner = |name: &'_ str| if items { "Items".to_owned() } else { name.to_owned() };
            Json::Object(
                map.iter()
                    .map(|(name, value)| (name.clone(), plain(value, &inner(name))))
                    .collect(),
            )
        }
        Json::Array(list) => Json::Array(list.iter().map(|element| plain(element, name)).collect()),
        other => other.clone(),
    }
}

fn from_value(json: &Json) -> Json {
    let Some((name, value)) = json.as_object().and_then(|map| map.iter().next()) else {
        return json.clone();
    };
    match name.as_str() {
        "S" | "BOOL" => value.clone(),
        "N" => serde_json::from_str(value.as_str().unwrap()).unwrap(),
        "NULL" => Json::Null,
        "L" => Json::Array(value.as_array().unwrap().iter().map(from_value).collect()),
        "M" => map_of(value, &from_value),
        name => json!({ format!("${}", name.to_lowercase()): value }),
    }
}
