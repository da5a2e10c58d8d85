"""The least that this machine does of a kind, and AWS's own client, to hold starts against."""

import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time

from machine import Process

MEMORY_PROCESSES = 4

# A process of some size that forks, as a zygote does, and how long until the copy has spoken.
FORKS = """
import os, time, json, http.client, logging
took = []
for _ in range(50):
    ours, theirs = os.pipe()
    began = time.perf_counter()
    child = os.fork()
    if not child:
        os.write(theirs, b'x')
        os._exit(0)
    os.read(ours, 1)
    took.append((time.perf_counter() - began) * 1000)
    os.waitpid(child, 0)
    os.close(ours), os.close(theirs)
print(json.dumps(took))
"""
BOTO3 = "import boto3; boto3.client('dynamodb', region_name='us-east-1')"
NODE_SDK = "import {DynamoDBClient} from '@aws-sdk/client-dynamodb';"
NODE_SDK += "new DynamoDBClient({region: 'us-east-1'});"


def spawn_ms(command, rounds, **more):
    """From nothing to the end of a program, milliseconds. The first warms the disk's cache."""
    took = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, **more)
        took.append((time.perf_counter() - began) * 1000)
    return took[1:]


def measure_floors(python, python_sdk, node, node_sdk, rounds):
    """Milliseconds of each, by name."""
    namespaces = ["unshare", "-Urmpfiun", "/bin/true"]
    sdk = {**os.environ, "PYTHONPATH": str(python_sdk)}
    forks = subprocess.run([python, "-c", FORKS], check=True, capture_output=True, text=True)
    return {
        "spawn": spawn_ms(["/bin/true"], rounds),
        "spawn with namespaces": spawn_ms(namespaces, rounds),
        "fork of a Python": json.loads(forks.stdout),
        "python3 -c pass": spawn_ms([python, "-c", "pass"], rounds),
        "python3, boto3 and a client": spawn_ms([python, "-c", BOTO3], rounds, env=sdk),
        "node -e 0": spawn_ms([node, "-e", "0"], rounds),
        "node, the DynamoDB client": spawn_ms(
            [node, "--input-type=module", "-e", NODE_SDK], rounds, cwd=node_sdk
        ),
    }


def plain_mib(python, python_sdk):
    """What each of some Pythons holds that have imported boto3 and made a client, MiB."""
    code = f"{BOTO3}; print('ready', flush=True); import time; time.sleep(600)"
    environment = {**os.environ, "PYTHONPATH": str(python_sdk)}
    processes = []
    try:
        for _ in range(MEMORY_PROCESSES):
            more = {"env": environment, "stdout": subprocess.PIPE}
            processes.append(Process([python, "-c", code], **more))
        for process in processes:
            process.child.stdout.readline()
        return sum(process.memory_kib() for process in processes) / 1024 / MEMORY_PROCESSES
    finally:
        for process in processes:
            process.stop()


class RuntimeApi:
    """As little of the Lambda Runtime API as a client needs, on a port of its own."""

    def __init__(self, calls):
        self.calls = calls
        self.asked = threading.Event()
        self.first_asked = 0.0
        self.done = threading.Event()
        self.round_trips_us = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.sent = 0.0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        reader = connection.makefile("rb")
        while line := reader.readline():
            length = 0
            while header := reader.readline().strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            reader.read(length)
            now = time.perf_counter()
            if line.startswith(b"GET "):
                self._next(connection, now)
            else:
                self.round_trips_us.append((now - self.sent) * 1e6)
                connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")

    def _next(self, connection, now):
        if not self.asked.is_set():
            self.first_asked = now
            self.asked.set()
        if len(self.round_trips_us) >= self.calls:
            # It is left waiting.
            self.done.set()
            return
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
        head += "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
        head += f"Lambda-Runtime-Deadline-Ms: {int(time.time() * 1000) + 60_000}\r\n"
        head += "Lambda-Runtime-Invoked-Function-Arn: "
        head += "arn:aws:lambda:us-east-1:000000000000:function:bench\r\n\r\n"
        self.sent = time.perf_counter()
        connection.sendall(head.encode() + b"{}")


def measure_client(folder, code, calls, rounds, path=""):
    """AWS's client for Python with a handler: milliseconds from its start to its first question,
    and microseconds from an event to its answer."""
    (folder / "app.py").write_text(code)
    starts, round_trips = [], []
    for _ in range(rounds):
        api = RuntimeApi(calls)
        environment = {
            **os.environ,
            "AWS_LAMBDA_RUNTIME_API": api.address,
            "AWS_LAMBDA_FUNCTION_NAME": "bench",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_LOG_GROUP_NAME": "group",
            "AWS_LAMBDA_LOG_STREAM_NAME": "stream",
            "AWS_DEFAULT_REGION": "us-east-1",
            "LAMBDA_TASK_ROOT": str(folder),
            "PYTHONPATH": f"{folder}:{path}",
        }
        began = time.perf_counter()
        command = [sys.executable, "-m", "awslambdaric", "app.handler"]
        process = Process(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
        try:
            if not api.asked.wait(60) or not api.done.wait(60):
                raise SystemExit("awslambdaric does not ask for events")
            starts.append((api.first_asked - began) * 1000)
            round_trips += api.round_trips_us
        finally:
            process.stop()
            api.listener.close()
    return starts, round_trips


def median(values):
    return statistics.median(values) if values else float("nan")
