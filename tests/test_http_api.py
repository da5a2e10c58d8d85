"""HTTP APIs: routes, events in both payload formats, answers, and how failures look outside."""

import base64
import json
import re

import pytest
from harness import api_id_of, call_api, request

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      CorsConfiguration:
        AllowOrigins: ["https://shop.example"]
        AllowMethods: [GET, POST]
        AllowHeaders: [content-type, x-thing]
        MaxAge: 600
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code/
      Handler: app.echo
      Runtime: python3.12
      Timeout: 3
      Events:
        One: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: "/things/{id}"}}
        Any: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: ANY, Path: "/files/{proxy+}"}}
        Post: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: POST, Path: /things}}
        Fixed: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /things/fixed}}
        Old:
          Type: HttpApi
          Properties:
            ApiId: !Ref Api
            Method: GET
            Path: "/old/{id}"
            PayloadFormatVersion: "1.0"
  Answer:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code/
      Handler: app.answer
      Runtime: python3.12
      Timeout: 1
      Events:
        Answer: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: POST, Path: /answer}}
Outputs:
  Url: {Value: !Sub "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"}
"""

DEFAULT = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Everything:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code/
      Handler: app.echo
      Runtime: python3.12
      Events:
        All: {Type: HttpApi}
Outputs:
  Url: {Value: !Sub "https://${ServerlessHttpApi}.execute-api.${AWS::Region}.amazonaws.com"}
"""

CODE = """
import json, time

def echo(event, context):
    # Format 1.0 takes no payload for the body: the answer has to say what it is.
    if event["version"] == "1.0":
        return {"statusCode": 200, "body": json.dumps(event)}
    return event

def answer(event, context):
    wanted = json.loads(event["body"])
    if wanted.get("raise"):
        raise RuntimeError("inside")
    time.sleep(wanted.get("sleep", 0))
    return wanted.get("return")
"""


@pytest.fixture(scope="module")
def api(stacks):
    name, _ = stacks.deploy(TEMPLATE, files={"code/app.py": CODE})
    return api_id_of(stacks.outputs(name)["Url"])


@pytest.fixture
def call(server, api):
    def send(method, path, body=None, headers=None, **more):
        return call_api(server, api, method, path, body, headers, **more)

    return send


@pytest.fixture
def answered(call):
    """What the outside gets when the function returns a thing."""

    def send(**wanted):
        return call("POST", "/answer", wanted)

    return send


# Events


def test_a_stage_that_comes_later_takes_its_path_from_the_default_stage(server, call, api):
    """What the front door remembers of `$default` must not hide a stage that was made since."""
    apis = server.client("apigatewayv2")
    assert call("GET", "/things/one").json["requestContext"]["stage"] == "$default"
    assert call("GET", "/later/things/one").status == 404
    apis.create_stage(ApiId=api, StageName="later", AutoDeploy=True)
    later = call("GET", "/later/things/one").json
    assert (later["requestContext"]["stage"], later["pathParameters"]) == ("later", {"id": "one"})
    assert call("GET", "/things/one").json["requestContext"]["stage"] == "$default"
    apis.delete_stage(ApiId=api, StageName="later")
    assert call("GET", "/later/things/one").status == 404


def test_an_event_of_payload_format_2(call, api):
    headers = {"X-Thing": "one", "Cookie": "a=1; b=2", "User-Agent": "tests"}
    got = call("GET", "/things/a%20b?x=1&x=2&y=%C3%BC&empty=", headers=headers).json
    assert got["version"] == "2.0"
    assert got["routeKey"] == "GET /things/{id}"
    assert got["rawPath"] == "/things/a b"
    assert got["rawQueryString"] == "x=1&x=2&y=%C3%BC&empty="
    assert got["queryStringParameters"] == {"x": "1,2", "y": "ü", "empty": ""}
    assert got["pathParameters"] == {"id": "a b"}
    assert got["cookies"] == ["a=1", "b=2"]
    assert got["headers"]["x-thing"] == "one"
    assert "cookie" not in got["headers"]
    assert got["isBase64Encoded"] is False
    assert "body" not in got
    context = got["requestContext"]
    assert context["apiId"] == api
    assert context["stage"] == "$default"
    assert context["accountId"] == "000000000000"
    assert context["http"]["method"] == "GET"
    assert context["http"]["path"] == "/things/a b"
    assert context["http"]["sourceIp"] == "127.0.0.1"
    assert context["http"]["userAgent"] == "tests"
    assert context["requestId"]
    assert context["timeEpoch"] > 1_700_000_000_000


