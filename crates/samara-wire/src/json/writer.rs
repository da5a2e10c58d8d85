//! Pieces of JSON text.

use std::fmt::Write;

/// Writes a text in quotes.
pub(crate) fn string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    let special = |byte: u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    while let Some(place) = rest.bytes().position(special) {
        let (before, after) = rest.split_at(place);
        out.push_str(before);
        let mut characters = after.chars();
        match characters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(other) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(other));
            }
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Writes a floating-point number; what is no number becomes a text, as AWS has it.
pub(crate) fn double(out: &mut String, value: f64) {
    let text = crate::text::double(value);
    if value.is_finite() {
        out.push_str(&text);
    } else {
        string(out, &text);
    }
}
