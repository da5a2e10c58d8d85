"""SnapStart, and functions that begin as copies: as boto3 and a template's author see them."""

import json
import math
import os
import platform
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from harness import Functions, Server, unique, wait_for

COPIES = os.geteuid() == 0 and platform.machine() == "x86_64"
NOT_HERE = pytest.mark.skipif(not COPIES, reason="only root can copy, on x86-64")

# Two instances at once: each call takes as long as the other needs to begin.
HOOKS = """
import os, random, time, uuid
from snapshot_restore_py import register_after_restore, register_before_snapshot
SEEN = []
register_before_snapshot(SEEN.append, "before")
register_after_restore(SEEN.append, "after")
SHARED = str(uuid.uuid4())
print("initialised", SHARED)
def handler(event, context):
    time.sleep(event.get("seconds", 0))
    return {"seen": SEEN, "shared": SHARED, "own": [str(uuid.uuid4()), random.random()],
            "kind": os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"],
            "stream": context.log_stream_name, "key": os.environ["AWS_SECRET_ACCESS_KEY"]}
"""

# A client that is made while the function initialises, and what it may do.
BOTO3 = """
import os, time
import boto3
STS = boto3.client("sts")
def handler(event, context):
    time.sleep(event.get("seconds", 0))
    return [STS.get_caller_identity()["Arn"], STS._request_signer._credentials.token
            == os.environ["AWS_SESSION_TOKEN"]]
"""

PYTHON = {"SnapStart": {"ApplyOn": "PublishedVersions"}}


def settled(client, name, version):
    """A version's configuration, once its snapshot was taken or refused."""

    def look():
        found = client.get_function_configuration(FunctionName=name, Qualifier=version)
        return found if found["State"] != "Pending" else None

    return wait_for(look, f"version {version} of {name} is settled")


def way(server, name):
    """What `samara status FUNCTION` says of its starts."""
    return server.samara("status", name).text


@NOT_HERE
def test_a_published_version_is_pending_then_active_and_its_instances_are_copies(functions):
    client = functions.client
    name = functions.create(HOOKS, **PYTHON)
    latest = client.get_function_configuration(FunctionName=name)
    assert latest["SnapStart"] == {"ApplyOn": "PublishedVersions", "OptimizationStatus": "Off"}
    published = client.publish_version(FunctionName=name)
    assert published["State"] == "Pending", published
    assert published["StateReasonCode"] == "Creating"
    assert published["SnapStart"]["OptimizationStatus"] == "Off"
    version = published["Version"]
    active = settled(client, name, version)
    assert active["State"] == "Active", active
    assert active["SnapStart"] == {"ApplyOn": "PublishedVersions", "OptimizationStatus": "On"}

    def call(_):
        return functions.invoke(name, {"seconds": 0.5}, Qualifier=version)[0]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(call, range(4)))
    assert all(one["seen"] == ["before", "after"] for one in answers), answers
    assert all(one["kind"] == "snap-start" for one in answers)
    assert len({one["shared"] for one in answers}) == 1, "drawn before the snapshot, as on AWS"
    instances = {one["stream"] for one in answers}
    assert len({json.dumps(one["own"]) for one in answers}) == len(answers)
    # What is not published is no copy, and runs no hooks.
    plain, _ = functions.invoke(name)
    assert plain["seen"] == []
    assert plain["kind"] == "on-demand"
    assert plain["stream"] not in instances


def beginning(functions, name, **more):
    """What the log of a new instance says of its beginning, and its first `REPORT`."""
    _, answer = functions.invoke(name, {"seconds": 0}, LogType="Tail", **more)
    (report,) = [line for line in functions.tail(answer).splitlines() if "REPORT Req" in line]

    def logged():
        found = functions.server.client("logs").filter_log_events(
            logGroupName=f"/aws/lambda/{name}"
        )
        whose = [event["logStreamName"] for event in found["events"] if report in event["message"]]
        of = [event for event in found["events"] if event["logStreamName"] in whose]
        return [event["message"].rstrip("\n") for event in of]

    lines = wait_for(logged, "the call is in the log")
    return [line for line in lines if re.match("[A-Z]+_(START|REPORT)", line)], report


