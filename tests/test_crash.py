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
from botocore.exceptions import BotoCoreError
from harness import (
    BINARY,
    TRUST_LAMBDA,
    Functions,
    Stacks,
    allow,
    rows,
    unique,
    wait_for,
)
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
    # Two mugs an order: one that is counted twice, or not at all, changes the sum.
    sold = ({"mug": 2 * len(taken)}, len(taken))
    wait_for(lambda: shop.sold() == sold, "each order is counted once", SETTLE_SECONDS)


def shipped_and_told(shop):
    shipped = {item["orderId"]["S"] for item in rows(shop.ddb, shop.outputs["ShipmentsTable"])}
    told = {}
    for item in rows(shop.ddb, shop.outputs["NoticesTable"]):
        order = item["orderId"]["S"]
        told[order] = told.get(order, 0) + 1
    return shipped, told


def test_an_asynchronous_call_that_was_accepted_runs_after_kill_9(own_server):
    server = own_server.start()
    table = make_table(server)
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


class Writer:
    """A client of one service that writes for as long as the server lives, life after life."""

    def __init__(self, server):
        self.server = server
        self.acknowledged = {}
        self.sent = set()
        self.numbers = itertools.count()

    def live(self):
        """Writes until the server no longer answers."""
        write = self.writes()
        while True:
            number = f"n{next(self.numbers)}"
            self.sent.add(number)
            try:
                self.acknowledged[number] = write(number)
            except BotoCoreError:
                return


class Puts(Writer):
    """Items, and one that counts: it must never go back."""

    def __init__(self, server):
        super().__init__(server)
        self.table = make_table(server)

    def writes(self):
        ddb = self.server.client("dynamodb")

        def write(number):
            ddb.put_item(TableName=self.table, Item={"id": {"S": number}})
            counted = ddb.update_item(
                TableName=self.table,
                Key={"id": {"S": "count"}},
                UpdateExpression="ADD n :one",
                ExpressionAttributeValues={":one": {"N": "1"}},
                ReturnValues="UPDATED_NEW",
            )
            return int(counted["Attributes"]["n"]["N"])

        return write

    def check(self):
        found = {item["id"]["S"]: item for item in rows(self.server.client("dynamodb"), self.table)}
        count = int(found.pop("count")["n"]["N"])
        assert set(self.acknowledged) <= set(found) <= self.sent
        assert max(self.acknowledged.values()) <= count <= len(self.sent)


class Objects(Writer):
    """Objects of S3, some larger than what the store keeps in a record."""

    def __init__(self, server):
        super().__init__(server)
        self.bucket = unique("bucket")
        server.client("s3").create_bucket(Bucket=self.bucket)

    @staticmethod
    def body(number):
        chance = random.Random(number)
        return chance.randbytes(chance.choice([0, 10, 5_000, 300_000]))

    def writes(self):
        s3 = self.server.client("s3")

        def write(number):
            s3.put_object(Bucket=self.bucket, Key=number, Body=self.body(number))

        return write

    def check(self):
        s3 = self.server.client("s3")
        found = set()
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
            found |= {item["Key"] for item in page.get("Contents", [])}
        assert set(self.acknowledged) <= found <= self.sent
        for number in found:
            got = s3.get_object(Bucket=self.bucket, Key=number)
            assert got["Body"].read() == self.body(number), f"{number} is not what was put"


class Roles(Writer):
    """Roles, each with a policy of its own."""

    def __init__(self, server):
        super().__init__(server)
        self.prefix = unique("r")

    def writes(self):
        iam = self.server.client("iam")

        def write(number):
            name = f"{self.prefix}-{number}"
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST_LAMBDA))
            policy = json.dumps(allow("s3:GetObject"))
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy)

        return write

    def check(self):
        iam = self.server.client("iam")
        found = set()
        for page in iam.get_paginator("list_roles").paginate():
            found |= {role["RoleName"] for role in page["Roles"]}
        wanted = {f"{self.prefix}-{number}" for number in self.acknowledged}
        assert wanted <= found
        for name in wanted:
            assert iam.list_role_policies(RoleName=name)["PolicyNames"] == ["p"]


# Writes down each call, with the id that the platform gave it.
WITNESS = """
import boto3, os
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
def handler(event, context):
    number = event["n"] if "n" in event else event["detail"]["n"]
    table.put_item(Item={"id": number + " " + context.aws_request_id})
"""


class Calls(Writer):
    """Asynchronous calls of a function."""

    def __init__(self, server):
        super().__init__(server)
        self.table = make_table(server)
        self.functions = Functions(server)
        self.function = self.functions.create(
            WITNESS, [allow("dynamodb:PutItem")], Environment={"Variables": {"TABLE": self.table}}
        )

    def writes(self):
        client = self.server.client("lambda")

        def write(number):
            payload = json.dumps({"n": number})
            answer = client.invoke(
                FunctionName=self.function, InvocationType="Event", Payload=payload
            )
            return answer["ResponseMetadata"]["RequestId"]

        return write

    def called(self):
        """The ids under which each number was called."""
        found = {}
        for item in rows(self.server.client("dynamodb"), self.table):
            number, request_id = item["id"]["S"].split(" ")
            found.setdefault(number, set()).add(request_id)
        return found

    def check(self):
        wanted = set(self.acknowledged)
        wait_for(lambda: wanted <= set(self.called()), "all accepted calls ran", SETTLE_SECONDS)
        called = self.called()
        assert set(called) <= self.sent
        for number, request_ids in called.items():
            assert len(request_ids) == 1, "a call that is made again has the same request id"
            self.check_id(number, request_ids)

    def check_id(self, number, request_ids):
        assert number not in self.acknowledged or request_ids == {self.acknowledged[number]}


