//! Functions by the name that a person knows: their own, or the one in their template.

use anyhow::bail;
use samara_cloudformation::model::{
    DescribeStacksInput, DescribeStacksOutput, ListStackResourcesInput, ListStackResourcesOutput,
    MODEL, Stack, StackResourceSummary,
};
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
async fn functions(client: &Client) -> anyhow::Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for stack in stacks(client).await? {
        for resource in resources(client, &stack.stack_name).await? {
            if resource.kind == "AWS::Lambda::Function" {
                all.push((resource.logical_id, resource.physical_id));
            }
        }
    }
    Ok(all)
}

/// All stacks.
pub(crate) async fn stacks(client: &Client) -> anyhow::Result<Vec<Stack>> {
    let input = DescribeStacksInput::default();
    let pages: Vec<DescribeStacksOutput> = client.pages(&MODEL, "DescribeStacks", input).await?;
    Ok(pages.into_iter().flat_map(|page| page.stacks.unwrap_or_default()).collect())
}

/// What a stack has made.
pub(crate) struct Resource {
    pub(crate) logical_id: String,
    /// Such as `AWS::Lambda::Function`.
    pub(crate) kind: String,
    pub(crate) physical_id: String,
}

/// All resources of a stack that are there.
pub(crate) async fn resources(client: &Client, stack: &str) -> anyhow::Result<Vec<Resource>> {
    let input = ListStackResourcesInput {
        stack_name: stack.to_owned(),
        ..ListStackResourcesInput::default()
    };
    let pages: Vec<ListStackResourcesOutput> =
        client.pages(&MODEL, "ListStackResources", input).await?;
    let all = pages.into_iter().flat_map(|page| page.stack_resource_summaries.unwrap_or_default());
    let one = |found: StackResourceSummary| {
        let physical_id = found.physical_resource_id?;
        let (logical_id, kind) = (found.logical_resource_id, found.resource_type);
        Some(Resource { logical_id, kind, physical_id })
    };
    Ok(all.filter_map(one).collect())
}
