"""What bad input gets: one clear paragraph, the place, the way out, and nothing half done."""

import json
import os
import re
import shutil
import socket
import subprocess

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from harness import BINARY, Server, environment, samara, unique, wait_for

GOOD = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
  Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code/
      Handler: app.handler
      Runtime: python3.12
      Environment:
        Variables:
          TABLE: !Ref Table
"""

# What to change in it, the line where the fault then is, and what must be said.
FAULTS = {
    "a property with a typo": (("BillingMode", "BilingMode"), 6, ["BilingMode", "BillingMode"]),
    "an unknown resource type": (
        ("AWS::DynamoDB::Table", "AWS::DynamoDB::Tabel"),
        4,
        ["AWS::DynamoDB::Tabel"],
    ),
    "a folder that is not there": (("CodeUri: code/", "CodeUri: cod/"), 12, ["cod"]),
    "a reference to nothing": (("!Ref Table", "!Ref Tabel"), 17, ["Tabel"]),
    "a value of the wrong type": (("Runtime: python3.12", "Runtime: [1]"), 14, ["Runtime"]),
    "a required property left out": (("      Handler: app.handler\n", ""), None, ["Handler"]),
    "text that is no YAML": (("Resources:\n", "Resources: [\n"), None, []),
    "a key twice": (("  Function:\n", "  Table:\n"), 9, ["Table"]),
}


def paragraph(done, *words):
    """Asserts that a command failed as a good command fails; its error."""
    assert done.code not in (0, 101), f"exit {done.code}:\n{done.text}"
    assert done.code < 128, f"it was killed: {done.code}"
    text = done.err.strip()
    for trace in ("panicked at", "RUST_BACKTRACE", "stack backtrace", "Traceback (most"):
        assert trace not in done.text, text
    assert text, "nothing was said"
    begins = [found.start() for found in re.finditer("^error", text, re.MULTILINE)]
    error = text[begins[-1] :] if begins else text
    assert "\n\n" not in error, f"more than one paragraph:\n{error}"
    assert len(error) < 1500, error
    for word in words:
        assert word in error, f"{word!r} is not in:\n{error}"
    return error


def write(folder, template, code="def handler(event, context): pass\n"):
    (folder / "code").mkdir(parents=True, exist_ok=True)
    (folder / "code" / "app.py").write_text(code)
    path = folder / "template.yaml"
    path.write_text(template)
    return path


def missing(server, stack):
    with pytest.raises(ClientError) as caught:
        server.client("cloudformation").describe_stacks(StackName=stack)
    return "does not exist" in caught.value.response["Error"]["Message"]


# Templates


def test_the_template_that_the_faults_are_put_into_is_good(server, tmp_path):
    server.samara("deploy", write(tmp_path, GOOD), "--stack-name", unique("good"))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_template_is_refused_with_its_place_and_makes_nothing(server, tmp_path, fault):
    (old, new), line, words = FAULTS[fault]
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    stack = unique("bad")
    done = server.samara("deploy", path, "--stack-name", stack, expect=None)
    place = f"template.yaml:{line}" if line else "template.yaml"
    paragraph(done, place, *words)
    assert missing(server, stack)


def test_a_circle_of_references_names_everyone_in_it(server, tmp_path):
    template = (
        "Resources:\n"
        "  A: {Type: AWS::Events::EventBus, Properties: {Name: !Ref B}}\n"
        "  B: {Type: AWS::Events::EventBus, Properties: {Name: !Ref C}}\n"
        "  C: {Type: AWS::Events::EventBus, Properties: {Name: !Ref A}}\n"
    )
    stack = unique("bad")
    done = server.samara("deploy", write(tmp_path, template), "--stack-name", stack, expect=None)
    paragraph(done, "template.yaml", "A", "B", "C")
    assert missing(server, stack)


def test_what_only_the_service_refuses_is_rolled_back_whole(server, tmp_path):
    path = write(tmp_path, GOOD.replace("python3.12", "cobol85"))
    stack = unique("bad")
    paragraph(server.samara("deploy", path, "--stack-name", stack, expect=None), "cobol85")
    cfn = server.client("cloudformation")
    found = cfn.describe_stacks(StackName=stack)["Stacks"][0]
    assert found["StackStatus"] == "ROLLBACK_COMPLETE"
    left = cfn.describe_stack_resources(StackName=stack)["StackResources"]
    assert {each["ResourceStatus"] for each in left} <= {"DELETE_COMPLETE", "CREATE_FAILED"}


def test_a_template_that_is_not_there(server, tmp_path):
    path = tmp_path / "nothing.yaml"
    paragraph(server.samara("deploy", path, "--stack-name", "s", expect=None), "nothing.yaml")


def test_requirements_that_cannot_be_installed_stop_the_deployment(server, tmp_path):
    path = write(tmp_path, GOOD)
    (tmp_path / "code" / "requirements.txt").write_text("no-such-package-of-samara-tests==9.9\n")
    stack = unique("bad")
    done = server.samara("deploy", path, "--stack-name", stack, expect=None)
    paragraph(done, "requirements.txt")
    assert missing(server, stack)


def test_a_handler_that_does_not_import_says_so_when_it_is_called(server, tmp_path):
    stack = unique("stack")
    code = "import nothing_like_it\ndef handler(event, context): pass\n"
    server.samara("deploy", write(tmp_path, GOOD, code), "--stack-name", stack)
    found = server.client("cloudformation").describe_stack_resource(
        StackName=stack, LogicalResourceId="Function"
    )
    function = found["StackResourceDetail"]["PhysicalResourceId"]
    done = server.samara("invoke", function, expect=None)
    assert done.code != 0
    assert "No module named 'nothing_like_it'" in done.text


# Commands


@pytest.mark.parametrize(
    "command",
    [
        ["invoke", "no-such-function"],
        ["logs", "no-such-function"],
        ["delete", "no-such-stack"],
        ["invoke", "f", "-d", "{not json"],
        ["invoke", "f", "-f", "no-such-file.json"],
    ],
    ids=" ".join,
)
def test_a_command_about_nothing_says_what_is_missing(server, command):
    done = server.samara(*command, expect=None)
    paragraph(done, command[-1] if command[0] != "invoke" or len(command) == 2 else "")


def test_a_client_command_without_a_server_says_how_to_start_one():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    done = samara("status", expect=None, env=environment(f"http://127.0.0.1:{port}"))
    paragraph(done, f"127.0.0.1:{port}", "samara")


def test_a_wrong_flag_is_a_usage_error():
    assert samara("serve", "--no-such-flag", expect=None).code == 2


# Starting


def serve(data_dir, port="0"):
    """Tries to start a server that must not start; how it ended."""
    command = ["serve", "--dev", "--port", port, "--data-dir", data_dir]
    return samara(*command, expect=None, seconds=60)


def test_a_port_in_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = serve(tmp_path / "data", port)
    paragraph(done, port, "--port")


def test_a_data_directory_that_another_process_holds(own_server):
    own_server.start()
    done = serve(own_server.data_dir)
    paragraph(done, str(own_server.data_dir), "--data-dir")
    # And the one that holds it is none the worse.
    assert own_server.client("sts").get_caller_identity()["Account"]


def test_a_folder_that_is_somebody_elses(tmp_path):
    home = tmp_path / "documents"
    home.mkdir()
    (home / "thesis.txt").write_text("years of work")
    paragraph(serve(home), str(home))
    assert [path.name for path in home.iterdir()] == ["thesis.txt"]


def test_a_data_directory_of_a_newer_format(own_server):
    own_server.start()
    assert own_server.stop() == 0
    marked = [p for p in own_server.data_dir.rglob("*") if p.name.lower() == "format"]
    assert len(marked) == 1, "the format's number is in a file of that name"
    before = marked[0].read_bytes()
    marked[0].write_text("99999\n")
    paragraph(serve(own_server.data_dir), "99999", str(own_server.data_dir))
    marked[0].write_bytes(before)
    own_server.start()


def test_a_data_directory_that_cannot_be_written(tmp_path):
    file = tmp_path / "file"
    file.write_text("not a folder")
    paragraph(serve(file / "data"), str(file))


def test_a_log_with_a_flipped_byte_is_named_and_not_skipped(own_server):
    ddb = own_server.start().client("dynamodb")
    ddb.create_table(
        TableName="things",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    for n in range(200):
        item = {"id": {"S": str(n)}, "text": {"S": "needle-in-the-log"}}
        ddb.put_item(TableName="things", Item=item)
    own_server.kill()
    holding = [
        path
        for path in own_server.data_dir.rglob("*")
        if path.is_file() and b"needle-in-the-log" in path.read_bytes()
    ]
    assert holding, "the log holds what was written"
    path = max(holding, key=lambda p: p.read_bytes().count(b"needle-in-the-log"))
    content = bytearray(path.read_bytes())
    content[content.index(b"needle-in-the-log")] ^= 0x20
    path.write_bytes(content)
    paragraph(serve(own_server.data_dir), path.name)


# The disk


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own, small enough to fill."""
    home = tmp_path / "disk"
    home.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512m", "tmpfs", str(home)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("to fill a disk takes the right to mount one")
    yield home
    subprocess.run(["umount", "--lazy", str(home)], check=True)


