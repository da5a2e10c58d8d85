//! A Swagger 2.0 or OpenAPI 3.0 document with API Gateway's extensions, as paths and methods. Pure.
//!
//! What only describes (schemas, examples, tags, servers) is passed over, as AWS does unless a
//! validator asks for it. What would change how requests are served and is not built is refused
//! by its name and place.
//!
//! Source: API Gateway developer guide, "OpenAPI extensions for API Gateway".

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::integration::Given;
use crate::{Error, Integration, IntegrationResponse, Method, MethodResponse};

/// What a document says of an API.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// `info.title`.
    pub name: String,
    /// `info.description`.
    pub description: Option<String>,
    /// `info.version`.
    pub version: Option<String>,
    /// `x-amazon-apigateway-binary-media-types`, where it is said.
    pub binary_media_types: Option<Vec<String>>,
    /// `x-amazon-apigateway-endpoint-configuration.disableExecuteApiEndpoint`, where it is said.
    pub endpoint_disabled: Option<bool>,
    /// Paths with their methods by name, in the document's order.
    pub paths: Vec<(String, Methods)>,
}

/// The methods of a path, by name.
pub type Methods = BTreeMap<String, Method>;

const INTEGRATION: &str = "x-amazon-apigateway-integration";
const BINARY: &str = "x-amazon-apigateway-binary-media-types";
const ENDPOINT: &str = "x-amazon-apigateway-endpoint-configuration";

/// Extensions of a whole document that are read or only describe.
const KNOWN: [&str; 4] = [
    BINARY,
    ENDPOINT,
    "x-amazon-apigateway-documentation",
    "x-amazon-apigateway-importexport-version",
];

/// Reads a document.
///
/// # Errors
/// When it is neither Swagger 2.0 nor OpenAPI 3, or asks for what is not built; the message has
/// the place.
pub fn import(body: &[u8]) -> Result<Imported, Error> {
    let document: Value = serde_json::from_slice(body).map_err(|error| {
        Error::BadRequest(format!(
            "Unable to parse the API definition: {error}. It must be JSON; YAML is not taken."
        ))
    })?;
    Document(&document).import()
}

struct Document<'a>(&'a Value);

impl<'a> Document<'a> {
    fn import(&self) -> Result<Imported, Error> {
        let text = |pointer: &str| self.0.pointer(pointer).and_then(Value::as_str);
        let second = text("/swagger") == Some("2.0");
        let third = text("/openapi").is_some_and(|version| version.starts_with("3."));
        if !second && !third {
            return Err(Error::BadRequest(
                "Invalid OpenAPI input: 'swagger' must be 2.0 or 'openapi' must be version 3"
                    .to_owned(),
            ));
        }
        self.refuse_extensions()?;
        self.refuse_security()?;
        let endpoint = self.0.get(ENDPOINT).and_then(Value::as_object);
        let other = endpoint.into_iter().flatten().find(|(name, _)| {
            !matches!(name.as_str(), "disableExecuteApiEndpoint" | "types" | "ipAddressType")
        });
        if let Some((name, _)) = other {
            return Err(Error::Unsupported(format!("{name} ({ENDPOINT})")));
        }
        let disabled = endpoint.and_then(|map| map.get("disableExecuteApiEndpoint"));
        Ok(Imported {
            name: text("/info/title").unwrap_or("REST API").to_owned(),
            description: text("/info/description").map(str::to_owned),
            version: text("/info/version").map(str::to_owned),
            binary_media_types: self.0.get(BINARY).map(texts),
            endpoint_disabled: disabled.and_then(Value::as_bool),
            paths: self.paths()?,
        })
    }

    fn refuse_extensions(&self) -> Result<(), Error> {
        let unknown = |name: &str| name.starts_with("x-amazon-") && !KNOWN.contains(&name);
        match self.0.as_object().into_iter().flatten().find(|(name, _)| unknown(name)) {
            Some((name, _)) => Err(Error::Unsupported(format!("{name} of a REST API"))),
            None => Ok(()),
        }
    }

