//! How an instance gets its sandbox: an interpreter that waits for it, or an empty sandbox that
//! does, or one that is built now. Whatever goes wrong with the first two, the third is left.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UnixStream;
use tokio::net::unix::pipe;
use tokio::time::Instant;

use crate::cgroup::Group;
use crate::descriptors::Report;
use crate::language::Language;
use crate::launcher::client::{Handed, Lifeline};
use crate::launcher::order::{Adoption, Order};
use crate::layout::Plan;
use crate::link::{COPIED_SPARE, Channel};
use crate::runtime::{Inner, StartError};
use crate::sandbox::image::Image;
use crate::sandboxed::Body;
use crate::spare::{Imaged, Need, Ready, Spare};
use crate::spec::InstanceId;
use crate::stock::Taken;
use crate::way::StartWay;

/// How long the kernel may take to build a sandbox on the most loaded machine.
const BUILD_LIMIT: Duration = Duration::from_secs(10);
/// How long a copy may take until it speaks. Source: Lambda developer guide, "Use Lambda
/// `SnapStart` runtime hooks": ten seconds for all that runs after a restore; and a little for the
/// restore itself.
const COPY_LIMIT: Duration = Duration::from_secs(12);

/// A sandbox that was raised, and what the server has of it.
pub(crate) struct Raised {
    pub(crate) lifeline: Lifeline,
    pub(crate) body: Body,
    pub(crate) log: pipe::Receiver,
    pub(crate) channel: Option<Channel>,
    pub(crate) listeners: Vec<OwnedFd>,
    /// Of a copy: how long it took to speak since its memory was there.
    pub(crate) copied: Option<Duration>,
}

/// What to raise.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// Whose host user and group it has.
    pub(crate) id: InstanceId,
    pub(crate) order: &'a Order,
    pub(crate) memory_mib: u32,
    /// Whether its program speaks by a channel.
    pub(crate) channel: bool,
}

/// A function's sandbox, and which way it came to be.
pub(crate) async fn sandbox(
    runtime: &Arc<Inner>,
    id: InstanceId,
    plan: &Plan,
) -> Result<(Raised, StartWay), StartError> {
    if let Ok(raised) = copied(runtime, plan).await {
        return Ok((raised, StartWay::Copied));
    }
    let imports = runtime.imports(plan).await;
    let reason = match imports {
        Ok(imported) => match prewarmed(runtime, plan, imported).await {
            Ok(raised) => return Ok(raised),
            Err(reason) => reason,
        },
        Err(reason) => reason,
    };
    let reason = match bare(runtime, plan).await {
        Ok(raised) => return Ok((raised, StartWay::Prepared { reason })),
        Err(ours) if plan.language == Language::Native => ours,
        Err(_) => reason,
    };
    let memory_mib = plan.spec.memory_mib;
    let wanted = Wanted { id, order: &plan.order(), memory_mib, channel: plan.has_channel() };
    Ok((raise(runtime, wanted).await?, StartWay::Plain { reason }))
}

/// Begins with the image of one that has initialised; why not, otherwise.
async fn copied(runtime: &Arc<Inner>, plan: &Plan) -> Result<Raised, String> {
    let image = runtime.zygotes.find(plan)?;
    let copied = begin_with(runtime, plan, image).await;
    copied.inspect_err(|reason| {
        tracing::warn!(reason, "a copy could not be started; the function is, in another way");
        runtime.zygotes.failed(plan, reason);
    })
}

/// The same with this image.
pub(crate) async fn begin_with(
    runtime: &Arc<Inner>,
    plan: &Plan,
    image: Arc<Image>,
) -> Result<Raised, String> {
    let mut raised = begin(runtime, plan, (image, &[], plan.copied_environment())).await?;
    let began = Instant::now();
    spoken(&mut raised, Word::Any).await?;
    raised.copied = Some(began.elapsed());
    Ok(raised)
}

/// Begins with the image of an interpreter; why not, otherwise. The function's code is its own to
/// load, as in any other start.
async fn begin_with_interpreter(
    runtime: &Arc<Inner>,
    plan: &Plan,
    imaged: &Imaged,
) -> Result<Raised, String> {
    let image = (Arc::clone(&imaged.image), COPIED_SPARE, plan.environment());
    let mut raised = begin(runtime, plan, image).await?;
    spoken(&mut raised, Word::Spare).await?;
    Ok(raised)
}

