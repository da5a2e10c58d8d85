//! Cross-origin requests to HTTP APIs.
//!
//! Source: "Configure CORS for HTTP APIs": a configured API answers preflights by itself and sets
//! the headers of every answer, whatever the function said.

use http::{HeaderMap, HeaderValue, StatusCode};
use samara_apigatewayv2::Cors;

use super::response::ApiResponse;

/// The answer to a preflight, when the request is one.
pub(crate) fn preflight(cors: &Cors, method: &str, headers: &HeaderMap) -> Option<ApiResponse> {
    let asks = headers.contains_key("access-control-request-method");
    if method != "OPTIONS" || !asks || !headers.contains_key("origin") {
        return None;
    }
    let mut answer = HeaderMap::new();
    decorate(cors, headers, &mut answer);
    if answer.contains_key("access-control-allow-origin") {
        set(&mut answer, "access-control-allow-methods", &cors.allow_methods.join(","));
        set(&mut answer, "access-control-allow-headers", &cors.allow_headers.join(","));
        let max_age = cors.max_age.map(|seconds| seconds.to_string()).unwrap_or_default();
        set(&mut answer, "access-control-max-age", &max_age);
    }
    let (status, body) = (StatusCode::NO_CONTENT, bytes::Bytes::new());
    Some(ApiResponse { status, headers: answer, body })
}

/// Sets the headers of an answer to a request that came from another origin.
pub(crate) fn decorate(cors: &Cors, request: &HeaderMap, answer: &mut HeaderMap) {
    for name in [
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "access-control-allow-methods",
        "access-control-allow-headers",
        "access-control-expose-headers",
        "access-control-max-age",
    ] {
        answer.remove(name);
    }
    let origin = request.get("origin").and_then(|origin| origin.to_str().ok());
    let Some(allowed) = origin.and_then(|origin| allowed_origin(cors, origin)) else { return };
    set(answer, "access-control-allow-origin", allowed);
    if allowed != "*" {
        set(answer, "vary", "origin");
    }
    if cors.allow_credentials {
        set(answer, "access-control-allow-credentials", "true");
    }
    set(answer, "access-control-expose-headers", &cors.expose_headers.join(","));
}

/// What the answer names as allowed, when the origin is.
fn allowed_origin<'a>(cors: &Cors, origin: &'a str) -> Option<&'a str> {
    let fits = |pattern: &String| match pattern.split_once('*') {
        // `https://*` and `http://*` allow every origin of the scheme.
        Some((start, "")) => origin.starts_with(start),
        _ => pattern.eq_ignore_ascii_case(origin),
    };
    if cors.allow_origins.iter().any(|pattern| pattern == "*") {
        return Some(if cors.allow_credentials { origin } else { "*" });
    }
    cors.allow_origins.iter().any(fits).then_some(origin)
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value)
        && !value.is_empty()
    {
        headers.insert(name, value);
    }
}
