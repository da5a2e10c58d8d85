//! Bodies in signed chunks (`aws-chunked`), taken apart as they arrive.
//!
//! A chunk is its size in hexadecimal, its signature, its data; the last has no data, and after it
//! come trailers, perhaps with a signature of their own. Each signature covers the one before, so
//! nothing can be left out or moved. A chunk's data comes out before its signature can be checked:
//! the caller keeps it apart (a staged blob) until [`Decoder::finish`] says that all of it is good.

use bytes::{Buf, Bytes};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{Payload, Signed, hex, hmac};
use crate::{Fault, WireError};

/// The longest line of a chunk's size or of a trailer, bytes.
const LINE_MAX: usize = 4_096;
/// The most trailers.
const TRAILERS_MAX: usize = 16;

/// Why a chunked body is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// It is not made of chunks, or a line of it is too long.
    #[error("The request body is not well-formed aws-chunked content.")]
    Malformed,
    /// It ended before its last chunk, or has another length than the request said.
    #[error("You did not provide the number of bytes specified by the Content-Length HTTP header")]
    Incomplete,
    /// A chunk, or the trailers, have another signature.
    #[error(
        "The request signature we calculated does not match the signature you provided. Check \
         your key and signing method."
    )]
    Mismatch,
}

impl ChunkError {
    /// The error as a client of S3 is to see it.
    #[must_use]
    pub const fn wire<'a>(&self, message: &'a str) -> WireError<'a> {
        let (code, status) = match self {
            Self::Malformed => ("InvalidRequest", 400),
            Self::Incomplete => ("IncompleteBody", 400),
            Self::Mismatch => ("SignatureDoesNotMatch", 403),
        };
        WireError { code, message, status, fields: None, fault: Fault::Sender }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    /// In the line before a chunk.
    Head,
    /// In a chunk's data.
    Data,
    /// In the end of line after a chunk's data.
    DataEnd,
    /// In the lines after the last chunk.
    Trailer,
    /// After the empty line at the end.
    Done,
}

/// Takes a chunked body apart.
pub struct Decoder {
    state: State,
    line: Vec<u8>,
    left: u64,
    length: u64,
    expected: Option<u64>,
    hash: Sha256,
    signature: Vec<u8>,
    trailers: Vec<(String, String)>,
    signing: Option<Signing>,
}

