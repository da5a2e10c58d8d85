//! Attribute values and items: what they are, how they come in and go out, what they weigh.
//!
//! Values convert from and to the wire's documents directly, so that a request makes one tree and
//! not two. What is wrong with a value is not a matter of the document's shape but of DynamoDB's
//! rules, and its place in the order of checks is the operation's: so a value comes in as
//! [`Given`], which keeps the mistake until the operation asks for the value.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use samara_wire::{Document, DocumentError, FromDocument, IntoDocument};

use crate::number::{Number, NumberError};

/// The most levels that lists and maps may nest in an item.
///
/// DynamoDB developer guide, "Service, account, and table quotas": nested attribute depth.
pub const DEPTH_MAX: usize = 32;

/// The largest item, names and values together, bytes (the same guide: 400 KB).
pub const ITEM_SIZE_MAX: usize = 400 * 1024;

/// The longest name of an attribute, bytes (the same guide: 64 KB).
const NAME_BYTES_MAX: usize = 65_535;

/// An item: its attributes by name.
pub type Item = BTreeMap<String, Value>;

/// The value of an attribute.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// Text.
    S(String),
    /// A number.
    N(Number),
    /// Bytes.
    B(Bytes),
    /// A set of texts.
    Ss(BTreeSet<String>),
    /// A set of numbers.
    Ns(BTreeSet<Number>),
    /// A set of bytes.
    Bs(BTreeSet<Bytes>),
    /// A map.
    M(BTreeMap<String, Value>),
    /// A list.
    L(Vec<Value>),
    /// Null.
    #[default]
    Null,
    /// A truth value.
    Bool(bool),
}

/// What is wrong with a value that a client gave; `Display` is AWS's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// No type.
    #[error(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
    )]
    Empty,
    /// More than one type.
    #[error(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the \
         supported datatypes"
    )]
    SeveralTypes,
    /// A number that is none, or out of range.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// `NULL` that is not true.
    #[error(
        "One or more parameter values were invalid: Null attribute value types must have the \
         value of true"
    )]
    NullNotTrue,
    /// An empty set.
    #[error("One or more parameter values were invalid: {0}")]
    EmptySet(&'static str),
    /// The same element twice in a set of texts or bytes.
    #[error(
        "One or more parameter values were invalid: Input collection {0}contains duplicates{1}"
    )]
    Duplicates(String, &'static str),
    /// The same number twice in a set.
    #[error("Input collection contains duplicates")]
    DuplicateNumbers,
    /// An attribute without a name.
    #[error("One or more parameter values were invalid: Empty attribute name")]
    EmptyName,
    /// An attribute's name over the bound.
    #[error(
        "One or more parameter values were invalid: Attribute name is too large, must be less \
         than 65536 bytes"
    )]
    LongName,
    /// Deeper than 32 levels.
    #[error(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels \
         beyond supported limit"
    )]
    TooDeep,
}

impl Value {
    /// The name of its type on the wire.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::S(_) => "S",
            Self::N(_) => "N",
            Self::B(_) => "B",
            Self::Ss(_) => "SS",
            Self::Ns(_) => "NS",
            Self::Bs(_) => "BS",
            Self::M(_) => "M",
            Self::L(_) => "L",
            Self::Null => "NULL",
            Self::Bool(_) => "BOOL",
        }
    }

    /// The bytes that it counts for.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::S(text) => text.len(),
            Self::N(number) => number.size(),
            Self::B(bytes) => bytes.len(),
            Self::Ss(set) => set.iter().map(String::len).sum(),
            Self::Ns(set) => set.iter().map(|number| number.size()).sum(),
            Self::Bs(set) => set.iter().map(Bytes::len).sum(),
            Self::M(map) => 3 + map.len() + item_size(map),
            Self::L(list) => 3 + list.iter().map(|value| 1 + value.size()).sum::<usize>(),
            Self::Null | Self::Bool(_) => 1,
        }
    }

    /// Reads a value, however deep it lies.
    fn read(document: Document, depth: usize) -> Result<Self, ValueError> {
        let Document::Map(entries) = document else { return Err(ValueError::Empty) };
        let mut found = None;
        for (name, document) in entries {
            if document == Document::Null {
                continue;
            }
            let Some(value) = Self::of_type(&name, document, depth)? else { continue };
            if found.replace(value).is_some() {
                return Err(ValueError::SeveralTypes);
            }
        }
        found.ok_or(ValueError::Empty)
    }

    fn of_type(name: &str, document: Document, depth: usize) -> Result<Option<Self>, ValueError> {
        let deeper = if matches!(name, "L" | "M") { depth + 1 } else { depth };
        if DEPTH_MAX < deeper {
            return Err(ValueError::TooDeep);
        }
        Ok(Some(match (name, document) {
            ("S", Document::String(text)) => Self::S(text),
            ("N", Document::String(text)) => Self::N(text.parse()?),
            ("B", Document::Blob(bytes)) => Self::B(bytes),
            ("BOOL", Document::Boolean(truth)) => Self::Bool(truth),
            ("NULL", Document::Boolean(true)) => Self::Null,
            ("NULL", _) => return Err(ValueError::NullNotTrue),
            ("SS", Document::List(items)) => text_set(&items)?,
            ("NS", Document::List(items)) => number_set(&items)?,
            ("BS", Document::List(items)) => bytes_set(items)?,
            ("L", Document::List(items)) => Self::L(
                items.into_iter().map(|item| Self::read(item, deeper)).collect::<Result<_, _>>()?,
            ),
            ("M", Document::Map(entries)) => Self::M(read_item(entries, deeper)?),
            _ => return Ok(None),
        }))
    }
}

