//! `AWS::Serverless::Api` and `AWS::Serverless::HttpApi`, explicit or implied by events.
//!
//! An API is an OpenAPI document with the routes that functions' events add, a stage, and, for a
//! REST API, a deployment whose id changes with the document.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{
    Expansion, auth, check_properties, full_hash, invalid, json_node, openapi, pass, resource,
    short_hash, tag_list,
};
use crate::error::{Mark, Problem};
use crate::node::{Entry, Node, Value};

/// The two kinds of API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `AWS::Serverless::Api`.
    Rest,
    /// `AWS::Serverless::HttpApi`.
    Http,
}

impl Kind {
    fn implicit_id(self) -> &'static str {
        match self {
            Self::Rest => "ServerlessRestApi",
            Self::Http => "ServerlessHttpApi",
        }
    }

    fn section(self) -> &'static str {
        match self {
            Self::Rest => "Api",
            Self::Http => "HttpApi",
        }
    }
}

/// A path and method that lead to a function.
#[derive(Debug, Clone)]
pub(super) struct Route {
    pub(super) path: String,
    pub(super) method: String,
    /// The function's logical id.
    pub(super) function: String,
    /// The variable of `Fn::Sub` that gives the ARN to invoke.
    pub(super) target: String,
    /// The function's condition.
    pub(super) condition: Option<String>,
    /// Whether the function is retained when it leaves the template, and when it is replaced.
    pub(super) retained: [bool; 2],
    pub(super) timeout: Option<Json>,
    pub(super) payload: Option<Json>,
    /// The name of the authorizer that is asked first.
    pub(super) authorizer: Option<Node>,
    pub(super) mark: Mark,
}

struct Api {
    kind: Kind,
    entry: Entry,
    from: Node,
    routes: Vec<Route>,
    implicit: bool,
}

/// The APIs of a template.
#[derive(Default)]
pub(super) struct Apis {
    all: BTreeMap<String, Api>,
    /// What `Globals` says of both kinds, for implicit APIs.
    globals: Option<Node>,
}

const REST_KNOWN: [&str; 15] = [
    "BinaryMediaTypes",
    "Cors",
    "DefinitionBody",
    "Description",
    "DisableExecuteApiEndpoint",
    "EndpointConfiguration",
    "FailOnWarnings",
    "Mode",
    "Name",
    "OpenApiVersion",
    "StageName",
    "Tags",
    "TracingEnabled",
    "Variables",
    "MethodSettings",
];

const NO_AUTH: &str = "authorizers are not built yet";
const NO_DOMAINS: &str = "custom domains are not built";
const INLINE: &str = "the definition must stand in the template (DefinitionBody)";

const REST_REFUSED: [(&str, &str); 20] = [
    ("AccessLogSetting", "a stage writes no access log"),
    ("AlwaysDeploy", "a deployment is made when the definition changes"),
    ("ApiKeySourceType", "there are no API keys here"),
    ("Auth", NO_AUTH),
    ("CacheClusterEnabled", "responses are not cached"),
    ("CacheClusterSize", "responses are not cached"),
    ("CanarySetting", "a stage has one deployment"),
    ("DefinitionUri", INLINE),
    ("Domain", NO_DOMAINS),
    ("EndpointAccessMode", NO_DOMAINS),
    ("GatewayResponses", "errors have AWS's default responses"),
    ("MergeDefinitions", INLINE),
    ("MinimumCompressionSize", "responses are not compressed"),
    ("Models", "requests are not validated against models"),
    ("Policy", "an API has no policy of its own here"),
    ("PropagateTags", "tags stay where they are written"),
    ("SecurityPolicy", NO_DOMAINS),
    ("UsagePlan", "there are no API keys here"),
    ("CacheTtlInSeconds", "responses are not cached"),
    ("DocumentationVersion", "there are no documentation parts here"),
];

