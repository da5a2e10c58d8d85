//! Throughput that a resource has by the second, where the operator wants it enforced: buckets of
//! tokens, shared by all requests, and what one request takes of them.
//!
//! A bucket fills at its rate, up to what its rate gives in some time (its burst), and a request
//! is admitted while there is a token for it, or all that it costs, if that is less. What it costs
//! beyond that becomes a debt that later requests wait for: so no request is too large for a small
//! rate, none has to be known before it has read, and over time no more is taken than the rate.
//!
//! An operation may run more than once (see [`crate::Operation::run`]), and must not pay twice or
//! be refused the second time. So a request has [`Takings`]: what each of its parts has taken of
//! each bucket. Taking again for the same part pays the difference, and is never refused.
//!
//! # What is deliberately not here
//!
//! *The time.* It comes with each request. *What survives a start.* Buckets are full when they are
//! first used, so a server that was started again gives the burst again: a bound on load is no
//! promise that has to be kept on disk. *Tables*: who names buckets knows what they stand for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use samara_base::Timestamp;

/// The buckets that are kept before those are looked for that are full again, and forgotten.
const BUCKETS_MIN: usize = 1024;

/// The name of a bucket, made by the service that it belongs to.
pub type BucketName = Vec<u8>;

/// What a bucket holds at the most and gets by the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Tokens a second.
    pub per_second: f64,
    /// How many seconds of them are kept when they are not used.
    pub burst_seconds: f64,
}

/// What a part of a request wants of a bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Of which.
    pub bucket: BucketName,
    /// How fast it fills.
    pub rate: Rate,
    /// How many tokens.
    pub cost: f64,
}

/// A bucket at some time.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bucket {
    rate: Rate,
    /// Tokens; below zero when more was taken than there was.
    left: f64,
    at: Timestamp,
}

impl Rate {
    fn capacity(self) -> f64 {
        self.per_second * self.burst_seconds
    }
}

impl Bucket {
    fn full(rate: Rate, at: Timestamp) -> Self {
        Self { rate, left: rate.capacity(), at }
    }

    /// The same bucket later. It has filled at the rate that it had, and goes on at the new one.
    fn later(self, rate: Rate, now: Timestamp) -> Self {
        const MS_PER_SECOND: f64 = 1000.0;
        // A request that was slow to get here gives nothing back.
        let millis = now.as_millis().saturating_sub(self.at.as_millis());
        let seconds = u32::try_from(millis).map_or(f64::MAX, f64::from) / MS_PER_SECOND;
        let filled = (self.left + self.rate.per_second * seconds).min(self.rate.capacity());
        Self { rate, left: filled.min(rate.capacity()), at: self.at.max(now) }
    }

    fn admits(&self, cost: f64) -> bool {
        cost.min(1.0) <= self.left
    }

    fn is_full(&self) -> bool {
        self.rate.capacity() <= self.left
    }
}

/// The buckets of all that is limited.
#[derive(Debug, Default)]
pub struct Buckets(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    buckets: BTreeMap<BucketName, Bucket>,
    /// How many there may be before the full ones are forgotten.
    most: usize,
}

impl Kept {
    fn later(&mut self, ask: &Ask, now: Timestamp) -> Bucket {
        let kept = self.buckets.get(&ask.bucket);
        kept.map_or_else(|| Bucket::full(ask.rate, now), |bucket| bucket.later(ask.rate, now))
    }

    fn keep(&mut self, name: &[u8], bucket: Bucket) {
        self.buckets.insert(name.to_vec(), bucket);
        if self.buckets.len() <= self.most.max(BUCKETS_MIN) {
            return;
        }
        // A full one is what it would be if it were made anew.
        let now = bucket.at;
        self.buckets.retain(|_, kept| !kept.later(kept.rate, now).is_full());
        self.most = 2 * self.buckets.len();
    }
}

/// What one request has taken, by part and bucket. A context has one, and one operation runs in it.
#[derive(Debug)]
pub struct Takings {
    buckets: Arc<Buckets>,
    taken: Mutex<BTreeMap<(usize, BucketName), f64>>,
}

impl Takings {
    /// Of a request that has taken nothing.
    #[must_use]
    pub fn of(buckets: &Arc<Buckets>) -> Self {
        Self { buckets: Arc::clone(buckets), taken: Mutex::default() }
    }

    /// Takes for a part of the request what it asks of some buckets: of all of them, or of none.
    ///
    /// # Errors
    /// The place, among what was asked, of the first bucket that has too little.
    pub fn take(&self, now: Timestamp, part: usize, asks: &[Ask]) -> Result<(), usize> {
        let mut taken = self.taken();
        let mut kept = self.buckets.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut after = Vec::with_capacity(asks.len());
        for (at, ask) in asks.iter().enumerate() {
            let mut bucket = kept.later(ask, now);
            let before = taken.get(&(part, ask.bucket.clone()));
            if before.is_none() && !bucket.admits(ask.cost) {
                return Err(at);
            }
            bucket.left -= ask.cost - before.unwrap_or(&0.0);
            after.push(bucket);
        }
        for (ask, bucket) in asks.iter().zip(after) {
            kept.keep(&ask.bucket, bucket);
            taken.insert((part, ask.bucket.clone()), ask.cost);
        }
        Ok(())
    }

