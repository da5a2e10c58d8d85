//! What differs between the resources a template wants and those that are present.
//!
//! What is found here is what a change set shows. The decision falls when a step runs, on the
//! resolved properties, by the same [`difference`].

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::error::{Error, Problem, Problems};
use crate::eval::{REFERENCED_BYTES_MAX, Scope, pending};
use crate::order::{Needs, ordered};
use crate::plan::{Change, Plan, Policy, Present, Resource, Step};
use crate::planner::Wanted;
use crate::schema::Schema;
use crate::stack::Stack;

/// The names of the top-level properties that differ.
pub(crate) fn difference(old: &Json, new: &Json) -> Vec<String> {
    let names = |json: &Json| -> BTreeSet<String> {
        json.as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default()
    };
    names(old).union(&names(new)).filter(|name| old.get(name) != new.get(name)).cloned().collect()
}

/// Whether a change of these properties makes another resource.
pub(crate) fn replaces(schema: &Schema, changed: &[String]) -> bool {
    changed.iter().any(|name| schema.property(name).is_some_and(|property| property.replaces))
}

/// The steps for resources that are wanted, in their order.
pub(crate) fn steps(
    stack: &Stack,
    wanted: &[Wanted],
    present: &Present,
) -> Result<Vec<Step>, Error> {
    let mut problems = Problems::default();
    let mut settled = BTreeSet::new();
    let mut steps = Vec::with_capacity(wanted.len());
    for one in wanted {
        let old = present.get(&one.logical_id);
        if let Some(old) = old.filter(|old| old.resource_type != one.schema.type_name) {
            problems.push(type_changed(one, old));
            continue;
        }
        let (change, changed) = match old {
            None => (Change::Create, Vec::new()),
            Some(old) => change(stack, one, old, present, &settled),
        };
        if matches!(change, Change::Keep | Change::Update) {
            settled.insert(one.logical_id.clone());
        }
        steps.push(step(one, change, changed));
    }
    problems.finish()?;
    Ok(steps)
}

fn type_changed(one: &Wanted, old: &Resource) -> Problem {
    let message = format!(
        "Update of resource type is not permitted. The new template modifies resource type of the \
         following resources: [{}]",
        one.logical_id
    );
    Problem::at(one.mark, message).hint(format!(
        "It is {}, now {}: give the new one another logical id.",
        old.resource_type, one.schema.type_name
    ))
}

/// What a present resource will need, as far as is known before its dependencies are done.
fn change(
    stack: &Stack,
    one: &Wanted,
    old: &Resource,
    present: &Present,
    settled: &BTreeSet<String>,
) -> (Change, Vec<String>) {
    let (parameters, conditions) = (BTreeMap::new(), BTreeMap::new());
    let scope = Scope {
        stack,
        parameters: &parameters,
        mappings: &Json::Null,
        conditions: &conditions,
        resources: present,
        settled: Some(settled),
        budget_bytes: REFERENCED_BYTES_MAX.into(),
        imports: BTreeSet::new().into(),
    };
    // What cannot be evaluated now (an attribute that only an update brings) stays open.
    let new = scope.evaluate(&one.properties).unwrap_or_else(|_| one.properties.clone());
    let (new, _) = one.schema.conform(&new);
    let changed = crate::steps::since(old, &new);
    let (open, known): (Vec<String>, Vec<String>) =
        changed.iter().cloned().partition(|name| new.get(name).is_some_and(pending));
    let change = if replaces(one.schema, &known) {
        Change::Replace
    } else if replaces(one.schema, &open) {
        Change::UpdateOrReplace
    } else if changed.is_empty() {
        Change::Keep
    } else {
        Change::Update
    };
    (change, changed)
}

fn step(one: &Wanted, change: Change, changed: Vec<String>) -> Step {
    Step {
        logical_id: one.logical_id.clone(),
        resource_type: one.schema.type_name.to_owned(),
        change,
        changed,
        properties: one.properties.clone(),
        after: one.depends_on.iter().cloned().collect(),
        depends_on: one.depends_on.iter().cloned().collect(),
        deletion_policy: one.deletion_policy,
        update_replace_policy: one.update_replace_policy,
        mark: one.mark,
        restored: None,
    }
}

