//! Backups: what one has, whoever writes while it is made, and the tables that are made of it.

use samara_service::testing::Bench;
use serde_json::Value as Json;

use super::streams::fire;
use super::{TABLES, bench, check, run};

fn tables() -> Bench {
    let bench = bench();
    for (step, _) in TABLES {
        run(&bench, step);
    }
    bench
}

fn put(bench: &Bench, n: usize, text: &str) {
    let item = format!(r#"{{"id":"a{}","n":{n},"g":"{text}"}}"#, n % 7);
    let seen = run(bench, &format!(r#"PutItem {{"TableName":"ran","Item":{item}}}"#));
    assert_eq!(seen, "{}");
}

fn delete(bench: &Bench, n: usize) {
    let key = format!(r#"{{"id":"a{}","n":{n}}}"#, n % 7);
    assert_eq!(run(bench, &format!(r#"DeleteItem {{"TableName":"ran","Key":{key}}}"#)), "{}");
}

pub(super) fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| panic!("refused: {text}"))
}

fn back_up(bench: &Bench) -> String {
    let made = json(&run(bench, r#"CreateBackup {"TableName":"ran","BackupName":"before"}"#));
    let details = &made["BackupDetails"];
    assert_eq!(details["BackupStatus"], "CREATING");
    details["BackupArn"].as_str().unwrap().to_owned()
}

/// All items of a table or an index, sorted.
pub(super) fn items(bench: &Bench, table: &str, more: &str) -> Vec<String> {
    let (mut all, mut start) = (Vec::new(), String::new());
    loop {
        let page = json(&run(bench, &format!(r#"Scan {{"TableName":"{table}"{more}{start}}}"#)));
        all.extend(page["Items"].as_array().unwrap().iter().map(Json::to_string));
        let Some(last) = page.get("LastEvaluatedKey") else { break };
        start = format!(r#","ExclusiveStartKey":{last}"#);
    }
    all.sort();
    all
}

fn restore(bench: &Bench, arn: &str, more: &str) -> String {
    run(
        bench,
        &format!(
            r#"RestoreTableFromBackup {{"TargetTableName":"again","BackupArn":"{arn}"{more}}}"#
        ),
    )
}

const INDEX: &str = r#"UpdateTable {"TableName":"ran","AttributeDefinitions":[
    {"AttributeName":"g","AttributeType":"S"},{"AttributeName":"n","AttributeType":"N"}],
    "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"byg",
    "KeySchema":[{"AttributeName":"g","KeyType":"HASH"},{"AttributeName":"n","KeyType":"RANGE"}],
    "Projection":{"ProjectionType":"KEYS_ONLY"}}}]}"#;

/// A backup is the table as it was when it was asked for: items that are changed, removed, made,
/// and removed and made again while it is copied, before and behind where it is, are in it as they
/// were.
#[test]
fn a_backup_is_the_table_as_it_was_whoever_writes_meanwhile() {
    let bench = tables();
    (0..330).for_each(|n| put(&bench, n, "old"));
    run(&bench, INDEX);
    fire(&bench);
    let before = items(&bench, "ran", "");
    let arn = back_up(&bench);
    // One chunk in between, so that some of what follows is copied and some is not.
    super::streams::fire_once(&bench);
    (0..330).step_by(5).for_each(|n| put(&bench, n, "new"));
    (1..330).step_by(5).for_each(|n| delete(&bench, n));
    (1..330).step_by(10).for_each(|n| put(&bench, n, "again"));
    (400..700).for_each(|n| put(&bench, n, "later"));
    (400..700).step_by(2).for_each(|n| delete(&bench, n));
    let shown = run(&bench, &format!(r#"DescribeBackup {{"BackupArn":"{arn}"}}"#));
    assert!(shown.contains(r#""BackupStatus":"CREATING""#), "{shown}");
    fire(&bench);
    let shown = json(&run(&bench, &format!(r#"DescribeBackup {{"BackupArn":"{arn}"}}"#)));
    let shown = &shown["BackupDescription"];
    assert_eq!(shown["BackupDetails"]["BackupStatus"], "AVAILABLE");
    assert_eq!(shown["SourceTableDetails"]["ItemCount"], 330);
    run(&bench, r#"DeleteTable {"TableName":"ran"}"#);
    fire(&bench);

    let made = restore(&bench, &arn, "");
    assert!(made.contains(r#""TableStatus":"CREATING""#), "{made}");
    assert!(made.contains(r#""RestoreInProgress":true"#), "{made}");
    fire(&bench);
    assert_eq!(items(&bench, "again", ""), before);
    assert_eq!(items(&bench, "again", r#","IndexName":"byg""#).len(), before.len());
    let shown = run(&bench, r#"DescribeTable {"TableName":"again"}"#);
    assert!(shown.contains(r#""RestoreInProgress":false"#), "{shown}");
    assert!(shown.contains(r#""ItemCount":330"#), "{shown}");
}

/// Whoever uses a table that is being restored must not take half of it for the whole, and must
/// not change what is being filled.
#[test]
fn a_table_is_not_used_before_it_is_whole() {
    let bench = tables();
    (0..120).for_each(|n| put(&bench, n, "old"));
    let arn = back_up(&bench);
    let restore_it = || restore(&bench, &arn, "");
    let in_use = |what: &str| format!("BackupInUseException: Backup is being {what}: {arn}");
    assert_eq!(restore_it(), in_use("created"));
    let delete = format!(r#"DeleteBackup {{"BackupArn":"{arn}"}}"#);
    assert_eq!(run(&bench, &delete), in_use("created"));
    assert_eq!(
        run(&bench, r#"CreateBackup {"TableName":"ran","BackupName":"other"}"#),
        in_use("created")
    );
    assert_eq!(
        run(&bench, r#"DeleteTable {"TableName":"ran"}"#),
        "ResourceInUseException: Attempt to change a resource which is still in use: Table is \
         being backed up: ran"
    );
    fire(&bench);
    restore_it();
    assert_eq!(run(&bench, &delete), in_use("restored"));
    for (step, expected) in [
        (
            r#"GetItem {"TableName":"again","Key":{"id":"a0","n":0}}"#,
            "ResourceNotFoundException: Requested resource not found",
        ),
        (
            r#"PutItem {"TableName":"again","Item":{"id":"a0","n":0}}"#,
            "ResourceNotFoundException: Requested resource not found",
        ),
        (
            r#"DeleteTable {"TableName":"again"}"#,
            "ResourceInUseException: Attempt to change a resource which is still in use: Table is \
             being created: again",
        ),
        (
            r#"CreateBackup {"TableName":"again","BackupName":"other"}"#,
            "TableInUseException: Table is being created: again",
        ),
    ] {
        assert_eq!(run(&bench, step), expected, "{step}");
    }
    assert_eq!(restore_it(), "TableAlreadyExistsException: Table already exists: again");
    fire(&bench);
    assert_eq!(items(&bench, "again", "").len(), 120);
    assert!(run(&bench, &delete).contains(r#""BackupStatus":"DELETED""#));
    assert_eq!(
        restore_it(),
        format!("BackupNotFoundException: Backup not found: {arn}"),
        "what was deleted is gone"
    );
    fire(&bench);
    assert_eq!(items(&bench, "again", "").len(), 120, "the table is its own");
    let left = samara_store::StoreExt::read(&*bench.store, |txn| {
        let of = |kind| samara_store::Range::prefix(&samara_store::KeyWriter::new(kind).done());
        txn.scan(&of(0xc1), 10).unwrap().len()
    });
    assert_eq!(left, 0, "a deleted backup leaves nothing");
}

/// What AWS does not restore must not come back, and what is overridden must be as asked.
#[test]
fn settings_are_those_of_the_backup_or_as_asked() {
    let bench = tables();
    run(&bench, INDEX);
    run(
        &bench,
        r#"UpdateTimeToLive {"TableName":"ran",
        "TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ends"}}"#,
    );
    run(
        &bench,
        r#"UpdateTable {"TableName":"ran","DeletionProtectionEnabled":true,
        "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}}"#,
    );
    let arn = back_up(&bench);
    fire(&bench);
    let shown = run(&bench, &format!(r#"DescribeBackup {{"BackupArn":"{arn}"}}"#));
    assert!(shown.contains(r#""TimeToLiveStatus":"ENABLED","AttributeName":"ends""#), "{shown}");
    assert!(shown.contains(r#""StreamViewType":"KEYS_ONLY""#), "{shown}");
    let provisioned = r#","BillingModeOverride":"PROVISIONED""#;
    assert_eq!(
        restore(&bench, &arn, provisioned),
        "ValidationException: One or more parameter values were invalid: ReadCapacityUnits and \
         WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
    );
    let units =
        r#","ProvisionedThroughputOverride":{"ReadCapacityUnits":3,"WriteCapacityUnits":4}"#;
    assert_eq!(
        restore(&bench, &arn, &format!("{provisioned}{units}")),
        "ValidationException: One or more parameter values were invalid: ProvisionedThroughput \
         must be specified for index: byg"
    );
    let other = r#","GlobalSecondaryIndexOverride":[{"IndexName":"other",
        "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"ALL"}}]"#;
    assert!(restore(&bench, &arn, other).starts_with("ValidationException: "));
    let none = r#","GlobalSecondaryIndexOverride":[]"#;
    let made = json(&restore(&bench, &arn, &format!("{provisioned}{units}{none}")));
    fire(&bench);
    let made = &made["TableDescription"];
    assert_eq!(made["ProvisionedThroughput"]["WriteCapacityUnits"], 4);
    assert_eq!(made["DeletionProtectionEnabled"], false);
    for absent in ["GlobalSecondaryIndexes", "LatestStreamArn", "StreamSpecification"] {
        assert!(made.get(absent).is_none(), "{absent}: {made}");
    }
    assert_eq!(made["AttributeDefinitions"].as_array().unwrap().len(), 2, "{made}");
    let ttl = run(&bench, r#"DescribeTimeToLive {"TableName":"again"}"#);
    assert!(ttl.contains("DISABLED"), "{ttl}");
}

#[test]
fn backups_are_listed_by_table_time_and_type_in_pages() {
    let bench = tables();
    let mut arns = Vec::new();
    for name in ["one", "two", "three"] {
        let step = format!(r#"CreateBackup {{"TableName":"tab","BackupName":"{name}"}}"#);
        let made = json(&run(&bench, &step));
        arns.push(made["BackupDetails"]["BackupArn"].as_str().unwrap().to_owned());
        fire(&bench);
        bench.advance_ms(1000);
    }
    back_up(&bench);
    let list = |more: &str| {
        let page = json(&run(&bench, &format!("ListBackups {{{more}}}")));
        let names = page["BackupSummaries"].as_array().unwrap().iter();
        let names: Vec<String> =
            names.map(|one| one["BackupName"].as_str().unwrap().to_owned()).collect();
        (names.join(" "), page["LastEvaluatedBackupArn"].as_str().map(str::to_owned))
    };
    assert_eq!(list(""), ("before one two three".to_owned(), None));
    assert_eq!(list(r#""TableName":"tab""#).0, "one two three");
    assert_eq!(list(r#""TableName":"none""#).0, "");
    assert_eq!(list(r#""BackupType":"SYSTEM""#).0, "");
    let first = list(r#""TableName":"tab","Limit":2"#);
    assert_eq!(first, ("one two".to_owned(), Some(arns[1].clone())));
    let start = format!(r#""TableName":"tab","ExclusiveStartBackupArn":"{}""#, arns[1]);
    assert_eq!(list(&start), ("three".to_owned(), None));
    let times =
        r#""TableName":"tab","TimeRangeLowerBound":1795262401,"TimeRangeUpperBound":1795262402"#;
    assert_eq!(list(times).0, "two");
}

#[test]
fn backups_are_refused_in_awss_words() {
    check(&[
        (
            r#"CreateBackup {"TableName":"none","BackupName":"one"}"#,
            "TableNotFoundException: Table not found: none",
        ),
        (
            r#"DescribeBackup {"BackupArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab/backup/01795262400000-11111111"}"#,
            "BackupNotFoundException: Backup not found: \
             arn:aws:dynamodb:us-east-1:000000000000:table/tab/backup/01795262400000-11111111",
        ),
        (
            r#"DeleteBackup {"BackupArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab"}"#,
            "ValidationException: Invalid BackupArn: arn:aws:dynamodb:us-east-1:000000000000:table/tab",
        ),
    ]);
}
