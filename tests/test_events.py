"""EventBridge: an event that was taken reaches every rule that it matches, and no other."""

import datetime
import json

import pytest
from botocore.exceptions import ClientError
from harness import allow, rows, unique, wait_for

# Writes each event that it gets into its table, under the event's id.
WITNESS = """
import boto3, json, os
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    name = event["id"] if isinstance(event, dict) and "id" in event else "other"
    table.put_item(Item={"id": name, "event": json.dumps(event)})
"""


@pytest.fixture(scope="module")
def events(server):
    return server.client("events")


@pytest.fixture(scope="module")
def witness(server, functions):
    """A function that writes down what it gets: its name, ARN, and a way to read."""
    ddb = server.client("dynamodb")
    table = unique("seen")
    ddb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    name = functions.create(
        WITNESS, [allow("dynamodb:*")], Environment={"Variables": {"TABLE": table}}, Timeout=30
    )
    arn = functions.client.get_function_configuration(FunctionName=name)["FunctionArn"]
    functions.client.add_permission(
        FunctionName=name,
        StatementId="events",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
    )

    def seen():
        return {item["id"]["S"]: json.loads(item["event"]["S"]) for item in rows(ddb, table)}

    return arn, seen


@pytest.fixture
def bus(events):
    name = unique("bus")
    events.create_event_bus(Name=name)
    return name


def rule(events, witness, bus, pattern, **target):
    """A rule of a bus whose target is the witness; its name."""
    name = unique("rule")
    events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern))
    failed = events.put_targets(
        Rule=name, EventBusName=bus, Targets=[{"Id": "t", "Arn": witness[0], **target}]
    )
    assert failed["FailedEntryCount"] == 0, failed
    return name


def put(events, bus, detail, source="shop", kind="Happened", **more):
    """Puts one event; its id."""
    entry = {
        "EventBusName": bus,
        "Source": source,
        "DetailType": kind,
        "Detail": json.dumps(detail),
        **more,
    }
    answer = events.put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0, answer
    return answer["Entries"][0]["EventId"]


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def test_an_event_arrives_in_eventbridges_envelope(events, witness, bus):
    rule(events, witness, bus, {"source": ["shop"]})
    when = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    event_id = put(events, bus, {"n": 1, "deep": {"x": [1, "a"]}}, Time=when, Resources=["arn:r"])
    event = wait_for(lambda: witness[1]().get(event_id), "the event arrived")
    assert event == {
        "version": "0",
        "id": event_id,
        "detail-type": "Happened",
        "source": "shop",
        "account": "000000000000",
        "time": "2026-01-02T03:04:05Z",
        "region": "us-east-1",
        "resources": ["arn:r"],
        "detail": {"n": 1, "deep": {"x": [1, "a"]}},
    }


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ({"v": ["a", "b"]}, {"v": "b"}, {"v": "c"}),
        ({"v": [1]}, {"v": 1}, {"v": "1"}),
        ({"v": [None]}, {"v": None}, {"w": 1}),
        ({"deep": {"v": ["a"]}}, {"deep": {"v": "a"}}, {"v": "a"}),
        ({"v": ["a"]}, {"v": ["x", "a"]}, {"v": ["x"]}),
        ({"v": ["a"], "w": ["b"]}, {"v": "a", "w": "b"}, {"v": "a"}),
        ({"v": [{"prefix": "or"}]}, {"v": "order"}, {"v": "reorder"}),
        ({"v": [{"suffix": "er"}]}, {"v": "order"}, {"v": "orders"}),
        ({"v": [{"anything-but": ["a", "b"]}]}, {"v": "c"}, {"v": "a"}),
        ({"v": [{"anything-but": {"prefix": "x"}}]}, {"v": "c"}, {"v": "xy"}),
        ({"v": [{"numeric": [">", 0, "<=", 5]}]}, {"v": 5}, {"v": 5.1}),
        ({"v": [{"exists": True}]}, {"v": 0}, {"w": 0}),
        ({"v": [{"exists": False}]}, {"w": 0}, {"v": 0}),
        ({"v": [{"equals-ignore-case": "AbC"}]}, {"v": "aBc"}, {"v": "abcd"}),
        ({"v": [{"wildcard": "a*z"}]}, {"v": "abcz"}, {"v": "abc"}),
        ({"v": [{"cidr": "10.0.0.0/24"}]}, {"v": "10.0.0.7"}, {"v": "10.0.1.7"}),
        ({"$or": [{"v": ["a"]}, {"w": ["b"]}]}, {"w": "b"}, {"v": "b", "w": "a"}),
    ],
    ids=str,
)
def test_a_pattern_lets_through_what_it_matches_and_nothing_else(
    events, witness, bus, pattern, matching, other
):
    rule(events, witness, bus, {"detail": pattern})
    unwanted = put(events, bus, other)
    wanted = put(events, bus, matching)
    wait_for(lambda: wanted in witness[1](), "the matching event arrived")
    # The other one was put first: had it matched, it would have been sent along with this one.
    last = put(events, bus, matching)
    wait_for(lambda: last in witness[1](), "the last event arrived")
    assert unwanted not in witness[1]()


def test_every_matching_rule_gets_the_event_and_other_buses_do_not(events, functions, witness, bus):
    other = unique("bus")
    events.create_event_bus(Name=other)
    for word in ("one", "two"):
        constant = json.dumps({"id": f"{bus}-{word}"})
        rule(events, witness, bus, {"source": ["shop"]}, Input=constant)
    rule(events, witness, other, {"source": ["shop"]}, Input=json.dumps({"id": f"{bus}-never"}))
    put(events, bus, {})
    wanted = {f"{bus}-one", f"{bus}-two"}
    wait_for(lambda: wanted <= set(witness[1]()), "both rules delivered")
    assert f"{bus}-never" not in witness[1]()


