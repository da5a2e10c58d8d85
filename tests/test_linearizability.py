"""Concurrent conditional updates and transactions, with kill -9 between: all as if in turn.

Clients record what they asked, when, and what they were told; `cargo xtask linearizable` looks for
an order of all operations, each between its call and its answer, in which everything that was told
is true. What was never answered may have happened or not. `--kills 20` is the whole test.
"""

import itertools
import json
import random
import subprocess
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError
from harness import ROOT, unique, wait_for

# Clients, and what they fight over: each object is a few items that transactions change together.
CLIENTS = 5
OBJECTS = 3
KEYS = ("a", "b", "c")

# How many operations are answered before the server is killed under the next ones.
BEFORE_KILL = 60


class History:
    """What all clients asked and were told. An operation is a dictionary, as the checker reads."""

    def __init__(self):
        self.operations = []
        self.values = itertools.count(1)

    def answered(self):
        return sum(1 for one in self.operations if "answered" in one)

    def ask(self, object_, steps, call):
        """Asks; `call` gives what the keys held, as far as it is told. None without an answer."""
        one = {"object": object_, "steps": steps, "called": time.monotonic_ns()}
        try:
            saw = call()
            one |= {"saw": saw, "outcome": "done", "answered": time.monotonic_ns()}
        except EndpointConnectionError:
            # Nobody was there: it was never asked.
            return None
        except ClientError as error:
            if not is_refusal(error):
                raise
            one |= {"outcome": "refused", "answered": time.monotonic_ns()}
        except BotoCoreError:
            one |= {"outcome": "unknown"}
        self.operations.append(one)
        return one if "answered" in one else None


def is_refusal(error):
    """Whether a condition did not hold, and nothing else was wrong."""
    if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
        return True
    reasons = {one["Code"] for one in error.response.get("CancellationReasons", [])}
    return reasons <= {"None", "ConditionalCheckFailed"} and "ConditionalCheckFailed" in reasons


class Client:
    """One that reads and changes what others change, going by what it saw last."""

    def __init__(self, history, table, seed):
        self.history, self.table, self.chance = history, table, random.Random(seed)
        self.seen = {}

    def live(self, ddb):
        """Until the server no longer answers."""
        kinds = (self.read, self.read_all, self.swap, self.put, self.add, self.delete, self.move)
        while True:
            object_ = f"o{self.chance.randrange(OBJECTS)}"
            one = self.chance.choice(kinds)(ddb, object_)
            if one is None:
                return
            for key, value in one.get("saw", {}).items():
                self.seen[object_, key] = value
            if one["outcome"] == "done":
                for step in one["steps"]:
                    if "set" in step.get("write", {}):
                        self.seen[object_, step["key"]] = step["write"]["set"]

    def read(self, ddb, object_):
        key = self.chance.choice(KEYS)

        def call():
            found = ddb.get_item(**self.item(object_, key), ConsistentRead=True)
            return {key: value_of(found.get("Item"))}

        return self.history.ask(object_, [], call)

    def read_all(self, ddb, object_):
        def call():
            gets = [{"Get": self.item(object_, key)} for key in KEYS]
            found = ddb.transact_get_items(TransactItems=gets)["Responses"]
            values = (value_of(one.get("Item")) for one in found)
            return dict(zip(KEYS, values, strict=True))

        return self.history.ask(object_, [], call)

    def put(self, ddb, object_):
        """Replaces without a condition, and is told what it replaced."""
        key, value = self.chance.choice(KEYS), next(self.history.values)

        def call():
            item = {**self.item(object_, key)["Key"], "v": number(value)}
            done = ddb.put_item(TableName=self.table, Item=item, ReturnValues="ALL_OLD")
            return {key: value_of(done.get("Attributes"))}

        return self.history.ask(object_, [{"key": key, "write": {"set": value}}], call)

    def delete(self, ddb, object_):
        key = self.chance.choice(KEYS)

        def call():
            done = ddb.delete_item(**self.item(object_, key), ReturnValues="ALL_OLD")
            return {key: value_of(done.get("Attributes"))}

        return self.history.ask(object_, [{"key": key, "write": "remove"}], call)

    def add(self, ddb, object_):
        key = self.chance.choice(KEYS)

        def call():
            done = ddb.update_item(
                **self.item(object_, key),
                UpdateExpression="ADD v :by",
                ExpressionAttributeValues={":by": number(1_000_000)},
                ReturnValues="ALL_OLD",
            )
            return {key: value_of(done.get("Attributes"))}

        return self.history.ask(object_, [{"key": key, "write": {"add": 1_000_000}}], call)

    def swap(self, ddb, object_):
        """Sets what is still as it was last seen."""
        step, update = self.conditional(object_, self.chance.choice(KEYS))

        def call():
            ddb.update_item(**update)
            return {}

        return self.history.ask(object_, [step], call)

    def move(self, ddb, object_):
        """Changes two items and looks at the third, all or nothing."""
        first, second, third = self.chance.sample(KEYS, 3)
        pairs = [self.conditional(object_, key) for key in (first, second)]
        look, check = self.conditional(object_, third)
        look.pop("write")
        check.pop("UpdateExpression")
        check["ExpressionAttributeValues"].pop(":new")
        if not check["ExpressionAttributeValues"]:
            check.pop("ExpressionAttributeValues")
        parts = [*({"Update": update} for _, update in pairs), {"ConditionCheck": check}]

        def call():
            ddb.transact_write_items(TransactItems=parts)
            return {}

        return self.history.ask(object_, [*(step for step, _ in pairs), look], call)

    def conditional(self, object_, key):
        """A step and its parameters: sets a key if it holds what this client saw last."""
        seen, value = self.seen.get((object_, key)), next(self.history.values)
        values = {":new": number(value)}
        if seen is not None:
            values[":seen"] = number(seen)
        holds = "attribute_not_exists(id)" if seen is None else "v = :seen"
        step = {
            "key": key,
            "expect": "absent" if seen is None else {"value": seen},
            "write": {"set": value},
        }
        return step, {
            **self.item(object_, key),
            "UpdateExpression": "SET v = :new",
            "ConditionExpression": holds,
            "ExpressionAttributeValues": values,
        }

    def item(self, object_, key):
        return {"TableName": self.table, "Key": {"id": {"S": f"{object_}-{key}"}}}


