//! The codec's doors: one function for each direction, which looks at the model's protocol and
//! calls the module that speaks it.

use bytes::Bytes;
use http::StatusCode;

use crate::{
    DecodeError, Decoded, Document, EncodeError, Kind, Malformed, OperationModel, Protocol,
    RequestParts, ResponseParts, ServiceModel, constraint, failure, json, wording,
};

/// Reads a request's input and checks the model's constraints.
///
/// `staged` is the id of the blob in which the front has the body, for an operation whose payload
/// streams ([`streams_input`]); the payload's document is then that id.
///
/// # Errors
/// When the bytes are not what the model says, or a constraint is broken.
pub fn decode_input(
    model: &'static ServiceModel,
    operation: &'static OperationModel,
    parts: &RequestParts<'_>,
    staged: Option<String>,
) -> Result<Decoded, DecodeError> {
    let decoded = decode_unchecked(model, operation, parts, staged)?;
    if let Some(shape) = operation.input {
        check(model, shape, &decoded.document)?;
    }
    Ok(decoded)
}

/// Reads a request's input without checking the model's constraints.
///
/// # Errors
/// When the bytes are not what the model says.
pub fn decode_unchecked(
    model: &'static ServiceModel,
    operation: &'static OperationModel,
    parts: &RequestParts<'_>,
    staged: Option<String>,
) -> Result<Decoded, DecodeError> {
    let Some(shape) = operation.input else {
        return Ok(Decoded { document: Document::Map(vec![]), unknown: vec![] });
    };
    let decoded = match model.protocol {
        Protocol::AwsJson10 | Protocol::AwsJson11 => json_input(model, shape, &parts.body),
        Protocol::AwsQuery => crate::query::decode(model, shape, parts),
        Protocol::RestJson | Protocol::RestXml => {
            crate::rest::decode_request(model, operation, parts, staged)
        }
    };
    decoded.map_err(|malformed| DecodeError::malformed(model, malformed))
}

/// Checks the model's constraints of a value of `shape`, as for a request's input.
///
/// # Errors
/// [`DecodeError::Invalid`], with all that is wrong in AWS's words.
pub fn check(
    model: &ServiceModel,
    shape: crate::ShapeId,
    document: &Document,
) -> Result<(), DecodeError> {
    constraint::check(model, shape, document)
        .map_err(|message| DecodeError::Invalid { code: wording::of(model).invalid, message })
}

fn json_input(
    model: &'static ServiceModel,
    shape: crate::ShapeId,
    body: &Bytes,
) -> Result<Decoded, Malformed> {
    // DynamoDB alone takes no body for one that is damaged.
    let lenient = !model.id.starts_with("dynamodb");
    let body = if body.is_empty() && lenient { &Bytes::from_static(b"{}") } else { body };
    let decoded = json::decode(model, shape, body)?;
    if decoded.document == Document::Null {
        return Err(Malformed { message: None });
    }
    Ok(decoded)
}

/// Whether an operation's request body is the payload of a member that streams, so that the front
/// stages it as a blob and need not hold it.
#[must_use]
pub fn streams_input(model: &ServiceModel, operation: &OperationModel) -> bool {
    operation.input.is_some_and(|shape| {
        let Some(Kind::Structure { members, payload, .. }) =
            model.shape(shape).map(|shape| &shape.kind)
        else {
            return false;
        };
        let member = members.iter().find(|member| member.name == *payload);
        let kind = member.and_then(|member| model.shape(member.shape)).map(|shape| &shape.kind);
        matches!(kind, Some(Kind::Blob { streaming: true, .. }))
    })
}

/// Writes an operation's output.
///
/// # Errors
/// When the document is not of the output's shape, which is a fault of the operation.
pub fn encode_output(
    model: &ServiceModel,
    operation: &OperationModel,
    output: &Document,
    request_id: &str,
) -> Result<ResponseParts, EncodeError> {
    let mut parts = ResponseParts {
        status: StatusCode::from_u16(operation.status).unwrap_or(StatusCode::OK),
        ..ResponseParts::default()
    };
    let output = match output {
        Document::Null => &Document::Map(Vec::new()),
        output => output,
    };
    match model.protocol {
        Protocol::AwsJson10 | Protocol::AwsJson11 => {
            let mut body = String::with_capacity(256);
            // An operation without an output answers with nothing.
            if let Some(shape) = operation.output {
                json::encode(model, shape, output, &mut body)?;
            }
            parts.body = Bytes::from(body);
            parts.set("content-type", json_type(model));
        }
        Protocol::AwsQuery => {
            parts.body = crate::query::encode_output(model, operation, output, request_id)?;
            parts.set("content-type", "text/xml");
        }
        Protocol::RestJson | Protocol::RestXml => {
            crate::rest::encode_response(model, operation, output, &mut parts)?;
        }
    }
    failure::stamp(model, request_id, &mut parts);
    Ok(parts)
}

/// Writes an error as the service does.
#[must_use]
pub fn encode_error(
    model: &ServiceModel,
    error: &crate::WireError<'_>,
    request_id: &str,
) -> ResponseParts {
    failure::encode(model, error, request_id)
}

pub(crate) fn json_type(model: &ServiceModel) -> &'static str {
    match model.protocol {
        Protocol::AwsJson10 => "application/x-amz-json-1.0",
        Protocol::AwsJson11 => "application/x-amz-json-1.1",
        _ => "application/json",
    }
}
