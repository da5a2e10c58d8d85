//! What `samara up` proposes to try: each API's URL, its routes, and a line for a shell to each.

use std::path::Path;

use samara_apigateway::model as rest_api;
use samara_apigatewayv2::model as http_api;
use samara_template::Template;
use serde_json::{Map, Value};

use crate::client::Client;
use crate::commands::env::quoted;
use crate::commands::find::Resource;
use crate::output;

/// A page of resources, as many as AWS gives.
const RESOURCES_MAX: i64 = 500;

/// An API under one of its stages, and the keys of its routes, such as `GET /orders/{id}`.
struct Api {
    base: String,
    routes: Vec<String>,
}

/// What a template gives under `Metadata: {Samara::Examples: ..}`: for a route's key, `Path` and
/// `Body` of a request that makes sense. In the template's order.
pub(crate) fn examples(template: &Path) -> Map<String, Value> {
    let text = std::fs::read_to_string(template).unwrap_or_default();
    let json = Template::parse(&text).map(|template| template.to_json()).unwrap_or_default();
    let given = json.get("Metadata").and_then(|metadata| metadata.get("Samara::Examples"));
    given.and_then(Value::as_object).cloned().unwrap_or_default()
}

/// Each API with its routes, and a line to try for each.
pub(crate) async fn to_try(
    client: &Client,
    resources: &[Resource],
    examples: &Map<String, Value>,
) -> anyhow::Result<String> {
    let mut text = String::new();
    for one in resources {
        let apis = match one.kind.as_str() {
            "AWS::ApiGatewayV2::Api" => vec![http_api(client, &one.physical_id).await?],
            "AWS::ApiGateway::RestApi" => rest_apis(client, &one.physical_id).await?,
            _ => continue,
        };
        for api in apis {
            text.extend(["  ", &one.logical_id, ": ", &api.base, "\n", &lines(&api, examples)]);
        }
    }
    Ok(text)
}

async fn http_api(client: &Client, id: &str) -> anyhow::Result<Api> {
    let input = http_api::GetRoutesRequest { api_id: id.to_owned(), ..Default::default() };
    let pages: Vec<http_api::GetRoutesResponse> =
        client.pages(&http_api::MODEL, "GetRoutes", input).await?;
    let routes = pages.into_iter().flat_map(|page| page.items.unwrap_or_default());
    let routes = routes.map(|route| route.route_key);
    Ok(Api { base: base(client, id, "$default"), routes: routes.collect() })
}

/// A REST API, once for each of its stages.
async fn rest_apis(client: &Client, id: &str) -> anyhow::Result<Vec<Api>> {
    let stages = rest_api::GetStagesRequest { rest_api_id: id.to_owned(), ..Default::default() };
    let stages: rest_api::Stages = client.call(&rest_api::MODEL, "GetStages", stages).await?;
    let resources = rest_api::GetResourcesRequest {
        rest_api_id: id.to_owned(),
        limit: Some(RESOURCES_MAX),
        ..Default::default()
    };
    let pages: Vec<rest_api::Resources> =
        client.pages(&rest_api::MODEL, "GetResources", resources).await?;
    let mut routes = Vec::new();
    for resource in pages.into_iter().flat_map(|page| page.items.unwrap_or_default()) {
        let path = resource.path.unwrap_or_default();
        let methods = resource.resource_methods.unwrap_or_default().into_keys();
        routes.extend(methods.filter(|m| m != "OPTIONS").map(|method| format!("{method} {path}")));
    }
    let stages = stages.item.unwrap_or_default().into_iter().filter_map(|stage| stage.stage_name);
    Ok(stages.map(|stage| Api { base: base(client, id, &stage), routes: routes.clone() }).collect())
}

fn base(client: &Client, id: &str, stage: &str) -> String {
    format!("{}/_api/{id}/{stage}", client.endpoint)
}

/// A row for each route: those with an example first, in the examples' order.
fn lines(api: &Api, examples: &Map<String, Value>) -> String {
    let (base, mut routes) = (&api.base, api.routes.clone());
    let place = |key: &str| examples.keys().position(|one| one == key).unwrap_or(usize::MAX);
    routes.sort_by(|a, b| (place(a), a).cmp(&(place(b), b)));
    let row =
        |key: &String| vec!["   ".to_owned(), key.clone(), curl(base, key, examples.get(key))];
    output::table(&routes.iter().map(row).collect::<Vec<_>>())
}

/// A line for a shell that calls a route, as the template's example says.
fn curl(base: &str, key: &str, example: Option<&Value>) -> String {
    let (method, path) = key.split_once(' ').unwrap_or(("GET", "/"));
    let part = |name: &str| example.and_then(|example| example.get(name));
    let path = part("Path").and_then(Value::as_str).map_or_else(
        || path.replace("{proxy+}", "anything").replace(['{', '}', '+'], ""),
        str::to_owned,
    );
    let url = quoted(&format!("{base}{path}"));
    let body = part("Body").map_or_else(|| "{}".to_owned(), ToString::to_string);
    match method {
        "GET" | "ANY" => format!("curl {url}"),
        "POST" | "PUT" | "PATCH" => format!(
            "curl -X {method} {url} -H 'content-type: application/json' -d {}",
            quoted(&body)
        ),
        other => format!("curl -X {other} {url}"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_route_becomes_a_line_that_a_shell_takes() {
        let line = |key: &str| super::curl("http://h", key, None);
        assert_eq!(line("GET /orders/{id}"), "curl http://h/orders/id");
        assert_eq!(line("ANY /{proxy+}"), "curl http://h/anything");
        let example = serde_json::json!({ "Path": "/o", "Body": { "a": "it's" } });
        assert_eq!(
            super::curl("http://h", "POST /orders", Some(&example)),
            r#"curl -X POST http://h/o -H 'content-type: application/json' -d '{"a":"it'\''s"}'"#
        );
    }
}
