//! Signing a request, as a client does.

use http::{HeaderName, HeaderValue};
use samara_base::Timestamp;
use sha2::{Digest, Sha256};

use super::{ALGORITHM, Payload, SignatureError, Signed, canonical, hex, hmac, signing_key};
use crate::{OutgoingParts, uri};

/// An access key.
#[derive(Clone)]
pub struct Credentials {
    /// Its id.
    pub access_key_id: String,
    /// Its secret.
    pub secret: String,
    /// The session token, for temporary credentials.
    pub session_token: Option<String>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// What a request is signed for.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The region.
    pub region: &'a str,
    /// The service's signing name.
    pub service: &'a str,
}

/// Signs a request in its headers: sets `x-amz-date`, `x-amz-security-token`,
/// `x-amz-content-sha256` (S3 only) and `authorization`. The `host` header must be set already,
/// and so must be every other header that is to be signed; a body that streams is not signed.
///
/// # Errors
/// When `host` is missing.
pub fn sign(
    parts: &mut OutgoingParts,
    credentials: &Credentials,
    scope: Scope<'_>,
    now: Timestamp,
) -> Result<(), SignatureError> {
    let s3 = scope.service == "s3";
    set(parts, "x-amz-date", &now.iso8601_basic());
    if let Some(token) = &credentials.session_token {
        set(parts, "x-amz-security-token", token);
    }
    let payload = match (&parts.stream, s3) {
        (Some(_), true) => Payload::Unsigned,
        (_, true) => Payload::Given(Sha256::digest(&parts.body).into()),
        _ => Payload::Computed,
    };
    match payload {
        Payload::Unsigned => set(parts, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        Payload::Given(hash) => set(parts, "x-amz-content-sha256", &hex(&hash)),
        _ => {}
    }
    let mut names: Vec<String> = parts.headers.keys().map(ToString::to_string).collect();
    names.retain(|name| !["authorization", "user-agent", "connection"].contains(&name.as_str()));
    names.sort();
    let mut signed = claim(credentials, scope, now, names);
    signed.payload = payload;
    let signature = signature(&signed, parts, credentials)?;
    let header = format!(
        "{ALGORITHM} Credential={}/{}, SignedHeaders={}, Signature={signature}",
        signed.access_key_id,
        signed.scope(),
        signed.signed_headers.join(";")
    );
    set(parts, "authorization", &header);
    Ok(())
}

/// Signs a request in its query, so that whoever has the URL can send it for that long. Only the
/// `host` header is signed, and must be set.
///
/// # Errors
/// When `host` is missing.
pub fn presign(
    parts: &mut OutgoingParts,
    credentials: &Credentials,
    scope: Scope<'_>,
    (now, expires_seconds): (Timestamp, u64),
) -> Result<(), SignatureError> {
    let mut signed = claim(credentials, scope, now, vec!["host".to_owned()]);
    if scope.service == "s3" {
        signed.payload = Payload::Unsigned;
    }
    let mut query = std::mem::take(&mut parts.query);
    let credential = format!("{}/{}", signed.access_key_id, signed.scope());
    let (timestamp, expires) = (signed.timestamp.clone(), expires_seconds.to_string());
    let mut put = |key: &str, value: &str| {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(key);
        query.push('=');
        query.push_str(&uri::encode(value));
    };
    put("X-Amz-Algorithm", ALGORITHM);
    put("X-Amz-Credential", &credential);
    put("X-Amz-Date", &timestamp);
    put("X-Amz-Expires", &expires);
    put("X-Amz-SignedHeaders", "host");
    if let Some(token) = &credentials.session_token {
        put("X-Amz-Security-Token", token);
    }
    parts.query = query;
    let signature = signature(&signed, parts, credentials)?;
    parts.query.push_str("&X-Amz-Signature=");
    parts.query.push_str(&signature);
    Ok(())
}

fn claim(
    credentials: &Credentials,
    scope: Scope<'_>,
    now: Timestamp,
    signed_headers: Vec<String>,
) -> Signed {
    let timestamp = now.iso8601_basic();
    Signed {
        access_key_id: credentials.access_key_id.clone(),
        date: timestamp.get(..8).unwrap_or_default().to_owned(),
        region: scope.region.to_owned(),
        service: scope.service.to_owned(),
        time: now,
        timestamp,
        signed_headers,
        signature: String::new(),
        session_token: credentials.session_token.clone(),
        expires_seconds: None,
        payload: Payload::Computed,
        body_is_staged: false,
    }
}

fn signature(
    signed: &Signed,
    parts: &OutgoingParts,
    credentials: &Credentials,
) -> Result<String, SignatureError> {
    let canonical = canonical::request(signed, &parts.as_request())?;
    let key = signing_key(&credentials.secret, &signed.date, &signed.region, &signed.service);
    Ok(hex(&hmac(&key, super::string_to_sign(signed, &canonical).as_bytes())))
}

fn set(parts: &mut OutgoingParts, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        parts.headers.insert(HeaderName::from_static(name), value);
    }
}
