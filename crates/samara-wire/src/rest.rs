//! restJson1 and restXml.

use crate::{
    Decoded, Document, EncodeError, Malformed, Member, OperationModel, RequestParts, ResponseParts,
    ServiceModel,
};

pub(crate) fn decode_request(
    _model: &'static ServiceModel,
    _operation: &'static OperationModel,
    _parts: &RequestParts<'_>,
    _staged: Option<String>,
) -> Result<Decoded, Malformed> {
    Err(Malformed { message: Some("this protocol is not spoken yet".to_owned()) })
}

pub(crate) fn encode_response(
    _model: &ServiceModel,
    _operation: &OperationModel,
    _output: &Document,
    _parts: &mut ResponseParts,
) -> Result<(), EncodeError> {
    Err(EncodeError::Shape)
}

pub(crate) fn encode_headers(
    _model: &ServiceModel,
    _members: &[Member],
    _document: &Document,
    _parts: &mut ResponseParts,
) -> Result<(), EncodeError> {
    Ok(())
}
