"""DynamoDB as boto3 and the AWS CLI see it: what is kept, what is refused, and in which words."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError
from harness import request, rows, unique


@pytest.fixture(scope="module")
def ddb(server):
    return server.client("dynamodb")


def create(ddb, *keys):
    """Makes a table with keys like `("id", "S")`; its name."""
    table = unique("table")
    ddb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t in keys],
        KeySchema=[
            {"AttributeName": name, "KeyType": kind}
            for (name, _), kind in zip(keys, ("HASH", "RANGE"), strict=False)
        ],
    )
    ddb.get_waiter("table_exists").wait(
        TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 20}
    )
    return table


@pytest.fixture
def table(ddb):
    return create(ddb, ("id", "S"))


@pytest.fixture
def ranged(ddb):
    return create(ddb, ("id", "S"), ("n", "N"))


def refused(call, **arguments):
    """The code and message of a refusal, which has to come."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400, error
    return error["Error"]["Code"], error["Error"]["Message"]


def test_a_request_has_an_id_of_dynamodbs_form_also_when_it_is_refused(server, ddb):
    form = re.compile("[0-9A-Z]{52}")
    listed = ddb.list_tables()["ResponseMetadata"]
    streams = server.client("dynamodbstreams").list_streams()["ResponseMetadata"]
    assert form.fullmatch(listed["RequestId"])
    assert form.fullmatch(streams["RequestId"])
    assert listed["RequestId"] != streams["RequestId"]
    for operation, kind, error in [
        ("ListTables", "application/json", "MissingAuthenticationTokenException"),
        ("ListTable", "application/x-amz-json-1.0", "UnknownOperationException"),
    ]:
        headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": kind}
        answer = request(server.endpoint, "POST", "/", b"{}", headers)
        assert answer.json["__type"].endswith(error)
        assert form.fullmatch(answer.headers["x-amzn-requestid"])
        assert answer.headers["content-type"] == kind


# Items


def test_an_item_of_every_type_comes_back_as_it_was_put(ddb, table):
    item = {
        "id": {"S": "a"},
        "text": {"S": "Grüße \U0001f600"},
        "empty": {"S": ""},
        "number": {"N": "-12.5"},
        "bytes": {"B": b"\x00\xff"},
        "true": {"BOOL": True},
        "nothing": {"NULL": True},
        "list": {"L": [{"S": "x"}, {"N": "1"}, {"L": []}]},
        "map": {"M": {"inner": {"M": {}}}},
        "words": {"SS": ["x", "y"]},
        "numbers": {"NS": ["1", "2"]},
        "blobs": {"BS": [b"a", b"b"]},
    }
    ddb.put_item(TableName=table, Item=item)
    found = ddb.get_item(TableName=table, Key={"id": {"S": "a"}}, ConsistentRead=True)["Item"]
    for sort in ("words", "numbers", "blobs"):
        for kind in found[sort]:
            found[sort][kind] = sorted(found[sort][kind])
    assert found == item


def test_a_put_replaces_the_whole_item_and_can_return_the_old_one(ddb, table):
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "old": {"S": "x"}})
    answer = ddb.put_item(
        TableName=table, Item={"id": {"S": "a"}, "new": {"S": "y"}}, ReturnValues="ALL_OLD"
    )
    assert answer["Attributes"] == {"id": {"S": "a"}, "old": {"S": "x"}}
    assert rows(ddb, table) == [{"id": {"S": "a"}, "new": {"S": "y"}}]


def test_an_item_that_is_not_there_is_no_item_and_no_error(ddb, table):
    assert "Item" not in ddb.get_item(TableName=table, Key={"id": {"S": "a"}})
    assert "Attributes" not in ddb.delete_item(
        TableName=table, Key={"id": {"S": "a"}}, ReturnValues="ALL_OLD"
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("1.0", "1"),
        ("1e2", "100"),
        ("-0", "0"),
        ("0012", "12"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
    ],
)
def test_numbers_are_exact_and_written_one_way(ddb, table, given, kept):
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "n": {"N": given}})
    assert rows(ddb, table)[0]["n"] == {"N": kept}


