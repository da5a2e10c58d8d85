//! How DynamoDB takes and gives bodies: compressed by gzip or deflate, and named as JSON of the
//! kind that the client sent.
//!
//! A request's body is inflated once its signature, which is of the bytes sent, is verified. What
//! it inflates to is bounded like any body: a small one that grows without end is refused. An
//! answer is compressed when it is large and the client says that it reads that.

use std::io::{Read, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use samara_wire::{ResponseParts, ServiceModel};

use crate::body::BodyError;

/// The least bytes of an answer that are compressed (DynamoDB's figure).
const COMPRESSED_MIN: usize = 4096;

/// How a body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Gzip,
    Deflate,
}

impl Encoding {
    fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            _ => None,
        }
    }
}

/// A request's body as it was before it was compressed; other services' come as they are.
pub(crate) fn inflate(
    model: &ServiceModel,
    headers: &HeaderMap,
    body: Bytes,
    max: usize,
) -> Result<Bytes, BodyError> {
    let given = headers.get(CONTENT_ENCODING).filter(|_| model.id == "dynamodb");
    let Some(given) = given.and_then(|value| value.to_str().ok()) else { return Ok(body) };
    if given.is_empty() || given.eq_ignore_ascii_case("identity") {
        return Ok(body);
    }
    match Encoding::parse(given) {
        Some(Encoding::Gzip) if !body.is_empty() => take(MultiGzDecoder::new(&*body), max),
        Some(Encoding::Deflate) if !body.is_empty() => take(ZlibDecoder::new(&*body), max),
        _ => Err(BodyError::Encoding),
    }
}

fn take(decoder: impl Read, max: usize) -> Result<Bytes, BodyError> {
    let mut whole = Vec::new();
    let more = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
    decoder.take(more).read_to_end(&mut whole).map_err(|_| BodyError::Encoding)?;
    if max < whole.len() {
        return Err(BodyError::TooLarge { max: max as u64 });
    }
    Ok(whole.into())
}

/// Names an answer's type as its request's was: `application/json`, unless that was the SDKs' own.
pub(crate) fn name_type(model: &ServiceModel, headers: &HeaderMap, parts: &mut ResponseParts) {
    if model.id != "dynamodb" {
        return;
    }
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-amz-json-1.0") {
        parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
}

/// Compresses an answer, if it is large and the client reads it so.
pub(crate) fn deflate(model: &ServiceModel, headers: &HeaderMap, parts: &mut ResponseParts) {
    if model.id != "dynamodb" || parts.body.len() <= COMPRESSED_MIN {
        return;
    }
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let Some(encoding) = accepted.and_then(chosen) else { return };
    let (name, body) = match encoding {
        Encoding::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            ("gzip", encoder.write_all(&parts.body).and_then(|()| encoder.finish()))
        }
        Encoding::Deflate => {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            ("deflate", encoder.write_all(&parts.body).and_then(|()| encoder.finish()))
        }
    };
    // Writing to memory does not fail; if it did, the answer goes as it is.
    let Ok(body) = body else { return };
    parts.body = body.into();
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static(name));
}

/// What a client likes best. The first of equals wins, a named one before `*`.
fn chosen(accepted: &str) -> Option<Encoding> {
    let entries: Vec<(&str, f64)> = accepted.split(',').map(entry).collect();
    let named = |encoding| entries.iter().any(|(name, _)| Encoding::parse(name) == Some(encoding));
    let mut best: Option<(Encoding, f64)> = None;
    let mut offer = |encoding, quality: f64| {
        if 0.0 < quality && best.is_none_or(|(_, found)| found < quality) {
            best = Some((encoding, quality));
        }
    };
    for (name, quality) in &entries {
        if let Some(encoding) = Encoding::parse(name) {
            offer(encoding, *quality);
        }
    }
    let star = entries.iter().find(|(name, _)| *name == "*");
    for encoding in [Encoding::Gzip, Encoding::Deflate] {
        if let Some((_, quality)) = star.filter(|_| !named(encoding)) {
            offer(encoding, *quality);
        }
    }
    best.map(|(encoding, _)| encoding)
}

/// A name and its quality, of which what cannot be read counts as one, as on AWS.
fn entry(text: &str) -> (&str, f64) {
    let (name, parameters) = text.split_once(';').unwrap_or((text, ""));
    let quality = parameters.split_once("q=").map(|(_, rest)| rest);
    let quality = quality.map(|rest| rest.split(';').next().unwrap_or_default().trim());
    let quality = quality.and_then(|quality| quality.parse::<f64>().ok()).unwrap_or(1.0);
    (name.trim(), quality.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client that cannot read an answer, or waits for a long one, would be hurt.
    #[test]
    fn the_best_that_both_know_is_chosen() {
        let cases = [
            ("identity", None),
            ("br, identity, deflate, gzip", Some(Encoding::Deflate)),
            ("GZIP, identity", Some(Encoding::Gzip)),
            ("gzip;q=0.5, deflate;q=0.8", Some(Encoding::Deflate)),
            ("*, deflate", Some(Encoding::Deflate)),
            ("*, gzip;q=0.5", Some(Encoding::Deflate)),
            ("*;q=0", None),
            ("gzip ;q=0", None),
            ("gzip;q=31,deflate;q=51", Some(Encoding::Gzip)),
            ("\"gzip\"", None),
        ];
        for (accepted, expected) in cases {
            assert_eq!(chosen(accepted), expected, "{accepted}");
        }
    }

    /// A few bytes that inflate to gigabytes must not be inflated.
    #[test]
    fn what_inflates_without_end_is_refused() {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&vec![b' '; 100_000]).unwrap();
        let bomb = encoder.finish().unwrap();
        assert!(matches!(take(ZlibDecoder::new(&*bomb), 1000), Err(BodyError::TooLarge { .. })));
        assert_eq!(take(ZlibDecoder::new(&*bomb), 100_000).unwrap().len(), 100_000);
        let cut = bomb.get(..20).unwrap();
        assert!(matches!(take(ZlibDecoder::new(cut), 100_000), Err(BodyError::Encoding)));
    }
}
