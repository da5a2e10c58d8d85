//! Lists with `Marker` and `MaxItems`.

use samara_service::page;
use samara_store::{Range, Txn};
use serde::de::DeserializeOwned;

use crate::Error;
use crate::record::read;

/// Items of a page when none is asked for.
const ITEMS: i64 = 100;
/// The most items of a page.
const ITEMS_MAX: i64 = 1000;

/// One page.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) marker: Option<String>,
}

/// What the caller asks for.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) marker: Option<&'a str>,
    pub(crate) max_items: Option<i64>,
}

impl Asked<'_> {
    fn limit(self) -> usize {
        usize::try_from(self.max_items.unwrap_or(ITEMS).clamp(1, ITEMS_MAX)).unwrap_or(1)
    }

    fn after(self) -> Result<Option<String>, Error> {
        let name = |marker| page::last_key(marker, "ValidationError").map_err(|_| Error::Marker);
        self.marker.map(name).transpose()
    }

    /// A page of things that are sorted by name.
    pub(crate) fn of<T>(self, all: Vec<(String, T)>) -> Result<Page<T>, Error> {
        let after = self.after()?;
        let left =
            all.into_iter().filter(|(name, _)| after.as_ref().is_none_or(|last| last < name));
        let (mut left, mut items, mut last) = (left.peekable(), Vec::new(), None);
        for (name, item) in left.by_ref().take(self.limit()) {
            last = Some(name);
            items.push(item);
        }
        let more = left.peek().is_some();
        Ok(Page { items, marker: last.filter(|_| more).map(|name| page::token(&name)) })
    }

    /// A page of the records of a kind that are wanted, in key order.
    pub(crate) fn scan<T: DeserializeOwned>(
        self,
        txn: &mut dyn Txn,
        kind: u8,
        wanted: impl Fn(&T) -> bool,
    ) -> Result<Page<T>, Error> {
        const BATCH: usize = 256;
        let mut range = Range::prefix(&crate::keys::all(kind));
        if let Some(after) = self.after()? {
            range = range.after(&samara_store::KeyWriter::new(kind).text(&after).done());
        }
        let mut items: Vec<T> = Vec::new();
        let mut last = String::new();
        loop {
            let batch = txn.scan(&range, BATCH)?;
            for (key, value) in &batch {
                let record: T = read(value)?;
                if !wanted(&record) {
                    continue;
                }
                if items.len() == self.limit() {
                    return Ok(Page { items, marker: Some(page::token(&last)) });
                }
                last = crate::keys::name(kind, key).unwrap_or_default();
                items.push(record);
            }
            match batch.last() {
                Some((key, _)) if batch.len() == BATCH => range = range.after(key),
                _ => return Ok(Page { items, marker: None }),
            }
        }
    }
}
