"""Kill -9 at any moment: what got its 201 is shipped and told of, and nothing is invented.

`--kills 20` is the whole test; a shorter one runs with every `make test`.
"""

import http.client
import itertools
import json
import random
import subprocess
import threading
import time
from pathlib import Path

import pytest
from harness import BINARY, Functions, Stacks, allow, rows, unique, wait_for
from test_shop import SHOP, Shop

# How steadily orders come: one every so often from each of the customers.
CUSTOMERS = 3
ORDER_EVERY_SECONDS = 0.05

# Between two kills: from "hardly started" to "well at work".
KILL_AFTER_SECONDS = (0.2, 2.5)

# After the last start, for everything that is still to be delivered.
SETTLE_SECONDS = 180


class Customers:
    """Place orders at a steady rate, whatever becomes of the server, and remember every answer."""

    def __init__(self, shop):
        self.shop = shop
        self.sent, self.acknowledged, self.answers = set(), set(), {}
        self.stopping = threading.Event()
        self.numbers = itertools.count()
        self.threads = [threading.Thread(target=self.place, args=(n,)) for n in range(CUSTOMERS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def place(self, customer):
        while not self.stopping.wait(ORDER_EVERY_SECONDS):
            order = f"order-{customer}-{next(self.numbers)}"
            self.sent.add(order)
            try:
                status = self.shop.order(order, seconds=10).status
            except (OSError, http.client.HTTPException) as error:
                status = type(error).__name__
            if status == 201:
                self.acknowledged.add(order)
            self.answers[status] = self.answers.get(status, 0) + 1


def test_every_order_that_got_its_201_is_shipped_and_told_of(own_server, tmp_path, request):
    kills = request.config.getoption("--kills")
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    stacks = Stacks(own_server.start(), tmp_path)
    name, _ = stacks.deploy(SHOP / "template.yaml", "shop")
    shop = Shop(own_server, stacks, name)
    shop.call("GET", "/products")

    slowest = 0.0
    with Customers(shop) as customers:
        for _ in range(kills):
            before = len(customers.acknowledged)
            wait_for(lambda b=before: len(customers.acknowledged) > b, "orders are being taken")
            customers.stopping.wait(chance.uniform(*KILL_AFTER_SECONDS))
            own_server.kill()
            began = time.monotonic()
            own_server.start()
            slowest = max(slowest, time.monotonic() - began)
        before = len(customers.acknowledged)
        wait_for(lambda: len(customers.acknowledged) > before, "orders are taken after the last")

    print(f"seed {seed}, {kills} kills, slowest start {slowest:.3f} s, answers {customers.answers}")
    shop = Shop(own_server, Stacks(own_server, tmp_path), name)

    def unfinished():
        shipped, told = shipped_and_told(shop)
        done = {order for order in customers.acknowledged & shipped if told.get(order, 0) == 2}
        return customers.acknowledged - done

    wait_for(lambda: not unfinished(), f"all is delivered (seed {seed})", SETTLE_SECONDS)
    taken = {item["orderId"]["S"] for item in rows(shop.ddb, shop.outputs["OrdersTable"])}
    shipped, told = shipped_and_told(shop)
    assert customers.acknowledged <= taken, "an order that got its 201 is lost"
    assert taken <= customers.sent, "an order that nobody placed"
    assert shipped <= taken, "a shipment of no order"
    assert set(told) <= taken, "a notice of no order"


def shipped_and_told(shop):
    shipped = {item["orderId"]["S"] for item in rows(shop.ddb, shop.outputs["ShipmentsTable"])}
    told = {}
    for item in rows(shop.ddb, shop.outputs["NoticesTable"]):
        order = item["orderId"]["S"]
        told[order] = told.get(order, 0) + 1
    return shipped, told


def test_an_asynchronous_call_that_was_accepted_runs_after_kill_9(own_server):
    server = own_server.start()
    ddb = server.client("dynamodb")
    table = unique("calls")
    ddb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    functions = Functions(server)
    code = """
import boto3, os, time
def handler(event, context):
    time.sleep(1)
    item = {"id": {"S": event["id"]}}
    boto3.client("dynamodb").put_item(TableName=os.environ["TABLE"], Item=item)
"""
    name = functions.create(
        code, [allow("dynamodb:PutItem")], Environment={"Variables": {"TABLE": table}}, Timeout=30
    )
    accepted = set()
    for n in range(20):
        answer = functions.client.invoke(
            FunctionName=name, InvocationType="Event", Payload=json.dumps({"id": str(n)})
        )
        assert answer["StatusCode"] == 202
        accepted.add(str(n))
    # Some of them run at this moment, the others wait.
    own_server.kill()
    ddb = own_server.start().client("dynamodb")
    wait_for(
        lambda: {item["id"]["S"] for item in rows(ddb, table)} == accepted,
        "every accepted call was made",
        SETTLE_SECONDS,
    )


def test_nothing_of_a_killed_server_stays_behind(own_server):
    functions = Functions(own_server.start())
    code = """
import os, time
def handler(event, context):
    time.sleep(event["seconds"])
    return open("/proc/self/environ").read().split("\\0")
"""
    mark = unique("mark")
    name = functions.create(code, Environment={"Variables": {"MARK": mark}}, Timeout=60)
    functions.invoke(name, {"seconds": 0})
    functions.invoke(name, {"seconds": 60}, InvocationType="Event")
    wait_for(lambda: processes_with(mark), "the function is a process")
    own_server.kill()
    wait_for(lambda: not processes_with(mark), "its processes ended with the server", seconds=10)


def processes_with(mark):
    """The processes of this machine that have `mark` in their environment."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in environ.read_bytes():
                found.append(environ.parent.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("moment_seconds", [0.0, 0.05, 0.3])
def test_a_server_that_is_killed_while_it_starts_starts_again(own_server, moment_seconds):
    """A first start writes much; cut anywhere, the next one must not stumble over it."""
    command = [
        BINARY, "serve", "--dev", "--json", "--port", "0", "--data-dir", own_server.data_dir
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=moment_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()
    ddb = own_server.start().client("dynamodb")
    assert ddb.list_tables()["TableNames"] == []
