//! The client's direction: requests written, answers read. For the command line, which speaks the
//! same APIs as anybody, and for proving that what is written reads back.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    Document, EncodeError, Kind, Malformed, OperationModel, OutgoingParts, Protocol, ResponseParts,
    ServiceModel, codec, failure, json, query, rest, xml,
};

/// Writes a request for an operation, not yet signed and without `host`.
///
/// # Errors
/// When the document is not of the input's shape.
pub fn encode_input(
    model: &ServiceModel,
    operation: &'static OperationModel,
    input: &Document,
) -> Result<OutgoingParts, EncodeError> {
    let mut parts = OutgoingParts {
        method: operation.method,
        path: "/".to_owned(),
        headers: HeaderMap::new(),
        ..OutgoingParts::default()
    };
    match model.protocol {
        Protocol::AwsJson10 | Protocol::AwsJson11 => {
            let mut body = String::new();
            match operation.input {
                Some(shape) => json::encode(model, shape, input, &mut body)?,
                None => body.push_str("{}"),
            }
            parts.body = Bytes::from(body);
            let target = format!("{}.{}", model.target_prefix, operation.name);
            let target = HeaderValue::from_str(&target).map_err(|_| EncodeError::Shape)?;
            parts.headers.insert(HeaderName::from_static("x-amz-target"), target);
            content_type(&mut parts, codec::json_type(model));
        }
        Protocol::AwsQuery => {
            parts.body = query::encode_input(model, operation, input)?;
            content_type(&mut parts, "application/x-www-form-urlencoded; charset=utf-8");
        }
        Protocol::RestJson | Protocol::RestXml => {
            rest::encode_request(model, operation, input, &mut parts)?;
        }
    }
    Ok(parts)
}

fn content_type(parts: &mut OutgoingParts, kind: &'static str) {
    parts.headers.insert("content-type", HeaderValue::from_static(kind));
}

/// An error as a client reads it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct ServiceError {
    /// The HTTP status.
    pub status: u16,
    /// The code, without a namespace; the status where the answer has none.
    pub code: String,
    /// The message; empty where the service sends none.
    pub message: String,
}

/// Why an answer gives no output.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OutputError {
    /// The service refused.
    #[error("{}", .0.message)]
    Refused(ServiceError),
    /// The answer is not what the model says.
    #[error("the answer cannot be read: {0}")]
    Malformed(String),
}

/// Reads an operation's output, or the error that came in its place.
///
/// # Errors
/// When the service refused, or its answer is not what the model says.
pub fn decode_output(
    model: &'static ServiceModel,
    operation: &'static OperationModel,
    parts: &ResponseParts,
) -> Result<Document, OutputError> {
    if !parts.status.is_success() {
        return Err(OutputError::Refused(refusal(model, parts)));
    }
    let output = match model.protocol {
        Protocol::AwsJson10 | Protocol::AwsJson11 => match operation.output {
            Some(shape) if !parts.body.is_empty() => {
                json::decode(model, shape, &parts.body).map(|decoded| decoded.document)
            }
            _ => Ok(Document::Map(vec![])),
        },
        Protocol::AwsQuery => query_output(model, operation, &parts.body),
        Protocol::RestJson | Protocol::RestXml => rest::decode_response(model, operation, parts),
    };
    output.map_err(|malformed| OutputError::Malformed(malformed.message.unwrap_or_default()))
}

fn query_output(
    model: &ServiceModel,
    operation: &OperationModel,
    body: &[u8],
) -> Result<Document, Malformed> {
    let Some(shape) = operation.output else { return Ok(Document::Map(vec![])) };
    if body.is_empty() {
        return Ok(Document::Map(vec![]));
    }
    let root = xml::root(body)?;
    let wrapped = match operation.result_wrapper {
        "" => Some(&root),
        wrapper => root.child(wrapper),
    };
    match wrapped {
        Some(element) => xml::decode(model, shape, element, &mut Vec::new()),
        None => Ok(Document::Map(vec![])),
    }
}

/// Reads an error of any protocol.
fn refusal(model: &ServiceModel, parts: &ResponseParts) -> ServiceError {
    let status = parts.status.as_u16();
    let (code, message) = match model.protocol {
        Protocol::AwsQuery | Protocol::RestXml => xml_refusal(&parts.body),
        _ => json_refusal(parts),
    };
    let code = code.filter(|code| !code.is_empty()).unwrap_or_else(|| status.to_string());
    ServiceError { status, code, message: message.unwrap_or_default() }
}

fn xml_refusal(body: &[u8]) -> (Option<String>, Option<String>) {
    let Ok(root) = xml::root(body) else { return (None, None) };
    let error = if root.name == "Error" { Some(&root) } else { root.child("Error") };
    let text = |name: &str| error.and_then(|error| error.text_of(name)).map(ToOwned::to_owned);
    (text("Code"), text("Message").or_else(|| text("message")))
}

fn json_refusal(parts: &ResponseParts) -> (Option<String>, Option<String>) {
    let header = parts.headers.get("x-amzn-errortype").and_then(|value| value.to_str().ok());
    let body: serde_json::Value = serde_json::from_slice(&parts.body).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(serde_json::Value::as_str);
    let code = header.or_else(|| text("__type")).or_else(|| text("code"));
    let code = code.map(|code| {
        // `com.amazonaws.dynamodb#Code:http://...` is `Code`.
        let code = code.rsplit('#').next().unwrap_or(code);
        code.split(':').next().unwrap_or(code).to_owned()
    });
    (code, text("message").or_else(|| text("Message")).map(ToOwned::to_owned))
}

/// The members of an error that a client received, besides its message.
#[must_use]
pub fn decode_error_fields(
    model: &'static ServiceModel,
    code: &str,
    parts: &ResponseParts,
) -> Option<Document> {
    let shape = failure::shape_id(model, code)?;
    let Kind::Structure { members, .. } = &model.shape(shape)?.kind else { return None };
    let body = match model.protocol {
        Protocol::AwsQuery | Protocol::RestXml => {
            let root = xml::root(&parts.body).ok()?;
            let error = if root.name == "Error" { &root } else { root.child("Error")? };
            xml::structure(model, members, error, &mut Vec::new()).map(Document::Map)
        }
        _ => json::decode(model, shape, &parts.body).map(|decoded| decoded.document),
    };
    let Ok(Document::Map(mut entries)) = body else { return None };
    rest::decode_headers(model, members, &parts.headers, &mut entries).ok()?;
    Some(Document::Map(entries))
}
