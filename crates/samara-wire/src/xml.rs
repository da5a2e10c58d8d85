//! XML bodies.

use crate::{Fault, ServiceModel, WireError};

pub(crate) fn error(model: &ServiceModel, error: &WireError<'_>, request_id: &str) -> String {
    let kind = if error.fault == Fault::Sender { "Sender" } else { "Receiver" };
    let _ = (model, request_id);
    format!("<Type>{kind}</Type>")
}
