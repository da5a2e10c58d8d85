//! The `Parameters` section: what may be given, what is, and whether it is allowed.

use std::collections::BTreeMap;

use regex::RegexBuilder;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::error::{Error, Mark, Problem, Problems, nearest};
use crate::node::Node;

/// How many parameters a template may have (AWS's figure).
pub(crate) const PARAMETERS_MAX: usize = 200;

/// How long a parameter's value may be (AWS's figure).
const VALUE_BYTES_MAX: usize = 4096;

/// How large a compiled `AllowedPattern` may be.
const PATTERN_BYTES_MAX: usize = 1024 * 1024;

const KEYS: [&str; 11] = [
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
];

/// One declared parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type: `String`, `Number`, `CommaDelimitedList`, ...
    pub parameter_type: String,
    /// Its value if none is given.
    pub default: Option<String>,
    /// Whether its value is shown as `****`.
    pub no_echo: bool,
    /// For a person.
    pub description: Option<String>,
    /// Its allowed values; none: all.
    pub allowed_values: Vec<String>,
    /// What its whole value must match.
    pub allowed_pattern: Option<String>,
    /// What is said when the value is not allowed.
    pub constraint_description: Option<String>,
    /// The least and greatest length of a string.
    pub length: (Option<u64>, Option<u64>),
    /// The least and greatest value of a number, as written.
    pub range: (Option<String>, Option<String>),
    /// Where it is declared.
    pub mark: Mark,
}

/// A parameter's value in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParameterValue {
    /// The value as given, or the default.
    pub value: String,
    /// Whether it is shown as `****`.
    pub no_echo: bool,
}

/// Reads the section.
pub(crate) fn read(section: &Node, problems: &mut Problems) -> Vec<Parameter> {
    if PARAMETERS_MAX < section.entries().len() {
        problems.push(Problem::at(
            section.mark,
            format!(
                "Template format error: Number of parameters: {}, exceeds maximum: \
                 {PARAMETERS_MAX}",
                section.entries().len()
            ),
        ));
        return Vec::new();
    }
    let entries = section.entries().iter();
    entries.filter_map(|entry| problems.take(one(&entry.key, entry.mark, &entry.node))).collect()
}

fn one(name: &str, mark: Mark, node: &Node) -> Result<Parameter, Problem> {
    if !is_alphanumeric(name) {
        let message = format!("Template format error: Parameter name {name} is non alphanumeric.");
        return Err(Problem::at(mark, message));
    }
    for entry in node.entries() {
        if !KEYS.contains(&entry.key.as_str()) {
            let message = format!("Invalid template parameter property '{}'", entry.key);
            return Err(Problem::at(entry.mark, message).did_you_mean(&entry.key, KEYS));
        }
        let list = entry.key == "AllowedValues";
        if list != entry.node.is_list() || (!list && entry.node.is_map()) {
            let wanted = if list { "list" } else { "string" };
            let message = format!(
                "Template format error: Every {} member of parameter {name} must be a {wanted}.",
                entry.key
            );
            return Err(Problem::at(entry.node.mark, message));
        }
    }
    let text = |key: &str| node.get(key).and_then(Node::scalar);
    let length = |key: &str| text(key).and_then(|text| text.parse().ok());
    let parameter_type = text("Type").ok_or_else(|| {
        let message = format!(
            "Template format error: Every Parameters object must contain a Type member: {name} \
             has none."
        );
        Problem::at(mark, message)
    })?;
    check_type(&parameter_type, node.get("Type").map_or(mark, |node| node.mark))?;
    let allowed = node.get("AllowedValues").map(Node::items).unwrap_or_default();
    Ok(Parameter {
        name: name.to_owned(),
        parameter_type,
        default: text("Default"),
        no_echo: text("NoEcho").is_some_and(|text| text.eq_ignore_ascii_case("true")),
        description: text("Description"),
        allowed_values: allowed.iter().filter_map(Node::scalar).collect(),
        allowed_pattern: text("AllowedPattern"),
        constraint_description: text("ConstraintDescription"),
        length: (length("MinLength"), length("MaxLength")),
        range: (text("MinValue"), text("MaxValue")),
        mark,
    })
}

