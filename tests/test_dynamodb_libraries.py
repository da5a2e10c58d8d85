"""Libraries that applications use with tables, unmodified: PynamoDB, Powertools' idempotency.

Each script runs in a process of its own, in an environment as an application has it: both
libraries keep their clients, and what they know of the endpoint, for as long as the process lives.
"""

import subprocess
import sys
import textwrap

from harness import PATIENCE_SECONDS, ROOT, environment, unique

PYNAMODB = """
import sys
from pynamodb.attributes import (
    JSONAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute, UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError, UpdateError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.indexes import LocalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactGet, TransactWrite

ENDPOINT, TABLE = sys.argv[1:]


class ByTopic(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-topic"
        projection = AllProjection()

    topic = UnicodeAttribute(hash_key=True)
    views = NumberAttribute(range_key=True)


class ByViews(LocalSecondaryIndex):
    class Meta:
        index_name = "by-views"
        projection = KeysOnlyProjection()

    forum = UnicodeAttribute(hash_key=True)
    views = NumberAttribute(range_key=True)


class Thread(Model):
    class Meta:
        table_name = TABLE
        host = ENDPOINT
        region = "us-east-1"
        billing_mode = "PAY_PER_REQUEST"

    forum = UnicodeAttribute(hash_key=True)
    subject = UnicodeAttribute(range_key=True)
    topic = UnicodeAttribute(null=True)
    views = NumberAttribute(default=0)
    tags = UnicodeSetAttribute(null=True)
    more = JSONAttribute(null=True)
    by_topic = ByTopic()
    by_views = ByViews()


class Account(Model):
    class Meta:
        table_name = TABLE + "-accounts"
        host = ENDPOINT
        region = "us-east-1"
        read_capacity_units = 5
        write_capacity_units = 5

    name = UnicodeAttribute(hash_key=True)
    balance = NumberAttribute()
    version = VersionAttribute()


def refused(error, call, *arguments, **more):
    try:
        call(*arguments, **more)
    except error as caught:
        return caught
    raise AssertionError(f"{error} did not come")


for model in (Thread, Account):
    assert not model.exists()
    model.create_table(wait=True)
    assert model.exists()

# Items, with conditions.
Thread("f", "one", topic="t", views=1, tags={"a", "b"}, more={"x": [1, None]}).save()
found = Thread.get("f", "one", consistent_read=True)
assert (found.tags, found.more) == ({"a", "b"}, {"x": [1, None]})
refused(DoesNotExist, Thread.get, "f", "none")
error = refused(PutError, Thread("f", "one").save, condition=Thread.forum.does_not_exist())
assert error.cause_response_code == "ConditionalCheckFailedException"
found.update(actions=[Thread.views.set(Thread.views + 4), Thread.tags.add({"c"})])
assert (found.views, found.tags) == (5, {"a", "b", "c"})
refused(UpdateError, found.update, actions=[Thread.topic.remove()], condition=Thread.views > 9)

# Batches, queries of table and indexes in pages, scans.
with Thread.batch_write() as batch:
    for number in range(60):
        batch.save(Thread("f", f"many-{number:02}", topic="m", views=100 - number))
keys = [("f", f"many-{number:02}") for number in range(60)]
assert len(list(Thread.batch_get(keys))) == 60
many = Thread.query("f", Thread.subject.startswith("many-"), page_size=7)
assert [thread.subject for thread in many] == [key[1] for key in keys]
viewed = Thread.by_topic.query("m", ByTopic.views > 90, scan_index_forward=False)
assert [thread.views for thread in viewed] == list(range(100, 90, -1))
assert [thread.views for thread in Thread.by_views.query("f", limit=2)] == [5, 41]
assert Thread.count("f", filter_condition=Thread.topic == "m") == 60
assert len(list(Thread.scan(Thread.views.between(50, 59), segment=0, total_segments=1))) == 10

# Transactions, and versions that are kept by conditions.
for name in ("a", "b"):
    Account(name, balance=10).save()
connection = Connection(region="us-east-1", host=ENDPOINT)


def transfer(amount):
    with TransactWrite(connection=connection, client_request_token=None) as write:
        write.update(
            Account("a"),
            actions=[Account.balance.add(-amount)],
            condition=Account.balance >= amount,
            add_version_condition=False,
        )
        write.update(
            Account("b"), actions=[Account.balance.add(amount)], add_version_condition=False
        )


transfer(7)
error = refused(TransactWriteError, transfer, 7)
assert [reason and reason.code for reason in error.cancellation_reasons] == [
    "ConditionalCheckFailed", None
]
with TransactGet(connection=connection) as read:
    both = [read.get(Account, name) for name in ("a", "b")]
assert [future.get().balance for future in both] == [3, 17]
stale, fresh = Account.get("a"), Account.get("a")
fresh.save()
refused(PutError, stale.save)

for model in (Thread, Account):
    model.delete_table()
    assert not model.exists()
print("done")
"""

IDEMPOTENCY = """
import sys, time
import boto3
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer, IdempotencyConfig, idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError, IdempotencyValidationError,
)

TABLE = sys.argv[2]
ddb = boto3.client("dynamodb")
ddb.create_table(
    TableName=TABLE,
    BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
)
ddb.get_waiter("table_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1})
layer = DynamoDBPersistenceLayer(table_name=TABLE)
config = IdempotencyConfig(event_key_jmespath="id", payload_validation_jmespath="amount")
calls = []


@idempotent_function(data_keyword_argument="order", persistence_store=layer, config=config)
def pay(order):
    calls.append(order)
    if order["amount"] == 0:
        raise ValueError("nothing to pay")
    if order["amount"] < 0:
        return pay(order=order)
    return {"paid": order["amount"]}


def refused(error, order):
    try:
        pay(order=order)
    except error:
        return
    raise AssertionError(f"{error} did not come")


first = pay(order={"id": "a", "amount": 5})
assert pay(order={"id": "a", "amount": 5}) == first == {"paid": 5}
assert len(calls) == 1, "it was paid twice"
refused(IdempotencyValidationError, {"id": "a", "amount": 6})
# What failed is forgotten, so that it can be tried again.
refused(ValueError, {"id": "b", "amount": 0})
assert pay(order={"id": "b", "amount": 1}) == {"paid": 1}
# What is in progress is not begun again.
refused(IdempotencyAlreadyInProgressError, {"id": "c", "amount": -1})
assert len(calls) == 4, calls
print("done")
"""


def run(server, script, table):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), server.endpoint, table],
        cwd=ROOT,
        env=environment(
            server.endpoint, POWERTOOLS_SERVICE_NAME="pay", AWS_LAMBDA_FUNCTION_NAME="pay"
        ),
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.stdout == "done\n", done.stdout + done.stderr


def test_pynamodb(server):
    run(server, PYNAMODB, unique("pynamodb"))


def test_powertools_idempotency(server):
    run(server, IDEMPOTENCY, unique("idempotency"))
