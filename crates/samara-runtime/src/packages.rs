//! What a function brings along, as far as it decides whether an interpreter that has started
//! already may become it, and what that one should have imported.
//!
//! An interpreter that has imported a module gives this module to whoever imports its name. So one
//! that has imported the runtime's boto3 is of no use to a function with a boto3 of its own, nor
//! to one with a `queue.py` that its own modules import: their names are compared with what the
//! interpreter has imported. (Node knows modules by their files, and needs no such care.) And what
//! an interpreter reads from its environment when it starts cannot be changed later: a function
//! that sets any of it gets an interpreter of its own.
//!
//! Which SDK a function uses is only a guess, by its text: a wrong one costs time or memory.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::language::Language;
use crate::spec::InstanceSpec;

/// Of how many functions it is remembered what they bring.
const KNOWN_MAX: usize = 256;
/// How much of a function's text is read, in files and in bytes of each.
const FILES_MAX: usize = 64;
const FILE_BYTES_MAX: u64 = 256 * 1024;
/// How many entries of its folders are looked at.
const ENTRIES_MAX: usize = 4096;
/// The Python packages that come with boto3.
const BOTO3: [&str; 7] =
    ["boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"];
/// Variables that an interpreter, or a library in it, reads once when it starts: by how their
/// names begin, and whole.
const READ_ONCE: [&str; 11] = [
    "PYTHON", "NODE_", "UV_", "LD_", "LC_", "MALLOC_", "GLIBC_", "OPENSSL_", "SSL_", "BOTO", "ICU_",
];
const READ_ONCE_WHOLE: [&str; 6] = ["LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP"];

/// What is known of the functions that were started.
#[derive(Debug, Default)]
pub(crate) struct Packages(Mutex<VecDeque<(Key, Arc<Package>)>>);

type Key = (PathBuf, Option<PathBuf>, Language);

/// What one function brings.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Package {
    /// The names that its own modules can be imported by.
    modules: BTreeSet<String>,
    /// The parts of the SDK that its text names.
    mentioned: BTreeSet<String>,
    /// Whether it brings the SDK itself.
    own_sdk: bool,
}

impl Packages {
    /// What is known of this function.
    pub(crate) fn known(&self, key: &Key) -> Option<Arc<Package>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(known, _)| known == key).map(|(_, package)| Arc::clone(package))
    }

    /// Looks what this function brings. Blocking.
    pub(crate) fn learn(&self, key: Key) -> Arc<Package> {
        let (code, layers, language) = &key;
        let package = Arc::new(Package::look(code, layers.as_deref(), *language));
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_front((key, Arc::clone(&package)));
        all.truncate(KNOWN_MAX);
        package
    }
}

impl Package {
    fn look(code: &Path, layers: Option<&Path>, language: Language) -> Self {
        match language {
            Language::Python { minor } => Self::python(code, layers, minor),
            Language::Node { major } => Self::node(code, layers, major),
            Language::Native => Self::default(),
        }
    }

    fn python(code: &Path, layers: Option<&Path>, minor: u32) -> Self {
        let site = format!("python/lib/python3.{minor}/site-packages");
        let of_layers = |place: &str| layers.map(|layers| layers.join(place));
        let places = [Some(code.to_owned()), of_layers("python"), of_layers(&site)];
        let modules: BTreeSet<_> = places
            .iter()
            .flatten()
            .flat_map(|place| names(place))
            .map(|name| module(&name))
            .collect();
        let own_sdk = BOTO3.iter().any(|name| modules.contains(*name));
        let mut mentioned = BTreeSet::new();
        read_texts(code, &["py"], |text| {
            if text.contains("boto3") || text.contains("botocore") {
                mentioned.insert("boto3".to_owned());
            }
        });
        Self { modules, mentioned, own_sdk }
    }

    fn node(code: &Path, layers: Option<&Path>, major: u32) -> Self {
        const SDK: &str = "node_modules/@aws-sdk";
        let in_layer = |place: &str| {
            layers.is_some_and(|layers| layers.join("nodejs").join(place).join(SDK).is_dir())
        };
        let own_sdk = code.join(SDK).is_dir() || in_layer("") || in_layer(&format!("node{major}"));
        let mut mentioned = BTreeSet::new();
        read_texts(code, &["js", "mjs", "cjs"], |text| {
            mentioned.extend(text.split("@aws-sdk/").skip(1).filter_map(package_name));
        });
        Self { modules: BTreeSet::new(), mentioned, own_sdk }
    }

    /// The parts of this SDK that its interpreter should have imported, separated by commas.
    pub(crate) fn imports(&self, language: Language, sdk: Option<&Path>) -> String {
        let Some(sdk) = sdk.filter(|_| !self.own_sdk) else { return String::new() };
        let folder = match language {
            Language::Node { .. } => sdk.join("node_modules/@aws-sdk"),
            Language::Python { .. } | Language::Native => sdk.to_owned(),
        };
        let there = self.mentioned.iter().filter(|name| folder.join(name).is_dir());
        there.map(String::as_str).collect::<Vec<_>>().join(",")
    }

