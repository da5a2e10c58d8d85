//! Requests in, events and answers out, as text.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use http::{HeaderMap, HeaderName, HeaderValue};
use samara_apigateway::{Integration, IntegrationResponse, Method, Passthrough, Resource, Served};
use samara_apigatewayv2::Cors;
use samara_base::{RequestId, Timestamp};

use super::compiled::{Compiled, Target};
use super::matcher::Matcher;
use super::request::ApiRequest;
use super::response::{Failure, from_v1, from_v2};
use super::{ApiKind, cors, event_v1, event_v2, mock};

fn matcher() -> Matcher {
    let mut matcher = Matcher::default();
    let routes = [
        "ANY /{proxy+}",
        "GET /pets/{id}",
        "GET /pets/dog",
        "ANY /pets/dog/{proxy+}",
        "GET /pets/dog/{name}",
        "POST /pets/{id}",
        "ANY /",
    ];
    for (place, route) in routes.iter().enumerate() {
        let (method, path) = route.split_once(' ').unwrap();
        matcher.add(place, method, path);
    }
    matcher
}

/// AWS documents this order; a function behind the wrong route is a wrong answer to a customer.
#[test]
fn the_most_specific_route_is_taken() {
    for (request, expected) in [
        ("GET /pets/dog", "2 "),
        ("POST /pets/dog", "5 id=dog"),
        ("GET /pets/cat", "1 id=cat"),
        ("GET /pets/a%20b%2Fc", "1 id=a b/c"),
        ("PUT /pets/cat", "0 proxy=pets/cat"),
        ("GET /pets/dog/rex", "4 name=rex"),
        ("GET /pets/dog/rex/", "4 name=rex"),
        ("PUT /pets/dog/rex/toys", "3 proxy=rex/toys"),
        ("GET /", "6 "),
    ] {
        let (method, path) = request.split_once(' ').unwrap();
        let found = matcher().find(method, path).map(|found| {
            let variables = found.variables.iter().map(|(name, value)| format!("{name}={value}"));
            format!("{} {}", found.route, variables.collect::<Vec<_>>().join(" "))
        });
        assert_eq!(found.as_deref(), Some(expected), "{request}");
    }
}

pub(super) fn request(
    method: &str,
    path: &str,
    query: &str,
    headers: &[(&str, &str)],
) -> ApiRequest {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
    }
    ApiRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        protocol: "HTTP/1.1",
        headers: map,
        body: "{\"a\":1}".into(),
        source_ip: Ipv4Addr::LOCALHOST.into(),
        account: "000000000000".parse().unwrap(),
        api_id: "abc".to_owned(),
        domain_name: "abc.execute-api.localhost".to_owned(),
        stage: "dev".to_owned(),
        request_id: RequestId::new("r-1"),
        now: Timestamp::from_secs(1_795_262_400),
    }
}

#[test]
fn an_event_of_format_2_is_as_aws_documents_it() {
    let headers = [
        ("content-type", "application/json"),
        ("cookie", "a=1; b=2"),
        ("x-twice", "1"),
        ("x-twice", "2"),
    ];
    let request = request("GET", "/pets/dog%201", "q=a%20b&q=c&r=", &headers);
    let matched = matcher().find("GET", "/pets/dog%201").unwrap();
    let event = event_v2::event(&request, "GET /pets/{id}", &matched, &[("v", "1")]);
    let expected = serde_json::json!({
        "version": "2.0",
        "routeKey": "GET /pets/{id}",
        "rawPath": "/dev/pets/dog 1",
        "rawQueryString": "q=a%20b&q=c&r=",
        "cookies": ["a=1", "b=2"],
        "headers": {"content-type": "application/json", "x-twice": "1,2"},
        "queryStringParameters": {"q": "a b,c", "r": ""},
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "abc",
            "domainName": "abc.execute-api.localhost",
            "domainPrefix": "abc",
            "http": {
                "method": "GET",
                "path": "/dev/pets/dog 1",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "",
            },
            "requestId": "r-1",
            "routeKey": "GET /pets/{id}",
            "stage": "dev",
            "time": "21/Nov/2026:12:00:00 +0000",
            "timeEpoch": 1_795_262_400_000_u64,
        },
        "pathParameters": {"id": "dog 1"},
        "stageVariables": {"v": "1"},
        "body": "{\"a\":1}",
        "isBase64Encoded": false,
    });
    assert_eq!(event, expected);
}

