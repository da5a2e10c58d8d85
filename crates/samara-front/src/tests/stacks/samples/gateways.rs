//! API Gateway's types, of both versions.

use serde_json::{Value as Json, json};

use super::{Case, FUNCTION_ARN, among, case, resource, tag_map, tags, with};

/// REST APIs and HTTP APIs.
pub(super) fn cases() -> Vec<Case> {
    vec![
        rest_api(),
        path(),
        method(),
        deployment(),
        stage(),
        http_api(),
        authorizer(),
        integration(),
        route(),
        http_deployment(),
        http_stage(),
    ]
}

fn uri() -> String {
    let path = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions";
    format!("{path}/{FUNCTION_ARN}/invocations")
}

fn document() -> Json {
    let integration = json!({ "type": "aws_proxy", "httpMethod": "POST", "uri": uri() });
    let get = json!({ "responses": {}, "x-amazon-apigateway-integration": integration });
    json!({
        "openapi": "3.0.1",
        "info": { "title": "of the document", "version": "1.0" },
        "paths": { "/orders": { "get": get } },
    })
}

/// Properties with a document in place of a name.
fn unnamed() -> Json {
    json!({ "Body": document(), "Name": null, "ProtocolType": null })
}

fn rest_api() -> Case {
    let body = || json!({ "Body": document() });
    case("AWS::ApiGateway::RestApi", json!({ "Name": "api" }))
        .samples([
            with("BinaryMediaTypes", json!(["image/png"])),
            with("Body", document()).alone(),
            with("Description", "orders"),
            with("DisableExecuteApiEndpoint", true),
            with("FailOnWarnings", true).also(body()).silent(),
            with("Mode", "overwrite").also(body()).silent(),
            with("Name", "api").also(unnamed()).alone(),
            with("Parameters", json!({ "endpointConfigurationTypes": "REGIONAL" }))
                .also(body())
                .silent(),
            tags(),
        ])
        .reads(
            "apigateway",
            [
                ("GetRestApi", json!({ "restApiId": "@X" })),
                ("GetResources", json!({ "restApiId": "@X", "embed": ["methods"] })),
            ],
        )
}

/// An API, and what is in it.
fn rest() -> Json {
    let api = json!({ "Ref": "Api" });
    let method = json!({
        "RestApiId": api, "ResourceId": { "Ref": "Path" }, "HttpMethod": "GET",
        "AuthorizationType": "NONE", "Integration": mock(),
    });
    json!({
        "Api": resource("AWS::ApiGateway::RestApi", &json!({ "Name": "api" })),
        "Path": resource("AWS::ApiGateway::Resource", &orders()),
        "Method": resource("AWS::ApiGateway::Method", &method),
        "Deployment": {
            "Type": "AWS::ApiGateway::Deployment", "Properties": { "RestApiId": api },
            "DependsOn": "Method",
        },
    })
}

fn mock() -> Json {
    let answer = json!({ "application/json": "{\"statusCode\": 200}" });
    json!({ "Type": "MOCK", "RequestTemplates": answer })
}

fn orders() -> Json {
    let root = json!({ "Fn::GetAtt": ["Api", "RootResourceId"] });
    json!({ "RestApiId": { "Ref": "Api" }, "ParentId": root, "PathPart": "orders" })
}

/// Some of several resources.
fn only(all: &Json, names: &[&str]) -> Json {
    names.iter().map(|name| ((*name).to_owned(), all[*name].clone())).collect()
}

fn path() -> Case {
    let input = json!({ "restApiId": "@Api", "resourceId": "@X" });
    case("AWS::ApiGateway::Resource", orders())
        .around(only(&rest(), &["Api"]))
        .reads("apigateway", [("GetResource", input)])
}

fn method() -> Case {
    let place = json!({ "restApiId": "@Api", "resourceId": "@Path", "httpMethod": "GET" });
    let base = json!({
        "RestApiId": { "Ref": "Api" }, "ResourceId": { "Ref": "Path" }, "HttpMethod": "GET",
    });
    case("AWS::ApiGateway::Method", base)
        .around(only(&rest(), &["Api", "Path"]))
        .samples([
            with("ApiKeyRequired", false).silent(),
            with("AuthorizationType", "NONE").silent(),
            with("Integration", mock()),
            with("MethodResponses", json!([{ "StatusCode": "200" }])),
            with("OperationName", "list"),
            with("RequestModels", json!({ "application/json": "Empty" })),
            with("RequestParameters", json!({ "method.request.querystring.q": true })),
        ])
        .reads("apigateway", [("GetMethod", place)])
}

fn deployment() -> Case {
    case("AWS::ApiGateway::Deployment", json!({ "RestApiId": { "Ref": "Api" } }))
        .around(only(&rest(), &["Api", "Path", "Method"]))
        .after("Method")
        .samples([with("Description", "first"), with("StageName", "prod")])
        .reads(
            "apigateway",
            [
                ("GetDeployment", json!({ "restApiId": "@Api", "deploymentId": "@X" })),
                ("GetStages", json!({ "restApiId": "@Api" })),
            ],
        )
}

fn stage() -> Case {
    let base = json!({
        "RestApiId": { "Ref": "Api" }, "StageName": "prod", "DeploymentId": { "Ref": "Deployment" },
    });
    case("AWS::ApiGateway::Stage", base)
        .around(rest())
        .samples([
            with("Description", "live"),
            tags(),
            with("Variables", json!({ "colour": "blue" })),
        ])
        .reads("apigateway", [("GetStage", json!({ "restApiId": "@Api", "stageName": "prod" }))])
}

