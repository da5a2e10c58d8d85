//! Documents as plain JSON under the model's own names, and back: for the platform calling itself
//! (a stack's step keeps an operation's input so), and for people. No protocol: blobs are base64,
//! times seconds since the epoch, and on the way in also ISO 8601.

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use crate::{
    Document, DocumentError, Kind, Member, Name, ServiceModel, ShapeId, TimestampFormat, text,
};

/// Why plain JSON is no value of a shape, with the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlainError {
    /// A structure has no such member.
    #[error("{path} has no member {member}")]
    Member {
        /// Where, such as `Table.KeySchema.0`; `the input` at the top.
        path: String,
        /// The member.
        member: String,
    },
    /// A value has another type.
    #[error("{path} must be {expected}")]
    Type {
        /// Where.
        path: String,
        /// What it must be, such as `a whole number`.
        expected: &'static str,
    },
}

/// Makes a document of plain JSON that is a value of `shape`. Depth is bounded by what
/// [`serde_json`] reads.
///
/// # Errors
/// When a value has another type, or a structure a member that the model lacks.
pub fn from_json(
    model: &ServiceModel,
    shape: ShapeId,
    json: Value,
) -> Result<Document, PlainError> {
    let mut path = Vec::new();
    read(model, shape, json, &mut path)
}

/// Makes plain JSON of a document that is a value of `shape`.
///
/// # Errors
/// When it is not one.
pub fn to_json(
    model: &ServiceModel,
    shape: ShapeId,
    document: &Document,
) -> Result<Value, DocumentError> {
    let kind = kind_of(model, shape);
    Ok(match (kind, document) {
        (_, Document::Null) => Value::Null,
        (Some(Kind::Structure { members, .. }), Document::Map(entries)) => {
            let mut object = Map::new();
            for (name, value) in entries.iter().filter(|(_, value)| *value != Document::Null) {
                let member = find(members, name).ok_or(DocumentError::Type {
                    expected: "a structure without members that its shape lacks",
                })?;
                object.insert(name.to_string(), to_json(model, member.shape, value)?);
            }
            Value::Object(object)
        }
        (Some(Kind::Map { value, .. }), Document::Map(entries)) => {
            let entry = |(key, item): &(Name, Document)| {
                Ok((key.to_string(), to_json(model, *value, item)?))
            };
            Value::Object(entries.iter().map(entry).collect::<Result<_, DocumentError>>()?)
        }
        (Some(Kind::List { element, .. }), Document::List(items)) => {
            let items = items.iter().map(|item| to_json(model, *element, item));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        (_, Document::Boolean(value)) => Value::Bool(*value),
        (_, Document::Integer(value)) => Value::from(*value),
        (_, Document::Double(value)) => {
            let number = Number::from_f64(*value).map(Value::Number);
            number.unwrap_or_else(|| Value::String(text::double(*value)))
        }
        (_, Document::String(text)) => Value::String(text.clone()),
        (_, Document::Blob(bytes)) => Value::String(text::base64(bytes)),
        (_, Document::Timestamp(time)) => {
            let seconds = text::time(*time, TimestampFormat::UnixTimestamp);
            seconds.parse().map_or(Value::Null, Value::Number)
        }
        _ => return Err(DocumentError::Type { expected: "a value of its shape" }),
    })
}

fn kind_of(model: &ServiceModel, shape: ShapeId) -> Option<&'static Kind> {
    model.shapes.get(usize::from(shape)).map(|shape| &shape.kind)
}

fn find(members: &'static [Member], name: &str) -> Option<&'static Member> {
    members.iter().find(|member| member.name == name)
}

fn read(
    model: &ServiceModel,
    shape: ShapeId,
    json: Value,
    path: &mut Vec<String>,
) -> Result<Document, PlainError> {
    let kind = kind_of(model, shape);
    let expected = kind.map_or("a value of the model", expected);
    match (kind, json) {
        (_, Value::Null) => Ok(Document::Null),
        (Some(Kind::Structure { members, .. }), Value::Object(object)) => {
            let mut entries = Vec::with_capacity(object.len());
            for (key, value) in object {
                let Some(member) = find(members, &key) else {
                    return Err(PlainError::Member { path: said(path), member: key });
                };
                path.push(key);
                let value = read(model, member.shape, value, path)?;
                path.pop();
                if value != Document::Null {
                    entries.push((Cow::Borrowed(member.name), value));
                }
            }
            Ok(Document::Map(entries))
        }
        (Some(Kind::Map { value, .. }), Value::Object(object)) => {
            let mut entries: Vec<(Name, Document)> = Vec::with_capacity(object.len());
            for (key, item) in object {
                path.push(key);
                let item = read(model, *value, item, path)?;
                entries.push((Cow::Owned(path.pop().unwrap_or_default()), item));
            }
            Ok(Document::Map(entries))
        }
        (Some(Kind::List { element, .. }), Value::Array(array)) => {
            let mut items = Vec::with_capacity(array.len());
            for (place, item) in array.into_iter().enumerate() {
                path.push(place.to_string());
                items.push(read(model, *element, item, path)?);
                path.pop();
            }
            Ok(Document::List(items))
        }
        (Some(kind), json) => {
            scalar(kind, json).ok_or_else(|| PlainError::Type { path: said(path), expected })
        }
        (None, _) => Err(PlainError::Type { path: said(path), expected }),
    }
}

fn said(path: &[String]) -> String {
    if path.is_empty() { "the input".to_owned() } else { path.join(".") }
}

fn scalar(kind: &Kind, json: Value) -> Option<Document> {
    match (kind, json) {
        (Kind::String { .. } | Kind::Blob { streaming: true, .. }, Value::String(text)) => {
            Some(Document::String(text))
        }
        (Kind::Blob { .. }, Value::String(text)) => {
            text::from_base64(&text).ok().map(Document::Blob)
        }
        (Kind::Boolean, Value::Bool(value)) => Some(Document::Boolean(value)),
        (Kind::Integer { .. }, Value::Number(number)) => {
            let value = text::parse_integer(&number.to_string())?;
            i32::try_from(value).ok().map(|value| Document::Integer(value.into()))
        }
        (Kind::Long { .. }, Value::Number(number)) => {
            text::parse_integer(&number.to_string()).map(Document::Integer)
        }
        (Kind::Float | Kind::Double, Value::Number(number)) => {
            number.as_f64().map(Document::Double)
        }
        (Kind::Float | Kind::Double, Value::String(text)) => {
            text::parse_double(&text).filter(|value| !value.is_finite()).map(Document::Double)
        }
        (Kind::Timestamp { .. }, Value::Number(number)) => {
            text::parse_seconds(&number.to_string()).map(Document::Timestamp)
        }
        (Kind::Timestamp { .. }, Value::String(text)) => {
            text::parse_time(&text).map(Document::Timestamp)
        }
        _ => None,
    }
}

const fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Structure { .. } | Kind::Map { .. } => "an object",
        Kind::List { .. } => "a list",
        Kind::String { .. } => "a text",
        Kind::Integer { .. } => "a whole number of 32 bits",
        Kind::Long { .. } => "a whole number of 64 bits",
        Kind::Float | Kind::Double => "a number",
        Kind::Boolean => "true or false",
        Kind::Blob { .. } => "bytes in base64",
        Kind::Timestamp { .. } => "a time: seconds since 1970, or as in 2026-11-21T08:00:00Z",
    }
}
