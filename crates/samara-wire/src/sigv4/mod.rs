//! AWS Signature Version 4: who signed a request, and whether it is what they signed.
//!
//! [`parse`] reads what a request claims, from the `Authorization` header or, presigned, from the
//! query. The caller looks the secret up, or the signing key of that day in a cache of its own
//! ([`signing_key`]), and [`verify_with_key`] builds the canonical request as AWS does, compares
//! in constant time, and checks the clock. [`sign()`] is the other direction. [`chunk`] takes
//! apart the bodies that S3's clients send in signed chunks.
//!
//! Deliberately absent: version 4A (asymmetric, for requests to many regions), and looking up
//! keys.

mod canonical;
pub mod chunk;
mod claim;
mod error;
mod sign;
#[cfg(test)]
mod tests;

use hmac::{Hmac, Mac};
use samara_base::Timestamp;
use samara_base::limits::{CLOCK_SKEW_MS, CLOCK_SKEW_S3_MS};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

pub use claim::{Payload, Signed, parse};
pub use error::{SignatureError, SignatureFault};
pub use sign::{Credentials, Scope, presign, sign};

use crate::RequestParts;

/// The algorithm's name in headers and strings to sign.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The key that signs the requests of one secret, day, region and service; worth a cache.
#[must_use]
pub fn signing_key(secret: &str, date: &str, region: &str, service: &str) -> [u8; 32] {
    let first = hmac(format!("AWS4{secret}").as_bytes(), date.as_bytes());
    let parts = [region, service, "aws4_request"];
    parts.iter().fold(first, |key, part| hmac(&key, part.as_bytes()))
}

/// Checks that a request was signed with this secret, is what was signed, and is of now.
///
/// # Errors
/// With AWS's code and message, the canonical strings included where AWS shows them.
pub fn verify(
    signed: &Signed,
    parts: &RequestParts<'_>,
    secret: &str,
    now: Timestamp,
) -> Result<(), SignatureError> {
    let key = signing_key(secret, &signed.date, &signed.region, &signed.service);
    verify_with_key(signed, parts, &key, now)
}

/// As [`verify`], with a key from [`signing_key`].
///
/// # Errors
/// As [`verify`].
pub fn verify_with_key(
    signed: &Signed,
    parts: &RequestParts<'_>,
    key: &[u8; 32],
    now: Timestamp,
) -> Result<(), SignatureError> {
    check_time(signed, now)?;
    let canonical = canonical::request(signed, parts)?;
    let text = string_to_sign(signed, &canonical);
    let expected = hex(&hmac(key, text.as_bytes()));
    let same: bool = expected.as_bytes().ct_eq(signed.signature.as_bytes()).into();
    if !same {
        return Err(SignatureError::mismatch(&canonical, &text));
    }
    check_body(signed, parts)
}

/// The canonical request, as AWS builds it; for tools that show why a signature does not match.
///
/// # Errors
/// When a header that is said to be signed is missing.
pub fn canonical_request(
    signed: &Signed,
    parts: &RequestParts<'_>,
) -> Result<String, SignatureError> {
    canonical::request(signed, parts)
}

/// The string that is signed.
#[must_use]
pub fn string_to_sign(signed: &Signed, canonical: &str) -> String {
    let hash = hex(&Sha256::digest(canonical.as_bytes()));
    let Signed { timestamp, .. } = signed;
    format!("{ALGORITHM}\n{timestamp}\n{}\n{hash}", signed.scope())
}

fn check_time(signed: &Signed, now: Timestamp) -> Result<(), SignatureError> {
    let skew = if claim::is_s3(&signed.service) { CLOCK_SKEW_S3_MS } else { CLOCK_SKEW_MS };
    let (is, basic) = (&signed.timestamp, Timestamp::iso8601_basic);
    let minutes = skew / 60_000;
    if now.plus_millis(skew) < signed.time {
        let limit = basic(now.plus_millis(skew));
        return Err(SignatureError::skewed(format!(
            "Signature not yet current: {is} is still later than {limit} \
             ({} + {minutes} min.)",
            basic(now)
        )));
    }
    let valid_ms = signed.expires_seconds.map_or(skew, |seconds| seconds * 1000);
    if valid_ms < now.millis_since(signed.time) {
        let limit = Timestamp::from_millis(now.as_millis().saturating_sub(valid_ms));
        let message = match signed.expires_seconds {
            None => format!(
                "Signature expired: {is} is now earlier than {} ({} - {minutes} min.)",
                basic(limit),
                basic(now)
            ),
            Some(_) => format!(
                "Signature expired: {} is now earlier than {}",
                basic(signed.time.plus_millis(valid_ms)),
                basic(now)
            ),
        };
        return Err(match signed.expires_seconds {
            None => SignatureError::skewed(message),
            Some(_) => SignatureError::expired(message),
        });
    }
    Ok(())
}

fn check_body(signed: &Signed, parts: &RequestParts<'_>) -> Result<(), SignatureError> {
    let Some(expected) = signed.expected_sha256() else { return Ok(()) };
    if signed.body_is_staged || Sha256::digest(&parts.body).as_slice() == expected {
        return Ok(());
    }
    Err(SignatureError::body())
}

pub(crate) fn hmac(key: &[u8], data: &[u8]) -> [u8; 32] {
    // HMAC takes keys of every length, so this cannot fail.
    Hmac::<Sha256>::new_from_slice(key).map_or([0; 32], |mut mac| {
        mac.update(data);
        mac.finalize().into_bytes().into()
    })
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| !pair.starts_with('+'))?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}
