//! Methods of a resource, and the statuses that they declare.

use std::collections::BTreeMap;

use samara_service::{Cx, operation};
use samara_store::Txn;

use super::{access, integrations};
use crate::error::{NO_METHOD, NO_RESOURCE};
use crate::model::{
    DeleteMethodRequest, GetMethodRequest, Method as MethodOutput,
    MethodResponse as ResponseOutput, PutMethodRequest, PutMethodResponseRequest,
};
use crate::{Api, Error, Method, MethodResponse, refuse};

/// The path of a method, for permissions.
pub(super) fn path(api: &str, resource: &str, method: &str) -> String {
    format!("/restapis/{api}/resources/{resource}/methods/{method}")
}

operation!(PutMethod: Write PutMethodRequest => MethodOutput, Error,
    |cx, input| access(
        cx, "PUT", &path(&input.rest_api_id, &input.resource_id, &input.http_method)
    ), put);
operation!(GetMethod: Read GetMethodRequest => MethodOutput, Error,
    |cx, input| access(
        cx, "GET", &path(&input.rest_api_id, &input.resource_id, &input.http_method)
    ), get);
operation!(DeleteMethod: Write DeleteMethodRequest => (), Error,
    |cx, input| access(
        cx, "DELETE", &path(&input.rest_api_id, &input.resource_id, &input.http_method)
    ), delete);
operation!(PutMethodResponse: Write PutMethodResponseRequest => ResponseOutput, Error,
    |cx, input| access(
        cx, "PUT", &format!(
            "{}/responses/{}",
            path(&input.rest_api_id, &input.resource_id, &input.http_method), input.status_code
        )
    ), put_response);

const METHODS: [&str; 8] = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

fn put(cx: &Cx, txn: &mut dyn Txn, input: &PutMethodRequest) -> Result<MethodOutput, Error> {
    refuse::other_than("authorizationType", "NONE", Some(&input.authorization_type))?;
    refuse::given("authorizerId", input.authorizer_id.as_ref())?;
    refuse::on("apiKeyRequired", input.api_key_required)?;
    refuse::given("requestValidatorId", input.request_validator_id.as_ref())?;
    refuse::filled("authorizationScopes", input.authorization_scopes.iter().flatten())?;
    refuse::models("requestModels", input.request_models.as_ref())?;
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let resource = api.resources.get_mut(&input.resource_id).ok_or(NO_RESOURCE)?;
    let name = &input.http_method;
    if !METHODS.contains(&name.as_str()) {
        return Err(Error::BadRequest(format!(
            "Invalid HttpMethod specified. Valid options are {}",
            METHODS.join(",")
        )));
    }
    if resource.methods.contains_key(name) {
        return Err(Error::Conflict("Method already exists for this resource".to_owned()));
    }
    let method = Method {
        operation_name: input.operation_name.clone(),
        request_parameters: input.request_parameters.clone().unwrap_or_default(),
        request_models: input.request_models.clone().unwrap_or_default(),
        ..Method::default()
    };
    let output = output(&input.resource_id, name, &method);
    resource.methods.insert(name.clone(), method);
    api.save(txn)?;
    Ok(output)
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetMethodRequest) -> Result<MethodOutput, Error> {
    let api = Api::load(cx, txn, &input.rest_api_id)?;
    let method = api.method(&input.resource_id, &input.http_method)?;
    Ok(output(&input.resource_id, &input.http_method, method))
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteMethodRequest) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let resource = api.resources.get_mut(&input.resource_id).ok_or(NO_RESOURCE)?;
    resource.methods.remove(&input.http_method).ok_or(NO_METHOD)?;
    api.save(txn)
}

fn put_response(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &PutMethodResponseRequest,
) -> Result<ResponseOutput, Error> {
    refuse::models("responseModels", input.response_models.as_ref())?;
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    let method = api.method_mut(&input.resource_id, &input.http_method)?;
    let status = &input.status_code;
    if method.responses.contains_key(status) {
        return Err(Error::Conflict("Response already exists for this resource".to_owned()));
    }
    let response = MethodResponse {
        parameters: input.response_parameters.clone().unwrap_or_default(),
        models: input.response_models.clone().unwrap_or_default(),
    };
    let header = |name: &&String| !name.starts_with("method.response.header.");
    if let Some(name) = response.parameters.keys().find(header) {
        return Err(Error::BadRequest(format!(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : \
             [Invalid mapping expression parameter specified: {name}]"
        )));
    }
    let output = response_output(status, &response);
    method.responses.insert(status.clone(), response);
    api.save(txn)?;
    Ok(output)
}

/// A map, if there is something in it.
pub(super) fn filled<V: Clone>(map: &BTreeMap<String, V>) -> Option<BTreeMap<String, V>> {
    (!map.is_empty()).then(|| map.clone())
}

/// A method as clients see it.
pub(super) fn output(resource: &str, name: &str, method: &Method) -> MethodOutput {
    let response =
        |(status, one): (&String, &MethodResponse)| (status.clone(), response_output(status, one));
    let responses = || method.responses.iter().map(response).collect();
    MethodOutput {
        api_key_required: Some(false),
        authorization_type: Some("NONE".to_owned()),
        http_method: Some(name.to_owned()),
        method_integration: method
            .integration
            .as_ref()
            .map(|integration| integrations::output(resource, integration)),
        method_responses: (!method.responses.is_empty()).then(responses),
        operation_name: method.operation_name.clone(),
        request_models: filled(&method.request_models),
        request_parameters: filled(&method.request_parameters),
        ..MethodOutput::default()
    }
}

fn response_output(status: &str, response: &MethodResponse) -> ResponseOutput {
    ResponseOutput {
        status_code: Some(status.to_owned()),
        response_models: filled(&response.models),
        response_parameters: filled(&response.parameters),
    }
}
