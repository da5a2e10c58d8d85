//! What a request says of its own signature.

use samara_base::Timestamp;

use super::{ALGORITHM, SignatureError, unhex};
use crate::{RequestParts, uri};

/// The longest that a presigned request may be valid, seconds (SigV4: seven days).
const EXPIRES_SECONDS_MAX: u64 = 604_800;

/// What a request claims about who signed it and how. Nothing of it is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The id of the access key.
    pub access_key_id: String,
    /// The day of the scope, such as `20261121`.
    pub date: String,
    /// The region of the scope.
    pub region: String,
    /// The service of the scope.
    pub service: String,
    /// When it was signed.
    pub time: Timestamp,
    /// The same as the request writes it, such as `20261121T080000Z`.
    pub timestamp: String,
    /// The headers that are signed, in small letters.
    pub signed_headers: Vec<String>,
    /// The signature, 64 hexadecimal digits.
    pub signature: String,
    /// The session token, for temporary credentials.
    pub session_token: Option<String>,
    /// How long a presigned request is valid, seconds; none for a signature in a header.
    pub expires_seconds: Option<u64>,
    /// What the signature says of the body.
    pub payload: Payload,
    /// Set by a caller whose request's body is not in its parts: it then compares
    /// [`Signed::expected_sha256`] itself, once the body has passed.
    pub body_is_staged: bool,
}

/// What a signature says of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload {
    /// Its hash is computed from the body.
    Computed,
    /// Its hash is given in `x-amz-content-sha256` and must be the body's.
    Given([u8; 32]),
    /// It is not signed (`UNSIGNED-PAYLOAD`).
    Unsigned,
    /// It comes in chunks, each signed (`STREAMING-AWS4-HMAC-SHA256-PAYLOAD`).
    Chunked {
        /// Whether signed headers follow the last chunk.
        trailer: bool,
    },
    /// It comes in chunks that are not signed, with headers after them
    /// (`STREAMING-UNSIGNED-PAYLOAD-TRAILER`).
    ChunkedUnsigned,
}

impl Payload {
    /// What `x-amz-content-sha256` says; none where the value is not one that AWS knows.
    fn of(value: Option<&str>, s3: bool) -> Option<Self> {
        match value {
            None => Some(Self::Computed),
            Some("UNSIGNED-PAYLOAD") if s3 => Some(Self::Unsigned),
            Some("STREAMING-AWS4-HMAC-SHA256-PAYLOAD") if s3 => {
                Some(Self::Chunked { trailer: false })
            }
            Some("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER") if s3 => {
                Some(Self::Chunked { trailer: true })
            }
            Some("STREAMING-UNSIGNED-PAYLOAD-TRAILER") if s3 => Some(Self::ChunkedUnsigned),
            Some(hash) => unhex(hash).map(Self::Given),
        }
    }

    /// Whether the body must go through a [`chunk::Decoder`](super::chunk::Decoder).
    #[must_use]
    pub const fn is_chunked(self) -> bool {
        matches!(self, Self::Chunked { .. } | Self::ChunkedUnsigned)
    }
}

impl Signed {
    /// Day, region and service, as they stand in the string to sign.
    #[must_use]
    pub fn scope(&self) -> String {
        format!("{}/{}/{}/aws4_request", self.date, self.region, self.service)
    }

    /// The hash that the body must have, where the request gives it.
    #[must_use]
    pub const fn expected_sha256(&self) -> Option<[u8; 32]> {
        match self.payload {
            Payload::Given(hash) => Some(hash),
            _ => None,
        }
    }

    /// Whether the signature stands in the query.
    #[must_use]
    pub const fn is_presigned(&self) -> bool {
        self.expires_seconds.is_some()
    }
}

/// Reads what a request claims.
///
/// # Errors
/// When it is not signed, or its claim lacks a part or cannot be read, as AWS says it.
pub fn parse(parts: &RequestParts<'_>) -> Result<Signed, SignatureError> {
    if let Some(header) = parts.header("authorization") {
        return from_header(parts, header);
    }
    if uri::query_has(parts.query, "X-Amz-Algorithm") {
        return from_query(parts);
    }
    if uri::query_has(parts.query, "AWSAccessKeyId") {
        return Err(SignatureError::outdated());
    }
    Err(SignatureError::missing())
}

