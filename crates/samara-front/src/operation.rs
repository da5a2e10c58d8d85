//! One operation's way: signature, input, permission, run, answer.

use std::sync::Arc;

use http::{HeaderMap, Request, Response, StatusCode};
use hyper::body::Incoming;
use samara_base::RequestId;
use samara_service::{Answer, Call, Cx, Fault, Place, Principal, Refusal, ServiceTable};
use samara_store::{About, Origin, StoreExt, Txn};
use samara_wire::sigv4::{self, SignatureError, Signed};
use samara_wire::{
    Document, OperationModel, RequestParts, ResponseParts, ServiceModel, Unmatched, WireError,
};

use crate::Inner;
use crate::body::{self, BodyError, ResponseBody};
use crate::encoding;
use crate::listen::Peer;
use crate::table::{entry, not_built};

/// The longest head of a request, bytes: its path, its query and its headers.
const HEAD_BYTES_MAX: usize = 16 * 1024;

/// What a query may read before it goes to the pool, bytes with the costs that the store counts:
/// some 100 short items, or half as much time as the largest item takes that `GetItem` reads. Going
/// there costs a query of one item a quarter of its time.
const PAGE_BYTES_MAX: usize = 128 * 1024;

/// What a request to an operation asks, once its head is read.
struct Asked<'a> {
    table: &'a ServiceTable,
    operation: &'static OperationModel,
}

/// A request whose head is read and whose body is not.
struct Arrived<'a> {
    /// Its parts, with the path that it means.
    parts: RequestParts<'a>,
    /// The path that was sent and signed.
    path: &'a str,
    body: Incoming,
    signed: Result<Signed, SignatureError>,
}

/// An answer's head, and the blob behind it where one is streamed.
struct Encoded {
    parts: ResponseParts,
    body: Option<ResponseBody>,
}

impl Inner {
    /// Serves a request to an operation. `bucket` is the one that the host names, which only S3
    /// goes by.
    pub(crate) async fn serve_operation(
        self: &Arc<Self>,
        cx: Cx,
        request: Request<Incoming>,
        peer: &Peer,
        bucket: Option<&str>,
    ) -> Response<ResponseBody> {
        let (head, body) = request.into_parts();
        let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
        let parts = RequestParts {
            method: head.method.as_str(),
            path,
            query,
            headers: &head.headers,
            body: bytes::Bytes::new(),
        };
        let signed = sigv4::parse(&parts);
        let Some(table) = self.service_of(signed.as_ref().ok(), &head.headers, path) else {
            return unknown_service(&cx, signed.as_ref().ok(), &head.headers);
        };
        let in_bucket = bucket.filter(|_| table.model.id == "s3").map(|bucket| match path {
            "/" => format!("/{bucket}"),
            path => format!("/{bucket}{path}"),
        });
        let meant = in_bucket.as_deref().unwrap_or(path);
        let arrived = Arrived { parts: RequestParts { path: meant, ..parts }, path, body, signed };
        let result = self.operate(cx.clone(), table, arrived, peer).await;
        let mut encoded = result.unwrap_or_else(|failure| failure.encode(table.model, &cx));
        encoding::name_type(table.model, &head.headers, &mut encoded.parts);
        encoding::deflate(table.model, &head.headers, &mut encoded.parts);
        respond(encoded)
    }

    fn service_of(
        &self,
        signed: Option<&Signed>,
        headers: &HeaderMap,
        path: &str,
    ) -> Option<&ServiceTable> {
        let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
        if let Some(signed) = signed {
            return self.table.signed_for(&signed.service, path, target);
        }
        match target {
            Some(target) => self.table.targeted(target),
            // Somebody who signs nothing is answered as S3 does, the only service of AWS that
            // knows such callers.
            None => self.table.service("s3"),
        }
    }

