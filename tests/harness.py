"""What the suites stand on: a server to talk to, the real clients, and waiting without sleeping.

Nothing here knows Samara but `Server`, `samara` and `call_api`. Everything else goes through boto3
and the AWS CLI, as anybody's program would.
"""

import base64
import http.client
import io
import json
import os
import queue
import signal
import subprocess
import threading
import time
import uuid
import zipfile
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
AWS = ROOT / ".venv" / "bin" / "aws"
BINARY = Path(os.environ.get("SAMARA_BINARY", TARGET / "debug" / "samara"))

REGION = "us-east-1"
ACCOUNT = "000000000000"

# How long a server, a deployment or a cold start may take here: a debug build on a busy machine.
PATIENCE_SECONDS = 60

# How often a condition is looked at. Short: the suites measure nothing by it.
POLL_SECONDS = 0.02


def wait_for(condition, what, seconds=PATIENCE_SECONDS):
    """Calls `condition` until it gives something true, and returns that."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}; the last look gave {value!r}")
        time.sleep(POLL_SECONDS)


def unique(prefix):
    """A name that no other test has."""
    return f"{prefix}-{uuid.uuid4().hex[:10]}"


def environment(endpoint, **more):
    """The environment of a client of the server at `endpoint`, and nothing of ours beside it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AWS_") and name not in ("PYTHONPATH", "PYTEST_ADDOPTS")
    }
    return {
        **kept,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        # The shop's native function: take the build that the Rust tests made.
        "PROFILE": "dev",
        **more,
    }


def runtimes():
    """Where test servers keep runtime layers: one folder for all, so that they install once."""
    return TARGET / "test-runtimes"


class Server:
    """One `samara serve`. It can be killed and started again on the same data and port."""

    def __init__(self, data_dir, *flags, dev=True, prefix=()):
        self.data_dir = Path(data_dir)
        # Words before the command, such as those that make it another user's.
        self.prefix = list(prefix)
        self.flags = [*(["--dev"] if dev else []), *flags]
        self.process = None
        self.port = 0
        self.ready = None
        self.log_path = self.data_dir.with_name(self.data_dir.name + ".log")

    @property
    def endpoint(self):
        return self.ready["endpoint"]

    def start(self):
        """Starts it, and returns when it says that it is ready."""
        command = [
            *self.prefix, BINARY, "serve", "--json", "--port", str(self.port),
            "--data-dir", self.data_dir, *self.flags,
        ]  # fmt: skip
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "SAMARA_RUNTIMES_DIR": str(runtimes())},
            )
        line = self._first_line()
        try:
            self.ready = json.loads(line)
            assert self.ready["ready"] is True
        except (ValueError, KeyError, TypeError, AssertionError):
            self.kill()
            said = f"the server said {line!r}, not that it is ready:\n{self.log()}"
            raise AssertionError(said) from None
        self.port = int(self.ready["endpoint"].rsplit(":", 1)[1])
        return self

    def _first_line(self):
        lines = queue.Queue()

        def read():
            for line in self.process.stdout:
                lines.put(line)
            lines.put("")

        threading.Thread(target=read, daemon=True).start()
        try:
            return lines.get(timeout=PATIENCE_SECONDS)
        except queue.Empty:
            self.kill()
            raise AssertionError(f"the server said nothing:\n{self.log()}") from None

    def kill(self):
        """Kill -9, and wait until it is gone."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Asks it to drain and stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not stop when asked:\n{self.log()}") from None

    def log(self):
        """The end of what it wrote to stderr."""
        return self.log_path.read_text(errors="replace")[-4000:] if self.log_path.exists() else ""

    def client(self, service, **more):
        """A boto3 client, as the account's root unless told otherwise, that never tries twice."""
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        config = Config(retries={"total_max_attempts": 1}, read_timeout=PATIENCE_SECONDS)
        keys.update(more)
        return boto3.session.Session().client(
            service,
            endpoint_url=self.endpoint,
            region_name=keys.pop("region_name", REGION),
            config=config.merge(keys.pop("config", Config())),
            **keys,
        )

    def aws(self, *arguments, expect=0):
        """Runs the AWS CLI; its JSON, or its text when that is none."""
        command = [AWS, *arguments]
        done = subprocess.run(
            command, env=environment(self.endpoint), capture_output=True, text=True, timeout=120
        )
        assert done.returncode == expect, f"aws {arguments}: {done.returncode}\n{done.stderr}"
        if expect:
            return done.stderr
        return json.loads(done.stdout) if done.stdout.strip()[:1] in ("{", "[") else done.stdout

    def samara(self, *arguments, expect=0, **more):
        """Runs a client command of the binary against this server."""
        return samara(*arguments, expect=expect, env=environment(self.endpoint), **more)


@dataclass
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def text(self):
        return self.out + self.err


