//! A client of a server's AWS APIs, for the command line.

use bytes::Bytes;
use http::{HeaderValue, Request};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use samara_base::Clock;
use samara_wire::sigv4::{self, Credentials, Scope};
use samara_wire::{
    Document, FromDocument, IntoDocument, Name, ResponseParts, ServiceError, ServiceModel,
};

use crate::cli::ClientArguments;
use crate::real::SystemClock;
use crate::target::Target;

/// A client with an address and a credential.
#[derive(Clone)]
pub(crate) struct Client {
    http: HttpClient<HttpConnector, Full<Bytes>>,
    pub(crate) endpoint: String,
    pub(crate) region: String,
    credentials: Credentials,
}

/// Why a call gave no output.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClientError {
    /// The service refused.
    #[error("{}", refused(.0))]
    Refused(ServiceError),
    /// Nobody answers.
    #[error(
        "no server answers at {endpoint}: start one with `samara up` or `samara serve --dev`, or \
         name another with --endpoint"
    )]
    Unreachable {
        /// The address.
        endpoint: String,
    },
    /// What came is no answer.
    #[error("the answer of {operation} cannot be read: {reason}")]
    Malformed {
        /// The operation.
        operation: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

/// What services call the token of the next page: in an answer, and in the request for that page.
const TOKENS: [(&str, &str); 4] = [
    ("NextToken", "NextToken"),
    ("nextToken", "nextToken"),
    ("NextMarker", "Marker"),
    ("position", "position"),
];

fn read<O: FromDocument>(operation: &'static str, output: Document) -> Result<O, ClientError> {
    let read = O::from_document(output);
    read.map_err(|error| ClientError::Malformed { operation, reason: error.to_string() })
}

fn refused(error: &ServiceError) -> String {
    if error.message.is_empty() {
        error.code.clone()
    } else {
        format!("{} ({})", error.message, error.code)
    }
}

impl Client {
    /// A client as the command line and the environment ask for it.
    pub(crate) fn new(arguments: &ClientArguments) -> anyhow::Result<Self> {
        let Target { endpoint, region, credentials } = Target::of(arguments)?;
        Ok(Self::with(&endpoint, &region, credentials))
    }

    /// A client of a server.
    pub(crate) fn with(endpoint: &str, region: &str, credentials: Credentials) -> Self {
        Self {
            http: HttpClient::builder(TokioExecutor::new()).build(HttpConnector::new()),
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            region: region.to_owned(),
            credentials,
        }
    }

    /// Calls an operation.
    pub(crate) async fn call<O: FromDocument>(
        &self,
        model: &'static ServiceModel,
        operation: &'static str,
        input: impl IntoDocument,
    ) -> Result<O, ClientError> {
        let output = self.send(model, operation, input.into_document(), None).await?;
        read(operation, output)
    }

    /// Calls an operation that gives its answer in pages, and takes them all.
    pub(crate) async fn pages<O: FromDocument>(
        &self,
        model: &'static ServiceModel,
        operation: &'static str,
        input: impl IntoDocument,
    ) -> Result<Vec<O>, ClientError> {
        let mut input = input.into_document();
        let mut pages = Vec::new();
        loop {
            let output = self.send(model, operation, input.clone(), None).await?;
            let next = TOKENS.iter().find_map(|(given, asked)| match output.get(given) {
                Some(Document::String(token)) if !token.is_empty() => Some((*asked, token.clone())),
                _ => None,
            });
            pages.push(read(operation, output)?);
            let (Some((name, token)), Document::Map(members)) = (next, &mut input) else {
                return Ok(pages);
            };
            members.retain(|(member, _)| member != name);
            members.push((Name::Borrowed(name), Document::String(token)));
        }
    }

    /// Calls an operation whose body streams.
    pub(crate) async fn upload<O: FromDocument>(
        &self,
        model: &'static ServiceModel,
        operation: &'static str,
        input: impl IntoDocument,
        body: Bytes,
    ) -> Result<O, ClientError> {
        let output = self.send(model, operation, input.into_document(), Some(body)).await?;
        read(operation, output)
    }

    async fn send(
        &self,
        model: &'static ServiceModel,
        operation: &'static str,
        input: Document,
        body: Option<Bytes>,
    ) -> Result<Document, ClientError> {
        let malformed = |reason: String| ClientError::Malformed { operation, reason };
        let described = model.operation(operation);
        let described = described.ok_or_else(|| malformed("it is not on the list".to_owned()))?;
        let mut parts = samara_wire::encode_input(model, described, &input)
            .map_err(|error| malformed(error.to_string()))?;
        if let Some(body) = body {
            parts.body = body;
            parts.stream = None;
        }
        let host = self.endpoint.split("://").nth(1).unwrap_or_default();
        let host = HeaderValue::from_str(host).map_err(|error| malformed(error.to_string()))?;
        parts.headers.insert(http::header::HOST, host);
        let scope = Scope { region: &self.region, service: model.signing_name };
        sigv4::sign(&mut parts, &self.credentials, scope, SystemClock.now())
            .map_err(|error| malformed(error.to_string()))?;
        let (head, body) = self.exchange(parts, operation).await?;
        let response =
            ResponseParts { status: head.status, headers: head.headers, body, stream: None };
        let output = samara_wire::decode_output(model, described, &response);
        output.map_err(|error| match error {
            samara_wire::OutputError::Refused(error) => ClientError::Refused(error),
            samara_wire::OutputError::Malformed(reason) => malformed(reason),
        })
    }

    /// What the server tells of itself beside AWS's APIs.
    pub(crate) async fn status(&self) -> Result<serde_json::Value, ClientError> {
        let malformed = |reason: String| ClientError::Malformed { operation: "status", reason };
        let mut parts = samara_wire::OutgoingParts {
            method: "GET",
            path: "/_samara/status".to_owned(),
            ..samara_wire::OutgoingParts::default()
        };
        let host = self.endpoint.split("://").nth(1).unwrap_or_default();
        let host = HeaderValue::from_str(host).map_err(|error| malformed(error.to_string()))?;
        parts.headers.insert(http::header::HOST, host);
        let scope = Scope { region: &self.region, service: "samara" };
        sigv4::sign(&mut parts, &self.credentials, scope, SystemClock.now())
            .map_err(|error| malformed(error.to_string()))?;
        let (_, body) = self.exchange(parts, "status").await?;
        serde_json::from_slice(&body).map_err(|error| malformed(error.to_string()))
    }

    /// Sends a signed request and takes the whole answer.
    async fn exchange(
        &self,
        parts: samara_wire::OutgoingParts,
        operation: &'static str,
    ) -> Result<(http::response::Parts, Bytes), ClientError> {
        let malformed = |reason: String| ClientError::Malformed { operation, reason };
        let query =
            if parts.query.is_empty() { String::new() } else { format!("?{}", parts.query) };
        let uri = format!("{}{}{query}", self.endpoint, parts.path);
        let mut request = Request::new(Full::new(parts.body));
        *request.method_mut() =
            parts.method.parse().map_err(|_| malformed("an unknown method".to_owned()))?;
        *request.uri_mut() =
            uri.parse().map_err(|_| malformed(format!("'{uri}' is no address")))?;
        *request.headers_mut() = parts.headers;
        let unreachable = || ClientError::Unreachable { endpoint: self.endpoint.clone() };
        let response = self.http.request(request).await.map_err(|_| unreachable())?;
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(|_| unreachable())?.to_bytes();
        Ok((head, body))
    }
}
