//! awsQuery: parameters with dotted names in, XML out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;

use crate::parts::map_of;
use crate::{
    Decoded, Document, EncodeError, Kind, Malformed, Member, Name, OperationModel, RequestParts,
    ServiceModel, ShapeId, TimestampFormat, scalar, uri, xml,
};

/// How many parts a parameter's name may have: more than any model does. Bounded because descent
/// is recursion.
const DEPTH_MAX: usize = 50;

/// Parameters that are not the operation's.
const FOREIGN: [&str; 8] = [
    "Action",
    "Version",
    "AWSAccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "Timestamp",
    "SecurityToken",
];

/// The operation that a request names.
pub(crate) fn action(parts: &RequestParts<'_>) -> Option<String> {
    let body = std::str::from_utf8(&parts.body).unwrap_or_default();
    let mut pairs = uri::pairs(body).chain(uri::pairs(parts.query));
    pairs.find(|(key, _)| key == "Action").map(|(_, value)| value.into_owned())
}

/// A part of a name, with what is said of it and below it.
#[derive(Default)]
struct Node {
    value: Option<String>,
    children: BTreeMap<String, Node>,
}

/// Reads a request's parameters, from its body and its query.
pub(crate) fn decode(
    model: &ServiceModel,
    shape: ShapeId,
    parts: &RequestParts<'_>,
) -> Result<Decoded, Malformed> {
    let body = std::str::from_utf8(&parts.body).map_err(|_| Malformed { message: None })?;
    let mut root = Node::default();
    for (key, value) in uri::pairs(body).chain(uri::pairs(parts.query)) {
        if FOREIGN.contains(&key.as_ref()) || key.starts_with("X-Amz-") {
            continue;
        }
        if DEPTH_MAX < key.split('.').count() {
            return Err(wrong(&key, "has too many parts"));
        }
        let node = key
            .split('.')
            .fold(&mut root, |node, part| node.children.entry(part.to_owned()).or_default());
        node.value = Some(value.into_owned());
    }
    let mut unknown = Vec::new();
    let document = Walk { model, unknown: &mut unknown }.value(shape, "", &root)?;
    Ok(Decoded { document, unknown })
}

fn wrong(name: &str, what: &str) -> Malformed {
    Malformed { message: Some(format!("The parameter '{name}' {what}")) }
}

struct Walk<'m, 'u> {
    model: &'m ServiceModel,
    unknown: &'u mut Vec<String>,
}

impl Walk<'_, '_> {
    fn value(&mut self, id: ShapeId, path: &str, node: &Node) -> Result<Document, Malformed> {
        let shape = self.model.shape(id).ok_or(Malformed { message: None })?;
        match &shape.kind {
            Kind::Structure { members, .. } => self.structure(members, path, node),
            Kind::List { element, element_name, .. } => {
                self.list(*element, path, node.children.get(*element_name))
            }
            Kind::Map { value, names, .. } => {
                self.map((*value, *names), path, node.children.get("entry"))
            }
            _ => {
                let text = node.value.as_deref().ok_or_else(|| wrong(path, "has no value"))?;
                scalar::read(self.model, id, path, text)
            }
        }
    }

    fn structure(
        &mut self,
        members: &[Member],
        path: &str,
        node: &Node,
    ) -> Result<Document, Malformed> {
        let mut entries: Vec<(Name, Document)> = Vec::new();
        let mut taken = 0;
        for member in members {
            let shape = self.model.shape(member.shape).ok_or(Malformed { message: None })?;
            let flat = scalar::flat_name(&shape.kind, member);
            let name = flat.unwrap_or(member.wire_name);
            let Some(child) = node.children.get(name) else { continue };
            taken += 1;
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let value = match &shape.kind {
                Kind::List { element, .. } if flat.is_some() => {
                    self.list(*element, &path, Some(child))?
                }
                Kind::Map { value, names, .. } if flat.is_some() => {
                    self.map((*value, *names), &path, Some(child))?
                }
                _ => self.value(member.shape, &path, child)?,
            };
            entries.push((Cow::Borrowed(member.name), value));
        }
        if taken < node.children.len() {
            self.note_unknown(members, path, node);
        }
        Ok(Document::Map(entries))
    }

