"""Public runtime interface clients, unmodified, as custom runtimes.

AWS publishes the client that its managed runtimes are made of; a function on `provided.al2023` may
bring it, with the interpreter that it needs. So does this one: the interpreter that runs these
tests, and `awslambdaric` as PyPI has it. (The Rust one, `lambda_runtime`, is in examples/shop.)

The one for Node is built where it is installed, from C++, with cmake, autoconf and libtool, which
takes minutes; so its test looks for a folder in which that was done (see `NODE_CLIENT`).
"""

import importlib.util
import io
import os
import shutil
import sys
import sysconfig
import threading
import zipfile
from pathlib import Path

import pytest
from harness import ROOT
from test_invoker import charged

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
BOOTSTRAP = """#!/bin/sh
export LD_LIBRARY_PATH=/var/task/py/lib PYTHONHOME=/var/task/py PYTHONPATH=/var/task
exec /var/task/py/bin/python3 %s
"""
# Where `npm install aws-lambda-ric` has been run.
NODE_CLIENT = Path(os.environ.get("SAMARA_NODE_CLIENT", ROOT / "target" / "node-client"))
NODE_BOOTSTRAP = """#!/bin/sh
cd /var/task
exec /var/task/node node_modules/aws-lambda-ric/bin/index.mjs %s
"""
# Of the standard library, what no function asks for.
LEFT_OUT = {"test", "idlelib", "lib2to3", "ensurepip", "tkinter", "turtledemo", "site-packages"}


def add(archive, name, content, mode=0o755):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content, compresslevel=1)


def standard_library():
    """The standard library as a zip that Python imports from, compiled where it is."""
    held = io.BytesIO()
    home = Path(sysconfig.get_path("stdlib"))
    with zipfile.ZipFile(held, "w") as archive:
        for folder, folders, names in os.walk(home):
            folders[:] = [name for name in folders if name not in LEFT_OUT]
            for source in (Path(folder, name) for name in names if name.endswith(".py")):
                place = source.relative_to(home)
                compiled = Path(importlib.util.cache_from_source(str(source)))
                if compiled.exists():
                    archive.writestr(str(place.with_suffix(".pyc")), compiled.read_bytes())
                else:
                    archive.writestr(str(place), source.read_bytes())
    return held.getvalue()


@pytest.fixture(scope="module")
def interpreter():
    """What a function brings to run Python by itself: `{path: bytes}`."""
    files = {
        "py/bin/python3": Path(sys.executable).resolve().read_bytes(),
        f"py/lib/python{VERSION.replace('.', '')}.zip": standard_library(),
    }
    extensions = Path(sysconfig.get_config_var("DESTSHARED"))
    for extension in extensions.glob("*.so"):
        place = f"py/lib/python{VERSION}/lib-dynload/{extension.name}"
        files[place] = extension.read_bytes()
    if sysconfig.get_config_var("Py_ENABLE_SHARED"):
        library = sysconfig.get_config_var("INSTSONAME")
        folder = Path(sysconfig.get_config_var("LIBDIR"))
        files[f"py/lib/{library}"] = (folder / library).read_bytes()
    return files


