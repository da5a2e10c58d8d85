//! Template text to a plan, pure.
//!
//! A template of CloudFormation or SAM goes in as text; what comes out is data: a plan of steps,
//! each with the API calls that it makes. Nothing here reads a file, waits, or knows what a service
//! is: whoever holds the stack stores the plan, makes the calls and records their outcomes, so
//! that a deployment goes on after a crash at the call where it stood.
//!
//! ```
//! use samara_template::{Next, Plan, Present, Stack, Template};
//! use std::collections::BTreeMap;
//!
//! let text = "
//! Resources:
//!   Orders:
//!     Type: AWS::Events::EventBus
//!     Properties:
//!       Name: !Sub '${AWS::StackName}-orders'
//! Outputs:
//!   Bus: {Value: !GetAtt Orders.Arn}
//! ";
//! let stack = Stack {
//!     account_id: "000000000000".into(),
//!     region: "us-east-1".into(),
//!     name: "shop".into(),
//!     id: "arn:aws:cloudformation:us-east-1:000000000000:stack/shop/1".into(),
//!     ..Stack::default()
//! };
//! let mut present = Present::new();
//! let plan = Template::parse(text)?.plan(&stack, "request-1", &BTreeMap::new(), &present)?;
//!
//! for step in &plan.steps {
//!     let mut work = plan.work(step, &present)?;
//!     while let Some(request) = work.request() {
//!         assert_eq!((request.service, request.operation), ("events", "CreateEventBus"));
//!         assert_eq!(request.input, serde_json::json!({ "Name": "shop-orders" }));
//!         let output = serde_json::json!({ "EventBusArn": "arn:of:bus" });
//!         match work.succeeded(&output) {
//!             Next::Call | Next::Done => {}
//!             Next::Again { .. } | Next::Failed { .. } => unreachable!(),
//!         }
//!     }
//!     present.extend(work.finish().map(|resource| (step.logical_id.clone(), resource)));
//! }
//! assert_eq!(plan.stack_outputs(&present)?[0].value, "arn:of:bus");
//! # Ok::<(), samara_template::Error>(())
//! ```
//!
//! # How a stack is held
//!
//! The holder stores the [`Present`] resources and, during an operation, the [`Plan`] and the
//! [`Work`] of the step that runs; all of them are serde types. Each call's own effects and the
//! work with its new cursor belong into one transaction. When every step is done: resolve
//! [`Plan::stack_outputs`], run `clean_up`, and run [`Plan::delete_work`] on what each work left in
//! `replaced`. When a step fails: put [`Work::partial`] into what is present, run
//! [`Plan::roll_back`]'s steps and its clean-up. [`Plan::deletion`] deletes a whole stack.
//!
//! # What is deliberately not here
//!
//! *Zipping.* [`artifacts`](Template::artifacts) lists the folders that a template names, and
//! [`packaged`](Template::packaged) puts the uploaded places in; the client zips.
//!
//! *Change sets and events.* They are the CloudFormation service's; what they show is in the plan.
//!
//! Read in this order: `template`, `eval`, `schema`, one file of `resources`, `plan`, `steps`.

mod catalogue;
mod check;
mod compare;
mod conditions;
mod error;
mod eval;
mod json;
mod node;
mod operations;
mod order;
mod package;
mod parameters;
mod plan;
mod planner;
mod report;
mod resources;
mod sam;
mod schema;
mod stack;
mod steps;
mod sub;
mod summary;
mod template;
mod work;
mod yaml;

#[cfg(test)]
mod tests;

pub use catalogue::{Outcome, PropertyOfType, ResourceType, resource_types};
pub use error::{Error, Mark, Problem};
pub use operations::OPERATIONS;
pub use package::{Artifact, Uploaded};
pub use parameters::{Parameter, ParameterValue};
pub use plan::{Change, Output, Plan, Policy, Present, Resource, StackOutput, Step};
pub use report::{Accepted, ResourceReport};
pub use stack::Stack;
pub use summary::{Capability, Summary};
pub use template::{TEMPLATE_BYTES_MAX, Template};
pub use work::{Call, Effect, LastOf, Next, Request, Wait, When, Work};
