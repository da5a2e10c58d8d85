//! APIs: made, imported, read, changed, deleted.

use std::collections::BTreeMap;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Txn};

use super::{access, change, page};
use crate::model::{
    Api as ApiOutput, Cors as CorsMember, CreateApiRequest, DeleteApiRequest,
    DeleteCorsConfigurationRequest, GetApiRequest, GetApisRequest, GetApisResponse,
    ImportApiRequest, ReimportApiRequest, UpdateApiRequest,
};
use crate::openapi::{self, Imported};
use crate::{Api, Authorization, Authorizer, Cors, Error, keys, refuse};
use samara_service::operation;

operation!(CreateApi: Write CreateApiRequest => ApiOutput, Error,
    |cx, _input| access(cx, "POST", "/apis"), create);
operation!(ImportApi: Write ImportApiRequest => ApiOutput, Error,
    |cx, _input| access(cx, "PUT", "/apis"), import);
operation!(ReimportApi: Write ReimportApiRequest => ApiOutput, Error,
    |cx, input| access(cx, "PUT", &format!("/apis/{}", input.api_id)), reimport);
operation!(GetApi: Read GetApiRequest => ApiOutput, Error,
    |cx, input| access(cx, "GET", &format!("/apis/{}", input.api_id)), get);
operation!(GetApis: Scan GetApisRequest => GetApisResponse, Error,
    |cx, _input| access(cx, "GET", "/apis"), list);
operation!(UpdateApi: Write UpdateApiRequest => ApiOutput, Error,
    |cx, input| access(cx, "PATCH", &format!("/apis/{}", input.api_id)), update);
operation!(DeleteApi: Write DeleteApiRequest => (), Error,
    |cx, input| access(cx, "DELETE", &format!("/apis/{}", input.api_id)), delete);
operation!(DeleteCorsConfiguration: Write DeleteCorsConfigurationRequest => (), Error,
    |cx, input| access(cx, "DELETE", &format!("/apis/{}/cors", input.api_id)), delete_cors);

/// APIs an account may have (API Gateway quotas: 600 HTTP and WebSocket APIs).
const APIS_MAX: usize = 600;

fn create(cx: &Cx, txn: &mut dyn Txn, input: &CreateApiRequest) -> Result<ApiOutput, Error> {
    refuse::other_than("ProtocolType", "HTTP", Some(&input.protocol_type))?;
    refuse::given("Target (quick create)", input.target.as_ref())?;
    refuse::given("RouteKey (quick create)", input.route_key.as_ref())?;
    refuse::given("CredentialsArn", input.credentials_arn.as_ref())?;
    refuse::given("ApiKeySelectionExpression", input.api_key_selection_expression.as_ref())?;
    refuse::on("DisableSchemaValidation", input.disable_schema_validation)?;
    refuse::other_than("IpAddressType", "ipv4", input.ip_address_type.as_deref())?;
    let selection = "${request.method} ${request.path}";
    let given = input.route_selection_expression.as_deref();
    refuse::other_than("RouteSelectionExpression", selection, given)?;
    let api = Api {
        name: input.name.clone(),
        description: input.description.clone(),
        version: input.version.clone(),
        cors: input.cors_configuration.as_ref().map(cors),
        tags: input.tags.clone().unwrap_or_default(),
        endpoint_disabled: input.disable_execute_api_endpoint == Some(true),
        ..fresh(cx, txn)?
    };
    super::tags::check(&api.tags)?;
    api.save(txn)?;
    Ok(output(cx, &api))
}

/// An API with an id of its own and nothing else.
fn fresh(cx: &Cx, txn: &mut dyn Txn) -> Result<Api, Error> {
    if Api::list(txn, None, APIS_MAX)?.len() == APIS_MAX {
        return Err(Error::BadRequest(format!("An account may have {APIS_MAX} APIs")));
    }
    let id = cx.seed.text("api", b"abcdefghijklmnopqrstuvwxyz0123456789", 10);
    Ok(Api { id, created_ms: cx.now.as_millis(), ..Api::default() })
}

fn import(cx: &Cx, txn: &mut dyn Txn, input: &ImportApiRequest) -> Result<ApiOutput, Error> {
    refuse::given("Basepath", input.basepath.as_ref().filter(|path| *path != "ignore"))?;
    let mut api = fresh(cx, txn)?;
    take_over(cx, &mut api, openapi::import(&input.body)?);
    super::tags::check(&api.tags)?;
    api.save(txn)?;
    Ok(output(cx, &api))
}

fn reimport(cx: &Cx, txn: &mut dyn Txn, input: &ReimportApiRequest) -> Result<ApiOutput, Error> {
    refuse::given("Basepath", input.basepath.as_ref().filter(|path| *path != "ignore"))?;
    let mut api = Api::load(cx, txn, &input.api_id)?;
    take_over(cx, &mut api, openapi::import(&input.body)?);
    super::tags::check(&api.tags)?;
    api.save(txn)?;
    Ok(output(cx, &api))
}

