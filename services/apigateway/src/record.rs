//! An API as it lies in the store.

use std::collections::BTreeMap;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Range, Txn};
use serde::{Deserialize, Serialize};

use crate::error::{NO_METHOD, NO_RESOURCE};
use crate::{Error, Integration, keys};

/// A REST API with all its parts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Api {
    /// Its id, ten letters and digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// A version that its owner gave it.
    pub version: Option<String>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// The media types whose bodies are bytes; they hold from the next deployment on.
    pub binary_media_types: Vec<String>,
    /// Whether it answers nobody at its own host name.
    pub endpoint_disabled: bool,
    /// `EDGE` or `REGIONAL`, as its owner calls its one endpoint.
    pub endpoint_type: String,
    /// The id of the resource `/`.
    pub root: String,
    /// The latest resources, by id.
    pub resources: BTreeMap<String, Resource>,
    /// Stages, by name.
    pub stages: BTreeMap<String, Stage>,
    /// Deployments, by id.
    pub deployments: BTreeMap<String, Deployment>,
}

/// A path of an API.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// The id of the resource above it; none for `/`.
    pub parent: Option<String>,
    /// Its last segment, such as `orders`, `{id}` or `{proxy+}`.
    pub part: String,
    /// The whole path.
    pub path: String,
    /// Its methods, by name; `ANY` takes those that are not named.
    pub methods: BTreeMap<String, Method>,
}

/// What a path does for an HTTP method.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// A name that its owner gave it.
    pub operation_name: Option<String>,
    /// The parameters that it declares, and whether they are required. Without a validator,
    /// nothing checks them, here or on AWS.
    pub request_parameters: BTreeMap<String, bool>,
    /// The models of requests by media type: only those that check nothing.
    pub request_models: BTreeMap<String, String>,
    /// What it may answer, by status.
    pub responses: BTreeMap<String, MethodResponse>,
    /// Who answers.
    pub integration: Option<Integration>,
}

/// What a method declares of one status.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MethodResponse {
    /// The headers that it may have, as `method.response.header.Name`.
    pub parameters: BTreeMap<String, bool>,
    /// The models of answers by media type: only those that check nothing.
    pub models: BTreeMap<String, String>,
}

/// A name under which a deployment is served.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// The id of the deployment.
    pub deployment: String,
    /// A description.
    pub description: Option<String>,
    /// Variables that functions see.
    pub variables: BTreeMap<String, String>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// Whether its owner asked for traces; every request has one.
    pub tracing: bool,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// When it was last changed, milliseconds since the epoch.
    pub updated_ms: u64,
}

/// That an API was deployed; what it then was is its [`Snapshot`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Deployment {
    /// A description.
    pub description: Option<String>,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
}

/// What an API was when it was deployed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The resources of that moment, by id.
    pub resources: BTreeMap<String, Resource>,
    /// The media types whose bodies are bytes.
    pub binary_media_types: Vec<String>,
}

/// What a stage serves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Served {
    /// The stage.
    pub stage: Stage,
    /// What it serves.
    pub snapshot: Snapshot,
}

/// Resources an API may have (API Gateway quotas: 300).
const RESOURCES_MAX: usize = 300;

impl Api {
    /// Reads an API.
    ///
    /// # Errors
    /// [`Error::NoApi`] when there is none of this id.
    pub fn load(cx: &Cx, txn: &mut dyn Txn, id: &str) -> Result<Self, Error> {
        Self::find(txn, id)?
            .ok_or_else(|| Error::NoApi { account: cx.account.to_string(), id: id.to_owned() })
    }

    /// Reads an API, if there is one of this id.
    ///
    /// # Errors
    /// When the store fails.
    pub fn find(txn: &mut dyn Txn, id: &str) -> Result<Option<Self>, Error> {
        let bytes = txn.get(&keys::api(id))?;
        Ok(bytes.map(|bytes| serde_json::from_slice(&bytes)).transpose()?)
    }