def test_a_target_gets_the_part_or_the_form_that_it_asked_for(events, witness, bus):
    rule(events, witness, bus, {"source": ["part"]}, InputPath="$.detail")
    transformer = {
        "InputPathsMap": {"who": "$.detail.who"},
        "InputTemplate": '{"id": "form-<who>", "said": "hello <who>"}',
    }
    rule(events, witness, bus, {"source": ["form"]}, InputTransformer=transformer)
    put(events, bus, {"id": f"{bus}-part", "x": 1}, source="part")
    put(events, bus, {"who": bus}, source="form")
    wait_for(lambda: {f"{bus}-part", f"form-{bus}"} <= set(witness[1]()), "both arrived")
    assert witness[1]()[f"{bus}-part"] == {"id": f"{bus}-part", "x": 1}
    assert witness[1]()[f"form-{bus}"] == {"id": f"form-{bus}", "said": f"hello {bus}"}


def test_a_rule_that_is_disabled_or_gone_delivers_nothing(events, witness, bus):
    off = rule(events, witness, bus, {"source": ["off"]})
    gone = rule(events, witness, bus, {"source": ["gone"]})
    rule(events, witness, bus, {"source": ["on"]})
    events.disable_rule(Name=off, EventBusName=bus)
    assert refused(events.delete_rule, Name=gone, EventBusName=bus) == "ValidationException"
    events.remove_targets(Rule=gone, EventBusName=bus, Ids=["t"])
    events.delete_rule(Name=gone, EventBusName=bus)
    silent = [put(events, bus, {}, source="off"), put(events, bus, {}, source="gone")]
    heard = put(events, bus, {}, source="on")
    wait_for(lambda: heard in witness[1](), "the enabled rule delivered")
    events.enable_rule(Name=off, EventBusName=bus)
    heard = put(events, bus, {}, source="off")
    wait_for(lambda: heard in witness[1](), "the rule delivers again")
    assert not set(silent) & set(witness[1]())


def test_entries_are_taken_or_refused_one_by_one(events, witness, bus):
    rule(events, witness, bus, {"source": ["shop"]})
    good = {"EventBusName": bus, "Source": "shop", "DetailType": "x", "Detail": "{}"}
    answer = events.put_events(
        Entries=[
            good,
            {**good, "Detail": "not json"},
            {name: value for name, value in good.items() if name != "DetailType"},
        ]
    )
    assert answer["FailedEntryCount"] == 2
    assert answer["Entries"][1]["ErrorCode"] == "MalformedDetail"
    assert answer["Entries"][2]["ErrorCode"] == "InvalidArgument"
    wait_for(lambda: answer["Entries"][0]["EventId"] in witness[1](), "the good one arrived")


def test_what_put_events_does_not_take_at_all(events, bus):
    entry = {"EventBusName": bus, "Source": "shop", "DetailType": "x", "Detail": "{}"}
    assert refused(events.put_events, Entries=[entry] * 11) == "ValidationException"
    large = {**entry, "Detail": json.dumps({"x": "y" * (1024 * 1024)})}
    assert refused(events.put_events, Entries=[large]) == "ValidationException"


def test_buses_and_rules_are_kept_and_refused_as_on_aws(events, bus):
    assert refused(events.create_event_bus, Name=bus) == "ResourceAlreadyExistsException"
    assert refused(events.describe_event_bus, Name="nothing") == "ResourceNotFoundException"
    assert bus in [each["Name"] for each in events.list_event_buses()["EventBuses"]]
    wrong = {"Name": "r", "EventBusName": bus, "EventPattern": '{"source": "not a list"}'}
    assert refused(events.put_rule, **wrong) == "InvalidEventPatternException"
    events.put_rule(Name="r", EventBusName=bus, EventPattern='{"source": ["a"]}')
    shown = events.describe_rule(Name="r", EventBusName=bus)
    assert shown["State"] == "ENABLED"
    assert shown["Arn"] == f"arn:aws:events:us-east-1:000000000000:rule/{bus}/r"
    events.delete_rule(Name="r", EventBusName=bus)
    events.delete_event_bus(Name=bus)
    assert bus not in [each["Name"] for each in events.list_event_buses()["EventBuses"]]


def test_a_target_that_fails_does_not_hold_up_the_others(events, functions, witness, bus):
    failing = functions.create("def handler(event, context):\n    raise RuntimeError('always')\n")
    arn = functions.client.get_function_configuration(FunctionName=failing)["FunctionArn"]
    functions.client.add_permission(
        FunctionName=failing,
        StatementId="events",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
    )
    name = rule(events, witness, bus, {"source": ["shop"]})
    events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "bad", "Arn": arn}])
    sent = {put(events, bus, {"n": n}) for n in range(20)}
    wait_for(lambda: sent <= set(witness[1]()), "every event reached the good target", seconds=20)


def test_the_aws_cli_puts_events(server, events, witness, bus):
    rule(events, witness, bus, {"source": ["cli"]})
    entry = {"EventBusName": bus, "Source": "cli", "DetailType": "x", "Detail": "{}"}
    answer = server.aws("events", "put-events", "--entries", json.dumps([entry]))
    assert answer["FailedEntryCount"] == 0
    wait_for(lambda: answer["Entries"][0]["EventId"] in witness[1](), "the event arrived")
