"""Who may do what: signatures, users, roles, policies, and how a refusal reads."""

import datetime
import json
import time

import botocore.auth
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from harness import Server, allow, request, unique, wait_for


@pytest.fixture(scope="module")
def iam(server):
    return server.client("iam")


@pytest.fixture
def user(server, iam):
    """A user with an access key: its name, and clients that sign as it."""
    name = unique("user")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]

    def client(service, **more):
        return server.client(
            service,
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
            **more,
        )

    return name, client


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def outcome(call, **arguments):
    """`ok`, or the code of the refusal."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "ok"


# Signatures


def test_the_development_credentials_are_the_accounts_root(server):
    assert server.client("sts").get_caller_identity()["Arn"] == "arn:aws:iam::000000000000:root"
    shown = server.aws("sts", "get-caller-identity")
    assert shown["Account"] == "000000000000"


def test_a_wrong_secret_and_an_unknown_key_are_refused(server):
    wrong = server.client("dynamodb", aws_secret_access_key="wrong")
    code, message = refused(wrong.list_tables)
    assert code == "InvalidSignatureException"
    assert message.startswith("The request signature we calculated does not match the signature")
    unknown = server.client("dynamodb", aws_access_key_id="AKIANOTHINGHERE12345")
    assert refused(unknown.list_tables) == (
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    )
    # The query protocol has names of its own for the same.
    wrong = server.client("iam", aws_secret_access_key="wrong")
    assert refused(wrong.list_users)[0] == "SignatureDoesNotMatch"
    unknown = server.client("iam", aws_access_key_id="AKIANOTHINGHERE12345")
    assert refused(unknown.list_users)[0] == "InvalidClientTokenId"


def test_a_request_without_a_signature_is_refused(server):
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "DynamoDB_20120810.ListTables",
    }
    answer = request(server.endpoint, "POST", "/", b"{}", headers)
    assert answer.status == 400
    assert answer.json["__type"].endswith("MissingAuthenticationTokenException")


def test_a_body_that_was_changed_on_the_way_is_refused(server):
    client = server.client("dynamodb")

    def change(request, **_):
        request.body = request.body.replace(b"1", b"2")

    client.meta.events.register("before-send.dynamodb.ListTables", change)
    assert refused(client.list_tables, Limit=1)[0] == "InvalidSignatureException"


def test_a_clock_that_is_far_off_is_refused(server, monkeypatch):
    client = server.client("dynamodb")
    real = botocore.auth.get_current_datetime

    def an_hour_ago(*args, **kwargs):
        return real(*args, **kwargs) - datetime.timedelta(hours=1)

    monkeypatch.setattr(botocore.auth, "get_current_datetime", an_hour_ago)
    code, message = refused(client.list_tables)
    assert code == "InvalidSignatureException"
    assert message.startswith("Signature expired: ")


def test_a_request_for_another_region_is_told_both(server):
    code, message = refused(server.client("dynamodb", region_name="eu-north-1").list_tables)
    assert "eu-north-1" in message
    assert "us-east-1" in message


def test_a_browser_that_was_sent_here_by_another_page_is_refused(server):
    for headers in (
        {"Host": "evil.example"},
        {"Host": "x.execute-api.evil.example"},
        {"Host": "x.execute-api.us-east-1.amazonaws.com"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin"},
    ):
        answer = request(server.endpoint, "POST", "/", b"x", headers)
        assert answer.status == (421 if "Host" in headers else 403), headers


def test_a_link_to_a_presigned_object_can_be_followed(server):
    s3 = server.client("s3", config=Config(signature_version="s3v4"))
    bucket = unique("bucket")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="a.txt", Body=b"hello")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a.txt"})
    path = url.removeprefix(server.endpoint)
    link = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert request(server.endpoint, "GET", path, headers=link).body == b"hello"
    script = {**link, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    assert request(server.endpoint, "GET", path, headers=script).status == 403


# Users and their policies


def test_a_user_may_do_nothing_until_a_policy_says_so(iam, user):
    name, client = user
    ddb = client("dynamodb")
    assert refused(ddb.describe_table, TableName="orders") == (
        "AccessDeniedException",
        f"User: arn:aws:iam::000000000000:user/{name} is not authorized to perform: "
        "dynamodb:DescribeTable on resource: arn:aws:dynamodb:us-east-1:000000000000:table/orders "
        "because no identity-based policy allows the dynamodb:DescribeTable action",
    )
    policy = allow("dynamodb:Describe*", resource="arn:aws:dynamodb:*:*:table/orders")
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
    # Allowed, it gets as far as finding that there is no such table.
    wait_for(
        lambda: outcome(ddb.describe_table, TableName="orders") == "ResourceNotFoundException",
        "the policy is in force",
    )
    assert outcome(ddb.describe_table, TableName="others") == "AccessDeniedException"
    assert outcome(ddb.delete_table, TableName="orders") == "AccessDeniedException"
    iam.delete_user_policy(UserName=name, PolicyName="p")
    wait_for(
        lambda: outcome(ddb.describe_table, TableName="orders") == "AccessDeniedException",
        "the policy is gone",
    )


def test_a_denial_wins_over_any_allowance_and_says_so(iam, user):
    name, client = user
    both = allow("dynamodb:*")
    both["Statement"] += allow("dynamodb:DescribeTable", effect="Deny")["Statement"]
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(both))
    ddb = client("dynamodb")
    wait_for(lambda: outcome(ddb.list_tables) == "ok", "the policy is in force")
    code, message = refused(ddb.describe_table, TableName="orders")
    assert code == "AccessDeniedException"
    assert message.endswith("with an explicit deny in an identity-based policy")


@pytest.mark.parametrize(
    ("condition", "allowed"),
    [
        ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True),
        ({"StringEquals": {"aws:RequestedRegion": "eu-north-1"}}, False),
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/user-*"}}, True),
        ({"StringNotEquals": {"aws:PrincipalAccount": "000000000000"}}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, False),
        ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, True),
        ({"StringEquals": {"aws:PrincipalTag/nothing": "x"}}, False),
        ({"StringEqualsIfExists": {"aws:PrincipalTag/nothing": "x"}}, True),
    ],
)
def test_a_condition_decides(iam, user, condition, allowed):
    name, client = user
    policy = allow("dynamodb:ListTables")
    policy["Statement"][0]["Condition"] = condition
    policy["Statement"] += allow("sts:GetSessionToken", "events:ListEventBuses")["Statement"]
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
    # The unconditional statement shows when the policy is in force.
    events = client("events")
    wait_for(lambda: outcome(events.list_event_buses) == "ok", "the policy is in force")
    expected = "ok" if allowed else "AccessDeniedException"
    assert outcome(client("dynamodb").list_tables) == expected


def test_a_condition_that_could_never_be_judged_is_refused_by_its_key(iam, user):
    policy = allow("dynamodb:ListTables")
    policy["Statement"][0]["Condition"] = {"StringEquals": {"aws:Nothing": "x"}}
    code, message = refused(
        iam.put_user_policy, UserName=user[0], PolicyName="p", PolicyDocument=json.dumps(policy)
    )
    assert code == "NotImplemented"
    assert "aws:nothing" in message.lower()


def test_a_managed_policy_is_in_force_while_it_is_attached(iam, user):
    name, client = user
    arn = iam.create_policy(
        PolicyName=unique("policy"), PolicyDocument=json.dumps(allow("dynamodb:ListTables"))
    )["Policy"]["Arn"]
    iam.attach_user_policy(UserName=name, PolicyArn=arn)
    ddb = client("dynamodb")
    wait_for(lambda: outcome(ddb.list_tables) == "ok", "the policy is in force")
    iam.detach_user_policy(UserName=name, PolicyArn=arn)
    wait_for(lambda: outcome(ddb.list_tables) == "AccessDeniedException", "it is detached")


def test_a_deleted_key_opens_nothing(iam, user):
    name, client = user
    iam.put_user_policy(
        UserName=name, PolicyName="p", PolicyDocument=json.dumps(allow("dynamodb:*"))
    )
    ddb = client("dynamodb")
    wait_for(lambda: outcome(ddb.list_tables) == "ok", "the policy is in force")
    key = iam.list_access_keys(UserName=name)["AccessKeyMetadata"][0]["AccessKeyId"]
    iam.delete_access_key(UserName=name, AccessKeyId=key)
    wait_for(lambda: outcome(ddb.list_tables) == "UnrecognizedClientException", "the key is gone")


# Roles


def test_a_role_lends_what_it_may_do_to_whom_it_trusts(server, iam, user):
    name, client = user
    me = f"arn:aws:iam::000000000000:user/{name}"
    trust = allow("sts:AssumeRole")
    del trust["Statement"][0]["Resource"]
    trust["Statement"][0]["Principal"] = {"AWS": me}
    role = unique("role")
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    iam.put_role_policy(
        RoleName=role, PolicyName="p", PolicyDocument=json.dumps(allow("dynamodb:*"))
    )
    sts = client("sts")

    def assume():
        try:
            return sts.assume_role(RoleArn=arn, RoleSessionName="me")
        except ClientError:
            return None

    lent = wait_for(assume, "the role can be assumed")
    assert lent["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::000000000000:assumed-role/{role}/me"
    keys = lent["Credentials"]
    assert keys["Expiration"].timestamp() > time.time()
    borrowed = {
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
    }
    ddb = server.client("dynamodb", aws_session_token=keys["SessionToken"], **borrowed)
    assert outcome(ddb.list_tables) == "ok"
    iam_as_role = server.client("iam", aws_session_token=keys["SessionToken"], **borrowed)
    assert outcome(iam_as_role.list_users) == "AccessDenied"
    # The keys without their token, or with another's, open nothing.
    assert outcome(server.client("dynamodb", **borrowed).list_tables) != "ok"
    forged = server.client("dynamodb", aws_session_token="x" * 80, **borrowed)
    assert outcome(forged.list_tables) != "ok"


def test_a_role_that_does_not_trust_the_caller_is_refused(iam, user):
    name, client = user
    trust = allow("sts:AssumeRole")
    del trust["Statement"][0]["Resource"]
    trust["Statement"][0]["Principal"] = {"Service": "lambda.amazonaws.com"}
    role = unique("role")
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    code, message = refused(client("sts").assume_role, RoleArn=arn, RoleSessionName="me")
    assert code == "AccessDenied"
    assert message.startswith(
        f"User: arn:aws:iam::000000000000:user/{name} is not authorized to perform: sts:AssumeRole "
        f"on resource: {arn}"
    )


# Functions


CALLS = """
import boto3, os
from botocore.exceptions import ClientError
def handler(event, context):
    keys = event.get("keys") or {}
    client = boto3.client(event["service"], **keys)
    try:
        getattr(client, event["call"])(**event.get("arguments", {}))
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]
    return "ok"
