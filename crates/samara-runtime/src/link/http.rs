//! The Lambda Runtime API, version 2018-06-01, served on the sandbox's own loopback.
//!
//! Anything that speaks it runs unmodified: `lambda_runtime` in Rust, `awslambdaric`, a shell
//! script with curl. Requests become events for the instance's one driver, which answers each with
//! a verdict; nothing here knows in which state the instance is.

use std::convert::Infallible;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::AbortHandle;

use super::witness::{Told, Witness};
use crate::failure;
use crate::machine::{Cause, Event, Verdict};
use crate::spec::{Call, FailureKind, FunctionError, RESPONSE_BYTES_MAX};

/// A runtime has one connection, or a few; more wait to be accepted.
const CONNECTIONS_MAX: usize = 16;
/// Requests that wait for the instance's driver.
const WAITING_MAX: usize = 16;
/// How long a connection that the guest has given up may take to be seen as closed.
const RESET_LIMIT: Duration = Duration::from_millis(100);
const PREFIX: &str = "/2018-06-01/runtime/";

/// One request of the guest's.
struct Message {
    event: Event,
    verdict: oneshot::Sender<Verdict>,
    /// Where the call goes, when the event asks for one.
    work: Option<Asking>,
}

/// A guest that asks for work.
struct Asking {
    work: oneshot::Sender<Work>,
    /// The connection over which it asks.
    connection: Told,
}

/// A call on its way to the guest.
#[derive(Clone)]
struct Work {
    call: Call,
    deadline_ms: u64,
}

/// The server's side of one guest's Runtime API.
pub(crate) struct RuntimeApi {
    messages: mpsc::Receiver<Message>,
    /// One that is being looked at.
    message: Option<Message>,
    verdict: Option<oneshot::Sender<Verdict>>,
    asking: Option<Asking>,
    /// The call that has no answer yet.
    open: Option<Work>,
    /// The connection over which it went, if anybody was there to take it.
    delivered: Option<Told>,
    accepting: AbortHandle,
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl RuntimeApi {
    /// Serves the listener until dropped.
    pub(crate) fn serve(listener: OwnedFd) -> std::io::Result<Self> {
        let listener = TcpListener::from(listener);
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (sender, messages) = mpsc::channel(WAITING_MAX);
        // Owner: this value, which aborts it when dropped; the connections end with the sandbox,
        // whose processes hold their other ends. An accept error ends the guest's API, and its
        // deadline then ends the guest.
        let accepting = tokio::spawn(accept(listener, sender)).abort_handle();
        Ok(Self {
            messages,
            message: None,
            verdict: None,
            asking: None,
            open: None,
            delivered: None,
            accepting,
        })
    }

    /// See [`super::Link::receive`].
    pub(crate) async fn receive(&mut self) -> Event {
        loop {
            if self.message.is_none() {
                self.message = self.messages.recv().await;
            }
            let asks = |message: &Message| matches!(message.event, Event::Next);
            let again = self.open.is_some() && self.message.as_ref().is_some_and(asks);
            let unread = again && self.was_not_read(RESET_LIMIT).await;
            let Some(Message { event, verdict, work }) = self.message.take() else {
                return Event::Ended(Cause::NotStarted("the Runtime API ended".to_owned()));
            };
            self.asking = work.or_else(|| self.asking.take());
            if unread {
                let _left = verdict.send(Verdict::Accepted);
                self.hand_over();
                continue;
            }
            if event.is_answer() {
                self.open = None;
            }
            self.verdict = Some(verdict);
            return event;
        }
    }

    /// Whether the guest has not got its call: it had closed the connection over which it asked for
    /// it, as it does at its end, or as a client does whose patience ended while it was frozen.
    async fn was_not_read(&mut self, limit: Duration) -> bool {
        let Some(connection) = &mut self.delivered else { return true };
        tokio::time::timeout(limit, connection.is_unread()).await.unwrap_or(false)
    }

    /// See [`super::Link::verdict`].
    pub(crate) fn verdict(&mut self, verdict: Verdict) {
        if let Some(waiting) = self.verdict.take() {
            let _left = waiting.send(verdict);
        }
    }

    /// See [`super::Link::deliver`].
    pub(crate) fn deliver(&mut self, call: &Call, deadline_ms: u64) {
        self.open = Some(Work { call: call.clone(), deadline_ms });
        self.hand_over();
    }

    fn hand_over(&mut self) {
        let open = self.open.clone().zip(self.asking.take());
        self.delivered = open.and_then(|(call, Asking { work, connection })| {
            connection.owe();
            work.send(call).ok().map(|()| connection)
        });
    }

    /// See [`super::Link::left_unread`].
    pub(crate) async fn left_unread(&mut self) -> bool {
        self.was_not_read(super::CLOSE_LIMIT).await
    }
}

async fn accept(listener: tokio::net::TcpListener, messages: mpsc::Sender<Message>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else { return };
        let _unbuffered = stream.set_nodelay(true);
        let (stream, connection) = Witness::of(stream);
        let guest = Guest { messages: messages.clone(), connection };
        // Owner: the connection itself; it ends when the guest closes it or dies.
        tokio::spawn(async move {
            let service = service_fn(|request| Box::pin(answer(request, &guest)));
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service);
            if let Ok(over) = connection.without_shutdown().await {
                over.io.into_inner().linger().await;
            }
            drop(place);
        });
    }
}

/// One connection of the guest's.
struct Guest {
    messages: mpsc::Sender<Message>,
    connection: Told,
}