const HTTP_KNOWN: [&str; 10] = [
    "Auth",
    "CorsConfiguration",
    "DefinitionBody",
    "Description",
    "DisableExecuteApiEndpoint",
    "FailOnWarnings",
    "Name",
    "StageName",
    "StageVariables",
    "Tags",
];

const HTTP_REFUSED: [(&str, &str); 6] = [
    ("AccessLogSettings", "a stage writes no access log"),
    ("DefaultRouteSettings", "routes have no throttling or logging of their own"),
    ("DefinitionUri", INLINE),
    ("Domain", NO_DOMAINS),
    ("PropagateTags", "tags stay where they are written"),
    ("RouteSettings", "routes have no throttling or logging of their own"),
];

impl Apis {
    /// Keeps what `Globals` says, for APIs that events imply.
    pub(super) fn with_globals(globals: Option<&Node>) -> Self {
        Self { all: BTreeMap::new(), globals: globals.cloned() }
    }

    /// Notes an API that the template declares.
    pub(super) fn explicit(&mut self, kind: Kind, entry: &Entry) -> Result<(), Problem> {
        match kind {
            Kind::Rest => check_properties(entry, &REST_KNOWN, &REST_REFUSED)?,
            Kind::Http => check_properties(entry, &HTTP_KNOWN, &HTTP_REFUSED)?,
        }
        let from = super::properties(entry);
        let stage = from.get("StageName");
        if kind == Kind::Rest && stage.is_none() {
            let why = "Missing required property 'StageName'.";
            return Err(invalid(&entry.key, entry.mark, why));
        }
        if let Some(stage) = stage.filter(|stage| stage.as_str() == Some("")) {
            return Err(invalid(&entry.key, stage.mark, "StageName cannot be empty."));
        }
        check_definition(entry, &from)?;
        let entry = entry.clone();
        let api = Api { kind, from, routes: Vec::new(), implicit: false, entry };
        self.all.insert(api.entry.key.clone(), api);
        Ok(())
    }

    /// The API that an event is for: the one it names, or the implicit one.
    pub(super) fn of(
        &mut self,
        kind: Kind,
        function: &str,
        event: &Entry,
        from: &Node,
    ) -> Result<String, Problem> {
        let property = if kind == Kind::Rest { "RestApiId" } else { "ApiId" };
        let Some(node) = from.get(property) else { return self.implicit(kind, event) };
        let name = node.get("Ref").unwrap_or(node).as_str().unwrap_or_default();
        match self.all.get(name) {
            Some(api) if api.kind == kind => Ok(name.to_owned()),
            _ => {
                let why = format!(
                    "Event with id [{}] is invalid. {property} property of {} event must \
                     reference a valid resource in the same template.",
                    event.key,
                    kind.section()
                );
                let names = self.all.iter().filter(|(_, api)| api.kind == kind);
                let names = names.map(|(name, _)| name.as_str());
                Err(invalid(function, node.mark, &why).did_you_mean(name, names))
            }
        }
    }

    fn implicit(&mut self, kind: Kind, event: &Entry) -> Result<String, Problem> {
        let id = kind.implicit_id().to_owned();
        if self.all.contains_key(&id) {
            return Ok(id);
        }
        let globals = self.globals.as_ref().and_then(|globals| globals.get(kind.section()));
        let mut from = globals.cloned().unwrap_or_else(|| Node::map(event.mark));
        if kind == Kind::Rest {
            from.set("StageName", Node::text("Prod", event.mark));
        }
        let mut node = Node::map(event.mark);
        let name = format!("AWS::Serverless::{}", kind.section());
        node.set("Type", Node::text(name, event.mark));
        node.set("Properties", from.clone());
        let entry = Entry { key: id.clone(), mark: event.mark, node };
        self.explicit(kind, &entry)?;
        if let Some(api) = self.all.get_mut(&id) {
            api.implicit = true;
        }
        Ok(id)
    }

    pub(super) fn kind(&self, api: &str) -> Option<Kind> {
        self.all.get(api).map(|api| api.kind)
    }

