//! A log line as bytes: `1`, time (8 bytes), group and stream (each behind its length in 2 bytes),
//! then the text. All numbers big endian.

use bytes::Bytes;
use samara_base::Timestamp;
use samara_service::{LogEvent, LogQuery};
use samara_store::ring::Position;

use crate::LogLine;

/// The longest text of one line, bytes; a longer one becomes several. Source: CloudWatch Logs
/// quotas, "Log event size": 1 MB since 2025, 256 KB before; the smaller is what clients expect.
pub const MESSAGE_BYTES_MAX: usize = 256 * 1024;

const FORMAT: u8 = 1;
/// Format, time and two lengths.
const HEAD_BYTES: usize = 1 + 8 + 2 + 2;

/// A text in pieces of at most [`MESSAGE_BYTES_MAX`], cut between characters.
pub(crate) fn pieces(mut text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    while MESSAGE_BYTES_MAX < text.len() {
        let (piece, rest) = text.split_at(text.floor_char_boundary(MESSAGE_BYTES_MAX));
        pieces.push(piece);
        text = rest;
    }
    pieces.push(text);
    pieces
}

pub(crate) fn encode(line: &LogLine<'_>) -> Vec<u8> {
    let names = line.group.len() + line.stream.len();
    let mut bytes = Vec::with_capacity(HEAD_BYTES + names + line.message.len());
    bytes.push(FORMAT);
    bytes.extend(line.time.as_millis().to_be_bytes());
    for name in [line.group, line.stream] {
        // Names are at most 512 bytes by CloudWatch's own rules.
        let length = u16::try_from(name.len()).unwrap_or(u16::MAX);
        bytes.extend(length.to_be_bytes());
        bytes.extend(name.as_bytes().iter().take(usize::from(length)));
    }
    bytes.extend(line.message.as_bytes());
    bytes
}

/// The event of a line that was just taken in.
pub(crate) fn event(position: Position, line: &LogLine<'_>) -> LogEvent {
    LogEvent {
        place: position.0,
        group: line.group.into(),
        stream: line.stream.into(),
        time: line.time,
        ingested: line.time,
        message: line.message.to_owned(),
    }
}

/// Reads a record back; `None` for one of another format.
pub(crate) fn decode(position: Position, ingested: Timestamp, bytes: &Bytes) -> Option<LogEvent> {
    let (format, rest) = bytes.split_first()?;
    if *format != FORMAT {
        return None;
    }
    let (time, rest) = rest.split_first_chunk::<8>()?;
    let (group, rest) = name(rest)?;
    let (stream, message) = name(rest)?;
    Some(LogEvent {
        place: position.0,
        group: group.into(),
        stream: stream.into(),
        time: Timestamp::from_millis(u64::from_be_bytes(*time)),
        ingested,
        message: String::from_utf8_lossy(message).into_owned(),
    })
}

fn name(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (name, rest) = rest.split_at_checked(length)?;
    Some((std::str::from_utf8(name).ok()?, rest))
}

/// Whether an event is asked for.
pub(crate) fn matches(query: &LogQuery, event: &LogEvent) -> bool {
    *event.group == *query.group
        && (query.streams.is_empty() || query.streams.iter().any(|it| **it == *event.stream))
        && query.from <= event.time
        && event.time < query.until
        && query.after.is_none_or(|after| after < event.place)
}
