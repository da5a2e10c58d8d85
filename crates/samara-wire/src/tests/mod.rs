//! The codec, as a client would see it, on a small service that has every kind of member.

mod errors;
mod malformed;
mod model;
mod operations;
mod round_trip;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{DecodeError, Decoded, RequestParts, ServiceModel, decode_input, match_operation};

/// Header lines as headers.
fn headers(lines: &[(&str, &str)]) -> HeaderMap {
    let pair = |(name, value): &(&str, &str)| {
        (HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap())
    };
    lines.iter().map(pair).collect()
}

/// What a request of the operation `Put` to a JSON or query service says.
fn decode(model: &'static ServiceModel, body: &[u8]) -> Result<Decoded, DecodeError> {
    let headers = headers(&[("x-amz-target", "Test_1.Put")]);
    let parts = RequestParts {
        method: "POST",
        path: "/",
        query: "Action=Put",
        headers: &headers,
        body: Bytes::copy_from_slice(body),
    };
    let operation = match_operation(model, &parts).unwrap();
    decode_input(model, operation, &parts, None)
}
