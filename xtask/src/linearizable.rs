//! Whether what concurrent clients saw can be told as if each operation had happened at one moment
//! between its call and its answer: linearizability.
//!
//! A history is a file with an operation a line, as JSON (see [`Operation`]). Operations of one
//! object touch that object's keys only, so each object is checked by itself, which is what keeps
//! the search short. The search is `todc-utils`' (Wing and Gong's algorithm with Lowe's memory);
//! what an operation means is here.
//!
//! Whose answer never came may have happened or not. Such an operation ends after all others: told
//! last, nobody has seen it, which is the same as that it never happened.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;
use todc_utils::linearizability::WGLChecker;
use todc_utils::linearizability::history::{Action, History};
use todc_utils::specifications::Specification;

/// One operation of a client.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Operation {
    /// Whose keys it touches.
    object: String,
    /// When it was asked and answered, nanoseconds of one clock; no answer came without the second.
    called: u64,
    answered: Option<u64>,
    /// What it does, all or nothing.
    steps: Vec<Step>,
    /// How it ended.
    outcome: Outcome,
    /// What the keys held before it, where it told; none where a key had nothing.
    #[serde(default)]
    saw: State,
}

/// What an operation does to one key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    key: String,
    /// What the key must hold.
    expect: Option<Expected>,
    write: Option<Change>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Absent,
    Value(i64),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Change {
    Set(i64),
    Add(i64),
    Remove,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    /// Its conditions held, and it was done.
    Done,
    /// A condition did not hold, and nothing was done.
    Refused,
    /// Nobody knows.
    Unknown,
}

/// What an object's keys hold.
type State = BTreeMap<String, Option<i64>>;

/// The meaning of operations on one object.
struct Object;

impl Specification for Object {
    type State = State;
    type Operation = Operation;

    fn init() -> State {
        State::new()
    }

    fn apply(operation: &Operation, state: &State) -> (bool, State) {
        let holds = operation.steps.iter().all(|step| step.holds(state));
        let saw = operation.saw.iter().all(|(key, value)| held(state, key) == *value);
        let told = match operation.outcome {
            Outcome::Done => holds && saw,
            Outcome::Refused => !holds,
            Outcome::Unknown => true,
        };
        let mut after = state.clone();
        if told && holds {
            operation.steps.iter().for_each(|step| step.apply(&mut after));
        }
        (told, after)
    }
}

fn held(state: &State, key: &str) -> Option<i64> {
    state.get(key).copied().flatten()
}

impl Step {
    fn holds(&self, state: &State) -> bool {
        match self.expect {
            None => true,
            Some(Expected::Absent) => held(state, &self.key).is_none(),
            Some(Expected::Value(value)) => held(state, &self.key) == Some(value),
        }
    }

    fn apply(&self, state: &mut State) {
        let after = match self.write {
            None => return,
            Some(Change::Set(value)) => Some(value),
            Some(Change::Add(by)) => Some(held(state, &self.key).unwrap_or(0) + by),
            Some(Change::Remove) => None,
        };
        state.insert(self.key.clone(), after);
    }
}

/// Checks the history in a file.
///
/// # Errors
/// If it cannot be read, or is not linearizable: then it names the objects.
pub(crate) fn run(file: &Path) -> anyhow::Result<()> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    eprintln!("{}", check(&text)?);
    Ok(())
}

fn check(text: &str) -> anyhow::Result<String> {
    let mut objects = BTreeMap::<String, Vec<Operation>>::new();
    for (number, line) in text.lines().enumerate() {
        let read = serde_json::from_str::<Operation>(line);
        let operation = read.with_context(|| format!("line {}", number + 1))?;
        let ends = operation.answered.is_some();
        if ends == (operation.outcome == Outcome::Unknown) {
            bail!("line {}: an outcome is known exactly when there was an answer", number + 1);
        }
        objects.entry(operation.object.clone()).or_default().push(operation);
    }
    let (all, unknown) = (objects.values().flatten().count(), unknown(&objects));
    let bad: Vec<_> =
        objects.iter().filter(|(_, operations)| !is_linearizable(operations)).collect();
    let mut said =
        format!("{} objects, {all} operations ({unknown} of unknown outcome): ", objects.len());
    if bad.is_empty() {
        said.push_str("linearizable");
        return Ok(said);
    }
    for (object, operations) in bad {
        write!(said, "\n{object} ({} operations) is not linearizable", operations.len())?;
    }
    bail!(said)
}

fn unknown(objects: &BTreeMap<String, Vec<Operation>>) -> usize {
    let all = objects.values().flatten();
    all.filter(|operation| operation.outcome == Outcome::Unknown).count()
}

