"""Lambda as boto3 sees it: functions are made, run, fail and are told apart, as on AWS."""

import json
import re
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError
from harness import allow, rows, unique, wait_for, zip_of

ECHO = """
import os, time
def handler(event, context):
    return {
        "event": event,
        "name": context.function_name,
        "version": context.function_version,
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "request": context.aws_request_id,
        "group": context.log_group_name,
        "left": context.get_remaining_time_in_millis(),
        "word": os.environ.get("WORD"),
        "region": os.environ["AWS_REGION"],
        "root": os.environ["LAMBDA_TASK_ROOT"],
    }
"""

NODE_ECHO = """
export const handler = async (event, context) => ({
  event,
  name: context.functionName,
  memory: context.memoryLimitInMB,
  request: context.awsRequestId,
  left: context.getRemainingTimeInMillis(),
});
"""


@pytest.fixture(scope="module")
def client(server):
    return server.client("lambda")


def node(files, **more):
    """What makes a function a Node one."""
    return {
        "Runtime": "nodejs22.x",
        "Handler": "app.handler",
        "Code": {"ZipFile": zip_of(files)},
        **more,
    }


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    return response["Error"]["Code"], status, response["Error"]["Message"]


# What a function gets and gives


def test_a_python_function_gets_its_event_context_and_environment(functions):
    name = functions.create(ECHO, Environment={"Variables": {"WORD": "hello"}}, MemorySize=256)
    event = {"text": "Grüße", "list": [1, 2.5, None, True], "deep": {"a": {"b": "c"}}}
    got, answer = functions.invoke(name, event)
    assert answer["StatusCode"] == 200
    assert "FunctionError" not in answer
    assert answer["ExecutedVersion"] == "$LATEST"
    left = got.pop("left")
    assert 5_000 < left <= 10_000
    assert got == {
        "event": event,
        "name": name,
        "version": "$LATEST",
        "arn": f"arn:aws:lambda:us-east-1:000000000000:function:{name}",
        "memory": "256",
        "request": answer["ResponseMetadata"]["RequestId"],
        "group": f"/aws/lambda/{name}",
        "word": "hello",
        "region": "us-east-1",
        "root": "/var/task",
    }


def test_a_node_function_gets_its_event_and_context(functions):
    name = functions.create("", **node({"app.mjs": NODE_ECHO}), MemorySize=256)
    got, answer = functions.invoke(name, {"text": "Grüße"})
    assert 5_000 < got.pop("left") <= 10_000
    assert got == {
        "event": {"text": "Grüße"},
        "name": name,
        "memory": "256",
        "request": answer["ResponseMetadata"]["RequestId"],
    }


def test_a_common_js_function_with_a_callback_runs(functions):
    code = "exports.handler = (event, context, done) => done(null, { got: event.n + 1 });"
    name = functions.create("", **node({"app.js": code}))
    assert functions.invoke(name, {"n": 1})[0] == {"got": 2}


@pytest.mark.parametrize("sdk", ["python", "node"])
def test_a_function_finds_its_languages_aws_sdk(functions, sdk):
    if sdk == "python":
        code = """
import boto3
def handler(event, context):
    return boto3.client("sts").get_caller_identity()["Arn"]
"""
        name = functions.create(code, Timeout=30)
    else:
        code = """
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
const sts = new STSClient({});
export const handler = async () => (await sts.send(new GetCallerIdentityCommand({}))).Arn;
"""
        name = functions.create("", **node({"app.mjs": code}, Timeout=30))
    arn, _ = functions.invoke(name)
    assert re.fullmatch(rf"arn:aws:sts::000000000000:assumed-role/role-\w+/{name}", arn)


def test_results_are_json_of_any_kind(functions):
    name = functions.create("def handler(event, context):\n    return event\n")
    for value in [None, 1, "text", [], {"a": None}, False, "ü\u2028"]:
        answer = functions.client.invoke(FunctionName=name, Payload=json.dumps(value))
        assert json.loads(answer["Payload"].read()) == value


def test_an_instance_keeps_its_state_between_calls_and_a_new_one_starts_afresh(functions):
    code = """
import uuid
me, calls = str(uuid.uuid4()), 0
def handler(event, context):
    global calls
    calls += 1
    return [me, calls]
"""
    name = functions.create(code)
    first, _ = functions.invoke(name)
    second, _ = functions.invoke(name)
    assert (first[1], second) == (1, [first[0], 2])
    functions.client.update_function_configuration(FunctionName=name, Description="changed")
    functions.until_active(name)
    assert functions.invoke(name)[0][1] == 1


