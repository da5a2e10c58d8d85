//! The OpenAPI documents of APIs: routes to functions, and what lets browsers call them.

use serde_json::{Map, Value as Json, json};

use super::api::{Kind, Route};
use super::globals::merge;
use super::{invalid, json_node};
use crate::error::{Mark, Problem};
use crate::node::{Node, Value};

const INTEGRATION: &str = "x-amazon-apigateway-integration";
const ANY: &str = "x-amazon-apigateway-any-method";

/// A document without a path.
pub(super) fn skeleton(kind: Kind, mark: Mark) -> Node {
    let version = match kind {
        Kind::Rest => ("swagger", "2.0"),
        Kind::Http => ("openapi", "3.0.1"),
    };
    let json = json!({
        "info": { "version": "1.0", "title": { "Ref": "AWS::StackName" } },
        "paths": {},
        version.0: version.1,
    });
    json_node(&json, mark)
}

/// Adds the routes that a document does not have yet. `any_of` gives the condition for a path
/// (its name as part of a condition's) all of whose methods are under some.
pub(super) fn add_routes(
    body: &mut Node,
    kind: Kind,
    routes: &[Route],
    mut any_of: impl FnMut(&str, Vec<String>) -> Option<String>,
) {
    let mut paths = body.remove("paths").unwrap_or_else(|| Node::map(body.mark));
    let mut added: Vec<(&str, Vec<&Route>)> = Vec::new();
    for route in routes {
        match added.iter_mut().find(|(path, _)| *path == route.path) {
            Some((_, all)) => all.push(route),
            None => added.push((&route.path, vec![route])),
        }
    }
    for (path, routes) in added {
        let own = paths.remove(path).filter(Node::is_map);
        let fresh = own.is_none();
        let mut methods = own.unwrap_or_else(|| Node::map(body.mark));
        for route in &routes {
            let complete = methods.get(&route.method).is_some_and(|method| {
                method.get(INTEGRATION).is_some() || method.intrinsic().is_some()
            });
            if !complete {
                let made = conditional(route.condition.as_ref(), method(kind, route));
                let made = json_node(&made, route.mark);
                let own = methods.remove(&route.method).filter(Node::is_map);
                let made = match own {
                    Some(own) => merge(&made, &own),
                    None => made,
                };
                methods.set(&route.method, made);
            }
        }
        // A path all of whose methods are under conditions is under any of them.
        let conditions: Option<Vec<String>> =
            routes.iter().map(|route| route.condition.clone()).collect();
        let any = conditions.filter(|_| fresh).and_then(|all| any_of(&condition_name(path), all));
        if let Some(condition) = any {
            let whole = conditional(Some(&condition), methods.to_json());
            methods = json_node(&whole, methods.mark);
        }
        paths.set(path, methods);
    }
    body.set("paths", paths);
}

/// A path as a part of a condition's name.
fn condition_name(path: &str) -> String {
    let named = path.replace('/', "SLASH").replace('{', "OB").replace('}', "CB");
    named.chars().filter(char::is_ascii_alphanumeric).collect()
}

fn conditional(condition: Option<&String>, value: Json) -> Json {
    match condition {
        Some(condition) => json!({ "Fn::If": [condition, value, { "Ref": "AWS::NoValue" }] }),
        None => value,
    }
}

/// One method that leads to a function.
fn method(kind: Kind, route: &Route) -> Json {
    let partition = match kind {
        Kind::Rest => "aws",
        Kind::Http => "${AWS::Partition}",
    };
    let uri = format!(
        "arn:{partition}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/\
         {}/invocations",
        route.target
    );
    let uri = conditional(route.condition.as_ref(), json!({ "Fn::Sub": uri }));
    let mut integration = Map::new();
    integration.insert("httpMethod".to_owned(), json!("POST"));
    integration.insert("type".to_owned(), json!("aws_proxy"));
    integration.insert("uri".to_owned(), uri);
    if kind == Kind::Http {
        let version = route.payload.clone().unwrap_or_else(|| json!("2.0"));
        integration.insert("payloadFormatVersion".to_owned(), version);
    }
    if let Some(timeout) = &route.timeout {
        integration.insert("timeoutInMillis".to_owned(), timeout.clone());
    }
    let mut method = Map::new();
    method.insert(INTEGRATION.to_owned(), integration.into());
    if route.path == "$default" {
        method.insert("isDefaultRoute".to_owned(), json!(true));
    }
    method.insert("responses".to_owned(), json!({}));
    let names = path_parameters(&route.path);
    if kind == Kind::Http && !names.is_empty() {
        let one = |name: &&str| json!({ "required": true, "name": name, "in": "path" });
        method.insert("parameters".to_owned(), names.iter().map(one).collect());
    }
    Json::Object(method)
}

