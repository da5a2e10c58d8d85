//! Takes the snapshots that published versions ask for (`SnapStart`).
//!
//! A version is *Pending* from its publication until its snapshot was taken, or refused; that it
//! waits is in its record, so a server that dies in between takes it after its next start. It can
//! be called meanwhile, and its instances then initialise themselves: unlike on AWS, nobody who
//! moves an alias too early is refused. What is recorded is what came of it at publication. The
//! snapshot itself lives as long as the server, and is taken anew at the version's first start
//! after that.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use samara_base::{Clock, Timestamp};
use samara_invoker::{Invoker, Sandboxes};
use samara_lambda::{Snapshot, Version};
use samara_runtime::NotCopied;
use samara_service::Refusal;
use samara_store::{About, Embedded, StoreExt, Txn};
use samara_triggers::Stepper;

use super::sdks::{Sdks, WithSdks};
use crate::real::SystemClock;

/// How many versions wait for their snapshots at once, which are taken one at a time.
const TAKING_MAX: usize = 16;
/// How long one more waits until it is looked at again, milliseconds.
const WAIT_MS: u64 = 1000;

/// Begins when a version is published.
#[derive(Clone)]
pub(super) struct Snapshots {
    store: Arc<Embedded>,
    invoker: Invoker,
    sandboxes: Arc<WithSdks>,
    taking: Arc<Mutex<HashSet<Bytes>>>,
}

impl Snapshots {
    pub(super) fn new(store: &Arc<Embedded>, invoker: &Invoker, sdks: &Arc<Sdks>) -> Self {
        let sandboxes = Arc::new(WithSdks(Arc::clone(sdks)));
        let (store, invoker) = (Arc::clone(store), invoker.clone());
        Self { store, invoker, sandboxes, taking: Arc::default() }
    }

    fn taking(&self) -> MutexGuard<'_, HashSet<Bytes>> {
        self.taking.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one, and records what came of it. A server that stops records nothing.
    async fn take(&self, key: &Bytes, version: &Version) -> Result<(), Refusal> {
        self.sandboxes.prepare(&version.settings.runtime).await;
        let snapshot = match self.invoker.snapshot(version).await {
            Ok(Ok(())) => Snapshot::Taken,
            Ok(Err(NotCopied::Stopping)) => return Ok(()),
            Ok(Err(NotCopied::Failed(error))) => Snapshot::Failed(error),
            Ok(Err(NotCopied::Refused(reason))) => Snapshot::Refused(reason),
            Err(refusal) => Snapshot::Refused(refusal.message),
        };
        let key = key.clone();
        let work = move |txn: &mut dyn Txn| samara_lambda::settle_snapshot(txn, &key, &snapshot);
        Ok(self.store.write(About::default(), work).await??)
    }
}

impl Stepper for Snapshots {
    fn kind(&self) -> u8 {
        samara_lambda::keys::VERSION
    }

    /// Waits for nothing, which would hold up the steps of stacks.
    fn step(&self, key: Bytes) -> samara_store::BoxFuture<'_, Result<Option<Timestamp>, Refusal>> {
        Box::pin(async move {
            let pending = self.store.read(|txn| samara_lambda::pending_of(txn, &key))?;
            let Some(version) = pending else { return Ok(None) };
            let mut taking = self.taking();
            if taking.contains(&key) {
                return Ok(None);
            }
            if TAKING_MAX <= taking.len() {
                return Ok(Some(SystemClock.now().plus_millis(WAIT_MS)));
            }
            taking.insert(key.clone());
            drop(taking);
            let snapshots = self.clone();
            // Owner: the server, with whose end it ends; what it leaves is taken at the next start.
            tokio::spawn(async move {
                if let Err(refusal) = snapshots.take(&key, &version).await {
                    tracing::warn!(reason = refusal.message, "a snapshot was not recorded");
                }
                snapshots.taking().remove(&key);
            });
            Ok(None)
        })
    }
}
