//! An API as it lies in the store.

use std::collections::BTreeMap;

use samara_base::Timestamp;
use samara_service::Cx;
use samara_store::{Fed, Range, Txn};
use serde::{Deserialize, Serialize};

use crate::{Authorization, Authorizer, Error, keys};

/// An HTTP API with all its parts.
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
    /// How browsers of other origins may call it.
    pub cors: Option<Cors>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// Whether it answers nobody at its own host name.
    pub endpoint_disabled: bool,
    /// The latest routes, by id.
    pub routes: BTreeMap<String, Route>,
    /// The latest integrations, by id.
    pub integrations: BTreeMap<String, Integration>,
    /// The latest authorizers, by id.
    #[serde(default)]
    pub authorizers: BTreeMap<String, Authorizer>,
    /// Stages, by name.
    pub stages: BTreeMap<String, Stage>,
    /// Deployments, by id.
    pub deployments: BTreeMap<String, Deployment>,
}

/// How browsers of other origins may call an API.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cors {
    /// Whether credentials may be sent.
    pub allow_credentials: bool,
    /// Headers that may be sent, lower case.
    pub allow_headers: Vec<String>,
    /// Methods that may be used.
    pub allow_methods: Vec<String>,
    /// Origins that may call.
    pub allow_origins: Vec<String>,
    /// Headers that scripts may see.
    pub expose_headers: Vec<String>,
    /// How long an answer may be remembered, seconds.
    pub max_age: Option<i64>,
}

/// Which requests go to which integration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// Its key, such as `GET /orders/{id}`.
    pub key: RouteKey,
    /// The id of the integration, if it has one yet.
    pub integration: Option<String>,
    /// A name that its owner gave it.
    pub operation_name: Option<String>,
    /// Who decides whether a request may take it.
    #[serde(default)]
    pub authorization: Authorization,
}

/// A route's key, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RouteKey(String);

/// What a route calls: a Lambda function, as a proxy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Integration {
    /// The URI as it was given.
    pub uri: String,
    /// The function's ARN, perhaps with a qualifier.
    pub function_arn: String,
    /// The shape of events and answers.
    pub payload_format: PayloadFormat,
    /// How long an answer may take, milliseconds (50 to 30,000).
    pub timeout_ms: u64,
    /// A description.
    pub description: Option<String>,
}

/// The shape of events and answers of an integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayloadFormat {
    /// `1.0`, as REST APIs have it.
    V1,
    /// `2.0`.
    V2,
}

/// A name under which an API is served.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Whether it always serves the latest routes.
    pub auto_deploy: bool,
    /// The deployment that it serves otherwise.
    pub deployment: Option<String>,
    /// A description.
    pub description: Option<String>,
    /// Variables that functions see.
    pub variables: BTreeMap<String, String>,
    /// Tags.
    pub tags: BTreeMap<String, String>,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// When it was last changed, milliseconds since the epoch.
    pub updated_ms: u64,
}

/// The routes and integrations of one moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Deployment {
    /// A description.
    pub description: Option<String>,
    /// When it was made, milliseconds since the epoch.
    pub created_ms: u64,
    /// Whether a stage made it by itself.
    pub auto: bool,
    /// The routes of that moment.
    pub routes: BTreeMap<String, Route>,
    /// The integrations of that moment.
    pub integrations: BTreeMap<String, Integration>,
    /// The authorizers of that moment.
    #[serde(default)]
    pub authorizers: BTreeMap<String, Authorizer>,
}

/// What a stage serves.
#[derive(Debug, Clone, Copy)]
pub struct Served<'a> {
    /// The stage.
    pub stage: &'a Stage,
    /// Its routes.
    pub routes: &'a BTreeMap<String, Route>,
    /// Its integrations.
    pub integrations: &'a BTreeMap<String, Integration>,
    /// Its authorizers.
    pub authorizers: &'a BTreeMap<String, Authorizer>,
}

impl RouteKey {
    /// Checks `$default` or `METHOD /path`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn parse(text: &str) -> Result<Self, Error> {
        const METHODS: [&str; 8] =
            ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
        let good = text == "$default"
            || text.split_once(' ').is_some_and(|(method, path)| {
                METHODS.contains(&method) && path.starts_with('/') && is_path(path)
            });
        if good {
            return Ok(Self(text.to_owned()));
        }
        Err(Error::BadRequest(format!(
            "Invalid route key '{text}': it must be $default or a method and a path, such as \
             'GET /orders/{{id}}' (a greedy variable only at the end)"
        )))
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Method and path; `None` for `$default`.
    #[must_use]
    pub fn method_and_path(&self) -> Option<(&str, &str)> {
        self.0.split_once(' ')
    }
}

/// Whether each segment is text or one variable, and a greedy one stands last.
fn is_path(path: &str) -> bool {
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let variable = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let good = match variable {
            Some(name) => {
                let (name, greedy) = name.strip_suffix('+').map_or((name, false), |n| (n, true));
                !name.is_empty()
                    && !name.contains(['{', '}'])
                    && (!greedy || segments.peek().is_none())
            }
            None => !segment.contains(['{', '}']),
        };
        if !good {
            return false;
        }
    }
    true
}

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

    /// Up to `limit` APIs after one, by id.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list(txn: &mut dyn Txn, after: Option<&str>, limit: usize) -> Result<Vec<Self>, Error> {
        let mut range = Range::prefix(&keys::apis());
        if let Some(id) = after {
            range = range.after(&keys::api(id));
        }
        let found = txn.scan(&range, limit)?;
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

    /// What a stage serves; `None` without such a stage, or before its first deployment.
    #[must_use]
    pub fn served(&self, stage: &str) -> Option<Served<'_>> {
        let stage = self.stages.get(stage)?;
        let (routes, integrations, authorizers) = if stage.auto_deploy {
            (&self.routes, &self.integrations, &self.authorizers)
        } else {
            let deployment = self.deployments.get(stage.deployment.as_ref()?)?;
            (&deployment.routes, &deployment.integrations, &deployment.authorizers)
        };
        Some(Served { stage, routes, integrations, authorizers })
    }

    /// The time of its making.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        Timestamp::from_millis(self.created_ms)
    }

    /// The address that it is reached at by host name: the server's, with its own host.
    #[must_use]
    pub fn endpoint(&self, cx: &Cx) -> String {
        let port = cx.endpoint.rsplit(':').next().filter(|port| port.parse::<u16>().is_ok());
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("http://{}.execute-api.localhost{port}", self.id)
    }
}
