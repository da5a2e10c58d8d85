//! The resources of a stack.

use samara_service::{Cx, operation};
use samara_store::Txn;

use super::{access, access_all, view};
use crate::model::{
    DescribeStackResourceInput, DescribeStackResourceOutput, DescribeStackResourcesInput,
    DescribeStackResourcesOutput, ListStackResourcesInput, ListStackResourcesOutput,
    StackResource as ResourceOutput, StackResourceDetail, StackResourceDriftInformation,
    StackResourceDriftInformationSummary, StackResourceSummary,
};
use crate::record::{Stack, StackResource, load};
use crate::{Error, keys};

operation!(DescribeStackResource: Read
    DescribeStackResourceInput => DescribeStackResourceOutput, Error,
    |cx, input| access(cx, "DescribeStackResource", &input.stack_name), one);
operation!(DescribeStackResources: Scan
    DescribeStackResourcesInput => DescribeStackResourcesOutput, Error,
    |cx, input| match &input.stack_name {
        Some(name) => access(cx, "DescribeStackResources", name),
        None => access_all("DescribeStackResources"),
    }, describe);
operation!(ListStackResources: Scan
    ListStackResourcesInput => ListStackResourcesOutput, Error,
    |cx, input| access(cx, "ListStackResources", &input.stack_name), list);

const NOT_CHECKED: &str = "NOT_CHECKED";

fn find(txn: &mut dyn Txn, name: &str) -> Result<Stack, Error> {
    Stack::find(txn, name)?.ok_or_else(|| Error::NoStack(name.to_owned()))
}

fn one(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &DescribeStackResourceInput,
) -> Result<DescribeStackResourceOutput, Error> {
    let stack = find(txn, &input.stack_name)?;
    let logical_id = &input.logical_resource_id;
    let key = keys::part(keys::RESOURCE, &stack.id, logical_id);
    let found: Option<StackResource> = load(txn, &key)?;
    let found = found.ok_or_else(|| {
        let name = &stack.name;
        Error::Validation(format!("Resource {logical_id} does not exist for stack {name}"))
    })?;
    let detail = StackResourceDetail {
        stack_name: Some(stack.name),
        stack_id: Some(stack.arn),
        logical_resource_id: found.logical_id,
        physical_resource_id: found.physical_id,
        resource_type: found.resource_type,
        last_updated_timestamp: view::time(found.updated_ms),
        resource_status: found.status,
        resource_status_reason: found.reason,
        drift_information: Some(StackResourceDriftInformation {
            stack_resource_drift_status: NOT_CHECKED.to_owned(),
            ..StackResourceDriftInformation::default()
        }),
        ..StackResourceDetail::default()
    };
    Ok(DescribeStackResourceOutput { stack_resource_detail: Some(detail) })
}

fn describe(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &DescribeStackResourcesInput,
) -> Result<DescribeStackResourcesOutput, Error> {
    let Some(name) = &input.stack_name else {
        let what = "DescribeStackResources by PhysicalResourceId";
        return Err(Error::Unsupported(what.to_owned()));
    };
    let stack = find(txn, name)?;
    let wanted = input.logical_resource_id.as_ref();
    let resources = StackResource::all(txn, &stack.id)?
        .into_iter()
        .filter(|one| wanted.is_none_or(|wanted| *wanted == one.logical_id))
        .map(|one| ResourceOutput {
            stack_name: Some(stack.name.clone()),
            stack_id: Some(stack.arn.clone()),
            logical_resource_id: one.logical_id,
            physical_resource_id: one.physical_id,
            resource_type: one.resource_type,
            timestamp: view::time(one.updated_ms),
            resource_status: one.status,
            resource_status_reason: one.reason,
            drift_information: Some(StackResourceDriftInformation {
                stack_resource_drift_status: NOT_CHECKED.to_owned(),
                ..StackResourceDriftInformation::default()
            }),
            ..ResourceOutput::default()
        });
    Ok(DescribeStackResourcesOutput { stack_resources: Some(resources.collect()) })
}

fn list(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListStackResourcesInput,
) -> Result<ListStackResourcesOutput, Error> {
    let stack = find(txn, &input.stack_name)?;
    let summaries =
        StackResource::all(txn, &stack.id)?.into_iter().map(|one| StackResourceSummary {
            logical_resource_id: one.logical_id,
            physical_resource_id: one.physical_id,
            resource_type: one.resource_type,
            last_updated_timestamp: view::time(one.updated_ms),
            resource_status: one.status,
            resource_status_reason: one.reason,
            drift_information: Some(StackResourceDriftInformationSummary {
                stack_resource_drift_status: NOT_CHECKED.to_owned(),
                ..StackResourceDriftInformationSummary::default()
            }),
            ..StackResourceSummary::default()
        });
    let (summaries, next_token) = view::page(summaries.collect(), input.next_token.as_deref())?;
    Ok(ListStackResourcesOutput { stack_resource_summaries: Some(summaries), next_token })
}
