"""Event source mappings: a table's stream reaches a function, in order, in batches, whole."""

import json
import time

import pytest
from botocore.exceptions import ClientError
from harness import Functions, allow, unique, wait_for

READ = allow(
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
)
WRITE = allow("dynamodb:PutItem")

# Writes each call's records to a table, under the call's own request id.
NOTES = """
import json, os, uuid
import boto3

table = boto3.resource("dynamodb").Table(os.environ["NOTES"])

def note(event, context):
    n = f"{context.aws_request_id}-{uuid.uuid4()}"
    table.put_item(Item={"id": n, "event": json.dumps(event)})
"""

TAKES_ALL = NOTES + "\ndef handler(event, context):\n    note(event, context)\n"

FAILS_AT_POISON = (
    NOTES
    + """
def handler(event, context):
    note(event, context)
    if any("poison" in str(record["dynamodb"]["Keys"]) for record in event["Records"]):
        raise ValueError("poison")
"""
)

REPORTS_POISON = (
    NOTES
    + """
def handler(event, context):
    note(event, context)
    failed = [
        record["dynamodb"]["SequenceNumber"]
        for record in event["Records"]
        if "poison" in str(record["dynamodb"]["Keys"])
    ]
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failed]}
"""
)


class World:
    """A server with tables, functions that note what they get, and mappings between them."""

    def __init__(self, server):
        self.server = server
        self.ddb = server.client("dynamodb")
        self.functions = Functions(server)
        self.client = self.functions.client

    def table(self, stream="NEW_AND_OLD_IMAGES", key="id", range_key=None):
        """A table; its name and its stream's ARN."""
        keys = [key] + ([range_key] if range_key else [])
        more = {}
        if stream:
            more["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": stream}
        made = self.ddb.create_table(
            TableName=unique("table"),
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": k, "AttributeType": "S"} for k in keys],
            KeySchema=[
                {"AttributeName": k, "KeyType": kind}
                for k, kind in zip(keys, ("HASH", "RANGE"), strict=False)
            ],
            **more,
        )["TableDescription"]
        return made["TableName"], made.get("LatestStreamArn")

    def function(self, code, *policies):
        """A function that notes what it gets; its name and the table of its notes."""
        notes, _ = self.table(stream=None)
        name = self.functions.create(
            code, [READ, WRITE, *policies], Environment={"Variables": {"NOTES": notes}}
        )
        return name, notes

    def map(self, function, arn, **more):
        wanted = {"StartingPosition": "TRIM_HORIZON", **more}
        made = self.client.create_event_source_mapping(
            FunctionName=function, EventSourceArn=arn, **wanted
        )
        state = "Enabled" if more.get("Enabled", True) else "Disabled"
        self.until(made["UUID"], state)
        return made["UUID"]

    def until(self, uuid, state):
        def look():
            return self.client.get_event_source_mapping(UUID=uuid)["State"] == state

        wait_for(look, f"the mapping is {state}")

    def put(self, table, *ids, **more):
        for n, name in enumerate(ids):
            item = {"id": {"S": name}, "n": {"N": str(n)}, **more}
            self.ddb.put_item(TableName=table, Item=item)

    def events(self, notes):
        """Every event that a function noted."""
        found = self.ddb.scan(TableName=notes, ConsistentRead=True)["Items"]
        return [json.loads(item["event"]["S"]) for item in found]

    def records(self, notes):
        return [record for event in self.events(notes) for record in event["Records"]]

    def ids(self, notes):
        return [record["dynamodb"]["Keys"]["id"]["S"] for record in self.records(notes)]


@pytest.fixture(scope="module")
def world(server):
    return World(server)


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]


