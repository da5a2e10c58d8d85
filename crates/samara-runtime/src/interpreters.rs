//! Where the host keeps its Pythons and Nodes.
//!
//! The exact version is looked for by name on the search path and in the places that version
//! managers use; only a candidate is ever started, to ask it where it lives. Where there is no
//! exact one, the nearest of the same language serves, and [`Interpreter::warning`] names both.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::language::Language;
use crate::launcher::order::MountKind;

/// The most candidates that are started before giving up.
const CANDIDATES_MAX: usize = 8;

/// An interpreter of the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interpreter {
    /// The runtime that was asked for.
    pub wanted: String,
    /// Its executable, with every link followed.
    pub program: PathBuf,
    /// The root of its installation.
    pub prefix: PathBuf,
    /// Its full version, such as `3.12.1`.
    pub version: String,
    /// Its language and version as found.
    pub language: Language,
}

/// There is no interpreter of this language at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no interpreter for the runtime '{wanted}' was found: install {name}, or put it on the PATH of \
     the server (looked on the PATH, in /usr/bin, /usr/local/bin, /opt, and where pyenv, uv, nvm, \
     fnm, volta, asdf and mise keep theirs)"
)]
pub struct NoInterpreter {
    /// The runtime that was asked for.
    pub wanted: String,
    /// What to install.
    pub name: &'static str,
}

impl Interpreter {
    /// A sentence that names both versions, if this is not the one that was asked for.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let found = self.language.to_string();
        (found != self.wanted).then(|| {
            format!(
                "the runtime '{}' was asked for, and {} ({} at {}) runs in its place",
                self.wanted,
                found,
                self.version,
                self.program.display()
            )
        })
    }

    /// What `INIT_START` says of it.
    pub(crate) fn label(&self) -> String {
        match self.language {
            Language::Python { .. } => format!("python:{}", self.version),
            Language::Node { .. } => format!("nodejs:{}", self.version),
            Language::Native => self.version.clone(),
        }
    }

    /// What of the host a sandbox must show for it to run, besides `/usr/lib`.
    pub(crate) fn shown(&self) -> Vec<(PathBuf, MountKind)> {
        let program = (self.program.clone(), MountKind::File);
        match self.language {
            Language::Python { .. } if self.prefix == Path::new("/usr") => vec![program],
            Language::Python { .. } if self.prefix == Path::new("/usr/local") => {
                vec![program, (PathBuf::from("/usr/local/lib"), MountKind::Folder)]
            }
            Language::Python { .. } => vec![(self.prefix.clone(), MountKind::Folder)],
            Language::Node { .. } | Language::Native => vec![program],
        }
    }
}

/// Finds interpreters.
#[derive(Debug)]
pub(crate) struct Finder {
    folders: Vec<PathBuf>,
}

impl Finder {
    /// Looks in the folders of a `PATH`, in the usual places, and below a home folder.
    pub(crate) fn new(path: Option<&OsStr>, home: Option<&Path>) -> Self {
        let mut folders: Vec<PathBuf> = path.into_iter().flat_map(std::env::split_paths).collect();
        folders.extend(["/usr/local/bin", "/usr/bin", "/bin"].map(PathBuf::from));
        for parent in ["/opt/python", "/opt/node", "/usr/local/python", "/usr/local/node"] {
            folders.push(Path::new(parent).join("bin"));
            folders.extend(children(Path::new(parent)).map(|child| child.join("bin")));
        }
        if let Some(home) = home {
            for parent in [
                ".pyenv/versions",
                ".local/share/uv/python",
                ".nvm/versions/node",
                ".volta/tools/image/node",
                ".asdf/installs/python",
                ".asdf/installs/nodejs",
                ".local/share/mise/installs/python",
                ".local/share/mise/installs/node",
            ] {
                folders.extend(children(&home.join(parent)).map(|child| child.join("bin")));
            }
            let fnm = home.join(".local/share/fnm/node-versions");
            folders.extend(children(&fnm).map(|child| child.join("installation/bin")));
        }
        // A version manager's shims are scripts that need their manager.
        folders.retain(|folder| !folder.ends_with("shims"));
        Self { folders }
    }

