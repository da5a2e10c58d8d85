//! `samara doctor`: what this host gives to functions, tried out.
//!
//! What is tried and what follows from it is `samara_runtime::doctor`; here it becomes text. The
//! runtimes below it never count for the exit code: a host without Python may have no function
//! that wants it.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use samara_runtime::Toolbox;
use samara_runtime::doctor::{self, Finding, Place, State};
use serde_json::{Value, json};

use super::runtimes::{self, Found};
use crate::output;

/// A runtime, told as the host's own findings are.
struct Row {
    name: String,
    word: &'static str,
    found: String,
    more: Vec<String>,
}

/// Looks, and tells.
pub(crate) async fn run(
    data_dir: &Path,
    toolbox: &Toolbox,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let place = Place {
        data_dir: data_dir.to_owned(),
        launcher: std::env::current_exe().context("cannot tell this executable's own place")?,
        path: std::env::split_paths(&path).collect(),
    };
    let facts = doctor::examine(&place).await.context("there is no folder to try things in")?;
    let findings = doctor::report(&facts);
    let runtimes = runtimes::found(toolbox);
    if json {
        output::line(&as_json(&findings, &runtimes).to_string());
    } else {
        output::line(&as_text(&findings, &runtimes));
    }
    Ok(if is_full(&findings) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn is_full(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.state != State::Missing)
}

fn as_json(findings: &[Finding], runtimes: &[Found]) -> Value {
    let host = findings.iter().map(|finding| {
        json!({
            "name": finding.name,
            "state": finding.state.word(),
            "found": finding.found,
            "without": finding.without,
            "remedy": finding.remedy,
        })
    });
    let runtimes = runtimes.iter().map(|found| {
        let interpreter = found.interpreter.as_ref().ok();
        json!({
            "name": found.runtime,
            "version": interpreter.map(|found| found.version.as_str()),
            "program": interpreter.map(|found| found.program.to_string_lossy()),
            "exact": interpreter.map(|found| found.warning().is_none()),
            "sdk": found.sdk,
        })
    });
    json!({
        "full": is_full(findings),
        "host": host.collect::<Vec<_>>(),
        "runtimes": runtimes.collect::<Vec<_>>(),
    })
}

fn as_text(findings: &[Finding], runtimes: &[Found]) -> String {
    let host: Vec<Row> = findings.iter().map(of_host).collect();
    let runtimes: Vec<Row> = runtimes.iter().map(of_runtime).collect();
    let verdict = if is_full(findings) {
        "Functions run fully isolated here."
    } else {
        "Something that full isolation needs is missing here: a server refuses to start."
    };
    format!("{}\n{}\n{verdict}", section("HOST", &host), section("RUNTIME", &runtimes))
}

fn of_host(finding: &Finding) -> Row {
    let without = finding.without.iter().filter(|without| !without.is_empty());
    let remedy = finding.remedy.iter().map(|remedy| format!("to get it: {remedy}"));
    Row {
        name: finding.name.to_owned(),
        word: finding.state.word(),
        found: finding.found.clone(),
        more: without.map(|without| format!("without it: {without}")).chain(remedy).collect(),
    }
}

fn of_runtime(found: &Found) -> Row {
    let (word, text, more) = match &found.interpreter {
        Err(_) => ("none", "no interpreter of this language".to_owned(), Vec::new()),
        Ok(interpreter) => {
            let place = format!("{} at {}", interpreter.version, interpreter.program.display());
            let install = format!("to get it: samara runtimes install {}", interpreter.language);
            match (interpreter.warning().is_none(), &found.sdk) {
                (true, Some(_)) => ("ok", place, Vec::new()),
                (true, None) => ("no SDK", place, vec![install]),
                (false, Some(_)) => ("near", format!("{place} runs in its place"), Vec::new()),
                (false, None) => {
                    let lack = format!("without the AWS SDK for {}", interpreter.language);
                    ("near", format!("{place} runs in its place"), vec![lack, install])
                }
            }
        }
    };
    Row { name: found.runtime.to_owned(), word, found: text, more }
}

/// Rows in columns under a title; what more there is to say stands below its row's text.
fn section(title: &str, rows: &[Row]) -> String {
    let head = [title, "STATE", "FOUND"].map(str::to_owned).to_vec();
    let lines = rows.iter().flat_map(|row| {
        let first = vec![row.name.clone(), row.word.to_owned(), row.found.clone()];
        let rest = row.more.iter().map(|text| vec![String::new(), String::new(), text.clone()]);
        std::iter::once(first).chain(rest)
    });
    output::table(&std::iter::once(head).chain(lines).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever reads it must see at once what belongs to which line.
    #[test]
    fn what_is_lacking_is_told_below_its_line() {
        let finding = Finding {
            name: "/tmp",
            state: State::Weaker,
            found: "in memory".to_owned(),
            without: Some("it counts as memory".to_owned()),
            remedy: Some("be root".to_owned()),
        };
        let ready = Finding { state: State::Ready, without: None, remedy: None, ..finding.clone() };
        let text = as_text(&[ready, finding], &[]);
        let expected = "\
HOST  STATE   FOUND
/tmp  ok      in memory
/tmp  weaker  in memory
              without it: it counts as memory
              to get it: be root

RUNTIME  STATE  FOUND

Functions run fully isolated here.";
        assert_eq!(text, expected);
    }

    #[test]
    fn one_missing_thing_decides_the_exit_code() {
        let of = |state| Finding {
            name: "memory limits",
            state,
            found: String::new(),
            without: None,
            remedy: None,
        };
        assert!(is_full(&[of(State::Ready), of(State::Weaker)]));
        assert!(!is_full(&[of(State::Ready), of(State::Missing)]));
    }
}
