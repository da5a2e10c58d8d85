"""Backups and tables made of them, beside writers, and through kill -9."""

import datetime
import itertools
import math
import random
import threading
import time

import pytest
from botocore.exceptions import BotoCoreError
from harness import rows, unique, wait_for

# Some dozens of the chunks that copy them.
ACCOUNTS = 2000
BALANCE = 100
TELLERS = 3


def make_bank(ddb):
    """A table of accounts, and for each teller how many transfers there were."""
    table = unique("bank")
    ddb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "branch", "AttributeType": "S"},
        ],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-branch",
                "KeySchema": [{"AttributeName": "branch", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    accounts = [
        {"id": {"S": f"a{n}"}, "branch": {"S": f"b{n % 10}"}, "v": {"N": str(BALANCE)}}
        for n in range(ACCOUNTS)
    ]
    tellers = [{"id": {"S": f"t{n}"}, "v": {"N": "0"}} for n in range(TELLERS)]
    puts = [{"PutRequest": {"Item": item}} for item in accounts + tellers]
    for at in range(0, len(puts), 25):
        written = ddb.batch_write_item(RequestItems={table: puts[at : at + 25]})
        assert not written["UnprocessedItems"]
    return table


class Teller:
    """Moves money between two accounts at a time, and counts it in the same transaction."""

    def __init__(self, server, table, number, chance):
        self.server, self.table, self.number, self.chance = server, table, number, chance
        self.begun = self.done = 0
        self.stopping = threading.Event()

    def live(self):
        ddb = self.server.client("dynamodb")
        while not self.stopping.is_set():
            # What the transfer counts to is put, not added, so that one whose answer did not come
            # may be made again.
            self.begun = self.done + 1
            try:
                self.transfer(ddb)
            except BotoCoreError:
                return
            except ddb.exceptions.TransactionCanceledException:
                """It was made before the kill."""
            self.done = self.begun

    def transfer(self, ddb):
        source, target = self.chance.sample(range(ACCOUNTS), 2)
        count = {":n": {"N": str(self.begun)}}
        ddb.transact_write_items(
            TransactItems=[
                self.update(f"a{source}", "ADD v :v", {":v": {"N": "-1"}}),
                self.update(f"a{target}", "ADD v :v", {":v": {"N": "1"}}),
                # A transfer that was made already is not made again.
                self.update(f"t{self.number}", "SET v = :n", count, "v < :n"),
            ]
        )

    def update(self, key, expression, values, condition=None):
        more = {"ConditionExpression": condition} if condition else {}
        return {
            "Update": {
                "TableName": self.table,
                "Key": {"id": {"S": key}},
                "UpdateExpression": expression,
                "ExpressionAttributeValues": values,
                **more,
            }
        }


class Tellers:
    """All tellers, for as long as the block lasts or the server lives."""

    def __init__(self, tellers):
        self.tellers = tellers

    def __enter__(self):
        self.threads = [threading.Thread(target=teller.live) for teller in self.tellers]
        before = [teller.done for teller in self.tellers]
        for thread in self.threads:
            thread.start()
        wait_for(
            lambda: all(b < t.done for b, t in zip(before, self.tellers, strict=True)),
            "every teller works",
        )
        return self

    def __exit__(self, *_):
        for teller in self.tellers:
            teller.stopping.set()
        for thread in self.threads:
            thread.join()
        for teller in self.tellers:
            teller.stopping.clear()


def values(items):
    return {item["id"]["S"]: int(item["v"]["N"]) for item in items}


def check_bank(ddb, table, bounds):
    """That a table holds the bank as it was at one moment within the bounds of each teller."""
    found = values(rows(ddb, table))
    counts = [found.pop(f"t{n}") for n in range(TELLERS)]
    for count, (least, most) in zip(counts, bounds, strict=True):
        assert least <= count <= most, (counts, bounds)
    assert len(found) == ACCOUNTS
    assert sum(found.values()) == ACCOUNTS * BALANCE, "a transfer is there by half"
    pages = ddb.get_paginator("scan").paginate(TableName=table, IndexName="by-branch")
    assert values(itertools.chain(*(page["Items"] for page in pages))) == found


def status(ddb, arn):
    described = ddb.describe_backup(BackupArn=arn)["BackupDescription"]
    return described["BackupDetails"]["BackupStatus"]


def table_status(ddb, table):
    return ddb.describe_table(TableName=table)["Table"]["TableStatus"]


def test_a_backup_under_load_is_one_moment_of_its_table_through_kill_9(own_server, request):
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    ddb = own_server.start().client("dynamodb")
    table = make_bank(ddb)
    tellers = [Teller(own_server, table, n, random.Random(seed + n)) for n in range(TELLERS)]
    cut = 0
    for _ in range(request.config.getoption("--kills")):
        with Tellers(tellers):
            least = [teller.done for teller in tellers]
            made = ddb.create_backup(TableName=table, BackupName="under-load")
            bounds = [(low, teller.begun) for low, teller in zip(least, tellers, strict=True)]
            arn = made["BackupDetails"]["BackupArn"]
            threading.Event().wait(chance.uniform(0, 0.1))
            own_server.kill()
        own_server.start()
        cut += status(ddb, arn) == "CREATING"
        with Tellers(tellers):
            wait_for(lambda arn=arn: status(ddb, arn) == "AVAILABLE", "the backup is made")
            target = unique("restored")
            ddb.restore_table_from_backup(TargetTableName=target, BackupArn=arn)
            threading.Event().wait(chance.uniform(0, 0.1))
            own_server.kill()
        own_server.start()
        cut += table_status(ddb, target) == "CREATING"
        ddb.get_waiter("table_exists").wait(TableName=target, WaiterConfig={"Delay": 1})
        check_bank(ddb, target, bounds)
        ddb.delete_backup(BackupArn=arn)
        ddb.delete_table(TableName=target)
    print(f"seed {seed}, cut while it was copied or restored: {cut}")


def recovery(ddb, table):
    described = ddb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    return described["PointInTimeRecoveryDescription"]


def test_a_table_is_restored_to_a_moment_of_its_load_through_kill_9(own_server, request):
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    ddb = own_server.start().client("dynamodb")
    table = make_bank(ddb)
    ddb.update_continuous_backups(
        TableName=table,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    tellers = [Teller(own_server, table, n, random.Random(seed + n)) for n in range(TELLERS)]
    cut = 0
    for _ in range(request.config.getoption("--kills")):
        with Tellers(tellers):
            least = [teller.done for teller in tellers]
            # boto3 writes whole seconds.
            at = math.ceil(time.time())
            wait_for(lambda at=at: at < time.time(), "the moment is over")
            bounds = [(low, teller.begun) for low, teller in zip(least, tellers, strict=True)]
            target = unique("restored")
            ddb.restore_table_to_point_in_time(
                SourceTableName=table,
                TargetTableName=target,
                RestoreDateTime=datetime.datetime.fromtimestamp(at, tz=datetime.UTC),
            )
            threading.Event().wait(chance.uniform(0, 0.3))
            own_server.kill()
        own_server.start()
        cut += table_status(ddb, target) == "CREATING"
        with Tellers(tellers):
            ddb.get_waiter("table_exists").wait(TableName=target, WaiterConfig={"Delay": 1})
        check_bank(ddb, target, bounds)
        ddb.delete_table(TableName=target)
    print(f"seed {seed}, cut while it was restored: {cut}")


def test_a_template_switches_recovery_on_and_off(stacks):
    ddb = stacks.server.client("dynamodb")
    name = unique("recovery")

    def deploy(recovery):
        stacks.deploy(
            f"""
Transform: AWS::Serverless-2016-10-31
Resources:
  Simple:
    Type: AWS::Serverless::SimpleTable
    Properties:
      PointInTimeRecoverySpecification: {recovery}
""",
            name,
        )
        return stacks.physical(name, "Simple")

    table = deploy("{PointInTimeRecoveryEnabled: false}")
    assert recovery(ddb, table) == {"PointInTimeRecoveryStatus": "DISABLED"}
    assert deploy("{PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7}") == table
    shown = recovery(ddb, table)
    assert shown["PointInTimeRecoveryStatus"] == "ENABLED"
    assert shown["RecoveryPeriodInDays"] == 7
    assert shown["EarliestRestorableDateTime"] <= shown["LatestRestorableDateTime"]
    deploy("{PointInTimeRecoveryEnabled: false}")
    assert recovery(ddb, table) == {"PointInTimeRecoveryStatus": "DISABLED"}


def test_backups_through_boto3(server):
    ddb = server.client("dynamodb")
    table = make_bank(ddb)
    made = ddb.create_backup(TableName=table, BackupName="nightly")["BackupDetails"]
    assert made["BackupStatus"] == "CREATING"
    assert made["BackupType"] == "USER"
    arn = made["BackupArn"]
    wait_for(lambda: status(ddb, arn) == "AVAILABLE", "the backup is made")
    source = ddb.describe_backup(BackupArn=arn)["BackupDescription"]["SourceTableDetails"]
    assert source["ItemCount"] == ACCOUNTS + TELLERS
    assert source["TableName"] == table
    listed = ddb.list_backups(TableName=table)["BackupSummaries"]
    assert [summary["BackupArn"] for summary in listed] == [arn]
    ddb.delete_table(TableName=table)
    ddb.restore_table_from_backup(TargetTableName=table, BackupArn=arn)
    with pytest.raises(ddb.exceptions.TableAlreadyExistsException):
        ddb.restore_table_from_backup(TargetTableName=table, BackupArn=arn)
    ddb.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1})
    described = ddb.describe_table(TableName=table)["Table"]
    assert described["RestoreSummary"]["SourceBackupArn"] == arn
    check_bank(ddb, table, [(0, 0)] * TELLERS)
    ddb.delete_backup(BackupArn=arn)
    with pytest.raises(ddb.exceptions.BackupNotFoundException):
        ddb.describe_backup(BackupArn=arn)