    /// Whether an interpreter that has imported these modules can become this function.
    pub(crate) fn fits(&self, imported: &[String]) -> Result<(), String> {
        match imported.iter().find(|name| self.modules.contains(*name)) {
            None => Ok(()),
            Some(name) => Err(format!("it brings a module of its own by the name '{name}'")),
        }
    }
}

/// Whether an interpreter that has started without this function's environment can take it on.
pub(crate) fn suits(spec: &InstanceSpec) -> Result<(), String> {
    let read_once = |name: &str| {
        READ_ONCE.iter().any(|begin| name.starts_with(begin)) || READ_ONCE_WHOLE.contains(&name)
    };
    match spec.environment.iter().find(|(name, _)| read_once(name)) {
        None => Ok(()),
        Some((name, _)) => Err(format!("{name} is read when the interpreter starts")),
    }
}

/// The names of what is in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.take(ENTRIES_MAX).map(|it| it.file_name().to_string_lossy().into_owned()).collect()
}

/// The name that a file or folder is imported by: up to its first dot.
fn module(name: &str) -> String {
    name.split_once('.').map_or(name, |(module, _)| module).to_owned()
}

/// The name that a text begins with, of the letters that a package's may have.
fn package_name(text: &str) -> Option<String> {
    let of_a_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let end = text.find(|c| !of_a_name(c)).unwrap_or(text.len());
    text.get(..end).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Shows the function's own texts, those nearest to its root first, as far as the limits go. What
/// it got from somebody else says nothing of what it uses.
fn read_texts(root: &Path, kinds: &[&str], mut seen: impl FnMut(&str)) {
    let mut folders = VecDeque::from([root.to_owned()]);
    let (mut files, mut entries) = (0, 0);
    while let Some(folder) = folders.pop_front() {
        for entry in fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            entries += 1;
            if FILES_MAX <= files || ENTRIES_MAX <= entries {
                return;
            }
            let Ok(kind) = entry.file_type() else { continue };
            let path = entry.path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if kind.is_dir() && entry.file_name() != "node_modules" {
                folders.push_back(path);
            } else if kind.is_file() && extension.is_some_and(|it| kinds.contains(&it)) {
                files += 1;
                seen(&beginning(&path));
            }
        }
    }
}

/// The beginning of a file.
fn beginning(path: &Path) -> String {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map(|file| file.take(FILE_BYTES_MAX));
    let _as_far_as_it_goes = file.and_then(|mut file| file.read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PYTHON: Language = Language::Python { minor: 12 };
    const NODE: Language = Language::Node { major: 22 };

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (place, text) in files {
            let file = folder.path().join(place);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        folder
    }

    /// A function that brings its own boto3, in its package or in a layer, must get that one.
    #[test]
    fn what_a_function_brings_is_not_taken_from_the_runtime() {
        let sdk = folder(&[("boto3/__init__.py", "")]);
        let plain = folder(&[("app.py", "import boto3")]);
        let own = folder(&[("app.py", "import boto3"), ("boto3/__init__.py", "")]);
        let layer = folder(&[("python/botocore/__init__.py", "")]);
        let site = folder(&[("python/lib/python3.12/site-packages/urllib3.py", "")]);
        let imported = ["boto3", "botocore", "queue", "urllib3"].map(str::to_owned);
        let judged = |code: &tempfile::TempDir, layers: Option<&tempfile::TempDir>| {
            let package = Package::look(code.path(), layers.map(tempfile::TempDir::path), PYTHON);
            let fits = package.fits(&imported).map_err(|reason| reason.replace('\'', "\""));
            (package.imports(PYTHON, Some(sdk.path())), fits.err().unwrap_or_default())
        };
        let of = |name: &str| format!("it brings a module of its own by the name \"{name}\"");
        assert_eq!(judged(&plain, None), ("boto3".to_owned(), String::new()));
        assert_eq!(judged(&own, None), (String::new(), of("boto3")));
        assert_eq!(judged(&plain, Some(&layer)), (String::new(), of("botocore")));
        assert_eq!(judged(&plain, Some(&site)), (String::new(), of("urllib3")));
        let queue = folder(&[("queue.py", "")]);
        assert_eq!(judged(&queue, None), (String::new(), of("queue")));
    }

    /// Only what is in the runtime's SDK can be imported ahead, and nothing that is not used.
    #[test]
    fn the_sdk_that_a_text_names_is_imported() {
        let sdk = folder(&[("node_modules/@aws-sdk/client-dynamodb/package.json", "{}")]);
        let code = "import { X } from '@aws-sdk/client-dynamodb';\nimport '@aws-sdk/client-new';";
        let app = folder(&[("app.mjs", code), ("node_modules/a/index.js", "@aws-sdk/client-sqs")]);
        let package = Package::look(app.path(), None, NODE);
        assert_eq!(package.imports(NODE, Some(sdk.path())), "client-dynamodb");
        assert_eq!(package.imports(NODE, None), "");
        let own = folder(&[("app.mjs", code), ("node_modules/@aws-sdk/a/index.js", "")]);
        let own = Package::look(own.path(), None, NODE);
        assert_eq!(own.imports(NODE, Some(sdk.path())), "");
    }
}