def test_calls_at_the_same_time_run_in_instances_of_their_own(functions):
    code = """
import os, random, time, uuid
me = [str(uuid.uuid4()), random.random(), os.urandom(8).hex()]
def handler(event, context):
    time.sleep(2)  # Longer than four starts take on a busy machine.
    return me
"""
    name = functions.create(code)
    with ThreadPoolExecutor(4) as pool:
        found = [got for got, _ in pool.map(lambda _: functions.invoke(name), range(4))]
    # Not even their random numbers agree.
    for place in range(3):
        assert len({each[place] for each in found}) == 4


# How it fails


def test_an_exception_of_python_comes_back_in_lambdas_shape(functions):
    name = functions.create("def handler(event, context):\n    raise ValueError('no such thing')\n")
    got, answer = functions.invoke(name)
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    assert got["errorType"] == "ValueError"
    assert got["errorMessage"] == "no such thing"
    assert got["requestId"] == answer["ResponseMetadata"]["RequestId"]
    assert len(got["stackTrace"]) == 1
    assert got["stackTrace"][0].startswith('  File "/var/task/app.py", line 2, in handler\n')


def test_an_error_of_node_comes_back_in_lambdas_shape(functions):
    code = "export const handler = async () => { throw new TypeError('no such thing'); };"
    name = functions.create("", **node({"app.mjs": code}))
    got, answer = functions.invoke(name)
    assert answer["FunctionError"] == "Unhandled"
    assert (got["errorType"], got["errorMessage"]) == ("TypeError", "no such thing")
    assert got["trace"][0] == "TypeError: no such thing"
    assert "/var/task/app.mjs:1" in got["trace"][1]


@pytest.mark.parametrize(
    ("more", "kind", "message"),
    [
        (
            {"Code": {"ZipFile": zip_of({"app.py": "import nothing_like_it\n"})}},
            "Runtime.ImportModuleError",
            "Unable to import module 'app': No module named 'nothing_like_it'",
        ),
        (
            {"Code": {"ZipFile": zip_of({"other.py": ""})}},
            "Runtime.ImportModuleError",
            "Unable to import module 'app': No module named 'app'",
        ),
        (
            {"Handler": "app.nothing"},
            "Runtime.HandlerNotFound",
            "Handler 'nothing' missing on module 'app'",
        ),
        (
            {"Handler": "app"},
            "Runtime.MalformedHandlerName",
            "Bad handler 'app': not enough values to unpack (expected 2, got 1)",
        ),
        (
            {"Code": {"ZipFile": zip_of({"app.py": "def handler(:\n"})}},
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module 'app'",
        ),
    ],
)
def test_a_handler_that_cannot_be_found_says_why(functions, more, kind, message):
    name = functions.create("def handler(event, context): pass\n", **more)
    got, answer = functions.invoke(name)
    assert answer["FunctionError"] == "Unhandled"
    assert got["errorType"] == kind
    assert got["errorMessage"].startswith(message)


def test_a_timeout_ends_the_call_and_the_next_one_works(functions):
    code = """
import time
def handler(event, context):
    time.sleep(event["seconds"])
    return "done"
"""
    name = functions.create(code, Timeout=1)
    got, answer = functions.invoke(name, {"seconds": 30})
    assert answer["FunctionError"] == "Unhandled"
    assert got["errorMessage"].endswith("Task timed out after 1.00 seconds")
    assert functions.invoke(name, {"seconds": 0})[0] == "done"


def test_an_exit_and_an_exhausted_memory_are_told_apart_and_survived(functions):
    code = """
import os
def handler(event, context):
    if event["how"] == "exit":
        os._exit(3)
    if event["how"] == "memory":
        held = [bytearray(64 * 1024 * 1024) for _ in range(64)]
    return "fine"
"""
    name = functions.create(code, MemorySize=128)
    exited, answer = functions.invoke(name, {"how": "exit"})
    assert answer["FunctionError"] == "Unhandled"
    assert exited["errorType"] == "Runtime.ExitError"
    assert exited["errorMessage"].endswith("Error: Runtime exited with error: exit status 3")
    killed, answer = functions.invoke(name, {"how": "memory"})
    assert answer["FunctionError"] == "Unhandled"
    # Python may see the refusal itself (MemoryError) or be killed by the kernel.
    assert "signal: killed" in killed["errorMessage"] or killed["errorType"] in (
        "Runtime.OutOfMemory",
        "MemoryError",
    )
    assert killed["errorMessage"] != exited["errorMessage"]
    assert functions.invoke(name, {"how": "no"})[0] == "fine"


