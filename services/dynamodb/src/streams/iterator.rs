//! Shard iterators: where a reader goes on, opaque to clients and checked when they come back.
//!
//! An iterator is the stream's ARN, so that the policies can be asked before anything is read,
//! then what the ARN does not say: the shard, the place behind which to read, and when it was made.

use std::sync::Arc;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::Txn;

use super::stream::Stream;
use crate::error::Error;
use crate::keys::Position;

/// How long an iterator may be used, milliseconds (API reference of `GetShardIterator`: 15
/// minutes).
const VALID_MS: u64 = 15 * 60 * 1000;
/// The form of what follows the ARN.
const FORM: &str = "1";

/// A place in a shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Iterator {
    pub(super) shard: u8,
    pub(super) after: Position,
}

impl Iterator {
    /// As a client gets it.
    pub(super) fn write(&self, cx: &Cx, stream: &Stream) -> String {
        let Self { shard, after } = self;
        let (number, now) = (after.sequence_number(), cx.now.as_millis());
        format!("{}|{FORM}|{shard:02x}{number}{now:016x}", stream.arn(cx))
    }

    fn parse(text: &str) -> Option<(&str, Self, Timestamp)> {
        let (arn, rest) = text.split_once('|')?;
        let (form, rest) = rest.split_once('|')?;
        let (shard, rest) = rest.split_at_checked(2)?;
        let (number, made) = rest.split_at_checked(rest.len().checked_sub(16)?)?;
        let shard = u8::from_str_radix(shard, 16).ok()?;
        let made = Timestamp::from_millis(u64::from_str_radix(made, 16).ok()?);
        let after = Position::parse(number)?;
        (form == FORM).then_some((arn, Self { shard, after }, made))
    }

    /// Reads one that came back, with its stream.
    ///
    /// # Errors
    /// When it is none of ours, too old, or its stream is gone.
    pub(super) fn load(
        cx: &Cx,
        txn: &mut dyn Txn,
        text: &str,
    ) -> Result<(Arc<Stream>, Self), Error> {
        let bad = || Error::validation("Invalid ShardIterator");
        let (arn, iterator, made) = Self::parse(text).ok_or_else(bad)?;
        if VALID_MS < cx.now.millis_since(made) {
            return Err(Error::ExpiredIterator);
        }
        let stream = Stream::load(cx, txn, arn)?;
        if iterator.shard < stream.shards { Ok((stream, iterator)) } else { Err(bad()) }
    }
}

/// The stream's ARN in an iterator, for the policies.
pub(super) fn arn(text: &str) -> &str {
    text.split('|').next().unwrap_or_default()
}

/// The shard and the place that an iterator names, however old it is: for whoever keeps one as
/// where to begin.
#[must_use]
pub fn position(text: &str) -> Option<(u8, Position)> {
    Iterator::parse(text).map(|(_, iterator, _)| (iterator.shard, iterator.after))
}
