//! What the invoker needs of others: sandboxes and credentials.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use samara_base::{Arn, Timestamp};
use samara_runtime::{
    Call, Instance, InstanceSpec, LogSink, NotCopied, Outcome, Runtime, StartError,
};
use samara_service::Refusal;

/// A future in a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Starts instances. `samara-runtime` does; a test has its own.
pub trait Sandboxes: Send + Sync + 'static {
    /// Starts an instance and waits for the end of its init phase.
    ///
    /// The future's error is a failure of the platform's; a function that does not initialise is
    /// told by its first call.
    fn start(
        &self,
        spec: InstanceSpec,
        logs: Arc<dyn LogSink>,
    ) -> BoxFuture<'_, Result<Box<dyn Sandboxed>, StartError>>;

    /// Waits until what a runtime needs once and for all is there, such as its AWS SDK. What
    /// cannot be had is told by `start`.
    fn prepare<'a>(&'a self, _runtime: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(std::future::ready(()))
    }

    /// Has something made ready that can become an instance of this specification, where such are
    /// kept; an error says why there is none.
    fn prewarm(&self, _spec: InstanceSpec) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Takes a snapshot of an instance of this specification that has initialised, for others to
    /// begin as copies of; an error says why there is none. What it writes goes to the log.
    fn snapshot(
        &self,
        _spec: InstanceSpec,
        _logs: Arc<dyn LogSink>,
    ) -> BoxFuture<'_, Result<(), NotCopied>> {
        let none = NotCopied::Refused("nothing is copied here".to_owned());
        Box::pin(std::future::ready(Err(none)))
    }

    /// Whether a processor has had nothing to do lately, so that one instance more would run
    /// beside the others and not in their place.
    fn processor_is_idle(&self) -> bool {
        true
    }

    /// Whether the machine is short of memory.
    fn memory_is_short(&self) -> bool {
        false
    }
}

/// One instance.
pub trait Sandboxed: Send {
    /// Whether it can take another call.
    fn is_alive(&self) -> bool;

    /// Which way it was started and why, for people.
    fn way(&self) -> String {
        "plain: it was started from nothing, and initialised by itself".to_owned()
    }

    /// The memory that it holds, MiB; none where the host does not count it.
    fn holds_mib(&self) -> Option<u64> {
        None
    }

    /// Runs one call to its end.
    fn invoke(&mut self, call: Call) -> BoxFuture<'_, Outcome>;

    /// Ends it.
    fn kill(self: Box<Self>) -> BoxFuture<'static, ()>;
}

impl Sandboxes for Runtime {
    fn start(
        &self,
        spec: InstanceSpec,
        logs: Arc<dyn LogSink>,
    ) -> BoxFuture<'_, Result<Box<dyn Sandboxed>, StartError>> {
        Box::pin(async move {
            let instance = self.start_instance(spec, logs).await?;
            Ok(Box::new(instance) as Box<dyn Sandboxed>)
        })
    }

    fn prewarm(&self, spec: InstanceSpec) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(Self::prewarm(self, spec))
    }

    fn snapshot(
        &self,
        spec: InstanceSpec,
        logs: Arc<dyn LogSink>,
    ) -> BoxFuture<'_, Result<(), NotCopied>> {
        Box::pin(self.copyable(spec, logs))
    }

    fn processor_is_idle(&self) -> bool {
        Self::processor_is_idle(self)
    }

    fn memory_is_short(&self) -> bool {
        Self::memory_is_short(self)
    }
}

impl Sandboxed for Instance {
    fn is_alive(&self) -> bool {
        Self::is_alive(self)
    }

    fn way(&self) -> String {
        let way = Self::way(self);
        self.not_copied().map_or_else(|| way.to_string(), |why| format!("{way}; not copied: {why}"))
    }

    fn holds_mib(&self) -> Option<u64> {
        Self::holds_mib(self)
    }

    fn invoke(&mut self, call: Call) -> BoxFuture<'_, Outcome> {
        Box::pin(Self::invoke(self, call))
    }

    fn kill(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move { Self::kill(*self).await })
    }
}

/// Whom credentials are for.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The role.
    pub role: Arn,
    /// The function's name: the session's.
    pub function: String,
    /// The function's ARN without a version.
    pub function_arn: Arn,
    /// The version.
    pub version: String,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// Temporary credentials of a role.
#[derive(Clone)]
pub struct SessionCredentials {
    /// `ASIA...`.
    pub access_key_id: String,
    /// What requests are signed with.
    pub secret_access_key: String,
    /// What the server recognises them by.
    pub session_token: String,
}

/// Makes credentials for a role, without a write and without waiting.
pub trait Credentials: Send + Sync + 'static {
    /// The credentials of a grant.
    ///
    /// # Errors
    /// When the role does not exist any more.
    fn issue(&self, grant: &Grant) -> Result<SessionCredentials, Refusal>;
}