type Beginning = (Arc<Image>, &'static [u8], Vec<(String, String)>);

/// Makes a function's sandbox of an empty one, with the process of an image in it.
async fn begin(
    runtime: &Arc<Inner>,
    plan: &Plan,
    (image, head, environment): Beginning,
) -> Result<Raised, String> {
    let spare = match runtime.spares.take(&runtime.bare, |_| Ok(())) {
        Taken::Spare(Ready::Waiting(spare)) => *spare,
        _ => Spare::make(runtime, &runtime.bare).await.map_err(|error| told(&error))?,
    };
    let need = Need {
        adoption: plan.copied_adoption(),
        memory_mib: plan.spec.memory_mib,
        environment,
        channel: true,
        image: Some((image, head)),
    };
    spare.adopt(runtime, need).await.map_err(|error| told(&error))
}

/// What a process that began with an image says first.
#[derive(Clone, Copy)]
enum Word {
    /// Anything, be it of a failure of its function's; it stays to be received.
    Any,
    /// That it is a spare and goes on.
    Spare,
}

impl Word {
    async fn hear(self, channel: &mut Channel) -> Result<(), String> {
        match self {
            Self::Any => channel.first_word().await,
            Self::Spare => channel.spare().await.map(|_| ()),
        }
    }
}

/// Waits until a copy has spoken; or why it never will.
async fn spoken(raised: &mut Raised, word: Word) -> Result<(), String> {
    let spoken = tokio::time::timeout(COPY_LIMIT, heard(raised, word)).await;
    spoken.unwrap_or_else(|_| Err("it does not go on".to_owned()))
}

async fn heard(raised: &mut Raised, word: Word) -> Result<(), String> {
    let channel = raised.channel.as_mut().ok_or("it has no channel")?;
    let report = tokio::select! {
        biased;
        said = word.hear(channel) => match said {
            Ok(()) => return Ok(()),
            // It ended, and the other end says how.
            Err(_) => raised.lifeline.next().await,
        },
        report = raised.lifeline.next() => report,
    };
    if word.hear(channel).await.is_ok() {
        return Ok(());
    }
    Err(match report {
        Report::Failed(reason) => reason,
        report => format!("its process ended: {report:?}"),
    })
}

/// Makes a function of an interpreter that waits, or begins with the image of one; why not,
/// otherwise.
async fn prewarmed(
    runtime: &Arc<Inner>,
    plan: &Plan,
    imported: String,
) -> Result<(Raised, StartWay), String> {
    let order = Arc::new(runtime.prewarmed(plan, &imported));
    let fits = |ready: &Ready| plan.fits(&runtime.packages, ready.modules());
    let ready = match runtime.spares.take(&order, fits) {
        Taken::Spare(spare) => spare,
        Taken::None => return Err("no prewarmed interpreter was ready".to_owned()),
        Taken::Unfit(reason) => return Err(reason),
        Taken::GivenUp => return Err("interpreters cannot be prewarmed here".to_owned()),
    };
    match ready {
        Ready::Waiting(spare) => {
            let (adoption, environment) = (plan.prewarmed_adoption(), plan.environment());
            let raised = adopt(runtime, plan, &order, (*spare, adoption, environment)).await?;
            let wanted = runtime.wants_image(plan, &imported);
            let not_imaged = runtime.spares.not_imaged().filter(|_| wanted);
            Ok((raised, StartWay::Prewarmed { imported, not_imaged }))
        }
        Ready::Imaged(imaged) => {
            let begun = begin_with_interpreter(runtime, plan, &imaged).await;
            runtime.spares.imaged(begun.as_ref().map(|_| ()).map_err(Clone::clone));
            let raised = begun.map_err(|reason| {
                runtime.spares.failed(&order);
                tracing::warn!(reason, "an interpreter could not be copied; another is started");
                format!("an interpreter could not be copied: {reason}")
            })?;
            Ok((raised, StartWay::Imaged { imported }))
        }
    }
}

/// Makes a function's sandbox of an empty one; why not, otherwise.
async fn bare(runtime: &Arc<Inner>, plan: &Plan) -> Result<Raised, String> {
    let order = Arc::clone(&runtime.bare);
    let spare = match runtime.spares.take(&order, |_| Ok(())) {
        Taken::Spare(Ready::Waiting(spare)) => *spare,
        Taken::Spare(Ready::Imaged(_)) | Taken::None => {
            return Err("no prepared sandbox was ready".to_owned());
        }
        Taken::Unfit(reason) => return Err(reason),
        Taken::GivenUp => return Err("sandboxes cannot be prepared here".to_owned()),
    };
    adopt(runtime, plan, &order, (spare, plan.adoption(), Vec::new())).await
}

type Chosen = (Spare, Adoption, Vec<(String, String)>);

async fn adopt(
    runtime: &Arc<Inner>,
    plan: &Plan,
    order: &Arc<Order>,
    (spare, adoption, environment): Chosen,
) -> Result<Raised, String> {
    let channel = adoption.start.is_some() && plan.has_channel();
    let memory_mib = plan.spec.memory_mib;
    let need = Need { adoption, memory_mib, environment, channel, image: None };
    spare.adopt(runtime, need).await.map_err(|error| {
        runtime.spares.failed(order);
        let reason = told(&error);
        tracing::warn!(reason, "a spare sandbox could not be used; one is built instead");
        format!("a spare could not be used: {reason}")
    })
}

/// An error with its cause, for people who look at the status.
fn told(error: &StartError) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    format!("{error}{}", cause.unwrap_or_default())
}

