//! HTTP APIs: `AWS::ApiGatewayV2::Api`, `Authorizer`, `Integration`, `Route`, `Stage`,
//! `Deployment`.

use serde_json::{Map, Value as Json, json};

use super::apigateway::{GONE, NO_ACCESS_LOGS, NO_ROUTE_SETTINGS, ONE_ENDPOINT, arn, titled};
use super::{Tagging, attributes, changed, get, pick, retag, tag_map, with};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Naming, Property, Schema};
use crate::work::{Call, slot};

const TAGGING: Tagging =
    Tagging { service: "apigatewayv2", arn: "ResourceArn", tags: "Tags", keys: "TagKeys" };

const CORS: &[Property] = &[
    Property::boolean("AllowCredentials"),
    Property::list("AllowHeaders", &Kind::Text),
    Property::list("AllowMethods", &Kind::Text),
    Property::list("AllowOrigins", &Kind::Text),
    Property::list("ExposeHeaders", &Kind::Text),
    Property::integer("MaxAge"),
];

const API_PLAIN: [&str; 5] =
    ["CorsConfiguration", "Description", "DisableExecuteApiEndpoint", "Name", "Version"];

const NO_QUICK_CREATE: &str = "an API is not made with a route; give it routes and integrations";

fn not_http(protocol: &str) -> Option<&'static str> {
    (protocol != "HTTP").then_some("there are no WebSocket APIs here")
}

fn not_a_base_path(treatment: &str) -> Option<&'static str> {
    (treatment != "ignore").then_some("a document's paths are taken as they stand (ignore)")
}

/// An HTTP API.
pub(super) static API: Schema = Schema {
    type_name: "AWS::ApiGatewayV2::Api",
    properties: &[
        Property::refused("ApiKeySelectionExpression", "there are no WebSocket APIs here"),
        Property::text("BasePath").leaves_nothing().checked(not_a_base_path),
        Property::any("Body").removed_by_update(),
        Property::refused("BodyS3Location", "the definition must stand in the template (Body)"),
        Property::object("CorsConfiguration", CORS).removed_by_update(),
        Property::refused("CredentialsArn", NO_QUICK_CREATE),
        Property::text("Description").removed_by_update(),
        Property::boolean("DisableExecuteApiEndpoint").default("false"),
        Property::refused("DisableSchemaValidation", "there are no WebSocket APIs here"),
        Property::boolean("FailOnWarnings").leaves_nothing(),
        Property::accepted("IpAddressType", ONE_ENDPOINT),
        Property::text("Name").removed_by_update(),
        Property::text("ProtocolType").replaces().checked(not_http),
        Property::refused("RouteKey", NO_QUICK_CREATE),
        Property::refused("RouteSelectionExpression", "there are no WebSocket APIs here"),
        Property::texts("Tags").removed_by_update(),
        Property::refused("Target", NO_QUICK_CREATE),
        Property::text("Version").removed_by_update(),
    ],
    attributes: &["ApiEndpoint", "ApiId"],
    naming: None,
    create: |cx| {
        let create = if cx.properties.get("Body").is_some() {
            Call::new("apigatewayv2", "ImportApi", import(cx))
        } else {
            if get(cx.properties, "Name").is_null() || get(cx.properties, "ProtocolType").is_null()
            {
                return Err("An HTTP API needs a Body, or Name and ProtocolType".to_owned());
            }
            let input = with(
                pick(cx.properties, &API_PLAIN),
                json!({
                    "ProtocolType": get(cx.properties, "ProtocolType"),
                    "Tags": tag_map(cx.properties),
                }),
            );
            Call::new("apigatewayv2", "CreateApi", input)
        };
        let mut calls = vec![create.capture("Id", "/ApiId").capture("Endpoint", "/ApiEndpoint")];
        if cx.properties.get("Body").is_some() {
            calls.extend(beside(&slot("Id"), &Json::Null, cx.properties));
            let arn = arn(cx, &[json!("/apis/"), slot("Id")]);
            calls.extend(retag(&TAGGING, &arn, &Json::Null, cx.properties));
        }
        Ok(Made {
            calls,
            physical_id: slot("Id"),
            attributes: attributes([("ApiId", slot("Id")), ("ApiEndpoint", slot("Endpoint"))]),
        })
    },
    update: update_api,
    delete: |old| {
        vec![
            Call::new("apigatewayv2", "DeleteApi", json!({ "ApiId": old.physical_id }))
                .settled_by(GONE),
        ]
    },
};

fn import(cx: &Context<'_>) -> Json {
    let body = titled(cx, "Description").to_string();
    with(
        Map::new(),
        json!({
            "Body": body,
            "Basepath": get(cx.properties, "BasePath"),
            "FailOnWarnings": get(cx.properties, "FailOnWarnings"),
        }),
    )
}