def test_a_result_that_is_no_json_or_too_large_is_an_error_of_the_function(functions):
    name = functions.create(
        "def handler(event, context):\n"
        "    return {1, 2} if event['how'] == 'set' else 'x' * (7 * 1024 * 1024)\n",
        MemorySize=512,
    )
    got, _ = functions.invoke(name, {"how": "set"})
    assert got["errorType"] == "Runtime.MarshalError"
    assert "is not JSON serializable" in got["errorMessage"]
    got, answer = functions.invoke(name, {"how": "large"})
    assert answer["FunctionError"] == "Unhandled"
    assert got["errorType"] == "Function.ResponseSizeTooLarge"


# What it may not do


def test_a_function_sees_its_own_folder_and_nothing_of_the_machine(functions, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the host's")
    code = f"""
import os, socket
def attempt(what):
    try:
        what()
        return "possible"
    except OSError as error:
        return "refused"
def handler(event, context):
    open("/tmp/mine", "w").write("x")
    return {{
        "write to the code": attempt(lambda: open("/var/task/x", "w")),
        "write to the root": attempt(lambda: open("/x", "w")),
        "write to /etc": attempt(lambda: open("/etc/x", "w")),
        "read the host's files": attempt(lambda: open({str(secret)!r})),
        "reach the internet": attempt(
            lambda: socket.create_connection(("1.1.1.1", 53), timeout=1)),
        "reach the host's port": attempt(
            lambda: socket.create_connection(("127.0.0.1", event["port"]), timeout=1)),
        "see other processes": len([p for p in os.listdir("/proc") if p.isdigit()]) < 10,
        "be root outside": os.path.exists("/proc/1/root/root/.cargo"),
    }}
"""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        name = functions.create(code)
        got, _ = functions.invoke(name, {"port": listener.getsockname()[1]})
    assert got == {
        "write to the code": "refused",
        "write to the root": "refused",
        "write to /etc": "refused",
        "read the host's files": "refused",
        "reach the internet": "refused",
        "reach the host's port": "refused",
        "see other processes": True,
        "be root outside": False,
    }


def test_a_function_cannot_start_more_processes_than_lambda_allows(functions):
    code = """
import os, time
def handler(event, context):
    started = 0
    try:
        for _ in range(3000):
            if os.fork() == 0:
                time.sleep(20)
                os._exit(0)
            started += 1
    except OSError:
        return started
    return "no limit"
"""
    name = functions.create(code, MemorySize=1024, Timeout=20)
    started, _ = functions.invoke(name)
    # AWS stops at 1,024 processes and threads.
    assert isinstance(started, int)
    assert started <= 1024


# Logs


def test_the_tail_of_the_log_has_the_lines_that_aws_writes(functions):
    name = functions.create("def handler(event, context):\n    print('said')\n", MemorySize=128)
    _, answer = functions.invoke(name, LogType="Tail")
    request = answer["ResponseMetadata"]["RequestId"]
    lines = functions.tail(answer).splitlines()
    assert lines[0] == f"START RequestId: {request} Version: $LATEST"
    assert lines[1] == "said"
    assert lines[2] == f"END RequestId: {request}"
    report = re.fullmatch(
        rf"REPORT RequestId: {request}\tDuration: ([\d.]+) ms\tBilled Duration: (\d+) ms\t"
        r"Memory Size: 128 MB\tMax Memory Used: (\d+) MB(\tInit Duration: ([\d.]+) ms)?\t?",
        lines[3],
    )
    assert report, lines[3]
    assert report[4], "the first call reports its init"
    assert 0 < int(report[3]) <= 128
    _, answer = functions.invoke(name, LogType="Tail")
    assert "Init Duration" not in functions.tail(answer)


# The other kinds of invocation


def test_an_asynchronous_call_is_accepted_and_runs(server, functions):
    ddb = server.client("dynamodb")
    table = unique("calls")
    ddb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    code = """
import boto3, os
def handler(event, context):
    item = {"id": {"S": event["id"]}}
    boto3.client("dynamodb").put_item(TableName=os.environ["TABLE"], Item=item)
"""
    variables = {"Variables": {"TABLE": table}}
    name = functions.create(code, [allow("dynamodb:PutItem")], Environment=variables, Timeout=30)
    got, answer = functions.invoke(name, {"id": "x"}, InvocationType="Event")
    assert (answer["StatusCode"], got) == (202, None)
    wait_for(lambda: rows(ddb, table) == [{"id": {"S": "x"}}], "the call was made")


FAILS = "def handler(event, context):\n    raise RuntimeError('always')\n"


def test_an_asynchronous_call_that_fails_for_good_goes_to_its_destination(server, functions):
    logs = server.client("logs")
    told = functions.create(
        "import json\ndef handler(event, context):\n    print('TOLD', json.dumps(event))\n"
    )
    arn = "arn:aws:lambda:us-east-1:000000000000:function:"
    name = functions.create(FAILS, [allow("lambda:InvokeFunction", resource=arn + told)])
    functions.client.put_function_event_invoke_config(
        FunctionName=name,
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": arn + told}},
    )
    _, answer = functions.invoke(name, {"n": 7}, InvocationType="Event")

    def record():
        try:
            found = logs.filter_log_events(
                logGroupName=f"/aws/lambda/{told}", filterPattern="TOLD"
            )["events"]
        except logs.exceptions.ResourceNotFoundException:
            return None
        return json.loads(found[0]["message"].split(" ", 1)[1]) if found else None

    got = wait_for(record, "the destination was told")
    assert got["version"] == "1.0"
    assert got["requestContext"]["requestId"] == answer["ResponseMetadata"]["RequestId"]
    assert got["requestContext"]["functionArn"] == f"{arn}{name}:$LATEST"
    assert got["requestContext"]["condition"] == "RetriesExhausted"
    assert got["requestContext"]["approximateInvokeCount"] == 1
    assert got["requestPayload"] == {"n": 7}
    assert got["responseContext"]["functionError"] == "Unhandled"
    assert got["responsePayload"]["errorMessage"] == "always"


def test_without_a_destination_a_failed_call_is_a_dead_letter_that_status_shows(server, functions):
    name = functions.create(FAILS)
    functions.client.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0)
    functions.invoke(name, InvocationType="Event")
    wait_for(lambda: name in server.samara("status").out, "the dead letter is shown")


