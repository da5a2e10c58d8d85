//! A stage of an API, ready to serve: what its records say, in the form in which requests ask.

use std::collections::BTreeMap;

use samara_apigateway::Served;
use std::sync::Arc;

use samara_apigatewayv2::{Api, Authorization, Cors, PayloadFormat};
use samara_service::Cx;
use serde_json::Value;

use super::authorizer::{Authorizer, Verdict, Verdicts};
use super::matcher::{Match, Matcher};
use super::request::ApiRequest;
use super::{ApiKind, event_v1, event_v2, media};

/// The methods that routes are made of, and `ANY` stands for.
const METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// A stage of an API, ready to serve.
pub(crate) struct Compiled {
    pub(crate) kind: ApiKind,
    /// How browsers of other origins may call an HTTP API.
    pub(crate) cors: Option<Cors>,
    matcher: Matcher,
    routes: Vec<Route>,
    variables: BTreeMap<String, String>,
    /// The names of all stages of an HTTP API.
    stages: Vec<String>,
    /// The media types whose bodies are bytes, for a REST API.
    binary_types: Vec<String>,
    /// What authorizers said.
    pub(crate) verdicts: Verdicts,
}

/// A method of a path, or all that nothing else takes.
#[derive(Debug, PartialEq)]
pub(crate) struct Route {
    /// The route's key (HTTP), such as `GET /orders/{id}` or `$default`, or the resource's id.
    id: String,
    /// Its method, or `ANY`.
    method: String,
    /// Its path, or `$default`.
    path: String,
    /// Who answers; an HTTP API's route may have nobody yet.
    pub(crate) target: Option<Target>,
    /// Who is asked first.
    pub(crate) guard: Guard,
}

/// Who is asked before a route is taken.
#[derive(Debug, PartialEq)]
pub(crate) enum Guard {
    /// Nobody.
    None,
    /// An authorizer.
    Authorizer(Arc<Authorizer>),
    /// One that is not there: nobody is let in.
    Missing,
}

/// Who answers for a route.
#[derive(Debug, PartialEq)]
pub(crate) enum Target {
    /// A function.
    Function(FunctionTarget),
    /// A REST API itself, by a mock.
    Mock(samara_apigateway::Integration),
}

/// A function that answers.
#[derive(Debug, PartialEq)]
pub(crate) struct FunctionTarget {
    pub(crate) arn: String,
    pub(crate) timeout_ms: u64,
    pub(crate) format: PayloadFormat,
}

impl Compiled {
    /// A stage of an HTTP API; `None` without such a stage, or when the API is disabled.
    pub(crate) fn of_http(api: &Api, stage: &str) -> Option<Self> {
        let served = api.served(stage).filter(|_| !api.endpoint_disabled)?;
        let mut compiled = Self::empty(ApiKind::Http, served.stage.variables.clone());
        compiled.cors.clone_from(&api.cors);
        compiled.stages = api.stages.keys().cloned().collect();
        let variable = |name: &str| served.stage.variables.get(name).cloned();
        let authorizers: BTreeMap<&String, Arc<Authorizer>> = served
            .authorizers
            .iter()
            .map(|(id, one)| (id, Arc::new(Authorizer::of_http(id, one, variable))))
            .collect();
        for route in served.routes.values() {
            let guard = match &route.authorization {
                Authorization::None => Guard::None,
                Authorization::Authorizer(id) => {
                    authorizers.get(id).cloned().map_or(Guard::Missing, Guard::Authorizer)
                }
            };
            let (method, path) = route.key.method_and_path().unwrap_or(("ANY", "$default"));
            let integration = route.integration.as_ref();
            let integration = integration.and_then(|id| served.integrations.get(id));
            let target = integration.map(|integration| {
                Target::Function(FunctionTarget {
                    arn: integration.function_arn.clone(),
                    timeout_ms: integration.timeout_ms,
                    format: integration.payload_format,
                })
            });
            compiled.add(route.key.as_str(), (method, path), target, guard);
        }
        Some(compiled)
    }

    /// A stage of a REST API.
    pub(crate) fn of_rest(served: &Served) -> Self {
        let mut compiled = Self::empty(ApiKind::Rest, served.stage.variables.clone());
        compiled.binary_types.clone_from(&served.snapshot.binary_media_types);
        for (id, resource) in &served.snapshot.resources {
            for (method, of_method) in &resource.methods {
                let target = of_method.integration.as_ref().map(Target::of_rest);
                compiled.add(id, (method, &resource.path), target, Guard::None);
            }
        }
        compiled
    }

