//! Operations that keep what succeeded: nothing that was made is left without somebody who will
//! delete it, and nothing that works is taken away.

use serde_json::json;

use super::world::{No, World, bus, role};

const KEEP: &str = "DisableRollback";

/// A role that was made without its policy must not count as made.
#[test]
fn what_was_never_complete_is_deleted_when_the_next_operation_begins() {
    let world = World::new();
    world.refuse("PutRolePolicy", &[No::Wrong]);
    let resources = json!({ "Bus": bus("orders", ""), "Role": role("/", "s3:GetObject") });
    assert_eq!(world.deploy("CreateStack", &resources, &json!({ KEEP: true })), "CREATE_FAILED");
    assert_eq!(world.things(), "orders shop-Role");
    assert_eq!(world.resources(), ["Bus CREATE_COMPLETE orders", "Role CREATE_FAILED shop-Role"]);
    world.calls();
    assert_eq!(world.deploy("UpdateStack", &resources, &json!({})), "UPDATE_COMPLETE");
    assert_eq!(
        world.calls(),
        "DeleteRolePolicy shop-Role, DeleteRole shop-Role, CreateRole shop-Role, \
         PutRolePolicy shop-Role"
    );
    assert_eq!(world.things(), "orders shop-Role");
    assert_eq!(world.resources(), ["Bus CREATE_COMPLETE orders", "Role CREATE_COMPLETE shop-Role"]);
}

#[test]
fn what_was_never_complete_goes_with_the_stack() {
    let world = World::new();
    world.refuse("PutRolePolicy", &[No::Wrong]);
    let resources = json!({ "Role": role("/", "s3:GetObject") });
    assert_eq!(world.deploy("CreateStack", &resources, &json!({ KEEP: true })), "CREATE_FAILED");
    world.refuse("DeleteRole", &[No::Wrong]);
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
    assert_eq!(world.settled("shop"), "DELETE_FAILED");
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
    assert_eq!(world.settled("shop"), "DELETE_COMPLETE");
    assert_eq!(world.things(), "");
}

