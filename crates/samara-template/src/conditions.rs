//! The `Conditions` section, evaluated: each condition true or false, before any resource exists.

use std::collections::BTreeMap;

use crate::error::{Error, Problem, Problems};
use crate::eval::{Scope, pending};
use crate::node::{Node, scalar};
use crate::template::Template;

/// Evaluates every condition of the template.
pub(crate) fn evaluate(
    template: &Template,
    scope: &Scope<'_>,
) -> Result<BTreeMap<String, bool>, Error> {
    let mut problems = Problems::default();
    let mut conditions =
        Conditions { template, scope, known: BTreeMap::new(), under_way: Vec::new() };
    for entry in template.section("Conditions") {
        problems.take(conditions.named(&entry.key, &entry.node));
    }
    problems.finish()?;
    Ok(conditions.known)
}

struct Conditions<'a> {
    template: &'a Template,
    scope: &'a Scope<'a>,
    /// Each is evaluated once, however often it is named.
    known: BTreeMap<String, bool>,
    /// The conditions whose evaluation asked for the one at hand.
    under_way: Vec<String>,
}

impl Conditions<'_> {
    fn named(&mut self, name: &str, place: &Node) -> Result<bool, Problem> {
        if let Some(known) = self.known.get(name) {
            return Ok(*known);
        }
        if self.under_way.iter().any(|one| one == name) {
            let circle = self.under_way.join(", ");
            let message = format!(
                "Template format error: Circular dependency between conditions: [{circle}]"
            );
            return Err(Problem::at(place.mark, message));
        }
        let conditions = self.template.section("Conditions");
        let Some(entry) = conditions.iter().find(|one| one.key == name) else {
            let message = format!(
                "Template format error: Unresolved condition dependency {name} in the Conditions \
                 block of the template"
            );
            let names = conditions.iter().map(|one| one.key.as_str());
            return Err(Problem::at(place.mark, message).did_you_mean(name, names));
        };
        self.under_way.push(name.to_owned());
        let value = self.holds(&entry.node);
        self.under_way.pop();
        let value = value?;
        self.known.insert(name.to_owned(), value);
        Ok(value)
    }

    fn holds(&mut self, node: &Node) -> Result<bool, Problem> {
        let [entry] = node.entries() else { return Err(malformed(node)) };
        let arguments = entry.node.items();
        match (entry.key.as_str(), arguments) {
            ("Condition", _) => self.named(&entry.node.scalar().unwrap_or_default(), &entry.node),
            ("Fn::Equals", [left, right]) => Ok(self.side(left)? == self.side(right)?),
            ("Fn::Not", [one]) => Ok(!self.holds(one)?),
            ("Fn::And", [_, _, ..]) if arguments.len() <= 10 => {
                arguments.iter().try_fold(true, |all, one| Ok(self.holds(one)? && all))
            }
            ("Fn::Or", [_, _, ..]) if arguments.len() <= 10 => {
                arguments.iter().try_fold(false, |any, one| Ok(self.holds(one)? || any))
            }
            (name @ ("Fn::Equals" | "Fn::Not" | "Fn::And" | "Fn::Or"), _) => {
                let wanted = match name {
                    "Fn::Equals" => "two elements",
                    "Fn::Not" => "one element",
                    _ => "two to ten elements",
                };
                let message =
                    format!("Template error: {name} requires a list argument with {wanted}");
                Err(Problem::at(entry.mark, message))
            }
            _ => Err(malformed(node)),
        }
    }

    /// The text of one side of `Fn::Equals`.
    fn side(&self, node: &Node) -> Result<String, Problem> {
        let value = self.scope.evaluate(&node.to_json());
        let value =
            value.map_err(|failure| Problem::at(node.locate(&failure.path), failure.message))?;
        if pending(&value) {
            let message = "Template format error: Unresolved dependencies in the Conditions block \
                           of the template";
            return Err(Problem::at(node.mark, message)
                .hint("A condition can use parameters, mappings and pseudo parameters only."));
        }
        Ok(scalar(&value).unwrap_or_else(|| value.to_string()))
    }
}

fn malformed(node: &Node) -> Problem {
    Problem::at(
        node.mark,
        "Template format error: Every Conditions member must be one of Fn::And, Fn::Equals, \
         Fn::Not, Fn::Or or Condition",
    )
}