    fn empty(kind: ApiKind, variables: BTreeMap<String, String>) -> Self {
        Self {
            kind,
            cors: None,
            matcher: Matcher::default(),
            routes: Vec::new(),
            variables,
            stages: Vec::new(),
            binary_types: Vec::new(),
            verdicts: Verdicts::default(),
        }
    }

    fn add(
        &mut self,
        id: &str,
        (method, path): (&str, &str),
        target: Option<Target>,
        guard: Guard,
    ) {
        match path {
            "$default" => self.matcher.set_default(self.routes.len()),
            path => self.matcher.add(self.routes.len(), method, path),
        }
        let (id, method, path) = (id.to_owned(), method.to_owned(), path.to_owned());
        self.routes.push(Route { id, method, path, target, guard });
    }

    /// Whether its API has a stage of this name.
    pub(crate) fn has_stage(&self, name: &str) -> bool {
        self.stages.iter().any(|stage| stage == name)
    }

    /// The route of a request, and the values of its path. A method that API Gateway does not know
    /// has none, not even `ANY` or `$default`.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<(&Route, Match)> {
        if !METHODS.contains(&method) {
            return None;
        }
        let matched = self.matcher.find(method, path)?;
        Some((self.routes.get(matched.route)?, matched))
    }

    /// The event that a function gets, with what an authorizer said, as JSON.
    pub(crate) fn authorized_event(
        &self,
        route: &Route,
        format: PayloadFormat,
        (request, matched): (&ApiRequest, &Match),
        verdict: Option<&Verdict>,
    ) -> serde_json::Result<Vec<u8>> {
        if let PayloadFormat::V2 = format {
            let path = event_v2::path(request);
            let said = verdict.map(|verdict| verdict.context(format));
            let (of, variables) = ((&*path, &*route.id), self.variables());
            let event = event_v2::Event::of(request, of, matched, &variables, said);
            return serde_json::to_vec(&event);
        }
        let mut event = self.event(route, format, request, matched);
        if let Some(verdict) = verdict
            && let Some(context) = event.get_mut("requestContext").and_then(Value::as_object_mut)
        {
            context.insert("authorizer".to_owned(), verdict.context(format));
        }
        serde_json::to_vec(&event)
    }

    fn variables(&self) -> Vec<(&str, &str)> {
        self.variables.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    /// The event that a function gets.
    pub(crate) fn event(
        &self,
        route: &Route,
        format: PayloadFormat,
        request: &ApiRequest,
        matched: &Match,
    ) -> Value {
        let variables = self.variables();
        match format {
            PayloadFormat::V2 => event_v2::event(request, &route.id, matched, &variables),
            PayloadFormat::V1 => {
                let resource = event_v1::Resource {
                    kind: self.kind,
                    path: &route.path,
                    id: &route.id,
                    binary_types: &self.binary_types,
                };
                event_v1::event(request, &resource, matched, &variables)
            }
        }
    }

    /// Whether a body that a function gives in base64 goes out as the bytes that it stands for. A
    /// REST API does so only for clients that accept one of its binary media types first.
    pub(crate) fn decodes(&self, request: &ApiRequest) -> bool {
        let accept = request.header("accept").unwrap_or_default();
        let first = accept.split(',').next().unwrap_or_default();
        self.kind == ApiKind::Http || media::is_among(&self.binary_types, first)
    }

    /// The ARN of what a request asks for, which an authorizer's policy must allow.
    pub(crate) fn method_arn(cx: &Cx, request: &ApiRequest) -> String {
        let ApiRequest { api_id, stage, method, path, .. } = request;
        cx.arn("execute-api", &format!("{api_id}/{stage}/{method}{path}")).to_string()
    }

    /// What a function's policy must allow for a request: `api/stage/METHOD/path`.
    pub(crate) fn source(&self, route: &Route, request: &ApiRequest) -> String {
        let ApiRequest { api_id, stage, .. } = request;
        let method = match (self.kind, route.method.as_str()) {
            (ApiKind::Rest, _) => &request.method,
            (ApiKind::Http, "ANY") => "*",
            (ApiKind::Http, method) => method,
        };
        format!("{api_id}/{stage}/{method}/{}", route.path.trim_start_matches('/'))
    }
}

impl Route {
    /// The key of an HTTP API's route, the resource's id of a REST API's.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }
}

impl Target {
    fn of_rest(integration: &samara_apigateway::Integration) -> Self {
        match &integration.target {
            samara_apigateway::Target::Function { arn, .. } => Self::Function(FunctionTarget {
                arn: arn.clone(),
                timeout_ms: integration.timeout_ms,
                format: PayloadFormat::V1,
            }),
            samara_apigateway::Target::Mock { .. } => Self::Mock(integration.clone()),
        }
    }
}
