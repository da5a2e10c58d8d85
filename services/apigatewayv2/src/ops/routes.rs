//! Routes of an API.

use samara_service::Cx;
use samara_store::Txn;

use super::apis::part_id;
use super::{access, change, page};
use crate::model::{
    CreateRouteRequest, DeleteRouteRequest, GetRouteRequest, GetRoutesRequest, GetRoutesResponse,
    Route as RouteOutput, UpdateRouteRequest,
};
use crate::{Api, Authorization, Error, Route, RouteKey, refuse};
use samara_service::operation;

operation!(CreateRoute: Write CreateRouteRequest => RouteOutput, Error,
    |cx, input| access(cx, "POST", &format!("/apis/{}/routes", input.api_id)), create);
operation!(GetRoute: Read GetRouteRequest => RouteOutput, Error,
    |cx, input| access(
        cx, "GET", &format!("/apis/{}/routes/{}", input.api_id, input.route_id)
    ), get);
operation!(GetRoutes: Read GetRoutesRequest => GetRoutesResponse, Error,
    |cx, input| access(cx, "GET", &format!("/apis/{}/routes", input.api_id)), list);
operation!(UpdateRoute: Write UpdateRouteRequest => RouteOutput, Error,
    |cx, input| access(
        cx, "PATCH", &format!("/apis/{}/routes/{}", input.api_id, input.route_id)
    ), update);
operation!(DeleteRoute: Write DeleteRouteRequest => (), Error,
    |cx, input| access(
        cx, "DELETE", &format!("/apis/{}/routes/{}", input.api_id, input.route_id)
    ), delete);

/// Routes an API may have (API Gateway quotas: 300).
const ROUTES_MAX: usize = 300;

fn create(cx: &Cx, txn: &mut dyn Txn, input: &CreateRouteRequest) -> Result<RouteOutput, Error> {
    refuse::on("ApiKeyRequired", input.api_key_required)?;
    let scopes = input.authorization_scopes.as_ref().filter(|scopes| !scopes.is_empty());
    refuse::given("AuthorizationScopes", scopes)?;
    refuse::given("ModelSelectionExpression", input.model_selection_expression.as_ref())?;
    refuse::given("RequestModels", input.request_models.as_ref())?;
    refuse::given("RequestParameters", input.request_parameters.as_ref())?;
    let response = input.route_response_selection_expression.as_ref();
    refuse::given("RouteResponseSelectionExpression", response)?;
    let mut api = Api::load(cx, txn, &input.api_id)?;
    let key = RouteKey::parse(&input.route_key)?;
    unique(&api, &key, None)?;
    if ROUTES_MAX <= api.routes.len() {
        return Err(Error::BadRequest(format!("An API may have {ROUTES_MAX} routes")));
    }
    let integration = target(&api, input.target.as_deref())?;
    let asked = (input.authorization_type.as_deref(), input.authorizer_id.as_deref());
    let authorization = authorization(&api, asked, &Authorization::None)?;
    let id = part_id(cx, "route");
    let operation_name = input.operation_name.clone();
    let route = Route { key, integration, operation_name, authorization };
    let output = output(&id, &route);
    api.routes.insert(id, route);
    api.save(txn)?;
    Ok(output)
}

fn unique(api: &Api, key: &RouteKey, but: Option<&str>) -> Result<(), Error> {
    let taken = api.routes.iter().any(|(id, route)| route.key == *key && Some(id.as_str()) != but);
    if taken {
        let message = format!("Route with key {} already exists for this API", key.as_str());
        return Err(Error::Conflict(message));
    }
    Ok(())
}

/// The integration in a target `integrations/ID`.
fn target(api: &Api, target: Option<&str>) -> Result<Option<String>, Error> {
    let Some(target) = target else { return Ok(None) };
    let id = target.strip_prefix("integrations/").unwrap_or(target);
    if api.integrations.contains_key(id) {
        return Ok(Some(id.to_owned()));
    }
    Err(Error::BadRequest(format!("Invalid target '{target}': there is no such integration")))
}

