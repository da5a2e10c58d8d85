//! REST APIs: made, imported, read, changed, deleted.

use std::collections::BTreeMap;

use samara_service::{Cx, operation};
use samara_store::Txn;

use super::{access, page, part_id};
use crate::document::{self, Imported};
use crate::model::{
    CreateRestApiRequest, DeleteRestApiRequest, EndpointConfiguration, GetRestApiRequest,
    GetRestApisRequest, ImportRestApiRequest, PutRestApiRequest, RestApi, RestApis,
    UpdateRestApiRequest,
};
use crate::{Api, Error, Resource, patch, refuse};

operation!(CreateRestApi: Write CreateRestApiRequest => RestApi, Error,
    |cx, _input| access(cx, "POST", "/restapis"), create);
operation!(ImportRestApi: Write ImportRestApiRequest => RestApi, Error,
    |cx, _input| access(cx, "POST", "/restapis"), import);
operation!(PutRestApi: Write PutRestApiRequest => RestApi, Error,
    |cx, input| access(cx, "PUT", &format!("/restapis/{}", input.rest_api_id)), put);
operation!(GetRestApi: Read GetRestApiRequest => RestApi, Error,
    |cx, input| access(cx, "GET", &format!("/restapis/{}", input.rest_api_id)), get);
operation!(GetRestApis: Scan GetRestApisRequest => RestApis, Error,
    |cx, _input| access(cx, "GET", "/restapis"), list);
operation!(UpdateRestApi: Write UpdateRestApiRequest => RestApi, Error,
    |cx, input| access(cx, "PATCH", &format!("/restapis/{}", input.rest_api_id)), update);
operation!(DeleteRestApi: Write DeleteRestApiRequest => (), Error,
    |cx, input| access(cx, "DELETE", &format!("/restapis/{}", input.rest_api_id)), delete);

/// APIs an account may have (API Gateway quotas: 600 regional or private APIs).
const APIS_MAX: usize = 600;

fn create(cx: &Cx, txn: &mut dyn Txn, input: &CreateRestApiRequest) -> Result<RestApi, Error> {
    refuse::given("cloneFrom", input.clone_from.as_ref())?;
    refuse::given("minimumCompressionSize", input.minimum_compression_size.as_ref())?;
    refuse::other_than("apiKeySource", "HEADER", input.api_key_source.as_deref())?;
    refuse::given("policy", input.policy.as_ref())?;
    refuse::given("securityPolicy", input.security_policy.as_ref())?;
    refuse::given("endpointAccessMode", input.endpoint_access_mode.as_ref())?;
    if input.name.is_empty() {
        return Err(Error::BadRequest("Name cannot be empty".to_owned()));
    }
    if input.description.as_deref() == Some("") {
        return Err(Error::BadRequest("Description cannot be an empty string".to_owned()));
    }
    let mut api = fresh(cx, txn)?;
    if let Some(configuration) = &input.endpoint_configuration {
        api.endpoint_type = endpoint_type(configuration, api.endpoint_type)?;
    }
    let api = Api {
        name: input.name.clone(),
        description: input.description.clone(),
        version: input.version.clone(),
        tags: input.tags.clone().unwrap_or_default(),
        binary_media_types: input.binary_media_types.clone().unwrap_or_default(),
        endpoint_disabled: input.disable_execute_api_endpoint == Some(true),
        ..api
    };
    super::tags::check(&api.tags)?;
    api.save(txn)?;
    Ok(output(&api))
}

fn endpoint_type(given: &EndpointConfiguration, default: String) -> Result<String, Error> {
    refuse::filled("vpcEndpointIds", given.vpc_endpoint_ids.iter().flatten())?;
    refuse::other_than("ipAddressType", "ipv4", given.ip_address_type.as_deref())?;
    match given.types.as_deref().unwrap_or_default() {
        [] => Ok(default),
        [one] => patch::endpoint_type(one),
        _ => {
            Err(Error::BadRequest("Cannot create an api with multiple Endpoint Types.".to_owned()))
        }
    }
}

/// An API with ids of its own, the resource `/`, and nothing else.
fn fresh(cx: &Cx, txn: &mut dyn Txn) -> Result<Api, Error> {
    if Api::list(txn, APIS_MAX)?.len() == APIS_MAX {
        return Err(Error::BadRequest(format!("An account may have {APIS_MAX} REST APIs")));
    }
    let root = part_id(cx, "root", 10);
    let slash = Resource { path: "/".to_owned(), ..Resource::default() };
    Ok(Api {
        id: part_id(cx, "api", 10),
        created_ms: cx.now.as_millis(),
        endpoint_type: "EDGE".to_owned(),
        resources: BTreeMap::from([(root.clone(), slash)]),
        root,
        ..Api::default()
    })
}

