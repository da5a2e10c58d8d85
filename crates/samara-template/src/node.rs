//! A document whose every value knows where it stands in the text.
//!
//! The parsers make it, the transform rewrites it, the checks read it. It is JSON's data model: a
//! short tag (`!Ref x`) is already its long form (`{"Ref": "x"}`), and an alias is already a copy.

use crate::error::Mark;
use serde_json::{Number, Value as Json};

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// Where the value begins.
    pub mark: Mark,
    /// The value.
    pub value: Value,
}

/// What a [`Node`] can be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order of the text.
    Map(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub mark: Mark,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// Gives a JSON document one place for all its parts: for what a transform generates.
    pub(crate) fn from_json(json: &Json, mark: Mark) -> Self {
        let value = match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(value) => Value::Number(value.clone()),
            Json::String(value) => Value::String(value.clone()),
            Json::Array(items) => {
                Value::List(items.iter().map(|item| Self::from_json(item, mark)).collect())
            }
            Json::Object(map) => Value::Map(
                map.iter()
                    .map(|(key, value)| Entry {
                        key: key.clone(),
                        mark,
                        node: Self::from_json(value, mark),
                    })
                    .collect(),
            ),
        };
        Self { mark, value }
    }

    /// The document without its places.
    pub(crate) fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(value) => Json::Number(value.clone()),
            Value::String(value) => Json::String(value.clone()),
            Value::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Map(entries) => Json::Object(
                entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json())).collect(),
            ),
        }
    }

    /// A text.
    pub(crate) fn text(text: impl Into<String>, mark: Mark) -> Self {
        Self { mark, value: Value::String(text.into()) }
    }

    /// An empty mapping.
    pub(crate) fn map(mark: Mark) -> Self {
        Self { mark, value: Value::Map(Vec::new()) }
    }

    /// The entries of a mapping; none of anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a sequence; none of anything else.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a string.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of any scalar, as CloudFormation writes it where a text is wanted.
    pub(crate) fn scalar(&self) -> Option<String> {
        scalar(&self.to_scalar_json()?)
    }

    fn to_scalar_json(&self) -> Option<Json> {
        match &self.value {
            Value::List(_) | Value::Map(_) => None,
            _ => Some(self.to_json()),
        }
    }

    /// Whether this is a mapping.
    pub(crate) fn is_map(&self) -> bool {
        matches!(self.value, Value::Map(_))
    }

    /// Whether this is a sequence.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.value, Value::List(_))
    }

    /// The value of a key of a mapping.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The key and value of a mapping.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// Sets a key of a mapping, keeping its position if it was there.
    pub(crate) fn set(&mut self, key: &str, node: Node) {
        let Value::Map(entries) = &mut self.value else { return };
        match entries.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => entry.node = node,
            None => entries.push(Entry { key: key.to_owned(), mark: node.mark, node }),
        }
    }

    /// Takes a key out of a mapping.
    pub(crate) fn remove(&mut self, key: &str) -> Option<Node> {
        let Value::Map(entries) = &mut self.value else { return None };
        let index = entries.iter().position(|entry| entry.key == key)?;
        Some(entries.remove(index).node)
    }

    /// The name and argument of an intrinsic function: a mapping with that one key.
    pub(crate) fn intrinsic(&self) -> Option<(&str, &Node)> {
        match self.entries() {
            [only] if is_intrinsic(&only.key) => Some((&only.key, &only.node)),
            _ => None,
        }
    }

    /// The place of what a path of keys and indices leads to, or of the last part that exists.
    pub(crate) fn locate(&self, path: &[String]) -> Mark {
        let Some((head, rest)) = path.split_first() else { return self.mark };
        match &self.value {
            Value::Map(_) => self.entry(head).map_or(self.mark, |entry| {
                if rest.is_empty() { entry.mark } else { entry.node.locate(rest) }
            }),
            Value::List(items) => head
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index))
                .map_or(self.mark, |item| item.locate(rest)),
            _ => self.mark,
        }
    }

    /// What kind of value this is, in a template author's words.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a Boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }
}

/// Whether a key alone in a mapping makes it a function of the template language.
pub(crate) fn is_intrinsic(key: &str) -> bool {
    key == "Ref" || key.starts_with("Fn::")
}

/// The text of a scalar, as CloudFormation writes it where a text is wanted.
pub(crate) fn scalar(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Bool(value) => Some(value.to_string()),
        Json::Number(value) => Some(value.to_string()),
        _ => None,
    }
}
