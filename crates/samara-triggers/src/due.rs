//! What has become due: deliveries to be ready again, dead letters to be forgotten.

use bytes::Bytes;
use samara_base::Timestamp;
use samara_store::{About, Fed, KeyReader, Origin, StoreExt, Txn};

use crate::{Delivery, Error, Shared, keys};

/// Due keys that are handled in one transaction.
const BATCH: usize = 256;
/// How much later a due key that nobody here knows is looked at again, milliseconds.
const UNKNOWN_LATER_MS: u64 = 60 * 60 * 1000;

/// Handles what is due now; whether there may be more.
pub(crate) async fn fire(shared: &Shared) -> Result<bool, Error> {
    let now = shared.parts.clock.now();
    if shared.parts.store.next_due().borrow().is_none_or(|next| now < next) {
        return Ok(false);
    }
    let about = About { origin: Origin::Delivery, trace: None };
    let work = move |txn: &mut dyn Txn| {
        let due = txn.scan_due(now, BATCH)?;
        for (at, name, value) in &due {
            txn.not_due(*at, name);
            handle(txn, name, value, now)?;
        }
        Ok::<usize, Error>(due.len())
    };
    let handled = shared.parts.store.write(about, work).await??;
    Ok(handled == BATCH)
}

fn handle(txn: &mut dyn Txn, name: &Bytes, value: &Bytes, now: Timestamp) -> Result<(), Error> {
    match KeyReader::kind(name) {
        Some(keys::DELIVERY) => {
            if let Some(delivery) = Delivery::load(txn, name)? {
                txn.put(keys::ready(&delivery.target, name), Bytes::new(), Fed::No);
            }
        }
        Some(keys::DEAD) => txn.delete(name.to_vec(), Fed::No),
        kind => {
            // Kept, but out of the way of what can be handled.
            tracing::error!(?kind, "something is due that this server does not know");
            txn.due(now.plus_millis(UNKNOWN_LATER_MS), name, value.clone());
        }
    }
    Ok(())
}
