//! Entries of a range with newer writes over them, read lazily in either direction.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::iter::Peekable;

use bytes::Bytes;

use super::index::Entries;
use super::reads::bounds;
use crate::{Entry, Range, StoreError};

/// Writes over what is below: a value, or `None` for a key that was removed.
pub(crate) type Overlay = BTreeMap<Bytes, Option<Bytes>>;

type Writes<'a> = Box<dyn Iterator<Item = (&'a Bytes, &'a Option<Bytes>)> + 'a>;

struct Merged<'a> {
    below: Peekable<Entries<'a>>,
    over: Peekable<Writes<'a>>,
    reverse: bool,
}

/// The entries below, with an overlay's writes over them.
pub(crate) fn overlaid<'a>(below: Entries<'a>, overlay: &'a Overlay, range: &Range) -> Entries<'a> {
    let Some(bounds) = bounds(&range.start, range.end.as_deref()) else { return below };
    let writes = overlay.range::<[u8], _>(bounds);
    let over: Writes<'a> = if range.reverse { Box::new(writes.rev()) } else { Box::new(writes) };
    let (below, over) = (below.peekable(), over.peekable());
    Box::new(Merged { below, over, reverse: range.reverse })
}

impl Merged<'_> {
    /// Whether the next entry below comes before the next write, in reading direction.
    fn order(&mut self) -> Option<Ordering> {
        match (self.below.peek(), self.over.peek()) {
            (Some(Err(_)), _) | (Some(_), None) => Some(Ordering::Less),
            (None, Some(_)) => Some(Ordering::Greater),
            (None, None) => None,
            (Some(Ok((below, _))), Some((over, _))) => {
                let order = below.cmp(*over);
                Some(if self.reverse { order.reverse() } else { order })
            }
        }
    }
}

impl Iterator for Merged<'_> {
    type Item = Result<Entry, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let order = self.order()?;
            if order == Ordering::Less {
                return self.below.next();
            }
            if order == Ordering::Equal {
                self.below.next();
            }
            if let Some((key, Some(value))) = self.over.next() {
                return Some(Ok((key.clone(), value.clone())));
            }
        }
    }
}