/// Each operation is a process of its own: that one client waits for its answer before it asks
/// again is in the times.
fn is_linearizable(operations: &[Operation]) -> bool {
    let mut actions = Vec::new();
    for (process, operation) in operations.iter().enumerate() {
        // Of the same moment, calls come first: then they overlap, which allows more.
        let answered = operation.answered.unwrap_or(u64::MAX);
        actions.push(((operation.called, false), (process, Action::Call(operation.clone()))));
        actions.push(((answered, true), (process, Action::Response(operation.clone()))));
    }
    actions.sort_by_key(|(moment, _)| *moment);
    let actions = actions.into_iter().map(|(_, action)| action).collect();
    WGLChecker::<Object>::is_linearizable(History::from_actions(actions))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn verdict(lines: &[&str], expected: bool) {
        let text = lines.join("\n");
        let said = check(&text);
        assert_eq!(said.is_ok(), expected, "{said:?}");
    }

    /// An operation written in several lines, in one.
    fn line(text: &str) -> String {
        text.replace('\n', " ")
    }

    fn set(called: u64, answered: u64, key: &str, value: i64) -> String {
        line(&format!(
            r#"{{"object": "o", "called": {called}, "answered": {answered}, "outcome": "done",
                 "steps": [{{"key": "{key}", "write": {{"set": {value}}}}}]}}"#
        ))
    }

    fn read(called: u64, answered: u64, saw: &str) -> String {
        line(&format!(
            r#"{{"object": "o", "called": {called}, "answered": {answered}, "outcome": "done",
                 "steps": [], "saw": {saw}}}"#
        ))
    }

    #[test]
    fn a_read_sees_the_last_write_or_one_beside_it() {
        let (first, second) = (set(1, 2, "a", 1), set(3, 6, "a", 2));
        for (saw, expected) in
            [(r#"{"a": 1}"#, true), (r#"{"a": 2}"#, true), (r#"{"a": null}"#, false)]
        {
            verdict(&[&first, &second, &read(4, 5, saw)], expected);
        }
        verdict(&[&first, &second, &read(7, 8, r#"{"a": 1}"#)], false);
        // Once seen, it is not unseen again.
        let (new, old) = (read(3, 4, r#"{"a": 2}"#), read(5, 6, r#"{"a": 1}"#));
        verdict(&[&first, &set(3, 9, "a", 2), &new, &old], false);
    }

    /// The two that a database must not both acknowledge.
    #[test]
    fn two_conditional_writes_of_one_value_cannot_both_be_done() {
        let write = |outcome: &str, value: i64| {
            line(&format!(
                r#"{{"object": "o", "called": 3, "answered": 4, "outcome": "{outcome}", "steps":
                 [{{"key": "a", "expect": {{"value": 1}}, "write": {{"set": {value}}}}}]}}"#
            ))
        };
        let first = set(1, 2, "a", 1);
        verdict(&[&first, &write("done", 2), &write("refused", 3)], true);
        verdict(&[&first, &write("done", 2), &write("done", 3)], false);
        verdict(&[&first, &write("refused", 2), &write("refused", 3)], false);
    }

    #[test]
    fn a_transaction_is_seen_whole() {
        let write = line(
            r#"{"object": "o", "called": 1, "answered": 9, "outcome": "done", "steps": [
                {"key": "a", "expect": "absent", "write": {"set": 1}},
                {"key": "b", "write": {"add": 1}}]}"#,
        );
        verdict(&[&write, &read(2, 3, r#"{"a": 1, "b": 1}"#)], true);
        verdict(&[&write, &read(2, 3, r#"{"a": null, "b": null}"#)], true);
        verdict(&[&write, &read(2, 3, r#"{"a": 1, "b": null}"#)], false);
    }

    #[test]
    fn what_was_never_answered_may_have_happened_or_not_but_not_both() {
        let lost = line(
            r#"{"object": "o", "called": 1, "outcome": "unknown",
                "steps": [{"key": "a", "write": {"set": 1}}]}"#,
        );
        let (there, not_there) = (r#"{"a": 1}"#, r#"{"a": null}"#);
        verdict(&[&lost, &read(5, 6, there)], true);
        verdict(&[&lost, &read(5, 6, not_there)], true);
        verdict(&[&lost, &read(5, 6, not_there), &read(7, 8, there)], true);
        verdict(&[&lost, &read(5, 6, there), &read(7, 8, not_there)], false);
    }

    #[test]
    fn what_is_no_history_is_refused() {
        let unanswered = set(1, 2, "a", 1).replace(r#""answered": 2, "#, "");
        verdict(&[&unanswered], false);
        verdict(&["{}"], false);
    }
}
