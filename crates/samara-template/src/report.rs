//! What a template's author should know: what is done as written, and what has no effect here.

use serde::{Deserialize, Serialize};

use crate::schema::{Findings, Schema, Standing, TAGS};
use crate::stack::Stack;

/// What becomes of one resource's properties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceReport {
    /// The resource.
    pub logical_id: String,
    /// Its type.
    pub resource_type: String,
    /// The properties that are done as written.
    pub enforced: Vec<String>,
    /// The properties that have no effect here, each with the reason.
    pub accepted: Vec<Accepted>,
}

/// A property that has no effect here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Its path from the properties: `VpcConfig`, `Targets.0.Arn`.
    pub property: String,
    /// Why it has none.
    pub reason: String,
}

/// The report on one resource.
pub(crate) fn resource(
    logical_id: &str,
    (schema, stack): (&Schema, &Stack),
    given: &[&str],
    found: &Findings,
) -> ResourceReport {
    let enforced = |name: &&&str| {
        schema.property(name).is_some_and(|one| matches!(one.standing, Standing::Enforced))
    };
    let accepted = |(property, reason): &(String, &str)| Accepted {
        property: property.clone(),
        reason: (*reason).to_owned(),
    };
    let untagged = schema.property(TAGS).and_then(|tags| match tags.standing {
        Standing::Refused(why) if !stack.tags.is_empty() => Some(why),
        _ => None,
    });
    let untagged = untagged.map(|why| Accepted {
        property: TAGS.to_owned(),
        reason: format!("the stack's tags do not reach it: {why}"),
    });
    ResourceReport {
        logical_id: logical_id.to_owned(),
        resource_type: schema.type_name.to_owned(),
        enforced: given.iter().filter(enforced).map(|name| (*name).to_owned()).collect(),
        accepted: found.accepted.iter().map(accepted).chain(untagged).collect(),
    }
}
