//! What a deleted table or index leaves, removed piece by piece.
//!
//! Deleting takes the descriptor away, in one short transaction, and writes down whose entries
//! are left. Their id is never given again, so nobody can see them; a due key removes them, a
//! bounded number at a time, and so does each later operation on any table's descriptor.

use samara_service::Cx;
use samara_store::{Fed, Txn};

use crate::error::Error;
use crate::keys::{self, Space};

/// The most entries that one operation removes.
const ENTRIES_MAX: usize = 1000;

/// Writes down that a space's entries are to go.
pub(crate) fn bury(cx: &Cx, txn: &mut dyn Txn, space: Space) {
    txn.put(keys::grave(space), bytes::Bytes::new(), Fed::No);
    txn.due(cx.now, &keys::sweep(), bytes::Bytes::new());
}

/// Removes some of what is left, and writes down that there is more.
///
/// # Errors
/// When the store fails.
pub(crate) fn fire(cx: &Cx, txn: &mut dyn Txn) -> Result<(), Error> {
    some(txn)?;
    if !txn.scan(&keys::graves(), 1)?.is_empty() {
        txn.due(cx.now, &keys::sweep(), bytes::Bytes::new());
    }
    Ok(())
}

/// Removes some of what is left.
///
/// # Errors
/// When the store fails.
pub(crate) fn some(txn: &mut dyn Txn) -> Result<(), Error> {
    let Some((grave, _)) = txn.scan(&keys::graves(), 1)?.into_iter().next() else {
        return Ok(());
    };
    let Some(space) = keys::read_grave(&grave) else { return Ok(()) };
    let mut left = ENTRIES_MAX;
    let mut ranges = vec![keys::space(space)];
    if space.index.is_none() {
        ranges.push(keys::all_entries(space.table));
        ranges.push(keys::all_saved(space.table));
        ranges.push(keys::history_after(space.table, keys::Position::START));
    }
    for range in ranges {
        for (key, _) in txn.scan(&range, left)? {
            txn.delete(key.to_vec(), Fed::No);
            left -= 1;
        }
        if left == 0 {
            return Ok(());
        }
    }
    txn.delete(grave.to_vec(), Fed::No);
    Ok(())
}
