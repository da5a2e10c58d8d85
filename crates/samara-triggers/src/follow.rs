//! The follower: reads the feed once, and writes deliveries together with its position.
//!
//! A position is written only with deliveries, after many commits or much log that ask for none,
//! and at the end: else each position would be a commit to follow. The log behind it is kept, and
//! a start reads it again. Reading a stretch again finds either records that are
//! still there, or, where their deliveries were written, none: a record goes in the same
//! transaction that makes its deliveries durable.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;
use samara_base::TraceHeader;
use samara_events::EventRecord;
use samara_service::Principal;
use samara_store::{About, Change, Commit, Fed, FeedError, KeyReader, Origin, Range, Sequence};
use samara_store::{Store, StoreExt, Txn};

use crate::error::chain;
use crate::sources::{Made, asynchronous, event::Rules};
use crate::{Delivery, Error, Shared, dead_letter, keys};

/// How much of the feed is read at once, bytes.
const READ_BYTES: usize = 1024 * 1024;
/// Commits without a delivery after which the position is written all the same.
const COMMITS_UNWRITTEN: u64 = 4096;
/// How much of the log may be read without a delivery before the position is written all the same,
/// bytes: what a start has to read again, and what the log keeps, beyond what it must.
const BYTES_UNWRITTEN: usize = 16 * 1024 * 1024;
/// Records that are read at once when the feed no longer reaches back.
const RECORDS_READ: usize = 256;
/// How long a failure waits before the next try, milliseconds.
const RETRY_MS: u64 = 1000;

struct Follower {
    shared: Arc<Shared>,
    position: Sequence,
    written: Sequence,
    /// How much of the log lies between the two, bytes.
    unwritten_bytes: usize,
    rules: HashMap<String, Rules>,
    /// Keys of rules that cannot be read and of which a dead letter tells already.
    told: HashSet<Bytes>,
}

/// A record that asks for deliveries, and what its commit said of its cause.
struct Record {
    key: Bytes,
    value: Bytes,
    trace: Option<String>,
}

pub(crate) async fn run(shared: Arc<Shared>) {
    let store = shared.parts.store.clone();
    let mut head = store.head();
    let position = read_position(&*store);
    store.retain("triggers", position);
    let mut follower = Follower {
        shared: shared.clone(),
        position,
        written: position,
        unwritten_bytes: 0,
        rules: HashMap::new(),
        told: HashSet::new(),
    };
    shared.steps.begin(&*store);
    shared.lanes.begin(&*store);
    while !shared.is_stopping() {
        // Marked before reading, so that a commit that comes meanwhile is seen as a change.
        head.mark_unchanged();
        match follower.advance().await {
            Ok(true) => {}
            Ok(false) => tokio::select! {
                changed = head.changed() => if changed.is_err() { return },
                () = shared.stopped() => {}
            },
            Err(error) if error.is_closed() => return,
            Err(error) => {
                tracing::error!(error = chain(&error), "the follower tries again");
                let wait = std::time::Duration::from_millis(RETRY_MS);
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = shared.stopped() => {}
                }
            }
        }
    }
    if let Err(error) = follower.settle().await {
        tracing::warn!(error = chain(&error), "the next start reads more of the feed again");
    }
}

pub(crate) fn read_position(store: &dyn Store) -> Sequence {
    let value = store.read(|txn| txn.get(&keys::follower()));
    let bytes = value.ok().flatten().and_then(|value| <[u8; 8]>::try_from(&value[..]).ok());
    bytes.map_or(0, Sequence::from_be_bytes)
}

impl Follower {
    /// Handles the next stretch of the feed; whether there was one.
    async fn advance(&mut self) -> Result<bool, Error> {
        let commits = match self.shared.parts.store.feed(self.position, READ_BYTES) {
            Ok(commits) => commits,
            Err(FeedError::TooOld { oldest, .. }) => {
                self.catch_up(oldest).await?;
                return Ok(true);
            }
            Err(error) => return Err(error.into()),
        };
        let Some(last) = commits.last().map(|commit| commit.sequence) else { return Ok(false) };
        let bytes = commits.iter().map(|commit| commit.log_bytes).sum::<usize>();
        self.unwritten_bytes = self.unwritten_bytes.saturating_add(bytes);
        let mut records = Vec::new();
        for commit in commits {
            self.sort(commit, &mut records);
        }
        self.handle(records, last).await?;
        Ok(true)
    }

    /// Notes what a commit changed: rules to read anew, steps to go on with, records to deliver.
    fn sort(&mut self, commit: Commit, records: &mut Vec<Record>) {
        for change in commit.changes {
            let Some(kind) = KeyReader::kind(&change.key) else { continue };
            match kind {
                samara_events::keys::RULE => {
                    self.told.remove(&change.key);
                    if let Ok((bus, _)) = samara_events::keys::bus_and_rule(&change.key) {
                        self.rules.remove(&bus);
                    }
                }
                samara_events::keys::EVENT | samara_lambda::keys::ASYNCHRONOUS => {
                    if let Change { key, after: Some(value), .. } = change {
                        records.push(Record { key, value, trace: commit.trace.clone() });
                    }
                }
                samara_dynamodb::keys::RECORD => self.shared.streams.readers.record(&change.key),
                // Also one that is gone: it is to be forgotten.
                samara_lambda::keys::MAPPING | samara_lambda::keys::FUNCTION => {
                    self.shared.steps.changed(kind, &change.key);
                }
                kind if !change.deleted => self.shared.steps.changed(kind, &change.key),
                _ => {}
            }
        }
    }

