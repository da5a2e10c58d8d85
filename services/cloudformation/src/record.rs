//! Stacks and what belongs to them, as they lie in the store.

use std::collections::BTreeMap;
use std::sync::Arc;

use samara_base::Arn;
use samara_service::Principal;
use samara_store::{Fed, KeyReader, Range, Txn};
use samara_template::{ParameterValue, Plan, Present, Resource, ResourceReport, StackOutput, Work};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{Error, keys};

/// A stack. Its resources, template and events have keys of their own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    /// The ARN.
    pub arn: String,
    /// The unique part of the ARN.
    pub id: String,
    /// The name.
    pub name: String,
    /// The template's description.
    pub description: Option<String>,
    /// Such as `CREATE_COMPLETE`.
    pub status: String,
    /// Why, where that says something.
    pub status_reason: Option<String>,
    /// Parameters with their values.
    pub parameters: BTreeMap<String, ParameterValue>,
    /// What the last caller agreed to.
    pub capabilities: Vec<String>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// Outputs.
    pub outputs: Vec<StackOutput>,
    /// What of each resource is enforced, and what is accepted with which reason.
    pub report: Vec<ResourceReport>,
    /// Whether a failure is left as it is.
    pub disable_rollback: bool,
    /// Whether it may not be deleted.
    pub termination_protection: bool,
    /// The exports of other stacks that it uses.
    pub imports: std::collections::BTreeSet<String>,
    /// The change set that was executed last.
    pub change_set: Option<String>,
    /// What an operation that was not rolled back made in part: the next one deletes it first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub half_made: Vec<Resource>,
    /// What such an operation replaced: deleted when one succeeds, or with the stack.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outlived: Vec<Resource>,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// When it was last changed, milliseconds since the epoch.
    pub updated_ms: Option<u64>,
    /// When it was deleted, milliseconds since the epoch.
    pub deleted_ms: Option<u64>,
}

/// A resource of a stack with its state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StackResource {
    /// The name in the template.
    pub logical_id: String,
    /// The type.
    pub resource_type: String,
    /// The name in its service, once it has one.
    pub physical_id: Option<String>,
    /// Such as `CREATE_COMPLETE`.
    pub status: String,
    /// Why, where that says something.
    pub reason: Option<String>,
    /// When the state was reached, milliseconds since the epoch.
    pub updated_ms: u64,
    /// The resource as the plan knows it, once it exists.
    pub resource: Option<Resource>,
}

/// A line of a stack's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Unique in the stack.
    pub id: String,
    /// The resource's name in the template, or the stack's.
    pub logical_id: String,
    /// The name in its service.
    pub physical_id: Option<String>,
    /// The type.
    pub resource_type: String,
    /// Such as `CREATE_COMPLETE`.
    pub status: String,
    /// Why, where that says something.
    pub reason: Option<String>,
    /// When, milliseconds since the epoch.
    pub time_ms: u64,
    /// The caller's token for the operation.
    pub token: Option<String>,
}

/// A stack's template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Templates {
    /// As it was given.
    pub original: String,
    /// As CloudFormation processed it, JSON.
    pub processed: String,
}

/// An exported output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The ARN of the stack that exports it.
    pub stack: String,
    /// Its value.
    pub value: String,
}

/// What a job is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Make the stack.
    Create,
    /// Change it.
    Update,
    /// Delete it.
    Delete,
}

/// On whose behalf a job's calls are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deployer {
    /// The account's root.
    Root,
    /// A user: ARN and id.
    User(String, String),
    /// A role: ARN, id and session.
    Role(String, String, String),
}

/// An operation on a stack: what does not change while it runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// What it is to do.
    pub kind: Kind,
    /// What is wanted.
    pub plan: Plan,
    /// What was there.
    pub before: Present,
    /// How to go back; made when a step fails.
    pub back: Option<Plan>,
    /// On whose behalf.
    pub deployer: Deployer,
    /// The caller's token for the operation.
    pub token: Option<String>,
    /// What to do when a step fails.
    pub on_failure: OnFailure,
    /// What the stack becomes when all is done.
    pub wanted: Box<Stack>,
    /// Its template then.
    pub templates: Templates,
}

/// What to do when a step fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnFailure {
    /// Go back.
    RollBack,
    /// Leave everything as it is.
    DoNothing,
    /// Delete the stack (of a creation only).
    Delete,
}