/// What stands beside a document and is not in it.
fn beside(id: &Json, before: &Json, after: &Json) -> Option<Call> {
    const BESIDE: [&str; 2] = ["CorsConfiguration", "DisableExecuteApiEndpoint"];
    if !changed(&BESIDE, before, after) {
        return None;
    }
    let input = with(pick(after, &BESIDE), json!({ "ApiId": id }));
    Some(Call::new("apigatewayv2", "UpdateApi", input))
}

fn update_api(cx: &Context<'_>, old: &Resource) -> Result<Made, String> {
    let (before, after) = (&old.properties, cx.properties);
    let id = json!(old.physical_id);
    let mut calls = Vec::new();
    let document = ["Body", "BasePath", "FailOnWarnings", "Name", "Description"];
    let has_document = after.get("Body").is_some();
    if !has_document && get(after, "Name").is_null() {
        return Err("An HTTP API needs a Body, or Name and ProtocolType".to_owned());
    }
    let was_document = before.get("Body").is_some();
    // What a document leaves behind is an API without routes.
    if (has_document || was_document) && changed(&document, before, after) {
        let map = import(cx).as_object().cloned().unwrap_or_default();
        let input = with(map, json!({ "ApiId": id }));
        calls.push(Call::new("apigatewayv2", "ReimportApi", input));
    }
    if before.get("CorsConfiguration").is_some() && after.get("CorsConfiguration").is_none() {
        let input = json!({ "ApiId": id });
        calls.push(Call::new("apigatewayv2", "DeleteCorsConfiguration", input));
    }
    if has_document {
        // A document that was taken anew has taken its own settings with it.
        calls.extend(beside(&id, &Json::Null, after));
    } else if changed(&API_PLAIN, before, after) || was_document {
        let empty = json!({ "ApiId": id, "Description": "", "Version": "" });
        let input =
            with(empty.as_object().cloned().unwrap_or_default(), json!(pick(after, &API_PLAIN)));
        calls.push(Call::new("apigatewayv2", "UpdateApi", input));
    }
    let arn = arn(cx, &[json!(format!("/apis/{}", old.physical_id))]);
    calls.extend(retag(&TAGGING, &arn, before, after));
    Ok(Made { calls, physical_id: id, attributes: Map::new() })
}

/// The calls for a part of an API: they differ in names only.
struct Part {
    create: &'static str,
    update: &'static str,
    delete: &'static str,
    id: &'static str,
    properties: &'static [&'static str],
}

fn create_part(part: &Part, cx: &Context<'_>) -> Made {
    let input =
        with(pick(cx.properties, part.properties), json!({ "ApiId": get(cx.properties, "ApiId") }));
    let pointer = format!("/{}", part.id);
    Made {
        calls: vec![Call::new("apigatewayv2", part.create, input).capture("Id", &pointer)],
        physical_id: slot("Id"),
        attributes: attributes([(part.id, slot("Id"))]),
    }
}

fn update_part(part: &Part, cx: &Context<'_>, old: &Resource) -> Made {
    let input = with(
        pick(cx.properties, part.properties),
        json!({ "ApiId": get(cx.properties, "ApiId"), part.id: old.physical_id }),
    );
    Made {
        calls: vec![Call::new("apigatewayv2", part.update, input)],
        physical_id: json!(old.physical_id),
        attributes: Map::new(),
    }
}

fn delete_part(part: &Part, old: &Resource) -> Vec<Call> {
    let input = json!({ "ApiId": get(&old.properties, "ApiId"), part.id: old.physical_id });
    vec![Call::new("apigatewayv2", part.delete, input).settled_by(GONE)]
}

const INTEGRATIONS: Part = Part {
    create: "CreateIntegration",
    update: "UpdateIntegration",
    delete: "DeleteIntegration",
    id: "IntegrationId",
    properties: &[
        "Description",
        "IntegrationMethod",
        "IntegrationType",
        "IntegrationUri",
        "PayloadFormatVersion",
        "TimeoutInMillis",
    ],
};

const ONLY_FUNCTIONS: &str = "a route leads to a function as it is, and its role is the caller's";

fn not_post(method: &str) -> Option<&'static str> {
    (method != "POST").then_some("a function is called by POST")
}

fn not_a_proxy(kind: &str) -> Option<&'static str> {
    (kind != "AWS_PROXY").then_some("a route leads to a function (AWS_PROXY)")
}

