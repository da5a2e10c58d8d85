//! Provisioned throughput on a server that enforces it; on one that does not, nothing of this is
//! to be seen.

use super::{Bench, bench, check_on, run};

/// A table with one unit a second of each kind, which has a local and a global index.
const PROVISIONED: &str = r#"CreateTable {"TableName":"slow",
    "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"n","KeyType":"RANGE"}],
    "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
    {"AttributeName":"n","AttributeType":"N"},{"AttributeName":"g","AttributeType":"S"}],
    "LocalSecondaryIndexes":[{"IndexName":"local","KeySchema":[
    {"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"g","KeyType":"RANGE"}],
    "Projection":{"ProjectionType":"KEYS_ONLY"}}],
    "GlobalSecondaryIndexes":[{"IndexName":"global","KeySchema":[
    {"AttributeName":"g","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"},
    "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}],
    "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}"#;

const PUT: &str = r#"PutItem {"TableName":"slow","Item":{"id":"a","n":1}}"#;
const PUT_INDEXED: &str = r#"PutItem {"TableName":"slow","Item":{"id":"a","n":1,"g":"x"}}"#;
const GET: &str = r#"GetItem {"TableName":"slow","Key":{"id":"a","n":1},"ConsistentRead":true}"#;

/// What a write that finds none of the table's units is refused with.
const NO_WRITE: &str = r#"ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API. {"ThrottlingReasons":[{"reason":"TableWriteProvisionedThroughputExceeded","resource":"arn:aws:dynamodb:us-east-1:000000000000:table/slow"}]}"#;
const NO_READ: &str = r#"ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API. {"ThrottlingReasons":[{"reason":"TableReadProvisionedThroughputExceeded","resource":"arn:aws:dynamodb:us-east-1:000000000000:table/slow"}]}"#;

fn enforced() -> Bench {
    let bench = bench().with_throughput_enforced();
    check_on(&bench, &[(PROVISIONED, "*")]);
    bench
}

/// Uses up the burst: five minutes of one unit a second.
fn exhaust(bench: &Bench, step: &str, times: usize) {
    for time in 0..times {
        let seen = run(bench, step);
        assert!(!seen.contains("Exception"), "{time}: {seen}");
    }
}

fn steps(bench: &Bench, steps: &[(&str, &str)]) {
    for (step, expected) in steps {
        let seen = run(bench, step);
        if *expected == "*" {
            assert!(!seen.contains("Exception"), "step {step} was refused: {seen}");
        } else {
            assert_eq!(seen, super::tight(expected), "after step: {step}");
        }
    }
}

/// Nobody asked for it: an application that ran on such a server goes on running.
#[test]
fn throughput_is_shown_only_unless_it_is_enforced() {
    let bench = bench();
    check_on(&bench, &[(PROVISIONED, "*")]);
    exhaust(&bench, PUT, 400);
}

#[test]
fn a_table_gives_its_burst_and_then_a_unit_a_second() {
    let bench = enforced();
    exhaust(&bench, PUT, 300);
    steps(&bench, &[(PUT, NO_WRITE), (GET, "*"), (r#"DescribeTable {"TableName":"slow"}"#, "*")]);
    bench.advance_ms(1000);
    steps(&bench, &[(PUT, "*"), (PUT, NO_WRITE)]);
}

#[test]
fn reads_cost_what_they_read() {
    let bench = enforced();
    steps(&bench, &[(PUT, "*")]);
    exhaust(&bench, GET, 299);
    let stale = r#"Query {"TableName":"slow","KeyConditionExpression":"id = :i",
        "ExpressionAttributeValues":{":i":"a"}}"#;
    steps(&bench, &[(stale, "*"), (stale, "*"), (stale, NO_READ), (GET, NO_READ)]);
    steps(&bench, &[(r#"Scan {"TableName":"slow"}"#, NO_READ)]);
    // An index has units of its own, a local one its table's.
    let index = |name| format!(r#"Scan {{"TableName":"slow","IndexName":"{name}"}}"#);
    steps(&bench, &[(&index("global"), "*"), (&index("local"), NO_READ)]);
}

/// Billed by request there is nothing to be held to; and what the table was made of does not
/// matter once it is.
#[test]
fn tables_billed_by_request_are_not_limited() {
    let bench = enforced();
    exhaust(&bench, r#"PutItem {"TableName":"tab","Item":{"id":"a"}}"#, 400);
    exhaust(&bench, PUT, 300);
    steps(
        &bench,
        &[
            (PUT, NO_WRITE),
            (r#"UpdateTable {"TableName":"slow","BillingMode":"PAY_PER_REQUEST"}"#, "*"),
            (PUT, "*"),
        ],
    );
}

#[test]
fn a_new_rate_counts_at_once() {
    let bench = enforced();
    exhaust(&bench, PUT, 300);
    steps(
        &bench,
        &[(
            r#"UpdateTable {"TableName":"slow","ProvisionedThroughput":{"ReadCapacityUnits":1,
            "WriteCapacityUnits":10}}"#,
            "*",
        )],
    );
    steps(&bench, &[(PUT, NO_WRITE)]);
    bench.advance_ms(1000);
    exhaust(&bench, PUT, 1);
    bench.advance_ms(1000);
    exhaust(&bench, PUT, 10);
    steps(&bench, &[(PUT, NO_WRITE)]);
}

/// A write that one of the indexes has no units for is refused whole, and the message says which
/// to raise; a write that does not touch it goes.
#[test]
fn an_index_without_units_holds_up_its_tables_writes() {
    let bench = enforced();
    let more = r#"UpdateTable {"TableName":"slow","ProvisionedThroughput":{"ReadCapacityUnits":1,
        "WriteCapacityUnits":100}}"#;
    let delete = r#"DeleteItem {"TableName":"slow","Key":{"id":"a","n":1}}"#;
    steps(&bench, &[(more, "*"), (PUT, "*")]);
    bench.advance_ms(400_000);
    for _ in 0..150 {
        exhaust(&bench, PUT_INDEXED, 1);
        exhaust(&bench, delete, 1);
    }
    steps(
        &bench,
        &[
            (
                PUT_INDEXED,
                r#"ProvisionedThroughputExceededException: The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API {"ThrottlingReasons":[{"reason":"IndexWriteProvisionedThroughputExceeded","resource":"arn:aws:dynamodb:us-east-1:000000000000:table/slow/index/global"}]}"#,
            ),
            (GET, "{}"),
            (PUT, "*"),
        ],
    );
}

/// A loop that waits for a lock by a condition must not be free where its writes are not.
#[test]
fn a_condition_that_fails_costs_a_write() {
    let bench = enforced();
    steps(&bench, &[(PUT, "*")]);
    let locked = r#"PutItem {"TableName":"slow","Item":{"id":"a","n":1},
        "ConditionExpression":"attribute_not_exists(id)"}"#;
    for _ in 0..299 {
        let seen = run(&bench, locked);
        assert!(seen.starts_with("ConditionalCheckFailedException"), "{seen}");
    }
    steps(&bench, &[(locked, NO_WRITE)]);
}

#[test]
fn a_statement_whose_item_is_not_as_it_wants_costs_a_write() {
    let insert = r#"{"Statement":"INSERT INTO slow VALUE {'id':'a','n':1}"}"#;
    let delete = r#"{"Statement":"DELETE FROM slow WHERE id='a' AND n=1 AND g='x'"}"#;
    for refused in [
        format!("ExecuteStatement {insert}"),
        format!("ExecuteStatement {delete}"),
        format!(r#"BatchExecuteStatement {{"Statements":[{insert}]}}"#),
    ] {
        let bench = enforced();
        steps(&bench, &[(PUT, "*")]);
        for _ in 0..299 {
            let seen = run(&bench, &refused);
            assert!(seen.contains("DuplicateItem") || seen.contains("ConditionalCheck"), "{seen}");
        }
        steps(&bench, &[(PUT, NO_WRITE)]);
    }
}

/// What is left over of a batch comes back, to be asked for again; a batch of which nothing was
/// done is an error, or a client would never wait.
#[test]
fn a_batch_gives_back_the_keys_that_there_are_no_units_for() {
    let bench = enforced();
    steps(&bench, &[(PUT, "*"), (r#"PutItem {"TableName":"slow","Item":{"id":"b","n":2}}"#, "*")]);
    exhaust(&bench, GET, 299);
    let batch = r#"BatchGetItem {"RequestItems":{"slow":{"ConsistentRead":true,
        "Keys":[{"id":"a","n":1},{"id":"b","n":2}]}}}"#;
    steps(
        &bench,
        &[
            (
                batch,
                r#"{"Responses":{"slow":[{"id":"a","n":1}]},"UnprocessedKeys":{"slow":{
                "Keys":[{"id":"b","n":2}],"ConsistentRead":true}}}"#,
            ),
            (batch, NO_READ),
        ],
    );
}

/// All or none holds for units too, and who pays nothing has not paid for the rest.
#[test]
fn a_transaction_without_units_is_cancelled_and_costs_nothing() {
    let bench = enforced();
    exhaust(&bench, PUT, 297);
    let put = |table: &str, item: &str| {
        format!(r#"{{"Put":{{"TableName":"{table}","Item":{{{item}}}}}}}"#)
    };
    let write = |parts: &[String]| {
        format!(r#"TransactWriteItems {{"TransactItems":[{}]}}"#, parts.join(","))
    };
    let (b, c) = (put("slow", r#""id":"b","n":1"#), put("slow", r#""id":"c","n":1"#));
    let d = put("slow", r#""id":"d","n":1"#);
    let free = put("tab", r#""id":"t""#);
    let refused = r#"TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons [None, None, None, ProvisionedThroughputExceeded] {"CancellationReasons":[{"Code":"None"},{"Code":"None"},{"Code":"None"},{"Code":"ProvisionedThroughputExceeded","Message":"The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API."}]}"#;
    let none = r#"Scan {"TableName":"tab","Select":"COUNT"}"#;
    steps(
        &bench,
        &[
            (&write(&[free.clone(), b.clone(), c.clone(), d]), refused),
            (none, r#"{"Count":0,"ScannedCount":0}"#),
            // Three units are left: two for the one, and one, with a debt, for the other.
            (&write(&[free, b, c]), "*"),
            (PUT, NO_WRITE),
        ],
    );
    exhaust(&bench, GET, 300);
    let read = r#"TransactGetItems {"TransactItems":[
        {"Get":{"TableName":"tab","Key":{"id":"t"}}},
        {"Get":{"TableName":"slow","Key":{"id":"a","n":1}}}]}"#;
    let seen = run(&bench, read);
    assert!(seen.contains("[None, ProvisionedThroughputExceeded]"), "{seen}");
}

#[test]
fn statements_are_held_to_it_too() {
    let bench = enforced();
    exhaust(&bench, PUT, 300);
    let insert = r#"{"Statement":"INSERT INTO slow VALUE {'id':'z','n':1}"}"#;
    steps(&bench, &[(&format!("ExecuteStatement {insert}"), NO_WRITE)]);
    let seen = run(&bench, &format!(r#"ExecuteTransaction {{"TransactStatements":[{insert}]}}"#));
    assert!(seen.contains("[ProvisionedThroughputExceeded]"), "{seen}");
    exhaust(&bench, GET, 300);
    let select = r#"ExecuteStatement {"Statement":"SELECT * FROM slow WHERE id = 'z'"}"#;
    steps(&bench, &[(select, NO_READ)]);
}
