//! The Lambda Runtime API, version 2018-06-01, served on the sandbox's own loopback.
//!
//! Anything that speaks it runs unmodified: `lambda_runtime` in Rust, `awslambdaric`, a shell
//! script with curl. Requests become events for the instance's one driver, which answers each with
//! a verdict; nothing here knows in which state the instance is.
//!
//! There is no task here either: whoever drives the instance polls its connections ([`Guests`]).
//! With a task for each, a call went from one to the other and back four times, and every time
//! another thread was woken for it. So between calls nothing is read: a guest that asks for work
//! is heard when there is some.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::{Method, Request, Response, StatusCode};

use super::guests::{Desk, Guests, Message};
use crate::failure;
use crate::machine::{Cause, Event, Verdict};
use crate::spec::{Call, FailureKind, FunctionError, RESPONSE_BYTES_MAX};

/// How long a connection that the guest has given up may take to be seen as closed.
const RESET_LIMIT: Duration = Duration::from_millis(100);
const PREFIX: &str = "/2018-06-01/runtime/";

/// A call on its way to the guest.
pub(super) struct Work {
    call: Call,
    deadline_ms: u64,
}

/// The server's side of one guest's Runtime API.
pub(crate) struct RuntimeApi {
    guests: Guests,
    /// One that is being looked at.
    message: Option<Message>,
    /// Who waits for a verdict, and whether it asked for work.
    judged: Option<(Arc<Desk>, bool)>,
    /// Where a guest asks for work.
    asking: Option<Arc<Desk>>,
    /// The call that has no answer yet.
    open: Option<Arc<Work>>,
    /// Where it went, if anybody was there to take it.
    delivered: Option<Arc<Desk>>,
}

impl RuntimeApi {
    /// Serves the listener until dropped.
    pub(crate) fn serve(listener: OwnedFd) -> std::io::Result<Self> {
        let listener = TcpListener::from(listener);
        listener.set_nonblocking(true)?;
        let guests = Guests::of(tokio::net::TcpListener::from_std(listener)?);
        let (judged, asking) = (None, None);
        Ok(Self { guests, message: None, judged, asking, open: None, delivered: None })
    }

    /// See [`super::Link::receive`].
    pub(crate) async fn receive(&mut self) -> Event {
        loop {
            if self.message.is_none() {
                self.message = poll_fn(|cx| self.guests.poll_message(cx)).await;
            }
            let asks = |message: &Message| matches!(message.event, Event::Next);
            let again = self.open.is_some() && self.message.as_ref().is_some_and(asks);
            let unread = again && self.was_not_read(RESET_LIMIT).await;
            let Some(Message { event, desk }) = self.message.take() else {
                return Event::Ended(Cause::NotStarted("the Runtime API ended".to_owned()));
            };
            let asks = matches!(event, Event::Next);
            if asks {
                self.asking = Some(Arc::clone(&desk));
            }
            if unread {
                self.hand_over();
                continue;
            }
            if event.is_answer() {
                self.open = None;
            }
            self.judged = Some((desk, asks));
            return event;
        }
    }

    /// Whether the guest has not got its call: it had closed the connection over which it asked for
    /// it, as it does at its end, or as a client does whose patience ended while it was frozen.
    async fn was_not_read(&mut self, limit: Duration) -> bool {
        let Some(desk) = self.delivered.clone() else { return true };
        let mut connection = desk.connection.clone();
        let guests = &mut self.guests;
        let unread = async {
            let unread = std::pin::pin!(connection.is_unread());
            guests.poll_until(unread).await
        };
        tokio::time::timeout(limit, unread).await.unwrap_or(false)
    }

    /// See [`super::Link::verdict`].
    pub(crate) fn verdict(&mut self, verdict: Verdict) {
        let Some((desk, asks)) = self.judged.take() else { return };
        // Who asks for work, and may, waits for the work itself.
        if !(asks && verdict == Verdict::Accepted) {
            desk.judge(verdict);
            self.guests.turn_alone();
        }
    }

    /// See [`super::Link::deliver`].
    pub(crate) fn deliver(&mut self, call: &Call, deadline_ms: u64) {
        self.open = Some(Arc::new(Work { call: call.clone(), deadline_ms }));
        self.hand_over();
    }

    fn hand_over(&mut self) {
        let open = self.open.clone().zip(self.asking.take());
        self.delivered = open.and_then(|(work, desk)| {
            desk.connection.owe();
            desk.hand(work).then_some(desk)
        });
        self.guests.turn_alone();
    }

    /// See [`super::Link::left_unread`].
    pub(crate) async fn left_unread(&mut self) -> bool {
        self.was_not_read(super::CLOSE_LIMIT).await
    }
}

type Reply = Response<Full<Bytes>>;

/// Answers one request of a guest's, whose connection has this desk.
pub(super) async fn answer(request: Request<Incoming>, desk: &Desk) -> Result<Reply, Infallible> {
    let path = request.uri().path().to_owned();
    let Some(path) = path.strip_prefix(PREFIX) else {
        return Ok(refusal(StatusCode::NOT_FOUND, "NotFound", "No such path in the Runtime API"));
    };
    let parts: Vec<&str> = path.split('/').collect();
    let reply = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["invocation", "next"]) => match desk.say(Event::Next).await {
            Ok(work) => invocation(&work),
            Err(verdict) => verdict_reply(Some(verdict)),
        },
        (&Method::POST, ["invocation", id, "response"]) => {
            let id = (*id).to_owned();
            respond(request, id, desk).await
        }
        (&Method::POST, ["invocation", id, "error"]) => {
            let request_id = (*id).to_owned();
            match error_of(request, FailureKind::Handled).await {
                Ok(error) => post(Event::Failure { request_id, error }, desk).await,
                Err(reply) => reply,
            }
        }
        (&Method::POST, ["init", "error"]) => {
            match error_of(request, FailureKind::Unhandled).await {
                Ok(error) => post(Event::InitError(error), desk).await,
                Err(reply) => reply,
            }
        }
        _ => refusal(StatusCode::NOT_FOUND, "NotFound", "No such path in the Runtime API"),
    };
    Ok(reply)
}

/// A call as the guest reads it.
fn invocation(work: &Work) -> Reply {
    let Work { call, deadline_ms } = work;
    let mut response = Response::builder()
        .header(CONTENT_TYPE, "application/json")
        .header("Lambda-Runtime-Aws-Request-Id", &call.request_id)
        .header("Lambda-Runtime-Deadline-Ms", *deadline_ms)
        .header("Lambda-Runtime-Invoked-Function-Arn", &call.invoked_function_arn)
        .header("Lambda-Runtime-Trace-Id", &call.trace);
    if let Some(context) = &call.client_context {
        response = response.header("Lambda-Runtime-Client-Context", context);
    }
    if let Some(identity) = &call.cognito_identity {
        response = response.header("Lambda-Runtime-Cognito-Identity", identity);
    }
    response.body(Full::new(call.payload.clone())).unwrap_or_else(|_| verdict_reply(None))
}

async fn respond(request: Request<Incoming>, request_id: String, desk: &Desk) -> Reply {
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
    post(event, desk).await
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

/// Says what is no question for work.
async fn post(event: Event, desk: &Desk) -> Reply {
    verdict_reply(desk.say(event).await.err())
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
