//! An asynchronous invocation as a record: what `triggers` finds in the feed and delivers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use samara_base::{RequestId, Timestamp};
use samara_service::Cx;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};

use crate::{Error, keys};

/// An asynchronous invocation that was accepted and has to be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsyncInvocation {
    /// The function's name.
    pub function: String,
    /// The version or alias; `$LATEST` when none was given.
    pub qualifier: String,
    /// The ARN as the caller meant it.
    pub invoked_arn: String,
    /// The event, JSON.
    pub payload: Bytes,
    /// The id that the caller was told and that every attempt carries.
    pub request_id: RequestId,
    /// When it was accepted: its age counts from here.
    pub accepted: Timestamp,
    /// The caller's trace header.
    pub trace: String,
    /// The client context, JSON.
    pub client_context: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Record {
    function: String,
    qualifier: String,
    invoked_arn: String,
    payload: String,
    request_id: String,
    accepted_ms: u64,
    trace: String,
    client_context: Option<String>,
}

impl AsyncInvocation {
    /// Writes it down: once this commits, it will be delivered.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which does not happen.
    pub fn append(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        txn.append(keys::asynchronous(), self.encode()?, Fed::After);
        Ok(())
    }

    /// As it is stored.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which does not happen.
    pub fn encode(&self) -> Result<Bytes, Error> {
        let record = Record {
            function: self.function.clone(),
            qualifier: self.qualifier.clone(),
            invoked_arn: self.invoked_arn.clone(),
            payload: STANDARD.encode(&self.payload),
            request_id: self.request_id.to_string(),
            accepted_ms: self.accepted.as_millis(),
            trace: self.trace.clone(),
            client_context: self.client_context.clone(),
        };
        Ok(serde_json::to_vec(&record)?.into())
    }

    /// Reads a stored one back.
    ///
    /// # Errors
    /// When the record is damaged.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let record: Record = serde_json::from_slice(bytes)?;
        let payload = STANDARD.decode(record.payload);
        let payload = payload.map_err(<serde_json::Error as serde::de::Error>::custom)?;
        Ok(Self {
            function: record.function,
            qualifier: record.qualifier,
            invoked_arn: record.invoked_arn,
            payload: payload.into(),
            request_id: RequestId::new(&record.request_id),
            accepted: Timestamp::from_millis(record.accepted_ms),
            trace: record.trace,
            client_context: record.client_context,
        })
    }

    /// The invocation that a request makes.
    pub(crate) fn of(cx: &Cx, invocation: samara_service::Invocation) -> Self {
        Self {
            function: invocation.function,
            qualifier: invocation.qualifier,
            invoked_arn: invocation.invoked_arn,
            payload: invocation.payload,
            request_id: invocation.request_id,
            accepted: cx.now,
            trace: invocation.trace.to_string(),
            client_context: invocation.client_context,
        }
    }
}
