//! An OpenAPI 3.0 document with API Gateway's extensions, as routes and integrations. Pure.
//!
//! Source: API Gateway developer guide, "Working with OpenAPI definitions for HTTP APIs".

use std::collections::BTreeMap;

use serde_json::Value;

use crate::authorizer::Given;
use crate::ops::authorizers::AUTHORIZERS_MAX;
use crate::{Authorization, Authorizer, Cors, Error, Integration, PayloadFormat, Route, RouteKey};

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
    /// Authorizers, in the document's order.
    pub authorizers: Vec<Authorizer>,
    /// Routes, in the document's order.
    pub routes: Vec<ImportedRoute>,
}

/// A route of a document, with what it leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedRoute {
    /// The route, without integration and authorizer.
    pub route: Route,
    /// What it calls.
    pub integration: Option<Integration>,
    /// The name of the authorizer that decides about it.
    pub authorizer: Option<String>,
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
    let authorizers = authorizers(&document)?;
    let text = |pointer: &str| part(pointer).and_then(Value::as_str).map(str::to_owned);
    Ok(Imported {
        name: text("/info/title").unwrap_or_else(|| "HTTP API".to_owned()),
        description: text("/info/description"),
        version: text("/info/version"),
        cors: part("/x-amazon-apigateway-cors").map(cors),
        tags: tags(part("/tags")),
        routes: routes(&document, &authorizers)?,
        authorizers,
    })
}

/// What an authorizer may say; anything else is refused by its name.
const AUTHORIZER_KNOWN: [&str; 6] = [
    "type",
    "authorizerUri",
    "authorizerPayloadFormatVersion",
    "authorizerResultTtlInSeconds",
    "enableSimpleResponses",
    "identitySource",
];

fn authorizers(document: &Value) -> Result<Vec<Authorizer>, Error> {
    const EXTENSION: &str = "x-amazon-apigateway-authorizer";
    let schemes = document.pointer("/components/securitySchemes").and_then(Value::as_object);
    let mut found = Vec::new();
    for (name, scheme) in schemes.into_iter().flatten() {
        let place = format!("components.securitySchemes.{name}");
        let Some(value) = scheme.get(EXTENSION) else {
            return Err(Error::Unsupported(format!(
                "a security scheme without {EXTENSION} ({place})"
            )));
        };
        refuse_unknown(value, &AUTHORIZER_KNOWN, &format!("{place}.{EXTENSION}"))?;
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let format = version(value.get("authorizerPayloadFormatVersion"));
        found.push(Authorizer::new(&Given {
            name,
            kind: text("type").unwrap_or_default(),
            identity: identity(value.get("identitySource")),
            uri: text("authorizerUri"),
            format: format.as_deref(),
            simple: value.get("enableSimpleResponses").and_then(Value::as_bool),
            ttl_seconds: value.get("authorizerResultTtlInSeconds").and_then(Value::as_i64),
        })?);
    }
    if AUTHORIZERS_MAX < found.len() {
        return Err(Error::BadRequest(format!("An API may have {AUTHORIZERS_MAX} authorizers")));
    }
    Ok(found)
}

/// A list of expressions, or one text with commas between them.
fn identity(value: Option<&Value>) -> Vec<String> {
    let items: Vec<&str> = match value {
        Some(Value::String(text)) => text.split(',').collect(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    items.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// A version, which YAML makes a number of where it has no quotes.
fn version(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Number(number) => Some(format!("{:.1}", number.as_f64()?)),
        value => value.as_str().map(str::to_owned),
    }
}

fn refuse_unknown(value: &Value, known: &[&str], place: &str) -> Result<(), Error> {
    let mut names = value.as_object().into_iter().flatten().map(|(name, _)| name);
    match names.find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(Error::Unsupported(format!("{name} ({place})"))),
        None => Ok(()),
    }
}

/// The authorizer that a route's `security` names, or the document's for all routes.
fn authorizer_of(
    document: &Value,
    operation: &Value,
    (known, place): (&[Authorizer], &str),
) -> Result<Option<String>, Error> {
    let security = operation.get("security").or_else(|| document.get("security"));
    let requirements = security.and_then(Value::as_array).into_iter().flatten();
    let named = |name: &str| known.iter().any(|authorizer| authorizer.name == name);
    // SAM writes NONE where a route opts out of the API's default.
    let mut asked = requirements
        .filter_map(Value::as_object)
        .flatten()
        .filter(|(name, _)| *name != "NONE" || named(name));
    let Some((name, scopes)) = asked.next() else { return Ok(None) };
    let place = format!("{place}.security");
    if asked.next().is_some() {
        return Err(Error::Unsupported(format!("more than one authorizer of a route ({place})")));
    }
    if scopes.as_array().is_some_and(|scopes| !scopes.is_empty()) {
        return Err(Error::Unsupported(format!("scopes of a Lambda authorizer ({place})")));
    }
    if !named(name) {
        let message = format!("There is no security scheme '{name}' ({place})");
        return Err(Error::BadRequest(message));
    }
    Ok(Some(name.clone()))
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

fn routes(document: &Value, authorizers: &[Authorizer]) -> Result<Vec<ImportedRoute>, Error> {
    let mut routes = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, methods) in paths.into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            if matches!(method.as_str(), "parameters" | "summary" | "description") {
                continue;
            }
            let place = format!("paths.{path}.{method}");
            let authorizer = authorizer_of(document, operation, (authorizers, &place))?;
            let (route, integration) = route((path, method), operation, &place)?;
            routes.push(ImportedRoute { route, integration, authorizer });
        }
    }
    Ok(routes)
}

fn route(
    (path, method): (&str, &str),
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
    let integration = operation
        .get("x-amazon-apigateway-integration")
        .map(|value| integration(value, &format!("{place}.x-amazon-apigateway-integration")))
        .transpose()?;
    let operation_name = operation.get("operationId").and_then(Value::as_str).map(str::to_owned);
    let (key, authorization) = (RouteKey::parse(&key)?, Authorization::None);
    Ok((Route { key, integration: None, operation_name, authorization }, integration))
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
    refuse_unknown(value, &KNOWN, place)?;
    let kind = text("type").unwrap_or_default();
    if !kind.eq_ignore_ascii_case("aws_proxy") {
        return Err(Error::Unsupported(format!("the integration type '{kind}' ({place}.type)")));
    }
    Integration::new(
        text("uri").unwrap_or_default(),
        version(value.get("payloadFormatVersion")).as_deref(),
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
        // AWS requires it for Lambda; documents without it mean 1.0.
        let payload_format = PayloadFormat::parse(format)?.unwrap_or(PayloadFormat::V1);
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
pub(crate) fn function_arn(uri: &str) -> Option<&str> {
    let arn = match uri.split_once("/functions/") {
        Some((_, rest)) => rest.strip_suffix("/invocations")?,
        None => uri,
    };
    (arn.starts_with("arn:") && arn.contains(":lambda:") && arn.contains(":function:"))
        .then_some(arn)
}