    fn refuse_security(&self) -> Result<(), Error> {
        for place in ["/securityDefinitions", "/components/securitySchemes"] {
            let schemes = self.0.pointer(place).and_then(Value::as_object);
            if let Some((name, _)) = schemes.into_iter().flatten().next() {
                let place = place.trim_start_matches('/').replace('/', ".");
                return Err(Error::Unsupported(format!(
                    "authorizers and API keys of a REST API yet ({place}.{name})"
                )));
            }
        }
        refuse_requirements(self.0, "security")
    }

    /// What a reference within the document stands for; anything else is itself.
    fn resolve(&self, value: &'a Value) -> &'a Value {
        let pointer = value.get("$ref").and_then(Value::as_str);
        let pointer = pointer.and_then(|text| text.strip_prefix('#'));
        pointer.and_then(|pointer| self.0.pointer(pointer)).unwrap_or(value)
    }

    fn paths(&self) -> Result<Vec<(String, Methods)>, Error> {
        let paths = self.0.get("paths").and_then(Value::as_object);
        let mut all = Vec::new();
        for (path, item) in paths.into_iter().flatten() {
            if path.starts_with("x-") {
                continue;
            }
            if !path.starts_with('/') {
                return Err(Error::BadRequest(format!(
                    "Invalid path '{path}': it must begin with /"
                )));
            }
            all.push((path.clone(), self.methods(path, item)?));
        }
        Ok(all)
    }

    fn methods(&self, path: &str, item: &'a Value) -> Result<Methods, Error> {
        let mut methods = BTreeMap::new();
        for (name, operation) in item.as_object().into_iter().flatten() {
            let place = format!("paths.{path}.{name}");
            let method = match name.as_str() {
                "x-amazon-apigateway-any-method" => "ANY".to_owned(),
                "head" | "get" | "post" | "put" | "patch" | "delete" | "options" => {
                    name.to_ascii_uppercase()
                }
                "parameters" | "summary" | "description" | "servers" => continue,
                other if other.starts_with("x-") && !other.starts_with("x-amazon-") => continue,
                "$ref" | "trace" => return Err(Error::Unsupported(place)),
                other if other.starts_with("x-") => return Err(Error::Unsupported(place)),
                other => {
                    return Err(Error::BadRequest(format!("{place}: '{other}' is not a method")));
                }
            };
            let shared = item.get("parameters");
            let made = self.method(operation, shared, &place);
            methods.insert(method.clone(), made.map_err(|error| at(error, &method, path, &place))?);
        }
        Ok(methods)
    }

    fn method(
        &self,
        operation: &'a Value,
        shared: Option<&'a Value>,
        place: &str,
    ) -> Result<Method, Error> {
        refuse_requirements(operation, &format!("{place}.security"))?;
        let unknown = |name: &str| name.starts_with("x-amazon-") && name != INTEGRATION;
        let mut names = operation.as_object().into_iter().flatten().map(|(name, _)| name);
        if let Some(name) = names.find(|name| unknown(name)) {
            return Err(Error::Unsupported(name.clone()));
        }
        let mut method = Method {
            operation_name: operation.get("operationId").and_then(Value::as_str).map(str::to_owned),
            request_parameters: [shared, operation.get("parameters")]
                .into_iter()
                .flatten()
                .flat_map(|list| self.parameters(list))
                .collect(),
            responses: self.responses(operation),
            ..Method::default()
        };
        if let Some(value) = operation.get(INTEGRATION) {
            method.integration = Some(integration(self.resolve(value), &method.responses)?);
        }
        Ok(method)
    }

    fn parameters(&self, list: &'a Value) -> Vec<(String, bool)> {
        let one = |value: &'a Value| {
            let value = self.resolve(value);
            let place = match value.get("in")?.as_str()? {
                "query" => "querystring",
                place @ ("path" | "header") => place,
                _ => return None,
            };
            let name = value.get("name")?.as_str()?;
            let required = value.get("required").and_then(Value::as_bool) == Some(true);
            Some((format!("method.request.{place}.{name}"), required))
        };
        list.as_array().into_iter().flatten().filter_map(one).collect()
    }

