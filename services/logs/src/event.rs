//! A stored event as bytes: ingestion time (8 bytes), the stream behind its length (2 bytes), then
//! the text. Numbers big endian. Its own time is in its key.

use bytes::Bytes;
use samara_store::KeyError;

use crate::Error;

/// An event, whichever side it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) stream: String,
    pub(crate) time_ms: u64,
    pub(crate) ingested_ms: u64,
    pub(crate) message: String,
    /// A name that is the same each time it is read.
    pub(crate) id: String,
}

pub(crate) fn encode(stream: &str, ingested_ms: u64, message: &str) -> Bytes {
    let mut bytes = ingested_ms.to_be_bytes().to_vec();
    // A stream's name is at most 512 bytes long.
    bytes.extend(u16::try_from(stream.len()).unwrap_or(u16::MAX).to_be_bytes());
    bytes.extend(stream.as_bytes());
    bytes.extend(message.as_bytes());
    bytes.into()
}

/// Ingestion time, stream and text.
pub(crate) fn decode(bytes: &[u8]) -> Result<(u64, &str, &str), Error> {
    let parts = || {
        let (ingested, rest) = bytes.split_first_chunk::<8>()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (stream, message) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        let text = |bytes| std::str::from_utf8(bytes).ok();
        Some((u64::from_be_bytes(*ingested), text(stream)?, text(message)?))
    };
    parts().ok_or(Error::Key(KeyError))
}
