//! What gives back what was taken, however a call ends: an answer, a refusal, a panic, or a caller
//! that hung up. A count that is not given back would turn a function off for good, and an
//! instance that is not would hold its memory for ever.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use samara_service::Refusal;
use tokio::sync::{oneshot, watch};

use crate::BoxFuture;
use crate::invoker::{Inner, Running};
use crate::pool::{Action, Alive, Handover, Held, Key};

/// Work that is finished whoever stops waiting for it.
///
/// It runs in its caller's task, without a hop to another, for as long as the caller waits; when
/// the caller goes, what is left of it becomes a task of its own.
pub(crate) struct Kept<T: Send + 'static> {
    work: Option<BoxFuture<'static, Result<T, Refusal>>>,
    tasks: tokio::runtime::Handle,
}

impl<T: Send + 'static> Kept<T> {
    pub(crate) fn new(
        inner: &Inner,
        work: impl Future<Output = Result<T, Refusal>> + Send + 'static,
    ) -> Self {
        let counted = Counted::new(inner);
        let work = async move {
            let _counted = counted;
            work.await
        };
        Self { work: Some(Box::pin(work)), tasks: inner.handle.clone() }
    }
}

impl<T: Send + 'static> Future for Kept<T> {
    type Output = Result<T, Refusal>;

    /// A panic is an internal error of this one call; its guards have given back what it held.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(work) = &mut self.work else { return Poll::Pending };
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx)));
        let ended = match polled {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(ended)) => ended,
            Err(_) => Err(Refusal::internal(Panicked)),
        };
        self.work = None;
        Poll::Ready(ended)
    }
}

impl<T: Send + 'static> Drop for Kept<T> {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            // Owner: the invoker, whose `drain` waits for it; it ends with the call.
            self.tasks.spawn(work);
        }
    }
}

/// The panic itself was told where it happened, by the hook.
#[derive(Debug, thiserror::Error)]
#[error("the invoker panicked")]
pub(crate) struct Panicked;

/// Counts a piece of work for as long as it lives.
pub(crate) struct Counted(watch::Sender<usize>);

impl Counted {
    pub(crate) fn new(inner: &Inner) -> Self {
        let tasks = inner.tasks.clone();
        tasks.send_modify(|running| *running += 1);
        Self(tasks)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

/// An admitted call, which counts until this is dropped.
pub(crate) struct Stay {
    pub(crate) inner: Arc<Inner>,
    pub(crate) key: Key,
}

impl Drop for Stay {
    fn drop(&mut self) {
        self.inner.pool().left(&self.key);
    }
}

/// An instance that serves a call: given back, or ended when this is dropped before.
pub(crate) struct Lease<'a> {
    stay: &'a Stay,
    held: Option<Held<Running>>,
}

impl<'a> Lease<'a> {
    pub(crate) fn new(stay: &'a Stay, held: Held<Running>) -> Self {
        Self { stay, held: Some(held) }
    }

    pub(crate) fn running(&mut self) -> Option<&mut Running> {
        self.held.as_mut().map(|held| &mut held.instance)
    }

    /// The call has ended after so long, where that tells how long a warm call takes.
    pub(crate) fn give_back(mut self, took_us: Option<u64>) {
        let Some(held) = self.held.take() else { return };
        let alive = held.instance.is_alive();
        let (back, dead) = if alive { (Some(held), None) } else { (None, Some(held.instance)) };
        self.end(back, dead, took_us);
    }

    fn end(&self, back: Option<Held<Running>>, dead: Option<Running>, took_us: Option<u64>) {
        let Stay { inner, key } = self.stay;
        let mut actions = inner.pool().release(key, back, took_us, inner.now());
        actions.extend(dead.map(Action::Kill));
        inner.perform(actions);
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(held) = self.held.take() {
            // It is in the middle of a call, and nobody knows where.
            self.end(None, Some(held.instance), None);
        }
    }
}

/// A call that waits for an instance. What was handed over at the very moment in which it stopped
/// waiting is given back.
pub(crate) struct Waiting<'a> {
    pub(crate) stay: &'a Stay,
    pub(crate) handover: oneshot::Receiver<Handover<Running>>,
}

impl Waiting<'_> {
    /// Stops waiting; what was handed over at this very moment.
    pub(crate) fn stop(&mut self) -> Option<Handover<Running>> {
        self.handover.close();
        self.handover.try_recv().ok()
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        match self.stop() {
            Some(Ok(held)) => Lease::new(self.stay, held).give_back(None),
            _ => self.stay.inner.pool().forsake(&self.stay.key),
        }
    }
}

/// A start under way, which fails when this is dropped before its end was told.
pub(crate) struct Starting {
    inner: Arc<Inner>,
    key: Key,
    told: bool,
}

impl Starting {
    pub(crate) fn new(inner: &Arc<Inner>, key: Key) -> Self {
        Self { inner: Arc::clone(inner), key, told: false }
    }

    /// It has ended after so long.
    pub(crate) fn ended(mut self, started: Result<Held<Running>, Refusal>, took_us: u64) {
        self.told = true;
        let now = self.inner.now();
        let actions = match started {
            Ok(held) => self.inner.pool().ready(&self.key, held, took_us, now),
            Err(refusal) => self.inner.pool().failed(&self.key, refusal, now),
        };
        self.inner.perform(actions);
    }
}

impl Drop for Starting {
    fn drop(&mut self) {
        if !self.told {
            let refusal = Refusal::internal(Panicked);
            let actions = self.inner.pool().failed(&self.key, refusal, self.inner.now());
            self.inner.perform(actions);
        }
    }
}
