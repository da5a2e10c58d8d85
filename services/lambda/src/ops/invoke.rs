//! `Invoke`: checks a call, and asks for it or writes it down.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use samara_base::limits::{ASYNCHRONOUS_PAYLOAD_BYTES, SYNCHRONOUS_PAYLOAD_BYTES};
use samara_service::{Access, Answer, Cx, Invocation, InvocationType, Invoked, Operation, Place};
use samara_store::Txn;
use samara_wire::{Document, IntoDocument};
use serde::de::IgnoredAny;

use crate::asynchronous::AsyncInvocation;
use crate::model::{InvocationRequest, InvocationResponse};
use crate::name::{FunctionName, LATEST};
use crate::resolve::resolve_name;
use crate::{Error, name, refused};

/// The longest client context in base64 (API reference, `ClientContext`).
const CLIENT_CONTEXT_BYTES_MAX: usize = 3583;

/// `Invoke`.
pub(crate) struct Invoke;

impl Operation for Invoke {
    const NAME: &'static str = "Invoke";
    const PLACE: Place = Place::Write;
    type Input = InvocationRequest;
    type Output = InvocationResponse;
    type Error = Error;

    fn access(cx: &Cx, input: &InvocationRequest) -> Vec<Access> {
        let resource = name::access_arn(cx, &input.function_name, input.qualifier.as_ref());
        vec![Access::new("lambda:InvokeFunction", resource)]
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &InvocationRequest,
    ) -> Result<Answer<InvocationResponse>, Error> {
        refused::refuse(&[
            (input.durable_execution_name.is_some(), "durable functions (DurableExecutionName)"),
            (input.tenant_id.is_some(), "tenant isolation (TenantId)"),
        ])?;
        let name = FunctionName::parse(cx, &input.function_name, input.qualifier.as_ref())?;
        let invocation = invocation(cx, input, &name)?;
        resolve_name(cx, txn, &name)?;
        match invocation.kind {
            InvocationType::RequestResponse => Ok(Answer::Invoke(Box::new(invocation))),
            InvocationType::DryRun => Ok(Answer::Done(status(204))),
            InvocationType::Event => {
                AsyncInvocation::of(cx, invocation).append(txn)?;
                Ok(Answer::Done(status(202)))
            }
        }
    }
}

/// The output of an `Invoke` whose function ran.
#[must_use]
pub fn invoke_output(invoked: Invoked) -> Document {
    InvocationResponse {
        status_code: Some(200),
        // The only value that current runtimes give, whatever went wrong.
        function_error: invoked.error.map(|_| "Unhandled".to_owned()),
        log_result: invoked.log_tail.map(|tail| STANDARD.encode(tail)),
        payload: Some(invoked.payload),
        executed_version: Some(invoked.version),
        durable_execution_arn: None,
    }
    .into_document()
}

fn status(code: i64) -> InvocationResponse {
    InvocationResponse { status_code: Some(code), ..InvocationResponse::default() }
}

fn invocation(
    cx: &Cx,
    input: &InvocationRequest,
    name: &FunctionName,
) -> Result<Invocation, Error> {
    let (kind, kind_name, max) = match input.invocation_type.as_deref() {
        Some("Event") => (InvocationType::Event, "Event", ASYNCHRONOUS_PAYLOAD_BYTES),
        Some("DryRun") => (InvocationType::DryRun, "DryRun", SYNCHRONOUS_PAYLOAD_BYTES),
        _ => (InvocationType::RequestResponse, "RequestResponse", SYNCHRONOUS_PAYLOAD_BYTES),
    };
    let payload = payload(input.payload.as_ref())?;
    if max < payload.len() {
        let bytes = payload.len();
        return Err(Error::RequestTooLarge { bytes, kind: kind_name, max });
    }
    Ok(Invocation {
        function: name.name.clone(),
        qualifier: name.qualifier.clone().unwrap_or_else(|| LATEST.to_owned()),
        invoked_arn: name.arn(cx),
        payload,
        request_id: cx.request_id.clone(),
        trace: cx.trace.clone(),
        client_context: client_context(input.client_context.as_ref())?,
        kind,
        log_tail: input.log_type.as_deref() == Some("Tail"),
        until: None,
    })
}

/// The event; nothing at all is an empty object.
fn payload(given: Option<&Bytes>) -> Result<Bytes, Error> {
    let Some(given) = given.filter(|given| !given.is_empty()) else {
        return Ok(Bytes::from_static(b"{}"));
    };
    let bad = |why: &dyn std::fmt::Display| {
        Error::InvalidContent(format!("Could not parse request body into json: {why}"))
    };
    // A value that is skipped is not looked into: that its text is UTF-8 is asked first.
    let text = std::str::from_utf8(given).map_err(|error| bad(&error))?;
    serde_json::from_str::<IgnoredAny>(text).map_err(|error| bad(&error))?;
    Ok(given.clone())
}

fn client_context(given: Option<&String>) -> Result<Option<String>, Error> {
    let Some(given) = given else { return Ok(None) };
    let bad = || {
        let message = "Client context must be a valid Base64-encoded JSON object.";
        Error::InvalidContent(message.to_owned())
    };
    if CLIENT_CONTEXT_BYTES_MAX < given.len() {
        return Err(bad());
    }
    let text = STANDARD.decode(given).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let text = text.ok_or_else(bad)?;
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text).map_err(|_| bad())?;
    Ok(Some(text))
}
