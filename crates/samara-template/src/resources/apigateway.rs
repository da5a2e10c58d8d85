//! `AWS::ApiGateway::RestApi`, `Resource`, `Deployment` and `Stage`.

use base64::Engine;
use serde_json::{Map, Value as Json, json};

use super::function::TRACED;
use super::{
    Tagging, attributes, changed, get, lower, lower_keys, pick, retag, tag_map, text, with,
};
use crate::plan::Resource;
use crate::schema::{Context, Kind, Made, Naming, Property, Schema};
use crate::work::{Call, joined, slot};

pub(super) const GONE: &str = "NotFoundException";
pub(super) const ONE_ENDPOINT: &str = "an API here has one endpoint: this server";
pub(super) const NO_ACCESS_LOGS: &str = "a stage writes no access log";
pub(super) const NO_ROUTE_SETTINGS: &str = "routes have no throttling or logging of their own";

/// A REST API.
pub(super) static REST_API: Schema = Schema {
    type_name: "AWS::ApiGateway::RestApi",
    properties: &[
        Property::refused("ApiKeySourceType", "there are no API keys here"),
        Property::list("BinaryMediaTypes", &Kind::Text).removed_by_update(),
        Property::any("Body").removed_by_update(),
        Property::refused("BodyS3Location", "the definition must stand in the template (Body)"),
        Property::refused("CloneFrom", "an API is not copied from another"),
        Property::text("Description").removed_by_update(),
        Property::boolean("DisableExecuteApiEndpoint").default("false"),
        Property::accepted("EndpointConfiguration", ONE_ENDPOINT),
        Property::boolean("FailOnWarnings").leaves_nothing(),
        Property::refused("MinimumCompressionSize", "responses are not compressed"),
        Property::text("Mode").leaves_nothing(),
        Property::text("Name").removed_by_update(),
        Property::texts("Parameters").leaves_nothing(),
        Property::refused("Policy", "an API has no policy of its own here"),
        Property::accepted("SecurityPolicy", ONE_ENDPOINT),
        Property::tags(),
    ],
    attributes: &["RestApiId", "RootResourceId"],
    naming: None,
    create: create_rest_api,
    update: update_rest_api,
    delete: |old| {
        vec![
            Call::new("apigateway", "DeleteRestApi", json!({ "restApiId": old.physical_id }))
                .settled_by(GONE),
        ]
    },
};

const TAGGING: Tagging =
    Tagging { service: "apigateway", arn: "resourceArn", tags: "tags", keys: "tagKeys" };

/// The ARN of an API or a part of it; they have no account in them.
pub(super) fn arn(cx: &Context<'_>, path: &[Json]) -> Json {
    let mut parts = vec![json!(format!("arn:aws:apigateway:{}::", cx.stack.region))];
    parts.extend(path.iter().cloned());
    joined(&parts)
}

/// The parameters of an import; the kind of endpoint has no meaning here.
fn import_parameters(properties: &Json) -> Json {
    let mut parameters =
        properties.get("Parameters").and_then(Json::as_object).cloned().unwrap_or_default();
    parameters.remove("endpointConfigurationTypes");
    if parameters.is_empty() { Json::Null } else { parameters.into() }
}

/// An OpenAPI document with the API's own name in it, as the bytes of a request.
fn body_blob(cx: &Context<'_>) -> Json {
    let document = titled(cx, "Description");
    json!(base64::engine::general_purpose::STANDARD.encode(document.to_string()))
}

/// An OpenAPI document with the name and description that the template gives beside it.
pub(super) fn titled(cx: &Context<'_>, description: &str) -> Json {
    // What had a document and has none any more is an API without paths.
    let empty = || json!({ "openapi": "3.0.1", "paths": {} });
    let mut document = cx.properties.get("Body").cloned().unwrap_or_else(empty);
    let name = text(cx.properties, "Name");
    let info = document.as_object_mut().map(|map| map.entry("info").or_insert(json!({})));
    if let Some(Json::Object(info)) = info {
        if let Some(name) = name {
            info.insert("title".to_owned(), json!(name));
        }
        info.entry("title").or_insert(json!(cx.logical_id));
        if let Some(description) = text(cx.properties, description) {
            info.insert("description".to_owned(), json!(description));
        }
    }
    document
}

const DISABLED: &str = "DisableExecuteApiEndpoint";

const REST_API_PLAIN: [&str; 3] = ["BinaryMediaTypes", "Description", DISABLED];

fn create_rest_api(cx: &Context<'_>) -> Result<Made, String> {
    let properties = cx.properties;
    let create = if properties.get("Body").is_some() {
        let input = with(
            Map::new(),
            json!({
                "body": body_blob(cx),
                "failOnWarnings": get(properties, "FailOnWarnings"),
                "parameters": import_parameters(properties),
            }),
        );
        Call::new("apigateway", "ImportRestApi", input)
    } else {
        let Some(name) = text(properties, "Name") else {
            return Err("A REST API needs a Name or a Body".to_owned());
        };
        let plain = lower_names(&pick(properties, &REST_API_PLAIN));
        let input = with(plain, json!({ "name": name, "tags": tag_map(properties) }));
        Call::new("apigateway", "CreateRestApi", input)
    };
    let create = create.capture("Id", "/id").capture("Root", "/rootResourceId");
    let mut calls = vec![create];
    if properties.get("Body").is_some() {
        calls.extend(patch_rest_api(&slot("Id"), &Json::Null, properties));
        let arn = arn(cx, &[json!("/restapis/"), slot("Id")]);
        calls.extend(retag(&TAGGING, &arn, &Json::Null, properties));
    }
    Ok(Made {
        calls,
        physical_id: slot("Id"),
        attributes: attributes([("RestApiId", slot("Id")), ("RootResourceId", slot("Root"))]),
    })
}

