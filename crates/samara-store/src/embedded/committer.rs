//! The committer: one thread that puts transactions into the log, a group at a time.
//!
//! It takes what waits, checks each transaction's reads against what was written since its
//! snapshot, writes and syncs the group once, applies it to the index meanwhile, makes it visible,
//! and then answers. A transaction that lost is run again right here, over the group's writes so
//! far, where nothing can come between: so a hot key costs a share of a group and not a storm of
//! tries. One that reads much would hold everybody up: it is tried again outside, at most twice,
//! and then run here all the same, so that it cannot lose for ever.
//!
//! Every answer waits for the group, also that of a transaction which refused: it may have read
//! what another one of the group wrote.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use samara_base::Timestamp;
use tokio::sync::oneshot;

use super::Shared;
use super::due_head::DueHead;
use super::group_builder::GroupBuilder;
use super::index::Index;
use super::log::Log;
use super::queue::{Reply, Ticket};
use super::reads::Reads;
use super::transaction::{View, run};
use super::window::{Window, overlaps};
use crate::{Sequence, StoreError};

/// What a transaction may have read to be run again by the committer, entries and bytes: little
/// enough to be in memory and to be read in well under a millisecond.
const SMALL_ENTRIES: usize = 500;
const SMALL_BYTES: usize = 256 * 1024;
/// After so many tries outside a large one is run by the committer too.
const TRIES_OUTSIDE_MAX: u32 = 3;

/// The committer's own state; what others see is in [`Shared`].
pub(crate) struct Committer {
    pub(crate) shared: Arc<Shared>,
    pub(crate) log: Log,
    pub(crate) window: Window,
    pub(crate) due: DueHead,
    /// The last sequence given.
    pub(crate) head: Sequence,
    /// The time of the last commit: none is earlier.
    pub(crate) time: Timestamp,
}

/// What a transaction will be told once the group is on the disk.
struct Answer {
    to: oneshot::Sender<Reply>,
    reply: Reply,
}

impl Committer {
    /// Commits until the queue is closed and empty, then marks the log's end.
    pub(crate) fn run(mut self) {
        while let Some(batch) = self.shared.queue.take() {
            self.commit(batch);
        }
        if let Err(error) = self.log.append_close_mark() {
            tracing::warn!(%error, "the log could not be closed tidily; nothing is lost");
        }
    }

    fn commit(&mut self, batch: Vec<Ticket>) {
        if let Err(refused) = self.shared.wait_for_room() {
            for ticket in batch {
                // Nobody may be waiting for it any more.
                let _ = ticket.reply.send(Reply::Done(Err(again(&refused))));
            }
            return;
        }
        self.time = self.time.max(self.shared.clock.now());
        let mut group = GroupBuilder::new(self.head + 1, self.time);
        let answers: Vec<Answer> =
            batch.into_iter().map(|ticket| self.decide(ticket, &mut group)).collect();
        let written = if group.commits.is_empty() { Ok(()) } else { self.write(group) };
        for Answer { to, reply } in answers {
            let reply = match (&written, reply) {
                (Err(error), Reply::Done(_)) => Reply::Done(Err(again(error))),
                (_, reply) => reply,
            };
            let _ = to.send(reply);
        }
    }

    /// Adds a transaction to the group, or finds out why not.
    fn decide(&self, ticket: Ticket, group: &mut GroupBuilder) -> Answer {
        let Ticket { about, mut work, outcome, snapshot, tries, reply: to, permit } = ticket;
        drop(permit);
        let holds = self.window.still_holds(snapshot.at, &outcome.reads)
            && !overlaps(&group.overlay, &outcome.reads);
        if holds {
            let sequence = group.add(about, outcome.writes);
            return Answer { to, reply: Reply::Done(Ok(Some(sequence))) };
        }
        if tries < TRIES_OUTSIDE_MAX && !is_small(&outcome.reads) {
            return Answer { to, reply: Reply::Again(about, work) };
        }
        let due_from = self.due.from();
        let view = View {
            index: &self.shared.index,
            blobs: &self.shared.blobs,
            at: self.head,
            due_from: &due_from,
            group: Some(&group.overlay),
        };
        let again = run(view, &mut work);
        let done = again.map(|outcome| outcome.map(|outcome| group.add(about, outcome.writes)));
        Answer { to, reply: Reply::Done(done) }
    }

    /// Makes the group durable, then visible.
    fn write(&mut self, group: GroupBuilder) -> Result<(), StoreError> {
        let (first, last) = (group.first, group.last());
        let records = u32::try_from(group.commits.len()).unwrap_or(u32::MAX);
        let Self { shared, log, window, due, .. } = self;
        // Nobody sees it before it is published, and a disk that cannot sync ends the process.
        let apply = || {
            for (sequence, writes) in (first..).zip(&group.commits) {
                let mut pairs = writes.iter().map(|(key, value)| (key, value.as_ref()));
                shared.index.apply(sequence, &mut pairs);
                for (key, value) in writes {
                    window.add(sequence, key.clone());
                    due.see(key, value.is_some());
                }
            }
        };
        let body = log.append(group.buffer, first, records, apply).inspect_err(|error| {
            if matches!(error, StoreError::Full) {
                shared.room.ran_out();
            }
        })?;
        self.head = last;
        self.shared.recent.push(first, last, body);
        self.shared.last_time.store(self.time.as_millis(), Ordering::Release);
        self.settle_due();
        self.shared.publish(last, self.due.from());
        self.window.forget(self.shared.snapshots.oldest());
        self.tell_due();
        self.shared.head.send_replace(last);
        if self.shared.index.seal(last, false) {
            self.shared.chores.ask();
        }
        Ok(())
    }

    /// Looks for the earliest due key, if it was removed. What was applied is read here before it
    /// is published: nobody else can, and nothing else comes between.
    pub(crate) fn settle_due(&mut self) {
        let found = self.due.settle(|range| self.shared.first_key(range, self.head));
        if let Err(error) = found {
            tracing::error!(%error, "the next due key could not be read");
        }
    }

    /// Tells the time of the earliest due key to whoever sleeps until then.
    pub(crate) fn tell_due(&self) {
        let first = self.due.time();
        self.shared.next_due.send_if_modified(|now| {
            let changed = *now != first;
            *now = first;
            changed
        });
    }
}

fn is_small(reads: &Reads) -> bool {
    reads.entries <= SMALL_ENTRIES && reads.bytes <= SMALL_BYTES
}

/// The same refusal for everybody in a group; only a few kinds reach more than one.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full => StoreError::Full,
        StoreError::Damaged(what) => StoreError::Damaged(what.clone()),
        _ => StoreError::Closed,
    }
}