    async fn operate(
        self: &Arc<Self>,
        mut cx: Cx,
        table: &ServiceTable,
        arrived: Arrived<'_>,
        peer: &Peer,
    ) -> Result<Encoded, Failed> {
        let Arrived { mut parts, path, body, signed } = arrived;
        // What is no operation is told to be none, even to who did not sign.
        if signed.is_err() && parts.header("x-amz-target").is_some() {
            operation_of(table, &parts)?;
        }
        let mut signed = signed?;
        check_head(&parts, path)?;
        if signed.region != cx.region.as_str() && !is_global(table.model) {
            return Err(SignatureError::region(&signed.region, cx.region.as_str()).into());
        }
        // awsQuery names its operation in the body, so that is read first there.
        let streamed = match samara_wire::match_operation(table.model, &parts) {
            Ok(operation) => samara_wire::streams_input(table.model, operation),
            Err(_) => false,
        };
        // Held until the operation has ended: its input is as large as its body.
        let mut room = (None, None);
        let mut staged = None;
        let headers;
        cx.principal = if streamed {
            signed.body_is_staged = true;
            let sent = RequestParts { path, ..parts.clone() };
            let (principal, key) =
                self.identity.verify(&self.store, &signed, &sent, (peer, cx.now))?;
            let length = parts.header("x-amz-decoded-content-length");
            let length = length.and_then(|length| length.parse().ok());
            let chunks = sigv4::chunk::Decoder::new(&signed, key, length);
            let chunked = chunks.is_some();
            let body = body::stage(body, &self.store, &signed, chunks).await?;
            if chunked {
                headers = body::without_chunks(parts.headers, &body.trailers);
                parts.headers = &headers;
            }
            staged = Some(body.document);
            principal
        } else {
            // Strangers' bodies are not worth reading.
            self.identity.know(&self.store, &signed, (peer, cx.now))?;
            let max = samara_wire::body_bytes_max(table.model);
            if let Some(caller) = &peer.instance {
                room.0 = Some(caller.bodies.take(&body, max).await?);
            }
            room.1 = Some(self.bodies.take(&body, max).await?);
            parts.body = body::read(body, max).await?;
            let sent = RequestParts { path, ..parts.clone() };
            let principal = self.identity.verify(&self.store, &signed, &sent, (peer, cx.now))?.0;
            parts.body = encoding::inflate(table.model, parts.headers, parts.body, max)?;
            principal
        };
        let operation = operation_of(table, &parts)?;
        let asked = Asked { table, operation };
        self.run(cx, &asked, &parts, staged).await
    }

    async fn run(
        self: &Arc<Self>,
        cx: Cx,
        asked: &Asked<'_>,
        parts: &RequestParts<'_>,
        staged: Option<String>,
    ) -> Result<Encoded, Failed> {
        let Asked { table, operation } = asked;
        // A body may be minutes on its way. The operation happens when it is there: what is
        // written then must not look older than what others wrote meanwhile.
        let cx = Cx { now: self.clock.now(), ..cx };
        let entry = entry(table, operation.name)?;
        let decoded = samara_wire::decode_input(table.model, operation, parts, staged)?;
        if let Some(member) = decoded.unknown.first() {
            let what = format!("the member {member} of {}", operation.name);
            return Err(Refusal::unsupported(what).into());
        }
        let call = entry.with(decoded.document).map_err(Refusal::internal)?;
        let call: Arc<dyn Call> = call.into();
        let encoder = Encoder { model: table.model, operation, request: cx.request_id.clone() };
        let answer = self.perform(&cx, call, &encoder).await?;
        self.finish(encoder, answer).await
    }

    /// Checks the permission, runs the operation where it belongs, and writes what it gave there.
    async fn perform(
        self: &Arc<Self>,
        cx: &Cx,
        call: Arc<dyn Call>,
        encoder: &Encoder,
    ) -> Result<Answer<ResponseParts>, Refusal> {
        let touched = call.access(cx);
        if cx.principal != Principal::Root {
            self.table.authorize(cx, &self.store, &touched)?;
        }
        match call.place() {
            Place::Read => encoder.answer(self.store.read(|txn| call.run(cx, txn))?),
            Place::Page => {
                let little = self.store.read_up_to(PAGE_BYTES_MAX, |txn| call.run(cx, txn));
                match little {
                    Some(answer) => encoder.answer(answer?),
                    None => self.scan(cx.clone(), call, encoder.clone()).await,
                }
            }
            Place::Scan => self.scan(cx.clone(), call, encoder.clone()).await,
            Place::Write => {
                let about = About { origin: Origin::Client, trace: Some(cx.trace.to_string()) };
                let each = Arc::clone(&call).each(cx, Arc::clone(&self.store), about.clone());
                if let Some(outcome) = each {
                    return encoder.answer(outcome.await?);
                }
                let cx = cx.clone();
                let work = move |txn: &mut dyn Txn| call.run(&cx, txn);
                encoder.answer(self.store.write(about, work).await??)
            }
        }
    }

