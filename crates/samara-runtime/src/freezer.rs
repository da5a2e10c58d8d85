//! Freezes what has nothing to do: a function that goes on working after its response, with a
//! thread or a child of its own, stands still until its next call, as on AWS.
//!
//! Freezing and thawing cost some ten microseconds each and wake every thread of the sandbox, which
//! a function that is called again at once should not pay. So a thread of ours freezes what has
//! been idle for [`IDLE_BEFORE_FREEZE`]; until then a call only says that it is busy again. The
//! queue has each sandbox once at most, however often it is called.

use std::collections::VecDeque;
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a sandbox is idle before it is frozen: longer than the pause between two calls of a
/// function that is in use, far shorter than work worth doing behind its caller's back.
pub(crate) const IDLE_BEFORE_FREEZE: Duration = Duration::from_millis(10);

/// The shortest pause between two looks at all that are idle: a thousand of them, each called
/// again and again, are then looked at for a few per cent of a processor.
const PAUSE_MIN: Duration = Duration::from_millis(2);

/// The thread that freezes.
#[derive(Debug)]
pub(crate) struct Freezer {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: VecDeque<Weak<Frost>>,
    /// Whether the thread waits for the first of them. While it looks, and for a pause after the
    /// first has come, nobody wakes it: else each call of a function in use would.
    asleep: bool,
    stopped: bool,
}

/// The freezing of one sandbox. Dropping it leaves the sandbox as it is.
#[derive(Debug)]
pub(crate) struct Frost {
    shared: Arc<Shared>,
    /// Its group's `cgroup.freeze`; none where the host cannot freeze.
    control: Option<File>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    idle_since: Option<Instant>,
    queued: bool,
    frozen: bool,
}

impl Freezer {
    /// Starts the thread.
    pub(crate) fn start() -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        // Owner: the runtime, which ends it in `stop`.
        let thread = std::thread::Builder::new()
            .name("samara-freezer".to_owned())
            .spawn(move || work(&theirs))?;
        Ok(Self { shared, thread: Mutex::new(Some(thread)) })
    }

    /// The freezing of a new sandbox, which is busy.
    pub(crate) fn frost(&self, control: Option<File>) -> Arc<Frost> {
        let shared = Arc::clone(&self.shared);
        Arc::new(Frost { shared, control, state: Mutex::default() })
    }

    /// Ends the thread. What is frozen stays so; it can be killed.
    pub(crate) fn stop(&self) {
        lock(&self.shared.queue).stopped = true;
        self.shared.changed.notify_all();
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread {
            let _panicked = thread.join();
        }
    }
}

impl Frost {
    /// The sandbox has nothing to do from now on.
    pub(crate) fn rest(self: &Arc<Self>) {
        if self.control.is_none() {
            return;
        }
        let mut state = lock(&self.state);
        if state.frozen {
            return;
        }
        state.idle_since = Some(Instant::now());
        if std::mem::replace(&mut state.queued, true) {
            return;
        }
        drop(state);
        let mut queue = lock(&self.shared.queue);
        queue.waiting.push_back(Arc::downgrade(self));
        if std::mem::take(&mut queue.asleep) {
            self.shared.changed.notify_one();
        }
    }

    /// The sandbox is needed. When this returns it runs.
    pub(crate) fn wake(&self) {
        let mut state = lock(&self.state);
        state.idle_since = None;
        if std::mem::take(&mut state.frozen) {
            self.set(false);
        }
    }

    fn set(&self, frozen: bool) {
        let value: &[u8] = if frozen { b"1" } else { b"0" };
        let written = self.control.as_ref().map(|control| control.write_at(value, 0));
        if let Some(Err(error)) = written {
            // The group goes when the sandbox has been killed.
            tracing::debug!(%error, frozen, "a sandbox was not frozen or thawed");
        }
    }

    /// Freezes it if it has been idle for long enough; otherwise says when it may be.
    fn look(&self) -> Option<Duration> {
        let mut state = lock(&self.state);
        let Some(since) = state.idle_since else {
            state.queued = false;
            return None;
        };
        let idle = since.elapsed();
        if idle < IDLE_BEFORE_FREEZE {
            return Some(IDLE_BEFORE_FREEZE.saturating_sub(idle));
        }
        state.queued = false;
        state.frozen = true;
        // Under the lock, so that no call that wakes it comes in between.
        self.set(true);
        None
    }
}

fn work(shared: &Shared) {
    let mut queue = lock(&shared.queue);
    while !queue.stopped {
        if queue.waiting.is_empty() {
            queue.asleep = true;
            let waits = |queue: &mut Queue| queue.waiting.is_empty() && !queue.stopped;
            let woken = shared.changed.wait_while(queue, waits);
            // Whoever has come is idle since now.
            let queue_of_first = woken.unwrap_or_else(PoisonError::into_inner);
            queue = pause(shared, queue_of_first, IDLE_BEFORE_FREEZE);
        }
        let all = std::mem::take(&mut queue.waiting);
        drop(queue);
        // All of them, so that none waits for others that are called again and again.
        let (early, pauses): (Vec<_>, Vec<_>) =
            all.into_iter().filter_map(|one| Some((one.clone(), one.upgrade()?.look()?))).unzip();
        queue = lock(&shared.queue);
        queue.waiting.extend(early);
        if let Some(shortest) = pauses.into_iter().min() {
            queue = pause(shared, queue, shortest.max(PAUSE_MIN));
        }
    }
}

/// Waits for so long, or until it is stopped.
fn pause<'a>(
    shared: &Shared,
    queue: MutexGuard<'a, Queue>,
    pause: Duration,
) -> MutexGuard<'a, Queue> {
    let waited = shared.changed.wait_timeout_while(queue, pause, |queue| !queue.stopped);
    waited.unwrap_or_else(PoisonError::into_inner).0
}

/// A panic under one of these locks leaves nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn control(folder: &tempfile::TempDir) -> (std::path::PathBuf, Option<File>) {
        let place = folder.path().join("cgroup.freeze");
        std::fs::write(&place, "0").unwrap();
        let file = File::options().write(true).open(&place).unwrap();
        (place, Some(file))
    }

    fn until(place: &std::path::Path, value: &str) {
        let began = Instant::now();
        while std::fs::read_to_string(place).unwrap() != value {
            assert!(began.elapsed() < Duration::from_secs(10), "it never was {value}");
            std::thread::yield_now();
        }
    }

    /// A thread that a function leaves behind would otherwise use its neighbours' CPU for free.
    #[test]
    fn what_rests_is_frozen_and_what_is_called_runs() {
        let folder = tempfile::tempdir().unwrap();
        let (place, control) = control(&folder);
        let freezer = Freezer::start().unwrap();
        let frost = freezer.frost(control);
        for _ in 0..3 {
            frost.rest();
            until(&place, "1");
            frost.wake();
            assert_eq!(std::fs::read_to_string(&place).unwrap(), "0");
        }
        freezer.stop();
    }

    /// A function in use must not pay for being frozen between two calls, nor fill the queue.
    #[test]
    fn what_is_called_again_at_once_is_queued_once() {
        let folder = tempfile::tempdir().unwrap();
        let (place, control) = control(&folder);
        let freezer = Freezer::start().unwrap();
        let frost = freezer.frost(control);
        for _ in 0..10_000 {
            frost.rest();
            assert!(lock(&freezer.shared.queue).waiting.len() <= 1);
            frost.wake();
        }
        frost.rest();
        until(&place, "1");
        drop(frost);
        freezer.stop();
    }
}