    /// The interpreter for this language: the exact version, else the nearest.
    pub(crate) fn find(&self, language: Language) -> Result<Option<Interpreter>, NoInterpreter> {
        let wanted = language.to_string();
        let (mut candidates, number, name) = match language {
            Language::Python { minor } => (self.pythons(), minor, "Python 3"),
            Language::Node { major } => (self.nodes(), major, "Node.js"),
            Language::Native => return Ok(None),
        };
        // The nearest first, the newer of two equally near; a stable sort keeps the PATH's order.
        candidates.sort_by_key(|(found, _)| (found.abs_diff(number), *found < number));
        let mut tried: Vec<PathBuf> = Vec::new();
        for (_, program) in candidates {
            let Ok(real) = program.canonicalize() else { continue };
            if tried.contains(&real) || CANDIDATES_MAX <= tried.len() {
                continue;
            }
            let interpreter = match language {
                Language::Node { .. } => ask_node(&real, &wanted),
                _ => ask_python(&program, &wanted),
            };
            if let Some(interpreter) = interpreter {
                return Ok(Some(interpreter));
            }
            tried.push(real);
        }
        Err(NoInterpreter { wanted, name })
    }

    /// Every language of which this host has an interpreter, each version once.
    pub(crate) fn languages(&self) -> Vec<Language> {
        let pythons = self.pythons().into_iter().map(|(minor, _)| Language::Python { minor });
        let nodes = self.nodes().into_iter().map(|(major, _)| Language::Node { major });
        let all: BTreeSet<Language> = pythons.chain(nodes).collect();
        all.into_iter().collect()
    }

    /// Every `python3.N` with its N.
    fn pythons(&self) -> Vec<(u32, PathBuf)> {
        let files = self.folders.iter().flat_map(|folder| children(folder));
        files
            .filter_map(|file| {
                let name = file.file_name()?.to_str()?;
                let minor: u32 = name.strip_prefix("python3.")?.parse().ok()?;
                (8 <= minor).then_some((minor, file))
            })
            .collect()
    }

    /// Every `node` with its major version, which only it can tell.
    fn nodes(&self) -> Vec<(u32, PathBuf)> {
        let mut seen: Vec<PathBuf> = Vec::new();
        for name in ["node", "nodejs"] {
            for folder in &self.folders {
                if let Ok(real) = folder.join(name).canonicalize()
                    && !seen.contains(&real)
                {
                    seen.push(real);
                }
            }
        }
        seen.into_iter()
            .filter_map(|program| {
                let interpreter = ask_node(&program, "")?;
                let Language::Node { major } = interpreter.language else { return None };
                Some((major, program))
            })
            .collect()
    }
}

fn children(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut children: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    children.sort();
    children.into_iter()
}

/// Starts a program and gives what it prints, if it succeeds.
fn ask(program: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .env_remove("PYTHONHOME")
        .env_remove("PYTHONPATH")
        .env_remove("NODE_OPTIONS")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn ask_python(program: &Path, wanted: &str) -> Option<Interpreter> {
    const QUESTION: &str = "import sys, os; \
        print('.'.join(map(str, sys.version_info[:3]))); print(sys.base_prefix); \
        print(os.path.realpath(getattr(sys, '_base_executable', None) or sys.executable))";
    let answer = ask(program, &["-I", "-S", "-c", QUESTION])?;
    let mut lines = answer.lines().map(str::to_owned);
    let (version, prefix, program) = (lines.next()?, lines.next()?, lines.next()?);
    let minor = version.split('.').nth(1)?.parse().ok()?;
    Some(Interpreter {
        wanted: wanted.to_owned(),
        program: PathBuf::from(program),
        prefix: PathBuf::from(prefix),
        version,
        language: Language::Python { minor },
    })
}

fn ask_node(program: &Path, wanted: &str) -> Option<Interpreter> {
    let answer = ask(program, &["-p", "process.versions.node"])?;
    let version = answer.trim().to_owned();
    let major = version.split('.').next()?.parse().ok()?;
    Some(Interpreter {
        wanted: wanted.to_owned(),
        program: program.to_owned(),
        prefix: program.parent()?.parent()?.to_owned(),
        version,
        language: Language::Node { major },
    })
}