@pytest.mark.parametrize("number", ["1" * 39, "1e126", "x", ""])
def test_what_is_no_number_of_dynamodbs_is_refused(ddb, table, number):
    code, _ = refused(ddb.put_item, TableName=table, Item={"id": {"S": "a"}, "n": {"N": number}})
    assert code == "ValidationException"
    assert rows(ddb, table) == []


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (
            {"other": {"S": "a"}},
            "One or more parameter values were invalid: Missing the key id in the item",
        ),
        (
            {"id": {"N": "1"}},
            "One or more parameter values were invalid: "
            "Type mismatch for key id expected: S actual: N",
        ),
        (
            {"id": {"S": ""}},
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            "cannot contain an empty string value. Key: id",
        ),
        (
            {"id": {"S": "a"}, "big": {"S": "x" * (400 * 1024)}},
            "Item size has exceeded the maximum allowed size",
        ),
    ],
)
def test_an_item_that_does_not_fit_its_table_is_refused_in_aws_words(ddb, table, item, message):
    code, said = refused(ddb.put_item, TableName=table, Item=item)
    assert (code, said) == ("ValidationException", message)
    assert rows(ddb, table) == []


def test_a_key_that_is_not_the_tables_is_refused(ddb, table):
    key = {"id": {"S": "a"}, "more": {"S": "b"}}
    assert refused(ddb.get_item, TableName=table, Key=key) == (
        "ValidationException",
        "The provided key element does not match the schema",
    )


# Conditions and updates


def test_a_condition_that_fails_changes_nothing_and_shows_what_is_there(ddb, table):
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "v": {"N": "1"}})
    with pytest.raises(ddb.exceptions.ConditionalCheckFailedException) as caught:
        ddb.put_item(
            TableName=table,
            Item={"id": {"S": "a"}, "v": {"N": "2"}},
            ConditionExpression="attribute_not_exists(id)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert caught.value.response["Error"]["Message"] == "The conditional request failed"
    assert caught.value.response["Item"] == {"id": {"S": "a"}, "v": {"N": "1"}}
    assert rows(ddb, table) == [{"id": {"S": "a"}, "v": {"N": "1"}}]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("v = :two", False),
        ("v <> :two", True),
        ("v < :two AND tag = :t", True),
        ("v BETWEEN :one AND :two", True),
        ("v IN (:two, :one)", True),
        ("NOT v = :one", False),
        ("attribute_exists(tag) OR v = :two", True),
        ("attribute_type(tag, :s)", True),
        ("begins_with(tag, :t)", True),
        ("contains(tag, :t)", True),
        ("size(tag) = :two", False),
        ("absent = :one", False),
        ("(v = :two OR v = :one) AND attribute_not_exists(absent)", True),
    ],
)
def test_conditions_are_evaluated_as_written(ddb, table, condition, holds):
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "v": {"N": "1"}, "tag": {"S": "t"}})
    every = {":one": {"N": "1"}, ":two": {"N": "2"}, ":t": {"S": "t"}, ":s": {"S": "S"}}
    used = {
        name: value
        for name, value in every.items()
        if name in condition.replace(")", " ").replace(",", " ").replace("(", " ").split()
    }
    more = {"ExpressionAttributeValues": used} if used else {}

    def delete():
        ddb.delete_item(
            TableName=table, Key={"id": {"S": "a"}}, ConditionExpression=condition, **more
        )

    if holds:
        delete()
        assert rows(ddb, table) == []
    else:
        with pytest.raises(ddb.exceptions.ConditionalCheckFailedException):
            delete()
        assert len(rows(ddb, table)) == 1


