//! What has become due: deliveries to be ready again, rules with a schedule, dead letters to be
//! forgotten, items whose time to live is over, streams to be trimmed.
//!
//! All of it happens in transactions of a bounded size, one after the other: however much is due
//! at once, requests and deliveries go on between them.

use bytes::Bytes;
use samara_base::Timestamp;
use samara_dynamodb::recovery::Limits;
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

/// Writes down what a start alone finds to be due: histories of tables that are larger than they
/// may be now. One that cannot be read holds up nothing else.
pub(crate) async fn begin(shared: &Shared) -> Result<(), Error> {
    let cx = context(shared);
    let limits = Limits { history_bytes: shared.config.recovery_bytes };
    let work = move |txn: &mut dyn Txn| {
        Ok::<_, Error>(samara_dynamodb::recovery::begin_looking(&cx, txn, limits)?)
    };
    match shared.parts.store.write(about(), work).await? {
        Err(error) if error.is_damage() => {
            tracing::error!(error = chain(&error), "the histories of tables are not looked after");
            Ok(())
        }
        looked => looked,
    }
}

fn about() -> About {
    About { origin: Origin::Delivery, trace: None }
}

fn context(shared: &Shared) -> Cx {
    let name = "events.amazonaws.com".to_owned();
    (shared.parts.contexts)(Principal::Service { name, source: None }, None)
}

/// Handles what is due now; whether there may be more.
pub(crate) async fn fire(shared: &Shared) -> Result<bool, Error> {
    let now = shared.parts.clock.now();
    if shared.parts.store.next_due().borrow().is_none_or(|next| now < next) {
        return Ok(false);
    }
    let cx = context(shared);
    let steps = shared.steps.clone();
    let limits = Limits { history_bytes: shared.config.recovery_bytes };
    let work = move |txn: &mut dyn Txn| {
        let due = txn.scan_due(now, BATCH)?;
        let mut room = BATCH;
        let mut handled: Vec<Bytes> = Vec::new();
        for (at, name, value) in &due {
            // The first one always goes, so that nothing waits for ever.
            room = match room.checked_sub(weight(name)) {
                Some(room) => room,
                None if handled.is_empty() => 0,
                None => break,
            };
            txn.not_due(*at, name);
            let stepped = KeyReader::kind(name).is_some_and(|kind| steps.has(kind));
            let found = Found { at: *at, name, value, stepped };
            match handle(&cx, txn, &found, limits) {
                Err(error) if error.is_damage() => set_aside(txn, name, &error, cx.now)?,
                handled => handled?,
            }
            handled.push(name.clone());
        }
        Ok::<_, Error>((handled.len() < due.len() || due.len() == BATCH, handled))
    };
    let (more, handled) = shared.parts.store.write(about(), work).await??;
    for name in &handled {
        if let Some(kind) = KeyReader::kind(name) {
            shared.steps.changed(kind, name);
        }
    }
    Ok(more)
}

/// How much of a transaction's room a due key takes: most write a few bytes, a table's items
/// may be large.
fn weight(name: &[u8]) -> usize {
    let kind = KeyReader::kind(name).unwrap_or_default();
    samara_dynamodb::time_to_live::due_weight(kind, BATCH).unwrap_or(1)
}

/// Tells of a schedule that stands still, since its rule cannot be read.
fn set_aside(txn: &mut dyn Txn, name: &[u8], error: &Error, now: Timestamp) -> Result<(), Error> {
    let target = match samara_events::keys::bus_and_scheduled(name) {
        Ok((bus, rule)) => format!("rule {rule} of bus {bus}"),
        Err(_) => String::new(),
    };
    let delivery = Delivery::unreadable(&target, name, name, now);
    let what = "the rule of a schedule, which stands still until the rule is put again,";
    dead_letter::put(txn, name, &delivery, dead_letter::unreadable(what, error), now)
}

/// What was found due.
struct Found<'a> {
    at: Timestamp,
    name: &'a Bytes,
    value: &'a Bytes,
    /// Whether it is a step's, which are taken elsewhere.
    stepped: bool,
}

fn handle(cx: &Cx, txn: &mut dyn Txn, found: &Found<'_>, limits: Limits) -> Result<(), Error> {
    let Found { at, name, value, stepped } = *found;
    match KeyReader::kind(name) {
        // It is woken when this has committed; a start wakes every one.
        _ if stepped => {}
        Some(keys::DELIVERY) => {
            if let Some(delivery) = Delivery::load(txn, name, "", cx.now)? {
                txn.put(keys::ready(&delivery.target, name), Bytes::new(), Fed::No);
            }
        }
        Some(samara_events::keys::SCHEDULE) => scheduled(cx, txn, name, at)?,
        Some(keys::DEAD) => txn.delete(name.to_vec(), Fed::No),
        Some(kind) if samara_dynamodb::time_to_live::due_weight(kind, 1).is_some() => {
            if let Err(error) = samara_dynamodb::time_to_live::fire(cx, txn, (name, value), limits)
            {
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
