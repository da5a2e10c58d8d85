//! An asynchronous call of a function: its own record is the match.

use samara_lambda::AsyncInvocation;

use super::Made;
use crate::{Delivery, Error, Source, keys};

/// The delivery of an accepted call.
pub(crate) fn delivery(key: &[u8], value: &[u8]) -> Result<Made, Error> {
    let call = AsyncInvocation::decode(value)?;
    let delivery = Delivery {
        source: Source::Asynchronous,
        target: target(&call),
        payload: String::from_utf8_lossy(&call.payload).into_owned(),
        request_id: call.request_id.to_string(),
        trace: Some(call.trace),
        client_context: call.client_context,
        accepted_ms: call.accepted.as_millis(),
        attempts: 0,
        setbacks: 0,
        interruptions: 0,
    };
    Ok((keys::delivery(key, "", ""), delivery, None))
}

/// The ARN as the caller meant it; the qualifier may have been given beside it.
fn target(call: &AsyncInvocation) -> String {
    let arn = &call.invoked_arn;
    let has_qualifier = 7 < arn.split(':').count();
    if has_qualifier || call.qualifier == samara_lambda::LATEST {
        arn.clone()
    } else {
        format!("{arn}:{}", call.qualifier)
    }
}
