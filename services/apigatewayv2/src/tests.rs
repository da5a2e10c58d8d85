//! What a client sees of HTTP APIs: a call in, the answer's JSON-like text out.

use samara_service::testing::Bench;
use samara_service::{Answer, Refusal};
use samara_store::StoreExt;
use samara_wire::{Document, IntoDocument};

use crate::model::{
    Cors, CreateAuthorizerRequest, CreateDeploymentRequest, CreateRouteRequest, CreateStageRequest,
    DeleteAuthorizerRequest, DeleteCorsConfigurationRequest, ImportApiRequest, ReimportApiRequest,
    UpdateApiRequest, UpdateDeploymentRequest, UpdateRouteRequest,
};
use crate::{Api, Authorization, Deployment, service};

const FUNCTION: &str = "arn:aws:lambda:us-east-1:000000000000:function:shop";

fn open_api(path: &str, extra: &str) -> String {
    let uri = format!(
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"
    );
    format!(
        r#"{{"openapi": "3.0.1", "info": {{"title": "shop", "version": "1"}},
        "paths": {{"{path}": {{"post": {{{extra} "x-amazon-apigateway-integration":
        {{"type": "aws_proxy", "httpMethod": "POST", "uri": "{uri}",
        "payloadFormatVersion": "2.0"}}}}}}}}}}"#
    )
}

fn call(bench: &Bench, operation: &str, input: impl IntoDocument) -> Result<Document, Refusal> {
    match bench.call("apigatewayv2", operation, input.into_document())? {
        Answer::Done(output) => Ok(output),
        other => panic!("{operation} answered {other:?}"),
    }
}

fn import(bench: &Bench, body: String) -> Result<String, Refusal> {
    let input = ImportApiRequest { body, ..ImportApiRequest::default() };
    let output = call(bench, "ImportApi", input)?;
    Ok(output.get("ApiId").and_then(Document::as_str).unwrap().to_owned())
}

/// What SAM makes of an `HttpApi` event must be served, or no template works.
#[test]
fn an_imported_api_is_served_by_an_auto_deployed_stage() {
    let bench = Bench::new(vec![service()]);
    let id = import(&bench, open_api("/orders/{id}", "")).unwrap();
    let stage = CreateStageRequest {
        api_id: id.clone(),
        stage_name: "$default".to_owned(),
        auto_deploy: Some(true),
        ..CreateStageRequest::default()
    };
    call(&bench, "CreateStage", stage).unwrap();
    let api = bench.store.read(|txn| Api::find(txn, &id)).unwrap().unwrap();
    let served = api.served("$default").unwrap();
    let route = served.routes.values().next().unwrap();
    assert_eq!(route.key.as_str(), "POST /orders/{id}");
    let integration = &served.integrations[route.integration.as_ref().unwrap()];
    assert_eq!(integration.function_arn, FUNCTION);
    assert!(api.served("prod").is_none());
}

/// A feature that is accepted and ignored is the bug that users of other tools complain of most.
#[test]
fn what_is_not_built_is_refused_by_its_name() {
    let bench = Bench::new(vec![service()]);
    let iam = r#""components": {"securitySchemes": {"AWS_IAM": {"type": "apiKey",
        "x-amazon-apigateway-authtype": "awsSigv4"}}}, "paths""#;
    let body = open_api("/a", "").replace("\"paths\"", iam);
    let refusal = import(&bench, body).unwrap_err();
    assert_eq!((refusal.status, refusal.code.as_ref()), (501, "NotImplemented"));
    assert_eq!(
        refusal.message,
        "Samara does not support a security scheme without x-amazon-apigateway-authorizer \
         (components.securitySchemes.AWS_IAM)."
    );
    let id = import(&bench, open_api("/a", "")).unwrap();
    let route = CreateRouteRequest {
        api_id: id,
        route_key: "GET /b".to_owned(),
        authorization_type: Some("AWS_IAM".to_owned()),
        ..CreateRouteRequest::default()
    };
    let refusal = call(&bench, "CreateRoute", route).unwrap_err();
    assert!(refusal.message.contains("AuthorizationType 'AWS_IAM'"), "{}", refusal.message);
}

