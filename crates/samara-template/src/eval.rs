//! The functions of the template language, evaluated as far as they can be.
//!
//! A plan is made before its resources exist. So evaluation is *partial*: parameters, mappings,
//! conditions and pseudo parameters are known at once and disappear; a reference to a resource that
//! does not exist yet stays, as do the functions around it. What stays is again a document of the
//! template language, is stored in the plan, and is evaluated a second time when the resources it
//! names exist. There is one evaluator for both times.
//!
//! It works on plain JSON; an error carries the path to where it arose, and the caller looks the
//! path up in the document with places.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use serde_json::{Map, Value as Json, json};

use crate::node::{is_intrinsic, scalar};
use crate::plan::Resource;
use crate::stack::Stack;
use crate::sub::{Part, parts};

/// How much text references may bring into one template.
pub(crate) const REFERENCED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How long a text that functions build may become: an environment or a policy is far smaller.
const TEXT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Why an evaluation failed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The keys and indices that lead there, from the evaluated document's root.
    pub path: Vec<String>,
    /// What is wrong, in AWS's words where it has some.
    pub message: String,
}

/// What names stand for while a document is evaluated.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    /// The pseudo parameters and exports.
    pub stack: &'a Stack,
    /// The parameters' values: a text, or a list of texts.
    pub parameters: &'a BTreeMap<String, Json>,
    /// The `Mappings` section.
    pub mappings: &'a Json,
    /// The conditions' values.
    pub conditions: &'a BTreeMap<String, bool>,
    /// The resources that exist.
    pub resources: &'a BTreeMap<String, Resource>,
    /// Those of them whose ids and attributes may be used; none means all.
    pub settled: Option<&'a BTreeSet<String>>,
    /// What is left of [`REFERENCED_BYTES_MAX`].
    pub budget_bytes: Cell<usize>,
    /// The exports that were imported so far.
    pub imports: RefCell<BTreeSet<String>>,
}

/// The result of an evaluation; none is `AWS::NoValue`.
type Evaluated = Result<Option<Json>, Failure>;