def test_an_update_does_all_its_clauses_on_the_item_as_it_was(ddb, table):
    ddb.put_item(
        TableName=table,
        Item={
            "id": {"S": "a"},
            "x": {"N": "1"},
            "y": {"N": "2"},
            "list": {"L": [{"S": "b"}]},
            "gone": {"S": "z"},
            "set": {"SS": ["p", "q"]},
        },
    )
    answer = ddb.update_item(
        TableName=table,
        Key={"id": {"S": "a"}},
        UpdateExpression=(
            "SET #x = y, y = #x + :n, #l = list_append(:head, #l), fresh = if_not_exists(fresh, :n)"
            " REMOVE gone ADD #count :n DELETE #set :q"
        ),
        ExpressionAttributeNames={"#x": "x", "#l": "list", "#count": "count", "#set": "set"},
        ExpressionAttributeValues={
            ":n": {"N": "10"},
            ":head": {"L": [{"S": "a"}]},
            ":q": {"SS": ["q"]},
        },
        ReturnValues="ALL_NEW",
    )
    assert answer["Attributes"] == {
        "id": {"S": "a"},
        "x": {"N": "2"},
        "y": {"N": "11"},
        "list": {"L": [{"S": "a"}, {"S": "b"}]},
        "fresh": {"N": "10"},
        "count": {"N": "10"},
        "set": {"SS": ["p"]},
    }


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("NONE", None),
        ("ALL_OLD", {"id": {"S": "a"}, "v": {"N": "1"}, "w": {"N": "9"}}),
        ("UPDATED_OLD", {"v": {"N": "1"}}),
        ("UPDATED_NEW", {"v": {"N": "2"}}),
    ],
)
def test_an_update_returns_what_was_asked_for(ddb, table, wanted, expected):
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}, "v": {"N": "1"}, "w": {"N": "9"}})
    answer = ddb.update_item(
        TableName=table,
        Key={"id": {"S": "a"}},
        UpdateExpression="SET v = v + :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues=wanted,
    )
    assert answer.get("Attributes") == expected


def test_an_update_makes_the_item_that_is_not_there(ddb, table):
    ddb.update_item(
        TableName=table,
        Key={"id": {"S": "a"}},
        UpdateExpression="SET m = :m",
        ExpressionAttributeValues={":m": {"M": {"k": {"S": "v"}}}},
    )
    assert rows(ddb, table) == [{"id": {"S": "a"}, "m": {"M": {"k": {"S": "v"}}}}]


@pytest.mark.parametrize(
    ("update", "names", "values", "message"),
    [
        (
            "SET name = :v",
            None,
            {":v": {"S": "x"}},
            "Invalid UpdateExpression: Attribute name is a reserved keyword; "
            "reserved keyword: name",
        ),
        (
            "SET v = :v, w = :missing",
            None,
            {":v": {"S": "x"}},
            "Invalid UpdateExpression: An expression attribute value used in expression is not "
            "defined; attribute value: :missing",
        ),
        (
            "SET v = :v",
            None,
            {":v": {"S": "x"}, ":unused": {"S": "y"}},
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}",
        ),
        (
            "SET #n = :v",
            None,
            {":v": {"S": "x"}},
            "Invalid UpdateExpression: An expression attribute name used in the document path is "
            "not defined; attribute name: #n",
        ),
    ],
)
def test_a_bad_update_is_refused_in_aws_words(ddb, table, update, names, values, message):
    more = {"ExpressionAttributeNames": names} if names else {}
    said = refused(
        ddb.update_item,
        TableName=table,
        Key={"id": {"S": "a"}},
        UpdateExpression=update,
        ExpressionAttributeValues=values,
        **more,
    )
    assert said == ("ValidationException", message)


