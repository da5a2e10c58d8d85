//! Ranges and the conditional headers of reads and writes (RFC 9110, as S3 applies it).

use samara_base::Timestamp;

use crate::Error;
use crate::object::Object;

/// The conditional headers of a read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Conditions<'a> {
    /// `If-Match`.
    pub(crate) matches: Option<&'a String>,
    /// `If-None-Match`.
    pub(crate) none_match: Option<&'a String>,
    /// `If-Modified-Since`.
    pub(crate) modified_since: Option<Timestamp>,
    /// `If-Unmodified-Since`.
    pub(crate) unmodified_since: Option<Timestamp>,
}

impl Conditions<'_> {
    /// Whether the object may be read under them. An `If-Match` that holds outweighs the date.
    pub(crate) fn check(&self, object: &Object) -> Result<(), Error> {
        match self.matches {
            Some(wanted) if !names(wanted, &object.etag) => {
                return Err(Error::PreconditionFailed("If-Match"));
            }
            None if self.unmodified_since.is_some_and(|since| since < object.modified()) => {
                return Err(Error::PreconditionFailed("If-Unmodified-Since"));
            }
            _ => {}
        }
        match self.none_match {
            Some(known) if names(known, &object.etag) => Err(Error::NotModified),
            None if self.modified_since.is_some_and(|since| object.modified() <= since) => {
                Err(Error::NotModified)
            }
            _ => Ok(()),
        }
    }
}

/// Whether a list of entity tags names an object's.
pub(crate) fn names(tags: &str, etag: &str) -> bool {
    tags.split(',').any(|tag| {
        let tag = tag.trim();
        tag == "*" || tag.trim_matches('"') == etag
    })
}

/// The stretch of a body that a `Range` header asks for: first byte and number of bytes; `None`
/// for the whole, also where the header is not one that must be understood.
pub(crate) fn range(header: Option<&String>, size: u64) -> Result<Option<(u64, u64)>, Error> {
    let Some(set) = header.and_then(|header| header.strip_prefix("bytes=")) else {
        return Ok(None);
    };
    let Some((first, last)) = set.trim().split_once('-') else { return Ok(None) };
    let (first, end) = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if last < first => return Ok(None),
        (Ok(first), Ok(last)) => (first, last.saturating_add(1).min(size)),
        (Ok(first), Err(_)) if last.is_empty() => (first, size),
        (Err(_), Ok(length)) if first.is_empty() => (size.saturating_sub(length), size),
        _ => return Ok(None),
    };
    if end <= first { Err(Error::InvalidRange) } else { Ok(Some((first, end - first))) }
}

#[cfg(test)]
mod tests {
    use super::range;

    /// A client that resumes a download must get exactly the bytes that it lacks.
    #[test]
    fn ranges_of_ten_bytes() {
        let seen = |text: &str| range(Some(&text.to_owned()), 10).ok();
        assert_eq!(seen("bytes=0-3"), Some(Some((0, 4))));
        assert_eq!(seen("bytes=4-"), Some(Some((4, 6))));
        assert_eq!(seen("bytes=-3"), Some(Some((7, 3))));
        assert_eq!(seen("bytes=8-99"), Some(Some((8, 2))));
        assert_eq!(seen("bytes=-99"), Some(Some((0, 10))));
        assert_eq!(seen("bytes=10-"), None);
        assert_eq!(seen("bytes=3-1"), Some(None));
        assert_eq!(seen("lines=3-1"), Some(None));
        assert_eq!(seen("bytes=0-1,4-5"), Some(None));
    }
}
