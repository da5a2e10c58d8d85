//! The `Principal` element: who a resource policy speaks of, and how directly.

use serde_json::Value;

use super::document::PolicyError;
use crate::{Cx, Principal};

/// `Principal` or `NotPrincipal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Principals {
    not: bool,
    names: Vec<Name>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    Everyone,
    Account(String),
    Arn(String),
    Id(String),
    Service(String),
    /// Federated and canonical users: nobody here is one.
    Nobody,
}

/// How directly a statement speaks of a caller; decides which other policies must allow too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// Its account is meant, which leaves the choice to its identity policies.
    Account,
    /// Its role is meant: boundary and session policies still narrow it.
    Role,
    /// The very user, session or service: nothing else has to allow.
    Direct,
}

impl Principals {
    pub(super) fn parse(value: &Value, not: bool) -> Result<Self, PolicyError> {
        let names = match value {
            Value::String(text) if text == "*" => vec![Name::Everyone],
            Value::Object(kinds) if !kinds.is_empty() => {
                let mut names = Vec::new();
                for (kind, values) in kinds {
                    for text in super::document::texts(values).ok_or_else(invalid)? {
                        names.push(name(kind, text)?);
                    }
                }
                names
            }
            _ => return Err(invalid()),
        };
        Ok(Self { not, names })
    }

    /// Whether the caller is meant, and how directly.
    pub(super) fn reach(&self, cx: &Cx) -> Option<Reach> {
        let best = self.names.iter().filter_map(|name| name.reach(cx)).max();
        match (self.not, best) {
            (false, best) => best,
            (true, Some(_)) => None,
            (true, None) => Some(whole(&cx.principal)),
        }
    }
}

impl Name {
    fn reach(&self, cx: &Cx) -> Option<Reach> {
        let account = cx.account.as_str();
        match (self, &cx.principal) {
            (Self::Everyone, principal) => Some(whole(principal)),
            (Self::Service(wanted), Principal::Service { name, .. }) => {
                (wanted == name).then_some(Reach::Direct)
            }
            (_, Principal::Service { .. } | Principal::Anonymous) => None,
            (Self::Account(wanted), principal) => {
                (wanted == account).then_some(if *principal == Principal::Root {
                    Reach::Direct
                } else {
                    Reach::Account
                })
            }
            (Self::Arn(wanted), Principal::Role { role, .. }) => {
                if *wanted == cx.principal.arn(&cx.account) {
                    return Some(Reach::Direct);
                }
                (*wanted == role.to_string()).then_some(Reach::Role)
            }
            (Self::Arn(wanted), Principal::User { arn, .. }) => {
                (*wanted == arn.to_string()).then_some(Reach::Direct)
            }
            (Self::Id(wanted), Principal::User { id, .. }) => {
                (wanted == id).then_some(Reach::Direct)
            }
            (Self::Id(wanted), Principal::Role { id, .. }) => (wanted == id).then_some(Reach::Role),
            _ => None,
        }
    }
}

/// How directly `*` speaks of a caller.
fn whole(principal: &Principal) -> Reach {
    if matches!(principal, Principal::Role { .. }) { Reach::Role } else { Reach::Direct }
}

fn name(kind: &str, text: &str) -> Result<Name, PolicyError> {
    let wrong =
        || PolicyError::Malformed(format!("Invalid principal in policy: \"{kind}\":\"{text}\""));
    match kind {
        "AWS" => aws_name(text).ok_or_else(wrong),
        "Service" if text.contains('.') && !text.contains(['*', '?']) => {
            Ok(Name::Service(text.to_owned()))
        }
        "Federated" | "CanonicalUser" if !text.is_empty() => Ok(Name::Nobody),
        _ => Err(wrong()),
    }
}

fn aws_name(text: &str) -> Option<Name> {
    if text == "*" {
        return Some(Name::Everyone);
    }
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Name::Account(text.to_owned()));
    }
    if text.starts_with("AIDA") || text.starts_with("AROA") {
        return Some(Name::Id(text.to_owned()));
    }
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [arn, _, service, region, account, resource] = parts.as_slice() else { return None };
    let shape = *arn == "arn" && matches!(*service, "iam" | "sts") && region.is_empty();
    // AWS allows no wildcard within a principal's ARN.
    if !shape || text.contains(['*', '?']) {
        return None;
    }
    let named = ["user/", "role/", "assumed-role/", "federated-user/"];
    match *resource {
        "root" => Some(Name::Account((*account).to_owned())),
        _ if named.iter().any(|prefix| resource.starts_with(prefix)) => {
            Some(Name::Arn(text.to_owned()))
        }
        _ => None,
    }
}

fn invalid() -> PolicyError {
    PolicyError::Malformed("Invalid principal in policy".to_owned())
}
