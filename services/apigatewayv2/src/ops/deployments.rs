//! Deployments of an API: its routes and integrations at one moment.

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::Txn;

use super::apis::part_id;
use super::{access, change, page};
use crate::model::{
    CreateDeploymentRequest, DeleteDeploymentRequest, Deployment as DeploymentOutput,
    GetDeploymentRequest, GetDeploymentsRequest, GetDeploymentsResponse, UpdateDeploymentRequest,
};
use crate::{Api, Deployment, Error};
use samara_service::operation;

operation!(CreateDeployment: Write CreateDeploymentRequest => DeploymentOutput, Error,
    |cx, input| access(cx, "POST", &format!("/apis/{}/deployments", input.api_id)), create);
operation!(GetDeployment: Read GetDeploymentRequest => DeploymentOutput, Error,
    |cx, input| access(
        cx, "GET", &format!("/apis/{}/deployments/{}", input.api_id, input.deployment_id)
    ), get);
operation!(GetDeployments: Read GetDeploymentsRequest => GetDeploymentsResponse, Error,
    |cx, input| access(cx, "GET", &format!("/apis/{}/deployments", input.api_id)), list);
operation!(UpdateDeployment: Write UpdateDeploymentRequest => DeploymentOutput, Error,
    |cx, input| access(
        cx, "PATCH", &format!("/apis/{}/deployments/{}", input.api_id, input.deployment_id)
    ), update);
operation!(DeleteDeployment: Write DeleteDeploymentRequest => (), Error,
    |cx, input| access(
        cx, "DELETE", &format!("/apis/{}/deployments/{}", input.api_id, input.deployment_id)
    ), delete);

/// Deployments that an API keeps; each holds a copy of its routes.
const DEPLOYMENTS_MAX: usize = 50;

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateDeploymentRequest,
) -> Result<DeploymentOutput, Error> {
    let mut api = Api::load(cx, txn, &input.api_id)?;
    if api.routes.is_empty() {
        let message = "Unable to deploy API because no routes exist in this API";
        return Err(Error::BadRequest(message.to_owned()));
    }
    if DEPLOYMENTS_MAX <= api.deployments.len() {
        let message = format!("An API may keep {DEPLOYMENTS_MAX} deployments: delete one first");
        return Err(Error::BadRequest(message));
    }
    let id = part_id(cx, "deployment");
    if let Some(name) = &input.stage_name {
        let stage = api.stages.get_mut(name).ok_or(Error::NoPart { kind: "Stage" })?;
        stage.deployment = Some(id.clone());
        stage.updated_ms = cx.now.as_millis();
    }
    let deployment = Deployment {
        description: input.description.clone(),
        created_ms: cx.now.as_millis(),
        auto: false,
        routes: api.routes.clone(),
        integrations: api.integrations.clone(),
        authorizers: api.authorizers.clone(),
    };
    let output = output(&id, &deployment);
    api.deployments.insert(id, deployment);
    api.save(txn)?;
    Ok(output)
}

fn get(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetDeploymentRequest,
) -> Result<DeploymentOutput, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let found = api.deployments.get(&input.deployment_id);
    Ok(output(&input.deployment_id, found.ok_or(Error::NoPart { kind: "Deployment" })?))
}

fn list(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetDeploymentsRequest,
) -> Result<GetDeploymentsResponse, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let items = api.deployments.iter().map(|(id, item)| (id.clone(), output(id, item)));
    let (items, next_token) =
        page(items, input.max_results.as_deref(), input.next_token.as_deref())?;
    Ok(GetDeploymentsResponse { items: Some(items), next_token })
}

/// What a deployment serves never changes: only its description does.
fn update(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateDeploymentRequest,
) -> Result<DeploymentOutput, Error> {
    let mut api = Api::load(cx, txn, &input.api_id)?;
    let found = api.deployments.get_mut(&input.deployment_id);
    let deployment = found.ok_or(Error::NoPart { kind: "Deployment" })?;
    change(&mut deployment.description, input.description.as_ref());
    let output = output(&input.deployment_id, deployment);
    api.save(txn)?;
    Ok(output)
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteDeploymentRequest) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.api_id)?;
    let id = &input.deployment_id;
    if api.stages.values().any(|stage| stage.deployment.as_ref() == Some(id)) {
        let message = "Deployment is referenced by a stage".to_owned();
        return Err(Error::Conflict(message));
    }
    api.deployments.remove(id).ok_or(Error::NoPart { kind: "Deployment" })?;
    api.save(txn)
}

fn output(id: &str, deployment: &Deployment) -> DeploymentOutput {
    DeploymentOutput {
        auto_deployed: Some(deployment.auto),
        created_date: Some(Timestamp::from_millis(deployment.created_ms)),
        deployment_id: Some(id.to_owned()),
        deployment_status: Some("DEPLOYED".to_owned()),
        description: deployment.description.clone(),
        ..DeploymentOutput::default()
    }
}
