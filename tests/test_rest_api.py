"""REST APIs by proxy: the event of version 1, stages, answers, and how failures look outside."""

import base64

import pytest
from harness import api_id_of, call_api, request

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code/
      Handler: app.echo
      Runtime: python3.12
      Events:
        One: {Type: Api, Properties: {Method: get, Path: "/things/{id}"}}
        Post: {Type: Api, Properties: {Method: post, Path: /things}}
        Rest: {Type: Api, Properties: {Method: any, Path: "/files/{proxy+}"}}
  Answer:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code/
      Handler: app.answer
      Runtime: python3.12
      Timeout: 1
      Events:
        Answer: {Type: Api, Properties: {Method: post, Path: /answer}}
Outputs:
  Url: {Value: !Sub "https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod/"}
"""

CODE = """
import json, time

def echo(event, context):
    return {"statusCode": 200, "body": json.dumps(event)}

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
    def send(method, path, body=None, headers=None):
        return call_api(server, api, method, f"/Prod{path}", body, headers)

    return send


def test_an_event_of_version_1(call, api):
    got = call("GET", "/things/ab?x=1&x=2", headers={"X-Thing": "one"}).json
    assert got["resource"] == "/things/{id}"
    assert got["path"] == "/things/ab"
    assert got["httpMethod"] == "GET"
    assert got["pathParameters"] == {"id": "ab"}
    assert got["queryStringParameters"] == {"x": "2"}
    assert got["multiValueQueryStringParameters"] == {"x": ["1", "2"]}
    assert got["headers"]["X-Thing"] == "one"
    assert got["multiValueHeaders"]["X-Thing"] == ["one"]
    assert got["body"] is None
    assert got["isBase64Encoded"] is False
    assert got["stageVariables"] is None
    context = got["requestContext"]
    assert context["apiId"] == api
    assert context["stage"] == "Prod"
    assert context["resourcePath"] == "/things/{id}"
    assert context["path"] == "/Prod/things/ab"
    assert context["httpMethod"] == "GET"
    assert context["identity"]["sourceIp"] == "127.0.0.1"


def test_what_is_absent_is_null_in_version_1(call):
    got = call("POST", "/things", b"text", {"Content-Type": "text/plain"}).json
    assert got["body"] == "text"
    for name in ("pathParameters", "queryStringParameters", "multiValueQueryStringParameters"):
        assert got[name] is None


def test_a_greedy_path_takes_the_rest_by_any_method(call):
    got = call("DELETE", "/files/a/b.txt").json
    assert got["pathParameters"] == {"proxy": "a/b.txt"}
    assert got["resource"] == "/files/{proxy+}"


def test_what_no_resource_takes_is_answered_as_aws_does(server, api, call):
    for got in (
        call("GET", "/nothing"),
        call("DELETE", "/things"),
        call_api(server, api, "GET", "/NoStage/things/1"),
    ):
        assert got.status == 403
        assert got.json["message"] in ("Missing Authentication Token", "Forbidden")


def test_an_answer_in_full(call):
    got = call(
        "POST",
        "/answer",
        {
            "return": {
                "statusCode": 202,
                "headers": {"X-Thing": "one"},
                "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
                "body": "héllo",
            }
        },
    )
    assert got.status == 202
    assert got.body.decode() == "héllo"
    assert got.headers["x-thing"] == "one"
    assert got.headers["set-cookie"] == "a=1, b=2"


@pytest.mark.parametrize(
    "wanted",
    [
        {"raise": True},
        {"sleep": 5},
        {"return": "not an answer"},
        {"return": {"body": "no status"}},
        {"return": {"statusCode": 200, "body": {"not": "text"}}},
    ],
    ids=["raises", "times out", "text", "no status", "bad body"],
)
def test_a_function_that_fails_is_a_bad_gateway_and_nothing_more(call, wanted):
    got = call("POST", "/answer", wanted)
    assert (got.status, got.json) == (502, {"message": "Internal server error"})


def test_an_api_is_reached_by_its_path_too(server, api):
    got = request(server.endpoint, "GET", f"/_api/{api}/Prod/things/7").json
    assert got["pathParameters"] == {"id": "7"}


def test_bytes_are_not_touched_when_the_media_type_is_binary(server, stacks):
    template = TEMPLATE.replace(
        "Resources:", 'Globals: {Api: {BinaryMediaTypes: ["*~1*"]}}\nResources:', 1
    )
    name, _ = stacks.deploy(template, files={"code/app.py": CODE})
    api = api_id_of(stacks.outputs(name)["Url"])
    raw = bytes(range(256))
    got = call_api(
        server, api, "POST", "/Prod/things", raw, {"Content-Type": "application/octet-stream"}
    ).json
    assert got["isBase64Encoded"] is True
    assert base64.b64decode(got["body"]) == raw
