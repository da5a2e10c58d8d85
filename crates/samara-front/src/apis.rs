//! Serving APIs: the compiled routes of each, and the way from a request to a function and back.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use http::{HeaderValue, Request, Response};
use hyper::body::Incoming;
use samara_apigatewayv2::{Api, Cors, Integration, PayloadFormat};
use samara_base::limits::{API_BODY_BYTES, SYNCHRONOUS_PAYLOAD_BYTES};
use samara_base::{Arn, TraceHeader};
use samara_service::{
    Access, Cx, FunctionError, Invocation, InvocationType, Invoked, Principal, Refusal,
};
use samara_store::{KeyReader, StoreExt};
use serde_json::Value;

use crate::Inner;
use crate::api::matcher::{Match, Matcher};
use crate::api::request::ApiRequest;
use crate::api::response::{ApiResponse, Failure, from_v1, from_v2};
use crate::api::{ApiKind, cors, event_v1, event_v2};
use crate::body::{self, BodyError, ResponseBody, full};
use crate::epoch::Epoch;

/// The stages that were asked for, compiled; forgotten when their API changes.
#[derive(Default)]
pub(crate) struct Apis {
    epoch: Epoch,
    compiled: RwLock<HashMap<(String, String), Arc<Compiled>>>,
}

/// Compiled stages that are kept; when full, all go and come back as they are used.
const COMPILED_MAX: usize = 1024;

/// A stage of an API, ready to serve.
pub(crate) struct Compiled {
    kind: ApiKind,
    matcher: Matcher,
    routes: Vec<CompiledRoute>,
    cors: Option<Cors>,
    variables: BTreeMap<String, String>,
}

struct CompiledRoute {
    /// The route's key, such as `GET /orders/{id}` or `$default`.
    key: String,
    integration: Option<Integration>,
}

impl Apis {
    /// Forgets what a changed key made known.
    pub(crate) fn forget(&self, key: &[u8]) {
        if matches!(KeyReader::kind(key), Some(0x60..=0x7f)) {
            self.forget_all();
        }
    }