    /// Whether a function has an API's default route.
    pub(super) fn has_default(&self, api: &str, function: &str) -> bool {
        let routes = self.all.get(api).map(|api| api.routes.as_slice()).unwrap_or_default();
        routes.iter().any(|route| route.path == "$default" && route.function == function)
    }

    /// What AWS puts behind the id of a permission for a REST API.
    pub(super) fn stage_suffix(&self, api: &str) -> String {
        let stage = self.all.get(api).and_then(|api| api.from.get("StageName"));
        stage.and_then(Node::as_str).unwrap_or("Stage").to_owned()
    }

    /// Adds a route to an API.
    pub(super) fn add(&mut self, api: &str, route: Route, function: &str) -> Result<(), Problem> {
        let Some(api) = self.all.get_mut(api) else { return Ok(()) };
        let same = |one: &&Route| one.path == route.path && one.method == route.method;
        if let Some(other) = api.routes.iter().find(same) {
            let why = format!(
                "API method \"{}\" defined multiple times for path \"{}\".",
                route.method, route.path
            );
            return Err(invalid(function, route.mark, &why)
                .hint(format!("{} has it already.", other.function)));
        }
        api.routes.push(route);
        Ok(())
    }
}

/// The resources of every API, now that all routes are known.
pub(super) fn finish(
    expansion: &mut Expansion<'_>,
) -> Result<BTreeMap<String, Vec<Entry>>, Problem> {
    let apis = std::mem::take(&mut expansion.apis.all);
    let mut made = BTreeMap::new();
    for (id, mut api) in apis {
        if api.implicit {
            inherit(expansion, &mut api);
        }
        let resources = match api.kind {
            Kind::Rest => rest(expansion, &api)?,
            Kind::Http => http(expansion, &api)?,
        };
        made.insert(id, resources);
    }
    Ok(made)
}

/// An implicit API exists under the conditions of the functions that imply it.
fn inherit(expansion: &mut Expansion<'_>, api: &mut Api) {
    let mark = api.entry.mark;
    for (index, name) in ["DeletionPolicy", "UpdateReplacePolicy"].into_iter().enumerate() {
        if api.routes.iter().any(|route| route.retained.get(index) == Some(&true)) {
            api.entry.node.set(name, Node::text("Retain", mark));
        }
    }
    let conditions: Option<Vec<String>> =
        api.routes.iter().map(|route| route.condition.clone()).collect();
    let name = format!("{}Condition", api.kind.implicit_id());
    let any = conditions.and_then(|all| any_of(&mut expansion.conditions, &name, all, mark));
    if let Some(any) = any {
        api.entry.node.set("Condition", Node::text(any, mark));
    }
}

/// Whether a definition and its version can be ones.
fn check_definition(entry: &Entry, from: &Node) -> Result<(), Problem> {
    if let Some(version) = from.get("OpenApiVersion") {
        let wrong = |why: &str| Err(invalid(&entry.key, version.mark, why));
        match version.as_str().map(|text| text.split('.').collect::<Vec<_>>()).as_deref() {
            None => return wrong("Property 'OpenApiVersion' should be a string."),
            Some(["2", "0"] | ["3"] | ["3", _] | ["3", _, _]) => {}
            Some(_) => return wrong("The OpenApiVersion value must be of the format '3.0.0'."),
        }
    }
    let Some(body) = from.get("DefinitionBody") else { return Ok(()) };
    if !body.is_map() {
        let why = "Property 'DefinitionBody' should be a map.";
        return Err(invalid(&entry.key, body.mark, why));
    }
    for path in body.get("paths").map(Node::entries).unwrap_or_default() {
        if !path.node.is_map() && path.node.value != Value::Null {
            let message = format!(
                "Structure of the SAM template is invalid. Value of '{}' path must be a \
                 dictionary according to Swagger spec.",
                path.key
            );
            return Err(Problem::at(path.mark, message));
        }
    }
    Ok(())
}

