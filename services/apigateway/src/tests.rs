//! What a client sees of REST APIs: a call in, the answer out.

use std::collections::BTreeMap;

use samara_service::testing::Bench;
use samara_service::{Answer, Refusal};
use samara_store::StoreExt;
use samara_wire::{Document, IntoDocument};

use crate::model::{
    CreateDeploymentRequest, CreateResourceRequest, CreateRestApiRequest, CreateStageRequest,
    DeleteDeploymentRequest, DeleteResourceRequest, DeleteRestApiRequest, GetResourcesRequest,
    GetRestApiRequest, GetRestApisRequest, ImportRestApiRequest, PatchOperation,
    PutIntegrationRequest, PutIntegrationResponseRequest, PutMethodRequest,
    PutMethodResponseRequest, PutRestApiRequest, TagResourceRequest, UpdateDeploymentRequest,
    UpdateRestApiRequest, UpdateStageRequest,
};
use crate::{Api, Served, Snapshot, Target, service};

const FUNCTION: &str = "arn:aws:lambda:us-east-1:000000000000:function:shop";

fn uri() -> String {
    format!("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations")
}

/// What SAM writes for a function's event with `Cors`, with what is given beside it.
fn swagger(path: &str, of_method: &str, of_document: &str) -> String {
    format!(
        r#"{{"swagger": "2.0", "info": {{"title": "shop", "version": "1.0"}}, {of_document}
        "paths": {{"{path}": {{
          "get": {{{of_method} "x-amazon-apigateway-integration":
            {{"type": "aws_proxy", "httpMethod": "POST", "uri": "{}"}}, "responses": {{}}}},
          "options": {{"consumes": ["application/json"], "produces": ["application/json"],
            "summary": "CORS support",
            "responses": {{"200": {{"description": "Default response for CORS method",
              "headers": {{"Access-Control-Allow-Origin": {{"type": "string"}}}}}}}},
            "x-amazon-apigateway-integration": {{"type": "mock",
              "requestTemplates": {{"application/json": "{{\n  \"statusCode\" : 200\n}}\n"}},
              "responses": {{"default": {{"statusCode": "200",
                "responseTemplates": {{"application/json": "{{}}\n"}},
                "responseParameters":
                  {{"method.response.header.Access-Control-Allow-Origin": "'*'"}}}}}}}}}}}}}}}}"#,
        uri()
    )
}

fn call(bench: &Bench, operation: &str, input: impl IntoDocument) -> Result<Document, Refusal> {
    match bench.call("apigateway", operation, input.into_document())? {
        Answer::Done(output) => Ok(output),
        other => panic!("{operation} answered {other:?}"),
    }
}

fn text(output: &Document, member: &str) -> String {
    output.get(member).and_then(Document::as_str).unwrap().to_owned()
}

fn items(output: &Document) -> &[Document] {
    match output.get("items") {
        Some(Document::List(items)) => items,
        other => panic!("no items but {other:?}"),
    }
}

fn import(bench: &Bench, body: String) -> Result<String, Refusal> {
    let input = ImportRestApiRequest { body: body.into(), ..ImportRestApiRequest::default() };
    Ok(text(&call(bench, "ImportRestApi", input)?, "id"))
}

fn deploy(bench: &Bench, api: &str, stage: Option<&str>) -> Result<String, Refusal> {
    let input = CreateDeploymentRequest {
        rest_api_id: api.to_owned(),
        stage_name: stage.map(str::to_owned),
        ..CreateDeploymentRequest::default()
    };
    Ok(text(&call(bench, "CreateDeployment", input)?, "id"))
}

fn served(bench: &Bench, api: &str, stage: &str) -> Option<Served> {
    let found = bench.store.read(|txn| match Api::find(txn, api)? {
        Some(api) => api.served(txn, stage),
        None => Ok(None),
    });
    found.unwrap_or_else(|error: crate::Error| panic!("{error}"))
}

/// `METHOD path` of everything that a stage serves.
fn shown(served: &Served) -> Vec<String> {
    let methods = served
        .snapshot
        .resources
        .values()
        .flat_map(|one| one.methods.keys().map(|name| format!("{name} {}", one.path)));
    let mut methods: Vec<_> = methods.collect();
    methods.sort();
    methods
}

