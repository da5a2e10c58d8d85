//! Everything that a change has to pass: the same on a laptop and in CI.

use std::path::Path;
use std::time::Instant;

use anyhow::Context;

use crate::{codegen, tidy, workspace};

/// A step's name and what it does.
type Step = (&'static str, fn(&Path) -> anyhow::Result<()>);

/// In the order of what fails fastest.
const STEPS: &[Step] = &[
    ("fmt", |root| cargo(root, &["fmt", "--all", "--check"])),
    ("tidy", tidy::run),
    ("codegen changes nothing", |root| codegen::run(root, true)),
    ("clippy", |root| {
        cargo(root, &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])
    }),
    ("tests", |root| workspace::run(workspace::command(root, "make", &["test"]))),
    ("python", python),
    ("doc", doc),
];

/// Runs every step, and stops at the first that fails.
///
/// # Errors
/// The failing step's, with its name.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    for (name, step) in STEPS {
        eprintln!("\n--- {name}");
        let start = Instant::now();
        step(root).with_context(|| format!("`{name}` failed"))?;
        eprintln!("--- {name}: passed in {} s", start.elapsed().as_secs());
    }
    Ok(())
}

fn cargo(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    workspace::run(workspace::command(root, "cargo", arguments))
}

/// The linter and formatter that `make test` has installed beside the clients.
fn python(root: &Path) -> anyhow::Result<()> {
    let folders = ["bench", "examples", "tests"];
    let ruff = |arguments: &[&str]| {
        let mut command = workspace::command(root, ".venv/bin/ruff", arguments);
        command.args(folders);
        workspace::run(command)
    };
    ruff(&["check", "--quiet"])?;
    ruff(&["format", "--quiet", "--check"])
}

fn doc(root: &Path) -> anyhow::Result<()> {
    let arguments = ["doc", "--workspace", "--no-deps", "--document-private-items"];
    let mut command = workspace::command(root, "cargo", &arguments);
    // Private items are documented too: a link to one leads somewhere.
    command.env("RUSTDOCFLAGS", "--deny warnings --allow rustdoc::private_intra_doc_links");
    workspace::run(command)
}
