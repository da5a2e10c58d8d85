//! The record of an item's change, written in the change's own transaction.

use samara_service::{Cx, Principal};
use samara_store::{Fed, Txn};

use super::record::{EventName, SERVICE, StreamRecord};
use crate::keys;
use crate::table::Table;
use crate::value::Item;

/// Appends what happened to an item to its table's stream, if it has one. A write that changed
/// nothing leaves no record, as on AWS.
///
/// The feed shows the key alone: it wakes who reads the shard, and they read the record there.
pub(crate) fn append(
    cx: &Cx,
    txn: &mut dyn Txn,
    table: &Table,
    (old, new): (Option<&Item>, Option<&Item>),
) {
    let Some(stream) = table.stream.as_ref().filter(|stream| stream.enabled) else { return };
    let (event, item) = match (old, new) {
        (None, None) => return,
        (Some(old), Some(new)) if old == new => return,
        (None, Some(new)) => (EventName::Insert, new),
        (Some(_), Some(new)) => (EventName::Modify, new),
        (Some(old), None) => (EventName::Remove, old),
    };
    let (has_old, has_new) = stream.view.images();
    let key = |name: &String| Some((name.clone(), item.get(name)?.clone()));
    let record = StreamRecord {
        event,
        by_service: matches!(&cx.principal, Principal::Service { name, .. } if name == SERVICE),
        time: cx.now,
        keys: table.key.attributes().filter_map(|attribute| key(&attribute.name)).collect(),
        old: old.filter(|_| has_old).cloned(),
        new: new.filter(|_| has_new).cloned(),
    };
    let spread = table.key.hash_value(item).map_or(0, keys::spread);
    let shard = u8::try_from(spread % u16::from(stream.shards.max(1))).unwrap_or_default();
    txn.append(keys::shard(stream.id, shard), record.encode(), Fed::Key);
}
