//! What a client sees of HTTP APIs: a call in, the answer's JSON-like text out.

use samara_service::testing::Bench;
use samara_service::{Answer, Refusal};
use samara_store::StoreExt;
use samara_wire::{Document, IntoDocument};

use crate::model::{
    Cors, CreateDeploymentRequest, CreateRouteRequest, CreateStageRequest,
    DeleteCorsConfigurationRequest, ImportApiRequest, UpdateApiRequest, UpdateDeploymentRequest,
};
use crate::{Api, Deployment, service};

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
    let body = open_api("/a", r#""security": [{"Auth": []}],"#);
    let refusal = import(&bench, body).unwrap_err();
    assert_eq!((refusal.status, refusal.code.as_ref()), (501, "NotImplemented"));
    assert_eq!(
        refusal.message,
        "Samara does not support authorizers of an HTTP API yet (paths./a.post.security)."
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