def test_a_change_of_an_item_reaches_the_function_in_awss_shape(world):
    table, arn = world.table()
    function, notes = world.function(TAKES_ALL)
    world.map(function, arn)
    world.put(table, "a", b={"B": b"\x00\xff"})
    wait_for(lambda: world.records(notes), "the record arrives")
    (record,) = world.records(notes)
    change = record.pop("dynamodb")
    number = change.pop("SequenceNumber")
    assert abs(change.pop("ApproximateCreationDateTime") - time.time()) < 60
    assert len(record.pop("eventID")) == 32
    assert len(number) >= 21
    image = {"id": {"S": "a"}, "n": {"N": "0"}, "b": {"B": "AP8="}}
    assert change == {
        "Keys": {"id": {"S": "a"}},
        "NewImage": image,
        "SizeBytes": 11,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    assert record == {
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "eventSourceARN": arn,
    }


def test_a_mapping_is_made_shown_changed_listed_and_deleted(world):
    _, arn = world.table()
    function, _ = world.function(TAKES_ALL)
    made = world.client.create_event_source_mapping(
        FunctionName=function, EventSourceArn=arn, StartingPosition="LATEST", BatchSize=7
    )
    uuid = made["UUID"]
    assert made["State"] == "Creating"
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 202
    world.until(uuid, "Enabled")
    shown = world.client.get_event_source_mapping(UUID=uuid)
    assert shown["EventSourceArn"] == arn
    assert shown["FunctionArn"].endswith(f":{function}")
    assert (shown["BatchSize"], shown["MaximumBatchingWindowInSeconds"]) == (7, 0)
    assert (shown["MaximumRetryAttempts"], shown["MaximumRecordAgeInSeconds"]) == (-1, -1)
    assert (shown["ParallelizationFactor"], shown["BisectBatchOnFunctionError"]) == (1, False)
    assert shown["LastProcessingResult"] == "No records processed"
    listed = world.client.list_event_source_mappings(FunctionName=function)["EventSourceMappings"]
    assert [one["UUID"] for one in listed] == [uuid]
    by_source = world.client.list_event_source_mappings(EventSourceArn=arn)["EventSourceMappings"]
    assert [one["UUID"] for one in by_source] == [uuid]
    again = refused(
        world.client.create_event_source_mapping,
        FunctionName=function, EventSourceArn=arn, StartingPosition="LATEST",
    )  # fmt: skip
    assert again["Code"] == "ResourceConflictException"
    assert uuid in again["Message"]
    changed = world.client.update_event_source_mapping(UUID=uuid, BatchSize=9, Enabled=False)
    assert changed["State"] == "Disabling"
    world.until(uuid, "Disabled")
    assert world.client.get_event_source_mapping(UUID=uuid)["BatchSize"] == 9
    assert world.client.delete_event_source_mapping(UUID=uuid)["State"] == "Deleting"

    def gone():
        try:
            world.client.get_event_source_mapping(UUID=uuid)
        except world.client.exceptions.ResourceNotFoundException:
            return True

    wait_for(gone, "the mapping is gone")


def test_what_is_not_built_is_refused_by_name(world):
    _, arn = world.table()
    function, _ = world.function(TAKES_ALL)
    create = world.client.create_event_source_mapping
    queue = "arn:aws:sqs:us-east-1:000000000000:q"
    base = {"FunctionName": function, "StartingPosition": "LATEST"}
    assert "sqs" in refused(create, FunctionName=function, EventSourceArn=queue)["Message"]
    kinesis = "arn:aws:kinesis:us-east-1:000000000000:stream/s"
    assert "kinesis" in refused(create, EventSourceArn=kinesis, **base)["Message"]
    for name, more in [
        ("TumblingWindowInSeconds", {"TumblingWindowInSeconds": 30}),
        ("sqs", {"DestinationConfig": {"OnFailure": {"Destination": queue}}}),
        ("Invalid filter pattern", {"FilterCriteria": {"Filters": [{"Pattern": "{"}]}}),
        ("starting position", {"StartingPosition": "AT_TIMESTAMP"}),
    ]:
        wanted = {**base, "EventSourceArn": arn, **more}
        assert name in refused(create, **wanted)["Message"]
    error = refused(create, FunctionName=function, EventSourceArn=arn)
    assert "startingPosition" in error["Message"]
    error = refused(create, **{**base, "EventSourceArn": arn + "1"})
    assert "Stream not found" in error["Message"]


def test_a_role_that_may_not_read_the_stream_is_refused(world):
    _, arn = world.table()
    notes, _ = world.table(stream=None)
    function = world.functions.create(TAKES_ALL, [WRITE])
    error = refused(
        world.client.create_event_source_mapping,
        FunctionName=function, EventSourceArn=arn, StartingPosition="LATEST",
    )  # fmt: skip
    assert "Please ensure the role can perform" in error["Message"]


def test_records_of_an_item_come_in_order_and_batches_keep_their_size(world):
    table, arn = world.table("NEW_IMAGE")
    function, notes = world.function(TAKES_ALL)
    for n in range(20):
        for name in ("a", "b", "c"):
            item = {"id": {"S": name}, "n": {"N": str(n)}}
            world.ddb.put_item(TableName=table, Item=item)
    world.map(function, arn, BatchSize=4)
    wait_for(lambda: len(world.records(notes)) >= 60, "all arrives")
    assert max(len(event["Records"]) for event in world.events(notes)) <= 4
    for name in ("a", "b", "c"):
        own = [r for r in world.records(notes) if r["dynamodb"]["Keys"]["id"]["S"] == name]
        own.sort(key=lambda record: record["dynamodb"]["SequenceNumber"])
        seen = [int(r["dynamodb"]["NewImage"]["n"]["N"]) for r in own]
        assert seen == list(range(20))


def test_latest_begins_behind_what_was_written_before(world):
    table, arn = world.table()
    function, notes = world.function(TAKES_ALL)
    world.put(table, *[f"before-{n}" for n in range(8)])
    world.map(function, arn, StartingPosition="LATEST")
    world.put(table, *[f"after-{n}" for n in range(8)])
    wait_for(lambda: len(world.ids(notes)) >= 8, "what is new arrives")
    assert sorted(world.ids(notes)) == sorted(f"after-{n}" for n in range(8))


def test_a_function_gets_only_what_its_filters_let_through(world):
    table, arn = world.table()
    function, notes = world.function(TAKES_ALL)
    patterns = [
        {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["order"]}}}},
        {"eventName": ["REMOVE"]},
    ]
    filters = {"Filters": [{"Pattern": json.dumps(pattern)} for pattern in patterns]}
    world.map(function, arn, FilterCriteria=filters)
    world.put(table, *[f"n{n}" for n in range(100)], kind={"S": "note"})
    world.put(table, "o1", kind={"S": "order"})
    world.ddb.delete_item(TableName=table, Key={"id": {"S": "n5"}})
    wait_for(lambda: len(world.ids(notes)) >= 2, "what matches arrives")
    seen = sorted((r["eventName"], r["dynamodb"]["Keys"]["id"]["S"]) for r in world.records(notes))
    assert seen == [("INSERT", "o1"), ("REMOVE", "n5")]


