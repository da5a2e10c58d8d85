//! Authorizers: who decides whether a request may take a route. Pure.
//!
//! Source: API Gateway developer guide, "Control access to HTTP APIs with AWS Lambda authorizers".

use serde::{Deserialize, Serialize};

use crate::openapi::function_arn;
use crate::{Error, PayloadFormat};

/// Who decides whether a request may take a route: a function that is asked first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Authorizer {
    /// Its name.
    pub name: String,
    /// What of a request says who asks; a request without any of it is not let in.
    pub identity: Vec<IdentitySource>,
    /// The function's URI as it was given.
    pub uri: String,
    /// The function's ARN, perhaps with a qualifier.
    pub function_arn: String,
    /// The shape of the event that it gets.
    pub payload_format: PayloadFormat,
    /// Whether it answers yes or no instead of with a policy.
    pub simple: bool,
    /// How long an answer holds for the same identity, seconds; 0 for one request.
    pub ttl_seconds: u32,
}

/// What decides about requests to a route.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Authorization {
    /// Nothing: everybody may take it.
    #[default]
    None,
    /// The authorizer of this id.
    Authorizer(String),
}

/// A place in a request, such as `$request.header.Authorization`, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdentitySource(String);

/// A place in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// A header.
    Header(&'a str),
    /// A parameter of the query.
    Query(&'a str),
    /// What the API knows of the request, such as `routeKey`.
    Context(&'a str),
    /// A variable of the stage.
    StageVariable(&'a str),
}

/// What of the context may say who asks.
const CONTEXT: [&str; 11] = [
    "accountId",
    "apiId",
    "domainName",
    "domainPrefix",
    "httpMethod",
    "identity.sourceIp",
    "identity.userAgent",
    "path",
    "protocol",
    "routeKey",
    "stage",
];

impl IdentitySource {
    /// Checks a selection expression.
    ///
    /// # Errors
    /// When it is none, or names what is not built.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let source = Self(text.to_owned());
        match source.source() {
            Some(Source::Context(name)) if !CONTEXT.contains(&name) => {
                Err(Error::Unsupported(format!("the identity source '{text}'")))
            }
            Some(_) => Ok(source),
            None => Err(Error::BadRequest(format!(
                "Invalid identity source '{text}': it must be $request.header.NAME, \
                 $request.querystring.NAME, $context.NAME or $stageVariables.NAME"
            ))),
        }
    }

    /// The place that it names.
    #[must_use]
    pub fn source(&self) -> Option<Source<'_>> {
        let (kind, name) = match self.0.strip_prefix("$request.") {
            Some(rest) => rest.split_once('.')?,
            None => self.0.strip_prefix('$')?.split_once('.')?,
        };
        match (self.0.starts_with("$request."), kind) {
            _ if name.is_empty() => None,
            (true, "header") => Some(Source::Header(name)),
            (true, "querystring") => Some(Source::Query(name)),
            (false, "context") => Some(Source::Context(name)),
            (false, "stageVariables") => Some(Source::StageVariable(name)),
            _ => None,
        }
    }

    /// The expression as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The parts of an authorizer as a request or a document gives them.
#[derive(Debug, Default)]
pub(crate) struct Given<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) identity: Vec<String>,
    pub(crate) uri: Option<&'a str>,
    pub(crate) format: Option<&'a str>,
    pub(crate) simple: Option<bool>,
    pub(crate) ttl_seconds: Option<i64>,
}

/// How long an answer holds where nothing is said, seconds; at most an hour (API Gateway API
/// reference).
const TTL_SECONDS: (u32, u32) = (300, 3600);

impl Authorizer {
    /// Checks an authorizer.
    ///
    /// # Errors
    /// When it asks for what is not built, or cannot be.
    pub(crate) fn new(given: &Given<'_>) -> Result<Self, Error> {
        let bad = |message: &str| Error::BadRequest(message.to_owned());
        if !given.kind.eq_ignore_ascii_case("request") {
            let kind = given.kind;
            return Err(Error::Unsupported(format!("the authorizer type '{kind}' of an HTTP API")));
        }
        if given.name.is_empty() {
            return Err(bad("An authorizer must have a name"));
        }
        let uri = given.uri.unwrap_or_default();
        let Some(function_arn) = function_arn(uri) else {
            let message = format!("Invalid Authorizer URI '{uri}': it must name a Lambda function");
            return Err(Error::BadRequest(message));
        };
        let payload_format = PayloadFormat::parse(given.format)?.ok_or_else(|| {
            bad("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer")
        })?;
        let simple = given.simple == Some(true);
        if simple && payload_format == PayloadFormat::V1 {
            return Err(bad("EnableSimpleResponses needs AuthorizerPayloadFormatVersion 2.0"));
        }
        let identity = given.identity.iter().map(|text| IdentitySource::parse(text));
        let identity = identity.collect::<Result<Vec<_>, _>>()?;
        let ttl_seconds = match given.ttl_seconds.map(u32::try_from) {
            // Without an identity there is nothing to remember an answer by.
            None => {
                if identity.is_empty() {
                    0
                } else {
                    TTL_SECONDS.0
                }
            }
            Some(Ok(seconds)) if seconds <= TTL_SECONDS.1 => seconds,
            Some(_) => return Err(bad("AuthorizerResultTtlInSeconds must be from 0 to 3600")),
        };
        if 0 < ttl_seconds && identity.is_empty() {
            return Err(bad("IdentitySource is required for caching to be enabled"));
        }
        let (name, uri) = (given.name.to_owned(), uri.to_owned());
        let function_arn = function_arn.to_owned();
        Ok(Self { name, identity, uri, function_arn, payload_format, simple, ttl_seconds })
    }
}

impl PayloadFormat {
    /// Reads a version, where one is given.
    ///
    /// # Errors
    /// When it is another than 1.0 and 2.0.
    pub(crate) fn parse(text: Option<&str>) -> Result<Option<Self>, Error> {
        match text {
            None => Ok(None),
            Some("1.0") => Ok(Some(Self::V1)),
            Some("2.0") => Ok(Some(Self::V2)),
            Some(other) => {
                Err(Error::BadRequest(format!("Invalid payloadFormatVersion '{other}'")))
            }
        }
    }

    /// The version as AWS writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "1.0",
            Self::V2 => "2.0",
        }
    }
}
