//! The instance that an image is taken of: it initialises, says what it saw of its own
//! initialisation, and ends. It never serves a call.

use std::sync::Arc;
use std::time::Duration;

use crate::language::Language;
use crate::layout::Plan;
use crate::link::Link;
use crate::making::{Raised, Wanted, raise};
use crate::runtime::Inner;
use crate::sandbox::image::{self, Image};
use crate::sandboxed::{Parts, Sandbox};
use crate::spec::{Copies, InstanceId, LogLine, LogSink};
use crate::zygotes::IMAGE_BYTES_MAX;

/// What the reason begins with if it does not initialise.
pub(crate) const INIT_FAILED: &str = "its initialisation failed: ";
/// How long it may initialise. Source: Lambda developer guide, "Improving startup performance with
/// Lambda `SnapStart`": 130 seconds, where another function has ten.
const INIT_LIMIT: Duration = Duration::from_secs(130);

/// What a function says of itself when it has initialised.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub(crate) struct Confession {
    /// What it did that makes its copies differ from what they would be, and where; if anything.
    pub(crate) harm: Option<String>,
    /// What of it no copy can have; if anything.
    pub(crate) obstacle: Option<String>,
}

/// Initialises this function in a sandbox of its own, and takes its image.
pub(crate) async fn image(
    runtime: &Arc<Inner>,
    plan: &Plan,
    logs: Option<Arc<dyn LogSink>>,
) -> Result<Image, String> {
    let id = runtime.next_id();
    let mut sandbox = raised(runtime, id, plan).await?;
    let confession = tokio::time::timeout(INIT_LIMIT, confession(runtime, &mut sandbox, logs));
    let confession = confession.await.unwrap_or_else(|_| Err("its init takes too long".to_owned()));
    runtime.door.close(id);
    let Confession { harm, obstacle } = confession?;
    if let Some(obstacle) = obstacle {
        return Err(obstacle);
    }
    if let Some(harm) = harm.filter(|_| plan.spec.copies != Copies::Always) {
        return Err(harm);
    }
    let take = match plan.language {
        // Node has threads, and forks a process without them.
        Language::Node { .. } => image::take_of_fork,
        Language::Python { .. } | Language::Native => image::take,
    };
    let taken = tokio::task::spawn_blocking(move || take(sandbox.body(), IMAGE_BYTES_MAX));
    taken.await.map_err(|error| error.to_string())?
}

/// Its sandbox is like any other's, and the last in line for the CPU.
async fn raised(runtime: &Arc<Inner>, id: InstanceId, plan: &Plan) -> Result<Sandbox, String> {
    let wanted =
        Wanted { id, order: &plan.zygote(), memory_mib: plan.spec.memory_mib, channel: true };
    let raised = raise(runtime, wanted).await.map_err(|error| error.to_string())?;
    let Raised { lifeline, body, log, channel, mut listeners, copied: _ } = raised;
    if let Some(group) = body.group() {
        group.stand_back();
    }
    let (Some(channel), Some(endpoint)) = (channel, listeners.pop()) else {
        return Err("its sandbox is not whole".to_owned());
    };
    runtime.door.serve(std::net::TcpListener::from(endpoint), id, &plan.spec);
    let parts = Parts { lifeline, link: Link::Channel(channel), body, log };
    Sandbox::new(parts, &runtime.freezer).map_err(|error| error.to_string())
}

/// Waits until it has initialised, and hands on what it writes meanwhile.
async fn confession(
    runtime: &Arc<Inner>,
    sandbox: &mut Sandbox,
    logs: Option<Arc<dyn LogSink>>,
) -> Result<Confession, String> {
    let log = |text: &str| {
        if let Some(logs) = &logs {
            logs.line(LogLine { at: runtime.clock.now(), request_id: None, text });
        }
    };
    let Link::Channel(channel) = &mut sandbox.link else { return Err("no channel".to_owned()) };
    let said = loop {
        tokio::select! {
            biased;
            said = channel.confession() => break said,
            () = sandbox.log.read(log) => {}
        }
    };
    sandbox.log.finish(log);
    said
}
