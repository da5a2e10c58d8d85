//! Authorizers of an API: who is asked before a route is taken.

use samara_service::{Cx, operation};
use samara_store::Txn;

use super::apis::part_id;
use super::{access, page};
use crate::authorizer::Given;
use crate::model::{
    Authorizer as AuthorizerOutput, CreateAuthorizerRequest, DeleteAuthorizerRequest,
    GetAuthorizerRequest, GetAuthorizersRequest, GetAuthorizersResponse, UpdateAuthorizerRequest,
};
use crate::{Api, Authorization, Authorizer, Error, IdentitySource, refuse};

operation!(CreateAuthorizer: Write CreateAuthorizerRequest => AuthorizerOutput, Error,
    |cx, input| access(cx, "POST", &format!("/apis/{}/authorizers", input.api_id)), create);
operation!(GetAuthorizer: Read GetAuthorizerRequest => AuthorizerOutput, Error,
    |cx, input| access(
        cx, "GET", &format!("/apis/{}/authorizers/{}", input.api_id, input.authorizer_id)
    ), get);
operation!(GetAuthorizers: Read GetAuthorizersRequest => GetAuthorizersResponse, Error,
    |cx, input| access(cx, "GET", &format!("/apis/{}/authorizers", input.api_id)), list);
operation!(UpdateAuthorizer: Write UpdateAuthorizerRequest => AuthorizerOutput, Error,
    |cx, input| access(
        cx, "PATCH", &format!("/apis/{}/authorizers/{}", input.api_id, input.authorizer_id)
    ), update);
operation!(DeleteAuthorizer: Write DeleteAuthorizerRequest => (), Error,
    |cx, input| access(
        cx, "DELETE", &format!("/apis/{}/authorizers/{}", input.api_id, input.authorizer_id)
    ), delete);

/// Authorizers an API may have (API Gateway quotas: 10).
pub(crate) const AUTHORIZERS_MAX: usize = 10;

const NONE: Error = Error::NoPart { kind: "Authorizer" };

/// What an update has in common with a create, so that both refuse alike.
macro_rules! refuse_unsupported {
    ($input:ident) => {
        refuse::given("AuthorizerCredentialsArn", $input.authorizer_credentials_arn.as_ref())?;
        let expression = $input.identity_validation_expression.as_ref();
        refuse::given("IdentityValidationExpression", expression)?;
        refuse::given("JwtConfiguration", $input.jwt_configuration.as_ref())?;
    };
}

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateAuthorizerRequest,
) -> Result<AuthorizerOutput, Error> {
    refuse_unsupported!(input);
    let mut api = Api::load(cx, txn, &input.api_id)?;
    if AUTHORIZERS_MAX <= api.authorizers.len() {
        return Err(Error::BadRequest(format!("An API may have {AUTHORIZERS_MAX} authorizers")));
    }
    let authorizer = Authorizer::new(&Given {
        name: &input.name,
        kind: &input.authorizer_type,
        identity: input.identity_source.clone(),
        uri: input.authorizer_uri.as_deref(),
        format: input.authorizer_payload_format_version.as_deref(),
        simple: input.enable_simple_responses,
        ttl_seconds: input.authorizer_result_ttl_in_seconds,
    })?;
    unique(&api, &authorizer.name, None)?;
    let id = part_id(cx, "authorizer");
    let output = output(&id, &authorizer);
    api.authorizers.insert(id, authorizer);
    api.save(txn)?;
    Ok(output)
}

fn unique(api: &Api, name: &str, but: Option<&str>) -> Result<(), Error> {
    let taken = api.authorizers.iter().any(|(id, one)| one.name == name && Some(&**id) != but);
    if taken {
        return Err(Error::BadRequest(format!("Authorizer name must be unique: {name}")));
    }
    Ok(())
}

fn get(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetAuthorizerRequest,
) -> Result<AuthorizerOutput, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let authorizer = api.authorizers.get(&input.authorizer_id).ok_or(NONE)?;
    Ok(output(&input.authorizer_id, authorizer))
}

fn list(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &GetAuthorizersRequest,
) -> Result<GetAuthorizersResponse, Error> {
    let api = Api::load(cx, txn, &input.api_id)?;
    let items = api.authorizers.iter().map(|(id, item)| (id.clone(), output(id, item)));
    let (items, next_token) =
        page(items, input.max_results.as_deref(), input.next_token.as_deref())?;
    Ok(GetAuthorizersResponse { items: Some(items), next_token })
}

fn update(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateAuthorizerRequest,
) -> Result<AuthorizerOutput, Error> {
    refuse_unsupported!(input);
    let mut api = Api::load(cx, txn, &input.api_id)?;
    let old = api.authorizers.get(&input.authorizer_id).ok_or(NONE)?;
    let sources = || old.identity.iter().map(|source| source.as_str().to_owned()).collect();
    let format = input.authorizer_payload_format_version.as_deref();
    let new = Authorizer::new(&Given {
        name: input.name.as_deref().unwrap_or(&old.name),
        kind: input.authorizer_type.as_deref().unwrap_or("REQUEST"),
        identity: input.identity_source.clone().unwrap_or_else(sources),
        uri: Some(input.authorizer_uri.as_deref().unwrap_or(&old.uri)),
        format: Some(format.unwrap_or(old.payload_format.as_str())),
        simple: Some(input.enable_simple_responses.unwrap_or(old.simple)),
        ttl_seconds: input
            .authorizer_result_ttl_in_seconds
            .or_else(|| Some(old.ttl_seconds.into())),
    })?;
    unique(&api, &new.name, Some(&input.authorizer_id))?;
    let output = output(&input.authorizer_id, &new);
    api.authorizers.insert(input.authorizer_id.clone(), new);
    api.save(txn)?;
    Ok(output)
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteAuthorizerRequest) -> Result<(), Error> {
    let mut api = Api::load(cx, txn, &input.api_id)?;
    let id = &input.authorizer_id;
    // A route that lost its authorizer would be open to everybody, or to nobody.
    let used = Authorization::Authorizer(id.clone());
    if let Some(route) = api.routes.values().find(|route| route.authorization == used) {
        let key = route.key.as_str();
        return Err(Error::Conflict(format!("Authorizer {id} is referenced by the route {key}")));
    }
    api.authorizers.remove(id).ok_or(NONE)?;
    api.save(txn)
}

fn output(id: &str, authorizer: &Authorizer) -> AuthorizerOutput {
    let text = |source: &IdentitySource| source.as_str().to_owned();
    AuthorizerOutput {
        authorizer_id: Some(id.to_owned()),
        authorizer_payload_format_version: Some(authorizer.payload_format.as_str().to_owned()),
        authorizer_result_ttl_in_seconds: Some(authorizer.ttl_seconds.into()),
        authorizer_type: Some("REQUEST".to_owned()),
        authorizer_uri: Some(authorizer.uri.clone()),
        enable_simple_responses: Some(authorizer.simple),
        identity_source: Some(authorizer.identity.iter().map(text).collect()),
        name: authorizer.name.clone(),
        ..AuthorizerOutput::default()
    }
}
