//! Integrations of methods: who answers, and with what.

use samara_service::{Cx, operation};
use samara_store::Txn;

use super::access;
use super::methods::{filled, path};
use crate::error::{NO_INTEGRATION, NO_RESPONSE};
use crate::integration::Given;
use crate::model::{
    GetIntegrationRequest, Integration as IntegrationOutput, IntegrationResponse as ResponseOutput,
    PutIntegrationRequest, PutIntegrationResponseRequest,
};
use crate::{Api, Error, Integration, IntegrationResponse, Target, refuse};

operation!(PutIntegration: Write PutIntegrationRequest => IntegrationOutput, Error,
    |cx, input| access(
        cx, "PUT", &format!(
            "{}/integration", path(&input.rest_api_id, &input.resource_id, &input.http_method)
        )
    ), put);
operation!(GetIntegration: Read GetIntegrationRequest => IntegrationOutput, Error,
    |cx, input| access(
        cx, "GET", &format!(
            "{}/integration", path(&input.rest_api_id, &input.resource_id, &input.http_method)
        )
    ), get);
operation!(PutIntegrationResponse: Write PutIntegrationResponseRequest => ResponseOutput, Error,
    |cx, input| access(
        cx, "PUT", &format!(
            "{}/integration/responses/{}",
            path(&input.rest_api_id, &input.resource_id, &input.http_method), input.status_code
        )
    ), put_response);

fn put(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &PutIntegrationRequest,
) -> Result<IntegrationOutput, Error> {
    refuse::other_than("connectionType", "INTERNET", input.connection_type.as_deref())?;
    refuse::given("connectionId", input.connection_id.as_ref())?;
    refuse::given("credentials", input.credentials.as_ref())?;
    refuse::filled("requestParameters", input.request_parameters.iter().flatten())?;
    refuse::given("cacheNamespace", input.cache_namespace.as_ref())?;
    refuse::filled("cacheKeyParameters", input.cache_key_parameters.iter().flatten())?;
    refuse::given("tlsConfig", input.tls_config.as_ref())?;
    refuse::other_than(
        "responseTransferMode",
        "BUFFERED",
        input.response_transfer_mode.as_deref(),
    )?;
    refuse::given("integrationTarget", input.integration_target.as_ref())?;
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let method = api.method_mut(&input.resource_id, &input.http_method)?;
    let integration = Integration::new(Given {
        kind: &input.r#type,
        http_method: input.integration_http_method.as_deref(),
        uri: input.uri.as_deref(),
        timeout_ms: input.timeout_in_millis,
        passthrough: input.passthrough_behavior.as_deref(),
        content_handling: input.content_handling.as_deref(),
        request_templates: input.request_templates.clone().unwrap_or_default(),
    })?;
    let output = output(&input.resource_id, &integration);
    method.integration = Some(integration);
    api.save(txn)?;
    Ok(output)
}

fn get(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetIntegrationRequest,
) -> Result<IntegrationOutput, Error> {
    let api = Api::load(cx, txn, &input.rest_api_id)?;
    let method = api.method(&input.resource_id, &input.http_method)?;
    let integration = method.integration.as_ref().ok_or(NO_INTEGRATION)?;
    Ok(output(&input.resource_id, integration))
}

fn put_response(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &PutIntegrationResponseRequest,
) -> Result<ResponseOutput, Error> {
    refuse::given("contentHandling of an integration response", input.content_handling.as_ref())?;
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let method = api.method_mut(&input.resource_id, &input.http_method)?;
    let integration = method.integration.as_mut().ok_or(NO_INTEGRATION)?;
    let status = &input.status_code;
    let declared = method.responses.get(status).ok_or(NO_RESPONSE)?;
    let response = IntegrationResponse::new(
        input.selection_pattern.as_deref(),
        input.response_parameters.clone().unwrap_or_default(),
        input.response_templates.clone().unwrap_or_default(),
        &declared.parameters,
    )?;
    let output = response_output(status, &response);
    integration.responses.insert(status.clone(), response);
    api.save(txn)?;
    Ok(output)
}

/// An integration as clients see it.
pub(super) fn output(resource: &str, integration: &Integration) -> IntegrationOutput {
    let response = |(status, one): (&String, &IntegrationResponse)| {
        (status.clone(), response_output(status, one))
    };
    let responses = || integration.responses.iter().map(response).collect();
    let plain = IntegrationOutput {
        cache_key_parameters: Some(Vec::new()),
        cache_namespace: Some(resource.to_owned()),
        content_handling: integration.content_handling.clone(),
        integration_responses: (!integration.responses.is_empty()).then(responses),
        passthrough_behavior: Some(integration.passthrough.as_str().to_owned()),
        timeout_in_millis: i64::try_from(integration.timeout_ms).ok(),
        r#type: Some(integration.kind().to_owned()),
        ..IntegrationOutput::default()
    };
    match &integration.target {
        Target::Function { uri, .. } => IntegrationOutput {
            connection_type: Some("INTERNET".to_owned()),
            http_method: Some("POST".to_owned()),
            uri: Some(uri.clone()),
            ..plain
        },
        Target::Mock { templates } => {
            IntegrationOutput { request_templates: filled(templates), ..plain }
        }
    }
}

fn response_output(status: &str, response: &IntegrationResponse) -> ResponseOutput {
    ResponseOutput {
        status_code: Some(status.to_owned()),
        selection_pattern: response.selection.clone(),
        response_parameters: filled(&response.parameters),
        response_templates: filled(&response.templates),
        ..ResponseOutput::default()
    }
}
