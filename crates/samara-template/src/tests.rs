//! Templates in, text out: a plan, or what is wrong with the template.
//!
//! [`planned`], [`wrong`] and [`Deployed`] are the only code here that knows the Rust API.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::*;

mod language;
mod packaging;
mod reference;
mod running;
mod serverless;
mod text;
mod types;

fn stack() -> Stack {
    Stack {
        account_id: "123456789012".to_owned(),
        region: "eu-west-1".to_owned(),
        name: "shop".to_owned(),
        id: "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1a2b".to_owned(),
        notification_arns: Vec::new(),
        exports: BTreeMap::from([("net-zone".to_owned(), "zone-9".to_owned())]),
        tags: BTreeMap::new(),
    }
}

fn plan_with(text: &str, given: &[(&str, &str)], present: &Present) -> Result<Plan, Error> {
    let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Template::parse(text)?.plan(&stack(), "op", &given.collect(), present)
}

/// What is wrong with a template, a problem a line: `line:column message`.
#[track_caller]
fn wrong(text: &str, expected: &str) {
    let error = plan_with(text, &[], &Present::new()).expect_err("it was planned");
    let lines = error.problems.iter().map(|one| one.render("").trim_start_matches(':').to_owned());
    assert_eq!(lines.collect::<Vec<_>>().join("\n"), expected.trim());
}

/// The plan's steps, a line each: what changes, and the properties.
fn rendered(plan: &Plan) -> String {
    let mut text = String::new();
    for step in plan.steps.iter().chain(&plan.clean_up) {
        let _ = write!(text, "{:?} {}", step.change, step.logical_id);
        if !step.changed.is_empty() {
            let _ = write!(text, " [{}]", step.changed.join(" "));
        }
        if !step.after.is_empty() {
            let _ = write!(text, " after {}", step.after.join(" "));
        }
        text.push('\n');
    }
    text
}

/// The properties of one resource of a template that is planned from nothing.
#[track_caller]
fn properties(text: &str, given: &[(&str, &str)], id: &str) -> Json {
    let plan = plan_with(text, given, &Present::new()).unwrap();
    plan.steps.iter().find(|step| step.logical_id == id).unwrap().properties.clone()
}

/// A stack whose calls are answered by this test: what a service would hold, and a transcript.
#[derive(Default)]
struct Deployed {
    present: Present,
    log: Vec<String>,
    failing: Option<&'static str>,
    outputs: Vec<StackOutput>,
}

impl Deployed {
    /// Plans and runs to the end, or back to where it was.
    fn deploy(&mut self, text: &str, operation: &str) -> Result<(), Error> {
        let plan =
            Template::parse(text)?.plan(&stack(), operation, &BTreeMap::new(), &self.present)?;
        let before = self.present.clone();
        let mut replaced = Vec::new();
        for step in &plan.steps {
            if !self.step(&plan, step, &mut replaced)? {
                let back = plan.roll_back(&before, &self.present);
                self.log.push("roll back".to_owned());
                self.failing = None;
                self.finish(&back)?;
                assert_eq!(self.present, before, "the roll-back led elsewhere");
                return Ok(());
            }
        }
        self.outputs = plan.stack_outputs(&self.present)?;
        let clean_up = Plan { steps: Vec::new(), ..plan };
        for resource in replaced {
            self.run(&mut Plan::delete_work(&resource));
        }
        self.finish(&clean_up)
    }

    fn finish(&mut self, plan: &Plan) -> Result<(), Error> {
        let mut replaced = Vec::new();
        for step in &plan.steps {
            assert!(self.step(plan, step, &mut replaced)?, "a roll-back failed");
        }
        for resource in replaced {
            self.run(&mut Plan::delete_work(&resource));
        }
        for step in &plan.clean_up {
            self.step(plan, step, &mut Vec::new())?;
        }
        Ok(())
    }

    fn step(
        &mut self,
        plan: &Plan,
        step: &Step,
        replaced: &mut Vec<Resource>,
    ) -> Result<bool, Error> {
        // A holder stores both between any two calls: so does this one.
        let stored = serde_json::to_string(&plan.work(step, &self.present)?).unwrap();
        let mut work: Work = serde_json::from_str(&stored).unwrap();
        let done = self.run(&mut work);
        let resource = if done { work.finish() } else { work.partial() };
        match (resource, done) {
            (Some(resource), _) => {
                self.present.insert(step.logical_id.clone(), resource);
            }
            (None, true) => {
                self.present.remove(&step.logical_id);
            }
            (None, false) => {}
        }
        replaced.extend(work.replaced.map(|resource| *resource));
        Ok(done)
    }

    fn run(&mut self, work: &mut Work) -> bool {
        while let Some(request) = work.request() {
            let name = format!("{}.{}", request.service, request.operation);
            let input = request.input.clone();
            self.log.push(format!("{name} {input}"));
            let next = if self.failing == Some(name.as_str()) {
                work.failed("InternalFailure", "it broke")
            } else {
                answer(work, &name, &input)
            };
            if let Next::Failed { reason } = next {
                self.log.push(format!("failed: {reason}"));
                return false;
            }
        }
        true
    }

    fn transcript(&mut self) -> String {
        std::mem::take(&mut self.log).join("\n")
    }
}

/// What services answer, as far as the calls read it.
fn answer(work: &mut Work, name: &str, input: &Json) -> Next {
    let named = |key: &str| input.get(key).and_then(Json::as_str).unwrap_or("x").to_owned();
    let output = match name {
        "events.CreateEventBus" => json!({ "EventBusArn": format!("arn:bus/{}", named("Name")) }),
        "events.PutRule" => json!({ "RuleArn": format!("arn:rule/{}", named("Name")) }),
        "events.DescribeRule" | "lambda.GetFunctionEventInvokeConfig" => {
            return work.failed("ResourceNotFoundException", "none");
        }
        "dynamodb.DescribeTable" if work.effect == Effect::Delete => {
            return work.failed("ResourceNotFoundException", "gone");
        }
        "dynamodb.DescribeTable" => json!({
            "Table": {
                "TableStatus": "ACTIVE",
                "TableArn": format!("arn:table/{}", named("TableName")),
                "LatestStreamArn": "arn:stream",
            }
        }),
        "iam.CreateRole" => json!({
            "Role": { "Arn": format!("arn:role/{}", named("RoleName")), "RoleId": "AROA1" }
        }),
        "lambda.CreateFunction" => {
            json!({ "FunctionArn": format!("arn:function/{}", named("FunctionName")) })
        }
        "lambda.PublishVersion" => json!({
            "FunctionArn": format!("arn:function/{}", work.logical_id), "Version": work.logical_id
        }),
        "lambda.CreateAlias" => json!({ "AliasArn": "arn:alias" }),
        "lambda.GetFunction" => json!({
            "Configuration": { "State": "Active", "LastUpdateStatus": "Successful" }
        }),
        _ => json!({ "id": "id-1", "ApiId": "api-1", "ApiEndpoint": "http://api-1" }),
    };
    work.succeeded(&output)
}
