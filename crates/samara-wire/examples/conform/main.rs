//! Runs the wire against test vectors made by others: `cargo xtask conform wire --suite DIR`.
//!
//! `DIR` has `aws-protocols/{input,output}/*.json` (botocore's protocol tests) and `sigv4-suite`
//! (AWS's Signature Version 4 cases). Botocore's are written from the client's side. Here an input
//! case passes when a server reads the serialized request as the case's parameters, and what our
//! client writes for the parameters is read so too; an output case passes when a client reads the
//! response as the case's result, and what our server writes for the result is read so too.
//!
//! Every case passes, or stands in [`exceptions`] with its reason.

mod compare;
mod exceptions;
#[expect(clippy::indexing_slicing, reason = "a JSON value indexed by what it lacks is null")]
mod model;
#[expect(clippy::indexing_slicing, reason = "a JSON value indexed by what it lacks is null")]
mod protocol;
mod sigv4;

use std::path::Path;
use std::process::ExitCode;

/// What came of the cases.
#[derive(Default)]
struct Tally {
    passed: usize,
    alike: usize,
    failed: Vec<String>,
    excepted: Vec<String>,
}

impl Tally {
    /// Counts a case; `Ok(true)` when the bytes, too, mean the same as the case's.
    fn count(&mut self, name: &str, outcome: Result<bool, String>) {
        let reason = exceptions::reason(name);
        match (outcome, reason) {
            (Ok(alike), None) => {
                self.passed += 1;
                self.alike += usize::from(alike);
            }
            (Ok(_), Some(_)) => self.failed.push(format!("{name}: passes, but is excepted")),
            (Err(_), Some(reason)) => self.excepted.push(format!("{name}: {reason}")),
            (Err(error), None) => self.failed.push(format!("{name}: {error}")),
        }
    }
}

#[expect(clippy::print_stdout, reason = "a command that reports to whoever runs it")]
fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: conform DIR, the folder that has aws-protocols and sigv4-suite");
        return ExitCode::FAILURE;
    };
    let mut tally = Tally::default();
    let folder = Path::new(&folder);
    let ran = protocol::run(&folder.join("aws-protocols"), &mut tally)
        .and_then(|()| sigv4::run(&folder.join("sigv4-suite"), &mut tally));
    if let Err(error) = ran {
        eprintln!("error: {error}");
        return ExitCode::FAILURE;
    }
    for excepted in &tally.excepted {
        println!("excepted {excepted}");
    }
    for failed in &tally.failed {
        println!("FAILED {failed}");
    }
    let (excepted, failed) = (tally.excepted.len(), tally.failed.len());
    println!("{} of the passed mean the same byte for byte or part for part", tally.alike);
    println!("{excepted} excepted, each with its reason");
    println!("{} passed, {failed} failed", tally.passed);
    if tally.failed.is_empty() && 0 < tally.passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
