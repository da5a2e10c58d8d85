//! The load: some connections, each with one request at a time, for some seconds.
//!
//! A closed loop: a connection sends its next request when it has the last answer. The request's
//! bytes are made once, and of an answer only the status and the length are read, so that the
//! client costs little beside what it measures. It prints one line of JSON.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest answer, head and body, bytes: a hello is far below it.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

#[derive(Parser)]
struct Arguments {
    /// The server's address, as host:port.
    address: String,
    /// The path to ask for.
    #[arg(long, default_value = "/")]
    path: String,
    /// The Host header; the address unless given.
    #[arg(long)]
    host: Option<String>,
    /// A file of whole requests to send in turn instead, each after its length in decimal and a
    /// line's end. Every connection begins at a place of its own.
    #[arg(long)]
    requests: Option<PathBuf>,
    /// How many connections ask at once.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// How long, seconds.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
}

/// What one connection saw.
#[derive(Default)]
struct Seen {
    /// The time that each good answer took, microseconds.
    took_us: Vec<u64>,
    /// Answers of another status than 2xx, and connections that broke.
    errors: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let host = arguments.host.as_ref().unwrap_or(&arguments.address);
    let request = format!("GET {} HTTP/1.1\r\nHost: {host}\r\n\r\n", arguments.path);
    let requests: Arc<[Vec<u8>]> = match &arguments.requests {
        Some(file) => read_requests(&tokio::fs::read(file).await?)?.into(),
        None => Arc::new([request.into_bytes()]),
    };
    let length = Duration::from_secs_f64(arguments.seconds);

    let begin = Instant::now();
    let mut connections = tokio::task::JoinSet::new();
    for number in 0..arguments.connections {
        let (address, requests) = (arguments.address.clone(), Arc::clone(&requests));
        let first = number * requests.len() / arguments.connections;
        connections.spawn(async move {
            let requests = requests.iter().cycle().skip(first).map(Vec::as_slice);
            ask(&address, requests, begin + length).await
        });
    }
    let mut took_us = Vec::new();
    let mut errors = 0;
    while let Some(seen) = connections.join_next().await {
        let seen = seen.map_err(io::Error::other)?;
        took_us.extend(seen.took_us);
        errors += seen.errors;
    }
    report(took_us, errors, begin.elapsed());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "its one line is what this program is for")]
fn report(mut took_us: Vec<u64>, errors: u64, elapsed: Duration) {
    took_us.sort_unstable();
    let at = |hundredths: usize| {
        let index = took_us.len().saturating_sub(1) * hundredths / 100;
        took_us.get(index).copied()
    };
    #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
    let per_second = took_us.len() as f64 / elapsed.as_secs_f64();
    let line = json!({
        "requests": took_us.len(),
        "errors": errors,
        "per_second": per_second,
        "p50_us": at(50),
        "p99_us": at(99),
    });
    println!("{line}");
}

/// The requests of a file.
fn read_requests(file: &[u8]) -> io::Result<Vec<Vec<u8>>> {
    let broken = || io::Error::other("not a file of requests, each after its length");
    let (mut requests, mut rest) = (Vec::new(), file);
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(broken)?;
        let (length, after) = rest.split_at_checked(end).ok_or_else(broken)?;
        let length = str::from_utf8(length).ok().and_then(|length| length.parse::<usize>().ok());
        let after = after.get(1..).ok_or_else(broken)?;
        let (request, after) =
            after.split_at_checked(length.ok_or_else(broken)?).ok_or_else(broken)?;
        requests.push(request.to_vec());
        rest = after;
    }
    if requests.is_empty() { Err(broken()) } else { Ok(requests) }
}

/// Asks over one connection until `end`, and connects again when it breaks.
async fn ask<'r>(
    address: &str,
    mut requests: impl Iterator<Item = &'r [u8]>,
    end: Instant,
) -> Seen {
    let mut seen = Seen::default();
    while Instant::now() < end {
        if ask_connected(address, &mut requests, end, &mut seen).await.is_err() {
            seen.errors += 1;
        }
    }
    seen
}

async fn ask_connected<'r>(
    address: &str,
    requests: &mut impl Iterator<Item = &'r [u8]>,
    end: Instant,
    seen: &mut Seen,
) -> io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(ANSWER_BYTES_MAX);
    loop {
        let begin = Instant::now();
        if begin >= end {
            return Ok(());
        }
        let Some(request) = requests.next() else { return Ok(()) };
        stream.write_all(request).await?;
        let answer = read_answer(&mut stream, &mut buffer).await?;
        let took = begin.elapsed().as_micros();
        if answer.good {
            seen.took_us.push(u64::try_from(took).unwrap_or(u64::MAX));
        } else {
            seen.errors += 1;
        }
        if answer.last {
            return Ok(());
        }
    }
}

/// What an answer's head says.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    /// Whether the status is 2xx.
    good: bool,
    /// Whether the server closes the connection behind it.
    last: bool,
    /// Of head and body, bytes.
    length: usize,
}

/// Reads one answer to its end.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Answer> {
    buffer.clear();
    loop {
        if let Some(answer) = parse_head(buffer)? {
            while buffer.len() < answer.length {
                read_more(stream, buffer).await?;
            }
            return Ok(answer);
        }
        read_more(stream, buffer).await?;
    }
}

async fn read_more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<()> {
    if buffer.len() >= ANSWER_BYTES_MAX || stream.read_buf(buffer).await? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

/// Once the head is whole: what it says.
fn parse_head(buffer: &[u8]) -> io::Result<Option<Answer>> {
    let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = String::from_utf8_lossy(buffer.get(..end).unwrap_or_default());
    let good = head.get(9..10) == Some("2");
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then_some(value.trim())
        })
    };
    let last = header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    match header("content-length").and_then(|length| length.parse::<usize>().ok()) {
        Some(length) => Ok(Some(Answer { good, last, length: end + 4 + length })),
        None => Err(io::Error::other("an answer without a content-length")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_that_is_whole_says_how_long_the_answer_is() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        let expected = Answer { good: true, last: false, length: answer.len() };
        assert_eq!(parse_head(answer).unwrap(), Some(expected));
        assert_eq!(parse_head(b"HTTP/1.1 200 OK\r\nContent-Le").unwrap(), None);
    }

    #[test]
    fn an_answer_that_is_no_success_is_not_counted_as_one() {
        let answer = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
        assert!(!parse_head(answer).unwrap().unwrap().good);
    }

    /// Some servers take one request a connection; what they close is no error of theirs.
    #[test]
    fn a_server_may_close_the_connection_behind_an_answer() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        assert!(parse_head(answer).unwrap().unwrap().last);
    }

    #[test]
    fn a_file_of_requests_is_read_whole_or_refused() {
        let read = read_requests(b"3\na\nb2\ncd").unwrap();
        assert_eq!(read, [b"a\nb".to_vec(), b"cd".to_vec()]);
        for broken in [&b""[..], b"9\nshort", b"x\n", b"3"] {
            assert!(read_requests(broken).is_err());
        }
    }

    #[test]
    fn an_answer_of_unknown_length_is_refused() {
        assert!(parse_head(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
