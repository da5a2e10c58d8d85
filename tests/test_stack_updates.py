"""What a stack's updates, failures and deletions do to resources, seen through their own APIs."""

import io
import json
import zipfile

import pytest
from botocore.exceptions import ClientError
from harness import unique, wait_for


@pytest.fixture(scope="module")
def cfn(server):
    return server.client("cloudformation")


def status_of(cfn, name):
    return cfn.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]


def settled(cfn, name):
    """The stack's status, once nothing is in progress."""

    def look():
        status = status_of(cfn, name)
        return None if status.endswith("IN_PROGRESS") else status

    return wait_for(look, f"{name} settles")


def template(resources):
    return json.dumps({"Resources": resources})


def run(cfn, operation, name, resources, **more):
    """Creates or updates a stack; its status then."""
    getattr(cfn, operation)(
        StackName=name,
        TemplateBody=template(resources),
        Capabilities=["CAPABILITY_NAMED_IAM"],
        **more,
    )
    return settled(cfn, name)


def create(cfn, resources, **more):
    name = unique("updates")
    status = run(cfn, "create_stack", name, resources, **more)
    return name, status


def physical(cfn, name, logical="X"):
    found = cfn.describe_stack_resource(StackName=name, LogicalResourceId=logical)
    return found["StackResourceDetail"]["PhysicalResourceId"]


def delete(cfn, name):
    """Deletes a stack; its status then."""
    arn = cfn.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    cfn.delete_stack(StackName=arn)
    return settled(cfn, arn)


def reasons(cfn, name):
    events = cfn.describe_stack_events(StackName=name)["StackEvents"]
    return [event.get("ResourceStatusReason", "") for event in events]


def one(kind, **properties):
    return {"Type": f"AWS::{kind}", "Properties": properties}


TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def function(**more):
    return {
        "Role": one("IAM::Role", AssumeRolePolicyDocument=TRUST),
        "X": one(
            "Lambda::Function",
            Runtime="python3.13",
            Handler="index.handler",
            Role={"Fn::GetAtt": ["Role", "Arn"]},
            Code={"ZipFile": "def handler(event, context): return 1"},
            **more,
        ),
    }


def table(indexes, **more):
    names = ["id", *indexes]
    index = [
        {
            "IndexName": name,
            "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
        for name in indexes
    ]
    return {
        "X": one(
            "DynamoDB::Table",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in names],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            **({"GlobalSecondaryIndexes": index} if index else {}),
            **more,
        )
    }


def test_a_stack_does_not_take_over_a_bucket_that_is_there(server, cfn):
    s3, bucket = server.client("s3"), unique("by-hand")
    s3.create_bucket(Bucket=bucket)
    name, status = create(cfn, {"X": one("S3::Bucket", BucketName=bucket)})
    assert status == "ROLLBACK_COMPLETE"
    assert any("already exists" in why for why in reasons(cfn, name))
    assert delete(cfn, name) == "DELETE_COMPLETE"
    s3.head_bucket(Bucket=bucket)


def test_a_stack_does_not_take_over_a_rule_of_another(server, cfn):
    events, rule = server.client("events"), unique("shared")
    pattern = {"source": ["first"]}
    first, status = create(cfn, {"X": one("Events::Rule", Name=rule, EventPattern=pattern)})
    assert status == "CREATE_COMPLETE"
    other = {"X": one("Events::Rule", Name=rule, EventPattern={"source": ["second"]})}
    second, status = create(cfn, other)
    assert status == "ROLLBACK_COMPLETE"
    assert delete(cfn, second) == "DELETE_COMPLETE"
    assert json.loads(events.describe_rule(Name=rule)["EventPattern"]) == pattern
    assert delete(cfn, first) == "DELETE_COMPLETE"


def test_a_stack_does_not_take_over_the_invoke_config_of_a_function(server, cfn):
    functions = server.client("lambda")
    first, status = create(cfn, function())
    assert status == "CREATE_COMPLETE"
    called = physical(cfn, first)
    functions.put_function_event_invoke_config(FunctionName=called, MaximumRetryAttempts=1)
    config = one("Lambda::EventInvokeConfig", FunctionName=called, Qualifier="$LATEST")
    second, status = create(cfn, {"X": config})
    assert status == "ROLLBACK_COMPLETE"
    assert delete(cfn, second) == "DELETE_COMPLETE"
    found = functions.get_function_event_invoke_config(FunctionName=called)
    assert found["MaximumRetryAttempts"] == 1


