//! Members in the body: one that is all of it, or the rest of them as JSON or XML.

use std::borrow::Cow;

use bytes::Bytes;

use crate::{
    Document, EncodeError, Kind, Location, Malformed, Member, Name, Protocol, ServiceModel,
    ShapeId, json, xml,
};

/// What a body says: members, and what the model does not know.
pub(super) struct Read {
    pub(super) entries: Vec<(Name, Document)>,
    pub(super) unknown: Vec<String>,
}

/// Reads the members that travel in the body.
pub(super) fn decode(
    model: &'static ServiceModel,
    shape: ShapeId,
    body: &Bytes,
    staged: Option<String>,
) -> Result<Read, Malformed> {
    let mut read = Read { entries: Vec::new(), unknown: Vec::new() };
    let Some((_, members, payload)) = super::structure(model, shape) else { return Ok(read) };
    if let Some(member) = payload {
        let value = decode_payload(model, member, body, staged, &mut read.unknown)?;
        if value != Document::Null {
            read.entries.push((Cow::Borrowed(member.name), value));
        }
        return Ok(read);
    }
    // An operation without members in the body does not care what is in it.
    if body.is_empty() || !members.iter().any(|member| member.location == Location::Body) {
        return Ok(read);
    }
    if model.protocol == Protocol::RestXml {
        let root = xml::root(body)?;
        read.entries = xml::structure(model, members, &root, &mut read.unknown)?;
    } else {
        let decoded = json::decode(model, shape, body)?;
        read.unknown = decoded.unknown;
        if let Document::Map(entries) = decoded.document {
            read.entries = entries;
        }
    }
    Ok(read)
}

fn decode_payload(
    model: &'static ServiceModel,
    member: &Member,
    body: &Bytes,
    staged: Option<String>,
    unknown: &mut Vec<String>,
) -> Result<Document, Malformed> {
    let kind = &model.shape(member.shape).ok_or(Malformed { message: None })?.kind;
    Ok(match kind {
        Kind::Blob { streaming: true, .. } => staged.map_or(Document::Null, Document::String),
        _ if body.is_empty() => Document::Null,
        Kind::Blob { .. } => Document::Blob(body.clone()),
        Kind::String { .. } => {
            let text = std::str::from_utf8(body).map_err(|_| Malformed { message: None })?;
            Document::String(text.to_owned())
        }
        _ if model.protocol == Protocol::RestXml => {
            let root = xml::root(body)?;
            xml::decode(model, member.shape, &root, unknown)?
        }
        _ => {
            let decoded = json::decode_whole(model, member.shape, body)?;
            *unknown = decoded.unknown;
            decoded.document
        }
    })
}

/// A body that was written.
#[derive(Default)]
pub(super) struct Written {
    pub(super) body: Bytes,
    pub(super) content_type: Option<&'static str>,
    pub(super) stream: Option<String>,
}

/// Writes the members that travel in the body, under this root where it is XML.
pub(super) fn encode(
    model: &ServiceModel,
    shape: ShapeId,
    (root, namespace): (&str, &str),
    document: &Document,
) -> Result<Written, EncodeError> {
    let Some((_, members, payload)) = super::structure(model, shape) else {
        return Ok(Written::default());
    };
    if let Some(member) = payload {
        return encode_payload(model, member, document.get(member.name));
    }
    if !members.iter().any(|member| member.location == Location::Body) {
        return Ok(Written::default());
    }
    if model.protocol == Protocol::RestXml {
        let body = xml::encode_body(model, (root, ("", namespace)), members, document)?;
        return Ok(Written {
            body: Bytes::from(body),
            content_type: Some("application/xml"),
            stream: None,
        });
    }
    let mut body = String::with_capacity(256);
    json::encode_members(model, members, document, &mut body)?;
    Ok(Written { body: Bytes::from(body), content_type: Some("application/json"), stream: None })
}

fn encode_payload(
    model: &ServiceModel,
    member: &Member,
    value: Option<&Document>,
) -> Result<Written, EncodeError> {
    let shape = model.shape(member.shape).ok_or(EncodeError::Shape)?;
    let mut written = Written::default();
    match (&shape.kind, value) {
        (_, None | Some(Document::Null)) => {}
        (Kind::Blob { streaming: true, .. }, Some(Document::String(id))) => {
            written.stream = Some(id.clone());
            written.content_type = Some("application/octet-stream");
        }
        (Kind::Blob { .. }, Some(Document::Blob(bytes))) => {
            written.body = bytes.clone();
            written.content_type = Some("application/octet-stream");
        }
        (Kind::String { .. }, Some(Document::String(text))) => {
            written.body = Bytes::from(text.clone());
            written.content_type = Some("text/plain");
        }
        (Kind::Structure { members, .. }, Some(value)) if model.protocol == Protocol::RestXml => {
            let namespace = match member.xml_namespace {
                ("", "") => ("", xml::namespace(model)),
                own => own,
            };
            let body = xml::encode_body(model, (member.wire_name, namespace), members, value)?;
            written.body = Bytes::from(body);
            written.content_type = Some("application/xml");
        }
        (_, Some(value)) => {
            let mut body = String::with_capacity(256);
            json::encode(model, member.shape, value, &mut body)?;
            written.body = Bytes::from(body);
            written.content_type = Some("application/json");
        }
    }
    Ok(written)
}
