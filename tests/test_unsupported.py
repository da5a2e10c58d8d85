"""Nothing pretends: what is not built is refused by name, and nothing asked for is let fall."""

import pytest
from botocore.exceptions import ClientError
from harness import unique, zip_of

# Operations of the services that are here, which are not. One that gets built leaves this list.
OPERATIONS = [
    ("dynamodb", "export_table_to_point_in_time", {
        "TableArn": "arn:aws:dynamodb:us-east-1:000000000000:table/t", "S3Bucket": "some-bucket"}),
    ("lambda", "create_code_signing_config", {"AllowedPublishers": {"SigningProfileVersionArns": [
        "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/1234567890"]}}),
    ("apigateway", "create_usage_plan", {"name": "plan"}),
    ("apigatewayv2", "create_vpc_link", {"Name": "link", "SubnetIds": ["subnet-1"]}),
    ("events", "create_archive", {"ArchiveName": "a", "EventSourceArn": "arn:aws:events:x"}),
    ("iam", "create_saml_provider", {"Name": "p", "SAMLMetadataDocument": "x" * 1000}),
    ("sts", "get_federation_token", {"Name": "me"}),
    ("logs", "start_query", {"startTime": 0, "endTime": 1, "queryString": "fields @message"}),
    ("cloudformation", "create_stack_set", {"StackSetName": "set"}),
    ("s3", "list_object_versions", {"Bucket": "some-bucket"}),
    ("s3", "put_bucket_replication", {"Bucket": "some-bucket", "ReplicationConfiguration": {
        "Role": "arn", "Rules": []}}),
    ("sqs", "list_queues", {}),
    ("kinesis", "list_streams", {}),
]  # fmt: skip


def refusal(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]


def taken_or_named(name, call, **arguments):
    """Whether the call was taken; if it was refused, the refusal must name the parameter."""
    try:
        call(**arguments)
    except ClientError as error:
        if name not in error.response["Error"]["Message"]:
            raise
        return False
    return True


@pytest.mark.parametrize(("service", "call", "arguments"), OPERATIONS, ids=lambda v: str(v)[:30])
def test_an_operation_that_is_not_built_is_refused_by_its_name(server, service, call, arguments):
    client = server.client(service)
    status, message = refusal(getattr(client, call), **arguments)
    name = client.meta.method_to_api_mapping[call]
    assert status == 501
    assert name in message, message


# Parameters that ask for something which would be missed if it were not there.


def test_a_parameter_of_a_function_that_is_not_built_is_refused_by_its_name(server, functions):
    client = server.client("lambda")
    wanted = {
        "Runtime": "python3.12",
        "Handler": "app.handler",
        "Role": functions.role(),
        "Code": {"ZipFile": zip_of({"app.py": ""})},
    }
    for name, value in [
        (
            "FileSystemConfigs",
            [
                {
                    "Arn": "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/"
                    "fsap-01234567890123456",
                    "LocalMountPath": "/mnt/x",
                }
            ],
        ),
        ("CodeSigningConfigArn", "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-"
         "0123456789abcdefg"),
    ]:  # fmt: skip
        function = unique("f")
        _, message = refusal(
            client.create_function, FunctionName=function, **{name: value}, **wanted
        )
        assert name in message, message
        status, _ = refusal(client.get_function, FunctionName=function)
        assert status == 404


def test_a_schedule_is_kept_or_refused_but_not_let_fall(server):
    events = server.client("events")
    name = unique("rule")
    if taken_or_named(
        "ScheduleExpression", events.put_rule, Name=name, ScheduleExpression="rate(1 minute)"
    ):
        assert events.describe_rule(Name=name)["ScheduleExpression"] == "rate(1 minute)"


def test_an_old_style_condition_is_honoured_or_refused_but_not_let_fall(server):
    ddb = server.client("dynamodb")
    table = unique("t")
    ddb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "v": {"N": "1"}})
    with pytest.raises(ClientError):
        ddb.put_item(
            TableName=table,
            Item={"id": {"S": "a"}, "v": {"N": "2"}},
            Expected={"id": {"Exists": False}},
        )
    found = ddb.get_item(TableName=table, Key={"id": {"S": "a"}}, ConsistentRead=True)
    assert found["Item"]["v"] == {"N": "1"}


def test_an_index_is_made_or_refused_but_not_let_fall(server):
    ddb = server.client("dynamodb")
    table = unique("t")
    wanted = {
        "TableName": table,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "by", "AttributeType": "S"},
        ],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "by-by",
                "KeySchema": [{"AttributeName": "by", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    }
    if not taken_or_named("GlobalSecondaryIndexes", ddb.create_table, **wanted):
        return
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "by": {"S": "x"}})
    found = ddb.query(
        TableName=table,
        IndexName="by-by",
        KeyConditionExpression="#b = :x",
        ExpressionAttributeNames={"#b": "by"},
        ExpressionAttributeValues={":x": {"S": "x"}},
    )
    assert found["Count"] == 1


def test_a_property_of_a_template_that_is_not_built_is_refused_by_its_name(stacks):
    template = """
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      KinesisStreamSpecification:
        StreamArn: arn:aws:kinesis:us-east-1:000000000000:stream/s
"""
    _, done = stacks.deploy(template, expect=None)
    assert done.code != 0
    assert "KinesisStreamSpecification" in done.text
    assert "template.yaml:9" in done.text
