//! The floors: which crate may import which.
//!
//! A crate imports only from floors below its own, so that what it must not know it cannot name.
//! The table is the one of ARCHITECTURE.md. Versions of other people's crates stand only in the
//! workspace's own manifest.

use std::collections::BTreeMap;

use super::{File, Finding};

/// Each crate of the platform and its floor. A service (`services/*`) is on [`SERVICES`].
const FLOORS: &[(&str, u8)] = &[
    ("samara-base", 0),
    ("samara-store", 1),
    ("samara-runtime", 1),
    ("samara-wire", 1),
    ("samara-service", 2),
    ("samara-template", 2),
    ("samara-trace", 3),
    ("samara-invoker", 4),
    ("samara-triggers", 5),
    ("samara-front", 5),
    ("samara-console", 5),
    ("samara", 6),
    ("xtask", 7),
    ("fuzz", 7),
];

/// The floor of every service.
const SERVICES: u8 = 3;

/// Crates that must stay pure: no runtime, no sockets.
const PURE: &[&str] = &["samara-base", "samara-wire", "samara-service", "samara-template"];

/// What a pure crate may not depend on.
const IMPURE: &[&str] = &["tokio", "hyper", "hyper-util", "reqwest", "mio", "rand", "getrandom"];

/// Who may use `anyhow`: whoever only reports errors to a person.
const REPORTERS: &[&str] = &["samara", "xtask"];

const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// One manifest below the root.
struct Manifest<'a> {
    file: &'a File,
    name: String,
    edges: Vec<Edge>,
}

/// One dependency of a manifest.
struct Edge {
    name: String,
    inherits: bool,
    line: usize,
}

/// Every edge that the table of floors does not allow.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
        match read(file) {
            Ok(manifest) => check_manifest(&manifest, &mut findings),
            Err(message) => findings.push(Finding::new(file, 1, message)),
        }
    }
    findings
}

fn check_manifest(manifest: &Manifest<'_>, findings: &mut Vec<Finding>) {
    let path = manifest.file.path.as_str();
    let floors: BTreeMap<_, _> = FLOORS.iter().copied().collect();
    let is_service = path.starts_with("services/");
    let floor = match floors.get(manifest.name.as_str()) {
        Some(floor) => Some(*floor),
        None if is_service => Some(SERVICES),
        None => None,
    };
    if path.starts_with("crates/") && floor.is_none() {
        let message = format!("`{}` stands on no floor: add it to the table", manifest.name);
        findings.push(Finding::new(manifest.file, 1, message));
    }
    let pure = is_service || PURE.contains(&manifest.name.as_str());
    for edge in &manifest.edges {
        let refusal = refuse_floor(&manifest.name, floor, edge)
            .or_else(|| refuse_kind(&manifest.name, pure, edge));
        findings.extend(refusal.map(|message| Finding::new(manifest.file, edge.line, message)));
    }
}

/// Why an edge between two of our own crates is not allowed, if it is not.
fn refuse_floor(from: &str, floor: Option<u8>, edge: &Edge) -> Option<String> {
    let to = edge.name.as_str();
    let below = match FLOORS.iter().find(|(name, _)| *name == to) {
        Some((_, below)) => *below,
        None if to.starts_with("samara-") => SERVICES,
        None => return None,
    };
    match floor {
        None => Some(format!("`{from}` is an application: it reaches `{to}` only over the wire")),
        Some(floor) if floor == below => {
            Some(format!("`{from}` imports `{to}` sideways: both are on floor {floor}"))
        }
        Some(floor) if floor < below => {
            Some(format!("`{from}` (floor {floor}) imports upwards: `{to}` is on floor {below}"))
        }
        Some(_) => None,
    }
}

/// Why a dependency is not one that this crate may have, if it is not.
fn refuse_kind(from: &str, pure: bool, edge: &Edge) -> Option<String> {
    let to = edge.name.as_str();
    if !edge.inherits {
        return Some(format!(
            "`{to}` needs `workspace = true`: versions stand in the root manifest"
        ));
    }
    if pure && IMPURE.contains(&to) {
        return Some(format!("`{from}` is pure: it may not depend on `{to}`"));
    }
    if to == "anyhow" && !REPORTERS.contains(&from) {
        return Some("`anyhow` is for the binary: a library has an error enum of its own".into());
    }
    None
}

fn read(file: &File) -> Result<Manifest<'_>, String> {
    let document: toml::Table =
        file.text.parse().map_err(|error| format!("not a manifest: {error}"))?;
    let name = document.get("package").and_then(|package| package.get("name"));
    let name = name.and_then(toml::Value::as_str).ok_or("a manifest without a package name")?;

    let targets = document.get("target").and_then(toml::Value::as_table);
    let places = std::iter::once(&document)
        .chain(targets.into_iter().flat_map(|all| all.values().filter_map(toml::Value::as_table)));
    let mut edges = Vec::new();
    for place in places {
        for table in TABLES {
            let Some(found) = place.get(table).and_then(toml::Value::as_table) else { continue };
            edges.extend(found.iter().map(|(name, value)| edge(file, name, value)));
        }
    }
    Ok(Manifest { file, name: name.to_owned(), edges })
}

fn edge(file: &File, name: &str, value: &toml::Value) -> Edge {
    let inherits = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
    let line = file.text.lines().position(|line| line.trim_start().starts_with(name));
    // A renamed dependency is still what it is.
    let name = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
    Edge { name: name.to_owned(), inherits, line: line.map_or(1, |line| line + 1) }
}
