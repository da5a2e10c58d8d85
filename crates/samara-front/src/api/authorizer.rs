//! Authorizers: what of a request says who asks, what their function is asked, and what its answer
//! decides. Pure, but for the answers that a stage remembers.
//!
//! Source: API Gateway developer guide, "Control access to HTTP APIs with AWS Lambda authorizers".

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use samara_apigatewayv2::authorizer::Source;
use samara_apigatewayv2::{Authorizer as HttpAuthorizer, PayloadFormat};
use samara_base::{Arn, Timestamp};
use samara_service::policy::{Decision, Policies, Policy, PolicyKind, evaluate};
use samara_service::{Access, Cx, Principal};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::request::ApiRequest;
use super::response::Failure;

/// An authorizer of a stage, ready to be asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Authorizer {
    pub(crate) id: String,
    /// The function that decides.
    pub(crate) arn: String,
    pub(crate) format: PayloadFormat,
    identity: Vec<Place>,
    simple: bool,
    ttl_seconds: u32,
}

/// Where a part of the identity stands.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    Header(String),
    Query(String),
    Context(String),
    /// A stage's variable, which has one value.
    Fixed(Option<String>),
}

/// What a function decided, for as long as its answer holds.
#[derive(Debug)]
pub(crate) struct Verdict {
    said: Said,
    principal: Option<String>,
    /// What it tells the integration.
    context: Option<Map<String, Value>>,
}

#[derive(Debug)]
enum Said {
    Yes,
    No,
    Policy(Arc<Policy>),
}

/// What an identity is known by: nobody's secret is kept.
pub(crate) type IdentityKey = [u8; 32];

impl Authorizer {
    pub(crate) fn of_http(
        id: &str,
        authorizer: &HttpAuthorizer,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let place = |source| match source {
            Source::Header(name) => Place::Header(name.to_ascii_lowercase()),
            Source::Query(name) => Place::Query(name.to_owned()),
            Source::Context(name) => Place::Context(name.to_owned()),
            Source::StageVariable(name) => Place::Fixed(variable(name)),
        };
        // A source that does not read back names nothing, so that nobody is let in by it.
        let identity = authorizer.identity.iter();
        let identity = identity.map(|one| one.source().map_or(Place::Fixed(None), place)).collect();
        Self {
            id: id.to_owned(),
            arn: authorizer.function_arn.clone(),
            format: authorizer.payload_format,
            identity,
            simple: authorizer.simple,
            ttl_seconds: authorizer.ttl_seconds,
        }
    }

    /// The identity of a request; `None` where a part of it is missing.
    pub(crate) fn identity(&self, request: &ApiRequest, route_key: &str) -> Option<Vec<String>> {
        let one = |place: &Place| match place {
            Place::Header(name) => request.header(name).map(Cow::into_owned),
            Place::Query(name) => {
                let mut pairs = request.query_parameters().into_iter();
                pairs.find(|(found, _)| found == name).map(|(_, value)| value)
            }
            Place::Context(name) => context_value(request, route_key, name),
            Place::Fixed(value) => value.clone(),
        };
        let all = self.identity.iter().map(|place| one(place).filter(|value| !value.is_empty()));
        all.collect()
    }

    /// What an identity's verdict is remembered by, where one is.
    pub(crate) fn key(&self, identity: &[String]) -> Option<IdentityKey> {
        if self.ttl_seconds == 0 {
            return None;
        }
        let mut hash = Sha256::new();
        for part in std::iter::once(&self.id).chain(identity) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        Some(hash.finalize().into())
    }

    /// When a verdict of now ends.
    pub(crate) fn until(&self, now: Timestamp) -> Timestamp {
        Timestamp::from_millis(now.as_millis().saturating_add(u64::from(self.ttl_seconds) * 1000))
    }

    /// The event that the function gets, from the one that the integration would get.
    pub(crate) fn event(&self, integration: Value, identity: &[String], arn: &str) -> Value {
        let Value::Object(mut event) = integration else { return integration };
        for name in
            ["body", "isBase64Encoded", "multiValueHeaders", "multiValueQueryStringParameters"]
        {
            event.remove(name);
        }
        event.insert("type".to_owned(), "REQUEST".into());
        match self.format {
            PayloadFormat::V2 => {
                event.insert("routeArn".to_owned(), arn.into());
                let identity = (!identity.is_empty()).then(|| json!(identity));
                event.insert("identitySource".to_owned(), identity.unwrap_or_default());
            }
            PayloadFormat::V1 => {
                event.insert("methodArn".to_owned(), arn.into());
                let identity = (!identity.is_empty()).then(|| identity.join(","));
                event.insert("identitySource".to_owned(), json!(identity));
                event.insert("authorizationToken".to_owned(), json!(identity));
            }
        }
        Value::Object(event)
    }

