//! The pool of long reads: threads of their own, a bounded number, which everything else goes
//! before.
//!
//! A scan of a large table computes without a pause. On as many threads as there are processors it
//! would halve what is left for everybody else, and each short request would wait for its turn of
//! milliseconds. So the pool's threads are *nice*: the kernel runs them with what others leave, a
//! tenth when others want it all, and lets whoever wakes up go first. A thread that is nice can
//! never be made as it was, so these run nothing else.

use std::sync::Arc;

use samara_service::Refusal;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

/// How nice they are: of two threads that want one processor, this one gets a tenth.
const NICENESS: i32 = 10;

/// The pool.
pub(crate) struct Scans {
    room: Arc<Semaphore>,
    /// Only for its threads, which come when they are needed and go when they are not. Without it
    /// the server's own do the work.
    threads: Option<Runtime>,
}

impl Scans {
    /// A pool of so many threads.
    pub(crate) fn new(at_once: usize) -> Self {
        let threads = Builder::new_current_thread()
            .thread_name("scan")
            .max_blocking_threads(at_once)
            .on_thread_start(|| {
                // Where it is refused, a scan is as important as anything else.
                if let Err(error) = rustix::process::nice(NICENESS) {
                    tracing::debug!(%error, "a scan's thread is not nice");
                }
            })
            .build();
        let threads = threads.inspect_err(|error| tracing::warn!(%error, "scans have no pool"));
        Self { room: Arc::new(Semaphore::new(at_once)), threads: threads.ok() }
    }

    /// Runs a long read when there is room.
    ///
    /// # Errors
    /// The read's own, and when it panicked.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        read: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let room = Arc::clone(&self.room).acquire_owned().await.map_err(Refusal::internal)?;
        let read = move || {
            // Held until the read has ended, though nobody may wait for it any more.
            let _room = room;
            read()
        };
        let done = match &self.threads {
            Some(threads) => threads.spawn_blocking(read),
            None => tokio::task::spawn_blocking(read),
        };
        done.await.map_err(Refusal::internal)?
    }
}

impl Drop for Scans {
    fn drop(&mut self) {
        // A runtime that is dropped waits for its threads, which the task that drops it must not.
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A point read beside a scan must be what the processor does next.
    #[tokio::test]
    async fn its_threads_are_nice_and_nobody_elses_are() {
        let own = rustix::process::nice(0).unwrap();
        let scans = Scans::new(1);
        let of_scans = scans.run(|| rustix::process::nice(0).map_err(Refusal::internal)).await;
        assert_eq!(of_scans.unwrap(), (own + NICENESS).min(19));
        assert_eq!(rustix::process::nice(0).unwrap(), own);
    }

    /// Each scan holds a page in memory, so there is a bound; and one with a defect must not make
    /// the pool smaller for good.
    #[tokio::test]
    async fn so_many_run_at_once_and_a_panic_ends_its_own() {
        let scans = Scans::new(2);
        let failed = scans.run(|| -> Result<(), _> { panic!("a defect, as the test wants it") });
        assert!(failed.await.is_err());
        let (both, running) = (Arc::new(Barrier::new(2)), Arc::new(AtomicUsize::new(0)));
        let read = || {
            let (both, running) = (both.clone(), running.clone());
            scans.run(move || {
                let before = running.fetch_add(1, Ordering::SeqCst);
                both.wait();
                running.fetch_sub(1, Ordering::SeqCst);
                Ok(before)
            })
        };
        let seen = futures_util::future::join_all((0..8).map(|_| read())).await;
        assert!(seen.into_iter().all(|before| before.unwrap() < 2));
    }
}
