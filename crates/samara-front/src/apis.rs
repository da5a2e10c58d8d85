//! Serving APIs: the compiled routes of each, and the way from a request to a function and back.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use http::request::Parts;
use http::{HeaderValue, Request, Response};
use hyper::body::Incoming;
use samara_apigateway::Api as RestApi;
use samara_apigatewayv2::{Api, PayloadFormat};
use samara_base::limits::{API_BODY_BYTES, API_HEAD_BYTES, SYNCHRONOUS_PAYLOAD_BYTES};
use samara_base::{Arn, TraceHeader};
use samara_service::{Access, Cx, Invocation, InvocationType, Invoked, Principal, Refusal};
use samara_store::{KeyReader, StoreExt};

use crate::Inner;
use crate::api::authorizer::{Authorizer, Verdict};
use crate::api::compiled::{Compiled, Guard, Route, Target};
use crate::api::matcher::Match;
use crate::api::request::ApiRequest;
use crate::api::response::{ApiResponse, Failure, from_v1, from_v2};
use crate::api::{ApiKind, cors, mock};
use crate::body::{self, BodyError, ResponseBody, full};
use crate::target::host_name;

/// The stages that were asked for, compiled; forgotten when their API changes.
#[derive(Default)]
pub(crate) struct Apis(RwLock<Cache>);

#[derive(Default)]
struct Cache {
    stages: HashMap<(String, String), Arc<Compiled>>,
    /// How often everything was forgotten. What was read before is not kept after, as it may be
    /// what the change replaced.
    generation: u64,
}

