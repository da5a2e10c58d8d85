//! The canonical request.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use super::claim::is_s3;
use super::{Payload, SignatureError, Signed, hex};
use crate::{RequestParts, uri};

/// Builds the canonical request that a claim is about.
pub(super) fn request(signed: &Signed, parts: &RequestParts<'_>) -> Result<String, SignatureError> {
    let s3 = is_s3(&signed.service);
    let mut text = String::with_capacity(512);
    text.push_str(parts.method);
    text.push('\n');
    text.push_str(&path(parts.path, s3));
    text.push('\n');
    text.push_str(&query(parts.query));
    text.push('\n');
    headers(signed, parts, &mut text)?;
    text.push('\n');
    text.push_str(&signed.signed_headers.join(";"));
    text.push('\n');
    text.push_str(&payload(signed, parts));
    Ok(text)
}

/// S3 signs the path as it means it, encoded once; the rest normalise it and encode it again.
pub(super) fn path(path: &str, s3: bool) -> String {
    let path = if path.is_empty() { "/" } else { path };
    if s3 {
        let plain: Cow<'_, [u8]> = percent_decode_str(path).into();
        return encode_bytes(&plain, true);
    }
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            segment => kept.push(segment),
        }
    }
    let mut text = String::from("/");
    text.push_str(&kept.join("/"));
    let ends_in_folder = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    if ends_in_folder && !text.ends_with('/') {
        text.push('/');
    }
    uri::encode_path(&text)
}

/// The query's pairs, encoded and in order, without the signature itself.
pub(super) fn query(query: &str) -> String {
    if query.is_empty() {
        return String::new();
    }
    let part = |text: &str| {
        let text = text.replace('+', "%20");
        let plain: Cow<'_, [u8]> = percent_decode_str(&text).into();
        encode_bytes(&plain, false)
    };
    let mut pairs: Vec<(String, String)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (part(key), part(value)))
        .filter(|(key, _)| key != "X-Amz-Signature")
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
    pairs.join("&")
}

fn encode_bytes(bytes: &[u8], path: bool) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if path { uri::encode_path(text) } else { uri::encode(text) };
    }
    uri::encode_bytes(bytes, path)
}

fn headers(
    signed: &Signed,
    parts: &RequestParts<'_>,
    text: &mut String,
) -> Result<(), SignatureError> {
    if !signed.signed_headers.iter().any(|name| name == "host" || name == ":authority") {
        return Err(SignatureError::host());
    }
    let s3 = is_s3(&signed.service);
    // AWS asks for every header of its own; S3 insists. Elsewhere it is the operation's name that
    // must not be another than the one that was signed.
    unsigned_headers(signed, parts, |name| {
        if s3 { name != "x-amz-content-sha256" } else { name == "x-amz-target" }
    })?;
    for name in &signed.signed_headers {
        text.push_str(name);
        text.push(':');
        let mut first = true;
        for value in parts.headers.get_all(name.as_str()) {
            if !std::mem::replace(&mut first, false) {
                text.push(',');
            }
            squeeze(&String::from_utf8_lossy(value.as_bytes()), text);
        }
        text.push('\n');
    }
    Ok(())
}

/// Refuses a header of AWS's that nobody signed: it might have been added on the way.
fn unsigned_headers(
    signed: &Signed,
    parts: &RequestParts<'_>,
    matters: impl Fn(&str) -> bool,
) -> Result<(), SignatureError> {
    let stray = parts.headers.keys().find(|name| {
        name.as_str().starts_with("x-amz-")
            && matters(name.as_str())
            && !signed.signed_headers.iter().any(|signed| signed == name.as_str())
    });
    match stray {
        Some(name) => Err(SignatureError::unsigned_header(name.as_str())),
        None => Ok(()),
    }
}

/// A value without space at its ends and with one for many in it.
fn squeeze(value: &str, text: &mut String) {
    let mut words = value.split([' ', '\t', '\n']).filter(|word| !word.is_empty());
    if let Some(first) = words.next() {
        text.push_str(first);
    }
    for word in words {
        text.push(' ');
        text.push_str(word);
    }
}

fn payload(signed: &Signed, parts: &RequestParts<'_>) -> Cow<'static, str> {
    match signed.payload {
        Payload::Computed => Cow::Owned(hex(&Sha256::digest(&parts.body))),
        Payload::Given(hash) => Cow::Owned(hex(&hash)),
        Payload::Unsigned => Cow::Borrowed("UNSIGNED-PAYLOAD"),
        Payload::Chunked { trailer: false } => Cow::Borrowed("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
        Payload::Chunked { trailer: true } => {
            Cow::Borrowed("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
        }
        Payload::ChunkedUnsigned => Cow::Borrowed("STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
    }
}
