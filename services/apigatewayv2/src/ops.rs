//! The operations, a file for each noun.

mod apis;
mod deployments;
mod integrations;
mod routes;
mod stages;
mod tags;

use samara_service::{Access, Cx, Entry, ServiceTable};

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
            Entry::of::<deployments::DeleteDeployment>(),
            Entry::of::<tags::GetTags>(),
            Entry::of::<tags::TagResource>(),
            Entry::of::<tags::UntagResource>(),
        ],
    }
}

/// A page of a list that is read whole: its items and the token of the next page.
///
/// The token is the number of items before the next page, as the lists are small and ordered.
fn page<T>(
    items: Vec<T>,
    size: Option<&str>,
    token: Option<&str>,
) -> Result<(Vec<T>, Option<String>), crate::Error> {
    let bad = |what: &str| crate::Error::BadRequest(format!("Invalid {what}"));
    let size = match size.map(str::parse::<usize>) {
        None => usize::MAX,
        Some(Ok(size @ 1..)) => size,
        Some(_) => return Err(bad("MaxResults")),
    };
    let start = token.map_or(Ok(0), str::parse::<usize>).map_err(|_| bad("NextToken"))?;
    let next = start.saturating_add(size);
    let more = (next < items.len()).then(|| next.to_string());
    Ok((items.into_iter().skip(start).take(size).collect(), more))
}
