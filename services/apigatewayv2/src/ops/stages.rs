//! Stages of an API: the names under which it is served.

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::Txn;

use super::{access, change, page};
use crate::model::{
    CreateStageRequest, DeleteStageRequest, GetStageRequest, GetStagesRequest, GetStagesResponse,
    Stage as StageOutput, UpdateStageRequest,
};
use crate::{Api, Error, Stage, refuse};
use samara_service::operation;

operation!(CreateStage: Write CreateStageRequest => StageOutput, Error,
    |cx, input| access(cx, "POST", &format!("/apis/{}/stages", input.api_id)), create);
operation!(GetStage: Read GetStageRequest => StageOutput, Error,
    |cx, input| access(
        cx, "GET", &format!("/apis/{}/stages/{}", input.api_id, input.stage_name)
    ), get);
operation!(GetStages: Read GetStagesRequest => GetStagesResponse, Error,
    |cx, input| access(cx, "GET", &format!("/apis/{}/stages", input.api_id)), list);
operation!(UpdateStage: Write UpdateStageRequest => StageOutput, Error,
    |cx, input| access(
        cx, "PATCH", &format!("/apis/{}/stages/{}", input.api_id, input.stage_name)
    ), update);
operation!(DeleteStage: Write DeleteStageRequest => (), Error,
    |cx, input| access(
        cx, "DELETE", &format!("/apis/{}/stages/{}", input.api_id, input.stage_name)
    ), delete);

/// Stages an API may have (API Gateway quotas: 10).
const STAGES_MAX: usize = 10;

/// What an update has in common with a create, so that both refuse alike.
macro_rules! refuse_unsupported {
    ($input:ident) => {
        refuse::given("AccessLogSettings", $input.access_log_settings.as_ref())?;
        refuse::given("ClientCertificateId", $input.client_certificate_id.as_ref())?;
        refuse::given("DefaultRouteSettings", $input.default_route_settings.as_ref())?;
        refuse::given("RouteSettings", $input.route_settings.as_ref())?;
    };
}

fn create(cx: &Cx, txn: &mut dyn Txn, input: &CreateStageRequest) -> Result<StageOutput, Error> {
    refuse_unsupported!(input);
    let mut api = Api::load(cx, txn, &input.api_id)?;
    let name = &input.stage_name;
    check_name(name)?;
    if api.stages.contains_key(name) {
        return Err(Error::Conflict("Stage already exists".to_owned()));
    }
    if STAGES_MAX <= api.stages.len() {
        return Err(Error::BadRequest(format!("An API may have {STAGES_MAX} stages")));
    }
    check_deployment(&api, input.deployment_id.as_ref())?;
    let stage = Stage {
        auto_deploy: input.auto_deploy == Some(true),
        deployment: input.deployment_id.clone(),
        description: input.description.clone(),
        variables: input.stage_variables.clone().unwrap_or_default(),
        tags: input.tags.clone().unwrap_or_default(),
        created_ms: cx.now.as_millis(),
        updated_ms: cx.now.as_millis(),
    };
    super::tags::check(&stage.tags)?;
    let output = output(name, &stage);
    api.stages.insert(name.clone(), stage);
    api.save(txn)?;
    Ok(output)
}

fn check_name(name: &str) -> Result<(), Error> {
    let part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if name == "$default" || (!name.is_empty() && name.len() <= 128 && name.bytes().all(part)) {
        return Ok(());
    }
    Err(Error::BadRequest(
        "Stage name only allows a-zA-Z0-9_- or $default, at most 128 characters".to_owned(),
    ))
}

fn check_deployment(api: &Api, id: Option<&String>) -> Result<(), Error> {
    match id.filter(|id| !api.deployments.contains_key(*id)) {
        Some(_) => Err(Error::NoPart { kind: "Deployment" }),
        None => Ok(()),
    }
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetStageRequest) -> Result<StageOutput, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let stage = api.stages.get(&input.stage_name).ok_or(Error::NoPart { kind: "Stage" })?;
    Ok(output(&input.stage_name, stage))
}

fn list(cx: &Cx, txn: &mut dyn Txn, input: &GetStagesRequest) -> Result<GetStagesResponse, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let items = api.stages.iter().map(|(name, stage)| (name.clone(), output(name, stage)));
    let (items, next_token) =
        page(items, input.max_results.as_deref(), input.next_token.as_deref())?;
    Ok(GetStagesResponse { items: Some(items), next_token })
}

fn update(cx: &Cx, txn: &mut dyn Txn, input: &UpdateStageRequest) -> Result<StageOutput, Error> {
    refuse_unsupported!(input);
    let mut api = Api::load(cx, txn, &input.api_id)?;
    check_deployment(&api, input.deployment_id.as_ref().filter(|id| !id.is_empty()))?;
    let stage = api.stages.get_mut(&input.stage_name).ok_or(Error::NoPart { kind: "Stage" })?;
    stage.auto_deploy = input.auto_deploy.unwrap_or(stage.auto_deploy);
    stage.updated_ms = cx.now.as_millis();
    change(&mut stage.deployment, input.deployment_id.as_ref());
    change(&mut stage.description, input.description.as_ref());
    if let Some(variables) = &input.stage_variables {
        stage.variables.clone_from(variables);
    }
    let output = output(&input.stage_name, stage);
    api.save(txn)?;
    Ok(output)
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteStageRequest) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.api_id)?;
    api.stages.remove(&input.stage_name).ok_or(Error::NoPart { kind: "Stage" })?;
    api.save(txn)
}

fn output(name: &str, stage: &Stage) -> StageOutput {
    StageOutput {
        auto_deploy: Some(stage.auto_deploy),
        created_date: Some(Timestamp::from_millis(stage.created_ms)),
        deployment_id: stage.deployment.clone(),
        description: stage.description.clone(),
        last_updated_date: Some(Timestamp::from_millis(stage.updated_ms)),
        stage_name: name.to_owned(),
        stage_variables: Some(stage.variables.clone()),
        tags: Some(stage.tags.clone()),
        ..StageOutput::default()
    }
}