/// Whether a name can be a logical id.
pub(crate) fn is_alphanumeric(name: &str) -> bool {
    !name.is_empty() && name.len() <= 255 && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn check_type(name: &str, mark: Mark) -> Result<(), Problem> {
    const PLAIN: [&str; 4] = ["String", "Number", "List<Number>", "CommaDelimitedList"];
    let inner = name.strip_prefix("List<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(name);
    let identifier = ["AWS::EC2::", "AWS::Route53::HostedZone::Id", "AWS::SSM::Parameter::Name"];
    if PLAIN.contains(&name) || identifier.iter().any(|prefix| inner.starts_with(prefix)) {
        return Ok(());
    }
    if inner.starts_with("AWS::SSM::Parameter::Value") {
        let message =
            format!("Parameter type {name} is not supported: there is no Parameter Store here");
        return Err(Problem::at(mark, message).hint("Use type String and pass the value."));
    }
    let message = format!("Template format error: Unrecognized parameter type: {name}");
    Err(Problem::at(mark, message).did_you_mean(name, PLAIN))
}

/// What every parameter stands for, given these values.
pub(crate) fn resolve(
    declared: &[Parameter],
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, ParameterValue>, Error> {
    let mut problems = Problems::default();
    let unknown: Vec<&str> = given
        .keys()
        .map(String::as_str)
        .filter(|name| !declared.iter().any(|one| one.name == *name))
        .collect();
    if let Some(first) = unknown.first() {
        let message = format!("Parameters: [{}] do not exist in the template", unknown.join(", "));
        let problem = Problem::anywhere(message);
        let names = declared.iter().map(|one| one.name.as_str());
        problems.push(match nearest(first, names) {
            Some(near) => problem.hint(format!("Did you mean {near}?")),
            None => problem,
        });
    }
    let missing: Vec<&Parameter> = declared
        .iter()
        .filter(|one| one.default.is_none() && !given.contains_key(&one.name))
        .collect();
    if let Some(first) = missing.first() {
        let names: Vec<&str> = missing.iter().map(|one| one.name.as_str()).collect();
        let message = format!("Parameters: [{}] must have values", names.join(", "));
        problems.push(Problem::at(first.mark, message));
    }
    let mut values = BTreeMap::new();
    for one in declared {
        let Some(value) = given.get(&one.name).or(one.default.as_ref()) else { continue };
        if problems.take(check(one, value)).is_some() {
            let value = ParameterValue { value: value.clone(), no_echo: one.no_echo };
            values.insert(one.name.clone(), value);
        }
    }
    problems.finish()?;
    Ok(values)
}

/// The value that `Ref` gives: a text, or a list of texts.
pub(crate) fn referenced(
    declared: &[Parameter],
    values: &BTreeMap<String, ParameterValue>,
) -> BTreeMap<String, Json> {
    let one = |parameter: &Parameter| {
        let value = &values.get(&parameter.name)?.value;
        let json = if is_list(&parameter.parameter_type) { list(value) } else { json!(value) };
        Some((parameter.name.clone(), json))
    };
    declared.iter().filter_map(one).collect()
}

fn is_list(parameter_type: &str) -> bool {
    parameter_type == "CommaDelimitedList" || parameter_type.starts_with("List<")
}

fn list(value: &str) -> Json {
    if value.is_empty() {
        return json!([]);
    }
    value.split(',').map(str::trim).collect()
}

fn check(parameter: &Parameter, value: &str) -> Result<(), Problem> {
    let name = &parameter.name;
    let refuse = |why: String| {
        let why = match &parameter.constraint_description {
            Some(text) => format!("failed to satisfy constraint: {text}"),
            None => why,
        };
        Err(Problem::at(parameter.mark, format!("Parameter '{name}' {why}")))
    };
    if VALUE_BYTES_MAX < value.len() {
        return refuse(format!("must not be longer than {VALUE_BYTES_MAX} bytes"));
    }
    let number = matches!(parameter.parameter_type.as_str(), "Number" | "List<Number>");
    let items: Vec<&str> = if is_list(&parameter.parameter_type) {
        value.split(',').map(str::trim).collect()
    } else {
        vec![value]
    };
    if number && items.iter().any(|item| item.parse::<f64>().is_err()) {
        return Err(Problem::at(parameter.mark, format!("Parameter '{name}' must be a number.")));
    }
    let allowed = &parameter.allowed_values;
    if !allowed.is_empty() && !items.iter().all(|item| allowed.iter().any(|one| one == item)) {
        let message = "must be one of AllowedValues".to_string();
        return refuse(message).map_err(|problem| {
            match nearest(value, allowed.iter().map(String::as_str)) {
                Some(near) => problem.hint(format!("Did you mean {near}?")),
                None => problem.hint(format!("Allowed: {}.", allowed.join(", "))),
            }
        });
    }
    check_length(parameter, value).or_else(refuse)?;
    check_range(parameter, value).or_else(refuse)?;
    match &parameter.allowed_pattern {
        Some(pattern) if !matches(pattern, value, parameter.mark)? => {
            refuse(format!("must match pattern {pattern}"))
        }
        _ => Ok(()),
    }
}

fn check_length(parameter: &Parameter, value: &str) -> Result<(), String> {
    let length = u64::try_from(value.chars().count()).unwrap_or(u64::MAX);
    match parameter.length {
        (Some(least), _) if length < least => {
            Err(format!("must contain at least {least} characters"))
        }
        (_, Some(most)) if most < length => Err(format!("must contain at most {most} characters")),
        _ => Ok(()),
    }
}

fn check_range(parameter: &Parameter, value: &str) -> Result<(), String> {
    let Ok(number) = value.parse::<f64>() else { return Ok(()) };
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<f64>().ok());
    match (bound(&parameter.range.0), bound(&parameter.range.1)) {
        (Some(least), _) if number < least => {
            Err(format!("must be a number not less than {least}"))
        }
        (_, Some(most)) if most < number => {
            Err(format!("must be a number not greater than {most}"))
        }
        _ => Ok(()),
    }
}

/// Whether the whole value matches. Java's patterns, which AWS has, and ours differ in
/// look-around and back-references: those are refused, not guessed.
fn matches(pattern: &str, value: &str, mark: Mark) -> Result<bool, Problem> {
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(PATTERN_BYTES_MAX)
        .build()
        .map(|regex| regex.is_match(value))
        .map_err(|_| {
            let message = format!("Template error: the AllowedPattern {pattern} cannot be used");
            Problem::at(mark, message).hint("Look-around and back-references are not supported.")
        })
}
