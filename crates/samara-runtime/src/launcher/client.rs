//! The server's side of the launcher: starts it, orders sandboxes, and starts another when it is
//! gone (a host short of memory may have killed it): its sandboxes have ended with it, and without
//! one no function would ever run again.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use rustix::io::Errno;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::LAUNCHER_ARGUMENT;
use super::order::{Adoption, Head, Order};
use crate::descriptors::{ORDER_BYTES_MAX, Report, packet_pair, send};

/// The launcher, as the server holds it. Dropping it ends the launcher and with it every sandbox.
#[derive(Debug)]
pub(crate) struct Launcher {
    executable: PathBuf,
    running: Mutex<Running>,
}

/// The process of it that runs now.
#[derive(Debug)]
struct Running {
    control: Arc<AsyncFd<OwnedFd>>,
    child: Child,
    /// The server ends: there will be no other.
    stopped: bool,
}

/// Why a sandbox could not be ordered.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// The order is longer than the launcher takes; its length in bytes.
    #[error("the description of the sandbox has {0} bytes, and {ORDER_BYTES_MAX} are the most")]
    TooLong(usize),
    /// The launcher does not answer.
    #[error("the launcher process is gone")]
    Gone(#[source] std::io::Error),
}

impl Running {
    fn start(executable: &Path) -> std::io::Result<Self> {
        let (ours, theirs) = packet_pair()?;
        let child = Command::new(executable)
            .arg(LAUNCHER_ARGUMENT)
            .env_clear()
            // Its C library is to register no restartable sequences: a copy of a function's process
            // has its own, and a process can have but one.
            .env("GLIBC_TUNABLES", "glibc.pthread.rseq=0")
            .stdin(Stdio::from(theirs))
            .spawn()?;
        rustix::io::ioctl_fionbio(&ours, true)?;
        let control = Arc::new(watched(ours, Interest::WRITABLE)?);
        Ok(Self { control, child, stopped: false })
    }
}

impl Launcher {
    /// Starts the launcher from this executable.
    pub(crate) fn start(executable: &Path) -> std::io::Result<Self> {
        let running = Mutex::new(Running::start(executable)?);
        Ok(Self { executable: executable.to_owned(), running })
    }

    /// A panic under this lock leaves a process that runs or is gone, as is seen when it is used.
    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts another in place of the one that had this control socket, unless somebody has.
    fn again(&self, gone: &Arc<AsyncFd<OwnedFd>>) -> std::io::Result<Arc<AsyncFd<OwnedFd>>> {
        let mut running = self.running();
        if running.stopped {
            return Err(Errno::PIPE.into());
        }
        if Arc::ptr_eq(&running.control, gone) {
            let _dead_already = running.child.kill();
            let ended = running.child.wait();
            *running = Running::start(&self.executable)?;
            let ended = ended.map(|status| status.to_string()).unwrap_or_default();
            tracing::error!(%ended, "the launcher and its sandboxes were gone: another is started");
        }
        Ok(Arc::clone(&running.control))
    }

    /// Orders one sandbox. What becomes of it is told on the returned lifeline.
    pub(crate) async fn order(
        &self,
        host_uid: u32,
        order: &Order,
        handed: Handed<'_>,
    ) -> Result<Lifeline, OrderError> {
        let head = Head { host_uid, channel: handed.channel.is_some(), tmp: handed.tmp.is_some() };
        let mut message = head.encode().to_vec();
        serde_json::to_writer(&mut message, order)
            .map_err(|error| OrderError::Gone(error.into()))?;
        if ORDER_BYTES_MAX < message.len() {
            return Err(OrderError::TooLong(message.len()));
        }
        let (ours, theirs) = packet_pair().map_err(|error| OrderError::Gone(error.into()))?;
        let mut descriptors = vec![theirs.as_fd(), handed.log];
        descriptors.extend(handed.channel);
        descriptors.extend(handed.tmp);
        descriptors.extend(handed.groups);
        let control = Arc::clone(&self.running().control);
        let mut sent = hand_over(&control, &message, &descriptors).await;
        if sent.as_ref().is_err_and(is_gone) {
            let another = self.again(&control).map_err(OrderError::Gone)?;
            sent = hand_over(&another, &message, &descriptors).await;
        }
        sent.map_err(OrderError::Gone)?;
        Lifeline::new(ours).map_err(OrderError::Gone)
    }

