//! Lists with `NextToken` and `Limit`.

use samara_service::page;

use crate::Error;

/// The most items of a page, and how many when none is asked for.
const ITEMS_MAX: i64 = 100;

/// A page of things that are sorted by name, and where the next one begins.
pub(crate) fn of<T>(
    all: Vec<(String, T)>,
    token: Option<&str>,
    limit: Option<i64>,
) -> Result<(Vec<T>, Option<String>), Error> {
    let name = |token| page::last_key(token, "ValidationException").map_err(|_| Error::Token);
    let after = token.map(name).transpose()?;
    let limit = usize::try_from(limit.unwrap_or(ITEMS_MAX).clamp(1, ITEMS_MAX)).unwrap_or(1);
    let left = all.into_iter().filter(|(name, _)| after.as_ref().is_none_or(|last| last < name));
    let (mut left, mut items, mut last) = (left.peekable(), Vec::new(), None);
    for (name, item) in left.by_ref().take(limit) {
        last = Some(name);
        items.push(item);
    }
    let more = left.peek().is_some();
    Ok((items, last.filter(|_| more).map(|name| page::token(&name))))
}