/// The part of a job that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// The plan's steps.
    Steps,
    /// The plan's deletions, and what replacements left.
    CleanUp,
    /// The steps back.
    Back,
    /// The deletions on the way back.
    BackCleanUp,
    /// The way back of the one resource that failed, where the others stay as they are.
    Mend,
}

/// A list of things that no template names any more, and that are to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Left {
    /// [`Stack::half_made`].
    HalfMade,
    /// [`Stack::outlived`].
    Outlived,
    /// [`Progress::replaced`].
    Replaced,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The part that runs.
    pub phase: Phase,
    /// The index of the step that runs or comes next.
    pub next: usize,
    /// The calls of the step that runs, with their cursor.
    pub work: Option<Work>,
    /// What replacements left for the clean-up.
    pub replaced: Vec<Resource>,
    /// The list whose first is deleted by the work that runs.
    #[serde(default)]
    pub removing: Option<Left>,
    /// How often in a row the platform could not take the call of the work that runs.
    #[serde(default)]
    pub setbacks: u32,
    /// Why the job failed, once it did.
    pub failure: Option<String>,
    /// Not before this time, milliseconds since the epoch.
    pub not_before_ms: u64,
}

/// A change set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeSet {
    /// The ARN.
    pub arn: String,
    /// The name.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// `CREATE_COMPLETE` or `FAILED`.
    pub status: String,
    /// Why, where that says something.
    pub reason: Option<String>,
    /// `AVAILABLE`, `UNAVAILABLE`, `EXECUTE_COMPLETE` or `OBSOLETE`.
    pub execution: String,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// Whether it makes the stack.
    pub creates: bool,
    /// What to do when a step fails.
    pub on_failure: OnFailure,
    /// The text of the template.
    pub template: String,
    /// The parameters as given.
    pub parameters: BTreeMap<String, String>,
    /// Those of them whose value may not be shown.
    pub hidden: Vec<String>,
    /// What the caller agreed to.
    pub capabilities: Vec<String>,
    /// Tags for the stack; none leaves them.
    pub tags: Option<BTreeMap<String, String>>,
    /// What would change.
    pub changes: Vec<ShownChange>,
}

/// A change as `DescribeChangeSet` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownChange {
    /// `Add`, `Modify` or `Remove`.
    pub action: String,
    /// The resource's name in the template.
    pub logical_id: String,
    /// Its name in its service.
    pub physical_id: Option<String>,
    /// Its type.
    pub resource_type: String,
    /// `True`, `False` or `Conditional`, of a modification.
    pub replacement: Option<String>,
}

/// Reads a record.
pub(crate) fn load<T: DeserializeOwned>(txn: &mut dyn Txn, key: &[u8]) -> Result<Option<T>, Error> {
    Ok(txn.get(key)?.map(|bytes| serde_json::from_slice(&bytes)).transpose()?)
}

/// Writes a record.
pub(crate) fn save<T: Serialize>(
    txn: &mut dyn Txn,
    key: Vec<u8>,
    record: &T,
    fed: Fed,
) -> Result<(), Error> {
    txn.put(key, serde_json::to_vec(record)?.into(), fed);
    Ok(())
}

impl Progress {
    /// A job that has not begun.
    pub(crate) fn new() -> Self {
        Self {
            phase: Phase::Steps,
            next: 0,
            work: None,
            replaced: Vec::new(),
            removing: None,
            setbacks: 0,
            failure: None,
            not_before_ms: 0,
        }
    }
}

impl Stack {
    /// A stack by its name or ARN; a deleted one only by its ARN.
    pub(crate) fn find(txn: &mut dyn Txn, name_or_arn: &str) -> Result<Option<Self>, Error> {
        let id = match name_or_arn.parse::<Arn>() {
            Ok(arn) => match arn.resource.rsplit('/').next() {
                Some(id) => id.to_owned(),
                None => return Ok(None),
            },
            Err(_) => match txn.get(&keys::of(keys::NAME, name_or_arn))? {
                Some(id) => String::from_utf8_lossy(&id).into_owned(),
                None => return Ok(None),
            },
        };
        Self::by_id(txn, &id)
    }

    /// A stack by the unique part of its ARN.
    pub(crate) fn by_id(txn: &mut dyn Txn, id: &str) -> Result<Option<Self>, Error> {
        load(txn, &keys::of(keys::STACK, id))
    }

