"""Provisioned throughput on a server that is told to enforce it."""

import time

import pytest
from botocore.exceptions import ClientError
from harness import Server, wait_for

# What a table of one unit a second may use at once: five minutes of it.
BURST = 300

THROTTLED = "ProvisionedThroughputExceeded"


@pytest.fixture
def ddb(tmp_path):
    server = Server(tmp_path / "data", "--enforce-throughput").start()
    yield server.client("dynamodb")
    assert server.stop() == 0, server.log()


def make_table(ddb, units):
    ddb.create_table(
        TableName="slow",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        ProvisionedThroughput=units,
    )


def unprocessed(ddb, puts):
    """The puts of a batch that come back; that none was done is told by an error."""
    try:
        return ddb.batch_write_item(RequestItems={"slow": puts})["UnprocessedItems"].get("slow", [])
    except ddb.exceptions.ProvisionedThroughputExceededException:
        return puts


def refused(call):
    """Calls until that is refused; how."""
    while True:
        try:
            call()
        except ClientError as error:
            return error.response


def test_what_is_over_comes_back_and_a_new_rate_counts_at_once(ddb):
    """Clients wait for what is refused only where it is refused as AWS does it."""
    make_table(ddb, {"ReadCapacityUnits": 1000, "WriteCapacityUnits": 1})
    began, written, left = time.monotonic(), 0, []
    while not left:
        puts = [{"PutRequest": {"Item": {"id": {"S": f"{written + n}"}}}} for n in range(25)]
        left = unprocessed(ddb, puts)
        written += len(puts) - len(left)
    most = BURST + (time.monotonic() - began) + 1
    assert BURST <= written <= most
    assert all(put in puts for put in left)
    kept = ddb.scan(TableName="slow", Select="COUNT", ConsistentRead=True)["Count"]
    assert kept == written

    part = {"Put": {"TableName": "slow", "Item": {"id": {"S": "both"}}}}
    check = {
        "ConditionCheck": {
            "TableName": "slow",
            "Key": {"id": {"S": "0"}},
            "ConditionExpression": "attribute_exists(id)",
        }
    }
    parts = [part, check]
    # Four units each, of which one comes back in a second.
    cancelled = refused(lambda: ddb.transact_write_items(TransactItems=parts))
    assert cancelled["Error"]["Code"] == "TransactionCanceledException"
    reasons = [reason["Code"] for reason in cancelled["CancellationReasons"]]
    assert set(reasons) <= {"None", THROTTLED}
    assert THROTTLED in reasons

    item = {"id": {"S": "one"}, "text": {"S": "x" * 8000}}
    over = refused(lambda: ddb.put_item(TableName="slow", Item=item))
    assert over["Error"]["Code"] == f"{THROTTLED}Exception"
    message = over["Error"]["Message"]
    assert message.startswith("The level of configured provisioned throughput for the table was")

    def entry():
        statement = {"Statement": "INSERT INTO slow VALUE {'id': 'twice'}"}
        return ddb.batch_execute_statement(Statements=[statement])["Responses"][0]

    # Until then it is inserted, or refused as a duplicate, which costs as much.
    entries = iter(entry, None)
    found = next(one for one in entries if one.get("Error", {}).get("Code") == THROTTLED)
    assert found["TableName"] == "slow"

    ddb.update_table(
        TableName="slow",
        ProvisionedThroughput={"ReadCapacityUnits": 1000, "WriteCapacityUnits": 10_000},
    )

    def goes():
        try:
            return ddb.put_item(TableName="slow", Item={"id": {"S": "again"}})
        except ddb.exceptions.ProvisionedThroughputExceededException:
            return None

    wait_for(goes, "a write at the new rate")
    for number in range(100):
        ddb.put_item(TableName="slow", Item={"id": {"S": f"more-{number}"}})
