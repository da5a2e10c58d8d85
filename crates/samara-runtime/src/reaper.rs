//! What is left to do when a sandbox has been killed: wait for its last process, then remove its
//! cgroup. A thread of its own does it, so that no call waits for it.

use std::os::fd::OwnedFd;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::cgroup::Group;

/// Sandboxes that wait to be buried. Whoever kills more waits for the thread.
const WAITING_MAX: usize = 1024;
/// How long a killed process may take to go: the kernel frees its memory first.
const DEATH_LIMIT: Timespec = Timespec { tv_sec: 10, tv_nsec: 0 };

/// A killed sandbox.
pub(crate) struct Corpse {
    /// Its first process.
    pub(crate) process: OwnedFd,
    /// Its cgroup.
    pub(crate) group: Option<Group>,
}

/// The thread that buries sandboxes.
pub(crate) struct Reaper {
    queue: Mutex<Option<SyncSender<Corpse>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Reaper {
    /// Starts the thread.
    pub(crate) fn start() -> std::io::Result<Self> {
        let (sender, corpses) = sync_channel(WAITING_MAX);
        // Owner: the runtime, which ends it by closing the queue and waits for it in `stop`.
        let thread = std::thread::Builder::new()
            .name("samara-reaper".to_owned())
            .spawn(move || work(&corpses))?;
        Ok(Self { queue: Mutex::new(Some(sender)), thread: Mutex::new(Some(thread)) })
    }

    /// Takes over a killed sandbox.
    pub(crate) fn bury(&self, corpse: Corpse) {
        let queue = self.queue.lock().ok().and_then(|queue| queue.clone());
        if let Some(queue) = queue {
            let _stopped = queue.send(corpse);
        }
    }

    /// Ends the thread when it has buried all.
    pub(crate) fn stop(&self) {
        if let Ok(mut queue) = self.queue.lock() {
            queue.take();
        }
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            let _panicked = thread.join();
        }
    }
}

fn work(corpses: &Receiver<Corpse>) {
    for corpse in corpses {
        let mut wait = [PollFd::new(&corpse.process, PollFlags::IN)];
        let _interrupted = poll(&mut wait, Some(&DEATH_LIMIT));
        if let Some(group) = corpse.group {
            group.remove();
        }
    }
}
