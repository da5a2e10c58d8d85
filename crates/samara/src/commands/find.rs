//! Functions by the name that a person knows: their own, or the one in their template.

use anyhow::bail;
use samara_cloudformation::model as cloudformation;
use samara_lambda::model as lambda;

use crate::client::{Client, ClientError};

/// The name of a function, given by its name, ARN or logical id.
pub(crate) async fn function(client: &Client, given: &str) -> anyhow::Result<String> {
    if given.is_empty() {
        return by_logical_id(client, given).await;
    }
    let input = lambda::GetFunctionConfigurationRequest {
        function_name: given.to_owned(),
        ..lambda::GetFunctionConfigurationRequest::default()
    };
    let found: Result<lambda::FunctionConfiguration, ClientError> =
        client.call(&lambda::MODEL, "GetFunctionConfiguration", input).await;
    match found {
        Ok(found) => Ok(found.function_name.unwrap_or_else(|| given.to_owned())),
        Err(ClientError::Refused(error)) if error.code == "ResourceNotFoundException" => {
            by_logical_id(client, given).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn by_logical_id(client: &Client, given: &str) -> anyhow::Result<String> {
    let mut known = Vec::new();
    for (logical_id, name) in functions(client).await? {
        if logical_id == given || logical_id.strip_suffix("Function") == Some(given) {
            return Ok(name);
        }
        known.push(logical_id);
    }
    known.sort();
    bail!("there is no function '{given}'; deployed are: {}", known.join(", "))
}

/// All functions that stacks have deployed: logical id and name.
pub(crate) async fn functions(client: &Client) -> anyhow::Result<Vec<(String, String)>> {
    let stacks: cloudformation::DescribeStacksOutput = client
        .call(
            &cloudformation::MODEL,
            "DescribeStacks",
            cloudformation::DescribeStacksInput::default(),
        )
        .await?;
    let mut all = Vec::new();
    for stack in stacks.stacks.unwrap_or_default() {
        let input = cloudformation::DescribeStackResourcesInput {
            stack_name: Some(stack.stack_name),
            ..cloudformation::DescribeStackResourcesInput::default()
        };
        let found: cloudformation::DescribeStackResourcesOutput =
            client.call(&cloudformation::MODEL, "DescribeStackResources", input).await?;
        for resource in found.stack_resources.unwrap_or_default() {
            if resource.resource_type == "AWS::Lambda::Function"
                && let Some(name) = resource.physical_resource_id
            {
                all.push((resource.logical_resource_id, name));
            }
        }
    }
    Ok(all)
}