def test_a_batch_waits_for_its_window_unless_it_is_full(world):
    table, arn = world.table("KEYS_ONLY", range_key="sort")
    function, notes = world.function(TAKES_ALL)
    world.map(function, arn, BatchSize=3, MaximumBatchingWindowInSeconds=3)
    began = time.monotonic()
    for n in range(4):
        item = {"id": {"S": "a"}, "sort": {"S": str(n)}}
        world.ddb.put_item(TableName=table, Item=item)
    wait_for(lambda: len(world.events(notes)) >= 1, "the full batch comes at once")
    first = time.monotonic() - began
    wait_for(lambda: len(world.events(notes)) >= 2, "the rest comes later")
    assert time.monotonic() - began >= 2.5, f"the full one after {first}"
    assert sorted(len(event["Records"]) for event in world.events(notes)) == [1, 3]


def test_a_batch_that_fails_too_often_is_told_to_the_destination(world):
    table, arn = world.table("KEYS_ONLY", range_key="sort")
    listener, told = world.function(TAKES_ALL)
    listener_arn = world.client.get_function(FunctionName=listener)["Configuration"]["FunctionArn"]
    may = allow("lambda:InvokeFunction", resource=listener_arn)
    function, notes = world.function(FAILS_AT_POISON, may)
    uuid = world.map(
        function,
        arn,
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": listener_arn}},
    )
    for sort in ("poison", "fine"):
        item = {"id": {"S": sort}, "sort": {"S": sort}}
        world.ddb.put_item(TableName=table, Item=item)
    wait_for(lambda: world.events(told), "the destination is told")
    (record,) = world.events(told)
    assert record["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert record["requestContext"]["approximateInvokeCount"] == 2
    assert record["responseContext"]["functionError"] == "Unhandled"
    info = record["DDBStreamBatchInfo"]
    assert info["batchSize"] == 1
    assert info["streamArn"] == arn
    assert info["startSequenceNumber"] == info["endSequenceNumber"]
    assert info["shardId"].startswith("shardId-")
    wait_for(lambda: "fine" in world.ids(notes), "the others are not held up")
    assert world.ids(notes).count("poison") == 2
    result = world.client.get_event_source_mapping(UUID=uuid)["LastProcessingResult"]
    assert result == "OK" or result.startswith("PROBLEM")


def test_a_batch_is_cut_in_two_until_only_what_fails_is_left(world):
    table, arn = world.table("KEYS_ONLY", range_key="sort")
    function, notes = world.function(FAILS_AT_POISON)
    for n in range(8):
        sort = "5-poison" if n == 5 else f"{n}-fine"
        world.ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "sort": {"S": sort}})
    world.map(function, arn, BisectBatchOnFunctionError=True, MaximumRetryAttempts=0)

    def batches():
        return [
            [record["dynamodb"]["Keys"]["sort"]["S"][0] for record in event["Records"]]
            for event in world.events(notes)
        ]

    wait_for(lambda: ["6", "7"] in batches(), "it goes on behind what fails")
    seen = sorted(batches(), key=lambda batch: (batch[0], -len(batch)))
    assert seen == [
        list("01234567"), list("0123"), list("4567"), list("45"), list("4"), list("5"), list("67"),
    ]  # fmt: skip


