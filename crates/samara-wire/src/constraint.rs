//! The constraints of a model, checked, with what breaks them told in AWS's words.
//!
//! `1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member
//! must have length greater than or equal to 3`. Names begin with a small letter, elements are
//! counted from one (`tags.2.member.key`), and what a list's scalar elements break is told of the
//! list. Lengths of texts count characters.

use std::fmt::Write;

use crate::{Document, Kind, Member, Name, Pattern, ServiceModel, Shape, ShapeId, wording};

/// The most errors that one message tells.
const ERRORS_MAX: usize = 10;
/// The most bytes of a value that a message shows.
const SHOWN_MAX: usize = 2_048;

/// All that is wrong with a value of `shape`, as one message.
pub(crate) fn check(
    model: &ServiceModel,
    shape: ShapeId,
    document: &Document,
) -> Result<(), String> {
    if let Some(shape) = model.shape(shape)
        && let Some(message) = wording::first_of_all(model, shape.name, document)
    {
        return Err(message.to_owned());
    }
    let mut walk = Walk { model, path: String::new(), errors: Vec::new(), alone: None };
    walk.value(shape, document);
    if let Some(message) = walk.alone {
        return Err(message);
    }
    if walk.errors.is_empty() {
        return Ok(());
    }
    let plural = if walk.errors.len() == 1 { "" } else { "s" };
    let count = walk.errors.len();
    Err(format!("{count} validation error{plural} detected: {}", walk.errors.join("; ")))
}

struct Walk<'m> {
    model: &'m ServiceModel,
    path: String,
    errors: Vec<String>,
    /// A message that the service gives in place of all others.
    alone: Option<String>,
}