/// A city's name in a header must reach the function, whatever its bytes.
#[test]
fn headers_that_are_not_ascii_reach_the_function() {
    let mut request = request("GET", "/pets/dog", "", &[]);
    for (name, value) in [
        ("x-utf8", b"S\xc3\xa3o".as_slice()),
        ("x-latin", b"S\xe3o"),
        ("cookie", b"city=S\xc3\xa3o; b=2"),
    ] {
        let value = HeaderValue::from_bytes(value).unwrap();
        request.headers.append(HeaderName::from_static(name), value);
    }
    let matched = matcher().find("GET", "/pets/dog").unwrap();
    let event = event_v2::event(&request, "GET /pets/dog", &matched, &[]);
    assert_eq!(event["headers"], serde_json::json!({"x-utf8": "São", "x-latin": "São"}));
    assert_eq!(event["cookies"], serde_json::json!(["city=São", "b=2"]));
    let resource =
        event_v1::Resource { kind: ApiKind::Rest, path: "/pets/dog", id: "r", binary_types: &[] };
    let event = event_v1::event(&request, &resource, &matched, &[]);
    assert_eq!(event["headers"]["X-Latin"], "São");
    assert_eq!(event["multiValueHeaders"]["X-Utf8"], serde_json::json!(["São"]));
}

