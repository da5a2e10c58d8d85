//! What fails, and the way back.

use serde_json::json;

use super::world::{No, World, bus, role};

#[test]
fn a_creation_that_fails_is_rolled_back_whole() {
    let world = World::new();
    world.refuse("PutRolePolicy", &[No::Wrong]);
    let mut role = role("/", "s3:GetObject");
    role["DependsOn"] = json!("Bus");
    let resources = json!({ "Bus": bus("orders", ""), "Role": role });
    assert_eq!(world.deploy("CreateStack", &resources, &json!({})), "ROLLBACK_COMPLETE");
    let why = "it is wrong (Service: iam, Code: ValidationError)";
    let what = format!("The following resource(s) failed to create: [Role]. {why}");
    assert_eq!(
        world.history("shop"),
        [
            "shop CREATE_IN_PROGRESS",
            "Bus CREATE_IN_PROGRESS",
            "Bus CREATE_COMPLETE",
            "Role CREATE_IN_PROGRESS",
            &format!("Role CREATE_FAILED {why}"),
            &format!("shop ROLLBACK_IN_PROGRESS {what}"),
            "Role DELETE_IN_PROGRESS",
            "Role DELETE_COMPLETE",
            "Bus DELETE_IN_PROGRESS",
            "Bus DELETE_COMPLETE",
            "shop ROLLBACK_COMPLETE",
        ]
    );
    assert_eq!(world.things(), "");
    let refusal = world.deploy("UpdateStack", &resources, &json!({}));
    assert!(refusal.ends_with("is in ROLLBACK_COMPLETE state and can not be updated."));
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
    assert_eq!(world.settled("shop"), "DELETE_COMPLETE");
}

#[test]
fn a_creation_may_be_deleted_when_it_fails() {
    let world = World::new();
    world.refuse("PutRolePolicy", &[No::Wrong]);
    let resources = json!({ "Role": role("/", "s3:GetObject") });
    let delete = json!({ "OnFailure": "DELETE" });
    assert_eq!(world.deploy("CreateStack", &resources, &delete), "DELETE_COMPLETE");
    assert_eq!(world.things(), "");
}

