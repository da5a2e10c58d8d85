//! Runtime layers: the AWS SDK of a language, which AWS's own runtimes carry and most functions
//! rely on.
//!
//! A layer is a folder, installed once from the language's own registry at pinned versions by the
//! language's own tool, and shown read-only to every function of that language. It is built in a
//! folder beside its place and renamed into it, so that it is there whole or not at all. One
//! installs at a time, of all processes (`samara up` and its server may both want to): the second
//! waits, and finds what the first has installed.
//!
//! Python's is byte-compiled: without that, importing boto3 costs two and a half times as much.
//! Its compiled files are not checked against their sources, since neither ever changes.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::Command;

use crate::interpreters::Interpreter;
use crate::language::Language;

/// boto3 for Python 3.10 and newer, for 3.9, and for 3.8: the last that supports each.
const BOTO3: [(u32, &str); 3] = [(10, "1.44.5"), (9, "1.42.97"), (0, "1.37.38")];
/// The oldest Node that the pinned JavaScript SDK supports.
const JAVASCRIPT_SDK_NODE_MIN: u32 = 20;
/// The name of the set of versions below; change it with them.
const JAVASCRIPT_SDK: &str = "3.1169.0";
/// The AWS SDK for JavaScript, version 3. Its packages are released one by one.
const JAVASCRIPT_PACKAGES: [(&str, &str); 14] = [
    ("client-cloudwatch-logs", "3.1169.0"),
    ("client-dynamodb", "3.1162.0"),
    ("client-eventbridge", "3.1169.0"),
    ("client-lambda", "3.1162.0"),
    ("client-s3", "3.1169.0"),
    ("client-secrets-manager", "3.1162.0"),
    ("client-sfn", "3.1162.0"),
    ("client-sns", "3.1169.0"),
    ("client-sqs", "3.1169.0"),
    ("client-ssm", "3.1169.0"),
    ("client-sts", "3.1169.0"),
    ("credential-providers", "3.1169.0"),
    ("lib-dynamodb", "3.1162.0"),
    ("s3-request-presigner", "3.1162.0"),
];
/// How long an installation may take on a slow line.
const INSTALL_LIMIT: Duration = Duration::from_mins(15);
/// How much of a failed tool's output is kept, from its end, and how much of it an error quotes.
const KEPT_LINES: usize = 64;
const QUOTED_LINES: usize = 5;
const UNFINISHED: &str = ".installing-";
/// Whoever changes what is in the folder holds this file's lock; the kernel takes it from the dead.
const LOCK: &str = ".lock";

/// The layers of one server.
#[derive(Debug)]
pub struct Layers {
    folder: PathBuf,
}

/// An installed layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Its name: language, version and the SDK's version, such as `python3.12-boto3-1.44.5`.
    pub name: String,
    /// Where it is.
    pub folder: PathBuf,
}

/// Why a layer could not be installed or removed.
#[derive(Debug, thiserror::Error)]
pub enum LayerError {
    /// The language's own tool is missing.
    #[error("{tool} is needed to install the AWS SDK for {language}, and was not found: {way_out}")]
    NoTool {
        /// pip or npm.
        tool: &'static str,
        /// For which language.
        language: String,
        /// What to do.
        way_out: &'static str,
    },
    /// The tool failed, most often for want of a network.
    #[error(
        "installing {name} failed; it is fetched from {registry}, once: check the network (or set \
         the usual proxy and registry settings of {tool}) and try again. {tool} said:\n{output}"
    )]
    Failed {
        /// Which layer.
        name: String,
        /// Where it comes from.
        registry: &'static str,
        /// pip or npm.
        tool: &'static str,
        /// The end of what it said.
        output: String,
    },
    /// There is no SDK for this version of the language.
    #[error("no AWS SDK is pinned for {0}: install a newer version of the language")]
    NonePinned(String),
    /// There is no layer of this name.
    #[error("no runtime layer is called '{0}'")]
    Unknown(String),
    /// A file or folder of the layer's could not be changed.
    #[error("{} could not be changed", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// How to install one layer.
struct Recipe {
    name: String,
    language: Language,
    tool: &'static str,
    registry: &'static str,
    steps: Vec<Vec<String>>,
    /// A folder that is there when the steps have done what they should.
    proof: &'static str,
}