fn lower_names(map: &Map<String, Json>) -> Map<String, Json> {
    map.iter().map(|(name, value)| (lower(name), value.clone())).collect()
}

/// The changes that a REST API takes as patches: what a document does not say.
fn patch_rest_api(id: &Json, before: &Json, after: &Json) -> Option<Call> {
    let mut operations = Vec::new();
    let types = |json: &Json| super::items(json, "BinaryMediaTypes").to_vec();
    let escaped = |media: &Json| media.as_str().unwrap_or_default().replace('/', "~1");
    for media in types(after).iter().filter(|media| !types(before).contains(media)) {
        let path = format!("/binaryMediaTypes/{}", escaped(media));
        operations.push(json!({ "op": "add", "path": path }));
    }
    for media in types(before).iter().filter(|media| !types(after).contains(media)) {
        let path = format!("/binaryMediaTypes/{}", escaped(media));
        operations.push(json!({ "op": "remove", "path": path }));
    }
    let in_document = after.get("Body").is_some();
    let mut replaced = Vec::from_iter(after.get(DISABLED).map(|_| DISABLED));
    if !in_document {
        replaced.extend(["Name", "Description"]);
    }
    for name in replaced {
        let value = after.get(name).cloned().unwrap_or_else(|| json!(""));
        if before.get(name) != after.get(name) {
            let value = crate::node::scalar(&value).unwrap_or_default();
            let path = format!("/{}", lower(name));
            operations.push(json!({ "op": "replace", "path": path, "value": value }));
        }
    }
    let input = json!({ "restApiId": id, "patchOperations": operations });
    (!operations.is_empty()).then(|| Call::new("apigateway", "UpdateRestApi", input))
}

fn update_rest_api(cx: &Context<'_>, old: &Resource) -> Result<Made, String> {
    let (before, after) = (&old.properties, cx.properties);
    let id = json!(old.physical_id);
    let mut calls = Vec::new();
    let document = ["Body", "Name", "Description", "FailOnWarnings", "Parameters", "Mode"];
    let has_document = after.get("Body").is_some();
    if !has_document && text(after, "Name").is_none() {
        return Err("A REST API needs a Name or a Body".to_owned());
    }
    if (has_document || before.get("Body").is_some()) && changed(&document, before, after) {
        let mode = text(after, "Mode").unwrap_or("overwrite");
        let input = with(
            Map::new(),
            json!({
                "restApiId": id,
                "mode": mode,
                "body": body_blob(cx),
                "failOnWarnings": get(after, "FailOnWarnings"),
                "parameters": import_parameters(after),
            }),
        );
        calls.push(Call::new("apigateway", "PutRestApi", input));
    }
    calls.extend(patch_rest_api(&id, before, after));
    let arn = arn(cx, &[json!(format!("/restapis/{}", old.physical_id))]);
    calls.extend(retag(&TAGGING, &arn, before, after));
    Ok(Made { calls, physical_id: id, attributes: Map::new() })
}

/// A path of a REST API.
pub(super) static RESOURCE: Schema = Schema {
    type_name: "AWS::ApiGateway::Resource",
    properties: &[
        Property::text("ParentId").required().replaces(),
        Property::text("PathPart").required().replaces(),
        Property::text("RestApiId").required().replaces(),
    ],
    attributes: &["ResourceId"],
    naming: None,
    create: |cx| {
        let input = lower_keys(&json!(pick(cx.properties, &["ParentId", "PathPart", "RestApiId"])));
        Ok(Made {
            calls: vec![Call::new("apigateway", "CreateResource", input).capture("Id", "/id")],
            physical_id: slot("Id"),
            attributes: attributes([("ResourceId", slot("Id"))]),
        })
    },
    update: |_, _| Err("This resource cannot be changed in place".to_owned()),
    delete: |old| {
        let input = json!({
            "restApiId": get(&old.properties, "RestApiId"),
            "resourceId": old.physical_id,
        });
        vec![Call::new("apigateway", "DeleteResource", input).settled_by(GONE)]
    },
};

