//! How far the follower says that it is: what lies before is let go, and not read again.

use std::sync::Arc;

use samara_store::{Fed, KeyWriter, Store, StoreExt};

use super::step::{Noting, change};
use super::world::World;
use crate::{follow, keys};

/// The position that is written.
fn position(world: &World) -> u64 {
    follow::read_position(&*world.store())
}

/// A server that is stopped before much has happened must not keep its log for ever, start by
/// start.
#[tokio::test]
async fn a_tidy_stop_writes_the_position_once() {
    let world = World::new();
    let noting = Arc::new(Noting::default());
    let triggers = world.start_on(world.store(), vec![noting.clone()]);
    for name in ["a", "c", "d"] {
        change(&world, name).await;
    }
    world.until("the last change is read", |_| noting.has("d")).await;
    triggers.stop().await;
    assert_eq!(position(&world), 3);
    let head = *world.store().head().borrow();
    world.start().stop().await;
    assert_eq!(*world.store().head().borrow(), head, "an idle start and stop write nothing");
}

/// What is large and asks for nothing (items of a table without a stream) fills the disk and is
/// read again by the next start unless the position moves.
#[tokio::test]
async fn the_position_is_written_when_much_was_read() {
    const PIECE: usize = 1024 * 1024;
    let world = World::new();
    let triggers = world.start();
    for piece in 0..17_u64 {
        let key = KeyWriter::new(0x9e).text(&piece.to_string()).done();
        let value = bytes::Bytes::from(vec![0; PIECE]);
        world.write(move |txn| txn.put(key.clone(), value.clone(), Fed::No)).await;
    }
    world.until("the position is written", |world| 16 <= position(world)).await;
    triggers.stop().await;
    assert!(world.store().read(|txn| txn.get(&keys::follower())).unwrap().is_some());
}