/// The old role lives on beside the new one until an operation succeeds: the stack may yet go
/// back to it, and then it must not be forgotten.
#[test]
fn what_was_replaced_lives_until_an_operation_succeeds() {
    let world = World::new();
    let one = json!({ "Role": role("/a/", "s3:GetObject") });
    assert_eq!(world.deploy("CreateStack", &one, &json!({})), "CREATE_COMPLETE");
    let mut wrong = bus("orders", "");
    wrong["DependsOn"] = json!("Role");
    let two = json!({ "Role": role("/b/", "s3:GetObject"), "Bus": wrong });
    world.refuse("CreateEventBus", &[No::Wrong]);
    assert_eq!(world.deploy("UpdateStack", &two, &json!({ KEEP: true })), "UPDATE_FAILED");
    assert_eq!(world.things(), "shop-Role shop-Role");
    assert_eq!(world.resources(), ["Bus CREATE_FAILED -", "Role UPDATE_COMPLETE shop-Role"]);
    // One that fails and is rolled back does not settle it.
    world.refuse("CreateEventBus", &[No::Wrong]);
    assert_eq!(world.deploy("UpdateStack", &two, &json!({})), "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(world.things(), "shop-Role shop-Role");
    assert_eq!(world.deploy("UpdateStack", &two, &json!({})), "UPDATE_COMPLETE");
    assert_eq!(world.things(), "orders shop-Role");
}

#[test]
fn what_was_replaced_goes_with_the_stack() {
    let world = World::new();
    let one = json!({ "Role": role("/a/", "s3:GetObject") });
    assert_eq!(world.deploy("CreateStack", &one, &json!({})), "CREATE_COMPLETE");
    let mut wrong = bus("orders", "");
    wrong["DependsOn"] = json!("Role");
    let two = json!({ "Role": role("/b/", "s3:GetObject"), "Bus": wrong });
    world.refuse("CreateEventBus", &[No::Wrong]);
    assert_eq!(world.deploy("UpdateStack", &two, &json!({ KEEP: true })), "UPDATE_FAILED");
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
    assert_eq!(world.settled("shop"), "DELETE_COMPLETE");
    assert_eq!(world.things(), "");
}

/// A replacement that fails half way: the old one is what the stack still has.
#[test]
fn a_replacement_that_fails_keeps_the_old_resource() {
    let world = World::new();
    let one = json!({ "Role": role("/a/", "s3:GetObject") });
    assert_eq!(world.deploy("CreateStack", &one, &json!({})), "CREATE_COMPLETE");
    let id = |world: &World| {
        let found = world.call("DescribeStackResources", json!({ "StackName": "shop" })).unwrap();
        found["StackResources"][0]["PhysicalResourceId"].clone()
    };
    let old = id(&world);
    world.refuse("PutRolePolicy", &[No::Wrong]);
    let two = json!({ "Role": role("/b/", "s3:GetObject") });
    assert_eq!(world.deploy("UpdateStack", &two, &json!({ KEEP: true })), "UPDATE_FAILED");
    assert_eq!(world.things(), "shop-Role shop-Role");
    assert_eq!(id(&world), old);
    assert_eq!(world.deploy("UpdateStack", &two, &json!({})), "UPDATE_COMPLETE");
    assert_eq!(world.things(), "shop-Role");
    assert_ne!(id(&world), old);
}

/// A change of two calls of which the second fails: the first is taken back, and the next
/// operation makes both.
#[test]
fn a_change_that_fails_half_way_is_changed_back() {
    let world = World::new();
    let one = json!({ "Bus": bus("orders", "one") });
    assert_eq!(world.deploy("CreateStack", &one, &json!({})), "CREATE_COMPLETE");
    let mut tagged = bus("orders", "two");
    tagged["Properties"]["Tags"] = json!([{ "Key": "a", "Value": "b" }]);
    let two = json!({ "Bus": tagged });
    world.refuse("TagResource", &[No::Wrong]);
    world.calls();
    assert_eq!(world.deploy("UpdateStack", &two, &json!({ KEEP: true })), "UPDATE_FAILED");
    let back = "UpdateEventBus orders, TagResource , UpdateEventBus orders, UntagResource ";
    assert_eq!(world.calls(), back);
    assert_eq!(world.resources(), ["Bus UPDATE_FAILED orders"]);
    assert_eq!(world.deploy("UpdateStack", &two, &json!({})), "UPDATE_COMPLETE");
    assert_eq!(world.calls(), "UpdateEventBus orders, TagResource ");
}

/// Where even that fails, the resource is neither the one nor the other: it must not pass for
/// what the template wants, whichever the next template is.
#[test]
fn what_could_not_be_changed_back_is_changed_by_the_next_operation() {
    for wanted in ["one", "two"] {
        let world = World::new();
        let one = json!({ "Bus": bus("orders", "one") });
        assert_eq!(world.deploy("CreateStack", &one, &json!({})), "CREATE_COMPLETE");
        let mut tagged = bus("orders", "two");
        tagged["Properties"]["Tags"] = json!([{ "Key": "a", "Value": "b" }]);
        let two = json!({ "Bus": tagged });
        world.refuse("TagResource", &[No::Wrong]);
        world.refuse("UntagResource", &[No::Wrong]);
        assert_eq!(world.deploy("UpdateStack", &two, &json!({ KEEP: true })), "UPDATE_FAILED");
        let reason = world.stack("shop")["StackStatusReason"].clone();
        assert!(reason.as_str().unwrap().contains("; it could not be changed back: it is wrong"));
        world.calls();
        let (next, calls) = match wanted {
            "one" => (&one, "UpdateEventBus orders, UntagResource "),
            _ => (&two, "UpdateEventBus orders, TagResource "),
        };
        assert_eq!(world.deploy("UpdateStack", next, &json!({})), "UPDATE_COMPLETE");
        assert_eq!(world.calls(), calls, "{wanted}");
    }
}
