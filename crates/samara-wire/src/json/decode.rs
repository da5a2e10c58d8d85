//! JSON to documents, as descriptors say. What a value of the wrong type gets is said in the words
//! of DynamoDB, whose clients and test suites match on them.

use std::borrow::Cow;

use bytes::Bytes;

use super::reader::{Broken, Reader, Start};
use crate::parts::map_of;
use crate::{
    Decoded, Document, Kind, Location, Malformed, Member, Name, ServiceModel, Shape, ShapeId, text,
    wording,
};

/// What AWS's own parser says where a list or map within another is something else.
const CAST: &str = "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be \
                    cast to class java.lang.Class \
                    (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and \
                    java.lang.Class are in module java.base of loader 'bootstrap')";

impl From<Broken> for Malformed {
    fn from(Broken: Broken) -> Self {
        Self { message: None }
    }
}

/// Reads a body that is a value of `shape`. Members that do not travel in bodies are not taken
/// from it.
pub(crate) fn decode(
    model: &'static ServiceModel,
    shape: ShapeId,
    body: &Bytes,
) -> Result<Decoded, Malformed> {
    walk(model, shape, body, !model.is_rest())
}

/// Reads a body that is a value of `shape`, whatever its members' places in other requests are.
pub(crate) fn decode_whole(
    model: &'static ServiceModel,
    shape: ShapeId,
    body: &Bytes,
) -> Result<Decoded, Malformed> {
    walk(model, shape, body, true)
}

fn walk(
    model: &'static ServiceModel,
    shape: ShapeId,
    body: &Bytes,
    everywhere: bool,
) -> Result<Decoded, Malformed> {
    let body = std::str::from_utf8(body).map_err(|_| Malformed { message: None })?;
    let mut walk =
        Walk { model, reader: Reader::new(body), unknown: vec![], path: vec![], everywhere };
    let document = walk.value(shape, None)?;
    if !walk.reader.ended() {
        return Err(Malformed { message: None });
    }
    Ok(Decoded { document, unknown: walk.unknown })
}

struct Walk<'a> {
    model: &'static ServiceModel,
    reader: Reader<'a>,
    unknown: Vec<String>,
    path: Vec<&'static str>,
    everywhere: bool,
}

fn wrong(message: impl Into<String>) -> Malformed {
    Malformed { message: Some(message.into()) }
}

