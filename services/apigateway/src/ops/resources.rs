//! Resources of an API: its paths.

use std::collections::BTreeSet;

use samara_service::{Cx, operation};
use samara_store::Txn;

use super::{access, methods, page, part_id};
use crate::model::{
    CreateResourceRequest, DeleteResourceRequest, GetResourceRequest, GetResourcesRequest, Method,
    Resource as ResourceOutput, Resources,
};
use crate::{Api, Error, Resource, refuse};

operation!(CreateResource: Write CreateResourceRequest => ResourceOutput, Error,
    |cx, input| access(
        cx, "POST", &format!("/restapis/{}/resources/{}", input.rest_api_id, input.parent_id)
    ), create);
operation!(GetResource: Read GetResourceRequest => ResourceOutput, Error,
    |cx, input| access(
        cx, "GET", &format!("/restapis/{}/resources/{}", input.rest_api_id, input.resource_id)
    ), get);
operation!(GetResources: Read GetResourcesRequest => Resources, Error,
    |cx, input| access(cx, "GET", &format!("/restapis/{}/resources", input.rest_api_id)), list);
operation!(DeleteResource: Write DeleteResourceRequest => (), Error,
    |cx, input| access(
        cx, "DELETE", &format!("/restapis/{}/resources/{}", input.rest_api_id, input.resource_id)
    ), delete);

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateResourceRequest,
) -> Result<ResourceOutput, Error> {
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let id = part_id(cx, "resource", 8);
    api.add_resource(&input.parent_id, &input.path_part, id.clone())?;
    let output = output(&id, api.resource(&id)?, false);
    api.save(txn)?;
    Ok(output)
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetResourceRequest) -> Result<ResourceOutput, Error> {
    let whole = embeds_methods(input.embed.as_deref())?;
    let api = Api::load(cx, txn, &input.rest_api_id)?;
    Ok(output(&input.resource_id, api.resource(&input.resource_id)?, whole))
}

fn list(cx: &Cx, txn: &mut dyn Txn, input: &GetResourcesRequest) -> Result<Resources, Error> {
    let whole = embeds_methods(input.embed.as_deref())?;
    let api = Api::load(cx, txn, &input.rest_api_id)?;
    let item = |(id, one): (&String, &Resource)| (id.clone(), output(id, one, whole));
    let items = api.resources.iter().map(item);
    let (items, position) = page(items, input.limit, input.position.as_deref())?;
    Ok(Resources { items: Some(items), position })
}

/// Whether methods are shown whole; there is nothing else to embed.
fn embeds_methods(embed: Option<&[String]>) -> Result<bool, Error> {
    let embed = embed.unwrap_or_default();
    let other = embed.iter().find(|name| *name != "methods");
    refuse::other_than("embed", "methods", other.map(String::as_str))?;
    Ok(!embed.is_empty())
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteResourceRequest) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    api.resource(&input.resource_id)?;
    if api.root == input.resource_id {
        return Err(Error::BadRequest("The root resource cannot be deleted".to_owned()));
    }
    let mut gone = BTreeSet::from([input.resource_id.clone()]);
    // What is below goes too: each round finds the next level, and there are fewer levels than
    // resources.
    for _ in 0..api.resources.len() {
        let below = |one: &Resource| one.parent.as_ref().is_some_and(|id| gone.contains(id));
        let next: Vec<_> =
            api.resources.iter().filter(|(_, one)| below(one)).map(|(id, _)| id.clone()).collect();
        gone.extend(next);
    }
    api.resources.retain(|id, _| !gone.contains(id));
    api.save(txn)
}

fn output(id: &str, resource: &Resource, whole: bool) -> ResourceOutput {
    let methods = resource.methods.iter().map(|(name, method)| {
        let shown = if whole { methods::output(id, name, method) } else { Method::default() };
        (name.clone(), shown)
    });
    ResourceOutput {
        id: Some(id.to_owned()),
        parent_id: resource.parent.clone(),
        path_part: Some(resource.part.clone()).filter(|part| !part.is_empty()),
        path: Some(resource.path.clone()),
        resource_methods: (!resource.methods.is_empty()).then(|| methods.collect()),
    }
}
