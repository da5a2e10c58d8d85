//! A store in memory, CloudFormation over it, and a little IAM and EventBridge that a test tells
//! what to refuse.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use samara_base::Timestamp;
use samara_service::testing::Bench;
use samara_service::{Answer, Cx, Operations, Principal, Refusal};
use samara_store::{Fed, KeyReader, KeyWriter, Range, StoreExt, Txn};
use samara_wire::Document;
use serde_json::{Value as Json, json};

use crate::{Advance, Error, attempt, keys, refused};

/// The kind of keys under which the services keep what they have.
const THING: u8 = 0x7e;

/// How the next call of an operation is refused.
#[derive(Clone, Copy)]
pub(super) enum No {
    /// As sent it can never succeed.
    Wrong,
    /// Not now.
    Throttled,
    /// The store has no room.
    Full,
    /// It is not refused.
    Taken,
}

/// The services that a stack's calls reach.
#[derive(Default)]
struct Services {
    refuses: Mutex<BTreeMap<&'static str, VecDeque<No>>>,
    calls: Mutex<Vec<String>>,
}

pub(super) struct World {
    pub(super) bench: Bench,
    services: Arc<Services>,
}

impl Operations for Services {
    fn call_in(
        &self,
        _: &Cx,
        _: &mut dyn Txn,
        service: &str,
        operation: &str,
        _: Document,
    ) -> Result<Answer<Document>, Refusal> {
        Err(Refusal::unsupported(format!("{service}:{operation} here")))
    }

    fn call_json_in(
        &self,
        _: &Cx,
        txn: &mut dyn Txn,
        (_, operation): (&str, &str),
        input: Json,
    ) -> Result<Json, Refusal> {
        let name = ["Name", "RoleName"].iter().find_map(|name| input.get(name)?.as_str());
        let name = name.unwrap_or_default();
        self.calls.lock().unwrap().push(format!("{operation} {}", cut(name)));
        let key = KeyWriter::new(THING).text(name).done();
        let there = txn.get(&key)?.is_some();
        match operation {
            "CreateEventBus" | "CreateRole" if there => {
                let code = "ResourceAlreadyExistsException";
                return Err(Refusal::caller(code, 400, format!("{name} exists already")));
            }
            "CreateEventBus" | "CreateRole" => txn.put(key, "".into(), Fed::No),
            "DeleteEventBus" | "DeleteRole" => txn.delete(key, Fed::No),
            _ => {}
        }
        // After the write: a refused call leaves nothing, whatever it did before.
        let no = self.refuses.lock().unwrap().get_mut(operation).and_then(VecDeque::pop_front);
        match no {
            Some(no @ (No::Wrong | No::Throttled | No::Full)) => Err(no.refusal()),
            Some(No::Taken) | None => Ok(json!({
                "EventBusArn": format!("arn:bus/{name}"),
                "Role": { "Arn": format!("arn:role/{name}"), "RoleId": "AROA" },
            })),
        }
    }
}

impl No {
    fn refusal(self) -> Refusal {
        match self {
            Self::Wrong => Refusal::caller("ValidationError", 400, "it is wrong"),
            Self::Throttled => Refusal::caller("TooManyRequestsException", 429, "too many"),
            Self::Full | Self::Taken => samara_store::StoreError::Full.into(),
        }
    }
}

/// A generated name without the part that nobody can foresee.
fn cut(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((start, end)) if end.len() == 12 => start,
        _ => name,
    }
}

impl World {
    pub(super) fn new() -> Self {
        let bench = Bench::new(vec![crate::service()]);
        Self { bench, services: Arc::default() }
    }

    /// Lets the next calls of an operation be refused.
    pub(super) fn refuse(&self, operation: &'static str, how: &[No]) {
        self.services.refuses.lock().unwrap().entry(operation).or_default().extend(how);
    }

    /// The same, once some calls have been taken.
    pub(super) fn refuse_later(&self, operation: &'static str, taken: usize, how: &[No]) {
        self.refuse(operation, &vec![No::Taken; taken]);
        self.refuse(operation, how);
    }

    /// The calls since the last time, in order.
    pub(super) fn calls(&self) -> String {
        std::mem::take(&mut *self.services.calls.lock().unwrap()).join(", ")
    }

    fn context(&self) -> Cx {
        Cx { operations: self.services.clone(), ..self.bench.context() }
    }

    /// One operation of CloudFormation.
    pub(super) fn call(&self, operation: &str, input: Json) -> Result<Json, Refusal> {
        self.bench.call_json_as(&self.context(), ("cloudformation", operation), input)
    }

    /// The same as somebody.
    pub(super) fn call_as(&self, who: Principal, operation: &str, input: Json) -> String {
        let cx = self.context().acting_as(who);
        shown(self.bench.call_json_as(&cx, ("cloudformation", operation), input))
    }

    /// One operation; `ok` or its refusal.
    pub(super) fn run(&self, operation: &str, input: Json) -> String {
        shown(self.call(operation, input))
    }

