"""Who pays when an instance ends, and whose log is whose."""

import json
import threading

import pytest
from harness import wait_for, zip_of

NODE = """
const later = () => new Promise((done) => setTimeout(done, 1000));
exports.handler = async (event) => {
    if (event.end === 'reject') { Promise.reject(new Error('unheard')); await later(); }
    if (event.end === 'throw') { setTimeout(() => { throw new Error('late'); }, 1); await later(); }
    return event;
};
"""

# Ends its process soon after its answer: whoever calls next finds it dead, or dying.
PYTHON_THAT_DIES = """
import os, threading
def handler(event, context):
    if event.get('end'):
        threading.Timer(event['end'], lambda: os._exit(5)).start()
    return event
"""

# Longer than an instance that has answered goes on until it is frozen, seconds.
THAWING = 0.05


def charged(functions, name, end, times=5):
    """How often a call fails because the process before it has ended by itself.

    A process that dies with a call in its hands is that call's own failure, as on AWS: it may have
    done half of its work. On a busy machine a process may be frozen before it has died.
    """
    failures = 0
    for number in range(times):
        functions.invoke(name, {"end": end})
        threading.Event().wait(0.1)  # The pause that a caller makes, in which it dies or freezes.
        seen, answer = functions.invoke(name, {"n": number})
        if "FunctionError" in answer:
            failures += 1
            assert "exit status 5" in seen["errorMessage"], seen
        else:
            assert seen == {"n": number}
    return failures


def node(functions):
    code = {"ZipFile": zip_of({"app.js": NODE})}
    return functions.create("", Code=code, Runtime="nodejs20.x", Handler="app.handler")


@pytest.mark.parametrize("end", ["reject", "throw"])
def test_the_call_after_an_error_that_ends_the_process_does_not_pay(functions, end):
    name = node(functions)
    for number in range(5):
        failed, answer = functions.invoke(name, {"end": end})
        assert answer["FunctionError"] == "Unhandled", failed
        seen, answer = functions.invoke(name, {"n": number})
        assert ("FunctionError" not in answer, seen) == (True, {"n": number})


@pytest.mark.parametrize("end", [0.001, THAWING], ids=["before it is frozen", "when it thaws"])
def test_the_call_after_a_process_ended_by_itself_does_not_pay(functions, end):
    name = functions.create(PYTHON_THAT_DIES)
    failures = charged(functions, name, end)
    # What thaws and dies may do so with the call in its hands.
    assert end == THAWING or failures <= 2


def asynchronous_reports(functions, server):
    """What a function reports whose process ends after one call, and which is then called by event:
    lines of its log."""
    name = functions.create(PYTHON_THAT_DIES)
    functions.invoke(name, {"end": 0.001})
    threading.Event().wait(0.1)
    answer = functions.client.invoke(
        FunctionName=name, InvocationType="Event", Payload=json.dumps({"n": 1})
    )
    assert answer["StatusCode"] == 202
    logs = server.client("logs")

    def reported():
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}", filterPattern="REPORT")[
            "events"
        ]
        return len(events) >= 2 and events

    return [event["message"] for event in wait_for(reported, "both calls are reported")]


def test_an_asynchronous_call_is_not_charged_for_a_process_that_had_ended(functions, server):
    tries = (asynchronous_reports(functions, server) for _ in range(4))
    # Once is enough: on a busy machine it may be frozen before it ends, with the call in its hands.
    assert any(all("Status: error" not in line for line in lines) for lines in tries)


def test_a_calls_log_begins_at_its_start_and_holds_no_other_calls_lines(functions):
    name = functions.create("""
import os, sys, threading, time
def behind(begun):
    while True:
        print('behind')
        begun.set()
        time.sleep(0.001)
def handler(event, context):
    if event.get('secret'):
        sys.stdout.write('z' * 300_000)
    if event.get('thread'):
        begun = threading.Event()
        threading.Thread(target=behind, args=[begun], daemon=True).start()
        begun.wait()
    os.write(1, b'x\\n')
""")
    functions.invoke(name, {"secret": True})
    for event in ({}, {"thread": True}, {}):
        _, answer = functions.invoke(name, event, LogType="Tail")
        tail = functions.tail(answer)
        request_id = answer["ResponseMetadata"]["RequestId"]
        assert tail.startswith(f"START RequestId: {request_id} "), tail
        assert "zz" not in tail, tail
        assert "\nx\n" in tail, tail
