//! Values that were parsed from the store's bytes, kept so that what every request reads (a
//! table's descriptor) is parsed once and not each time.
//!
//! A cache cannot make a transaction see what is not there: [`Parsed::read`] reads the key in the
//! transaction, as if there were no cache, and only then looks whether those very bytes were
//! parsed before. So the read is checked at the commit as any other, a transaction sees its own
//! writes, and what a refused transaction had written is found by nobody. What is saved is the
//! parsing, which costs more than to compare some hundred bytes.
//!
//! # What is deliberately not here
//!
//! *Forgetting what changed.* Bytes that are no longer in the store are never asked for again; the
//! new ones take their place under the same key, or others push them out.

use std::any::Any;
use std::sync::Arc;

use bytes::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use samara_store::{StoreError, Txn};

/// The most that keys and values take as they are stored, bytes: some five thousand descriptors of
/// tables. What is parsed of them takes a few times as much.
const STORED_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// About how many values are expected, by which the cache lays out its parts.
const VALUES_EXPECTED: usize = 1024;
/// What an entry takes beside its bytes, roughly.
const ENTRY_BYTES: u64 = 128;

/// Parsed values by key.
pub struct Parsed(Cache<Vec<u8>, Entry, Stored>);

/// What was parsed, and of which bytes.
#[derive(Clone)]
struct Entry {
    bytes: Bytes,
    value: Arc<dyn Any + Send + Sync>,
}

#[derive(Clone)]
struct Stored;

impl Weighter<Vec<u8>, Entry> for Stored {
    fn weight(&self, key: &Vec<u8>, entry: &Entry) -> u64 {
        (key.len() + entry.bytes.len()) as u64 + ENTRY_BYTES
    }
}

impl Default for Parsed {
    fn default() -> Self {
        Self(Cache::with_weighter(VALUES_EXPECTED, STORED_BYTES_MAX, Stored))
    }
}

