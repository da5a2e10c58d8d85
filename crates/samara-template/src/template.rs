//! A template read from text: its sections, and what is wrong with their form.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::error::{Error, Mark, Problem, Problems};
use crate::node::{Entry, Node, Value};
use crate::parameters::{self, Parameter, is_alphanumeric};

/// How long a template's text may be (AWS's figure for a template by URL; 51,200 in a request).
pub const TEMPLATE_BYTES_MAX: usize = 1024 * 1024;

/// How many resources a template may have (AWS's figure).
pub(crate) const RESOURCES_MAX: usize = 500;

/// How many outputs a template may have (AWS's figure).
pub(crate) const OUTPUTS_MAX: usize = 200;

const SECTIONS: [&str; 11] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Globals",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Transform",
];

/// The attributes that a resource may have beside its properties.
const ATTRIBUTES: [&str; 11] = [
    "Condition",
    "Connectors",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "IgnoreGlobals",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];

const OUTPUT_KEYS: [&str; 4] = ["Condition", "Description", "Export", "Value"];

/// The transform that turns SAM's resources into plain ones.
pub(crate) const SERVERLESS: &str = "AWS::Serverless-2016-10-31";

/// The transform that adds `Fn::Length` and `Fn::ToJsonString`.
pub(crate) const EXTENSIONS: &str = "AWS::LanguageExtensions";

/// A template as its author wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    pub(crate) root: Node,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) transforms: Vec<String>,
}

impl Template {
    /// Reads a template, JSON if its first character is `{`, else YAML, and checks its form: known
    /// sections and attributes, limits, parameters' declarations.
    ///
    /// # Errors
    /// Every problem that was found, with its place.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if TEMPLATE_BYTES_MAX < text.len() {
            let message = format!(
                "Template may not exceed {TEMPLATE_BYTES_MAX} bytes in size: it has {}",
                text.len()
            );
            return Err(Problem::anywhere(message).into());
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let root = if text.trim_start().starts_with('{') {
            crate::json::parse(text)?
        } else {
            crate::yaml::parse(text)?
        };
        Self::from_node(root)
    }

    pub(crate) fn from_node(root: Node) -> Result<Self, Error> {
        if !root.is_map() {
            let message = format!("Template format error: unsupported structure: {}", root.kind());
            return Err(Problem::at(root.mark, message).into());
        }
        let mut problems = Problems::default();
        check_sections(&root, &mut problems);
        let empty = Node::map(root.mark);
        let parameters = parameters::read(root.get("Parameters").unwrap_or(&empty), &mut problems);
        let transforms = transforms(&root, &mut problems);
        check_resources(&root, &mut problems);
        check_outputs(&root, &mut problems);
        problems.finish()?;
        Ok(Self { root, parameters, transforms })
    }

    /// The `Description`.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.root.get("Description").and_then(Node::as_str)
    }

    /// The declared parameters, in the order of the text.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The template as JSON, short tags in their long form.
    #[must_use]
    pub fn to_json(&self) -> Json {
        self.root.to_json()
    }

    /// Where each resource stands, by its logical id; in a processed template one that the
    /// transform made stands where it was asked for.
    #[must_use]
    pub fn places(&self) -> BTreeMap<String, Mark> {
        self.section("Resources").iter().map(|entry| (entry.key.clone(), entry.mark)).collect()
    }

    /// The template as CloudFormation processes it: transformed, without `Transform`.
    ///
    /// The parameters are needed since SAM's logical ids depend on some of their values.
    ///
    /// # Errors
    /// What the transform refuses, with its place; parameters that are missing or not allowed.
    pub fn processed(&self, given: &BTreeMap<String, String>) -> Result<Self, Error> {
        let values = parameters::resolve(&self.parameters, given)?;
        let referenced = parameters::referenced(&self.parameters, &values);
        self.expand(&referenced)
    }

    /// The same, with the parameters' values at hand.
    pub(crate) fn expand(&self, parameters: &BTreeMap<String, Json>) -> Result<Self, Error> {
        if !self.transforms.iter().any(|name| name == SERVERLESS) {
            return Ok(self.clone());
        }
        let root = crate::sam::expand(&self.root, parameters)?;
        let expanded = Self::from_node(root)?;
        let transforms = self.transforms.iter().filter(|name| *name != SERVERLESS).cloned();
        Ok(Self { transforms: transforms.collect(), ..expanded })
    }

    /// The entries of a section.
    pub(crate) fn section(&self, name: &str) -> &[Entry] {
        self.root.get(name).map(Node::entries).unwrap_or_default()
    }
}

