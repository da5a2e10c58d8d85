//! Behaviour of the operations, as a client would see it: a script in, a transcript out.
//!
//! [`run`] and what it calls are the only code here that knows the Rust API.

use samara_service::testing::Bench;
use samara_store::{KeyReader, Store as _};

use crate::service;

fn check(script: &str) {
    let transcript = Bench::new(vec![service()]).transcript("events", script);
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
    let _ = bench.transcript("events", &format!(r#"> PutEvents {{"Entries":[{entry},{entry}]}}"#));
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