fn path_parameters(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

/// Puts an API's name and description into its document.
pub(super) fn title(body: &mut Node, name: Option<&Node>, description: Option<&Node>) {
    let mut info = body.remove("info").unwrap_or_else(|| Node::map(body.mark));
    if let Some(name) = name {
        info.set("title", name.clone());
    }
    if let Some(description) = description {
        info.set("description", description.clone());
    }
    body.set("info", info);
}

/// Puts an HTTP API's tags into its document.
pub(super) fn tags(body: &mut Node, tags: &Node) {
    let mut all: Vec<Node> = body.get("tags").map(Node::items).unwrap_or_default().to_vec();
    for entry in tags.entries() {
        let mut tag = Node::map(entry.mark);
        tag.set("name", Node::text(entry.key.as_str(), entry.mark));
        tag.set("x-amazon-apigateway-tag-value", entry.node.clone());
        all.push(tag);
    }
    body.set("tags", Node { mark: tags.mark, value: Value::List(all) });
}

/// Cross-origin requests of an HTTP API: the gateway answers them itself.
pub(super) fn http_cors(body: &mut Node, cors: &Node, id: &str) -> Result<(), Problem> {
    const NAMES: [(&str, &str); 6] = [
        ("AllowOrigins", "allowOrigins"),
        ("AllowHeaders", "allowHeaders"),
        ("AllowMethods", "allowMethods"),
        ("ExposeHeaders", "exposeHeaders"),
        ("MaxAge", "maxAge"),
        ("AllowCredentials", "allowCredentials"),
    ];
    let mut made = Node::map(cors.mark);
    match &cors.value {
        Value::Bool(false) => return Ok(()),
        Value::Bool(true) => {
            made.set("allowOrigins", json_node(&json!(["*"]), cors.mark));
        }
        Value::Map(entries) if cors.intrinsic().is_none() => {
            for entry in entries {
                let Some((_, name)) = NAMES.iter().find(|(name, _)| *name == entry.key) else {
                    let why = format!("Invalid key '{}' for 'Cors' property.", entry.key);
                    let problem = invalid(id, entry.mark, &why);
                    return Err(problem.did_you_mean(&entry.key, NAMES.map(|(name, _)| name)));
                };
                made.set(name, entry.node.clone());
            }
        }
        _ => return Err(invalid(id, cors.mark, "Invalid value for 'Cors' property.")),
    }
    body.set("x-amazon-apigateway-cors", made);
    Ok(())
}

/// What a REST API answers to a browser's question, each value in the quotes that API Gateway's
/// static values have.
struct RestCors {
    headers: Option<Json>,
    methods: Option<Json>,
    origin: Json,
    max_age: Option<Json>,
    credentials: bool,
}

/// Cross-origin requests of a REST API: an `OPTIONS` method for every path that has none.
pub(super) fn rest_cors(body: &mut Node, cors: &Node, id: &str) -> Result<(), Problem> {
    let cors = read_rest_cors(cors, id)?;
    let three = body.get("openapi").is_some();
    let Some(mut paths) = body.remove("paths") else { return Ok(()) };
    if let Value::Map(entries) = &mut paths.value {
        for entry in entries {
            let path = match &mut entry.node.value {
                Value::Map(only) if matches!(only.as_slice(), [one] if one.key == "Fn::If") => {
                    only.first_mut().and_then(|one| match &mut one.node.value {
                        Value::List(items) => items.get_mut(1),
                        _ => None,
                    })
                }
                _ => Some(&mut entry.node),
            };
            let Some(path) = path else { continue };
            if path.get("options").is_none() {
                let methods = cors.methods.clone().unwrap_or_else(|| allowed(path));
                let options = options(&cors, &methods, three);
                path.set("options", json_node(&options, path.mark));
            }
        }
    }
    body.set("paths", paths);
    Ok(())
}

fn read_rest_cors(cors: &Node, id: &str) -> Result<RestCors, Problem> {
    const NAMES: [&str; 5] =
        ["AllowCredentials", "AllowHeaders", "AllowMethods", "AllowOrigin", "MaxAge"];
    let plain = |origin: Json| RestCors {
        headers: None,
        methods: None,
        origin,
        max_age: None,
        credentials: false,
    };
    if cors.as_str().is_some() || cors.intrinsic().is_some() {
        return Ok(plain(cors.to_json()));
    }
    if !cors.is_map() {
        return Err(invalid(id, cors.mark, "Invalid value for 'Cors' property."));
    }
    for entry in cors.entries() {
        if !NAMES.contains(&entry.key.as_str()) {
            let problem = invalid(id, entry.mark, "Invalid value for 'Cors' property.");
            return Err(problem.did_you_mean(&entry.key, NAMES));
        }
    }
    let get = |name: &str| cors.get(name).map(Node::to_json);
    let made = RestCors {
        headers: get("AllowHeaders"),
        methods: get("AllowMethods"),
        max_age: get("MaxAge"),
        credentials: get("AllowCredentials") == Some(json!(true)),
        ..plain(get("AllowOrigin").unwrap_or_else(|| json!("'*'")))
    };
    if made.credentials && made.origin == json!("'*'") {
        let why = "Unable to add Cors configuration because 'AllowCredentials' can not be true \
                   when 'AllowOrigin' is \"'*'\" or not set";
        return Err(invalid(id, cors.mark, why));
    }
    Ok(made)
}

/// The methods of a path, as the header lists them.
fn allowed(path: &Node) -> Json {
    let mut methods: Vec<String> = path
        .entries()
        .iter()
        .map(|entry| entry.key.to_uppercase())
        .filter(|name| !name.starts_with("X-") || *name == ANY.to_uppercase())
        .collect();
    if methods.contains(&ANY.to_uppercase()) {
        let all = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
        methods = all.map(str::to_owned).to_vec();
    }
    methods.push("OPTIONS".to_owned());
    methods.sort();
    methods.dedup();
    json!(format!("'{}'", methods.join(",")))
}

/// The `OPTIONS` method: a mock integration that answers with headers.
fn options(cors: &RestCors, methods: &Json, three: bool) -> Json {
    let mut values = Map::new();
    let mut headers = Map::new();
    let mut header = |name: &str, kind: &str, value: Option<&Json>| {
        let Some(value) = value else { return };
        let full = format!("Access-Control-{name}");
        values.insert(format!("method.response.header.{full}"), value.clone());
        let kind = json!({ "type": kind });
        headers.insert(full, if three { json!({ "schema": kind }) } else { kind });
    };
    header("Allow-Headers", "string", cors.headers.as_ref());
    header("Allow-Origin", "string", Some(&cors.origin));
    header("Max-Age", "integer", cors.max_age.as_ref());
    header("Allow-Methods", "string", Some(methods));
    let credentials = json!("'true'");
    header("Allow-Credentials", "string", cors.credentials.then_some(&credentials));
    let mut options = json!({
        INTEGRATION: {
            "type": "mock",
            "requestTemplates": { "application/json": "{\n  \"statusCode\" : 200\n}\n" },
            "responses": {
                "default": {
                    "statusCode": "200",
                    "responseTemplates": { "application/json": "{}\n" },
                    "responseParameters": values,
                },
            },
        },
        "summary": "CORS support",
        "responses": {
            "200": { "description": "Default response for CORS method", "headers": headers },
        },
    });
    if let (false, Json::Object(map)) = (three, &mut options) {
        map.insert("consumes".to_owned(), json!(["application/json"]));
        map.insert("produces".to_owned(), json!(["application/json"]));
    }
    options
}
