//! XML to documents, as descriptors say.

use std::borrow::Cow;

use super::{Element, malformed};
use crate::parts::map_of;
use crate::{
    Decoded, Document, Kind, Location, Malformed, Member, Name, ServiceModel, ShapeId, scalar,
};

/// Reads an element that is a value of `shape`.
pub(crate) fn decode(
    model: &ServiceModel,
    shape: ShapeId,
    element: &Element,
    unknown: &mut Vec<String>,
) -> Result<Document, Malformed> {
    Walk { model, unknown, path: Vec::new() }.value(shape, element)
}

/// Reads the members of a structure that travel in the body.
pub(crate) fn structure(
    model: &ServiceModel,
    members: &[Member],
    element: &Element,
    unknown: &mut Vec<String>,
) -> Result<Vec<(Name, Document)>, Malformed> {
    Walk { model, unknown, path: Vec::new() }.structure(members, element)
}

struct Walk<'m, 'u> {
    model: &'m ServiceModel,
    unknown: &'u mut Vec<String>,
    path: Vec<&'static str>,
}

impl Walk<'_, '_> {
    fn value(&mut self, id: ShapeId, element: &Element) -> Result<Document, Malformed> {
        let shape = self.model.shape(id).ok_or_else(malformed)?;
        match &shape.kind {
            Kind::Structure { members, .. } => self.structure(members, element).map(Document::Map),
            Kind::List { element: item, element_name, .. } => {
                let here = |child: &&Element| child.name == *element_name;
                self.list(*item, element.children.iter().filter(here))
            }
            Kind::Map { value, names, .. } => {
                let here = |child: &&Element| child.name == "entry";
                self.map(*value, *names, element.children.iter().filter(here))
            }
            Kind::String { .. } => Ok(Document::String(element.text.clone())),
            _ if !element.children.is_empty() => Err(malformed()),
            _ => scalar::read(self.model, id, &element.name, element.text.trim()),
        }
    }

    fn structure(
        &mut self,
        members: &[Member],
        element: &Element,
    ) -> Result<Vec<(Name, Document)>, Malformed> {
        let mut entries = Vec::new();
        let mut taken = 0;
        let rest = self.model.is_rest();
        for member in members {
            if rest && member.location != Location::Body {
                continue;
            }
            self.path.push(member.name);
            let (value, used) = self.member(member, element)?;
            self.path.pop();
            taken += used;
            if let Some(value) = value {
                entries.push((Cow::Borrowed(member.name), value));
            }
        }
        if taken < element.children.len() {
            self.note_unknown(members, element);
        }
        Ok(entries)
    }

    /// A member's value, and how many of the element's children it is made of.
    fn member(
        &mut self,
        member: &Member,
        element: &Element,
    ) -> Result<(Option<Document>, usize), Malformed> {
        if member.xml_attribute {
            let local = |name: &str| name.rsplit(':').next().map(ToOwned::to_owned);
            let wanted = local(member.wire_name);
            let found = element.attributes.iter().find(|(name, _)| local(name) == wanted);
            let value = found
                .map(|(_, text)| scalar::read(self.model, member.shape, member.name, text))
                .transpose()?;
            return Ok((value, 0));
        }
        let shape = self.model.shape(member.shape).ok_or_else(malformed)?;
        if let Some(name) = scalar::flat_name(&shape.kind, member) {
            let all = || element.children.iter().filter(|child| child.name == name);
            let value = match &shape.kind {
                _ if all().next().is_none() => None,
                Kind::List { element: item, .. } => Some(self.list(*item, all())?),
                Kind::Map { value, names, .. } => Some(self.map(*value, *names, all())?),
                _ => None,
            };
            return Ok((value, all().count()));
        }
        let name = member.wire_name.rsplit(':').next().unwrap_or(member.wire_name);
        match element.child(name) {
            Some(child) => {
                let times = element.children.iter().filter(|child| child.name == name).count();
                Ok((Some(self.value(member.shape, child)?), times))
            }
            None => Ok((None, 0)),
        }
    }

    fn list<'e>(
        &mut self,
        item: ShapeId,
        children: impl Iterator<Item = &'e Element>,
    ) -> Result<Document, Malformed> {
        let items: Result<Vec<Document>, Malformed> =
            children.map(|child| self.value(item, child)).collect();
        items.map(Document::List)
    }

    fn map<'e>(
        &mut self,
        value: ShapeId,
        (key_name, value_name): (&str, &str),
        children: impl Iterator<Item = &'e Element>,
    ) -> Result<Document, Malformed> {
        let mut entries = Vec::new();
        for entry in children {
            let key = entry.child(key_name).ok_or_else(malformed)?;
            let item = entry.child(value_name).ok_or_else(malformed)?;
            entries.push((Cow::Owned(key.text.clone()), self.value(value, item)?));
        }
        Ok(map_of(entries))
    }

    fn note_unknown(&mut self, members: &[Member], element: &Element) {
        for child in &element.children {
            let known = members.iter().any(|member| {
                let kind = self.model.shape(member.shape).map(|shape| &shape.kind);
                member.wire_name.rsplit(':').next() == Some(child.name.as_str())
                    || kind.and_then(|kind| scalar::flat_name(kind, member))
                        == Some(child.name.as_str())
            });
            if !known && self.unknown.len() < Decoded::UNKNOWN_MAX {
                let mut path = self.path.join(".");
                if !path.is_empty() {
                    path.push('.');
                }
                self.unknown.push(path + &child.name);
            }
        }
    }
}
