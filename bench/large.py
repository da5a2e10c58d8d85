"""A table larger than the caches: memory while it grows, reads of it, a scan beside other reads.

`.venv/bin/python bench/large.py --mib 2200` after `make release`. What it prints stands in
bench/README.md.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
from botocore.config import Config
from run import SAMARA

MIB = 1024 * 1024
# What an item of the large table holds, and the random bytes in it, as hexadecimal text.
TEXT_BYTES = 20_000
RANDOM_BYTES = 7_500
BATCH = 25
WRITERS = 3
SMALL_ITEMS = 200
READS = 1000
# How often memory is told while the table grows.
TELL_EVERY_MIB = 256

SCAN = """
import sys
from large import client
while True:
    for page in client(sys.argv[1]).get_paginator("scan").paginate(
        TableName="large", FilterExpression="attribute_not_exists(id)"
    ):
        print("page", flush=True)
"""


def client(endpoint):
    return boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=120),
    )


class Server:
    """A server on a data directory; `start_ms` is how long it took until it was ready."""

    def __init__(self, folder):
        command = [SAMARA, "serve", "--dev", "--json", "--data-dir", folder / "data", "--port", "0"]
        began = time.monotonic()
        with open(folder / "server.log", "ab") as log:
            self.child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        self.endpoint = json.loads(self.child.stdout.readline())["endpoint"]
        self.start_ms = (time.monotonic() - began) * 1000
        self.client = client(self.endpoint)

    def memory(self):
        """Resident MiB, and of it what is no file's."""
        status = Path(f"/proc/{self.child.pid}/status").read_text()
        values = (int(status.split(f"{name}:")[1].split()[0]) for name in ("VmRSS", "RssAnon"))
        return "{} MiB resident, {} of it anonymous".format(*(value // 1024 for value in values))

    def kill(self):
        self.child.kill()
        self.child.wait()


def make_table(server, name):
    server.client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )


def item(number):
    chance = random.Random(number).randbytes(RANDOM_BYTES).hex()
    return {"id": {"S": f"k{number}"}, "text": {"S": chance.ljust(TEXT_BYTES, "x")}}


def grow(server, folder, items):
    """Fills the large table, and tells the server's memory as it goes."""
    lock, done, began = threading.Lock(), 0, time.monotonic()

    def write(first):
        nonlocal done
        puts = [{"PutRequest": {"Item": item(n)}} for n in range(first, min(first + BATCH, items))]
        answer = server.client.batch_write_item(RequestItems={"large": puts})
        assert not answer["UnprocessedItems"]
        with lock:
            before, done = done, done + len(puts)
            mib = done * TEXT_BYTES // MIB
            if before * TEXT_BYTES // MIB // TELL_EVERY_MIB != mib // TELL_EVERY_MIB:
                seconds = time.monotonic() - began
                print(f"{mib} MiB after {seconds:.0f} s: {server.memory()}; {disk(folder)}")

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(0, items, BATCH)))


def disk(folder):
    done = subprocess.run(["du", "-sm", folder], capture_output=True, text=True, check=False)
    return f"{done.stdout.split()[0]} MiB on disk"


def reads(server, table, key):
    """Latencies of reads, one after the other."""
    took = []
    for _ in range(READS):
        began = time.monotonic()
        assert "Item" in server.client.get_item(TableName=table, Key={"id": {"S": key()}})
        took.append((time.monotonic() - began) * 1000)
    took.sort()
    return f"p50 {took[READS // 2]:.2f} ms, p99 {took[READS * 99 // 100]:.2f} ms"


def measure(folder, items):
    server = Server(folder)
    make_table(server, "large")
    make_table(server, "small")
    for number in range(SMALL_ITEMS):
        small = {"id": {"S": str(number)}, "text": {"S": "x" * 300}}
        server.client.put_item(TableName="small", Item=small)
    grow(server, folder, items)
    chance = random.Random(1)

    def small():
        return reads(server, "small", lambda: str(chance.randrange(SMALL_ITEMS)))

    print("reads of the small table, alone:", small())
    large = reads(server, "large", lambda: f"k{chance.randrange(items)}")
    print(f"reads of the large table, at random: {large}; {server.memory()}")
    command = [sys.executable, "-c", SCAN, server.endpoint]
    scan = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parent)
    scan.stdout.readline()
    print("reads of the small table, beside a scan of the large one:", small())
    assert scan.poll() is None, "the scan failed"
    scan.kill()
    print(f"pages of 1 MB that the scan read meanwhile: {len(scan.stdout.read().split())}")
    print(server.memory())
    server.kill()
    server = Server(folder)
    print(f"start after kill -9: {server.start_ms:.0f} ms")
    server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=2200, help="how large the table gets")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samara-large-") as folder:
        measure(Path(folder), options.mib * MIB // TEXT_BYTES)


if __name__ == "__main__":
    main()