    /// The elements below a name, in the order of their numbers.
    fn numbered<'n>(path: &str, node: Option<&'n Node>) -> Result<Vec<&'n Node>, Malformed> {
        let Some(node) = node else { return Ok(Vec::new()) };
        let mut items = Vec::with_capacity(node.children.len());
        for (number, item) in &node.children {
            let place: u32 =
                number.parse().map_err(|_| wrong(path, "must be numbered from 1, as in .1"))?;
            items.push((place, item));
        }
        items.sort_by_key(|(place, _)| *place);
        Ok(items.into_iter().map(|(_, item)| item).collect())
    }

    fn list(
        &mut self,
        element: ShapeId,
        path: &str,
        node: Option<&Node>,
    ) -> Result<Document, Malformed> {
        let items = Self::numbered(path, node)?;
        let items: Result<Vec<Document>, Malformed> =
            items.into_iter().map(|item| self.value(element, path, item)).collect();
        items.map(Document::List)
    }

    fn map(
        &mut self,
        (value, names): (ShapeId, (&str, &str)),
        path: &str,
        node: Option<&Node>,
    ) -> Result<Document, Malformed> {
        let mut entries: Vec<(Name, Document)> = Vec::new();
        for entry in Self::numbered(path, node)? {
            let key = entry.children.get(names.0).and_then(|key| key.value.clone());
            let key = key.ok_or_else(|| wrong(path, "has an entry without a key"))?;
            let item = entry.children.get(names.1);
            let item = item.ok_or_else(|| wrong(path, "has an entry without a value"))?;
            entries.push((Cow::Owned(key), self.value(value, path, item)?));
        }
        Ok(map_of(entries))
    }

    fn note_unknown(&mut self, members: &[Member], path: &str, node: &Node) {
        for name in node.children.keys() {
            let known = members.iter().any(|member| {
                let kind = self.model.shape(member.shape).map(|shape| &shape.kind);
                let flat = kind.and_then(|kind| scalar::flat_name(kind, member));
                flat.unwrap_or(member.wire_name) == name
            });
            if !known && self.unknown.len() < Decoded::UNKNOWN_MAX {
                let full = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                self.unknown.push(full);
            }
        }
    }
}

/// Writes an operation's answer, with the request's id below it.
pub(crate) fn encode_output(
    model: &ServiceModel,
    operation: &OperationModel,
    output: &Document,
    request_id: &str,
) -> Result<Bytes, EncodeError> {
    let mut writer = xml::Writer::new(false);
    let root = format!("{}Response", operation.name);
    writer.open(&root, ("", model.xml_namespace), &[]);
    match (operation.output, operation.result_wrapper) {
        // Without a wrapper the members stand in the root itself.
        (Some(shape), "") => xml::bare(model, shape, output, &mut writer)?,
        (Some(shape), wrapper) => xml::value(model, wrapper, shape, output, &mut writer)?,
        (None, _) => {}
    }
    writer.open("ResponseMetadata", ("", ""), &[]);
    writer.leaf("RequestId", request_id);
    writer.close("ResponseMetadata");
    writer.close(&root);
    Ok(Bytes::from(writer.done()))
}

/// Writes a request's parameters, as a client does.
pub(crate) fn encode_input(
    model: &ServiceModel,
    operation: &OperationModel,
    input: &Document,
) -> Result<Bytes, EncodeError> {
    let mut out = format!("Action={}&Version={}", operation.name, uri::encode(model.api_version));
    if let Some(shape) = operation.input {
        write(model, (shape, None), "", input, &mut out)?;
    }
    Ok(Bytes::from(out))
}

fn put(out: &mut String, name: &str, value: &str) {
    out.push('&');
    out.push_str(&uri::encode(name));
    out.push('=');
    out.push_str(&uri::encode(value));
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn write(
    model: &ServiceModel,
    (id, member): (ShapeId, Option<&Member>),
    path: &str,
    document: &Document,
    out: &mut String,
) -> Result<(), EncodeError> {
    let shape = model.shape(id).ok_or(EncodeError::Shape)?;
    match (&shape.kind, document) {
        (_, Document::Null) => Ok(()),
        (Kind::Structure { members, .. }, Document::Map(entries)) => {
            for (name, value) in entries {
                let member = EncodeError::member(members, name)?;
                let kind = &model.shape(member.shape).ok_or(EncodeError::Shape)?.kind;
                let name = scalar::flat_name(kind, member).unwrap_or(member.wire_name);
                write(model, (member.shape, Some(member)), &below(path, name), value, out)?;
            }
            Ok(())
        }
        (Kind::List { .. } | Kind::Map { .. }, Document::List(_) | Document::Map(_)) => {
            write_many(model, (&shape.kind, member), path, document, out)
        }
        (_, document) => {
            let text = scalar::write(shape, member, document, TimestampFormat::Iso8601)?;
            put(out, path, &text);
            Ok(())
        }
    }
}

fn write_many(
    model: &ServiceModel,
    (kind, member): (&Kind, Option<&Member>),
    path: &str,
    document: &Document,
    out: &mut String,
) -> Result<(), EncodeError> {
    let flat = member.and_then(|member| scalar::flat_name(kind, member)).is_some();
    match (kind, document) {
        (_, Document::List(items)) if items.is_empty() => put(out, path, ""),
        (_, Document::Map(entries)) if entries.is_empty() => put(out, path, ""),
        (Kind::List { element, element_name, .. }, Document::List(items)) => {
            let path = if flat { path.to_owned() } else { below(path, element_name) };
            for (place, item) in items.iter().enumerate() {
                write(model, (*element, None), &format!("{path}.{}", place + 1), item, out)?;
            }
        }
        (Kind::Map { value, names, .. }, Document::Map(entries)) => {
            let path = if flat { path.to_owned() } else { below(path, "entry") };
            for (place, (key, item)) in entries.iter().enumerate() {
                let entry = format!("{path}.{}", place + 1);
                put(out, &below(&entry, names.0), key);
                write(model, (*value, None), &below(&entry, names.1), item, out)?;
            }
        }
        _ => return Err(EncodeError::Mismatch { shape: "a list or a map" }),
    }
    Ok(())
}
