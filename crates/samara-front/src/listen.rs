//! Listeners: the outer one, and one in each sandbox.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use samara_base::Arn;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tracing::Instrument;

use crate::body::{ResponseBody, Room, full};
use crate::context::TRACE_HEADER;
use crate::target::{self, Target};
use crate::{Front, Inner};

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
    connections: Arc<Semaphore>,
}

/// Connections of one sandbox at once: more than an SDK's pools open, too few to use up the
/// server's file descriptors.
const INSTANCE_CONNECTIONS_MAX: usize = 128;

/// Who is at the other end of a connection.
#[derive(Clone)]
pub(crate) struct Peer {
    pub(crate) address: IpAddr,
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
        let refused = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => {
                BindError::InUse { address: address.ip(), port: address.port() }
            }
            _ => BindError::Refused { address, source },
        };
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
        let inner = self.front.0;
        let connections = Arc::clone(&inner.connections);
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = stopped(&mut stop) => break,
            };
            let Ok(permit) = Arc::clone(&connections).acquire_owned().await else { break };
            match accepted {
                Ok((stream, address)) => {
                    let peer = Peer { address: address.ip(), instance: None };
                    let (inner, stop) = (inner.clone(), stop.clone());
                    tokio::spawn(async move {
                        connection(inner, stream, peer, stop).await;
                        drop(permit);
                    });
                }
                Err(error) => pause_after(&error).await,
            }
        }
        let all = u32::try_from(inner.config.connections_max).unwrap_or(u32::MAX);
        let _ = connections.acquire_many(all).await;
    }
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
        let caller = Arc::new(Caller {
            function: caller.function,
            bodies: Room::of(0),
            connections: Arc::new(Semaphore::new(INSTANCE_CONNECTIONS_MAX)),
        });
        let (_never, stop) = watch::channel(false);
        loop {
            let connections = Arc::clone(&caller.connections);
            let Ok(permit) = connections.acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, _)) => {
                    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
                    let peer = Peer { address, instance: Some(Arc::clone(&caller)) };
                    let (inner, stop) = (self.0.clone(), stop.clone());
                    tokio::spawn(async move {
                        connection(inner, stream, peer, stop).await;
                        drop(permit);
                    });
                }
                Err(error) => pause_after(&error).await,
            }
        }
    }
}

async fn connection(
    inner: Arc<Inner>,
    stream: TcpStream,
    peer: Peer,
    mut stop: watch::Receiver<bool>,
) {
    // Answers are small and whole: waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let (inner, peer) = (inner.clone(), peer.clone());
        async move { Ok::<_, std::convert::Infallible>(respond(inner, request, peer).await) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_mins(1))
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
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
        let host = host_of(&request);
        let path = request.uri().path().to_owned();
        match target::of(&host, &path, &inner.config.hosts) {
            Target::Api { id, stage, path } => {
                inner.serve_api(cx, request, (id, stage, path), &host).await
            }
            // A page of another site must not reach the operations through a person's browser.
            Target::Operation | Target::Status if is_cross_site(&request) => {
                plain(StatusCode::FORBIDDEN, "cross-site requests are refused")
            }
            Target::Operation => inner.serve_operation(cx, request, &peer).await,
            Target::Status => inner.serve_status(&cx, &request, &peer),
            Target::Health => plain(StatusCode::OK, "ok"),
            Target::Nothing => plain(StatusCode::NOT_FOUND, "there is nothing at this path"),
            Target::UnknownHost => plain(
                StatusCode::MISDIRECTED_REQUEST,
                "this server does not answer to that Host; name it with --host to allow it",
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

fn host_of(request: &Request<Incoming>) -> String {
    let header = request.headers().get(http::header::HOST).and_then(|host| host.to_str().ok());
    header.or_else(|| request.uri().host()).unwrap_or_default().to_ascii_lowercase()
}

fn is_cross_site(request: &Request<Incoming>) -> bool {
    request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site")
}

fn plain(status: StatusCode, text: &str) -> Response<ResponseBody> {
    let mut response = Response::new(full(format!("{text}\n").into()));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(http::header::CONTENT_TYPE, kind);
    response
}
