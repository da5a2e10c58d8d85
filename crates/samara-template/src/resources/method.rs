//! `AWS::ApiGateway::Method`: a method of a path, with its integration and responses.

use serde_json::{Map, Value as Json, json};

use super::apigateway::GONE;
use super::{get, items, lower_keys, pick, text, with};
use crate::schema::{Context, Kind, Made, Property, Schema};
use crate::work::Call;

const INTEGRATION_RESPONSE: Kind = Kind::Object(&[
    Property::refused("ContentHandling", "answers are texts here"),
    Property::texts("ResponseParameters"),
    Property::texts("ResponseTemplates"),
    Property::text("SelectionPattern"),
    Property::text("StatusCode").required(),
]);

const INTEGRATION: &[Property] = &[
    Property::refused("CacheKeyParameters", "responses are not cached"),
    Property::refused("CacheNamespace", "responses are not cached"),
    Property::refused("ConnectionId", "there are no VPC links here"),
    Property::refused("ConnectionType", "there are no VPC links here"),
    Property::text("ContentHandling"),
    Property::refused("Credentials", "a function's own policy says who may call it"),
    Property::text("IntegrationHttpMethod"),
    Property::list("IntegrationResponses", &INTEGRATION_RESPONSE),
    Property::text("PassthroughBehavior"),
    Property::refused("RequestParameters", "a request reaches a function as it is"),
    Property::texts("RequestTemplates"),
    Property::integer("TimeoutInMillis"),
    Property::text("Type").required(),
    Property::text("Uri"),
];

const METHOD_RESPONSE: Kind = Kind::Object(&[
    Property::texts("ResponseModels"),
    Property::any("ResponseParameters"),
    Property::text("StatusCode").required(),
]);

const NO_AUTHORIZERS: &str = "REST APIs have no authorizers here";

fn no_keys(required: &str) -> Option<&'static str> {
    (required == "true").then_some("there are no API keys here")
}

fn not_open(kind: &str) -> Option<&'static str> {
    (kind != "NONE").then_some(NO_AUTHORIZERS)
}

/// A method.
pub(super) static METHOD: Schema = Schema {
    type_name: "AWS::ApiGateway::Method",
    properties: &[
        Property::boolean("ApiKeyRequired").removed_by_update().checked(no_keys),
        Property::refused("AuthorizationScopes", NO_AUTHORIZERS),
        Property::text("AuthorizationType").removed_by_update().checked(not_open),
        Property::refused("AuthorizerId", NO_AUTHORIZERS),
        Property::text("HttpMethod").required().replaces(),
        Property::object("Integration", INTEGRATION).removed_by_update(),
        Property::list("MethodResponses", &METHOD_RESPONSE).removed_by_update(),
        Property::text("OperationName").removed_by_update(),
        Property::texts("RequestModels").removed_by_update(),
        Property::any("RequestParameters").removed_by_update(),
        Property::refused("RequestValidatorId", "requests are not validated against models"),
        Property::text("ResourceId").required().replaces(),
        Property::text("RestApiId").required().replaces(),
    ],
    attributes: &[],
    naming: None,
    create: |cx| Ok(made(cx, cx.name, Vec::new())),
    // A method is put whole: what is not there any more must not stay.
    update: |cx, old| Ok(made(cx, &old.physical_id, vec![delete_call(&old.properties)])),
    delete: |old| vec![delete_call(&old.properties)],
};

fn delete_call(properties: &Json) -> Call {
    Call::new("apigateway", "DeleteMethod", json!(place(properties))).settled_by(GONE)
}

fn place(properties: &Json) -> Map<String, Json> {
    match lower_keys(&json!(pick(properties, &["HttpMethod", "ResourceId", "RestApiId"]))) {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

fn made(cx: &Context<'_>, id: &str, mut calls: Vec<Call>) -> Made {
    let properties = cx.properties;
    let put = with(
        place(properties),
        json!({
            "apiKeyRequired": get(properties, "ApiKeyRequired"),
            "authorizationType": text(properties, "AuthorizationType").unwrap_or("NONE"),
            "operationName": get(properties, "OperationName"),
            "requestModels": get(properties, "RequestModels"),
            "requestParameters": get(properties, "RequestParameters"),
        }),
    );
    calls.push(Call::new("apigateway", "PutMethod", put));
    for response in items(properties, "MethodResponses") {
        let input = with(
            place(properties),
            json!({
                "responseModels": get(response, "ResponseModels"),
                "responseParameters": get(response, "ResponseParameters"),
                "statusCode": get(response, "StatusCode"),
            }),
        );
        calls.push(Call::new("apigateway", "PutMethodResponse", input));
    }
    if let Some(integration) = properties.get("Integration") {
        calls.extend(integration_calls(properties, integration));
    }
    Made { calls, physical_id: json!(id), attributes: Map::new() }
}

fn integration_calls(properties: &Json, integration: &Json) -> Vec<Call> {
    let input = with(
        place(properties),
        json!({
            "contentHandling": get(integration, "ContentHandling"),
            "integrationHttpMethod": get(integration, "IntegrationHttpMethod"),
            "passthroughBehavior": get(integration, "PassthroughBehavior"),
            "requestTemplates": get(integration, "RequestTemplates"),
            "timeoutInMillis": get(integration, "TimeoutInMillis"),
            "type": get(integration, "Type"),
            "uri": get(integration, "Uri"),
        }),
    );
    let mut calls = vec![Call::new("apigateway", "PutIntegration", input)];
    for response in items(integration, "IntegrationResponses") {
        let input = with(
            place(properties),
            json!({
                "responseParameters": get(response, "ResponseParameters"),
                "responseTemplates": get(response, "ResponseTemplates"),
                "selectionPattern": get(response, "SelectionPattern"),
                "statusCode": get(response, "StatusCode"),
            }),
        );
        calls.push(Call::new("apigateway", "PutIntegrationResponse", input));
    }
    calls
}