fn http_api() -> Case {
    let body = || json!({ "Body": document(), "ProtocolType": null });
    let cors = json!({ "AllowOrigins": ["https://shop.test"] });
    case("AWS::ApiGatewayV2::Api", json!({ "Name": "api", "ProtocolType": "HTTP" }))
        .samples([
            with("BasePath", "ignore").also(body()).silent().alone(),
            with("Body", document()).alone(),
            with("CorsConfiguration", cors),
            with("Description", "orders"),
            with("DisableExecuteApiEndpoint", true),
            with("FailOnWarnings", true).also(body()).silent().alone(),
            with("Name", "api").also(unnamed()).alone(),
            tag_map(),
            with("Version", "2"),
        ])
        .reads(
            "apigatewayv2",
            [
                ("GetApi", json!({ "ApiId": "@X" })),
                ("GetRoutes", json!({ "ApiId": "@X" })),
                ("GetIntegrations", json!({ "ApiId": "@X" })),
            ],
        )
}

/// An HTTP API, and what is in it.
fn http() -> Json {
    let api = json!({ "Ref": "Api" });
    let target = json!({ "Fn::Sub": "integrations/${Integration}" });
    let route = json!({ "ApiId": api, "RouteKey": "GET /", "Target": target });
    json!({
        "Api": resource(
            "AWS::ApiGatewayV2::Api",
            &json!({ "Name": "api", "ProtocolType": "HTTP" }),
        ),
        "Integration": resource("AWS::ApiGatewayV2::Integration", &proxy()),
        "Authorizer": resource("AWS::ApiGatewayV2::Authorizer", &who()),
        "Route": resource("AWS::ApiGatewayV2::Route", &route),
        "Deployment": {
            "Type": "AWS::ApiGatewayV2::Deployment", "Properties": { "ApiId": api },
            "DependsOn": "Route",
        },
    })
}

fn proxy() -> Json {
    json!({
        "ApiId": { "Ref": "Api" }, "IntegrationType": "AWS_PROXY", "IntegrationUri": uri(),
        "PayloadFormatVersion": "2.0",
    })
}

fn who() -> Json {
    json!({
        "ApiId": { "Ref": "Api" }, "Name": "who", "AuthorizerType": "REQUEST",
        "AuthorizerUri": uri(), "AuthorizerPayloadFormatVersion": "2.0",
    })
}

fn authorizer() -> Case {
    let header = json!(["$request.header.Authorization"]);
    case("AWS::ApiGatewayV2::Authorizer", who())
        .around(only(&http(), &["Api"]))
        .samples([
            with("AuthorizerPayloadFormatVersion", "2.0"),
            with("AuthorizerResultTtlInSeconds", 60).also(json!({ "IdentitySource": header })),
            with("AuthorizerUri", uri()),
            with("EnableSimpleResponses", true),
            with("IdentitySource", header),
        ])
        .reads(
            "apigatewayv2",
            [("GetAuthorizer", json!({ "ApiId": "@Api", "AuthorizerId": "@X" }))],
        )
}

fn integration() -> Case {
    case("AWS::ApiGatewayV2::Integration", proxy())
        .around(only(&http(), &["Api"]))
        .samples([
            with("Description", "to the function"),
            with("IntegrationMethod", "POST").silent(),
            with("IntegrationUri", uri()),
            with("PayloadFormatVersion", "2.0"),
            with("TimeoutInMillis", 1_000),
        ])
        .reads(
            "apigatewayv2",
            [("GetIntegration", json!({ "ApiId": "@Api", "IntegrationId": "@X" }))],
        )
}

fn route() -> Case {
    let custom = json!({ "AuthorizationType": "CUSTOM", "AuthorizerId": { "Ref": "Authorizer" } });
    let base = json!({ "ApiId": { "Ref": "Api" }, "RouteKey": "GET /orders" });
    case("AWS::ApiGatewayV2::Route", base)
        .around(only(&http(), &["Api", "Integration", "Authorizer"]))
        .samples([
            among("AuthorizationType", custom.clone()),
            among("AuthorizerId", custom),
            with("OperationName", "list"),
            with("Target", json!({ "Fn::Sub": "integrations/${Integration}" })),
        ])
        .reads("apigatewayv2", [("GetRoute", json!({ "ApiId": "@Api", "RouteId": "@X" }))])
}

fn http_deployment() -> Case {
    let input = json!({ "ApiId": "@Api", "DeploymentId": "@X" });
    case("AWS::ApiGatewayV2::Deployment", json!({ "ApiId": { "Ref": "Api" } }))
        .around(only(&http(), &["Api", "Integration", "Route"]))
        .after("Route")
        .samples([with("Description", "first")])
        .reads("apigatewayv2", [("GetDeployment", input)])
}

fn http_stage() -> Case {
    let base = json!({ "ApiId": { "Ref": "Api" }, "StageName": "prod" });
    case("AWS::ApiGatewayV2::Stage", base)
        .around(http())
        .samples([
            with("AutoDeploy", true).alone(),
            with("DeploymentId", json!({ "Ref": "Deployment" })),
            with("Description", "live"),
            with("StageVariables", json!({ "colour": "blue" })),
            tag_map(),
        ])
        .reads("apigatewayv2", [("GetStage", json!({ "ApiId": "@Api", "StageName": "prod" }))])
}