    /// Gives everything back: what it was taken for did not happen.
    pub fn give_back(&self) {
        let mut taken = self.taken();
        let mut kept = self.buckets.0.lock().unwrap_or_else(PoisonError::into_inner);
        for ((_, name), cost) in std::mem::take(&mut *taken) {
            if let Some(bucket) = kept.buckets.get_mut(&name) {
                bucket.left += cost;
            }
        }
    }

    fn taken(&self) -> MutexGuard<'_, BTreeMap<(usize, BucketName), f64>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(1_000_000 + millis)
    }

    fn rate(per_second: f64) -> Rate {
        Rate { per_second, burst_seconds: 300.0 }
    }

    fn ask(bucket: &str, per_second: f64, cost: f64) -> Ask {
        Ask { bucket: bucket.as_bytes().to_vec(), rate: rate(per_second), cost }
    }

    fn takes(buckets: &Arc<Buckets>, millis: u64, asks: &[Ask]) -> Result<(), usize> {
        Takings::of(buckets).take(at(millis), 0, asks)
    }

    /// How many requests of a cost go through, one after another, at one time.
    fn admitted(buckets: &Arc<Buckets>, millis: u64, asked: &Ask) -> usize {
        (0..10_000)
            .take_while(|_| takes(buckets, millis, std::slice::from_ref(asked)).is_ok())
            .count()
    }

    #[test]
    fn a_bucket_gives_its_burst_and_then_its_rate() {
        let buckets = Arc::default();
        let two = ask("t", 2.0, 1.0);
        assert_eq!(admitted(&buckets, 0, &two), 600);
        assert_eq!(admitted(&buckets, 499, &two), 0);
        assert_eq!(admitted(&buckets, 500, &two), 1);
        assert_eq!(admitted(&buckets, 10_500, &two), 20);
        // Never more than five minutes of it, however long nobody asks.
        assert_eq!(admitted(&buckets, 100_000_000, &two), 600);
    }

    /// An item that is larger than a second's units can be written all the same, and is paid for.
    #[test]
    fn what_costs_more_than_there_is_becomes_a_debt() {
        let buckets = Arc::default();
        assert_eq!(admitted(&buckets, 0, &ask("t", 1.0, 100.0)), 3);
        assert_eq!(admitted(&buckets, 1000, &ask("t", 1.0, 100.0)), 1, "one token, 99 owed");
        assert_eq!(admitted(&buckets, 100_000, &ask("t", 1.0, 0.5)), 0);
        assert_eq!(admitted(&buckets, 101_000, &ask("t", 1.0, 0.5)), 2);
    }

    #[test]
    fn a_new_rate_counts_at_once() {
        let buckets = Arc::default();
        assert_eq!(admitted(&buckets, 0, &ask("t", 1.0, 1.0)), 300);
        // What passed until somebody asked again passed at the rate of before.
        assert_eq!(admitted(&buckets, 1000, &ask("t", 10.0, 1.0)), 1);
        assert_eq!(admitted(&buckets, 2000, &ask("t", 10.0, 1.0)), 10);
        assert_eq!(admitted(&buckets, 1_000_000, &ask("t", 1.0, 1.0)), 300, "less is kept of less");
    }

    /// A write that an index has no room for must not use up its table's.
    #[test]
    fn all_or_nothing_is_taken_of_several() {
        let buckets = Arc::default();
        assert_eq!(admitted(&buckets, 0, &ask("index", 1.0, 1.0)), 300);
        let both = [ask("table", 1.0, 1.0), ask("index", 1.0, 1.0)];
        assert_eq!(takes(&buckets, 0, &both), Err(1));
        assert_eq!(admitted(&buckets, 0, &ask("table", 1.0, 1.0)), 300);
        assert_eq!(takes(&buckets, 0, &both), Err(0));
    }

    /// The store may run a transaction again. Who was admitted stays so, and pays once.
    #[test]
    fn a_part_that_runs_again_pays_the_difference() {
        let buckets = Arc::default();
        let takings = Takings::of(&buckets);
        assert_eq!(takings.take(at(0), 0, &[ask("t", 1.0, 300.0)]), Ok(()));
        assert_eq!(takings.take(at(0), 0, &[ask("t", 1.0, 298.0)]), Ok(()));
        assert_eq!(takings.take(at(0), 1, &[ask("t", 1.0, 1.0)]), Ok(()), "another part");
        assert_eq!(admitted(&buckets, 0, &ask("t", 1.0, 1.0)), 1);
    }

    #[test]
    fn what_is_given_back_is_there_again() {
        let buckets = Arc::default();
        let takings = Takings::of(&buckets);
        assert_eq!(takings.take(at(0), 0, &[ask("t", 1.0, 200.0)]), Ok(()));
        assert_eq!(takings.take(at(0), 1, &[ask("t", 1.0, 100.0)]), Ok(()));
        assert_eq!(takings.take(at(0), 2, &[ask("t", 1.0, 1.0)]), Err(0));
        takings.give_back();
        assert_eq!(admitted(&buckets, 0, &ask("t", 1.0, 1.0)), 300);
    }

    /// Tables come and go; their buckets must not stay for good.
    #[test]
    fn buckets_that_are_full_again_are_forgotten() {
        let buckets: Arc<Buckets> = Arc::default();
        for number in 0..5000 {
            let one = ask(&format!("{number}"), 1.0, 1.0);
            assert_eq!(takes(&buckets, number * 1000, &[one]), Ok(()));
        }
        let kept = buckets.0.lock().unwrap().buckets.len();
        assert!(kept <= BUCKETS_MIN, "{kept}");
    }
}