/// Why an API could not be read.
#[derive(Debug, thiserror::Error)]
enum ReadError {
    #[error("an HTTP API could not be read")]
    Http(#[from] samara_apigatewayv2::Error),
    #[error("a REST API could not be read")]
    Rest(#[from] samara_apigateway::Error),
}

/// Compiled stages that are kept; when full, all go and come back as they are used.
const COMPILED_MAX: usize = 1024;

/// The stage of an HTTP API that stands in no path.
const DEFAULT_STAGE: &str = "$default";

/// What there is to serve under an API's id and a stage's name.
enum Found {
    Stage(Arc<Compiled>),
    /// The API is of this kind, and has no such stage or is disabled.
    NoStage(ApiKind),
    NoApi,
}

impl Apis {
    /// Forgets what a changed key made known.
    pub(crate) fn forget(&self, key: &[u8]) {
        if matches!(KeyReader::kind(key), Some(0x60..=0x7f)) {
            self.forget_all();
        }
    }

    /// A stage, if it is known, and the generation to keep another read under.
    fn get(&self, key: &(String, String)) -> (Option<Arc<Compiled>>, u64) {
        let cache = self.0.read().unwrap_or_else(PoisonError::into_inner);
        (cache.stages.get(key).cloned(), cache.generation)
    }

    /// Keeps a stage, unless something changed since it was looked for.
    fn keep(&self, key: (String, String), generation: u64, compiled: &Arc<Compiled>) {
        let mut cache = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if cache.generation != generation {
            return;
        }
        if COMPILED_MAX <= cache.stages.len() {
            cache.stages.clear();
        }
        cache.stages.insert(key, compiled.clone());
    }

    /// Forgets everything.
    pub(crate) fn forget_all(&self) {
        let mut cache = self.0.write().unwrap_or_else(PoisonError::into_inner);
        cache.stages.clear();
        cache.generation = cache.generation.wrapping_add(1);
    }
}

/// What of a request's head counts towards [`API_HEAD_BYTES`].
fn head_bytes(head: &Parts) -> usize {
    let values: usize = head.headers.values().map(HeaderValue::len).sum();
    let query = head.uri.query().map_or(0, str::len);
    head.method.as_str().len() + head.uri.path().len() + query + values
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
        let (found, stage, path) = match stage {
            Some(stage) => (self.compiled(id, stage), stage, path),
            None => self.compiled_by_path(id, path),
        };
        let compiled = match found {
            Found::Stage(compiled) => compiled,
            Found::NoStage(kind) => return respond(Failure::NoStage.response(kind), &cx, kind),
            Found::NoApi => {
                return respond(Failure::NoApi.response(ApiKind::Http), &cx, ApiKind::Http);
            }
        };
        let kind = compiled.kind;
        if API_HEAD_BYTES < head_bytes(&head) {
            return respond(Failure::HeadTooLarge.response(kind), &cx, kind);
        }
        let preflight = compiled
            .cors
            .as_ref()
            .and_then(|cors| cors::preflight(cors, head.method.as_str(), &head.headers));
        if let Some(answer) = preflight {
            return respond(answer, &cx, kind);
        }
        let origin = compiled.cors.as_ref().map(|cors| (cors, head.headers.clone()));
        let _room = self.bodies.take(&body, API_BODY_BYTES).await;
        let body = body::read(body, API_BODY_BYTES).await;
        let result = match body {
            Ok(body) => {
                let request = ApiRequest {
                    method: head.method.as_str().to_owned(),
                    path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
                    query: head.uri.query().unwrap_or_default().to_owned(),
                    protocol: "HTTP/1.1",
                    headers: forwarded(head.headers, &cx, host, (kind, body.len())),
                    body,
                    source_ip: cx.source_ip.unwrap_or_else(|| std::net::Ipv4Addr::LOCALHOST.into()),
                    account: cx.account.clone(),
                    api_id: id.to_owned(),
                    domain_name: host_name(host).to_owned(),
                    stage: stage.to_owned(),
                    request_id: cx.request_id.clone(),
                    now: cx.now,
                };
                self.call(&cx, &compiled, &request).await
            }
            Err(BodyError::TooLarge { .. }) => Err(Failure::TooLarge),
            Err(BodyError::Slow) => Err(Failure::SlowBody),
            Err(_) => Err(Failure::Internal),
        };
        let mut answer = result.unwrap_or_else(|failure| failure.response(kind));
        if let Some((cors, origin)) = &origin {
            cors::decorate(cors, origin, &mut answer.headers);
        }
        respond(answer, &cx, kind)
    }

    /// At an API's own host name the first segment names the stage, unless it has `$default`.
    fn compiled_by_path<'a>(&self, id: &str, path: &'a str) -> (Found, &'a str, &'a str) {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        // What is known of `$default` tells that there is no other stage, at each request.
        let default = (id.to_owned(), DEFAULT_STAGE.to_owned());
        if let (Some(default), _) = self.apis.get(&default)
            && default.kind == ApiKind::Http
            && !default.has_stage(first)
        {
            return (Found::Stage(default), DEFAULT_STAGE, path);
        }
        let by_name = self.compiled(id, first);
        if let Found::NoStage(ApiKind::Http) = by_name {
            return (self.compiled(id, DEFAULT_STAGE), DEFAULT_STAGE, path);
        }
        let rest = path.trim_start_matches('/').strip_prefix(first).unwrap_or_default();
        (by_name, first, rest)
    }

    fn compiled(&self, id: &str, stage: &str) -> Found {
        let key = (id.to_owned(), stage.to_owned());
        let (known, generation) = self.apis.get(&key);
        if let Some(known) = known {
            return Found::Stage(known);
        }
        let compiled = match self.read_api(id, stage) {
            Ok(Ok(compiled)) => Arc::new(compiled),
            Ok(Err(nothing)) => return nothing,
            Err(error) => {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::error!(error, api = id, "an API could not be read");
                return Found::NoApi;
            }
        };
        self.apis.keep(key, generation, &compiled);
        Found::Stage(compiled)
    }