def test_what_leaves_a_function_is_gone(server, cfn):
    logging = {"LogGroup": "/custom/group"}
    name, status = create(cfn, function(LoggingConfig=logging, Timeout=30, Description="d"))
    assert status == "CREATE_COMPLETE"
    called = physical(cfn, name)
    assert run(cfn, "update_stack", name, function()) == "UPDATE_COMPLETE"
    found = server.client("lambda").get_function_configuration(FunctionName=called)
    assert found["LoggingConfig"]["LogGroup"] == f"/aws/lambda/{called}"
    assert (found["Timeout"], found["Description"]) == (3, "")


def http_api(api, integration, route, stage):
    arn = "arn:aws:lambda:us-east-1:000000000000:function:f"
    of = {"ApiId": {"Ref": "X"}}
    return {
        "X": one("ApiGatewayV2::Api", Name="api", ProtocolType="HTTP", **api),
        "Integration": one(
            "ApiGatewayV2::Integration",
            IntegrationType="AWS_PROXY",
            IntegrationUri=arn,
            PayloadFormatVersion="2.0",
            **of,
            **integration,
        ),
        "Route": one("ApiGatewayV2::Route", RouteKey="GET /", **of, **route),
        "Stage": one("ApiGatewayV2::Stage", StageName="prod", **of, **stage),
    }


def test_what_leaves_an_http_api_is_gone(server, cfn):
    full = http_api(
        {
            "Description": "d",
            "Version": "2",
            "DisableExecuteApiEndpoint": True,
            "CorsConfiguration": {"AllowOrigins": ["*"]},
        },
        {"TimeoutInMillis": 1000, "Description": "d"},
        {"Target": {"Fn::Sub": "integrations/${Integration}"}, "OperationName": "get"},
        {"StageVariables": {"a": "b"}, "AutoDeploy": True, "Description": "d"},
    )
    name, status = create(cfn, full)
    assert status == "CREATE_COMPLETE", reasons(cfn, name)
    api, gateway = physical(cfn, name), server.client("apigatewayv2")
    assert gateway.get_api(ApiId=api)["CorsConfiguration"]
    assert run(cfn, "update_stack", name, http_api({}, {}, {}, {})) == "UPDATE_COMPLETE"
    found = gateway.get_api(ApiId=api)
    assert not found["DisableExecuteApiEndpoint"]
    assert not {"Description", "Version", "CorsConfiguration"} & found.keys()
    integration = gateway.get_integrations(ApiId=api)["Items"][0]
    assert integration["TimeoutInMillis"] == 30000
    assert "Description" not in integration
    assert not {"Target", "OperationName"} & gateway.get_routes(ApiId=api)["Items"][0].keys()
    stage = gateway.get_stage(ApiId=api, StageName="prod")
    assert stage["StageVariables"] == {}
    assert not stage["AutoDeploy"]
    assert "Description" not in stage


def test_a_managed_policy_can_be_changed_more_often_than_it_has_versions(server, cfn):
    def policy(number):
        arn = f"arn:aws:s3:::bucket-{number}/*"
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": arn}
        document = {"Version": "2012-10-17", "Statement": [statement]}
        return {"X": one("IAM::ManagedPolicy", PolicyDocument=document)}

    name, status = create(cfn, policy(0))
    assert status == "CREATE_COMPLETE"
    for number in range(1, 8):
        assert run(cfn, "update_stack", name, policy(number)) == "UPDATE_COMPLETE"
    iam, arn = server.client("iam"), physical(cfn, name)
    versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert [one["VersionId"] for one in versions] == ["v8", "v7", "v6", "v5", "v4"]
    assert delete(cfn, name) == "DELETE_COMPLETE"


def test_indexes_can_be_removed_and_swapped(server, cfn):
    name, status = create(cfn, table(["first", "second"]))
    assert status == "CREATE_COMPLETE"
    made, ddb = physical(cfn, name), server.client("dynamodb")

    def indexes():
        found = ddb.describe_table(TableName=made)["Table"]
        return sorted(one["IndexName"] for one in found.get("GlobalSecondaryIndexes", []))

    for wanted in (["second", "third"], [], ["fourth"]):
        assert run(cfn, "update_stack", name, table(wanted)) == "UPDATE_COMPLETE"
        assert indexes() == wanted
    assert run(cfn, "update_stack", name, table([])) == "UPDATE_COMPLETE"


