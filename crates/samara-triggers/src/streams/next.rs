//! What follows from how a batch ended. Pure.
//!
//! Source: "How Lambda processes records from stream and queue-based event sources" and
//! "Configuring partial batch response with DynamoDB and Lambda" in the Lambda developer guide.

use samara_base::Timestamp;
use samara_dynamodb::keys::Position;
use samara_lambda::EventSourceMapping;
use serde_json::Value;

use super::batch::Batch;
use super::cursor::Cursor;
use crate::outcome::Response;

/// The longest wait before a batch is tried again, milliseconds.
const WAIT_MS_MAX: u64 = 60_000;
/// Waits double up to this power.
const DOUBLINGS_MAX: u32 = 16;

/// How a batch ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ended {
    /// The function took all of it.
    Succeeded,
    /// It took what stands before a record, and says that this one failed.
    FailedFrom(Position, Response),
    /// It failed.
    Failed(Response),
    /// The platform could not run it now.
    Setback(String),
}

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Next {
    /// The cursor as it is now.
    pub(super) cursor: Cursor,
    /// The records, from this place in the batch on, that were given up, if they were.
    pub(super) given_up: Option<(usize, Response)>,
}

/// What a function that answered well says of its batch, where it was asked to.
///
/// An answer that says nothing is a success. One that names a record which is not in the batch, or
/// none, is the failure of all of it.
pub(super) fn reported(batch: &Batch, response: Response) -> Ended {
    let failures = match response.payload.get("batchItemFailures") {
        None | Some(Value::Null) => return Ended::Succeeded,
        Some(Value::Array(failures)) if failures.is_empty() => return Ended::Succeeded,
        Some(Value::Array(failures)) => failures,
        Some(_) => return Ended::Failed(response),
    };
    let place = |failure: &Value| {
        let number = failure.get("itemIdentifier").and_then(Value::as_str)?;
        batch.records.iter().map(|one| one.at).find(|at| at.sequence_number() == number)
    };
    match failures.iter().map(place).collect::<Option<Vec<_>>>() {
        Some(places) => match places.into_iter().min() {
            Some(first) => Ended::FailedFrom(first, response),
            None => Ended::Failed(response),
        },
        None => Ended::Failed(response),
    }
}

/// The cursor after a batch ended so.
pub(super) fn next(
    mapping: &EventSourceMapping,
    cursor: &Cursor,
    batch: &Batch,
    (ended, now, retry_ms): (Ended, Timestamp, u64),
) -> Next {
    let mut cursor = Cursor { running: false, interruptions: 0, ..cursor.clone() };
    match ended {
        Ended::Succeeded => {
            pass(&mut cursor, batch);
            Next { cursor, given_up: None }
        }
        Ended::Setback(_) => {
            cursor.not_before_ms = later(now, retry_ms, cursor.setbacks);
            cursor.setbacks += 1;
            hold(&mut cursor, batch);
            Next { cursor, given_up: None }
        }
        Ended::FailedFrom(first, response) => {
            let from = batch.records.iter().position(|one| one.at == first).unwrap_or_default();
            if 0 < from {
                cursor.after = first.before();
                cursor.attempts = 0;
            }
            failed(mapping, cursor, batch, (from, response, now, retry_ms))
        }
        Ended::Failed(response) => failed(mapping, cursor, batch, (0, response, now, retry_ms)),
    }
}

/// The rest of a batch failed, from one of its records on.
fn failed(
    mapping: &EventSourceMapping,
    mut cursor: Cursor,
    batch: &Batch,
    (from, response, now, retry_ms): (usize, Response, Timestamp, u64),
) -> Next {
    cursor.setbacks = 0;
    hold(&mut cursor, batch);
    let rest = batch.records.get(from..).unwrap_or_default();
    if mapping.bisects && (0 < from || 1 < rest.len()) {
        // Cutting counts as no attempt. What the function cut by its report is smaller already.
        let half = rest.len().div_ceil(2).saturating_sub(1);
        if let Some(middle) = rest.get(half).filter(|_| from == 0) {
            cursor.ends.push(middle.at);
        }
        cursor.not_before_ms = later(now, retry_ms, 0);
        return Next { cursor, given_up: None };
    }
    cursor.attempts += 1;
    if mapping.retries.is_some_and(|retries| retries < cursor.attempts) {
        pass(&mut cursor, batch);
        return Next { cursor, given_up: Some((from, response)) };
    }
    cursor.not_before_ms = later(now, retry_ms, cursor.attempts - 1);
    Next { cursor, given_up: None }
}

/// Behind a batch: what it was cut from is next, if it was.
pub(super) fn pass(cursor: &mut Cursor, batch: &Batch) {
    // A batch that is tried again ends where it did, though what stood last there may be gone; but
    // one that became too large for that since, ends where it does.
    let held = if batch.short { None } else { cursor.ends.pop() };
    let end = held.or(batch.end).unwrap_or(cursor.after);
    let ends = std::mem::take(&mut cursor.ends);
    *cursor = Cursor::behind(end.max(cursor.after));
    cursor.ends = ends.into_iter().filter(|other| end < *other).collect();
}

/// The batch is tried again as it is, whatever is written meanwhile.
pub(super) fn hold(cursor: &mut Cursor, batch: &Batch) {
    if let (true, Some(end)) = (cursor.ends.is_empty(), batch.end) {
        cursor.ends.push(end);
    }
}

fn later(now: Timestamp, first_ms: u64, before: u32) -> u64 {
    let wait = first_ms.saturating_mul(1 << before.min(DOUBLINGS_MAX)).min(WAIT_MS_MAX);
    now.plus_millis(wait).as_millis()
}

#[cfg(test)]
mod tests;
