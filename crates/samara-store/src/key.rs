//! Keys as bytes whose order is the order of their parts.
//!
//! A key begins with a scope (one byte: the small number that stands for account and region) and
//! a kind (one byte, registered in [`scope`]'s table, never given another meaning); then follow
//! its parts. Text and byte parts are escaped (`00` becomes `00 FF`) and end with `00 01`, so that
//! no part runs into the next and a shorter text sorts before a longer one that begins with it.
//! Numbers are eight bytes, big endian.

use bytes::Bytes;

/// The scopes: the first byte of each key.
///
/// | second byte (kind) | who |
/// |---|---|
/// | `10`-`1f` | IAM and STS |
/// | `20`-`2f` | DynamoDB |
/// | `30`-`3f` | Lambda |
/// | `40`-`4f` | EventBridge |
/// | `50`-`5f` | CloudWatch Logs |
/// | `60`-`6f` | API Gateway v1 |
/// | `70`-`7f` | API Gateway v2 |
/// | `80`-`8f` | S3 |
/// | `90`-`9f` | CloudFormation |
/// | `a0`-`af` | triggers (deliveries, cursors) |
/// | `b0`-`bf` | the front door and the server itself (keys, settings) |
/// | `c0`-`cf` | DynamoDB's backups and histories |
pub mod scope {
    /// The store's own keys (due index, blob owners); never a service's.
    pub const STORE: u8 = 0;
    /// The account and region of the data directory.
    pub const HOME: u8 = 1;
}

/// Builds a key, part by part.
#[derive(Debug, Clone)]
pub struct KeyWriter(Vec<u8>);

impl KeyWriter {
    /// A key of a kind in the data directory's own account and region.
    #[must_use]
    pub fn new(kind: u8) -> Self {
        Self(vec![scope::HOME, kind])
    }

    /// A text part.
    #[must_use]
    pub fn text(self, part: &str) -> Self {
        self.bytes(part.as_bytes())
    }

    /// A part of any bytes.
    #[must_use]
    pub fn bytes(mut self, part: &[u8]) -> Self {
        for byte in part {
            self.0.push(*byte);
            if *byte == 0 {
                self.0.push(0xff);
            }
        }
        self.0.extend([0, 1]);
        self
    }

    /// A number, eight bytes big endian.
    #[must_use]
    pub fn number(mut self, part: u64) -> Self {
        self.0.extend(part.to_be_bytes());
        self
    }

    /// One byte as it is.
    #[must_use]
    pub fn byte(mut self, part: u8) -> Self {
        self.0.push(part);
        self
    }

    /// Bytes as they are, without an end: only as the last part, or where their own encoding ends
    /// itself and keeps order.
    #[must_use]
    pub fn raw(mut self, part: &[u8]) -> Self {
        self.0.extend(part);
        self
    }

    /// The key.
    #[must_use]
    pub fn done(self) -> Vec<u8> {
        self.0
    }
}

/// Why bytes are not a key of the expected form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a stored key does not have the form of its kind")]
pub struct KeyError;

/// Reads a key back, part by part, in the order in which it was written.
#[derive(Debug, Clone)]
pub struct KeyReader<'a>(&'a [u8]);

impl<'a> KeyReader<'a> {
    /// A reader behind scope and kind.
    ///
    /// # Errors
    /// When the key is of another scope or kind.
    pub fn new(kind: u8, key: &'a [u8]) -> Result<Self, KeyError> {
        match key {
            [scope::HOME, found, rest @ ..] if *found == kind => Ok(Self(rest)),
            _ => Err(KeyError),
        }
    }

    /// The kind of a key of the data directory's own account and region.
    #[must_use]
    pub fn kind(key: &[u8]) -> Option<u8> {
        match key {
            [scope::HOME, kind, ..] => Some(*kind),
            _ => None,
        }
    }

    /// A text part.
    ///
    /// # Errors
    /// When it is not there or not UTF-8.
    pub fn text(&mut self) -> Result<String, KeyError> {
        String::from_utf8(self.bytes()?.to_vec()).map_err(|_| KeyError)
    }

    /// A part of any bytes.
    ///
    /// # Errors
    /// When it is not there.
    pub fn bytes(&mut self) -> Result<Bytes, KeyError> {
        let mut part = Vec::new();
        loop {
            match self.0 {
                [0, 0xff, rest @ ..] => {
                    part.push(0);
                    self.0 = rest;
                }
                [0, 1, rest @ ..] => {
                    self.0 = rest;
                    return Ok(part.into());
                }
                [byte, rest @ ..] if *byte != 0 => {
                    part.push(*byte);
                    self.0 = rest;
                }
                _ => return Err(KeyError),
            }
        }
    }

    /// A number.
    ///
    /// # Errors
    /// When it is not there.
    pub fn number(&mut self) -> Result<u64, KeyError> {
        let (bytes, rest) = self.0.split_first_chunk::<8>().ok_or(KeyError)?;
        self.0 = rest;
        Ok(u64::from_be_bytes(*bytes))
    }

    /// One byte.
    ///
    /// # Errors
    /// When it is not there.
    pub fn byte(&mut self) -> Result<u8, KeyError> {
        let (byte, rest) = self.0.split_first().ok_or(KeyError)?;
        self.0 = rest;
        Ok(*byte)
    }

    /// All that is left.
    #[must_use]
    pub fn rest(self) -> &'a [u8] {
        self.0
    }
}
