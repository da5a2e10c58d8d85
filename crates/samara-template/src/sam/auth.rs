//! `Auth` of an HTTP API and of its functions' events: authorizers in the document, and who is
//! asked before each route.
//!
//! A Lambda authorizer's function needs a permission, which SAM makes only where it is asked to
//! (`EnableFunctionDefaultPermissions`).

use serde_json::{Map, Value as Json, json};

use super::api::Route;
use super::{check_names, invalid, json_node, resource};
use crate::error::{Mark, Problem};
use crate::node::{Entry, Node, Value};

const AUTH_KNOWN: [&str; 2] = ["Authorizers", "DefaultAuthorizer"];
const AUTH_REFUSED: [(&str, &str); 1] =
    [("EnableIamAuthorizer", "IAM authorization of an API's routes is not built yet")];

const AUTHORIZER_KNOWN: [&str; 5] = [
    "AuthorizerPayloadFormatVersion",
    "EnableFunctionDefaultPermissions",
    "EnableSimpleResponses",
    "FunctionArn",
    "Identity",
];
const NO_JWT: &str = "JWT authorizers are not built yet";
const AUTHORIZER_REFUSED: [(&str, &str); 4] = [
    ("AuthorizationScopes", NO_JWT),
    ("FunctionInvokeRole", "the function's own policy decides who may call it"),
    ("IdentitySource", NO_JWT),
    ("JwtConfiguration", NO_JWT),
];

/// The parts of `Identity`, with what stands before their names in a document.
const IDENTITY: [(&str, &str); 4] = [
    ("Headers", "$request.header."),
    ("QueryStrings", "$request.querystring."),
    ("StageVariables", "$stageVariables."),
    ("Context", "$context."),
];

/// What SAM writes where a route opts out of the API's default.
const NONE: &str = "NONE";

/// The authorizer that an event asks for.
pub(super) fn of_event(from: &Node, function: &str) -> Result<Option<Node>, Problem> {
    const REFUSED: [(&str, &str); 1] = [("AuthorizationScopes", NO_JWT)];
    let Some(auth) = from.get("Auth") else { return Ok(None) };
    check_names(auth, "Auth of the event HttpApi", function, &["Authorizer"], &REFUSED)?;
    Ok(auth.get("Authorizer").cloned())
}

/// Puts an API's authorizers into its document, and each before its routes. Gives the permissions
/// that were asked for.
pub(super) fn http(
    body: &mut Node,
    auth: Option<&Node>,
    entry: &Entry,
    routes: &[Route],
) -> Result<Vec<Entry>, Problem> {
    if let Some(auth) = auth.filter(|_| body.intrinsic().is_some()) {
        let why = "'Auth' works only with inline Swagger specified in 'DefinitionBody' property.";
        return Err(invalid(&entry.key, auth.mark, why));
    }
    let empty = Node::map(entry.mark);
    let auth = auth.unwrap_or(&empty);
    check_names(auth, "Auth of an HTTP API", &entry.key, &AUTH_KNOWN, &AUTH_REFUSED)?;
    let authorizers = auth.get("Authorizers").unwrap_or(&empty);
    let names: Vec<&str> = authorizers.entries().iter().map(|one| one.key.as_str()).collect();
    let mut permissions = Vec::new();
    let mut schemes = Node::map(entry.mark);
    for authorizer in authorizers.entries() {
        schemes.set(&authorizer.key, scheme(authorizer, &entry.key)?);
        permissions.extend(permission(authorizer, entry));
    }
    if !schemes.entries().is_empty() {
        let mut components = body.remove("components").unwrap_or_else(|| Node::map(body.mark));
        let mut all = components.remove("securitySchemes").unwrap_or_else(|| Node::map(body.mark));
        for scheme in schemes.entries() {
            all.set(&scheme.key, scheme.node.clone());
        }
        components.set("securitySchemes", all);
        body.set("components", components);
    }
    let default = auth.get("DefaultAuthorizer").map(|node| known(node, &names, entry));
    let default = default.transpose()?;
    for route in routes {
        let Some(wanted) = &route.authorizer else { continue };
        let name = match wanted.as_str() {
            Some(NONE) if default.is_some() => NONE,
            Some(NONE) => return Err(not_set(route, wanted.mark, NO_DEFAULT)),
            Some(name) if names.contains(&name) => name,
            _ => {
                let problem = not_set(route, wanted.mark, NOT_DEFINED);
                return Err(problem.did_you_mean(wanted.as_str().unwrap_or_default(), names));
            }
        };
        secure(body, name, |path, method| path == route.path && method == route.method);
    }
    if let Some(name) = default {
        secure(body, name, |_, method| method != "options");
    }
    Ok(permissions)
}

const NO_DEFAULT: &str =
    "'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.";
const NOT_DEFINED: &str = "it wasn't defined in the API's Authorizers.";

fn not_set(route: &Route, mark: Mark, why: &str) -> Problem {
    let why = format!(
        "Unable to set Authorizer on API method [{}] for path [{}] because {why}",
        route.method, route.path
    );
    invalid(&route.function, mark, &why)
}

