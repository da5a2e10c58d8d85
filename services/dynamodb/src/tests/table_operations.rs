//! Tables made, described, changed and deleted.

use super::check;
use crate::table::{KeyAttribute, KeySchema, Table};

#[test]
fn a_table_is_active_from_its_commit_on() {
    check(&[(
        r#"DescribeTable {"TableName":"tab"}"#,
        r#"{"Table":{"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
        "TableName":"tab","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
        "TableStatus":"ACTIVE","CreationDateTime":1795262400,
        "ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,
        "WriteCapacityUnits":0},"TableSizeBytes":0,"ItemCount":0,"TableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab",
        "TableId":"38123647-5d42-4860-a9ae-b44ffdde2681",
        "BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST",
        "LastUpdateToPayPerRequestDateTime":1795262400},"DeletionProtectionEnabled":false}}"#,
    )]);
}

/// What a deleted table held must not come back with a table of the same name.
#[test]
fn a_table_made_again_is_empty() {
    let make = super::TABLES[0].0;
    check(&[
        (r#"PutItem {"TableName":"tab","Item":{"id":"a"}}"#, "{}"),
        (make, "ResourceInUseException: Table already exists: tab"),
        (r#"DeleteTable {"TableName":"tab"}"#, "*"),
        (
            r#"DescribeTable {"TableName":"tab"}"#,
            "ResourceNotFoundException: Requested resource not found: Table: tab not found",
        ),
        (
            r#"GetItem {"TableName":"tab","Key":{"id":"a"}}"#,
            "ResourceNotFoundException: Requested resource not found",
        ),
        (make, "*"),
        (r#"Scan {"TableName":"tab"}"#, r#"{"Items":[],"Count":0,"ScannedCount":0}"#),
    ]);
}

#[test]
fn protection_holds_until_it_is_taken_away() {
    check(&[
        (r#"UpdateTable {"TableName":"tab","DeletionProtectionEnabled":true}"#, "*"),
        (
            r#"DeleteTable {"TableName":"tab"}"#,
            "ValidationException: Resource cannot be deleted as it is currently protected against \
             deletion. Disable deletion protection first. Resource: \
             arn:aws:dynamodb:us-east-1:000000000000:table/tab",
        ),
        (r#"UpdateTable {"TableName":"tab","DeletionProtectionEnabled":false}"#, "*"),
        (r#"DeleteTable {"TableName":"tab"}"#, "*"),
    ]);
}

#[test]
fn tables_are_listed_in_pages() {
    check(&[
        (r#"ListTables {"Limit":1}"#, r#"{"TableNames":["ran"],"LastEvaluatedTableName":"ran"}"#),
        (r#"ListTables {"ExclusiveStartTableName":"ran"}"#, r#"{"TableNames":["tab"]}"#),
    ]);
}

#[test]
fn what_is_not_built_is_refused_by_name() {
    let table = |rest: &str| {
        format!(
            r#"CreateTable {{"TableName":"new","KeySchema":[{{"AttributeName":"id",
            "KeyType":"HASH"}}],"AttributeDefinitions":[{{"AttributeName":"id",
            "AttributeType":"S"}}],"BillingMode":"PAY_PER_REQUEST",{rest}}}"#
        )
    };
    check(&[
        (
            &table(r#""ResourcePolicy":"{}""#),
            "NotImplemented: Samara does not support the parameter ResourcePolicy.",
        ),
        (
            r#"UpdateTable {"TableName":"tab","ReplicaUpdates":[]}"#,
            "NotImplemented: Samara does not support the parameter ReplicaUpdates.",
        ),
    ]);
}

/// What is shown as encrypted with KMS was asked for so, and tags that are AWS's own are nobody's.
#[test]
fn parameters_that_aws_refuses_are_not_taken_for_others() {
    let of = "ValidationException: One or more parameter values were invalid: ";
    let reserved = format!("{of}Tag keys that begin with aws: are reserved for system use");
    check(&[
        (
            r#"UpdateTable {"TableName":"tab","SSESpecification":{"Enabled":true,
            "SSEType":"AES256"}}"#,
            &format!("{of}SSEType: the only supported value is KMS"),
        ),
        (
            r#"TagResource {"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab",
            "Tags":[{"Key":"aws:mine","Value":"x"}]}"#,
            &reserved,
        ),
        (
            r#"TagResource {"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab",
            "Tags":[{"Key":"awsome","Value":"x"}]}"#,
            "*",
        ),
    ]);
}