def test_who_else_may_call_a_function_is_its_policy(functions, client):
    name = functions.create(FAILS)
    given = {
        "FunctionName": name,
        "StatementId": "one",
        "Action": "lambda:InvokeFunction",
        "Principal": "events.amazonaws.com",
    }
    client.add_permission(**given)
    policy = json.loads(client.get_policy(FunctionName=name)["Policy"])
    (statement,) = policy["Statement"]
    assert statement["Sid"] == "one"
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Resource"].endswith(f":function:{name}")
    assert refused(client.add_permission, **given)[:2] == ("ResourceConflictException", 409)
    client.remove_permission(FunctionName=name, StatementId="one")
    assert refused(client.get_policy, FunctionName=name)[:2] == ("ResourceNotFoundException", 404)


def test_a_dry_run_runs_nothing(functions):
    name = functions.create("def handler(event, context):\n    raise RuntimeError('ran')\n")
    got, answer = functions.invoke(name, InvocationType="DryRun")
    assert (answer["StatusCode"], got) == (204, None)


def test_the_aws_cli_and_samara_invoke_too(server, functions, tmp_path):
    name = functions.create("def handler(event, context):\n    return event['n'] + 1\n")
    out = tmp_path / "out.json"
    shown = server.aws(
        "lambda", "invoke", "--function-name", name, "--payload", '{"n": 1}', str(out)
    )
    assert shown["StatusCode"] == 200
    assert out.read_text() == "2"
    assert server.samara("invoke", name, "-d", '{"n": 4}').out.strip() == "5"


# Functions as things


def test_new_code_is_what_runs(functions, client):
    name = functions.create("def handler(event, context):\n    return 'old'\n")
    assert functions.invoke(name)[0] == "old"
    code = zip_of({"app.py": "def handler(event, context):\n    return 'new'\n"})
    client.update_function_code(FunctionName=name, ZipFile=code)
    functions.until_active(name)
    assert functions.invoke(name)[0] == "new"


def test_a_function_is_shown_listed_and_deleted(functions, client):
    name = functions.create("def handler(event, context): pass\n", Description="a thing")
    shown = client.get_function(FunctionName=name)["Configuration"]
    assert shown["Description"] == "a thing"
    assert shown["Runtime"] == "python3.12"
    assert shown["CodeSize"] > 0
    listed = [
        each["FunctionName"]
        for page in client.get_paginator("list_functions").paginate(
            PaginationConfig={"PageSize": 2}
        )
        for each in page["Functions"]
    ]
    assert listed.count(name) == 1
    client.delete_function(FunctionName=name)
    assert refused(client.get_function, FunctionName=name)[:2] == ("ResourceNotFoundException", 404)