    fn responses(&self, operation: &'a Value) -> BTreeMap<String, MethodResponse> {
        let responses = operation.get("responses").and_then(Value::as_object);
        let one = |(status, value): (&String, &'a Value)| {
            let headers = self.resolve(value).get("headers").and_then(Value::as_object);
            let header = |name: &String| (format!("method.response.header.{name}"), false);
            let parameters = headers.into_iter().flatten().map(|(name, _)| header(name)).collect();
            let response = MethodResponse { parameters, ..MethodResponse::default() };
            status.parse::<u16>().is_ok().then(|| (status.clone(), response))
        };
        responses.into_iter().flatten().filter_map(one).collect()
    }
}

/// Says where in a document an error is.
fn at(error: Error, method: &str, path: &str, place: &str) -> Error {
    match error {
        Error::BadRequest(message) => Error::BadRequest(format!(
            "Errors found during import:\n\tUnable to put integration on '{method}' for resource \
             at path '{path}': {message}"
        )),
        Error::Unsupported(what) => Error::Unsupported(format!("{what} ({place})")),
        other => other,
    }
}

fn refuse_requirements(value: &Value, place: &str) -> Result<(), Error> {
    let requirements = value.get("security").and_then(Value::as_array);
    let asks = |item: &Value| item.as_object().is_some_and(|item| !item.is_empty());
    if requirements.into_iter().flatten().any(asks) {
        return Err(Error::Unsupported(format!(
            "authorizers and API keys of a REST API yet ({place})"
        )));
    }
    Ok(())
}

/// What an integration may say; anything else is refused by its name.
const INTEGRATION_KNOWN: [&str; 9] = [
    "type",
    "uri",
    "httpMethod",
    "timeoutInMillis",
    "connectionType",
    "passthroughBehavior",
    "contentHandling",
    "requestTemplates",
    "responses",
];

fn integration(
    value: &Value,
    declared: &BTreeMap<String, MethodResponse>,
) -> Result<Integration, Error> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let empty = |value: &Value| value.as_object().is_some_and(Map::is_empty);
    let unknown = value
        .as_object()
        .into_iter()
        .flatten()
        .find(|(name, value)| !INTEGRATION_KNOWN.contains(&name.as_str()) && !empty(value));
    if let Some((name, _)) = unknown {
        return Err(Error::Unsupported(format!("{name} of an integration")));
    }
    if let Some(other) = text("connectionType").filter(|kind| *kind != "INTERNET") {
        return Err(Error::Unsupported(format!("the connectionType '{other}'")));
    }
    let mut integration = Integration::new(Given {
        kind: text("type").unwrap_or_default(),
        http_method: text("httpMethod"),
        uri: text("uri"),
        timeout_ms: value.get("timeoutInMillis").and_then(Value::as_i64),
        passthrough: text("passthroughBehavior"),
        content_handling: text("contentHandling"),
        request_templates: text_map(value.get("requestTemplates")),
    })?;
    // What a proxy's document says of answers has no effect.
    if integration.kind() == "MOCK" {
        let responses = value.get("responses").and_then(Value::as_object);
        for (selection, response) in responses.into_iter().flatten() {
            let (status, response) = integration_response(selection, response, declared)?;
            integration.responses.insert(status, response);
        }
    }
    Ok(integration)
}

fn integration_response(
    selection: &str,
    value: &Value,
    declared: &BTreeMap<String, MethodResponse>,
) -> Result<(String, IntegrationResponse), Error> {
    let status = match value.get("statusCode") {
        Some(Value::String(status)) => status.clone(),
        Some(Value::Number(status)) => status.to_string(),
        _ => "200".to_owned(),
    };
    if value.get("contentHandling").is_some() {
        return Err(Error::Unsupported("contentHandling of an integration response".to_owned()));
    }
    let found = declared.get(&status).ok_or_else(|| {
        Error::BadRequest(format!("Invalid Response status code specified: {status}"))
    })?;
    let response = IntegrationResponse::new(
        Some(selection).filter(|selection| *selection != "default"),
        text_map(value.get("responseParameters")),
        text_map(value.get("responseTemplates")),
        &found.parameters,
    )?;
    Ok((status, response))
}

fn texts(list: &Value) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A map of texts; what is no text stands as it is written, so that a check refuses it.
fn text_map(map: Option<&Value>) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let entries = map.and_then(Value::as_object).into_iter().flatten();
    entries.map(|(name, value)| (name.clone(), text(value))).collect()
}