def test_only_what_was_reported_as_failed_is_tried_again(world):
    table, arn = world.table("KEYS_ONLY", range_key="sort")
    function, notes = world.function(REPORTS_POISON)
    for n in range(4):
        sort = "2-poison" if n == 2 else f"{n}-fine"
        world.ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "sort": {"S": sort}})
    world.map(
        function,
        arn,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        MaximumRetryAttempts=1,
    )

    def batches():
        return sorted(
            "".join(record["dynamodb"]["Keys"]["sort"]["S"][0] for record in event["Records"])
            for event in world.events(notes)
        )

    wait_for(lambda: len(batches()) >= 2, "the rest is tried again")
    world.ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "sort": {"S": "9"}})
    wait_for(lambda: "9" in "".join(batches()), "and then it goes on")
    assert batches() == ["0123", "23", "9"]


def test_slices_of_a_shard_run_beside_each_other_and_keep_the_order_of_a_key(world):
    table, arn = world.table("NEW_IMAGE")
    function, notes = world.function(TAKES_ALL)
    uuid = world.map(function, arn, ParallelizationFactor=5, BatchSize=10)
    names = [f"k{n}" for n in range(12)]
    for n in range(5):
        for name in names:
            item = {"id": {"S": name}, "n": {"N": str(n)}}
            world.ddb.put_item(TableName=table, Item=item)
    wait_for(lambda: len(world.records(notes)) >= 60, "all arrives")
    assert sorted(world.ids(notes)) == sorted(names * 5)
    world.client.update_event_source_mapping(UUID=uuid, ParallelizationFactor=2)
    world.until(uuid, "Enabled")
    world.put(table, "late")
    wait_for(lambda: "late" in world.ids(notes), "it goes on with other slices")


def test_a_mapping_that_is_off_goes_on_where_it_was(world):
    table, arn = world.table("KEYS_ONLY")
    function, notes = world.function(TAKES_ALL)
    uuid = world.map(function, arn)
    world.put(table, "a")
    wait_for(lambda: world.ids(notes) == ["a"], "it is read")
    world.client.update_event_source_mapping(UUID=uuid, Enabled=False)
    world.until(uuid, "Disabled")
    world.put(table, "b")
    world.client.update_event_source_mapping(UUID=uuid, Enabled=True)
    wait_for(lambda: sorted(world.ids(notes)) == ["a", "b"], "what came meanwhile arrives")


def test_the_end_of_a_time_to_live_reaches_the_function_as_the_services_doing(world):
    table, arn = world.table()
    function, notes = world.function(TAKES_ALL)
    pattern = json.dumps({"userIdentity": {"type": ["Service"]}})
    world.map(function, arn, FilterCriteria={"Filters": [{"Pattern": pattern}]})
    specification = {"Enabled": True, "AttributeName": "ends"}
    world.ddb.update_time_to_live(TableName=table, TimeToLiveSpecification=specification)
    world.put(table, "a", ends={"N": str(int(time.time()) + 1)})
    wait_for(lambda: world.records(notes), "the removal arrives")
    (record,) = world.records(notes)
    assert record["eventName"] == "REMOVE"
    who = {"principalId": "dynamodb.amazonaws.com", "type": "Service"}
    assert record["userIdentity"] == who
