"""What the runtime costs: starts by each way and phase, instances a second, what an idle one holds.

Each figure stands beside the least that this machine does of its kind (`floors`), measured in the
same run, and beside AWS's own client where that can be had here.
"""

import http.client
import json
import os
import re
import statistics
import subprocess
import threading
import time
from datetime import datetime
from pathlib import Path

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

# What a handler tells: when its module began, had imported the SDK, had a client; and when it was
# called. It waits for as long as it is asked to.
PYTHON = """
import time
began = time.time()
{sdk}
imported = time.time()
{client}
made = time.time()
def handler(event, context):
    called = time.time()
    time.sleep(event.get('wait_ms', 0) / 1000)
    return {{'began': began, 'imported': imported, 'made': made, 'called': called}}
"""
NODE = """
const now = () => (performance.timeOrigin + performance.now()) / 1000;
const began = now();
{sdk}
const imported = now();
{client}
const made = now();
export const handler = async (event) => {{
  const called = now();
  if (event.wait_ms) await new Promise((resolve) => setTimeout(resolve, event.wait_ms));
  return {{ began, imported, made, called }};
}};
"""
NODE_IMPORT = "const {DynamoDBClient} = await import('@aws-sdk/client-dynamodb');"

# Name, runtime, the file of the code, the code.
KINDS = {
    "native": ("provided.al2023", "bootstrap", None),
    "Python": ("python3.12", "app.py", PYTHON.format(sdk="", client="")),
    "Python, boto3 and a client": (
        "python3.12",
        "app.py",
        PYTHON.format(sdk="import boto3", client="client = boto3.client('dynamodb')"),
    ),
    "Node": ("nodejs22.x", "app.mjs", NODE.format(sdk="", client="")),
    "Node, the DynamoDB client": (
        "nodejs22.x",
        "app.mjs",
        NODE.format(sdk=NODE_IMPORT, client="const client = new DynamoDBClient({});"),
    ),
}

# How many instances of one version are asked for at once, and how long each of them is kept busy.
CROWD = {"native": 80, "Python": 80, "Node": 40}
BUSY_MS = 4000
CROWD_MEMORY_MIB = 128
# Functions that are deployed and never called, after as many as fill what a server fills but once.
DEPLOYED = 800
DEPLOYED_BEFORE = 200
# How long whatever is made ahead may take to be ready, seconds.
READY_SECONDS = 10

# The phases of a start, in their order; from "began" on the function itself tells. A copy's module
# began long before.
PHASES = [
    ("queue: the door, admission", "sent", "begun"),
    ("its code is looked up", "begun", "unpacked"),
    ("its sandbox is planned", "unpacked", "planned"),
    ("a sandbox is taken, or its group and disk made", "planned", "limited"),
    ("mounts, namespaces, listeners", "limited", "sandboxed"),
    ("a copy is made, and renewed", "sandboxed", "copied"),
    ("exec, interpreter, bootstrap", "sandboxed", "began"),
    ("import of the SDK", "began", "imported"),
    ("init: the client is made", "imported", "made"),
    ("it says that it is ready", "made", "ready"),
    ("the first call reaches its handler", "ready", "called"),
    ("the answer", "called", "answered"),
]


