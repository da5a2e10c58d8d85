//! Interpreters and SDK layers without a runtime, for tools that run beside a server.

use std::ffi::OsStr;
use std::path::Path;

use crate::interpreters::{Finder, Interpreter, NoInterpreter};
use crate::language::Language;
use crate::layers::Layers;

/// What functions of a data directory find: interpreters of the host, layers of the folder.
pub struct Toolbox {
    finder: Finder,
    layers: Layers,
}

impl Toolbox {
    /// The tools of a runtime whose layers are in `layers_dir` (see
    /// [`Config::layers_dir`](crate::Config::layers_dir)).
    #[must_use]
    pub fn new(layers_dir: &Path, path: Option<&OsStr>, home: Option<&Path>) -> Self {
        Self { finder: Finder::new(path, home), layers: Layers::new(layers_dir) }
    }

    /// The interpreter that runs a language here; none for native programs.
    ///
    /// # Errors
    /// [`NoInterpreter`] says what to install.
    pub fn interpreter(&self, language: Language) -> Result<Option<Interpreter>, NoInterpreter> {
        self.finder.find(language)
    }

    /// The AWS SDKs that functions find in their runtime.
    #[must_use]
    pub fn layers(&self) -> &Layers {
        &self.layers
    }
}