class Events(Calls):
    """Events that a rule brings to a function."""

    def __init__(self, server):
        super().__init__(server)
        arn = self.functions.client.get_function_configuration(FunctionName=self.function)[
            "FunctionArn"
        ]
        self.functions.client.add_permission(
            FunctionName=self.function,
            StatementId="events",
            Action="lambda:InvokeFunction",
            Principal="events.amazonaws.com",
        )
        events = server.client("events")
        self.source = unique("source")
        events.put_rule(Name=self.source, EventPattern=json.dumps({"source": [self.source]}))
        events.put_targets(Rule=self.source, Targets=[{"Id": "1", "Arn": arn}])

    def writes(self):
        events = self.server.client("events")

        def write(number):
            detail = json.dumps({"n": number})
            entry = {"Source": self.source, "DetailType": "t", "Detail": detail}
            assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0

        return write

    def check_id(self, number, request_ids):
        """An event's own id is not the call's: that there is only one is all there is to see."""


def make_table(server):
    name = unique("table")
    server.client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    return name


def test_what_any_service_acknowledged_is_there_after_kill_9(own_server, request):
    """All services write at once, and the server dies up to 300 ms after it took something."""
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    own_server.start()
    writers = [kind(own_server) for kind in (Puts, Objects, Roles, Calls, Events)]
    for _ in range(request.config.getoption("--kills")):
        before = [len(writer.acknowledged) for writer in writers]
        threads = [threading.Thread(target=writer.live) for writer in writers]
        for thread in threads:
            thread.start()

        def all_write(before=before):
            now = [len(writer.acknowledged) for writer in writers]
            return all(b < n for b, n in zip(before, now, strict=True))

        wait_for(all_write, "every service takes something")
        threading.Event().wait(chance.uniform(0, 0.3))
        own_server.kill()
        for thread in threads:
            thread.join()
        own_server.start()
    counts = {type(writer).__name__: len(writer.acknowledged) for writer in writers}
    print(f"seed {seed}, acknowledged {counts}")
    for writer in writers:
        writer.check()
    shown = json.loads(own_server.samara("status", "--json").out)
    assert shown["server"]["deadLetters"] == [], f"seed {seed}"


STACK = """
Resources:
%s
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Action: sts:AssumeRole, Principal: {Service: lambda.amazonaws.com}}
  Bus:
    Type: AWS::Events::EventBus
    Properties: {Name: !Sub "${AWS::StackName}-bus"}
"""

STACK_TABLE = """
  Table{0}:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{{AttributeName: id, AttributeType: S}}]
      KeySchema: [{{AttributeName: id, KeyType: HASH}}]
"""


def stack_of(tables):
    return STACK % "".join(STACK_TABLE.format(number) for number in range(tables))


def test_a_stack_in_progress_goes_on_after_kill_9(own_server, request):
    """Made, changed and deleted, each cut somewhere: it ends well, and with what it says it has."""
    chance = random.Random(seed := random.randrange(2**32))
    own_server.start()
    name = unique("stack")

    def cut(operation, **more):
        getattr(own_server.client("cloudformation"), operation)(StackName=name, **more)
        threading.Event().wait(chance.uniform(0, 0.3))
        own_server.kill()
        own_server.start()

    def ended():
        stacks = own_server.client("cloudformation").describe_stacks()["Stacks"]
        found = next((s["StackStatus"] for s in stacks if s["StackName"] == name), "GONE")
        return None if found.endswith("_IN_PROGRESS") else found

    def tables():
        return len(own_server.client("dynamodb").list_tables()["TableNames"])

    for _ in range(max(1, request.config.getoption("--kills") // 5)):
        cut("create_stack", TemplateBody=stack_of(6), Capabilities=["CAPABILITY_IAM"])
        assert wait_for(ended, "it is made") == "CREATE_COMPLETE", f"seed {seed}"
        assert tables() == 6
        cut("update_stack", TemplateBody=stack_of(3), Capabilities=["CAPABILITY_IAM"])
        assert wait_for(ended, "it is changed") == "UPDATE_COMPLETE", f"seed {seed}"
        wait_for(lambda: tables() == 3, "what it no longer has is deleted")
        cut("delete_stack")
        assert wait_for(ended, "it is gone") == "GONE", f"seed {seed}"
        assert tables() == 0


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
    before = control_groups(own_server)
    assert before, "a function has control groups"
    own_server.kill()
    wait_for(lambda: not processes_with(mark), "its processes ended with the server", seconds=10)
    # The call was accepted, so the next server makes it again, in groups of its own.
    own_server.start()
    wait_for(lambda: not before & control_groups(own_server), "its control groups are gone")
    assert str(own_server.data_dir) not in Path("/proc/mounts").read_text()


def control_groups(server):
    """The control groups of a server's instances, each told by its number in the file system."""
    roots = (server.data_dir / "runtime" / "control-groups").read_text().split()
    return {group.stat().st_ino for root in roots for group in Path(root).glob("*/")}


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
