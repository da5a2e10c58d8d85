//! What is known of every resource type, for whoever lists, documents or tests them.

use crate::resources;
use crate::schema::{Removal, Standing};

/// A resource type that can be deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceType {
    /// Such as `AWS::Lambda::Function`.
    pub name: &'static str,
    /// Its properties, by name.
    pub properties: Vec<PropertyOfType>,
}

/// A property of a resource type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PropertyOfType {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// Whether changing it makes another resource.
    pub replaces: bool,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Why it cannot be taken out of a template by an update, if it cannot.
    pub stays: Option<&'static str>,
    /// Whether it only says how a call is made.
    pub leaves_nothing: bool,
}

/// What becomes of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done as written.
    Enforced,
    /// It has no effect here, for this reason.
    Accepted(&'static str),
    /// A template with it is refused, for this reason.
    Refused(&'static str),
}

/// Every resource type that can be deployed.
#[must_use]
pub fn resource_types() -> Vec<ResourceType> {
    let deployable = resources::ALL.iter().filter(|schema| resources::is_served(schema.type_name));
    deployable
        .map(|schema| ResourceType {
            name: schema.type_name,
            properties: schema
                .properties
                .iter()
                .map(|property| PropertyOfType {
                    name: property.name,
                    required: property.required,
                    replaces: property.replaces,
                    outcome: match property.standing {
                        Standing::Enforced => Outcome::Enforced,
                        Standing::Accepted(why) => Outcome::Accepted(why),
                        Standing::Refused(why) => Outcome::Refused(why),
                    },
                    stays: match property.removal {
                        Removal::Refused(why) => Some(why),
                        _ => None,
                    },
                    leaves_nothing: matches!(property.removal, Removal::Nothing),
                })
                .collect(),
        })
        .collect()
}
