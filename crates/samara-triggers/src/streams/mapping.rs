//! A mapping's own steps: its lanes are made, cut anew or taken away as its state asks.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use samara_base::Timestamp;
use samara_dynamodb::keys::Position;
use samara_dynamodb::streams::{Stream, iterator_position};
use samara_lambda::{EventSourceMapping, State, keys, settle};
use samara_service::{Cx, Principal, Refusal};
use samara_store::{About, BoxFuture, Fed, Origin, StoreExt, Txn};

use super::cursor::{self, Cursor};
use super::{Readers, Work};
use crate::Error;
use crate::steps::Stepper;

/// Lanes of a mapping at most: shards by the largest factor, with room for streams of more shards.
const LANES_MAX: usize = 1000;

/// Steps of mappings.
pub(crate) struct Mappings(pub(crate) Arc<Work>);

impl Stepper for Mappings {
    fn kind(&self) -> u8 {
        keys::MAPPING
    }

    fn step(&self, key: Bytes) -> BoxFuture<'_, Result<Option<Timestamp>, Refusal>> {
        Box::pin(async move {
            let Some(uuid) = keys::mapping_id(&key) else { return Ok(None) };
            self.settle(&uuid).await.map_err(Refusal::internal)?;
            self.tell_readers(&uuid).map_err(Refusal::internal)?;
            Ok(None)
        })
    }
}

impl Mappings {
    /// Ends a state that passes, with all that it stands for, in one transaction.
    async fn settle(&self, uuid: &str) -> Result<(), Error> {
        let store = &self.0.store;
        let found = store.read(|txn| EventSourceMapping::find(txn, uuid))?;
        if found.is_none_or(|mapping| mapping.state.is_settled()) {
            return Ok(());
        }
        let uuid = uuid.to_owned();
        let work = move |txn: &mut dyn Txn| {
            let Some(mapping) = EventSourceMapping::find(txn, &uuid)? else { return Ok(()) };
            match mapping.state {
                State::Creating => begin(txn, &mapping)?,
                State::Deleting => end(txn, &mapping)?,
                State::Updating | State::Enabling | State::Disabling => slice(txn, &mapping)?,
                State::Enabled | State::Disabled => return Ok(()),
            }
            settle(txn, mapping)?;
            Ok::<(), Error>(())
        };
        store.write(About { origin: Origin::Delivery, trace: None }, work).await?
    }

    /// Says who is woken by the stream's records, and wakes them for those that are there.
    fn tell_readers(&self, uuid: &str) -> Result<(), Error> {
        let readers: &Readers = &self.0.readers;
        readers.remove(uuid);
        let cx = self.0.context();
        let found = self.0.store.read(|txn| {
            let Some(mapping) = EventSourceMapping::find(txn, uuid)? else { return Ok(None) };
            let stream = Stream::load(&cx, txn, &mapping.source_arn).ok();
            let lanes = txn.scan(&cursor::lanes(uuid), LANES_MAX)?;
            Ok::<_, Error>(Some((mapping, stream, lanes)))
        })?;
        let Some((mapping, stream, lanes)) = found else { return Ok(()) };
        if mapping.state != State::Enabled {
            return Ok(());
        }
        // First whom to wake, then waking: a record that comes between is not missed.
        if let Some(stream) = stream {
            readers.add(stream.id, uuid, mapping.factor);
        }
        for (lane, _) in &lanes {
            readers.wake(lane);
        }
        Ok(())
    }
}

impl Work {
    /// The platform's own context.
    pub(super) fn context(&self) -> Cx {
        let name = "lambda.amazonaws.com".to_owned();
        (self.contexts)(Principal::Service { name, source: None }, None)
    }
}

/// Makes the lanes of a new mapping, where its iterators stand.
fn begin(txn: &mut dyn Txn, mapping: &EventSourceMapping) -> Result<(), Error> {
    for (shard, after) in mapping.start.iter().filter_map(|text| iterator_position(text)) {
        for slice in 0..mapping.factor {
            let lane = cursor::key(&mapping.uuid, shard, slice);
            Cursor::behind(after).store(txn, &lane)?;
        }
    }
    Ok(())
}

/// Cuts the shards into other slices, if the factor has changed. They go on where the slowest of
/// the old ones is: what the others did already is done again, and nothing is left out.
fn slice(txn: &mut dyn Txn, mapping: &EventSourceMapping) -> Result<(), Error> {
    let lanes = txn.scan(&cursor::lanes(&mapping.uuid), LANES_MAX)?;
    let mut shards: BTreeMap<u8, (u32, Position)> = BTreeMap::new();
    for (key, value) in &lanes {
        let Some((_, shard, _)) = cursor::read_key(key) else { continue };
        let after = serde_json::from_slice::<Cursor>(value)?.after;
        let entry = shards.entry(shard).or_insert((0, after));
        *entry = (entry.0 + 1, entry.1.min(after));
    }
    if shards.values().all(|(slices, _)| *slices == mapping.factor) {
        return Ok(());
    }
    for (key, _) in lanes {
        txn.delete(key.to_vec(), Fed::No);
    }
    for (shard, (_, after)) in shards {
        for slice in 0..mapping.factor {
            Cursor::behind(after).store(txn, &cursor::key(&mapping.uuid, shard, slice))?;
        }
    }
    Ok(())
}

/// Takes the lanes of a mapping away.
fn end(txn: &mut dyn Txn, mapping: &EventSourceMapping) -> Result<(), Error> {
    for (key, _) in txn.scan(&cursor::lanes(&mapping.uuid), LANES_MAX)? {
        txn.delete(key.to_vec(), Fed::No);
    }
    Ok(())
}