    /// Runs a long read in the pool. Its answer is long too, and is written there.
    async fn scan(
        self: &Arc<Self>,
        cx: Cx,
        call: Arc<dyn Call>,
        encoder: Encoder,
    ) -> Result<Answer<ResponseParts>, Refusal> {
        let store = self.store.clone();
        let read = move || encoder.answer(store.read(|txn| call.run(&cx, txn))?);
        self.scans.run(read).await
    }

    /// Does what the operation asked for.
    async fn finish(
        self: &Arc<Self>,
        encoder: Encoder,
        answer: Answer<ResponseParts>,
    ) -> Result<Encoded, Failed> {
        match answer {
            Answer::Done(parts) => Ok(Encoded { parts, body: None }),
            Answer::Invoke(invocation) => {
                let runs = self.invoker.get();
                let runs =
                    runs.ok_or_else(|| Refusal::internal("the server starts: no invoker yet"))?;
                let output = samara_lambda::invoke_output(runs.invoke(*invocation).await?);
                Ok(Encoded { parts: encoder.output(&output)?, body: None })
            }
            Answer::Stream { output: mut parts, pieces } => {
                let body = body::stream(self.store.clone(), pieces).map_err(Refusal::from)?;
                parts.stream = None;
                Ok(Encoded { parts, body: Some(body) })
            }
            Answer::Wait(_) => Err(Refusal::unsupported("long polls yet").into()),
        }
    }
}

/// Writes an operation's output as its service does.
#[derive(Clone)]
struct Encoder {
    model: &'static ServiceModel,
    operation: &'static OperationModel,
    request: RequestId,
}

impl Encoder {
    fn output(&self, output: &Document) -> Result<ResponseParts, Refusal> {
        samara_wire::encode_output(self.model, self.operation, output, self.request.as_str())
            .map_err(Refusal::internal)
    }

    /// An answer with its output written.
    fn answer(&self, answer: Answer<Document>) -> Result<Answer<ResponseParts>, Refusal> {
        Ok(match answer {
            Answer::Done(output) => Answer::Done(self.output(&output)?),
            Answer::Stream { output, pieces } => {
                Answer::Stream { output: self.output(&output)?, pieces }
            }
            Answer::Invoke(invocation) => Answer::Invoke(invocation),
            Answer::Wait(wait) => Answer::Wait(wait),
        })
    }
}

/// That a request's head is not over AWS's bound.
fn check_head(parts: &RequestParts<'_>, path: &str) -> Result<(), Refusal> {
    let headers = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    if headers.sum::<usize>() + path.len() + parts.query.len() <= HEAD_BYTES_MAX {
        return Ok(());
    }
    let message = "Your request header section exceeds the maximum allowed size.";
    Err(Refusal::caller("RequestHeaderSectionTooLarge", 400, message))
}

/// IAM and STS have one endpoint for all regions, so any region's signature is good there.
fn is_global(model: &ServiceModel) -> bool {
    matches!(model.id, "iam" | "sts")
}

/// Everything that can end a request before its answer.
enum Failed {
    Signature(SignatureError),
    Decode(samara_wire::DecodeError),
    Body(BodyError),
    Unknown,
    Refused(Refusal),
}

fn operation_of(
    table: &ServiceTable,
    parts: &RequestParts<'_>,
) -> Result<&'static OperationModel, Failed> {
    match samara_wire::match_operation(table.model, parts) {
        Ok(operation) => Ok(operation),
        Err(Unmatched::Known(name)) => Err(not_built(table.model, name).into()),
        Err(Unmatched::Unknown) => Err(Failed::Unknown),
    }
}

