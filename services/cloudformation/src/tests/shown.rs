//! What is shown of stacks: lists, pages, templates, and the refusals of what is not there.

use samara_service::Principal;
use serde_json::{Value as Json, json};

use super::world::{World, bus};

fn template(count: usize) -> Json {
    let all = (0..count).map(|at| (format!("B{at:03}"), bus(&format!("b{at:03}"), "")));
    Json::Object(all.collect())
}

#[test]
fn a_long_history_comes_in_pages_without_a_gap() {
    let world = World::new();
    assert_eq!(world.deploy("CreateStack", &template(60), &json!({})), "CREATE_COMPLETE");
    let (mut ids, mut token) = (Vec::new(), Json::Null);
    loop {
        let mut input = json!({ "StackName": "shop" });
        if !token.is_null() {
            input["NextToken"] = token;
        }
        let page = world.call("DescribeStackEvents", input).unwrap();
        let events = page["StackEvents"].as_array().unwrap();
        ids.extend(events.iter().map(|event| event["EventId"].to_string()));
        token = page["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    // The stack's own two, and two a resource.
    assert_eq!(ids.len(), 122);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 122);
    let bad = json!({ "StackName": "shop", "NextToken": "é" });
    let refusal = "400 ValidationError: The specified NextToken is not valid";
    assert_eq!(world.run("DescribeStackEvents", bad.clone()), refusal);
    assert_eq!(world.run("ListStackResources", bad), refusal);
}

#[test]
fn lists_come_in_pages_of_a_hundred() {
    let world = World::new();
    assert_eq!(world.deploy("CreateStack", &template(130), &json!({})), "CREATE_COMPLETE");
    let list = |token: Option<&Json>| {
        let mut input = json!({ "StackName": "shop" });
        if let Some(token) = token {
            input["NextToken"] = token.clone();
        }
        world.call("ListStackResources", input).unwrap()
    };
    let first = list(None);
    let second = list(Some(&first["NextToken"]));
    let count = |page: &Json| page["StackResourceSummaries"].as_array().unwrap().len();
    assert_eq!((count(&first), count(&second)), (100, 30));
    assert_eq!(second["NextToken"], Json::Null);
}

#[test]
fn stacks_are_listed_by_state_the_newest_first() {
    let world = World::new();
    for name in ["one", "two"] {
        let template = json!({ "Resources": { "Bus": bus(name, "") } }).to_string();
        let input = json!({ "StackName": name, "TemplateBody": template });
        assert_eq!(world.run("CreateStack", input), "ok");
        assert_eq!(world.settled(name), "CREATE_COMPLETE");
        world.bench.advance_ms(1_000);
    }
    assert_eq!(world.run("DeleteStack", json!({ "StackName": "one" })), "ok");
    assert_eq!(world.settled("one"), "DELETE_COMPLETE");
    let names = |input: Json| {
        let found = world.call("ListStacks", input).unwrap();
        let all = found["StackSummaries"].as_array().unwrap().clone();
        all.iter().map(|one| one["StackName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(json!({})), ["two", "one"]);
    assert_eq!(names(json!({ "StackStatusFilter": ["DELETE_COMPLETE"] })), ["one"]);
    // A deleted stack is not described by its name, nor among the others.
    let found = world.call("DescribeStacks", json!({})).unwrap();
    assert_eq!(found["Stacks"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_not_there_is_named() {
    let world = World::new();
    let none = json!({ "StackName": "none" });
    let id = "400 ValidationError: Stack with id none does not exist";
    let bracketed = "400 ValidationError: Stack [none] does not exist";
    for (operation, expected) in [
        ("DescribeStacks", id),
        ("DescribeStackEvents", bracketed),
        ("DescribeStackResources", id),
        ("ListStackResources", id),
        ("GetTemplate", id),
    ] {
        assert_eq!(world.run(operation, none.clone()), expected, "{operation}");
    }
    let template = json!({ "Resources": { "Bus": bus("b", "") } }).to_string();
    let update = json!({ "StackName": "none", "TemplateBody": template });
    assert_eq!(world.run("UpdateStack", update), bracketed);
    // To delete what is not there is no error, as on AWS.
    assert_eq!(world.run("DeleteStack", none), "ok");
    let name = json!({ "StackName": "2nd", "TemplateBody": template });
    let refusal = world.run("CreateStack", name);
    assert!(refusal.contains("Value '2nd' at 'stackName' failed to satisfy"), "{refusal}");
    assert_eq!(
        world.deploy("CreateStack", &json!({ "Bus": bus("b", "") }), &json!({})),
        "CREATE_COMPLETE"
    );
    let missing = json!({ "StackName": "shop", "LogicalResourceId": "Other" });
    let refusal = "400 ValidationError: Resource Other does not exist for stack shop";
    assert_eq!(world.run("DescribeStackResource", missing), refusal);
}

#[test]
fn templates_are_given_back_summed_up_and_checked() {
    let world = World::new();
    let text = json!({
        "AWSTemplateFormatVersion": "2010-09-09", "Description": "A shop.",
        "Parameters": { "Name": { "Type": "String", "Default": "b" } },
        "Resources": { "Bus": bus("b", "") },
    })
    .to_string();
    let input = json!({ "StackName": "shop", "TemplateBody": text });
    assert_eq!(world.run("CreateStack", input), "ok");
    assert_eq!(world.settled("shop"), "CREATE_COMPLETE");
    let given = world.call("GetTemplate", json!({ "StackName": "shop" })).unwrap();
    assert_eq!(given["TemplateBody"], text);
    let summary = world.call("GetTemplateSummary", json!({ "StackName": "shop" })).unwrap();
    assert_eq!(summary["Description"], "A shop.");
    assert_eq!(summary["Version"], "2010-09-09");
    assert_eq!(summary["ResourceTypes"], json!(["AWS::Events::EventBus"]));
    assert_eq!(summary["Parameters"][0]["ParameterKey"], "Name");
    let wrong = text.replace("\"Bus\"", "\"B-us\"");
    let refusal = world.run("ValidateTemplate", json!({ "TemplateBody": wrong }));
    assert!(refusal.starts_with("400 ValidationError: "), "{refusal}");
    let both = "400 ValidationError: Either Template URL or Template Body must be specified.";
    assert_eq!(world.run("ValidateTemplate", json!({})), both);
}

/// A job's calls are made as somebody: a caller that cannot be anybody later may not begin one.
#[test]
fn only_who_can_act_later_may_deploy() {
    let world = World::new();
    let template = json!({ "Resources": { "Bus": bus("b", "") } }).to_string();
    let input = json!({ "StackName": "shop", "TemplateBody": template });
    let nobody = world.call_as(Principal::Anonymous, "CreateStack", input);
    assert_eq!(nobody, "400 ValidationError: A stack is deployed by a user or role");
}
