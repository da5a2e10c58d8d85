//! What a reader of a stream sees of what happens in a table.

use samara_service::testing::Bench;
use samara_store::{About, KeyWriter, Range, StoreExt, Txn};
use serde_json::Value as Json;

use super::{bench, check, run};
use crate::keys;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

fn stream_on(bench: &Bench, view: &str) -> String {
    for (step, _) in super::TABLES {
        run(bench, step);
    }
    let on = format!(
        r#"UpdateTable {{"TableName":"tab","StreamSpecification":{{"StreamEnabled":true,
        "StreamViewType":"{view}"}}}}"#
    );
    let shown = json(&run(bench, &on));
    shown["TableDescription"]["LatestStreamArn"].as_str().unwrap().to_owned()
}

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| panic!("refused: {text}"))
}

fn shards(bench: &Bench, arn: &str) -> Vec<String> {
    let seen = json(&run(bench, &format!(r#"DescribeStream {{"StreamArn":"{arn}"}}"#)));
    let shards = seen["StreamDescription"]["Shards"].as_array().unwrap().clone();
    shards.iter().map(|shard| shard["ShardId"].as_str().unwrap().to_owned()).collect()
}

fn iterator(bench: &Bench, arn: &str, shard: &str, kind: &str) -> String {
    let step = format!(
        r#"GetShardIterator {{"StreamArn":"{arn}","ShardId":"{shard}","ShardIteratorType":"{kind}"}}"#
    );
    json(&run(bench, &step))["ShardIterator"].as_str().unwrap().to_owned()
}

fn get(bench: &Bench, iterator: &str, more: &str) -> String {
    run(bench, &format!(r#"GetRecords {{"ShardIterator":"{iterator}"{more}}}"#))
}

/// Every record of a stream: event, key and images.
fn all(bench: &Bench, arn: &str) -> Vec<String> {
    let mut seen = Vec::new();
    for shard in shards(bench, arn) {
        let page = json(&get(bench, &iterator(bench, arn, &shard, "TRIM_HORIZON"), ""));
        for record in page["Records"].as_array().unwrap() {
            let change = &record["dynamodb"];
            let image = |name: &str| change.get(name).map_or(String::new(), |it| format!(" {it}"));
            let by = record["userIdentity"]["Type"].as_str().map_or("", |_| " by the service");
            seen.push(format!(
                "{} {}{}{}{by}",
                record["eventName"].as_str().unwrap(),
                change["Keys"],
                image("OldImage"),
                image("NewImage"),
            ));
        }
    }
    seen
}

/// Lets every due key fire whose time has come, as triggers do.
pub(super) fn fire(bench: &Bench) {
    while fire_once(bench) != 0 {}
}

/// Lets what is due fire once; how much it was.
pub(super) fn fire_once(bench: &Bench) -> usize {
    fire_within(bench, crate::recovery::Limits { history_bytes: u64::MAX })
}

/// The same, with histories of a size.
pub(super) fn fire_within(bench: &Bench, limits: crate::recovery::Limits) -> usize {
    let cx = bench.context();
    let work = move |txn: &mut dyn Txn| {
        let due = txn.scan_due(cx.now, 100)?;
        for (at, name, value) in &due {
            txn.not_due(*at, name);
            crate::time_to_live::fire(&cx, txn, (name, value), limits)?;
        }
        Ok::<usize, crate::error::Error>(due.len())
    };
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let write = std::pin::pin!(bench.store.write(About::default(), work));
    let std::task::Poll::Ready(fired) = write.poll(&mut context) else { unreachable!() };
    fired.unwrap().unwrap()
}

#[test]
fn every_view_has_its_images_and_no_change_has_no_record() {
    for (view, expected) in [
        ("KEYS_ONLY", [r#"INSERT {"id":"a"}"#, r#"MODIFY {"id":"a"}"#, r#"REMOVE {"id":"a"}"#]),
        (
            "NEW_IMAGE",
            [
                r#"INSERT {"id":"a"} {"id":"a","n":1}"#,
                r#"MODIFY {"id":"a"} {"id":"a","n":2}"#,
                r#"REMOVE {"id":"a"}"#,
            ],
        ),
        (
            "OLD_IMAGE",
            [
                r#"INSERT {"id":"a"}"#,
                r#"MODIFY {"id":"a"} {"id":"a","n":1}"#,
                r#"REMOVE {"id":"a"} {"id":"a","n":2}"#,
            ],
        ),
        (
            "NEW_AND_OLD_IMAGES",
            [
                r#"INSERT {"id":"a"} {"id":"a","n":1}"#,
                r#"MODIFY {"id":"a"} {"id":"a","n":1} {"id":"a","n":2}"#,
                r#"REMOVE {"id":"a"} {"id":"a","n":2}"#,
            ],
        ),
    ] {
        let bench = bench();
        let arn = stream_on(&bench, view);
        for step in [
            r#"PutItem {"TableName":"tab","Item":{"id":"a","n":1}}"#,
            r#"PutItem {"TableName":"tab","Item":{"id":"a","n":1}}"#,
            r#"UpdateItem {"TableName":"tab","Key":{"id":"a"},"UpdateExpression":"SET n = :n",
            "ExpressionAttributeValues":{":n":2}}"#,
            r#"DeleteItem {"TableName":"tab","Key":{"id":"a"}}"#,
            r#"DeleteItem {"TableName":"tab","Key":{"id":"a"}}"#,
        ] {
            run(&bench, step);
        }
        assert_eq!(all(&bench, &arn), expected, "{view}");
    }
}

#[test]
fn a_record_has_every_field_of_the_api() {
    let bench = bench();
    let arn = stream_on(&bench, "NEW_IMAGE");
    run(&bench, r#"PutItem {"TableName":"tab","Item":{"id":"a"}}"#);
    let pages = shards(&bench, &arn).into_iter();
    let pages = pages.map(|shard| get(&bench, &iterator(&bench, &arn, &shard, "TRIM_HORIZON"), ""));
    let record = pages.map(|page| json(&page)["Records"][0].clone()).find(|it| !it.is_null());
    let mut record = record.unwrap();
    let number = record["dynamodb"]["SequenceNumber"].take();
    let id = record["eventID"].take();
    assert_eq!(number.as_str().unwrap().len(), 26);
    assert_eq!(id.as_str().unwrap().len(), 32);
    assert_eq!(
        record.to_string(),
        r#"{"eventID":null,"eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1795262400,"Keys":{"id":"a"},"NewImage":{"id":"a"},"SequenceNumber":null,"SizeBytes":6,"StreamViewType":"NEW_IMAGE"}}"#
    );
}

/// A reader that follows one item must see its changes in their order, whatever else goes on.
#[test]
fn all_changes_of_an_item_stand_in_one_shard_in_order() {
    let bench = bench();
    let arn = stream_on(&bench, "NEW_IMAGE");
    for n in 0..5 {
        for id in 0..10 {
            let item = format!(r#"PutItem {{"TableName":"tab","Item":{{"id":"i{id}","n":{n}}}}}"#);
            run(&bench, &item);
        }
    }
    let seen = all(&bench, &arn);
    assert_eq!(seen.len(), 50);
    for id in 0..10 {
        let own = format!(r#""id":"i{id}""#);
        let of_item: Vec<&String> = seen.iter().filter(|it| it.contains(&own)).collect();
        for (n, record) in of_item.iter().enumerate() {
            assert!(record.contains(&format!(r#""n":{n}"#)), "{of_item:?}");
        }
    }
    let used = shards(&bench, &arn).into_iter().filter(|shard| {
        let page = get(&bench, &iterator(&bench, &arn, shard, "TRIM_HORIZON"), "");
        json(&page)["Records"].as_array().is_some_and(|records| !records.is_empty())
    });
    assert!(1 < used.count(), "items are spread over shards");
}

/// A transaction that is refused must leave no record, or a function would act on what is not so.
#[test]
fn what_was_refused_leaves_no_record() {
    let bench = bench();
    let arn = stream_on(&bench, "NEW_IMAGE");
    run(
        &bench,
        r#"TransactWriteItems {"TransactItems":[{"Put":{"TableName":"tab","Item":{"id":"a"}}},
        {"Put":{"TableName":"tab","Item":{"id":"b"},
        "ConditionExpression":"attribute_exists(id)"}}]}"#,
    );
    assert!(all(&bench, &arn).is_empty());
    run(
        &bench,
        r#"TransactWriteItems {"TransactItems":[{"Put":{"TableName":"tab","Item":{"id":"a"}}},
        {"Put":{"TableName":"tab","Item":{"id":"b"}}}]}"#,
    );
    let mut seen = all(&bench, &arn);
    seen.sort();
    assert_eq!(
        seen,
        [r#"INSERT {"id":"a"} {"id":"a"}"#, r#"INSERT {"id":"b"} {"id":"b"}"#],
        "and one that was not leaves one an item"
    );
}

#[test]
fn iterators_go_on_where_they_stand() {
    let bench = bench();
    let arn = stream_on(&bench, "KEYS_ONLY");
    let put = |n: usize| {
        run(&bench, &format!(r#"PutItem {{"TableName":"tab","Item":{{"id":"a","n":{n}}}}}"#))
    };
    put(0);
    let shard = shards(&bench, &arn).into_iter().find(|shard| {
        let page = get(&bench, &iterator(&bench, &arn, shard, "TRIM_HORIZON"), "");
        json(&page)["Records"].as_array().is_some_and(|records| !records.is_empty())
    });
    let shard = shard.unwrap();
    let latest = iterator(&bench, &arn, &shard, "LATEST");
    (1..4).for_each(|n| drop(put(n)));
    let events = |page: &Json| {
        let records = page["Records"].as_array().unwrap().iter();
        records.map(|it| it["eventName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = json(&get(&bench, &latest, r#","Limit":2"#));
    assert_eq!(events(&first), ["MODIFY", "MODIFY"]);
    let next = first["NextShardIterator"].as_str().unwrap();
    let second = json(&get(&bench, next, ""));
    assert_eq!(events(&second), ["MODIFY"]);
    let last = json(&get(&bench, second["NextShardIterator"].as_str().unwrap(), ""));
    assert!(events(&last).is_empty() && last["NextShardIterator"].is_string());
    let number = second["Records"][0]["dynamodb"]["SequenceNumber"].as_str().unwrap();
    for (kind, count) in [("AT_SEQUENCE_NUMBER", 1), ("AFTER_SEQUENCE_NUMBER", 0)] {
        let step = format!(
            r#"GetShardIterator {{"StreamArn":"{arn}","ShardId":"{shard}",
            "ShardIteratorType":"{kind}","SequenceNumber":"{number}"}}"#
        );
        let at = json(&run(&bench, &step));
        let page = json(&get(&bench, at["ShardIterator"].as_str().unwrap(), ""));
        assert_eq!(events(&page).len(), count, "{kind}");
    }
}

#[test]
fn an_ended_stream_is_read_to_its_end_for_a_day() {
    let bench = bench();
    let arn = stream_on(&bench, "KEYS_ONLY");
    run(&bench, r#"PutItem {"TableName":"tab","Item":{"id":"a"}}"#);
    run(&bench, r#"UpdateTable {"TableName":"tab","StreamSpecification":{"StreamEnabled":false}}"#);
    run(&bench, r#"PutItem {"TableName":"tab","Item":{"id":"b"}}"#);
    assert_eq!(all(&bench, &arn), [r#"INSERT {"id":"a"}"#]);
    for shard in shards(&bench, &arn) {
        let page = json(&get(&bench, &iterator(&bench, &arn, &shard, "TRIM_HORIZON"), ""));
        assert!(page.get("NextShardIterator").is_none(), "a closed shard has an end");
    }
    let table = json(&run(&bench, r#"DescribeTable {"TableName":"tab"}"#));
    assert_eq!(table["Table"]["LatestStreamArn"].as_str(), Some(arn.as_str()));
    assert!(table["Table"].get("StreamSpecification").is_none());
    bench.advance_ms(DAY_MS);
    fire(&bench);
    let gone = run(&bench, &format!(r#"DescribeStream {{"StreamArn":"{arn}"}}"#));
    assert!(gone.starts_with("ResourceNotFoundException"), "{gone}");
    for kind in [0x2d, 0x2e, 0x2f] {
        let left = Range::prefix(&KeyWriter::new(kind).done());
        assert_eq!(bench.store.read(|txn| txn.scan(&left, 10)).unwrap().len(), 0, "{kind:x}");
    }
}

/// Records older than a day go, younger ones stay, and who reads behind them is told.
#[test]
fn records_go_after_a_day() {
    let bench = bench();
    let arn = stream_on(&bench, "KEYS_ONLY");
    let put = |n: usize| {
        run(&bench, &format!(r#"PutItem {{"TableName":"tab","Item":{{"id":"a","n":{n}}}}}"#))
    };
    (0..100).for_each(|n| drop(put(n)));
    let old: Vec<String> = shards(&bench, &arn)
        .iter()
        .map(|shard| iterator(&bench, &arn, shard, "TRIM_HORIZON"))
        .collect();
    bench.advance_ms(DAY_MS / 2);
    put(100);
    fire(&bench);
    assert_eq!(all(&bench, &arn).len(), 101);
    bench.advance_ms(DAY_MS / 2);
    fire(&bench);
    assert_eq!(all(&bench, &arn).len(), 1, "only what is old goes");
    let seen: Vec<String> = old.iter().map(|iterator| get(&bench, iterator, "")).collect();
    assert!(seen.iter().all(|it| it.starts_with("ExpiredIteratorException")), "{seen:?}");
    let start = keys::Position::START.sequence_number();
    let stale = shards(&bench, &arn).into_iter().filter(|shard| {
        let step = format!(
            r#"GetShardIterator {{"StreamArn":"{arn}","ShardId":"{shard}",
            "ShardIteratorType":"AT_SEQUENCE_NUMBER","SequenceNumber":"{start}"}}"#
        );
        run(&bench, &step).starts_with("TrimmedDataAccessException")
    });
    assert_eq!(stale.count(), 1, "the shard that was trimmed says so");
    bench.advance_ms(DAY_MS);
    fire(&bench);
    assert!(all(&bench, &arn).is_empty());
}

#[test]
fn what_contradicts_itself_is_refused() {
    check(&[
        (
            r#"UpdateTable {"TableName":"tab","StreamSpecification":{"StreamEnabled":true}}"#,
            "ValidationException: One or more parameter values were invalid: StreamViewType must \
             be specified when StreamEnabled is true",
        ),
        (
            r#"UpdateTable {"TableName":"tab","StreamSpecification":{"StreamEnabled":false}}"#,
            "ValidationException: Table has no enabled stream to disable: TableName: tab",
        ),
        (
            r#"UpdateTable {"TableName":"tab","StreamSpecification":{"StreamEnabled":true,
            "StreamViewType":"KEYS_ONLY"}}"#,
            "*",
        ),
        (
            r#"UpdateTable {"TableName":"tab","StreamSpecification":{"StreamEnabled":true,
            "StreamViewType":"NEW_IMAGE"}}"#,
            "ValidationException: Table already has an enabled stream: TableName: tab",
        ),
        (
            r#"DescribeStream {"StreamArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab"}"#,
            "ValidationException: Invalid StreamArn",
        ),
        (r#"GetRecords {"ShardIterator":"x"}"#, "ValidationException: Invalid ShardIterator"),
    ]);
}

/// Somebody else's account in an ARN must not open this one's stream under policies for that.
#[test]
fn a_stream_of_another_account_is_not_found() {
    let bench = bench();
    let arn = stream_on(&bench, "KEYS_ONLY").replace("000000000000", "111111111111");
    let seen = run(&bench, &format!(r#"DescribeStream {{"StreamArn":"{arn}"}}"#));
    assert!(seen.starts_with("ResourceNotFoundException"), "{seen}");
}

#[test]
fn streams_and_shards_are_listed_in_pages() {
    let bench = bench();
    let arn = stream_on(&bench, "KEYS_ONLY");
    run(&bench, r#"UpdateTable {"TableName":"tab","StreamSpecification":{"StreamEnabled":false}}"#);
    let second = stream_on(&bench, "NEW_IMAGE");
    assert_ne!(arn, second);
    let page = json(&run(&bench, r#"ListStreams {"TableName":"tab","Limit":1}"#));
    assert_eq!(page["Streams"][0]["StreamArn"], arn.as_str());
    assert_eq!(page["LastEvaluatedStreamArn"], arn.as_str());
    let rest = json(&run(&bench, &format!(r#"ListStreams {{"ExclusiveStartStreamArn":"{arn}"}}"#)));
    assert_eq!(rest["Streams"].as_array().unwrap().len(), 1);
    assert!(rest.get("LastEvaluatedStreamArn").is_none());
    let page = json(&run(&bench, &format!(r#"DescribeStream {{"StreamArn":"{arn}","Limit":3}}"#)));
    let last = page["StreamDescription"]["LastEvaluatedShardId"].as_str().unwrap();
    let rest = json(&run(
        &bench,
        &format!(r#"DescribeStream {{"StreamArn":"{arn}","ExclusiveStartShardId":"{last}"}}"#),
    ));
    assert_eq!(rest["StreamDescription"]["Shards"].as_array().unwrap().len(), 1);
    assert!(rest["StreamDescription"].get("LastEvaluatedShardId").is_none());
}
