//! What a function gives, as an HTTP answer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::ApiKind;

/// An HTTP answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ApiResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why the platform itself answers, instead of the function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No route takes the request.
    NoRoute,
    /// The API does not exist, or an HTTP API has no such stage.
    NoApi,
    /// A REST API has no such stage, or is disabled.
    NoStage,
    /// A mock takes no body of this media type.
    UnsupportedMedia,
    /// The body is too large.
    TooLarge,
    /// The head is too large.
    HeadTooLarge,
    /// Nothing in the request says who asks.
    Unauthorized,
    /// An authorizer says no.
    Denied,
    /// An authorizer failed, or gave what is no answer.
    Authorizer,
    /// The body came too slowly.
    SlowBody,
    /// The function failed, or gave what is no answer.
    Function,
    /// The function did not answer in time.
    Timeout,
    /// The function may not be called by this API, or does not exist.
    Forbidden,
    /// There is no instance free for it.
    Throttled,
    /// Samara failed.
    Internal,
}

impl Failure {
    /// The answer, as AWS words it for this kind of API.
    pub(crate) fn response(self, kind: ApiKind) -> ApiResponse {
        let (status, message) = match (self, kind) {
            (Self::NoRoute | Self::NoStage, ApiKind::Http) | (Self::NoApi, _) => (404, "Not Found"),
            (Self::NoStage, ApiKind::Rest) | (Self::Denied, _) => (403, "Forbidden"),
            (Self::UnsupportedMedia, _) => (415, "Unsupported Media Type"),
            (Self::NoRoute, ApiKind::Rest) => (403, "Missing Authentication Token"),
            (Self::TooLarge, ApiKind::Http) => (413, "Request Entity Too Large"),
            (Self::TooLarge, ApiKind::Rest) => (413, "Request Too Long"),
            (Self::HeadTooLarge, _) => (431, "Request Header Fields Too Large"),
            (Self::Unauthorized, _) => (401, "Unauthorized"),
            (Self::SlowBody, _) => (408, "Request Timeout"),
            (Self::Timeout, ApiKind::Rest) => (504, "Endpoint request timed out"),
            (Self::Function, ApiKind::Rest) => (502, "Internal server error"),
            (Self::Timeout | Self::Throttled, ApiKind::Http) => (503, "Service Unavailable"),
            (
                Self::Function | Self::Forbidden | Self::Authorizer | Self::Internal,
                ApiKind::Http,
            ) => (500, "Internal Server Error"),
            (
                Self::Forbidden | Self::Throttled | Self::Authorizer | Self::Internal,
                ApiKind::Rest,
            ) => (500, "Internal server error"),
        };
        let mut response = json(status, &serde_json::json!({ "message": message }));
        if let Some(error) = self.error_type().filter(|_| kind == ApiKind::Rest) {
            let error = HeaderValue::from_static(error);
            response.headers.insert("x-amzn-errortype", error);
        }
        response
    }

    /// How a REST API names the failure in a header.
    fn error_type(self) -> Option<&'static str> {
        match self {
            Self::NoRoute => Some("MissingAuthenticationTokenException"),
            Self::NoStage => Some("ForbiddenException"),
            Self::TooLarge => Some("RequestTooLargeException"),
            Self::Function | Self::Timeout | Self::Forbidden | Self::Throttled | Self::Internal => {
                Some("InternalServerErrorException")
            }
            Self::Unauthorized => Some("UnauthorizedException"),
            Self::Denied => Some("AccessDeniedException"),
            Self::Authorizer => Some("AuthorizerConfigurationException"),
            Self::NoApi | Self::UnsupportedMedia | Self::SlowBody | Self::HeadTooLarge => None,
        }
    }
}

fn json(status: u16, body: &Value) -> ApiResponse {
    let mut headers = HeaderMap::new();
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    ApiResponse {
        status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        headers,
        body: body.to_string().into(),
    }
}

