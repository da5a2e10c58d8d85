//! Where the workspace is, and how a command is run in it.

use std::path::{Path, PathBuf};

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
