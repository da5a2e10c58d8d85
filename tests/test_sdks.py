"""The AWS SDKs of the runtimes, and interpreters that wait: begun when a function is created,
and never in a caller's way."""

import json
import os

import harness
import pytest
from harness import Functions, wait_for

ASKS = """
import importlib.util
def handler(event, context):
    return importlib.util.find_spec('boto3') is not None
"""


@pytest.fixture
def offline(own_server, tmp_path, monkeypatch):
    """A server that has no SDK and cannot get one."""
    monkeypatch.setattr(harness, "runtimes", lambda: tmp_path / "runtimes")
    for name, value in {
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_RETRIES": "0",
        "PIP_TIMEOUT": "1",
        "PIP_CONFIG_FILE": "/dev/null",
    }.items():
        monkeypatch.setenv(name, value)
    return own_server.start()


def sdks(server):
    return json.loads(server.samara("status", "--json").out)["server"]["sdks"]


def test_a_function_runs_without_an_sdk_that_cannot_be_had(offline):
    functions = Functions(offline)
    name = functions.create(ASKS)
    # Nobody has called it yet.
    failed = wait_for(lambda: sdks(offline)["failed"], "the installation has failed")
    assert [one["runtime"] for one in failed] == ["python3.12"]
    assert "the Python Package Index" in failed[0]["reason"]
    assert "check the network" in offline.samara("status").out
    assert functions.invoke(name)[0] is False
    logs = offline.client("logs")

    def told():
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
        return [event["message"] for event in events if event["message"].startswith("SAMARA")]

    lines = wait_for(told, "the function's log says why it has no SDK")
    assert any("the Python Package Index" in line for line in lines), lines
    assert functions.invoke(name)[0] is False


def test_status_tells_of_one_function(functions, server):
    name = functions.create("def handler(event, context): return 1\n")
    shown = server.samara("status", name).out
    assert name in shown
    assert "it has not been called" in shown
    functions.invoke(name)
    functions.invoke(name)
    shown = json.loads(server.samara("status", name, "--json").out)
    assert (shown["name"], shown["keepLearnt"]) == (name, False)
    assert shown["startMicros"] > shown["callMicros"] > 0
    version = shown["versions"][0]
    start = version.pop("start")
    counted = {"idle": 1, "busy": 0, "starting": 0, "waitingCalls": 0}
    assert shown["versions"] == [{"version": "$LATEST", "replaced": False, **counted}]
    assert start, "which way it was started"
    assert start in server.samara("status", name).out
    refused = server.samara("status", "no-such-function", expect=None)
    assert refused.code != 0
    assert "no function 'no-such-function'" in refused.text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers make sandboxes ahead")
def test_an_interpreter_waits_for_the_first_call_of_a_new_function(own_server):
    functions = Functions(own_server.start())
    assert "nothing is made ahead" in own_server.samara("status").out
    name = functions.create("def handler(event, context): return 7\n")

    def waiting():
        spares = json.loads(own_server.samara("status", "--json").out)["server"]["spares"]
        return [one for one in spares if one["ready"] and "python" in (one["program"] or "")]

    found = wait_for(waiting, "nobody has called, and an interpreter is ready")
    assert found[0]["program"] in own_server.samara("status").out
    assert functions.invoke(name)[0] == 7
    shown = json.loads(own_server.samara("status", name, "--json").out)
    assert "no prewarmed interpreter was ready" not in shown["versions"][0]["start"]