impl Parsed {
    /// Reads a key in a transaction; `parse` is called only for bytes that are not kept parsed.
    ///
    /// # Errors
    /// When the store fails; what `parse` fails with.
    pub fn read<T, E>(
        &self,
        txn: &mut dyn Txn,
        key: &[u8],
        parse: impl FnOnce(&[u8]) -> Result<T, E>,
    ) -> Result<Option<Arc<T>>, E>
    where
        T: Send + Sync + 'static,
        E: From<StoreError>,
    {
        let Some(bytes) = txn.get(key)? else { return Ok(None) };
        let kept = self.0.get(key).filter(|entry| entry.bytes == bytes);
        if let Some(value) = kept.and_then(|entry| entry.value.downcast().ok()) {
            return Ok(Some(value));
        }
        let value = Arc::new(parse(&bytes)?);
        // A copy: the store's may be a piece of a much larger block, which would stay with it.
        let entry = Entry { bytes: Bytes::copy_from_slice(&bytes), value: value.clone() };
        self.0.insert(key.to_vec(), entry);
        Ok(Some(value))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Poll;

    use samara_base::Timestamp;
    use samara_store::{About, Embedded, EmbeddedConfig, Fed, Mem, Store, StoreExt};

    use super::*;
    use crate::testing::{Bench, StillClock};

    /// A cache, and how often something was parsed.
    #[derive(Default)]
    struct Counted(Parsed, AtomicUsize);

    #[derive(Debug, PartialEq)]
    enum Failed {
        Store,
        Refused(Option<String>),
    }

    impl From<StoreError> for Failed {
        fn from(_: StoreError) -> Self {
            Self::Store
        }
    }

    impl Counted {
        fn text(&self, txn: &mut dyn Txn, key: &str) -> Option<String> {
            let parse = |bytes: &[u8]| {
                self.1.fetch_add(1, Ordering::SeqCst);
                String::from_utf8(bytes.to_vec()).map_err(|_| Failed::Store)
            };
            let read = self.0.read(txn, key.as_bytes(), parse).unwrap();
            read.map(|text| text.as_str().to_owned())
        }
    }

    #[test]
    fn the_same_bytes_are_parsed_once() {
        let (store, counted) = (memory(), Counted::default());
        set(&*store, "k", "one");
        for _ in 0..3 {
            assert_eq!(store.read(|txn| counted.text(txn, "k")).as_deref(), Some("one"));
        }
        assert_eq!(counted.1.load(Ordering::SeqCst), 1);
    }

    /// What every operation relies on: a table that was changed or deleted a moment ago is not
    /// seen as it was, and one that somebody failed to change is not seen as they wanted it.
    #[test]
    fn a_transaction_sees_what_is_there_and_what_it_wrote_itself() {
        let (store, counted) = (memory(), Arc::new(Counted::default()));
        set(&*store, "k", "one");
        assert_eq!(store.read(|txn| counted.text(txn, "k")).as_deref(), Some("one"));

        let own = counted.clone();
        let refused = wait(store.write(About::default(), move |txn| {
            put(txn, "k", "two");
            Err::<(), _>(Failed::Refused(own.text(txn, "k")))
        }));
        assert_eq!(refused, Err(Failed::Refused(Some("two".to_owned()))), "its own write");
        assert_eq!(store.read(|txn| counted.text(txn, "k")).as_deref(), Some("one"));

        set(&*store, "k", "three");
        assert_eq!(store.read(|txn| counted.text(txn, "k")).as_deref(), Some("three"));
    }

    /// A value that is kept parsed is a read like any other: who used it and wrote loses to who
    /// changed it meanwhile, and sees the change when run again. Else an item could be put into a
    /// table that was deleted.
    #[test]
    fn who_read_what_was_kept_loses_to_who_changed_it() {
        let dir = tempfile::tempdir().unwrap();
        let config = EmbeddedConfig { ballast_bytes: 1 << 20, ..EmbeddedConfig::default() };
        let clock = StillClock::at(Timestamp::from_secs(1));
        let (store, _) = Embedded::open(dir.path(), config, clock).unwrap();
        let counted = Arc::new(Counted::default());
        set(&*store, "k", "one");
        assert_eq!(store.read(|txn| counted.text(txn, "k")).as_deref(), Some("one"));

        let (mut runs, other) = (0, store.clone());
        let seen = wait(store.write(About::default(), move |txn| {
            let seen = counted.text(txn, "k");
            runs += 1;
            if runs == 1 {
                let other = other.clone();
                std::thread::spawn(move || set(&*other, "k", "two")).join().unwrap();
            }
            put(txn, "seen", "it");
            Ok(seen)
        }));
        assert_eq!(seen.unwrap().as_deref(), Some("two"));
        store.close();
    }

    /// Many tables must not become memory that is never given back.
    #[test]
    fn no_more_is_kept_than_the_bound() {
        let (store, counted) = (memory(), Counted::default());
        let text = "x".repeat(64 * 1024);
        for n in 0..200 {
            let key = format!("k{n}");
            set(&*store, &key, &text);
            store.read(|txn| counted.text(txn, &key));
        }
        assert!(counted.0.0.weight() <= STORED_BYTES_MAX);
        assert!(!counted.0.0.is_empty());
    }

    fn memory() -> Arc<Mem> {
        Bench::new(vec![]).store
    }

    fn put(txn: &mut dyn Txn, key: &str, text: &str) {
        txn.put(key.as_bytes().to_vec(), Bytes::copy_from_slice(text.as_bytes()), Fed::No);
    }

    fn set(store: &dyn Store, key: &str, text: &str) {
        let (key, text) = (key.to_owned(), text.to_owned());
        wait(store.write(About::default(), move |txn| {
            put(txn, &key, &text);
            Ok(())
        }))
        .unwrap();
    }

    struct Unpark(std::thread::Thread);

    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    fn wait<T>(
        write: impl Future<Output = Result<Result<T, Failed>, StoreError>>,
    ) -> Result<T, Failed> {
        let waker = Arc::new(Unpark(std::thread::current())).into();
        let mut context = std::task::Context::from_waker(&waker);
        let mut write = std::pin::pin!(write);
        loop {
            match write.as_mut().poll(&mut context) {
                Poll::Ready(done) => return done.unwrap(),
                Poll::Pending => std::thread::park(),
            }
        }
    }
}