fn known<'a>(node: &'a Node, names: &[&str], entry: &Entry) -> Result<&'a str, Problem> {
    let name = node.as_str().unwrap_or_default();
    if names.contains(&name) {
        return Ok(name);
    }
    let why = format!(
        "Unable to set DefaultAuthorizer because '{name}' was not defined in 'Authorizers'."
    );
    Err(invalid(&entry.key, node.mark, &why).did_you_mean(name, names.iter().copied()))
}

/// One authorizer as the document has it.
fn scheme(authorizer: &Entry, api: &str) -> Result<Node, Problem> {
    const URI: &str = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/\
                       functions/${__FunctionArn__}/invocations";
    let (name, from) = (&authorizer.key, &authorizer.node);
    let what = format!("the authorizer {name}");
    check_names(from, &what, api, &AUTHORIZER_KNOWN, &AUTHORIZER_REFUSED)?;
    let required = |property: &str| {
        from.get(property).map(Node::to_json).ok_or_else(|| {
            let why = format!("{name} Lambda Authorizer must define '{property}'.");
            invalid(api, authorizer.mark, &why)
        })
    };
    let function = required("FunctionArn")?;
    let mut made = Map::new();
    let mut set = |name: &str, value: Json| made.insert(name.to_owned(), value);
    set("type", json!("request"));
    set("authorizerUri", json!({ "Fn::Sub": [URI, { "__FunctionArn__": function }] }));
    if let Some(identity) = from.get("Identity") {
        let known = IDENTITY.map(|(name, _)| name).into_iter().chain(["ReauthorizeEvery"]);
        let known: Vec<&str> = known.collect();
        check_names(identity, &format!("Identity of {what}"), api, &known, &[])?;
        if let Some(seconds) = identity.get("ReauthorizeEvery") {
            set("authorizerResultTtlInSeconds", seconds.to_json());
        }
        set("identitySource", sources(identity));
    }
    set("authorizerPayloadFormatVersion", required("AuthorizerPayloadFormatVersion")?);
    if let Some(simple) = from.get("EnableSimpleResponses") {
        set("enableSimpleResponses", simple.to_json());
    }
    let scheme = json!({
        "type": "apiKey",
        "name": "Unused",
        "in": "header",
        "x-amazon-apigateway-authorizer": made,
    });
    Ok(json_node(&scheme, authorizer.mark))
}

fn sources(identity: &Node) -> Json {
    let of = |(name, prefix): (&str, &str)| {
        let items = identity.get(name).map(Node::items).unwrap_or_default();
        let source = |item: &Node| json!(format!("{prefix}{}", item.scalar().unwrap_or_default()));
        items.iter().map(source).collect::<Vec<_>>()
    };
    IDENTITY.into_iter().flat_map(of).collect()
}

/// The permission for an API to call an authorizer's function.
fn permission(authorizer: &Entry, api: &Entry) -> Option<Entry> {
    const ARN: &str = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:\
                       ${__ApiId__}/authorizers/*";
    let wanted = authorizer.node.get("EnableFunctionDefaultPermissions")?;
    if wanted.value != Value::Bool(true) {
        return None;
    }
    let properties = json!({
        "Action": "lambda:InvokeFunction",
        "FunctionName": authorizer.node.get("FunctionArn")?.to_json(),
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": { "Fn::Sub": [ARN, { "__ApiId__": { "Ref": api.key } }] },
    });
    let id = format!("{}{}AuthorizerPermission", api.key, authorizer.key);
    let properties = json_node(&properties, authorizer.mark);
    Some(resource(api, &id, "AWS::Lambda::Permission", properties))
}

/// Sets who is asked before the methods that `which` picks, and that say nothing of it yet.
fn secure(body: &mut Node, name: &str, which: impl Fn(&str, &str) -> bool) {
    let Some(paths) = child(body, "paths") else { return };
    let Value::Map(paths) = &mut paths.value else { return };
    for path in paths {
        for item in contents(&mut path.node) {
            let Value::Map(methods) = &mut item.value else { continue };
            for method in methods.iter_mut().filter(|method| which(&path.key, &method.key)) {
                for definition in contents(&mut method.node) {
                    let whole = definition.get("x-amazon-apigateway-integration").is_some();
                    let said =
                        definition.get("security").is_some_and(|one| !one.items().is_empty());
                    if whole && !said {
                        let security = json!([{ name: [] }]);
                        definition.set("security", json_node(&security, definition.mark));
                    }
                }
            }
        }
    }
}

fn child<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
    let Value::Map(entries) = &mut node.value else { return None };
    entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
}

/// What a value is, or may be under a condition.
fn contents(node: &mut Node) -> Vec<&mut Node> {
    if !matches!(node.entries(), [only] if only.key == "Fn::If") {
        return vec![node];
    }
    match child(node, "Fn::If").map(|branches| &mut branches.value) {
        Some(Value::List(items)) => items.iter_mut().skip(1).flat_map(contents).collect(),
        _ => Vec::new(),
    }
}
