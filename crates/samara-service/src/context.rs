//! Who asks, when, and what is known of the request: the same each time an operation is run.

use std::sync::Arc;

use samara_base::{Account, Arn, Region, RequestId, Seed, Timestamp, TraceHeader};

use crate::throughput::Takings;
use crate::{Operations, Parsed};

/// The context of one request. Cheap to clone.
#[derive(Clone)]
pub struct Cx {
    /// The data directory's account.
    pub account: Account,
    /// The data directory's region.
    pub region: Region,
    /// Who asks.
    pub principal: Principal,
    /// The request's id.
    pub request_id: RequestId,
    /// Its place in a trace.
    pub trace: TraceHeader,
    /// When it came: the only "now" that an operation knows.
    pub now: Timestamp,
    /// What ids, tokens and secrets are made of.
    pub seed: Seed,
    /// The caller's address, for policies and access logs.
    pub source_ip: Option<std::net::IpAddr>,
    /// The address that this server is reached at, such as `http://127.0.0.1:4566`.
    pub endpoint: Arc<str>,
    /// How an operation asks another service within its own transaction, as its own caller.
    pub operations: Arc<dyn Operations>,
    /// What was observed and is not promised: functions' log lines.
    pub observed: Arc<dyn Observed>,
    /// What was parsed of the store already.
    pub parsed: Arc<Parsed>,
    /// What it takes of the throughput that resources have, where that is enforced.
    pub takings: Option<Arc<Takings>>,
}

impl Cx {
    /// An ARN of this account and region.
    #[must_use]
    pub fn arn(&self, service: &str, resource: &str) -> Arn {
        Arn::new(service, &self.region, &self.account, resource)
    }

    /// The same context on behalf of somebody else.
    #[must_use]
    pub fn acting_as(&self, principal: Principal) -> Self {
        Self { principal, ..self.clone() }
    }
}

/// Who makes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// The account's root: everything is allowed.
    Root,
    /// An IAM user, by name (with its path in the ARN).
    User {
        /// `arn:aws:iam::account:user/path/name`.
        arn: Arn,
        /// The unique id, `AIDA...`.
        id: String,
    },
    /// A role that somebody assumed; a function is one with its role.
    Role {
        /// `arn:aws:iam::account:role/path/name`: what policies are attached to.
        role: Arn,
        /// The role's unique id, `AROA...`.
        id: String,
        /// The session's name; a function's is its own name.
        session: String,
        /// Policies that narrow the session further, as JSON documents.
        session_policies: Arc<[String]>,
        /// The ARN of the function whose instance asks, when one does.
        function: Option<Arn>,
    },
    /// A part of the platform that acts for a resource, as AWS's services do: allowed what the
    /// resource policy of its target allows it.
    Service {
        /// Such as `events.amazonaws.com`.
        name: String,
        /// The resource on whose behalf it acts: a rule, an API's stage.
        source: Option<Arn>,
    },
    /// Nobody: the request carries no signature.
    Anonymous,
}

impl Principal {
    /// How AWS names it in messages and in `GetCallerIdentity`.
    #[must_use]
    pub fn arn(&self, account: &Account) -> String {
        match self {
            Self::Root => Arn::global("iam", account, "root").to_string(),
            Self::User { arn, .. } => arn.to_string(),
            Self::Role { role, session, .. } => {
                let name = role.resource.rsplit('/').next().unwrap_or_default();
                Arn::global("sts", account, &format!("assumed-role/{name}/{session}")).to_string()
            }
            Self::Service { name, .. } => name.clone(),
            Self::Anonymous => "anonymous".to_owned(),
        }
    }
}

/// What was observed of functions and is kept in ring files: bounded, the last second may be
/// lost. `samara-trace` has it; the Logs service reads it beside what clients put.
pub trait Observed: Send + Sync + 'static {
    /// Log lines that a query asks for, oldest first, at most `query.limit`.
    fn log_events(&self, query: &LogQuery) -> Vec<LogEvent>;

    /// The streams of a group that have lines: name, first and last time.
    fn log_streams(&self, group: &str) -> Vec<(String, Timestamp, Timestamp)>;

    /// The groups that have lines.
    fn log_groups(&self) -> Vec<String>;
}

/// Which log lines are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogQuery {
    /// The group, exactly.
    pub group: String,
    /// The streams, or all when empty.
    pub streams: Vec<String>,
    /// The first time within.
    pub from: Timestamp,
    /// The first time after.
    pub until: Timestamp,
    /// Only lines after this place (see [`LogEvent::place`]).
    pub after: Option<u64>,
    /// At most so many.
    pub limit: usize,
}

/// One log line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// Its place in the order in which lines came; grows, never reused.
    pub place: u64,
    /// Its group.
    pub group: Arc<str>,
    /// Its stream.
    pub stream: Arc<str>,
    /// When the function wrote it.
    pub time: Timestamp,
    /// When it was taken in.
    pub ingested: Timestamp,
    /// The text, without its line end.
    pub message: String,
}
