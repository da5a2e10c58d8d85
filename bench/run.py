"""Measures Samara on this machine, and prints tables for bench/README.md.

Every run of something is preceded, seconds before, by a run of a bare hyper server with the same
connections. The ratio of such a pair says more than either figure, which belongs to this machine
and this hour; what is printed is the median over the rounds. CPU is that of the whole process tree.
"""

import argparse
import base64
import io
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from machine import Process, fdatasync_us, free_port, get
from table_peers import PEERS, Absent
from table_peers import start as start_peer
from tables import COMPARED, COUNTERS, measure_tables
from targets import Bench, measure_runtime

ROOT = Path(__file__).resolve().parent.parent
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
SAMARA = RELEASE / "samara"
LANGUAGES = ("Python", "Node", "Native")
# Where the AWS SDKs of functions are installed, once for all servers.
RUNTIMES = Path(os.environ.setdefault("SAMARA_RUNTIMES_DIR", str(RELEASE / "bench-runtimes")))
# How long functions that nobody calls are watched.
IDLE_SECONDS = 5


@dataclass
class Subject:
    """Something that answers HTTP: what is measured, or what it is held against."""

    name: str
    process: Process
    port: int
    path: str = "/"
    host: str | None = None
    requests: Path | None = None

    def load(self, connections, seconds):
        """One run of load: what the client saw, and the CPU that the server took."""
        command = [RELEASE / "bench-load", f"127.0.0.1:{self.port}", "--path", self.path]
        command += ["--connections", str(connections), "--seconds", str(seconds)]
        command += ["--host", self.host] if self.host else []
        command += ["--requests", self.requests] if self.requests else []
        before = self.process.cpu_seconds()
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seen = json.loads(done.stdout)
        if seen["errors"] or not seen["requests"]:
            raise SystemExit(f"{self.name}: {seen['errors']} of the answers are errors: {seen}")
        used = self.process.cpu_seconds() - before
        return {**seen, "cpu_us": used * 1e6 / seen["requests"]}


# Starting


def start_hello():
    process = Process([RELEASE / "bench-hello"], stdout=subprocess.PIPE, text=True)
    port = int(process.child.stdout.readline())
    return Subject("bare hyper", process, port), process.until_listening(port)


def start_peers():
    """The plain servers of the languages."""
    port = free_port()
    uvicorn = [sys.executable, "-m", "uvicorn", "asgi:app", "--port", str(port)]
    uvicorn += ["--no-access-log", "--log-level", "warning", "--app-dir", ROOT / "bench" / "peers"]
    node_port = free_port()
    commands = [
        ("uvicorn", port, uvicorn),
        ("node http", node_port, ["node", ROOT / "bench" / "peers" / "http.mjs", str(node_port)]),
    ]
    for name, port, command in commands:
        process = Process(command)
        process.until_listening(port)
        yield Subject(name, process, port)


