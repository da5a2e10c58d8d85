//! The operations, a file for each noun.

mod apis;
mod deployments;
mod integrations;
mod methods;
mod resources;
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
            Entry::of::<apis::CreateRestApi>(),
            Entry::of::<apis::ImportRestApi>(),
            Entry::of::<apis::PutRestApi>(),
            Entry::of::<apis::GetRestApi>(),
            Entry::of::<apis::GetRestApis>(),
            Entry::of::<apis::UpdateRestApi>(),
            Entry::of::<apis::DeleteRestApi>(),
            Entry::of::<resources::CreateResource>(),
            Entry::of::<resources::GetResource>(),
            Entry::of::<resources::GetResources>(),
            Entry::of::<resources::DeleteResource>(),
            Entry::of::<methods::PutMethod>(),
            Entry::of::<methods::GetMethod>(),
            Entry::of::<methods::DeleteMethod>(),
            Entry::of::<methods::PutMethodResponse>(),
            Entry::of::<integrations::PutIntegration>(),
            Entry::of::<integrations::GetIntegration>(),
            Entry::of::<integrations::PutIntegrationResponse>(),
            Entry::of::<deployments::CreateDeployment>(),
            Entry::of::<deployments::GetDeployment>(),
            Entry::of::<deployments::GetDeployments>(),
            Entry::of::<deployments::UpdateDeployment>(),
            Entry::of::<deployments::DeleteDeployment>(),
            Entry::of::<stages::CreateStage>(),
            Entry::of::<stages::GetStage>(),
            Entry::of::<stages::GetStages>(),
            Entry::of::<stages::UpdateStage>(),
            Entry::of::<stages::DeleteStage>(),
            Entry::of::<tags::GetTags>(),
            Entry::of::<tags::TagResource>(),
            Entry::of::<tags::UntagResource>(),
        ],
    }
}

/// The id of a part of an API: letters and digits, the same whenever the operation runs again.
fn part_id(cx: &Cx, name: &str, length: usize) -> String {
    cx.seed.text(name, b"abcdefghijklmnopqrstuvwxyz0123456789", length)
}

/// Items of a page where none is asked for, and at most (API Gateway API reference).
const PAGE: (usize, usize) = (25, 500);

/// A page of a list that is read whole, ordered by its keys.
fn page<T>(
    items: impl IntoIterator<Item = (String, T)>,
    limit: Option<i64>,
    position: Option<&str>,
) -> Result<(Vec<T>, Option<String>), Error> {
    let bad = |what: &str| Error::BadRequest(format!("Invalid {what}"));
    let limit = match limit.map(usize::try_from) {
        None => PAGE.0,
        Some(Ok(limit @ 1..)) => limit.min(PAGE.1),
        Some(_) => return Err(bad("limit")),
    };
    page::of_keyed(items, limit, position, "BadRequestException").map_err(|_| bad("position"))
}
