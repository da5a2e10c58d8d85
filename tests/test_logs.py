"""CloudWatch Logs: what is put can be read, filtered and paged; functions write there too."""

import time

import pytest
from botocore.exceptions import ClientError
from harness import unique, wait_for


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


@pytest.fixture
def stream(logs):
    """A log group and a stream in it, as arguments."""
    names = {"logGroupName": unique("/group"), "logStreamName": "stream"}
    logs.create_log_group(logGroupName=names["logGroupName"])
    logs.create_log_stream(**names)
    return names


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def now_ms():
    return int(time.time() * 1000)


def put(logs, stream, *messages):
    start = now_ms() - 1000
    events = [{"timestamp": start + n, "message": text} for n, text in enumerate(messages)]
    logs.put_log_events(**stream, logEvents=events)
    return start


def test_events_come_back_in_order_and_within_the_times_asked_for(logs, stream):
    start = put(logs, stream, "one", "two", "three")
    found = logs.get_log_events(**stream, startFromHead=True)["events"]
    assert [event["message"] for event in found] == ["one", "two", "three"]
    assert [event["timestamp"] for event in found] == [start, start + 1, start + 2]
    # The end of a range is not in it.
    some = logs.get_log_events(**stream, startTime=start + 1, endTime=start + 2)["events"]
    assert [event["message"] for event in some] == ["two"]


def test_reading_goes_on_where_a_page_ended_and_stays_at_the_end(logs, stream):
    put(logs, stream, *"abcde")
    seen, token = [], None
    for _ in range(6):
        more = {"nextToken": token} if token else {}
        page = logs.get_log_events(**stream, startFromHead=True, limit=2, **more)
        seen.extend(event["message"] for event in page["events"])
        if token == page["nextForwardToken"]:
            break
        token = page["nextForwardToken"]
    assert seen == list("abcde")
    put(logs, stream, "late")
    page = logs.get_log_events(**stream, startFromHead=True, nextToken=token)
    assert [event["message"] for event in page["events"]] == ["late"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", ["ERROR disk full", "error lower", "all fine: ERROR none", '{"level": "warn"}']),
        ("ERROR", ["ERROR disk full", "all fine: ERROR none"]),
        ("ERROR disk", ["ERROR disk full"]),
        ('"disk full"', ["ERROR disk full"]),
        ("ERROR -fine", ["ERROR disk full"]),
        ("?disk ?lower", ["ERROR disk full", "error lower"]),
        ('{ $.level = "warn" }', ['{"level": "warn"}']),
    ],
)
def test_filter_patterns_choose_messages(logs, stream, pattern, expected):
    put(logs, stream, "ERROR disk full", "error lower", "all fine: ERROR none", '{"level": "warn"}')
    found = logs.filter_log_events(logGroupName=stream["logGroupName"], filterPattern=pattern)[
        "events"
    ]
    assert [event["message"] for event in found] == expected


def test_what_is_there_already_or_not_there(logs, stream):
    group = stream["logGroupName"]
    assert refused(logs.create_log_group, logGroupName=group) == (
        "ResourceAlreadyExistsException",
        "The specified log group already exists",
    )
    assert refused(logs.create_log_stream, **stream) == (
        "ResourceAlreadyExistsException",
        "The specified log stream already exists",
    )
    missing = {"logGroupName": unique("/missing"), "logStreamName": "s"}
    assert refused(logs.get_log_events, **missing) == (
        "ResourceNotFoundException",
        "The specified log group does not exist.",
    )
    assert refused(logs.get_log_events, logGroupName=group, logStreamName="missing") == (
        "ResourceNotFoundException",
        "The specified log stream does not exist.",
    )


def test_events_out_of_order_are_refused_whole(logs, stream):
    start = now_ms()
    events = [{"timestamp": start, "message": "b"}, {"timestamp": start - 5, "message": "a"}]
    assert refused(logs.put_log_events, **stream, logEvents=events) == (
        "InvalidParameterException",
        "Log events in a single PutLogEvents request must be in chronological order.",
    )
    assert logs.get_log_events(**stream)["events"] == []


def test_a_functions_lines_reach_its_own_group(server, functions, logs):
    name = functions.create("def handler(event, context):\n    print('word', event['word'])\n")
    functions.invoke(name, {"word": "one"})
    functions.invoke(name, {"word": "two"})
    group = f"/aws/lambda/{name}"

    def messages():
        try:
            found = logs.filter_log_events(logGroupName=group)["events"]
        except logs.exceptions.ResourceNotFoundException:
            return None
        texts = [event["message"].rstrip("\n") for event in found]
        return texts if sum(text.startswith("REPORT") for text in texts) == 2 else None

    texts = wait_for(messages, "both invocations are in the log")
    assert [text for text in texts if text.startswith("word")] == ["word one", "word two"]
    starts = [text for text in texts if text.startswith("START RequestId: ")]
    assert len(starts) == 2
    assert all(text.endswith("Version: $LATEST") for text in starts)
    shown = server.aws("logs", "filter-log-events", "--log-group-name", group)
    assert "word one" in [event["message"].rstrip("\n") for event in shown["events"]]


def test_the_samara_command_shows_a_functions_log(server, functions):
    name = functions.create("def handler(event, context):\n    print('shown by the command')\n")
    functions.invoke(name)
    wait_for(lambda: "shown by the command" in server.samara("logs", name).out, "the line is shown")


def test_log_events_survive_kill_9(own_server):
    logs = own_server.start().client("logs")
    names = {"logGroupName": "/kept", "logStreamName": "s"}
    logs.create_log_group(logGroupName="/kept")
    logs.create_log_stream(**names)
    put(logs, names, "kept")
    own_server.kill()
    logs = own_server.start().client("logs")
    assert [event["message"] for event in logs.get_log_events(**names)["events"]] == ["kept"]
