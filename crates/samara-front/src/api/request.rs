//! A request to an API, as its parts.

use std::borrow::Cow;
use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use samara_base::{Account, RequestId, Timestamp};
use serde_json::{Map, Value};

/// A request to an API, and where it arrived.
#[derive(Debug, Clone)]
pub(crate) struct ApiRequest {
    pub(crate) method: String,
    /// The path behind the API's own prefix, without the stage, as it came.
    pub(crate) path: String,
    /// The query without its question mark, as it came.
    pub(crate) query: String,
    /// `HTTP/1.1`.
    pub(crate) protocol: &'static str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) source_ip: IpAddr,
    pub(crate) account: Account,
    pub(crate) api_id: String,
    pub(crate) domain_name: String,
    pub(crate) stage: String,
    pub(crate) request_id: RequestId,
    pub(crate) now: Timestamp,
}

impl ApiRequest {
    /// A header's values, joined by commas as HTTP allows.
    pub(crate) fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        values(&self.headers, name)
    }

    /// The query's parameters in order, decoded.
    pub(crate) fn query_parameters(&self) -> Vec<(String, String)> {
        let decode = |text: &str| super::matcher::decode(&text.replace('+', " "));
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decode(name), decode(value))
            })
            .collect()
    }

    /// The body as an event carries it: text as it is, anything else in base64.
    pub(crate) fn event_body(&self, binary: bool) -> (Option<Cow<'_, str>>, bool) {
        if self.body.is_empty() {
            return (None, false);
        }
        match std::str::from_utf8(&self.body) {
            Ok(text) if !binary => (Some(text.into()), false),
            _ => (Some(STANDARD.encode(&self.body).into()), true),
        }
    }

    /// As `21/Nov/2026:08:00:00 +0000`, the form of access logs.
    pub(crate) fn log_time(&self) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let time = self.now.offset_date_time();
        let month = MONTHS.get(usize::from(u8::from(time.month())) - 1).unwrap_or(&"");
        format!(
            "{:02}/{month}/{}:{:02}:{:02}:{:02} +0000",
            time.day(),
            time.year(),
            time.hour(),
            time.minute(),
            time.second()
        )
    }

    /// The first label of the domain name.
    pub(crate) fn domain_prefix(&self) -> &str {
        self.domain_name.split('.').next().unwrap_or_default()
    }

    /// Whether the stage's name stands in front of the path.
    pub(crate) fn stage_prefix(&self) -> String {
        if self.stage == "$default" { String::new() } else { format!("/{}", self.stage) }
    }
}

/// A header's values, joined by commas; none where it is not there.
pub(crate) fn values<'a>(headers: &'a HeaderMap, name: &str) -> Option<Cow<'a, str>> {
    let mut values = headers.get_all(name).iter().map(header_text);
    let first = values.next()?;
    let joined = |all: Cow<'a, str>, next: Cow<'a, str>| Cow::Owned(format!("{all},{next}"));
    Some(values.fold(first, joined))
}

/// A header's value as text: UTF-8, as who sends more than ASCII means it; what is not UTF-8 is
/// Latin-1, a character a byte, so that nothing vanishes.
pub(crate) fn header_text(value: &HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(value.as_bytes().iter().copied().map(char::from).collect()),
    }
}

/// Text pairs as a JSON object; of equal names the last stays.
pub(crate) fn object<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Value {
    let entry = |(name, value): (&str, &str)| (name.to_owned(), Value::from(value));
    Value::Object(pairs.into_iter().map(entry).collect::<Map<_, _>>())
}