/// What SAM makes of an `Api` event with `Cors` must be served, or no template works.
#[test]
fn an_imported_api_is_served_once_it_is_deployed() {
    let bench = Bench::new(vec![service()]);
    let id = import(&bench, swagger("/orders/{id}", "", "")).unwrap();
    assert!(served(&bench, &id, "Stage").is_none());
    deploy(&bench, &id, Some("Stage")).unwrap();
    let stage = served(&bench, &id, "Stage").unwrap();
    assert_eq!(shown(&stage), ["GET /orders/{id}", "OPTIONS /orders/{id}"]);
    let resource = stage.snapshot.resources.values().find(|one| !one.methods.is_empty()).unwrap();
    let get = resource.methods["GET"].integration.as_ref().unwrap();
    assert!(matches!(&get.target, Target::Function { arn, .. } if arn == FUNCTION));
    assert_eq!(get.timeout_ms, 29_000);
    let options = resource.methods["OPTIONS"].integration.as_ref().unwrap();
    let (status, answer) = options.response(200).unwrap();
    assert_eq!((status, answer.templates["application/json"].as_str()), ("200", "{}\n"));
    assert_eq!(answer.parameters["method.response.header.Access-Control-Allow-Origin"], "'*'");
}

/// A change that reached callers before it was deployed would break the promise of stages.
#[test]
fn a_stage_serves_its_deployment_and_not_what_was_changed_since() {
    let bench = Bench::new(vec![service()]);
    let id = import(&bench, swagger("/old", "", "")).unwrap();
    let first = deploy(&bench, &id, None).unwrap();
    let stage = CreateStageRequest {
        rest_api_id: id.clone(),
        stage_name: "prod".to_owned(),
        deployment_id: first.clone(),
        variables: Some(BTreeMap::from([("color".to_owned(), "blue".to_owned())])),
        ..CreateStageRequest::default()
    };
    call(&bench, "CreateStage", stage).unwrap();
    let put = PutRestApiRequest {
        rest_api_id: id.clone(),
        mode: Some("overwrite".to_owned()),
        body: swagger("/new", "", "").into(),
        ..PutRestApiRequest::default()
    };
    call(&bench, "PutRestApi", put).unwrap();
    assert_eq!(shown(&served(&bench, &id, "prod").unwrap()), ["GET /old", "OPTIONS /old"]);
    let second = deploy(&bench, &id, None).unwrap();
    let delete = |deployment: &str| {
        let deployment_id = deployment.to_owned();
        let input = DeleteDeploymentRequest { rest_api_id: id.clone(), deployment_id };
        call(&bench, "DeleteDeployment", input)
    };
    let refusal = delete(&first).unwrap_err();
    assert_eq!(refusal.code, "BadRequestException");
    assert_eq!(
        refusal.message,
        "Active stages pointing to this deployment must be moved or deleted"
    );
    let operation = |op: &str, path: &str, value: Option<&str>| PatchOperation {
        op: Some(op.to_owned()),
        path: Some(path.to_owned()),
        value: value.map(str::to_owned),
        from: None,
    };
    let update = UpdateStageRequest {
        rest_api_id: id.clone(),
        stage_name: "prod".to_owned(),
        patch_operations: Some(vec![
            operation("replace", "/deploymentId", Some(&second)),
            operation("replace", "/variables/size", Some("xl")),
            operation("remove", "/variables/color", None),
        ]),
    };
    call(&bench, "UpdateStage", update).unwrap();
    let now = served(&bench, &id, "prod").unwrap();
    assert_eq!(shown(&now), ["GET /new", "OPTIONS /new"]);
    assert_eq!(now.stage.variables, BTreeMap::from([("size".to_owned(), "xl".to_owned())]));
    let input = UpdateDeploymentRequest {
        rest_api_id: id.clone(),
        deployment_id: second,
        patch_operations: Some(vec![operation("replace", "/description", Some("new paths"))]),
    };
    let output = call(&bench, "UpdateDeployment", input).unwrap();
    assert_eq!(text(&output, "description"), "new paths");
    delete(&first).unwrap();
    assert!(bench.store.read(|txn| Snapshot::find(txn, &id, &first)).unwrap().is_none());
}

