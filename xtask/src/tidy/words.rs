//! Words that do not belong in the repository.
//!
//! The words are written in two halves, so that this file does not find itself.

use super::{File, Finding};

/// What was left for later. It is done now, or it is written down where people plan.
const MARKERS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("db", "g!"),
    concat!("to", "do!"),
    concat!("unimplemented", "!"),
];

/// Paths of the machine that somebody happened to work on.
const PLACES: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("../sha", "red"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];

/// A folder of that kind which AWS itself documents: the home inside a function.
const HOME_OF_FUNCTIONS: &str = concat!("/ho", "me/sbx_user");

/// The endings of the files in which a marker is one; in prose it may be spoken of.
const CODE: &[&str] = &["rs", "py", "js", "mjs", "sh", "toml", "yaml", "yml"];

/// Every line that has a word of these lists.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let ending = file.path.rsplit('.').next().unwrap_or_default();
        let markers = if CODE.contains(&ending) { MARKERS } else { &[] };
        for (index, line) in file.text.lines().enumerate() {
            if let Some(word) = markers.iter().find(|word| has_word(line, word)) {
                let message = format!("`{word}` was left here: do it, or take it out");
                findings.push(Finding::new(file, index + 1, message));
            }
            if let Some(place) = PLACES.iter().find(|place| has_place(line, place)) {
                let message = format!("`{place}` is a path of somebody's machine");
                findings.push(Finding::new(file, index + 1, message));
            }
        }
    }
    findings
}

/// Whether a line has `word` with nothing of a name on either side.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && (word.ends_with('!') || !after.is_some_and(is_part))
    })
}

/// Whether a line has a path that starts with `place`.
fn has_place(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let rest = line.get(at..).unwrap_or_default();
        let starts = before.is_none_or(|c| !c.is_alphanumeric() && !"./_-}".contains(c));
        starts && !rest.starts_with(HOME_OF_FUNCTIONS)
    })
}