impl Walk<'_> {
    fn value(
        &mut self,
        shape: ShapeId,
        member: Option<&'static Member>,
    ) -> Result<Document, Malformed> {
        let start = self.reader.start()?;
        if start == Start::Null {
            self.reader.word(start)?;
            return Ok(Document::Null);
        }
        let shape = self.model.shape(shape).ok_or_else(|| wrong("no such shape"))?;
        match &shape.kind {
            Kind::Structure { .. } | Kind::List { .. } | Kind::Map { .. } => {
                self.container(start, shape, member.is_some())
            }
            Kind::String { .. } => self.string(start),
            Kind::Blob { .. } => self.blob(start),
            Kind::Boolean => self.boolean(start),
            Kind::Integer { .. } => self.integer(start, "Integer", i64::from(i32::MAX)),
            Kind::Long { .. } => self.integer(start, "Long", i64::MAX),
            Kind::Float => self.double(start, "Float"),
            Kind::Double => self.double(start, "Double"),
            Kind::Timestamp { .. } => self.time(start, member),
        }
    }

    /// A structure, list or map; `field` when it is a member of a structure.
    fn container(
        &mut self,
        start: Start,
        shape: &'static Shape,
        field: bool,
    ) -> Result<Document, Malformed> {
        let wanted = if matches!(shape.kind, Kind::List { .. }) { Start::List } else { Start::Map };
        if start != wanted {
            let structure = matches!(shape.kind, Kind::Structure { .. });
            return Err(match start {
                Start::Map => wrong("Start of structure or map found where not expected"),
                Start::List => {
                    let class = self.class(shape);
                    let kind = if structure { "class " } else { "" };
                    wrong(format!("Unrecognized collection type {kind}{class}"))
                }
                _ if field => wrong("Unexpected field type"),
                _ if structure => wrong("Unexpected value type in payload"),
                _ => wrong(CAST),
            });
        }
        match &shape.kind {
            Kind::Structure { members, .. } => self.structure(shape, members),
            Kind::List { element, .. } => self.list(*element),
            Kind::Map { value, .. } => self.map(*value),
            _ => Err(wrong("no such shape")),
        }
    }

    /// What a shape is called in Java, as messages show it.
    fn class(&self, shape: &Shape) -> String {
        let of = |id: ShapeId| self.model.shape(id).map_or_else(String::new, |of| self.class(of));
        match &shape.kind {
            Kind::Structure { .. } => {
                format!("{}{}", wording::java_package(self.model), shape.name)
            }
            Kind::List { element, .. } => format!("java.util.List<{}>", of(*element)),
            Kind::Map { value, .. } => {
                format!("java.util.Map<java.lang.String, {}>", of(*value))
            }
            Kind::String { .. } => "java.lang.String".to_owned(),
            Kind::Blob { .. } => "java.nio.ByteBuffer".to_owned(),
            Kind::Boolean => "java.lang.Boolean".to_owned(),
            Kind::Integer { .. } => "java.lang.Integer".to_owned(),
            Kind::Long { .. } => "java.lang.Long".to_owned(),
            Kind::Float | Kind::Double => "java.lang.Double".to_owned(),
            Kind::Timestamp { .. } => "java.util.Date".to_owned(),
        }
    }

    fn structure(
        &mut self,
        shape: &'static Shape,
        members: &'static [Member],
    ) -> Result<Document, Malformed> {
        // A value of no type that is known is for its service to refuse, which says it better.
        let open = wording::is_open(self.model, shape.name);
        let root = self.path.is_empty();
        let known = self.unknown.len();
        let mut entries: Vec<(Name, Document)> = Vec::with_capacity(members.len().min(8));
        self.reader.enter()?;
        let mut first = true;
        while let Some(key) = self.reader.next_key(&mut first)? {
            let here = |member: &&Member| {
                member.wire_name == key
                    && (self.everywhere || !root || member.location == Location::Body)
            };
            let Some(member) = members.iter().find(here) else {
                if !open {
                    self.note_unknown(&key);
                }
                self.reader.skip()?;
                continue;
            };
            self.path.push(member.name);
            let value = self.value(member.shape, Some(member))?;
            self.path.pop();
            crate::parts::put(&mut entries, Cow::Borrowed(member.name), value);
        }
        if entries.is_empty() && !root {
            // One with nothing that is known is an empty one, which its service refuses.
            self.unknown.truncate(known);
        }
        entries.retain(|(_, value)| *value != Document::Null);
        Ok(Document::Map(entries))
    }

    fn note_unknown(&mut self, key: &str) {
        // `__type` is what some SDKs leave in a union; it says nothing.
        if self.unknown.len() < Decoded::UNKNOWN_MAX && key != "__type" {
            let mut path = self.path.join(".");
            if !path.is_empty() {
                path.push('.');
            }
            self.unknown.push(path + key);
        }
    }

    fn list(&mut self, element: ShapeId) -> Result<Document, Malformed> {
        let mut items = Vec::new();
        self.reader.enter()?;
        let mut first = true;
        while self.reader.next_item(&mut first)? {
            // An element is no member of the input itself, so its members are not the root's.
            self.path.push("member");
            items.push(self.value(element, None)?);
            self.path.pop();
        }
        Ok(Document::List(items))
    }

    fn map(&mut self, value: ShapeId) -> Result<Document, Malformed> {
        let mut entries = Vec::new();
        self.reader.enter()?;
        let mut first = true;
        while let Some(key) = self.reader.next_key(&mut first)? {
            let key = Cow::Owned(key.into_owned());
            self.path.push("value");
            entries.push((key, self.value(value, None)?));
            self.path.pop();
        }
        Ok(map_of(entries))
    }

    fn string(&mut self, start: Start) -> Result<Document, Malformed> {
        match start {
            Start::String => Ok(Document::String(self.reader.string()?.into_owned())),
            other => Err(self.unlike(other, "String", "java.lang.String")),
        }
    }

    fn blob(&mut self, start: Start) -> Result<Document, Malformed> {
        match start {
            Start::String => {
                let text = self.reader.string()?;
                text::from_base64(&text).map(Document::Blob).map_err(wrong)
            }
            Start::List | Start::Map => Err(self.unlike(start, "Blob", "java.nio.ByteBuffer")),
            _ => Err(wrong("only base-64-encoded strings are convertible to bytes")),
        }
    }

    fn boolean(&mut self, start: Start) -> Result<Document, Malformed> {
        match start {
            Start::True | Start::False => {
                self.reader.word(start)?;
                Ok(Document::Boolean(start == Start::True))
            }
            Start::String => {
                let text = self.reader.string()?;
                match text.to_ascii_lowercase().as_str() {
                    "true" | "yes" | "1" => Ok(Document::Boolean(true)),
                    "false" | "no" | "0" => Ok(Document::Boolean(false)),
                    _ => Err(wrong("Unexpected token received from parser")),
                }
            }
            other => Err(self.unlike(other, "Boolean", "java.lang.Boolean")),
        }
    }

    fn integer(
        &mut self,
        start: Start,
        name: &'static str,
        max: i64,
    ) -> Result<Document, Malformed> {
        if start != Start::Number {
            let class = if name == "Long" { "java.lang.Long" } else { "java.lang.Integer" };
            return Err(self.unlike(start, name, class));
        }
        let number = self.reader.number()?;
        text::parse_integer(number)
            .filter(|value| (-max - 1..=max).contains(value))
            .map(Document::Integer)
            .ok_or_else(|| wrong(format!("{} cannot be converted to {name}", kind_of(number))))
    }

    fn double(&mut self, start: Start, name: &'static str) -> Result<Document, Malformed> {
        let value = match start {
            Start::Number => text::parse_double(self.reader.number()?),
            Start::String => match self.reader.string()?.as_ref() {
                special @ ("NaN" | "Infinity" | "-Infinity") => text::parse_double(special),
                _ => return Err(self.unlike(start, name, "")),
            },
            other => return Err(self.unlike(other, name, "java.lang.Double")),
        };
        let value = value.ok_or_else(|| wrong("Unexpected token received from parser"))?;
        Ok(Document::Double(value))
    }

    fn time(
        &mut self,
        start: Start,
        member: Option<&'static Member>,
    ) -> Result<Document, Malformed> {
        let time = match start {
            Start::Number => text::parse_seconds(self.reader.number()?),
            Start::String => text::parse_time(&self.reader.string()?),
            other => return Err(self.unlike(other, "Date", "java.util.Date")),
        };
        let name = member.map_or("a time", |member| member.name);
        let time = time.ok_or_else(|| wrong(format!("{name} is not a time after 1970")))?;
        Ok(Document::Timestamp(time))
    }

    /// The error of a value that is not even a scalar, or not one that converts.
    fn unlike(&mut self, start: Start, name: &str, class: &str) -> Malformed {
        match start {
            Start::List => wrong(format!("Unrecognized collection type class {class}")),
            Start::Map => wrong("Start of structure or map found where not expected"),
            Start::Null => wrong("NULL_VALUE cannot be converted"),
            Start::True => wrong(format!("TRUE_VALUE cannot be converted to {name}")),
            Start::False => wrong(format!("FALSE_VALUE cannot be converted to {name}")),
            Start::String => wrong(format!("STRING_VALUE cannot be converted to {name}")),
            Start::Number => match self.reader.number() {
                Ok(number) => wrong(format!("{} cannot be converted to {name}", kind_of(number))),
                Err(Broken) => Malformed { message: None },
            },
        }
    }
}

fn kind_of(number: &str) -> &'static str {
    if number.contains(['.', 'e', 'E']) { "DECIMAL_VALUE" } else { "NUMBER_VALUE" }
}