def test_deletion_protection_goes_with_its_line(server, cfn):
    name, status = create(cfn, table([], DeletionProtectionEnabled=True))
    assert status == "CREATE_COMPLETE"
    assert run(cfn, "update_stack", name, table([])) == "UPDATE_COMPLETE"
    assert delete(cfn, name) == "DELETE_COMPLETE"


def test_a_refused_target_leaves_no_rule_and_a_stack_that_can_be_deleted(server, cfn):
    rule = unique("refused")
    # Whose function it is shows only when the target is put.
    target = {"Id": "t", "Arn": "arn:aws:lambda:us-east-1:111111111111:function:f"}
    pattern = {"source": ["a"]}
    resources = {"X": one("Events::Rule", Name=rule, EventPattern=pattern, Targets=[target])}
    name, status = create(cfn, resources)
    assert status == "ROLLBACK_COMPLETE", reasons(cfn, name)
    with pytest.raises(ClientError):
        server.client("events").describe_rule(Name=rule)
    assert delete(cfn, name) == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"Arn": "arn:aws:sqs:us-east-1:000000000000:q"}, "only functions and event buses"),
        ({"RetryPolicy": {"MaximumRetryAttempts": 1}}, "RetryPolicy of AWS::Events::Rule"),
        ({"DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:0:q"}}, "there are no queues"),
    ],
)
def test_what_no_target_has_is_refused_before_anything_is_made(server, cfn, more, why):
    target = {"Id": "t", "Arn": "arn:aws:lambda:us-east-1:000000000000:function:f", **more}
    rule = one("Events::Rule", EventPattern={"source": ["a"]}, Targets=[target])
    with pytest.raises(ClientError) as caught:
        cfn.create_stack(StackName=unique("refused"), TemplateBody=template({"X": rule}))
    assert why in str(caught.value)


def test_a_retry_policy_of_an_event_is_refused_with_its_place(tmp_path, server):
    path = tmp_path / "template.yaml"
    path.write_text(
        """Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      InlineCode: "def handler(event, context): return 1"
      Events:
        E:
          Type: EventBridgeRule
          Properties:
            Pattern: {source: [a]}
            RetryPolicy: {MaximumRetryAttempts: 1}
"""
    )
    done = server.samara("deploy", path, "--stack-name", unique("place"), expect=None)
    assert done.code != 0
    assert "template.yaml:14:13" in done.text
    assert "RetryPolicy" in done.text


def test_a_rollback_that_fails_can_be_continued(server, cfn):
    """The way back needs the old code, which somebody has taken from its bucket."""
    s3, bucket = server.client("s3"), unique("code")
    s3.create_bucket(Bucket=bucket)

    def upload(key):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("index.py", f"def handler(event, context): return '{key}'")
        s3.put_object(Bucket=bucket, Key=key, Body=packed.getvalue())

    def resources(key, **more):
        all_of_them = function(Description=key)
        all_of_them["X"]["Properties"]["Code"] = {"S3Bucket": bucket, "S3Key": key}
        return {**all_of_them, **more}

    upload("one")
    upload("two")
    name, status = create(cfn, resources("one"))
    assert status == "CREATE_COMPLETE"
    called, functions = physical(cfn, name), server.client("lambda")
    s3.delete_object(Bucket=bucket, Key="one")
    target = {"Id": "t", "Arn": "arn:aws:lambda:us-east-1:111111111111:function:f"}
    rule = one("Events::Rule", EventPattern={"source": ["a"]}, Targets=[target])
    rule["DependsOn"] = "X"
    broken = resources("two", Rule=rule)
    assert run(cfn, "update_stack", name, broken) == "UPDATE_ROLLBACK_FAILED"
    with pytest.raises(ClientError) as caught:
        run(cfn, "update_stack", name, resources("two"))
    assert "UPDATE_ROLLBACK_FAILED state and can not be updated" in str(caught.value)

    cfn.continue_update_rollback(StackName=name)
    assert settled(cfn, name) == "UPDATE_ROLLBACK_FAILED"
    with pytest.raises(ClientError) as caught:
        cfn.continue_update_rollback(StackName=name, ResourcesToSkip=["Role"])
    assert "Role cannot be skipped" in str(caught.value)
    cfn.continue_update_rollback(StackName=name, ResourcesToSkip=["X"])
    assert settled(cfn, name) == "UPDATE_ROLLBACK_COMPLETE"
    # What was skipped is brought where the next template wants it, whatever it is.
    assert run(cfn, "update_stack", name, resources("two")) == "UPDATE_COMPLETE"
    assert functions.get_function_configuration(FunctionName=called)["Description"] == "two"

    # With the code back in its place it leads back by itself.
    s3.delete_object(Bucket=bucket, Key="two")
    upload("one")
    assert run(cfn, "update_stack", name, resources("one", Rule=rule)) == "UPDATE_ROLLBACK_FAILED"
    upload("two")
    cfn.continue_update_rollback(StackName=name)
    assert settled(cfn, name) == "UPDATE_ROLLBACK_COMPLETE"
    assert functions.get_function_configuration(FunctionName=called)["Description"] == "two"
    assert delete(cfn, name) == "DELETE_COMPLETE"


