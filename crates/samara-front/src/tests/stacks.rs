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
    if let Some(name) = all.remove("@DependsOn") {
        tried["DependsOn"] = name;
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

fn fresh(case: &Case, template: &Json) -> Cloud {
    let cloud = Cloud::new();
    let status = cloud.deploy("CreateStack", "s", template);
    assert_eq!(status, "CREATE_COMPLETE", "{}: {:?}", case.type_name, cloud.reasons("s"));
    cloud
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
    for case in cases() {
        for (property, sample) in tried(&case) {
            let name = format!("{} of {}", property.name, case.type_name);
            let base = over(&case.base, &sample.also);
            let without = resources(&case, &base);
            let with = resources(&case, &over(&base, &sample.with));
            let cloud = fresh(&case, &with);
            let had = cloud.look("s", &case.reads);
            let expected = fresh(&case, &without).look("s", &case.reads);
            if property.stays.is_some() {
                let status = cloud.deploy("UpdateStack", "s", &without);
                assert_eq!(status, "UPDATE_ROLLBACK_COMPLETE", "{name}");
                assert_eq!(cloud.look("s", &case.reads), had, "{name}, refused to go");
                continue;
            }
            assert_eq!(had == expected, sample.is_silent, "{name} shows nowhere: {had}");
            let status = cloud.deploy("UpdateStack", "s", &without);
            assert_eq!(status, "UPDATE_COMPLETE", "{name} goes: {:?}", cloud.reasons("s"));
            assert_eq!(cloud.look("s", &case.reads), expected, "{name} went");
            let status = cloud.deploy("UpdateStack", "s", &with);
            assert_eq!(status, "UPDATE_COMPLETE", "{name} comes: {:?}", cloud.reasons("s"));
            assert_eq!(cloud.look("s", &case.reads), had, "{name} came back");
        }
    }
}

/// Wherever an update fails, its resource goes back to what it was.
#[test]
fn an_update_that_fails_anywhere_leads_back() {
    for case in cases() {
        for (property, sample) in tried(&case) {
            if property.stays.is_some() {
                continue;
            }
            let base = over(&case.base, &sample.also);
            let without = resources(&case, &base);
            let with = resources(&case, &over(&base, &sample.with));
            for (from, to) in [(&with, &without), (&without, &with)] {
                let cloud = fresh(&case, from);
                cloud.calls();
                cloud.deploy("UpdateStack", "s", to);
                for place in 0..cloud.calls().len() {
                    leads_back(&case, (from, to), property.name, place);
                }
            }
        }
    }
}

fn leads_back(case: &Case, (from, to): (&Json, &Json), property: &str, place: usize) {
    let cloud = fresh(case, from);
    let before = cloud.look("s", &case.reads);
    cloud.refuse(place);
    let status = cloud.deploy("UpdateStack", "s", to);
    let calls = cloud.calls();
    let name = format!(
        "{property} of {}, refused {}: {calls:?} {:?}",
        case.type_name,
        calls.get(place).map_or("", String::as_str),
        cloud.reasons("s")
    );
    // What is refused in the clean-up is left behind, as on AWS.
    if status == "UPDATE_COMPLETE" {
        return;
    }
    assert_eq!(status, "UPDATE_ROLLBACK_COMPLETE", "{name}");
    assert_eq!(cloud.look("s", &case.reads), before, "{name}");
}

/// Wherever a creation fails, nothing is left, and the stack can be deleted.
#[test]
fn a_creation_that_fails_anywhere_leaves_nothing() {
    for case in cases() {
        let whole = case.samples.iter().filter(|sample| sample.is_together);
        let properties = whole.fold(case.base.clone(), |all, sample| {
            over(&over(&all, &sample.also), &sample.with)
        });
        let template = resources(&case, &properties);
        let cloud = fresh(&case, &template);
        let calls = cloud.calls().len();
        let status = cloud.run("DeleteStack", "s", json!({ "StackName": "s" }));
        assert_eq!(status, "DELETE_COMPLETE", "{}: {:?}", case.type_name, cloud.reasons("s"));
        for place in 0..calls {
            let cloud = Cloud::new();
            cloud.refuse(place);
            let status = cloud.deploy("CreateStack", "s", &template);
            let calls = cloud.calls();
            let name = format!(
                "{}, refused {}: {:?}",
                case.type_name,
                calls.get(place).map_or("", String::as_str),
                cloud.reasons("s")
            );
            assert_eq!(status, "ROLLBACK_COMPLETE", "{name}");
            let again = cloud.run("DeleteStack", "s", json!({ "StackName": "s" }));
            assert_eq!(again, "DELETE_COMPLETE", "{name}");
            let status = cloud.deploy("CreateStack", "s", &template);
            assert_eq!(status, "CREATE_COMPLETE", "{name}, again: {:?}", cloud.reasons("s"));
        }
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
