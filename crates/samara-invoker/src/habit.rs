//! What a function's calls have taught: how long one takes, how long a start takes, and how long
//! its instances lie idle before they are needed again. Pure.
//!
//! Averages forget: each new figure weighs an eighth. Idle times are counted in buckets, each
//! twice as wide as the one before, and all counts are halved now and then, so that a function
//! whose callers have changed is learnt anew.

use samara_base::Timestamp;

/// A new figure weighs one in this many.
const WEIGHT: u64 = 8;
/// Buckets of idle times: up to 1 s, 2 s, 4 s, ..., some nine hours.
const BUCKETS: usize = 16;
/// Fewer idle times than this teach nothing.
const GAPS_MIN: u32 = 8;
/// When as many were counted, all counts are halved.
const GAPS_MAX: u32 = 1024;
/// Of a hundred idle times, how many an instance should outlast.
const OUTLASTED_PERCENT: u32 = 95;
/// The shortest time that an instance is kept, whatever was learnt: a start costs more.
const KEEP_MS_MIN: u64 = 60_000;
/// What a start is thought to take before one was seen: an interpreter's, microseconds.
const START_US: u64 = 60_000;
/// The bounds of the time that a call waits for a warm instance before it asks for its own.
const GRACE_MS: std::ops::RangeInclusive<u64> = 5..=100;

/// What was learnt of one function.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Habit {
    call_us: Option<u64>,
    start_us: Option<u64>,
    gaps: [u32; BUCKETS],
    /// When it was called last, which says what may be forgotten first.
    pub(crate) last: Timestamp,
}

impl Habit {
    /// A warm call took so long.
    pub(crate) fn called(&mut self, us: u64) {
        self.call_us = Some(average(self.call_us, us));
    }

    /// A start took so long, initialisation included.
    pub(crate) fn started(&mut self, us: u64) {
        self.start_us = Some(average(self.start_us, us));
    }

    /// An instance was needed again after it had been idle for so long, or would have been.
    pub(crate) fn idled(&mut self, ms: u64) {
        let bucket = (0..BUCKETS).find(|bucket| ms <= bucket_ms(*bucket)).unwrap_or(BUCKETS - 1);
        if let Some(count) = self.gaps.get_mut(bucket) {
            *count += 1;
        }
        if GAPS_MAX <= self.gaps.iter().sum() {
            self.gaps.iter_mut().for_each(|count| *count /= 2);
        }
    }

    /// How long a warm call takes, if one was seen.
    pub(crate) fn call_us(&self) -> Option<u64> {
        self.call_us
    }

    /// How long a start takes, if one was seen.
    pub(crate) fn started_us(&self) -> Option<u64> {
        self.start_us
    }

    /// How long a start takes.
    pub(crate) fn start_us(&self) -> u64 {
        self.start_us.unwrap_or(START_US)
    }

    /// How long a call waits for a warm instance before it asks for its own: as long as a start
    /// takes, so that whoever waits in vain has waited at most twice as long as it had to.
    pub(crate) fn grace_ms(&self) -> u64 {
        (self.start_us() / 1000).clamp(*GRACE_MS.start(), *GRACE_MS.end())
    }

    /// How long an idle instance is worth keeping, once that was learnt: so long that nearly every
    /// idle time so far was shorter, and little where most were longer than `ms_max`.
    pub(crate) fn keep_ms(&self, ms_max: u64) -> Option<u64> {
        let total: u32 = self.gaps.iter().sum();
        if total < GAPS_MIN {
            return None;
        }
        let mut outlasted = 0;
        let mut within = 0;
        for (bucket, count) in self.gaps.iter().enumerate() {
            let ms = bucket_ms(bucket);
            outlasted += count;
            if total * OUTLASTED_PERCENT <= outlasted * 100 {
                let keep = ms.max(KEEP_MS_MIN);
                if keep <= ms_max {
                    return Some(keep);
                }
                break;
            }
            if ms <= ms_max {
                within = outlasted;
            }
        }
        Some(if within * 2 < total { KEEP_MS_MIN.min(ms_max) } else { ms_max })
    }
}

/// The longest idle time of a bucket.
fn bucket_ms(bucket: usize) -> u64 {
    1000 << bucket
}

fn average(before: Option<u64>, new: u64) -> u64 {
    before.map_or(new, |before| (before * (WEIGHT - 1)).saturating_add(new) / WEIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_MS: u64 = 60_000;

    fn of_gaps(gaps: &[(u32, u64)]) -> Habit {
        let mut habit = Habit::default();
        for (times, ms) in gaps {
            (0..*times).for_each(|_| habit.idled(*ms));
        }
        habit
    }

    /// An instance kept too short is a cold start for somebody; kept too long, it is memory that
    /// another function waits for.
    #[test]
    fn an_instance_is_kept_as_long_as_it_was_needed_again() {
        let hour = 60 * MINUTE_MS;
        for (gaps, expected) in [
            (&[][..], None),
            (&[(7, 500)], None),
            (&[(100, 500)], Some(MINUTE_MS)),
            (&[(100, 300_000)], Some(512_000)),
            (&[(99, 500), (1, 300_000)], Some(MINUTE_MS)),
            (&[(90, 500), (10, 300_000)], Some(512_000)),
            // Called every three hours: an hour of waiting gains nothing.
            (&[(100, 3 * hour)], Some(MINUTE_MS)),
            (&[(60, 500), (40, 3 * hour)], Some(hour)),
        ] {
            assert_eq!(of_gaps(gaps).keep_ms(hour), expected, "{gaps:?}");
        }
    }

    #[test]
    fn new_callers_are_learnt() {
        let habit = of_gaps(&[(5000, 500), (1000, 300_000)]);
        assert_eq!(habit.keep_ms(60 * MINUTE_MS), Some(512_000));
    }

    #[test]
    fn a_call_waits_as_long_as_a_start_takes_within_bounds() {
        let mut habit = Habit::default();
        assert_eq!(habit.grace_ms(), 60);
        habit.started(1_000);
        assert_eq!(habit.grace_ms(), 5);
        (0..50).for_each(|_| habit.started(3_000_000));
        assert_eq!(habit.grace_ms(), 100);
    }
}