    /// Creates or updates a stack of resources, and runs it to its end.
    pub(super) fn deploy(&self, operation: &str, resources: &Json, more: &Json) -> String {
        let template = json!({ "Resources": resources }).to_string();
        let mut input = json!({
            "StackName": "shop", "TemplateBody": template, "Capabilities": ["CAPABILITY_NAMED_IAM"],
        });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        match self.run(operation, input).as_str() {
            "ok" => self.settled("shop"),
            refusal => refusal.to_owned(),
        }
    }

    /// Runs a stack's job to its end, as triggers do; what waits is waited for.
    pub(super) fn settled(&self, stack: &str) -> String {
        let id = self.id(stack);
        while let Some(at) = self.advance(&id) {
            let now = self.bench.context().now;
            self.bench.advance_ms(at.millis_since(now));
        }
        self.status(&id)
    }

    /// Does bits of a job until it waits; the time is that of the due index.
    pub(super) fn advance(&self, id: &str) -> Option<Timestamp> {
        loop {
            match self.bit(id) {
                Advance::Again => {}
                Advance::Finished => return None,
                Advance::At(at) => {
                    let key = keys::of(keys::PROGRESS, id);
                    let due = self.bench.store.read(|txn| txn.scan_due(at, 100).unwrap());
                    assert!(due.iter().any(|(when, name, _)| *when == at && **name == *key));
                    return Some(at);
                }
            }
        }
    }

    /// Does so many bits of a job.
    pub(super) fn advance_bits(&self, id: &str, bits: usize) {
        for _ in 0..bits {
            self.bit(id);
        }
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

    /// The unique part of a stack's ARN.
    pub(super) fn id(&self, stack: &str) -> String {
        let found = self.stack(stack);
        found["StackId"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    }

    /// The stack of a name, or the newest deleted one that had it.
    pub(super) fn stack(&self, name: &str) -> Json {
        if let Ok(found) = self.call("DescribeStacks", json!({ "StackName": name })) {
            return found["Stacks"][0].clone();
        }
        let all = self.call("ListStacks", json!({})).unwrap();
        let all = all["StackSummaries"].as_array().unwrap().clone();
        all.into_iter().find(|one| one["StackName"] == name).unwrap()
    }

    fn status(&self, id: &str) -> String {
        let arn = format!("arn:aws:cloudformation:us-east-1:000000000000:stack/x/{id}");
        self.stack(&arn)["StackStatus"].as_str().unwrap().to_owned()
    }

    /// What the services have, generated names without their ends.
    pub(super) fn things(&self) -> String {
        let range = Range::prefix(&KeyWriter::new(THING).done());
        let found = self.bench.store.read(|txn| txn.scan(&range, 100).unwrap());
        let name = |key: &[u8]| KeyReader::new(THING, key).unwrap().text().unwrap();
        let names = found.iter().map(|(key, _)| cut(&name(key)).to_owned());
        names.collect::<Vec<_>>().join(" ")
    }

    /// The resources of the stack: name, state, and physical name.
    pub(super) fn resources(&self) -> Vec<String> {
        let found = self.call("DescribeStackResources", json!({ "StackName": "shop" })).unwrap();
        let text = |one: &Json, name: &str| one[name].as_str().unwrap_or("-").to_owned();
        let one = |one: &Json| {
            let physical = text(one, "PhysicalResourceId");
            let (name, status) = (text(one, "LogicalResourceId"), text(one, "ResourceStatus"));
            format!("{name} {status} {}", cut(&physical))
        };
        found["StackResources"].as_array().unwrap().iter().map(one).collect()
    }

    /// The events of the last operation, oldest first.
    pub(super) fn history(&self, stack: &str) -> Vec<String> {
        let arn = self.stack(stack)["StackId"].clone();
        let found = self.call("DescribeStackEvents", json!({ "StackName": arn })).unwrap();
        let begins = ["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"];
        let mut lines = Vec::new();
        for event in found["StackEvents"].as_array().unwrap() {
            let name = event["LogicalResourceId"].as_str().unwrap();
            let status = event["ResourceStatus"].as_str().unwrap();
            let reason = event["ResourceStatusReason"].as_str().unwrap_or_default();
            lines.push(format!("{name} {status} {reason}").trim_end().to_owned());
            if name == stack && begins.contains(&status) {
                break;
            }
        }
        lines.reverse();
        lines
    }
}

fn shown(result: Result<Json, Refusal>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(refusal) => format!("{} {}: {}", refusal.status, refusal.code, refusal.message),
    }
}

/// A bus; another name makes another bus, another description changes it.
pub(super) fn bus(name: &str, description: &str) -> Json {
    let properties = json!({ "Name": name, "Description": description });
    json!({ "Type": "AWS::Events::EventBus", "Properties": properties })
}

/// A role with a policy: two calls to make it, one to change its policy, and another path makes
/// another role.
pub(super) fn role(path: &str, action: &str) -> Json {
    let statement = |action: &str| json!({ "Effect": "Allow", "Action": action, "Resource": "*" });
    let trust = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": { "Service": "lambda.amazonaws.com" },
    }] });
    let policy = json!({ "Version": "2012-10-17", "Statement": [statement(action)] });
    let policies = json!([{ "PolicyName": "p", "PolicyDocument": policy }]);
    let properties =
        json!({ "Path": path, "AssumeRolePolicyDocument": trust, "Policies": policies });
    json!({ "Type": "AWS::IAM::Role", "Properties": properties })
}
