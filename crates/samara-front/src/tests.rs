//! The door as a client's socket sees it: bytes in, bytes out, on a clock that a test moves.

mod stacks;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use samara_base::{Entropy, Timestamp};
use samara_service::testing::StillClock;
use samara_service::{LogEvent, LogQuery, Observed};
use samara_store::Mem;
use samara_sts::session::ServerKey;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::Instant;

mod operations;

use crate::connections::{Connections, REST_SECONDS};
use crate::listen::{Peer, connection};
use crate::{Config, Credential, Front, Parts, Table, all_services};

struct Sevens;

impl Entropy for Sevens {
    fn draw(&self) -> [u8; 32] {
        [7; 32]
    }
}

struct Nothing;

impl Observed for Nothing {
    fn log_events(&self, _query: &LogQuery) -> Vec<LogEvent> {
        Vec::new()
    }

    fn log_streams(&self, _group: &str) -> Vec<(String, Timestamp, Timestamp)> {
        Vec::new()
    }

    fn log_groups(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A door over an empty store, on 2026-11-21 at noon.
fn front(connections_max: usize) -> Front {
    let clock = StillClock::at(Timestamp::from_secs(1_795_262_400));
    let root = Credential {
        access_key_id: "test".to_owned(),
        secret: "test".to_owned(),
        outer_only: true,
    };
    let config = Config {
        account: "000000000000".parse().unwrap(),
        region: "us-east-1".parse().unwrap(),
        endpoint: "http://127.0.0.1:4566".into(),
        root_credentials: vec![root],
        hosts: Vec::new(),
        enforces_throughput: false,
        scans_max: 1,
        bodies_bytes_max: 0,
        connections_max,
    };
    let parts = Parts {
        store: Mem::new(clock.clone()),
        clock,
        entropy: Arc::new(Sevens),
        observed: Arc::new(Nothing),
        table: Arc::new(Table::new(all_services())),
        server_key: ServerKey::new([7; 32]),
    };
    Front::new(config, parts)
}

/// A client's end of a connection with so much room in between.
async fn connect(bytes: usize) -> DuplexStream {
    let (client, server) = duplex(bytes);
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let connections = Connections::new(8, 8);
    let place = connections.place(address).await.unwrap();
    tokio::spawn(async move { connections.keep_swept().await });
    let peer = Peer { address, at: address, instance: None };
    tokio::spawn(connection(front(8).0, server, peer, place));
    client
}

async fn rest_of(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    // A connection that is broken off has no more than this either.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

const HEALTH: &str = "GET /_samara/health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";

/// The head of an operation by somebody who is known, with a signature that is wrong: what is
/// answered to it shows whether the body was read to its end.
fn operation(length: usize) -> String {
    format!(
        "POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {length}\r\n\
         x-amz-target: DynamoDB_20120810.ListTables\r\nx-amz-date: 20261121T120000Z\r\n\
         connection: close\r\nauthorization: AWS4-HMAC-SHA256 \
         Credential=test/20261121/us-east-1/dynamodb/aws4_request, \
         SignedHeaders=host;x-amz-date;x-amz-target, Signature=00\r\n\r\n"
    )
}

/// Sends a byte every 29 seconds until the other side has had enough; how long that took.
async fn trickle(client: &mut DuplexStream, bytes: &[u8]) -> Duration {
    let began = Instant::now();
    for byte in bytes {
        tokio::select! {
            sent = client.write_all(std::slice::from_ref(byte)) => if sent.is_err() { break },
            () = tokio::time::sleep(Duration::from_hours(1)) => break,
        }
        tokio::time::sleep(Duration::from_secs(29)).await;
    }
    began.elapsed()
}

/// Some hundred of such clients would hold every connection for ever, at no cost.
#[tokio::test(start_paused = true)]
async fn a_head_that_trickles_is_given_up() {
    let mut client = connect(1024).await;
    let took = trickle(&mut client, HEALTH.as_bytes()).await;
    assert_eq!(rest_of(&mut client).await, "");
    let max = Duration::from_secs(u64::from(REST_SECONDS) + 2 * 29);
    assert!(took < max, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_trickles_is_given_up_and_told_why() {
    let mut client = connect(1024).await;
    client.write_all(operation(1000).as_bytes()).await.unwrap();
    let took = trickle(&mut client, &[b' '; 100]).await;
    let answer = rest_of(&mut client).await;
    assert!(answer.contains("RequestTimeout"), "{answer}");
    assert!(took < Duration::from_secs(3 * 29), "{took:?}");
}

/// The host is what keeps pages of other names out: no other one may stand beside it, for what is
/// between us and the client to go by.
#[tokio::test(start_paused = true)]
async fn a_request_that_names_two_hosts_is_refused() {
    for (target, hosts, status) in [
        ("/", "host: 127.0.0.1\r\nhost: evil.example\r\n", "400"),
        ("/", "host: 127.0.0.1\r\nhost: 127.0.0.1\r\n", "400"),
        ("http://evil.example/", "host: 127.0.0.1\r\n", "400"),
        ("http://evil.example/", "host: evil.example\r\n", "421"),
        ("http://127.0.0.1/", "host: 127.0.0.1\r\n", "200"),
        ("http://LOCALHOST:80/", "host: localhost:80\r\n", "200"),
    ] {
        let mut client = connect(1024).await;
        let head =
            format!("GET {target}_samara/health HTTP/1.1\r\n{hosts}connection: close\r\n\r\n");
        client.write_all(head.as_bytes()).await.unwrap();
        let answer = rest_of(&mut client).await;
        assert_eq!(answer.get(9..12), Some(status), "{target} {hosts} {answer}");
    }
}

/// What a client packed would be stored, or shown to a function, as if it were the thing itself.
#[tokio::test(start_paused = true)]
async fn a_body_in_a_coding_that_is_not_undone_is_refused() {
    for (coding, status) in [("chunked", "200"), ("Chunked ", "200"), ("gzip, chunked", "501")] {
        let mut client = connect(1024).await;
        let head = format!(
            "GET /_samara/health HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\
             transfer-encoding: {coding}\r\n\r\n0\r\n\r\n"
        );
        client.write_all(head.as_bytes()).await.unwrap();
        let answer = rest_of(&mut client).await;
        assert_eq!(answer.get(9..12), Some(status), "{coding} {answer}");
    }
}

/// People with bad connections upload too: slow is not silent.
#[tokio::test(start_paused = true)]
async fn a_slow_upload_is_waited_for() {
    const PIECE: usize = 64 * 1024;
    const SECONDS: usize = 200;
    let mut client = connect(PIECE).await;
    client.write_all(operation(PIECE * SECONDS).as_bytes()).await.unwrap();
    for _ in 0..SECONDS {
        client.write_all(&vec![b' '; PIECE]).await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let answer = rest_of(&mut client).await;
    assert!(answer.contains("Signature"), "{answer}");
}

/// The other half of the same attack: to ask, and never to take the answer.
#[tokio::test(start_paused = true)]
async fn a_client_that_takes_no_answer_is_given_up() {
    let mut client = connect(16).await;
    let sent = client.write_all(HEALTH.as_bytes()).await;
    sent.unwrap();
    tokio::time::sleep(Duration::from_secs(35)).await;
    assert_eq!(rest_of(&mut client).await.len(), 16);
}

/// What is idle costs a place that another may need one day, and a file descriptor.
#[tokio::test(start_paused = true)]
async fn an_idle_connection_is_closed_after_a_while() {
    let mut client = connect(1024).await;
    client.write_all(HEALTH.as_bytes()).await.unwrap();
    let began = Instant::now();
    assert!(rest_of(&mut client).await.starts_with("HTTP/1.1 200"));
    let seconds = began.elapsed().as_secs();
    assert!((59..63).contains(&seconds), "{seconds}");
}

/// A listener of its own, and what stops it.
async fn listener(connections_max: usize) -> (SocketAddr, watch::Sender<bool>) {
    let listening = front(connections_max).bind((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let address = listening.address();
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(listening.serve(stopped));
    (address, stop)
}

/// A connection with a request under way, whose body does not come.
async fn busy(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = operation(10).replace("connection: close", "expect: 100-continue");
    stream.write_all(head.as_bytes()).await.unwrap();
    // It is told to go on when the body is waited for.
    let mut told = [0; 12];
    stream.read_exact(&mut told).await.unwrap();
    assert_eq!(&told, b"HTTP/1.1 100");
    stream
}

async fn ask(stream: &mut TcpStream) -> String {
    stream.write_all(HEALTH.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// `aws s3 sync` keeps its connections: an answer where it waited for `100 Continue` made it lose
/// the next answer's head, and wait for ever.
#[tokio::test]
async fn a_connection_ends_where_leave_to_send_was_not_given() {
    let (address, _stop) = listener(4).await;
    let mut client = TcpStream::connect(address).await.unwrap();
    let empty = "expect: 100-continue\r\ncontent-length: 0\r\n\r\n";
    let head = HEALTH.strip_suffix("\r\n").unwrap();
    client.write_all(format!("{head}{empty}").as_bytes()).await.unwrap();
    let answer = rest_of(&mut client).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("connection: close\r\n"), "{answer}");
}

/// One machine must not be able to shut everybody else out.
#[tokio::test]
async fn an_address_has_a_share_of_the_connections() {
    let (address, _stop) = listener(4).await;
    let _two = (busy(address).await, busy(address).await);
    let mut third = TcpStream::connect(address).await.unwrap();
    let answer = rest_of(&mut third).await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("retry-after: 1\r\n"), "{answer}");
}

/// A pool of connections that nobody uses must not keep those out who have something to ask.
#[tokio::test]
async fn a_connection_at_rest_makes_room_for_one_that_asks() {
    let (address, _stop) = listener(4).await;
    let _busy = busy(address).await;
    let mut old = TcpStream::connect(address).await.unwrap();
    assert_eq!(ask(&mut old).await, "HTTP/1.1 200");
    let mut new = TcpStream::connect(address).await.unwrap();
    assert_eq!(ask(&mut new).await, "HTTP/1.1 200");
    assert!(rest_of(&mut old).await.ends_with("ok\n"));
    // The newer one is the one that stayed.
    assert_eq!(ask(&mut new).await.len(), 12);
}

/// Where everything is taken, the last of many peers is the one that waits, and gets its turn.
#[tokio::test]
async fn who_finds_all_places_taken_waits_for_one() {
    let address = |last| IpAddr::V4(Ipv4Addr::new(10, 0, 0, last));
    let connections = Connections::new(2, 1);
    let first = connections.place(address(1)).await.unwrap();
    let second = connections.place(address(2)).await.unwrap();
    first.begin();
    second.begin();
    assert!(connections.place(address(1)).await.is_none(), "its share is used up");
    let waiting = tokio::spawn({
        let connections = connections.clone();
        async move { connections.place(address(3)).await.is_some() }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    second.rest();
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished(), "it is told to leave, and has not left");
    drop(second);
    assert!(waiting.await.unwrap());
}

/// Many addresses of one IPv6 network are one customer's.
#[tokio::test]
async fn an_ipv6_network_is_one_peer() {
    let connections = Connections::new(8, 1);
    let one = connections.place("2001:db8::1".parse().unwrap()).await.unwrap();
    one.begin();
    assert!(connections.place("2001:db8::2:1".parse().unwrap()).await.is_none());
    assert!(connections.place("2001:db8:0:1::1".parse().unwrap()).await.is_some());
}

/// A stop that waits for idle clients never ends.
#[tokio::test]
async fn a_stop_ends_connections_at_rest_and_answers_the_others() {
    let listening = front(4).bind((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
    let address = listening.address();
    let (stop, stopped) = watch::channel(false);
    let serving = tokio::spawn(listening.serve(stopped));
    let mut idle = TcpStream::connect(address).await.unwrap();
    assert_eq!(ask(&mut idle).await, "HTTP/1.1 200");
    let mut busy = busy(address).await;
    stop.send(true).unwrap();
    assert!(rest_of(&mut idle).await.ends_with("ok\n"));
    busy.write_all(&[b' '; 10]).await.unwrap();
    assert!(rest_of(&mut busy).await.contains("Signature"));
    serving.await.unwrap();
}