impl Scope<'_> {
    /// Evaluates a document; a whole document that is `AWS::NoValue` becomes null.
    pub(crate) fn evaluate(&self, json: &Json) -> Result<Json, Failure> {
        Ok(self.value(json, &mut Vec::new())?.unwrap_or(Json::Null))
    }

    fn value(&self, json: &Json, path: &mut Vec<String>) -> Evaluated {
        match json {
            Json::Array(items) => self.list(items, path).map(Some),
            Json::Object(map) => {
                let only = if map.len() == 1 { map.iter().next() } else { None };
                match only {
                    Some((name, argument)) if is_intrinsic(name) => {
                        path.push(name.clone());
                        let value = self.function(name, argument, path)?;
                        path.pop();
                        Ok(value)
                    }
                    _ => self.map(map, path).map(Some),
                }
            }
            other => Ok(Some(other.clone())),
        }
    }

    fn list(&self, items: &[Json], path: &mut Vec<String>) -> Result<Json, Failure> {
        let mut values = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            path.push(index.to_string());
            values.extend(self.value(item, path)?);
            path.pop();
        }
        Ok(Json::Array(values))
    }

    fn map(&self, map: &Map<String, Json>, path: &mut Vec<String>) -> Result<Json, Failure> {
        let mut values = Map::new();
        for (key, item) in map {
            path.push(key.clone());
            if let Some(value) = self.value(item, path)? {
                values.insert(key.clone(), value);
            }
            path.pop();
        }
        Ok(Json::Object(values))
    }

    fn function(&self, name: &str, argument: &Json, path: &mut Vec<String>) -> Evaluated {
        match name {
            "Ref" => self.reference(argument, path),
            "Fn::If" => self.choose(argument, path),
            "Fn::Sub" => self.substitute(argument, path).map(Some),
            _ => {
                let argument = self.value(argument, path)?.unwrap_or(Json::Null);
                self.apply(name, argument, path).map(Some)
            }
        }
    }

    /// The functions whose arguments are evaluated before they are.
    fn apply(&self, name: &str, argument: Json, path: &[String]) -> Result<Json, Failure> {
        match name {
            "Fn::GetAtt" => self.attribute(&argument, path),
            "Fn::Join" => join(argument, path),
            "Fn::Select" => select(argument, path),
            "Fn::Split" => split(argument, path),
            "Fn::FindInMap" => self.find_in_map(&argument, path),
            "Fn::ImportValue" => self.import(&argument, path),
            "Fn::Base64" => {
                let value = base64_of(&argument, path)?;
                self.spend(&value, path)?;
                Ok(value)
            }
            "Fn::GetAZs" => Ok(json!([format!("{}a", self.stack.region)])),
            "Fn::Length" => Ok(match argument {
                Json::Array(items) => json!(items.len()),
                other => json!({ name: other }),
            }),
            "Fn::ToJsonString" if pending(&argument) => Ok(json!({ name: argument })),
            "Fn::ToJsonString" => {
                let value = json!(argument.to_string());
                self.spend(&value, path)?;
                Ok(value)
            }
            _ => Err(failure(path, format!("Template error: {name} is not supported"))),
        }
    }

    fn reference(&self, argument: &Json, path: &[String]) -> Evaluated {
        let Some(name) = argument.as_str() else {
            return Err(failure(
                path,
                "Template error: every Ref object must have a single String value.",
            ));
        };
        if name == "AWS::NoValue" {
            return Ok(None);
        }
        let known = self.parameters.get(name).cloned().or_else(|| self.stack.pseudo(name));
        let value = known.or_else(|| self.resource(name).map(|one| json!(one.physical_id)));
        let value = value.unwrap_or_else(|| json!({ "Ref": name }));
        self.spend(&value, path)?;
        Ok(Some(value))
    }

    /// Accounts for what a name or function was replaced by, so that a short text naming a long
    /// value many times cannot fill the memory.
    fn spend(&self, value: &Json, path: &[String]) -> Result<(), Failure> {
        let left = self.budget_bytes.get().checked_sub(weight(value));
        self.budget_bytes.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or_else(|| {
            failure(path, "Template error: the template becomes too large with its references")
        })
    }

    fn resource(&self, name: &str) -> Option<&Resource> {
        let settled = self.settled.is_none_or(|settled| settled.contains(name));
        self.resources.get(name).filter(|_| settled)
    }

    fn attribute(&self, argument: &Json, path: &[String]) -> Result<Json, Failure> {
        let text = argument.as_str().and_then(|text| text.split_once('.'));
        let pair = text.or_else(|| match argument.as_array().map(Vec::as_slice) {
            Some([name, attribute]) => Some((name.as_str()?, attribute.as_str()?)),
            _ => None,
        });
        let Some((name, attribute)) = pair else {
            if pending(argument) {
                return Ok(json!({ "Fn::GetAtt": argument }));
            }
            return Err(failure(
                path,
                "Template error: every Fn::GetAtt object requires two non-empty parameters, the \
                 resource name and the resource attribute",
            ));
        };
        match self.resource(name) {
            None => Ok(json!({ "Fn::GetAtt": [name, attribute] })),
            Some(resource) => resource.attributes.get(attribute).cloned().ok_or_else(|| {
                failure(
                    path,
                    format!("Template error: resource {name} has no attribute {attribute}"),
                )
            }),
        }
    }

    fn choose(&self, argument: &Json, path: &mut Vec<String>) -> Evaluated {
        let Some([Json::String(name), yes, no]) = argument.as_array().map(Vec::as_slice) else {
            return Err(failure(
                path,
                "Template error: Fn::If requires a list argument with three \
                                      elements: a condition's name and two values",
            ));
        };
        let Some(holds) = self.conditions.get(name) else {
            return Err(failure(
                path,
                format!(
                    "Template format error: Unresolved condition dependency {name} in the \
                         Resources block of the template"
                ),
            ));
        };
        let (index, branch) = if *holds { ("1", yes) } else { ("2", no) };
        path.push(index.to_owned());
        let value = self.value(branch, path)?;
        path.pop();
        Ok(value)
    }

    fn substitute(&self, argument: &Json, path: &mut Vec<String>) -> Result<Json, Failure> {
        let nothing = Map::new();
        let (text, local) = match argument {
            Json::String(text) => (text, &nothing),
            Json::Array(items) => match items.as_slice() {
                [Json::String(text), Json::Object(local)] => (text, local),
                _ => return Err(failure(path, WRONG_SUB)),
            },
            _ => return Err(failure(path, WRONG_SUB)),
        };
        let parts = parts(text);
        // Once each: a variable of variables that is used twice would double with every level.
        let mut known = BTreeMap::new();
        for part in &parts {
            if let Part::Variable(name) = part
                && !known.contains_key(name)
            {
                known.insert(*name, self.variable(name, local, path)?);
            }
        }
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            let value = match part {
                Part::Literal(text) => json!(text),
                Part::Variable(name) => known.get(name).cloned().unwrap_or_default(),
            };
            self.spend(&value, path)?;
            values.push(value);
        }
        join(json!(["", values]), path)
    }

    fn variable(
        &self,
        name: &str,
        local: &Map<String, Json>,
        path: &mut Vec<String>,
    ) -> Result<Json, Failure> {
        if let Some(value) = local.get(name) {
            path.extend(["1".to_owned(), name.to_owned()]);
            let value = self.value(value, path)?;
            path.truncate(path.len().saturating_sub(2));
            return value.ok_or_else(|| failure(path, WRONG_SUB));
        }
        match name.split_once('.') {
            Some((resource, attribute)) => self.attribute(&json!([resource, attribute]), path),
            None => self.reference(&json!(name), path)?.ok_or_else(|| failure(path, WRONG_SUB)),
        }
    }

    fn find_in_map(&self, argument: &Json, path: &[String]) -> Result<Json, Failure> {
        let items = argument.as_array().map(Vec::as_slice).unwrap_or_default();
        let ([map, first, second] | [map, first, second, _]) = items else {
            return Err(failure(
                path,
                "Template error: every Fn::FindInMap object requires three parameters, the map \
                 name, map key and the attribute for return value",
            ));
        };
        let (Some(map), Some(first), Some(second)) = (scalar(map), scalar(first), scalar(second))
        else {
            return Err(failure(
                path,
                "Template error: the parameters of Fn::FindInMap must be known before any \
                 resource is: strings, parameters, pseudo parameters",
            ));
        };
        let found = self.mappings.get(&map).and_then(|map| map.get(&first)?.get(&second)).cloned();
        let default = items.get(3).and_then(|last| last.get("DefaultValue")).cloned();
        let value = found.or(default).ok_or_else(|| {
            failure(
                path,
                format!("Template error: Unable to get mapping for {map}::{first}::{second}"),
            )
        })?;
        self.spend(&value, path)?;
        Ok(value)
    }

    fn import(&self, argument: &Json, path: &[String]) -> Result<Json, Failure> {
        let Some(name) = scalar(argument) else {
            return Err(failure(
                path,
                "Template error: the attribute in Fn::ImportValue must not depend on any \
                 resources, imported values, or Fn::GetAZs",
            ));
        };
        let Some(value) = self.stack.exports.get(&name) else {
            return Err(failure(path, format!("No export named {name} found.")));
        };
        self.imports.borrow_mut().insert(name);
        Ok(json!(value))
    }
}