fn check_sections(root: &Node, problems: &mut Problems) {
    for entry in root.entries() {
        let (name, node) = (entry.key.as_str(), &entry.node);
        let problem = if name == "Rules" {
            Problem::at(entry.mark, "The section Rules is not supported")
                .hint("Check parameters with AllowedValues and AllowedPattern.")
        } else if name == "Hooks" {
            Problem::at(entry.mark, "The section Hooks is not supported")
        } else if !SECTIONS.contains(&name) {
            let message = format!("Invalid template property or properties [{name}]");
            Problem::at(entry.mark, message).did_you_mean(name, SECTIONS)
        } else if !matches!(name, "AWSTemplateFormatVersion" | "Description" | "Transform")
            && !node.is_map()
            && node.value != Value::Null
        {
            let message = format!("Template format error: {name} must be a mapping");
            Problem::at(node.mark, message).hint(format!("Found {}.", node.kind()))
        } else {
            continue;
        };
        problems.push(problem);
    }
    match root.get("AWSTemplateFormatVersion").map(|node| (node.mark, node.scalar())) {
        None => {}
        Some((_, Some(version))) if version == "2010-09-09" => {}
        Some((mark, version)) => problems.push(
            Problem::at(
                mark,
                format!(
                    "Template format error: {} is not a supported value for \
                     AWSTemplateFormatVersion.",
                    version.unwrap_or_default()
                ),
            )
            .hint("The only version is 2010-09-09."),
        ),
    }
}

fn transforms(root: &Node, problems: &mut Problems) -> Vec<String> {
    let Some(node) = root.get("Transform") else { return Vec::new() };
    let nodes = if node.is_list() { node.items() } else { std::slice::from_ref(node) };
    let mut names = Vec::new();
    for node in nodes {
        match node.as_str() {
            Some(name @ (SERVERLESS | EXTENSIONS)) => names.push(name.to_owned()),
            Some(name) => problems.push(
                Problem::at(node.mark, format!("No transform named {name} found."))
                    .did_you_mean(name, [SERVERLESS, EXTENSIONS]),
            ),
            None => problems.push(
                Problem::at(node.mark, "The transform AWS::Include and its like are not supported")
                    .hint("Put the included text into the template."),
            ),
        }
    }
    names
}

fn check_resources(root: &Node, problems: &mut Problems) {
    let section = root.get("Resources");
    let entries = section.map(Node::entries).unwrap_or_default();
    let mark = section.map_or(root.mark, |node| node.mark);
    if entries.is_empty() {
        let message = "Template format error: At least one Resources member must be defined.";
        problems.push(Problem::at(mark, message));
    }
    if RESOURCES_MAX < entries.len() {
        let message = format!(
            "Template format error: Number of resources, {}, is greater than maximum allowed, \
             {RESOURCES_MAX}",
            entries.len()
        );
        problems.push(Problem::at(mark, message));
        return;
    }
    for entry in entries {
        if let Err(problem) = check_resource(entry) {
            problems.push(problem);
        }
    }
}