impl Layers {
    /// The layers in a folder, which is made at the first installation.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Every installed layer, by name.
    #[must_use]
    pub fn list(&self) -> Vec<Layer> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let mut layers: Vec<Layer> = entries
            .filter(|entry| entry.path().is_dir())
            .map(|entry| Layer {
                name: entry.file_name().to_string_lossy().into_owned(),
                folder: entry.path(),
            })
            .filter(|layer| !layer.name.starts_with('.'))
            .collect();
        layers.sort_by(|a, b| a.name.cmp(&b.name));
        layers
    }

    /// The layer for this interpreter, if it is installed.
    #[must_use]
    pub fn of(&self, interpreter: &Interpreter) -> Option<Layer> {
        let name = name_of(interpreter.language).ok()??;
        let folder = self.folder.join(&name);
        folder.is_dir().then_some(Layer { name, folder })
    }

    /// Where the layer for this interpreter is, or would be; none if it has none.
    #[must_use]
    pub fn place(&self, interpreter: &Interpreter) -> Option<PathBuf> {
        let name = name_of(interpreter.language).ok()??;
        Some(self.folder.join(name))
    }

    /// Installs the layer for this interpreter, unless it is there.
    ///
    /// `progress` gets a line now and then, as the tool says it.
    ///
    /// # Errors
    /// [`LayerError`]; nothing half done is left.
    pub async fn install(
        &self,
        interpreter: &Interpreter,
        progress: &(dyn Fn(&str) + Send + Sync),
    ) -> Result<Option<Layer>, LayerError> {
        let Some(name) = name_of(interpreter.language)? else { return Ok(None) };
        let folder = self.folder.join(&name);
        let _one_at_a_time = self.lock(progress).await?;
        if let Some(layer) = self.of(interpreter) {
            return Ok(Some(layer));
        }
        self.remove_unfinished();
        let new = self.folder.join(format!("{UNFINISHED}{name}"));
        fs::create_dir(&new).map_err(changed(&new))?;
        let installed = match recipe(interpreter, name.clone(), &new) {
            Ok(recipe) => follow(&recipe, &new, interpreter, progress).await,
            Err(error) => Err(error),
        };
        let finished = installed.and_then(|()| {
            make_readable(&new).map_err(changed(&new))?;
            fs::rename(&new, &folder).map_err(changed(&folder))
        });
        self.remove_unfinished();
        finished.map(|()| Some(Layer { name, folder }))
    }

    /// Waits until nobody else changes what is in the folder.
    async fn lock(&self, progress: &(dyn Fn(&str) + Send + Sync)) -> Result<File, LayerError> {
        let file = self.lock_file()?;
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {
                progress("another installation is under way: waiting for it");
            }
            Err(TryLockError::Error(source)) => return Err(changed(&self.folder)(source)),
        }
        let waited = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await;
        waited.map_err(io::Error::other).flatten().map_err(changed(&self.folder))
    }

    fn lock_file(&self) -> Result<File, LayerError> {
        let path = self.folder.join(LOCK);
        fs::create_dir_all(&self.folder).map_err(changed(&self.folder))?;
        File::create(&path).map_err(changed(&path))
    }

    /// Removes a layer. Functions that run keep it until they end.
    ///
    /// # Errors
    /// [`LayerError::Unknown`], or why its files could not be removed.
    pub fn remove(&self, name: &str) -> Result<(), LayerError> {
        let lock = self.lock_file()?;
        lock.lock().map_err(changed(&self.folder))?;
        let unknown = || LayerError::Unknown(name.to_owned());
        let layer = self.list().into_iter().find(|layer| layer.name == name).ok_or_else(unknown)?;
        let gone = self.folder.join(format!("{UNFINISHED}removed-{name}"));
        fs::rename(&layer.folder, &gone).map_err(changed(&layer.folder))?;
        fs::remove_dir_all(&gone).map_err(changed(&layer.folder))
    }

    /// Removes what an installation has left that failed or was killed. The lock must be held.
    fn remove_unfinished(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        for entry in entries {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                let _another_time = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// What a failure at this path is to the one who asked.
fn changed(path: &Path) -> impl FnOnce(io::Error) -> LayerError + use<> {
    let path = path.to_owned();
    move |source| LayerError::File { path, source }
}

/// The name of a language's layer; none for native programs.
fn name_of(language: Language) -> Result<Option<String>, LayerError> {
    match language {
        Language::Python { minor } => Ok(Some(format!("{language}-boto3-{}", boto3(minor)))),
        Language::Node { major } if JAVASCRIPT_SDK_NODE_MIN <= major => {
            Ok(Some(format!("{language}-aws-sdk-{JAVASCRIPT_SDK}")))
        }
        Language::Node { .. } => Err(LayerError::NonePinned(language.to_string())),
        Language::Native => Ok(None),
    }
}

fn boto3(minor: u32) -> &'static str {
    BOTO3.iter().find(|(least, _)| *least <= minor).map_or("", |(_, version)| *version)
}

/// The commands that fill the folder `new`.
fn recipe(interpreter: &Interpreter, name: String, new: &Path) -> Result<Recipe, LayerError> {
    let place = new.to_string_lossy().into_owned();
    let program = interpreter.program.to_string_lossy().into_owned();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let language = interpreter.language;
    if let Language::Python { minor } = language {
        let boto3 = format!("boto3=={}", boto3(minor));
        let inside = format!("/var/lang/lib/python3.{minor}/site-packages");
        let install = ["-m", "pip", "install", "--no-compile", "--no-input", "--no-cache-dir"];
        let mut pip = words(&[&program]);
        pip.extend(words(&install));
        pip.extend(words(&["--disable-pip-version-check", "--target", &place, &boto3]));
        let mut compile = words(&[&program, "-m", "compileall", "-q", "-f"]);
        compile.extend(words(&["--invalidation-mode", "unchecked-hash", "-s", &place]));
        compile.extend(words(&["-p", &inside, &place]));
        let (tool, registry) = ("pip", "the Python Package Index");
        let steps = vec![pip, compile];
        return Ok(Recipe { name, language, tool, registry, steps, proof: "boto3" });
    }
    let npm = find_npm(interpreter).ok_or_else(|| LayerError::NoTool {
        tool: "npm",
        language: language.to_string(),
        way_out: "install npm beside this Node",
    })?;
    let mut install = words(&[&program, &npm.to_string_lossy()]);
    install.extend(words(&["install", "--prefix", &place, "--ignore-scripts", "--no-audit"]));
    install.extend(words(&["--no-fund", "--no-package-lock", "--no-save", "--loglevel=http"]));
    let packages = JAVASCRIPT_PACKAGES.iter();
    install.extend(packages.map(|(package, version)| format!("@aws-sdk/{package}@{version}")));
    let (tool, registry) = ("npm", "the npm registry");
    let proof = "node_modules/@aws-sdk";
    Ok(Recipe { name, language, tool, registry, steps: vec![install], proof })
}

/// npm's own program, a script for Node, in the places where installations keep it.
fn find_npm(interpreter: &Interpreter) -> Option<PathBuf> {
    let beside = interpreter.program.with_file_name("npm");
    let places = [
        beside,
        interpreter.prefix.join("lib/node_modules/npm/bin/npm-cli.js"),
        PathBuf::from("/usr/share/nodejs/npm/bin/npm-cli.js"),
        PathBuf::from("/usr/local/bin/npm"),
        PathBuf::from("/usr/bin/npm"),
    ];
    places.into_iter().find_map(|place| place.canonicalize().ok())
}

/// Runs the commands of a recipe, in order.
async fn follow(
    recipe: &Recipe,
    new: &Path,
    interpreter: &Interpreter,
    progress: &(dyn Fn(&str) + Send + Sync),
) -> Result<(), LayerError> {
    progress(&format!("installing {} from {}", recipe.name, recipe.registry));
    let failed = |output: String| LayerError::Failed {
        name: recipe.name.clone(),
        registry: recipe.registry,
        tool: recipe.tool,
        output,
    };
    for step in &recipe.steps {
        let run = run(step, new, interpreter, progress);
        let (success, output) = match tokio::time::timeout(INSTALL_LIMIT, run).await {
            Ok(ran) => ran.map_err(|error| failed(error.to_string()))?,
            Err(_) => return Err(failed(format!("nothing for {INSTALL_LIMIT:?}"))),
        };
        if !success && output.contains("No module named pip") {
            return Err(LayerError::NoTool {
                tool: "pip",
                language: recipe.language.to_string(),
                way_out: "install it with `python3 -m ensurepip` or your system's python3-pip",
            });
        }
        if !success {
            return Err(failed(output));
        }
    }
    if !new.join(recipe.proof).is_dir() {
        return Err(failed(format!("that all went well, but there is no {}", recipe.proof)));
    }
    progress(&format!("installed {}", recipe.name));
    Ok(())
}

/// Runs one command; gives whether it succeeded and the end of what it said.
async fn run(
    words: &[String],
    folder: &Path,
    interpreter: &Interpreter,
    progress: &(dyn Fn(&str) + Send + Sync),
) -> io::Result<(bool, String)> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env_remove("PYTHONHOME")
        .env_remove("PYTHONPATH")
        .env_remove("NODE_OPTIONS")
        .env("npm_config_update_notifier", "false")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    tracing::debug!(program, runtime = interpreter.wanted, "installs a runtime layer");
    let (said, complained) = (child.stdout.take(), child.stderr.take());
    let (said, complained) =
        tokio::join!(last_lines(said, progress), last_lines(complained, progress));
    let status = child.wait().await?;
    Ok((status.success(), quote(&[said, complained].concat())))
}

