//! What a signature can be refused for, as each family of services says it.

use crate::{Fault, Protocol, ServiceModel, WireError};

/// Why a signature is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SignatureError {
    /// The kind, from which code and status follow.
    pub fault: SignatureFault,
    message: String,
}

/// The kinds of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureFault {
    /// The request is not signed.
    Missing,
    /// The claim lacks a part or cannot be read.
    Incomplete,
    /// It is signed by Signature Version 2, which S3's older regions still take.
    Outdated,
    /// Nobody has this access key, or its session token is not good.
    UnknownKey,
    /// The session token has expired.
    ExpiredToken,
    /// The signature is another.
    Mismatch,
    /// It was signed for another day, region or service.
    Scope,
    /// It was signed too long ago, or in the future.
    Skewed,
    /// A presigned request has expired.
    Expired,
    /// The body is not the one that was signed.
    Body,
    /// A header that must be signed is not.
    Header,
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you \
                        provided. Check your AWS Secret Access Key and signing method. Consult \
                        the service documentation for details.";

impl SignatureError {
    fn new(fault: SignatureFault, message: impl Into<String>) -> Self {
        Self { fault, message: message.into() }
    }

    pub(super) fn missing() -> Self {
        Self::new(SignatureFault::Missing, "Request is missing Authentication Token")
    }

    pub(super) fn twice() -> Self {
        Self::new(
            SignatureFault::Mismatch,
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP \
             header.",
        )
    }

    pub(super) fn incomplete(message: String) -> Self {
        Self::new(SignatureFault::Incomplete, message)
    }

    pub(super) fn outdated() -> Self {
        Self::new(
            SignatureFault::Outdated,
            "The authorization mechanism you have provided is not supported. Please use \
             AWS4-HMAC-SHA256.",
        )
    }

    pub(super) fn content_hash() -> Self {
        Self::new(
            SignatureFault::Body,
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, \
             STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, \
             STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
        )
    }

    pub(super) fn mismatch(canonical: &str, string_to_sign: &str) -> Self {
        Self::new(
            SignatureFault::Mismatch,
            format!(
                "{MISMATCH}\n\nThe Canonical String for this request should have been\n\
                 '{canonical}'\n\nThe String-to-Sign should have been\n'{string_to_sign}'\n"
            ),
        )
    }

    pub(super) fn skewed(message: String) -> Self {
        Self::new(SignatureFault::Skewed, message)
    }

    pub(super) fn expired(message: String) -> Self {
        Self::new(SignatureFault::Expired, message)
    }

    pub(super) fn body() -> Self {
        Self::new(
            SignatureFault::Body,
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
        )
    }

    pub(super) fn host() -> Self {
        Self::new(
            SignatureFault::Header,
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        )
    }

    pub(super) fn unsigned_header(name: &str) -> Self {
        Self::new(
            SignatureFault::Header,
            format!("There were headers present in the request which were not signed: {name}"),
        )
    }

    pub(super) fn scope(message: String) -> Self {
        Self::new(SignatureFault::Scope, message)
    }

    /// Nobody has the access key, or the session token is not one that was given out.
    #[must_use]
    pub fn unknown_key() -> Self {
        Self::new(
            SignatureFault::UnknownKey,
            "The security token included in the request is invalid.",
        )
    }

    /// The session token has expired.
    #[must_use]
    pub fn expired_token() -> Self {
        Self::new(
            SignatureFault::ExpiredToken,
            "The security token included in the request is expired",
        )
    }

    /// The request was signed for another region than the server's.
    #[must_use]
    pub fn region(given: &str, ours: &str) -> Self {
        Self::scope(format!(
            "Credential should be scoped to a valid region, not '{given}'. This server is '{ours}'."
        ))
    }

    /// The request was signed for another service than the one that it speaks to.
    #[must_use]
    pub fn service(ours: &str) -> Self {
        Self::scope(format!("Credential should be scoped to correct service: '{ours}'."))
    }

    /// The error as a client of this service is to see it.
    #[must_use]
    pub fn wire(&self, model: &ServiceModel) -> WireError<'_> {
        let (code, status) = match (model.id, model.protocol) {
            ("s3", _) => self.s3_code(),
            (_, Protocol::AwsQuery | Protocol::RestXml) => self.query_code(),
            (_, Protocol::RestJson) => (self.json_code(), 403),
            (_, Protocol::AwsJson10 | Protocol::AwsJson11) => (self.json_code(), 400),
        };
        WireError { code, message: self.said(model), status, fields: None, fault: Fault::Sender }
    }

    fn said(&self, model: &ServiceModel) -> &str {
        let s3 = model.id == "s3";
        match self.fault {
            SignatureFault::Missing if s3 => "Access Denied",
            SignatureFault::UnknownKey if s3 => {
                "The AWS Access Key Id you provided does not exist in our records."
            }
            SignatureFault::ExpiredToken if s3 => "The provided token has expired.",
            SignatureFault::Mismatch if s3 => {
                "The request signature we calculated does not match the signature you provided. \
                 Check your key and signing method."
            }
            SignatureFault::Skewed if s3 => {
                "The difference between the request time and the current time is too large."
            }
            SignatureFault::Expired if s3 => "Request has expired",
            // Query services keep the canonical strings to themselves.
            SignatureFault::Mismatch if model.protocol == Protocol::AwsQuery => MISMATCH,
            SignatureFault::Missing if model.protocol == Protocol::RestJson => {
                "Missing Authentication Token"
            }
            _ => &self.message,
        }
    }

    const fn json_code(&self) -> &'static str {
        match self.fault {
            SignatureFault::Missing => "MissingAuthenticationTokenException",
            SignatureFault::Incomplete | SignatureFault::Outdated => "IncompleteSignatureException",
            SignatureFault::UnknownKey => "UnrecognizedClientException",
            SignatureFault::ExpiredToken => "ExpiredTokenException",
            _ => "InvalidSignatureException",
        }
    }

    const fn query_code(&self) -> (&'static str, u16) {
        match self.fault {
            SignatureFault::Missing => ("MissingAuthenticationToken", 403),
            SignatureFault::Incomplete | SignatureFault::Outdated => ("IncompleteSignature", 400),
            SignatureFault::UnknownKey => ("InvalidClientTokenId", 403),
            SignatureFault::ExpiredToken => ("ExpiredToken", 403),
            _ => ("SignatureDoesNotMatch", 403),
        }
    }

    const fn s3_code(&self) -> (&'static str, u16) {
        match self.fault {
            SignatureFault::Missing | SignatureFault::Expired | SignatureFault::Header => {
                ("AccessDenied", 403)
            }
            SignatureFault::Incomplete | SignatureFault::Scope => {
                ("AuthorizationHeaderMalformed", 400)
            }
            SignatureFault::Outdated => ("InvalidRequest", 400),
            SignatureFault::UnknownKey => ("InvalidAccessKeyId", 403),
            SignatureFault::ExpiredToken => ("ExpiredToken", 400),
            SignatureFault::Mismatch => ("SignatureDoesNotMatch", 403),
            SignatureFault::Skewed => ("RequestTimeTooSkewed", 403),
            SignatureFault::Body => ("XAmzContentSHA256Mismatch", 400),
        }
    }
}
