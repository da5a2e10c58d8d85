//! A plan: what has to be done to a stack, in which order, as data that can be stored.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::error::{Error, Mark, Problem};
use crate::eval::{Scope, pending};
use crate::parameters::ParameterValue;
use crate::report::ResourceReport;
use crate::stack::Stack;
use crate::steps;
use crate::summary::Capability;
use crate::work::Work;

/// A resource as it stands, as the holder of the stack stores it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// Its name in the template.
    pub logical_id: String,
    /// Its type.
    pub resource_type: String,
    /// Its name in the service: what `Ref` gives.
    pub physical_id: String,
    /// What `Fn::GetAtt` gives.
    pub attributes: Map<String, Json>,
    /// Its properties, resolved.
    pub properties: Json,
    /// Its properties before a change that failed half way, while it is neither the one nor the
    /// other: whatever is wanted next, it is changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Json>,
    /// The resources it needs: they are deleted after it.
    pub depends_on: Vec<String>,
    /// What happens when it leaves the template.
    pub deletion_policy: Policy,
    /// What happens to the old one when it is replaced.
    pub update_replace_policy: Policy,
}

/// A stack's resources by logical id.
pub type Present = BTreeMap<String, Resource>;

/// What happens to a resource that is not wanted any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Policy {
    /// It is deleted.
    #[default]
    Delete,
    /// It is left behind.
    Retain,
    /// It is left behind, unless the operation that made it failed.
    RetainExceptOnCreate,
}

/// What a step is expected to do. What it does is decided when it runs, by [`Plan::work`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Make it.
    Create,
    /// Change it in place.
    Update,
    /// Make another in its place.
    Replace,
    /// Change it or make another: that depends on what its dependencies become.
    UpdateOrReplace,
    /// Nothing.
    Keep,
    /// Delete it, or leave it behind if its policy says so.
    Delete,
    /// Take the former physical resource back, after a replacement that is undone.
    Restore,
}

/// One resource's part of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The resource's name in the template.
    pub logical_id: String,
    /// Its type.
    pub resource_type: String,
    /// What is expected to be done.
    pub change: Change,
    /// The properties that change, by name.
    pub changed: Vec<String>,
    /// The properties, evaluated as far as they can be before the step runs.
    pub properties: Json,
    /// The logical ids of the steps that must be done first.
    pub after: Vec<String>,
    /// The resources that the resource needs.
    pub depends_on: Vec<String>,
    /// What happens when it leaves the template.
    pub deletion_policy: Policy,
    /// What happens to the old one when it is replaced.
    pub update_replace_policy: Policy,
    /// Where the resource stands in the template.
    pub mark: Mark,
    /// The resource to take back: of [`Change::Restore`] only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<Box<Resource>>,
}

/// An output that is not resolved yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// Its value, evaluated as far as it can be.
    pub value: Json,
    /// For a person.
    pub description: Option<String>,
    /// The name that it is exported under, evaluated as far as it can be.
    pub export: Option<Json>,
    /// Where it stands.
    pub mark: Mark,
}

/// An output's value, as `DescribeStacks` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StackOutput {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// For a person.
    pub description: Option<String>,
    /// The name that it is exported under.
    pub export: Option<String>,
}

/// What has to be done to bring a stack where its template wants it.
///
/// Run every step of `steps`, those that are to be kept too (whether something changes is known
/// for sure only when the dependencies are), each after the steps it names in `after`. If all
/// succeed, resolve the outputs, then run `clean_up` and delete what was replaced. If one fails,
/// run [`Plan::roll_back`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The stack.
    pub stack: Stack,
    /// What tells this operation from others of the stack: names of made things come from it.
    pub operation: String,
    /// The parameters' values.
    pub parameters: BTreeMap<String, ParameterValue>,
    /// Creations and updates, dependencies first.
    pub steps: Vec<Step>,
    /// Deletions, dependents first: only after every step has succeeded.
    pub clean_up: Vec<Step>,
    /// The outputs.
    pub outputs: Vec<Output>,
    /// The exports of other stacks that this one uses.
    pub imports: BTreeSet<String>,
    /// What the caller has to acknowledge for it: `CAPABILITY_IAM` and the like.
    pub capabilities: BTreeSet<Capability>,
    /// What of each resource is enforced and what is accepted.
    pub report: Vec<ResourceReport>,
}

impl Plan {
    /// A step's properties, now that what it needs exists.
    ///
    /// # Errors
    /// A dependency that does not exist, or lacks the attribute that is asked for.
    pub fn resolve(&self, step: &Step, present: &Present) -> Result<Json, Error> {
        let resolved = self.late(&step.properties, present, step.mark)?;
        let Ok(schema) = crate::resources::find(&step.resource_type, step.mark) else {
            return Ok(resolved);
        };
        let (conformed, found) = schema.conform(&resolved);
        let conformed = schema.tagged(conformed, &self.stack.tags);
        match found.wrong.into_iter().next() {
            None => Ok(conformed),
            Some(wrong) => Err(Problem {
                hint: wrong.hint,
                ..Problem::at(step.mark, format!("{}: {}", step.logical_id, wrong.message))
            }
            .into()),
        }
    }

    /// What a step has to call, now that what it needs exists.
    ///
    /// # Errors
    /// As [`Plan::resolve`], and what the resource's type refuses of its properties.
    pub fn work(&self, step: &Step, present: &Present) -> Result<Work, Error> {
        steps::work(self, step, present)
    }

    /// The calls that delete a resource: what a replacement left, after all steps succeeded.
    #[must_use]
    pub fn delete_work(resource: &Resource) -> Work {
        steps::delete(resource)
    }

    /// The outputs' values, when every step has succeeded.
    ///
    /// # Errors
    /// An output that is not a text, or needs what does not exist.
    pub fn stack_outputs(&self, present: &Present) -> Result<Vec<StackOutput>, Error> {
        self.outputs.iter().map(|output| self.output(output, present)).collect()
    }

    fn output(&self, output: &Output, present: &Present) -> Result<StackOutput, Error> {
        let text = |json: &Json| {
            let value = self.late(json, present, output.mark)?;
            crate::node::scalar(&value).ok_or_else(|| {
                let message = format!(
                    "Template format error: Output {} is malformed: its value is not a string",
                    output.name
                );
                Error::from(Problem::at(output.mark, message))
            })
        };
        Ok(StackOutput {
            name: output.name.clone(),
            value: text(&output.value)?,
            description: output.description.clone(),
            export: output.export.as_ref().map(text).transpose()?,
        })
    }

    /// Evaluates what was left open, against the resources that exist.
    fn late(&self, json: &Json, present: &Present, mark: Mark) -> Result<Json, Error> {
        let nothing = BTreeMap::new();
        let conditions = BTreeMap::new();
        let scope = Scope {
            stack: &self.stack,
            parameters: &nothing,
            mappings: &Json::Null,
            conditions: &conditions,
            resources: present,
            settled: None,
            budget_bytes: crate::eval::REFERENCED_BYTES_MAX.into(),
            imports: BTreeSet::new().into(),
        };
        let value = scope
            .evaluate(json)
            .map_err(|failure| Error::from(Problem::at(mark, failure.message)))?;
        if pending(&value) {
            let mut names = BTreeSet::new();
            crate::eval::references(&value, &mut names);
            let names: Vec<String> = names.into_iter().collect();
            let message = format!("Unresolved resource dependencies [{}]", names.join(", "));
            return Err(Problem::at(mark, message).into());
        }
        Ok(value)
    }
}
