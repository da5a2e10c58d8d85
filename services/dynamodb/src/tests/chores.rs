//! What tables do by themselves: filling an index beside writers, counting.

use samara_service::testing::Bench;

use super::streams::fire;
use super::{TABLES, run};

/// An index is added to a table of several chunks, while writers change what the fill has passed
/// and what it has not: it must show each item once, as it is, when it is done.
#[test]
fn an_index_is_filled_by_chunks_while_writers_go_on() {
    let bench = Bench::new(vec![crate::service()]);
    for (make, _) in TABLES {
        run(&bench, make);
    }
    let put = |n: usize, g: &str| {
        let item = format!(r#"{{"id":"a","n":{n},"g":"{g}"}}"#);
        let seen = run(&bench, &format!(r#"PutItem {{"TableName":"ran","Item":{item}}}"#));
        assert_eq!(seen, "{}");
    };
    (0..250).for_each(|n| put(n, "old"));
    let made = run(
        &bench,
        r#"UpdateTable {"TableName":"ran","AttributeDefinitions":[{"AttributeName":"g",
        "AttributeType":"S"},{"AttributeName":"n","AttributeType":"N"}],
        "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"byg",
        "KeySchema":[{"AttributeName":"g","KeyType":"HASH"},{"AttributeName":"n",
        "KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}}]}"#,
    );
    assert!(made.contains(r#""IndexStatus":"CREATING","Backfilling":true"#), "{made}");
    put(3, "new");
    put(240, "new");
    run(&bench, r#"DeleteItem {"TableName":"ran","Key":{"id":"a","n":4}}"#);
    run(&bench, r#"DeleteItem {"TableName":"ran","Key":{"id":"a","n":241}}"#);
    let query = |g: &str| {
        run(
            &bench,
            &format!(
                r#"Query {{"TableName":"ran","IndexName":"byg","Select":"COUNT",
                "KeyConditionExpression":"g = :g","ExpressionAttributeValues":{{":g":"{g}"}}}}"#
            ),
        )
    };
    let refused = "ValidationException: Cannot read from backfilling global secondary index: byg";
    assert_eq!(query("old"), refused);
    // Who waits for the table waits for the index; and neither is taken away from below the other.
    let shown = run(&bench, r#"DescribeTable {"TableName":"ran"}"#);
    assert!(shown.contains(r#""TableStatus":"UPDATING""#), "{shown}");
    assert_eq!(
        run(&bench, r#"DeleteTable {"TableName":"ran"}"#),
        "ResourceInUseException: Attempt to change a resource which is still in use: Table is \
         being updated: ran"
    );
    fire(&bench);
    assert_eq!(query("old"), r#"{"Count":246,"ScannedCount":246}"#);
    assert_eq!(query("new"), r#"{"Count":2,"ScannedCount":2}"#);
    let shown = run(&bench, r#"DescribeTable {"TableName":"ran"}"#);
    assert!(shown.contains(r#""IndexStatus":"ACTIVE""#) && !shown.contains("Backfilling"));
    assert!(shown.contains(r#""TableStatus":"ACTIVE""#), "{shown}");
}

/// An index that is deleted while it is filled, with its table behind it, must leave nothing that
/// fires for ever, and nothing in another table of the same name.
#[test]
fn a_fill_ends_with_its_table() {
    let bench = Bench::new(vec![crate::service()]);
    run(&bench, TABLES[0].0);
    for n in 0..150 {
        run(&bench, &format!(r#"PutItem {{"TableName":"tab","Item":{{"id":"{n}","g":"x"}}}}"#));
    }
    run(
        &bench,
        r#"UpdateTable {"TableName":"tab","AttributeDefinitions":[{"AttributeName":"g",
        "AttributeType":"S"},{"AttributeName":"n","AttributeType":"N"}],
        "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"byg",
        "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"ALL"}}}]}"#,
    );
    run(
        &bench,
        r#"UpdateTable {"TableName":"tab","GlobalSecondaryIndexUpdates":[
        {"Delete":{"IndexName":"byg"}}]}"#,
    );
    let gone = run(&bench, r#"DeleteTable {"TableName":"tab"}"#);
    assert!(gone.contains(r#""TableStatus":"DELETING""#), "{gone}");
    run(&bench, TABLES[0].0);
    fire(&bench);
    let shown = run(&bench, r#"DescribeTable {"TableName":"tab"}"#);
    assert!(!shown.contains("byg"), "{shown}");
}

#[test]
fn items_are_counted_now_and_then() {
    let bench = Bench::new(vec![crate::service()]);
    run(&bench, TABLES[1].0);
    for n in 0..230 {
        run(&bench, &format!(r#"PutItem {{"TableName":"ran","Item":{{"id":"a","n":{n}}}}}"#));
    }
    let shown = || run(&bench, r#"DescribeTable {"TableName":"ran"}"#);
    assert!(shown().contains(r#""TableSizeBytes":0,"ItemCount":0"#), "{}", shown());
    bench.advance_ms(60 * 60 * 1000);
    fire(&bench);
    assert!(shown().contains(r#""ItemCount":230"#), "{}", shown());
    assert!(!shown().contains(r#""TableSizeBytes":0"#), "{}", shown());
}