impl Walk<'_> {
    fn value(&mut self, id: ShapeId, document: &Document) {
        let Some(shape) = self.model.shape(id) else { return };
        if ERRORS_MAX <= self.errors.len() {
            return;
        }
        match (&shape.kind, document) {
            (Kind::Structure { members, .. }, document) => self.structure(members, document),
            (Kind::List { element, length, .. }, Document::List(items)) => {
                self.length(items.len(), *length, document);
                self.list(*element, items, document);
            }
            (Kind::Map { key, value, length, .. }, Document::Map(entries)) => {
                self.length(entries.len(), *length, document);
                self.map((*key, *value), entries, document);
            }
            _ => self.scalar(shape, document),
        }
    }

    fn scalar(&mut self, shape: &Shape, document: &Document) {
        let shape = match document {
            Document::String(text) => wording::narrower(self.model, shape, text),
            _ => shape,
        };
        for broken in broken(shape, document) {
            self.report(document, &broken);
        }
        if let (Kind::String { pattern: Some(pattern), .. }, Document::String(text)) =
            (&shape.kind, document)
            && self.alone.is_none()
            && !text.is_empty()
            && !pattern.matches(text)
        {
            let name = self.path.rsplit('.').next().unwrap_or_default();
            self.alone = wording::pattern_message(self.model, pattern.text(), name);
        }
    }

    fn structure(&mut self, members: &[Member], document: &Document) {
        for member in members {
            let value = document.get(member.name).unwrap_or(&Document::Null);
            if *value == Document::Null && !member.required {
                continue;
            }
            let length = self.path.len();
            if length != 0 {
                self.path.push('.');
            }
            let mut letters = member.name.chars();
            self.path.extend(letters.next().map(|first| first.to_ascii_lowercase()));
            self.path.push_str(letters.as_str());
            if *value == Document::Null {
                self.report(value, "Member must not be null");
            } else {
                self.value(member.shape, value);
            }
            self.path.truncate(length);
        }
    }

    fn list(&mut self, element: ShapeId, items: &[Document], list: &Document) {
        let Some(shape) = self.model.shape(element) else { return };
        if is_scalar(shape) {
            if items.iter().any(|item| !broken(shape, item).is_empty()) {
                let all = all(shape).join(", ");
                self.report(list, &format!("Member must satisfy constraint: [{all}]"));
            }
            return;
        }
        for (place, item) in items.iter().enumerate() {
            let length = self.path.len();
            // Writing to a String cannot fail.
            let _ = write!(self.path, ".{}.member", place + 1);
            self.value(element, item);
            self.path.truncate(length);
        }
    }

    fn map(
        &mut self,
        (key, value): (ShapeId, ShapeId),
        entries: &[(Name, Document)],
        map: &Document,
    ) {
        let (Some(key), Some(shape)) = (self.model.shape(key), self.model.shape(value)) else {
            return;
        };
        let breaks = |(name, _): &&(Name, Document)| {
            !broken_text(wording::narrower(self.model, key, name), name).is_empty()
        };
        if let Some((name, _)) = entries.iter().find(breaks) {
            let all = all(wording::narrower(self.model, key, name)).join(", ");
            self.report(map, &format!("Map keys must satisfy constraint: [{all}]"));
        }
        if is_scalar(shape) {
            if entries.iter().any(|(_, item)| !broken(shape, item).is_empty()) {
                let all = all(shape).join(", ");
                self.report(map, &format!("Map value must satisfy constraint: [{all}]"));
            }
            return;
        }
        let mut listed = None;
        if let Kind::List { element, length, .. } = &shape.kind {
            let breaks = |(_, item): &(Name, Document)| match item {
                Document::List(items) => !broken_length(items.len(), *length).is_empty(),
                _ => false,
            };
            if entries.iter().any(breaks) {
                let all: Vec<String> =
                    length.1.map(no_longer).into_iter().chain(length.0.map(no_shorter)).collect();
                let all = all.join(", ");
                self.report(map, &format!("Map value must satisfy constraint: [{all}]"));
            }
            listed = Some(*element);
        }
        for (name, item) in entries {
            let length = self.path.len();
            let _ = write!(self.path, ".{name}.member");
            match (listed, item) {
                (Some(element), Document::List(items)) => self.list(element, items, item),
                _ => self.value(value, item),
            }
            self.path.truncate(length);
        }
    }

    fn length(&mut self, length: usize, limits: Limits<u64>, document: &Document) {
        for broken in broken_length(length, limits) {
            self.report(document, &broken);
        }
    }

    fn report(&mut self, document: &Document, constraint: &str) {
        if ERRORS_MAX <= self.errors.len() {
            return;
        }
        let value = match document {
            Document::Null => "null".to_owned(),
            value => {
                let mut text = String::new();
                show(value, &mut text);
                format!("'{text}'")
            }
        };
        let path = &self.path;
        self.errors
            .push(format!("Value {value} at '{path}' failed to satisfy constraint: {constraint}"));
    }
}

type Limits<T> = (Option<T>, Option<T>);

fn is_scalar(shape: &Shape) -> bool {
    !matches!(shape.kind, Kind::Structure { .. } | Kind::List { .. } | Kind::Map { .. })
}

fn broken(shape: &Shape, document: &Document) -> Vec<String> {
    match (&shape.kind, document) {
        (_, Document::Null) => vec!["Member must not be null".to_owned()],
        (Kind::String { .. }, Document::String(text)) => broken_text(shape, text),
        (Kind::Blob { length, .. }, Document::Blob(bytes)) => broken_length(bytes.len(), *length),
        (Kind::Integer { range } | Kind::Long { range }, Document::Integer(value)) => {
            let mut broken = Vec::new();
            if range.0.is_some_and(|least| *value < least) {
                broken.extend(range.0.map(at_least));
            }
            if range.1.is_some_and(|most| most < *value) {
                broken.extend(range.1.map(at_most));
            }
            broken
        }
        _ => Vec::new(),
    }
}

fn broken_text(shape: &Shape, text: &str) -> Vec<String> {
    let Kind::String { length, pattern, values } = &shape.kind else { return Vec::new() };
    if !values.is_empty() {
        return if values.contains(&text) { Vec::new() } else { vec![enumeration(shape, values)] };
    }
    let mut broken = match length {
        (None, None) => Vec::new(),
        // Fewer bytes than the limit cannot be more characters.
        (None | Some(0 | 1), Some(most)) if !text.is_empty() && wide(text.len()) <= *most => {
            Vec::new()
        }
        limits => broken_length(text.chars().count(), *limits),
    };
    broken.extend(pattern.filter(|pattern| !pattern.matches(text)).map(expression));
    broken
}

