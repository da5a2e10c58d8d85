//! All services over a store in memory, and CloudFormation's jobs run to their end.

use std::sync::{Arc, Mutex};

use samara_cloudformation::{Advance, Error, attempt, refused};
use samara_lambda::{EventSourceMapping, settle};
use samara_service::testing::Bench;
use samara_service::{Answer, Cx, Operations, Refusal};
use samara_store::{KeyWriter, Range, Txn};
use samara_wire::Document;
use serde_json::{Value as Json, json};

use crate::all_services;

/// The most bits of a job, waits among them: more is a job that never ends.
const BITS_MAX: usize = 10_000;

/// The platform calling itself, watched: one of the calls of a stack may be refused.
struct Watched {
    inner: Arc<dyn Operations>,
    /// The calls of stacks so far.
    calls: Mutex<Vec<String>>,
    /// The place of the call to be refused.
    refuses: Mutex<Option<usize>>,
}

impl Operations for Watched {
    fn call_in(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        service: &str,
        operation: &str,
        input: Document,
    ) -> Result<Answer<Document>, Refusal> {
        self.inner.call_in(cx, txn, service, operation, input)
    }

    fn call_json_in(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        call: (&str, &str),
        input: Json,
    ) -> Result<Json, Refusal> {
        let mut calls = self.calls.lock().unwrap();
        calls.push(format!("{}:{} {input}", call.0, call.1));
        let place = calls.len() - 1;
        drop(calls);
        let mut refuses = self.refuses.lock().unwrap();
        if *refuses == Some(place) {
            *refuses = None;
            return Err(Refusal::caller("ValidationError", 400, "it is refused by the test"));
        }
        drop(refuses);
        self.inner.call_json_in(cx, txn, call, input)
    }
}

/// All services, and one stack.
pub(super) struct Cloud {
    pub(super) bench: Bench,
    watched: Arc<Watched>,
}

impl Cloud {
    pub(super) fn new() -> Self {
        let bench = Bench::new(all_services());
        let inner = bench.context().operations;
        let watched = Watched { inner, calls: Mutex::default(), refuses: Mutex::default() };
        Self { bench, watched: Arc::new(watched) }
    }

    fn context(&self) -> Cx {
        Cx { operations: self.watched.clone(), ..self.bench.context() }
    }

    /// One operation, as root.
    pub(super) fn call(
        &self,
        service: &str,
        operation: &str,
        input: Json,
    ) -> Result<Json, Refusal> {
        self.bench.call_json_as(&self.context(), (service, operation), input)
    }

    /// Refuses a call of the stack by its place among those that are still to be made.
    pub(super) fn refuse(&self, place: usize) {
        self.watched.calls.lock().unwrap().clear();
        *self.watched.refuses.lock().unwrap() = Some(place);
    }

    /// The calls since the last time.
    pub(super) fn calls(&self) -> Vec<String> {
        std::mem::take(&mut *self.watched.calls.lock().unwrap())
    }

    /// Creates or updates a stack and runs it to its end: its state then.
    pub(super) fn deploy(&self, operation: &str, stack: &str, resources: &Json) -> String {
        let template = json!({ "Resources": resources }).to_string();
        let input = json!({
            "StackName": stack, "TemplateBody": template, "Capabilities": ["CAPABILITY_NAMED_IAM"],
        });
        self.run(operation, stack, input)
    }

    /// Begins an operation on a stack and runs it to its end: its state then, with the reason of
    /// a failure.
    pub(super) fn run(&self, operation: &str, stack: &str, input: Json) -> String {
        let before = self.call("cloudformation", "DescribeStacks", json!({ "StackName": stack }));
        if let Err(refusal) = self.call("cloudformation", operation, input) {
            return refusal.message;
        }
        let named = json!({ "StackName": stack });
        let found = self.call("cloudformation", "DescribeStacks", named).or(before).unwrap();
        let arn = found["Stacks"][0]["StackId"].as_str().unwrap().to_owned();
        let id = arn.rsplit('/').next().unwrap().to_owned();
        self.finish(&id);
        let found = self.call("cloudformation", "DescribeStacks", json!({ "StackName": arn }));
        found.unwrap()["Stacks"][0]["StackStatus"].as_str().unwrap().to_owned()
    }