/// Replaces an API's definition with what a document says.
fn take_over(cx: &Cx, api: &mut Api, imported: Imported) {
    api.name = imported.name;
    api.description = imported.description;
    api.version = imported.version;
    api.cors = imported.cors;
    api.tags.extend(imported.tags);
    api.routes.clear();
    api.integrations.clear();
    let ids = take_over_authorizers(cx, api, imported.authorizers);
    for (place, imported) in imported.routes.into_iter().enumerate() {
        let mut route = imported.route;
        if let Some(id) = imported.authorizer.and_then(|name| ids.get(&name)) {
            route.authorization = Authorization::Authorizer(id.clone());
        }
        if let Some(integration) = imported.integration {
            let id = part_id(cx, &format!("integration {place}"));
            api.integrations.insert(id.clone(), integration);
            route.integration = Some(id);
        }
        api.routes.insert(part_id(cx, &format!("route {place}")), route);
    }
}

/// Replaces an API's authorizers, and gives their ids by name: one that stays keeps its id, which
/// the permission of its function may name.
fn take_over_authorizers(
    cx: &Cx,
    api: &mut Api,
    authorizers: Vec<Authorizer>,
) -> BTreeMap<String, String> {
    let old = std::mem::take(&mut api.authorizers);
    let known: BTreeMap<String, String> =
        old.into_iter().map(|(id, authorizer)| (authorizer.name, id)).collect();
    let mut ids = BTreeMap::new();
    for (place, authorizer) in authorizers.into_iter().enumerate() {
        let fresh = || part_id(cx, &format!("authorizer {place}"));
        let id = known.get(&authorizer.name).cloned().unwrap_or_else(fresh);
        ids.insert(authorizer.name.clone(), id.clone());
        api.authorizers.insert(id, authorizer);
    }
    ids
}

/// The id of a route, integration or deployment: seven letters and digits.
pub(super) fn part_id(cx: &Cx, name: &str) -> String {
    cx.seed.text(name, b"abcdefghijklmnopqrstuvwxyz0123456789", 7)
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetApiRequest) -> Result<ApiOutput, Error> {
    Ok(output(cx, &Api::load(cx, txn, &input.api_id)?))
}

fn list(cx: &Cx, txn: &mut dyn Txn, input: &GetApisRequest) -> Result<GetApisResponse, Error> {
    let apis = Api::list(txn, None, APIS_MAX)?;
    let items = apis.iter().map(|api| (api.id.clone(), output(cx, api)));
    let (items, next_token) =
        page(items, input.max_results.as_deref(), input.next_token.as_deref())?;
    Ok(GetApisResponse { items: Some(items), next_token })
}

fn update(cx: &Cx, txn: &mut dyn Txn, input: &UpdateApiRequest) -> Result<ApiOutput, Error> {
    refuse::given("Target (quick create)", input.target.as_ref())?;
    refuse::given("RouteKey (quick create)", input.route_key.as_ref())?;
    refuse::given("CredentialsArn", input.credentials_arn.as_ref())?;
    refuse::given("ApiKeySelectionExpression", input.api_key_selection_expression.as_ref())?;
    refuse::given("RouteSelectionExpression", input.route_selection_expression.as_ref())?;
    refuse::on("DisableSchemaValidation", input.disable_schema_validation)?;
    refuse::other_than("IpAddressType", "ipv4", input.ip_address_type.as_deref())?;
    let mut api = Api::load(cx, txn, &input.api_id)?;
    if let Some(name) = &input.name {
        api.name.clone_from(name);
    }
    change(&mut api.description, input.description.as_ref());
    change(&mut api.version, input.version.as_ref());
    if let Some(member) = &input.cors_configuration {
        api.cors = Some(cors(member));
    }
    if let Some(disabled) = input.disable_execute_api_endpoint {
        api.endpoint_disabled = disabled;
    }
    api.save(txn)?;
    Ok(output(cx, &api))
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteApiRequest) -> Result<(), Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    txn.delete(keys::api(&api.id), Fed::Key);
    Ok(())
}

fn delete_cors(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &DeleteCorsConfigurationRequest,
) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.api_id)?;
    api.cors = None;
    api.save(txn)
}

fn cors(member: &CorsMember) -> Cors {
    Cors {
        allow_credentials: member.allow_credentials == Some(true),
        allow_headers: member.allow_headers.clone().unwrap_or_default(),
        allow_methods: member.allow_methods.clone().unwrap_or_default(),
        allow_origins: member.allow_origins.clone().unwrap_or_default(),
        expose_headers: member.expose_headers.clone().unwrap_or_default(),
        max_age: member.max_age,
    }
}

fn cors_member(cors: &Cors) -> CorsMember {
    let list = |list: &[String]| (!list.is_empty()).then(|| list.to_vec());
    CorsMember {
        allow_credentials: Some(cors.allow_credentials),
        allow_headers: list(&cors.allow_headers),
        allow_methods: list(&cors.allow_methods),
        allow_origins: list(&cors.allow_origins),
        expose_headers: list(&cors.expose_headers),
        max_age: cors.max_age,
    }
}

fn output(cx: &Cx, api: &Api) -> ApiOutput {
    ApiOutput {
        api_endpoint: Some(api.endpoint(cx)),
        api_id: Some(api.id.clone()),
        api_key_selection_expression: Some("$request.header.x-api-key".to_owned()),
        cors_configuration: api.cors.as_ref().map(cors_member),
        created_date: Some(Timestamp::from_millis(api.created_ms)),
        description: api.description.clone(),
        disable_execute_api_endpoint: Some(api.endpoint_disabled),
        name: api.name.clone(),
        protocol_type: "HTTP".to_owned(),
        route_selection_expression: "${request.method} ${request.path}".to_owned(),
        tags: Some(api.tags.clone()),
        version: api.version.clone(),
        ..ApiOutput::default()
    }
}
