//! A policy document: JSON in, statements ready to be held against requests out.
//!
//! The messages are those that IAM gives for the same faults, where they are known; where IAM
//! says only "Syntax errors in policy.", the element is named after it.

use serde_json::{Map, Value};

use super::condition::Condition;
use super::facts::Facts;
use super::glob::{ArnGlob, Glob, Reading};
use super::principal::{Principals, Reach};

/// A compiled policy document.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub(super) statements: Vec<Statement>,
}

/// What a document is attached to, which decides what it may and must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    /// A user's, role's or session's policy, or a boundary: no `Principal`.
    Identity,
    /// A resource's policy: `Principal` and `Resource`.
    Resource,
    /// A role's trust policy: `Principal`, no `Resource`, only `sts` actions.
    Trust,
}

/// Why a text is not a policy that can be enforced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// It is wrong; the text is IAM's message.
    #[error("{0}")]
    Malformed(String),
    /// It is right, but asks for something that Samara cannot judge.
    #[error("Samara does not support {0}.")]
    Unsupported(String),
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It grants.
    Allow,
    /// It forbids, whatever else grants.
    Deny,
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) effect: Effect,
    principals: Option<Principals>,
    not_action: bool,
    actions: Vec<Glob>,
    not_resource: bool,
    resources: Vec<ArnGlob>,
    conditions: Vec<Condition>,
}

const STATEMENT_FIELDS: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

impl Policy {
    /// Reads and compiles a document.
    ///
    /// # Errors
    /// [`PolicyError`] names the first fault.
    pub fn parse(kind: PolicyKind, text: &str) -> Result<Self, PolicyError> {
        let broken = if kind == PolicyKind::Identity {
            "Syntax errors in policy."
        } else {
            "This policy contains invalid Json"
        };
        let value: Value = serde_json::from_str(text).map_err(|_| malformed(broken))?;
        let Value::Object(document) = value else { return Err(malformed(broken)) };
        let known = ["Version", "Id", "Statement"];
        if let Some(field) = document.keys().find(|key| !known.contains(&key.as_str())) {
            return Err(syntax(&format!("'{field}' is not an element of a policy.")));
        }
        let variables = match document.get("Version") {
            None => false,
            Some(Value::String(version)) if version == "2008-10-17" => false,
            Some(Value::String(version)) if version == "2012-10-17" => true,
            Some(_) => return Err(syntax("The version must be 2012-10-17 or 2008-10-17.")),
        };
        let statements = match document.get("Statement") {
            Some(Value::Array(statements)) => statements.iter().collect(),
            Some(statement @ Value::Object(_)) => vec![statement],
            _ => return Err(syntax("'Statement' is missing.")),
        };
        let parser = Parser { kind, variables };
        let statements = parser.statements(&statements)?;
        Ok(Self { statements })
    }
}

#[derive(Clone, Copy)]
struct Parser {
    kind: PolicyKind,
    variables: bool,
}

impl Parser {
    fn statements(self, values: &[&Value]) -> Result<Vec<Statement>, PolicyError> {
        let mut sids = Vec::new();
        let mut statements = Vec::with_capacity(values.len());
        for value in values {
            let Value::Object(fields) = value else {
                return Err(syntax("A statement must be an object."));
            };
            match fields.get("Sid") {
                None => {}
                Some(Value::String(sid)) => {
                    self.check_sid(sid)?;
                    if !sid.is_empty() && sids.contains(&sid) {
                        let message = "Statement IDs (SID) in a single policy must be unique.";
                        return Err(malformed(message));
                    }
                    sids.push(sid);
                }
                Some(_) => return Err(syntax("'Sid' must be a string.")),
            }
            statements.push(self.statement(fields)?);
        }
        Ok(statements)
    }