def test_a_counter_that_many_write_at_once_loses_nothing(ddb, table):
    def add(_):
        ddb.update_item(
            TableName=table,
            Key={"id": {"S": "counter"}},
            UpdateExpression="ADD hits :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(200)))
    assert rows(ddb, table)[0]["hits"] == {"N": "200"}


# Query and Scan


def test_a_query_reads_one_key_in_the_order_of_numbers(ddb, ranged):
    for key, n in [("a", "10"), ("a", "-5"), ("a", "9"), ("a", "0.5"), ("b", "1")]:
        ddb.put_item(TableName=ranged, Item={"id": {"S": key}, "n": {"N": n}})

    def query(**more):
        found = ddb.query(
            TableName=ranged,
            ExpressionAttributeValues={":a": {"S": "a"}, **more.pop("values", {})},
            KeyConditionExpression=more.pop("where", "id = :a"),
            **more,
        )
        return [item["n"]["N"] for item in found["Items"]]

    assert query() == ["-5", "0.5", "9", "10"]
    assert query(ScanIndexForward=False) == ["10", "9", "0.5", "-5"]
    low_high = {":low": {"N": "0"}, ":high": {"N": "9"}}
    assert query(where="id = :a AND n BETWEEN :low AND :high", values=low_high) == ["0.5", "9"]
    assert query(where="id = :a AND n > :low", values={":low": {"N": "9"}}) == ["10"]


def test_pages_of_a_query_join_without_a_gap_or_an_overlap(ddb, ranged):
    for n in range(7):
        ddb.put_item(TableName=ranged, Item={"id": {"S": "a"}, "n": {"N": str(n)}})
    wanted = {
        "TableName": ranged,
        "Limit": 3,
        "KeyConditionExpression": "id = :a",
        "ExpressionAttributeValues": {":a": {"S": "a"}},
    }
    pages, start = [], {}
    for _ in range(4):
        page = ddb.query(**wanted, **start)
        pages.append([int(item["n"]["N"]) for item in page["Items"]])
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert pages == [[0, 1, 2], [3, 4, 5], [6]]


def test_a_filter_comes_after_the_limit(ddb, ranged):
    for n in range(6):
        ddb.put_item(TableName=ranged, Item={"id": {"S": "a"}, "n": {"N": str(n)}})
    page = ddb.query(
        TableName=ranged,
        Limit=4,
        KeyConditionExpression="id = :a",
        FilterExpression="odd = :yes OR contains(tags, :yes) OR attribute_not_exists(odd)",
        ExpressionAttributeValues={":a": {"S": "a"}, ":yes": {"S": "x"}},
        Select="COUNT",
    )
    assert (page["Count"], page["ScannedCount"]) == (4, 4)
    assert "Items" not in page
    page = ddb.scan(
        TableName=ranged,
        Limit=4,
        FilterExpression="attribute_exists(absent)",
    )
    assert (page["Items"], page["ScannedCount"]) == ([], 4)
    assert "LastEvaluatedKey" in page


def test_a_page_ends_at_a_megabyte(ddb, table):
    for name in "abcd":
        item = {"id": {"S": name}, "big": {"S": "x" * 390_000}}
        ddb.put_item(TableName=table, Item=item)
    page = ddb.scan(TableName=table)
    assert 2 <= page["Count"] < 4
    assert "LastEvaluatedKey" in page
    assert len(rows(ddb, table)) == 4


def test_a_projection_returns_only_what_it_names(ddb, table):
    item = {"id": {"S": "a"}, "m": {"M": {"x": {"S": "1"}, "y": {"S": "2"}}}, "z": {"S": "3"}}
    ddb.put_item(TableName=table, Item=item)
    found = ddb.get_item(
        TableName=table, Key={"id": {"S": "a"}}, ProjectionExpression="id, m.x, absent"
    )
    assert found["Item"] == {"id": {"S": "a"}, "m": {"M": {"x": {"S": "1"}}}}


def test_a_query_must_name_the_key(ddb, ranged):
    assert refused(
        ddb.query,
        TableName=ranged,
        KeyConditionExpression="n = :n",
        ExpressionAttributeValues={":n": {"N": "1"}},
    ) == ("ValidationException", "Query condition missed key schema element: id")


# Batches


def test_batches_write_and_read_and_delete(ddb, table):
    puts = [{"PutRequest": {"Item": {"id": {"S": str(n)}}}} for n in range(25)]
    assert ddb.batch_write_item(RequestItems={table: puts})["UnprocessedItems"] == {}
    keys = [{"id": {"S": str(n)}} for n in range(0, 30)]
    found = ddb.batch_get_item(RequestItems={table: {"Keys": keys}})
    assert len(found["Responses"][table]) == 25
    assert found["UnprocessedKeys"] == {}
    deletes = [{"DeleteRequest": {"Key": {"id": {"S": str(n)}}}} for n in range(25)]
    ddb.batch_write_item(RequestItems={table: deletes})
    assert rows(ddb, table) == []


def test_batches_that_write_the_same_items_at_once_all_succeed(ddb, table):
    def write(writer):
        puts = [
            {"PutRequest": {"Item": {"id": {"S": str(n)}, "by": {"N": str(writer)}}}}
            for n in range(25)
        ]
        return ddb.batch_write_item(RequestItems={table: puts})["UnprocessedItems"]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(write, range(24))) == [{}] * 24
    assert len(rows(ddb, table)) == 25


