//! A record that cannot be read, damaged or a newer server's, is set aside where somebody sees
//! it; what belongs to others goes on.

use bytes::Bytes;
use samara_store::{Fed, KeyWriter};
use serde_json::json;

use super::deliver::{call, permit, put, rule};
use super::world::{Does, FUNCTION, World};
use crate::keys;

/// What no version of the server writes.
const DAMAGED: &[u8] = b"{\"from\":\"elsewhere\"}";

async fn write(world: &World, key: Vec<u8>) {
    world.write(move |txn| txn.put(key.clone(), Bytes::from_static(DAMAGED), Fed::No)).await;
}

fn reasons(world: &World) -> Vec<String> {
    world.dead().into_iter().map(|letter| letter.reason).collect()
}

#[tokio::test]
async fn a_damaged_delivery_is_set_aside_and_the_others_are_delivered() {
    let world = World::new();
    let (ready, running) = (keys::delivery(b"1", "", ""), keys::delivery(b"2", "", ""));
    for key in [ready.clone(), running.clone()] {
        write(&world, key).await;
    }
    let mark = keys::ready(FUNCTION, &ready);
    // A mark that does not read back either, before all others.
    let broken = KeyWriter::new(0xa4).done();
    world
        .write(move |txn| {
            for key in [mark.clone(), keys::running(&running), broken.clone()] {
                txn.put(key, Bytes::new(), Fed::No);
            }
        })
        .await;
    world.call("r1").await;
    let triggers = world.start();
    world.until("the other is delivered", |world| world.calls() == 1 && world.is_idle()).await;
    assert_eq!(world.dead().len(), 3, "{:?}", reasons(&world));
    let letter = |text: &str| world.dead().into_iter().find(|it| it.reason.contains(text)).unwrap();
    let damaged = letter("a delivery cannot be read and was set aside");
    assert_eq!(damaged.delivery.payload.as_bytes(), DAMAGED);
    letter("the mark of a ready delivery cannot be read");
    triggers.stop().await;
}

/// A delivery that waits for its time is read by the due index: it must not stop all schedules.
#[tokio::test]
async fn a_damaged_delivery_that_is_due_does_not_stop_the_clock() {
    let world = World::new();
    let key = keys::delivery(b"1", "", "");
    write(&world, key.clone()).await;
    let at = world.bench.context().now.plus_millis(1);
    world.write(move |txn| txn.due(at, &key, Bytes::new())).await;
    world.script(&[Does::Fails]);
    world.call("r1").await;
    let triggers = world.start();
    world.until("the other failed once", |world| world.calls() == 1).await;
    world.bench.advance_ms(60_000);
    world.until("and is tried again", |world| world.calls() == 2 && world.is_idle()).await;
    assert_eq!(world.dead().len(), 1, "{:?}", reasons(&world));
    triggers.stop().await;
}

#[tokio::test]
async fn a_damaged_rule_is_told_once_and_the_bus_goes_on() {
    let world = World::new();
    permit(&world).await;
    rule(&world, "orders", &json!({"Id": "1", "Arn": FUNCTION}));
    write(&world, samara_events::keys::rule("default", "broken")).await;
    let triggers = world.start();
    for calls in 1..=2 {
        put(&world, "default");
        world.until("the other rule", |world| world.calls() == calls && world.is_idle()).await;
    }
    let dead = world.dead();
    assert_eq!(dead.len(), 1, "{:?}", reasons(&world));
    assert_eq!(dead[0].delivery.target, "rule broken of bus default");
    assert!(
        dead[0].reason.starts_with("the rule cannot be read, and its events are not delivered")
    );
    triggers.stop().await;
}

#[tokio::test]
async fn the_schedule_of_a_damaged_rule_stands_still_alone() {
    let world = World::new();
    permit(&world).await;
    for name in ["broken", "good"] {
        let tick = json!({"Name": name, "ScheduleExpression": "rate(5 minutes)"});
        call(&world, "events", "PutRule", &tick);
        let target = json!({"Id": "1", "Arn": FUNCTION});
        call(&world, "events", "PutTargets", &json!({"Rule": name, "Targets": [target]}));
    }
    write(&world, samara_events::keys::rule("default", "broken")).await;
    let triggers = world.start();
    for calls in 1..=2 {
        world.bench.advance_ms(5 * 60_000);
        world.until("the other fires", |world| world.calls() == calls && world.is_idle()).await;
    }
    let dead = world.dead();
    assert_eq!(dead.len(), 1, "{:?}", reasons(&world));
    assert_eq!(dead[0].delivery.target, "rule broken of bus default");
    triggers.stop().await;
}

/// What was accepted and cannot be read any more must be seen by somebody.
#[tokio::test]
async fn a_damaged_call_in_the_feed_leaves_a_dead_letter() {
    let world = World::new();
    let prefix = KeyWriter::new(samara_lambda::keys::ASYNCHRONOUS).done();
    world
        .write(move |txn| txn.append(prefix.clone(), Bytes::from_static(DAMAGED), Fed::After))
        .await;
    world.call("r1").await;
    let triggers = world.start();
    world.until("the other is delivered", |world| world.calls() == 1 && world.is_idle()).await;
    assert_eq!(world.dead().len(), 1, "{:?}", reasons(&world));
    assert!(world.dead()[0].reason.starts_with("an asynchronous call cannot be read"));
    triggers.stop().await;
}

/// An outcome that depends on a damaged record would be written again and again for ever.
#[tokio::test]
async fn a_damaged_setting_of_a_function_ends_its_delivery() {
    let world = World::new();
    write(&world, KeyWriter::new(0x34).text("f").text("").done()).await;
    let triggers = world.start();
    world.call("r1").await;
    world.until("it is dead", |world| world.dead().len() == 1 && world.is_idle()).await;
    assert_eq!(world.calls(), 0);
    triggers.stop().await;
}

#[tokio::test]
async fn a_damaged_dead_letter_does_not_hide_the_others() {
    let world = World::new();
    world.script(&[Does::IsGone]);
    let triggers = world.start();
    world.call("r1").await;
    world.until("it is dead", |world| world.dead().len() == 1).await;
    let now = world.bench.context().now;
    write(&world, keys::dead(now, b"x")).await;
    let dead = world.dead();
    assert_eq!(dead.len(), 2);
    let damaged = dead.iter().find(|it| it.reason.contains("a dead letter cannot be read"));
    assert_eq!(damaged.map(|it| it.given_up_ms), Some(now.as_millis()));
    triggers.stop().await;
}
