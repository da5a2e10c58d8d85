//! Items whose time is over go, and no others.

use samara_service::testing::Bench;

use super::streams::fire;
use super::{bench, check, run};

const ON: &str = r#"UpdateTimeToLive {"TableName":"tab",
    "TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ends"}}"#;
/// The time at which a bench stands, seconds since the epoch.
const NOW_S: u64 = 1_795_262_400;

fn tables() -> Bench {
    let bench = bench();
    for (step, _) in super::TABLES {
        run(&bench, step);
    }
    bench
}

fn put(bench: &Bench, id: &str, end: u64) {
    run(bench, &format!(r#"PutItem {{"TableName":"tab","Item":{{"id":"{id}","ends":{end}}}}}"#));
}

fn ids(bench: &Bench) -> Vec<String> {
    let found = run(bench, r#"Scan {"TableName":"tab"}"#);
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    let items = found["Items"].as_array().unwrap().iter();
    let mut ids: Vec<String> = items.map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn an_item_goes_when_its_time_is_over_and_not_before() {
    let bench = tables();
    run(&bench, ON);
    put(&bench, "soon", NOW_S + 60);
    put(&bench, "later", NOW_S + 120);
    put(&bench, "counts", 7);
    fire(&bench);
    assert_eq!(ids(&bench), ["counts", "later", "soon"]);
    bench.advance_ms(60_000);
    fire(&bench);
    assert_eq!(ids(&bench), ["counts", "later"], "a number that is no time costs nothing");
}

/// Whoever renews a session just before its end must not lose it.
#[test]
fn a_time_that_was_moved_counts_and_not_the_old_one() {
    let bench = tables();
    run(&bench, ON);
    put(&bench, "a", NOW_S + 60);
    run(
        &bench,
        &format!(
            r#"UpdateItem {{"TableName":"tab","Key":{{"id":"a"}},
            "UpdateExpression":"SET ends = :end",
            "ExpressionAttributeValues":{{":end":{}}}}}"#,
            NOW_S + 600
        ),
    );
    bench.advance_ms(60_000);
    fire(&bench);
    assert_eq!(ids(&bench), ["a"]);
    bench.advance_ms(540_000);
    fire(&bench);
    assert!(ids(&bench).is_empty());
}

#[test]
fn items_that_were_there_before_go_as_well() {
    let bench = tables();
    (0..60).for_each(|n| put(&bench, &format!("i{n}"), NOW_S + 60));
    run(&bench, ON);
    let described = r#"DescribeTimeToLive {"TableName":"tab"}"#;
    assert!(run(&bench, described).contains("ENABLING"));
    fire(&bench);
    assert_eq!(
        run(&bench, described),
        r#"{"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ends"}}"#
    );
    bench.advance_ms(60_000);
    fire(&bench);
    assert!(ids(&bench).is_empty());
}

#[test]
fn nothing_goes_when_it_is_off_or_the_table_is_another() {
    let bench = tables();
    run(&bench, ON);
    put(&bench, "a", NOW_S + 60);
    run(&bench, &ON.replace("true", "false"));
    bench.advance_ms(60_000);
    fire(&bench);
    assert_eq!(ids(&bench), ["a"]);
    run(&bench, ON);
    run(&bench, r#"DeleteTable {"TableName":"tab"}"#);
    run(&bench, super::TABLES[0].0);
    run(&bench, ON);
    put(&bench, "a", NOW_S + 600);
    fire(&bench);
    assert_eq!(ids(&bench), ["a"]);
}

#[test]
fn it_is_switched_on_and_off_in_awss_words() {
    check(&[
        (&ON.replace("true", "false"), "ValidationException: TimeToLive is already disabled"),
        (ON, r#"{"TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ends"}}"#),
        (ON, "ValidationException: TimeToLive is already enabled"),
        (
            &ON.replace("ends", "other"),
            "ValidationException: TimeToLive is active on a different AttributeName: current \
             AttributeName is ends",
        ),
        (&ON.replace("true", "false"), "*"),
        (
            r#"DescribeTimeToLive {"TableName":"tab"}"#,
            r#"{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}"#,
        ),
    ]);
}
