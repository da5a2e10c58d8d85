//! Operations of several writes, each kept or refused by itself: a transaction each.
//!
//! All of them are handed to the store at once, so that they share the groups of the log (and its
//! syncs) with one another and with everybody else's, and none waits for another's conflict. Who
//! runs such an operation within a transaction of its own ([`Operation::run`]) has all or none.

use std::sync::Arc;

use futures_util::future::join_all;
use samara_store::{About, BoxFuture, Store, StoreExt, Txn};
use samara_wire::{Document, IntoDocument};

use crate::table::Ready;
use crate::{Answer, Cx, Operation, Refusal};

/// An operation that is several writes. How many there may be is bounded by its model.
pub trait Batch: Operation {
    /// What one of the writes gives.
    type Part: Send + 'static;

    /// How many writes an input asks for.
    fn parts(input: &Self::Input) -> usize;

    /// Refuses an input as a whole, before anything is written, at a snapshot of its own.
    ///
    /// # Errors
    /// Refusals.
    fn check(cx: &Cx, txn: &mut dyn Txn, input: &Self::Input) -> Result<(), Self::Error>;

    /// Does the write at a place, from 0.
    ///
    /// # Errors
    /// Refusals of this write alone.
    fn run_part(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &Self::Input,
        at: usize,
    ) -> Result<Self::Part, Self::Error>;

    /// The output, of what became of each write, in order.
    ///
    /// # Errors
    /// Refusals.
    fn join(
        cx: &Cx,
        input: &Self::Input,
        parts: Vec<Result<Self::Part, Refusal>>,
    ) -> Result<Self::Output, Refusal>;
}

/// Checks an input, and then does its writes.
pub(crate) fn each<O: Batch>(
    ready: Arc<Ready<O>>,
    cx: Cx,
    store: Arc<dyn Store>,
    about: About,
) -> BoxFuture<'static, Result<Answer<Document>, Refusal>> {
    Box::pin(async move {
        store.read(|txn| O::check(&cx, txn, &ready.input)).map_err(Into::into)?;
        let part = |at| {
            let (cx, ready) = (cx.clone(), Arc::clone(&ready));
            store.write(about.clone(), move |txn: &mut dyn Txn| {
                O::run_part(&cx, txn, &ready.input, at)
            })
        };
        let outcomes = join_all((0..O::parts(&ready.input)).map(part)).await;
        let outcomes = outcomes.into_iter().map(|outcome| match outcome {
            Ok(outcome) => outcome.map_err(Into::into),
            Err(error) => Err(error.into()),
        });
        let output = O::join(&cx, &ready.input, outcomes.collect())?;
        Ok(Answer::Done(output.into_document()))
    })
}
