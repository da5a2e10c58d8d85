//! What can be said of a template without deploying it: `GetTemplateSummary`, `ValidateTemplate`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

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
    /// Its `Metadata`.
    pub metadata: Option<Json>,
}

/// The types that give rights, and the property that names one.
const IAM: [(&str, &str); 8] = [
    ("AWS::IAM::AccessKey", ""),
    ("AWS::IAM::Group", "GroupName"),
    ("AWS::IAM::InstanceProfile", "InstanceProfileName"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Policy", ""),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
    ("AWS::IAM::UserToGroupAddition", ""),
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
            capabilities_reason: reason(&self.iam().0),
            resource_types: types.into_iter().collect(),
            declared_transforms: self.transforms.clone(),
            metadata: self.root.get("Metadata").map(Node::to_json),
        }
    }

    /// What a caller has to acknowledge, by the resources that the template shows, and by the roles
    /// that SAM makes for its functions.
    #[must_use]
    pub fn capabilities(&self) -> BTreeSet<Capability> {
        let mut needed = BTreeSet::new();
        if !self.transforms.is_empty() {
            needed.insert(Capability::AutoExpand);
        }
        match self.iam() {
            (types, _) if types.is_empty() => {}
            (_, true) => drop(needed.insert(Capability::NamedIam)),
            (_, false) => drop(needed.insert(Capability::Iam)),
        }
        needed
    }

    /// The types that give rights, and whether one of them is named by the template.
    fn iam(&self) -> (BTreeSet<&'static str>, bool) {
        let (mut types, mut named) = (BTreeSet::new(), false);
        for entry in self.section("Resources") {
            let kind = entry.node.get("Type").and_then(Node::as_str);
            let has = |name: &str| {
                let properties = entry.node.get("Properties");
                properties.is_some_and(|properties| properties.get(name).is_some())
            };
            if let Some((one, name)) = IAM.iter().find(|(one, _)| Some(*one) == kind) {
                types.insert(*one);
                named |= has(name);
            }
            // SAM makes a role for each function that brings none.
            if kind == Some("AWS::Serverless::Function") && !has("Role") {
                types.insert("AWS::IAM::Role");
            }
        }
        (types, named)
    }
}

fn reason(types: &BTreeSet<&str>) -> Option<String> {
    let types: Vec<&str> = types.iter().copied().collect();
    (!types.is_empty())
        .then(|| format!("The following resource(s) require capabilities: [{}]", types.join(", ")))
}
