//! An XML document as a tree.

use quick_xml::events::{BytesRef, BytesStart, Event};

use super::malformed;
use crate::Malformed;

/// How deep elements may nest: more than any model does. Bounded because descent is recursion.
const DEPTH_MAX: usize = 100;

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Its name, without a prefix.
    pub(crate) name: String,
    /// Its attributes, with their prefixes.
    pub(crate) attributes: Vec<(String, String)>,
    /// The elements in it.
    pub(crate) children: Vec<Element>,
    /// The text in it, all together.
    pub(crate) text: String,
}

impl Element {
    /// The first element in it of this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of a child.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim())
    }
}

/// Reads a document. Entities other than XML's own five are refused, so nothing can grow.
pub(crate) fn parse(text: &str) -> Result<Element, Malformed> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        match reader.read_event().map_err(|_| malformed())? {
            Event::Start(start) => {
                if DEPTH_MAX <= open.len() || root.is_some() {
                    return Err(malformed());
                }
                open.push(element(&start)?);
            }
            Event::Empty(start) => {
                if root.is_some() {
                    return Err(malformed());
                }
                close(element(&start)?, &mut open, &mut root);
            }
            Event::End(_) => {
                let element = open.pop().ok_or_else(malformed)?;
                close(element, &mut open, &mut root);
            }
            Event::Text(text) => {
                let text = text.xml_content().map_err(|_| malformed())?;
                add(&mut open, &text)?;
            }
            Event::CData(text) => {
                let text = text.decode().map_err(|_| malformed())?;
                add(&mut open, &text)?;
            }
            Event::GeneralRef(name) => {
                let character = reference(&name)?;
                add(&mut open, &character)?;
            }
            Event::DocType(_) => return Err(malformed()),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            Event::Eof => break,
        }
    }
    if !open.is_empty() {
        return Err(malformed());
    }
    root.ok_or_else(malformed)
}

/// The text that a reference stands for: a character by its number, or one of XML's own five.
fn reference(name: &BytesRef<'_>) -> Result<String, Malformed> {
    if let Some(character) = name.resolve_char_ref().map_err(|_| malformed())? {
        return Ok(character.to_string());
    }
    let name = name.decode().map_err(|_| malformed())?;
    quick_xml::escape::resolve_xml_entity(&name).map(ToOwned::to_owned).ok_or_else(malformed)
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

fn add(open: &mut [Element], text: &str) -> Result<(), Malformed> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(malformed()),
    }
    Ok(())
}

fn element(start: &BytesStart<'_>) -> Result<Element, Malformed> {
    let text =
        |bytes: &[u8]| std::str::from_utf8(bytes).map(ToOwned::to_owned).map_err(|_| malformed());
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| malformed())?;
        let value = attribute.unescape_value().map_err(|_| malformed())?;
        attributes.push((text(attribute.key.as_ref())?, value.into_owned()));
    }
    let name = text(start.local_name().as_ref())?;
    Ok(Element { name, attributes, ..Element::default() })
}