#[test]
fn a_bad_route_key_or_document_is_refused_with_its_place() {
    let bench = Bench::new(vec![service()]);
    for (body, expected) in [
        ("{".to_owned(), "Unable to parse the API definition"),
        (r#"{"swagger": "2.0"}"#.to_owned(), "'openapi' must be version 3"),
        (open_api("/a/{b+}/c", ""), "Invalid route key 'POST /a/{b+}/c'"),
    ] {
        let refusal = import(&bench, body).unwrap_err();
        assert!(refusal.message.contains(expected), "{}", refusal.message);
        assert_eq!(refusal.code, "BadRequestException");
    }
}

/// A document whose root asks for an authorizer of one function, with these further members.
fn guarded(more: &str) -> String {
    let schemes = format!(
        r#""security": [{{"Keys": []}}], "components": {{"securitySchemes": {{"Keys": {{
        "type": "apiKey", "name": "Unused", "in": "header", "x-amazon-apigateway-authorizer": {{
        "type": "request", "authorizerUri": "{FUNCTION}", {more}
        "authorizerPayloadFormatVersion": 2.0}}}}}}}}, "paths""#
    );
    schemes.replace(
        FUNCTION,
        &format!(
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"
        ),
    )
}

/// A route that its document guards and that is open would be the worst that an import can do.
#[test]
fn a_document_guards_its_routes_by_authorizers() {
    let bench = Bench::new(vec![service()]);
    let more = r#""identitySource": ["$request.header.X-Key"], "enableSimpleResponses": true,"#;
    let body = |route: &str| open_api("/a", route).replacen("\"paths\"", &guarded(more), 1);
    let id = import(&bench, body("")).unwrap();
    let read = |id: &str| bench.store.read(|txn| Api::find(txn, id)).unwrap().unwrap();
    let api = read(&id);
    let (authorizer_id, authorizer) = api.authorizers.first_key_value().unwrap();
    assert_eq!(authorizer.function_arn, FUNCTION);
    assert_eq!((authorizer.ttl_seconds, authorizer.simple), (300, true));
    let guard = |api: &Api| api.routes.values().next().unwrap().authorization.clone();
    assert_eq!(guard(&api), Authorization::Authorizer(authorizer_id.clone()));
    // One that stays keeps its id. A route may opt out, and may not ask for what is not there.
    let body_again = ReimportApiRequest {
        api_id: id.clone(),
        body: body(r#""security": [{"NONE": []}],"#),
        ..ReimportApiRequest::default()
    };
    call(&bench, "ReimportApi", body_again).unwrap();
    assert_eq!(guard(&read(&id)), Authorization::None);
    assert_eq!(read(&id).authorizers.keys().collect::<Vec<_>>(), [authorizer_id]);
    let refusal = import(&bench, body(r#""security": [{"Kyes": []}],"#)).unwrap_err();
    assert!(refusal.message.contains("'Kyes' (paths./a.post.security)"), "{}", refusal.message);
}

/// Each of these would be asked in another way than its author means, or not at all.
#[test]
fn an_authorizer_that_cannot_be_is_refused() {
    let bench = Bench::new(vec![service()]);
    for (more, expected) in [
        (r#""authorizerResultTtlInSeconds": 60,"#, "IdentitySource is required for caching"),
        (r#""authorizerResultTtlInSeconds": 4000,"#, "from 0 to 3600"),
        (r#""identitySource": "X-Key","#, "Invalid identity source 'X-Key'"),
        (r#""identitySource": "$context.error.message","#, "'$context.error.message'"),
        (r#""authorizerCredentials": "arn:aws:iam::1:role/a","#, "authorizerCredentials"),
    ] {
        let body = open_api("/a", "").replacen("\"paths\"", &guarded(more), 1);
        let refusal = import(&bench, body).unwrap_err();
        assert!(refusal.message.contains(expected), "{}", refusal.message);
    }
}

/// A route that lost its authorizer would be open to everybody.
#[test]
fn an_authorizer_in_use_is_not_deleted() {
    let bench = Bench::new(vec![service()]);
    let id = import(&bench, open_api("/a", "")).unwrap();
    let create = CreateAuthorizerRequest {
        api_id: id.clone(),
        authorizer_type: "REQUEST".to_owned(),
        authorizer_uri: Some(format!("arn:aws:lambda:path/functions/{FUNCTION}/invocations")),
        authorizer_payload_format_version: Some("1.0".to_owned()),
        name: "keys".to_owned(),
        ..CreateAuthorizerRequest::default()
    };
    let output = call(&bench, "CreateAuthorizer", create).unwrap();
    let authorizer = output.get("AuthorizerId").and_then(Document::as_str).unwrap().to_owned();
    let route = CreateRouteRequest {
        api_id: id.clone(),
        route_key: "GET /b".to_owned(),
        authorization_type: Some("CUSTOM".to_owned()),
        authorizer_id: Some(authorizer.clone()),
        ..CreateRouteRequest::default()
    };
    let output = call(&bench, "CreateRoute", route).unwrap();
    assert_eq!(output.get("AuthorizationType").and_then(Document::as_str), Some("CUSTOM"));
    let route = output.get("RouteId").and_then(Document::as_str).unwrap().to_owned();
    let delete =
        || DeleteAuthorizerRequest { api_id: id.clone(), authorizer_id: authorizer.clone() };
    assert_eq!(call(&bench, "DeleteAuthorizer", delete()).unwrap_err().code, "ConflictException");
    let open = UpdateRouteRequest {
        api_id: id.clone(),
        route_id: route,
        authorization_type: Some("NONE".to_owned()),
        ..UpdateRouteRequest::default()
    };
    call(&bench, "UpdateRoute", open).unwrap();
    call(&bench, "DeleteAuthorizer", delete()).unwrap();
}

/// `UpdateApi` cannot take CORS away: a template that drops it would leave pages allowed for good.
#[test]
fn cors_is_taken_away_by_an_operation_of_its_own() {
    let bench = Bench::new(vec![service()]);
    let id = import(&bench, open_api("/a", "")).unwrap();
    let cors = Cors { allow_origins: Some(vec!["*".to_owned()]), ..Cors::default() };
    let update = UpdateApiRequest {
        api_id: id.clone(),
        cors_configuration: Some(cors),
        ..UpdateApiRequest::default()
    };
    call(&bench, "UpdateApi", update).unwrap();
    let read = || bench.store.read(|txn| Api::find(txn, &id)).unwrap().unwrap();
    assert!(read().cors.is_some());
    let delete = DeleteCorsConfigurationRequest { api_id: id.clone() };
    call(&bench, "DeleteCorsConfiguration", delete).unwrap();
    assert_eq!(read().cors, None);
    let delete = DeleteCorsConfigurationRequest { api_id: "nothing".to_owned() };
    let refusal = call(&bench, "DeleteCorsConfiguration", delete).unwrap_err();
    assert_eq!(refusal.code, "NotFoundException");
}

/// A deployment that changed what it serves would change a stage that nobody deployed to.
#[test]
fn a_deployment_changes_its_description_and_nothing_else() {
    let bench = Bench::new(vec![service()]);
    let id = import(&bench, open_api("/a", "")).unwrap();
    let create =
        CreateDeploymentRequest { api_id: id.clone(), ..CreateDeploymentRequest::default() };
    let output = call(&bench, "CreateDeployment", create).unwrap();
    let deployment = output.get("DeploymentId").and_then(Document::as_str).unwrap().to_owned();
    let read = || bench.store.read(|txn| Api::find(txn, &id)).unwrap().unwrap();
    let before = read().deployments[&deployment].clone();
    let update = |description: Option<&str>| UpdateDeploymentRequest {
        api_id: id.clone(),
        deployment_id: deployment.clone(),
        description: description.map(str::to_owned),
    };
    call(&bench, "UpdateDeployment", update(Some("second"))).unwrap();
    call(&bench, "UpdateDeployment", update(None)).unwrap();
    let after = read().deployments[&deployment].clone();
    assert_eq!(after, Deployment { description: Some("second".to_owned()), ..before });
    let other = UpdateDeploymentRequest { deployment_id: "none".to_owned(), ..update(None) };
    assert_eq!(call(&bench, "UpdateDeployment", other).unwrap_err().code, "NotFoundException");
}