/// A step on a resource that is present, without a template.
fn step_of(resource: &Resource, change: Change) -> Step {
    Step {
        logical_id: resource.logical_id.clone(),
        resource_type: resource.resource_type.clone(),
        change,
        changed: Vec::new(),
        properties: resource.properties.clone(),
        after: resource.depends_on.clone(),
        depends_on: resource.depends_on.clone(),
        deletion_policy: resource.deletion_policy,
        update_replace_policy: resource.update_replace_policy,
        mark: crate::error::Mark::default(),
        restored: None,
    }
}

/// The present resources, each after what it needs. Stored needs cannot go in a circle; if a
/// foreign store's do, any order must serve, since a deletion has to go on.
fn present_in_order(present: &Present) -> Vec<&Resource> {
    let names: Vec<String> = present.keys().cloned().collect();
    let needs: Needs = present
        .iter()
        .map(|(name, one)| (name.clone(), one.depends_on.iter().cloned().collect()))
        .collect();
    let order = ordered(&names, &needs).unwrap_or(names);
    order.iter().filter_map(|name| present.get(name)).collect()
}

/// The steps that delete some of what is present, dependents first.
pub(crate) fn deletions(present: &Present, which: impl Fn(&str) -> bool) -> Vec<Step> {
    let gone: Vec<&Resource> =
        present_in_order(present).into_iter().rev().filter(|one| which(&one.logical_id)).collect();
    gone.iter()
        .map(|resource| {
            let dependents =
                gone.iter().filter(|one| one.depends_on.contains(&resource.logical_id));
            let after = dependents.map(|one| one.logical_id.clone()).collect();
            Step { after, ..step_of(resource, Change::Delete) }
        })
        .collect()
}

impl Plan {
    /// The plan that deletes a stack: its steps are deletions, those named in `retain` left out.
    #[must_use]
    pub fn deletion(stack: &Stack, operation: &str, present: &Present, retain: &[String]) -> Self {
        let steps = deletions(present, |id| !retain.iter().any(|one| one == id));
        Self::without_template(stack, operation, steps)
    }

    /// The plan that leads back, after a step of this one has failed: what was replaced is taken
    /// back, what was changed is changed back, and what was made is deleted (in `clean_up`).
    ///
    /// `before` is what was present when this plan was made, `now` what is present after the
    /// failure, with the resource of the failed step as [`Work::partial`](crate::Work::partial)
    /// gives it. A resource made by this plan stays if its policy says `Retain`.
    #[must_use]
    pub fn roll_back(&self, before: &Present, now: &Present) -> Self {
        let steps = present_in_order(before)
            .into_iter()
            .filter_map(|old| {
                let new = now.get(&old.logical_id)?;
                let back = step_of(old, Change::Update);
                if new.physical_id != old.physical_id {
                    let restored = Some(Box::new(old.clone()));
                    return Some(Step { change: Change::Restore, restored, ..back });
                }
                let changed = difference(&old.properties, &new.properties);
                let same = changed.is_empty() && new == old;
                (!same).then(|| Step { changed, ..back })
            })
            .collect();
        let mut plan = Self::without_template(&self.stack, &self.operation, steps);
        plan.clean_up = deletions(now, |id| !before.contains_key(id));
        for step in &mut plan.clean_up {
            if step.deletion_policy == Policy::RetainExceptOnCreate {
                step.deletion_policy = Policy::Delete;
            }
        }
        plan
    }

    fn without_template(stack: &Stack, operation: &str, steps: Vec<Step>) -> Self {
        // What there was has its tags in its properties, those of the stack then among them.
        let stack = Stack { exports: BTreeMap::new(), tags: BTreeMap::new(), ..stack.clone() };
        Self {
            stack,
            operation: operation.to_owned(),
            parameters: BTreeMap::new(),
            steps,
            clean_up: Vec::new(),
            outputs: Vec::new(),
            imports: BTreeSet::new(),
            capabilities: BTreeSet::new(),
            report: Vec::new(),
        }
    }
}
