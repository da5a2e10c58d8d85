//! What is delivered, how often, and what becomes of what is not.

use samara_store::{Fed, KeyWriter};
use samara_wire::{Document, Name};
use serde_json::{Value, json};

use super::world::{Does, FUNCTION, World};

fn document(value: &Value) -> Document {
    match value {
        Value::Bool(value) => Document::Boolean(*value),
        Value::String(text) => Document::String(text.clone()),
        Value::Array(items) => Document::List(items.iter().map(document).collect()),
        Value::Object(fields) => Document::Map(
            fields.iter().map(|(name, it)| (Name::from(name.clone()), document(it))).collect(),
        ),
        _ => Document::Null,
    }
}

pub(super) fn call(world: &World, service: &str, operation: &str, input: &Value) {
    let answer = world.bench.call(service, operation, document(input));
    assert!(answer.is_ok(), "{operation}: {answer:?}");
}

/// A rule of the default bus that sends what a shop says to a target.
pub(super) fn rule(world: &World, name: &str, target: &Value) {
    let pattern = r#"{"source":["shop"]}"#;
    call(world, "events", "PutRule", &json!({"Name": name, "EventPattern": pattern}));
    call(world, "events", "PutTargets", &json!({"Rule": name, "Targets": [target]}));
}

pub(super) fn put(world: &World, bus: &str) {
    let entry = json!({"Source": "shop", "DetailType": "Ordered", "Detail": "{\"id\":7}",
        "EventBusName": bus});
    call(world, "events", "PutEvents", &json!({"Entries": [entry]}));
}

/// The function lets rules of this account in.
pub(super) async fn permit(world: &World) {
    let record = json!({"revision_id": "1", "statements": [{
        "Sid": "s", "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
        "Action": "lambda:InvokeFunction", "Resource": FUNCTION,
        "Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:events:us-east-1:000000000000:rule/*"}},
    }]});
    let key = KeyWriter::new(0x33).text("f").text("").done();
    world.write(move |txn| txn.put(key.clone(), record.to_string().into(), Fed::Key)).await;
}