"""


def test_a_function_that_calls_what_its_role_does_not_allow_is_refused(functions):
    name = functions.create(CALLS, [allow("dynamodb:ListTables")], Timeout=30)
    role = functions.client.get_function_configuration(FunctionName=name)["Role"]
    assert functions.invoke(name, {"service": "dynamodb", "call": "list_tables"})[0] == "ok"
    wanted = {
        "service": "dynamodb",
        "call": "delete_item",
        "arguments": {"TableName": "orders", "Key": {"id": {"S": "a"}}},
    }
    got, _ = functions.invoke(name, wanted)
    session = f"arn:aws:sts::000000000000:assumed-role/{role.rsplit('/', 1)[1]}/{name}"
    assert got == [
        "AccessDeniedException",
        f"User: {session} is not authorized to perform: dynamodb:DeleteItem on resource: "
        "arn:aws:dynamodb:us-east-1:000000000000:table/orders because no identity-based policy "
        "allows the dynamodb:DeleteItem action",
    ]


def test_a_function_cannot_use_the_development_credentials(functions):
    name = functions.create(CALLS, Timeout=30)
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    got, _ = functions.invoke(name, {"service": "dynamodb", "call": "list_tables", "keys": keys})
    assert got[0] == "UnrecognizedClientException"


def test_a_function_cannot_use_another_ones_credentials(functions):
    tell = """
