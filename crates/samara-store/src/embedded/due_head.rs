//! The earliest due key, kept in memory so that one task can sleep until then.
//!
//! It is found again only after it was removed, and then from its own place on: what lies before
//! it are removed keys, which the index still has to walk over until they are merged away. For the
//! same reason each snapshot remembers it, and scans of due keys begin there.

use bytes::Bytes;
use samara_base::Timestamp;

use crate::own_keys::{due_end, due_from, due_time, first_due};
use crate::{Range, StoreError};

/// The earliest due key, as far as commits have shown.
#[derive(Debug, Default)]
pub(crate) struct DueHead {
    first: Option<Bytes>,
    /// The first one was removed: nothing is before it, but it must be looked for.
    stale: bool,
}

impl DueHead {
    /// One that must be looked for from the beginning.
    pub(crate) fn unknown() -> Self {
        Self { first: Some(first_due().into()), stale: true }
    }

    /// Takes a commit's write in.
    pub(crate) fn see(&mut self, key: &Bytes, set: bool) {
        if due_time(key).is_none() {
            return;
        }
        let order = self.first.as_ref().map(|first| key.cmp(first));
        if set && order.is_none_or(std::cmp::Ordering::is_lt) {
            self.first = Some(key.clone());
            self.stale = false;
        } else if !set && order.is_some_and(std::cmp::Ordering::is_eq) {
            self.stale = true;
        }
    }

    /// A key before which there is no due key: where a scan may begin.
    pub(crate) fn from(&self) -> Bytes {
        self.first.clone().unwrap_or_else(|| due_end().into())
    }

    /// Looks for the earliest one, if it was removed; `find` gives a range's first key.
    pub(crate) fn settle(
        &mut self,
        find: impl FnOnce(&Range) -> Result<Option<Bytes>, StoreError>,
    ) -> Result<(), StoreError> {
        if self.stale
            && let Some(first) = &self.first
        {
            self.first = find(&due_from(first))?;
            self.stale = false;
        }
        Ok(())
    }

    /// The earliest time.
    pub(crate) fn time(&self) -> Option<Timestamp> {
        self.first.as_deref().and_then(due_time)
    }
}