fn broken_length(length: usize, limits: Limits<u64>) -> Vec<String> {
    let length = wide(length);
    let mut broken = Vec::new();
    if limits.1.is_some_and(|most| most < length) {
        broken.extend(limits.1.map(no_longer));
    }
    if limits.0.is_some_and(|least| length < least) {
        broken.extend(limits.0.map(no_shorter));
    }
    broken
}

fn wide(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Every constraint of a scalar shape, whether broken or not.
fn all(shape: &Shape) -> Vec<String> {
    let mut all = Vec::new();
    match &shape.kind {
        Kind::String { values, .. } if !values.is_empty() => all.push(enumeration(shape, values)),
        Kind::String { length, pattern, .. } => {
            all.extend(length.1.map(no_longer));
            all.extend(length.0.map(no_shorter));
            all.extend(pattern.map(expression));
        }
        Kind::Blob { length, .. } => {
            all.extend(length.1.map(no_longer));
            all.extend(length.0.map(no_shorter));
        }
        Kind::Integer { range } | Kind::Long { range } => {
            all.extend(range.1.map(at_most));
            all.extend(range.0.map(at_least));
        }
        _ => {}
    }
    if all.is_empty() {
        all.push("Member must not be null".to_owned());
    }
    all
}

fn no_longer(most: u64) -> String {
    format!("Member must have length less than or equal to {most}")
}

fn no_shorter(least: u64) -> String {
    format!("Member must have length greater than or equal to {least}")
}

fn at_most(most: i64) -> String {
    format!("Member must have value less than or equal to {most}")
}

fn at_least(least: i64) -> String {
    format!("Member must have value greater than or equal to {least}")
}

fn expression(pattern: &Pattern) -> String {
    format!("Member must satisfy regular expression pattern: {}", pattern.text())
}

/// The set in the order in which the service shows it, which for some of DynamoDB's is not the
/// model's.
fn enumeration(shape: &Shape, values: &[&str]) -> String {
    let shown: &[&str] = match (shape.name, values) {
        ("ReturnValue", ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"]) => {
            &["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"]
        }
        (
            "Select",
            ["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"],
        ) => &["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"],
        ("ScalarAttributeType", ["S", "N", "B"]) => &["B", "N", "S"],
        ("ConditionalOperator", ["AND", "OR"]) => &["OR", "AND"],
        ("ProjectionType", ["ALL", "KEYS_ONLY", "INCLUDE"]) => &["ALL", "INCLUDE", "KEYS_ONLY"],
        _ => values,
    };
    format!("Member must satisfy enum value set: [{}]", shown.join(", "))
}

/// A value as Java shows it, cut at [`SHOWN_MAX`].
fn show(document: &Document, out: &mut String) {
    if SHOWN_MAX <= out.len() {
        return;
    }
    match document {
        Document::Null => out.push_str("null"),
        Document::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Document::Integer(value) => out.push_str(&value.to_string()),
        Document::Double(value) => out.push_str(&crate::text::double(*value)),
        Document::String(text) => {
            let room = SHOWN_MAX - out.len();
            out.extend(text.chars().take(room));
        }
        Document::Blob(bytes) => {
            let _ = write!(out, "java.nio.HeapByteBuffer[pos=0 lim={0} cap={0}]", bytes.len());
        }
        Document::Timestamp(time) => out.push_str(&time.iso8601()),
        Document::List(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place != 0 {
                    out.push_str(", ");
                }
                show(item, out);
            }
            out.push(']');
        }
        Document::Map(entries) => {
            out.push('{');
            for (place, (key, item)) in entries.iter().enumerate() {
                if place != 0 {
                    out.push_str(", ");
                }
                out.push_str(key);
                out.push('=');
                show(item, out);
            }
            out.push('}');
        }
    }
}