/// What a route leads to.
pub(super) static INTEGRATION: Schema = Schema {
    type_name: "AWS::ApiGatewayV2::Integration",
    properties: &[
        Property::text("ApiId").required().replaces(),
        Property::refused("ConnectionId", "there are no VPC links here"),
        Property::refused("ConnectionType", "there are no VPC links here"),
        Property::refused("ContentHandlingStrategy", "there are no WebSocket APIs here"),
        Property::refused("CredentialsArn", ONLY_FUNCTIONS),
        Property::text("Description").default("\"\""),
        Property::text("IntegrationMethod").default("\"POST\"").checked(not_post),
        Property::refused("IntegrationSubtype", ONLY_FUNCTIONS),
        Property::text("IntegrationType").required().checked(not_a_proxy),
        Property::text("IntegrationUri").stays("an integration leads to a function"),
        Property::refused("PassthroughBehavior", "there are no WebSocket APIs here"),
        Property::text("PayloadFormatVersion").stays("say which one it is to be"),
        Property::refused("RequestParameters", ONLY_FUNCTIONS),
        Property::refused("RequestTemplates", "there are no WebSocket APIs here"),
        Property::refused("ResponseParameters", ONLY_FUNCTIONS),
        Property::refused("TemplateSelectionExpression", "there are no WebSocket APIs here"),
        Property::integer("TimeoutInMillis").default("30000"),
        Property::refused("TlsConfig", "there are no VPC links here"),
    ],
    attributes: &["IntegrationId"],
    naming: None,
    create: |cx| Ok(create_part(&INTEGRATIONS, cx)),
    update: |cx, old| Ok(update_part(&INTEGRATIONS, cx, old)),
    delete: |old| delete_part(&INTEGRATIONS, old),
};

const AUTHORIZERS: Part = Part {
    create: "CreateAuthorizer",
    update: "UpdateAuthorizer",
    delete: "DeleteAuthorizer",
    id: "AuthorizerId",
    properties: &[
        "AuthorizerPayloadFormatVersion",
        "AuthorizerResultTtlInSeconds",
        "AuthorizerType",
        "AuthorizerUri",
        "EnableSimpleResponses",
        "IdentitySource",
        "JwtConfiguration",
        "Name",
    ],
};

const ONLY_FUNCTIONS_DECIDE: &str = "an authorizer is a function (REQUEST) here";

fn not_a_function(kind: &str) -> Option<&'static str> {
    (kind != "REQUEST").then_some(ONLY_FUNCTIONS_DECIDE)
}

/// How long an authorizer's answer holds where nothing is said (API reference).
const REMEMBERED_SECONDS: u32 = 300;

/// Who is asked before a route is taken.
pub(super) static AUTHORIZER: Schema = Schema {
    type_name: "AWS::ApiGatewayV2::Authorizer",
    properties: &[
        Property::text("ApiId").required().replaces(),
        Property::refused("AuthorizerCredentialsArn", "the function's own policy decides"),
        Property::text("AuthorizerPayloadFormatVersion").stays("a function's authorizer needs it"),
        Property::integer("AuthorizerResultTtlInSeconds").removed_by_update(),
        Property::text("AuthorizerType").required().replaces().checked(not_a_function),
        Property::text("AuthorizerUri").stays("a function's authorizer needs it"),
        Property::boolean("EnableSimpleResponses").default("false"),
        Property::list("IdentitySource", &Kind::Text).removed_by_update(),
        Property::refused("IdentityValidationExpression", "there are no WebSocket APIs here"),
        Property::refused("JwtConfiguration", ONLY_FUNCTIONS_DECIDE),
        Property::text("Name").required(),
    ],
    attributes: &["AuthorizerId"],
    naming: None,
    create: |cx| {
        let mut made = create_part(&AUTHORIZERS, cx);
        if let Some(Json::Object(input)) = made.calls.first_mut().map(|call| &mut call.input) {
            // The operation wants a list, the type does not.
            input.entry("IdentitySource").or_insert_with(|| json!([]));
        }
        Ok(made)
    },
    update: |cx, old| {
        let mut made = update_part(&AUTHORIZERS, cx, old);
        if let Some(Json::Object(input)) = made.calls.first_mut().map(|call| &mut call.input) {
            let identity = input.entry("IdentitySource").or_insert_with(|| json!([]));
            // Without an identity there is nothing to remember an answer by.
            let seconds = if *identity == json!([]) { 0 } else { REMEMBERED_SECONDS };
            input.entry("AuthorizerResultTtlInSeconds").or_insert_with(|| json!(seconds));
        }
        Ok(made)
    },
    delete: |old| delete_part(&AUTHORIZERS, old),
};

const ROUTES: Part = Part {
    create: "CreateRoute",
    update: "UpdateRoute",
    delete: "DeleteRoute",
    id: "RouteId",
    properties: &["AuthorizationType", "AuthorizerId", "OperationName", "RouteKey", "Target"],
};

fn not_custom(kind: &str) -> Option<&'static str> {
    (!["CUSTOM", "NONE"].contains(&kind)).then_some(ONLY_FUNCTIONS_DECIDE)
}

