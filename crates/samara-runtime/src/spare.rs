//! One spare sandbox: made ahead, then adopted by a function or let go. Dropping it kills it.
//!
//! An interpreter that has imported an SDK waits for one function alone, and the next would import
//! it again, in memory of its own. So where images can be taken one is taken of it
//! ([`image`]), and any number of functions begin with that: each in a bare spare, sharing the
//! pages of the import, and no interpreter waits.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::net::unix::pipe;

use crate::descriptors::Report;
use crate::launcher::client::Lifeline;
use crate::launcher::order::{Adoption, Order};
use crate::link::Channel;
use crate::making::{Raised, Wanted, channel_pair, raise};
use crate::runtime::{Inner, StartError};
use crate::sandbox::image::{self, Image};
use crate::sandbox::root::clone_mount;
use crate::sandboxed::Body;
use crate::stock::Kept;

/// The memory of a spare's group until it is adopted: enough for an interpreter with its SDK.
const MEMORY_MIB: u32 = 512;
/// How long an interpreter may take to import its SDK, as the last in line for the CPU.
const PREWARM_LIMIT: Duration = Duration::from_mins(1);
/// How long an adoption may take before the start goes another way.
const ADOPT_LIMIT: Duration = Duration::from_secs(2);

/// The most memory that the image of an interpreter takes: Python's with boto3 takes 30 to 50 MiB.
const IMAGE_BYTES_MAX: u64 = 96 * 1024 * 1024;

/// What is ready for a start.
pub(crate) enum Ready {
    /// A sandbox, for one function.
    Waiting(Box<Spare>),
    /// What any number of functions can begin with.
    Imaged(Arc<Imaged>),
}

impl Ready {
    /// The modules that its interpreter has imported, by the first part of their names.
    pub(crate) fn modules(&self) -> &[String] {
        match self {
            Self::Waiting(spare) => &spare.modules,
            Self::Imaged(imaged) => &imaged.modules,
        }
    }

    /// The memory that an image takes; of a process its group tells.
    pub(crate) fn image_bytes(&self) -> u64 {
        match self {
            Self::Waiting(_) => 0,
            Self::Imaged(imaged) => imaged.image.bytes,
        }
    }
}

impl Kept for Ready {
    fn again(&self) -> Option<Self> {
        match self {
            Self::Waiting(_) => None,
            Self::Imaged(imaged) => Some(Self::Imaged(Arc::clone(imaged))),
        }
    }
}

/// The image of an interpreter that waited.
pub(crate) struct Imaged {
    pub(crate) image: Arc<Image>,
    modules: Vec<String>,
}

/// A spare sandbox that is ready.
pub(crate) struct Spare {
    lifeline: Lifeline,
    body: Body,
    log: pipe::Receiver,
    /// To the interpreter that waits in it, if one does.
    channel: Option<Channel>,
    user: u32,
    modules: Vec<String>,
}

/// What a function makes of a spare.
pub(crate) struct Need {
    pub(crate) adoption: Adoption,
    pub(crate) memory_mib: u32,
    /// For the interpreter that waits, or the copy of one.
    pub(crate) environment: Vec<(String, String)>,
    /// Whether the program that is started speaks by a channel.
    pub(crate) channel: bool,
    /// The process to begin with, in place of a program, and how it is told of the environment.
    pub(crate) image: Option<(Arc<Image>, &'static [u8])>,
}

impl Spare {
    /// Makes one by this order, and waits until it is ready.
    pub(crate) async fn make(runtime: &Arc<Inner>, order: &Order) -> Result<Self, StartError> {
        let (id, channel) = (runtime.next_id(), order.start.is_some());
        let wanted = Wanted { id, order, memory_mib: MEMORY_MIB, channel };
        let raised = raise(runtime, wanted).await?;
        let user = runtime.host_uid(id);
        let Raised { lifeline, body, log, mut channel, .. } = raised;
        let modules = match &mut channel {
            None => Vec::new(),
            Some(channel) => tokio::time::timeout(PREWARM_LIMIT, channel.spare())
                .await
                .map_err(|_| "it took too long".to_owned())
                .and_then(|modules| modules)
                .map_err(StartError::Sandbox)?,
        };
        Ok(Self { lifeline, body, log, channel, user, modules })
    }

    /// Takes the image of the interpreter that waits, and lets go of it. Where that fails it waits
    /// on, and the reason is told. Blocking.
    pub(crate) fn imaged(self) -> (Ready, Option<String>) {
        match image::take(&self.body, IMAGE_BYTES_MAX) {
            Ok(image) => {
                let imaged = Imaged { image: Arc::new(image), modules: self.modules };
                (Ready::Imaged(Arc::new(imaged)), None)
            }
            Err(reason) => (Ready::Waiting(Box::new(self)), Some(reason)),
        }
    }

