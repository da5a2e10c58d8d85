//! Scalars as they stand in XML, queries, headers and paths: as plain text.

use std::borrow::Cow;

use crate::{
    Document, EncodeError, Kind, Malformed, Member, ServiceModel, Shape, ShapeId, TimestampFormat,
    text,
};

/// The text of a scalar; `default` is the format of a time that names none.
pub(crate) fn write<'d>(
    shape: &Shape,
    member: Option<&Member>,
    document: &'d Document,
    default: TimestampFormat,
) -> Result<Cow<'d, str>, EncodeError> {
    Ok(match (&shape.kind, document) {
        (Kind::String { .. }, Document::String(text)) => Cow::Borrowed(text),
        // A streaming blob's document is an id, and stands for itself nowhere but in a payload.
        (Kind::Blob { .. }, Document::Blob(bytes)) => Cow::Owned(text::base64(bytes)),
        (Kind::Boolean, Document::Boolean(true)) => Cow::Borrowed("true"),
        (Kind::Boolean, Document::Boolean(false)) => Cow::Borrowed("false"),
        (
            Kind::Integer { .. } | Kind::Long { .. } | Kind::Float | Kind::Double,
            Document::Integer(value),
        ) => Cow::Owned(value.to_string()),
        (Kind::Float | Kind::Double, Document::Double(value)) => Cow::Owned(text::double(*value)),
        (Kind::Timestamp { format }, Document::Timestamp(time)) => {
            let format = member.and_then(|member| member.timestamp_format).or(*format);
            Cow::Owned(text::time(*time, format.unwrap_or(default)))
        }
        _ => return Err(EncodeError::mismatch(shape)),
    })
}

/// The scalar that a text says; `name` is what an error calls it.
pub(crate) fn read(
    model: &ServiceModel,
    shape: ShapeId,
    name: &str,
    text: &str,
) -> Result<Document, Malformed> {
    let shape = model.shape(shape).ok_or(Malformed { message: None })?;
    let value = match &shape.kind {
        Kind::String { .. } => Some(Document::String(text.to_owned())),
        Kind::Blob { .. } => Some(Document::Blob(
            text::from_base64(text).map_err(|message| Malformed { message: Some(message) })?,
        )),
        Kind::Boolean if text.eq_ignore_ascii_case("true") => Some(Document::Boolean(true)),
        Kind::Boolean if text.eq_ignore_ascii_case("false") => Some(Document::Boolean(false)),
        Kind::Integer { .. } => {
            text.parse::<i32>().ok().map(|value| Document::Integer(value.into()))
        }
        Kind::Long { .. } => text.parse().ok().map(Document::Integer),
        Kind::Float | Kind::Double => text::parse_double(text).map(Document::Double),
        Kind::Timestamp { .. } => text::parse_time(text).map(Document::Timestamp),
        _ => None,
    };
    value.ok_or_else(|| {
        let wanted = wanted(shape);
        Malformed { message: Some(format!("The value of '{name}' is not {wanted}")) }
    })
}

/// What a shape holds, for messages.
fn wanted(shape: &Shape) -> &'static str {
    match shape.kind {
        Kind::Boolean => "true or false",
        Kind::Integer { .. } | Kind::Long { .. } => "a whole number in its range",
        Kind::Float | Kind::Double => "a number",
        Kind::Timestamp { .. } => "a time after 1970",
        Kind::List { .. } => "a list",
        Kind::Map { .. } => "a map",
        Kind::Structure { .. } => "a structure",
        Kind::String { .. } | Kind::Blob { .. } => "text",
    }
}

/// The name of a list's or map's elements in XML and query bodies where no element is around them.
///
/// Where the member says that it is flattened, its own name is meant. Where the list's shape says
/// so, as older models have it, the name of the list's elements is, if the model gives one.
pub(crate) fn flat_name(kind: &Kind, member: &Member) -> Option<&'static str> {
    match kind {
        Kind::List { .. } | Kind::Map { .. } if member.flattened => Some(member.wire_name),
        Kind::List { element_name, flattened: true, .. } if *element_name != "member" => {
            Some(element_name)
        }
        Kind::List { flattened: true, .. } | Kind::Map { flattened: true, .. } => {
            Some(member.wire_name)
        }
        _ => None,
    }
}