    fn check_sid(self, sid: &str) -> Result<(), PolicyError> {
        let strict = self.kind == PolicyKind::Identity;
        if strict && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(malformed(
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the \
                 regular expression [0-9A-Za-z]*",
            ));
        }
        Ok(())
    }

    fn statement(self, fields: &Map<String, Value>) -> Result<Statement, PolicyError> {
        if let Some(field) = fields.keys().find(|key| !STATEMENT_FIELDS.contains(&key.as_str())) {
            return Err(if self.kind == PolicyKind::Identity {
                syntax(&format!("'{field}' is not an element of a statement."))
            } else {
                malformed(&format!("Has prohibited field {field}"))
            });
        }
        let effect = match fields.get("Effect").and_then(Value::as_str) {
            Some("Allow") => Effect::Allow,
            Some("Deny") => Effect::Deny,
            Some(_) => return Err(syntax("'Effect' must be Allow or Deny.")),
            None if self.kind == PolicyKind::Identity => {
                return Err(syntax("'Effect' is missing."));
            }
            None => return Err(malformed("Missing required field Effect")),
        };
        let principals = self.principals(fields)?;
        let (not_action, actions) = self.actions(fields)?;
        let (not_resource, resources) = self.resources(fields)?;
        let conditions = self.conditions(fields.get("Condition"))?;
        Ok(Statement {
            effect,
            principals,
            not_action,
            actions,
            not_resource,
            resources,
            conditions,
        })
    }

    fn principals(self, fields: &Map<String, Value>) -> Result<Option<Principals>, PolicyError> {
        let found = one_of(fields, "Principal", "NotPrincipal")?;
        match (self.kind, found) {
            (PolicyKind::Identity, None) => Ok(None),
            (PolicyKind::Identity, Some(_)) => {
                Err(malformed("Policy document should not specify a principal."))
            }
            (_, None) => Err(malformed("Missing required field Principal")),
            (_, Some((not, value))) => Principals::parse(value, not).map(Some),
        }
    }

    fn actions(self, fields: &Map<String, Value>) -> Result<(bool, Vec<Glob>), PolicyError> {
        let missing = || malformed("Policy statement must contain actions.");
        let (not, value) = one_of(fields, "Action", "NotAction")?.ok_or_else(missing)?;
        let names = texts(value).filter(|names| !names.is_empty()).ok_or_else(missing)?;
        let reading = Reading { variables: false, wildcards: true };
        let mut globs = Vec::with_capacity(names.len());
        for name in names {
            let lower = name.to_lowercase();
            if lower != "*" && !lower.split_once(':').is_some_and(|(vendor, _)| is_vendor(vendor)) {
                return Err(PolicyError::vendor());
            }
            if self.kind == PolicyKind::Trust && !lower.starts_with("sts:") {
                let message = "AssumeRole policy may only specify STS AssumeRole actions.";
                return Err(malformed(message));
            }
            globs.extend(Glob::parse(&lower, reading));
        }
        Ok((not, globs))
    }

    fn resources(self, fields: &Map<String, Value>) -> Result<(bool, Vec<ArnGlob>), PolicyError> {
        let found = one_of(fields, "Resource", "NotResource")?;
        if self.kind == PolicyKind::Trust {
            return match found {
                None => Ok((false, vec![])),
                Some(_) => Err(malformed("Has prohibited field Resource")),
            };
        }
        let missing = || malformed("Policy statement must contain resources.");
        let (not, value) = found.ok_or_else(missing)?;
        let names = texts(value).filter(|names| !names.is_empty()).ok_or_else(missing)?;
        let mut globs = Vec::with_capacity(names.len());
        for name in names {
            let variable = self.variables && name.starts_with("${");
            if name != "*" && !name.starts_with("arn:") && !variable {
                let message = format!("Resource {name} must be in ARN format or \"*\".");
                return Err(malformed(&message));
            }
            let glob = ArnGlob::parse(name, self.variables);
            globs.push(glob.ok_or_else(|| syntax("A policy variable has no end."))?);
        }
        Ok((not, globs))
    }

    fn conditions(self, value: Option<&Value>) -> Result<Vec<Condition>, PolicyError> {
        let operators = match value {
            None => return Ok(vec![]),
            Some(Value::Object(operators)) => operators,
            Some(_) => return Err(syntax("'Condition' must be an object.")),
        };
        let mut conditions = Vec::new();
        for (operator, keys) in operators {
            let Value::Object(keys) = keys else {
                return Err(syntax(&format!("'{operator}' must be an object.")));
            };
            for (key, values) in keys {
                conditions.push(Condition::parse(operator, key, values, self.variables)?);
            }
        }
        Ok(conditions)
    }
}

impl Statement {
    /// Whether it speaks of the request, and how directly of its caller.
    pub(super) fn reach(&self, facts: &Facts<'_>, action: &str) -> Option<Reach> {
        let acts = self.actions.iter().any(|glob| glob.matches(action, facts, false));
        if acts == self.not_action {
            return None;
        }
        let resource = &facts.access.resource;
        let meant = self.resources.is_empty()
            || self.resources.iter().any(|glob| glob.matches(resource, facts)) != self.not_resource;
        if !meant {
            return None;
        }
        let reach = match &self.principals {
            Some(principals) => principals.reach(facts.cx)?,
            None => Reach::Direct,
        };
        self.conditions.iter().all(|condition| condition.holds(facts)).then_some(reach)
    }
}

impl PolicyError {
    pub(super) fn vendor() -> Self {
        malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
    }
}

/// A text or a list of texts.
pub(super) fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(text) => Some(vec![text]),
        Value::Array(values) => values.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// One of two elements that exclude each other, and whether it is the negated one.
fn one_of<'a>(
    fields: &'a Map<String, Value>,
    plain: &str,
    negated: &str,
) -> Result<Option<(bool, &'a Value)>, PolicyError> {
    match (fields.get(plain), fields.get(negated)) {
        (Some(_), Some(_)) => {
            Err(syntax(&format!("A statement has either '{plain}' or '{negated}'.")))
        }
        (Some(value), None) => Ok(Some((false, value))),
        (None, Some(value)) => Ok(Some((true, value))),
        (None, None) => Ok(None),
    }
}

fn is_vendor(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn malformed(message: &str) -> PolicyError {
    PolicyError::Malformed(message.to_owned())
}

fn syntax(detail: &str) -> PolicyError {
    PolicyError::Malformed(format!("Syntax errors in policy. {detail}"))
}