    /// Reads an API of either kind and compiles its stage.
    fn read_api(&self, id: &str, stage: &str) -> Result<Result<Compiled, Found>, ReadError> {
        if let Some(api) = self.store.read(|txn| Api::find(txn, id))? {
            let compiled = Compiled::of_http(&api, stage);
            return Ok(compiled.ok_or(Found::NoStage(ApiKind::Http)));
        }
        let rest = self.store.read(|txn| match RestApi::find(txn, id)? {
            Some(api) => Ok(Some(api.served(txn, stage)?.filter(|_| !api.endpoint_disabled))),
            None => Ok::<_, samara_apigateway::Error>(None),
        })?;
        Ok(match rest {
            None => Err(Found::NoApi),
            Some(None) => Err(Found::NoStage(ApiKind::Rest)),
            Some(Some(served)) => Ok(Compiled::of_rest(&served)),
        })
    }

    async fn call(
        self: &Arc<Self>,
        cx: &Cx,
        compiled: &Compiled,
        request: &ApiRequest,
    ) -> Result<ApiResponse, Failure> {
        let found = compiled.find(&request.method, &request.path);
        let (route, matched) = found.ok_or(Failure::NoRoute)?;
        let verdict = match &route.guard {
            Guard::None => None,
            Guard::Authorizer(authorizer) => {
                let asked = Asked { compiled, route, request, matched: &matched };
                Some(self.authorized(cx, authorizer, &asked).await?)
            }
            Guard::Missing => return Err(Failure::Authorizer),
        };
        let function = match route.target.as_ref().ok_or(Failure::Internal)? {
            Target::Function(function) => function,
            Target::Mock(integration) => return mock::answer(integration, request),
        };
        let (format, asked) = (function.format, (request, &matched));
        let payload = compiled.authorized_event(route, format, asked, verdict.as_deref());
        let payload = payload.map_err(|_| Failure::Internal)?;
        if SYNCHRONOUS_PAYLOAD_BYTES < payload.len() {
            return Err(Failure::TooLarge);
        }
        self.check_permission(cx, &compiled.source(route, request), &function.arn)?;
        let invocation = invocation(cx, "invocation", &function.arn, payload.into())?;
        let runs = self.invoker.get().ok_or(Failure::Internal)?;
        let limit = Duration::from_millis(function.timeout_ms);
        let outcome = match tokio::time::timeout(limit, runs.invoke(invocation)).await {
            Err(_) => return Err(Failure::Timeout),
            Ok(Err(refusal)) => return Err(failure_of(&refusal)),
            Ok(Ok(outcome)) => outcome,
        };
        match outcome {
            // A function's own timeout is its failure, not the API's: 500 or 502, no 503 or 504.
            Invoked { error: Some(_), .. } => Err(Failure::Function),
            Invoked { payload, .. } => match function.format {
                PayloadFormat::V2 => from_v2(&payload),
                PayloadFormat::V1 => from_v1(&payload, compiled.kind, compiled.decodes(request)),
            },
        }
    }

    /// Asks an authorizer whether a request may take its route, unless it said so lately.
    async fn authorized(
        self: &Arc<Self>,
        cx: &Cx,
        authorizer: &Authorizer,
        asked: &Asked<'_>,
    ) -> Result<Arc<Verdict>, Failure> {
        let Asked { compiled, route, request, .. } = asked;
        let identity = authorizer.identity(request, route.id()).ok_or(Failure::Unauthorized)?;
        let arn = Compiled::method_arn(cx, request);
        let key = authorizer.key(&identity);
        let known = key.and_then(|key| compiled.verdicts.get(&key, cx.now));
        let verdict = if let Some(known) = known {
            known
        } else {
            let event = compiled.event(route, authorizer.format, request, asked.matched);
            let event = authorizer.event(event, &identity, &arn);
            let verdict = Arc::new(self.ask(cx, authorizer, &request.api_id, &event).await?);
            if let Some(key) = key {
                let times = (cx.now, authorizer.until(cx.now));
                compiled.verdicts.keep(key, &verdict, times);
            }
            verdict
        };
        if verdict.allows(cx, &arn) { Ok(verdict) } else { Err(Failure::Denied) }
    }

