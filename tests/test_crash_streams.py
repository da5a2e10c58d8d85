"""Kill -9 at any moment: every acknowledged change reaches the stream's function, in order."""

import itertools
import random
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError
from harness import rows, wait_for
from test_event_sources import NOTES, World

# Keys that are written side by side, each by a thread of its own.
KEYS = 3
WRITE_EVERY_SECONDS = 0.02
KILL_AFTER_SECONDS = (0.1, 1.5)
SETTLE_SECONDS = 120

# Keeps when each change came first.
KEEPS_FIRST = (
    NOTES
    + """
import time

def handler(event, context):
    for record in event["Records"]:
        image = record["dynamodb"]["NewImage"]
        name = image["id"]["S"] + "-" + image["n"]["N"]
        try:
            table.put_item(
                Item={"id": name, "ns": time.time_ns()},
                ConditionExpression="attribute_not_exists(id)",
            )
        except table.meta.client.exceptions.ConditionalCheckFailedException:
            pass
"""
)


class Writers:
    """Change items at a steady rate, whatever becomes of the server; what was acknowledged."""

    def __init__(self, world, table):
        self.world, self.table = world, table
        self.acknowledged, self.sent = set(), set()
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.write, args=(n,)) for n in range(KEYS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def write(self, key):
        ddb = self.world.server.client("dynamodb")
        for n in itertools.count():
            if self.stopping.wait(WRITE_EVERY_SECONDS):
                return
            self.sent.add((f"k{key}", n))
            item = {"id": {"S": f"k{key}"}, "n": {"N": str(n)}}
            try:
                ddb.put_item(TableName=self.table, Item=item)
                self.acknowledged.add((f"k{key}", n))
            except (BotoCoreError, ClientError):
                pass


def test_every_acknowledged_change_reaches_the_function_in_order(own_server, request):
    kills = request.config.getoption("--kills")
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    world = World(own_server.start())
    table, arn = world.table("NEW_IMAGE")
    function, notes = world.function(KEEPS_FIRST)
    world.map(function, arn, BatchSize=5, ParallelizationFactor=2)
    with Writers(world, table) as writers:
        for _ in range(kills):
            before = len(writers.acknowledged)
            wait_for(lambda b=before: len(writers.acknowledged) > b, "changes are taken")
            writers.stopping.wait(chance.uniform(*KILL_AFTER_SECONDS))
            own_server.kill()
            own_server.start()
        before = len(writers.acknowledged)
        wait_for(lambda: len(writers.acknowledged) > before, "changes are taken after the last")

    def first_seen():
        found = rows(own_server.client("dynamodb"), notes)
        split = [(item["id"]["S"].rsplit("-", 1), int(item["ns"]["N"])) for item in found]
        return {(key, int(n)): ns for (key, n), ns in split}

    def missing():
        return writers.acknowledged - set(first_seen())

    began = time.monotonic()
    wait_for(lambda: not missing(), f"all is delivered (seed {seed})", SETTLE_SECONDS)
    seen = first_seen()
    print(f"seed {seed}, {kills} kills, {len(seen)} changes, {time.monotonic() - began:.1f} s")
    assert set(seen) <= writers.sent, "a change that nobody made"
    for key in {key for key, _ in seen}:
        times = [seen[place] for place in sorted(seen) if place[0] == key]
        assert times == sorted(times), f"changes of {key} overtook each other (seed {seed})"
