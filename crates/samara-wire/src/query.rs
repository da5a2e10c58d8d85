//! awsQuery: parameters with dotted names in, XML out.

use bytes::Bytes;

use crate::{
    Decoded, Document, EncodeError, Malformed, OperationModel, RequestParts, ServiceModel, ShapeId,
    uri,
};

/// The operation that a request names.
pub(crate) fn action(parts: &RequestParts<'_>) -> Option<String> {
    let body = std::str::from_utf8(&parts.body).unwrap_or_default();
    let mut pairs = uri::pairs(body).chain(uri::pairs(parts.query));
    pairs.find(|(key, _)| key == "Action").map(|(_, value)| value.into_owned())
}

pub(crate) fn decode(
    _model: &'static ServiceModel,
    _shape: ShapeId,
    _parts: &RequestParts<'_>,
) -> Result<Decoded, Malformed> {
    Err(Malformed { message: Some("awsQuery is not spoken yet".to_owned()) })
}

pub(crate) fn encode_output(
    _model: &ServiceModel,
    _operation: &OperationModel,
    _output: &Document,
    _request_id: &str,
) -> Result<Bytes, EncodeError> {
    Err(EncodeError::Shape)
}
