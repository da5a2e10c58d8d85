//! Paging tokens: where a list goes on, opaque to clients and checked when they come back.

use crate::Refusal;

/// A token that names the last key of a page.
#[must_use]
pub fn token(last_key: &str) -> String {
    last_key.bytes().fold(String::from("1"), |mut text, byte| {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The last key that a token names.
///
/// # Errors
/// When it is not a token that [`token`] made; `code` is the service's error code for that.
pub fn last_key(token: &str, code: &'static str) -> Result<String, Refusal> {
    let bad = || Refusal::caller(code, 400, "The provided token is not valid.");
    let digits = token.strip_prefix('1').ok_or_else(bad)?;
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).ok().filter(|text| text.len() == 2)?;
        let hexadecimal = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        hexadecimal.then(|| u8::from_str_radix(text, 16).ok()).flatten()
    };
    let bytes = pairs.map(byte).collect::<Option<Vec<u8>>>().ok_or_else(bad)?;
    String::from_utf8(bytes).map_err(|_| bad())
}

/// A page of a list that is read whole and ordered by its keys: what stands behind the key that
/// `after` names, at most `limit` of it, and the token of the next page where more follows.
///
/// # Errors
/// As [`last_key`].
pub fn of_keyed<T>(
    items: impl IntoIterator<Item = (String, T)>,
    limit: usize,
    after: Option<&str>,
    code: &'static str,
) -> Result<(Vec<T>, Option<String>), Refusal> {
    let after = after.map(|token| last_key(token, code)).transpose()?;
    let behind = |key: &String| after.as_ref().is_none_or(|after| after < key);
    let mut rest = items.into_iter().filter(|(key, _)| behind(key)).peekable();
    let (mut page, mut last) = (Vec::new(), None);
    while page.len() < limit
        && let Some((key, item)) = rest.next()
    {
        page.push(item);
        last = Some(key);
    }
    let more = rest.peek().is_some();
    Ok((page, last.filter(|_| more).as_deref().map(token)))
}

#[cfg(test)]
mod tests {
    use super::{last_key, of_keyed, token};

    /// A client that walks a list in pages must see each item once, whatever is deleted meanwhile.
    #[test]
    fn pages_of_a_list_meet_without_gap_or_overlap() {
        let items = |keys: &str| -> Vec<_> { keys.chars().map(|c| (c.to_string(), c)).collect() };
        let (page, next) = of_keyed(items("abcd"), 2, None, "X").unwrap();
        assert_eq!(page, ['a', 'b']);
        let (page, next) = of_keyed(items("acd"), 2, next.as_deref(), "X").unwrap();
        assert_eq!((page, next), (vec!['c', 'd'], None));
    }

    #[test]
    fn a_token_reads_back_and_garbage_is_refused() {
        assert_eq!(last_key(&token("orders"), "X").ok().as_deref(), Some("orders"));
        for bad in ["", "2aa", "1a", "1zz", "1+f", "1ff"] {
            assert!(last_key(bad, "X").is_err(), "{bad}");
        }
    }
}
