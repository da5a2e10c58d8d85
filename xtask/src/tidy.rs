//! The rules that every file keeps, as a pure function from files to findings.
//!
//! A rule is here when a number or a table decides it and neither the compiler nor clippy can: the
//! floors of the workspace, sizes, what a service may not be. A finding says what to do instead.
//! What is a matter of taste is not here; a person reads for that.
//!
//! Rust is parsed, never searched with patterns, so that a brace in a string or a word in a comment
//! cannot mislead a rule. Read in this order: [`floors`], [`source`], [`words`].

use std::fmt;
use std::path::Path;
use std::process::Command;

use anyhow::Context;

mod floors;
mod modules;
mod source;
mod words;

#[cfg(test)]
mod tests;

/// A file of the repository: its path from the root, with `/`, and its text.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// The path, relative to the workspace.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) text: String,
}

/// One place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    fn new(file: &File, line: usize, message: impl Into<String>) -> Self {
        Self { path: file.path.clone(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Checks the files that git tracks under `root`, and prints what breaks a rule.
///
/// # Errors
/// If a rule is broken, or the files cannot be read.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let files = tracked(root)?;
    let findings = check(&files);
    for finding in &findings {
        eprintln!("{finding}");
    }
    anyhow::ensure!(findings.is_empty(), "tidy: {} findings", findings.len());
    eprintln!("tidy: {} files, nothing found", files.len());
    Ok(())
}

/// Everything that breaks a rule, in the order of paths and lines.
pub(crate) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = floors::check(files);
    findings.extend(modules::check(files));
    findings.extend(source::check(files));
    findings.extend(words::check(files));
    findings.sort();
    findings.dedup();
    findings
}

/// The text files that git tracks, or would track. What is not UTF-8 is data and has no rules.
fn tracked(root: &Path) -> anyhow::Result<Vec<File>> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("cannot run git")?;
    anyhow::ensure!(listed.status.success(), "git ls-files failed in {}", root.display());
    let names = String::from_utf8(listed.stdout).context("a path is not UTF-8")?;

    let mut files = Vec::new();
    for path in names.split('\0').filter(|path| !path.is_empty()) {
        // A file that was deleted and not yet committed is listed all the same.
        let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(File { path: path.to_owned(), text });
        }
    }
    Ok(files)
}