type Reply = Response<Full<Bytes>>;

async fn answer(request: Request<Incoming>, guest: &Guest) -> Result<Reply, Infallible> {
    let messages = &guest.messages;
    let path = request.uri().path().to_owned();
    let Some(path) = path.strip_prefix(PREFIX) else {
        return Ok(refusal(StatusCode::NOT_FOUND, "NotFound", "No such path in the Runtime API"));
    };
    let parts: Vec<&str> = path.split('/').collect();
    let reply = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["invocation", "next"]) => next(guest).await,
        (&Method::POST, ["invocation", id, "response"]) => {
            let id = (*id).to_owned();
            respond(request, id, messages).await
        }
        (&Method::POST, ["invocation", id, "error"]) => {
            let request_id = (*id).to_owned();
            match error_of(request, FailureKind::Handled).await {
                Ok(error) => post(Event::Failure { request_id, error }, messages).await,
                Err(reply) => reply,
            }
        }
        (&Method::POST, ["init", "error"]) => {
            match error_of(request, FailureKind::Unhandled).await {
                Ok(error) => post(Event::InitError(error), messages).await,
                Err(reply) => reply,
            }
        }
        _ => refusal(StatusCode::NOT_FOUND, "NotFound", "No such path in the Runtime API"),
    };
    Ok(reply)
}

/// Sends an event to the driver and waits for its verdict.
async fn judge(
    event: Event,
    work: Option<Asking>,
    messages: &mpsc::Sender<Message>,
) -> Option<Verdict> {
    let (verdict, judged) = oneshot::channel();
    messages.send(Message { event, verdict, work }).await.ok()?;
    judged.await.ok()
}

async fn next(guest: &Guest) -> Reply {
    let (sender, work) = oneshot::channel();
    let asking = Asking { work: sender, connection: guest.connection.clone() };
    match judge(Event::Next, Some(asking), &guest.messages).await {
        Some(Verdict::Accepted) => {}
        verdict => return verdict_reply(verdict),
    }
    match work.await {
        Ok(work) => invocation(work),
        Err(_) => verdict_reply(None),
    }
}

/// A call as the guest reads it.
fn invocation(work: Work) -> Reply {
    let Work { call, deadline_ms } = work;
    let mut response = Response::builder()
        .header(CONTENT_TYPE, "application/json")
        .header("Lambda-Runtime-Aws-Request-Id", call.request_id)
        .header("Lambda-Runtime-Deadline-Ms", deadline_ms)
        .header("Lambda-Runtime-Invoked-Function-Arn", call.invoked_function_arn)
        .header("Lambda-Runtime-Trace-Id", call.trace);
    if let Some(context) = call.client_context {
        response = response.header("Lambda-Runtime-Client-Context", context);
    }
    if let Some(identity) = call.cognito_identity {
        response = response.header("Lambda-Runtime-Cognito-Identity", identity);
    }
    response.body(Full::new(call.payload)).unwrap_or_else(|_| verdict_reply(None))
}

async fn respond(
    request: Request<Incoming>,
    request_id: String,
    messages: &mpsc::Sender<Message>,
) -> Reply {
    let event = match Limited::new(request.into_body(), RESPONSE_BYTES_MAX).collect().await {
        Ok(body) => Event::Response { request_id, payload: body.to_bytes() },
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            Event::Oversized { request_id }
        }
        Err(_) => {
            let text = "The response was cut short";
            return refusal(StatusCode::BAD_REQUEST, "TruncatedResponse", text);
        }
    };
    post(event, messages).await
}

async fn error_of(request: Request<Incoming>, kind: FailureKind) -> Result<FunctionError, Reply> {
    let header = request.headers().get("Lambda-Runtime-Function-Error-Type").cloned();
    let body = Limited::new(request.into_body(), RESPONSE_BYTES_MAX)
        .collect()
        .await
        .map_err(|_| verdict_reply(Some(Verdict::TooLarge)))?
        .to_bytes();
    let named = header.and_then(|value| value.to_str().ok().map(str::to_owned));
    let mut error = failure::reported(body, kind);
    if error.payload.is_empty() {
        error = failure::platform(kind, "Unknown", String::new());
    }
    if let Some(named) = named
        && error.error_type == failure::UNNAMED
    {
        error.error_type = named;
    }
    Ok(error)
}

async fn post(event: Event, messages: &mpsc::Sender<Message>) -> Reply {
    verdict_reply(judge(event, None, messages).await)
}

/// How a verdict looks to the guest.
fn verdict_reply(verdict: Option<Verdict>) -> Reply {
    match verdict {
        Some(Verdict::Accepted) => reply(StatusCode::ACCEPTED, r#"{"status":"OK"}"#.to_owned()),
        Some(Verdict::WrongState) => {
            refusal(StatusCode::FORBIDDEN, "InvalidStateTransition", "State transition not allowed")
        }
        Some(Verdict::WrongRequest) => {
            refusal(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID")
        }
        Some(Verdict::TooLarge) => refusal(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestEntityTooLarge",
            &format!("Exceeded maximum allowed payload size ({RESPONSE_BYTES_MAX} bytes)."),
        ),
        None => refusal(StatusCode::INTERNAL_SERVER_ERROR, "Container", "The instance is ending"),
    }
}

fn refusal(status: StatusCode, error_type: &str, message: &str) -> Reply {
    let body = serde_json::json!({ "errorMessage": message, "errorType": error_type });
    reply(status, body.to_string())
}

fn reply(status: StatusCode, body: String) -> Reply {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    let json = hyper::header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