    /// Writes it.
    pub(crate) fn save(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        save(txn, keys::of(keys::STACK, &self.id), self, Fed::No)
    }

    /// Whether an operation runs on it.
    pub(crate) fn is_busy(&self) -> bool {
        self.status.ends_with("_IN_PROGRESS") && self.status != "REVIEW_IN_PROGRESS"
    }
}

impl StackResource {
    /// All resources of a stack, by logical id.
    pub(crate) fn all(txn: &mut dyn Txn, stack: &str) -> Result<Vec<Self>, Error> {
        /// More than a template may have, twice over.
        const RESOURCES_MAX: usize = 1_024;
        let range = Range::prefix(&keys::of(keys::RESOURCE, stack));
        let found = txn.scan(&range, RESOURCES_MAX)?;
        Ok(found
            .iter()
            .map(|(_, value)| serde_json::from_slice(value))
            .collect::<Result<_, _>>()?)
    }

    /// The resources of a stack that exist.
    pub(crate) fn present(txn: &mut dyn Txn, stack: &str) -> Result<Present, Error> {
        let all = Self::all(txn, stack)?.into_iter();
        Ok(all.filter_map(|one| Some((one.logical_id, one.resource?))).collect())
    }
}

impl Event {
    /// A stack's events, the newest first, older than `before` (the key's rest of the last one
    /// that was shown).
    pub(crate) fn newest(
        txn: &mut dyn Txn,
        stack: &str,
        before: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, Self)>, Error> {
        let prefix = keys::of(keys::EVENT, stack);
        let mut range = Range::prefix(&prefix).reversed();
        if let Some(before) = before {
            range = range.after(&[&prefix, before].concat());
        }
        let found = txn.scan(&range, limit)?;
        let event = |(key, value): &(bytes::Bytes, bytes::Bytes)| {
            let place = key.get(prefix.len()..).unwrap_or_default().to_vec();
            Ok((place, serde_json::from_slice(value)?))
        };
        found.iter().map(event).collect()
    }
}

impl Export {
    /// What stacks export, by name.
    pub(crate) fn all(txn: &mut dyn Txn) -> Result<Vec<(String, Self)>, Error> {
        /// Exports of an account and region.
        const EXPORTS_MAX: usize = 10_000;
        let found = txn.scan(&Range::prefix(&keys::all(keys::EXPORT)), EXPORTS_MAX)?;
        let export = |(key, value): &(bytes::Bytes, bytes::Bytes)| {
            let name = KeyReader::new(keys::EXPORT, key).and_then(|mut key| key.text());
            let name = name.map_err(|_| damaged("an export's key"))?;
            Ok((name, serde_json::from_slice(value)?))
        };
        found.iter().map(export).collect()
    }
}

/// A record that is not of its form.
pub(crate) fn damaged(what: &str) -> Error {
    Error::Store(samara_store::StoreError::Damaged(what.to_owned()))
}

impl Deployer {
    /// The caller of a request, to be kept.
    pub(crate) fn of(principal: &Principal) -> Result<Self, Error> {
        match principal {
            Principal::Root => Ok(Self::Root),
            Principal::User { arn, id } => Ok(Self::User(arn.to_string(), id.clone())),
            Principal::Role { role, id, session, session_policies, .. } => {
                if !session_policies.is_empty() {
                    let what = "stack operations by a session that is narrowed by policies";
                    return Err(Error::Unsupported(what.to_owned()));
                }
                Ok(Self::Role(role.to_string(), id.clone(), session.clone()))
            }
            Principal::Service { .. } | Principal::Anonymous => {
                Err(Error::Validation("A stack is deployed by a user or role".to_owned()))
            }
        }
    }

    /// The principal again.
    #[must_use]
    pub fn principal(&self) -> Option<Principal> {
        Some(match self {
            Self::Root => Principal::Root,
            Self::User(arn, id) => Principal::User { arn: arn.parse().ok()?, id: id.clone() },
            Self::Role(role, id, session) => Principal::Role {
                role: role.parse().ok()?,
                id: id.clone(),
                session: session.clone(),
                session_policies: Arc::from([]),
                function: None,
            },
        })
    }
}

/// JSON as a text for members that carry it so.
pub(crate) fn text(json: &Json) -> String {
    json.to_string()
}
