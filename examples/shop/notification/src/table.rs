//! The table of notices: one signed `PutItem` over HTTP.
//!
//! One operation of one service does not need the whole AWS SDK, which would be most of this
//! program and of the time to build it. AWS's own signer (`aws-sigv4`) and an HTTP client are
//! enough. What the SDK would do and this does not: retries. The platform runs a failed event
//! again, and a second try here would only spend the function's time on the same outage.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use bytes::Bytes;
use http::{Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use lambda_runtime::tower::BoxError;
use serde_json::json;

use crate::notice::Notice;

/// The longest that one write may take, milliseconds; well inside the function's own timeout.
const WRITE_TIMEOUT_MS: u64 = 5_000;
/// The longest answer that is read, bytes. DynamoDB's to a `PutItem` is far below it.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Where the table is and as whom it is written.
pub(crate) struct Config {
    /// The table's name.
    pub(crate) table: String,
    /// In whose name notices are sent.
    pub(crate) sender: String,
    /// The region that requests are signed for.
    pub(crate) region: String,
    /// DynamoDB's address.
    pub(crate) endpoint: Uri,
    /// The credentials of the function's role.
    pub(crate) credentials: Credentials,
}

/// The table of notices.
pub(crate) struct Table {
    config: Config,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

/// Whether a notice was new.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is in the table now.
    New,
    /// An earlier delivery of the same event had written it.
    Already,
}

/// Why a notice could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    /// The request could not be signed.
    #[error("cannot sign the request to DynamoDB")]
    Sign(#[source] BoxError),
    /// The request could not be formed.
    #[error("cannot form the request to DynamoDB")]
    Form(#[from] http::Error),
    /// DynamoDB could not be reached.
    #[error("cannot reach DynamoDB")]
    Reach(#[from] hyper_util::client::legacy::Error),
    /// The answer broke off, or was too long.
    #[error("cannot read DynamoDB's answer")]
    Answer(#[source] BoxError),
    /// DynamoDB took too long.
    #[error("DynamoDB did not answer within {WRITE_TIMEOUT_MS} ms")]
    Slow(#[from] tokio::time::error::Elapsed),
    /// DynamoDB said no.
    #[error("DynamoDB refused the notice with {status}: {answer}")]
    Refused {
        /// The HTTP status.
        status: StatusCode,
        /// What it said.
        answer: String,
    },
}

impl Table {
    /// The table that `config` names. Connects when it is first written to.
    pub(crate) fn new(config: Config) -> Self {
        let connector =
            HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        Self { config, client: Client::builder(TokioExecutor::new()).build(connector) }
    }

    /// Writes a notice, unless one of the same order and kind is there.
    ///
    /// # Errors
    /// If it is not known to be in the table afterwards; the event has to be delivered again.
    pub(crate) async fn write(&self, notice: &Notice) -> Result<Written, WriteError> {
        let request = self.request(notice)?;
        let limit = Duration::from_millis(WRITE_TIMEOUT_MS);
        let (status, answer) = tokio::time::timeout(limit, self.send(request)).await??;
        match status {
            StatusCode::OK => Ok(Written::New),
            _ if answer.contains("ConditionalCheckFailedException") => Ok(Written::Already),
            _ => Err(WriteError::Refused { status, answer }),
        }
    }

    fn request(&self, notice: &Notice) -> Result<Request<Full<Bytes>>, WriteError> {
        let body = put_item(&self.config, notice);
        let headers = [
            ("content-type", "application/x-amz-json-1.0"),
            ("x-amz-target", "DynamoDB_20120810.PutItem"),
        ];
        let mut request = Request::post(self.config.endpoint.clone());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut request = request.body(Full::new(body.clone()))?;
        self.sign(&mut request, headers, &body).map_err(WriteError::Sign)?;
        Ok(request)
    }

    fn sign(
        &self,
        request: &mut Request<Full<Bytes>>,
        headers: [(&str, &str); 2],
        body: &[u8],
    ) -> Result<(), BoxError> {
        let identity = self.config.credentials.clone().into();
        let parameters = SigningParams::builder()
            .identity(&identity)
            .region(&self.config.region)
            .name("dynamodb")
            .time(now())
            .settings(SigningSettings::default())
            .build()?
            .into();
        let uri = self.config.endpoint.to_string();
        let signable =
            SignableRequest::new("POST", uri, headers.into_iter(), SignableBody::Bytes(body))?;
        let (instructions, _signature) = sign(signable, &parameters)?.into_parts();
        instructions.apply_to_request_http1x(request);
        Ok(())
    }

    async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<(StatusCode, String), WriteError> {
        let (head, body) = self.client.request(request).await?.into_parts();
        let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
        let bytes = body.map_err(WriteError::Answer)?.to_bytes();
        Ok((head.status, String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// The body of the `PutItem`: in DynamoDB's own JSON, where each value is under its type's name.
fn put_item(config: &Config, notice: &Notice) -> Bytes {
    let request = json!({
        "TableName": config.table,
        "ConditionExpression": "attribute_not_exists(orderId)",
        "Item": {
            "orderId": {"S": notice.order_id},
            "kind": {"S": notice.kind},
            "sender": {"S": config.sender},
            "recipient": {"S": notice.recipient},
            "text": {"S": notice.text},
            "eventId": {"S": notice.event_id},
            "time": {"S": notice.time},
        },
    });
    request.to_string().into()
}

#[expect(clippy::disallowed_methods, reason = "an application of its own; it signs with real time")]
fn now() -> SystemTime {
    SystemTime::now()
}