class Samara:
    """A server of the release build on a fresh data directory."""

    def __init__(self, folder, *flags):
        self.command = [SAMARA, "serve", "--dev", "--json", "--data-dir", folder / "data", *flags]
        self.log = folder / "server.log"

    def start(self):
        """Starts it; milliseconds until it says that it is ready."""
        command = [*self.command, "--port", "0"]
        with open(self.log, "ab") as log:
            self.process = Process(command, stdout=subprocess.PIPE, stderr=log, text=True)
        self.endpoint = json.loads(self.process.child.stdout.readline())["endpoint"]
        took_ms = (time.monotonic() - self.process.began) * 1000
        self.port = int(self.endpoint.rsplit(":", 1)[1])
        self.environment = {
            **os.environ,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        return took_ms

    def client(self, service):
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        config = Config(retries={"total_max_attempts": 1}, read_timeout=120)
        return boto3.client(
            service, endpoint_url=self.endpoint, region_name="us-east-1", config=config, **keys
        )

    def deploy(self):
        """Deploys the functions; the outputs of their stack."""
        template = ROOT / "bench" / "functions" / "template.yaml"
        command = [SAMARA, "deploy", template, "--stack-name", "bench"]
        subprocess.run(command, env=self.environment, check=True, stdout=sys.stderr)
        stack = self.client("cloudformation").describe_stacks(StackName="bench")["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


# Measuring


def measure_starts(folder, rounds):
    """Milliseconds from start to ready: a bare hyper, Samara for the first time, and again."""
    starts = {"bare hyper": [], "Samara, first start": [], "Samara, next start": []}
    for number in range(rounds):
        hello, took_ms = start_hello()
        starts["bare hyper"].append(took_ms)
        hello.process.stop()
        home = folder / f"start-{number}"
        home.mkdir()
        samara = Samara(home)
        for which in ("Samara, first start", "Samara, next start"):
            starts[which].append(samara.start())
            samara.process.stop()
    return starts


def measure_pairs(hello, subject, options, crowd=()):
    """Rounds of (bare hyper, subject) at each number of connections, and at those of `crowd`."""
    subject.load(4, 1)
    for connections in sorted({*options.connections, *crowd}):
        pairs = []
        for _ in range(options.rounds):
            bare = hello.load(connections, options.seconds)
            pairs.append((bare, subject.load(connections, options.seconds)))
        yield connections, pairs


def measure_cold(samara, function, rounds):
    """Milliseconds of calls that have to start an instance first, and of its init alone."""
    client = samara.client("lambda")
    calls, inits = [], []
    for number in range(rounds):
        # A changed configuration makes every instance an old one.
        client.update_function_configuration(FunctionName=function, Description=str(number))
        until_updated(client, function)
        began = time.monotonic()
        answer = client.invoke(FunctionName=function, Payload=b"{}", LogType="Tail")
        calls.append((time.monotonic() - began) * 1000)
        inits.append(init_ms(answer))
        began = time.monotonic()
        client.invoke(FunctionName=function, Payload=b"{}")
        calls[-1] -= (time.monotonic() - began) * 1000
    return calls, inits


def until_updated(client, function):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = client.get_function_configuration(FunctionName=function)
        if found["LastUpdateStatus"] == "Successful" and found["State"] == "Active":
            return
    raise SystemExit(f"{function} does not become active")


def init_ms(answer):
    log = base64.b64decode(answer["LogResult"]).decode()
    found = re.search(r"Init Duration: ([\d.]+) ms", log)
    if not found:
        raise SystemExit(f"the call that should have been cold was not: {log}")
    return float(found[1])


# Telling


def table(*rows):
    """A table of Markdown."""
    head, *body = [[str(cell) for cell in row] for row in rows]
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def median(values):
    return statistics.median(values)


def pair_row(name, connections, pairs):
    def each(form):
        return median([form(bare, seen) for bare, seen in pairs])

    return [
        name,
        connections,
        f"{each(lambda _, s: s['per_second']):,.0f}",
        f"{each(lambda b, s: s['per_second'] / b['per_second']):.3f}",
        f"{each(lambda _, s: s['p50_us']):,.0f}",
        f"{each(lambda _, s: s['p99_us']):,.0f}",
        f"{each(lambda b, s: s['p50_us'] - b['p50_us']):,.0f}",
        f"{each(lambda b, s: s['cpu_us'] / b['cpu_us'] if b['cpu_us'] else 0):.1f}",
    ]


# What serves plain HTTP in a function's language, by the name of its row.
PLAIN = {
    "Python function": "uvicorn",
    "Node function": "node http",
    "Native function": "bare hyper",
}


def tell_http(rows):
    head = ["what", "connections", "req/s", "x hyper", "p50 us", "p99 us", "added us", "x CPU"]
    print("## Through an HTTP API, against plain servers\n")
    print(table(head, *rows))
    of_hyper = {(row[0], row[1]): float(row[3]) for row in rows}
    rows = [
        [
            name,
            connections,
            plain,
            f"{of_hyper[name, connections] / of_hyper[plain, connections]:.3f}",
        ]
        for name, plain in PLAIN.items()
        for connections in sorted({row[1] for row in rows})
    ]
    print("Against the plain server of the same language, by the same hyper:\n")
    print(table(["what", "connections", "server", "x server"], *rows))


def tell_starts(starts):
    print("## Start to ready, ms\n")
    rows = [
        [name, f"{median(took):.1f}", f"{min(took):.1f}", f"{max(took):.1f}"]
        for name, took in starts.items()
    ]
    print(table(["what", "median", "min", "max"], *rows))


def tell_cold(cold):
    print("## Cold start, ms (a call that starts an instance, less a warm one)\n")
    rows = [
        [name, f"{median(calls):.1f}", f"{min(calls):.1f}", f"{median(inits):.1f}"]
        for name, (calls, inits) in cold.items()
    ]
    print(table(["function", "median", "min", "of it Init Duration"], *rows))


def tell_memory(memory):
    print("## Memory, MiB (proportional set size of the process tree)\n")
    rows = [[name, f"{kib / 1024:.1f}"] for name, kib in memory.items()]
    print(table(["what", "MiB"], *rows))


def tell_tables(rows, synced_us):
    """The rows of tables; `synced_us` is what one fdatasync took, before each."""
    head = ["what", "connections", "req/s", "x hyper", "p50 us", "p99 us", "added us", "x CPU"]
    print("## DynamoDB, signed requests\n")
    print(f"One fdatasync of 4 KiB at the end of a file: {median(synced_us):,.0f} us.\n")
    print(table(head, *rows))


# The clients that are many: those that increment one item, and a peer's.
CROWD = 64
# Others differ by so much that more rounds show nothing more.
PEER_ROUNDS_MAX = 2


def tables(folder, hello, samara, options):
    """Items put, read and counted, by Samara and by others."""
    rows, synced_us, of_hyper = [], [], {}
    ours = Subject("Samara, synced", samara.process, samara.port)
    for kind, subject in measure_tables(folder, ours):
        synced_us.append(fdatasync_us(folder))
        for connections, pairs in measure_pairs(hello, subject, options, [CROWD]):
            rows.append(pair_row(subject.name, connections, pairs))
            of_hyper[kind, connections] = ratio(pairs)
    tell_tables(rows, synced_us)
    one, each = (of_hyper[kind, CROWD] for kind in COUNTERS)
    print(f"One counter for all {CROWD} has {one / each:.2f} of the requests of a counter each.\n")
    if options.peers:
        tell_peers(folder, hello, of_hyper, options)


def ratio(pairs):
    """How many requests of hyper's one of these was."""
    return median([seen["per_second"] / bare["per_second"] for bare, seen in pairs])


def tell_peers(folder, hello, ours, options):
    """The rows of each peer, beside ours of the same run; a peer that is absent has a row too."""
    head = [
        "peer",
        "what",
        "connections",
        "req/s",
        "x hyper",
        "p50 us",
        "ours: x hyper",
        "ours / it",
    ]
    rows = []
    few = copy(options)
    few.connections, few.rounds = options.connections[:1], min(options.rounds, PEER_ROUNDS_MAX)
    for name in PEERS:
        try:
            rows += peer_rows(name, folder, (hello, ours), few)
        except Absent as error:
            rows.append([name, f"absent: {error}", *["-"] * 6])
        except (SystemExit, ClientError, BotoCoreError) as error:
            rows.append([name, f"failed: {error}", *["-"] * 6])
    print("## DynamoDB, against others (dynalite and moto sync nothing)\n")
    print(table(head, *rows))


def peer_rows(name, folder, measured, options):
    hello, ours = measured
    process, port = start_peer(name, RELEASE.parent / "bench-peers", folder)
    try:
        peer = Subject(name, process, port)
        for kind, subject in measure_tables(folder, peer, COMPARED):
            for connections, pairs in measure_pairs(hello, subject, options, [CROWD]):
                its = ratio(pairs)
                _, _, per_second, _, p50_us, *_ = pair_row(name, connections, pairs)
                mine = ours[kind, connections]
                figures = [per_second, f"{its:.4f}", p50_us, f"{mine:.4f}", f"{mine / its:.1f}"]
                yield [name, kind, connections, *figures]
    finally:
        process.stop()


def measure_idle(folder, count, code):
    """Many Python functions, one instance each, that nobody calls: MiB of each, and the seconds of
    CPU that all of it uses in a second. As many as the machine takes, which is told too."""
    folder.mkdir()
    samara = Samara(folder)
    samara.start()
    try:
        iam, client = samara.client("iam"), samara.client("lambda")
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
        statement = {**trust, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        role = iam.create_role(RoleName="idle", AssumeRolePolicyDocument=document)["Role"]["Arn"]
        empty_kib = samara.process.memory_kib()
        for number in range(count):
            name = f"idle-{number}"
            client.create_function(
                FunctionName=name, Runtime="python3.12", Handler="app.handler", Role=role,
                Code={"ZipFile": zip_of("app.py", f"{code}def handler(*_): return {number}\n")},
            )  # fmt: skip
            until_updated(client, name)
            answer = client.invoke(FunctionName=name)["Payload"].read()
            if answer != str(number).encode():
                raise SystemExit(f"{name} answers {answer!r}")
        alive = client_status(samara)["instances"]["idle"]
        before = samara.process.cpu_seconds()
        time.sleep(IDLE_SECONDS)
        cpu = (samara.process.cpu_seconds() - before) / IDLE_SECONDS
        return alive, (samara.process.memory_kib() - empty_kib) / 1024 / alive, cpu
    finally:
        samara.process.stop()


def client_status(samara):
    command = [SAMARA, "status", "--json"]
    done = subprocess.run(command, env=samara.environment, check=True, capture_output=True)
    return json.loads(done.stdout)["server"]


def zip_of(name, content):
    """An archive of one file, which may be a program."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o100755 << 16
        archive.writestr(entry, content)
    return held.getvalue()


def tell_idle(folder, count):
    print(f"## {count} different Python functions that nobody calls\n")
    head = ["what", "instances kept", "MiB each (PSS)", "CPU ms a second, all of it"]
    rows = []
    for name, code in {"alone": "", "with boto3": "import boto3\n"}.items():
        alive, mib, cpu = measure_idle(folder / name, count, code)
        rows.append([name, str(alive), f"{mib:.1f}", f"{cpu * 1000:.1f}"])
    print(table(head, *rows))


def interpreters():
    """Those of the functions, with the folders of their SDKs."""
    for runtime in ("python3.12", "nodejs22.x"):
        subprocess.run([SAMARA, "runtimes", "install", runtime], check=True, stdout=sys.stderr)
        listed = subprocess.run(
            [SAMARA, "runtimes", "list", "--json"], check=True, capture_output=True
        )
        found = {row["runtime"]: row for row in json.loads(listed.stdout)}[runtime]
        yield found["interpreter"]
        yield RUNTIMES / found["sdk"]


def runtime(folder, options):
    """The runtime's rows."""

    def start(home, *flags):
        samara = Samara(home, *flags)
        samara.start()
        return samara

    folder.mkdir()
    bench = Bench(ROOT, start, (zip_of, until_updated), options.rounds)
    measure_runtime(bench, folder, tuple(interpreters()))


def measure(folder, options):
    if not options.only_tables:
        runtime(folder / "runtime", options)
        if options.only_runtime:
            return
        tell_idle(folder, options.idle)
        tell_starts(measure_starts(folder, options.rounds))

    hello, _ = start_hello()
    processes = [hello.process]
    memory = {}
    try:
        samara = Samara(folder)
        samara.start()
        processes.append(samara.process)
        memory["Samara, idle, nothing deployed"] = samara.process.memory_kib()
        tables(folder, hello, samara, options)
        if options.only_tables:
            return
        outputs = samara.deploy()
        cold = {name: measure_cold(samara, outputs[name], options.rounds) for name in LANGUAGES}
        tell_cold(cold)
        memory["Samara, three functions warm"] = samara.process.memory_kib()

        host = f"{outputs['Api']}.execute-api.localhost:{samara.port}"
        # The yardstick against itself shows how far two runs of the same thing differ here.
        subjects = [hello]
        subjects += [
            Subject(f"{name} function", samara.process, samara.port, f"/{name.lower()}", host)
            for name in LANGUAGES
        ]
        for peer in start_peers():
            processes.append(peer.process)
            subjects.append(peer)
        rows = []
        for subject in subjects:
            if get(subject.port, subject.path, subject.host) != 200:
                raise SystemExit(f"{subject.name} does not answer 200")
            for connections, pairs in measure_pairs(hello, subject, options):
                rows.append(pair_row(subject.name, connections, pairs))
        tell_http(rows)
        memory["Samara, after the load"] = samara.process.memory_kib()
        tell_memory(memory)
    finally:
        for process in processes:
            process.stop()


def prepare():
    """Builds the tools and installs the plain servers."""
    build = ["cargo", "build", "--quiet", "--release", "--locked", "--package", "bench-tools"]
    subprocess.run(build, cwd=ROOT, check=True)
    requirements = ROOT / "bench" / "requirements.txt"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", requirements], check=True)


def measure_store():
    """The store's own figures, which its crate measures itself."""
    print("## Store\n", flush=True)
    example = ["cargo", "run", "--quiet", "--release", "--locked"]
    example += ["--package", "samara-store", "--example", "bench"]
    subprocess.run(example, cwd=ROOT, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="pairs of each figure (5)")
    parser.add_argument("--seconds", type=float, default=2, help="length of a run (2)")
    parser.add_argument(
        "--connections", type=int, nargs="+", default=[1, 16], help="at once (1 16)"
    )
    parser.add_argument(
        "--without-peers", dest="peers", action="store_false", help="leave out others' tables"
    )
    parser.add_argument("--only-runtime", action="store_true", help="measure nothing but starts")
    parser.add_argument("--only-tables", action="store_true", help="measure nothing but tables")
    parser.add_argument("--without-store", action="store_true", help="leave out the store's bench")
    parser.add_argument("--idle", type=int, default=200, help="functions that nobody calls (200)")
    options = parser.parse_args()
    prepare()
    with tempfile.TemporaryDirectory(prefix="samara-bench-") as folder:
        measure(Path(folder), options)
    if not (options.without_store or options.only_tables or options.only_runtime):
        measure_store()


if __name__ == "__main__":
    main()