@NOT_HERE
def test_the_log_of_a_snapshots_instance_tells_of_its_restore(functions):
    name = functions.create(HOOKS, **PYTHON)
    version = functions.client.publish_version(FunctionName=name)["Version"]
    assert settled(functions.client, name, version)["SnapStart"]["OptimizationStatus"] == "On"
    (started, restored), report = beginning(functions, name, Qualifier=version)
    assert re.fullmatch(r"RESTORE_START Runtime Version: python:3[\d.]+", started)
    took = re.fullmatch(r"RESTORE_REPORT Restore Duration: ([\d.]+) ms", restored)[1]
    fields = re.fullmatch(
        r"REPORT .*\tDuration: ([\d.]+) ms\tBilled Duration: (\d+) ms\t.*Max Memory Used: \d+ MB\t"
        r"Restore Duration: ([\d.]+) ms\tBilled Restore Duration: (\d+) ms\t?",
        report,
    )
    assert fields, report
    duration, billed, restore, billed_restore = map(float, fields.groups())
    assert restore == float(took)
    assert billed == math.ceil(duration + billed_restore)
    _, again = functions.invoke(name, Qualifier=version, LogType="Tail")
    assert "Restore" not in functions.tail(again)


@NOT_HERE
def test_a_client_made_before_the_snapshot_signs_with_the_copys_own_credentials(functions):
    name = functions.create(BOTO3, MemorySize=512, Timeout=60, **PYTHON)
    version = functions.client.publish_version(FunctionName=name)["Version"]
    assert settled(functions.client, name, version)["SnapStart"]["OptimizationStatus"] == "On"
    (arn, own), _ = functions.invoke(name, Qualifier=version)
    assert arn.endswith(f"/{name}")
    assert own
    assert "as a copy of one that had initialised" in way(functions.server, name)


@NOT_HERE
def test_a_version_that_cannot_be_copied_is_active_and_says_why(functions):
    code = (
        "import threading, time\nthreading.Thread(target=time.sleep, args=[600], daemon=True)"
        ".start()\ndef handler(event, context): return 'well'"
    )
    name = functions.create(code, **PYTHON)
    version = functions.client.publish_version(FunctionName=name)["Version"]
    found = settled(functions.client, name, version)
    assert found["State"] == "Active"
    assert found["SnapStart"]["OptimizationStatus"] == "Off"
    assert found["StateReason"] == "it left a thread running"
    assert functions.invoke(name, Qualifier=version)[0] == "well"


@NOT_HERE
def test_a_version_that_does_not_initialise_has_failed(functions):
    name = functions.create("raise ValueError('no')", **PYTHON)
    version = functions.client.publish_version(FunctionName=name)["Version"]
    found = settled(functions.client, name, version)
    assert (found["State"], found["StateReasonCode"]) == ("Failed", "FunctionError")
    assert "ValueError" in found["StateReason"]


@NOT_HERE
def test_a_pending_snapshot_is_taken_after_a_kill(own_server):
    server = own_server.start()
    functions = Functions(server)
    code = "import time\ntime.sleep(3)\ndef handler(event, context): return 'well'"
    name = functions.create(code, **PYTHON)
    version = functions.client.publish_version(FunctionName=name)["Version"]
    server.kill()
    server.start()
    client = server.client("lambda")
    assert settled(client, name, version)["SnapStart"]["OptimizationStatus"] == "On"
    assert Functions(server).invoke(name, Qualifier=version)[0] == "well"


@pytest.mark.parametrize("runtime", ["nodejs22.x", "python3.11", "provided.al2023"])
def test_snapstart_is_refused_where_there_is_none(functions, runtime):
    with pytest.raises(ClientError) as caught:
        functions.create("x = 1", Runtime=runtime, **PYTHON)
    error = caught.value.response["Error"]
    assert error["Code"] == "InvalidParameterValueException"
    assert error["Message"] == f"{runtime} is not supported for SnapStart enabled functions."


TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: RUNTIME
      CodeUri: .
      AutoPublishAlias: live
      SnapStart: { ApplyOn: PublishedVersions }
Outputs:
  Name: { Value: !Ref Hello }
