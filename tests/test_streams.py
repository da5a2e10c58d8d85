"""DynamoDB Streams and times to live, as boto3 and a reader of a stream see them."""

import json
import time

import pytest
from botocore.exceptions import ClientError
from harness import allow, unique, wait_for


@pytest.fixture(scope="module")
def ddb(server):
    return server.client("dynamodb")


@pytest.fixture(scope="module")
def streams(server):
    return server.client("dynamodbstreams")


def create(ddb, view="NEW_AND_OLD_IMAGES"):
    """A table with a stream; its name and the stream's ARN."""
    table = unique("table")
    made = ddb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": view},
    )
    return table, made["TableDescription"]["LatestStreamArn"]


def records(streams, arn):
    """Every record of a stream, shard by shard, by following the iterators."""
    shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    found = []
    for shard in shards:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator, Limit=7)
            found.extend(page["Records"])
            iterator = page.get("NextShardIterator") if page["Records"] else None
    return found


def test_the_stream_tells_what_happened_to_an_item(ddb, streams):
    table, arn = create(ddb)
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "b": {"B": b"\x00\xff"}})
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "b": {"B": b"\x00\xff"}})
    ddb.update_item(
        TableName=table,
        Key={"id": {"S": "a"}},
        UpdateExpression="SET n = :n",
        ExpressionAttributeValues={":n": {"N": "1.50"}},
    )
    ddb.delete_item(TableName=table, Key={"id": {"S": "a"}})
    found = records(streams, arn)
    assert [record["eventName"] for record in found] == ["INSERT", "MODIFY", "REMOVE"]
    old, new = {"id": {"S": "a"}, "b": {"B": b"\x00\xff"}}, {"n": {"N": "1.5"}}
    change = found[1]["dynamodb"]
    assert change["Keys"] == {"id": {"S": "a"}}
    assert (change["OldImage"], change["NewImage"]) == (old, {**old, **new})
    assert change["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert abs(change["ApproximateCreationDateTime"].timestamp() - time.time()) < 60
    assert change["SizeBytes"] == 3 + 6 + 10, "the key, and both images"
    assert {record["eventVersion"] for record in found} == {"1.1"}
    assert found[0]["eventSource"] == "aws:dynamodb"
    assert found[0]["awsRegion"] == "us-east-1"
    assert len({record["eventID"] for record in found}) == 3
    numbers = [record["dynamodb"]["SequenceNumber"] for record in found]
    assert numbers == sorted(numbers)
    assert all(21 <= len(number) <= 40 for number in numbers)
    assert records(streams, arn) == found, "reading again shows the same"


def test_a_stream_is_described_listed_and_ended(ddb, streams):
    table, arn = create(ddb, "KEYS_ONLY")
    described = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert described["StreamStatus"] == "ENABLED"
    assert described["TableName"] == table
    assert described["StreamViewType"] == "KEYS_ONLY"
    assert arn.endswith(described["StreamLabel"])
    assert described["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}]
    listed = streams.list_streams(TableName=table)["Streams"]
    label = described["StreamLabel"]
    assert listed == [{"StreamArn": arn, "TableName": table, "StreamLabel": label}]
    shown = ddb.describe_table(TableName=table)["Table"]
    assert shown["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}})
    ddb.delete_table(TableName=table)
    ended = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert ended["StreamStatus"] == "DISABLED"
    assert all("EndingSequenceNumber" in s["SequenceNumberRange"] for s in ended["Shards"])
    assert len(records(streams, arn)) == 1, "what was written stays for its day"


def test_a_page_has_at_most_a_megabyte(ddb, streams):
    table, arn = create(ddb, "NEW_IMAGE")
    for n in range(4):
        item = {"id": {"S": "a"}, "n": {"N": str(n)}, "text": {"S": "x" * 390_000}}
        ddb.put_item(TableName=table, Item=item)
    shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    sizes = []
    for shard in shards:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        page = streams.get_records(ShardIterator=iterator)
        while page["Records"]:
            sizes.append(len(page["Records"]))
            page = streams.get_records(ShardIterator=page["NextShardIterator"])
    assert sizes == [2, 2]


def test_a_stranger_needs_the_permission_of_each_operation(server, ddb, streams):
    _, arn = create(ddb)
    iam, user = server.client("iam"), unique("user")
    iam.create_user(UserName=user)
    policy = json.dumps(allow("dynamodb:DescribeStream", resource=arn))
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=policy)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    own = server.client(
        "dynamodbstreams",
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )
    shard = own.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    wanted = {"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "LATEST"}
    iterator = streams.get_shard_iterator(**wanted)["ShardIterator"]
    for call, arguments in [
        (own.get_shard_iterator, wanted),
        (own.get_records, {"ShardIterator": iterator}),
        (own.list_streams, {}),
    ]:
        with pytest.raises(ClientError, match="AccessDenied"):
            call(**arguments)


def test_an_item_whose_time_is_over_goes_and_the_stream_says_who_did_it(ddb, streams):
    table, arn = create(ddb)
    before = {"id": {"S": "before"}, "ends": {"N": str(int(time.time()) - 60)}}
    ddb.put_item(TableName=table, Item=before)
    specification = {"Enabled": True, "AttributeName": "ends"}
    ddb.update_time_to_live(TableName=table, TimeToLiveSpecification=specification)
    soon = {"id": {"S": "soon"}, "ends": {"N": str(int(time.time()) + 1)}}
    later = {"id": {"S": "later"}, "ends": {"N": str(int(time.time()) + 3600)}}
    for item in (soon, later):
        ddb.put_item(TableName=table, Item=item)

    def left():
        return {item["id"]["S"] for item in ddb.scan(TableName=table)["Items"]}

    wait_for(lambda: left() == {"later"}, "what is over is gone")
    described = ddb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "ends"}
    removed = [it for it in records(streams, arn) if it["eventName"] == "REMOVE"]
    who = {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}
    assert [record["userIdentity"] for record in removed] == [who, who]
    assert {record["dynamodb"]["OldImage"]["id"]["S"] for record in removed} == {"before", "soon"}


def test_an_item_that_fell_due_while_the_server_was_dead_goes_after_the_start(own_server):
    ddb = own_server.start().client("dynamodb")
    table, _ = create(ddb)
    specification = {"Enabled": True, "AttributeName": "ends"}
    ddb.update_time_to_live(TableName=table, TimeToLiveSpecification=specification)
    ends = int(time.time()) + 2
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "ends": {"N": str(ends)}})
    own_server.kill()
    wait_for(lambda: time.time() > ends, "its time is over")
    ddb = own_server.start().client("dynamodb")
    wait_for(lambda: not ddb.scan(TableName=table)["Items"], "it is gone")