#[tokio::test]
async fn an_event_reaches_the_targets_of_the_rules_that_match() {
    let world = World::new();
    permit(&world).await;
    rule(&world, "orders", &json!({"Id": "1", "Arn": FUNCTION}));
    rule(&world, "again", &json!({"Id": "1", "Arn": FUNCTION, "InputPath": "$.detail"}));
    let triggers = world.start();
    put(&world, "default");
    world.until("both are called", |world| world.calls() == 2 && world.is_idle()).await;
    let mut payloads: Vec<String> =
        world.functions.calls.lock().unwrap().iter().map(|(_, payload)| payload.clone()).collect();
    payloads.sort_by_key(String::len);
    assert_eq!(payloads[0], r#"{"id":7}"#);
    let event: Value = serde_json::from_str(&payloads[1]).unwrap();
    assert_eq!((&event["source"], &event["detail"]["id"]), (&json!("shop"), &json!(7)));
    // A rule that is put later is followed from then on, one that is disabled no more.
    call(&world, "events", "DisableRule", &json!({"Name": "again"}));
    put(&world, "default");
    world.until("one is called", |world| world.calls() == 3 && world.is_idle()).await;
    assert!(world.dead().is_empty());
    triggers.stop().await;
}

#[tokio::test]
async fn a_rule_that_its_function_does_not_let_in_leaves_a_dead_letter() {
    let world = World::new();
    rule(&world, "orders", &json!({"Id": "1", "Arn": FUNCTION}));
    let triggers = world.start();
    put(&world, "default");
    world.until("it is dead", |world| world.dead().len() == 1 && world.is_idle()).await;
    assert_eq!(world.calls(), 0);
    assert_eq!(
        world.dead()[0].reason,
        "User: events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on \
         resource: arn:aws:lambda:us-east-1:000000000000:function:f because no resource-based \
         policy allows the lambda:InvokeFunction action"
    );
    triggers.stop().await;
}

#[tokio::test]
async fn a_failure_is_tried_again_after_one_minute_and_after_two() {
    let world = World::new();
    world.script(&[Does::Fails, Does::Fails, Does::Fails]);
    let triggers = world.start();
    world.call("r1").await;
    for (calls, wait_ms) in [(1, 60_000), (2, 120_000)] {
        world.until("it waits", |world| world.calls() == calls && world.waits()).await;
        world.bench.advance_ms(wait_ms - 1);
        world.until("it still waits", World::waits).await;
        assert_eq!(world.calls(), calls);
        world.bench.advance_ms(1);
    }
    world.until("it is dead", |world| world.dead().len() == 1 && world.is_idle()).await;
    assert_eq!(world.dead()[0].reason, "the function failed 3 times");
    let calls = world.functions.calls.lock().unwrap().clone();
    assert!(calls.iter().all(|(id, _)| id == "r1"), "{calls:?}");
    triggers.stop().await;
}

#[tokio::test]
async fn a_throttle_is_no_attempt_and_a_function_that_is_gone_is_no_target() {
    let world = World::new();
    world.script(&[Does::IsThrottled; 5]);
    world.script(&[Does::Fails, Does::Succeeds]);
    let triggers = world.start();
    world.call("r1").await;
    for calls in 1..=6 {
        world.until("it waits", |world| world.calls() == calls && world.waits()).await;
        world.bench.advance_ms(60_000);
    }
    world.until("it is done", |world| world.calls() == 7 && world.is_idle()).await;
    assert!(world.dead().is_empty());
    world.script(&[Does::IsGone]);
    world.call("r2").await;
    world.until("it is dead", |world| world.dead().len() == 1 && world.is_idle()).await;
    assert_eq!(world.dead()[0].reason, "ResourceNotFoundException: Function not found");
    triggers.stop().await;
}

#[tokio::test]
async fn what_stays_throttled_is_given_up_after_six_hours() {
    let world = World::new();
    world.script(&[Does::IsThrottled; 3]);
    let triggers = world.start();
    world.call("r1").await;
    world.until("it waits", |world| world.calls() == 1 && world.waits()).await;
    world.bench.advance_ms(6 * 60 * 60 * 1000);
    world.until("it is dead", |world| world.dead().len() == 1 && world.is_idle()).await;
    assert_eq!(world.dead()[0].reason, "it would be older than 21600 seconds");
    triggers.stop().await;
}

#[tokio::test]
async fn an_event_goes_on_to_another_bus_as_the_role_may() {
    let world = World::new();
    permit(&world).await;
    let shop = "arn:aws:events:us-east-1:000000000000:event-bus/shop";
    call(&world, "events", "CreateEventBus", &json!({"Name": "shop"}));
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}});
    let role = json!({"RoleName": "r", "AssumeRolePolicyDocument": trust.to_string()});
    call(&world, "iam", "CreateRole", &role);
    let role = "arn:aws:iam::000000000000:role/r";
    rule(&world, "on", &json!({"Id": "1", "Arn": shop, "RoleArn": role}));
    let own =
        json!({"Name": "own", "EventBusName": "shop", "EventPattern": "{\"source\":[\"shop\"]}"});
    call(&world, "events", "PutRule", &own);
    let targets = json!({"Rule": "own", "EventBusName": "shop",
        "Targets": [{"Id": "1", "Arn": FUNCTION}]});
    call(&world, "events", "PutTargets", &targets);
    let triggers = world.start();
    put(&world, "default");
    world.until("it is dead", |world| world.dead().len() == 1 && world.is_idle()).await;
    assert!(world.dead()[0].reason.contains("no identity-based policy allows"));
    let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": "events:PutEvents", "Resource": shop}});
    let policy = json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": policy.to_string()});
    call(&world, "iam", "PutRolePolicy", &policy);
    put(&world, "default");
    world.until("the function is called", |world| world.calls() == 1 && world.is_idle()).await;
    triggers.stop().await;
}

/// Whoever looks at a bounded list of what failed must see what failed just now.
#[tokio::test]
async fn the_latest_dead_letters_come_first() {
    let world = World::new();
    world.script(&[Does::IsGone; 3]);
    let triggers = world.start();
    for (count, id) in ["r1", "r2", "r3"].into_iter().enumerate() {
        world.call(id).await;
        world.until("it is dead", |world| world.dead().len() == count + 1).await;
        world.bench.advance_ms(1);
    }
    triggers.stop().await;
    let dead = world.dead();
    let ids: Vec<&str> = dead.iter().map(|it| it.delivery.request_id.as_str()).collect();
    assert_eq!(ids, ["r3", "r2", "r1"]);
}

#[tokio::test]
async fn dead_letters_are_forgotten_after_two_weeks() {
    let world = World::new();
    world.script(&[Does::IsGone]);
    let triggers = world.start();
    world.call("r1").await;
    world.until("it is dead", |world| world.dead().len() == 1).await;
    world.bench.advance_ms(14 * 24 * 60 * 60 * 1000);
    world.until("it is forgotten", |world| world.dead().is_empty()).await;
    triggers.stop().await;
}