/// The answer that a function's payload of format 2.0 makes.
pub(crate) fn from_v2(payload: &[u8]) -> Result<ApiResponse, Failure> {
    let value: Value = serde_json::from_slice(payload).map_err(|_| Failure::Function)?;
    match &value {
        Value::Object(members) if members.contains_key("statusCode") => {
            let mut response = from_members(&value, "text/plain;charset=UTF-8", true)?;
            for cookie in value.get("cookies").and_then(Value::as_array).into_iter().flatten() {
                let cookie = cookie.as_str().and_then(|text| HeaderValue::from_str(text).ok());
                response.headers.append("set-cookie", cookie.ok_or(Failure::Function)?);
            }
            Ok(response)
        }
        // Without a status, the whole payload is the body.
        Value::String(text) => Ok(ApiResponse { body: text.clone().into(), ..json(200, &value) }),
        _ => Ok(json(200, &value)),
    }
}

/// The answer that a function's payload of format 1.0 makes. `decodes` says whether a body in
/// base64 goes out as its bytes.
pub(crate) fn from_v1(
    payload: &[u8],
    kind: ApiKind,
    decodes: bool,
) -> Result<ApiResponse, Failure> {
    let value: Value = serde_json::from_slice(payload).map_err(|_| Failure::Function)?;
    if !value.is_object() || (value.get("statusCode").is_none() && kind == ApiKind::Rest) {
        return Err(Failure::Function);
    }
    let default_type = match kind {
        ApiKind::Http => "text/plain;charset=UTF-8",
        ApiKind::Rest => "application/json",
    };
    let mut response = from_members(&value, default_type, decodes)?;
    for (name, values) in members(&value, "multiValueHeaders")? {
        let name = header_name(name)?;
        response.headers.remove(&name);
        for item in values.as_array().ok_or(Failure::Function)? {
            append(&mut response.headers, &name, item)?;
        }
    }
    strip_hop_by_hop(&mut response.headers);
    Ok(response)
}

/// Takes out what speaks of the connection, which is ours: left in, a function could make a client
/// read one answer as two.
fn strip_hop_by_hop(headers: &mut HeaderMap) {
    for name in ["connection", "content-length", "transfer-encoding", "upgrade", "keep-alive"] {
        headers.remove(name);
    }
}

fn from_members(
    value: &Value,
    default_type: &'static str,
    decodes: bool,
) -> Result<ApiResponse, Failure> {
    let status = match value.get("statusCode") {
        None => Some(200),
        Some(Value::String(text)) => text.parse().ok(),
        Some(number) => number.as_u64().and_then(|number| u16::try_from(number).ok()),
    };
    // One below 200 would be an announcement of the answer, not the answer.
    let status = status.filter(|status| (200..=599).contains(status));
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let mut headers = HeaderMap::new();
    for (name, item) in members(value, "headers")? {
        append(&mut headers, &header_name(name)?, item)?;
    }
    if !headers.contains_key("content-type") {
        headers.insert("content-type", HeaderValue::from_static(default_type));
    }
    strip_hop_by_hop(&mut headers);
    let body = body(value, decodes)?;
    Ok(ApiResponse { status: status.ok_or(Failure::Function)?, headers, body })
}

fn members<'a>(
    value: &'a Value,
    name: &str,
) -> Result<impl Iterator<Item = (&'a String, &'a Value)>, Failure> {
    let found = match value.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::Object(members)) => Some(members),
        Some(_) => return Err(Failure::Function),
    };
    Ok(found.into_iter().flatten())
}

fn header_name(name: &str) -> Result<HeaderName, Failure> {
    name.parse().map_err(|_| Failure::Function)
}

fn append(headers: &mut HeaderMap, name: &HeaderName, item: &Value) -> Result<(), Failure> {
    let text = match item {
        Value::String(text) => text.clone(),
        Value::Null => return Ok(()),
        Value::Bool(_) | Value::Number(_) => item.to_string(),
        _ => return Err(Failure::Function),
    };
    headers.append(name, HeaderValue::from_str(&text).map_err(|_| Failure::Function)?);
    Ok(())
}

fn body(value: &Value, decodes: bool) -> Result<Bytes, Failure> {
    let text = match value.get("body") {
        None | Some(Value::Null) => return Ok(Bytes::new()),
        Some(Value::String(text)) => text,
        Some(_) => return Err(Failure::Function),
    };
    if decodes && value.get("isBase64Encoded").and_then(Value::as_bool) == Some(true) {
        return STANDARD.decode(text).map(Bytes::from).map_err(|_| Failure::Function);
    }
    Ok(text.clone().into())
}
