//! Limits that more than one crate enforces, each with AWS's figure and its source.

/// The largest payload of a synchronous invocation and of its answer, bytes.
///
/// AWS Lambda developer guide, "Lambda quotas": 6 MB; the service enforces 6,291,456 and allows
/// the answer 100 bytes of framing (6,291,556).
pub const SYNCHRONOUS_PAYLOAD_BYTES: usize = 6 * 1024 * 1024;

/// The largest payload of an asynchronous invocation, bytes.
///
/// AWS Lambda quotas, since October 2025: 1 MB.
pub const ASYNCHRONOUS_PAYLOAD_BYTES: usize = 1024 * 1024;

/// The largest request body that an API passes on, bytes (API Gateway quotas: 10 MB).
pub const API_BODY_BYTES: usize = 10 * 1024 * 1024;

/// The most that the request line and the values of the headers of a request to an API may have
/// together, bytes. Source: API Gateway developer guide, "Quotas for configuring and running a REST
/// API in API Gateway"; the same for HTTP APIs.
pub const API_HEAD_BYTES: usize = 10_240;

/// The largest body of an ordinary operation, bytes: a 50 MB zip in base64 with room around it.
pub const OPERATION_BODY_BYTES: usize = 70 * 1024 * 1024;

/// The largest zip that may be given inline, bytes (Lambda quotas: 50 MB).
pub const ZIP_INLINE_BYTES: usize = 50 * 1024 * 1024;

/// The largest unpacked function with its layers, bytes (Lambda quotas: 250 MB).
pub const UNPACKED_CODE_BYTES: u64 = 250 * 1024 * 1024;

/// How old or how early a signed request may be, milliseconds (SigV4: five minutes).
pub const CLOCK_SKEW_MS: u64 = 5 * 60 * 1000;

/// The same for S3, milliseconds (S3's error responses: `RequestTimeTooSkewed`, 15 minutes).
pub const CLOCK_SKEW_S3_MS: u64 = 15 * 60 * 1000;