import os
def handler(event, context):
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    return {name.lower(): os.environ[name] for name in names}
"""
    rich = functions.create(tell, [allow("*")])
    poor = functions.create(CALLS, Timeout=30)
    keys, _ = functions.invoke(rich)
    got, _ = functions.invoke(poor, {"service": "dynamodb", "call": "list_tables", "keys": keys})
    assert got != "ok"


# Things of IAM


def test_iams_own_refusals(iam, user):
    name, _ = user
    assert refused(iam.create_user, UserName=name) == (
        "EntityAlreadyExists",
        f"User with name {name} already exists.",
    )
    assert refused(iam.get_role, RoleName="nobody") == (
        "NoSuchEntity",
        "The role with name nobody cannot be found.",
    )
    code, _ = refused(iam.put_user_policy, UserName=name, PolicyName="p", PolicyDocument="{")
    assert code == "MalformedPolicyDocument"
    wrong = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Perhaps"}]})
    code, _ = refused(iam.put_user_policy, UserName=name, PolicyName="p", PolicyDocument=wrong)
    assert code == "MalformedPolicyDocument"
    # The user of the fixture still has its key.
    assert refused(iam.delete_user, UserName=name)[0] == "DeleteConflict"


def test_the_policies_of_aws_that_sam_names_are_there(iam):
    arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    found = iam.get_policy(PolicyArn=arn)
    version = iam.get_policy_version(
        PolicyArn=found["Policy"]["Arn"], VersionId=found["Policy"]["DefaultVersionId"]
    )["PolicyVersion"]
    actions = version["Document"]["Statement"][0]["Action"]
    assert sorted(actions) == ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]


def test_a_user_its_key_and_its_policy_survive_kill_9(own_server):
    iam = own_server.start().client("iam")
    iam.create_user(UserName="ada")
    key = iam.create_access_key(UserName="ada")["AccessKey"]
    iam.put_user_policy(
        UserName="ada", PolicyName="p", PolicyDocument=json.dumps(allow("dynamodb:ListTables"))
    )
    own_server.kill()
    own_server.start()
    ddb = own_server.client(
        "dynamodb",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    wait_for(lambda: outcome(ddb.list_tables) == "ok", "the user works as before")
    assert outcome(ddb.delete_table, TableName="orders") == "AccessDeniedException"


def test_the_production_face_knows_no_test_credentials(tmp_path):
    server = Server(tmp_path / "data", dev=False).start()
    try:
        assert outcome(server.client("sts").get_caller_identity) != "ok"
        keys = [path for path in server.data_dir.rglob("*") if "key" in path.name.lower()]
        assert any(path.is_file() and path.stat().st_mode & 0o777 == 0o600 for path in keys)
    finally:
        server.kill()
