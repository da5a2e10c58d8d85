//! Our bootstraps, kept in the binary and written to the runtime's folder at start.

use std::fs;
use std::io::Result;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::interpreters::Interpreter;
use crate::language::Language;

const PYTHON_START: &str = include_str!("../../../runtimes/python/bootstrap.py");
const PYTHON: &str = include_str!("../../../runtimes/python/samara_bootstrap.py");
const PYTHON_ZYGOTE: &str = include_str!("../../../runtimes/python/samara_zygote.py");
const PYTHON_SPARE: &str = include_str!("../../../runtimes/python/samara_spare.py");
const PYTHON_SDK: &str = include_str!("../../../runtimes/python/samara_sdk.py");
const PYTHON_HOOKS: &str = include_str!("../../../runtimes/python/snapshot_restore_py.py");
const NODE: &str = include_str!("../../../runtimes/node/bootstrap.mjs");
const NODE_ZYGOTE: &str = include_str!("../../../runtimes/node/samara_zygote.mjs");
/// Made of `samara_zygote.c` when this is built.
const NODE_ZYGOTE_NATIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/samara_zygote.node"));

/// Where the bootstraps are, a folder a language.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    python: PathBuf,
    node: PathBuf,
}

impl Folders {
    /// Writes those that are missing or of another version.
    pub(crate) fn write(data_dir: &Path) -> Result<Self> {
        let parent = data_dir.join("bootstraps");
        let folders = Self { python: parent.join("python"), node: parent.join("node") };
        put(&folders.python, "bootstrap.py", PYTHON_START)?;
        put(&folders.python, "samara_bootstrap.py", PYTHON)?;
        put(&folders.python, "samara_zygote.py", PYTHON_ZYGOTE)?;
        put(&folders.python, "samara_spare.py", PYTHON_SPARE)?;
        put(&folders.python, "samara_sdk.py", PYTHON_SDK)?;
        put(&folders.python, "snapshot_restore_py.py", PYTHON_HOOKS)?;
        put(&folders.node, "bootstrap.mjs", NODE)?;
        put(&folders.node, "samara_zygote.mjs", NODE_ZYGOTE)?;
        put(&folders.node, "samara_zygote.node", NODE_ZYGOTE_NATIVE)?;
        Ok(folders)
    }

    /// Compiles the Python bootstrap for this interpreter, whose sandboxes cannot write. It works
    /// without, only slower at each start.
    pub(crate) fn compile(&self, interpreter: &Interpreter) {
        let Language::Python { .. } = interpreter.language else { return };
        let place = self.python.to_string_lossy();
        let compile = ["-I", "-S", "-m", "compileall", "-q", "-s", &*place, "-p", "/var/runtime"];
        let compiled = std::process::Command::new(&interpreter.program)
            .args(compile)
            .args(["--invalidation-mode", "checked-hash", &*place])
            .stdin(std::process::Stdio::null())
            .output();
        // A signal ends it when the server stops while it works, which is nobody's fault.
        if compiled.is_ok_and(|output| output.status.code().is_none_or(|code| code == 0)) {
            return;
        }
        tracing::warn!(runtime = interpreter.wanted, "the bootstrap could not be compiled");
    }

    /// The folder of this language.
    pub(crate) fn of(&self, language: Language) -> &Path {
        match language {
            Language::Python { .. } => &self.python,
            Language::Node { .. } | Language::Native => &self.node,
        }
    }
}

/// Writes a file whole or not at all, readable by every instance's user whatever the umask.
fn put(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<()> {
    let content = content.as_ref();
    fs::create_dir_all(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    let file = folder.join(name);
    if fs::read(&file).is_ok_and(|present| present == content) {
        return Ok(());
    }
    let new = folder.join(format!(".{name}.{}", std::process::id()));
    let written = fs::write(&new, content)
        .and_then(|()| fs::set_permissions(&new, fs::Permissions::from_mode(0o644)))
        .and_then(|()| fs::rename(&new, &file));
    written.inspect_err(|_| {
        let _left_for_the_next_start = fs::remove_file(&new);
    })
}