    /// Waits until the launcher, whose control socket must have been closed, is gone. Blocking.
    pub(crate) fn stop(&self) {
        let mut running = self.running();
        running.stopped = true;
        let _closed_already = rustix::net::shutdown(&running.control, rustix::net::Shutdown::Both);
        let _reaped = running.child.wait();
    }

    /// The launcher's process id.
    pub(crate) fn process_id(&self) -> u32 {
        self.running().child.id()
    }
}

impl Drop for Launcher {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Sends one order, when there is room for it.
async fn hand_over(
    control: &AsyncFd<OwnedFd>,
    message: &[u8],
    descriptors: &[BorrowedFd<'_>],
) -> std::io::Result<()> {
    let sent = |control: &OwnedFd| send(control.as_fd(), message, descriptors).map_err(Into::into);
    control.async_io(Interest::WRITABLE, sent).await
}

/// Whether nobody is left to read what is sent.
fn is_gone(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionRefused, ConnectionReset, NotConnected};
    matches!(error.kind(), BrokenPipe | ConnectionRefused | ConnectionReset | NotConnected)
}

/// Registers a socket of ours with the event loop.
#[expect(unsafe_code, reason = "the safe constructors are deprecated for types of any descriptor")]
pub(crate) fn watched(socket: OwnedFd, interest: Interest) -> std::io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an `OwnedFd` names one open descriptor for as long as it lives, and `AsyncFd` owns
    // it from here on.
    let watched = unsafe { AsyncFd::register_with_interest(socket, interest) };
    Ok(watched?)
}

/// What a sandbox is given besides its order.
pub(crate) struct Handed<'a> {
    /// The write end of its log.
    pub log: BorrowedFd<'a>,
    /// Its end of the channel, if its bootstrap is one of ours.
    pub channel: Option<BorrowedFd<'a>>,
    /// The disk for its `/tmp`.
    pub tmp: Option<BorrowedFd<'a>>,
    /// Its `cgroup.procs` files.
    pub groups: Vec<BorrowedFd<'a>>,
}

/// The server's end of a sandbox's lifeline.
#[derive(Debug)]
pub(crate) struct Lifeline(AsyncFd<OwnedFd>);

impl Lifeline {
    fn new(socket: OwnedFd) -> std::io::Result<Self> {
        rustix::io::ioctl_fionbio(&socket, true)?;
        Ok(Self(watched(socket, Interest::READABLE)?))
    }

    /// Waits for the next report. May be dropped and called again without losing one.
    pub(crate) async fn next(&self) -> Report {
        let received = self
            .0
            .async_io(Interest::READABLE, |socket| {
                Report::receive(socket.as_fd()).map_err(std::io::Error::from)
            })
            .await;
        received.unwrap_or_else(|error| Report::Failed(format!("lifeline: {error}")))
    }

    /// Tells a spare what it becomes. It waits for nothing else, so there is room for this.
    pub(crate) fn adopt(
        &self,
        adoption: &Adoption,
        descriptors: &[BorrowedFd<'_>],
    ) -> Result<(), OrderError> {
        let message =
            serde_json::to_vec(adoption).map_err(|error| OrderError::Gone(error.into()))?;
        if ORDER_BYTES_MAX < message.len() {
            return Err(OrderError::TooLong(message.len()));
        }
        send(self.0.get_ref().as_fd(), &message, descriptors)
            .map_err(|error| OrderError::Gone(error.into()))
    }

    /// Whether a report is waiting; an idle sandbox has nothing to say but that it ended. It costs
    /// no system call while the event loop has seen nothing, so what came at this very moment may
    /// be missed.
    pub(crate) fn has_news(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let mut nobody = Context::from_waker(Waker::noop());
        let Poll::Ready(Ok(mut seen)) = self.0.poll_read_ready(&mut nobody) else { return false };
        let mut wait = [PollFd::new(&self.0, PollFlags::IN)];
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        let news = !matches!(poll(&mut wait, Some(&now)), Ok(0) | Err(Errno::INTR));
        if !news {
            // What was seen has been read since.
            seen.clear_ready();
        }
        news
    }
}
