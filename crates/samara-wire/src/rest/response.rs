//! Responses, written as a server and read as a client.

use std::borrow::Cow;

use bytes::Bytes;
use http::StatusCode;

use super::{body, headers};
use crate::{
    Document, EncodeError, Location, Malformed, Name, OperationModel, Protocol, ResponseParts,
    ServiceModel, xml,
};

/// Writes an operation's output.
pub(crate) fn encode(
    model: &ServiceModel,
    operation: &OperationModel,
    output: &Document,
    parts: &mut ResponseParts,
) -> Result<(), EncodeError> {
    let Some((name, members, shape)) =
        operation.output.and_then(|id| super::structure(model, id).map(|(n, m, _)| (n, m, id)))
    else {
        return Ok(());
    };
    let status = members.iter().find(|member| member.location == Location::Status);
    if let Some(Document::Integer(status)) = status.and_then(|member| output.get(member.name)) {
        let status = u16::try_from(*status).ok().and_then(|code| StatusCode::from_u16(code).ok());
        parts.status = status.ok_or(EncodeError::Mismatch { shape: "a status" })?;
    }
    headers::encode(model, members, output, &mut parts.headers)?;
    let root = xml::output_root(model, operation, name);
    let written = if xml::is_unwrapped(model, operation) {
        unwrapped(model, members, output)
    } else {
        body::encode(model, shape, (root, xml::namespace(model)), output)?
    };
    // 204 and 205 have no body, whatever the model says.
    if !matches!(parts.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT) {
        parts.body = written.body;
        parts.stream = written.stream;
        if let Some(kind) = written.content_type
            && !parts.headers.contains_key("content-type")
        {
            parts.set("content-type", kind);
        }
    }
    Ok(())
}

/// `GetBucketLocation`: the one member is the root.
fn unwrapped(model: &ServiceModel, members: &[crate::Member], output: &Document) -> body::Written {
    let mut writer = xml::Writer::new(false);
    for member in members {
        let text = output.get(member.name).and_then(Document::as_str).unwrap_or_default();
        writer.open(member.wire_name, ("", xml::namespace(model)), &[]);
        writer.text(text);
        writer.close(member.wire_name);
    }
    body::Written {
        body: Bytes::from(xml::DECLARATION.to_owned() + &writer.done()),
        content_type: Some("application/xml"),
        stream: None,
    }
}

/// Reads an operation's output, as a client.
pub(crate) fn decode(
    model: &'static ServiceModel,
    operation: &OperationModel,
    parts: &ResponseParts,
) -> Result<Document, Malformed> {
    let Some((shape, members)) =
        operation.output.and_then(|id| super::structure(model, id).map(|(_, m, _)| (id, m)))
    else {
        return Ok(Document::Map(vec![]));
    };
    let mut entries: Vec<(Name, Document)> = Vec::new();
    headers::decode(model, members, &parts.headers, &mut entries)?;
    if let Some(member) = members.iter().find(|member| member.location == Location::Status) {
        let status = Document::Integer(i64::from(parts.status.as_u16()));
        entries.push((Cow::Borrowed(member.name), status));
    }
    if model.protocol == Protocol::RestXml && xml::is_unwrapped(model, operation) {
        let root = xml::root(&parts.body)?;
        let member = members.first().filter(|_| !root.text.is_empty());
        entries.extend(
            member.map(|member| (Cow::Borrowed(member.name), Document::String(root.text.clone()))),
        );
    } else {
        let read = body::decode(model, shape, &parts.body, parts.stream.clone())?;
        entries.extend(read.entries);
    }
    Ok(Document::Map(entries))
}