class Functions:
    """The functions of one server, called with as little of a client as can be."""

    def __init__(self, samara, make_zip, until_updated):
        self.samara, self.zip, self.until_updated = samara, make_zip, until_updated
        self.client, iam = samara.client("lambda"), samara.client("iam")
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
        statement = {**trust, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        made = iam.create_role(RoleName="bench", AssumeRolePolicyDocument=document)
        self.role = made["Role"]["Arn"]

    def create(self, name, kind, release, memory_mib=512):
        runtime, file, code = KINDS[kind]
        content = (release / "bench-function").read_bytes() if code is None else code
        self.client.create_function(
            FunctionName=name, Runtime=runtime, Handler="app.handler", Role=self.role,
            MemorySize=memory_mib, Timeout=60, Code={"ZipFile": self.zip(file, content)},
        )  # fmt: skip
        self.until_updated(self.client, name)
        return name

    def change(self, name, text):
        """Makes every instance an old one."""
        self.client.update_function_configuration(FunctionName=name, Description=text)
        self.until_updated(self.client, name)

    def status(self, *which):
        command = [self.samara.command[0], "status", "--json", *which]
        done = subprocess.run(
            command, env=self.samara.environment, check=True, capture_output=True, text=True
        )
        return json.loads(done.stdout)

    def until_ready(self):
        """Waits until all that is made ahead is there."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            spares = self.status()["server"].get("spares", [])
            if spares and all(spare["ready"] for spare in spares):
                return
            time.sleep(0.05)

    def way(self, name):
        """Which way its last instance started, in a few words."""
        text = self.status(name)["versions"][-1]["start"] or "unknown"
        return re.split(r":| that had", text)[0]


class Caller:
    """One connection, and one signed request that is sent again and again."""

    def __init__(self, port, function, event):
        body = json.dumps(event).encode()
        path = f"/2015-03-31/functions/{function}/invocations"
        headers = {"Host": f"127.0.0.1:{port}", "Content-Type": "application/json"}
        request = AWSRequest("POST", f"http://127.0.0.1:{port}{path}", headers=headers, data=body)
        SigV4Auth(Credentials("test", "test"), "lambda", "us-east-1").add_auth(request)
        self.request = ("POST", path, body, dict(request.headers))
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.connection.connect()

    def call(self):
        """When it was sent and answered, and what the handler told."""
        sent = time.time()
        self.connection.request(*self.request)
        answer = self.connection.getresponse()
        text = answer.read()
        answered = time.time()
        if answer.status != 200 or answer.headers.get("X-Amz-Function-Error"):
            raise SystemExit(f"a call failed: {answer.status} {text}")
        return {**json.loads(text), "sent": sent, "answered": answered}


def took_ms(seen):
    return (seen["answered"] - seen["sent"]) * 1000


def measure_starts(functions, release, rounds):
    """Milliseconds of calls that start an instance, less a warm one, by kind and way."""
    starts, first = {}, {}
    for number, kind in enumerate(KINDS):
        name = functions.create(f"start-{number}", kind, release)
        caller = Caller(functions.samara.port, name, {})
        first[kind] = took_ms(caller.call()) - took_ms(caller.call())
        for count in range(rounds):
            functions.change(name, str(count))
            functions.until_ready()
            cold = took_ms(caller.call())
            warm = statistics.median(took_ms(caller.call()) for _ in range(5))
            starts.setdefault((kind, functions.way(name)), []).append(cold - warm)
    return starts, first


def measure_phases(functions, release, rounds, log):
    """Milliseconds of each phase of a start, median, by kind and way."""
    seen = {}
    for number, kind in enumerate(KINDS):
        if KINDS[kind][2] is None:
            continue
        name = functions.create(f"phase-{number}", kind, release)
        caller = Caller(functions.samara.port, name, {})
        caller.call()
        for count in range(rounds):
            functions.change(name, str(count))
            functions.until_ready()
            told = caller.call()
            times = {**told, **phases_of(log, told["sent"])}
            if times["began"] < times["sent"]:
                times["copied"] = times["ready"]
                del times["began"], times["imported"], times["made"]
            seen.setdefault((kind, functions.way(name)), []).append(times)
    return {which: [phase_ms(times, phase) for phase in PHASES] for which, times in seen.items()}


def phases_of(log, since):
    """When the server came to each phase of the start that began after a time."""
    found = {}
    for line in log.read_text().splitlines():
        match = re.match(r'(\S+)Z +DEBUG .*phase="(\w+)"', line)
        if match:
            at = datetime.fromisoformat(match[1] + "+00:00").timestamp()
            if since <= at:
                found.setdefault(match[2], at)
    return found


def phase_ms(all_times, phase):
    _, begin, end = phase
    took = [(one[end] - one[begin]) * 1000 for one in all_times if begin in one and end in one]
    return statistics.median(took) if took else None


def measure_crowd(functions, release, kind):
    """Calls that want an instance each, all at once: instances a second, MiB of each when they are
    idle, how many there are, and which way they started."""
    count = CROWD[kind]
    name = functions.create("crowd", kind, release, CROWD_MEMORY_MIB)
    functions.until_ready()
    empty_kib = functions.samara.process.memory_kib()
    callers = [Caller(functions.samara.port, name, {"wait_ms": BUSY_MS}) for _ in range(count)]
    seen = []
    threads = [threading.Thread(target=lambda c=c: seen.append(c.call())) for c in callers]
    began = time.time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The others had an instance that was free again.
    called = sorted(one["called"] for one in seen if one["called"] < began + BUSY_MS / 1000)
    instances = functions.status()["server"]["instances"]["idle"]
    functions.until_ready()
    held_mib = (functions.samara.process.memory_kib() - empty_kib) / 1024
    rate = len(called) / (called[-1] - began)
    return rate, held_mib / instances, instances, functions.way(name)


def measure_deployed(functions, release):
    """KiB of each function that is deployed and never called."""
    for number in range(DEPLOYED_BEFORE):
        functions.create(f"before-{number}", "Python", release)
    before_kib = functions.samara.process.memory_kib()
    for number in range(DEPLOYED):
        functions.create(f"deployed-{number}", "Python", release)
    return (functions.samara.process.memory_kib() - before_kib) / DEPLOYED


def measure_sandbox(samara_binary, folder, rounds):
    """Milliseconds of an empty sandbox with every layer, as `samara doctor` builds one."""
    took = []
    for _ in range(rounds):
        command = [samara_binary, "doctor", "--json", "--data-dir", folder]
        done = subprocess.run(command, capture_output=True, text=True)
        rows = {row["name"]: row for row in json.loads(done.stdout)["host"]}
        took.append(float(re.search(r"built in ([\d.]+) ms", rows["sandbox"]["found"])[1]))
    return took


def measure_round_trips(root, calls):
    """One instance, a call to its handler and back, microseconds: least, median, 99th of 100, by
    what was called; the runtime's own example measures them."""
    build = ["cargo", "build", "--quiet", "--release", "--locked", "--package", "samara-runtime"]
    subprocess.run([*build, "--examples"], cwd=root, check=True)
    example = release_of(root) / "examples" / "warm-path"
    done = subprocess.run([example, str(calls), "warm"], check=True, capture_output=True, text=True)
    rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines()[2:]]
    wanted = ("a warm call, us", "two processes, a socket, us")
    return {row[0]: [int(cell) for cell in row[1:]] for row in rows if row[0].endswith(wanted)}


def release_of(root):
    return Path(os.environ.get("CARGO_TARGET_DIR", root / "target")) / "release"