    /// Up to `limit` APIs, by id.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list(txn: &mut dyn Txn, limit: usize) -> Result<Vec<Self>, Error> {
        let found = txn.scan(&Range::prefix(&keys::apis()), limit)?;
        Ok(found
            .iter()
            .map(|(_, value)| serde_json::from_slice(value))
            .collect::<Result<_, _>>()?)
    }

    /// Writes it.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which does not happen.
    pub fn save(&self, txn: &mut dyn Txn) -> Result<(), Error> {
        txn.put(keys::api(&self.id), serde_json::to_vec(self)?.into(), Fed::Key);
        Ok(())
    }

    /// Deletes it with everything that it deployed.
    pub fn delete(&self, txn: &mut dyn Txn) {
        for deployment in self.deployments.keys() {
            txn.delete(keys::snapshot(&self.id, deployment), Fed::No);
        }
        txn.delete(keys::api(&self.id), Fed::Key);
    }

    /// What a stage serves; `None` without such a stage.
    ///
    /// # Errors
    /// When the store fails.
    pub fn served(&self, txn: &mut dyn Txn, stage: &str) -> Result<Option<Served>, Error> {
        let Some(stage) = self.stages.get(stage) else { return Ok(None) };
        let snapshot = Snapshot::find(txn, &self.id, &stage.deployment)?;
        Ok(snapshot.map(|snapshot| Served { stage: stage.clone(), snapshot }))
    }

    /// The time of its making.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        Timestamp::from_millis(self.created_ms)
    }

    /// A resource.
    ///
    /// # Errors
    /// When there is none of this id.
    pub fn resource(&self, id: &str) -> Result<&Resource, Error> {
        self.resources.get(id).ok_or(NO_RESOURCE)
    }

    /// A method of a resource.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn method(&self, resource: &str, name: &str) -> Result<&Method, Error> {
        self.resource(resource)?.methods.get(name).ok_or(NO_METHOD)
    }

    /// The same, to change it.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn method_mut(&mut self, resource: &str, name: &str) -> Result<&mut Method, Error> {
        let resource = self.resources.get_mut(resource).ok_or(NO_RESOURCE)?;
        resource.methods.get_mut(name).ok_or(NO_METHOD)
    }

    /// Adds a resource under another.
    ///
    /// # Errors
    /// When its part is no segment, or its siblings or its parent do not allow it.
    pub fn add_resource(&mut self, parent: &str, part: &str, id: String) -> Result<(), Error> {
        let above = self.resource(parent)?;
        if above.part.ends_with("+}") {
            return Err(Error::BadRequest(format!(
                "Cannot create a child of a resource with a greedy path variable: {}",
                above.part
            )));
        }
        if !is_part(part) {
            return Err(Error::BadRequest(
                "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable \
                 and curly braces at the beginning and the end."
                    .to_owned(),
            ));
        }
        if RESOURCES_MAX <= self.resources.len() {
            return Err(Error::BadRequest(format!("An API may have {RESOURCES_MAX} resources")));
        }
        let path = format!("{}/{part}", above.path.trim_end_matches('/'));
        self.check_siblings(parent, part)?;
        let parent = Some(parent.to_owned());
        let methods = BTreeMap::new();
        self.resources.insert(id, Resource { parent, part: part.to_owned(), path, methods });
        Ok(())
    }

    /// Refuses a second child of a name, and a second variable.
    fn check_siblings(&self, parent: &str, part: &str) -> Result<(), Error> {
        for sibling in self.resources.values().filter(|one| one.parent.as_deref() == Some(parent)) {
            if sibling.part == part {
                return Err(Error::Conflict(format!(
                    "Another resource with the same parent already has this name: {part}"
                )));
            }
            if sibling.part.starts_with('{') && part.starts_with('{') {
                return Err(Error::BadRequest(format!(
                    "A sibling ({}) of this resource already has a variable path part -- only \
                     one is allowed",
                    sibling.part
                )));
            }
        }
        Ok(())
    }

    /// The id of a path's resource, made with those above it where there is none. `id_of` gives
    /// the ids of new ones from their paths.
    ///
    /// # Errors
    /// As [`Api::add_resource`].
    pub fn resource_at(
        &mut self,
        path: &str,
        id_of: &dyn Fn(&str) -> String,
    ) -> Result<String, Error> {
        let mut id = self.root.clone();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let child = self
                .resources
                .iter()
                .find(|(_, one)| one.parent.as_ref() == Some(&id) && one.part == part)
                .map(|(id, _)| id.clone());
            id = if let Some(child) = child {
                child
            } else {
                let path = format!("{}/{part}", self.resource(&id)?.path.trim_end_matches('/'));
                let child = id_of(&path);
                self.add_resource(&id, part, child.clone())?;
                child
            };
        }
        Ok(id)
    }
}

impl Snapshot {
    /// Reads what a deployment serves.
    ///
    /// # Errors
    /// When the store fails.
    pub fn find(txn: &mut dyn Txn, api: &str, deployment: &str) -> Result<Option<Self>, Error> {
        let bytes = txn.get(&keys::snapshot(api, deployment))?;
        Ok(bytes.map(|bytes| serde_json::from_slice(&bytes)).transpose()?)
    }

    /// Writes it.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which does not happen.
    pub fn save(&self, txn: &mut dyn Txn, api: &str, deployment: &str) -> Result<(), Error> {
        txn.put(keys::snapshot(api, deployment), serde_json::to_vec(self)?.into(), Fed::No);
        Ok(())
    }
}

/// Whether a text may be one segment of a path: plain, `{name}` or `{name+}`.
fn is_part(part: &str) -> bool {
    let variable = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let text = variable.map_or(part, |name| name.strip_suffix('+').unwrap_or(name));
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:".contains(&byte);
    !text.is_empty() && text.bytes().all(good)
}

/// Refuses variables that AWS does not take.
///
/// # Errors
/// When a name or a value has other characters than AWS allows.
pub(crate) fn check_variables(variables: &BTreeMap<String, String>) -> Result<(), Error> {
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let of_value = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#&=,".contains(&byte);
    for (name, value) in variables {
        if !name.bytes().all(of_name) || !value.bytes().all(of_value) {
            return Err(Error::BadRequest(format!(
                "Stage variable '{name}' may have letters, digits and _ in its name, and letters, \
                 digits and -._~:/?#&=, in its value"
            )));
        }
    }
    Ok(())
}
