//! Steps of what goes on from a changed key.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use samara_base::Timestamp;
use samara_service::Refusal;
use samara_store::{BoxFuture, Fed, KeyReader, KeyWriter};

use super::world::World;
use crate::Stepper;

const KIND: u8 = 0x9f;

/// Notes the keys that it is woken for; the first time for `b` it fails.
#[derive(Default)]
pub(super) struct Noting(Mutex<Vec<String>>);

impl Noting {
    /// Whether it was woken for a key.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.lock().unwrap().iter().any(|it| it == name)
    }
}

impl Stepper for Noting {
    fn kind(&self) -> u8 {
        KIND
    }

    fn step(&self, key: Bytes) -> BoxFuture<'_, Result<Option<Timestamp>, Refusal>> {
        let name = KeyReader::new(KIND, &key).unwrap().text().unwrap();
        let mut noted = self.0.lock().unwrap();
        let fails = name == "b" && !noted.contains(&name);
        noted.push(name);
        Box::pin(async move {
            if fails { Err(Refusal::caller("Busy", 409, "not yet")) } else { Ok(None) }
        })
    }
}

/// A step that waits for its time must be woken by the due index alone, or nobody would bound
/// or resume its waiting.
#[tokio::test]
async fn a_step_is_run_when_its_key_is_due() {
    let world = World::new();
    let noting = Arc::new(Noting::default());
    let triggers = world.start_on(world.store(), vec![noting.clone()]);
    let at = world.bench.context().now.plus_millis(5_000);
    let key = KeyWriter::new(KIND).text("a").done();
    world.write(move |txn| txn.due(at, &key, Bytes::new())).await;
    world.bench.advance_ms(4_999);
    change(&world, "c").await;
    world.until("another key is stepped", |_| noting.has("c")).await;
    assert!(!noting.has("a"));
    world.bench.advance_ms(1);
    world.until("it is run when it is due", |_| noting.has("a")).await;
    triggers.stop().await;
}

/// Commits a change of a key that steps go on from.
pub(super) async fn change(world: &World, name: &'static str) {
    let key = KeyWriter::new(KIND).text(name).done();
    world.write(move |txn| txn.put(key.clone(), Bytes::new(), Fed::Key)).await;
}

#[tokio::test]
async fn a_step_is_run_at_start_at_a_change_and_after_an_error() {
    let world = World::new();
    change(&world, "a").await;
    let noting = Arc::new(Noting::default());
    let count = |name: &str| noting.0.lock().unwrap().iter().filter(|it| *it == name).count();
    let triggers = world.start_on(world.store(), vec![noting.clone()]);
    world.until("it is run at start", |_| 1 <= count("a")).await;
    let before = count("a");
    change(&world, "a").await;
    world.until("it is run at a change", |_| before < count("a")).await;
    change(&world, "b").await;
    world.until("it is run after an error", |_| count("b") == 2).await;
    triggers.stop().await;
}