fn check_resource(entry: &Entry) -> Result<(), Problem> {
    let (id, node) = (entry.key.as_str(), &entry.node);
    if id == "Fn::ForEach" || id.starts_with("Fn::ForEach::") {
        return Err(Problem::at(entry.mark, "Fn::ForEach is not supported")
            .hint("Write the resources out."));
    }
    if !is_alphanumeric(id) {
        let message = format!("Template format error: Resource name {id} is non alphanumeric.");
        return Err(Problem::at(entry.mark, message));
    }
    if !node.is_map() {
        let message = "Template format error: Any Resources member must be an object.".to_owned();
        return Err(Problem::at(entry.mark, message).hint(format!("Found {}.", node.kind())));
    }
    for attribute in node.entries() {
        let name = attribute.key.as_str();
        if !ATTRIBUTES.contains(&name) {
            let message = format!("Invalid template resource property '{name}'");
            return Err(Problem::at(attribute.mark, message)
                .did_you_mean(name, ATTRIBUTES)
                .or_hint(|| format!("If it is a property of {id}, it belongs under Properties.")));
        }
    }
    check_attributes(id, entry.mark, node)
}

fn check_attributes(id: &str, mark: Mark, node: &Node) -> Result<(), Problem> {
    if node.get("Type").and_then(Node::as_str).is_none() {
        let message = format!(
            "Template format error: [/Resources/{id}] Every Resources object must contain a Type \
             member."
        );
        return Err(Problem::at(mark, message));
    }
    if let Some(properties) = node.get("Properties")
        && !properties.is_map()
    {
        let message =
            format!("Template format error: [/Resources/{id}] Properties must be a mapping");
        return Err(
            Problem::at(properties.mark, message).hint(format!("Found {}.", properties.kind()))
        );
    }
    for (name, allowed) in [
        ("DeletionPolicy", &["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"][..]),
        ("UpdateReplacePolicy", &["Delete", "Retain", "Snapshot"][..]),
    ] {
        let Some(policy) = node.get(name) else { continue };
        let value = policy.as_str().unwrap_or_default();
        if value == "Snapshot" {
            let message = format!("{name} Snapshot is not supported: nothing here makes snapshots");
            return Err(Problem::at(policy.mark, message).hint("Use Retain or Delete."));
        }
        if !allowed.contains(&value) {
            let message = format!("Template error: {name} must be one of {}", allowed.join(", "));
            return Err(
                Problem::at(policy.mark, message).did_you_mean(value, allowed.iter().copied())
            );
        }
    }
    for name in ["CreationPolicy", "UpdatePolicy", "Connectors"] {
        if let Some(attribute) = node.entry(name) {
            let message = format!("The resource attribute {name} is not supported");
            return Err(Problem::at(attribute.mark, message));
        }
    }
    check_depends_on(node)
}

fn check_depends_on(node: &Node) -> Result<(), Problem> {
    let Some(depends) = node.get("DependsOn") else { return Ok(()) };
    let texts = depends.items().iter().all(|item| item.as_str().is_some());
    if depends.as_str().is_some() || (depends.is_list() && texts) {
        return Ok(());
    }
    let message = "Template format error: DependsOn must be a string or list of strings.";
    Err(Problem::at(depends.mark, message).hint("It names logical ids, without !Ref."))
}

fn check_outputs(root: &Node, problems: &mut Problems) {
    let Some(section) = root.get("Outputs") else { return };
    if OUTPUTS_MAX < section.entries().len() {
        let message = format!(
            "Template format error: Number of outputs: {}, exceeds maximum: {OUTPUTS_MAX}",
            section.entries().len()
        );
        problems.push(Problem::at(section.mark, message));
    }
    for output in section.entries() {
        let name = &output.key;
        if output.node.get("Value").is_none() {
            let message =
                format!("Template format error: Output {name} is malformed: it has no Value");
            problems.push(Problem::at(output.mark, message));
        }
        for entry in output.node.entries() {
            if !OUTPUT_KEYS.contains(&entry.key.as_str()) {
                let message = format!("Invalid template output property '{}'", entry.key);
                problems
                    .push(Problem::at(entry.mark, message).did_you_mean(&entry.key, OUTPUT_KEYS));
            }
        }
    }
}