def number(value):
    return {"N": str(value)}


def value_of(item):
    return int(item["v"]["N"]) if item else None


def run_until_killed(server, clients, history):
    """All clients at once; kill -9 under them."""
    failed = []

    def live(client):
        try:
            client.live(server.client("dynamodb"))
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=live, args=(client,)) for client in clients]
    enough = history.answered() + BEFORE_KILL
    for thread in threads:
        thread.start()
    try:
        wait_for(lambda: failed or enough <= history.answered(), "clients were answered")
    finally:
        server.kill()
        for thread in threads:
            thread.join()
    assert not failed, failed


def verdict(history, file):
    """What the checker says, and whether it is content."""
    lines = (json.dumps(one) for one in history)
    file.write_text("\n".join(lines))
    command = ["cargo", "xtask", "linearizable", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    return done.returncode == 0, done.stdout + done.stderr


def test_concurrent_updates_and_transactions_are_linearizable(own_server, request, tmp_path):
    seed = random.randrange(2**32)
    table = unique("table")
    own_server.start().client("dynamodb").create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    history = History()
    clients = [Client(history, table, seed + n) for n in range(CLIENTS)]
    for _ in range(request.config.getoption("--kills")):
        run_until_killed(own_server, clients, history)
        own_server.start()
    # What is there at the end is part of it.
    reader, ddb = Client(history, table, seed), own_server.client("dynamodb")
    for number_ in range(OBJECTS):
        reader.read_all(ddb, f"o{number_}")
    content, said = verdict(history.operations, tmp_path / "history")
    assert content, f"seed {seed}: {said}"
    kept = {"done": 0, "refused": 0, "unknown": 0}
    for one in history.operations:
        kept[one["outcome"]] += 1
    # Without these the history would say nothing.
    assert min(kept["done"], kept["refused"]) > 0, kept
    print(f"seed {seed}: {kept}: {said}")

    for violate in (stale_read, lost_update, torn_transaction):
        content, said = verdict(violate(history, seed), tmp_path / "violated")
        assert not content, f"{violate.__name__} was not found, seed {seed}"
        assert "is not linearizable" in said, said


# What a broken database would have told: each puts one lie into what was recorded, beside it. It is
# about keys that the clients leave alone: else one of their writes without an answer might explain
# it after all.


def beside(history, seed, *operations):
    """The history, and operations one after the other from some moment of it on."""
    chance = random.Random(seed)
    now = chance.choice(history.operations)["called"]
    object_ = f"o{chance.randrange(OBJECTS)}"
    more = (
        {
            "object": object_,
            "outcome": "done",
            **one,
            "called": now + 2 * n,
            "answered": now + 2 * n + 1,
        }
        for n, one in enumerate(operations)
    )
    return [*history.operations, *more]


def setting(*keys, value, **step):
    return {"steps": [{"key": key, "write": {"set": value}, **step} for key in keys]}


def stale_read(history, seed):
    """Somebody reads what was there before an acknowledged write."""
    lie = {"steps": [], "saw": {"d": 1}}
    return beside(history, seed, setting("d", value=1), setting("d", value=2), lie)


def lost_update(history, seed):
    """Two writers both replace the same value."""
    replaced = (setting("d", value=value, expect={"value": 1}) for value in (2, 3))
    return beside(history, seed, setting("d", value=1), *replaced)


def torn_transaction(history, seed):
    """Half of a transaction is seen."""
    lie = {"steps": [], "saw": {"d": 1, "e": None}}
    return beside(history, seed, setting("d", "e", value=1), lie)