/// A function with a role, and a bus that learns of its failures.
async fn with_destination(world: &World, bus: &str) {
    let settings = json!({"runtime": "python3.12", "role": "arn:aws:iam::000000000000:role/r",
        "handler": "a.b", "description": "", "timeout_s": 3, "memory_mib": 128,
        "environment": {}, "ephemeral_mib": 512, "architecture": "x86_64", "log_group": null,
        "tracing": "PassThrough", "subnets": [], "security_groups": []});
    let config = json!({"maximum_retry_attempts": 0, "maximum_event_age_s": null,
        "on_failure": bus, "last_modified_ms": 0});
    let key = KeyWriter::new(0x34).text("f").text("").done();
    world.write(move |txn| txn.put(key.clone(), config.to_string().into(), Fed::Key)).await;
    let latest = json!({"function": "f", "version": "$LATEST", "settings": settings,
        "code": {"blob": "0", "size": 0}, "last_modified_ms": 0, "revision_id": "1"});
    let function = json!({"name": "f", "latest": latest, "tags": {}, "next_version": 1,
        "reserved_concurrency": null});
    let key = KeyWriter::new(0x30).text("f").done();
    world.write(move |txn| txn.put(key.clone(), function.to_string().into(), Fed::Key)).await;
}

#[tokio::test]
async fn a_failure_is_told_to_the_functions_destination() {
    let world = World::new();
    permit(&world).await;
    let bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
    let trust = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}});
    let role = json!({"RoleName": "r", "AssumeRolePolicyDocument": trust.to_string()});
    call(&world, "iam", "CreateRole", &role);
    with_destination(&world, bus).await;
    let failures = json!({"Name": "failures", "EventPattern": "{\"source\":[\"lambda\"]}"});
    call(&world, "events", "PutRule", &failures);
    let target = json!({"Id": "1", "Arn": FUNCTION});
    call(&world, "events", "PutTargets", &json!({"Rule": "failures", "Targets": [target]}));
    world.script(&[Does::Fails, Does::Fails]);
    let triggers = world.start();
    world.call("r1").await;
    world.until("it is dead", |world| world.dead().len() == 1 && world.is_idle()).await;
    let reason = world.dead()[0].reason.clone();
    assert!(reason.contains("was not told: User: arn:aws:sts::000000000000:assumed-role/r/f"));
    let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": "events:PutEvents", "Resource": bus}});
    let policy = json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": policy.to_string()});
    call(&world, "iam", "PutRolePolicy", &policy);
    world.call("r2").await;
    world.until("the rule's target is called", |world| world.calls() == 3 && world.is_idle()).await;
    assert_eq!(world.dead().len(), 1);
    let (_, payload) = world.functions.calls.lock().unwrap()[2].clone();
    let event: Value = serde_json::from_str(&payload).unwrap();
    assert_eq!(event["detail-type"], "Lambda Function Invocation Result - Failure");
    let expect = json!({"requestId": "r2", "functionArn": format!("{FUNCTION}:$LATEST"),
        "condition": "RetriesExhausted", "approximateInvokeCount": 1});
    assert_eq!(event["detail"]["requestContext"], expect);
    assert_eq!(event["detail"]["responsePayload"], json!({"errorMessage": "no"}));
    triggers.stop().await;
}

#[tokio::test]
async fn a_schedule_calls_each_time_and_once_after_a_gap() {
    let world = World::new();
    permit(&world).await;
    let tick = json!({"Name": "tick", "ScheduleExpression": "rate(5 minutes)"});
    call(&world, "events", "PutRule", &tick);
    let target = json!({"Id": "1", "Arn": FUNCTION});
    call(&world, "events", "PutTargets", &json!({"Rule": "tick", "Targets": [target]}));
    let triggers = world.start();
    for (calls, minutes) in [(1, 5), (2, 5), (3, 62)] {
        world.bench.advance_ms(minutes * 60_000);
        world.until("it is called", |world| world.calls() == calls && world.is_idle()).await;
    }
    call(&world, "events", "DisableRule", &json!({"Name": "tick"}));
    assert_eq!(*samara_store::Store::next_due(&*world.bench.store).borrow(), None);
    let (_, payload) = world.functions.calls.lock().unwrap()[1].clone();
    let event: Value = serde_json::from_str(&payload).unwrap();
    assert_eq!(event["time"], "2026-11-21T12:10:00Z");
    assert_eq!(event["detail-type"], "Scheduled Event");
    triggers.stop().await;
}

/// A defect met by one delivery must not leave it undone until the next start.
#[tokio::test]
async fn a_delivery_whose_task_panics_is_run_again() {
    let world = World::new();
    world.script(&[Does::Panics]);
    let triggers = world.start();
    world.call("0197").await;
    world.until("it is delivered", |world| world.is_idle() && world.calls() == 2).await;
    assert!(world.dead().is_empty());
    triggers.stop().await;
}