/// The condition that holds if any of some does: the only one, or a new one of this name.
///
/// `Fn::Or` takes ten at most: what is more is grouped first.
pub(super) fn any_of(
    into: &mut Vec<Entry>,
    name: &str,
    mut conditions: Vec<String>,
    mark: Mark,
) -> Option<String> {
    const OR_MAX: usize = 10;
    conditions.sort();
    conditions.dedup();
    if conditions.len() <= 1 {
        return conditions.pop();
    }
    let mut add = |name: String, any: &[String]| {
        let any: Vec<Json> = any.iter().map(|one| json!({ "Condition": one })).collect();
        let node = json_node(&json!({ "Fn::Or": any }), mark);
        into.push(Entry { key: name.clone(), mark, node });
        name
    };
    let mut groups = 0;
    while OR_MAX < conditions.len() {
        let rest = conditions.split_off(OR_MAX);
        groups += 1;
        let group = add(format!("{name}{groups}"), &conditions);
        conditions = rest;
        conditions.push(group);
    }
    Some(add(name.to_owned(), &conditions))
}

/// The document: the template's own, or one of the routes.
fn definition(expansion: &mut Expansion<'_>, api: &Api) -> Node {
    let own = api.from.get("DefinitionBody");
    let mut body = own.cloned().unwrap_or_else(|| openapi::skeleton(api.kind, api.entry.mark));
    // AWS leaves a REST API's own definition alone; an HTTP API's is completed.
    let whole = body.intrinsic().is_none();
    if own.is_none() || (api.kind == Kind::Http && whole) {
        openapi::add_routes(&mut body, api.kind, &api.routes, |path, conditions| {
            let name = format!("{}{path}PathCondition", api.entry.key);
            any_of(&mut expansion.conditions, &name, conditions, api.entry.mark)
        });
    }
    body
}

fn rest(expansion: &mut Expansion<'_>, api: &Api) -> Result<Vec<Entry>, Problem> {
    let (entry, from) = (&api.entry, &api.from);
    let mut body = definition(expansion, api);
    let version = from.get("OpenApiVersion").and_then(Node::scalar).unwrap_or_default();
    let three = version.starts_with('3');
    if three && body.remove("swagger").is_some() {
        body.set("openapi", Node::text(version.as_str(), entry.mark));
    }
    if let Some(cors) = from.get("Cors") {
        openapi::rest_cors(&mut body, cors, &entry.key)?;
    }
    let mut rest = Node::map(entry.mark);
    if let Some(types) = from.get("BinaryMediaTypes") {
        let slashes = |item: &Node| {
            let text = item.as_str().map(|text| Node::text(text.replace("~1", "/"), item.mark));
            text.unwrap_or_else(|| item.clone())
        };
        let items = types.items().iter().map(slashes).collect();
        let plain = Node { mark: types.mark, value: Value::List(items) };
        body.set("x-amazon-apigateway-binary-media-types", plain);
        rest.set("BinaryMediaTypes", types.clone());
    }
    rest.set("Body", body.clone());
    let passed = ["Description", "DisableExecuteApiEndpoint", "FailOnWarnings", "Mode", "Name"];
    pass(from, &passed, &mut rest);
    if let Some(endpoint) = from.get("EndpointConfiguration") {
        let mut configuration = Node::map(endpoint.mark);
        let kind = endpoint.get("Type").unwrap_or(endpoint);
        let list = Node { mark: kind.mark, value: Value::List(vec![kind.clone()]) };
        configuration.set("Types", list);
        rest.set("EndpointConfiguration", configuration);
        let mut parameters = Node::map(endpoint.mark);
        parameters.set("endpointConfigurationTypes", kind.clone());
        rest.set("Parameters", parameters);
    }
    let hash = full_hash(&expansion.resolved(&body.to_json()));
    let deployment = format!("{}Deployment{}", entry.key, hash.get(..10).unwrap_or(&hash));
    let stage = stage_id(&entry.key, from.get("StageName"));
    expansion.renamed.insert(format!("{}.Stage", entry.key), stage.clone());
    expansion.renamed.insert(format!("{}.Deployment", entry.key), deployment.clone());
    Ok(vec![
        resource(entry, &entry.key, "AWS::ApiGateway::RestApi", rest),
        deployed(entry, &deployment, &hash, !version.is_empty()),
        rest_stage(entry, from, &stage, &deployment),
    ])
}

