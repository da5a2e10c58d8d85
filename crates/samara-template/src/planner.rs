//! From a template and what is present to a [`Plan`].
//!
//! In this order: parameters, transform, names, conditions, properties (evaluated as far as they
//! can be, checked against their types), order, comparison. Each stage reports all it finds and
//! the next is not begun, since its findings would be consequences.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use crate::error::{Error, Mark, Problem, Problems};
use crate::eval::{Failure, REFERENCED_BYTES_MAX, Scope, pending, references};
use crate::node::{Entry, Node};
use crate::order::{Needs, ordered};
use crate::plan::{Output, Plan, Policy, Present};
use crate::report::{self, ResourceReport};
use crate::schema::{Finding, Schema};
use crate::stack::Stack;
use crate::template::Template;
use crate::{check, compare, conditions, parameters, resources};

/// A resource that the template wants, evaluated as far as it can be.
pub(crate) struct Wanted {
    pub(crate) logical_id: String,
    pub(crate) schema: &'static Schema,
    pub(crate) properties: Json,
    pub(crate) depends_on: BTreeSet<String>,
    pub(crate) deletion_policy: Policy,
    pub(crate) update_replace_policy: Policy,
    pub(crate) mark: Mark,
    report: ResourceReport,
}

impl Template {
    /// Plans how a stack becomes what this template says.
    ///
    /// `operation` tells this operation from the stack's others (a request's token): names of
    /// made things come from it, so that the same operation run twice makes the same things.
    ///
    /// # Errors
    /// Every problem found, with its place: nothing is planned for a template that has one.
    pub fn plan(
        &self,
        stack: &Stack,
        operation: &str,
        given: &BTreeMap<String, String>,
        present: &Present,
    ) -> Result<Plan, Error> {
        let values = parameters::resolve(&self.parameters, given)?;
        let referenced = parameters::referenced(&self.parameters, &values);
        let template = self.expand(&referenced)?;
        template.check_names()?;

        let mappings = template.root.get("Mappings").map_or(json!({}), Node::to_json);
        let (no_conditions, no_resources) = (BTreeMap::new(), Present::new());
        let mut scope = Scope {
            stack,
            parameters: &referenced,
            mappings: &mappings,
            conditions: &no_conditions,
            resources: &no_resources,
            settled: None,
            budget_bytes: REFERENCED_BYTES_MAX.into(),
            imports: BTreeSet::new().into(),
        };
        let conditions = conditions::evaluate(&template, &scope)?;
        scope.conditions = &conditions;
        let wanted = in_order(&template, wanted(&template, &scope)?)?;
        let outputs = outputs(&template, &scope, &wanted)?;
        let kept: BTreeSet<&str> = wanted.iter().map(|one| one.logical_id.as_str()).collect();
        Ok(Plan {
            stack: Stack { exports: BTreeMap::new(), ..stack.clone() },
            operation: operation.to_owned(),
            parameters: values,
            clean_up: compare::deletions(present, |id| !kept.contains(id)),
            steps: compare::steps(stack, &wanted, present)?,
            outputs,
            imports: scope.imports.take(),
            capabilities: self.capabilities().union(&template.capabilities()).copied().collect(),
            report: wanted.into_iter().map(|one| one.report).collect(),
        })
    }

    /// Checks that every name in the template exists: all that can be said without parameters,
    /// if no transform is left to be applied.
    ///
    /// # Errors
    /// Every problem found, with its place.
    pub fn check_names(&self) -> Result<(), Error> {
        let mut problems = Problems::default();
        check::check(self, &mut problems);
        problems.finish()
    }
}

/// Every resource whose condition holds.
fn wanted(template: &Template, scope: &Scope<'_>) -> Result<Vec<Wanted>, Error> {
    let mut problems = Problems::default();
    let active: Vec<&Entry> = template
        .section("Resources")
        .iter()
        .filter(|entry| is_active(&entry.node, scope))
        .collect();
    let names: BTreeSet<&str> = active.iter().map(|entry| entry.key.as_str()).collect();
    let mut all = Vec::with_capacity(active.len());
    for entry in active {
        all.extend(one(entry, scope, &names, &mut problems));
    }
    problems.finish()?;
    Ok(all)
}

fn is_active(node: &Node, scope: &Scope<'_>) -> bool {
    let condition = node.get("Condition").and_then(Node::as_str);
    condition.is_none_or(|name| scope.conditions.get(name).copied().unwrap_or(false))
}

