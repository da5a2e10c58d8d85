//! Paths and queries: patterns of the models, percent-encoding, pairs.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What AWS leaves as it is in paths and queries: RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same with slashes left alone, for what stands in several segments.
const RESERVED_PATH: &AsciiSet = &RESERVED.remove(b'/');

/// How well a pattern fits a path; more that is fixed is more. First the path's segments, each
/// fixed, one label, or the rest; then the fixed parts of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(u64, usize);

/// The most segments of a path that patterns are told apart by.
const SEGMENTS_MAX: u32 = 31;

/// How well a pattern fits, when it does.
pub(crate) fn rank(pattern: &str, path: &str, query: &str) -> Option<Rank> {
    let (path_pattern, query_pattern) = pattern.split_once('?').unwrap_or((pattern, ""));
    let mut score = 0;
    let mut place = 0;
    let fits = walk(path_pattern, path, |part| {
        let value = match part {
            Part::Fixed => 3,
            Part::Label(..) => 2,
            Part::Greedy(..) => 1,
        };
        if place < SEGMENTS_MAX {
            score |= value << (2 * (SEGMENTS_MAX - place));
            place += 1;
        }
    });
    if !fits {
        return None;
    }
    let mut fixed = 0;
    for wanted in query_pattern.split('&').filter(|part| !part.is_empty()) {
        let (key, value) = wanted.split_once('=').map_or((wanted, None), |(k, v)| (k, Some(v)));
        let there = pairs(query).any(|(name, given)| {
            name == key && value.is_none_or(|value| value.is_empty() || value == given)
        });
        if !there {
            return None;
        }
        fixed += 1;
    }
    Some(Rank(score, fixed))
}

enum Part<'p, 'a> {
    Fixed,
    Label(&'p str, &'a str),
    Greedy(&'p str, &'a str),
}

/// Lays a pattern over a path, telling each part; false where it does not fit. A slash at the end
/// of either counts only for a label that takes the rest.
fn walk<'p, 'a>(pattern: &'p str, path: &'a str, mut tell: impl FnMut(Part<'p, 'a>)) -> bool {
    let mut wanted = pattern.strip_prefix('/').unwrap_or(pattern);
    let mut rest = Some(path.strip_prefix('/').unwrap_or(path));
    wanted = wanted.strip_suffix('/').unwrap_or(wanted);
    while !wanted.is_empty() {
        let (head, tail) = wanted.split_once('/').unwrap_or((wanted, ""));
        let Some(given) = rest else { return false };
        let label = head.strip_prefix('{').and_then(|head| head.strip_suffix('}'));
        if let Some(label) = label.and_then(|label| label.strip_suffix('+')) {
            // What follows a greedy label is fixed, so it is taken from the end.
            let fixed = if tail.is_empty() { String::new() } else { format!("/{tail}") };
            let Some(value) = given.strip_suffix(fixed.as_str()) else { return false };
            if value.is_empty() {
                return false;
            }
            tell(Part::Greedy(label, value));
            return true;
        }
        let (segment, after) = match given.split_once('/') {
            Some((segment, after)) => (segment, Some(after)),
            None => (given, None),
        };
        match label {
            Some(_) if segment.is_empty() => return false,
            Some(label) => tell(Part::Label(label, segment)),
            None if segment == head || decode(segment) == head => tell(Part::Fixed),
            None => return false,
        }
        rest = after;
        wanted = tail;
    }
    rest.is_none_or(str::is_empty)
}

/// The value of a label in a path, decoded.
pub(crate) fn label(pattern: &str, path: &str, name: &str) -> Option<Result<String, ()>> {
    let pattern = pattern.split_once('?').map_or(pattern, |(pattern, _)| pattern);
    let mut found = None;
    walk(pattern, path, |part| {
        if let Part::Label(label, value) | Part::Greedy(label, value) = part
            && label == name
        {
            found = Some(decode_strictly(value));
        }
    });
    found
}

/// The pairs of a query, decoded; a name without `=` has an empty value.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode_plus(key), decode_plus(value))
    })
}

/// Whether a query has a key.
pub(crate) fn query_has(query: &str, key: &str) -> bool {
    pairs(query).any(|(name, _)| name == key)
}

fn decode_plus(text: &str) -> Cow<'_, str> {
    if text.contains('+') {
        Cow::Owned(decode(&text.replace('+', " ")).into_owned())
    } else {
        decode(text)
    }
}

fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

fn decode_strictly(text: &str) -> Result<String, ()> {
    percent_decode_str(text).decode_utf8().map(Cow::into_owned).map_err(|_| ())
}

/// Percent-encodes as AWS does, slashes too.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Percent-encodes as AWS does, but for slashes.
pub(crate) fn encode_path(text: &str) -> String {
    utf8_percent_encode(text, RESERVED_PATH).to_string()
}

/// Percent-encodes bytes that are no text.
pub(crate) fn encode_bytes(bytes: &[u8], path: bool) -> String {
    let set = if path { RESERVED_PATH } else { RESERVED };
    percent_encoding::percent_encode(bytes, set).to_string()
}