def test_a_swap_of_indexes_that_fails_leads_back(server, cfn):
    """The first index call fails; what was never done must not stop the way back."""
    name, status = create(cfn, table(["first"], DeletionProtectionEnabled=True))
    assert status == "CREATE_COMPLETE"
    broken = table(["second", "third"])
    broken["X"]["Properties"]["GlobalSecondaryIndexes"][1]["Projection"] = {
        "ProjectionType": "INCLUDE",
        "NonKeyAttributes": ["same", "same"],
    }
    assert run(cfn, "update_stack", name, broken) == "UPDATE_ROLLBACK_COMPLETE"
    found = server.client("dynamodb").describe_table(TableName=physical(cfn, name))["Table"]
    assert [index["IndexName"] for index in found["GlobalSecondaryIndexes"]] == ["first"]
    assert found["DeletionProtectionEnabled"]
    assert run(cfn, "update_stack", name, table([])) == "UPDATE_COMPLETE"
    assert delete(cfn, name) == "DELETE_COMPLETE"


def test_the_stacks_tags_reach_its_resources(server, cfn):
    ddb, logs = server.client("dynamodb"), server.client("logs")
    own = [{"Key": "team", "Value": "own"}]
    resources = {**table([]), "Log": one("Logs::LogGroup", Tags=own)}
    tags = [{"Key": "team", "Value": "stack"}, {"Key": "stage", "Value": "test"}]
    name, status = create(cfn, resources, Tags=tags)
    assert status == "CREATE_COMPLETE", reasons(cfn, name)
    arn = ddb.describe_table(TableName=physical(cfn, name))["Table"]["TableArn"]

    def of_table():
        found = ddb.list_tags_of_resource(ResourceArn=arn)["Tags"]
        return {tag["Key"]: tag["Value"] for tag in found}

    group = f"arn:aws:logs:us-east-1:000000000000:log-group:{physical(cfn, name, 'Log')}"
    assert of_table() == {"team": "stack", "stage": "test"}
    assert logs.list_tags_for_resource(resourceArn=group)["tags"] == {
        "team": "own",
        "stage": "test",
    }
    # Without tags an update leaves the stack's; with others it changes the resources'.
    changed = {**table([], DeletionProtectionEnabled=False), "Log": resources["Log"]}
    assert run(cfn, "update_stack", name, changed) == "UPDATE_COMPLETE"
    assert of_table() == {"team": "stack", "stage": "test"}
    fewer = [{"Key": "stage", "Value": "live"}]
    assert run(cfn, "update_stack", name, changed, Tags=fewer) == "UPDATE_COMPLETE"
    assert of_table() == {"stage": "live"}


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        (["aws:mine"], "aws: prefixed tag key names are not allowed for external use."),
        (["a", "a"], "Tags contain duplicate keys; tag keys must be unique"),
    ],
)
def test_tags_that_no_stack_may_have_are_refused(cfn, keys, why):
    tags = [{"Key": key, "Value": "x"} for key in keys]
    with pytest.raises(ClientError) as caught:
        cfn.create_stack(StackName=unique("tags"), TemplateBody=template(table([])), Tags=tags)
    assert why in str(caught.value)


def test_a_stack_can_be_deleted_while_it_is_made(server, cfn):
    """Whatever of it is made by then goes with it."""
    tables = {f"T{number}": table([])["X"] for number in range(40)}
    name, prefix = unique("cancelled"), "cancelled"
    cfn.create_stack(StackName=name, TemplateBody=template(tables))
    arn = cfn.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    cfn.delete_stack(StackName=name)
    assert settled(cfn, arn) == "DELETE_COMPLETE"
    made = server.client("dynamodb").list_tables(ExclusiveStartTableName=prefix)["TableNames"]
    assert not [one for one in made if one.startswith(name)]


