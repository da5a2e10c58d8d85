//! Suites that others wrote, run from a folder that holds them: none of their code is kept here.
//!
//! What may fail stands in `xtask/conform/*.txt`, a case and its reason a line. A case that fails
//! and is not there fails the run, and so does one that is there and passes: the list says what is
//! true, and work that is still to be done is never on it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::workspace;

mod dynamodb;
mod server;

/// What can be held against others' suites.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Subject {
    /// The wire's codecs and signatures, against protocol test vectors.
    Wire,
    /// `DynamoDB`, against the suites of scylladb (`test/alternator`), dynalite or electrodb.
    Dynamodb,
}

/// Runs a suite, of which `only` may name a part.
///
/// # Errors
/// If it cannot be run, or something fails that should pass.
pub(crate) fn run(
    root: &Path,
    subject: Subject,
    suite: &Path,
    only: &[String],
) -> anyhow::Result<()> {
    let suite = suite
        .canonicalize()
        .with_context(|| format!("there is no suite at {}", suite.display()))?;
    match subject {
        Subject::Wire => wire(root, &suite),
        Subject::Dynamodb => dynamodb::run(root, &suite, only),
    }
}

fn wire(root: &Path, suite: &Path) -> anyhow::Result<()> {
    let cargo = ["run", "--quiet", "--package", "samara-wire", "--example", "conform"];
    let mut conform = workspace::command(root, "cargo", &cargo);
    conform.arg("--").arg(suite);
    workspace::run(conform)
}

/// What became of one case, as the runners write it.
#[derive(Debug, Deserialize)]
struct Case {
    name: String,
    outcome: Outcome,
    message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Passed,
    Failed,
    Skipped,
}

/// The cases of a file of results, one a name: a case whose clean-up failed has failed.
fn read_cases(path: &Path) -> anyhow::Result<BTreeMap<String, Case>> {
    let text = std::fs::read_to_string(path).context("the suite left no results")?;
    let mut cases = BTreeMap::new();
    for line in text.lines() {
        let case: Case = serde_json::from_str(line).context("a line of results")?;
        let failed = case.outcome == Outcome::Failed;
        if failed || !cases.contains_key(&case.name) {
            cases.insert(case.name.clone(), case);
        }
    }
    Ok(cases)
}

/// The cases that may fail, with their reasons: `name: reason` a line, `#` before a comment. What
/// stands before and after a `*` in a name is enough.
fn read_expected(text: &str) -> anyhow::Result<Vec<(&str, &str)>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.rsplit_once(" => ").context("`case => reason`")).collect()
}

fn names(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        None => pattern == name,
    }
}

/// Prints what became of a suite's cases, what should have passed first.
///
/// # Errors
/// If a case failed that is not expected to, or passed that is.
fn report(cases: &BTreeMap<String, Case>, expected: &str, whole: bool) -> anyhow::Result<()> {
    let expected = read_expected(expected)?;
    let reason = |name: &str| expected.iter().find(|(pattern, _)| names(pattern, name));
    let count = |outcome| cases.values().filter(|case| case.outcome == outcome).count();
    let failed = cases.values().filter(|case| case.outcome == Outcome::Failed);
    let mut bad = 0;
    for case in failed {
        if reason(&case.name).is_none() {
            bad += 1;
            eprintln!("failed: {}\n    {}", case.name, case.message.replace('\n', "\n    "));
        }
    }
    let fails = |pattern: &str| {
        let mut cases = cases.values().filter(|case| case.outcome == Outcome::Failed);
        cases.any(|case| names(pattern, &case.name))
    };
    for (pattern, _) in expected.iter().filter(|(pattern, _)| whole && !fails(pattern)) {
        bad += 1;
        eprintln!("does not fail any more, take it from the list: {pattern}");
    }
    for line in reasons(cases, &expected) {
        eprintln!("{line}");
    }
    let (passed, failed) = (count(Outcome::Passed), count(Outcome::Failed));
    eprintln!(
        "{passed} passed, {failed} failed, {} left out by the suite",
        count(Outcome::Skipped)
    );
    if 0 < bad {
        bail!("{bad} cases differ from what is expected");
    }
    Ok(())
}

/// How many cases fail for each reason that is listed, the most first.
fn reasons(cases: &BTreeMap<String, Case>, expected: &[(&str, &str)]) -> Vec<String> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for case in cases.values().filter(|case| case.outcome == Outcome::Failed) {
        let listed = expected.iter().find(|(pattern, _)| names(pattern, &case.name));
        if let Some((_, reason)) = listed {
            *counts.entry(reason).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
    counts.into_iter().map(|(reason, count)| format!("{count:4} failed: {reason}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(name: &str, outcome: Outcome) -> (String, Case) {
        (name.to_owned(), Case { name: name.to_owned(), outcome, message: String::new() })
    }

    /// A list that hides nothing: neither a new failure nor a reason that is gone.
    #[test]
    fn a_run_passes_only_if_exactly_what_is_listed_fails() {
        let cases = BTreeMap::from([case("a", Outcome::Passed), case("b[1]", Outcome::Failed)]);
        assert!(report(&cases, "", true).is_err());
        assert!(report(&cases, "# why\nb[*] => AWS does it too\n", true).is_ok());
        assert!(report(&cases, "b[1] => so\na => so\n", true).is_err());
        assert!(report(&cases, "b[1] => so\na => so\n", false).is_ok());
        assert!(report(&cases, "b[1]\n", true).is_err());
    }

    /// A pattern that covers more than it was meant for shows by its number.
    #[test]
    fn each_reason_is_told_with_its_number_of_cases() {
        let cases = ["b[1]", "b[2]", "c", "d"].map(|name| case(name, Outcome::Failed));
        let cases = BTreeMap::from(cases);
        let expected = [("c", "one"), ("b[*]", "two")];
        assert_eq!(reasons(&cases, &expected), ["   2 failed: two", "   1 failed: one"]);
    }
}