def samara(*arguments, expect=0, env=None, cwd=ROOT, seconds=300):
    """Runs the binary to its end. `expect` is its exit code, or None for any."""
    done = subprocess.run(
        [BINARY, *map(str, arguments)],
        env=env, cwd=cwd, capture_output=True, text=True, timeout=seconds,
    )  # fmt: skip
    result = Done(done.returncode, done.stdout, done.stderr)
    if expect is not None:
        assert result.code == expect, f"samara {arguments}: {result.code}\n{result.text}"
    return result


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


def request(endpoint, method, path, body=None, headers=None, seconds=PATIENCE_SECONDS):
    """One HTTP request on a connection of its own. Header names come back in lower case."""
    host = endpoint.split("://", 1)[1]
    connection = http.client.HTTPConnection(host, timeout=seconds)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        found = {}
        for name, value in answer.getheaders():
            found.setdefault(name.lower(), []).append(value)
        return Answer(answer.status, {n: ", ".join(v) for n, v in found.items()}, answer.read())
    finally:
        connection.close()


def call_api(server, api_id, method, path, body=None, headers=None, **more):
    """Calls an API by its host name, as its URL would."""
    if isinstance(body, (dict, list)):
        body = json.dumps(body)
        headers = {"Content-Type": "application/json", **(headers or {})}
    port = server.endpoint.rsplit(":", 1)[1]
    host = {"Host": f"{api_id}.execute-api.localhost:{port}"}
    return request(server.endpoint, method, path, body, {**host, **(headers or {})}, **more)


def api_id_of(url):
    """The id in an execute-api URL."""
    return url.split("://", 1)[1].split(".", 1)[0]


def zip_of(files):
    """A zip archive of `{path: text}`; what is called `bootstrap` is a program."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (0o100755 if name == "bootstrap" else 0o100644) << 16
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


TRUST_LAMBDA = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def allow(*actions, resource="*", effect="Allow"):
    """A policy document of one statement."""
    statement = {"Effect": effect, "Action": list(actions), "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement]}


class Functions:
    """Makes functions of a server, and invokes them."""

    def __init__(self, server):
        self.server = server
        self.iam = server.client("iam")
        self.client = server.client("lambda")

    def role(self, *policies):
        """A role that functions may assume, with these inline policies; its ARN."""
        name = unique("role")
        arn = self.iam.create_role(
            RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST_LAMBDA)
        )["Role"]["Arn"]
        for number, policy in enumerate(policies):
            self.iam.put_role_policy(
                RoleName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(policy)
            )
        return arn

    def create(self, code, policies=(), **more):
        """Creates a function of this source (or these files), and waits until it is active; its
        name."""
        wanted = {
            "FunctionName": unique("function"),
            "Runtime": "python3.12",
            "Handler": "app.handler",
            "Code": {"ZipFile": zip_of(code if isinstance(code, dict) else {"app.py": code})},
            "Timeout": 10,
            **more,
        }
        if "Role" not in wanted:
            wanted["Role"] = self.role(*policies)
        name = self.client.create_function(**wanted)["FunctionName"]
        self.until_active(name)
        return name

    def until_active(self, name):
        def active():
            found = self.client.get_function_configuration(FunctionName=name)
            assert found["State"] != "Failed", found
            return found["State"] == "Active" and found["LastUpdateStatus"] == "Successful"

        wait_for(active, f"{name} is active")

    def invoke(self, name, payload=None, **more):
        """Invokes and waits: the payload that came back, and the whole response."""
        answer = self.client.invoke(
            FunctionName=name, Payload=json.dumps(payload if payload is not None else {}), **more
        )
        text = answer["Payload"].read()
        return (json.loads(text) if text else None), answer

    def tail(self, answer):
        """The log lines that came back with `LogType=Tail`."""
        return base64.b64decode(answer["LogResult"]).decode()


class Stacks:
    """Deploys templates to a server through the binary, and looks at what came of it."""

    def __init__(self, server, folder):
        self.server = server
        self.folder = Path(folder)
        self.client = server.client("cloudformation")

    def deploy(self, template, name=None, expect=0, files=None, **parameters):
        """Deploys a template (its text, or the path of one); the stack's name and the command."""
        name = name or unique("stack")
        if isinstance(template, str):
            home = self.folder / name
            home.mkdir(parents=True, exist_ok=True)
            for path, text in (files or {}).items():
                (home / path).parent.mkdir(parents=True, exist_ok=True)
                (home / path).write_text(text)
            (home / "template.yaml").write_text(template)
            template = home / "template.yaml"
        extra = []
        if parameters:
            pairs = [f"{key}={value}" for key, value in parameters.items()]
            extra = ["--parameter-overrides", *pairs]
        done = self.server.samara("deploy", template, "--stack-name", name, *extra, expect=expect)
        return name, done

    def outputs(self, name):
        stack = self.client.describe_stacks(StackName=name)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def status(self, name):
        return self.client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]

    def physical(self, name, logical):
        """The physical id of a resource of a stack."""
        found = self.client.describe_stack_resource(StackName=name, LogicalResourceId=logical)
        return found["StackResourceDetail"]["PhysicalResourceId"]


def rows(client, table):
    """Every item of a table, in boto3's typed form."""
    found = []
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        found.extend(page["Items"])
    return found
