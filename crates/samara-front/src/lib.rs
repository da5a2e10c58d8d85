//! The one door: every request, a person's or a function's, comes through here.
//!
//! A request is routed ([`target`]), its sender is found ([`identity`]), its bytes become an
//! operation's input, what it touches is checked against policies ([`authorize`]), then it runs
//! ([`operation`]); or it goes to an API ([`apis`]), which calls a function. One port serves all.
//! Each sandbox has a listener of its own ([`Front::serve_instance`]), so the door knows which
//! instance calls: dev credentials are good on the outer listener only, and a function's
//! credentials only on its own.
//!
//! [`Table`] is the operation table of all services and how the platform calls itself.
//!
//! # What is deliberately not here
//!
//! Sandboxes, plans, pages. TLS: put a proxy in front, or keep to loopback, until it is built.

mod api;
mod apis;
mod authorize;
mod body;
mod connections;
mod context;
mod encoding;
mod epoch;
mod identity;
mod listen;
mod operation;
mod pages;
mod scans;
mod status;
mod table;
mod target;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use samara_base::{Account, Clock, Entropy, Region, TraceHeader};
use samara_service::throughput::Buckets;
use samara_service::{Cx, Invoke, Observed, Parsed, Principal};
use samara_store::Store;
use samara_sts::session::ServerKey;

use connections::{Connections, PEER_SHARE};
pub use identity::Credential;
pub use listen::{BindError, InstanceCaller, Listening};
pub use table::{Table, all_services};

/// What the door is told once, at start.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data directory's account.
    pub account: Account,
    /// The data directory's region.
    pub region: Region,
    /// The address that URLs handed out begin with, such as `http://127.0.0.1:4566`.
    pub endpoint: Arc<str>,
    /// Credentials that are the account's root; `outer_only` ones are good on the outer listener
    /// alone.
    pub root_credentials: Vec<Credential>,
    /// Host names beside the loopback ones that requests may name, in lower case; names below
    /// them are known too.
    pub hosts: Vec<String>,
    /// Whether requests are held to the throughput that tables have.
    pub enforces_throughput: bool,
    /// Queries, scans and other long reads that run at once; more wait.
    pub scans_max: usize,
    /// The most that the bodies of all requests under way may take, bytes; more wait.
    pub bodies_bytes_max: usize,
    /// Connections that are served at once; more wait to be accepted. One address has at most
    /// half of them.
    pub connections_max: usize,
}

/// What the server tells of itself, as JSON.
pub type Status = Box<dyn Fn() -> serde_json::Value + Send + Sync>;

/// The door. Cheap to clone.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    config: Config,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    observed: Arc<dyn Observed>,
    parsed: Arc<Parsed>,
    throughput: Option<Arc<Buckets>>,
    table: Arc<Table>,
    identity: identity::Identity,
    apis: apis::Apis,
    scans: scans::Scans,
    connections: Arc<connections::Connections>,
    bodies: body::Room,
    /// Set once by [`Front::set_invoker`]: the invoker needs sandboxes, and those need the door.
    invoker: OnceLock<Arc<dyn Invoke>>,
    status: OnceLock<Status>,
}

/// What the door is made of.
pub struct Parts {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Functions' log lines.
    pub observed: Arc<dyn Observed>,
    /// The operation table.
    pub table: Arc<Table>,
    /// What session tokens are sealed with.
    pub server_key: ServerKey,
}

impl Front {
    /// A door that listens nowhere yet.
    #[must_use]
    pub fn new(config: Config, parts: Parts) -> Self {
        let identity = identity::Identity::new(&config, parts.server_key);
        Self(Arc::new(Inner {
            scans: scans::Scans::new(config.scans_max),
            connections: Connections::new(
                config.connections_max,
                config.connections_max / PEER_SHARE,
            ),
            bodies: body::Room::of(config.bodies_bytes_max),
            apis: apis::Apis::default(),
            invoker: OnceLock::new(),
            status: OnceLock::new(),
            store: parts.store,
            clock: parts.clock,
            entropy: parts.entropy,
            observed: parts.observed,
            parsed: Arc::default(),
            throughput: config.enforces_throughput.then(Arc::default),
            table: parts.table,
            identity,
            config,
        }))
    }

    /// The account that is served.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.0.config.account
    }

    /// The region that is served.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.0.config.region
    }

    /// A context in which the platform acts as somebody.
    #[must_use]
    pub fn context(&self, principal: Principal, trace: Option<TraceHeader>) -> Cx {
        let mut cx = self.0.context(&http::HeaderMap::new(), None);
        cx.principal = principal;
        cx.trace = trace.unwrap_or(cx.trace);
        cx
    }

    /// Says what the server tells of itself at `/_samara/status`; only the first call counts.
    pub fn set_status(&self, status: Status) {
        let _ = self.0.status.set(status);
    }

    /// Says who runs functions; only the first call counts.
    pub fn set_invoker(&self, invoker: Arc<dyn Invoke>) {
        let _ = self.0.invoker.set(invoker);
    }

    /// Follows the feed and forgets what it changes of policies, keys and APIs; ends when the
    /// store closes. One task of the caller's runs it.
    pub async fn follow(self) {
        let mut head = self.0.store.head();
        let mut seen = *head.borrow_and_update();
        // What was kept before anybody followed may have changed since.
        self.0.table.forget_all();
        self.0.apis.forget_all();
        while head.changed().await.is_ok() {
            seen = self.0.forget_changed(seen);
        }
    }

    /// Binds the outer listener.
    ///
    /// # Errors
    /// When the address is in use or may not be bound.
    pub async fn bind(&self, address: SocketAddr) -> Result<Listening, BindError> {
        Listening::bind(self.clone(), address).await
    }
}

impl Inner {
    /// Forgets what the commits after `seen` changed; gives the last sequence looked at.
    fn forget_changed(&self, mut seen: u64) -> u64 {
        const BYTES_MAX: usize = 4 * 1024 * 1024;
        loop {
            let commits = match self.store.feed(seen, BYTES_MAX) {
                Ok(commits) => commits,
                Err(error) => {
                    // What was missed is unknown: forget everything and go on at the head.
                    tracing::warn!(%error, "the door's caches are emptied");
                    let head = *self.store.head().borrow();
                    self.table.forget_all();
                    self.apis.forget_all();
                    return head;
                }
            };
            let Some(last) = commits.last() else { return seen };
            seen = last.sequence;
            for change in commits.iter().flat_map(|commit| &commit.changes) {
                self.table.forget(&change.key);
                self.apis.forget(&change.key);
            }
        }
    }
}