/// The stack goes back to the very role that it had, and to the bus as it was.
#[test]
fn an_update_that_fails_goes_back_to_what_was() {
    let world = World::new();
    let before = json!({ "Bus": bus("orders", "one"), "Role": role("/a/", "s3:GetObject"),
        "Z": bus("z", "") });
    assert_eq!(world.deploy("CreateStack", &before, &json!({})), "CREATE_COMPLETE");
    let made = world.call("DescribeStackResources", json!({ "StackName": "shop" })).unwrap();
    world.refuse("CreateEventBus", &[No::Wrong]);
    let mut last = bus("other", "");
    last["DependsOn"] = json!(["Bus", "Role"]);
    let after = json!({ "Bus": bus("orders", "two"), "Role": role("/b/", "s3:GetObject"),
        "Z": last });
    assert_eq!(world.deploy("UpdateStack", &after, &json!({})), "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(world.things(), "orders shop-Role z");
    let now = world.call("DescribeStackResources", json!({ "StackName": "shop" })).unwrap();
    for (one, other) in made["StackResources"]
        .as_array()
        .unwrap()
        .iter()
        .zip(now["StackResources"].as_array().unwrap())
    {
        assert_eq!(one["PhysicalResourceId"], other["PhysicalResourceId"]);
    }
    let nothing = "400 ValidationError: No updates are to be performed.";
    assert_eq!(world.deploy("UpdateStack", &before, &json!({})), nothing);
}

/// Whoever is throttled for a moment must not lose a deployment, and one that the platform can
/// never take must not stay in progress for ever.
#[test]
fn a_call_that_cannot_be_taken_now_is_made_again_with_growing_waits() {
    let world = World::new();
    world.refuse("CreateEventBus", &[No::Throttled, No::Full, No::Throttled]);
    let template = json!({ "Resources": { "Bus": bus("orders", "") } }).to_string();
    let input = json!({ "StackName": "shop", "TemplateBody": template });
    assert_eq!(world.run("CreateStack", input), "ok");
    let id = world.id("shop");
    for wait_ms in [1_000, 2_000, 4_000] {
        let now = world.bench.context().now;
        let at = world.advance(&id).unwrap();
        assert_eq!(at.millis_since(now), wait_ms);
        assert_eq!(world.advance(&id), Some(at), "asked too early, it waits on");
        world.bench.advance_ms(wait_ms);
    }
    assert_eq!(world.settled("shop"), "CREATE_COMPLETE");
    assert_eq!(world.calls(), ["CreateEventBus orders"; 4].join(", "));
}

#[test]
fn a_call_that_is_never_taken_fails_its_resource_with_the_reason() {
    let world = World::new();
    world.refuse("CreateEventBus", &[No::Full; 12]);
    let resources = json!({ "Bus": bus("orders", "") });
    let began = world.bench.context().now;
    assert_eq!(world.deploy("CreateStack", &resources, &json!({})), "ROLLBACK_COMPLETE");
    let waited_ms = world.bench.context().now.millis_since(began);
    assert_eq!(waited_ms, 63_000 + 5 * 60_000);
    let failed = world.history("shop").into_iter().find(|line| line.contains("CREATE_FAILED"));
    let failed = failed.unwrap();
    assert!(failed.contains("(asked 12 times) (Service: events, Code: ServiceUnavailable)"));
}

#[test]
fn a_deletion_that_fails_is_tried_again_or_leaves_what_is_named() {
    let world = World::new();
    let resources = json!({ "Bus": bus("orders", ""), "Other": bus("other", "") });
    assert_eq!(world.deploy("CreateStack", &resources, &json!({})), "CREATE_COMPLETE");
    world.refuse("DeleteEventBus", &[No::Wrong]);
    let retain = json!({ "StackName": "shop", "RetainResources": ["Other"] });
    let refusal = "400 ValidationError: RetainResources is only for a stack whose deletion has \
                   failed";
    assert_eq!(world.run("DeleteStack", retain.clone()), refusal);
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
    assert_eq!(world.settled("shop"), "DELETE_FAILED");
    assert_eq!(world.resources(), ["Bus CREATE_COMPLETE orders", "Other DELETE_FAILED other"]);
    assert_eq!(world.run("DeleteStack", retain), "ok");
    assert_eq!(world.settled("shop"), "DELETE_COMPLETE");
    assert_eq!(world.things(), "other");
}

/// A roll-back that fails must not be the end of a stack that holds somebody's data.
#[test]
fn a_rollback_that_fails_goes_on_from_where_it_is() {
    let world = World::new();
    let before = json!({ "Bus": bus("orders", "one"), "Other": bus("other", "one") });
    assert_eq!(world.deploy("CreateStack", &before, &json!({})), "CREATE_COMPLETE");
    let shop = json!({ "StackName": "shop" });
    let refusal = world.run("ContinueUpdateRollback", shop.clone());
    assert!(refusal.ends_with("is in CREATE_COMPLETE state and can not continue update rollback."));
    let mut after = json!({ "Bus": bus("orders", "two"), "Other": bus("other", "two"),
        "Last": bus("last", "") });
    after["Last"]["DependsOn"] = json!(["Bus", "Other"]);
    world.refuse("CreateEventBus", &[No::Wrong]);
    world.refuse_later("UpdateEventBus", 2, &[No::Wrong; 2]);
    assert_eq!(world.deploy("UpdateStack", &after, &json!({})), "UPDATE_ROLLBACK_FAILED");
    assert!(world.deploy("UpdateStack", &before, &json!({})).contains("can not be updated"));
    // It fails once more, and then it does not.
    assert_eq!(world.run("ContinueUpdateRollback", shop.clone()), "ok");
    assert_eq!(world.settled("shop"), "UPDATE_ROLLBACK_FAILED");
    world.calls();
    assert_eq!(world.run("ContinueUpdateRollback", shop), "ok");
    assert_eq!(world.settled("shop"), "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(world.calls(), "UpdateEventBus orders, UpdateEventBus other");
    let nothing = "400 ValidationError: No updates are to be performed.";
    assert_eq!(world.deploy("UpdateStack", &before, &json!({})), nothing);
}

/// What is skipped passes for what it was, and is changed by the next update from whatever it is.
#[test]
fn a_resource_that_cannot_go_back_may_be_skipped() {
    let world = World::new();
    let before = json!({ "Bus": bus("orders", "one"), "Other": bus("other", "one") });
    assert_eq!(world.deploy("CreateStack", &before, &json!({})), "CREATE_COMPLETE");
    let mut after = json!({ "Bus": bus("orders", "two"), "Other": before["Other"],
        "Last": bus("last", "") });
    after["Last"]["DependsOn"] = json!(["Bus"]);
    world.refuse("CreateEventBus", &[No::Wrong]);
    world.refuse_later("UpdateEventBus", 1, &[No::Wrong]);
    assert_eq!(world.deploy("UpdateStack", &after, &json!({})), "UPDATE_ROLLBACK_FAILED");
    let skip = |name: &str| json!({ "StackName": "shop", "ResourcesToSkip": [name] });
    let refusal = world.run("ContinueUpdateRollback", skip("Other"));
    assert!(refusal.contains("The resource Other cannot be skipped"), "{refusal}");
    assert_eq!(world.run("ContinueUpdateRollback", skip("Bus")), "ok");
    assert_eq!(world.settled("shop"), "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(world.resources()[0], "Bus UPDATE_COMPLETE orders");
    world.calls();
    let mut tagged = before.clone();
    tagged["Other"] = bus("other", "two");
    assert_eq!(world.deploy("UpdateStack", &tagged, &json!({})), "UPDATE_COMPLETE");
    assert_eq!(world.calls(), "UpdateEventBus orders, UpdateEventBus other");
}

/// Whatever a creation has made by the time that it is deleted must go with it.
#[test]
fn a_stack_may_be_deleted_at_any_time_of_its_creation() {
    let resources = json!({ "Bus": bus("orders", ""), "Role": role("/", "s3:GetObject") });
    let template = json!({ "Resources": resources }).to_string();
    for bits in 0..6 {
        let world = World::new();
        let input = json!({ "StackName": "shop", "TemplateBody": template,
            "Capabilities": ["CAPABILITY_IAM"] });
        assert_eq!(world.run("CreateStack", input), "ok");
        world.advance_bits(&world.id("shop"), bits);
        assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
        assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
        assert_eq!(world.settled("shop"), "DELETE_COMPLETE", "after {bits} bits");
        assert_eq!(world.things(), "", "after {bits} bits");
    }
}

#[test]
fn a_stack_cannot_be_deleted_while_it_is_changed() {
    let world = World::new();
    let template = |text: &str| json!({ "Resources": { "Bus": bus("orders", text) } }).to_string();
    let resources = json!({ "Bus": bus("orders", "one") });
    assert_eq!(world.deploy("CreateStack", &resources, &json!({})), "CREATE_COMPLETE");
    let input = json!({ "StackName": "shop", "TemplateBody": template("two") });
    assert_eq!(world.run("UpdateStack", input), "ok");
    let refusal = world.run("DeleteStack", json!({ "StackName": "shop" }));
    assert!(refusal.ends_with("cannot be deleted while in status UPDATE_IN_PROGRESS"), "{refusal}");
    assert_eq!(world.settled("shop"), "UPDATE_COMPLETE");
}

#[test]
fn tags_that_no_stack_may_have_are_refused() {
    let world = World::new();
    let resources = json!({ "Bus": bus("orders", "") });
    for (keys, why) in [
        (["AWS:a", "b"], "aws: prefixed tag key names are not allowed for external use."),
        (["a", "a"], "Tags contain duplicate keys; tag keys must be unique"),
    ] {
        let tags = keys.map(|key| json!({ "Key": key, "Value": "" }));
        let seen = world.deploy("CreateStack", &resources, &json!({ "Tags": tags }));
        assert_eq!(seen, format!("400 ValidationError: {why}"));
    }
}
