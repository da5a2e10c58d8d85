//! Listeners: the outer one, and one in each sandbox.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http::header::{CONNECTION, EXPECT};
use http::{HeaderValue, Request, Response, StatusCode};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1::{Builder, Connection as Http};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use samara_base::Arn;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tracing::Instrument;

use crate::body::{ResponseBody, Room, full};
use crate::connections::{Connections, Place};
use crate::context::TRACE_HEADER;
use crate::target::{self, Names, Target};
use crate::{Front, Inner, pages};

/// Why a listener could not be bound.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another process listens there.
    #[error(
        "port {port} of {address} is in use: stop the server that has it, or choose another port \
         with --port (0 takes any free one)"
    )]
    InUse {
        /// The address without its port.
        address: IpAddr,
        /// The port.
        port: u16,
    },
    /// The operating system refused for another reason.
    #[error("cannot listen on {address}")]
    Refused {
        /// The address.
        address: SocketAddr,
        /// The operating system's answer.
        #[source]
        source: io::Error,
    },
}

impl BindError {
    /// What the operating system's answer means.
    #[must_use]
    pub fn of(address: SocketAddr, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::AddrInUse => Self::InUse { address: address.ip(), port: address.port() },
            _ => Self::Refused { address, source },
        }
    }
}

/// The instance whose sandbox a listener lies in.
#[derive(Debug, Clone)]
pub struct InstanceCaller {
    /// The function's ARN, without a qualifier.
    pub function: Arn,
}

/// An instance that calls, with what it may take of the door.
pub(crate) struct Caller {
    pub(crate) function: Arn,
    pub(crate) bodies: Room,
}

/// Connections of one sandbox at once: more than an SDK's pools open, too few to use up the
/// server's file descriptors.
const INSTANCE_CONNECTIONS_MAX: usize = 128;

/// Connections that are told that they are too many, at once; others are closed unanswered.
const REFUSALS_MAX: usize = 64;

/// Who is at the other end of a connection.
#[derive(Clone)]
pub(crate) struct Peer {
    pub(crate) address: IpAddr,
    /// The address of ours that it came to, which a request may name as its host.
    pub(crate) at: IpAddr,
    /// Set for a connection out of a sandbox.
    pub(crate) instance: Option<Arc<Caller>>,
}

/// The outer listener, bound and not yet served.
pub struct Listening {
    front: Front,
    listener: TcpListener,
    address: SocketAddr,
}

impl Listening {
    pub(crate) async fn bind(front: Front, address: SocketAddr) -> Result<Self, BindError> {
        let refused = |source| BindError::of(address, source);
        let listener = TcpListener::bind(address).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        Ok(Self { front, listener, address })
    }

    /// Where it listens; the port is the real one when any was asked for.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is true, then lets the requests under way end.
    pub async fn serve(self, mut stop: watch::Receiver<bool>) {
        let connections = self.front.0.connections.clone();
        let serving = async {
            tokio::select! {
                () = self.accept() => {}
                () = stopped(&mut stop) => {}
            }
            connections.drain().await;
        };
        tokio::select! {
            () = serving => {}
            () = connections.keep_swept() => {}
        }
    }

    /// Never returns.
    async fn accept(&self) {
        let inner = &self.front.0;
        let refusals = Arc::new(Semaphore::new(REFUSALS_MAX));
        loop {
            let (stream, address) = match self.listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    pause_after(&error).await;
                    continue;
                }
            };
            let (address, at) = (address.ip(), local(&stream));
            match inner.connections.place(address).await {
                Some(place) => {
                    let peer = Peer { address, at, instance: None };
                    tokio::spawn(connection(inner.clone(), nodelay(stream), peer, place));
                }
                None => {
                    if let Ok(permit) = refusals.clone().try_acquire_owned() {
                        tokio::spawn(async move {
                            too_many(stream).await;
                            drop(permit);
                        });
                    }
                }
            }
        }
    }
}

/// The address of ours that a connection came to.
fn local(stream: &TcpStream) -> IpAddr {
    stream.local_addr().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.ip())
}

/// Answers are small and whole: waiting to fill a packet only delays them.
fn nodelay(stream: TcpStream) -> TcpStream {
    let _ = stream.set_nodelay(true);
    stream
}

/// Tells one whose address has all the connections that it may have.
async fn too_many(mut stream: TcpStream) {
    const ANSWER: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
        content-type: text/plain; charset=utf-8\r\ncontent-length: 68\r\nretry-after: 1\r\n\
        connection: close\r\n\r\n\
        this address has as many connections as it may, and none is at rest\n";
    /// How long the other side has to take it: closing before it has read breaks the connection
    /// instead.
    const LINGER: Duration = Duration::from_secs(2);
    let _ = tokio::time::timeout(LINGER, async {
        stream.write_all(ANSWER).await?;
        stream.shutdown().await?;
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
    })
    .await;
}

/// Waits until `stop` is true, or nobody can make it so any more.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Out of file descriptors, most likely: accepting again at once would only burn the processor.
async fn pause_after(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be accepted");
    tokio::time::sleep(Duration::from_millis(50)).await;
}

impl Front {
    /// Serves a listener that lies in a sandbox until it is closed with the sandbox.
    pub async fn serve_instance(&self, listener: TcpListener, caller: InstanceCaller) {
        let caller = Arc::new(Caller { function: caller.function, bodies: Room::of(0) });
        let connections = Connections::new(INSTANCE_CONNECTIONS_MAX, usize::MAX);
        let accept = async {
            loop {
                match listener.accept().await {
                    Ok((stream, _)) => {
                        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
                        let Some(place) = connections.place(address).await else { continue };
                        let instance = Some(caller.clone());
                        let peer = Peer { address, at: address, instance };
                        tokio::spawn(connection(self.0.clone(), nodelay(stream), peer, place));
                    }
                    Err(error) => pause_after(&error).await,
                }
            }
        };
        tokio::select! {
            () = accept => {}
            () = connections.keep_swept() => {}
        }
    }
}