def test_a_deleted_function_has_no_instance_left(functions, server):
    name = functions.create("def handler(event, context): return 1")
    assert functions.invoke(name)[0] == 1

    def known():
        told = json.loads(server.samara("status", "--json").out)["server"]["functions"]
        return [one["versions"] for one in told if one["name"] == name and one["versions"]]

    assert known()
    functions.client.delete_function(FunctionName=name)
    wait_for(lambda: not known(), "its instance is gone")


def test_a_function_that_is_not_there(client):
    arn = "arn:aws:lambda:us-east-1:000000000000:function:nothing-here"
    assert refused(client.invoke, FunctionName="nothing-here") == (
        "ResourceNotFoundException",
        404,
        f"Function not found: {arn}",
    )


def test_a_name_that_is_taken(functions, client):
    name = functions.create("def handler(event, context): pass\n")
    found = client.get_function_configuration(FunctionName=name)
    assert refused(
        client.create_function,
        FunctionName=name,
        Runtime="python3.12",
        Handler="app.handler",
        Role=found["Role"],
        Code={"ZipFile": zip_of({"app.py": ""})},
    ) == ("ResourceConflictException", 409, f"Function already exist: {name}")


@pytest.mark.parametrize(
    "archive",
    [
        b"not a zip at all",
        zip_of({"../outside.py": "x"}),
        zip_of({"/absolute.py": "x"}),
        zip_of({"bomb": "0" * (300 * 1024 * 1024)}),
    ],
    ids=["no zip", "parent path", "absolute path", "bomb"],
)
def test_code_that_is_no_sound_archive_is_refused_and_leaves_nothing(functions, client, archive):
    name = unique("bad")
    code, status, _ = refused(
        client.create_function,
        FunctionName=name,
        Runtime="python3.12",
        Handler="app.handler",
        Role=functions.role(),
        Code={"ZipFile": archive},
    )
    assert (code, status) == ("InvalidParameterValueException", 400)
    assert refused(client.get_function, FunctionName=name)[:2] == ("ResourceNotFoundException", 404)


@pytest.mark.parametrize(
    "wrong",
    [
        {"Runtime": "cobol85"},
        {"MemorySize": 10_241},
        {"Timeout": 901},
        {"FunctionName": "with space"},
        {"Role": "not-an-arn"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_setting_that_lambda_does_not_take_is_refused(functions, client, wrong):
    wanted = {
        "FunctionName": unique("bad"),
        "Runtime": "python3.12",
        "Handler": "app.handler",
        "Role": functions.role(),
        "Code": {"ZipFile": zip_of({"app.py": ""})},
        **wrong,
    }
    code, status, message = refused(client.create_function, **wanted)
    assert status == 400
    assert code in ("ValidationException", "InvalidParameterValueException")
    assert str(next(iter(wrong.values()))) in message


def test_a_payload_over_six_megabytes_is_refused(functions, client):
    name = functions.create("def handler(event, context): pass\n")
    payload = b'"' + b"x" * (6 * 1024 * 1024) + b'"'
    _, status, message = refused(client.invoke, FunctionName=name, Payload=payload)
    assert status == 413
    assert "6291456" in message


def test_a_payload_that_is_no_json_is_refused(functions, client):
    name = functions.create("def handler(event, context): pass\n")
    code, status, _ = refused(client.invoke, FunctionName=name, Payload=b"{not json")
    assert (code, status) == ("InvalidRequestContentException", 400)


def test_three_hundred_calls_at_once_are_each_answered_rightly_or_throttled(functions, client):
    """More than there are instances for: no answer is another call's, and nobody hangs."""
    name = functions.create(
        "def handler(event, context): return [event, context.aws_request_id]\n", Timeout=30
    )

    def call(number):
        try:
            result, answer = functions.invoke(name, number)
        except ClientError as error:
            return error.response["Error"]["Code"]
        assert "FunctionError" not in answer, result
        assert result == [number, answer["ResponseMetadata"]["RequestId"]]
        return 200

    with ThreadPoolExecutor(300) as callers:
        answers = Counter(callers.map(call, range(300)))
    print(f"300 calls at once: {dict(answers)}")
    assert set(answers) <= {200, "TooManyRequestsException"}, answers
    assert functions.invoke(name, "after")[0][0] == "after"
