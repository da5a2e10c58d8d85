//! Deployments of an API: what it was at one moment, kept for stages to serve.

use std::collections::BTreeMap;

use samara_base::Timestamp;
use samara_service::{Cx, operation};
use samara_store::{Fed, Txn};

use super::stages::{check_name, check_room};
use super::{access, page, part_id};
use crate::error::NO_DEPLOYMENT;
use crate::model::{
    CreateDeploymentRequest, DeleteDeploymentRequest, Deployment as DeploymentOutput, Deployments,
    GetDeploymentRequest, GetDeploymentsRequest, MethodSnapshot, UpdateDeploymentRequest,
};
use crate::record::check_variables;
use crate::{Api, Deployment, Error, Resource, Snapshot, Stage, keys, patch, refuse};

operation!(CreateDeployment: Write CreateDeploymentRequest => DeploymentOutput, Error,
    |cx, input| access(
        cx, "POST", &format!("/restapis/{}/deployments", input.rest_api_id)
    ), create);
operation!(GetDeployment: Read GetDeploymentRequest => DeploymentOutput, Error,
    |cx, input| access(
        cx, "GET", &format!("/restapis/{}/deployments/{}", input.rest_api_id, input.deployment_id)
    ), get);
operation!(GetDeployments: Read GetDeploymentsRequest => Deployments, Error,
    |cx, input| access(
        cx, "GET", &format!("/restapis/{}/deployments", input.rest_api_id)
    ), list);
operation!(UpdateDeployment: Write UpdateDeploymentRequest => DeploymentOutput, Error,
    |cx, input| access(
        cx, "PATCH",
        &format!("/restapis/{}/deployments/{}", input.rest_api_id, input.deployment_id)
    ), update);
operation!(DeleteDeployment: Write DeleteDeploymentRequest => (), Error,
    |cx, input| access(
        cx, "DELETE",
        &format!("/restapis/{}/deployments/{}", input.rest_api_id, input.deployment_id)
    ), delete);

/// Deployments that an API keeps; each holds a copy of its resources.
const DEPLOYMENTS_MAX: usize = 200;

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateDeploymentRequest,
) -> Result<DeploymentOutput, Error> {
    refuse::on("cacheClusterEnabled", input.cache_cluster_enabled)?;
    refuse::given("cacheClusterSize", input.cache_cluster_size.as_ref())?;
    refuse::given("canarySettings", input.canary_settings.as_ref())?;
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    check_deployable(&api)?;
    if DEPLOYMENTS_MAX <= api.deployments.len() {
        return Err(Error::BadRequest(format!(
            "An API may keep {DEPLOYMENTS_MAX} deployments: delete one first"
        )));
    }
    let id = part_id(cx, "deployment", 8);
    if let Some(name) = input.stage_name.as_deref().filter(|name| !name.is_empty()) {
        show(cx, &mut api, name, (&id, input))?;
    }
    let snapshot = Snapshot {
        resources: api.resources.clone(),
        binary_media_types: api.binary_media_types.clone(),
    };
    let deployment =
        Deployment { description: input.description.clone(), created_ms: cx.now.as_millis() };
    let output = output(&id, &deployment);
    snapshot.save(txn, &api.id, &id)?;
    api.deployments.insert(id, deployment);
    api.save(txn)?;
    Ok(output)
}

/// Refuses an API that could not answer.
fn check_deployable(api: &Api) -> Result<(), Error> {
    let mut methods = api.resources.values().flat_map(|one| one.methods.values()).peekable();
    let bad = |message: &str| Err(Error::BadRequest(message.to_owned()));
    if methods.peek().is_none() {
        return bad("The REST API doesn't contain any methods");
    }
    if methods.any(|method| method.integration.is_none()) {
        return bad("No integration defined for method");
    }
    Ok(())
}

/// Lets a stage show a deployment, and makes the stage where there is none.
fn show(
    cx: &Cx,
    api: &mut Api,
    name: &str,
    (id, input): (&str, &CreateDeploymentRequest),
) -> Result<(), Error> {
    if !api.stages.contains_key(name) {
        check_name(name)?;
        check_room(api)?;
    }
    let now_ms = cx.now.as_millis();
    let stage = api.stages.entry(name.to_owned());
    let stage = stage.or_insert_with(|| Stage { created_ms: now_ms, ..Stage::default() });
    id.clone_into(&mut stage.deployment);
    stage.updated_ms = now_ms;
    stage.tracing = input.tracing_enabled.unwrap_or(stage.tracing);
    if input.stage_description.is_some() {
        stage.description.clone_from(&input.stage_description);
    }
    stage.variables.extend(input.variables.clone().unwrap_or_default());
    check_variables(&stage.variables)
}

fn get(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetDeploymentRequest,
) -> Result<DeploymentOutput, Error> {
    let embed = input.embed.as_deref().unwrap_or_default();
    let other = embed.iter().find(|name| *name != "apisummary");
    refuse::other_than("embed", "apisummary", other.map(String::as_str))?;
    let api = Api::load(cx, txn, &input.rest_api_id)?;
    let found = api.deployments.get(&input.deployment_id).ok_or(NO_DEPLOYMENT)?;
    let mut output = output(&input.deployment_id, found);
    if !embed.is_empty() {
        let snapshot = Snapshot::find(txn, &api.id, &input.deployment_id)?.unwrap_or_default();
        output.api_summary = Some(summary(&snapshot));
    }
    Ok(output)
}

fn summary(snapshot: &Snapshot) -> BTreeMap<String, BTreeMap<String, MethodSnapshot>> {
    let method = |name: &String| {
        let authorization_type = Some("NONE".to_owned());
        (name.clone(), MethodSnapshot { authorization_type, api_key_required: Some(false) })
    };
    let path = |one: &Resource| (one.path.clone(), one.methods.keys().map(method).collect());
    snapshot.resources.values().filter(|one| !one.methods.is_empty()).map(path).collect()
}

fn list(cx: &Cx, txn: &mut dyn Txn, input: &GetDeploymentsRequest) -> Result<Deployments, Error> {
    let api = Api::load(cx, txn, &input.rest_api_id)?;
    let items = api.deployments.iter().map(|(id, item)| (id.clone(), output(id, item)));
    let (items, position) = page(items, input.limit, input.position.as_deref())?;
    Ok(Deployments { items: Some(items), position })
}

fn update(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateDeploymentRequest,
) -> Result<DeploymentOutput, Error> {
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let found = api.deployments.get_mut(&input.deployment_id).ok_or(NO_DEPLOYMENT)?;
    patch::deployment(found, input.patch_operations.as_deref().unwrap_or_default())?;
    let output = output(&input.deployment_id, found);
    api.save(txn)?;
    Ok(output)
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteDeploymentRequest) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let id = &input.deployment_id;
    api.deployments.remove(id).ok_or(NO_DEPLOYMENT)?;
    if api.stages.values().any(|stage| stage.deployment == *id) {
        let message = "Active stages pointing to this deployment must be moved or deleted";
        return Err(Error::BadRequest(message.to_owned()));
    }
    txn.delete(keys::snapshot(&api.id, id), Fed::No);
    api.save(txn)
}

fn output(id: &str, deployment: &Deployment) -> DeploymentOutput {
    DeploymentOutput {
        created_date: Some(Timestamp::from_millis(deployment.created_ms)),
        description: deployment.description.clone(),
        id: Some(id.to_owned()),
        ..DeploymentOutput::default()
    }
}