STREAMED = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::DynamoDB::%(kind)s
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_IMAGE}
      TimeToLiveSpecification: {AttributeName: gone_at, Enabled: true}
      %(more)s
  Notes:
    Type: AWS::Serverless::SimpleTable
  Reader:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Timeout: 30
      Environment: {Variables: {NOTES: !Ref Notes}}
      Policies: [{DynamoDBWritePolicy: {TableName: !Ref Notes}}]
      InlineCode: |
        import boto3, os
        notes = boto3.resource("dynamodb").Table(os.environ["NOTES"])
        def handler(event, context):
            for record in event["Records"]:
                notes.put_item(Item={"id": record["dynamodb"]["Keys"]["id"]["S"]})
      Events:
        Changes:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt Orders.StreamArn
            StartingPosition: TRIM_HORIZON
            BatchSize: 10
            %(event)s
"""


def deploy(cfn, operation, name, body):
    capabilities = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
    getattr(cfn, operation)(StackName=name, TemplateBody=body, Capabilities=capabilities)
    return settled(cfn, name)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("Table", "Tags: [{Key: team, Value: blue}]"),
        ("GlobalTable", "Replicas: [{Region: us-east-1, Tags: [{Key: team, Value: blue}]}]"),
    ],
)
def test_a_tables_stream_reaches_a_function_of_the_template(server, cfn, kind, more):
    name = unique("streamed")
    parts = {"kind": kind, "more": more, "event": "MaximumRetryAttempts: 2"}
    assert deploy(cfn, "create_stack", name, STREAMED % parts) == "CREATE_COMPLETE", reasons(
        cfn, name
    )
    ddb, functions = server.client("dynamodb"), server.client("lambda")
    orders, notes = physical(cfn, name, "Orders"), physical(cfn, name, "Notes")
    found = ddb.describe_table(TableName=orders)["Table"]
    tags = ddb.list_tags_of_resource(ResourceArn=found["TableArn"])["Tags"]
    assert tags == [{"Key": "team", "Value": "blue"}]
    expiry = ddb.describe_time_to_live(TableName=orders)["TimeToLiveDescription"]
    assert expiry["AttributeName"] == "gone_at"
    ddb.put_item(TableName=orders, Item={"id": {"S": "one"}})
    key = {"id": {"S": "one"}}
    wait_for(lambda: "Item" in ddb.get_item(TableName=notes, Key=key), "the function has read it")

    mapping = physical(cfn, name, "ReaderChanges")
    assert functions.get_event_source_mapping(UUID=mapping)["MaximumRetryAttempts"] == 2
    parts["event"] = "Enabled: false"
    assert deploy(cfn, "update_stack", name, STREAMED % parts) == "UPDATE_COMPLETE"
    found = functions.get_event_source_mapping(UUID=mapping)
    assert (found["State"], found["MaximumRetryAttempts"]) == ("Disabled", -1)
    assert delete(cfn, name) == "DELETE_COMPLETE"
    with pytest.raises(ClientError):
        functions.get_event_source_mapping(UUID=mapping)


def test_a_global_table_has_one_replica(server, cfn):
    parts = {"kind": "GlobalTable", "event": ""}
    parts["more"] = "Replicas: [{Region: us-east-1}, {Region: eu-west-1}]"
    name = unique("replicas")
    assert deploy(cfn, "create_stack", name, STREAMED % parts) == "ROLLBACK_COMPLETE"
    assert any("one replica here, in us-east-1" in why for why in reasons(cfn, name))
    assert delete(cfn, name) == "DELETE_COMPLETE"


def test_a_schedule_of_the_template_calls_its_function(server, cfn):
    body = (
        STREAMED[: STREAMED.index("      Events:")]
        + """
      Events:
        Often:
          Type: Schedule
          Properties: {Schedule: rate(1 minute), Input: '{"Records": []}'}
"""
    )
    name = unique("scheduled")
    body = body % {"kind": "Table", "more": ""}
    assert deploy(cfn, "create_stack", name, body) == "CREATE_COMPLETE", reasons(cfn, name)
    events, rule = server.client("events"), physical(cfn, name, "ReaderOften")
    found = events.describe_rule(Name=rule)
    assert (found["ScheduleExpression"], found["State"]) == ("rate(1 minute)", "ENABLED")
    logs = server.client("logs")
    group = f"/aws/lambda/{physical(cfn, name, 'Reader')}"

    def called():
        try:
            lines = logs.filter_log_events(logGroupName=group)["events"]
        except ClientError:
            return False
        return any(line["message"].startswith("REPORT") for line in lines)

    wait_for(called, "the schedule's first minute", seconds=120)
    assert delete(cfn, name) == "DELETE_COMPLETE"
