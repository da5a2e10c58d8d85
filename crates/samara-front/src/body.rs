//! Bodies: read whole up to a bound, staged as blobs piece by piece, or sent from a blob.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, HeaderName, HeaderValue};
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::body::Incoming;
use md5::{Digest, Md5};
use samara_base::limits::OPERATION_BODY_BYTES;
use samara_service::Piece;
use samara_store::{Blob, Store, StoreError};
use samara_wire::sigv4::Signed;
use samara_wire::sigv4::chunk::{ChunkError, Decoder};
use sha2::Sha256;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::connections::{BYTES_PER_SECOND_MIN, Pace, SILENCE_SECONDS};

/// The body of a response.
pub(crate) type ResponseBody = UnsyncBoxBody<Bytes, io::Error>;

/// Bytes as a body.
pub(crate) fn full(bytes: Bytes) -> ResponseBody {
    Full::new(bytes).map_err(|never| match never {}).boxed_unsync()
}

/// Why a body could not be taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    /// It is larger than allowed.
    #[error("the body is larger than {max} bytes")]
    TooLarge { max: u64 },
    /// The client went away, or what it sent is not HTTP.
    #[error("the body could not be read")]
    Broken,
    /// It stopped to come, or comes as if to hold the connection.
    #[error(
        "the body was sent too slowly: {SILENCE_SECONDS} seconds without any of it, or less than \
         {BYTES_PER_SECOND_MIN} bytes a second"
    )]
    Slow,
    /// It is not compressed as its headers say, or in a way that nobody knows.
    #[error("the body is not encoded as Content-Encoding says")]
    Encoding,
    /// It is not what was signed.
    #[error("The provided 'x-amz-content-sha256' header does not match what was computed.")]
    Hash,
    /// It comes in chunks that are not what was signed, or no chunks at all.
    #[error(transparent)]
    Chunks(#[from] ChunkError),
    /// The store refused it.
    #[error("the body could not be stored")]
    Store(#[from] StoreError),
}

/// A body with the time that it has.
struct Paced {
    body: Incoming,
    pace: Pace,
}

impl Paced {
    fn new(body: Incoming) -> Self {
        Self { body, pace: Pace::default() }
    }

    /// The next of its frames.
    async fn next(&mut self) -> Result<Option<Frame<Bytes>>, BodyError> {
        let began = Instant::now();
        let Ok(frame) = tokio::time::timeout(self.pace.left(), self.body.frame()).await else {
            return Err(BodyError::Slow);
        };
        let frame = frame.transpose().map_err(|_| BodyError::Broken)?;
        let bytes = frame.as_ref().and_then(Frame::data_ref).map_or(0, Bytes::len);
        self.pace.pass(bytes as u64, began.elapsed());
        Ok(frame)
    }
}

/// Memory for bodies that are read whole: a bound over all requests together, in KiB. A request
/// that finds no room waits for it; bodies end, since slow ones are given up.
pub(crate) struct Room(Arc<Semaphore>);

impl Room {
    /// Room for so many bytes; at least for one body of the largest kind.
    pub(crate) fn of(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes.max(OPERATION_BODY_BYTES) / 1024 + 1)))
    }

    /// Takes the room that a body needs: what it says, or the most that it may have.
    pub(crate) async fn take(
        &self,
        body: &Incoming,
        max: usize,
    ) -> Result<OwnedSemaphorePermit, BodyError> {
        let says = body.size_hint().upper().unwrap_or(max as u64).min(max as u64);
        let kib = u32::try_from(says / 1024 + 1).unwrap_or(u32::MAX);
        Arc::clone(&self.0).acquire_many_owned(kib).await.map_err(|_| BodyError::Broken)
    }
}

/// Reads a body whole. One that says that it is far too large is refused before any of it is read.
///
/// One that is a little too large is read to its end and thrown away: a client that is answered
/// while it still sends mostly sees a broken connection instead of the answer.
pub(crate) async fn read(body: Incoming, max: usize) -> Result<Bytes, BodyError> {
    const LINGER_BYTES: usize = 16 * 1024 * 1024;
    let too_large = || BodyError::TooLarge { max: max as u64 };
    let read_max = max.saturating_add(LINGER_BYTES);
    if (read_max as u64) < body.size_hint().lower() {
        return Err(too_large());
    }
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let mut body = Paced::new(body);
    let (mut kept, mut length) = (BytesMut::new(), 0usize);
    while let Some(frame) = body.next().await? {
        let Ok(data) = frame.into_data() else { continue };
        length = length.saturating_add(data.len());
        if read_max < length {
            return Err(too_large());
        }
        if length <= max {
            kept.extend_from_slice(&data);
        }
    }
    if length <= max { Ok(kept.freeze()) } else { Err(too_large()) }
}

/// A body that lies in the store and waits for a transaction to adopt it.
pub(crate) struct Staged {
    /// `blob id:MD5:size`, the form in which an operation gets a streamed body.
    pub(crate) document: String,
    /// The headers that followed a body in chunks.
    pub(crate) trailers: Vec<(String, String)>,
}

