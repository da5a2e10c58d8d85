//! The event of payload format 2.0.

use serde_json::{Map, Value, json};

use super::matcher::{Match, decode};
use super::request::{ApiRequest, header_text, object};

/// The event that a function gets for a request. `variables` are the stage's.
pub(crate) fn event(
    request: &ApiRequest,
    route_key: &str,
    matched: &Match,
    variables: &[(&str, &str)],
) -> Value {
    let path = format!("{}{}", request.stage_prefix(), decode(&request.path));
    let mut event = Map::new();
    event.insert("version".to_owned(), "2.0".into());
    event.insert("routeKey".to_owned(), route_key.into());
    event.insert("rawPath".to_owned(), path.clone().into());
    event.insert("rawQueryString".to_owned(), request.query.clone().into());
    if let Some(cookies) = cookies(request) {
        event.insert("cookies".to_owned(), cookies);
    }
    event.insert("headers".to_owned(), headers(request));
    if !request.query.is_empty() {
        event.insert("queryStringParameters".to_owned(), query(request));
    }
    event.insert("requestContext".to_owned(), context(request, route_key, &path));
    if !matched.variables.is_empty() {
        let pairs = matched.variables.iter().map(|(name, value)| (&**name, &**value));
        event.insert("pathParameters".to_owned(), object(pairs));
    }
    if !variables.is_empty() {
        event.insert("stageVariables".to_owned(), object(variables.iter().copied()));
    }
    let (body, base64) = request.event_body(!is_text(request));
    if let Some(body) = body {
        event.insert("body".to_owned(), body.into());
    }
    event.insert("isBase64Encoded".to_owned(), base64.into());
    Value::Object(event)
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

fn headers(request: &ApiRequest) -> Value {
    let names = request.headers.keys().filter(|name| *name != "cookie");
    let pair = |name: &http::HeaderName| {
        Some((name.as_str().to_owned(), Value::from(request.header(name.as_str())?)))
    };
    Value::Object(names.filter_map(pair).collect())
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

fn context(request: &ApiRequest, route_key: &str, path: &str) -> Value {
    json!({
        "accountId": request.account.as_str(),
        "apiId": request.api_id,
        "domainName": request.domain_name,
        "domainPrefix": request.domain_prefix(),
        "http": {
            "method": request.method,
            "path": path,
            "protocol": request.protocol,
            "sourceIp": request.source_ip.to_string(),
            "userAgent": request.header("user-agent").unwrap_or_default(),
        },
        "requestId": request.request_id.as_str(),
        "routeKey": route_key,
        "stage": request.stage,
        "time": request.log_time(),
        "timeEpoch": request.now.as_millis(),
    })
}