/// Raises a sandbox by an order.
pub(crate) async fn raise(runtime: &Arc<Inner>, wanted: Wanted<'_>) -> Result<Raised, StartError> {
    let Wanted { id, order, memory_mib, channel } = wanted;
    let (group, tmp) = limits(runtime, id, memory_mib, (order.tmp_mib, order.spare)).await?;
    if !order.spare {
        tracing::debug!(target: "start", phase = "limited");
    }
    let (log_read, log_write) =
        rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC).map_err(StartError::io)?;
    let log = pipe::Receiver::from_owned_fd(log_read).map_err(StartError::Descriptor)?;
    let channel = channel.then(channel_pair).transpose()?;
    let handed = Handed {
        log: log_write.as_fd(),
        channel: channel.as_ref().map(|(_, theirs)| theirs.as_fd()),
        tmp: tmp.as_ref().map(AsFd::as_fd),
        groups: group.as_ref().map(Group::entrances).unwrap_or_default(),
    };
    let lifeline = runtime.launcher.order(runtime.host_uid(id), order, handed);
    let lifeline = lifeline.await.map_err(StartError::Order)?;
    drop((log_write, tmp));
    let built = tokio::time::timeout(BUILD_LIMIT, built(&lifeline)).await;
    let built = built.unwrap_or_else(|_| Err("it took too long to build".to_owned()));
    let (process, listeners) = built.map_err(StartError::Sandbox)?;
    let body = Body::new(process, group, Arc::clone(&runtime.reaper));
    let channel = channel.map(|(ours, _)| Channel::new(ours));
    Ok(Raised { lifeline, body, log, channel, listeners, copied: None })
}

/// Makes the sandbox's control group, and the disk for its `/tmp` if it is to have one. The kernel
/// takes a millisecond and more for a group when many are made at once, so it happens on a thread
/// for such work.
async fn limits(
    runtime: &Arc<Inner>,
    id: InstanceId,
    memory_mib: u32,
    (tmp_mib, spare): (Option<u32>, bool),
) -> Result<(Option<Group>, Option<OwnedFd>), StartError> {
    let runtime = Arc::clone(runtime);
    let made = tokio::task::spawn_blocking(move || {
        let group = runtime.groups.as_ref().map(|groups| groups.create(id, memory_mib));
        let group = group.transpose().map_err(StartError::ControlGroup)?;
        if let Some(group) = group.as_ref().filter(|_| spare) {
            group.stand_back();
        }
        let disk = match (&runtime.ephemeral, tmp_mib) {
            (Some(disks), Some(size_mib)) => disks.take(size_mib, runtime.host_uid(id)),
            _ => Ok(None),
        };
        let disk = disk.map_err(|error| StartError::Disk(error.reason()))?;
        Ok((group, disk))
    });
    made.await.map_err(|error| StartError::Descriptor(std::io::Error::other(error)))?
}

/// Our end of a new channel, and the guest's.
pub(crate) fn channel_pair() -> Result<(UnixStream, OwnedFd), StartError> {
    let (ours, theirs) = std::os::unix::net::UnixStream::pair().map_err(StartError::Descriptor)?;
    ours.set_nonblocking(true).map_err(StartError::Descriptor)?;
    let ours = UnixStream::from_std(ours).map_err(StartError::Descriptor)?;
    Ok((ours, OwnedFd::from(theirs)))
}

/// A sandbox that is being built: whoever stops waiting for it kills it.
struct Building(Option<OwnedFd>);

impl Drop for Building {
    fn drop(&mut self) {
        if let Some(process) = &self.0 {
            let _gone_already =
                rustix::process::pidfd_send_signal(process, rustix::process::Signal::KILL);
        }
    }
}

/// Waits until a sandbox is built: its first process, and its listeners.
pub(crate) async fn built(lifeline: &Lifeline) -> Result<(OwnedFd, Vec<OwnedFd>), String> {
    let (mut process, mut listeners) = (Building(None), None);
    loop {
        match lifeline.next().await {
            Report::Process(pidfd) => process.0 = Some(pidfd),
            Report::Ready(list) => listeners = Some(list),
            Report::Failed(reason) => return Err(reason),
            Report::Ended(_) | Report::Closed => {
                return Err("it ended while it was being built".to_owned());
            }
        }
        if process.0.is_some() && listeners.is_some() {
            break;
        }
    }
    process.0.take().zip(listeners).ok_or_else(String::new)
}