def test_a_batch_for_a_table_that_is_not_there_writes_nothing(ddb, table):
    put = [{"PutRequest": {"Item": {"id": {"S": "a"}}}}]
    code, _ = refused(ddb.batch_write_item, RequestItems={table: put, unique("none"): put})
    assert code == "ResourceNotFoundException"
    assert rows(ddb, table) == []


def test_a_batch_with_a_key_twice_or_too_many_is_refused_whole(ddb, table):
    twice = [{"PutRequest": {"Item": {"id": {"S": "a"}}}}] * 2
    assert refused(ddb.batch_write_item, RequestItems={table: twice}) == (
        "ValidationException",
        "Provided list of item keys contains duplicates",
    )
    many = [{"PutRequest": {"Item": {"id": {"S": str(n)}}}} for n in range(26)]
    code, _ = refused(ddb.batch_write_item, RequestItems={table: many})
    assert code == "ValidationException"
    assert rows(ddb, table) == []


# Tables


def test_a_table_is_described_as_it_was_made(ddb, ranged):
    found = ddb.describe_table(TableName=ranged)["Table"]
    assert found["TableStatus"] == "ACTIVE"
    assert found["TableArn"] == f"arn:aws:dynamodb:us-east-1:000000000000:table/{ranged}"
    assert found["KeySchema"] == [
        {"AttributeName": "id", "KeyType": "HASH"},
        {"AttributeName": "n", "KeyType": "RANGE"},
    ]
    assert found["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"


def test_a_table_that_is_made_again_is_empty(ddb, table):
    ddb.put_item(TableName=table, Item={"id": {"S": "old"}})
    ddb.delete_table(TableName=table)
    ddb.get_waiter("table_not_exists").wait(
        TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 20}
    )
    ddb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    ddb.get_waiter("table_exists").wait(
        TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 20}
    )
    assert rows(ddb, table) == []


def test_tables_that_are_not_there_or_there_already(ddb, table):
    missing = {"TableName": "nothing-here"}
    assert refused(ddb.get_item, **missing, Key={"id": {"S": "a"}}) == (
        "ResourceNotFoundException",
        "Requested resource not found",
    )
    assert refused(ddb.describe_table, **missing) == (
        "ResourceNotFoundException",
        "Requested resource not found: Table: nothing-here not found",
    )
    again = {
        "TableName": table,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    }
    assert refused(ddb.create_table, **again) == (
        "ResourceInUseException",
        f"Table already exists: {table}",
    )


def test_tables_are_listed_in_pages(ddb):
    made = sorted(create(ddb, ("id", "S")) for _ in range(3))
    names = []
    for page in ddb.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 2}):
        assert len(page["TableNames"]) <= 2
        names.extend(page["TableNames"])
    assert set(made) <= set(names)
    assert len(names) == len(set(names))


# Clients and time


def test_the_aws_cli_reads_what_boto3_wrote(server, ddb, table):
    ddb.put_item(TableName=table, Item={"id": {"S": "a"}})
    assert server.aws("dynamodb", "scan", "--table-name", table)["Items"] == [{"id": {"S": "a"}}]
    item = json.dumps({"id": {"S": "b"}})
    server.aws("dynamodb", "put-item", "--table-name", table, "--item", item)
    assert len(rows(ddb, table)) == 2


def test_what_was_acknowledged_is_there_after_kill_9(own_server):
    ddb = own_server.start().client("dynamodb")
    table = create(ddb, ("id", "S"))
    for n in range(50):
        ddb.put_item(TableName=table, Item={"id": {"S": str(n)}})
    own_server.kill()
    ddb = own_server.start().client("dynamodb")
    assert {item["id"]["S"] for item in rows(ddb, table)} == {str(n) for n in range(50)}


# PartiQL


