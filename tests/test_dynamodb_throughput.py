"""Provisioned throughput on a server that is told to enforce it."""

import time

import pytest
from botocore.exceptions import ClientError
from harness import Server, wait_for

# What a table of one unit a second may use at once: five minutes of it.
BURST = 300


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


def test_what_is_over_comes_back_and_a_new_rate_counts_at_once(ddb):
    """Clients wait for what is refused only where it is refused as AWS does it."""
    make_table(ddb, {"ReadCapacityUnits": 1000, "WriteCapacityUnits": 1})
    began, written, left = time.monotonic(), 0, []
    while not left:
        puts = [{"PutRequest": {"Item": {"id": {"S": f"{written + n}"}}}} for n in range(25)]
        # Of the last one something goes, since 25 is more than comes back while it runs; if it is
        # nothing at all, that is an error.
        try:
            answer = ddb.batch_write_item(RequestItems={"slow": puts})
            left = answer["UnprocessedItems"].get("slow", [])
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ProvisionedThroughputExceededException"
            left = puts
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
    with pytest.raises(ddb.exceptions.TransactionCanceledException) as cancelled:
        while True:
            # Four units each, of which one comes back in a second.
            ddb.transact_write_items(TransactItems=[part, check])
    reasons = [reason["Code"] for reason in cancelled.value.response["CancellationReasons"]]
    assert set(reasons) <= {"None", "ProvisionedThroughputExceeded"} and reasons != ["None"] * 2

    with pytest.raises(ddb.exceptions.ProvisionedThroughputExceededException) as refused:
        while True:
            ddb.put_item(TableName="slow", Item={"id": {"S": "one"}, "text": {"S": "x" * 8000}})
    message = refused.value.response["Error"]["Message"]
    assert message.startswith("The level of configured provisioned throughput for the table was")

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