fn from_header(parts: &RequestParts<'_>, header: &str) -> Result<Signed, SignatureError> {
    let (algorithm, fields) = header.split_once(' ').unwrap_or((header, ""));
    if algorithm == "AWS" {
        return Err(SignatureError::outdated());
    }
    if !algorithm.starts_with("AWS4-") {
        let queried = uri::query_has(parts.query, "X-Amz-Algorithm");
        return Err(if queried { SignatureError::twice() } else { SignatureError::missing() });
    }
    // A comma or a space ends a part, as on AWS.
    let field = |name: &str| {
        fields.split([',', ' ']).find_map(|field| field.strip_prefix(name)?.strip_prefix('='))
    };
    let timestamp = parts.header("x-amz-date").or_else(|| parts.header("date"));
    let mut wants = String::new();
    for name in ["Credential", "Signature", "SignedHeaders"] {
        if field(name).is_none_or(str::is_empty) {
            wants.push_str("Authorization header requires '");
            wants.push_str(name);
            wants.push_str("' parameter. ");
        }
    }
    if timestamp.is_none() {
        wants.push_str(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
        );
    }
    let claim = (field("Credential"), field("Signature"), field("SignedHeaders"), timestamp);
    let (Some(credential), Some(signature), Some(headers), Some(timestamp)) = claim else {
        return Err(incomplete_header(&wants, header));
    };
    if !wants.is_empty() {
        return Err(incomplete_header(&wants, header));
    }
    if algorithm != ALGORITHM {
        return Err(SignatureError::incomplete(format!(
            "Unsupported AWS 'algorithm': '{algorithm}'. Authorization={}",
            shown(header)
        )));
    }
    let hash = parts.header("x-amz-content-sha256");
    let mut signed = claim_of(credential, timestamp, headers, signature)?;
    signed.session_token = parts.header("x-amz-security-token").map(ToOwned::to_owned);
    signed.payload =
        Payload::of(hash, is_s3(&signed.service)).ok_or_else(SignatureError::content_hash)?;
    Ok(signed)
}

fn incomplete_header(wants: &str, header: &str) -> SignatureError {
    SignatureError::incomplete(format!("{wants}Authorization={}", shown(header)))
}

/// A header as it may be told back: without what an attacker could use to grow the answer.
fn shown(header: &str) -> &str {
    const SHOWN_MAX: usize = 1024;
    header.get(..SHOWN_MAX).unwrap_or(header)
}

/// The parameters of a presigned request: what it must have first, in the order of the messages.
const NAMES: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
];

fn from_query(parts: &RequestParts<'_>) -> Result<Signed, SignatureError> {
    let mut values: [Option<String>; 7] = Default::default();
    for (key, value) in uri::pairs(parts.query) {
        for (name, place) in NAMES.iter().zip(values.iter_mut()) {
            if *name == key && place.is_none() {
                *place = Some(value.clone().into_owned());
            }
        }
    }
    let [algorithm, credential, signature, headers, timestamp, expires, token] = values;
    let present = [&algorithm, &credential, &signature, &headers, &timestamp];
    let mut wants = String::new();
    for (name, value) in NAMES.iter().zip(present) {
        if value.as_ref().is_none_or(String::is_empty) {
            wants.push_str("AWS query-string parameters must include '");
            wants.push_str(name);
            wants.push_str("'. ");
        }
    }
    let claim = (credential, signature, headers, timestamp);
    let (Some(credential), Some(signature), Some(headers), Some(timestamp)) = claim else {
        return Err(SignatureError::incomplete(format!(
            "{wants}Re-examine the query-string parameters."
        )));
    };
    if !wants.is_empty() {
        return Err(SignatureError::incomplete(wants));
    }
    if algorithm.as_deref() != Some(ALGORITHM) {
        return Err(SignatureError::incomplete("Unsupported AWS 'algorithm'. ".to_owned()));
    }
    let mut signed = claim_of(&credential, &timestamp, &headers, &signature)?;
    signed.session_token = token;
    signed.expires_seconds = Some(expires_of(expires.as_deref(), is_s3(&signed.service))?);
    signed.payload = if is_s3(&signed.service) { Payload::Unsigned } else { Payload::Computed };
    Ok(signed)
}