fn deployed(entry: &Entry, id: &str, hash: &str, versioned: bool) -> Entry {
    let mut json = json!({
        "Description": format!("RestApi deployment id: {hash}"),
        "RestApiId": { "Ref": entry.key },
    });
    // Without OpenApiVersion, SAM gives a deployment a stage of this name; some rely on its URL.
    if let (false, Json::Object(map)) = (versioned, &mut json) {
        map.insert("StageName".to_owned(), json!("Stage"));
    }
    resource(entry, id, "AWS::ApiGateway::Deployment", json_node(&json, entry.mark))
}

fn rest_stage(entry: &Entry, from: &Node, id: &str, deployment: &str) -> Entry {
    let json = json!({
        "DeploymentId": { "Ref": deployment },
        "RestApiId": { "Ref": entry.key },
    });
    let mut stage = json_node(&json, entry.mark);
    pass(from, &["MethodSettings", "StageName", "TracingEnabled", "Variables"], &mut stage);
    if let Some(tags) = from.get("Tags") {
        stage.set("Tags", tag_list(Some(tags), entry.mark, false));
    }
    resource(entry, id, "AWS::ApiGateway::Stage", stage)
}

/// The id of an API's stage: with its name in it, if that can be; else with a hash of it.
fn stage_id(api: &str, name: Option<&Node>) -> String {
    match name.map(|node| node.as_str().unwrap_or_default()) {
        None | Some("$default") => format!("{api}ApiGatewayDefaultStage"),
        Some("") => format!("{api}Stage"),
        Some(name) if name.chars().all(char::is_alphanumeric) => format!("{api}{name}Stage"),
        Some(name) => format!("{api}Stage{}", short_hash(&json!(name))),
    }
}

fn http(expansion: &mut Expansion<'_>, api: &Api) -> Result<Vec<Entry>, Problem> {
    const CREATED_BY: &str = "httpapi:createdBy";
    let (entry, from) = (&api.entry, &api.from);
    let mut body = definition(expansion, api);
    let whole = body.intrinsic().is_none();
    let permissions = auth::http(&mut body, from.get("Auth"), entry, &api.routes)?;
    if whole {
        openapi::title(&mut body, from.get("Name"), from.get("Description"));
    }
    if let Some(cors) = from.get("CorsConfiguration") {
        openapi::http_cors(&mut body, cors, &entry.key)?;
    }
    let mut tags = from.get("Tags").cloned().unwrap_or_else(|| Node::map(entry.mark));
    tags.set(CREATED_BY, Node::text("SAM", entry.mark));
    if whole {
        openapi::tags(&mut body, &tags);
    }
    let mut properties = Node::map(entry.mark);
    properties.set("Body", body);
    pass(from, &["DisableExecuteApiEndpoint", "FailOnWarnings"], &mut properties);
    let mut stage = json_node(&json!({ "ApiId": { "Ref": entry.key } }), entry.mark);
    let name = from.get("StageName").cloned();
    stage.set("StageName", name.unwrap_or_else(|| Node::text("$default", entry.mark)));
    stage.set("Tags", tags);
    pass(from, &["StageVariables"], &mut stage);
    stage.set("AutoDeploy", json_node(&json!(true), entry.mark));
    let id = stage_id(&entry.key, from.get("StageName"));
    expansion.renamed.insert(format!("{}.Stage", entry.key), id.clone());
    let mut made = vec![
        resource(entry, &entry.key, "AWS::ApiGatewayV2::Api", properties),
        resource(entry, &id, "AWS::ApiGatewayV2::Stage", stage),
    ];
    made.extend(permissions);
    Ok(made)
}
