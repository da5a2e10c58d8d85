//! Tables as they were: what is restored of each moment, what is kept, and for how long.

use samara_base::Timestamp;
use samara_service::testing::Bench;
use samara_store::{KeyWriter, Range, StoreExt};

use super::backups::{items, json};
use super::streams::{fire, fire_once, fire_within};
use super::{TABLES, bench, run};
use crate::recovery::{Limits, begin_looking};

/// The time at which a bench stands, seconds since the epoch.
const NOW_S: u64 = 1_795_262_400;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;

fn on(bench: &Bench, more: &str) -> String {
    run(
        bench,
        &format!(
            r#"UpdateContinuousBackups {{"TableName":"ran","PointInTimeRecoverySpecification":
            {{"PointInTimeRecoveryEnabled":true{more}}}}}"#
        ),
    )
}

fn table() -> Bench {
    let bench = bench();
    for (step, _) in TABLES {
        run(&bench, step);
    }
    on(&bench, "");
    bench
}

fn put(bench: &Bench, n: u64, text: &str) {
    let step = format!(r#"PutItem {{"TableName":"ran","Item":{{"id":"a","n":{n},"g":"{text}"}}}}"#);
    assert_eq!(run(bench, &step), "{}");
}

fn delete(bench: &Bench, n: u64) {
    let step = format!(r#"DeleteItem {{"TableName":"ran","Key":{{"id":"a","n":{n}}}}}"#);
    assert_eq!(run(bench, &step), "{}");
}

fn restore(bench: &Bench, name: &str, at: &str) -> String {
    run(
        bench,
        &format!(
            r#"RestoreTableToPointInTime {{"SourceTableName":"ran","TargetTableName":"{name}",{at}}}"#
        ),
    )
}

/// The earliest and the latest time, milliseconds after the bench's begin.
fn window(bench: &Bench) -> (u64, u64) {
    let shown = json(&run(bench, r#"DescribeContinuousBackups {"TableName":"ran"}"#));
    let shown = &shown["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"];
    let time = |name: &str| {
        let seconds = shown[name].as_f64().unwrap_or_else(|| panic!("{name} in {shown}"));
        let millis = std::time::Duration::from_secs_f64(seconds).as_millis();
        u64::try_from(millis).unwrap() - NOW_S * 1000
    };
    (time("EarliestRestorableDateTime"), time("LatestRestorableDateTime"))
}

fn records(bench: &Bench) -> usize {
    let all = Range::prefix(&KeyWriter::new(0xc5).done());
    bench.store.read(|txn| txn.scan(&all, 10_000).unwrap().len())
}

/// Each moment comes back as it was, of a table that goes on changing while it is restored.
#[test]
fn a_table_is_restored_as_it_was_at_each_moment() {
    let bench = table();
    let mut moments = Vec::new();
    for round in 0..8u64 {
        for n in 0..60 {
            // Some are changed each time, some come, some go and come again.
            match (n + round * 7) % 5 {
                0 => delete(&bench, n),
                1 => put(&bench, n + round * 10, "made"),
                _ => put(&bench, n, &format!("round {round}")),
            }
        }
        moments.push((NOW_S + round * 100, items(&bench, "ran", "")));
        bench.advance_ms(100_000);
        if round == 4 {
            fire(&bench);
        }
    }
    for (at, expected) in &moments {
        let name = format!("at-{at}");
        let made = restore(&bench, &name, &format!(r#""RestoreDateTime":{at}"#));
        assert!(made.contains(r#""TableStatus":"CREATING""#), "{made}");
        fire_once(&bench);
        (0..40).step_by(3).for_each(|n| put(&bench, n, "while it is restored"));
        (1..40).step_by(3).for_each(|n| delete(&bench, n));
        fire(&bench);
        assert_eq!(&items(&bench, &name, ""), expected, "at {at}");
    }
    let now = items(&bench, "ran", "");
    restore(&bench, "latest", r#""UseLatestRestorableTime":true"#);
    put(&bench, 0, "later");
    fire(&bench);
    assert_eq!(items(&bench, "latest", ""), now);
    assert!(run(&bench, r#"DeleteTable {"TableName":"ran"}"#).contains("DELETING"));
    fire(&bench);
    assert_eq!(records(&bench), 0, "a history goes with its table");
}

/// A request that came before a time but was written after one that came later is cut with it:
/// the order of the commits decides, and no transaction is restored by half.
#[test]
fn the_cut_is_in_the_order_of_the_commits() {
    let bench = table();
    put(&bench, 1, "before");
    put(&bench, 2, "before");
    let expected = items(&bench, "ran", "");
    let write_at = |seconds: u64, operation: &str, json: &str| {
        let mut cx = bench.context();
        cx.now = Timestamp::from_secs(NOW_S + seconds);
        bench.call_as(&cx, "dynamodb", operation, super::input(json)).unwrap();
    };
    write_at(105, "PutItem", r#"{"TableName":"ran","Item":{"id":"a","n":1,"g":"came later"}}"#);
    let put = |n| format!(r#"{{"Put":{{"TableName":"ran","Item":{{"id":"a","n":{n},"g":"x"}}}}}}"#);
    let both = format!(r#"{{"TransactItems":[{},{}]}}"#, put(1), put(2));
    write_at(100, "TransactWriteItems", &both);
    bench.advance_ms(200_000);
    restore(&bench, "again", &format!(r#""RestoreDateTime":{}"#, NOW_S + 102));
    fire(&bench);
    assert_eq!(items(&bench, "again", ""), expected);
}

/// A request may come before a restore begins and be written after: of its transaction the restored
/// table has all or, as here, nothing, even if its items are written again meanwhile.
#[test]
fn what_is_written_while_a_table_is_restored_is_no_part_of_it() {
    let bench = table();
    put(&bench, 1, "before");
    put(&bench, 2, "before");
    let expected = items(&bench, "ran", "");
    bench.advance_ms(100_000);
    restore(&bench, "again", &format!(r#""RestoreDateTime":{}"#, NOW_S + 99));
    let mut early = bench.context();
    early.now = Timestamp::from_secs(NOW_S + 98);
    let put_of = |n| format!(r#"{{"Put":{{"TableName":"ran","Item":{{"id":"a","n":{n}}}}}}}"#);
    let both = format!(r#"{{"TransactItems":[{},{}]}}"#, put_of(1), put_of(2));
    bench.call_as(&early, "dynamodb", "TransactWriteItems", super::input(&both)).unwrap();
    put(&bench, 1, "later");
    fire(&bench);
    assert_eq!(items(&bench, "again", ""), expected);
}

/// An operator's disk is not filled by histories: the oldest goes, the earliest time says so, and
/// what it says can be restored still is.
#[test]
fn a_history_that_is_too_large_loses_its_oldest() {
    let bench = table();
    for round in 0..500 {
        put(&bench, 7, &format!("{round} {}", "x".repeat(1000)));
        bench.advance_ms(1000);
    }
    let limits = Limits { history_bytes: 200_000 };
    while fire_within(&bench, limits) != 0 {}
    let (earliest, latest) = window(&bench);
    assert_eq!(latest, 500_000);
    assert!((300_000..350_000).contains(&earliest), "{earliest}");
    assert!((150..200).contains(&records(&bench)), "{}", records(&bench));
    let no = "InvalidRestoreTimeException: RestoreDateTime must be between \
              EarliestRestorableDateTime and LatestRestorableDateTime";
    let at = |millis: u64| format!(r#""RestoreDateTime":{}"#, NOW_S + millis / 1000);
    assert_eq!(restore(&bench, "again", &at(earliest - 1000)), no);
    assert_eq!(restore(&bench, "again", &at(latest + 1000)), no);
    restore(&bench, "again", &at(earliest));
    while fire_within(&bench, limits) != 0 {}
    let found = items(&bench, "again", "");
    assert!(found[0].contains(&format!("\"{} x", earliest / 1000)), "{found:?}");
}

/// A busy minute has more records than one transaction looks at: the cut is found behind them.
#[test]
fn a_moment_is_found_among_many_of_its_minute() {
    let bench = table();
    for round in 0..1500 {
        put(&bench, round % 7, &round.to_string());
        bench.advance_ms(if round % 100 == 0 { 1000 } else { 0 });
    }
    restore(&bench, "again", &format!(r#""RestoreDateTime":{}"#, NOW_S + 13));
    fire(&bench);
    let found = items(&bench, "again", "");
    let item = |round: u64| format!(r#"{{"g":"{round}","id":"a","n":{}}}"#, round % 7);
    assert_eq!(found, (1294..=1300).map(item).collect::<Vec<_>>());
}

/// An operator who wants room lowers the bound and starts the server again; nobody may be writing.
#[test]
fn a_lower_bound_counts_from_the_start() {
    let bench = table();
    for round in 0..100 {
        put(&bench, 7, &format!("{round} {}", "x".repeat(1000)));
    }
    bench.advance_ms(10_000);
    fire(&bench);
    let start = |history_bytes| {
        let (cx, limits) = (bench.context(), Limits { history_bytes });
        bench.write(move |txn| begin_looking(&cx, txn, limits)).unwrap();
        while fire_within(&bench, limits) != 0 {}
        records(&bench)
    };
    assert_eq!(start(1_000_000), 100);
    let left = start(50_000);
    assert!((30..50).contains(&left), "{left}");
}

#[test]
fn a_history_is_kept_for_its_days() {
    let bench = table();
    assert!(on(&bench, r#","RecoveryPeriodInDays":2"#).contains(r#""RecoveryPeriodInDays":2"#));
    put(&bench, 1, "first");
    bench.advance_ms(DAY_MS);
    fire(&bench);
    put(&bench, 1, "second");
    assert_eq!((records(&bench), window(&bench)), (2, (0, DAY_MS)));
    bench.advance_ms(DAY_MS);
    bench.advance_ms(10_000);
    fire(&bench);
    assert_eq!((records(&bench), window(&bench).0), (1, 10_000));
    bench.advance_ms(DAY_MS);
    fire(&bench);
    assert_eq!(records(&bench), 0);
    assert_eq!(window(&bench), (DAY_MS + 10_000, 3 * DAY_MS + 10_000));
}

#[test]
fn recovery_is_switched_on_and_off_and_refused_in_awss_words() {
    let bench = bench();
    for (step, _) in TABLES {
        run(&bench, step);
    }
    let latest = r#""UseLatestRestorableTime":true"#;
    assert_eq!(
        restore(&bench, "again", latest),
        "PointInTimeRecoveryUnavailableException: Point in time recovery is not enabled for \
         table: ran"
    );
    let shown = r#"DescribeContinuousBackups {"TableName":"ran"}"#;
    let off = r#"{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"DISABLED","PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"DISABLED"}}}"#;
    assert_eq!(run(&bench, shown), off);
    assert!(on(&bench, r#","RecoveryPeriodInDays":36"#).starts_with("ValidationException: "));
    assert!(on(&bench, "").contains(r#""RecoveryPeriodInDays":35"#));
    put(&bench, 1, "x");
    let neither = r#""UseLatestRestorableTime":false"#;
    assert!(restore(&bench, "again", neither).starts_with("ValidationException: "));
    assert_eq!(
        restore(&bench, "tab", latest),
        "TableAlreadyExistsException: Table already exists: tab"
    );
    restore(&bench, "again", latest);
    let turn_off = r#"UpdateContinuousBackups {"TableName":"ran","PointInTimeRecoverySpecification":
        {"PointInTimeRecoveryEnabled":false}}"#;
    assert_eq!(
        run(&bench, turn_off),
        "ContinuousBackupsUnavailableException: Backups are in use: a backup or restore of table \
         ran is under way"
    );
    fire(&bench);
    assert_eq!(run(&bench, turn_off), off);
    fire(&bench);
    assert_eq!(records(&bench), 0, "nothing is left of a history that was switched off");
    let none = turn_off.replace("ran", "none");
    assert_eq!(run(&bench, &none), "TableNotFoundException: Table not found: none");
}
