//! Which records a function gets again, and which are given up, as a line of text.
//!
//! A stream has the records 1 to 8; a lane brings four at a time. Each step says how the batch
//! ended, and then what the next one is.

use samara_lambda::State;
use serde_json::json;

use super::super::batch::One;
use super::*;

const NOW: Timestamp = Timestamp::from_secs(1_795_262_400);

fn at(sequence: u64) -> Position {
    Position { sequence, entry: 0 }
}

fn mapping() -> EventSourceMapping {
    EventSourceMapping {
        uuid: "m".to_owned(),
        source_arn: String::new(),
        function: "f".to_owned(),
        qualifier: None,
        enabled: true,
        state: State::Enabled,
        batch_size: 4,
        window_s: 0,
        factor: 1,
        starting_position: "TRIM_HORIZON".to_owned(),
        start: Vec::new(),
        filters: Vec::new(),
        reports_failures: true,
        bisects: false,
        retries: None,
        age_s: None,
        on_failure: None,
        modified_ms: 0,
    }
}

/// The batch that follows a cursor, in a stream of eight records.
fn batch(cursor: &Cursor) -> Batch {
    let until = cursor.ends.last().copied().unwrap_or_else(|| at(8));
    let own = (1..=8).map(at).filter(|one| cursor.after < *one && *one <= until);
    let records: Vec<One> = own.take(4).map(|at| One { at, time: NOW, event: json!({}) }).collect();
    let end = records.last().map(|one| one.at);
    let short = end.is_some_and(|end| end < until);
    Batch { records, end, full: true, short, looked_at: 4 }
}

/// Runs batches that end as the words say, and shows each and what was given up.
fn run(mapping: &EventSourceMapping, words: &str) -> String {
    let mut cursor = Cursor::default();
    let mut seen = Vec::new();
    for word in words.split(' ') {
        let batch = batch(&cursor);
        let show = |records: &[One]| -> String {
            records.iter().map(|one| one.at.sequence.to_string()).collect()
        };
        let mut line = show(&batch.records);
        hold(&mut cursor, &batch);
        let response = |payload| Response { version: "1".to_owned(), payload };
        let ended = match word {
            "ok" => Ended::Succeeded,
            "fails" => Ended::Failed(response(json!({}))),
            "throttled" => Ended::Setback("later".to_owned()),
            number => {
                let number = at(number.parse().unwrap()).sequence_number();
                let failures = json!({ "batchItemFailures": [{ "itemIdentifier": number }] });
                reported(&batch, response(failures))
            }
        };
        let next = next(mapping, &cursor, &batch, (ended, NOW, 1000));
        if let Some((from, _)) = next.given_up {
            line = format!("{line} gives up {}", show(&batch.records[from..]));
        }
        cursor = next.cursor;
        seen.push(line);
    }
    seen.join(", ")
}

#[test]
fn a_batch_that_fails_is_tried_again_as_it_was() {
    assert_eq!(run(&mapping(), "fails throttled fails ok ok"), "1234, 1234, 1234, 1234, 5678");
}

/// A throttle must not cost a record one of its attempts.
#[test]
fn it_is_given_up_after_its_retries_and_the_rest_goes_on() {
    let mapping = EventSourceMapping { retries: Some(1), ..mapping() };
    let seen = run(&mapping, "fails throttled fails ok");
    assert_eq!(seen, "1234, 1234, 1234 gives up 1234, 5678");
}

#[test]
fn what_stands_before_a_reported_failure_is_done() {
    let mapping = EventSourceMapping { retries: Some(1), ..mapping() };
    assert_eq!(run(&mapping, "3 3 ok"), "1234, 34 gives up 34, 5678");
    assert_eq!(run(&mapping, "2 4 ok"), "1234, 234, 4");
    assert_eq!(run(&mapping, "1 1 ok"), "1234, 1234 gives up 1234, 5678");
}

#[test]
fn a_report_that_names_nothing_of_the_batch_is_a_failure_of_it_all() {
    let mapping = EventSourceMapping { retries: Some(0), ..mapping() };
    assert_eq!(run(&mapping, "7 ok"), "1234 gives up 1234, 5678");
}

#[test]
fn cutting_counts_as_no_attempt_and_ends_at_one_record() {
    let mapping = EventSourceMapping { retries: Some(0), bisects: true, ..mapping() };
    assert_eq!(run(&mapping, "fails fails fails ok ok ok"), "1234, 12, 1 gives up 1, 2, 34, 5678",);
    assert_eq!(run(&mapping, "3 fails ok ok"), "1234, 34, 3, 4");
}

/// The batch size may be made smaller while a larger batch is being tried again: none of its
/// records may be passed over.
#[test]
fn a_held_batch_that_is_now_too_large_is_brought_in_parts() {
    let cursor = Cursor { ends: vec![at(7)], ..Cursor::default() };
    let first = batch(&cursor);
    assert!(first.short && first.records.len() == 4);
    let after = next(&mapping(), &cursor, &first, (Ended::Succeeded, NOW, 1000)).cursor;
    assert_eq!((after.after, after.ends.clone()), (at(4), vec![at(7)]));
    let second = batch(&after);
    let after = next(&mapping(), &after, &second, (Ended::Succeeded, NOW, 1000)).cursor;
    assert_eq!((after.after, after.ends), (at(7), vec![]));
}

#[test]
fn answers_that_say_nothing_are_successes() {
    let batch = batch(&Cursor::default());
    for (payload, whole) in [
        (json!(null), true),
        (json!({}), true),
        (json!({ "batchItemFailures": null }), true),
        (json!({ "batchItemFailures": [] }), true),
        (json!({ "batchItemFailures": [{ "itemIdentifier": "" }] }), false),
        (json!({ "batchItemFailures": [{ "itemIdentifier": null }] }), false),
        (json!({ "batchItemFailures": [{ "id": "1" }] }), false),
    ] {
        let ended = reported(&batch, Response { version: String::new(), payload });
        assert_eq!(ended == Ended::Succeeded, whole, "{ended:?}");
    }
}
