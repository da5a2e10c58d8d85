//! Stacks that are made, changed and deleted as wanted.

use serde_json::json;

use super::world::{World, bus, role};

#[test]
fn a_stack_is_made_changed_and_deleted() {
    let world = World::new();
    let one = json!({ "Bus": bus("orders", "one"), "Role": role("/a/", "s3:GetObject") });
    assert_eq!(world.deploy("CreateStack", &one, &json!({})), "CREATE_COMPLETE");
    assert_eq!(
        world.calls(),
        "CreateEventBus orders, CreateRole shop-Role, PutRolePolicy shop-Role"
    );
    let made = ["Bus CREATE_COMPLETE orders", "Role CREATE_COMPLETE shop-Role"];
    assert_eq!(world.resources(), made);
    // One is changed in place, the other's call is not made at all.
    let two = json!({ "Bus": bus("orders", "two"), "Role": role("/a/", "s3:GetObject") });
    assert_eq!(world.deploy("UpdateStack", &two, &json!({})), "UPDATE_COMPLETE");
    assert_eq!(world.calls(), "UpdateEventBus orders");
    // One goes, the other is replaced: the old one is deleted when all is done.
    let three = json!({ "Role": role("/b/", "s3:GetObject") });
    assert_eq!(world.deploy("UpdateStack", &three, &json!({})), "UPDATE_COMPLETE");
    assert_eq!(
        world.history("shop"),
        [
            "shop UPDATE_IN_PROGRESS",
            "Role UPDATE_IN_PROGRESS Requested update requires the creation of a new physical \
             resource; hence creating one.",
            "Role UPDATE_COMPLETE",
            "shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "Bus DELETE_IN_PROGRESS",
            "Bus DELETE_COMPLETE",
            "Role DELETE_IN_PROGRESS",
            "Role DELETE_COMPLETE",
            "shop UPDATE_COMPLETE",
        ]
    );
    assert_eq!(world.things(), "shop-Role");
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
    assert_eq!(world.settled("shop"), "DELETE_COMPLETE");
    assert_eq!(world.things(), "");
    assert_eq!(
        world.run("DescribeStacks", json!({ "StackName": "shop" })),
        "400 ValidationError: Stack with id shop does not exist"
    );
}

#[test]
fn an_update_of_nothing_is_refused_and_so_is_a_stack_that_is_busy() {
    let world = World::new();
    let resources = json!({ "Bus": bus("orders", "one") });
    let template = json!({ "Resources": resources }).to_string();
    let input = json!({ "StackName": "shop", "TemplateBody": template });
    assert_eq!(world.run("CreateStack", input.clone()), "ok");
    let busy = world.run("UpdateStack", input.clone());
    assert!(busy.ends_with("is in CREATE_IN_PROGRESS state and can not be updated."), "{busy}");
    let again = "400 AlreadyExistsException: Stack [shop] already exists";
    assert_eq!(world.run("CreateStack", input), again);
    assert_eq!(world.settled("shop"), "CREATE_COMPLETE");
    let nothing = "400 ValidationError: No updates are to be performed.";
    assert_eq!(world.deploy("UpdateStack", &resources, &json!({})), nothing);
    // With other tags there is something to do, though no resource changes.
    let tags = json!({ "Tags": [{ "Key": "team", "Value": "a" }] });
    assert_eq!(world.deploy("UpdateStack", &resources, &tags), "UPDATE_COMPLETE");
    assert_eq!(world.stack("shop")["Tags"], json!([{ "Key": "team", "Value": "a" }]));
}

/// A caller who did not agree must not get a role made on their behalf.
#[test]
fn roles_and_transforms_need_to_be_agreed_to() {
    let world = World::new();
    let mut named = role("/", "s3:GetObject");
    named["Properties"]["RoleName"] = json!("admin");
    let access_key =
        json!({ "Type": "AWS::IAM::AccessKey", "Properties": { "UserName": "somebody" } });
    let sam = json!({ "Type": "AWS::Serverless::Function", "Properties": {
        "Runtime": "python3.12", "Handler": "a.b", "CodeUri": "s3://bucket/key" } });
    for (resource, transform, agreed, missing) in [
        (&role("/", "s3:*"), None, vec![], "CAPABILITY_IAM"),
        (&named, None, vec!["CAPABILITY_IAM"], "CAPABILITY_NAMED_IAM"),
        (&access_key, None, vec![], "CAPABILITY_IAM"),
        (
            &sam,
            Some("AWS::Serverless-2016-10-31"),
            vec!["CAPABILITY_AUTO_EXPAND"],
            "CAPABILITY_IAM",
        ),
        (
            &sam,
            Some("AWS::Serverless-2016-10-31"),
            vec!["CAPABILITY_IAM"],
            "CAPABILITY_AUTO_EXPAND",
        ),
    ] {
        let mut template = json!({ "Resources": { "One": resource } });
        if let Some(transform) = transform {
            template["Transform"] = json!(transform);
        }
        let input = json!({ "StackName": "shop", "TemplateBody": template.to_string(),
            "Capabilities": agreed });
        let refusal =
            format!("400 InsufficientCapabilitiesException: Requires capabilities : [{missing}]");
        assert_eq!(world.run("CreateStack", input), refusal);
    }
}

