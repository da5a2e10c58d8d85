//! Stacks over all services: every property of every resource type is made, taken out of the
//! template, and put back; every call on the way is refused once.
//!
//! What a property is tried with stands in `samples`; a property without one fails the test.

mod cloud;
mod samples;

use samara_template::{OPERATIONS, Outcome, PropertyOfType, resource_types};
use serde_json::{Value as Json, json};

use self::cloud::Cloud;
use self::samples::{Case, Sample, cases};
use crate::all_services;

/// A type that calls what nobody serves would fail every stack that has it.
#[test]
fn every_operation_that_a_resource_type_calls_is_served() {
    let services = all_services();
    for (service, operations) in OPERATIONS {
        let table = services.iter().find(|table| table.model.id == *service).unwrap();
        for name in *operations {
            assert!(table.operation(name).is_some(), "nobody serves {service}:{name}");
        }
    }
}

/// Whether a property has to be tried: it is done as written, may be left out, and changes the
/// resource in place.
fn is_tried(property: &PropertyOfType) -> bool {
    property.outcome == Outcome::Enforced && !property.required && !property.replaces
}

/// The properties of a type that are to be tried, with their samples.
fn tried(case: &Case) -> Vec<(PropertyOfType, Sample)> {
    let types = resource_types();
    let of_type = types.iter().find(|one| one.name == case.type_name).unwrap();
    let tried = of_type.properties.iter().filter(|property| is_tried(property));
    tried
        .map(|property| {
            let sample = case.samples.iter().find(|sample| sample.property == property.name);
            let missing = || panic!("{} of {} has no sample", property.name, case.type_name);
            (*property, sample.cloned().unwrap_or_else(missing))
        })
        .collect()
}

/// A template's resources: those around, and the one that is tried.
fn resources(case: &Case, properties: &Json) -> Json {
    let mut all = case.around.as_object().unwrap().clone();
    let mut tried = json!({ "Type": case.type_name, "Properties": properties });
    if let Some(name) = case.after {
        tried["DependsOn"] = json!(name);
    }
    all.insert("X".to_owned(), tried);
    Json::Object(all)
}

/// Properties with others over them; null takes one away.
fn over(base: &Json, more: &Json) -> Json {
    let mut map = base.as_object().unwrap().clone();
    for (name, value) in more.as_object().unwrap() {
        match value {
            Json::Null => map.remove(name),
            value => map.insert(name.clone(), value.clone()),
        };
    }
    Json::Object(map)
}

/// A stack with a template's resources.
fn fresh(case: &Case, template: &Json) -> Result<Cloud, String> {
    let cloud = Cloud::new();
    becomes(&cloud, "CreateStack", template, "CREATE_COMPLETE")
        .map_err(|why| format!("{}: {why}", case.type_name))?;
    Ok(cloud)
}

/// Brings the stack where a template wants it; a fault if it comes to another state.
fn becomes(cloud: &Cloud, operation: &str, to: &Json, state: &str) -> Result<(), String> {
    match cloud.deploy(operation, "s", to) {
        found if found == state => Ok(()),
        found => Err(format!("{found} instead of {state}: {:?}", cloud.reasons("s"))),
    }
}

/// A fault if the resource does not look as it should.
fn looks(cloud: &Cloud, case: &Case, expected: &Json) -> Result<(), String> {
    match cloud.look("s", &case.reads) {
        found if found == *expected => Ok(()),
        found => Err(format!("it is\n  {found}, not\n  {expected}")),
    }
}

/// All faults at once: each says what fails in which type.
#[track_caller]
fn no_faults(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// A property of a type, in a template with it and in one without.
struct Trial<'a> {
    case: &'a Case,
    property: PropertyOfType,
    sample: Sample,
    with: Json,
    without: Json,
}

