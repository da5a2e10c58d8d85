//! Records as the operations show them.

use std::collections::BTreeMap;

use samara_base::Timestamp;
use samara_template::ParameterValue;

use crate::model::{
    Output, Parameter, Stack as StackOutput, StackDriftInformation, StackSummary, Tag,
};
use crate::record::Stack;

/// Milliseconds since the epoch as a time.
pub(super) fn time(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// A page of a list of records: its items, and the token of the next page.
///
/// The token is the number of items before the next page: the lists are short and ordered.
pub(super) fn page<T>(
    items: Vec<T>,
    token: Option<&str>,
) -> Result<(Vec<T>, Option<String>), crate::Error> {
    /// Items on a page.
    const PAGE: usize = 100;
    let bad = || crate::Error::Validation("The specified NextToken is not valid".to_owned());
    let start = token.map_or(Ok(0), str::parse::<usize>).map_err(|_| bad())?;
    let next = start.saturating_add(PAGE);
    let more = (next < items.len()).then(|| next.to_string());
    Ok((items.into_iter().skip(start).take(PAGE).collect(), more))
}

/// Parameters, secret ones as stars.
pub(super) fn parameters(values: &BTreeMap<String, ParameterValue>) -> Vec<Parameter> {
    let one = |(name, value): (&String, &ParameterValue)| Parameter {
        parameter_key: Some(name.clone()),
        parameter_value: Some(if value.no_echo { "****".to_owned() } else { value.value.clone() }),
        ..Parameter::default()
    };
    values.iter().map(one).collect()
}

pub(super) fn tags(tags: &BTreeMap<String, String>) -> Vec<Tag> {
    tags.iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect()
}

/// A stack as `DescribeStacks` shows it.
pub(super) fn stack(stack: &Stack) -> StackOutput {
    let outputs = stack.outputs.iter().map(|output| Output {
        output_key: Some(output.name.clone()),
        output_value: Some(output.value.clone()),
        description: output.description.clone(),
        export_name: output.export.clone(),
    });
    StackOutput {
        stack_id: Some(stack.arn.clone()),
        stack_name: stack.name.clone(),
        change_set_id: stack.change_set.clone(),
        description: stack.description.clone(),
        parameters: Some(parameters(&stack.parameters)),
        creation_time: time(stack.created_ms),
        deletion_time: stack.deleted_ms.map(time),
        last_updated_time: stack.updated_ms.map(time),
        stack_status: stack.status.clone(),
        stack_status_reason: stack.status_reason.clone(),
        disable_rollback: Some(stack.disable_rollback),
        notification_arns: Some(Vec::new()),
        capabilities: Some(stack.capabilities.clone()),
        outputs: Some(outputs.collect()),
        tags: Some(tags(&stack.tags)),
        enable_termination_protection: Some(stack.termination_protection),
        drift_information: Some(StackDriftInformation {
            stack_drift_status: "NOT_CHECKED".to_owned(),
            ..StackDriftInformation::default()
        }),
        ..StackOutput::default()
    }
}

/// A stack as `ListStacks` shows it.
pub(super) fn summary(stack: &Stack) -> StackSummary {
    StackSummary {
        stack_id: Some(stack.arn.clone()),
        stack_name: stack.name.clone(),
        template_description: stack.description.clone(),
        creation_time: time(stack.created_ms),
        last_updated_time: stack.updated_ms.map(time),
        deletion_time: stack.deleted_ms.map(time),
        stack_status: stack.status.clone(),
        stack_status_reason: stack.status_reason.clone(),
        ..StackSummary::default()
    }
}