    /// Writes the deliveries of records with the position behind them, in one transaction.
    async fn handle(&mut self, records: Vec<Record>, last: Sequence) -> Result<(), Error> {
        let must_write = !records.is_empty()
            || COMMITS_UNWRITTEN <= last.saturating_sub(self.written)
            || BYTES_UNWRITTEN <= self.unwritten_bytes;
        if must_write {
            let mut made = Vec::new();
            for record in &records {
                made.extend(self.deliveries(record)?);
            }
            let keys: Vec<Bytes> = records.into_iter().map(|record| record.key).collect();
            self.write(keys, made, last).await?;
            let unreadable = self.rules.values().flat_map(|rules| &rules.unreadable);
            self.told.extend(unreadable.map(|rule| rule.key.clone()));
            self.wrote(last);
            self.shared.bell.notify_one();
        }
        self.position = last;
        Ok(())
    }

    /// Writes the position at the end.
    async fn settle(&mut self) -> Result<(), Error> {
        // One commit always follows: that of the position itself.
        if self.position <= self.written.saturating_add(1) {
            return Ok(());
        }
        self.write(vec![], vec![], self.position).await?;
        self.wrote(self.position);
        Ok(())
    }

    /// The position is on the disk: what lies before it may go.
    fn wrote(&mut self, position: Sequence) {
        (self.written, self.unwritten_bytes) = (position, 0);
        self.shared.parts.store.retain("triggers", position);
    }

    async fn write(
        &self,
        records: Vec<Bytes>,
        made: Vec<Made>,
        last: Sequence,
    ) -> Result<(), Error> {
        let about = About { origin: Origin::Delivery, trace: None };
        let now = self.shared.parts.clock.now();
        let work = move |txn: &mut dyn Txn| {
            for (key, delivery, fault) in &made {
                match fault {
                    None => delivery.begin(txn, key)?,
                    Some(reason) => dead_letter::put(txn, key, delivery, reason.clone(), now)?,
                }
            }
            for record in &records {
                txn.delete(record.to_vec(), Fed::No);
            }
            txn.put(keys::follower(), last.to_be_bytes().to_vec().into(), Fed::No);
            Ok::<(), Error>(())
        };
        self.shared.parts.store.write(about, work).await??;
        Ok(())
    }

    /// What a record asks for. One that cannot be read never will be: it is set aside as a dead
    /// letter, and the rest goes on. When the store fails, all of them are tried again.
    fn deliveries(&mut self, record: &Record) -> Result<Vec<Made>, Error> {
        let made = match KeyReader::kind(&record.key) {
            Some(samara_events::keys::EVENT) => self.of_event(record),
            _ => asynchronous::delivery(&record.key, &record.value).map(|made| vec![made]),
        };
        made.or_else(|error| {
            if !error.is_damage() {
                return Err(error);
            }
            let now = self.shared.parts.clock.now();
            let key = keys::delivery(&record.key, "", "");
            let what = match KeyReader::kind(&record.key) {
                Some(samara_events::keys::EVENT) => "an event",
                _ => "an asynchronous call",
            };
            let delivery = Delivery::unreadable(what, &key, &record.value, now);
            let reason = dead_letter::unreadable(what, &error);
            Ok(vec![(key, delivery, Some(reason))])
        })
    }

    fn of_event(&mut self, record: &Record) -> Result<Vec<Made>, Error> {
        let event = EventRecord::decode(&record.value)?;
        let bus = samara_events::keys::bus_of_event(&record.key).unwrap_or_default();
        if !self.rules.contains_key(&bus) {
            let name = "events.amazonaws.com".to_owned();
            let trace = record.trace.as_deref().and_then(TraceHeader::parse);
            let cx = (self.shared.parts.contexts)(Principal::Service { name, source: None }, trace);
            let rules = self.shared.parts.store.read(|txn| Rules::load(&cx, txn, &bus))?;
            self.rules.insert(bus.clone(), rules);
        }
        let Some(rules) = self.rules.get(&bus) else { return Ok(vec![]) };
        let mut made = rules.deliveries(&record.key, &event, record.trace.as_deref());
        let now = self.shared.parts.clock.now();
        for rule in rules.unreadable.iter().filter(|rule| !self.told.contains(&rule.key)) {
            let delivery = Delivery::unreadable(&rule.name, &rule.key, &rule.value, now);
            made.push((rule.key.to_vec(), delivery, Some(rule.reason.clone())));
        }
        Ok(made)
    }

    /// The feed no longer reaches back to the position: what is undone is still there as records.
    async fn catch_up(&mut self, oldest: Sequence) -> Result<(), Error> {
        tracing::warn!(position = self.position, oldest, "the feed is gone: reading the records");
        self.rules.clear();
        self.shared.steps.begin(&*self.shared.parts.store);
        self.shared.lanes.begin(&*self.shared.parts.store);
        // Where to go on: what is committed from here on is in the feed.
        let head = *self.shared.parts.store.head().borrow();
        for kind in [samara_events::keys::EVENT, samara_lambda::keys::ASYNCHRONOUS] {
            let range = Range::prefix(&samara_store::KeyWriter::new(kind).done());
            loop {
                let found = self.shared.parts.store.read(|txn| txn.scan(&range, RECORDS_READ))?;
                if found.is_empty() {
                    break;
                }
                let record = |(key, value)| Record { key, value, trace: None };
                self.handle(found.into_iter().map(record).collect(), self.position).await?;
            }
        }
        let last = head.max(oldest);
        self.write(vec![], vec![], last).await?;
        self.position = last;
        self.wrote(last);
        Ok(())
    }
}