#[test]
fn what_is_wrong_with_a_table() {
    let refuse = |json: &str, message: &str| {
        let message = format!("ValidationException: {message}");
        check(&[(&format!("CreateTable {json}"), &message)]);
    };
    let hash = r#"[{"AttributeName":"id","KeyType":"HASH"}]"#;
    let defined = r#"[{"AttributeName":"id","AttributeType":"S"}]"#;
    let table = |keys: &str, definitions: &str, rest: &str| {
        format!(
            r#"{{"TableName":"new","KeySchema":{keys},"AttributeDefinitions":{definitions}{rest}}}"#
        )
    };
    let on_demand = r#","BillingMode":"PAY_PER_REQUEST""#;
    let of = "One or more parameter values were invalid: ";
    refuse(
        &table(hash, defined, ""),
        &format!(
            "{of}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode \
                is PROVISIONED"
        ),
    );
    refuse(
        &table(hash, r#"[{"AttributeName":"x","AttributeType":"S"}]"#, on_demand),
        &format!(
            "{of}Some index key attributes are not defined in AttributeDefinitions. Keys: [id], \
                AttributeDefinitions: [x]"
        ),
    );
    refuse(
        &table(
            hash,
            r#"[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"x",
            "AttributeType":"S"}]"#,
            on_demand,
        ),
        &format!(
            "{of}Number of attributes in KeySchema does not exactly match number of attributes \
                defined in AttributeDefinitions"
        ),
    );
    refuse(
        &table(hash, defined, &format!(r#"{on_demand},"LocalSecondaryIndexes":[]"#)),
        &format!("{of}List of LocalSecondaryIndexes is empty"),
    );
    refuse(
        r#"{"TableName":"no","KeySchema":[],"AttributeDefinitions":[]}"#,
        "TableName must be at least 3 characters long and at most 255 characters long",
    );
}

#[test]
fn tags_are_kept_with_the_table() {
    let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tab";
    check(&[
        (
            &format!(
                r#"TagResource {{"ResourceArn":"{arn}","Tags":[{{"Key":"a","Value":"1"}},
                {{"Key":"b","Value":"2"}}]}}"#
            ),
            "{}",
        ),
        (&format!(r#"UntagResource {{"ResourceArn":"{arn}","TagKeys":["a","z"]}}"#), "{}"),
        (
            &format!(r#"ListTagsOfResource {{"ResourceArn":"{arn}"}}"#),
            r#"{"Tags":[{"Key":"b","Value":"2"}]}"#,
        ),
        (
            &format!(r#"ListTagsOfResource {{"ResourceArn":"{arn}x"}}"#),
            &format!(
                "ResourceNotFoundException: Requested resource not found: ResourcArn: {arn}x not \
                    found"
            ),
        ),
    ]);
}

/// A big table is not removed in one transaction, but what is left is, by and by.
#[test]
fn what_a_deleted_table_held_is_swept() {
    use samara_store::StoreExt;

    let bench = samara_service::testing::Bench::new(vec![crate::service()]);
    let puts: Vec<String> = (0..30)
        .map(|n| format!(r#"PutItem {{"TableName":"tab","Item":{{"id":"{n}"}}}}"#))
        .collect();
    let mut steps: Vec<(&str, &str)> = puts.iter().map(|put| (put.as_str(), "{}")).collect();
    steps.push((r#"DeleteTable {"TableName":"tab"}"#, "*"));
    super::check_on(&bench, &steps);
    let space = crate::keys::space(crate::keys::Space { table: 1, index: None });
    let left = bench.store.read(|txn| txn.scan(&space, 100)).unwrap();
    let graves = bench.store.read(|txn| txn.scan(&crate::keys::graves(), 100)).unwrap();
    assert_eq!((left.len(), graves.len()), (0, 0));
}

/// Whoever pays for throughput by its changes reads when and how often it changed.
#[test]
fn throughput_says_when_it_changed() {
    let bench = super::bench();
    let units = |operation: &str, more: &str, read: u32, write: u32| {
        let step = format!(
            r#"{operation} {{"TableName":"unit","ProvisionedThroughput":{{"ReadCapacityUnits":{read},
            "WriteCapacityUnits":{write}}}{more}}}"#
        );
        let seen: serde_json::Value = serde_json::from_str(&super::run(&bench, &step)).unwrap();
        bench.advance_ms(1000);
        seen["TableDescription"]["ProvisionedThroughput"].to_string()
    };
    let key = r#","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
        "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]"#;
    let made = units("CreateTable", key, 5, 5);
    assert!(made.starts_with(r#"{"NumberOfDecreasesToday":0"#), "{made}");
    let more = units("UpdateTable", "", 9, 5);
    assert!(more.starts_with(r#"{"LastIncreaseDateTime":1795262401,"Number"#), "{more}");
    let mixed = units("UpdateTable", "", 10, 2);
    assert!(
        mixed.starts_with(
            r#"{"LastIncreaseDateTime":1795262402,"LastDecreaseDateTime":1795262402,"NumberOfDecreasesToday":1"#
        ),
        "{mixed}"
    );
    assert!(units("UpdateTable", "", 10, 1).contains(r#""NumberOfDecreasesToday":2"#));
    bench.advance_ms(24 * 60 * 60 * 1000);
    assert!(units("UpdateTable", "", 11, 1).contains(r#""NumberOfDecreasesToday":0"#));
}

/// A table of a server from before keys could have several attributes: who replaces the binary
/// finds it as it was. Its descriptor is as such a server wrote it.
#[test]
fn a_table_of_an_older_server_is_read() {
    let stored = r#"{"id":1,"name":"old","uuid":"29709c6e-c4d5-47a0-aca3-affff2b9f28a",
        "created":1795288655757,
        "key":{"hash":{"name":"a","type":"S"},"range":{"name":"b","type":"N"}},
        "definitions":[{"name":"a","type":"S"},{"name":"b","type":"N"},{"name":"g","type":"S"}],
        "indexes":[{"id":1,"name":"idx","global":true,
            "key":{"hash":{"name":"g","type":"S"},"range":null},
            "projection":"All","units":{"read":0,"write":0}}],
        "last_index":1,"on_demand":true,"on_demand_since":1795288655757,
        "units":{"read":0,"write":0},"protected":false,"encrypted":false,"class":null}"#;
    let table: Table = serde_json::from_str(stored).unwrap();
    let names = |key: &KeySchema| {
        let names = |of: &[KeyAttribute]| of.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        (names(&key.hash).join(","), names(&key.range).join(","))
    };
    assert_eq!(names(&table.key), ("a".to_owned(), "b".to_owned()));
    let index = table.index("idx").unwrap();
    assert_eq!(names(&index.key), ("g".to_owned(), String::new()));
    // What it is kept as from the next change on reads back as well.
    let again: Table = serde_json::from_slice(&serde_json::to_vec(&table).unwrap()).unwrap();
    assert_eq!(again, table);
}
