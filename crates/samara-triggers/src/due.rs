//! What has become due: deliveries to be ready again, rules with a schedule, dead letters to be
//! forgotten, items whose time to live is over, streams to be trimmed.
//!
//! All of it happens in transactions of a bounded size, one after the other: however much is due
//! at once, requests and deliveries go on between them.

use bytes::Bytes;
use samara_base::Timestamp;
use samara_service::{Cx, Principal};
use samara_store::{About, Fed, KeyReader, Origin, StoreExt, Txn};

use crate::delivery::request_id;
use crate::error::chain;
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
        let mut room = BATCH;
        let mut handled = 0;
        for (at, name, value) in &due {
            // The first one always goes, so that nothing waits for ever.
            room = match room.checked_sub(weight(name)) {
                Some(room) => room,
                None if handled == 0 => 0,
                None => break,
            };
            txn.not_due(*at, name);
            handle(&cx, txn, (*at, name, value))?;
            handled += 1;
        }
        Ok::<bool, Error>(handled < due.len() || due.len() == BATCH)
    };
    shared.parts.store.write(about, work).await?
}

/// How much of a transaction's room a due key takes: most write a few bytes, a table's items
/// may be large.
fn weight(name: &[u8]) -> usize {
    let kind = KeyReader::kind(name).unwrap_or_default();
    samara_dynamodb::time_to_live::due_weight(kind, BATCH).unwrap_or(1)
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
        Some(
            samara_dynamodb::keys::EXPIRY
            | samara_dynamodb::keys::FILL
            | samara_dynamodb::keys::TRIM,
        ) => {
            if let Err(error) = samara_dynamodb::time_to_live::fire(cx, txn, name, value) {
                return put_off(cx, txn, (name, value), error.into());
            }
        }
        kind => {
            // Kept, but out of the way of what can be handled.
            tracing::error!(?kind, "something is due that this server does not know");
            txn.due(cx.now.plus_millis(UNKNOWN_LATER_MS), name, value.clone());
        }
    }
    Ok(())
}

/// What cannot be read never will be: it is logged and kept out of the way of what can.
fn put_off(
    cx: &Cx,
    txn: &mut dyn Txn,
    (name, value): (&Bytes, &Bytes),
    error: Error,
) -> Result<(), Error> {
    if !error.is_damage() {
        return Err(error);
    }
    tracing::error!(error = chain(&error), "something that is due cannot be read");
    txn.due(cx.now.plus_millis(UNKNOWN_LATER_MS), name, value.clone());
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
