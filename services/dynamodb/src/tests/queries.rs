//! `Query` and `Scan` of tables.

use super::check;

const PUTS: &[(&str, &str)] = &[
    (r#"PutItem {"TableName":"ran","Item":{"id":"a","n":-1.5}}"#, "{}"),
    (r#"PutItem {"TableName":"ran","Item":{"id":"a","n":0,"v":"x"}}"#, "{}"),
    (r#"PutItem {"TableName":"ran","Item":{"id":"a","n":9}}"#, "{}"),
    (r#"PutItem {"TableName":"ran","Item":{"id":"a","n":10,"v":"x"}}"#, "{}"),
    (r#"PutItem {"TableName":"ran","Item":{"id":"b","n":1}}"#, "{}"),
];

#[track_caller]
fn after_puts(steps: &[(&str, &str)]) {
    check(&[PUTS, steps].concat());
}

/// The range keys that a key condition gives, of hash key `a`.
#[track_caller]
fn query(condition: &str, values: &str, expected: &[&str]) {
    let step = format!(
        r#"Query {{"TableName":"ran","KeyConditionExpression":"id = :id{condition}",
        "ExpressionAttributeValues":{{":id":"a"{values}}},"ProjectionExpression":"n"}}"#
    );
    let items: Vec<String> = expected.iter().map(|n| format!(r#"{{"n":{n}}}"#)).collect();
    let count = items.len();
    let expected =
        format!(r#"{{"Items":[{}],"Count":{count},"ScannedCount":{count}}}"#, items.join(","));
    after_puts(&[(&step, &expected)]);
}

#[test]
fn a_query_gives_one_collection_in_the_order_of_numbers() {
    query("", "", &["-1.5", "0", "9", "10"]);
    query(" AND n = :n", r#",":n":9"#, &["9"]);
    query(" AND n < :n", r#",":n":9"#, &["-1.5", "0"]);
    query(" AND n <= :n", r#",":n":9"#, &["-1.5", "0", "9"]);
    query(" AND n > :n", r#",":n":0"#, &["9", "10"]);
    query(" AND :n <= n", r#",":n":0"#, &["0", "9", "10"]);
    query(" AND n BETWEEN :n AND :m", r#",":n":-1,":m":9"#, &["0", "9"]);
}

#[test]
fn pages_meet_without_gap_or_overlap() {
    let page = |start: &str, forward: bool, expected: &str| {
        let start = if start.is_empty() {
            String::new()
        } else {
            format!(r#","ExclusiveStartKey":{{"id":"a","n":{start}}}"#)
        };
        let step = format!(
            r#"Query {{"TableName":"ran","KeyConditionExpression":"id = :id",
            "ExpressionAttributeValues":{{":id":"a"}},"ProjectionExpression":"n","Limit":2,
            "ScanIndexForward":{forward}{start}}}"#
        );
        after_puts(&[(&step, expected)]);
    };
    page(
        "",
        true,
        r#"{"Items":[{"n":-1.5},{"n":0}],"Count":2,"ScannedCount":2,"LastEvaluatedKey":{"id":"a",
        "n":0}}"#,
    );
    page(
        "0",
        true,
        r#"{"Items":[{"n":9},{"n":10}],"Count":2,"ScannedCount":2,"LastEvaluatedKey":{"id":"a",
        "n":10}}"#,
    );
    page("10", true, r#"{"Items":[],"Count":0,"ScannedCount":0}"#);
    page(
        "10",
        false,
        r#"{"Items":[{"n":9},{"n":0}],"Count":2,"ScannedCount":2,"LastEvaluatedKey":{"id":"a",
        "n":0}}"#,
    );
}

#[test]
fn a_filter_counts_what_it_drops() {
    after_puts(&[
        (
            r#"Query {"TableName":"ran","KeyConditionExpression":"id = :id",
            "FilterExpression":"v = :v","ExpressionAttributeValues":{":id":"a",":v":"x"},
            "Limit":3}"#,
            r#"{"Items":[{"id":"a","n":0,"v":"x"}],"Count":1,"ScannedCount":3,
            "LastEvaluatedKey":{"id":"a","n":9}}"#,
        ),
        (
            r#"Query {"TableName":"ran","KeyConditions":{"id":{"ComparisonOperator":"EQ",
            "AttributeValueList":["a"]}},"QueryFilter":{"v":{"ComparisonOperator":"NULL"}},
            "Select":"COUNT"}"#,
            r#"{"Count":2,"ScannedCount":4}"#,
        ),
        (
            r#"Query {"TableName":"ran","KeyConditionExpression":"id = :id",
            "FilterExpression":"n > :n","ExpressionAttributeValues":{":id":"a",":n":1}}"#,
            "ValidationException: Filter Expression can only contain non-primary key attributes: \
             Primary key attribute: n",
        ),
        (
            r#"Scan {"TableName":"ran","FilterExpression":"v = :v",
            "ExpressionAttributeValues":{":v":"x"},"Select":"COUNT"}"#,
            r#"{"Count":2,"ScannedCount":5}"#,
        ),
        (
            r#"Scan {"TableName":"ran","ScanFilter":{"n":{"ComparisonOperator":"BETWEEN",
            "AttributeValueList":[1,9]}},"Select":"COUNT"}"#,
            r#"{"Count":2,"ScannedCount":5}"#,
        ),
    ]);
}

