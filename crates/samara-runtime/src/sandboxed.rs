//! One live sandbox as the server holds it: its lifeline, its log, its link.

use std::os::fd::OwnedFd;
use std::sync::Arc;

use rustix::process::{Pid, Signal, kill_process, pidfd_send_signal};
use tokio::net::unix::pipe;

use crate::cgroup::Group;
use crate::launcher::client::Lifeline;
use crate::link::Link;
use crate::logs::Splitter;
use crate::reaper::{Corpse, Reaper};

/// How much of a log is read at once.
const LOG_READ_BYTES: usize = 16 * 1024;
/// How much of a log is read at the end of a call: a process that writes without end must not keep
/// the call from ending. What it had written is in the pipe, which holds far less.
const LOG_DRAIN_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How often the processes of a sandbox are looked for again, since one may have forked while the
/// others were being stopped.
const STILL_LOOKS_MAX: usize = 4;

/// A live sandbox. Dropping it kills it.
pub(crate) struct Sandbox {
    pub(crate) lifeline: Lifeline,
    pub(crate) link: Link,
    pub(crate) log: LogReader,
    pub(crate) group: Option<Group>,
    process: Option<OwnedFd>,
    /// The processes that were told to stand still.
    still: Vec<Pid>,
    reaper: Arc<Reaper>,
}

/// What a sandbox is made of.
pub(crate) struct Parts {
    pub(crate) lifeline: Lifeline,
    pub(crate) link: Link,
    pub(crate) group: Option<Group>,
    pub(crate) process: OwnedFd,
    pub(crate) log: pipe::Receiver,
}

impl Sandbox {
    /// Puts a sandbox together.
    pub(crate) fn new(parts: Parts, reaper: Arc<Reaper>) -> Self {
        let Parts { lifeline, link, group, process, log } = parts;
        let buffer = vec![0; LOG_READ_BYTES].into_boxed_slice();
        let log = LogReader { pipe: log, open: true, splitter: Splitter::default(), buffer };
        Self { lifeline, link, log, group, process: Some(process), still: Vec::new(), reaper }
    }

    /// Stops every process of it. Signals do on every host what a control group's freezer does on
    /// some; nothing inside can refuse or see them.
    pub(crate) fn stand_still(&mut self) {
        let Some(group) = &self.group else { return };
        for _ in 0..STILL_LOOKS_MAX {
            let mut processes = group.processes();
            processes.retain(|process| !self.still.contains(process));
            if processes.is_empty() {
                return;
            }
            for process in processes {
                let _gone_already = kill_process(process, Signal::STOP);
                self.still.push(process);
            }
        }
    }

    /// Lets them go on.
    pub(crate) fn go_on(&mut self) {
        for process in self.still.drain(..) {
            let _gone_already = kill_process(process, Signal::CONT);
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(process) = self.process.take() {
            let _gone_already = pidfd_send_signal(&process, Signal::KILL);
            self.reaper.bury(Corpse { process, group: self.group.take() });
        }
    }
}

/// The read end of a function's output.
pub(crate) struct LogReader {
    pipe: pipe::Receiver,
    open: bool,
    splitter: Splitter,
    buffer: Box<[u8]>,
}

impl LogReader {
    /// Waits for output, and reads some. When there is none to come it waits for ever.
    pub(crate) async fn read(&mut self, event: impl FnMut(&str)) {
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
                self.splitter.push(self.buffer.get(..read).unwrap_or_default(), event);
                read
            }
            Err(_) => 0,
        }
    }
}
