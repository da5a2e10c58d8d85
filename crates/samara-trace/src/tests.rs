//! What a reader of logs sees, across restarts and beyond the bound.

use std::path::Path;
use std::sync::Arc;

use samara_base::Timestamp;
use samara_service::{LogQuery, Observed};

use crate::{CallKind, Config, LogLine, MESSAGE_BYTES_MAX, Observation, Trace, Usage};

fn open(dir: &Path) -> Arc<Trace> {
    Trace::open(&Config::in_dir(dir)).unwrap()
}

fn write(trace: &Trace, group: &str, stream: &str, second: u64, message: &str) {
    let time = Timestamp::from_secs(second);
    trace.log(LogLine { group, stream, time, message });
}

fn query(group: &str) -> LogQuery {
    LogQuery {
        group: group.to_owned(),
        streams: Vec::new(),
        from: Timestamp::ZERO,
        until: Timestamp::MAX,
        after: None,
        limit: 1000,
    }
}

fn messages(trace: &Trace, query: &LogQuery) -> String {
    let events = trace.log_events(query);
    events.iter().map(|event| event.message.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn lines_are_found_by_group_stream_time_and_place() {
    let dir = tempfile::tempdir().unwrap();
    let trace = open(dir.path());
    write(&trace, "shop", "a", 1, "one");
    write(&trace, "shop", "b", 2, "two");
    write(&trace, "other", "a", 3, "three");
    write(&trace, "shop", "a", 4, "four");
    let shop = query("shop");
    let secs = Timestamp::from_secs;
    assert_eq!(messages(&trace, &shop), "one two four");
    assert_eq!(
        messages(&trace, &LogQuery { streams: vec!["a".into()], ..shop.clone() }),
        "one four"
    );
    assert_eq!(
        messages(&trace, &LogQuery { from: secs(2), until: secs(4), ..shop.clone() }),
        "two"
    );
    assert_eq!(messages(&trace, &LogQuery { limit: 2, ..shop.clone() }), "one two");
    let second = trace.log_events(&shop)[1].place;
    assert_eq!(messages(&trace, &LogQuery { after: Some(second), ..shop }), "four");
    assert_eq!(trace.log_groups(), ["other", "shop"]);
    assert_eq!(
        trace.log_streams("shop"),
        [("a".to_owned(), secs(1), secs(4)), ("b".to_owned(), secs(2), secs(2))]
    );
}

/// A server that was restarted must show what its functions wrote before.
#[test]
fn lines_are_found_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let trace = open(dir.path());
    for second in 1..=100 {
        write(&trace, "shop", "a", second, &second.to_string());
    }
    drop(trace);
    let trace = open(dir.path());
    write(&trace, "shop", "a", 101, "101");
    let late = LogQuery { from: Timestamp::from_secs(99), ..query("shop") };
    assert_eq!(messages(&trace, &late), "99 100 101");
}

/// Ten functions that write all day must not fill the disk, nor make a query return garbage.
#[test]
fn the_oldest_lines_go_and_the_rest_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let config = Config { log_bytes_max: 4 * 1024 * 1024, ..Config::in_dir(dir.path()) };
    let trace = Trace::open(&config).unwrap();
    let text = "x".repeat(10_000);
    for second in 0..1000 {
        write(&trace, if second % 2 == 0 { "even" } else { "odd" }, "a", second, &text);
        // Not faster than a disk takes it: what is over the bound in memory would be lost.
        if second % 20 == 0 {
            trace.flush();
        }
    }
    let events = trace.log_events(&query("even"));
    assert!((100..=250).contains(&events.len()), "{}", events.len());
    assert!(events.windows(2).all(|pair| pair[0].time.as_secs() + 2 == pair[1].time.as_secs()));
    assert_eq!(events.last().unwrap().time.as_secs(), 998);
    let size: u64 = std::fs::read_dir(dir.path().join("logs"))
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum();
    assert!(size <= 5 * 1024 * 1024, "{size}");
}

#[test]
fn a_line_that_is_too_long_becomes_several() {
    let dir = tempfile::tempdir().unwrap();
    let trace = open(dir.path());
    write(&trace, "shop", "a", 1, &"é".repeat(MESSAGE_BYTES_MAX / 2 + 1));
    let lengths: Vec<usize> =
        trace.log_events(&query("shop")).iter().map(|event| event.message.len()).collect();
    assert_eq!(lengths, [MESSAGE_BYTES_MAX, 2]);
}

#[test]
fn calls_are_kept_and_followers_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let trace = open(dir.path());
    let mut follower = trace.subscribe();
    let usage = |function: &str, second| Usage {
        request_id: "r".to_owned(),
        trace: "t".to_owned(),
        function: function.to_owned(),
        version: "$LATEST".to_owned(),
        kind: CallKind::RequestResponse,
        ended: Timestamp::from_secs(second),
        duration_us: 1500,
        billed_ms: 2,
        memory_mib: 128,
        max_memory_mib: 40,
        init_us: None,
        cold: false,
        error: None,
    };
    trace.usage(usage("f", 1));
    trace.usage(usage("g", 2));
    trace.usage(usage("f", 3));
    let from = Timestamp::from_secs(2);
    assert_eq!(trace.usages(from, None, 10), [usage("g", 2), usage("f", 3)]);
    assert_eq!(trace.usages(Timestamp::ZERO, Some("f"), 1), [usage("f", 1)]);
    assert_eq!(*follower.try_recv().unwrap(), Observation::Usage(usage("f", 1)));
}
