//! The operations, a file for each noun.

mod apis;
pub(crate) mod authorizers;
mod deployments;
mod integrations;
mod routes;
mod stages;
mod tags;

use samara_service::{Access, Cx, Entry, ServiceTable, page};

use crate::Error;

/// What API Gateway asks permission for: a verb on a path.
fn access(cx: &Cx, verb: &str, path: &str) -> Access {
    let action = format!("apigateway:{verb}");
    Access::new(&action, format!("arn:aws:apigateway:{}::{path}", cx.region))
}

/// The service's table.
#[must_use]
pub fn service() -> ServiceTable {
    ServiceTable {
        model: &crate::model::MODEL,
        operations: vec![
            Entry::of::<apis::CreateApi>(),
            Entry::of::<apis::ImportApi>(),
            Entry::of::<apis::ReimportApi>(),
            Entry::of::<apis::GetApi>(),
            Entry::of::<apis::GetApis>(),
            Entry::of::<apis::UpdateApi>(),
            Entry::of::<apis::DeleteApi>(),
            Entry::of::<apis::DeleteCorsConfiguration>(),
            Entry::of::<authorizers::CreateAuthorizer>(),
            Entry::of::<authorizers::GetAuthorizer>(),
            Entry::of::<authorizers::GetAuthorizers>(),
            Entry::of::<authorizers::UpdateAuthorizer>(),
            Entry::of::<authorizers::DeleteAuthorizer>(),
            Entry::of::<routes::CreateRoute>(),
            Entry::of::<routes::GetRoute>(),
            Entry::of::<routes::GetRoutes>(),
            Entry::of::<routes::UpdateRoute>(),
            Entry::of::<routes::DeleteRoute>(),
            Entry::of::<integrations::CreateIntegration>(),
            Entry::of::<integrations::GetIntegration>(),
            Entry::of::<integrations::GetIntegrations>(),
            Entry::of::<integrations::UpdateIntegration>(),
            Entry::of::<integrations::DeleteIntegration>(),
            Entry::of::<stages::CreateStage>(),
            Entry::of::<stages::GetStage>(),
            Entry::of::<stages::GetStages>(),
            Entry::of::<stages::UpdateStage>(),
            Entry::of::<stages::DeleteStage>(),
            Entry::of::<deployments::CreateDeployment>(),
            Entry::of::<deployments::GetDeployment>(),
            Entry::of::<deployments::GetDeployments>(),
            Entry::of::<deployments::UpdateDeployment>(),
            Entry::of::<deployments::DeleteDeployment>(),
            Entry::of::<tags::GetTags>(),
            Entry::of::<tags::TagResource>(),
            Entry::of::<tags::UntagResource>(),
        ],
    }
}

/// Changes a text to what an update gives. None leaves it; an empty one takes it away.
fn change(text: &mut Option<String>, given: Option<&String>) {
    if let Some(given) = given {
        *text = Some(given.clone()).filter(|given| !given.is_empty());
    }
}

/// A page of a list that is read whole, ordered by its keys.
fn page<T>(
    items: impl IntoIterator<Item = (String, T)>,
    size: Option<&str>,
    token: Option<&str>,
) -> Result<(Vec<T>, Option<String>), Error> {
    let bad = |what: &str| Error::BadRequest(format!("Invalid {what}"));
    let size = match size.map(str::parse::<usize>) {
        None => usize::MAX,
        Some(Ok(size @ 1..)) => size,
        Some(_) => return Err(bad("MaxResults")),
    };
    page::of_keyed(items, size, token, "BadRequestException").map_err(|_| bad("NextToken"))
}
