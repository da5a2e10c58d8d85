//! What can be said of a template before any value is known: every name that it uses exists.

use std::collections::BTreeSet;

use crate::error::{Mark, Problem, Problems, nearest};
use crate::node::{Entry, Node, Value, is_intrinsic};
use crate::resources;
use crate::stack::PSEUDO_PARAMETERS;
use crate::sub::{Part, parts};
use crate::template::{EXTENSIONS, Template};

const FUNCTIONS: [&str; 10] = [
    "Fn::Base64",
    "Fn::FindInMap",
    "Fn::GetAZs",
    "Fn::GetAtt",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
];

const EXTENSION_FUNCTIONS: [&str; 2] = ["Fn::Length", "Fn::ToJsonString"];

const CONDITION_FUNCTIONS: [&str; 4] = ["Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"];

/// Checks the names in a template that has no transform left to be applied.
pub(crate) fn check(template: &Template, problems: &mut Problems) {
    let names = |section: &str| -> BTreeSet<&str> {
        template.section(section).iter().map(|entry| entry.key.as_str()).collect()
    };
    let mut checker = Checker {
        template,
        parameters: names("Parameters"),
        resources: names("Resources"),
        conditions: names("Conditions"),
        mappings: names("Mappings"),
        block: "Resources",
        problems,
    };
    for entry in template.section("Resources") {
        checker.resource(entry);
    }
    checker.block = "Outputs";
    for entry in template.section("Outputs") {
        checker.condition_attribute(&entry.node);
        checker.walk(&entry.node);
    }
}

struct Checker<'a> {
    template: &'a Template,
    parameters: BTreeSet<&'a str>,
    resources: BTreeSet<&'a str>,
    conditions: BTreeSet<&'a str>,
    mappings: BTreeSet<&'a str>,
    block: &'static str,
    problems: &'a mut Problems,
}

