//! The event of REST APIs, which is also payload format 1.0 of HTTP APIs.

use serde_json::{Map, Value, json};

use super::event_v2::is_text;
use super::matcher::{Match, decode};
use super::request::{ApiRequest, header_text, object};
use super::{ApiKind, media};

/// Where a request arrived in an API.
pub(crate) struct Resource<'a> {
    /// The kind of API.
    pub(crate) kind: ApiKind,
    /// The path pattern of the route, such as `/orders/{id}`.
    pub(crate) path: &'a str,
    /// The id of the resource (REST), or the route's key (HTTP).
    pub(crate) id: &'a str,
    /// The media types that a REST API passes on in base64.
    pub(crate) binary_types: &'a [String],
}

/// The event that a function gets for a request. `variables` are the stage's.
pub(crate) fn event(
    request: &ApiRequest,
    resource: &Resource<'_>,
    matched: &Match,
    variables: &[(&str, &str)],
) -> Value {
    let headers = header_pairs(request, resource.kind);
    let query = request.query_parameters();
    let (body, base64) = request.event_body(is_binary(request, resource));
    let path = decode(&request.path);
    let path = match resource.kind {
        ApiKind::Http => format!("{}{path}", request.stage_prefix()),
        ApiKind::Rest => path,
    };
    let mut event = Map::new();
    if resource.kind == ApiKind::Http {
        event.insert("version".to_owned(), "1.0".into());
    }
    let variables_of_path = matched.variables.iter().map(|(n, v)| (&**n, &**v));
    let members = [
        ("resource", resource.path.into()),
        ("path", path.into()),
        ("httpMethod", request.method.clone().into()),
        ("headers", single(&headers)),
        ("multiValueHeaders", multiple(&headers)),
        ("queryStringParameters", single(&query)),
        ("multiValueQueryStringParameters", multiple(&query)),
        ("pathParameters", or_null(matched.variables.is_empty(), object(variables_of_path))),
        ("stageVariables", or_null(variables.is_empty(), object(variables.iter().copied()))),
        ("requestContext", context(request, resource)),
        ("body", body.map_or(Value::Null, Value::from)),
        ("isBase64Encoded", base64.into()),
    ];
    event.extend(members.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(event)
}

fn or_null(empty: bool, value: Value) -> Value {
    if empty { Value::Null } else { value }
}

fn is_binary(request: &ApiRequest, resource: &Resource<'_>) -> bool {
    match resource.kind {
        ApiKind::Http => !is_text(request),
        ApiKind::Rest => {
            let kind = request.header("content-type").unwrap_or_default();
            media::is_among(resource.binary_types, &kind)
        }
    }
}

/// REST APIs show names as `Content-Type`, HTTP APIs in lower case.
fn header_pairs(request: &ApiRequest, kind: ApiKind) -> Vec<(String, String)> {
    let pair = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        let name = match kind {
            ApiKind::Http => name.as_str().to_owned(),
            ApiKind::Rest => title_case(name.as_str()),
        };
        (name, header_text(value).into_owned())
    };
    request.headers.iter().map(pair).collect()
}

fn title_case(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_ascii_uppercase().to_string() + letters.as_str()
        })
    };
    name.split('-').map(capital).collect::<Vec<_>>().join("-")
}

/// The last value of each name; null when there is none.
fn single(pairs: &[(String, String)]) -> Value {
    or_null(pairs.is_empty(), object(pairs.iter().map(|(name, value)| (&**name, &**value))))
}

/// All values of each name; null when there is none.
fn multiple(pairs: &[(String, String)]) -> Value {
    let mut all = Map::new();
    for (name, value) in pairs {
        let values = all.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(value.as_str().into());
        }
    }
    or_null(pairs.is_empty(), Value::Object(all))
}

fn context(request: &ApiRequest, resource: &Resource<'_>) -> Value {
    json!({
        "accountId": request.account.as_str(),
        "apiId": request.api_id,
        "domainName": request.domain_name,
        "domainPrefix": request.domain_prefix(),
        "extendedRequestId": request.request_id.as_str(),
        "httpMethod": request.method,
        "identity": {
            "accessKey": null,
            "accountId": null,
            "caller": null,
            "cognitoAuthenticationProvider": null,
            "cognitoAuthenticationType": null,
            "cognitoIdentityId": null,
            "cognitoIdentityPoolId": null,
            "principalOrgId": null,
            "sourceIp": request.source_ip.to_string(),
            "user": null,
            "userAgent": request.header("user-agent"),
            "userArn": null,
        },
        "path": format!("{}{}", request.stage_prefix(), decode(&request.path)),
        "protocol": request.protocol,
        "requestId": request.request_id.as_str(),
        "requestTime": request.log_time(),
        "requestTimeEpoch": request.now.as_millis(),
        "resourceId": resource.id,
        "resourcePath": resource.path,
        "stage": request.stage,
    })
}
