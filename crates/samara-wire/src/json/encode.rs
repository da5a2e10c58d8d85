//! Documents to JSON, as descriptors say.

use super::writer;
use crate::{
    Document, EncodeError, Kind, Location, Member, Name, ServiceModel, ShapeId, TimestampFormat,
    text,
};

/// Writes a value of `shape`.
pub(crate) fn encode(
    model: &ServiceModel,
    shape: ShapeId,
    document: &Document,
    out: &mut String,
) -> Result<(), EncodeError> {
    value(model, shape, None, document, out)
}

/// Writes those members of a structure that travel in the body, as a JSON object.
pub(crate) fn encode_members(
    model: &ServiceModel,
    members: &[Member],
    document: &Document,
    out: &mut String,
) -> Result<(), EncodeError> {
    structure(model, members, document, out, |member| member.location == Location::Body)
}

fn value(
    model: &ServiceModel,
    shape: ShapeId,
    member: Option<&Member>,
    document: &Document,
    out: &mut String,
) -> Result<(), EncodeError> {
    let found = model.shape(shape).ok_or(EncodeError::Shape)?;
    match (&found.kind, document) {
        (_, Document::Null) => out.push_str("null"),
        (Kind::Structure { members, .. }, document) => {
            structure(model, members, document, out, |_| true)?;
        }
        (Kind::List { element, .. }, Document::List(items)) => list(model, *element, items, out)?,
        (Kind::Map { value, .. }, Document::Map(entries)) => map(model, *value, entries, out)?,
        (Kind::String { .. }, Document::String(text)) => writer::string(out, text),
        (Kind::Integer { .. } | Kind::Long { .. } | Kind::Double | Kind::Float, number) => {
            match number {
                Document::Integer(value) => out.push_str(&value.to_string()),
                Document::Double(value) => writer::double(out, *value),
                _ => return Err(EncodeError::mismatch(found)),
            }
        }
        (Kind::Boolean, Document::Boolean(value)) => {
            out.push_str(if *value { "true" } else { "false" });
        }
        (Kind::Blob { .. }, Document::Blob(bytes)) => {
            out.push('"');
            out.push_str(&text::base64(bytes));
            out.push('"');
        }
        (Kind::Timestamp { format }, Document::Timestamp(time)) => {
            let format = member.and_then(|member| member.timestamp_format).or(*format);
            let format = format.unwrap_or(TimestampFormat::UnixTimestamp);
            let written = text::time(*time, format);
            if format == TimestampFormat::UnixTimestamp {
                out.push_str(&written);
            } else {
                writer::string(out, &written);
            }
        }
        _ => return Err(EncodeError::mismatch(found)),
    }
    Ok(())
}

fn structure(
    model: &ServiceModel,
    members: &[Member],
    document: &Document,
    out: &mut String,
    wanted: impl Fn(&Member) -> bool,
) -> Result<(), EncodeError> {
    let Document::Map(entries) = document else {
        return Err(EncodeError::Mismatch { shape: "a structure" });
    };
    out.push('{');
    let mut first = true;
    for (name, document) in entries {
        if *document == Document::Null {
            continue;
        }
        let member = EncodeError::member(members, name)?;
        if !wanted(member) {
            continue;
        }
        separate(&mut first, out);
        writer::string(out, member.wire_name);
        out.push(':');
        value(model, member.shape, Some(member), document, out)?;
    }
    out.push('}');
    Ok(())
}

fn list(
    model: &ServiceModel,
    element: ShapeId,
    items: &[Document],
    out: &mut String,
) -> Result<(), EncodeError> {
    out.push('[');
    let mut first = true;
    for item in items {
        separate(&mut first, out);
        value(model, element, None, item, out)?;
    }
    out.push(']');
    Ok(())
}

fn map(
    model: &ServiceModel,
    shape: ShapeId,
    entries: &[(Name, Document)],
    out: &mut String,
) -> Result<(), EncodeError> {
    out.push('{');
    let mut first = true;
    for (key, item) in entries {
        separate(&mut first, out);
        writer::string(out, key);
        out.push(':');
        value(model, shape, None, item, out)?;
    }
    out.push('}');
    Ok(())
}

fn separate(first: &mut bool, out: &mut String) {
    if !std::mem::replace(first, false) {
        out.push(',');
    }
}
