//! Integrations of an API: which function a route calls.

use samara_service::Cx;
use samara_store::Txn;

use super::apis::part_id;
use super::{access, change, page};
use crate::model::{
    CreateIntegrationRequest, DeleteIntegrationRequest, GetIntegrationRequest,
    GetIntegrationsRequest, GetIntegrationsResponse, Integration as IntegrationOutput,
    UpdateIntegrationRequest,
};
use crate::{Api, Error, Integration, refuse};
use samara_service::operation;

operation!(CreateIntegration: Write CreateIntegrationRequest => IntegrationOutput, Error,
    |cx, input| access(cx, "POST", &format!("/apis/{}/integrations", input.api_id)), create);
operation!(GetIntegration: Read GetIntegrationRequest => IntegrationOutput, Error,
    |cx, input| access(
        cx, "GET", &format!("/apis/{}/integrations/{}", input.api_id, input.integration_id)
    ), get);
operation!(GetIntegrations: Read GetIntegrationsRequest => GetIntegrationsResponse, Error,
    |cx, input| access(cx, "GET", &format!("/apis/{}/integrations", input.api_id)), list);
operation!(UpdateIntegration: Write UpdateIntegrationRequest => IntegrationOutput, Error,
    |cx, input| access(
        cx, "PATCH", &format!("/apis/{}/integrations/{}", input.api_id, input.integration_id)
    ), update);
operation!(DeleteIntegration: Write DeleteIntegrationRequest => (), Error,
    |cx, input| access(
        cx, "DELETE", &format!("/apis/{}/integrations/{}", input.api_id, input.integration_id)
    ), delete);

/// Integrations an API may have (API Gateway quotas: 300).
const INTEGRATIONS_MAX: usize = 300;

/// What an update has in common with a create, so that both refuse alike.
macro_rules! refuse_unsupported {
    ($input:ident) => {
        refuse::given("ConnectionId", $input.connection_id.as_ref())?;
        refuse::other_than("ConnectionType", "INTERNET", $input.connection_type.as_deref())?;
        refuse::given("ContentHandlingStrategy", $input.content_handling_strategy.as_ref())?;
        refuse::given("CredentialsArn", $input.credentials_arn.as_ref())?;
        refuse::given("IntegrationSubtype", $input.integration_subtype.as_ref())?;
        refuse::given("PassthroughBehavior", $input.passthrough_behavior.as_ref())?;
        refuse::given("RequestParameters", $input.request_parameters.as_ref())?;
        refuse::given("RequestTemplates", $input.request_templates.as_ref())?;
        refuse::given("ResponseParameters", $input.response_parameters.as_ref())?;
        let expression = $input.template_selection_expression.as_ref();
        refuse::given("TemplateSelectionExpression", expression)?;
        refuse::given("TlsConfig", $input.tls_config.as_ref())?;
        refuse::other_than("IntegrationMethod", "POST", $input.integration_method.as_deref())?;
    };
}

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateIntegrationRequest,
) -> Result<IntegrationOutput, Error> {
    refuse_unsupported!(input);
    refuse::other_than("IntegrationType", "AWS_PROXY", Some(&input.integration_type))?;
    let mut api = Api::load(cx, txn, &input.api_id)?;
    if INTEGRATIONS_MAX <= api.integrations.len() {
        return Err(Error::BadRequest(format!("An API may have {INTEGRATIONS_MAX} integrations")));
    }
    let uri = input.integration_uri.as_deref().unwrap_or_default();
    let format = input.payload_format_version.as_deref();
    let mut integration = Integration::new(uri, format, input.timeout_in_millis)?;
    integration.description.clone_from(&input.description);
    let id = part_id(cx, "integration");
    let output = output(&id, &integration);
    api.integrations.insert(id, integration);
    api.save(txn)?;
    Ok(output)
}

fn get(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetIntegrationRequest,
) -> Result<IntegrationOutput, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let found = api.integrations.get(&input.integration_id);
    let integration = found.ok_or(Error::NoPart { kind: "Integration" })?;
    Ok(output(&input.integration_id, integration))
}

fn list(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetIntegrationsRequest,
) -> Result<GetIntegrationsResponse, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let items = api.integrations.iter().map(|(id, item)| (id.clone(), output(id, item)));
    let (items, next_token) =
        page(items, input.max_results.as_deref(), input.next_token.as_deref())?;
    Ok(GetIntegrationsResponse { items: Some(items), next_token })
}

fn update(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateIntegrationRequest,
) -> Result<IntegrationOutput, Error> {
    refuse_unsupported!(input);
    refuse::other_than("IntegrationType", "AWS_PROXY", input.integration_type.as_deref())?;
    let mut api = Api::load(cx, txn, &input.api_id)?;
    let found = api.integrations.get_mut(&input.integration_id);
    let integration = found.ok_or(Error::NoPart { kind: "Integration" })?;
    let uri = input.integration_uri.as_deref().unwrap_or(&integration.uri);
    let version = integration.payload_format.as_str();
    let format = input.payload_format_version.as_deref().unwrap_or(version);
    let old_timeout_ms = i64::try_from(integration.timeout_ms).ok();
    let timeout_ms = input.timeout_in_millis.or(old_timeout_ms);
    let mut description = integration.description.clone();
    change(&mut description, input.description.as_ref());
    *integration = Integration { description, ..Integration::new(uri, Some(format), timeout_ms)? };
    let output = output(&input.integration_id, integration);
    api.save(txn)?;
    Ok(output)
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteIntegrationRequest) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.api_id)?;
    let id = &input.integration_id;
    if api.routes.values().any(|route| route.integration.as_ref() == Some(id)) {
        let message = format!("Integration with ID {id} is referenced by a route");
        return Err(Error::Conflict(message));
    }
    api.integrations.remove(id).ok_or(Error::NoPart { kind: "Integration" })?;
    api.save(txn)
}

fn output(id: &str, integration: &Integration) -> IntegrationOutput {
    IntegrationOutput {
        connection_type: Some("INTERNET".to_owned()),
        description: integration.description.clone(),
        integration_id: Some(id.to_owned()),
        integration_method: Some("POST".to_owned()),
        integration_type: Some("AWS_PROXY".to_owned()),
        integration_uri: Some(integration.uri.clone()),
        payload_format_version: Some(integration.payload_format.as_str().to_owned()),
        timeout_in_millis: i64::try_from(integration.timeout_ms).ok(),
        ..IntegrationOutput::default()
    }
}
