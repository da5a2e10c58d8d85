//! Requests, read as a server and written as a client.

use std::borrow::Cow;

use http::HeaderValue;

use super::{body, headers};
use crate::{
    Decoded, Document, EncodeError, Kind, Location, Malformed, Member, Name, OperationModel,
    OutgoingParts, RequestParts, ServiceModel, ShapeId, TimestampFormat, scalar, uri,
};

/// Reads a request's input.
pub(crate) fn decode(
    model: &'static ServiceModel,
    operation: &OperationModel,
    parts: &RequestParts<'_>,
    staged: Option<String>,
) -> Result<Decoded, Malformed> {
    let Some(shape) = operation.input else {
        return Ok(Decoded { document: Document::Map(vec![]), unknown: vec![] });
    };
    let Some((_, members, _)) = super::structure(model, shape) else {
        return Err(Malformed { message: None });
    };
    let mut entries: Vec<(Name, Document)> = Vec::new();
    labels(model, operation, members, parts, &mut entries)?;
    let mut unknown = query(model, operation, members, parts, &mut entries)?;
    headers::decode(model, members, parts.headers, &mut entries)?;
    let read = body::decode(model, shape, &parts.body, staged)?;
    entries.extend(read.entries);
    unknown.extend(read.unknown);
    unknown.truncate(Decoded::UNKNOWN_MAX);
    Ok(Decoded { document: Document::Map(entries), unknown })
}

fn labels(
    model: &ServiceModel,
    operation: &OperationModel,
    members: &[Member],
    parts: &RequestParts<'_>,
    entries: &mut Vec<(Name, Document)>,
) -> Result<(), Malformed> {
    for member in members.iter().filter(|member| member.location == Location::Uri) {
        let value = match uri::label(operation.uri, parts.path, member.wire_name) {
            Some(Ok(text)) => scalar::read(model, member.shape, member.name, &text)?,
            Some(Err(())) => {
                let message = format!("The value of '{}' is not valid UTF-8", member.name);
                return Err(Malformed { message: Some(message) });
            }
            None => continue,
        };
        entries.push((Cow::Borrowed(member.name), value));
    }
    Ok(())
}

/// Reads the members in the query; what is left over is unknown.
fn query(
    model: &ServiceModel,
    operation: &OperationModel,
    members: &[Member],
    parts: &RequestParts<'_>,
    entries: &mut Vec<(Name, Document)>,
) -> Result<Vec<String>, Malformed> {
    let in_query = || members.iter().filter(|member| member.location == Location::Query);
    let kind = |member: &Member| model.shape(member.shape).map(|shape| &shape.kind);
    let is_open = |member: &Member| matches!(kind(member), Some(Kind::Map { .. }));
    let open = in_query().find(|member| is_open(member));
    let fixed = operation.uri.split_once('?').map_or("", |(_, fixed)| fixed);
    let presigned = model.id == "s3" && uri::query_has(parts.query, "X-Amz-Signature");
    let mut unknown = Vec::new();
    let mut rest: Vec<(Name, Document)> = Vec::new();
    for (key, text) in uri::pairs(parts.query) {
        let named = in_query().find(|member| member.wire_name == key && !is_open(member));
        if let Some(member) = named {
            one(model, member, &text, entries)?;
        } else if uri::query_has(fixed, &key) || key.starts_with("X-Amz-") || key == "x-id" {
            // Part of the operation's URI or of a signature, or the operation's name again.
        } else if presigned && is_of_checksum(&key) {
            // Presigners put what they knew before there was a body into the URL (the checksum of
            // nothing, mostly), and S3 does not look at it.
        } else if let Some(Kind::Map { value, .. }) = open.and_then(kind) {
            any(model, *value, (key, &text), &mut rest)?;
        } else {
            unknown.push(key.into_owned());
        }
    }
    if let Some(member) = open.filter(|_| !rest.is_empty()) {
        entries.push((Cow::Borrowed(member.name), Document::Map(rest)));
    }
    Ok(unknown)
}

fn is_of_checksum(key: &str) -> bool {
    key.starts_with("x-amz-checksum-") || key == "x-amz-sdk-checksum-algorithm"
}

