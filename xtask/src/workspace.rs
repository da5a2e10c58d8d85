//! Where the workspace is, and how a command is run in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

/// The workspace's folder: the parent of this crate's.
///
/// # Errors
/// If the folder that this program was built in is gone.
pub(crate) fn root() -> anyhow::Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.parent().context("xtask has no parent folder")?;
    root.canonicalize().with_context(|| format!("cannot find the workspace at {}", root.display()))
}

/// A command in the workspace's folder, not yet started.
pub(crate) fn command(root: &Path, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root);
    command
}

/// Runs a command to its end; what it prints goes straight to the terminal.
///
/// # Errors
/// If it cannot be started, or ends with anything but success.
pub(crate) fn run(mut command: Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot run {name}"))?;
    anyhow::ensure!(status.success(), "{name} failed: {status}");
    Ok(())
}