fn import(cx: &Cx, txn: &mut dyn Txn, input: &ImportRestApiRequest) -> Result<RestApi, Error> {
    let imported = document::import(&input.body)?;
    let mut api = fresh(cx, txn)?;
    take_parameters(&mut api, input.parameters.as_ref())?;
    describe(&mut api, &imported);
    take_paths(cx, &mut api, imported)?;
    api.save(txn)?;
    Ok(output(&api))
}

fn put(cx: &Cx, txn: &mut dyn Txn, input: &PutRestApiRequest) -> Result<RestApi, Error> {
    let imported = document::import(&input.body)?;
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    take_parameters(&mut api, input.parameters.as_ref())?;
    if input.mode.as_deref() == Some("overwrite") {
        overwrite(&mut api, &imported);
    }
    take_paths(cx, &mut api, imported)?;
    api.save(txn)?;
    Ok(output(&api))
}

/// The parameters of an import: none of them changes more than how the endpoint is called.
fn take_parameters(
    api: &mut Api,
    parameters: Option<&BTreeMap<String, String>>,
) -> Result<(), Error> {
    for (name, value) in parameters.into_iter().flatten() {
        match (name.as_str(), value.as_str()) {
            ("endpointConfigurationTypes", kind) => api.endpoint_type = patch::endpoint_type(kind)?,
            // Documentation is never imported, and the base path never put before paths.
            ("ignore", "documentation") | ("basepath", "ignore") => {}
            (name, value) => {
                let what = format!("the parameter {name} '{value}' of an import");
                return Err(Error::Unsupported(what));
            }
        }
    }
    Ok(())
}

/// Takes what a document says of the API as a whole.
fn describe(api: &mut Api, imported: &Imported) {
    api.name.clone_from(&imported.name);
    api.description.clone_from(&imported.description);
    api.version.clone_from(&imported.version);
}

/// Forgets what a document does not have; resources that it has keep their ids.
fn overwrite(api: &mut Api, imported: &Imported) {
    describe(api, imported);
    let kept = |path: &str| {
        let below = format!("{}/", path.trim_end_matches('/'));
        let covers = |one: &String| one.trim_end_matches('/') == path || one.starts_with(&below);
        path == "/" || imported.paths.iter().any(|(one, _)| covers(one))
    };
    api.resources.retain(|_, resource| kept(&resource.path));
    for resource in api.resources.values_mut() {
        resource.methods.clear();
    }
}

/// Adds a document's paths and methods, in place of those of the same name.
fn take_paths(cx: &Cx, api: &mut Api, imported: Imported) -> Result<(), Error> {
    if let Some(types) = imported.binary_media_types {
        api.binary_media_types = types;
    }
    if let Some(disabled) = imported.endpoint_disabled {
        api.endpoint_disabled = disabled;
    }
    let id_of = |path: &str| part_id(cx, &format!("resource {path}"), 8);
    for (path, methods) in imported.paths {
        let id = api.resource_at(&path, &id_of)?;
        if let Some(resource) = api.resources.get_mut(&id) {
            resource.methods.extend(methods);
        }
    }
    Ok(())
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetRestApiRequest) -> Result<RestApi, Error> {
    Ok(output(&Api::load(cx, txn, &input.rest_api_id)?))
}

fn list(_: &Cx, txn: &mut dyn Txn, input: &GetRestApisRequest) -> Result<RestApis, Error> {
    let apis = Api::list(txn, APIS_MAX)?;
    let items = apis.iter().map(|api| (api.id.clone(), output(api)));
    let (items, position) = page(items, input.limit, input.position.as_deref())?;
    Ok(RestApis { items: Some(items), position })
}

fn update(cx: &Cx, txn: &mut dyn Txn, input: &UpdateRestApiRequest) -> Result<RestApi, Error> {
    let mut api = Api::load(cx, txn, &input.rest_api_id)?;
    patch::api(&mut api, input.patch_operations.as_deref().unwrap_or_default())?;
    api.save(txn)?;
    Ok(output(&api))
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteRestApiRequest) -> Result<(), Error> {
    Api::load(cx, txn, &input.rest_api_id)?.delete(txn);
    Ok(())
}

fn output(api: &Api) -> RestApi {
    let binary = &api.binary_media_types;
    RestApi {
        api_key_source: Some("HEADER".to_owned()),
        binary_media_types: (!binary.is_empty()).then(|| binary.clone()),
        created_date: Some(api.created()),
        description: api.description.clone(),
        disable_execute_api_endpoint: Some(api.endpoint_disabled),
        endpoint_configuration: Some(EndpointConfiguration {
            types: Some(vec![api.endpoint_type.clone()]),
            ip_address_type: Some("ipv4".to_owned()),
            ..EndpointConfiguration::default()
        }),
        id: Some(api.id.clone()),
        name: Some(api.name.clone()),
        root_resource_id: Some(api.root.clone()),
        tags: (!api.tags.is_empty()).then(|| api.tags.clone()),
        version: api.version.clone(),
        ..RestApi::default()
    }
}
