//! What can be said of a template without deploying it: `GetTemplateSummary`, `ValidateTemplate`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::node::Node;
use crate::parameters::Parameter;
use crate::template::Template;

/// What a caller has to acknowledge before a template is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Capability {
    /// It makes IAM resources.
    #[serde(rename = "CAPABILITY_IAM")]
    Iam,
    /// It makes IAM resources whose names it chooses; acknowledges [`Capability::Iam`] too.
    #[serde(rename = "CAPABILITY_NAMED_IAM")]
    NamedIam,
    /// It has a transform, which makes resources that it does not show.
    #[serde(rename = "CAPABILITY_AUTO_EXPAND")]
    AutoExpand,
}

impl Capability {
    /// Its name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Iam => "CAPABILITY_IAM",
            Self::NamedIam => "CAPABILITY_NAMED_IAM",
            Self::AutoExpand => "CAPABILITY_AUTO_EXPAND",
        }
    }

    /// Of the needed capabilities, those that a caller has not acknowledged.
    #[must_use]
    pub fn missing(needed: &BTreeSet<Self>, acknowledged: &[String]) -> Vec<Self> {
        let has = |capability: Self| acknowledged.iter().any(|name| name == capability.name());
        let enough = |one: &Self| match one {
            Self::Iam => has(Self::Iam) || has(Self::NamedIam),
            other => has(*other),
        };
        needed.iter().filter(|one| !enough(one)).copied().collect()
    }

    /// The message of `InsufficientCapabilitiesException`.
    #[must_use]
    pub fn insufficient(missing: &[Self]) -> String {
        let names: Vec<&str> = missing.iter().map(|one| one.name()).collect();
        format!("Requires capabilities : [{}]", names.join(", "))
    }
}

/// What a template declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Its `Description`.
    pub description: Option<String>,
    /// Its `AWSTemplateFormatVersion`.
    pub version: Option<String>,
    /// Its parameters, in the order of the text.
    pub parameters: Vec<Parameter>,
    /// The types of its resources, each once.
    pub resource_types: Vec<String>,
    /// What has to be acknowledged.
    pub capabilities: BTreeSet<Capability>,
    /// Why, in AWS's words.
    pub capabilities_reason: Option<String>,
    /// Its transforms.
    pub declared_transforms: Vec<String>,
}

/// The types that give rights, and the property that names one.
const IAM: [(&str, &str); 5] = [
    ("AWS::IAM::AccessKey", ""),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Policy", ""),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
];

impl Template {
    /// What the template declares, as it stands: what a transform will add is not in it. The
    /// capabilities of a plan are those of the transformed template.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let types: BTreeSet<String> = self
            .section("Resources")
            .iter()
            .filter_map(|entry| entry.node.get("Type").and_then(Node::as_str))
            .map(str::to_owned)
            .collect();
        Summary {
            description: self.description().map(str::to_owned),
            version: self.root.get("AWSTemplateFormatVersion").and_then(Node::scalar),
            parameters: self.parameters.clone(),
            capabilities: self.capabilities(),
            capabilities_reason: reason(&types),
            resource_types: types.into_iter().collect(),
            declared_transforms: self.transforms.clone(),
        }
    }

    /// What a caller has to acknowledge, by the resources that the template shows.
    #[must_use]
    pub fn capabilities(&self) -> BTreeSet<Capability> {
        let mut needed = BTreeSet::new();
        if !self.transforms.is_empty() {
            needed.insert(Capability::AutoExpand);
        }
        for entry in self.section("Resources") {
            let kind = entry.node.get("Type").and_then(Node::as_str);
            let Some((_, name)) = IAM.iter().find(|(one, _)| Some(*one) == kind) else { continue };
            let named = entry.node.get("Properties").and_then(|all| all.get(name)).is_some();
            needed.insert(if named { Capability::NamedIam } else { Capability::Iam });
        }
        if needed.contains(&Capability::NamedIam) {
            needed.remove(&Capability::Iam);
        }
        needed
    }
}

fn reason(types: &BTreeSet<String>) -> Option<String> {
    let iam: Vec<&str> = types
        .iter()
        .map(String::as_str)
        .filter(|name| IAM.iter().any(|(one, _)| one == name))
        .collect();
    (!iam.is_empty())
        .then(|| format!("The following resource(s) require capabilities: [{}]", iam.join(", ")))
}