    /// What the function's answer says.
    pub(crate) fn verdict(&self, payload: &[u8]) -> Result<Verdict, Failure> {
        let bad = |what: &str| {
            tracing::warn!(authorizer = %self.id, "an authorizer's answer is no answer: {what}");
            Failure::Authorizer
        };
        let answer: Value = serde_json::from_slice(payload).map_err(|_| bad("it is not JSON"))?;
        let context = match answer.get("context") {
            None | Some(Value::Null) => None,
            Some(Value::Object(context)) => Some(context.clone()),
            Some(_) => return Err(bad("context is no object")),
        };
        if self.simple {
            let authorized = answer.get("isAuthorized").and_then(Value::as_bool);
            let authorized = authorized.ok_or_else(|| bad("isAuthorized is no boolean"))?;
            let said = if authorized { Said::Yes } else { Said::No };
            return Ok(Verdict { said, principal: None, context });
        }
        let principal = answer.get("principalId").and_then(Value::as_str).map(str::to_owned);
        let document = answer.get("policyDocument").filter(|document| document.is_object());
        let document = document.ok_or_else(|| bad("policyDocument is no object"))?.to_string();
        let policy = Policy::parse(PolicyKind::Identity, &document)
            .map_err(|error| bad(&error.to_string()))?;
        Ok(Verdict { said: Said::Policy(Arc::new(policy)), principal, context })
    }
}

/// A value of `$context`; the names are those that the service takes.
fn context_value(request: &ApiRequest, route_key: &str, name: &str) -> Option<String> {
    Some(match name {
        "accountId" => request.account.to_string(),
        "apiId" => request.api_id.clone(),
        "domainName" => request.domain_name.clone(),
        "domainPrefix" => request.domain_prefix().to_owned(),
        "httpMethod" => request.method.clone(),
        "identity.sourceIp" => request.source_ip.to_string(),
        "identity.userAgent" => request.header("user-agent")?.into_owned(),
        "path" => format!("{}{}", request.stage_prefix(), request.path),
        "protocol" => request.protocol.to_owned(),
        "routeKey" => route_key.to_owned(),
        "stage" => request.stage.clone(),
        _ => return None,
    })
}

impl Verdict {
    /// Whether it lets a request pass to the method that `arn` names.
    pub(crate) fn allows(&self, cx: &Cx, arn: &str) -> bool {
        let policy = match &self.said {
            Said::Yes => return true,
            Said::No => return false,
            Said::Policy(policy) => policy.clone(),
        };
        // The policy is somebody's of whom only this is known: what it says is all they may.
        let name = self.principal.as_deref().unwrap_or_default();
        let who = Arn::global("iam", &cx.account, &format!("user/{name}"));
        let cx = cx.acting_as(Principal::User { arn: who, id: name.to_owned() });
        let access = Access::new("execute-api:Invoke", arn);
        let policies = Policies { identity: &[policy], ..Policies::default() };
        evaluate(&cx, &access, &policies) == Decision::Allowed
    }

    /// `requestContext.authorizer` of the integration's event.
    pub(crate) fn context(&self, format: PayloadFormat) -> Value {
        match format {
            PayloadFormat::V2 => json!({ "lambda": self.context }),
            PayloadFormat::V1 => {
                let mut context = self.context.clone().unwrap_or_default();
                if let Some(principal) = &self.principal {
                    context.insert("principalId".to_owned(), principal.as_str().into());
                }
                Value::Object(context)
            }
        }
    }

    fn is_small(&self) -> bool {
        /// The largest context of a verdict that is remembered, characters as JSON.
        const CONTEXT_CHARACTERS: usize = 8 * 1024;
        let context = self.context.as_ref().map(|context| json!(context).to_string().len());
        context.unwrap_or_default() <= CONTEXT_CHARACTERS
    }
}

/// The verdicts that a stage remembers. They go with it: whatever is changed of an API empties
/// them.
#[derive(Default)]
pub(crate) struct Verdicts(Mutex<HashMap<IdentityKey, (Timestamp, Arc<Verdict>)>>);

/// Verdicts that a stage remembers; when full, those go that have ended, else all.
const VERDICTS_MAX: usize = 4096;

impl Verdicts {
    pub(crate) fn get(&self, key: &IdentityKey, now: Timestamp) -> Option<Arc<Verdict>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(key).filter(|(until, _)| now < *until).map(|(_, verdict)| verdict.clone())
    }

    pub(crate) fn keep(
        &self,
        key: IdentityKey,
        verdict: &Arc<Verdict>,
        (now, until): (Timestamp, Timestamp),
    ) {
        if !verdict.is_small() {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if VERDICTS_MAX <= known.len() {
            known.retain(|_, (until, _)| now < *until);
        }
        if VERDICTS_MAX <= known.len() {
            known.clear();
        }
        known.insert(key, (until, verdict.clone()));
    }
}

#[cfg(test)]
mod tests;
