//! Errors on the wire, and the headers that every answer has.

use bytes::Bytes;
use http::StatusCode;

use crate::{
    Document, Fault, Kind, Location, Member, Protocol, ResponseParts, ServiceModel, ShapeId,
    WireError, codec, json, wording,
};

/// Writes an error.
pub(crate) fn encode(
    model: &ServiceModel,
    error: &WireError<'_>,
    request_id: &str,
) -> ResponseParts {
    let mut parts = ResponseParts {
        status: StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        ..ResponseParts::default()
    };
    match model.protocol {
        Protocol::AwsJson10 | Protocol::AwsJson11 => {
            let mut kind = wording::namespace(model, error.code).to_owned();
            if !kind.is_empty() {
                kind.push('#');
            }
            kind.push_str(error.code);
            parts.body = Bytes::from(json_body(model, error, Some(&kind)));
            parts.set("content-type", codec::json_type(model));
        }
        Protocol::RestJson => {
            parts.body = Bytes::from(json_body(model, error, None));
            parts.set("content-type", codec::json_type(model));
            parts.set_text("x-amzn-errortype", error.code);
            if let Some(fields) = error.fields {
                // What cannot stand in a header is left out: a refusal must reach the client.
                let _ = crate::rest::encode_headers(
                    model,
                    members(model, error.code),
                    fields,
                    &mut parts.headers,
                );
            }
        }
        Protocol::AwsQuery | Protocol::RestXml => {
            let s3 = model.id == "s3";
            parts.body = Bytes::from(crate::xml::error(model, error, request_id));
            parts.set("content-type", if s3 { "application/xml" } else { "text/xml" });
            if let (Protocol::RestXml, Some(fields)) = (model.protocol, error.fields) {
                let members = members(model, error.code);
                let _ = crate::rest::encode_headers(model, members, fields, &mut parts.headers);
            }
        }
    }
    stamp(model, request_id, &mut parts);
    parts
}

/// Sets the headers that every answer of a service has.
pub(crate) fn stamp(model: &ServiceModel, request_id: &str, parts: &mut ResponseParts) {
    if model.id == "s3" {
        parts.set_text("x-amz-request-id", request_id);
        parts.set_text("x-amz-id-2", request_id);
    } else {
        parts.set_text("x-amzn-requestid", request_id);
    }
    if model.id == "dynamodb" {
        parts.set("server", "Server");
        parts.set_text("x-amz-crc32", &crc32fast::hash(&parts.body).to_string());
    }
}

/// The shape of an error, when the model has one of this code.
pub(crate) fn shape_id(model: &ServiceModel, code: &str) -> Option<ShapeId> {
    let place = model.shapes.iter().position(|shape| match &shape.kind {
        Kind::Structure { error: Some(error), .. } => error.code == code || shape.name == code,
        _ => false,
    });
    place.and_then(|place| ShapeId::try_from(place).ok())
}

/// The code as it stands on the wire, where a service named an error by its shape.
pub(crate) fn code<'a>(model: &ServiceModel, code: &'a str) -> &'a str {
    let named = model.shapes.iter().find(|shape| shape.name == code).map(|shape| &shape.kind);
    match named {
        Some(Kind::Structure { error: Some(error), .. }) if !error.code.is_empty() => error.code,
        _ => code,
    }
}

/// The members of an error.
pub(crate) fn members(model: &ServiceModel, code: &str) -> &'static [Member] {
    let shape = shape_id(model, code).and_then(|id| model.shapes.get(usize::from(id)));
    match shape.map(|shape| &shape.kind) {
        Some(Kind::Structure { members, .. }) => members,
        _ => &[],
    }
}

fn json_body(model: &ServiceModel, error: &WireError<'_>, kind: Option<&str>) -> String {
    let members = members(model, error.code);
    let mut body = String::from("{");
    if let Some(kind) = kind {
        body.push_str("\"__type\":");
        json::write_string(&mut body, kind);
    }
    // Lambda's errors say by a member whose fault it is.
    let typed = members.iter().any(|member| member.name == "Type");
    if typed && error.fields.and_then(|fields| fields.get("Type")).is_none() {
        key(&mut body, "Type");
        body.push_str(if error.fault == Fault::Sender { "\"User\"" } else { "\"Service\"" });
    }
    if !error.message.is_empty() {
        let modelled =
            members.iter().find(|member| member.wire_name.eq_ignore_ascii_case("message"));
        let name = match modelled {
            Some(member) => member.wire_name,
            None if wording::capital_message(model, error.code) => "Message",
            None => "message",
        };
        key(&mut body, name);
        json::write_string(&mut body, error.message);
    }
    if let Some(Document::Map(fields)) = error.fields {
        for (name, value) in fields {
            let member = members.iter().find(|member| member.name == name);
            // What the error's shape lacks is left out: a refusal must reach the client.
            let here = |member: &&Member| !model.is_rest() || member.location == Location::Body;
            let Some(member) = member.filter(here) else {
                continue;
            };
            let mut text = String::new();
            if *value != Document::Null
                && json::encode(model, member.shape, value, &mut text).is_ok()
            {
                key(&mut body, member.wire_name);
                body.push_str(&text);
            }
        }
    }
    body.push('}');
    body
}

fn key(body: &mut String, name: &str) {
    if body.len() != 1 {
        body.push(',');
    }
    json::write_string(body, name);
    body.push(':');
}