impl From<SignatureError> for Failed {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl From<samara_wire::DecodeError> for Failed {
    fn from(error: samara_wire::DecodeError) -> Self {
        Self::Decode(error)
    }
}

impl From<BodyError> for Failed {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::Store(error) => Self::Refused(error.into()),
            error => Self::Body(error),
        }
    }
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Failed {
    fn encode(self, model: &ServiceModel, cx: &Cx) -> Encoded {
        let id = cx.request_id.as_str();
        let write = |error: &WireError<'_>| {
            let parts = samara_wire::encode_error(model, error, id);
            Encoded { parts, body: None }
        };
        match self {
            Self::Signature(error) => write(&error.wire(model)),
            Self::Decode(error) => write(&error.wire()),
            Self::Unknown => write(&samara_wire::unknown_operation(model)),
            Self::Body(error) => {
                let (code, status) = match &error {
                    BodyError::TooLarge { .. } => ("RequestEntityTooLargeException", 413),
                    BodyError::Slow => ("RequestTimeout", 400),
                    // DynamoDB's status, though the fault is the caller's.
                    BodyError::Encoding => ("InternalServerError", 500),
                    BodyError::Hash => ("XAmzContentSHA256Mismatch", 400),
                    BodyError::Chunks(error) => {
                        let error = error.wire("");
                        (error.code, error.status)
                    }
                    BodyError::Broken | BodyError::Store(_) => ("IncompleteBody", 400),
                };
                let refusal = Refusal::caller(code, status, error.to_string());
                write(&wire_error(&refusal, model))
            }
            Self::Refused(refusal) => {
                log(&refusal);
                write(&wire_error(&refusal, model))
            }
        }
    }
}

/// The log has the whole chain, once; the client never sees it.
fn log(refusal: &Refusal) {
    if refusal.fault == Fault::Server {
        let mut chain = String::new();
        let mut cause = std::error::Error::source(refusal);
        while let Some(error) = cause {
            chain.push_str(": ");
            chain.push_str(&error.to_string());
            cause = error.source();
        }
        tracing::error!(code = %refusal.code, "{refusal}{chain}");
    } else {
        tracing::debug!(code = %refusal.code, "refused: {refusal}");
    }
}

fn wire_error<'a>(refusal: &'a Refusal, model: &ServiceModel) -> WireError<'a> {
    let fields = match &refusal.fields {
        Document::Null => None,
        fields => Some(fields),
    };
    let fault = match refusal.fault {
        Fault::Caller => samara_wire::Fault::Sender,
        Fault::Server => samara_wire::Fault::Receiver,
    };
    let (mut code, mut status) = (refusal.code.as_ref(), refusal.status);
    if code == "AccessDeniedException" {
        (code, status) = access_denied(model);
    }
    WireError { code, message: &refusal.message, status, fields, fault }
}

/// Each family of services has its own name for a missing permission.
fn access_denied(model: &ServiceModel) -> (&'static str, u16) {
    use samara_wire::Protocol;
    match model.protocol {
        Protocol::AwsQuery | Protocol::RestXml => ("AccessDenied", 403),
        Protocol::RestJson => ("AccessDeniedException", 403),
        Protocol::AwsJson10 | Protocol::AwsJson11 => ("AccessDeniedException", 400),
    }
}

/// A service that is not here: awsJson's form is the one that every SDK shows a message of.
/// The operation is named too, where a header tells it.
fn unknown_service(
    cx: &Cx,
    signed: Option<&Signed>,
    headers: &HeaderMap,
) -> Response<ResponseBody> {
    let name = signed.map_or("that this request is for", |signed| signed.service.as_str());
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    let operation = target.and_then(|target| target.rsplit_once('.'));
    let message = match operation {
        Some((_, operation)) => {
            format!("Samara does not support the service {name} ({operation}).")
        }
        None => format!("Samara does not support the service {name}."),
    };
    let body = serde_json::json!({ "__type": "NotImplemented", "message": message });
    let mut parts = ResponseParts {
        status: StatusCode::NOT_IMPLEMENTED,
        body: body.to_string().into(),
        ..ResponseParts::default()
    };
    for (name, value) in [
        ("content-type", "application/x-amz-json-1.1"),
        ("x-amzn-requestid", cx.request_id.as_str()),
    ] {
        if let Ok(value) = value.parse() {
            parts.headers.insert(name, value);
        }
    }
    respond(Encoded { parts, body: None })
}

fn respond(encoded: Encoded) -> Response<ResponseBody> {
    let Encoded { parts, body } = encoded;
    let mut response = Response::new(body.unwrap_or_else(|| body::full(parts.body)));
    *response.status_mut() = parts.status;
    *response.headers_mut() = parts.headers;
    response
}
