"""Load for tables: signed requests, made beforehand.

A request is signed once and sent many times, so that the client costs little; the server checks
the signature each time.
"""

import json
from dataclasses import replace

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

TABLE = "bench"
# Another, whose items have range keys: collections of as many items as a query reads.
COLLECTIONS = "bench-collections"
COLLECTION_ITEMS = 100

COLLECTION_KIND = f"Query, {COLLECTION_ITEMS} items"

# As many different items as there are requests of a kind.
ITEMS = 2000

# The most writes of a batch.
BATCH = 25

# What others' servers are held against ours by.
COMPARED = ("PutItem", "GetItem", "Query, one item")

# What an item holds beside its key: about 300 bytes.
PAYLOAD = {"text": {"S": "x" * 200}, "number": {"N": "12345.678"}, "flag": {"BOOL": True}}

COUNT = {
    "UpdateExpression": "ADD hits :one",
    "ExpressionAttributeValues": {":one": {"N": "1"}},
}


def query(table, value):
    """What asks for all items of a hash key."""
    return {
        "TableName": table,
        "KeyConditionExpression": "id = :id",
        "ExpressionAttributeValues": {":id": {"S": value}},
    }


def batch(table, keys):
    """What puts items of these keys."""
    return {"RequestItems": {table: [{"PutRequest": {"Item": {**key, **PAYLOAD}}} for key in keys]}}


def collection(number):
    """The keys of one."""
    for place in range(COLLECTION_ITEMS):
        yield {"id": {"S": f"all-{number}"}, "place": {"N": str(place)}}


def numbered(first, count):
    """Keys of items of the first table."""
    return [{"id": {"S": f"item-{number}"}} for number in range(first, first + count)]


COUNTERS = ("UpdateItem, one counter for all", "UpdateItem, a counter each")

# The operation and its input for the item of a number. What is read was put by those before.
KINDS = {
    "PutItem": (
        "PutItem",
        lambda n: {"TableName": TABLE, "Item": {"id": {"S": f"item-{n}"}, **PAYLOAD}},
    ),
    "GetItem": ("GetItem", lambda n: {"TableName": TABLE, "Key": {"id": {"S": f"item-{n}"}}}),
    COUNTERS[1]: (
        "UpdateItem",
        lambda n: {"TableName": TABLE, "Key": {"id": {"S": f"count-{n}"}}, **COUNT},
    ),
    COUNTERS[0]: (
        "UpdateItem",
        lambda _: {"TableName": TABLE, "Key": {"id": {"S": "count"}}, **COUNT},
    ),
    "Query, one item": ("Query", lambda n: query(TABLE, f"item-{n}")),
    COLLECTION_KIND: (
        "Query",
        lambda n: query(COLLECTIONS, f"all-{n % (ITEMS // COLLECTION_ITEMS)}"),
    ),
    f"BatchWriteItem, {BATCH} items": (
        "BatchWriteItem",
        lambda n: batch(TABLE, numbered(n * BATCH, BATCH)),
    ),
}


def measure_tables(folder, subject, kinds=tuple(KINDS)):
    """Each kind of request to a server, whose tables are made first."""
    make_tables(subject.port, [TABLE, COLLECTIONS] if COLLECTION_KIND in kinds else [TABLE])
    for kind in kinds:
        operation, make = KINDS[kind]
        file = folder / f"{subject.port}-{kind}.requests"
        requests = [signed(subject.port, operation, make(number)) for number in range(ITEMS)]
        file.write_bytes(b"".join(b"%d\n%b" % (len(one), one) for one in requests))
        yield kind, replace(subject, name=f"{kind}: {subject.name}", requests=file)


def make_tables(port, tables):
    """Makes them, and fills the collections."""
    client = boto3.client(
        "dynamodb",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(read_timeout=20, retries={"total_max_attempts": 1}),
    )
    for table in tables:
        key = ["id"] if table == TABLE else ["id", "place"]
        types = dict(zip(key, ("S", "N"), strict=False))
        client.create_table(
            TableName=table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": of} for name, of in types.items()
            ],
            KeySchema=[
                {"AttributeName": name, "KeyType": kind}
                for name, kind in zip(key, ("HASH", "RANGE"), strict=False)
            ],
        )
        client.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1})
    for number in range(ITEMS // COLLECTION_ITEMS if COLLECTIONS in tables else 0):
        keys = list(collection(number))
        for first in range(0, len(keys), BATCH):
            answer = client.batch_write_item(**batch(COLLECTIONS, keys[first : first + BATCH]))
            assert not answer["UnprocessedItems"]


def signed(port, operation, members):
    """The bytes of a request."""
    body = json.dumps(members).encode()
    headers = {
        "Host": f"127.0.0.1:{port}",
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": f"DynamoDB_20120810.{operation}",
    }
    request = AWSRequest("POST", f"http://127.0.0.1:{port}/", headers=headers, data=body)
    SigV4Auth(Credentials("test", "test"), "dynamodb", "us-east-1").add_auth(request)
    lines = [f"{name}: {value}" for name, value in request.headers.items()]
    head = "\r\n".join(["POST / HTTP/1.1", *lines, f"Content-Length: {len(body)}", "", ""])
    return head.encode() + body
