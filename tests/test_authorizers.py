"""Authorizers: who is let in, what the guarding function sees, and how long it is believed."""

import json

import pytest
from harness import api_id_of, call_api

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {CodeUri: code/, Runtime: python3.12, Timeout: 10}
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Keys
        Authorizers:
          Keys:
            FunctionArn: !GetAtt Guard.Arn
            AuthorizerPayloadFormatVersion: 2.0
            EnableSimpleResponses: true
            EnableFunctionDefaultPermissions: true
            Identity: {Headers: [X-Key], ReauthorizeEvery: 300}
          Policies:
            FunctionArn: !GetAtt Guard.Arn
            AuthorizerPayloadFormatVersion: 1.0
            EnableFunctionDefaultPermissions: true
            Identity: {Headers: [X-Key], ReauthorizeEvery: 0}
          Stranger:
            FunctionArn: !GetAtt Unwilling.Arn
            AuthorizerPayloadFormatVersion: 2.0
            EnableSimpleResponses: true
  Guard: {Type: AWS::Serverless::Function, Properties: {Handler: app.guard}}
  Unwilling: {Type: AWS::Serverless::Function, Properties: {Handler: app.guard}}
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.echo
      Events:
        Keys: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /keys}}
        More: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: /more}}
        Open:
          Type: HttpApi
          Properties: {ApiId: !Ref Api, Method: GET, Path: /open, Auth: {Authorizer: NONE}}
        One:
          Type: HttpApi
          Properties:
            ApiId: !Ref Api
            Method: ANY
            Path: "/things/{id}"
            PayloadFormatVersion: "1.0"
            Auth: {Authorizer: Policies}
        Stranger:
          Type: HttpApi
          Properties: {ApiId: !Ref Api, Method: GET, Path: /stranger, Auth: {Authorizer: Stranger}}
Outputs:
  Url: {Value: !Sub "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"}
"""

CODE = """
import json, uuid

def guard(event, context):
    key = event["headers"]["x-key"]
    if key == "broken":
        raise RuntimeError("inside")
    said = {"key": key, "answer": uuid.uuid4().hex, "event": json.dumps(event)}
    if event["version"] == "2.0":
        return {"isAuthorized": key.startswith("good"), "context": said}
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Allow" if key.startswith("good") else "Deny",
        "Resource": event["methodArn"],
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "ada", "policyDocument": document, "context": said}

def echo(event, context):
    return {"statusCode": 200, "body": json.dumps(event["requestContext"].get("authorizer"))}
"""


@pytest.fixture(scope="module")
def call(server, stacks):
    name, _ = stacks.deploy(TEMPLATE, files={"code/app.py": CODE})
    api = api_id_of(stacks.outputs(name)["Url"])

    def send(path, key=None, method="GET"):
        headers = {} if key is None else {"X-Key": key}
        return call_api(server, api, method, path, headers=headers)

    return send


def test_nobody_gets_in_without_an_identity(call):
    got = call("/keys")
    assert (got.status, got.json) == (401, {"message": "Unauthorized"})


def test_a_simple_answer_lets_in_or_not_and_tells_the_function_more(call):
    got = call("/keys", "good")
    assert got.status == 200
    said = got.json["lambda"]
    assert said["key"] == "good"
    asked = json.loads(said["event"])
    assert asked["type"] == "REQUEST"
    assert asked["identitySource"] == ["good"]
    assert asked["routeKey"] == "GET /keys"
    assert asked["routeArn"].endswith("/$default/GET/keys")
    assert "body" not in asked
    got = call("/keys", "bad")
    assert (got.status, got.json) == (403, {"message": "Forbidden"})


def test_an_answer_is_believed_for_its_time_on_all_routes_of_its_authorizer(call):
    first = call("/keys", "good-1").json["lambda"]["answer"]
    assert call("/keys", "good-1").json["lambda"]["answer"] == first
    assert call("/more", "good-1").json["lambda"]["answer"] == first
    assert call("/keys", "good-2").json["lambda"]["answer"] != first


def test_a_policy_lets_in_where_it_says_and_is_asked_each_time(call):
    first = call("/things/1", "good").json
    assert first["principalId"] == "ada"
    asked = json.loads(first["event"])
    assert asked["methodArn"].endswith("/$default/GET/things/1")
    assert asked["identitySource"] == "good"
    assert asked["pathParameters"] == {"id": "1"}
    assert call("/things/1", "good").json["answer"] != first["answer"]
    assert call("/things/1", "bad").status == 403


def test_an_authorizer_that_fails_or_may_not_be_called_lets_nobody_in(call):
    assert call("/keys", "broken").status == 500
    # SAM makes no permission unless it is told to.
    assert call("/stranger", "good").status == 500


def test_a_route_may_opt_out(call):
    got = call("/open")
    assert (got.status, got.json) == (200, None)


def test_a_part_of_an_api_is_guarded_by_the_operations_alone(server, functions):
    apis = server.client("apigatewayv2")
    api = apis.create_api(Name="guarded", ProtocolType="HTTP")["ApiId"]
    uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{}/invocations"
    arn = "arn:aws:lambda:us-east-1:000000000000:function:nobody"
    made = apis.create_authorizer(
        ApiId=api,
        Name="keys",
        AuthorizerType="REQUEST",
        AuthorizerUri=uri.format(arn),
        AuthorizerPayloadFormatVersion="2.0",
        IdentitySource=["$request.header.X-Key"],
    )
    assert made["AuthorizerResultTtlInSeconds"] == 300
    ids = [one["AuthorizerId"] for one in apis.get_authorizers(ApiId=api)["Items"]]
    assert ids == [made["AuthorizerId"]]
    changed = apis.update_authorizer(
        ApiId=api, AuthorizerId=ids[0], AuthorizerResultTtlInSeconds=0, EnableSimpleResponses=True
    )
    assert (changed["Name"], changed["EnableSimpleResponses"]) == ("keys", True)
    route = apis.create_route(
        ApiId=api, RouteKey="GET /", AuthorizationType="CUSTOM", AuthorizerId=ids[0]
    )
    with pytest.raises(apis.exceptions.ConflictException):
        apis.delete_authorizer(ApiId=api, AuthorizerId=ids[0])
    apis.delete_route(ApiId=api, RouteId=route["RouteId"])
    apis.delete_authorizer(ApiId=api, AuthorizerId=ids[0])
    with pytest.raises(apis.exceptions.NotFoundException):
        apis.get_authorizer(ApiId=api, AuthorizerId=ids[0])