/// The largest body that is staged, bytes (S3: 5 GiB in one `PutObject`).
const STAGED_BYTES_MAX: u64 = 5 * 1024 * 1024 * 1024;

/// Stages a body as it comes. What was signed of it is checked as it passes: its hash, or where
/// it comes in chunks their signatures, with the key that `chunks` was made from.
pub(crate) async fn stage(
    body: Incoming,
    store: &Arc<dyn Store>,
    signed: &Signed,
    mut chunks: Option<Decoder>,
) -> Result<Staged, BodyError> {
    let mut body = Paced::new(body);
    let mut blob = store.stage_blob()?;
    let (mut md5, mut sha256) = (Md5::new(), Sha256::new());
    let mut size = 0u64;
    while let Some(frame) = body.next().await? {
        let Ok(data) = frame.into_data() else { continue };
        let pieces = match &mut chunks {
            Some(chunks) => chunks.push(data)?,
            None => vec![data],
        };
        for data in pieces {
            size = size.saturating_add(data.len() as u64);
            if STAGED_BYTES_MAX < size {
                return Err(BodyError::TooLarge { max: STAGED_BYTES_MAX });
            }
            md5.update(&data);
            sha256.update(&data);
            // A write to a file of the page cache: short, so not worth another thread.
            blob.write(&data)?;
        }
    }
    let trailers = chunks.map_or_else(|| Ok(Vec::new()), Decoder::finish)?;
    let sha256: [u8; 32] = sha256.finalize().into();
    if signed.expected_sha256().is_some_and(|expected| expected != sha256) {
        return Err(BodyError::Hash);
    }
    let md5 = hex(&md5.finalize());
    let id = tokio::task::spawn_blocking(move || blob.finish())
        .await
        .map_err(|_| BodyError::Broken)??;
    Ok(Staged { document: format!("{id}:{md5}:{size}"), trailers })
}

/// The headers of a request whose body came in chunks, as if it had come whole: with the checksums
/// that followed it, and without the encoding that is taken off.
pub(crate) fn without_chunks(headers: &HeaderMap, trailers: &[(String, String)]) -> HeaderMap {
    let mut headers = headers.clone();
    let encoding = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    if let Some(encoding) = encoding {
        let kept = encoding.split(',').map(str::trim).filter(|part| *part != "aws-chunked");
        let kept = kept.collect::<Vec<_>>().join(",");
        match HeaderValue::from_str(&kept) {
            Ok(value) if !kept.is_empty() => drop(headers.insert(CONTENT_ENCODING, value)),
            _ => drop(headers.remove(CONTENT_ENCODING)),
        }
    }
    for (name, value) in trailers.iter().filter(|(name, _)| name.starts_with("x-amz-checksum-")) {
        let header = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value));
        if let (Ok(name), Ok(value)) = header {
            headers.insert(name, value);
        }
    }
    headers
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Stretches of blobs as one body, read bit by bit when the client takes it. One blob is open at a
/// time: an object may have ten thousand. The first is opened here, so that what is not there is
/// an error of the request.
pub(crate) fn stream(
    store: Arc<dyn Store>,
    pieces: Vec<Piece>,
) -> Result<ResponseBody, StoreError> {
    let open = pieces.first().map(|piece| store.blob(&piece.blob)).transpose()?;
    let left = pieces.iter().map(|piece| piece.length).sum();
    Ok(BlobBody { store, open, pieces: pieces.into(), left }.boxed_unsync())
}

struct BlobBody {
    store: Arc<dyn Store>,
    /// The blob of the first piece.
    open: Option<Arc<dyn Blob>>,
    /// What is left of each piece.
    pieces: VecDeque<Piece>,
    /// What is left of all, bytes.
    left: u64,
}

impl BlobBody {
    /// The next bit; none at the end.
    fn bit(&mut self) -> Result<Option<Bytes>, io::Error> {
        /// Small enough to read from the page cache without stalling other requests.
        const BIT: u64 = 128 * 1024;
        while self.pieces.front().is_some_and(|piece| piece.length == 0) {
            self.pieces.pop_front();
            self.open = None;
        }
        let Some(piece) = self.pieces.front_mut() else { return Ok(None) };
        let blob = match self.open.take() {
            Some(blob) => blob,
            None => self.store.blob(&piece.blob).map_err(io::Error::other)?,
        };
        let wanted = usize::try_from(piece.length.min(BIT)).unwrap_or(usize::MAX);
        let bit = blob.read(piece.offset, wanted).map_err(io::Error::other)?;
        self.open = Some(blob);
        let length = bit.len() as u64;
        piece.offset += length;
        piece.length = piece.length.saturating_sub(length);
        self.left = self.left.saturating_sub(length);
        if bit.is_empty() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(Some(bit)) }
    }
}

impl http_body::Body for BlobBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(self.bit().map(|bit| bit.map(Frame::data)).transpose())
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.left)
    }
}
