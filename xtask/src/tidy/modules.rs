//! Files that no module names: the compiler does not read them, so nothing else would notice.

use std::collections::BTreeSet;

use syn::visit::Visit;

use super::{File, Finding};

/// Every Rust file under a `src` that its parent module does not declare.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let sources: Vec<_> = files.iter().filter(|file| is_source(&file.path)).collect();
    let mut declared = BTreeSet::new();
    for file in &sources {
        let Ok(parsed) = syn::parse_file(&file.text) else { continue };
        let mut names = Declared { folder: folder_of_children(&file.path), found: &mut declared };
        names.visit_file(&parsed);
    }
    let dead = sources.iter().filter(|file| !is_root(&file.path) && !declared.contains(&file.path));
    dead.map(|file| Finding::new(file, 1, "no `mod` declares this file: nothing compiles it"))
        .collect()
}

/// Collects the paths that `mod name;` items stand for.
struct Declared<'a> {
    folder: String,
    found: &'a mut BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Declared<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let (folder, name) = (&self.folder, &module.ident);
        if module.content.is_none() {
            self.found.insert(format!("{folder}/{name}.rs"));
            self.found.insert(format!("{folder}/{name}/mod.rs"));
            return;
        }
        let inner = format!("{folder}/{name}");
        let outer = std::mem::replace(&mut self.folder, inner);
        syn::visit::visit_item_mod(self, module);
        self.folder = outer;
    }
}

/// Where the children of a file's module lie: beside a root or a `mod.rs`, else in its folder.
fn folder_of_children(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = name.trim_end_matches(".rs");
    if is_root(path) || name == "mod" { folder.to_owned() } else { format!("{folder}/{name}") }
}

fn is_source(path: &str) -> bool {
    has_rust_ending(path) && path.contains("/src/")
}

fn is_root(path: &str) -> bool {
    path.ends_with("/src/main.rs") || path.ends_with("/src/lib.rs") || path.contains("/src/bin/")
}

/// Whether a path is a Rust file's.
pub(super) fn has_rust_ending(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|ending| ending == "rs")
}