impl Checker<'_> {
    fn resource(&mut self, entry: &Entry) {
        let node = &entry.node;
        if let Some(kind) = node.get("Type")
            && let Some(name) = kind.as_str()
            && let Err(problem) = resources::find(name, kind.mark)
        {
            self.problems.push(problem);
        }
        self.condition_attribute(node);
        if let Some(depends) = node.get("DependsOn") {
            let items =
                if depends.is_list() { depends.items() } else { std::slice::from_ref(depends) };
            for item in items {
                let name = item.as_str().unwrap_or_default();
                if !self.resources.contains(name) {
                    self.unresolved(name, item.mark);
                }
            }
        }
        if let Some(properties) = node.get("Properties") {
            self.walk(properties);
        }
    }

    fn condition_attribute(&mut self, node: &Node) {
        if let Some(condition) = node.get("Condition") {
            self.condition(condition);
        }
    }

    fn condition(&mut self, node: &Node) {
        let text = node.scalar().unwrap_or_default();
        let name = text.as_str();
        if !self.conditions.contains(name) {
            let message = format!(
                "Template format error: Unresolved condition dependency {name} in the {} block of \
                 the template",
                self.block
            );
            let problem = Problem::at(node.mark, message);
            self.problems.push(problem.did_you_mean(name, self.conditions.iter().copied()));
        }
    }

    fn walk(&mut self, node: &Node) {
        match &node.value {
            Value::String(text) if text.contains("{{resolve:") => self.problems.push(
                Problem::at(node.mark, "Dynamic references ({{resolve:...}}) are not supported")
                    .hint("Pass the value as a parameter, with NoEcho if it is a secret."),
            ),
            Value::List(items) => items.iter().for_each(|item| self.walk(item)),
            Value::Map(entries) => match entries.as_slice() {
                [only] if is_intrinsic(&only.key) => self.function(only),
                _ => entries.iter().for_each(|entry| self.walk(&entry.node)),
            },
            _ => {}
        }
    }

    fn function(&mut self, entry: &Entry) {
        let (name, argument) = (entry.key.as_str(), &entry.node);
        match name {
            "Ref" => match argument.as_str() {
                Some(name) => self.reference(name, argument.mark),
                None => self.problems.push(Problem::at(
                    argument.mark,
                    "Template error: every Ref object must have a single String value.",
                )),
            },
            "Fn::GetAtt" => return self.get_attribute(argument),
            "Fn::Sub" => return self.substitute(argument),
            "Fn::If" => {
                if let Some(condition) = argument.items().first() {
                    self.condition(condition);
                }
            }
            "Fn::FindInMap" => self.mapping(argument),
            _ => self.known(name, entry.mark),
        }
        if name != "Ref" {
            self.walk(argument);
        }
    }

    /// Whether a function may stand here at all.
    fn known(&mut self, name: &str, mark: Mark) {
        let extended = self.template.transforms.iter().any(|transform| transform == EXTENSIONS);
        if FUNCTIONS.contains(&name) || (extended && EXTENSION_FUNCTIONS.contains(&name)) {
            return;
        }
        let problem = if CONDITION_FUNCTIONS.contains(&name) {
            let message = format!("Template error: {name} cannot be used outside of Conditions");
            Problem::at(mark, message).hint("Name it as a condition, and use Fn::If here.")
        } else if EXTENSION_FUNCTIONS.contains(&name) {
            Problem::at(mark, format!("Template error: {name} needs a transform"))
                .hint(format!("Add {EXTENSIONS} to Transform."))
        } else if matches!(name, "Fn::Cidr" | "Fn::Transform") || name.starts_with("Fn::ForEach") {
            Problem::at(mark, format!("Template error: {name} is not supported"))
        } else {
            Problem::at(mark, format!("Template error: there is no function {name}"))
                .did_you_mean(name, FUNCTIONS)
        };
        self.problems.push(problem);
    }

    fn reference(&mut self, name: &str, mark: Mark) {
        let known = self.parameters.contains(name)
            || self.resources.contains(name)
            || PSEUDO_PARAMETERS.contains(&name);
        if !known {
            self.unresolved(name, mark);
        }
    }

    fn unresolved(&mut self, name: &str, mark: Mark) {
        let message = format!(
            "Template format error: Unresolved resource dependencies [{name}] in the {} block of \
             the template",
            self.block
        );
        let names = self.resources.iter().chain(&self.parameters).chain(&PSEUDO_PARAMETERS);
        let problem = Problem::at(mark, message).did_you_mean(name, names.copied());
        self.problems.push(problem);
    }

    fn get_attribute(&mut self, argument: &Node) {
        let (name, attribute) = match argument.items() {
            [name, attribute] => (name.as_str(), attribute.as_str()),
            _ => match argument.as_str().and_then(|text| text.split_once('.')) {
                Some((name, attribute)) => (Some(name), Some(attribute)),
                None => (None, None),
            },
        };
        match name {
            Some(name) => self.attribute(name, attribute, argument.mark),
            None => self.problems.push(Problem::at(
                argument.mark,
                "Template error: every Fn::GetAtt object requires two non-empty parameters, the \
                 resource name and the resource attribute",
            )),
        }
    }

    fn attribute(&mut self, name: &str, attribute: Option<&str>, mark: Mark) {
        let Some(resource) = self.template.root.get("Resources").and_then(|all| all.get(name))
        else {
            let message = format!(
                "Template error: instance of Fn::GetAtt references undefined resource {name}"
            );
            let problem = Problem::at(mark, message);
            self.problems.push(problem.did_you_mean(name, self.resources.iter().copied()));
            return;
        };
        let kind = resource.get("Type").and_then(Node::as_str).unwrap_or_default();
        // An unknown type is reported where it stands.
        let Ok(schema) = resources::find(kind, mark) else { return };
        let Some(attribute) = attribute else { return };
        if !schema.attributes.contains(&attribute) {
            let message = format!(
                "Template error: resource {name} does not support attribute type {attribute} in \
                 Fn::GetAtt"
            );
            let problem = Problem::at(mark, message);
            let known = schema.attributes.iter().copied();
            self.problems.push(match nearest(attribute, known.clone()) {
                Some(near) => problem.hint(format!("Did you mean {near}?")),
                None => {
                    problem.hint(format!("{kind} has: {}.", known.collect::<Vec<_>>().join(", ")))
                }
            });
        }
    }

    fn substitute(&mut self, argument: &Node) {
        let (text, local) = match argument.items() {
            [text, local] => (text, Some(local)),
            _ => (argument, None),
        };
        if let Some(local) = local {
            local.entries().iter().for_each(|entry| self.walk(&entry.node));
        }
        self.walk(text);
        for part in parts(text.as_str().unwrap_or_default()) {
            let Part::Variable(name) = part else { continue };
            if local.is_some_and(|local| local.get(name).is_some()) {
                continue;
            }
            match name.split_once('.') {
                Some((resource, attribute)) => {
                    self.attribute(resource, Some(attribute), text.mark);
                }
                None => self.reference(name, text.mark),
            }
        }
    }

    fn mapping(&mut self, argument: &Node) {
        let Some(name) = argument.items().first() else { return };
        let Some(text) = name.as_str() else { return };
        if !self.mappings.contains(text) {
            let message = format!(
                "Template error: Mapping named '{text}' is not present in the 'Mappings' section \
                 of template."
            );
            let problem = Problem::at(name.mark, message);
            self.problems.push(problem.did_you_mean(text, self.mappings.iter().copied()));
        }
    }
}
