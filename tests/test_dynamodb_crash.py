"""Kill -9 while an index is made under load: table and index always say the same.

`--kills 20 --items 1000000` is the whole test; a shorter one runs with every `make test`.
"""

import itertools
import random
import threading
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import BotoCoreError
from harness import PATIENCE_SECONDS, rows, unique, wait_for

# How many clients put what is there before the index.
LOADERS = 4

# What a debug build on a busy machine fills an index with at least, beside the writers.
FILLED_PER_SECOND = 500

# Each writer has keys of its own, so that it knows what each of them must hold.
WRITERS = 3
KEYS_EACH = 150

# How often the moment is counted from the answer, and not from the request: by then the index is
# being filled.
AFTER_ACKNOWLEDGED = 0.7
KILL_AFTER_SECONDS = (0.0, 0.2)


class Writer:
    """Puts, changes and deletes items of its own, and remembers what each may be."""

    def __init__(self, server, table, number, chance):
        self.server, self.table, self.chance = server, table, chance
        self.keys = [f"w{number}-{n}" for n in range(KEYS_EACH)]
        # What a key may hold: two things after a write whose answer did not come.
        self.possible = {key: [None] for key in self.keys}
        self.acknowledged = 0
        self.values = itertools.count()
        self.stopping = threading.Event()

    def live(self):
        """Writes until the server no longer answers, or until it is told to stop."""
        ddb = self.server.client("dynamodb")
        while not self.stopping.is_set():
            key = self.chance.choice(self.keys)
            before, after = self.possible[key], self.next_item(key)
            self.possible[key] = [*before, after]
            try:
                self.write(ddb, key, after)
            except BotoCoreError:
                return
            self.possible[key] = [after]
            self.acknowledged += 1

    def next_item(self, key):
        if self.chance.random() < 0.2:
            return None
        item = {"id": {"S": key}, "v": {"N": str(next(self.values))}}
        # Some have no place in the index.
        if self.chance.random() < 0.8:
            item["g"] = {"S": f"g{self.chance.randrange(20)}"}
        return item

    def write(self, ddb, key, item):
        if item is None:
            ddb.delete_item(TableName=self.table, Key={"id": {"S": key}})
        elif "g" in item and self.chance.random() < 0.5:
            ddb.update_item(
                TableName=self.table,
                Key={"id": {"S": key}},
                UpdateExpression="SET v = :v, g = :g",
                ExpressionAttributeValues={":v": item["v"], ":g": item["g"]},
            )
        else:
            ddb.put_item(TableName=self.table, Item=item)

    def check(self, found):
        """That each key holds what it may; from now on it holds that."""
        for key in self.keys:
            assert found.get(key) in self.possible[key], f"{key}: an acknowledged write is lost"
            self.possible[key] = [found.get(key)]


class Writers:
    """All writers, for as long as the block lasts or the server lives."""

    def __init__(self, writers):
        self.writers = writers

    def __enter__(self):
        self.threads = [threading.Thread(target=writer.live) for writer in self.writers]
        before = [writer.acknowledged for writer in self.writers]
        for thread in self.threads:
            thread.start()

        def all_write():
            now = [writer.acknowledged for writer in self.writers]
            return all(b < n for b, n in zip(before, now, strict=True))

        wait_for(all_write, "every writer writes")
        return self

    def __exit__(self, *_):
        for writer in self.writers:
            writer.stopping.set()
        for thread in self.threads:
            thread.join()
        for writer in self.writers:
            writer.stopping.clear()


def make_table(ddb, items):
    """A table with so many items: by default some dozens of the chunks that fill an index."""
    table = unique("table")
    ddb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )

    def load(first):
        puts = [
            {"PutRequest": {"Item": {"id": {"S": f"old-{n}"}, "g": {"S": f"g{n % 20}"}}}}
            for n in range(first, min(first + 25, items))
        ]
        written = ddb.batch_write_item(RequestItems={table: puts})
        assert not written["UnprocessedItems"]

    with ThreadPoolExecutor(LOADERS) as loaders:
        for _ in loaders.map(load, range(0, items, 25)):
            """What a loader has met is raised here."""
    return table


def add_index(ddb, table, index):
    ddb.update_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": "g", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[
            {
                "Create": {
                    "IndexName": index,
                    "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            }
        ],
    )


def indexes(ddb, table):
    """The table's indexes with their states."""
    described = ddb.describe_table(TableName=table)["Table"]
    found = described.get("GlobalSecondaryIndexes", [])
    return {index["IndexName"]: index["IndexStatus"] for index in found}


def wait_until_active(ddb, table, index, items):
    seconds = PATIENCE_SECONDS + items / FILLED_PER_SECOND
    wait_for(lambda: indexes(ddb, table)[index] == "ACTIVE", f"{index} is full", seconds)


def by_id(items):
    return {item["id"]["S"]: item for item in items}


def entries(ddb, table, index):
    pages = ddb.get_paginator("scan").paginate(TableName=table, IndexName=index)
    found = [item for page in pages for item in page["Items"]]
    assert len(by_id(found)) == len(found), "an item has two entries"
    return by_id(found)


def test_an_index_made_under_load_agrees_with_its_table_after_kill_9(own_server, request):
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    ddb = own_server.start().client("dynamodb")
    items = request.config.getoption("--items")
    table = make_table(ddb, items)
    writers = [Writer(own_server, table, n, random.Random(seed + n)) for n in range(WRITERS)]
    cut = 0
    for number in range(request.config.getoption("--kills")):
        index = f"index-{number}"
        with Writers(writers):
            asking = threading.Thread(target=ask, args=(own_server, table, index))
            asking.start()
            if chance.random() < AFTER_ACKNOWLEDGED:
                asking.join()
            threading.Event().wait(chance.uniform(*KILL_AFTER_SECONDS))
            own_server.kill()
            asking.join()
        own_server.start()
        state = indexes(ddb, table).get(index)
        cut += state == "CREATING"
        if state is None:
            add_index(ddb, table, index)
        with Writers(writers):
            wait_until_active(ddb, table, index, items)
        found = by_id(rows(ddb, table))
        for writer in writers:
            writer.check(found)
        indexed = {key: item for key, item in found.items() if "g" in item}
        assert len(indexed) >= items
        assert entries(ddb, table, index) == indexed, f"seed {seed}, {index} (was {state})"
        ddb.update_table(
            TableName=table,
            GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": index}}],
        )
        assert index not in indexes(ddb, table)
    print(f"seed {seed}, cut while it was filled: {cut}")


def ask(server, table, index):
    try:
        add_index(server.client("dynamodb"), table, index)
    except BotoCoreError:
        """The server died first: the index is there, or it is not."""
