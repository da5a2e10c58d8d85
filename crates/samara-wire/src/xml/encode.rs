//! Documents to XML, as descriptors say.

use std::fmt::Write as _;

use crate::{
    Document, EncodeError, Kind, Location, Member, Name, ServiceModel, Shape, ShapeId,
    TimestampFormat, scalar,
};

/// XML text in the making.
pub(crate) struct Writer {
    text: String,
    /// S3 writes the milliseconds of a time even where they are zero.
    millis: bool,
}

impl Writer {
    /// Nothing yet.
    pub(crate) const fn new(millis: bool) -> Self {
        Self { text: String::new(), millis }
    }

    /// The text.
    pub(crate) fn done(self) -> String {
        self.text
    }

    /// Opens an element. A namespace is a prefix, perhaps empty, and a URI, empty for none.
    pub(crate) fn open(
        &mut self,
        name: &str,
        (prefix, uri): (&str, &str),
        attributes: &[(&str, String)],
    ) {
        self.text.push('<');
        self.text.push_str(name);
        if !uri.is_empty() {
            self.text.push_str(" xmlns");
            if !prefix.is_empty() {
                self.text.push(':');
                self.text.push_str(prefix);
            }
            self.text.push_str("=\"");
            self.escaped(uri);
            self.text.push('"');
        }
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.escaped(value);
            self.text.push('"');
        }
        self.text.push('>');
    }

    /// Closes an element.
    pub(crate) fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    /// Text in the element that is open.
    pub(crate) fn text(&mut self, text: &str) {
        self.escaped(text);
    }

    /// An element that has only text.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.open(name, ("", ""), &[]);
        self.escaped(text);
        self.close(name);
    }

    /// Text as it may stand in an element or an attribute. Ends of lines and control characters
    /// are written as references, or a reader would change or lose them.
    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\t' => self.text.push('\t'),
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{fffe}' | '\u{ffff}' => {
                    // Writing to a String cannot fail.
                    let _ = write!(self.text, "&#x{:X};", u32::from(character));
                }
                other => self.text.push(other),
            }
        }
    }
}

/// Writes a body's root with those members of a structure that travel in it.
pub(super) fn body(
    model: &ServiceModel,
    (name, namespace): (&str, (&str, &str)),
    members: &[Member],
    document: &Document,
    out: &mut Writer,
) -> Result<(), EncodeError> {
    out.open(name, namespace, &attributes(model, members, document)?);
    content(model, members, document, out)?;
    out.close(name);
    Ok(())
}

/// Writes the members of a value of `shape`, without an element around them.
pub(crate) fn bare(
    model: &ServiceModel,
    shape: ShapeId,
    document: &Document,
    out: &mut Writer,
) -> Result<(), EncodeError> {
    match &model.shape(shape).ok_or(EncodeError::Shape)?.kind {
        Kind::Structure { members, .. } => content(model, members, document, out),
        _ => Err(EncodeError::Shape),
    }
}

/// Writes one member of a structure.
pub(super) fn member(
    model: &ServiceModel,
    member: &Member,
    document: &Document,
    out: &mut Writer,
) -> Result<(), EncodeError> {
    let shape = model.shape(member.shape).ok_or(EncodeError::Shape)?;
    if let Some(name) = scalar::flat_name(&shape.kind, member) {
        return flat(model, (name, member), shape, document, out);
    }
    element(model, (member.wire_name, member.xml_namespace), (shape, Some(member)), document, out)
}

/// Writes a value of `shape` into an element of this name.
pub(crate) fn value(
    model: &ServiceModel,
    name: &str,
    shape: ShapeId,
    document: &Document,
    out: &mut Writer,
) -> Result<(), EncodeError> {
    let shape = model.shape(shape).ok_or(EncodeError::Shape)?;
    element(model, (name, ("", "")), (shape, None), document, out)
}

fn element(
    model: &ServiceModel,
    (name, namespace): (&str, (&str, &str)),
    (shape, member): (&Shape, Option<&Member>),
    document: &Document,
    out: &mut Writer,
) -> Result<(), EncodeError> {
    let attributes = match &shape.kind {
        Kind::Structure { members, .. } => attributes(model, members, document)?,
        _ => Vec::new(),
    };
    out.open(name, namespace, &attributes);
    match (&shape.kind, document) {
        (_, Document::Null) => {}
        (Kind::Structure { members, .. }, document) => content(model, members, document, out)?,
        (Kind::List { element, element_name, .. }, Document::List(items)) => {
            for item in items {
                value(model, element_name, *element, item, out)?;
            }
        }
        (Kind::Map { .. }, Document::Map(entries)) => map(model, "entry", shape, entries, out)?,
        (Kind::Timestamp { format: None }, Document::Timestamp(time))
            if out.millis && member.is_none_or(|member| member.timestamp_format.is_none()) =>
        {
            out.escaped(&time.iso8601_millis());
        }
        (_, document) => {
            let text = scalar::write(shape, member, document, TimestampFormat::Iso8601)?;
            out.escaped(&text);
        }
    }
    out.close(name);
    Ok(())
}

/// A list or map whose elements stand beside the structure's other members.
fn flat(
    model: &ServiceModel,
    (name, member): (&str, &Member),
    shape: &Shape,
    document: &Document,
    out: &mut Writer,
) -> Result<(), EncodeError> {
    match (&shape.kind, document) {
        (Kind::List { element: item, .. }, Document::List(items)) => {
            let item = model.shape(*item).ok_or(EncodeError::Shape)?;
            for value in items {
                element(model, (name, member.xml_namespace), (item, None), value, out)?;
            }
            Ok(())
        }
        (Kind::Map { .. }, Document::Map(entries)) => map(model, name, shape, entries, out),
        _ => Err(EncodeError::mismatch(shape)),
    }
}

fn map(
    model: &ServiceModel,
    name: &str,
    shape: &Shape,
    entries: &[(Name, Document)],
    out: &mut Writer,
) -> Result<(), EncodeError> {
    let Kind::Map { value: item, names, .. } = &shape.kind else {
        return Err(EncodeError::mismatch(shape));
    };
    for (key, document) in entries {
        out.open(name, ("", ""), &[]);
        out.leaf(names.0, key);
        value(model, names.1, *item, document, out)?;
        out.close(name);
    }
    Ok(())
}

fn content(
    model: &ServiceModel,
    members: &[Member],
    document: &Document,
    out: &mut Writer,
) -> Result<(), EncodeError> {
    let Document::Map(entries) = document else {
        return Err(EncodeError::Mismatch { shape: "a structure" });
    };
    for (name, document) in entries {
        let found = EncodeError::member(members, name)?;
        let elsewhere = model.is_rest() && found.location != Location::Body;
        let here = !elsewhere && !found.xml_attribute;
        if here && *document != Document::Null {
            member(model, found, document, out)?;
        }
    }
    Ok(())
}

fn attributes(
    model: &ServiceModel,
    members: &[Member],
    document: &Document,
) -> Result<Vec<(&'static str, String)>, EncodeError> {
    let mut attributes = Vec::new();
    for member in members.iter().filter(|member| member.xml_attribute) {
        if let Some(value) = document.get(member.name) {
            let shape = model.shape(member.shape).ok_or(EncodeError::Shape)?;
            let text = scalar::write(shape, Some(member), value, TimestampFormat::Iso8601)?;
            attributes.push((member.wire_name, text.into_owned()));
        }
    }
    Ok(attributes)
}
