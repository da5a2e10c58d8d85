//! Values of the vectors as documents, and documents compared.

use std::borrow::Cow;

use bytes::Bytes;
use samara_base::Timestamp;
use samara_wire::{Document, Kind, Member, ServiceModel, ShapeId};
use serde_json::Value;

/// A case's value as a document. In the vectors a blob is plain text, a time a number, and JSON
/// inside a text is JSON.
pub(crate) fn document(
    model: &ServiceModel,
    shape: ShapeId,
    member: Option<&Member>,
    value: &Value,
) -> Result<Document, String> {
    let kind = &model.shape(shape).ok_or("no such shape")?.kind;
    Ok(match (kind, value) {
        (_, Value::Null) => Document::Null,
        (_, Value::Object(_) | Value::Array(_))
            if member.is_some_and(|member| member.json_value) =>
        {
            let json = value;
            Document::String(json.to_string())
        }
        (Kind::Structure { members, .. }, Value::Object(object)) => {
            let mut entries = Vec::new();
            for (name, value) in object {
                let member = members.iter().find(|member| member.name == name);
                let member = member.ok_or_else(|| format!("no member {name}"))?;
                let value = document(model, member.shape, Some(member), value)?;
                entries.push((Cow::Borrowed(member.name), value));
            }
            Document::Map(entries)
        }
        (Kind::Map { value: item, .. }, Value::Object(object)) => {
            let entry = |(key, value): (&String, &Value)| {
                Ok((Cow::Owned(key.clone()), document(model, *item, None, value)?))
            };
            Document::Map(object.iter().map(entry).collect::<Result<_, String>>()?)
        }
        (Kind::List { element, .. }, Value::Array(items)) => {
            let items = items.iter().map(|item| document(model, *element, None, item));
            Document::List(items.collect::<Result<_, _>>()?)
        }
        (Kind::Blob { streaming: false, .. }, Value::String(text)) => {
            Document::Blob(Bytes::from(text.clone()))
        }
        (Kind::Float | Kind::Double, Value::String(text)) => {
            Document::Double(match text.as_str() {
                "NaN" => f64::NAN,
                "Infinity" => f64::INFINITY,
                _ => f64::NEG_INFINITY,
            })
        }
        (Kind::Float | Kind::Double, Value::Number(number)) => {
            Document::Double(number.as_f64().ok_or("a number")?)
        }
        (Kind::Timestamp { .. }, Value::Number(number)) => {
            let seconds = number.as_f64().ok_or("a number")?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the vectors' times are after 1970 and before 10000"
            )]
            let millis = (seconds * 1000.0).round() as u64;
            Document::Timestamp(Timestamp::from_millis(millis))
        }
        (_, Value::String(text)) => Document::String(text.clone()),
        (_, Value::Bool(value)) => Document::Boolean(*value),
        (_, Value::Number(number)) => Document::Integer(number.as_i64().ok_or("a whole number")?),
        (_, other) => return Err(format!("{other} where the model has another type")),
    })
}

/// Whether two documents mean the same: what is not given is null, NaN is NaN, the order of
/// entries says nothing, and a text that is JSON is what that says.
pub(crate) fn same(one: &Document, other: &Document) -> bool {
    match (one, other) {
        (Document::Map(one), Document::Map(other)) => {
            let covers = |a: &Vec<(Cow<'static, str>, Document)>,
                          b: &Vec<(Cow<'static, str>, Document)>| {
                a.iter().all(|(key, value)| {
                    let found = b.iter().find(|(other, _)| other == key).map(|(_, value)| value);
                    same(value, found.unwrap_or(&Document::Null))
                })
            };
            covers(one, other) && covers(other, one)
        }
        (Document::List(one), Document::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Document::Double(one), Document::Double(other)) => {
            // What reads the vectors rounds the last digit otherwise.
            one.total_cmp(other).is_eq()
                || (one.is_nan() && other.is_nan())
                || (one - other).abs() <= one.abs() * 4.0 * f64::EPSILON
        }
        (Document::String(one), Document::String(other)) if one != other => {
            let json = |text: &str| serde_json::from_str::<Value>(text).ok();
            one.starts_with(['{', '[', '"']) && json(one).is_some() && json(one) == json(other)
        }
        _ => one == other,
    }
}