/// Functions written for REST APIs test these members for null, not for absence.
#[test]
fn an_event_of_format_1_has_nulls_where_nothing_is() {
    let request = request("POST", "/pets/dog", "", &[("content-type", "application/json")]);
    let matched = matcher().find("POST", "/pets/dog").unwrap();
    let resource = event_v1::Resource {
        kind: ApiKind::Rest,
        path: "/pets/{id}",
        id: "res1",
        binary_types: &[],
    };
    let event = event_v1::event(&request, &resource, &matched, &[]);
    let part = |pointer: &str| event.pointer(pointer).unwrap().to_string();
    assert_eq!(part("/queryStringParameters"), "null");
    assert_eq!(part("/stageVariables"), "null");
    assert_eq!(part("/headers"), r#"{"Content-Type":"application/json"}"#);
    assert_eq!(part("/multiValueHeaders"), r#"{"Content-Type":["application/json"]}"#);
    assert_eq!(part("/path"), r#""/pets/dog""#);
    assert_eq!(part("/requestContext/path"), r#""/dev/pets/dog""#);
    assert!(event.get("version").is_none());
}

#[test]
fn what_a_function_gives_becomes_an_answer() {
    let show =
        |response: Result<super::response::ApiResponse, super::response::Failure>| match response {
            Ok(response) => {
                let kind = response.headers.get("content-type").unwrap().to_str().unwrap();
                // Left in, it would make a client read one answer as two.
                assert!(!response.headers.contains_key("transfer-encoding"));
                let body = String::from_utf8_lossy(&response.body).into_owned();
                format!("{} {kind} {body}", response.status.as_u16())
            }
            Err(failure) => format!("{failure:?}"),
        };
    for (payload, expected) in [
        (r#"{"statusCode": 201, "body": "x"}"#, "201 text/plain;charset=UTF-8 x"),
        (r#"{"statusCode": "404", "headers": {"Content-Type": "a/b"}}"#, "404 a/b "),
        (
            r#"{"statusCode": 200, "body": "aGk=", "isBase64Encoded": true}"#,
            "200 text/plain;charset=UTF-8 hi",
        ),
        (r#"{"message": "hi"}"#, r#"200 application/json {"message":"hi"}"#),
        (r#""hi""#, "200 application/json hi"),
        (r#"{"statusCode": 999}"#, "Function"),
        (r#"{"statusCode": 100}"#, "Function"),
        (r#"{"statusCode": 199}"#, "Function"),
        (r#"{"statusCode": 200, "body": {"a": 1}}"#, "Function"),
        (r#"{"statusCode": 200, "headers": {"a\nb": "1"}}"#, "Function"),
        ("not json", "Function"),
    ] {
        assert_eq!(show(from_v2(payload.as_bytes())), expected, "{payload}");
    }
    for (payload, expected) in [
        (r#"{"body": "x"}"#, "Function"),
        (r#"{"statusCode": 200, "multiValueHeaders": {"content-type": ["a/b"]}}"#, "200 a/b "),
        (
            r#"{"statusCode": 200, "multiValueHeaders": {"transfer-encoding": ["chunked"]}}"#,
            "200 application/json ",
        ),
        (r#"{"statusCode": 200, "body": "{}"}"#, "200 application/json {}"),
        (r#"{"statusCode": 101}"#, "Function"),
        ("null", "Function"),
    ] {
        assert_eq!(show(from_v1(payload.as_bytes(), ApiKind::Rest, true)), expected, "{payload}");
    }
}

/// A browser sends what this allows: an origin that is not listed must get no permission.
#[test]
fn a_preflight_is_answered_for_listed_origins_only() {
    let cors = Cors {
        allow_origins: vec!["https://shop.example".to_owned()],
        allow_methods: vec!["POST".to_owned()],
        ..Cors::default()
    };
    let asked = |origin: &str| {
        let headers = [("origin", origin), ("access-control-request-method", "POST")];
        let request = request("OPTIONS", "/", "", &headers);
        let answer = cors::preflight(&cors, "OPTIONS", &request.headers).unwrap();
        let allowed = answer.headers.get("access-control-allow-origin");
        allowed.map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(asked("https://shop.example").as_deref(), Some("https://shop.example"));
    assert_eq!(asked("https://evil.example"), None);
}

/// A mock that answers with a header and an empty object, as `Cors` of a template makes it.
fn preflight_mock(passthrough: Passthrough) -> Integration {
    let one = |name: &str, value: &str| BTreeMap::from([(name.to_owned(), value.to_owned())]);
    let templates = one("application/json", "{\n  \"statusCode\" : 200\n}\n");
    let answer = IntegrationResponse {
        selection: None,
        parameters: one("method.response.header.Access-Control-Allow-Origin", "'*'"),
        templates: one("application/json", "{}\n"),
    };
    Integration {
        target: samara_apigateway::Target::Mock { templates },
        timeout_ms: 29_000,
        passthrough,
        responses: BTreeMap::from([("204".to_owned(), answer)]),
        content_handling: None,
    }
}

fn function(name: &str) -> Integration {
    let arn = format!("arn:aws:lambda:us-east-1:000000000000:function:{name}");
    let target = samara_apigateway::Target::Function { uri: arn.clone(), arn };
    Integration { target, ..preflight_mock(Passthrough::default()) }
}

fn rest(methods: &[(&str, &str, Integration)], binary_types: &[&str]) -> Compiled {
    let mut served = Served::default();
    served.snapshot.binary_media_types = binary_types.iter().map(|&one| one.to_owned()).collect();
    for (path, name, integration) in methods {
        let method = Method { integration: Some(integration.clone()), ..Method::default() };
        let resource = served.snapshot.resources.entry(format!("id of {path}"));
        let resource = resource.or_insert_with(Resource::default);
        (*path).clone_into(&mut resource.path);
        resource.methods.insert((*name).to_owned(), method);
    }
    Compiled::of_rest(&served)
}

/// AWS goes on to a less specific path when the more specific one lacks the method, and takes
/// `ANY` of the more specific one first.
#[test]
fn a_rest_api_takes_the_most_specific_path_that_has_the_method() {
    let compiled = rest(
        &[
            ("/test", "POST", function("post")),
            ("/test/any", "ANY", function("any")),
            ("/{proxy+}", "OPTIONS", function("options")),
        ],
        &[],
    );
    for (method, path, expected) in [
        ("POST", "/test", Some("post POST/test")),
        ("OPTIONS", "/test", Some("options OPTIONS/{proxy+}")),
        ("OPTIONS", "/test/any", Some("any OPTIONS/test/any")),
        ("GET", "/test/any", Some("any GET/test/any")),
        ("GET", "/test", None),
        ("GET", "/", None),
        ("TRACE", "/test/any", None),
        ("BREW", "/test/any", None),
    ] {
        let request = request(method, path, "", &[]);
        let found = compiled.find(method, path).map(|(route, _)| {
            let source = compiled.source(route, &request);
            let Some(Target::Function(function)) = &route.target else { panic!("no function") };
            let name = function.arn.rsplit(':').next().unwrap().to_owned();
            format!("{name} {}", source.strip_prefix("abc/dev/").unwrap())
        });
        assert_eq!(found.as_deref(), expected, "{method} {path}");
    }
}

/// A browser asks before it calls: without this answer no page can use an API.
#[test]
fn a_mock_answers_by_itself() {
    let answer = |passthrough, headers: &[(&str, &str)]| {
        let request = request("OPTIONS", "/test", "", headers);
        mock::answer(&preflight_mock(passthrough), &request)
    };
    let answered = answer(Passthrough::WhenNoMatch, &[("accept", "text/html, */*")]).unwrap();
    assert_eq!((answered.status.as_u16(), &answered.body[..]), (204, b"{}\n".as_slice()));
    assert_eq!(answered.headers["access-control-allow-origin"], "*");
    assert_eq!(answered.headers["content-type"], "application/json");
    // Without a template for its media type a request stands for the mock's own answer.
    let text = [("content-type", "text/plain; charset=utf-8")];
    assert_eq!(answer(Passthrough::WhenNoMatch, &text), Err(Failure::Internal));
    assert_eq!(answer(Passthrough::WhenNoTemplates, &text), Err(Failure::UnsupportedMedia));
    assert_eq!(answer(Passthrough::Never, &text), Err(Failure::UnsupportedMedia));
}

/// An image that arrives as base64 is broken; base64 that was meant as text is too.
#[test]
fn a_rest_api_gives_bytes_to_those_who_accept_them() {
    let payload = br#"{"statusCode": 200, "body": "aGk=", "isBase64Encoded": true}"#;
    let body = |binary_types: &[&str], accept: &str| {
        let compiled = rest(&[], binary_types);
        let request = request("GET", "/", "", &[("accept", accept)]);
        let answer = from_v1(payload, ApiKind::Rest, compiled.decodes(&request)).unwrap();
        String::from_utf8(answer.body.to_vec()).unwrap()
    };
    assert_eq!(body(&[], "image/png"), "aGk=");
    assert_eq!(body(&["image/png"], "image/png, */*"), "hi");
    assert_eq!(body(&["image/png"], "text/html, image/png"), "aGk=");
    assert_eq!(body(&["image/*"], "image/png"), "hi");
    assert_eq!(body(&["*/*"], "text/html"), "hi");
}
