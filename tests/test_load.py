"""A function under more calls than there is room for, and under a change of its code."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from botocore.config import Config
from botocore.exceptions import ClientError
from harness import zip_of

CALLS = 1000
# How long all calls together may take: far longer than they do, far shorter than a hang.
LIMIT_SECONDS = 25
THROTTLED = ("TooManyRequestsException", 429)
HANDLER = "import os\ndef handler(event, context):\n    return [event['n'], VERSION]\n"


def code(version):
    return HANDLER.replace("VERSION", str(version))


def burst(functions, server, name, calls):
    """So many calls at once, each by a thread of its own; what became of each."""
    config = Config(max_pool_connections=calls, read_timeout=LIMIT_SECONDS)
    client = server.client("lambda", config=config)
    gate = threading.Barrier(calls)

    def call(number):
        gate.wait()
        try:
            answer = client.invoke(FunctionName=name, Payload=json.dumps({"n": number}))
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            return error.response["Error"]["Code"], status
        seen = json.loads(answer["Payload"].read())
        assert ("FunctionError" not in answer, seen) == (True, [number, 1])
        return "answered"

    with ThreadPoolExecutor(calls) as threads:
        ends = list(threads.map(call, range(calls)))
    assert set(ends) <= {"answered", THROTTLED}, set(ends)
    return ends


def test_a_thousand_calls_at_once_are_answered_or_throttled(functions, server):
    name = functions.create(code(1))
    began = time.monotonic()
    ends = burst(functions, server, name, CALLS)
    assert time.monotonic() - began < LIMIT_SECONDS
    assert "answered" in ends
    # It serves on: nothing is stuck, no place is lost.
    assert functions.invoke(name, {"n": 7})[0] == [7, 1]


def test_a_reserve_is_kept_under_load(functions, server):
    name = functions.create("import time\ndef handler(event, context):\n"
                            "    time.sleep(0.3)\n    return [event['n'], 1]\n")  # fmt: skip
    functions.client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=5)
    ends = burst(functions, server, name, 50)
    assert ends.count("answered") >= 5
    assert THROTTLED in ends


def test_new_code_under_load_fails_no_request(functions, server):
    name = functions.create(code(1))
    functions.invoke(name, {"n": 0})
    ended = threading.Event()
    seen, failures = set(), []

    def call():
        client = server.client("lambda")
        last = 0
        while not ended.is_set():
            try:
                answer = client.invoke(FunctionName=name, Payload=json.dumps({"n": 1}))
                value = json.loads(answer["Payload"].read())
                if "FunctionError" in answer or value[1] < last:
                    failures.append((last, value))
                last = max(last, value[1])
                seen.add(value[1])
            except Exception as error:  # whatever a caller would see
                failures.append(error)

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    versions = range(2, 14)
    for version in versions:
        functions.client.update_function_code(
            FunctionName=name, ZipFile=zip_of({"app.py": code(version)})
        )
        # The change is in force once it is answered.
        assert functions.invoke(name, {"n": 2})[0] == [2, version]
    ended.set()
    for thread in threads:
        thread.join(LIMIT_SECONDS)
        assert not thread.is_alive(), "a call hangs"
    assert not failures, failures[:3]
    assert len(seen) > len(versions) // 2, "callers saw the versions change"