/// What is needed to check signatures; none where chunks are not signed.
struct Signing {
    key: [u8; 32],
    timestamp: String,
    scope: String,
    previous: String,
    trailer: bool,
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Decoder {
    /// A decoder for a request whose signature is verified; none when its body is not chunked.
    /// `decoded_length` is what `x-amz-decoded-content-length` says, bytes.
    #[must_use]
    pub fn new(signed: &Signed, key: [u8; 32], decoded_length: Option<u64>) -> Option<Self> {
        let signing = match signed.payload {
            Payload::Chunked { trailer } => Some(Signing {
                key,
                timestamp: signed.timestamp.clone(),
                scope: signed.scope(),
                previous: signed.signature.clone(),
                trailer,
            }),
            Payload::ChunkedUnsigned => None,
            _ => return None,
        };
        Some(Self {
            state: State::Head,
            line: Vec::new(),
            left: 0,
            length: 0,
            expected: decoded_length,
            hash: Sha256::new(),
            signature: Vec::new(),
            trailers: Vec::new(),
            signing,
        })
    }

    /// Takes bytes of the body, in order, and gives the data that is in them.
    ///
    /// # Errors
    /// When they are no chunks, or a signature is another.
    pub fn push(&mut self, mut bytes: Bytes) -> Result<Vec<Bytes>, ChunkError> {
        let mut data = Vec::new();
        while bytes.has_remaining() {
            match self.state {
                State::Data => {
                    let room = usize::try_from(self.left).unwrap_or(usize::MAX);
                    let piece = bytes.split_to(room.min(bytes.len()));
                    self.take(&piece)?;
                    data.push(piece);
                }
                State::Head | State::DataEnd | State::Trailer => {
                    if let Some(line) = self.line(&mut bytes)? {
                        self.end_of_line(&line)?;
                    }
                }
                State::Done => return Err(ChunkError::Malformed),
            }
        }
        Ok(data)
    }

    /// Says that the body has ended, and gives its trailers.
    ///
    /// # Errors
    /// When its end is missing, or it has another length than was said.
    pub fn finish(mut self) -> Result<Vec<(String, String)>, ChunkError> {
        // Some clients leave out the empty line at the end where there are no trailers.
        if self.state == State::Trailer && self.line.is_empty() && self.trailers.is_empty() {
            self.end()?;
        }
        let whole = self.state == State::Done;
        if !whole || self.expected.is_some_and(|expected| expected != self.length) {
            return Err(ChunkError::Incomplete);
        }
        Ok(self.trailers)
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), ChunkError> {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        self.left = self.left.saturating_sub(length);
        self.length = self.length.saturating_add(length);
        if self.expected.is_some_and(|expected| expected < self.length) {
            return Err(ChunkError::Incomplete);
        }
        if self.signing.is_some() {
            self.hash.update(piece);
        }
        if self.left == 0 {
            self.check_chunk()?;
            self.state = State::DataEnd;
        }
        Ok(())
    }

    /// A whole line without its end, once it is there.
    fn line(&mut self, bytes: &mut Bytes) -> Result<Option<String>, ChunkError> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let piece = bytes.split_to(end.map_or(bytes.len(), |end| end + 1));
        if LINE_MAX < self.line.len() + piece.len() {
            return Err(ChunkError::Malformed);
        }
        self.line.extend_from_slice(&piece);
        if end.is_none() {
            return Ok(None);
        }
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8(line).map_err(|_| ChunkError::Malformed)?;
        Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    fn end_of_line(&mut self, line: &str) -> Result<(), ChunkError> {
        match self.state {
            State::Head => self.head(line),
            State::DataEnd if line.is_empty() => {
                self.state = State::Head;
                Ok(())
            }
            State::Trailer if line.is_empty() => self.end(),
            State::Trailer => self.trailer(line),
            _ => Err(ChunkError::Malformed),
        }
    }

    fn head(&mut self, line: &str) -> Result<(), ChunkError> {
        let (size, rest) = line.split_once(';').unwrap_or((line, ""));
        let digits = !size.is_empty() && size.bytes().all(|byte| byte.is_ascii_hexdigit());
        let size = u64::from_str_radix(size, 16).ok().filter(|_| digits);
        self.left = size.ok_or(ChunkError::Malformed)?;
        self.signature = rest
            .split(';')
            .find_map(|part| part.strip_prefix("chunk-signature="))
            .unwrap_or_default()
            .as_bytes()
            .to_vec();
        self.state = State::Data;
        if self.left == 0 {
            self.check_chunk()?;
            self.state = State::Trailer;
        }
        Ok(())
    }

    fn check_chunk(&mut self) -> Result<(), ChunkError> {
        let hash = std::mem::take(&mut self.hash).finalize();
        let nothing = hex(&Sha256::digest(b""));
        let Some(signing) = &mut self.signing else { return Ok(()) };
        let Signing { timestamp, scope, previous, .. } = &*signing;
        let text = format!(
            "AWS4-HMAC-SHA256-PAYLOAD\n{timestamp}\n{scope}\n{previous}\n{nothing}\n{}",
            hex(&hash)
        );
        signing.check(&text, &self.signature)
    }

    fn trailer(&mut self, line: &str) -> Result<(), ChunkError> {
        let (name, value) = line.split_once(':').ok_or(ChunkError::Malformed)?;
        if TRAILERS_MAX <= self.trailers.len() {
            return Err(ChunkError::Malformed);
        }
        self.trailers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        Ok(())
    }

    /// The empty line after the trailers: what they are signed with stands last among them.
    fn end(&mut self) -> Result<(), ChunkError> {
        self.state = State::Done;
        let Some(signing) = self.signing.as_mut().filter(|signing| signing.trailer) else {
            return Ok(());
        };
        let is_signature = |(name, _): &(String, String)| name == "x-amz-trailer-signature";
        let place = self.trailers.iter().position(is_signature).ok_or(ChunkError::Mismatch)?;
        let (_, signature) = self.trailers.remove(place);
        let mut lines = String::new();
        for (name, value) in &self.trailers {
            lines.extend([name, ":", value, "\n"]);
        }
        let Signing { timestamp, scope, previous, .. } = &*signing;
        let hash = hex(&Sha256::digest(lines.as_bytes()));
        let text = format!("AWS4-HMAC-SHA256-TRAILER\n{timestamp}\n{scope}\n{previous}\n{hash}");
        signing.check(&text, signature.as_bytes())
    }
}

impl Signing {
    fn check(&mut self, text: &str, given: &[u8]) -> Result<(), ChunkError> {
        let expected = hex(&hmac(&self.key, text.as_bytes()));
        let same: bool = expected.as_bytes().ct_eq(given).into();
        self.previous = expected;
        if same { Ok(()) } else { Err(ChunkError::Mismatch) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sigv4::signing_key;
    use samara_base::Timestamp;

    fn signed(payload: Payload) -> Signed {
        Signed {
            access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            date: "20130524".to_owned(),
            region: "us-east-1".to_owned(),
            service: "s3".to_owned(),
            time: Timestamp::from_secs(1_369_353_600),
            timestamp: "20130524T000000Z".to_owned(),
            signed_headers: vec![],
            // The seed of the example in S3's documentation of this transfer.
            signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
                .to_owned(),
            session_token: None,
            expires_seconds: None,
            payload,
            body_is_staged: true,
        }
    }

    fn decode(
        payload: Payload,
        body: &[u8],
        step: usize,
    ) -> Result<(usize, Vec<(String, String)>), ChunkError> {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let key = signing_key(secret, "20130524", "us-east-1", "s3");
        let mut decoder = Decoder::new(&signed(payload), key, None).unwrap();
        let mut length = 0;
        for piece in body.chunks(step) {
            for data in decoder.push(Bytes::copy_from_slice(piece))? {
                assert!(data.iter().all(|byte| *byte == b'a'));
                length += data.len();
            }
        }
        decoder.finish().map(|trailers| (length, trailers))
    }

    /// The figures are those of the example in S3's documentation.
    fn documented() -> Vec<u8> {
        let mut body = Vec::new();
        for (size, end, signature) in [
            (65_536, "", "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"),
            (1_024, "\r\n", "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"),
            (0, "\r\n", "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"),
        ] {
            body.extend(format!("{end}{size:x};chunk-signature={signature}\r\n").bytes());
            body.extend(std::iter::repeat_n(b'a', size));
        }
        body.extend(b"\r\n");
        body
    }

    #[test]
    fn the_documented_example_is_taken_apart_however_it_arrives() {
        let body = documented();
        for step in [1_000_000, 4_099, 1] {
            let payload = Payload::Chunked { trailer: false };
            assert_eq!(decode(payload, &body, step), Ok((66_560, vec![])), "step {step}");
        }
    }

    /// A chunk that was changed or left out on the way must not be stored.
    #[test]
    fn what_was_touched_is_refused() {
        let payload = Payload::Chunked { trailer: false };
        let mut touched = documented();
        touched[200] = b'b';
        let key = [0; 32];
        let mut decoder = Decoder::new(&signed(payload), key, None).unwrap();
        assert_eq!(decoder.push(touched.into()), Err(ChunkError::Mismatch));
        let whole = documented();
        assert_eq!(decode(payload, &whole[..whole.len() - 100], 999), Err(ChunkError::Incomplete));
        let unsigned = b"3\r\naaa\r\n0\r\n\r\n";
        assert_eq!(decode(payload, unsigned, 999), Err(ChunkError::Mismatch));
    }

    #[test]
    fn trailers_come_out_of_an_unsigned_body() {
        let body = b"3\r\naaa\r\n2\r\naa\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
        let trailers = vec![("x-amz-checksum-crc32".to_owned(), "AAAAAA==".to_owned())];
        assert_eq!(decode(Payload::ChunkedUnsigned, body, 2), Ok((5, trailers)));
    }

    #[test]
    fn what_is_no_chunk_is_refused() {
        for body in ["x\r\n", "+3\r\naaa\r\n", "3\r\naaaa\r\n", "0\r\n\r\nmore", "3\r\naaaX\n"] {
            let outcome = decode(Payload::ChunkedUnsigned, body.as_bytes(), 100);
            assert_eq!(outcome, Err(ChunkError::Malformed), "{body:?}");
        }
        let long = "0".repeat(LINE_MAX + 1);
        let outcome = decode(Payload::ChunkedUnsigned, long.as_bytes(), 100);
        assert_eq!(outcome, Err(ChunkError::Malformed));
    }
}