def test_statements_insert_select_update_and_delete(ddb, ranged):
    for n in range(5):
        done = ddb.execute_statement(
            Statement=f"INSERT INTO \"{ranged}\" VALUE {{'id': 'a', 'n': ?, 'even': {n % 2 == 0}}}",
            Parameters=[{"N": str(n)}],
        )
        assert done["Items"] == []
    code, _ = refused(
        ddb.execute_statement, Statement=f"INSERT INTO \"{ranged}\" VALUE {{'id': 'a', 'n': 1}}"
    )
    assert code == "DuplicateItemException"
    changed = ddb.execute_statement(
        Statement=f"UPDATE \"{ranged}\" SET word = 'x' WHERE id = 'a' AND n = 2 RETURNING ALL NEW *"
    )
    assert changed["Items"][0]["word"] == {"S": "x"}
    ddb.execute_statement(Statement=f"DELETE FROM \"{ranged}\" WHERE id = 'a' AND n = 4")
    found = ddb.execute_statement(
        Statement=f"SELECT n FROM \"{ranged}\" WHERE id = 'a' AND even = true ORDER BY n DESC"
    )
    assert [item["n"]["N"] for item in found["Items"]] == ["2", "0"]


def test_pages_of_a_statement_follow_its_token(ddb, ranged):
    for n in range(7):
        ddb.put_item(TableName=ranged, Item={"id": {"S": "a"}, "n": {"N": str(n)}})
    statement = f"SELECT n FROM \"{ranged}\" WHERE id = 'a' AND n >= 1"
    seen, more = [], {}
    while True:
        page = ddb.execute_statement(Statement=statement, Limit=2, **more)
        seen += [item["n"]["N"] for item in page["Items"]]
        if "NextToken" not in page:
            break
        more = {"NextToken": page["NextToken"]}
        other = f'SELECT n FROM "{ranged}"'
        code, _ = refused(ddb.execute_statement, Statement=other, **more)
        assert code == "ValidationException"
    assert seen == ["1", "2", "3", "4", "5", "6"]


def test_statements_in_a_batch_and_in_a_transaction(ddb, table):
    insert = f'INSERT INTO "{table}" VALUE '
    batch = ddb.batch_execute_statement(
        Statements=[{"Statement": insert + "{'id': ?}", "Parameters": [{"S": n}]} for n in "aab"]
    )["Responses"]
    assert [response.get("Error", {}).get("Code") for response in batch] == [
        None,
        "DuplicateItem",
        None,
    ]
    with pytest.raises(ddb.exceptions.TransactionCanceledException) as caught:
        ddb.execute_transaction(
            TransactStatements=[
                {"Statement": insert + "{'id': 'c'}"},
                {"Statement": insert + "{'id': 'a'}"},
            ]
        )
    reasons = caught.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "DuplicateItem"]
    assert {item["id"]["S"] for item in rows(ddb, table)} == {"a", "b"}


def test_a_stack_makes_one_index_of_a_full_table_after_the_other(ddb, stacks):
    def template(*indexes):
        names = ["id", *indexes]
        one = "{{IndexName: by-{0}, KeySchema: [{{AttributeName: {0}, KeyType: HASH}}], \
Projection: {{ProjectionType: KEYS_ONLY}}}}"
        defined = ", ".join(f"{{AttributeName: {name}, AttributeType: S}}" for name in names)
        made = ", ".join(one.format(name) for name in indexes)
        return f"""
Resources:
  Items:
    Type: AWS::DynamoDB::GlobalTable
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{defined}]
      KeySchema: [{{AttributeName: id, KeyType: HASH}}]
      GlobalSecondaryIndexes: [{made}]
      Replicas: [{{Region: us-east-1}}]
Outputs:
  Id: {{Value: !GetAtt Items.TableId}}
"""

    stack, _ = stacks.deploy(template("one"))
    table = stacks.physical(stack, "Items")
    for first in range(0, 250, 25):
        puts = [
            {"PutRequest": {"Item": {name: {"S": f"{n}"} for name in ("id", "one", "two", "tri")}}}
            for n in range(first, first + 25)
        ]
        assert not ddb.batch_write_item(RequestItems={table: puts})["UnprocessedItems"]
    stacks.deploy(template("one", "two", "tri"), name=stack)
    found = ddb.describe_table(TableName=table)["Table"]
    assert stacks.outputs(stack)["Id"] == found["TableId"]
    states = {index["IndexName"]: index["IndexStatus"] for index in found["GlobalSecondaryIndexes"]}
    assert states == {"by-one": "ACTIVE", "by-two": "ACTIVE", "by-tri": "ACTIVE"}
    for index in states:
        assert ddb.scan(TableName=table, IndexName=index, Select="COUNT")["Count"] == 250
