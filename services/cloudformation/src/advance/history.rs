//! A stack's history: each state of a resource, and of the stack, is an event.

use samara_service::Cx;
use samara_store::{Fed, Txn};
use samara_template::Resource;

use super::Run;
use crate::record::{Event, Stack, StackResource, save};
use crate::{Error, keys};

impl Run {
    /// Sets a resource's state and notes it in the history.
    pub(super) fn set(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        (logical_id, resource_type): (&str, &str),
        resource: Option<&Resource>,
        (status, reason): (&str, Option<&str>),
    ) -> Result<(), Error> {
        let record = StackResource {
            logical_id: logical_id.to_owned(),
            resource_type: resource_type.to_owned(),
            physical_id: resource.map(|resource| resource.physical_id.clone()),
            status: status.to_owned(),
            reason: reason.map(str::to_owned),
            updated_ms: cx.now.as_millis(),
            resource: resource.cloned(),
        };
        save(txn, keys::part(keys::RESOURCE, &self.stack.id, logical_id), &record, Fed::No)?;
        let event = Event {
            id: format!("{logical_id}-{status}-{}", cx.seed.uuid(logical_id)),
            logical_id: record.logical_id,
            physical_id: record.physical_id,
            resource_type: record.resource_type,
            status: record.status,
            reason: record.reason,
            time_ms: record.updated_ms,
            token: self.job.token.clone(),
        };
        append(txn, &self.stack.id, &event)
    }

    pub(super) fn event(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        resource: Option<&Resource>,
        (status, reason): (&str, Option<&str>),
    ) -> Result<(), Error> {
        let Some(resource) = resource else { return Ok(()) };
        let event = Event {
            id: format!("{}-{status}-{}", resource.logical_id, cx.seed.uuid(&resource.logical_id)),
            logical_id: resource.logical_id.clone(),
            physical_id: Some(resource.physical_id.clone()),
            resource_type: resource.resource_type.clone(),
            status: status.to_owned(),
            reason: reason.map(str::to_owned),
            time_ms: cx.now.as_millis(),
            token: self.job.token.clone(),
        };
        append(txn, &self.stack.id, &event)
    }
}

/// Notes a stack's own state in its history.
pub(crate) fn note(
    cx: &Cx,
    txn: &mut dyn Txn,
    stack: &Stack,
    token: Option<&String>,
) -> Result<(), Error> {
    let event = Event {
        id: cx.seed.uuid(&stack.status),
        logical_id: stack.name.clone(),
        physical_id: Some(stack.arn.clone()),
        resource_type: "AWS::CloudFormation::Stack".to_owned(),
        status: stack.status.clone(),
        reason: stack.status_reason.clone(),
        time_ms: cx.now.as_millis(),
        token: token.cloned(),
    };
    append(txn, &stack.id, &event)
}

fn append(txn: &mut dyn Txn, id: &str, event: &Event) -> Result<(), Error> {
    txn.append(keys::of(keys::EVENT, id), serde_json::to_vec(event)?.into(), Fed::No);
    Ok(())
}