/// A snapshot of a REST API.
pub(super) static DEPLOYMENT: Schema = Schema {
    type_name: "AWS::ApiGateway::Deployment",
    properties: &[
        Property::refused("DeploymentCanarySettings", "a stage has one deployment"),
        Property::text("Description").removed_by_update(),
        Property::text("RestApiId").required().replaces(),
        Property::refused("StageDescription", "describe the stage by AWS::ApiGateway::Stage"),
        Property::text("StageName").stays("give the deployment another logical id"),
    ],
    attributes: &["DeploymentId"],
    naming: None,
    create: |cx| {
        let names = ["Description", "RestApiId", "StageName"];
        let input = lower_keys(&json!(pick(cx.properties, &names)));
        Ok(Made {
            calls: vec![Call::new("apigateway", "CreateDeployment", input).capture("Id", "/id")],
            physical_id: slot("Id"),
            attributes: attributes([("DeploymentId", slot("Id"))]),
        })
    },
    update: |cx, old| {
        if changed(&["StageName"], &old.properties, cx.properties) {
            return Err("The StageName of a deployment cannot be changed: give the deployment \
                        another logical id"
                .to_owned());
        }
        let description = text(cx.properties, "Description").unwrap_or_default();
        let input = json!({
            "restApiId": get(cx.properties, "RestApiId"),
            "deploymentId": old.physical_id,
            "patchOperations": [
                { "op": "replace", "path": "/description", "value": description }
            ],
        });
        Ok(Made {
            calls: vec![Call::new("apigateway", "UpdateDeployment", input)],
            physical_id: json!(old.physical_id),
            attributes: Map::new(),
        })
    },
    delete: |old| {
        let api = get(&old.properties, "RestApiId");
        let input = json!({ "restApiId": api, "deploymentId": old.physical_id });
        let call = Call::new("apigateway", "DeleteDeployment", input).settled_by(GONE);
        // The stage that it made may still show it, or show a newer one already: such a
        // deployment stays until its API is deleted.
        let call = match text(&old.properties, "StageName") {
            Some(_) => call.settled_by("BadRequestException"),
            None => call,
        };
        vec![call]
    },
};

/// A name under which a deployment is served.
pub(super) static STAGE: Schema = Schema {
    type_name: "AWS::ApiGateway::Stage",
    properties: &[
        Property::refused("AccessLogSetting", NO_ACCESS_LOGS),
        Property::refused("CacheClusterEnabled", "responses are not cached"),
        Property::refused("CacheClusterSize", "responses are not cached"),
        Property::refused("CanarySetting", "a stage has one deployment"),
        Property::refused("ClientCertificateId", "there are no client certificates here"),
        Property::text("DeploymentId").required(),
        Property::text("Description").removed_by_update(),
        Property::refused("DocumentationVersion", "there are no documentation parts here"),
        Property::refused("MethodSettings", NO_ROUTE_SETTINGS),
        Property::text("RestApiId").required().replaces(),
        Property::text("StageName").required().replaces(),
        Property::tags(),
        Property::accepted("TracingEnabled", TRACED),
        Property::texts("Variables").removed_by_update(),
    ],
    attributes: &[],
    naming: Some(Naming { property: "StageName", longest: 128, lower: false }),
    create: |cx| {
        let names = ["DeploymentId", "Description", "RestApiId", "StageName", "Variables"];
        let plain = lower_names(&pick(cx.properties, &names));
        let input = with(plain, json!({ "tags": tag_map(cx.properties) }));
        Ok(Made {
            calls: vec![Call::new("apigateway", "CreateStage", input)],
            physical_id: json!(cx.name),
            attributes: Map::new(),
        })
    },
    update: |cx, old| Ok(update_stage(cx, old)),
    delete: |old| {
        let input = json!({
            "restApiId": get(&old.properties, "RestApiId"),
            "stageName": old.physical_id,
        });
        vec![Call::new("apigateway", "DeleteStage", input).settled_by(GONE)]
    },
};

fn update_stage(cx: &Context<'_>, old: &Resource) -> Made {
    let (before, after) = (&old.properties, cx.properties);
    let mut operations = Vec::new();
    for (name, path) in [("DeploymentId", "/deploymentId"), ("Description", "/description")] {
        if changed(&[name], before, after) {
            let value = text(after, name).unwrap_or_default();
            operations.push(json!({ "op": "replace", "path": path, "value": value }));
        }
    }
    let variables =
        |json: &Json| json.get("Variables").and_then(Json::as_object).cloned().unwrap_or_default();
    let (was, now) = (variables(before), variables(after));
    for (name, value) in now.iter().filter(|(name, value)| was.get(*name) != Some(value)) {
        let path = format!("/variables/{name}");
        operations.push(json!({ "op": "replace", "path": path, "value": value }));
    }
    for name in was.keys().filter(|name| !now.contains_key(*name)) {
        operations.push(json!({ "op": "remove", "path": format!("/variables/{name}") }));
    }
    let mut calls = Vec::new();
    if !operations.is_empty() {
        let input = json!({
            "restApiId": get(after, "RestApiId"),
            "stageName": old.physical_id,
            "patchOperations": operations,
        });
        calls.push(Call::new("apigateway", "UpdateStage", input));
    }
    let api = text(after, "RestApiId").unwrap_or_default();
    let arn = arn(cx, &[json!(format!("/restapis/{api}/stages/{}", old.physical_id))]);
    calls.extend(retag(&TAGGING, &arn, before, after));
    Made { calls, physical_id: json!(old.physical_id), attributes: Map::new() }
}