def test_a_request_can_be_followed_by_its_ids(call):
    answer = call("GET", "/things/1")
    event = answer.json
    assert answer.headers["apigw-requestid"] == event["requestContext"]["requestId"]
    assert re.match(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", event["headers"]["x-amzn-trace-id"])
    # A trace that the caller began goes on.
    mine = "Root=1-5759e988-bd862e3fe1be46a994272793"
    event = call("GET", "/things/1", headers={"X-Amzn-Trace-Id": mine}).json
    assert event["headers"]["x-amzn-trace-id"].startswith(mine)


def test_an_event_of_payload_format_1(call):
    got = call("GET", "/old/7?x=1&x=2", headers={"X-Thing": "one"}).json
    assert got["version"] == "1.0"
    assert got["resource"] == "/old/{id}"
    assert got["path"] == "/old/7"
    assert got["httpMethod"] == "GET"
    assert got["pathParameters"] == {"id": "7"}
    assert got["queryStringParameters"] == {"x": "2"}
    assert got["multiValueQueryStringParameters"] == {"x": ["1", "2"]}
    assert got["body"] is None
    assert got["requestContext"]["stage"] == "$default"


def test_a_text_body_comes_as_text_and_any_other_in_base64(call):
    got = call("POST", "/things", b'{"a": "\xc3\xbc"}', {"Content-Type": "application/json"}).json
    assert (got["body"], got["isBase64Encoded"]) == ('{"a": "ü"}', False)
    raw = bytes(range(256))
    got = call("POST", "/things", raw, {"Content-Type": "application/octet-stream"}).json
    assert got["isBase64Encoded"] is True
    assert base64.b64decode(got["body"]) == raw


def test_a_function_sees_no_headers_of_the_connection_and_the_length_of_the_body(call):
    headers = {"Content-Type": "text/plain", "Connection": "close", "TE": "trailers"}
    got = call("POST", "/things", iter([b"chunk", b"ed"]), headers).json
    assert got["body"] == "chunked"
    assert got["headers"]["content-length"] == "7"
    assert not {"connection", "te", "transfer-encoding"} & set(got["headers"])


@pytest.mark.parametrize("sent", ["São", "São".encode()], ids=["latin-1", "utf-8"])
def test_a_header_that_is_not_ascii_reaches_the_function(call, sent):
    got = call("GET", "/things/1", headers={"X-City": sent}).json
    assert got["headers"]["x-city"] == "São"
    assert call("GET", "/old/1", headers={"X-City": sent}).json["headers"]["x-city"] == "São"


# Routes


def test_the_most_specific_route_is_taken(call):
    assert call("GET", "/things/fixed").json["routeKey"] == "GET /things/fixed"
    assert call("GET", "/things/other").json["routeKey"] == "GET /things/{id}"
    got = call("DELETE", "/files/a/b/c.txt").json
    assert got["routeKey"] == "ANY /files/{proxy+}"
    assert got["pathParameters"] == {"proxy": "a/b/c.txt"}


def test_what_no_route_takes_is_not_found(call):
    for method, path in [
        ("GET", "/"),
        ("GET", "/nothing"),
        ("PUT", "/things/1"),
        # `ANY` is the methods that API Gateway knows.
        ("TRACE", "/files/a"),
        ("BREW", "/files/a"),
    ]:
        got = call(method, path)
        assert (got.status, got.json) == (404, {"message": "Not Found"})


def test_the_default_route_takes_everything(server, stacks):
    name, _ = stacks.deploy(DEFAULT, files={"code/app.py": CODE})
    api = api_id_of(stacks.outputs(name)["Url"])
    got = call_api(server, api, "PATCH", "/any/thing").json
    assert got["routeKey"] == "$default"
    assert got["rawPath"] == "/any/thing"


def test_an_api_is_reached_by_its_path_too(server, api):
    got = request(server.endpoint, "GET", f"/_api/{api}/$default/things/7").json
    assert got["pathParameters"] == {"id": "7"}
    assert got["rawPath"] == "/things/7"
    # As a client writes it that leaves no dollar in a URL.
    got = request(server.endpoint, "GET", f"/_api/{api}/%24default/things/7")
    assert got.status == 200


def test_an_api_that_is_not_there(server):
    got = call_api(server, "nothing123", "GET", "/")
    assert (got.status, got.json) == (404, {"message": "Not Found"})


# Answers


def test_an_answer_in_full(answered):
    got = answered(
        **{
            "return": {
                "statusCode": 201,
                "headers": {"X-Thing": "one", "content-type": "text/plain"},
                "cookies": ["a=1; Path=/", "b=2"],
                "body": "héllo",
            }
        }
    )
    assert got.status == 201
    assert got.body.decode() == "héllo"
    assert got.headers["x-thing"] == "one"
    assert got.headers["content-type"] == "text/plain"
    assert got.headers["set-cookie"] == "a=1; Path=/, b=2"


def test_a_base64_body_is_sent_as_bytes(answered):
    raw = bytes(range(256))
    body = base64.b64encode(raw).decode()
    got = answered(**{"return": {"statusCode": 200, "isBase64Encoded": True, "body": body}})
    assert got.body == raw


@pytest.mark.parametrize("value", [{"hello": "world"}, "text", [1, 2], 7])
def test_an_answer_without_a_status_is_the_body(answered, value):
    got = answered(**{"return": value})
    assert got.status == 200
    assert got.headers["content-type"] == "application/json"
    expected = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    assert got.body.replace(b" ", b"") == expected.replace(b" ", b"")


@pytest.mark.parametrize(
    "wanted",
    [
        {"raise": True},
        {"sleep": 5},
        {"return": {"statusCode": "not a number"}},
        {"return": {"statusCode": 100}},
        {"return": {"statusCode": 200, "body": {"not": "text"}}},
    ],
    ids=["raises", "times out", "bad status", "no final status", "bad body"],
)
def test_a_function_that_fails_is_an_internal_server_error_and_nothing_more(answered, wanted):
    got = answered(**wanted)
    assert (got.status, got.json) == (500, {"message": "Internal Server Error"})


def test_a_body_over_the_limit_is_refused(call):
    got = call("POST", "/things", b"x" * (10 * 1024 * 1024 + 1), {"Content-Type": "text/plain"})
    assert got.status == 413
    assert got.json["message"] in ("Request Entity Too Large", "Request Too Long")


@pytest.mark.parametrize("size, status", [(9000, 200), (10_240, 431)])
def test_a_head_over_the_limit_is_refused(call, size, status):
    got = call("GET", "/things/one", headers={"Cookie": "c=" + "x" * size})
    assert got.status == status, got.json
    if status == 431:
        assert got.json == {"message": "Request Header Fields Too Large"}


# CORS


def test_a_preflight_is_answered_by_the_api_itself(call):
    asked = {
        "Origin": "https://shop.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    got = call("OPTIONS", "/things", headers=asked)
    assert got.status == 204
    assert got.headers["access-control-allow-origin"] == "https://shop.example"
    assert set(got.headers["access-control-allow-methods"].split(",")) == {"GET", "POST"}
    assert set(got.headers["access-control-allow-headers"].split(",")) == {
        "content-type",
        "x-thing",
    }
    assert got.headers["access-control-max-age"] == "600"


def test_an_answer_to_an_allowed_origin_says_so_and_to_another_does_not(call):
    page = {"Origin": "https://shop.example", "Sec-Fetch-Site": "cross-site"}
    got = call("GET", "/things/1", headers=page)
    assert got.headers["access-control-allow-origin"] == "https://shop.example"
    got = call("GET", "/things/1", headers={"Origin": "https://other.example"})
    assert "access-control-allow-origin" not in got.headers