/// A method and a path.
pub(super) static ROUTE: Schema = Schema {
    type_name: "AWS::ApiGatewayV2::Route",
    properties: &[
        Property::text("ApiId").required().replaces(),
        Property::refused("ApiKeyRequired", "there are no WebSocket APIs here"),
        Property::refused("AuthorizationScopes", ONLY_FUNCTIONS_DECIDE),
        Property::text("AuthorizationType").default("\"NONE\"").checked(not_custom),
        Property::text("AuthorizerId").default("\"\""),
        Property::refused("ModelSelectionExpression", "there are no WebSocket APIs here"),
        Property::text("OperationName").default("\"\""),
        Property::refused("RequestModels", "there are no WebSocket APIs here"),
        Property::refused("RequestParameters", "there are no WebSocket APIs here"),
        Property::text("RouteKey").required(),
        Property::refused("RouteResponseSelectionExpression", "there are no WebSocket APIs here"),
        Property::text("Target").default("\"\""),
    ],
    attributes: &["RouteId"],
    naming: None,
    create: |cx| Ok(create_part(&ROUTES, cx)),
    update: |cx, old| Ok(update_part(&ROUTES, cx, old)),
    delete: |old| delete_part(&ROUTES, old),
};

const DEPLOYMENTS: Part = Part {
    create: "CreateDeployment",
    update: "UpdateDeployment",
    delete: "DeleteDeployment",
    id: "DeploymentId",
    properties: &["Description"],
};

/// A snapshot of an API.
pub(super) static DEPLOYMENT: Schema = Schema {
    type_name: "AWS::ApiGatewayV2::Deployment",
    properties: &[
        Property::text("ApiId").required().replaces(),
        Property::text("Description").default("\"\""),
        Property::text("StageName").replaces(),
    ],
    attributes: &["DeploymentId"],
    naming: None,
    create: |cx| {
        let mut made = create_part(&DEPLOYMENTS, cx);
        let stage = get(cx.properties, "StageName");
        if let Some(Json::Object(input)) = made.calls.first_mut().map(|call| &mut call.input)
            && !stage.is_null()
        {
            input.insert("StageName".to_owned(), stage);
        }
        Ok(made)
    },
    update: |cx, old| Ok(update_part(&DEPLOYMENTS, cx, old)),
    delete: |old| delete_part(&DEPLOYMENTS, old),
};

const STAGE_PLAIN: [&str; 6] =
    ["ApiId", "AutoDeploy", "DeploymentId", "Description", "StageName", "StageVariables"];

/// A name under which an API is served.
pub(super) static STAGE: Schema = Schema {
    type_name: "AWS::ApiGatewayV2::Stage",
    properties: &[
        Property::refused("AccessLogSettings", NO_ACCESS_LOGS),
        Property::refused("AccessPolicyId", "this property is reserved"),
        Property::text("ApiId").required().replaces(),
        Property::boolean("AutoDeploy").default("false"),
        Property::refused("ClientCertificateId", "there are no client certificates here"),
        Property::refused("DefaultRouteSettings", NO_ROUTE_SETTINGS),
        Property::text("DeploymentId").default("\"\""),
        Property::text("Description").default("\"\""),
        Property::refused("RouteSettings", NO_ROUTE_SETTINGS),
        Property::text("StageName").required().replaces(),
        Property::texts("StageVariables").default("{}"),
        Property::texts("Tags").removed_by_update(),
    ],
    attributes: &[],
    naming: Some(Naming { property: "StageName", longest: 128, lower: false }),
    create: |cx| {
        let input =
            with(pick(cx.properties, &STAGE_PLAIN), json!({ "Tags": tag_map(cx.properties) }));
        Ok(Made {
            calls: vec![Call::new("apigatewayv2", "CreateStage", input)],
            physical_id: json!(cx.name),
            attributes: Map::new(),
        })
    },
    update: |cx, old| {
        let mut calls = Vec::new();
        if changed(&STAGE_PLAIN, &old.properties, cx.properties) {
            let input = json!(pick(cx.properties, &STAGE_PLAIN));
            calls.push(Call::new("apigatewayv2", "UpdateStage", input));
        }
        let api = get(cx.properties, "ApiId");
        let api = api.as_str().unwrap_or_default();
        let arn = arn(cx, &[json!(format!("/apis/{api}/stages/{}", old.physical_id))]);
        calls.extend(retag(&TAGGING, &arn, &old.properties, cx.properties));
        Ok(Made { calls, physical_id: json!(old.physical_id), attributes: Map::new() })
    },
    delete: |old| {
        let input = json!({
            "ApiId": get(&old.properties, "ApiId"),
            "StageName": old.physical_id,
        });
        vec![Call::new("apigatewayv2", "DeleteStage", input).settled_by(GONE)]
    },
};
