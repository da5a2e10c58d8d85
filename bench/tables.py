"""Load for tables: signed requests, made beforehand, and dynalite to hold them against.

A request is signed once and sent many times, so that the client costs little; the server checks
the signature each time (dynalite reads it, and checks nothing).
"""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from machine import Process, free_port

TABLE = "bench"
# Another, whose items have range keys: collections of as many items as a query reads.
COLLECTIONS = "bench-collections"
COLLECTION_ITEMS = 100

# As many different items as there are requests of a kind.
ITEMS = 2000

# The most writes of a batch.
BATCH = 25

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


# The operation and its input for the item of a number. What is read was put by those before.
KINDS = {
    "PutItem": (
        "PutItem",
        lambda n: {"TableName": TABLE, "Item": {"id": {"S": f"item-{n}"}, **PAYLOAD}},
    ),
    "GetItem": ("GetItem", lambda n: {"TableName": TABLE, "Key": {"id": {"S": f"item-{n}"}}}),
    "UpdateItem, a counter each": (
        "UpdateItem",
        lambda n: {"TableName": TABLE, "Key": {"id": {"S": f"count-{n}"}}, **COUNT},
    ),
    "UpdateItem, one counter for all": (
        "UpdateItem",
        lambda _: {"TableName": TABLE, "Key": {"id": {"S": "count"}}, **COUNT},
    ),
    "Query, one item": ("Query", lambda n: query(TABLE, f"item-{n}")),
    f"Query, {COLLECTION_ITEMS} items": (
        "Query",
        lambda n: query(COLLECTIONS, f"all-{n % (ITEMS // COLLECTION_ITEMS)}"),
    ),
    f"BatchWriteItem, {BATCH} items": (
        "BatchWriteItem",
        lambda n: batch(TABLE, numbered(n * BATCH, BATCH)),
    ),
}


class Dynalite:
    """A dynalite on a folder of its own. It keeps what it writes, but does not sync it."""

    def __init__(self, home, folder):
        self.port = free_port()
        command = ["node", Path(home) / "cli.js", "--port", str(self.port)]
        command += ["--path", folder / "dynalite", "--createTableMs", "0"]
        self.process = Process(command, stdout=subprocess.DEVNULL)
        self.process.until_listening(self.port)


def measure_tables(folder, subjects):
    """Each kind of request, for each of the servers, whose tables are made first."""
    for subject in subjects:
        make_tables(subject.port)
    for kind, (operation, make) in KINDS.items():
        for number, subject in enumerate(subjects):
            file = folder / f"{number}-{kind}.requests"
            inputs = (make(n) for n in range(ITEMS))
            requests = [signed(subject.port, operation, one) for one in inputs]
            file.write_bytes(b"".join(b"%d\n%b" % (len(one), one) for one in requests))
            yield replace(subject, name=f"{kind}: {subject.name}", requests=file)


def make_tables(port):
    """Makes them, and fills the collections."""
    client = boto3.client(
        "dynamodb",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    for table, key in {TABLE: ["id"], COLLECTIONS: ["id", "place"]}.items():
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
    for number in range(ITEMS // COLLECTION_ITEMS):
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
