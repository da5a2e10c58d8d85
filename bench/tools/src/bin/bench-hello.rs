//! The yardstick: the least that an HTTP/1.1 server in Rust does.
//!
//! Every figure of the benchmarks is also given as a ratio to this server's, measured seconds
//! before, so that a figure says something on another machine too. It listens on a free port and
//! prints it.

use std::convert::Infallible;
use std::io::Write;

use bytes::Bytes;
use http::{Response, header};
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    writeln!(std::io::stdout(), "{}", listener.local_addr()?.port())?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(async move {
            let hello = service_fn(async |_| Ok::<_, Infallible>(hello()));
            // A connection that the client breaks off is no news.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), hello).await;
        });
    }
}

fn hello() -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(b"{\"hello\":\"world\"}")));
    let json = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