/// Serves a connection to its end. It needs no timer of hyper's: its place has the time.
pub(crate) async fn connection<S>(inner: Arc<Inner>, stream: S, peer: Peer, place: Place)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let place = Arc::new(place);
    let watched = TokioIo::new(place.watch(stream));
    let requests = place.clone();
    let service = service_fn(move |request| {
        let (inner, peer, place) = (inner.clone(), peer.clone(), requests.clone());
        place.begin();
        async move {
            let waits = waits_for_leave(&request);
            let mut answer = respond(inner, request, peer).await;
            if waits == Some(Awaited::Nothing) || waits.is_some() && !answer.status().is_success() {
                // Leave to send the body was never given. A client that takes this answer for the
                // one to its question (botocore does) would lose the next answer's head.
                answer = closing(answer);
            }
            place.rest();
            Ok::<_, std::convert::Infallible>(answer)
        }
    });
    let connection = Builder::new().header_read_timeout(None).serve_connection(watched, service);
    let connection = std::pin::pin!(connection);
    let ended = place.run(connection, Http::graceful_shutdown).await;
    match ended {
        Some(Ok(())) => {}
        Some(Err(error)) => tracing::debug!(%error, "a connection ended early"),
        None => tracing::debug!("a connection took too long, or its place was needed"),
    }
}

/// The body of a request that waits for leave to send it.
#[derive(PartialEq, Eq)]
enum Awaited {
    Nothing,
    Body,
}

/// Whether a request waits for leave (`Expect: 100-continue`), which is given when its body is
/// first asked for: never, where there is none.
fn waits_for_leave(request: &Request<Incoming>) -> Option<Awaited> {
    let expect = request.headers().get(EXPECT)?;
    let waits = expect.as_bytes().eq_ignore_ascii_case(b"100-continue");
    waits.then(|| if request.body().is_end_stream() { Awaited::Nothing } else { Awaited::Body })
}

/// Answers one request, whatever it is for.
async fn respond(
    inner: Arc<Inner>,
    request: Request<Incoming>,
    peer: Peer,
) -> Response<ResponseBody> {
    let cx = inner.context(request.headers(), Some(peer.address));
    let trace = cx.trace.to_string();
    let span = tracing::info_span!(
        "request",
        id = %cx.request_id,
        trace = %cx.trace.root.as_str(),
        method = %request.method(),
        path = %request.uri().path(),
    );
    let mut response = async {
        let Some(host) = host_of(&request) else {
            return plain(StatusCode::BAD_REQUEST, "this request names more than one host");
        };
        if !is_coding_known(&request) {
            let text = "of transfer codings this server knows chunked alone";
            return closing(plain(StatusCode::NOT_IMPLEMENTED, text));
        }
        let path = request.uri().path().to_owned();
        let names = Names { own: &inner.config.hosts, at: peer.at };
        match target::of(&host, &path, names) {
            Target::Api { id, stage, path } => {
                inner.serve_api(cx, request, (id, stage.as_deref(), path), &host).await
            }
            Target::Operation | Target::Status if is_from_page(&request) => {
                plain(StatusCode::FORBIDDEN, "web pages do not reach the operations of this server")
            }
            Target::Operation => {
                inner.serve_operation(cx, request, &peer, names.bucket(&host)).await
            }
            Target::Status => inner.serve_status(&cx, &request, &peer),
            Target::Health => plain(StatusCode::OK, "ok"),
            Target::Nothing => plain(StatusCode::NOT_FOUND, "there is nothing at this path"),
            Target::UnknownHost => plain(
                StatusCode::MISDIRECTED_REQUEST,
                "this server does not know that Host; start it with --host NAME to make it known",
            ),
        }
    }
    .instrument(span)
    .await;
    if let Ok(value) = HeaderValue::from_str(&trace) {
        response.headers_mut().entry(TRACE_HEADER).or_insert(value);
    }
    response
}

/// The host that a request names, in lower case; empty where it names none. `None` where it names
/// two, be it in two headers or in header and target: what is looked at here would not be what
/// others on the way looked at.
fn host_of<B>(request: &Request<B>) -> Option<String> {
    let mut headers = request.headers().get_all(http::header::HOST).iter();
    let header = headers.next().map(|host| host.to_str().unwrap_or_default().to_ascii_lowercase());
    let target = request.uri().authority().map(|target| target.as_str().to_ascii_lowercase());
    if headers.next().is_some() {
        return None;
    }
    match (header, target) {
        (Some(header), Some(target)) => (header == target).then_some(header),
        (one, other) => Some(one.or(other).unwrap_or_default()),
    }
}

/// Whether a body is coded in a way that is undone here, which is chunked and nothing else. Of
/// another coding the bytes would be taken for what they stand for (RFC 9112, 6.1).
fn is_coding_known<B>(request: &Request<B>) -> bool {
    let mut codings = request.headers().get_all(http::header::TRANSFER_ENCODING).iter();
    codings.all(|coding| coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked"))
}

/// An answer after which the connection ends.
fn closing(mut answer: Response<ResponseBody>) -> Response<ResponseBody> {
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}

fn is_from_page(request: &Request<Incoming>) -> bool {
    let query = request.uri().query().unwrap_or_default();
    pages::is_refused(request.method(), query, request.headers())
}

fn plain(status: StatusCode, text: &str) -> Response<ResponseBody> {
    let mut response = Response::new(full(format!("{text}\n").into()));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(http::header::CONTENT_TYPE, kind);
    response
}