    /// Forgets everything.
    pub(crate) fn forget_all(&self) {
        self.epoch.turn();
        self.compiled.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Compiled {
    fn of_http(api: &Api, stage: &str) -> Option<Self> {
        let served = api.served(stage).filter(|_| !api.endpoint_disabled)?;
        let (mut matcher, mut routes) = (Matcher::default(), Vec::new());
        for route in served.routes.values() {
            match route.key.method_and_path() {
                Some((method, path)) => matcher.add(routes.len(), method, path),
                None => matcher.set_default(routes.len()),
            }
            let integration = route.integration.as_ref();
            let integration = integration.and_then(|id| served.integrations.get(id)).cloned();
            routes.push(CompiledRoute { key: route.key.as_str().to_owned(), integration });
        }
        let variables = served.stage.variables.clone();
        Some(Self { kind: ApiKind::Http, matcher, routes, cors: api.cors.clone(), variables })
    }
}

impl Inner {
    /// Serves a request to an API; `stage` is given where the path's form names it.
    pub(crate) async fn serve_api(
        self: &Arc<Self>,
        cx: Cx,
        request: Request<Incoming>,
        (id, stage, path): (&str, Option<&str>, &str),
        host: &str,
    ) -> Response<ResponseBody> {
        let (head, body) = request.into_parts();
        let found = match stage {
            Some(stage) => self.compiled(id, stage).map(|found| (found, stage, path)),
            None => self.compiled_by_path(id, path),
        };
        let Some((compiled, stage, path)) = found else {
            return respond(Failure::NoApi.response(ApiKind::Http), &cx, ApiKind::Http);
        };
        let kind = compiled.kind;
        let preflight = compiled
            .cors
            .as_ref()
            .and_then(|cors| cors::preflight(cors, head.method.as_str(), &head.headers));
        if let Some(answer) = preflight {
            return respond(answer, &cx, kind);
        }
        let origin = head.headers.clone();
        let body = body::read(body, API_BODY_BYTES).await;
        let result = match body {
            Ok(body) => {
                let request = ApiRequest {
                    method: head.method.as_str().to_owned(),
                    path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
                    query: head.uri.query().unwrap_or_default().to_owned(),
                    protocol: "HTTP/1.1",
                    headers: with_forwarded(head.headers, &cx, host),
                    body,
                    source_ip: cx.source_ip.unwrap_or_else(|| std::net::Ipv4Addr::LOCALHOST.into()),
                    account: cx.account.clone(),
                    api_id: id.to_owned(),
                    domain_name: host.split(':').next().unwrap_or_default().to_owned(),
                    stage: stage.to_owned(),
                    request_id: cx.request_id.clone(),
                    now: cx.now,
                };
                self.call(&cx, &compiled, &request).await
            }
            Err(BodyError::TooLarge { .. }) => Err(Failure::TooLarge),
            Err(_) => Err(Failure::Internal),
        };
        let mut answer = result.unwrap_or_else(|failure| failure.response(kind));
        if let Some(cors) = &compiled.cors {
            cors::decorate(cors, &origin, &mut answer.headers);
        }
        respond(answer, &cx, kind)
    }

    /// At an API's own host name the first segment names the stage, unless it has `$default`.
    fn compiled_by_path<'a>(
        &self,
        id: &str,
        path: &'a str,
    ) -> Option<(Arc<Compiled>, &'a str, &'a str)> {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        if !first.is_empty()
            && let Some(found) = self.compiled(id, first)
        {
            let rest = path.trim_start_matches('/').strip_prefix(first).unwrap_or_default();
            return Some((found, first, rest));
        }
        self.compiled(id, "$default").map(|found| (found, "$default", path))
    }

    fn compiled(&self, id: &str, stage: &str) -> Option<Arc<Compiled>> {
        let key = (id.to_owned(), stage.to_owned());
        let cache = &self.apis.compiled;
        if let Some(found) = cache.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Some(found.clone());
        }
        let epoch = Some(self.apis.epoch.now());
        let api = self.store.read(|txn| Api::find(txn, id));
        let compiled = match api {
            Ok(api) => Arc::new(Compiled::of_http(&api?, stage)?),
            Err(error) => {
                tracing::error!(%error, api = id, "an API could not be read");
                return None;
            }
        };
        let mut cache = cache.write().unwrap_or_else(PoisonError::into_inner);
        if self.apis.epoch.is_still(epoch) {
            if COMPILED_MAX <= cache.len() {
                cache.clear();
            }
            cache.insert(key, compiled.clone());
        }
        Some(compiled)
    }

    async fn call(
        self: &Arc<Self>,
        cx: &Cx,
        compiled: &Compiled,
        request: &ApiRequest,
    ) -> Result<ApiResponse, Failure> {
        let matched = compiled.matcher.find(&request.method, &request.path);
        let matched = matched.ok_or(Failure::NoRoute)?;
        let route = compiled.routes.get(matched.route).ok_or(Failure::Internal)?;
        let integration = route.integration.as_ref().ok_or(Failure::Internal)?;
        let event = compiled.event(route, integration, request, &matched);
        let payload = event.to_string();
        if SYNCHRONOUS_PAYLOAD_BYTES < payload.len() {
            return Err(Failure::TooLarge);
        }
        self.check_permission(cx, request, route, &integration.function_arn)?;
        let invocation = invocation(cx, &integration.function_arn, payload.into())?;
        let runs = self.invoker.get().ok_or(Failure::Internal)?;
        let limit = Duration::from_millis(integration.timeout_ms);
        let outcome = match tokio::time::timeout(limit, runs.invoke(invocation)).await {
            Err(_) => return Err(Failure::Timeout),
            Ok(Err(refusal)) => return Err(failure_of(&refusal)),
            Ok(Ok(outcome)) => outcome,
        };
        match outcome {
            Invoked { error: Some(FunctionError::Timeout), .. } => Err(Failure::Timeout),
            Invoked { error: Some(_), .. } => Err(Failure::Function),
            Invoked { payload, .. } => match integration.payload_format {
                PayloadFormat::V2 => from_v2(&payload),
                PayloadFormat::V1 => from_v1(&payload, compiled.kind),
            },
        }
    }