    fn finish(&self, id: &str) {
        for _ in 0..BITS_MAX {
            match self.bit(id) {
                Advance::Again => {}
                Advance::Finished => return,
                Advance::At(at) => {
                    self.settle();
                    let now = self.bench.context().now;
                    self.bench.advance_ms(at.millis_since(now));
                    self.due();
                }
            }
        }
        panic!("the stack's job never ends: {:?}", self.calls().last());
    }

    fn bit(&self, id: &str) -> Advance {
        let (cx, stack) = (self.context(), id.to_owned());
        let tried = {
            let cx = cx.clone();
            self.bench.write(move |txn| attempt(&cx, txn, &stack))
        };
        match tried {
            Ok(advance) => advance,
            Err(Error::Refused(refusal)) => {
                let stack = id.to_owned();
                self.bench.write(move |txn| refused(&cx, txn, &stack, &refusal)).unwrap()
            }
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Ends the states of event source mappings that pass by themselves, as triggers do.
    fn settle(&self) {
        let range = Range::prefix(&KeyWriter::new(samara_lambda::keys::MAPPING).done());
        let work = move |txn: &mut dyn Txn| {
            for (_, value) in txn.scan(&range, 100)? {
                let mapping: EventSourceMapping = serde_json::from_slice(&value)?;
                if !mapping.state.is_settled() {
                    settle(txn, mapping)?;
                }
            }
            Ok::<_, samara_lambda::Error>(())
        };
        self.bench.write(work).unwrap();
    }

    /// Does what DynamoDB has to do by now, as triggers do.
    fn due(&self) {
        let cx = self.context();
        let limits = samara_dynamodb::recovery::Limits { history_bytes: u64::MAX };
        let work = move |txn: &mut dyn Txn| {
            for (at, name, value) in txn.scan_due(cx.now, 100)? {
                let kind = samara_store::KeyReader::kind(&name);
                let weight =
                    kind.and_then(|kind| samara_dynamodb::time_to_live::due_weight(kind, 1));
                if weight.is_some() {
                    txn.not_due(at, &name);
                    let due = (name.as_ref(), value.as_ref());
                    samara_dynamodb::time_to_live::fire(&cx, txn, due, limits).unwrap();
                }
            }
            Ok::<_, samara_store::StoreError>(())
        };
        self.bench.write(work).unwrap();
    }

    /// The stack's resources: logical id, physical id.
    pub(super) fn resources(&self, stack: &str) -> Vec<(String, String)> {
        let input = json!({ "StackName": stack });
        let found = self.call("cloudformation", "DescribeStackResources", input).unwrap();
        let text = |one: &Json, name: &str| one[name].as_str().unwrap_or_default().to_owned();
        let all = found["StackResources"].as_array().unwrap().iter();
        all.map(|one| (text(one, "LogicalResourceId"), text(one, "PhysicalResourceId"))).collect()
    }

    /// The reasons of failures in the stack's history, the newest first.
    pub(super) fn reasons(&self, stack: &str) -> Vec<String> {
        let input = json!({ "StackName": stack });
        let Ok(found) = self.call("cloudformation", "DescribeStackEvents", input) else {
            return Vec::new();
        };
        let events = found["StackEvents"].as_array().unwrap().iter();
        events
            .filter_map(|event| Some(event["ResourceStatusReason"].as_str()?.to_owned()))
            .collect()
    }

    /// What the services show by some reads, ids replaced by the names in the template and what
    /// differs each time left out.
    pub(super) fn look(&self, stack: &str, reads: &[(&str, &str, Json)]) -> Json {
        let resources = self.resources(stack);
        let physical = |logical: &str| {
            let found = resources.iter().find(|(name, _)| name == logical);
            found.map(|(_, physical)| physical.clone()).unwrap_or_default()
        };
        let mut seen = Vec::new();
        for (service, operation, input) in reads {
            let output = self.call(service, operation, filled(input, &physical));
            seen.push(match output {
                Ok(output) => output,
                Err(refusal) => json!(*refusal.code),
            });
        }
        let mut names: Vec<_> =
            resources.into_iter().filter(|(_, name)| !name.is_empty()).collect();
        names.sort_by_key(|(_, physical)| std::cmp::Reverse(physical.len()));
        settled(logical(json!(seen), &names))
    }
}

/// What a service shows, with the names of the template for physical ones.
fn logical(json: Json, names: &[(String, String)]) -> Json {
    match json {
        Json::Object(map) => {
            map.into_iter().map(|(name, value)| (name, logical(value, names))).collect()
        }
        Json::Array(items) => items.into_iter().map(|item| logical(item, names)).collect(),
        Json::String(text) => {
            let replaced = names.iter().fold(text, |text, (logical, physical)| {
                text.replace(physical.as_str(), &format!("<{logical}>"))
            });
            json!(replaced)
        }
        other => other,
    }
}

/// An input with `@Name` replaced by the physical id of a resource.
fn filled(input: &Json, physical: &impl Fn(&str) -> String) -> Json {
    match input {
        Json::Object(map) => {
            map.iter().map(|(name, value)| (name.clone(), filled(value, physical))).collect()
        }
        Json::Array(items) => items.iter().map(|item| filled(item, physical)).collect(),
        Json::String(text) if text.contains('@') => {
            let (before, rest) = text.split_once('@').unwrap();
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            json!(format!("{before}{}{after}", physical(name)))
        }
        other => other.clone(),
    }
}

/// What differs each time something is made or changed.
const PASSING: [&str; 29] = [
    "EventSourceArn",
    "CreateDate",
    "CreatedDate",
    "CreationDateTime",
    "CreationTime",
    "CodeSha256",
    "DefaultVersionId",
    "EarliestRestorableDateTime",
    "LastDecreaseDateTime",
    "LastIncreaseDateTime",
    "LastModified",
    "LastModifiedTime",
    "LastUpdateToPayPerRequestDateTime",
    "LastUpdatedDate",
    "LatestRestorableDateTime",
    "LatestStreamArn",
    "LatestStreamLabel",
    "Location",
    "NumberOfDecreasesToday",
    "RevisionId",
    "RoleId",
    "TableId",
    "UpdateDate",
    "UserId",
    "createdDate",
    "creationTime",
    "lastUpdatedDate",
    "parentId",
    "rootResourceId",
];

/// Ids that are made anew, unless they are those of the template's own resources.
const IDS: [&str; 5] = ["IntegrationId", "RouteId", "Target", "cacheNamespace", "id"];

/// Whether a member says something that is the same each time.
fn is_shown(name: &str, value: &Json) -> bool {
    let text = value.as_str().unwrap_or_default();
    let is_made_anew = IDS.contains(&name) && !text.contains('<');
    // A table that was on demand before says what others leave out.
    let is_usual = name == "BillingMode" && text == "PROVISIONED";
    !PASSING.contains(&name) && !is_made_anew && !is_usual
}

/// Without what differs each time; what is empty is as what is not there.
fn settled(json: Json) -> Json {
    let empty = |value: &Json| match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(map) => map.is_empty(),
        _ => false,
    };
    match json {
        Json::Object(map) => map
            .into_iter()
            .filter(|(name, value)| is_shown(name, value))
            .map(|(name, value)| (name, settled(value)))
            .filter(|(_, value)| !empty(value))
            .collect(),
        // What is made anew stands elsewhere in its list.
        Json::Array(items) => {
            let mut items: Vec<Json> = items.into_iter().map(settled).collect();
            items.sort_by_key(Json::to_string);
            items.into()
        }
        other => other,
    }
}