#[test]
fn what_is_wrong_with_a_query() {
    let refuse = |rest: &str, message: &str| {
        let step = format!(r#"Query {{"TableName":"ran",{rest}}}"#);
        check(&[(&step, &format!("ValidationException: {message}"))]);
    };
    refuse(
        r#""Limit":1"#,
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the \
         request.",
    );
    for (condition, message) in [
        ("n = :n", "Query condition missed key schema element: id"),
        ("id < :id", "Query key condition not supported"),
        ("id = :id OR id = :n", "Invalid operator used in KeyConditionExpression: OR"),
        ("id = :id AND x = :n", "Query condition missed key schema element: n"),
        (
            "id = :id AND n = :id",
            "One or more parameter values were invalid: Condition parameter type does not match \
             schema type",
        ),
        (
            "id = :id AND contains(n, :n)",
            "Invalid operator used in KeyConditionExpression: contains",
        ),
        ("id = :id AND id = :n", "KeyConditionExpressions must only contain one condition per key"),
    ] {
        let mut values = Vec::new();
        for (name, value) in [(":id", r#""a""#), (":n", "1")] {
            let used = condition.split([' ', ')', ',']).any(|word| word == name);
            values.extend(used.then(|| format!(r#""{name}":{value}"#)));
        }
        let rest = format!(
            r#""KeyConditionExpression":"{condition}","ExpressionAttributeValues":{{{}}}"#,
            values.join(",")
        );
        refuse(&rest, message);
    }
    refuse(
        r#""KeyConditionExpression":"id = :i","ExpressionAttributeValues":{":i":"a"},
        "ExclusiveStartKey":{"id":"b","n":1}"#,
        "The provided starting key is outside query boundaries based on provided conditions",
    );
    refuse(
        r#""KeyConditionExpression":"id = :i","ExpressionAttributeValues":{":i":"a"},
        "ExclusiveStartKey":{"id":"b"}"#,
        "The provided starting key is invalid",
    );
    refuse(
        r#""KeyConditionExpression":"id = :i","ExpressionAttributeValues":{":i":"a"},
        "IndexName":"nope"}"#
            .trim_end_matches('}'),
        "The table does not have the specified index: nope",
    );
}

/// A parallel scan must give every item once, whatever the number of segments.
#[test]
fn segments_give_every_item_once() {
    let bench = samara_service::testing::Bench::new(vec![crate::service()]);
    super::check_on(&bench, PUTS);
    let total = 4;
    let mut count = 0;
    for segment in 0..total {
        let step = format!(
            r#"Scan {{"TableName":"ran","Segment":{segment},"TotalSegments":{total},
            "Select":"COUNT"}}"#
        );
        let seen = super::run(&bench, &step);
        let number = seen.strip_prefix(r#"{"Count":"#).and_then(|rest| rest.split(',').next());
        count += number.and_then(|number| number.parse::<u32>().ok()).unwrap();
    }
    assert_eq!(count, 5);
    check(&[
        (
            r#"Scan {"TableName":"ran","Segment":4,"TotalSegments":4}"#,
            "ValidationException: The Segment parameter is zero-based and must be less than \
             parameter TotalSegments: Segment: 4 is not less than TotalSegments: 4",
        ),
        (
            r#"Scan {"TableName":"ran","Segment":0}"#,
            "ValidationException: The TotalSegments parameter is required but was not present in \
             the request when Segment parameter is present",
        ),
    ]);
}

/// A page ends at a megabyte, with the place where the next one begins.
#[test]
fn a_page_ends_at_a_megabyte() {
    let text = "x".repeat(300_000);
    let puts: Vec<String> = (0..6)
        .map(|n| {
            format!(r#"PutItem {{"TableName":"ran","Item":{{"id":"a","n":{n},"v":"{text}"}}}}"#)
        })
        .collect();
    let mut steps: Vec<(&str, &str)> = puts.iter().map(|put| (put.as_str(), "{}")).collect();
    steps.push((
        r#"Query {"TableName":"ran","KeyConditionExpression":"id = :id",
        "ExpressionAttributeValues":{":id":"a"},"Select":"COUNT"}"#,
        r#"{"Count":4,"ScannedCount":4,"LastEvaluatedKey":{"id":"a","n":3}}"#,
    ));
    steps.push((
        r#"Query {"TableName":"ran","KeyConditionExpression":"id = :id",
        "ExpressionAttributeValues":{":id":"a"},"Select":"COUNT","ExclusiveStartKey":{"id":"a",
        "n":3}}"#,
        r#"{"Count":2,"ScannedCount":2}"#,
    ));
    check(&steps);
}