    /// Whether the function's own policy lets this API's route call it.
    fn check_permission(
        self: &Arc<Self>,
        cx: &Cx,
        request: &ApiRequest,
        route: &CompiledRoute,
        function: &str,
    ) -> Result<(), Failure> {
        let (method, path) = route.key.split_once(' ').unwrap_or(("*", "/$default"));
        let method = if method == "ANY" { "*" } else { method };
        let resource = format!("{}/{}/{method}{path}", request.api_id, request.stage);
        let source = Arn::new("execute-api", &cx.region, &cx.account, &resource);
        let name = "apigateway.amazonaws.com".to_owned();
        let cx = cx.acting_as(Principal::Service { name, source: Some(source) });
        let access = [Access::new("lambda:InvokeFunction", function)];
        self.table.authorize(&cx, &self.store, &access).map_err(|refusal| {
            tracing::warn!(function, "an API may not call its function: {refusal}");
            Failure::Forbidden
        })
    }
}

impl Compiled {
    fn event(
        &self,
        route: &CompiledRoute,
        integration: &Integration,
        request: &ApiRequest,
        matched: &Match,
    ) -> Value {
        let variables: Vec<(&str, &str)> =
            self.variables.iter().map(|(name, value)| (&**name, &**value)).collect();
        match integration.payload_format {
            PayloadFormat::V2 => event_v2::event(request, &route.key, matched, &variables),
            PayloadFormat::V1 => {
                let path = route.key.split_once(' ').map_or("$default", |(_, path)| path);
                let resource =
                    event_v1::Resource { kind: self.kind, path, id: &route.key, binary_types: &[] };
                event_v1::event(request, &resource, matched, &variables)
            }
        }
    }
}

fn invocation(cx: &Cx, function_arn: &str, payload: bytes::Bytes) -> Result<Invocation, Failure> {
    let arn: Arn = function_arn.parse().map_err(|_| Failure::Internal)?;
    let name = arn.resource.strip_prefix("function:").ok_or(Failure::Internal)?;
    let (function, qualifier) = name.split_once(':').unwrap_or((name, "$LATEST"));
    Ok(Invocation {
        function: function.to_owned(),
        qualifier: qualifier.to_owned(),
        invoked_arn: function_arn.to_owned(),
        payload,
        request_id: samara_base::RequestId::new(&cx.seed.uuid("invocation")),
        trace: cx.trace.clone(),
        client_context: None,
        kind: InvocationType::RequestResponse,
        log_tail: false,
        until: None,
    })
}

fn failure_of(refusal: &Refusal) -> Failure {
    if refusal.code == "TooManyRequestsException" {
        return Failure::Throttled;
    }
    tracing::warn!(code = %refusal.code, "an API's function could not be called: {refusal}");
    Failure::Internal
}

/// The headers that API Gateway adds on the way to a function.
fn with_forwarded(mut headers: http::HeaderMap, cx: &Cx, host: &str) -> http::HeaderMap {
    let port = host.rsplit(':').next().filter(|port| port.parse::<u16>().is_ok());
    let trace = TraceHeader { parent: None, ..cx.trace.clone() }.to_string();
    let source = cx.source_ip.map(|address| address.to_string()).unwrap_or_default();
    let before = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let forwarded = before.map_or_else(|| source.clone(), |before| format!("{before}, {source}"));
    for (name, value) in [
        ("x-forwarded-for", forwarded.as_str()),
        ("x-forwarded-port", port.unwrap_or("80")),
        ("x-forwarded-proto", "http"),
        ("x-amzn-trace-id", &trace),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    headers
}

fn respond(answer: ApiResponse, cx: &Cx, kind: ApiKind) -> Response<ResponseBody> {
    let mut response = Response::new(full(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    let name = match kind {
        ApiKind::Http => "apigw-requestid",
        ApiKind::Rest => "x-amzn-requestid",
    };
    if let Ok(id) = HeaderValue::from_str(cx.request_id.as_str()) {
        response.headers_mut().insert(name, id);
    }
    response
}