    /// Whether it still waits and has done nothing else: a function's log begins empty, and what
    /// it hears first is from itself.
    fn is_well(&self) -> bool {
        let mut wait = [PollFd::new(&self.log, PollFlags::IN)];
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        let logged = !matches!(poll(&mut wait, Some(&now)), Ok(0));
        !logged && !self.lifeline.has_news() && self.channel.as_ref().is_none_or(Channel::is_quiet)
    }

    /// Makes a function's sandbox of it. On any failure it is gone.
    pub(crate) async fn adopt(
        self,
        runtime: &Arc<Inner>,
        mut need: Need,
    ) -> Result<Raised, StartError> {
        if !self.is_well() {
            return Err(StartError::Sandbox("the spare ended or said something".to_owned()));
        }
        let Self { lifeline, body, log, channel, user, modules: _ } = self;
        let (inner, mut adoption) = (Arc::clone(runtime), need.adoption.clone());
        let memory_mib = need.memory_mib;
        let brought = tokio::task::spawn_blocking(move || {
            let brought = bring(&inner, &body, &adoption, memory_mib, user)?;
            adoption.disk = brought.disk.is_some();
            Ok::<_, StartError>((body, brought, adoption))
        });
        let brought = brought.await.map_err(|error| StartError::Sandbox(error.to_string()))?;
        let (body, brought, mut adoption) = brought?;
        tracing::debug!(target: "start", phase = "limited");
        let pair = need.channel.then(channel_pair).transpose()?;
        adoption.channel = pair.is_some();
        let mut descriptors: Vec<_> = brought.mounts.iter().map(AsFd::as_fd).collect();
        descriptors.extend(brought.disk.iter().map(AsFd::as_fd));
        descriptors.extend(pair.iter().map(|(_, theirs)| theirs.as_fd()));
        let image = need.image.iter();
        descriptors
            .extend(image.flat_map(|(image, _)| [image.table.as_fd(), image.memory.as_fd()]));
        lifeline.adopt(&adoption, &descriptors).map_err(StartError::Order)?;
        drop(descriptors);
        drop(brought);
        let finished = tokio::time::timeout(ADOPT_LIMIT, finished(&lifeline)).await;
        let finished = finished.unwrap_or_else(|_| Err("its adoption took too long".to_owned()));
        let listeners = finished.map_err(StartError::Sandbox)?;
        // What was seen of the lifeline has been read: the next time it is looked at, it is after
        // the channel, on which the last words come.
        let _none_yet = lifeline.has_news();
        let mut channel = channel.or_else(|| pair.map(|(ours, _)| Channel::new(ours)));
        let told = !need.channel || need.image.is_some();
        if let Some(channel) = channel.as_mut().filter(|_| told) {
            let environment = std::mem::take(&mut need.environment);
            let head = need.image.as_ref().map_or(&[][..], |(_, head)| *head);
            channel.adopt(head, &environment).await.map_err(StartError::Descriptor)?;
        }
        Ok(Raised { lifeline, body, log, channel, listeners, copied: None })
    }
}

/// What of the host comes with an adoption.
struct Brought {
    mounts: Vec<OwnedFd>,
    disk: Option<OwnedFd>,
}

/// Gives the spare its function's limits, and clones what it is to see. Blocking.
fn bring(
    runtime: &Inner,
    body: &Body,
    adoption: &Adoption,
    memory_mib: u32,
    user: u32,
) -> Result<Brought, StartError> {
    if let Some(group) = body.group() {
        group.limit(memory_mib).map_err(StartError::ControlGroup)?;
    }
    let mounts = adoption.mounts.iter().map(clone_mount).collect::<Result<_, _>>();
    let mounts = mounts.map_err(|failure| StartError::Sandbox(failure.to_string()))?;
    let disk = match (adoption.tmp_mib, &runtime.ephemeral) {
        (Some(size_mib), Some(disks)) => disks.take(size_mib, user),
        _ => Ok(None),
    };
    let disk = disk.map_err(|error| StartError::Disk(error.reason()))?;
    Ok(Brought { mounts, disk })
}

/// Waits until a spare has become a function's sandbox: its listeners.
async fn finished(lifeline: &Lifeline) -> Result<Vec<OwnedFd>, String> {
    match lifeline.next().await {
        Report::Ready(listeners) => Ok(listeners),
        Report::Failed(reason) => Err(reason),
        Report::Process(_) | Report::Ended(_) | Report::Closed => {
            Err("it ended while it was adopted".to_owned())
        }
    }
}
