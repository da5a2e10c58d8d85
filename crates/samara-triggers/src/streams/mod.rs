//! Event source mappings of streams: each shard's records reach a function, in order, in batches.
//!
//! A mapping has a *lane* for each shard and, with a parallelisation factor, for each slice of a
//! shard: records of one hash key are always in one slice. A lane has a cursor in the store and
//! one batch at a time: it reads what follows the cursor, writes down that it starts, calls the
//! function, and moves the cursor in the transaction that records the outcome. So a machine that
//! dies between any two of these begins the same batch again, and none is lost or overtaken.
//!
//! A lane is a key with steps (see [`crate::steps`]): it runs when the feed shows a record of its
//! shard, when its mapping changes, and when a wait is over that follows from its cursor.
//!
//! | a batch ends with        | then                                                             |
//! |--------------------------|------------------------------------------------------------------|
//! | success                  | the cursor moves behind it                                       |
//! | reported failures        | the cursor moves to the first of them; the rest is tried again   |
//! | the function's error     | it is tried again, or cut in two first; then given up            |
//! | a throttle, a breakdown  | it is tried again; this counts as no attempt                     |
//! | the end of the server    | it is tried again; five times in a row, and it is given up       |
//!
//! What is given up goes to the mapping's destination, or is kept as a dead letter with all of its
//! records, and the lane goes on behind it.
//!
//! # What is deliberately not here
//!
//! *Tumbling windows*, and sources that are no stream: the mapping's maker was refused them.

mod batch;
mod cursor;
mod give_up;
mod lane;
mod mapping;
mod next;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use samara_service::Invoke;
use samara_store::Store;

use crate::Contexts;
use crate::steps::Steps;

pub(crate) use cursor::LANE;
pub(crate) use lane::Lanes;
pub(crate) use mapping::Mappings;

/// What lanes and mappings work with.
pub(crate) struct Work {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) invoker: Arc<dyn Invoke>,
    pub(crate) contexts: Contexts,
    pub(crate) clock: Arc<dyn Clock>,
    /// How long a function's failure waits first, milliseconds.
    pub(crate) retry_ms: u64,
    pub(crate) readers: Readers,
}

/// Who reads which stream, in memory: whom a new record wakes. It follows from the mappings,
/// which are looked at when the server starts and when one changes.
#[derive(Default)]
pub(crate) struct Readers {
    lanes: Mutex<Option<Weak<Steps>>>,
    of: Mutex<HashMap<u64, HashMap<String, u32>>>,
}

impl Readers {
    /// Says whose lanes are woken.
    pub(crate) fn wake_in(&self, lanes: &Arc<Steps>) {
        *lock(&self.lanes) = Some(Arc::downgrade(lanes));
    }

    /// A record of a stream was committed.
    pub(crate) fn record(&self, key: &[u8]) {
        let Some((stream, shard, _)) = samara_dynamodb::keys::read_record(key) else { return };
        for (mapping, factor) in lock(&self.of).get(&stream).into_iter().flatten() {
            for slice in 0..*factor {
                self.wake(&cursor::key(mapping, shard, slice).into());
            }
        }
    }

    fn wake(&self, lane: &Bytes) {
        let lanes = lock(&self.lanes).as_ref().and_then(Weak::upgrade);
        if let Some(lanes) = lanes {
            lanes.changed(LANE, lane);
        }
    }

    /// A mapping reads a stream with so many slices a shard.
    fn add(&self, stream: u64, mapping: &str, factor: u32) {
        lock(&self.of).entry(stream).or_default().insert(mapping.to_owned(), factor);
    }

    /// A mapping reads no more.
    fn remove(&self, mapping: &str) {
        lock(&self.of).retain(|_, readers| {
            readers.remove(mapping);
            !readers.is_empty()
        });
    }
}

impl Work {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