/// A merge that forgot paths, or an overwrite that kept them, would serve the wrong API.
#[test]
fn a_document_is_merged_or_overwrites() {
    let bench = Bench::new(vec![service()]);
    let id = import(&bench, swagger("/a/b", "", "")).unwrap();
    let put = |mode: &str, path: &str| {
        let input = PutRestApiRequest {
            rest_api_id: id.clone(),
            mode: Some(mode.to_owned()),
            body: swagger(path, "", "").into(),
            ..PutRestApiRequest::default()
        };
        call(&bench, "PutRestApi", input).unwrap();
        let api = bench.store.read(|txn| Api::find(txn, &id)).unwrap().unwrap();
        let mut paths: Vec<_> = api.resources.into_values().map(|one| one.path).collect();
        paths.sort();
        paths.join(" ")
    };
    assert_eq!(put("merge", "/a/c/{x}"), "/ /a /a/b /a/c /a/c/{x}");
    assert_eq!(put("overwrite", "/a/c"), "/ /a /a/c");
    assert_eq!(put("overwrite", "/"), "/");
}

/// A feature that is accepted and ignored is the bug that users of other tools complain of most.
#[test]
fn what_is_not_built_is_refused_by_its_name() {
    let bench = Bench::new(vec![service()]);
    let refused = |body: String| {
        let refusal = import(&bench, body).unwrap_err();
        assert_eq!((refusal.status, refusal.code.as_ref()), (501, "NotImplemented"));
        refusal.message
    };
    for (of_method, of_document, expected) in [
        (
            r#""security": [{"Auth": []}],"#,
            "",
            "Samara does not support authorizers and API keys of a REST API yet \
             (paths./a.get.security) (paths./a.get).",
        ),
        (
            "",
            r#""securityDefinitions": {"Auth": {}},"#,
            "Samara does not support authorizers and API keys of a REST API yet \
             (securityDefinitions.Auth).",
        ),
        (
            r#""x-amazon-apigateway-request-validator": "all","#,
            "",
            "Samara does not support x-amazon-apigateway-request-validator (paths./a.get).",
        ),
        (
            "",
            r#""x-amazon-apigateway-gateway-responses": {},"#,
            "Samara does not support x-amazon-apigateway-gateway-responses of a REST API.",
        ),
    ] {
        assert_eq!(refused(swagger("/a", of_method, of_document)), expected);
    }
    let template = swagger("/a", "", "").replace(r#"\"statusCode\" : 200"#, "#set($a = 1)");
    assert!(refused(template).contains("request template for application/json of a mock"));
    let http = swagger("/a", "", "").replace("aws_proxy", "http_proxy");
    assert_eq!(
        refused(http),
        "Samara does not support the integration type 'HTTP_PROXY' (paths./a.get)."
    );
}

#[test]
fn a_bad_document_is_refused_with_its_place() {
    let bench = Bench::new(vec![service()]);
    let undeclared =
        swagger("/a", "", "").replace(r#"{"Access-Control-Allow-Origin": {"#, r#"{"X": {"#);
    for (body, expected) in [
        ("openapi: 3.0.1".to_owned(), "It must be JSON"),
        (r#"{"openapi": "4"}"#.to_owned(), "Invalid OpenAPI input"),
        (swagger("/a/{b+}/c", "", ""), "Cannot create a child of a resource with a greedy path"),
        (swagger("/a b", "", ""), "Resource's path part only allow"),
        (
            undeclared,
            "Errors found during import:\n\tUnable to put integration on 'OPTIONS' for resource \
             at path '/a': Invalid mapping expression specified: Validation Result: warnings : \
             [], errors : [Invalid mapping expression parameter specified: \
             method.response.header.Access-Control-Allow-Origin]",
        ),
    ] {
        let refusal = import(&bench, body).unwrap_err();
        assert!(refusal.message.contains(expected), "{}", refusal.message);
        assert_eq!(refusal.code, "BadRequestException");
    }
}

/// Templates without SAM, and tools such as Terraform, make an API call by call.
#[test]
fn an_api_is_made_part_by_part() {
    let bench = Bench::new(vec![service()]);
    let input = CreateRestApiRequest { name: "shop".to_owned(), ..CreateRestApiRequest::default() };
    let output = call(&bench, "CreateRestApi", input).unwrap();
    let (api, root) = (text(&output, "id"), text(&output, "rootResourceId"));
    let child = |parent: &str, part: &str| {
        let input = CreateResourceRequest {
            rest_api_id: api.clone(),
            parent_id: parent.to_owned(),
            path_part: part.to_owned(),
        };
        call(&bench, "CreateResource", input).map(|output| text(&output, "id"))
    };
    let pets = child(&root, "pets").unwrap();
    let refusal = child(&root, "pets").unwrap_err();
    assert_eq!(
        (refusal.code.as_ref(), refusal.message.as_str()),
        ("ConflictException", "Another resource with the same parent already has this name: pets")
    );
    let refusal = child("nowhere", "pets").unwrap_err();
    assert_eq!(refusal.message, "Invalid Resource identifier specified");
    let refusal = deploy(&bench, &api, Some("dev")).unwrap_err();
    assert_eq!(refusal.message, "The REST API doesn't contain any methods");
    let place = |method: &str| (api.clone(), pets.clone(), method.to_owned());
    let (rest_api_id, resource_id, http_method) = place("OPTIONS");
    let authorization_type = "NONE".to_owned();
    let put = PutMethodRequest {
        rest_api_id,
        resource_id,
        http_method,
        authorization_type,
        ..PutMethodRequest::default()
    };
    call(&bench, "PutMethod", put.clone()).unwrap();
    let refusal = call(&bench, "PutMethod", put).unwrap_err();
    assert_eq!(refusal.message, "Method already exists for this resource");
    let refusal = deploy(&bench, &api, Some("dev")).unwrap_err();
    assert_eq!(refusal.message, "No integration defined for method");
    put_mock(&bench, &place("OPTIONS"));
    deploy(&bench, &api, Some("dev")).unwrap();
    assert_eq!(shown(&served(&bench, &api, "dev").unwrap()), ["OPTIONS /pets"]);
    child(&pets, "{id}").unwrap();
    let input = DeleteResourceRequest { rest_api_id: api.clone(), resource_id: pets.clone() };
    call(&bench, "DeleteResource", input).unwrap();
    let input = GetResourcesRequest { rest_api_id: api, ..GetResourcesRequest::default() };
    let left = call(&bench, "GetResources", input).unwrap();
    assert_eq!(items(&left).len(), 1);
}

fn put_mock(bench: &Bench, place: &(String, String, String)) {
    let (rest_api_id, resource_id, http_method) = place.clone();
    let integration = PutIntegrationRequest {
        rest_api_id,
        resource_id,
        http_method,
        r#type: "MOCK".to_owned(),
        request_templates: Some(BTreeMap::from([(
            "application/json".to_owned(),
            "{statusCode:200}".to_owned(),
        )])),
        ..PutIntegrationRequest::default()
    };
    call(bench, "PutIntegration", integration).unwrap();
    let (rest_api_id, resource_id, http_method) = place.clone();
    let answer = PutIntegrationResponseRequest {
        rest_api_id,
        resource_id,
        http_method,
        status_code: "200".to_owned(),
        ..PutIntegrationResponseRequest::default()
    };
    let refusal = call(bench, "PutIntegrationResponse", answer.clone()).unwrap_err();
    assert_eq!(refusal.message, "Invalid Response status code specified");
    let (rest_api_id, resource_id, http_method) = place.clone();
    let response = PutMethodResponseRequest {
        rest_api_id,
        resource_id,
        http_method,
        status_code: "200".to_owned(),
        ..PutMethodResponseRequest::default()
    };
    call(bench, "PutMethodResponse", response).unwrap();
    call(bench, "PutIntegrationResponse", answer).unwrap();
}

/// Stacks set binary media types by patches, also where the document had them already.
#[test]
fn an_api_is_changed_by_patches() {
    let bench = Bench::new(vec![service()]);
    let document = r#""x-amazon-apigateway-binary-media-types": ["image/png"],"#;
    let id = import(&bench, swagger("/a", "", document)).unwrap();
    let patch = |op: &str, path: &str, value: Option<&str>| {
        let operation = PatchOperation {
            op: Some(op.to_owned()),
            path: Some(path.to_owned()),
            value: value.map(str::to_owned),
            from: None,
        };
        let patch_operations = Some(vec![operation]);
        let input = UpdateRestApiRequest { rest_api_id: id.clone(), patch_operations };
        call(&bench, "UpdateRestApi", input)
    };
    patch("add", "/binaryMediaTypes/image~1png", None).unwrap();
    patch("add", "/binaryMediaTypes/*~1*", None).unwrap();
    patch("replace", "/binaryMediaTypes/image~1png", Some("image/gif")).unwrap();
    patch("replace", "/disableExecuteApiEndpoint", Some("true")).unwrap();
    patch("replace", "/description", Some("a shop")).unwrap();
    let api = bench.store.read(|txn| Api::find(txn, &id)).unwrap().unwrap();
    assert_eq!(api.binary_media_types, ["*/*", "image/gif"]);
    assert_eq!((api.endpoint_disabled, api.description.as_deref()), (true, Some("a shop")));
    assert!(patch("replace", "/policy", Some("{}")).unwrap_err().message.contains("policy"));
    let refusal = patch("add", "/wrong-path", None).unwrap_err();
    assert_eq!(
        refusal.message,
        "Invalid patch path  '/wrong-path' specified for op 'add'. Please choose supported \
         operations"
    );
}

/// A tag that is lost is a bill that nobody finds; a page that repeats or skips an API hides one.
#[test]
fn apis_are_tagged_listed_page_by_page_and_deleted() {
    let bench = Bench::new(vec![service()]);
    let mut ids: Vec<_> = (0..3).map(|_| import(&bench, swagger("/a", "", "")).unwrap()).collect();
    ids.sort();
    let (mut seen, mut position) = (Vec::new(), None);
    for _ in 0..ids.len() {
        let input = GetRestApisRequest { limit: Some(2), position: position.take() };
        let output = call(&bench, "GetRestApis", input).unwrap();
        seen.extend(items(&output).iter().map(|item| text(item, "id")));
        position = output.get("position").and_then(Document::as_str).map(str::to_owned);
        if position.is_none() {
            break;
        }
    }
    assert_eq!(seen, ids);
    let id = ids.first().unwrap();
    let tag = TagResourceRequest {
        resource_arn: format!("arn:aws:apigateway:us-east-1::/restapis/{id}"),
        tags: BTreeMap::from([("team".to_owned(), "shop".to_owned())]),
    };
    let reserved = TagResourceRequest {
        tags: BTreeMap::from([("aws:x".to_owned(), "1".to_owned())]),
        ..tag.clone()
    };
    let refusal = call(&bench, "TagResource", reserved).unwrap_err();
    assert_eq!(refusal.message, "Tag keys must not begin with 'aws:': aws:x");
    call(&bench, "TagResource", tag).unwrap();
    let get = || call(&bench, "GetRestApi", GetRestApiRequest { rest_api_id: id.clone() });
    assert_eq!(text(get().unwrap().get("tags").unwrap(), "team"), "shop");
    deploy(&bench, id, Some("dev")).unwrap();
    let delete = DeleteRestApiRequest { rest_api_id: id.clone() };
    call(&bench, "DeleteRestApi", delete).unwrap();
    let refusal = get().unwrap_err();
    assert_eq!(
        (refusal.code.as_ref(), refusal.message),
        ("NotFoundException", format!("Invalid API identifier specified 000000000000:{id}"))
    );
    let left = bench.store.read(|txn| {
        let prefix = samara_store::KeyWriter::new(crate::keys::SNAPSHOT).done();
        txn.scan(&samara_store::Range::prefix(&prefix), 10)
    });
    assert!(left.unwrap().is_empty());
}
