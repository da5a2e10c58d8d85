//! Members in headers.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    Document, EncodeError, Kind, Location, Malformed, Member, Name, ServiceModel, ShapeId,
    TimestampFormat, scalar, text,
};

/// What may stand around a value without being of it (RFC 9110, 5.6.3); other spaces are text.
const SPACE: [char; 2] = [' ', '\t'];

/// Reads the members that travel in headers.
pub(crate) fn decode(
    model: &ServiceModel,
    members: &[Member],
    headers: &HeaderMap,
    entries: &mut Vec<(Name, Document)>,
) -> Result<(), Malformed> {
    for member in members {
        let value = match member.location {
            Location::Header => header(model, member, headers)?,
            Location::Headers => Some(prefixed(member, headers)),
            _ => None,
        };
        if let Some(value) = value {
            entries.push((Cow::Borrowed(member.name), value));
        }
    }
    Ok(())
}

fn header(
    model: &ServiceModel,
    member: &Member,
    headers: &HeaderMap,
) -> Result<Option<Document>, Malformed> {
    let mut values = headers.get_all(member.wire_name).iter();
    let Some(first) = values.next() else { return Ok(None) };
    let said = |value: &HeaderValue| {
        std::str::from_utf8(value.as_bytes())
            .map(|text| text.trim_matches(SPACE).to_owned())
            .map_err(|_| Malformed {
                message: Some(format!("The header '{}' is not text", member.wire_name)),
            })
    };
    let mut whole = said(first)?;
    for value in values {
        whole.push_str(", ");
        whole.push_str(&said(value)?);
    }
    let kind = &model.shape(member.shape).ok_or(Malformed { message: None })?.kind;
    let value = match kind {
        Kind::List { element, .. } => {
            let times =
                matches!(model.shape(*element).map(|s| &s.kind), Some(Kind::Timestamp { .. }));
            let items = if times { split_times(&whole) } else { split(&whole) };
            let items = items.iter().map(|item| scalar::read(model, *element, member.name, item));
            Document::List(items.collect::<Result<_, _>>()?)
        }
        Kind::String { .. } if member.json_value => {
            let bytes = text::from_base64(&whole)
                .map_err(|message| Malformed { message: Some(message) })?;
            let json =
                String::from_utf8(bytes.to_vec()).map_err(|_| Malformed { message: None })?;
            Document::String(json)
        }
        _ => scalar::read(model, member.shape, member.name, &whole)?,
    };
    Ok(Some(value))
}

/// The map of all headers with a prefix, which is there also where none is.
fn prefixed(member: &Member, headers: &HeaderMap) -> Document {
    let prefix = member.wire_name.to_ascii_lowercase();
    let mut entries: Vec<(Name, Document)> = Vec::new();
    for (name, value) in headers {
        let Some(rest) = name.as_str().strip_prefix(&prefix) else { continue };
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        match entries.iter_mut().find(|(key, _)| key == rest) {
            Some((_, Document::String(present))) => {
                present.push(',');
                present.push_str(&value);
            }
            _ => entries.push((Cow::Owned(rest.to_owned()), Document::String(value))),
        }
    }
    Document::Map(entries)
}

/// The items of a list in a header: between commas, in quotes where they have commas themselves.
fn split(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut rest = text.trim_start_matches(SPACE);
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut item = String::new();
            let mut escaped = false;
            let mut end = quoted.len();
            for (place, character) in quoted.char_indices() {
                match character {
                    _ if escaped => {
                        item.push(character);
                        escaped = false;
                    }
                    '\\' => escaped = true,
                    '"' => {
                        end = place + 1;
                        break;
                    }
                    other => item.push(other),
                }
            }
            items.push(item);
            rest = quoted.get(end..).unwrap_or_default().trim_start_matches(SPACE);
            rest = rest.strip_prefix(',').unwrap_or(rest).trim_start_matches(SPACE);
        } else {
            let (item, after) = rest.split_once(',').unwrap_or((rest, ""));
            items.push(item.trim_matches(SPACE).to_owned());
            rest = after.trim_start_matches(SPACE);
        }
    }
    items
}

/// As [`split`] for times, which have a comma of their own after the weekday.
fn split_times(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for part in text.split(',') {
        match items.last_mut().filter(|last| last.len() == 3) {
            Some(weekday) => {
                weekday.push(',');
                weekday.push_str(part);
            }
            None => items.push(part.trim_matches(SPACE).to_owned()),
        }
    }
    items
}

/// Writes the members that travel in headers.
pub(crate) fn encode(
    model: &ServiceModel,
    members: &[Member],
    document: &Document,
    headers: &mut HeaderMap,
) -> Result<(), EncodeError> {
    for member in members {
        let Some(value) = document.get(member.name).filter(|value| **value != Document::Null)
        else {
            continue;
        };
        match member.location {
            Location::Header => {
                let text = header_text(model, member, value)?;
                set(headers, member, member.wire_name, &text)?;
            }
            Location::Headers => {
                let Document::Map(entries) = value else {
                    return Err(EncodeError::Unfit { member: member.name });
                };
                for (key, value) in entries {
                    let text = value.as_str().ok_or(EncodeError::Unfit { member: member.name })?;
                    set(headers, member, &format!("{}{key}", member.wire_name), text)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn set(
    headers: &mut HeaderMap,
    member: &Member,
    name: &str,
    value: &str,
) -> Result<(), EncodeError> {
    let unfit = EncodeError::Unfit { member: member.name };
    let (Ok(name), Ok(value)) =
        (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes()))
    else {
        return Err(unfit);
    };
    headers.insert(name, value);
    Ok(())
}

fn header_text<'d>(
    model: &ServiceModel,
    member: &Member,
    value: &'d Document,
) -> Result<Cow<'d, str>, EncodeError> {
    let shape = model.shape(member.shape).ok_or(EncodeError::Shape)?;
    match (&shape.kind, value) {
        (Kind::List { element, .. }, Document::List(items)) => {
            list_text(model, *element, items).map(Cow::Owned)
        }
        (Kind::String { .. }, Document::String(json)) if member.json_value => {
            Ok(Cow::Owned(text::base64(json.as_bytes())))
        }
        _ => scalar::write(shape, Some(member), value, TimestampFormat::Rfc822),
    }
}

fn list_text(
    model: &ServiceModel,
    element: ShapeId,
    items: &[Document],
) -> Result<String, EncodeError> {
    let shape = model.shape(element).ok_or(EncodeError::Shape)?;
    let mut whole = String::new();
    for item in items.iter().filter(|item| **item != Document::Null) {
        if !whole.is_empty() {
            whole.push_str(", ");
        }
        let text = scalar::write(shape, None, item, TimestampFormat::Rfc822)?;
        let quoted = matches!(shape.kind, Kind::String { .. }) && text.contains(['"', ',']);
        if quoted {
            whole.push('"');
            whole.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
            whole.push('"');
        } else {
            whole.push_str(&text);
        }
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::{split, split_times};

    #[test]
    fn a_list_in_a_header_is_split_where_its_items_end() {
        assert_eq!(split("a, b,c"), ["a", "b", "c"]);
        assert_eq!(split(r#""b,c", "\"d\"", e"#), ["b,c", "\"d\"", "e"]);
        assert_eq!(split("\"open"), ["open"]);
        assert_eq!(
            split_times("Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:18 GMT").len(),
            2
        );
    }
}
