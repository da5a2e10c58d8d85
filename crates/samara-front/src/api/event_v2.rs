//! The event of payload format 2.0.
//!
//! It borrows from the request and is written as it is: a tree of values in between cost a
//! twentieth of what a warm call takes in the server.

use std::borrow::Cow;
use std::net::IpAddr;

use http::HeaderMap;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Value, json};

use super::matcher::{Match, decode};
use super::request::{ApiRequest, header_text, object, values};

/// The event that a function gets for a request. Its members are written in this order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event<'a> {
    version: &'static str,
    route_key: &'a str,
    raw_path: &'a str,
    raw_query_string: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cookies: Option<Value>,
    #[serde(serialize_with = "headers")]
    headers: &'a HeaderMap,
    #[serde(skip_serializing_if = "Option::is_none")]
    query_string_parameters: Option<Value>,
    request_context: Context<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_parameters: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage_variables: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Cow<'a, str>>,
    is_base64_encoded: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Context<'a> {
    account_id: &'a str,
    api_id: &'a str,
    domain_name: &'a str,
    domain_prefix: &'a str,
    http: Http<'a>,
    request_id: &'a str,
    route_key: &'a str,
    stage: &'a str,
    time: String,
    time_epoch: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    authorizer: Option<Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Http<'a> {
    method: &'a str,
    path: &'a str,
    protocol: &'static str,
    source_ip: IpAddr,
    user_agent: Cow<'a, str>,
}

/// The event as a value, for who adds to it.
pub(crate) fn event(
    request: &ApiRequest,
    route_key: &str,
    matched: &Match,
    variables: &[(&str, &str)],
) -> Value {
    let path = path(request);
    json!(Event::of(request, (&path, route_key), matched, variables, None))
}

/// The path as events carry it: with the stage in front, decoded.
pub(crate) fn path(request: &ApiRequest) -> String {
    format!("{}{}", request.stage_prefix(), decode(&request.path))
}

impl<'a> Event<'a> {
    /// The event of a request, with its [`path`], its route's key and what an authorizer said.
    pub(crate) fn of(
        request: &'a ApiRequest,
        (path, route_key): (&'a str, &'a str),
        matched: &Match,
        variables: &[(&str, &str)],
        authorizer: Option<Value>,
    ) -> Self {
        let parameters = matched.variables.iter().map(|(name, value)| (&**name, &**value));
        let (body, is_base64_encoded) = request.event_body(!is_text(request));
        Self {
            version: "2.0",
            route_key,
            raw_path: path,
            raw_query_string: &request.query,
            cookies: cookies(request),
            headers: &request.headers,
            query_string_parameters: (!request.query.is_empty()).then(|| query(request)),
            request_context: Context::of(request, (path, route_key), authorizer),
            path_parameters: (!matched.variables.is_empty()).then(|| object(parameters)),
            stage_variables: (!variables.is_empty()).then(|| object(variables.iter().copied())),
            body,
            is_base64_encoded,
        }
    }
}

impl<'a> Context<'a> {
    fn of(
        request: &'a ApiRequest,
        (path, route_key): (&'a str, &'a str),
        authorizer: Option<Value>,
    ) -> Self {
        Self {
            account_id: request.account.as_str(),
            api_id: &request.api_id,
            domain_name: &request.domain_name,
            domain_prefix: request.domain_prefix(),
            http: Http {
                method: &request.method,
                path,
                protocol: request.protocol,
                source_ip: request.source_ip,
                user_agent: request.header("user-agent").unwrap_or_default(),
            },
            request_id: request.request_id.as_str(),
            route_key,
            stage: &request.stage,
            time: request.log_time(),
            time_epoch: request.now.as_millis(),
            authorizer,
        }
    }
}

/// Whether the body's type is one that HTTP APIs pass on as text.
pub(crate) fn is_text(request: &ApiRequest) -> bool {
    if request.header("content-encoding").is_some_and(|encoding| encoding != "identity") {
        return false;
    }
    let Some(kind) = request.header("content-type") else { return true };
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.starts_with("text/")
        || kind.ends_with("+json")
        || matches!(
            kind.as_str(),
            "application/json" | "application/javascript" | "application/xml"
        )
}

fn cookies(request: &ApiRequest) -> Option<Value> {
    let lines = request.headers.get_all("cookie").iter().map(header_text);
    let lines: Vec<_> = lines.collect();
    let cookies: Vec<&str> = lines.iter().flat_map(|line| line.split("; ")).collect();
    (!cookies.is_empty()).then(|| json!(cookies))
}

fn headers<S: Serializer>(headers: &HeaderMap, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for name in headers.keys().filter(|name| *name != "cookie") {
        map.serialize_entry(name.as_str(), &values(headers, name.as_str()))?;
    }
    map.end()
}

/// Parameters of the same name are joined by commas.
fn query(request: &ApiRequest) -> Value {
    let mut joined: Vec<(String, String)> = Vec::new();
    for (name, value) in request.query_parameters() {
        match joined.iter_mut().find(|(other, _)| *other == name) {
            Some((_, values)) => {
                values.push(',');
                values.push_str(&value);
            }
            None => joined.push((name, value)),
        }
    }
    object(joined.iter().map(|(name, value)| (&**name, &**value)))
}