/// The lines in which a tool says what is wrong, which it says first; else its last.
fn quote(lines: &[String]) -> String {
    let marks = ["ERROR", "npm error", "npm ERR!"];
    let telling = lines.iter().filter(|line| marks.iter().any(|mark| line.starts_with(mark)));
    let mut quoted: Vec<&str> = telling.map(String::as_str).take(QUOTED_LINES).collect();
    if quoted.is_empty() {
        let skipped = lines.len().saturating_sub(QUOTED_LINES);
        quoted = lines.iter().skip(skipped).map(String::as_str).collect();
    }
    quoted.join("\n")
}

/// Passes a tool's lines on, and keeps the last of them.
async fn last_lines(
    output: Option<impl AsyncRead + Unpin>,
    progress: &(dyn Fn(&str) + Send + Sync),
) -> Vec<String> {
    let mut kept = Vec::new();
    let Some(output) = output else { return kept };
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        progress(&line);
        if kept.len() == KEPT_LINES {
            kept.remove(0);
        }
        kept.push(line);
    }
    kept
}

/// Lets every user read what this one has installed, whatever the umask.
fn make_readable(folder: &Path) -> io::Result<()> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                let mode = entry.metadata()?.permissions().mode();
                let mode = fs::Permissions::from_mode(mode | 0o444);
                fs::set_permissions(entry.path(), mode)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two that installed the same SDK side by side fetched it twice, and one removed the other's
    /// folder under its npm.
    #[tokio::test]
    async fn who_installs_second_waits_for_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (Layers::new(folder.path()), Layers::new(folder.path()));
        let held = one.lock(&|line| panic!("nobody is before it: {line}")).await.unwrap();
        let (told, hears) = std::sync::mpsc::channel();
        let second = tokio::spawn(async move {
            let tell = move |line: &str| told.send(line.to_owned()).unwrap();
            other.lock(&tell).await.unwrap()
        });
        let line = tokio::task::spawn_blocking(move || hears.recv().unwrap()).await.unwrap();
        assert!(line.contains("waiting for it"), "{line}");
        drop(held);
        second.await.unwrap();
    }

    /// What a killed installation has left is no layer, and goes with the next.
    #[tokio::test]
    async fn what_is_unfinished_goes() {
        let folder = tempfile::tempdir().unwrap();
        let layers = Layers::new(folder.path());
        fs::create_dir(folder.path().join(".installing-x")).unwrap();
        let _lock = layers.lock(&|_| ()).await.unwrap();
        assert!(layers.list().is_empty());
        layers.remove_unfinished();
        assert!(!folder.path().join(".installing-x").exists());
    }
}
