//! What the tests of both engines share: a clock that is set, the engines, and small helpers.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use samara_store::{
    About, Commit, Embedded, EmbeddedConfig, Entry, Fed, Mem, OpenReport, Range, Sequence, Store,
    StoreError, StoreExt, Txn,
};
use tempfile::TempDir;

/// A clock that shows what it was set to.
#[derive(Debug, Default)]
pub(crate) struct SetClock(AtomicU64);

impl SetClock {
    pub(crate) fn set(&self, millis: u64) {
        self.0.store(millis, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// An engine under test, with what it lives in.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<SetClock>,
    _dir: Option<TempDir>,
}

/// Each engine, empty.
pub(crate) fn engines() -> Vec<Engine> {
    let clock = Arc::new(SetClock::default());
    let mem = Mem::new(clock.clone());
    let mut engines = vec![Engine { name: "mem", store: mem, clock, _dir: None }];
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::default());
    let (store, _) = Embedded::open(dir.path(), small(), clock.clone()).unwrap();
    // The log of what these tests write is kept for them.
    store.retain("test", 0);
    engines.push(Engine { name: "embedded", store, clock, _dir: Some(dir) });
    engines
}

/// Sizes at which segments roll and memtables are written out within a test.
pub(crate) fn small() -> EmbeddedConfig {
    EmbeddedConfig {
        segment_bytes: 64 * 1024,
        memtable_bytes: 32 * 1024,
        cache_bytes: 1024 * 1024,
        recent_bytes: 16 * 1024,
        ballast_bytes: 64 * 1024,
        ..EmbeddedConfig::default()
    }
}

pub(crate) fn open(dir: &Path) -> (Arc<Embedded>, OpenReport) {
    Embedded::open(dir, small(), Arc::new(SetClock::default())).unwrap()
}

/// A runtime whose tasks really run beside one another.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap()
}

/// One transaction that cannot be refused.
pub(crate) async fn write<T: Send + 'static>(
    store: &dyn Store,
    mut work: impl FnMut(&mut dyn Txn) -> T + Send + 'static,
) -> Result<T, StoreError> {
    store.write(About::default(), move |txn| Ok::<T, StoreError>(work(txn))).await?
}

pub(crate) async fn put(store: &dyn Store, key: &str, value: &str) {
    let (key, value) = (key.as_bytes().to_vec(), Bytes::copy_from_slice(value.as_bytes()));
    write(store, move |txn| txn.put(key.clone(), value.clone(), Fed::Both)).await.unwrap();
}

/// Everything in the store outside its own keys.
pub(crate) fn everything(store: &dyn Store) -> Vec<Entry> {
    let all = Range { start: vec![1], end: None, reverse: false };
    store.read(|txn| txn.scan(&all, usize::MAX)).unwrap()
}

/// The whole feed, read in small pieces.
pub(crate) fn whole_feed(store: &dyn Store, mut after: Sequence, bytes: usize) -> Vec<Commit> {
    let mut all = Vec::new();
    loop {
        let more = store.feed(after, bytes).unwrap();
        let Some(last) = more.last() else { return all };
        after = last.sequence;
        all.extend(more);
    }
}