    /// Calls an authorizer's function.
    async fn ask(
        self: &Arc<Self>,
        cx: &Cx,
        authorizer: &Authorizer,
        api_id: &str,
        event: &serde_json::Value,
    ) -> Result<Verdict, Failure> {
        /// How long an authorizer may take (quotas of HTTP APIs: 10 seconds).
        const LIMIT: Duration = Duration::from_secs(10);
        let source = format!("{api_id}/authorizers/{}", authorizer.id);
        self.check_permission(cx, &source, &authorizer.arn).map_err(|_| Failure::Authorizer)?;
        let payload = event.to_string().into();
        let invocation = invocation(cx, "authorizer", &authorizer.arn, payload)?;
        let runs = self.invoker.get().ok_or(Failure::Internal)?;
        match tokio::time::timeout(LIMIT, runs.invoke(invocation)).await {
            Ok(Ok(Invoked { error: None, payload, .. })) => authorizer.verdict(&payload),
            Ok(Err(refusal)) => {
                let _ = failure_of(&refusal);
                Err(Failure::Authorizer)
            }
            Ok(Ok(_)) | Err(_) => Err(Failure::Authorizer),
        }
    }

    /// Whether the function's own policy lets this API's route call it.
    fn check_permission(
        self: &Arc<Self>,
        cx: &Cx,
        source: &str,
        function: &str,
    ) -> Result<(), Failure> {
        let source = Arn::new("execute-api", &cx.region, &cx.account, source);
        let name = "apigateway.amazonaws.com".to_owned();
        let cx = cx.acting_as(Principal::Service { name, source: Some(source) });
        let access = [Access::new("lambda:InvokeFunction", function)];
        self.table.authorize(&cx, &self.store, &access).map_err(|refusal| {
            tracing::warn!(function, "an API may not call its function: {refusal}");
            Failure::Forbidden
        })
    }
}

/// A request that found its route.
struct Asked<'a> {
    compiled: &'a Compiled,
    route: &'a Route,
    request: &'a ApiRequest,
    matched: &'a Match,
}

/// The call of a function; `name` tells it from others of the same request.
fn invocation(
    cx: &Cx,
    name: &str,
    function_arn: &str,
    payload: bytes::Bytes,
) -> Result<Invocation, Failure> {
    let arn: Arn = function_arn.parse().map_err(|_| Failure::Internal)?;
    let resource = arn.resource.strip_prefix("function:").ok_or(Failure::Internal)?;
    let (function, qualifier) = resource.split_once(':').unwrap_or((resource, "$LATEST"));
    Ok(Invocation {
        function: function.to_owned(),
        qualifier: qualifier.to_owned(),
        invoked_arn: function_arn.to_owned(),
        payload,
        request_id: samara_base::RequestId::new(&cx.seed.uuid(name)),
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

/// The headers as a function gets them: without those that speak of the connection, which ends
/// here, and with those that API Gateway adds. The body is whole by now, and HTTP APIs say its
/// length however it came.
fn forwarded(
    mut headers: http::HeaderMap,
    cx: &Cx,
    host: &str,
    (kind, body_bytes): (ApiKind, usize),
) -> http::HeaderMap {
    const OF_CONNECTION: [&str; 7] = [
        "connection",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    for name in OF_CONNECTION {
        headers.remove(name);
    }
    if kind == ApiKind::Http {
        headers.insert(http::header::CONTENT_LENGTH, HeaderValue::from(body_bytes));
    }
    let port = host.rsplit(':').next().filter(|port| port.parse::<u16>().is_ok());
    let trace = TraceHeader { parent: None, ..cx.trace.clone() }.to_string();
    let source = cx.source_ip.map(|address| address.to_string()).unwrap_or_default();
    let before = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let chain = before.map_or_else(|| source.clone(), |before| format!("{before}, {source}"));
    for (name, value) in [
        ("x-forwarded-for", chain.as_str()),
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
