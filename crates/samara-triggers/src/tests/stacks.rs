//! Stacks go on by themselves: from the feed, and from the due index where they wait.

use std::sync::Arc;

use samara_store::{Fed, StoreExt};
use serde_json::{Value, json};

use super::world::World;
use crate::{Contexts, Stacks};

fn stacks(world: &World) -> Arc<Stacks> {
    let bench = world.bench.clone();
    let contexts: Contexts = Arc::new(move |principal, _| bench.context().acting_as(principal));
    Arc::new(Stacks::new(world.store(), contexts))
}

fn call(world: &World, operation: &str, input: Value) -> Value {
    let cx = world.bench.context();
    world.bench.call_json_as(&cx, ("cloudformation", operation), input).unwrap()
}

fn create(world: &World) {
    let bus = json!({ "Type": "AWS::Events::EventBus", "Properties": { "Name": "orders" } });
    let template = json!({ "Resources": { "Bus": bus } }).to_string();
    call(world, "CreateStack", json!({ "StackName": "shop", "TemplateBody": template }));
}

fn is(world: &World, status: &str) -> bool {
    let found = call(world, "DescribeStacks", json!({ "StackName": "shop" }));
    found["Stacks"][0]["StackStatus"] == status
}

#[tokio::test]
async fn a_stack_is_made_without_anybody_waiting_for_it() {
    let world = World::new();
    let triggers = world.start_on(world.store(), vec![stacks(&world)]);
    create(&world);
    world.until("it is made", |world| is(world, "CREATE_COMPLETE")).await;
    let bus = world.bench.store.read(|txn| samara_events::bus(txn, "orders").unwrap());
    assert!(bus.is_some());
    triggers.stop().await;
}

/// A stack that waited when the server ended must go on when its time has come, not before and
/// not never.
#[tokio::test]
async fn a_stack_that_waits_goes_on_when_it_is_due() {
    let world = World::new();
    create(&world);
    let until = world.bench.context().now.plus_millis(5_000);
    world
        .write(move |txn| {
            let prefix = samara_store::KeyWriter::new(samara_cloudformation::keys::PROGRESS).done();
            let (key, value) =
                txn.scan(&samara_store::Range::prefix(&prefix), 1).unwrap().remove(0);
            let mut progress: Value = serde_json::from_slice(&value).unwrap();
            progress["not_before_ms"] = json!(until.as_millis());
            txn.put(key.to_vec(), progress.to_string().into(), Fed::Key);
        })
        .await;
    let triggers = world.start_on(world.store(), vec![stacks(&world)]);
    let waits = |world: &World| {
        let due = world.bench.store.read(|txn| txn.scan_due(until, 10).unwrap());
        due.iter().any(|(at, ..)| *at == until)
    };
    world.until("it waits", waits).await;
    world.bench.advance_ms(4_999);
    assert!(is(&world, "CREATE_IN_PROGRESS"));
    world.bench.advance_ms(1);
    world.until("it is made", |world| is(world, "CREATE_COMPLETE")).await;
    triggers.stop().await;
}
