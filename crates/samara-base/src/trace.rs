//! The X-Ray trace header, which follows a request through every hop.
//!
//! Source: AWS X-Ray developer guide, "Tracing header".

use std::fmt;

use crate::{Seed, Timestamp};

/// An X-Ray trace id: `1-` 8 hexadecimal digits of epoch seconds `-` 24 of chance.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TraceId(String);

impl TraceId {
    /// A new trace that begins now.
    #[must_use]
    pub fn new(now: Timestamp, seed: &Seed) -> Self {
        let mut text = format!("1-{:08x}-", now.as_secs());
        text.extend(seed.uuid("trace").chars().filter(|c| *c != '-').take(24));
        Self(text)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the `X-Amzn-Trace-Id` header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceHeader {
    /// The trace.
    pub root: TraceId,
    /// The span that caused this hop, 16 hexadecimal digits, if one is known.
    pub parent: Option<String>,
    /// Whether the caller asked for it to be recorded.
    pub sampled: bool,
}

impl TraceHeader {
    /// The header of a request that brought none.
    #[must_use]
    pub fn begin(now: Timestamp, seed: &Seed) -> Self {
        Self { root: TraceId::new(now, seed), parent: None, sampled: true }
    }

    /// Reads `Root=...;Parent=...;Sampled=...`; `None` when there is no well-formed root.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let field = |name: &str| {
            text.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
        };
        let root = field("Root").filter(|root| is_trace_id(root))?;
        let parent = field("Parent").filter(|parent| is_hex(parent, 16)).map(str::to_owned);
        let sampled = field("Sampled") != Some("0");
        Some(Self { root: TraceId(root.to_owned()), parent, sampled })
    }
}

impl fmt::Display for TraceHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Root={}", self.root.as_str())?;
        if let Some(parent) = &self.parent {
            write!(f, ";Parent={parent}")?;
        }
        write!(f, ";Sampled={}", u8::from(self.sampled))
    }
}

fn is_trace_id(text: &str) -> bool {
    let mut parts = text.split('-');
    parts.next() == Some("1")
        && parts.next().is_some_and(|seconds| is_hex(seconds, 8))
        && parts.next().is_some_and(|chance| is_hex(chance, 24))
        && parts.next().is_none()
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::TraceHeader;

    /// A header from outside goes into logs and on to functions: only a well-formed one may.
    #[test]
    fn only_a_well_formed_header_is_taken_over() {
        let good = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
        assert_eq!(
            TraceHeader::parse(good).map(|header| header.to_string()),
            Some(good.to_owned())
        );
        assert_eq!(TraceHeader::parse("Root=1-xyz;Sampled=1"), None);
        assert_eq!(TraceHeader::parse("Root=1-5759e988-bd862e3fe1be46a99427279\n"), None);
    }
}
