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

# As many different items as there are requests of a kind.
ITEMS = 2000

# What an item holds beside its key: about 300 bytes.
PAYLOAD = {"text": {"S": "x" * 200}, "number": {"N": "12345.678"}, "flag": {"BOOL": True}}

COUNT = {
    "UpdateExpression": "ADD hits :one",
    "ExpressionAttributeValues": {":one": {"N": "1"}},
}

# The operation and its input for the item of a number.
KINDS = {
    "PutItem": ("PutItem", lambda n: {"Item": {"id": {"S": f"item-{n}"}, **PAYLOAD}}),
    "GetItem": ("GetItem", lambda n: {"Key": {"id": {"S": f"item-{n}"}}}),
    "UpdateItem, a counter each": (
        "UpdateItem",
        lambda n: {"Key": {"id": {"S": f"count-{n}"}}, **COUNT},
    ),
    "UpdateItem, one counter for all": (
        "UpdateItem",
        lambda _: {"Key": {"id": {"S": "count"}}, **COUNT},
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
    """Each kind of request, for each of the servers, whose table is made first."""
    for subject in subjects:
        make_table(subject.port)
    for kind, (operation, make) in KINDS.items():
        for number, subject in enumerate(subjects):
            file = folder / f"{number}-{kind}.requests"
            inputs = (make(n) for n in range(ITEMS))
            requests = [signed(subject.port, operation, one) for one in inputs]
            file.write_bytes(b"".join(b"%d\n%b" % (len(one), one) for one in requests))
            yield replace(subject, name=f"{kind}: {subject.name}", requests=file)


def make_table(port):
    client = boto3.client(
        "dynamodb",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    client.get_waiter("table_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1})


def signed(port, operation, members):
    """The bytes of a request."""
    body = json.dumps({"TableName": TABLE, **members}).encode()
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