#[test]
fn what_is_not_built_is_refused_by_name() {
    let world = World::new();
    let template = json!({ "Resources": { "Bus": bus("orders", "one") } }).to_string();
    for (member, value) in [
        ("RoleARN", json!("arn:aws:iam::000000000000:role/r")),
        ("NotificationARNs", json!(["arn:aws:sns:us-east-1:000000000000:t"])),
        ("TimeoutInMinutes", json!(5)),
        ("StackPolicyBody", json!("{}")),
    ] {
        let mut input = json!({ "StackName": "shop", "TemplateBody": template });
        input[member] = value;
        let expected =
            format!("501 NotImplemented: Samara does not support {member} of a stack operation.");
        assert_eq!(world.run("CreateStack", input), expected);
    }
}

#[test]
fn exports_are_guarded_while_another_stack_uses_them() {
    let world = World::new();
    let exporting = |value: &str| {
        json!({
            "Resources": { "Bus": bus("orders", value) },
            "Outputs": { "O": { "Value": value, "Export": { "Name": "shared" } } },
        })
        .to_string()
    };
    let importing = json!({ "Resources": {
        "Bus": { "Type": "AWS::Events::EventBus",
            "Properties": { "Name": { "Fn::ImportValue": "shared" } } },
    } });
    let create = |name: &str, template: &str| {
        let input = json!({ "StackName": name, "TemplateBody": template });
        match world.run("CreateStack", input).as_str() {
            "ok" => world.settled(name),
            refusal => refusal.to_owned(),
        }
    };
    let unknown = create("user", &importing.to_string());
    assert!(unknown.contains("No export named shared found"), "{unknown}");
    assert_eq!(create("giver", &exporting("one")), "CREATE_COMPLETE");
    assert_eq!(create("user", &importing.to_string()), "CREATE_COMPLETE");
    assert_eq!(world.things(), "one orders");
    // A name that is taken, found when the outputs are made: all goes back.
    let thief = exporting("two").replace("orders", "others");
    assert_eq!(create("thief", &thief), "ROLLBACK_COMPLETE");
    // A value that is in use: refused, and the export is still there.
    let input = json!({ "StackName": "giver", "TemplateBody": exporting("two") });
    assert_eq!(world.run("UpdateStack", input), "ok");
    assert_eq!(world.settled("giver"), "UPDATE_ROLLBACK_COMPLETE");
    let exports = world.call("ListExports", json!({})).unwrap();
    assert_eq!(exports["Exports"][0]["Value"], "one");
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "giver" })), "ok");
    let stack = world.stack("giver");
    assert_eq!(stack["StackStatus"], "UPDATE_ROLLBACK_COMPLETE", "as before: it can be deployed");
    let reason = "Delete canceled. Cannot delete export shared as it is in use by user.";
    assert_eq!(stack["StackStatusReason"], reason);
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "user" })), "ok");
    assert_eq!(world.settled("user"), "DELETE_COMPLETE");
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "giver" })), "ok");
    assert_eq!(world.settled("giver"), "DELETE_COMPLETE");
    assert_eq!(world.call("ListExports", json!({})).unwrap()["Exports"], json!([]));
}

/// What a conflict of exports undoes must not have taken other exports with it.
#[test]
fn an_update_whose_exports_conflict_keeps_those_that_there_were() {
    let world = World::new();
    let template = |exports: &[&str]| {
        let outputs: serde_json::Map<_, _> = exports
            .iter()
            .map(|name| {
                let output = json!({ "Value": name, "Export": { "Name": name } });
                (format!("O{name}"), output)
            })
            .collect();
        let bus = bus(&format!("bus-{}", exports[0]), "");
        json!({ "Resources": { "Bus": bus }, "Outputs": outputs }).to_string()
    };
    for (name, exports) in [("one", ["a"]), ("two", ["b"])] {
        let input = json!({ "StackName": name, "TemplateBody": template(&exports) });
        assert_eq!(world.run("CreateStack", input), "ok");
        assert_eq!(world.settled(name), "CREATE_COMPLETE");
    }
    let input = json!({ "StackName": "one", "TemplateBody": template(&["c", "b"]) });
    assert_eq!(world.run("UpdateStack", input), "ok");
    assert_eq!(world.settled("one"), "UPDATE_ROLLBACK_COMPLETE");
    let exports = world.call("ListExports", json!({})).unwrap();
    let names = exports["Exports"].as_array().unwrap().iter().map(|one| one["Name"].clone());
    assert_eq!(names.collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn a_protected_stack_is_not_deleted_and_what_is_retained_stays() {
    let world = World::new();
    let mut kept = bus("kept", "");
    kept["DeletionPolicy"] = json!("Retain");
    let resources = json!({ "Kept": kept, "Bus": bus("orders", "") });
    let protected = json!({ "EnableTerminationProtection": true });
    assert_eq!(world.deploy("CreateStack", &resources, &protected), "CREATE_COMPLETE");
    let refusal = "400 ValidationError: Stack [shop] cannot be deleted while \
                   TerminationProtection is enabled";
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), refusal);
    let off = json!({ "StackName": "shop", "EnableTerminationProtection": false });
    assert_eq!(world.run("UpdateTerminationProtection", off), "ok");
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "shop" })), "ok");
    assert_eq!(world.settled("shop"), "DELETE_COMPLETE");
    assert_eq!(world.things(), "kept");
}