@pytest.fixture(scope="module")
def client():
    """The runtime interface client, as pip has installed it for these tests."""
    home = Path(importlib.util.find_spec("awslambdaric").origin).parent.parent
    found = [*home.glob("runtime_client*.so")]
    for package in ("awslambdaric", "simplejson", "snapshot_restore_py"):
        found.extend(path for path in (home / package).rglob("*") if path.suffix in (".py", ".so"))
    return {str(path.relative_to(home)): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def create(functions, server):
    """Creates a function of these files, whose bootstrap starts Python with these arguments."""
    bucket = "runtime-clients"
    server.client("s3").create_bucket(Bucket=bucket)

    def create(arguments, *parts, bootstrap=BOOTSTRAP, **more):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            add(archive, "bootstrap", bootstrap % arguments)
            for part in parts:
                for name, content in part.items():
                    add(archive, name, content)
        key = os.urandom(8).hex()
        server.client("s3").put_object(Bucket=bucket, Key=key, Body=held.getvalue())
        code = {"S3Bucket": bucket, "S3Key": key}
        wanted = {"Runtime": "provided.al2023", "Handler": "app.handler", "MemorySize": 256, **more}
        return functions.create("", Code=code, **wanted)

    return create


APP = """
import os
calls = []
def handler(event, context):
    calls.append(event)
    print('hello', event.get('n'))
    if event.get('fail'):
        raise KeyError('no such thing')
    if event.get('exit'):
        os._exit(4)
    return {
        'event': event, 'calls': len(calls), 'id': context.aws_request_id,
        'name': context.function_name, 'memory': context.memory_limit_in_mb,
        'arn': context.invoked_function_arn, 'left': context.get_remaining_time_in_millis(),
    }
"""


def test_awslambdaric_runs_unmodified(functions, create, interpreter, client):
    name = create("-m awslambdaric app.handler", interpreter, client, {"app.py": APP})
    for number in (1, 2):
        seen, answer = functions.invoke(name, {"n": number}, LogType="Tail")
        assert "FunctionError" not in answer, seen
        assert seen["event"] == {"n": number}
        assert (seen["calls"], seen["name"], seen["memory"]) == (number, name, "256")
        assert seen["id"] == answer["ResponseMetadata"]["RequestId"]
        assert seen["arn"].endswith(f":function:{name}")
        assert 0 < seen["left"] <= 10_000
        lines = functions.tail(answer).splitlines()
        assert lines[0].startswith(f"START RequestId: {seen['id']} ")
        assert lines[1] == f"hello {number}"
        assert lines[2] == f"END RequestId: {seen['id']}"
    failed, answer = functions.invoke(name, {"fail": True})
    assert answer["FunctionError"] == "Unhandled"
    assert (failed["errorType"], failed["errorMessage"]) == ("KeyError", "'no such thing'")
    assert failed["stackTrace"]
    assert functions.invoke(name, {"n": 4})[0]["calls"] == 4, "the process lives on"
    failed, _ = functions.invoke(name, {"exit": True})
    assert failed["errorMessage"].endswith("Runtime exited with error: exit status 4")
    assert functions.invoke(name, {"n": 1})[0]["calls"] == 1, "another process"


def test_a_handler_that_awslambdaric_cannot_import_is_told(functions, create, interpreter, client):
    name = create("-m awslambdaric absent.handler", interpreter, client)
    failed, answer = functions.invoke(name)
    assert answer["FunctionError"] == "Unhandled"
    assert failed["errorType"] == "Runtime.ImportModuleError"
    assert "Unable to import module 'absent'" in failed["errorMessage"]


@pytest.fixture(scope="module")
def node_client():
    """The client for Node, as npm has built it, and the Node that runs it."""
    home = NODE_CLIENT / "node_modules" / "aws-lambda-ric"
    node = shutil.which("node")
    if not (home / "dist" / "rapid-client.node").exists() or not node:
        pytest.skip(
            f"aws-lambda-ric is not in {NODE_CLIENT}: with the packages cmake, autoconf, automake "
            "and libtool, run `npm install aws-lambda-ric` there (SAMARA_NODE_CLIENT names another)"
        )
    kept = [home / "package.json", *(home / "bin").glob("*"), *(home / "dist").glob("*")]
    files = {str(path.relative_to(NODE_CLIENT)): path.read_bytes() for path in kept}
    return {"node": Path(node).resolve().read_bytes(), **files}


NODE_APP = """
let calls = 0;
exports.handler = async (event, context) => {
  calls += 1;
  console.log('hello', event.n);
  if (event.fail) throw new RangeError('no such thing');
  return {
    event, calls, id: context.awsRequestId, name: context.functionName,
    memory: context.memoryLimitInMB, arn: context.invokedFunctionArn,
    left: context.getRemainingTimeInMillis(),
  };
};
"""


def test_aws_lambda_ric_runs_unmodified(functions, create, node_client):
    name = create("app.handler", node_client, {"app.js": NODE_APP}, bootstrap=NODE_BOOTSTRAP)
    for number in (1, 2):
        seen, answer = functions.invoke(name, {"n": number}, LogType="Tail")
        assert "FunctionError" not in answer, seen
        assert (seen["event"], seen["calls"], seen["name"]) == ({"n": number}, number, name)
        assert seen["memory"] == "256"
        assert seen["id"] == answer["ResponseMetadata"]["RequestId"]
        assert seen["arn"].endswith(f":function:{name}")
        assert 0 < seen["left"] <= 10_000
        assert "hello" in functions.tail(answer)
    failed, answer = functions.invoke(name, {"fail": True})
    assert answer["FunctionError"] == "Unhandled"
    assert (failed["errorType"], failed["errorMessage"]) == ("RangeError", "no such thing")
    assert failed["trace"]
    assert functions.invoke(name, {"n": 4})[0]["calls"] == 4, "the process lives on"


# The Runtime API with nothing but the standard library; its process ends soon after its answer.
THAT_DIES = """
import json, os, threading, urllib.request
api = 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/2018-06-01/runtime/invocation/'
while True:
    with urllib.request.urlopen(api + 'next') as call:
        event, request_id = call.read(), call.headers['Lambda-Runtime-Aws-Request-Id']
    end = json.loads(event).get('end')
    if end is not None:
        threading.Timer(end, lambda: os._exit(5)).start()
    urllib.request.urlopen(api + request_id + '/response', data=event).read()
"""


def test_the_call_after_a_process_ended_by_itself_does_not_pay(functions, create, interpreter):
    name = create("/var/task/app.py", interpreter, {"app.py": THAT_DIES})
    assert charged(functions, name, 0.0) <= 1


# A client that does not wait for ever, as the documentation asks for: what it misses while it is
# frozen it asks for again.
THAT_ASKS_AGAIN = """
import os, socket, urllib.error, urllib.request
api = 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/2018-06-01/runtime/invocation/'
asked = 0
while True:
    try:
        asked += 1
        with urllib.request.urlopen(api + 'next', timeout=0.004) as call:
            event, request_id = call.read(), call.headers['Lambda-Runtime-Aws-Request-Id']
    except (socket.timeout, urllib.error.URLError) as error:
        if isinstance(error, urllib.error.HTTPError):
            raise
        continue
    body = b'[%b, %d]' % (event, asked)
    urllib.request.urlopen(api + request_id + '/response', data=body).read()
"""


def test_a_client_that_asks_again_gets_its_call(functions, create, interpreter):
    name = create("/var/task/app.py", interpreter, {"app.py": THAT_ASKS_AGAIN})
    answers, refused = [], 0
    for number in range(12):
        seen, answer = functions.invoke(name, number)
        if "FunctionError" in answer:
            refused += 1
        else:
            assert seen[0] == number
            answers.append(seen[1])
        threading.Event().wait(0.03)  # In which it gives up, or is frozen.
    # The kernel may tell late that a connection was given up.
    assert refused <= 1
    # One process has served several calls, and asked more often than it was called.
    assert max(answers) > 6