fn text_set(items: &[Document]) -> Result<Value, ValueError> {
    if items.is_empty() {
        return Err(ValueError::EmptySet("An string set  may not be empty"));
    }
    let texts: Vec<&str> = items.iter().filter_map(Document::as_str).collect();
    let set: BTreeSet<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    if set.len() < texts.len() {
        return Err(ValueError::Duplicates(format!("[{}] ", texts.join(", ")), "."));
    }
    Ok(Value::Ss(set))
}

fn number_set(items: &[Document]) -> Result<Value, ValueError> {
    if items.is_empty() {
        return Err(ValueError::EmptySet("An number set  may not be empty"));
    }
    let count = items.len();
    let numbers = items.iter().filter_map(Document::as_str).map(str::parse);
    let set = numbers.collect::<Result<BTreeSet<Number>, _>>()?;
    if set.len() < count {
        return Err(ValueError::DuplicateNumbers);
    }
    Ok(Value::Ns(set))
}

fn bytes_set(items: Vec<Document>) -> Result<Value, ValueError> {
    if items.is_empty() {
        return Err(ValueError::EmptySet("Binary sets should not be empty"));
    }
    let of = |item| if let Document::Blob(bytes) = item { Some(bytes) } else { None };
    let list: Vec<Bytes> = items.into_iter().filter_map(of).collect();
    let set: BTreeSet<Bytes> = list.iter().cloned().collect();
    if set.len() < list.len() {
        let texts: Vec<String> = list.iter().map(|bytes| STANDARD.encode(bytes)).collect();
        return Err(ValueError::Duplicates(format!("[{}]of type BS ", texts.join(", ")), "."));
    }
    Ok(Value::Bs(set))
}

fn read_item(
    entries: Vec<(Cow<'static, str>, Document)>,
    depth: usize,
) -> Result<Item, ValueError> {
    let read = |(name, document): (Cow<'static, str>, _)| {
        check_name(&name)?;
        Ok((name.into_owned(), Value::read(document, depth)?))
    };
    entries.into_iter().map(read).collect()
}

/// That a name can be an attribute's.
///
/// # Errors
/// When it is empty or too long.
pub fn check_name(name: &str) -> Result<(), ValueError> {
    match name.len() {
        0 => Err(ValueError::EmptyName),
        1..=NAME_BYTES_MAX => Ok(()),
        _ => Err(ValueError::LongName),
    }
}

/// The bytes that an item's attributes count for, names and values.
#[must_use]
pub fn item_size(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + value.size()).sum()
}

/// Something that a client gave, or what is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<T>(Result<T, ValueError>);

impl<T> Given<T> {
    /// The thing, if it is right.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn get(&self) -> Result<&T, ValueError> {
        self.0.as_ref().map_err(Clone::clone)
    }
}

impl<T> From<T> for Given<T> {
    fn from(thing: T) -> Self {
        Self(Ok(thing))
    }
}

impl<T: Default> Default for Given<T> {
    fn default() -> Self {
        Self(Ok(T::default()))
    }
}

impl FromDocument for Given<Value> {
    fn from_document(document: Document) -> Result<Self, DocumentError> {
        Ok(Self(Value::read(document, 0)))
    }
}

impl FromDocument for Given<Item> {
    fn from_document(document: Document) -> Result<Self, DocumentError> {
        match document {
            Document::Map(entries) => Ok(Self(read_item(entries, 0))),
            _ => Err(DocumentError::Type { expected: "a map" }),
        }
    }
}

impl<T: IntoDocument> IntoDocument for Given<T> {
    fn into_document(self) -> Document {
        self.0.map_or(Document::Null, IntoDocument::into_document)
    }
}

impl IntoDocument for Value {
    fn into_document(self) -> Document {
        let name = self.type_name();
        let value = match self {
            Self::S(text) => Document::String(text),
            Self::N(number) => Document::String(number.to_string()),
            Self::B(bytes) => Document::Blob(bytes),
            Self::Ss(set) => Document::List(set.into_iter().map(Document::String).collect()),
            Self::Ns(set) => {
                let text = |number: Number| Document::String(number.to_string());
                Document::List(set.into_iter().map(text).collect())
            }
            Self::Bs(set) => Document::List(set.into_iter().map(Document::Blob).collect()),
            Self::M(map) => map.into_document(),
            Self::L(list) => list.into_document(),
            Self::Null => Document::Boolean(true),
            Self::Bool(truth) => Document::Boolean(truth),
        };
        Document::Map(vec![(Cow::Borrowed(name), value)])
    }
}
