//! Stages of an API: the names under which deployments are served.

use samara_base::Timestamp;
use samara_service::{Cx, operation};
use samara_store::Txn;

use super::access;
use crate::error::NO_STAGE;
use crate::model::{
    CreateStageRequest, DeleteStageRequest, GetStageRequest, GetStagesRequest,
    Stage as StageOutput, Stages, UpdateStageRequest,
};
use crate::record::check_variables;
use crate::{Api, Error, Stage, patch, refuse};

operation!(CreateStage: Write CreateStageRequest => StageOutput, Error,
    |cx, input| access(cx, "POST", &format!("/restapis/{}/stages", input.rest_api_id)), create);
operation!(GetStage: Read GetStageRequest => StageOutput, Error,
    |cx, input| access(
        cx, "GET", &format!("/restapis/{}/stages/{}", input.rest_api_id, input.stage_name)
    ), get);
operation!(GetStages: Read GetStagesRequest => Stages, Error,
    |cx, input| access(cx, "GET", &format!("/restapis/{}/stages", input.rest_api_id)), list);
operation!(UpdateStage: Write UpdateStageRequest => StageOutput, Error,
    |cx, input| access(
        cx, "PATCH", &format!("/restapis/{}/stages/{}", input.rest_api_id, input.stage_name)
    ), update);
operation!(DeleteStage: Write DeleteStageRequest => (), Error,
    |cx, input| access(
        cx, "DELETE", &format!("/restapis/{}/stages/{}", input.rest_api_id, input.stage_name)
    ), delete);

/// Stages an API may have (API Gateway quotas: 10).
const STAGES_MAX: usize = 10;

fn create(cx: &Cx, txn: &mut dyn Txn, input: &CreateStageRequest) -> Result<StageOutput, Error> {
    refuse::on("cacheClusterEnabled", input.cache_cluster_enabled)?;
    refuse::given("cacheClusterSize", input.cache_cluster_size.as_ref())?;
    refuse::given("documentationVersion", input.documentation_version.as_ref())?;
    refuse::given("canarySettings", input.canary_settings.as_ref())?;
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let name = &input.stage_name;
    check_name(name)?;
    check_deployment(&api, &input.deployment_id)?;
    if api.stages.contains_key(name) {
        return Err(Error::Conflict("Stage already exists".to_owned()));
    }
    check_room(&api)?;
    let stage = Stage {
        deployment: input.deployment_id.clone(),
        description: input.description.clone(),
        variables: input.variables.clone().unwrap_or_default(),
        tags: input.tags.clone().unwrap_or_default(),
        tracing: input.tracing_enabled == Some(true),
        created_ms: cx.now.as_millis(),
        updated_ms: cx.now.as_millis(),
    };
    check_variables(&stage.variables)?;
    super::tags::check(&stage.tags)?;
    let output = output(name, &stage);
    api.stages.insert(name.clone(), stage);
    api.save(txn)?;
    Ok(output)
}

/// Refuses a name that is no segment of a path.
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !name.is_empty() && name.len() <= 128 && name.bytes().all(part) {
        return Ok(());
    }
    Err(Error::BadRequest("Stage name only allows a-zA-Z0-9_-, at most 128 characters".to_owned()))
}

/// Refuses one stage more than an API may have.
pub(super) fn check_room(api: &Api) -> Result<(), Error> {
    if STAGES_MAX <= api.stages.len() {
        return Err(Error::BadRequest(format!("An API may have {STAGES_MAX} stages")));
    }
    Ok(())
}

fn check_deployment(api: &Api, id: &str) -> Result<(), Error> {
    if api.deployments.contains_key(id) {
        return Ok(());
    }
    Err(Error::BadRequest("Deployment id does not exist".to_owned()))
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetStageRequest) -> Result<StageOutput, Error> {
    let api = Api::load(cx, txn, &input.rest_api_id)?;
    Ok(output(&input.stage_name, api.stages.get(&input.stage_name).ok_or(NO_STAGE)?))
}

fn list(cx: &Cx, txn: &mut dyn Txn, input: &GetStagesRequest) -> Result<Stages, Error> {
    let api = Api::load(cx, txn, &input.rest_api_id)?;
    let asked = |stage: &Stage| {
        input.deployment_id.as_ref().is_none_or(|deployment| *deployment == stage.deployment)
    };
    let stages = api.stages.iter().filter(|(_, stage)| asked(stage));
    Ok(Stages { item: Some(stages.map(|(name, stage)| output(name, stage)).collect()) })
}

fn update(cx: &Cx, txn: &mut dyn Txn, input: &UpdateStageRequest) -> Result<StageOutput, Error> {
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let mut stage = api.stages.remove(&input.stage_name).ok_or(NO_STAGE)?;
    patch::stage(&mut stage, input.patch_operations.as_deref().unwrap_or_default())?;
    check_deployment(&api, &stage.deployment)?;
    stage.updated_ms = cx.now.as_millis();
    let output = output(&input.stage_name, &stage);
    api.stages.insert(input.stage_name.clone(), stage);
    api.save(txn)?;
    Ok(output)
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteStageRequest) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    api.stages.remove(&input.stage_name).ok_or(NO_STAGE)?;
    api.save(txn)
}

fn output(name: &str, stage: &Stage) -> StageOutput {
    StageOutput {
        cache_cluster_enabled: Some(false),
        cache_cluster_status: Some("NOT_AVAILABLE".to_owned()),
        created_date: Some(Timestamp::from_millis(stage.created_ms)),
        deployment_id: Some(stage.deployment.clone()),
        description: stage.description.clone(),
        last_updated_date: Some(Timestamp::from_millis(stage.updated_ms)),
        method_settings: Some(std::collections::BTreeMap::new()),
        stage_name: Some(name.to_owned()),
        tags: (!stage.tags.is_empty()).then(|| stage.tags.clone()),
        tracing_enabled: Some(stage.tracing),
        variables: (!stage.variables.is_empty()).then(|| stage.variables.clone()),
        ..StageOutput::default()
    }
}
