//! The `Conditions` section, evaluated: each condition true or false, before any resource exists.

use std::collections::BTreeMap;

use crate::error::{Error, Problem, Problems};
use crate::eval::{Scope, pending};
use crate::node::{Node, scalar};
use crate::template::Template;

/// How deep conditions may name one another.
const DEPTH_MAX: usize = 50;

/// Evaluates every condition of the template.
pub(crate) fn evaluate(
    template: &Template,
    scope: &Scope<'_>,
) -> Result<BTreeMap<String, bool>, Error> {
    let mut problems = Problems::default();
    let mut values = BTreeMap::new();
    for entry in template.section("Conditions") {
        let value = holds(&entry.node, template, scope, 0);
        if let Some(value) = problems.take(value) {
            values.insert(entry.key.clone(), value);
        }
    }
    problems.finish()?;
    Ok(values)
}

fn holds(
    node: &Node,
    template: &Template,
    scope: &Scope<'_>,
    depth: usize,
) -> Result<bool, Problem> {
    if DEPTH_MAX < depth {
        return Err(Problem::at(
            node.mark,
            "Template format error: Circular dependency between conditions",
        ));
    }
    let [entry] = node.entries() else { return Err(malformed(node)) };
    let arguments = entry.node.items();
    let inner = |argument: &Node| holds(argument, template, scope, depth + 1);
    match (entry.key.as_str(), arguments) {
        ("Condition", _) => {
            let name = entry.node.as_str().unwrap_or_default();
            match template.section("Conditions").iter().find(|one| one.key == name) {
                Some(condition) => inner(&condition.node),
                None => Err(Problem::at(
                    entry.node.mark,
                    format!(
                        "Template format error: Unresolved condition dependency {name} in the \
                         Conditions block of the template"
                    ),
                )),
            }
        }
        ("Fn::Equals", [left, right]) => equals(left, right, scope),
        ("Fn::Not", [one]) => Ok(!inner(one)?),
        ("Fn::And", [_, _, ..]) if arguments.len() <= 10 => {
            arguments.iter().try_fold(true, |all, one| Ok(inner(one)? && all))
        }
        ("Fn::Or", [_, _, ..]) if arguments.len() <= 10 => {
            arguments.iter().try_fold(false, |any, one| Ok(inner(one)? || any))
        }
        ("Fn::Equals", _) => Err(Problem::at(
            entry.mark,
            "Template error: Fn::Equals requires a list argument with two elements",
        )),
        ("Fn::Not", _) => Err(Problem::at(
            entry.mark,
            "Template error: Fn::Not requires a list argument with one element",
        )),
        (name @ ("Fn::And" | "Fn::Or"), _) => Err(Problem::at(
            entry.mark,
            format!("Template error: {name} requires a list argument with two to ten elements"),
        )),
        _ => Err(malformed(node)),
    }
}

fn malformed(node: &Node) -> Problem {
    Problem::at(
        node.mark,
        "Template format error: Every Conditions member must be one of Fn::And, Fn::Equals, \
         Fn::Not, Fn::Or or Condition",
    )
}

fn equals(left: &Node, right: &Node, scope: &Scope<'_>) -> Result<bool, Problem> {
    let side = |node: &Node| {
        let value = scope
            .evaluate(&node.to_json())
            .map_err(|failure| Problem::at(node.locate(&failure.path), failure.message))?;
        if pending(&value) {
            let message = "Template format error: Unresolved dependencies in the Conditions block \
                           of the template";
            return Err(Problem::at(node.mark, message)
                .hint("A condition can use parameters, mappings and pseudo parameters only."));
        }
        Ok(scalar(&value).unwrap_or_else(|| value.to_string()))
    };
    Ok(side(left)? == side(right)?)
}