fn one(
    entry: &Entry,
    scope: &Scope<'_>,
    names: &BTreeSet<&str>,
    problems: &mut Problems,
) -> Option<Wanted> {
    let (id, node) = (entry.key.as_str(), &entry.node);
    let kind = node.get("Type")?;
    let schema = problems.take(resources::find(kind.as_str()?, kind.mark))?;
    let empty = Node::map(entry.mark);
    let properties = node.get("Properties").unwrap_or(&empty);
    let evaluated = scope.evaluate(&properties.to_json());
    let evaluated = problems.take(evaluated.map_err(|failure| failed(failure, properties)))?;
    let (conformed, found) = schema.conform(&evaluated);
    for wrong in &found.wrong {
        problems.push(finding(wrong, properties, entry));
    }
    let conformed = schema.tagged(conformed, &scope.stack.tags);
    let mut depends_on = BTreeSet::new();
    references(&conformed, &mut depends_on);
    for name in depends_on.iter().filter(|name| !names.contains(name.as_str())) {
        problems.push(inactive(name, entry.mark, "Resources"));
    }
    depends_on.extend(explicit(node).filter(|name| names.contains(name)).map(str::to_owned));
    let given: Vec<&str> = properties.entries().iter().map(|one| one.key.as_str()).collect();
    Some(Wanted {
        logical_id: id.to_owned(),
        schema,
        report: report::resource(id, (schema, scope.stack), &given, &found),
        properties: conformed,
        depends_on,
        deletion_policy: policy(node, "DeletionPolicy"),
        update_replace_policy: policy(node, "UpdateReplacePolicy"),
        mark: entry.mark,
    })
}

fn failed(failure: Failure, properties: &Node) -> Problem {
    Problem::at(properties.locate(&failure.path), failure.message)
}

fn finding(wrong: &Finding, properties: &Node, entry: &Entry) -> Problem {
    // What is missing stands nowhere: its resource does.
    let mark = if wrong.path.is_empty() { entry.mark } else { properties.locate(&wrong.path) };
    let message = format!("{} (resource {})", wrong.message.trim_end_matches('.'), entry.key);
    let problem = Problem::at(mark, message);
    Problem { hint: wrong.hint.clone(), ..problem }
}

/// The refusal of a reference to a resource whose condition does not hold.
fn inactive(name: &str, mark: Mark, block: &str) -> Problem {
    let message = format!(
        "Template format error: Unresolved resource dependencies [{name}] in the {block} block of \
         the template"
    );
    Problem::at(mark, message).hint(format!(
        "The Condition of {name} is false: use Fn::If with that condition around the reference."
    ))
}

fn explicit(node: &Node) -> impl Iterator<Item = &str> {
    let depends = node.get("DependsOn");
    let items = depends.map(Node::items).unwrap_or_default().iter();
    items.filter_map(Node::as_str).chain(depends.and_then(Node::as_str))
}

fn policy(node: &Node, name: &str) -> Policy {
    match node.get(name).and_then(Node::as_str) {
        Some("Retain") => Policy::Retain,
        Some("RetainExceptOnCreate") => Policy::RetainExceptOnCreate,
        _ => Policy::Delete,
    }
}

/// The resources, each after what it needs.
fn in_order(template: &Template, wanted: Vec<Wanted>) -> Result<Vec<Wanted>, Error> {
    let names: Vec<String> = wanted.iter().map(|one| one.logical_id.clone()).collect();
    let needs: Needs =
        wanted.iter().map(|one| (one.logical_id.clone(), one.depends_on.clone())).collect();
    let order = ordered(&names, &needs).map_err(|cycle| {
        let first = cycle.first().cloned().unwrap_or_default();
        let entry = template.section("Resources").iter().find(|entry| entry.key == first);
        let mark = entry.map(|entry| entry.mark).unwrap_or_default();
        let message = format!("Circular dependency between resources: [{}]", cycle.join(", "));
        let way = cycle.iter().chain([&first]).map(String::as_str).collect::<Vec<_>>();
        Problem::at(mark, message).hint(format!("Each needs the next: {}.", way.join(" -> ")))
    })?;
    let mut by_name: BTreeMap<String, Wanted> =
        wanted.into_iter().map(|one| (one.logical_id.clone(), one)).collect();
    Ok(order.iter().filter_map(|name| by_name.remove(name)).collect())
}

fn outputs(
    template: &Template,
    scope: &Scope<'_>,
    wanted: &[Wanted],
) -> Result<Vec<Output>, Error> {
    let mut problems = Problems::default();
    let names: BTreeSet<&str> = wanted.iter().map(|one| one.logical_id.as_str()).collect();
    let mut all = Vec::new();
    for entry in template.section("Outputs").iter().filter(|one| is_active(&one.node, scope)) {
        let mut evaluate = |node: &Node| {
            let value = scope.evaluate(&node.to_json());
            problems.take(value.map_err(|failure| failed(failure, node)))
        };
        let value = entry.node.get("Value").and_then(&mut evaluate);
        let export = entry.node.get("Export").and_then(|export| export.get("Name"));
        let export = export.and_then(&mut evaluate);
        let Some(value) = value else { continue };
        let mut used = BTreeSet::new();
        references(&value, &mut used);
        for name in used.iter().filter(|name| !names.contains(name.as_str())) {
            problems.push(inactive(name, entry.mark, "Outputs"));
        }
        if !pending(&value) && crate::node::scalar(&value).is_none() {
            let message = format!(
                "Template format error: The Value field of every Outputs member must evaluate to \
                 a String: {} does not",
                entry.key
            );
            problems.push(Problem::at(entry.mark, message));
        }
        all.push(Output {
            name: entry.key.clone(),
            value,
            description: entry.node.get("Description").and_then(Node::scalar),
            export,
            mark: entry.mark,
        });
    }
    problems.finish()?;
    Ok(all)
}