fn expires_of(expires: Option<&str>, s3: bool) -> Result<u64, SignatureError> {
    // Only S3 insists on it; elsewhere a presigned request is as short-lived as any.
    let Some(text) = expires else {
        return if s3 {
            Err(SignatureError::incomplete(
                "AWS query-string parameters must include 'X-Amz-Expires'. ".to_owned(),
            ))
        } else {
            Ok(samara_base::limits::CLOCK_SKEW_MS / 1000)
        };
    };
    text.parse().ok().filter(|seconds| (1..=EXPIRES_SECONDS_MAX).contains(seconds)).ok_or_else(
        || {
            SignatureError::incomplete(
                "X-Amz-Expires must be a number between 1 and 604800 seconds".to_owned(),
            )
        },
    )
}

fn claim_of(
    credential: &str,
    timestamp: &str,
    headers: &str,
    signature: &str,
) -> Result<Signed, SignatureError> {
    let time = parse_time(timestamp).ok_or_else(|| {
        SignatureError::incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{}'. \
             See http://en.wikipedia.org/wiki/ISO_8601",
            shown(timestamp)
        ))
    })?;
    // An access key's id has no slash, but people choose their own here; the scope has four.
    let mut scope = credential.rsplitn(5, '/');
    let mut next = || scope.next().filter(|part| !part.is_empty());
    let parts = (next(), next(), next(), next(), next());
    let (Some("aws4_request"), Some(service), Some(region), Some(date), Some(id)) = parts else {
        return Err(SignatureError::incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             keyid/date/region/service/term, got '{}'",
            shown(credential)
        )));
    };
    // A date as HTTP writes it is signed in the basic format all the same.
    let timestamp = if is_basic(timestamp) { timestamp.to_owned() } else { time.iso8601_basic() };
    if !timestamp.starts_with(date) || date.len() != 8 {
        return Err(SignatureError::scope(format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from \
             HTTP: '{}' != '{}', from '{timestamp}'.",
            shown(date),
            timestamp.get(..8).unwrap_or_default()
        )));
    }
    Ok(Signed {
        access_key_id: id.to_owned(),
        date: date.to_owned(),
        region: region.to_owned(),
        service: service.to_owned(),
        time,
        timestamp,
        signed_headers: headers.split(';').map(str::to_ascii_lowercase).collect(),
        signature: signature.to_owned(),
        session_token: None,
        expires_seconds: None,
        payload: Payload::Computed,
        body_is_staged: false,
    })
}

/// `20261121T080000Z`, or a date as HTTP writes it.
fn parse_time(text: &str) -> Option<Timestamp> {
    if !is_basic(text) {
        return Timestamp::parse_http_date(text);
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let small = |from: usize, to: usize| u8::try_from(number(from, to)?).ok();
    let date = time::Date::from_calendar_date(
        i32::from(number(0, 4)?),
        time::Month::try_from(small(4, 6)?).ok()?,
        small(6, 8)?,
    );
    let time = date.ok()?.with_hms(small(9, 11)?, small(11, 13)?, small(13, 15)?).ok()?;
    u64::try_from(time.assume_utc().unix_timestamp()).ok().map(Timestamp::from_secs)
}

/// Whether a text has the shape of `20261121T080000Z`.
fn is_basic(text: &str) -> bool {
    text.len() == 16
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 => byte == b'T',
            15 => byte == b'Z',
            _ => byte.is_ascii_digit(),
        })
}

/// Whether a service has S3's own rules of signing.
pub(super) fn is_s3(service: &str) -> bool {
    service == "s3" || service == "s3express" || service == "s3-object-lambda"
}