def test_a_full_disk_refuses_writes_serves_reads_and_takes_up_again(small_disk):
    server = Server(small_disk / "data")
    server.log_path = small_disk.parent / "server.log"
    try:
        ddb = server.start().client("dynamodb")
        ddb.create_table(
            TableName="things",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )
        kept = set()

        def put(name):
            item = {"id": {"S": name}, "text": {"S": "x" * 100_000}}
            ddb.put_item(TableName="things", Item=item)
            kept.add(name)

        put("first")
        fill(small_disk / "filler")
        with pytest.raises(ClientError) as caught:
            put_many(put)
        status = caught.value.response["ResponseMetadata"]["HTTPStatusCode"]
        assert status in (500, 503, 507)
        assert ddb.get_item(TableName="things", Key={"id": {"S": "first"}})["Item"]
        (small_disk / "filler").unlink()

        def works_again():
            try:
                put("last")
            except (ClientError, BotoCoreError):
                return False
            return True

        wait_for(works_again, "writes are taken again")
        server.kill()
        ddb = server.start().client("dynamodb")
        for name in kept:
            assert "Item" in ddb.get_item(TableName="things", Key={"id": {"S": name}}), name
    finally:
        if server.process and server.process.poll() is None:
            server.kill()


def put_many(put):
    for n in range(5_000):
        put(str(n))


