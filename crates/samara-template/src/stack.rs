//! What a template is applied to: the stack's own names, and what other stacks export.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// The pseudo parameters, by name.
pub(crate) const PSEUDO_PARAMETERS: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NotificationARNs",
    "AWS::NoValue",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// The stack that a plan is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stack {
    /// The account, twelve digits.
    pub account_id: String,
    /// The region.
    pub region: String,
    /// The stack's name.
    pub name: String,
    /// The stack's ARN, with its unique part.
    pub id: String,
    /// Where events are announced.
    pub notification_arns: Vec<String>,
    /// What other stacks of the account export: name to value.
    pub exports: BTreeMap<String, String>,
    /// Tags for every resource that can have some.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
}

impl Stack {
    /// The ARN partition: a machine of one's own says what most templates expect.
    pub(crate) const PARTITION: &'static str = "aws";

    /// The value of a pseudo parameter other than `AWS::NoValue`.
    pub(crate) fn pseudo(&self, name: &str) -> Option<Json> {
        match name {
            "AWS::AccountId" => Some(json!(self.account_id)),
            "AWS::NotificationARNs" => Some(json!(self.notification_arns)),
            "AWS::Partition" => Some(json!(Self::PARTITION)),
            "AWS::Region" => Some(json!(self.region)),
            "AWS::StackId" => Some(json!(self.id)),
            "AWS::StackName" => Some(json!(self.name)),
            "AWS::URLSuffix" => Some(json!("amazonaws.com")),
            _ => None,
        }
    }

    /// The ARN of a resource of this account and region.
    pub(crate) fn arn(&self, service: &str, resource: &str) -> String {
        format!("arn:aws:{service}:{}:{}:{resource}", self.region, self.account_id)
    }
}
