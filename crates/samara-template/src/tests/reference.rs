//! The reference table of what a template may have, held against the code.

use std::fmt::Write as _;

use crate::{Outcome, ResourceType, resource_types};

const HEAD: &str = "\
# What a template may have

`AWS::Serverless::Function`, `Api`, `HttpApi` and `SimpleTable` become the types below, as SAM's own
transform makes them. Functions have events of the types `Api`, `HttpApi`, `EventBridgeRule`,
`CloudWatchEvent`, `Schedule` and `DynamoDB`. Every other type, property or event is refused by its
name, with its place in the template, before anything is made.

A property that is *accepted* has no effect here, and a deployment says so. One that is *refused* is
known; its absence has a reason.

This file is written by a test: `SAMARA_WRITE_REFERENCE=1 cargo test -p samara-template reference`.
";

fn names(kind: &ResourceType, which: impl Fn(Outcome) -> bool) -> String {
    let found = kind.properties.iter().filter(|one| which(one.outcome));
    let names: Vec<String> = found.map(|one| format!("`{}`", one.name)).collect();
    names.join(", ")
}

/// One type: what is done, and a line for each property that is not.
fn section(kind: &ResourceType) -> String {
    let done = names(kind, |outcome| outcome == Outcome::Enforced);
    let done = if done.is_empty() { "No properties.".to_owned() } else { done };
    let mut text = format!("\n## {}\n\n{done}\n", kind.name);
    let mut reasons = String::new();
    for property in &kind.properties {
        let (what, why) = match property.outcome {
            Outcome::Enforced => continue,
            Outcome::Accepted(why) => ("accepted", why),
            Outcome::Refused(why) => ("refused", why),
        };
        let _ = writeln!(reasons, "- `{}` {what}: {why}", property.name);
    }
    if !reasons.is_empty() {
        let _ = write!(text, "\n{reasons}");
    }
    text
}

/// A user plans by this list: what it promises and what the code does must not drift apart.
#[test]
fn the_reference_is_true() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let mut types = resource_types();
    types.sort_by_key(|kind| kind.name);
    let sections: String = types.iter().map(section).collect();
    let text = format!("{HEAD}{sections}");
    if std::env::var_os("SAMARA_WRITE_REFERENCE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == text, "README.md is another: its head says how to write it again");
}