const WRONG_SUB: &str = "Template error: One or more Fn::Sub intrinsic functions don't specify \
                         expected arguments. Specify a string as first argument, and an optional \
                         second argument to specify a mapping of values to replace in the string";

fn failure(path: &[String], message: impl Into<String>) -> Failure {
    Failure { path: path.to_vec(), message: message.into() }
}

/// Whether a document still has a function in it.
pub(crate) fn pending(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().any(pending),
        Json::Object(map) => is_function(json) || map.values().any(pending),
        _ => false,
    }
}

/// Whether a document is, as a whole, a function.
pub(crate) fn is_function(json: &Json) -> bool {
    json.as_object().is_some_and(|map| map.len() == 1 && map.keys().any(|key| is_intrinsic(key)))
}

/// The resources that a document with functions still names.
pub(crate) fn references(json: &Json, into: &mut BTreeSet<String>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| references(item, into)),
        Json::Object(map) => {
            for (key, value) in map {
                let name = match (key.as_str(), value) {
                    ("Ref", Json::String(name)) => Some(name.as_str()),
                    ("Fn::GetAtt", Json::Array(items)) => items.first().and_then(Json::as_str),
                    _ => None,
                };
                into.extend(name.map(str::to_owned));
                references(value, into);
            }
        }
        _ => {}
    }
}

