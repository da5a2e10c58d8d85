//! Behaviour of the operations, as a client would see it: a script in, a transcript out.
//!
//! [`run`] and what it calls are the only code here that knows the Rust API.

use std::fmt::Write as _;

use samara_service::Answer;
use samara_service::testing::Bench;
use samara_store::{KeyReader, Store as _};
use samara_wire::Document;
use serde_json::Value;

use crate::service;

fn document(value: Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => Document::Boolean(value),
        Value::Number(number) => Document::Integer(number.as_i64().unwrap()),
        Value::String(text) => Document::String(text),
        Value::Array(items) => Document::List(items.into_iter().map(document).collect()),
        Value::Object(fields) => Document::Map(
            fields.into_iter().map(|(name, value)| (name.into(), document(value))).collect(),
        ),
    }
}

fn text(document: &Document) -> String {
    match document {
        Document::List(items) => {
            format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(", "))
        }
        Document::Map(fields) => {
            let field = |(name, value): &(_, Document)| format!("{name}: {}", text(value));
            format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
        Document::Boolean(value) => value.to_string(),
        Document::Integer(number) => number.to_string(),
        Document::String(text) => text.clone(),
        Document::Timestamp(time) => time.iso8601(),
        other => format!("{other:?}"),
    }
}

fn line(bench: &Bench, command: &str) -> String {
    let (operation, input) = command.split_once(' ').unwrap_or((command, "{}"));
    let input = document(serde_json::from_str(input).unwrap());
    match bench.call("events", operation, input) {
        Ok(Answer::Done(output)) => text(&output),
        Ok(other) => format!("{other:?}"),
        Err(refusal) => format!("{} {}: {}", refusal.status, refusal.code, refusal.message),
    }
}

fn run(bench: &Bench, script: &str) -> String {
    let mut transcript = String::new();
    for command in script.lines().filter_map(|line| line.trim().strip_prefix("> ")) {
        writeln!(transcript, "> {command}\n{}", line(bench, command)).unwrap();
    }
    transcript
}

fn check(script: &str) {
    let transcript = run(&Bench::new(vec![service()]), script);
    assert!(transcript == script, "{transcript}");
}

#[test]
fn rules_and_targets() {
    check(include_str!("tests/rules.txt"));
}

#[test]
fn events_are_taken_or_refused_one_by_one() {
    check(include_str!("tests/put_events.txt"));
}

/// What the follower finds: each event once, as its targets get it, under its bus.
#[test]
fn an_event_is_in_the_feed() {
    let bench = Bench::new(vec![service()]);
    let entry = r#"{"Source":"shop","DetailType":"Ordered","Detail":"{\"id\":1}"}"#;
    run(&bench, &format!(r#"> PutEvents {{"Entries":[{entry},{entry}]}}"#));
    let commits = bench.store.feed(0, 1 << 20).unwrap();
    let changes: Vec<_> = commits.iter().flat_map(|commit| &commit.changes).collect();
    assert_eq!(changes.len(), 2);
    for change in changes {
        assert_eq!(KeyReader::kind(&change.key), Some(crate::keys::EVENT));
        assert_eq!(crate::keys::bus_of_event(&change.key).unwrap(), "default");
        let record = crate::EventRecord::decode(change.after.as_ref().unwrap()).unwrap();
        assert_eq!(record.event["detail"]["id"], 1);
        assert_eq!(record.event["time"], "2026-11-21T12:00:00Z");
    }
}