fn each_trial(trial: impl Fn(&Trial<'_>) -> Result<(), String>) -> Vec<String> {
    let mut faults = Vec::new();
    for case in &cases() {
        for (property, sample) in tried(case) {
            let base = over(&case.base, &sample.also);
            let with = resources(case, &over(&base, &sample.with));
            // What stays is tried to be taken out all the same.
            let gone = property.stays.map(|_| json!({ property.name: null }));
            let without = resources(case, &over(&base, &gone.unwrap_or(json!({}))));
            let one = Trial { case, property, sample, with, without };
            let fault = |why| format!("{} of {}: {why}", property.name, case.type_name);
            faults.extend(trial(&one).err().map(fault));
        }
    }
    faults
}

#[test]
fn every_type_has_a_case() {
    let cases = cases();
    for one in resource_types() {
        assert!(cases.iter().any(|case| case.type_name == one.name), "{} has none", one.name);
    }
}

/// An update that takes a property out of a template must leave what a template that never had it
/// makes, and one that puts it back what it was.
#[test]
fn what_a_template_loses_its_resource_loses() {
    no_faults(&each_trial(|trial| {
        let Trial { case, property, sample, with, without } = trial;
        let cloud = fresh(case, with)?;
        let had = cloud.look("s", &case.reads);
        if property.stays.is_some() {
            becomes(&cloud, "UpdateStack", without, "UPDATE_ROLLBACK_COMPLETE")?;
            return looks(&cloud, case, &had);
        }
        let expected = fresh(case, without)?.look("s", &case.reads);
        if (had == expected) != sample.is_silent {
            return Err(format!("it shows nowhere, or is not silent: {had}, {expected}"));
        }
        becomes(&cloud, "UpdateStack", without, "UPDATE_COMPLETE")?;
        looks(&cloud, case, &expected)?;
        becomes(&cloud, "UpdateStack", with, "UPDATE_COMPLETE")?;
        looks(&cloud, case, &had).map_err(|why| format!("put back, {why}"))
    }));
}

/// Wherever an update fails, its resource goes back to what it was.
#[test]
fn an_update_that_fails_anywhere_leads_back() {
    no_faults(&each_trial(|trial| {
        let Trial { case, property, with, without, .. } = trial;
        if property.stays.is_some() {
            return Ok(());
        }
        for (from, to) in [(with, without), (without, with)] {
            let cloud = fresh(case, from)?;
            cloud.calls();
            becomes(&cloud, "UpdateStack", to, "UPDATE_COMPLETE")?;
            for place in 0..cloud.calls().len() {
                leads_back(case, (from, to), place)?;
            }
        }
        Ok(())
    }));
}

fn leads_back(case: &Case, (from, to): (&Json, &Json), place: usize) -> Result<(), String> {
    let cloud = fresh(case, from)?;
    let before = cloud.look("s", &case.reads);
    cloud.refuse(place);
    let status = cloud.deploy("UpdateStack", "s", to);
    let calls = cloud.calls();
    let fault = |why: String| {
        let refused = calls.get(place).map_or("", String::as_str);
        format!("refused {refused}: {why}, {:?}, {calls:?}", cloud.reasons("s"))
    };
    match status.as_str() {
        "UPDATE_ROLLBACK_COMPLETE" => looks(&cloud, case, &before).map_err(fault),
        other => Err(fault(other.to_owned())),
    }
}

/// Wherever a creation fails, nothing is left: the same can be made again.
#[test]
fn a_creation_that_fails_anywhere_leaves_nothing() {
    let mut faults = Vec::new();
    for case in cases() {
        let together = case.samples.iter().filter(|sample| sample.is_together);
        let properties = together
            .fold(case.base.clone(), |all, sample| over(&over(&all, &sample.also), &sample.with));
        let fault = creation_leads_back(&case, &resources(&case, &properties));
        faults.extend(fault.err().map(|why| format!("{}: {why}", case.type_name)));
    }
    no_faults(&faults);
}

fn creation_leads_back(case: &Case, template: &Json) -> Result<(), String> {
    let deletion = json!({ "StackName": "s" });
    let cloud = fresh(case, template)?;
    let calls = cloud.calls().len();
    for place in 0..calls {
        let cloud = Cloud::new();
        cloud.refuse(place);
        becomes(&cloud, "CreateStack", template, "ROLLBACK_COMPLETE")?;
        let refused = cloud.calls().swap_remove(place);
        cloud.run("DeleteStack", "s", deletion.clone());
        becomes(&cloud, "CreateStack", template, "CREATE_COMPLETE")
            .map_err(|why| format!("after the refusal of {refused}, {why}"))?;
    }
    match cloud.run("DeleteStack", "s", deletion).as_str() {
        "DELETE_COMPLETE" => Ok(()),
        other => Err(format!("{other}: {:?}", cloud.reasons("s"))),
    }
}

/// What somebody else made is theirs: a stack that took it over would delete it with itself.
#[test]
fn a_creation_does_not_take_over_what_is_there() {
    for case in cases().iter().filter(|case| case.taken != json!({})) {
        let cloud = Cloud::new();
        let whole = resources(case, &case.base);
        let name = case.type_name;
        assert_eq!(cloud.deploy("CreateStack", "s", &whole), "CREATE_COMPLETE", "{name}");
        let before = cloud.look("s", &case.reads);
        let other = json!({ "Y": { "Type": name, "Properties": case.taken } });
        assert_eq!(cloud.deploy("CreateStack", "t", &other), "ROLLBACK_COMPLETE", "{name}");
        let reasons = cloud.reasons("t");
        assert!(reasons.iter().any(|why| why.contains("already exists")), "{reasons:?}");
        let status = cloud.run("DeleteStack", "t", json!({ "StackName": "t" }));
        assert_eq!(status, "DELETE_COMPLETE", "{name}");
        assert_eq!(cloud.look("s", &case.reads), before, "{name}");
    }
}

/// What a stack is tagged with is for its bills and its policies: a resource without it is missed.
#[test]
fn the_tags_of_a_stack_reach_every_resource_that_can_have_tags() {
    let mut faults = Vec::new();
    for case in cases() {
        let Some(sample) = case.samples.iter().find(|sample| sample.property == "Tags") else {
            continue;
        };
        let base = over(&case.base, &sample.also);
        let tagged = resources(&case, &over(&base, &sample.with));
        let expected = fresh(&case, &tagged).map(|cloud| cloud.look("s", &case.reads)).unwrap();
        let cloud = Cloud::new();
        let template = json!({ "Resources": resources(&case, &base) }).to_string();
        let input = json!({
            "StackName": "s", "TemplateBody": template, "Capabilities": ["CAPABILITY_NAMED_IAM"],
            "Tags": [{ "Key": "team", "Value": "blue" }],
        });
        cloud.run("CreateStack", "s", input.clone());
        let name = case.type_name;
        faults.extend(looks(&cloud, &case, &expected).err().map(|why| format!("{name}: {why}")));
    }
    no_faults(&faults);
}

/// A policy keeps five versions and each update makes one: the oldest has to make room, and all of
/// them go with the stack.
#[test]
fn a_managed_policy_may_be_changed_any_number_of_times() {
    let policy = |number: u32| {
        let statement = json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": format!("arn:{number}") });
        let document = json!({ "Version": "2012-10-17", "Statement": [statement] });
        json!({ "X": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": document } } })
    };
    let cloud = Cloud::new();
    assert_eq!(cloud.deploy("CreateStack", "s", &policy(0)), "CREATE_COMPLETE");
    for number in 1..8 {
        assert_eq!(cloud.deploy("UpdateStack", "s", &policy(number)), "UPDATE_COMPLETE");
    }
    let status = cloud.run("DeleteStack", "s", json!({ "StackName": "s" }));
    assert_eq!(status, "DELETE_COMPLETE", "{:?}", cloud.reasons("s"));
}