/// Who decides about a route, of a type and an authorizer's id that are asked for.
fn authorization(
    api: &Api,
    (kind, id): (Option<&str>, Option<&str>),
    old: &Authorization,
) -> Result<Authorization, Error> {
    // An empty id takes the old one away.
    let was = match (old, id) {
        (Authorization::Authorizer(id), None) => Some(id.as_str()),
        _ => None,
    };
    let id = id.filter(|id| !id.is_empty());
    let kind = kind.unwrap_or_else(|| if was.is_some() { "CUSTOM" } else { "NONE" });
    match (kind, id.or(was)) {
        ("NONE", _) if id.is_none() => Ok(Authorization::None),
        ("CUSTOM", Some(id)) if api.authorizers.contains_key(id) => {
            Ok(Authorization::Authorizer(id.to_owned()))
        }
        ("CUSTOM", Some(_)) => Err(Error::NoPart { kind: "Authorizer" }),
        ("CUSTOM", None) => {
            let message = "AuthorizerId is required when AuthorizationType is CUSTOM";
            Err(Error::BadRequest(message.to_owned()))
        }
        ("NONE", _) => {
            let message = "AuthorizerId can only be specified with AuthorizationType CUSTOM";
            Err(Error::BadRequest(message.to_owned()))
        }
        (other, _) => {
            let what = format!("AuthorizationType '{other}' of an HTTP API, only NONE and CUSTOM");
            Err(Error::Unsupported(what))
        }
    }
}

fn get(cx: &Cx, txn: &mut dyn Txn, input: &GetRouteRequest) -> Result<RouteOutput, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let route = api.routes.get(&input.route_id).ok_or(Error::NoPart { kind: "Route" })?;
    Ok(output(&input.route_id, route))
}

fn list(cx: &Cx, txn: &mut dyn Txn, input: &GetRoutesRequest) -> Result<GetRoutesResponse, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let items = api.routes.iter().map(|(id, route)| (id.clone(), output(id, route)));
    let (items, next_token) =
        page(items, input.max_results.as_deref(), input.next_token.as_deref())?;
    Ok(GetRoutesResponse { items: Some(items), next_token })
}

fn update(cx: &Cx, txn: &mut dyn Txn, input: &UpdateRouteRequest) -> Result<RouteOutput, Error> {
    refuse::on("ApiKeyRequired", input.api_key_required)?;
    let scopes = input.authorization_scopes.as_ref().filter(|scopes| !scopes.is_empty());
    refuse::given("AuthorizationScopes", scopes)?;
    refuse::given("ModelSelectionExpression", input.model_selection_expression.as_ref())?;
    refuse::given("RequestModels", input.request_models.as_ref())?;
    refuse::given("RequestParameters", input.request_parameters.as_ref())?;
    let response = input.route_response_selection_expression.as_ref();
    refuse::given("RouteResponseSelectionExpression", response)?;
    let mut api = Api::load(cx, txn, &input.api_id)?;
    let wanted = input.target.as_deref().filter(|target| !target.is_empty());
    let target = target(&api, wanted)?;
    let key = input.route_key.as_deref().map(RouteKey::parse).transpose()?;
    if let Some(key) = &key {
        unique(&api, key, Some(&input.route_id))?;
    }
    let asked = (input.authorization_type.as_deref(), input.authorizer_id.as_deref());
    let old = api.routes.get(&input.route_id).ok_or(Error::NoPart { kind: "Route" })?;
    let authorization = authorization(&api, asked, &old.authorization)?;
    let route = api.routes.get_mut(&input.route_id).ok_or(Error::NoPart { kind: "Route" })?;
    route.authorization = authorization;
    route.key = key.unwrap_or_else(|| route.key.clone());
    if input.target.is_some() {
        route.integration = target;
    }
    change(&mut route.operation_name, input.operation_name.as_ref());
    let output = output(&input.route_id, route);
    api.save(txn)?;
    Ok(output)
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteRouteRequest) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.api_id)?;
    api.routes.remove(&input.route_id).ok_or(Error::NoPart { kind: "Route" })?;
    api.save(txn)
}

fn output(id: &str, route: &Route) -> RouteOutput {
    let (kind, authorizer) = match &route.authorization {
        Authorization::None => ("NONE", None),
        Authorization::Authorizer(id) => ("CUSTOM", Some(id.clone())),
    };
    RouteOutput {
        api_key_required: Some(false),
        authorization_type: Some(kind.to_owned()),
        authorizer_id: authorizer,
        operation_name: route.operation_name.clone(),
        route_id: Some(id.to_owned()),
        route_key: route.key.as_str().to_owned(),
        target: route.integration.as_ref().map(|id| format!("integrations/{id}")),
        ..RouteOutput::default()
    }
}
