//! What has become due: deliveries to be ready again, rules with a schedule, dead letters to be
//! forgotten.

use bytes::Bytes;
use samara_base::Timestamp;
use samara_service::{Cx, Principal};
use samara_store::{About, Fed, KeyReader, Origin, StoreExt, Txn};

use crate::delivery::request_id;
use crate::sources::event::to_targets;
use crate::{Delivery, Error, Shared, dead_letter, keys};

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
    let name = "events.amazonaws.com".to_owned();
    let cx = (shared.parts.contexts)(Principal::Service { name, source: None }, None);
    let work = move |txn: &mut dyn Txn| {
        let due = txn.scan_due(now, BATCH)?;
        for (at, name, value) in &due {
            txn.not_due(*at, name);
            handle(&cx, txn, (*at, name, value))?;
        }
        Ok::<usize, Error>(due.len())
    };
    let handled = shared.parts.store.write(about, work).await??;
    Ok(handled == BATCH)
}

fn handle(
    cx: &Cx,
    txn: &mut dyn Txn,
    (at, name, value): (Timestamp, &Bytes, &Bytes),
) -> Result<(), Error> {
    match KeyReader::kind(name) {
        Some(keys::DELIVERY) => {
            if let Some(delivery) = Delivery::load(txn, name)? {
                txn.put(keys::ready(&delivery.target, name), Bytes::new(), Fed::No);
            }
        }
        Some(samara_events::keys::SCHEDULE) => scheduled(cx, txn, name, at)?,
        Some(keys::DEAD) => txn.delete(name.to_vec(), Fed::No),
        kind => {
            // Kept, but out of the way of what can be handled.
            tracing::error!(?kind, "something is due that this server does not know");
            txn.due(cx.now.plus_millis(UNKNOWN_LATER_MS), name, value.clone());
        }
    }
    Ok(())
}

/// A rule's time has come: its targets get their event, and it its next time, in one transaction.
fn scheduled(cx: &Cx, txn: &mut dyn Txn, name: &Bytes, at: Timestamp) -> Result<(), Error> {
    let key = [name, at.as_millis().to_be_bytes().as_slice()].concat();
    let fired = samara_events::fire(cx, txn, (name, at), &request_id(&key))?;
    let Some((rule, record)) = fired else { return Ok(()) };
    let arn = rule.arn(cx).to_string();
    for (key, delivery, fault) in to_targets(&rule, &arn, &key, &record, None) {
        match fault {
            None => delivery.begin(txn, &key)?,
            Some(reason) => dead_letter::put(txn, &key, &delivery, reason, cx.now)?,
        }
    }
    Ok(())
}