"""


@NOT_HERE
def test_a_template_asks_for_it(stacks, functions):
    name, _ = stacks.deploy(TEMPLATE.replace("RUNTIME", "python3.12"), files={"app.py": HOOKS})
    function = stacks.outputs(name)["Name"]
    answer, _ = functions.invoke(function, Qualifier="live")
    assert answer["seen"] == ["before", "after"]
    assert answer["kind"] == "snap-start"


def test_a_template_is_refused_where_there_is_none(stacks):
    template = TEMPLATE.replace("RUNTIME", "nodejs22.x")
    _, done = stacks.deploy(template, expect=1, files={"app.js": ""})
    assert "nodejs22.x is not supported for SnapStart" in done.text


@NOT_HERE
def test_every_harmless_function_is_copied_where_the_server_is_told_so(tmp_path_factory):
    folder = tmp_path_factory.mktemp("proved")
    server = Server(folder / "data", "--copies", "proved").start()
    try:
        functions = Functions(server)
        quiet = functions.create(HARMLESS)
        expect_start(functions, quiet, COPIED)

        def reports():
            group = f"/aws/lambda/{quiet}"
            log = server.client("logs").filter_log_events(logGroupName=group)
            lines = [event["message"] for event in log["events"]]
            assert not [line for line in lines if "RESTORE" in line.upper()]
            found = [line for line in lines if line.startswith("REPORT")]
            return found if len(found) > 1 else None

        every = wait_for(reports, "its calls are in the log")
        assert all("\tInit Duration: " in line for line in every), "it looks like any cold start"
        harmless = functions.create(BOTO3, MemorySize=256, Timeout=60)
        harm = "import uuid\nID = str(uuid.uuid4())\n"
        harmful = functions.create(harm + BOTO3, MemorySize=256, Timeout=60)
        expect_way(functions, harmless, "as a copy of one that had initialised")
        expect_way(functions, harmful, "not copied: uuid.uuid4() at app.py:2")
    finally:
        assert server.stop() == 0, server.log()


ASKED, REFUSED = {"samara:copies": "proved"}, {"samara:copies": "never"}
HARMLESS = "TABLE = list(range(1000))\ndef handler(event, context): return len(TABLE)"
COPIED = "as a copy of one that had initialised"
UNASKED = "not copied: it does not ask for it, by SnapStart or its tag samara:copies"
FORBIDDEN = "not copied: its tag samara:copies says never"


def expect_start(functions, name, expected):
    """Has instances of new revisions started, until the status of one is as expected: an image is
    made while nobody waits for it."""

    def start():
        functions.client.update_function_configuration(
            FunctionName=name, Description=unique("revision")
        )
        functions.until_active(name)
        assert functions.invoke(name)[0] == 1000
        said = way(functions.server, name)
        return said if expected in said else None

    return wait_for(start, f"{name} starts so: {expected}")


@NOT_HERE
def test_a_tag_asks_for_copies_of_one_function_or_against_them(functions):
    client = functions.client
    name = functions.create(HARMLESS, Tags=ASKED)
    arn = client.get_function_configuration(FunctionName=name)["FunctionArn"]
    expect_start(functions, name, COPIED)
    client.tag_resource(Resource=arn, Tags=REFUSED)
    assert COPIED not in expect_start(functions, name, FORBIDDEN)
    client.untag_resource(Resource=arn, TagKeys=["samara:copies"])
    expect_start(functions, name, UNASKED)
    client.tag_resource(Resource=arn, Tags=ASKED)
    expect_start(functions, name, COPIED)


@NOT_HERE
def test_a_tag_asks_only_for_what_is_harmless(functions):
    code = "import random\nX = random.random()\n" + HARMLESS
    name = functions.create(code, Tags=ASKED)
    expect_start(functions, name, "not copied: random.random() at app.py:2")


@NOT_HERE
def test_a_tag_is_stronger_than_snapstart(functions):
    name = functions.create(HARMLESS, Tags=REFUSED, **PYTHON)
    version = functions.client.publish_version(FunctionName=name)["Version"]
    found = settled(functions.client, name, version)
    assert (found["State"], found["SnapStart"]["OptimizationStatus"]) == ("Active", "Off")
    assert found["StateReason"] == "its tag samara:copies says never"
    assert functions.invoke(name, Qualifier=version)[0] == 1000
    assert FORBIDDEN in way(functions.server, name)


@NOT_HERE
def test_a_version_has_a_snapshot_once_no_tag_forbids_it(functions):
    client = functions.client
    name = functions.create(HARMLESS, Tags=REFUSED, **PYTHON)
    version = client.publish_version(FunctionName=name)["Version"]
    arn = client.get_function_configuration(FunctionName=name)["FunctionArn"]

    def status():
        return settled(client, name, version)["SnapStart"]["OptimizationStatus"]

    assert status() == "Off"
    client.untag_resource(Resource=arn, TagKeys=["samara:copies"])
    assert status() == "On"
    # Another tag is nothing to it, and this one turns it off again.
    client.tag_resource(Resource=arn, Tags={"team": "a"})
    found = client.get_function_configuration(FunctionName=name, Qualifier=version)
    assert found["State"] == "Active"
    client.tag_resource(Resource=arn, Tags=REFUSED)
    assert status() == "Off"


@NOT_HERE
def test_the_tags_of_a_template_ask_for_it_and_against_it(stacks, functions):
    template = TEMPLATE.replace("RUNTIME", "python3.12").replace(
        "SnapStart: { ApplyOn: PublishedVersions }", "Tags: { samara:copies: proved }"
    )
    name, _ = stacks.deploy(template, files={"app.py": HARMLESS})
    function = stacks.outputs(name)["Name"]
    expect_start(functions, function, COPIED)
    stacks.deploy(template.replace("proved", "never"), name, files={"app.py": HARMLESS})
    expect_start(functions, function, FORBIDDEN)


def test_a_tag_that_means_nothing_is_refused(functions):
    wrong = {"samara:copies": "yes"}
    said = "The tag samara:copies is 'never' or 'proved', not 'yes'"
    with pytest.raises(ClientError, match=said) as caught:
        functions.create(HARMLESS, Tags=wrong)
    assert caught.value.response["Error"]["Code"] == "InvalidParameterValueException"
    name = functions.create(HARMLESS)
    arn = functions.client.get_function_configuration(FunctionName=name)["FunctionArn"]
    with pytest.raises(ClientError, match=said):
        functions.client.tag_resource(Resource=arn, Tags=wrong)
    assert functions.client.list_tags(Resource=arn)["Tags"] == {}


def expect_way(functions, name, expected):
    """Has more and more instances started, until the status of one is as expected."""
    for calls in range(2, 40, 2):
        with ThreadPoolExecutor(calls) as pool:
            answers = pool.map(lambda _: functions.invoke(name, {"seconds": 1})[0], range(calls))
            assert all(own for _, own in answers)
        if expected in way(functions.server, name):
            return
    raise AssertionError(way(functions.server, name))


# STS answers everybody, and says who asked.
NODE = """
const { STSClient, GetCallerIdentityCommand } = require("@aws-sdk/client-sts");
const client = new STSClient({});
exports.handler = async () => {
  const { Arn } = await client.send(new GetCallerIdentityCommand({}));
  const { sessionToken } = await client.config.credentials();
  const own = sessionToken === process.env.AWS_SESSION_TOKEN;
  return own && Arn.endsWith(`/${process.env.AWS_LAMBDA_FUNCTION_NAME}`) ? 1000 : Arn;
};
"""
MODULES = Path(__file__).parent / "javascript" / "node_modules"
FOR_NODE = {"Runtime": "nodejs20.x", "MemorySize": 512, "Timeout": 30, "Tags": ASKED}


def sdk_of_node():
    """The files of the SDK that its clients load by `require`."""
    kinds = {".js", ".cjs", ".json"}
    files = [file for file in MODULES.resolve().rglob("*") if file.suffix in kinds]
    files = [file for file in files if not {"dist-es", "dist-types"} & set(file.parts)]
    place = MODULES.resolve().parent
    return {str(file.relative_to(place)): file.read_text() for file in files}


@NOT_HERE
@pytest.mark.skipif(not MODULES.is_dir(), reason="the SDK for JavaScript is not installed here")
def test_a_node_function_with_the_sdk_begins_as_a_copy(functions):
    name = functions.create({**sdk_of_node(), "app.js": NODE}, **FOR_NODE)
    expect_start(functions, name, COPIED)


@NOT_HERE
def test_a_node_function_that_draws_is_not_copied(functions):
    code = "const id = crypto.randomUUID();\nexports.handler = async () => 1000;"
    name = functions.create({"app.js": code}, **FOR_NODE)
    expect_start(functions, name, "not copied: crypto.randomUUID() at app.js:1")
