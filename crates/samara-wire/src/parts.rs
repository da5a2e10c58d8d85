//! A request and a response as the codec sees them: their parts, without a socket.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::{Document, Name};

/// The parts of an HTTP request.
#[derive(Debug, Clone)]
pub struct RequestParts<'a> {
    /// The method, such as `POST`.
    pub method: &'a str,
    /// The path as it came, still percent-encoded, beginning with `/`.
    pub path: &'a str,
    /// The query as it came, still percent-encoded, without `?`; empty where there is none.
    pub query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The whole body; empty where it is staged as a blob.
    pub body: Bytes,
}

impl RequestParts<'_> {
    /// A header's value as text, when it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// The parts of an HTTP request that [`encode_input`](crate::encode_input) made.
#[derive(Debug, Clone, Default)]
pub struct OutgoingParts {
    /// The method.
    pub method: &'static str,
    /// The path, percent-encoded.
    pub path: String,
    /// The query, percent-encoded, without `?`.
    pub query: String,
    /// The headers, without those of a signature.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The document of the payload that streams, in place of a body: the id of a blob.
    pub stream: Option<String>,
}

impl OutgoingParts {
    /// The same parts as a server sees them.
    #[must_use]
    pub fn as_request(&self) -> RequestParts<'_> {
        RequestParts {
            method: self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            body: self.body.clone(),
        }
    }
}

/// The parts of an HTTP response.
#[derive(Debug, Clone, Default)]
pub struct ResponseParts {
    /// The status.
    pub status: StatusCode,
    /// The headers, `Content-Length` apart.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// Set when the body is to be streamed from the blob of this id.
    pub stream: Option<String>,
}

impl ResponseParts {
    /// Sets a header of a name and value that the program knows to be good.
    pub(crate) fn set(&mut self, name: &'static str, value: &'static str) {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }

    /// Sets a header, unless the value cannot stand in one.
    pub(crate) fn set_text(&mut self, name: &'static str, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// A request's input.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// The operation's input, a map; never null.
    pub document: Document,
    /// Members in the request that the model does not have, such as `TableNames` or
    /// `SSESpecification.Colour`: a caller that promises to ignore nothing refuses them by name.
    /// At most [`Decoded::UNKNOWN_MAX`] are kept.
    pub unknown: Vec<String>,
}

impl Decoded {
    /// The most unknown members that are reported.
    pub const UNKNOWN_MAX: usize = 16;
}

/// Puts a value under a name, over one that is there already.
pub(crate) fn put(entries: &mut Vec<(Name, Document)>, name: Name, value: Document) {
    match entries.iter_mut().find(|(key, _)| *key == name) {
        Some((_, present)) => *present = value,
        None => entries.push((name, value)),
    }
}

/// A map whose later entries win over earlier ones of the same key, as AWS's JSON parser has it.
pub(crate) fn map_of(mut entries: Vec<(Name, Document)>) -> Document {
    use std::collections::HashMap;
    const FEW: usize = 8;
    let twice = if entries.len() <= FEW {
        let mut rest = entries.as_slice();
        let mut twice = false;
        while let Some(((key, _), after)) = rest.split_first() {
            twice |= after.iter().any(|(other, _)| other == key);
            rest = after;
        }
        twice
    } else {
        let keys: std::collections::HashSet<&str> =
            entries.iter().map(|(key, _)| key.as_ref()).collect();
        keys.len() != entries.len()
    };
    if twice {
        let mut places: HashMap<Name, usize> = HashMap::new();
        let mut kept: Vec<(Name, Document)> = Vec::new();
        for (key, value) in entries {
            if let Some(present) = places.get(&key).and_then(|place| kept.get_mut(*place)) {
                present.1 = value;
            } else {
                places.insert(key.clone(), kept.len());
                kept.push((key, value));
            }
        }
        entries = kept;
    }
    Document::Map(entries)
}
