//! Change sets: shown before they are executed, and only once.

use serde_json::{Value as Json, json};

use super::world::{World, bus, role};

fn change_set(world: &World, name: &str, resources: &Json, more: &Json) -> String {
    let mut input = json!({
        "StackName": "shop", "ChangeSetName": name, "Capabilities": ["CAPABILITY_IAM"],
        "TemplateBody": json!({ "Resources": resources }).to_string(),
    });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    world.run("CreateChangeSet", input)
}

fn named(name: &str) -> Json {
    json!({ "StackName": "shop", "ChangeSetName": name })
}

/// What a change set says: its states and its changes.
fn said(world: &World, name: &str) -> Vec<String> {
    let set = world.call("DescribeChangeSet", named(name)).unwrap();
    let text = |json: &Json| json.as_str().unwrap_or("-").to_owned();
    let change = |change: &Json| {
        let change = &change["ResourceChange"];
        let parts = ["Action", "LogicalResourceId", "Replacement"].map(|part| text(&change[part]));
        parts.join(" ")
    };
    let states = [&set["Status"], &set["ExecutionStatus"]].map(text).join(" ");
    std::iter::once(states).chain(set["Changes"].as_array().unwrap().iter().map(change)).collect()
}

#[test]
fn a_stack_comes_from_a_change_set_and_changes_by_others() {
    let world = World::new();
    let one = json!({ "Bus": bus("orders", "one"), "Gone": bus("gone", ""),
        "Role": role("/a/", "s3:GetObject") });
    assert_eq!(change_set(&world, "first", &one, &json!({ "ChangeSetType": "CREATE" })), "ok");
    assert_eq!(world.stack("shop")["StackStatus"], "REVIEW_IN_PROGRESS");
    let first = said(&world, "first");
    assert_eq!(first, ["CREATE_COMPLETE AVAILABLE", "Add Bus -", "Add Gone -", "Add Role -"]);
    assert_eq!(world.things(), "");
    assert_eq!(world.run("ExecuteChangeSet", named("first")), "ok");
    assert_eq!(world.settled("shop"), "CREATE_COMPLETE");

    let two = json!({ "Bus": bus("orders", "two"), "Role": role("/b/", "s3:GetObject") });
    assert_eq!(change_set(&world, "second", &two, &json!({})), "ok");
    assert_eq!(change_set(&world, "third", &two, &json!({})), "ok");
    assert_eq!(
        said(&world, "second"),
        ["CREATE_COMPLETE AVAILABLE", "Modify Bus False", "Modify Role True", "Remove Gone -",]
    );
    assert_eq!(world.run("ExecuteChangeSet", named("second")), "ok");
    assert_eq!(world.settled("shop"), "UPDATE_COMPLETE");
    assert_eq!(world.things(), "orders shop-Role");
    // The other one was made for a stack that is no more.
    assert_eq!(said(&world, "third")[0], "CREATE_COMPLETE OBSOLETE");
    let refusal = world.run("ExecuteChangeSet", named("third"));
    assert!(refusal.starts_with("400 InvalidChangeSetStatus: "), "{refusal}");
    assert_eq!(world.run("DeleteChangeSet", named("third")), "ok");
    let missing = "404 ChangeSetNotFound: ChangeSet [third] does not exist";
    assert_eq!(world.run("DescribeChangeSet", named("third")), missing);
    assert_eq!(
        change_set(&world, "second", &one, &json!({})),
        "ok",
        "an executed one's name is free"
    );
    let taken = change_set(&world, "second", &one, &json!({}));
    assert!(taken.contains("ChangeSet second already exists"), "{taken}");
}

/// `aws cloudformation deploy` and `sam deploy` tell by these words that all is as it should be.
#[test]
fn a_change_set_of_nothing_has_failed() {
    let world = World::new();
    let one = json!({ "Bus": bus("orders", "one") });
    assert_eq!(world.deploy("CreateStack", &one, &json!({})), "CREATE_COMPLETE");
    assert_eq!(change_set(&world, "none", &one, &json!({})), "ok");
    assert_eq!(said(&world, "none"), ["FAILED UNAVAILABLE"]);
    let set = world.call("DescribeChangeSet", named("none")).unwrap();
    assert_eq!(
        set["StatusReason"],
        "The submitted information didn't contain changes. Submit different information to create \
         a change set."
    );
    let refusal = world.run("ExecuteChangeSet", named("none"));
    assert!(refusal.starts_with("400 InvalidChangeSetStatus: "), "{refusal}");
}

#[test]
fn wrong_names_and_kinds_of_change_sets() {
    let world = World::new();
    let one = json!({ "Bus": bus("orders", "one") });
    let missing = "400 ValidationError: Stack [shop] does not exist";
    assert_eq!(change_set(&world, "a", &one, &json!({})), missing);
    assert_eq!(world.run("DescribeChangeSet", named("a")), missing);
    assert_eq!(world.run("ListChangeSets", json!({ "StackName": "shop" })), missing);
    let created = json!({ "ChangeSetType": "CREATE" });
    assert_eq!(change_set(&world, "a", &one, &created), "ok");
    let twice = "400 AlreadyExistsException: ChangeSet a already exists";
    assert_eq!(change_set(&world, "a", &one, &created), twice);
    let import = json!({ "ChangeSetType": "IMPORT" });
    let refusal = "501 NotImplemented: Samara does not support the change set type IMPORT.";
    assert_eq!(change_set(&world, "b", &one, &import), refusal);
    let alone = "400 ValidationError: StackName must be specified if ChangeSetName is not an ARN.";
    assert_eq!(world.run("DescribeChangeSet", json!({ "ChangeSetName": "a" })), alone);
    let listed = world.call("ListChangeSets", json!({ "StackName": "shop" })).unwrap();
    assert_eq!(listed["Summaries"][0]["ChangeSetName"], "a");
    assert_eq!(listed["Summaries"].as_array().unwrap().len(), 1);
    // A stack that was never made is deleted at once.
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
    assert_eq!(world.settled("shop"), "DELETE_COMPLETE");
}