/// Joins what is known; neighbours that are known become one text, so that what stays is short.
fn join(argument: Json, path: &[String]) -> Result<Json, Failure> {
    let pair = match argument {
        Json::Array(items) => <[Json; 2]>::try_from(items).ok(),
        _ => None,
    };
    let Some([Json::String(delimiter), items]) = pair else {
        return Err(failure(
            path,
            "Template error: every Fn::Join object requires two parameters, (1) a string \
             delimiter and (2) a list of strings to be joined or a function that returns a list \
             of strings (such as Fn::GetAZs) to be joined.",
        ));
    };
    let items = match items {
        Json::Array(items) => items,
        other if pending(&other) => return Ok(json!({ "Fn::Join": [delimiter, other] })),
        _ => return Err(failure(path, "Template error: Fn::Join wants a list to be joined")),
    };
    let mut joined: Vec<Json> = Vec::new();
    for item in items {
        match (scalar(&item), joined.last_mut()) {
            (Some(text), Some(Json::String(last))) => {
                last.push_str(&delimiter);
                last.push_str(&text);
                if TEXT_BYTES_MAX < last.len() {
                    return Err(failure(path, "Template error: Fn::Join makes too long a text"));
                }
            }
            (Some(text), _) => joined.push(json!(text)),
            (None, _) if pending(&item) => joined.push(item),
            (None, _) => {
                return Err(failure(path, format!("Template error: not a string: {item}")));
            }
        }
    }
    match joined.as_slice() {
        [] => Ok(json!("")),
        [Json::String(text)] => Ok(json!(text)),
        _ => Ok(json!({ "Fn::Join": [delimiter, joined] })),
    }
}

fn select(argument: Json, path: &[String]) -> Result<Json, Failure> {
    let pair = match argument {
        Json::Array(items) => <[Json; 2]>::try_from(items).ok(),
        _ => None,
    };
    let Some([index, list]) = pair else {
        return Err(failure(
            path,
            "Template error: Fn::Select requires a list argument with two elements: an integer \
             index and a list",
        ));
    };
    let number = scalar(&index).and_then(|text| text.parse::<usize>().ok());
    match (number, list) {
        (None, _) if !pending(&index) => Err(failure(
            path,
            "Template error: Fn::Select requires a list argument with two elements: an integer \
             index and a list",
        )),
        (Some(number), Json::Array(items)) => items.into_iter().nth(number).ok_or_else(|| {
            failure(path, "Template error: Fn::Select cannot select nonexistent value at index")
        }),
        (_, list) if pending(&list) || pending(&index) => {
            Ok(json!({ "Fn::Select": [index, list] }))
        }
        _ => Err(failure(path, "Template error: Fn::Select wants a list to select from")),
    }
}

fn split(argument: Json, path: &[String]) -> Result<Json, Failure> {
    let pair = match argument {
        Json::Array(items) => <[Json; 2]>::try_from(items).ok(),
        _ => None,
    };
    match pair {
        Some([Json::String(delimiter), text]) if !delimiter.is_empty() => match scalar(&text) {
            Some(text) => Ok(text.split(&delimiter).collect()),
            None if pending(&text) => Ok(json!({ "Fn::Split": [delimiter, text] })),
            None => Err(failure(path, "Template error: Fn::Split wants a string to split")),
        },
        _ => Err(failure(
            path,
            "Template error: every Fn::Split object requires two parameters, (1) a string \
             delimiter and (2) a string to be split or a function that returns a string to be \
             split.",
        )),
    }
}

fn base64_of(argument: &Json, path: &[String]) -> Result<Json, Failure> {
    match scalar(argument) {
        Some(text) => Ok(json!(base64::engine::general_purpose::STANDARD.encode(text))),
        None if pending(argument) => Ok(json!({ "Fn::Base64": argument })),
        None => Err(failure(path, "Template error: Fn::Base64 wants a string")),
    }
}

/// About how many bytes a document takes.
fn weight(json: &Json) -> usize {
    const VALUE_BYTES: usize = 16;
    let inner: usize = match json {
        Json::String(text) => text.len(),
        Json::Array(items) => items.iter().map(weight).sum(),
        Json::Object(map) => map.iter().map(|(key, value)| key.len() + weight(value)).sum(),
        _ => 0,
    };
    VALUE_BYTES + inner
}