/// One pair of the query as an entry of a map, whose values may be lists.
fn any(
    model: &ServiceModel,
    value: ShapeId,
    (key, text): (Cow<'_, str>, &str),
    entries: &mut Vec<(Name, Document)>,
) -> Result<(), Malformed> {
    let list = match model.shape(value).map(|shape| &shape.kind) {
        Some(Kind::List { element, .. }) => Some(*element),
        _ => None,
    };
    let item = scalar::read(model, list.unwrap_or(value), &key, text)?;
    match entries.iter_mut().find(|(name, _)| *name == key) {
        Some((_, Document::List(items))) => items.push(item),
        Some((_, present)) => *present = item,
        None => {
            let item = if list.is_some() { Document::List(vec![item]) } else { item };
            entries.push((Cow::Owned(key.into_owned()), item));
        }
    }
    Ok(())
}

/// One pair of the query: a scalar, of which the first counts, or an item of a list.
fn one(
    model: &ServiceModel,
    member: &Member,
    text: &str,
    entries: &mut Vec<(Name, Document)>,
) -> Result<(), Malformed> {
    let present = entries.iter_mut().find(|(name, _)| name == member.name);
    let kind = model.shape(member.shape).map(|shape| &shape.kind);
    match (kind, present) {
        (Some(Kind::List { element, .. }), present) => {
            let item = scalar::read(model, *element, member.name, text)?;
            if let Some((_, Document::List(items))) = present {
                items.push(item);
            } else {
                entries.push((Cow::Borrowed(member.name), Document::List(vec![item])));
            }
        }
        (_, Some(_)) => {}
        (_, None) => {
            let value = scalar::read(model, member.shape, member.name, text)?;
            entries.push((Cow::Borrowed(member.name), value));
        }
    }
    Ok(())
}

/// Writes a request.
pub(crate) fn encode(
    model: &ServiceModel,
    operation: &OperationModel,
    input: &Document,
    parts: &mut OutgoingParts,
) -> Result<(), EncodeError> {
    let (path, fixed) = operation.uri.split_once('?').unwrap_or((operation.uri, ""));
    fixed.clone_into(&mut parts.query);
    path.clone_into(&mut parts.path);
    let Some((name, members, shape)) =
        operation.input.and_then(|id| super::structure(model, id).map(|(n, m, _)| (n, m, id)))
    else {
        return Ok(());
    };
    for member in members {
        let value = input.get(member.name).filter(|value| **value != Document::Null);
        match (member.location, value) {
            (Location::Uri, Some(value)) => write_label(model, member, value, &mut parts.path)?,
            (Location::Uri, None) => return Err(EncodeError::Unfit { member: member.name }),
            (Location::Query, Some(value)) => {
                write_query(model, members, member, value, &mut parts.query)?;
            }
            _ => {}
        }
    }
    headers::encode(model, members, input, &mut parts.headers)?;
    let root = if operation.input_root.is_empty() { name } else { operation.input_root };
    let namespace = if operation.input_namespace.is_empty() {
        model.xml_namespace
    } else {
        operation.input_namespace
    };
    let written = body::encode(model, shape, (root, namespace), input)?;
    parts.body = written.body;
    parts.stream = written.stream;
    if let Some(kind) = written.content_type
        && !parts.headers.contains_key("content-type")
    {
        parts.headers.insert("content-type", HeaderValue::from_static(kind));
    }
    Ok(())
}

fn write_label(
    model: &ServiceModel,
    member: &Member,
    value: &Document,
    path: &mut String,
) -> Result<(), EncodeError> {
    let shape = model.shape(member.shape).ok_or(EncodeError::Shape)?;
    let text = scalar::write(shape, Some(member), value, TimestampFormat::Iso8601)?;
    if text.is_empty() {
        return Err(EncodeError::Unfit { member: member.name });
    }
    *path = path
        .replace(&format!("{{{}}}", member.wire_name), &uri::encode(&text))
        .replace(&format!("{{{}+}}", member.wire_name), &uri::encode_path(&text));
    Ok(())
}

fn write_query(
    model: &ServiceModel,
    members: &[Member],
    member: &Member,
    value: &Document,
    query: &mut String,
) -> Result<(), EncodeError> {
    let shape = model.shape(member.shape).ok_or(EncodeError::Shape)?;
    let mut put = |key: &str, id, value: &Document| {
        let shape = model.shape(id).ok_or(EncodeError::Shape)?;
        let text = scalar::write(shape, Some(member), value, TimestampFormat::Iso8601)?;
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(&uri::encode(key));
        query.push('=');
        query.push_str(&uri::encode(&text));
        Ok::<(), EncodeError>(())
    };
    match (&shape.kind, value) {
        (Kind::List { element, .. }, Document::List(items)) => {
            items.iter().try_for_each(|item| put(member.wire_name, *element, item))
        }
        (Kind::Map { value: item, .. }, Document::Map(entries)) => {
            let named = |key: &str| {
                let mut named = members.iter().filter(|other| other.location == Location::Query);
                named.any(|other| other.wire_name == key)
            };
            for (key, value) in entries.iter().filter(|(key, _)| !named(key)) {
                match (model.shape(*item).map(|shape| &shape.kind), value) {
                    (Some(Kind::List { element, .. }), Document::List(items)) => {
                        items.iter().try_for_each(|value| put(key, *element, value))?;
                    }
                    _ => put(key, *item, value)?,
                }
            }
            Ok(())
        }
        _ => put(member.wire_name, member.shape, value),
    }
}
