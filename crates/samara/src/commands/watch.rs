//! Noticing that a template or its code was saved, by looking.
//!
//! Looking at some hundred files costs a millisecond, works on every file system, and needs no
//! library; the interval is what a person does not notice.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use samara_template::Template;

use crate::commands::deploy::folder_of;

/// How often to look.
const INTERVAL: Duration = Duration::from_millis(100);

/// A template's files with their times.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Files(Vec<(PathBuf, Option<SystemTime>, u64)>);

/// Files that are looked at; a folder of more is not a function's code.
const FILES_MAX: usize = 20_000;

impl Files {
    /// The template and all that it names, as they are now.
    pub(crate) fn of(template: &Path) -> Self {
        let mut files = Self(Vec::new());
        files.add(template);
        let text = std::fs::read_to_string(template).unwrap_or_default();
        let folder = folder_of(template);
        if let Ok(parsed) = Template::parse(&text) {
            for artifact in parsed.artifacts() {
                files.add_all(&folder.join(&artifact.path));
            }
        }
        files.in_order()
    }

    /// A file, or all below a folder.
    pub(crate) fn below(path: &Path) -> Self {
        let mut files = Self(Vec::new());
        files.add_all(path);
        files.in_order()
    }

    fn in_order(mut self) -> Self {
        self.0.sort();
        self.0.dedup();
        self
    }

    fn add(&mut self, path: &Path) {
        let found = path.metadata().ok();
        let size = found.as_ref().map_or(0, std::fs::Metadata::len);
        let changed = found.and_then(|found| found.modified().ok());
        self.0.push((path.to_owned(), changed, size));
    }

    fn add_all(&mut self, path: &Path) {
        let hidden = path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name.starts_with('.') || matches!(&*name, "node_modules" | "__pycache__" | "target")
        });
        if hidden || FILES_MAX <= self.0.len() {
            return;
        }
        match std::fs::read_dir(path) {
            Ok(entries) => {
                for entry in entries.flatten() {
                    self.add_all(&entry.path());
                }
            }
            Err(_) => self.add(path),
        }
    }

    /// Waits until something was saved; gives the files as they are then.
    pub(crate) async fn changed(&self, template: &Path) -> Self {
        loop {
            tokio::time::sleep(INTERVAL).await;
            let now = Self::of(template);
            if now != *self {
                return now;
            }
        }
    }
}