def fill(path):
    """Writes a file until the disk is full."""
    with open(path, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue


def test_a_start_on_a_full_disk_says_so_or_works(small_disk):
    fill(small_disk / "filler")
    done = subprocess.run(
        [BINARY, "serve", "--dev", "--json", "--port", "0", "--data-dir", small_disk / "data"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode not in (0, 101)
    assert "panicked" not in done.stderr
    assert "disk" in done.stderr
    assert "full" in done.stderr


# Requests


def test_bytes_that_are_no_request_do_no_harm(server):
    host, port = server.endpoint.split("://")[1].split(":")
    for junk in (
        b"\x00" * 100,
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: nonsense\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 10_000 + b"\r\n",
    ):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            # A server that has had enough may close at any of these.
            try:
                connection.sendall(junk)
                connection.shutdown(socket.SHUT_WR)
                answer = connection.recv(1000)
            except OSError:
                answer = b""
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer
    assert server.client("sts").get_caller_identity()["Account"] == "000000000000"


def test_a_deeply_nested_document_is_refused(server):
    ddb = server.client("dynamodb")
    deep = {"S": "x"}
    for _ in range(40):
        deep = {"M": {"a": deep}}
    with pytest.raises(ClientError) as caught:
        ddb.put_item(TableName="things", Item={"id": {"S": "a"}, "deep": deep})
    assert caught.value.response["Error"]["Code"] in (
        "ValidationException",
        "ResourceNotFoundException",
    )

    def replace(request, **_):
        request.data = b'{"a":' * 100_000

    ddb.meta.events.register("before-sign.dynamodb.ListTables", replace)
    with pytest.raises(ClientError) as caught:
        ddb.list_tables()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_the_environment_for_a_shell_is_printed(server):
    text = server.samara("env").out
    script = f"{text}\npython3 -c 'import os, json; print(json.dumps(dict(os.environ)))'"
    bash = shutil.which("bash")
    done = subprocess.run([bash, "-c", script], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["AWS_ENDPOINT_URL"] == server.endpoint
    assert found["AWS_ACCESS_KEY_ID"]
    assert found["AWS_SECRET_ACCESS_KEY"]
