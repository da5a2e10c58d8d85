//! One live sandbox as the server holds it: its lifeline, its log, its link.

use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Instant;

use rustix::process::{Signal, pidfd_send_signal};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::net::unix::pipe;

use crate::cgroup::Group;
use crate::freezer::{Freezer, Frost};
use crate::launcher::client::{Lifeline, watched};
use crate::link::Link;
use crate::logs::{Allowance, Splitter};
use crate::reaper::{Corpse, Reaper};

/// How much of a log is read at once.
const LOG_READ_BYTES: usize = 16 * 1024;
/// How much of a log is read at the end of a call: a process that writes without end must not keep
/// the call from ending. What it had written is in the pipe, which holds far less.
const LOG_DRAIN_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A live sandbox. Dropping it kills it.
pub(crate) struct Sandbox {
    pub(crate) lifeline: Lifeline,
    pub(crate) link: Link,
    pub(crate) log: LogReader,
    pub(crate) memory: MemoryLimit,
    body: Body,
    frost: Arc<Frost>,
}

/// What a sandbox is made of.
pub(crate) struct Parts {
    pub(crate) lifeline: Lifeline,
    pub(crate) link: Link,
    pub(crate) body: Body,
    pub(crate) log: pipe::Receiver,
}

/// What has to be buried of a sandbox: dropping it kills its processes, and then removes its group.
pub(crate) struct Body {
    process: Option<OwnedFd>,
    group: Option<Group>,
    reaper: Arc<Reaper>,
}

impl Body {
    pub(crate) fn new(process: OwnedFd, group: Option<Group>, reaper: Arc<Reaper>) -> Self {
        Self { process: Some(process), group, reaper }
    }

    pub(crate) fn group(&self) -> Option<&Group> {
        self.group.as_ref()
    }

    /// The number of its first process, while that lives.
    pub(crate) fn process_id(&self) -> Option<i32> {
        use std::os::fd::AsRawFd;
        let process = self.process.as_ref()?;
        let place = format!("/proc/self/fdinfo/{}", process.as_raw_fd());
        let told = std::fs::read_to_string(place).ok()?;
        let number = told.lines().find_map(|line| line.strip_prefix("Pid:"))?;
        number.trim().parse().ok().filter(|number| 0 < *number)
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if let Some(process) = self.process.take() {
            let _gone_already = pidfd_send_signal(&process, Signal::KILL);
            self.reaper.bury(Corpse { process, group: self.group.take() });
        }
    }
}

impl Sandbox {
    /// Puts a sandbox together.
    pub(crate) fn new(parts: Parts, freezer: &Freezer) -> std::io::Result<Self> {
        let Parts { lifeline, link, mut body, log } = parts;
        let frost = freezer.frost(body.group.as_mut().and_then(Group::take_freezer));
        let buffer = vec![0; LOG_READ_BYTES].into_boxed_slice();
        let log = LogReader {
            pipe: log,
            open: true,
            splitter: Splitter::default(),
            allowance: Allowance::default(),
            began: Instant::now(),
            buffer,
        };
        let event = body.group.as_mut().and_then(Group::take_limit_event);
        let memory = event.map(|event| watched(event, Interest::READABLE)).transpose()?;
        let memory = MemoryLimit(memory);
        Ok(Self { lifeline, link, log, memory, body, frost })
    }

    /// What it is made of.
    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    /// Its control group.
    pub(crate) fn group(&self) -> Option<&Group> {
        self.body.group()
    }

    /// It has nothing to do until [`Sandbox::wake`]: soon it stands still.
    pub(crate) fn rest(&self) {
        self.frost.rest();
    }

    /// It is about to be called.
    pub(crate) fn wake(&self) {
        self.frost.wake();
    }
}

/// Where we hear that a sandbox has passed its memory limit.
pub(crate) struct MemoryLimit(Option<AsyncFd<OwnedFd>>);

impl MemoryLimit {
    /// Waits until it is passed; for ever where the kernel then ends the sandbox whole by itself.
    pub(crate) async fn passed(&self) {
        let passed = match &self.0 {
            Some(event) => event.readable().await.is_ok(),
            None => false,
        };
        if !passed {
            std::future::pending::<()>().await;
        }
    }
}

/// The read end of a function's output.
pub(crate) struct LogReader {
    pipe: pipe::Receiver,
    open: bool,
    splitter: Splitter,
    allowance: Allowance,
    began: Instant,
    buffer: Box<[u8]>,
}

impl LogReader {
    /// Waits for output, and reads some, no faster than is allowed. When there is none to come it
    /// waits for ever.
    pub(crate) async fn read(&mut self, event: impl FnMut(&str)) {
        if let Some(wait) = self.allowance.wait(self.began.elapsed()) {
            tokio::time::sleep(wait).await;
        }
        if !self.open || self.pipe.readable().await.is_err() {
            std::future::pending::<()>().await;
        }
        self.read_once(event);
    }

    /// Reads what has been written so far, without waiting.
    pub(crate) fn drain(&mut self, mut event: impl FnMut(&str)) {
        let mut total = 0;
        while total < LOG_DRAIN_BYTES_MAX {
            match self.read_once(&mut event) {
                0 => return,
                read => total += read,
            }
        }
    }

    /// Ends the line that was begun: what comes later is another call's.
    pub(crate) fn end_line(&mut self, event: impl FnMut(&str)) {
        self.splitter.end_line(event);
    }

    /// Takes all that is left, and the line without an end.
    pub(crate) fn finish(&mut self, mut event: impl FnMut(&str)) {
        self.drain(&mut event);
        self.splitter.finish(event);
    }

    fn read_once(&mut self, event: impl FnMut(&str)) -> usize {
        match self.pipe.try_read(&mut self.buffer) {
            Ok(0) => {
                self.open = false;
                0
            }
            Ok(read) => {
                self.allowance.take(read, self.began.elapsed());
                self.splitter.push(self.buffer.get(..read).unwrap_or_default(), event);
                read
            }
            Err(_) => 0,
        }
    }
}
