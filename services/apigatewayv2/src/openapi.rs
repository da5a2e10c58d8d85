//! An OpenAPI 3.0 document with API Gateway's extensions, as routes and integrations. Pure.
//!
//! Source: API Gateway developer guide, "Working with OpenAPI definitions for HTTP APIs".

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Cors, Error, Integration, PayloadFormat, Route, RouteKey};

/// What a document says of an API.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// `info.title`.
    pub name: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `info.version`.
    pub version: Option<String>,
    /// `x-amazon-apigateway-cors`.
    pub cors: Option<Cors>,
    /// Tags, from `tags` with `x-amazon-apigateway-tag-value`.
    pub tags: BTreeMap<String, String>,
    /// Routes with what they call, in the document's order.
    pub routes: Vec<(Route, Option<Integration>)>,
}

/// Reads a document.
///
/// # Errors
/// When it is not OpenAPI 3, or asks for what is not built; the message has the place.
pub fn import(body: &str) -> Result<Imported, Error> {
    let document: Value = serde_json::from_str(body).map_err(|error| {
        Error::BadRequest(format!("Unable to parse the API definition: {error}"))
    })?;
    let part = |pointer: &str| document.pointer(pointer);
    if !part("/openapi").and_then(Value::as_str).is_some_and(|text| text.starts_with('3')) {
        return Err(Error::BadRequest(
            "Invalid OpenAPI input: 'openapi' must be version 3".to_owned(),
        ));
    }
    refuse_security(&document)?;
    let text = |pointer: &str| part(pointer).and_then(Value::as_str).map(str::to_owned);
    Ok(Imported {
        name: text("/info/title").unwrap_or_else(|| "HTTP API".to_owned()),
        description: text("/info/description"),
        version: text("/info/version"),
        cors: part("/x-amazon-apigateway-cors").map(cors),
        tags: tags(part("/tags")),
        routes: routes(part("/paths"))?,
    })
}

fn refuse_security(document: &Value) -> Result<(), Error> {
    let schemes = document.pointer("/components/securitySchemes").and_then(Value::as_object);
    match schemes.and_then(|schemes| schemes.keys().next()) {
        Some(name) => Err(Error::Unsupported(format!(
            "authorizers of an HTTP API yet (components.securitySchemes.{name})"
        ))),
        None => Ok(()),
    }
}

fn tags(tags: Option<&Value>) -> BTreeMap<String, String> {
    let tag = |tag: &Value| {
        let value = tag.get("x-amazon-apigateway-tag-value")?.as_str()?;
        Some((tag.get("name")?.as_str()?.to_owned(), value.to_owned()))
    };
    tags.and_then(Value::as_array).into_iter().flatten().filter_map(tag).collect()
}

fn cors(value: &Value) -> Cors {
    let list = |name: &str| {
        let items = value.get(name).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    Cors {
        allow_credentials: value.get("allowCredentials").and_then(Value::as_bool) == Some(true),
        allow_headers: list("allowHeaders"),
        allow_methods: list("allowMethods"),
        allow_origins: list("allowOrigins"),
        expose_headers: list("exposeHeaders"),
        max_age: value.get("maxAge").and_then(Value::as_i64),
    }
}

fn routes(paths: Option<&Value>) -> Result<Vec<(Route, Option<Integration>)>, Error> {
    let mut routes = Vec::new();
    for (path, methods) in paths.and_then(Value::as_object).into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if matches!(method.as_str(), "parameters" | "summary" | "description") {
                continue;
            }
            let place = format!("paths.{path}.{method}");
            routes.push(route(path, method, operation, &place)?);
        }
    }
    Ok(routes)
}

fn route(
    path: &str,
    method: &str,
    operation: &Value,
    place: &str,
) -> Result<(Route, Option<Integration>), Error> {
    let method = match method {
        "x-amazon-apigateway-any-method" => "ANY".to_owned(),
        "head" | "get" | "post" | "put" | "patch" | "delete" | "options" => {
            method.to_ascii_uppercase()
        }
        _ => return Err(Error::BadRequest(format!("{place}: '{method}' is not a method"))),
    };
    let default = path == "/$default" || path == "$default";
    let key = if default { "$default".to_owned() } else { format!("{method} {path}") };
    if let Some(security) = operation.get("security").and_then(Value::as_array)
        && security.iter().any(|item| item.as_object().is_some_and(|item| !item.is_empty()))
    {
        return Err(Error::Unsupported(format!(
            "authorizers of an HTTP API yet ({place}.security)"
        )));
    }
    let integration = operation
        .get("x-amazon-apigateway-integration")
        .map(|value| integration(value, &format!("{place}.x-amazon-apigateway-integration")))
        .transpose()?;
    let operation_name = operation.get("operationId").and_then(Value::as_str).map(str::to_owned);
    let route = Route { key: RouteKey::parse(&key)?, integration: None, operation_name };
    Ok((route, integration))
}

/// What an integration may say; anything else is refused by its name.
const KNOWN: [&str; 7] = [
    "type",
    "uri",
    "httpMethod",
    "payloadFormatVersion",
    "timeoutInMillis",
    "description",
    "connectionType",
];

fn integration(value: &Value, place: &str) -> Result<Integration, Error> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let unknown =
        value.as_object().into_iter().flatten().find(|(name, _)| !KNOWN.contains(&name.as_str()));
    if let Some((name, _)) = unknown {
        return Err(Error::Unsupported(format!("{name} ({place})")));
    }
    let kind = text("type").unwrap_or_default();
    if !kind.eq_ignore_ascii_case("aws_proxy") {
        return Err(Error::Unsupported(format!("the integration type '{kind}' ({place}.type)")));
    }
    Integration::new(
        text("uri").unwrap_or_default(),
        text("payloadFormatVersion"),
        value.get("timeoutInMillis").and_then(Value::as_i64),
    )
}

impl Integration {
    /// A Lambda proxy integration.
    ///
    /// # Errors
    /// When the URI names no function, or version or timeout are out of range.
    pub fn new(uri: &str, format: Option<&str>, timeout_ms: Option<i64>) -> Result<Self, Error> {
        let bad = |message: String| Err(Error::BadRequest(message));
        let Some(function_arn) = function_arn(uri) else {
            return bad(format!("Invalid integration URI '{uri}': it must name a Lambda function"));
        };
        let payload_format = match format {
            // AWS requires it for Lambda; documents without it mean 1.0.
            None | Some("1.0") => PayloadFormat::V1,
            Some("2.0") => PayloadFormat::V2,
            Some(other) => return bad(format!("Invalid payloadFormatVersion '{other}'")),
        };
        let timeout_ms = timeout_ms.unwrap_or(30_000);
        match u64::try_from(timeout_ms) {
            Ok(timeout_ms @ 50..=30_000) => Ok(Self {
                uri: uri.to_owned(),
                function_arn: function_arn.to_owned(),
                payload_format,
                timeout_ms,
                description: None,
            }),
            _ => bad("Timeout should be between 50 ms and 30000 ms".to_owned()),
        }
    }
}

/// The function's ARN in an integration's URI, either bare or in API Gateway's own form.
fn function_arn(uri: &str) -> Option<&str> {
    let arn = match uri.split_once("/functions/") {
        Some((_, rest)) => rest.strip_suffix("/invocations")?,
        None => uri,
    };
    (arn.starts_with("arn:") && arn.contains(":lambda:") && arn.contains(":function:"))
        .then_some(arn)
}
