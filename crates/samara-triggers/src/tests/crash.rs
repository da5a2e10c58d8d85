//! The machine dies at every write, before and after the write is kept; what was accepted is
//! delivered all the same, and nothing is left over.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use samara_base::Timestamp;
use samara_store::{
    About, Blob, BlobId, BoxFuture, Commit, FeedError, Mem, Sequence, StagedBlob, Store,
    StoreError, Txn, Work,
};
use tokio::sync::watch;

use super::world::{Does, World};

/// A store that stops to answer after some writes, as if the process had died then.
struct Dying {
    store: Arc<Mem>,
    writes_left: AtomicUsize,
    keeps_the_last: bool,
    dead: AtomicBool,
}

impl Store for Dying {
    fn run_read(&self, bytes_max: usize, work: &mut dyn FnMut(&mut dyn Txn)) -> bool {
        self.store.run_read(bytes_max, work)
    }

    fn run_write(
        &self,
        about: About,
        work: Work,
    ) -> BoxFuture<'_, Result<Option<Sequence>, StoreError>> {
        let less = |left: usize| left.checked_sub(1);
        if self.writes_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok() {
            return self.store.run_write(about, work);
        }
        Box::pin(async move {
            let first = !self.dead.swap(true, Ordering::SeqCst);
            if first && self.keeps_the_last {
                self.store.run_write(about, work).await?;
            }
            std::future::pending().await
        })
    }

    fn feed(&self, after: Sequence, bytes_max: usize) -> Result<Vec<Commit>, FeedError> {
        self.store.feed(after, bytes_max)
    }

    fn head(&self) -> watch::Receiver<Sequence> {
        self.store.head()
    }

    fn next_due(&self) -> watch::Receiver<Option<Timestamp>> {
        self.store.next_due()
    }

    fn retain(&self, follower: &str, passed: Sequence) {
        self.store.retain(follower, passed);
    }

    fn stage_blob(&self) -> Result<Box<dyn StagedBlob>, StoreError> {
        self.store.stage_blob()
    }

    fn blob(&self, blob: &BlobId) -> Result<Arc<dyn Blob>, StoreError> {
        self.store.blob(blob)
    }
}

/// A life of triggers; dropping the runtime is the death of everything in it.
fn life<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(work)
}

fn dies_after(writes: usize, keeps_the_last: bool) {
    let world = World::new();
    world.script(&[Does::Fails]);
    let dying = Arc::new(Dying {
        store: world.store(),
        writes_left: AtomicUsize::new(writes),
        keeps_the_last,
        dead: AtomicBool::new(false),
    });
    let is_over = |world: &World| world.is_idle() || world.waits();
    life(async {
        world.call("r1").await;
        let _triggers = world.start_on(dying.clone(), vec![]);
        let ended = |world: &World| dying.dead.load(Ordering::SeqCst) || is_over(world);
        world.until("the first life ends", ended).await;
        world.bench.advance_ms(60_000);
        world
            .until("it dies or is done", |world| {
                dying.dead.load(Ordering::SeqCst) || world.is_idle()
            })
            .await;
    });
    life(async {
        let triggers = world.start();
        world.until("it waits or is done", is_over).await;
        world.bench.advance_ms(120_000);
        world.until("it is done", World::is_idle).await;
        triggers.stop().await;
    });
    let calls = world.functions.calls.lock().unwrap().clone();
    assert!((2..=3).contains(&calls.len()), "{writes} {keeps_the_last}: {calls:?}");
    assert!(calls.iter().all(|(id, _)| id == "r1"), "{calls:?}");
    assert!(world.dead().is_empty(), "{writes} {keeps_the_last}");
}

#[test]
fn it_may_die_at_every_write() {
    // The deliveries' commit, the start, the failure, the due key, the start, the end, and more.
    for writes in 0..8 {
        for keeps_the_last in [false, true] {
            dies_after(writes, keeps_the_last);
        }
    }
}

/// A life that ends while the only delivery is called, after a wait if it has to.
fn dies_in_call(world: &World, calls: usize, wait_ms: u64) {
    life(async {
        let _triggers = world.start();
        world.until("it runs or waits", |world| world.calls() == calls || world.waits()).await;
        world.bench.advance_ms(wait_ms);
        world.until("it is called", |world| world.calls() == calls).await;
    });
}

/// A server that somebody kills again and again must not park what just happened to run.
#[test]
fn what_was_interrupted_thrice_gives_others_their_turn() {
    let world = World::new();
    world.script(&[Does::NeverAnswers; 3]);
    life(world.call("r1"));
    (1..=3).for_each(|calls| dies_in_call(&world, calls, 1_000));
    life(async {
        let triggers = world.start();
        world.until("it waits", World::waits).await;
        world.call("r2").await;
        world.until("the other one is done", |world| world.calls() == 4 && world.waits()).await;
        world.bench.advance_ms(10_000);
        world.until("it is done", World::is_idle).await;
        triggers.stop().await;
    });
    assert!(world.dead().is_empty());
    let calls = world.functions.calls.lock().unwrap().clone();
    let ids: Vec<&str> = calls.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["r1", "r1", "r1", "r2", "r1"]);
}

/// A delivery that kills the server each time must not do so for ever.
#[test]
fn what_is_interrupted_five_times_in_a_row_is_parked() {
    let world = World::new();
    world.script(&[Does::NeverAnswers; 5]);
    life(world.call("r1"));
    (1..=5).for_each(|calls| dies_in_call(&world, calls, 60_000));
    life(async {
        let triggers = world.start();
        world.until("it is parked", |world| world.dead().len() == 1 && world.is_idle()).await;
        triggers.stop().await;
    });
    let reason = "5 starts in a row were interrupted by the end of the server";
    assert_eq!(world.dead()[0].reason, reason);
    assert_eq!(world.calls(), 5);
}
