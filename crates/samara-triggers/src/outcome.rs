//! What follows from how an attempt ended. Pure.
//!
//! Source: "How Lambda handles errors and retries with asynchronous invocation" in the Lambda
//! developer guide: a function's error is retried twice, after one and after two minutes; a
//! throttle or a failure of the service goes back for up to six hours, at intervals from one
//! second to five minutes.

use samara_base::Timestamp;
use serde_json::Value;

use crate::Delivery;

/// How often a function's failure is retried when nobody says.
const RETRIES: u32 = 2;
/// How old an event may get when nobody says, milliseconds.
const AGE_MS: u64 = 6 * 60 * 60 * 1000;
/// The longest wait after a setback, in first waits (five minutes to one second).
const SETBACK_WAITS_MAX: u64 = 300;
/// The wait after a function's failure, in first waits after a setback (a minute to a second).
const RETRY_TO_SETBACK: u64 = 60;

/// The first wait after a setback, where the first after a function's failure is `retry_base_ms`.
pub(crate) fn first_wait_ms(retry_base_ms: u64) -> u64 {
    (retry_base_ms / RETRY_TO_SETBACK).max(1)
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ended {
    /// It was done.
    Succeeded,
    /// The function failed.
    Failed(Response),
    /// The platform could not run it now: throttled, or broken.
    Setback(String),
    /// It can never be done.
    Impossible(String),
}

/// What a function that failed said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Response {
    pub(crate) version: String,
    pub(crate) payload: Value,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Next {
    /// Nothing: it is done.
    Done,
    /// Try again at a time.
    Again { delivery: Delivery, at: Timestamp },
    /// Give it up.
    GiveUp { delivery: Delivery, condition: Condition, reason: String, response: Option<Response> },
}

/// Why something was given up, as AWS names it to destinations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    RetriesExhausted,
    EventAgeExceeded,
    /// Not AWS's: the target is gone or does not let the rule in.
    Impossible,
}

/// How often and how long a delivery is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) retries: u32,
    pub(crate) age_ms: u64,
    pub(crate) retry_base_ms: u64,
}

impl Limits {
    pub(crate) fn new(retries: Option<u32>, age_s: Option<u32>, retry_base_ms: u64) -> Self {
        Self {
            retries: retries.unwrap_or(RETRIES),
            age_ms: age_s.map_or(AGE_MS, |secs| u64::from(secs) * 1000),
            retry_base_ms,
        }
    }

    /// Whether an event is too old to be tried at a time.
    pub(crate) fn too_old(&self, delivery: &Delivery, at: Timestamp) -> bool {
        self.age_ms < at.millis_since(delivery.accepted())
    }
}

/// Decides what follows.
pub(crate) fn next(delivery: Delivery, ended: Ended, now: Timestamp, limits: Limits) -> Next {
    let mut delivery = Delivery { interruptions: 0, ..delivery };
    match ended {
        Ended::Succeeded => Next::Done,
        Ended::Impossible(reason) => {
            Next::GiveUp { delivery, condition: Condition::Impossible, reason, response: None }
        }
        Ended::Failed(response) => {
            delivery.attempts += 1;
            delivery.setbacks = 0;
            if limits.retries < delivery.attempts {
                let reason = format!("the function failed {} times", delivery.attempts);
                let condition = Condition::RetriesExhausted;
                return Next::GiveUp { delivery, condition, reason, response: Some(response) };
            }
            let waits = u64::from(delivery.attempts);
            let at = now.plus_millis(limits.retry_base_ms.saturating_mul(waits));
            again(delivery, at, limits, Some(response))
        }
        Ended::Setback(reason) => {
            let first_ms = first_wait_ms(limits.retry_base_ms);
            let waits = (1 << delivery.setbacks.min(16)).min(SETBACK_WAITS_MAX);
            delivery.setbacks += 1;
            tracing::debug!(target = delivery.target, reason, "a delivery waits");
            let at = now.plus_millis(first_ms * waits);
            again(delivery, at, limits, None)
        }
    }
}

/// Again at a time, unless it will be too old then.
fn again(delivery: Delivery, at: Timestamp, limits: Limits, response: Option<Response>) -> Next {
    if limits.too_old(&delivery, at) {
        let reason = format!("it would be older than {} seconds", limits.age_ms / 1000);
        let condition = Condition::EventAgeExceeded;
        return Next::GiveUp { delivery, condition, reason, response };
    }
    Next::Again { delivery, at }
}

impl Condition {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RetriesExhausted => "RetriesExhausted",
            Self::EventAgeExceeded => "EventAgeExceeded",
            Self::Impossible => "Impossible",
        }
    }
}
