//! Reading events: stored and observed ones, merged by time, a page at a time.
//!
//! Each side keeps its own place ([`Gap`]), so that a page ends anywhere without losing or
//! repeating an event of the other side. What one page may look at is bounded; a page may then be
//! short or empty and still have a token behind it, as on AWS.

use std::collections::VecDeque;

use samara_base::Timestamp;
use samara_service::{Cx, LogEvent, LogQuery};
use samara_store::{Range, Txn};

use crate::event::{self, Event};
use crate::group::Deletions;
use crate::token::{Gap, Place};
use crate::{Error, keys};

/// How many events of each side one page looks at.
const LOOK_AT_MAX: usize = 20_000;
/// How many are read at once.
const BATCH: usize = 1000;
/// The most that a page has, bytes (API reference: 1 MB).
const PAGE_BYTES_MAX: usize = 1024 * 1024;

/// What is asked for.
pub(crate) struct Question<'a> {
    pub(crate) group: &'a str,
    /// Which streams; all when this says so of all.
    pub(crate) stream: &'a dyn Fn(&str) -> bool,
    /// The streams by name, where they are known: what is observed is found sooner.
    pub(crate) streams: Vec<String>,
    pub(crate) message: &'a dyn Fn(&str) -> bool,
    /// The first time within.
    pub(crate) from_ms: u64,
    /// The first time after.
    pub(crate) until_ms: u64,
    pub(crate) limit: usize,
}

/// A page: events in order of time, and the gaps around them.
pub(crate) struct Page {
    pub(crate) events: Vec<Event>,
    pub(crate) before: Gap,
    pub(crate) after: Gap,
    /// Whether there may be more in the direction of reading.
    pub(crate) more: bool,
}

/// One event with its place on its side.
struct Found<P> {
    event: Event,
    place: P,
}

/// What was found on one side, in reading direction, and how far was looked.
struct Side<P> {
    found: VecDeque<Found<P>>,
    /// Everything up to here was looked at.
    looked: P,
    /// Whether that was all.
    ended: bool,
}

/// The events that follow a gap.
pub(crate) fn forward(
    cx: &Cx,
    txn: &mut dyn Txn,
    question: &Question<'_>,
    gap: Gap,
) -> Result<Page, Error> {
    let deletions = Deletions::of(txn, question.group)?;
    let mut stored = stored_forward(txn, question, gap.stored)?;
    let mut observed = observed_forward(cx, question, &deletions, gap.observed);
    // Where one side was not read to its end, the other must not run ahead of it.
    let horizon = match (stored.ended, observed.ended) {
        (true, true) => u64::MAX,
        (false, true) => stored.looked.time_ms,
        (true, false) => last_time(&observed),
        (false, false) => stored.looked.time_ms.min(last_time(&observed)),
    };
    let mut page = Page { events: Vec::new(), before: gap, after: gap, more: false };
    let mut bytes = 0;
    while page.events.len() < question.limit && bytes < PAGE_BYTES_MAX {
        let time = |event: Option<&Event>| event.map(|event| event.time_ms);
        let one = time(stored.found.front().map(|it| &it.event)).filter(|it| *it <= horizon);
        let other = time(observed.found.front().map(|it| &it.event)).filter(|it| *it <= horizon);
        let first_is_stored = match (one, other) {
            (None, None) => break,
            (Some(one), Some(other)) => one <= other,
            (one, _) => one.is_some(),
        };
        let event = if first_is_stored {
            let Some(found) = stored.found.pop_front() else { break };
            page.after.stored = found.place.after();
            found.event
        } else {
            let Some(found) = observed.found.pop_front() else { break };
            page.after.observed = found.place.saturating_add(1);
            found.event
        };
        bytes += event.message.len();
        page.events.push(event);
    }
    if stored.found.is_empty() {
        page.after.stored = page.after.stored.max(stored.looked);
    }
    if observed.found.is_empty() {
        page.after.observed = page.after.observed.max(observed.looked);
    }
    let left = !stored.found.is_empty() || !observed.found.is_empty();
    page.more = left || !stored.ended || !observed.ended;
    Ok(page)
}

/// The events before a gap: the last ones, in order of time.
pub(crate) fn backward(
    cx: &Cx,
    txn: &mut dyn Txn,
    question: &Question<'_>,
    gap: Gap,
) -> Result<Page, Error> {
    let deletions = Deletions::of(txn, question.group)?;
    let mut stored = stored_backward(txn, question, gap.stored)?;
    let mut observed = observed_backward(cx, question, &deletions, gap.observed);
    // Behind the end, what comes later must be found: the gap is behind what is there now.
    let after = if gap == Gap::END {
        Gap {
            stored: stored.found.front().map_or(Gap::START.stored, |last| last.place.after()),
            observed: observed.found.front().map_or(0, |last| last.place.saturating_add(1)),
        }
    } else {
        gap
    };
    let mut page = Page { events: Vec::new(), before: after, after, more: false };
    let mut bytes = 0;
    while page.events.len() < question.limit && bytes < PAGE_BYTES_MAX {
        let one = stored.found.front().map(|it| it.event.time_ms);
        let other = observed.found.front().map(|it| it.event.time_ms);
        let event = if one.is_some() && other <= one {
            let Some(found) = stored.found.pop_front() else { break };
            page.before.stored = found.place;
            found.event
        } else {
            let Some(found) = observed.found.pop_front() else { break };
            page.before.observed = found.place;
            found.event
        };
        bytes += event.message.len();
        page.events.push(event);
    }
    if stored.found.is_empty() {
        page.before.stored = page.before.stored.min(stored.looked);
    }
    page.events.reverse();
    page.more = !stored.found.is_empty() || !observed.found.is_empty() || !stored.ended;
    Ok(page)
}

fn last_time(side: &Side<u64>) -> u64 {
    side.found.back().map_or(0, |it| it.event.time_ms)
}

fn stored_forward(
    txn: &mut dyn Txn,
    question: &Question<'_>,
    gap: Place,
) -> Result<Side<Place>, Error> {
    let first = Place { time_ms: question.from_ms, sequence: 0, entry: 0 };
    let start = keys::event(question.group, gap.max(first));
    let end = keys::events_at(question.group, question.until_ms);
    look(txn, question, Range::between(start, end), gap)
}

fn stored_backward(
    txn: &mut dyn Txn,
    question: &Question<'_>,
    gap: Place,
) -> Result<Side<Place>, Error> {
    let start = keys::events_at(question.group, question.from_ms);
    let end = keys::events_at(question.group, question.until_ms);
    let end = end.min(keys::event(question.group, gap));
    look(txn, question, Range::between(start, end).reversed(), gap)
}

/// Looks at stored events in a range until enough are found.
fn look(
    txn: &mut dyn Txn,
    question: &Question<'_>,
    mut range: Range,
    gap: Place,
) -> Result<Side<Place>, Error> {
    let mut side = Side { found: VecDeque::new(), looked: gap, ended: false };
    let mut looked_at = 0;
    while looked_at < LOOK_AT_MAX && side.found.len() < question.limit {
        let entries = txn.scan(&range, BATCH)?;
        looked_at += entries.len();
        let Some((last, _)) = entries.last() else {
            side.ended = true;
            break;
        };
        range = range.after(last);
        let reverse = range.reverse;
        for (key, value) in &entries {
            let place = keys::event_place(key)?;
            side.looked = if reverse { place } else { place.after() };
            let (ingested_ms, stream, message) = event::decode(value)?;
            if !(question.stream)(stream) || !(question.message)(message) {
                continue;
            }
            let event = Event {
                stream: stream.to_owned(),
                time_ms: place.time_ms,
                ingested_ms,
                message: message.to_owned(),
                id: format!("{:014}0{:020}{:05}", place.time_ms, place.sequence, place.entry),
            };
            side.found.push_back(Found { event, place });
        }
        if entries.len() < BATCH {
            side.ended = true;
            break;
        }
    }
    Ok(side)
}

fn query(question: &Question<'_>, after: Option<u64>) -> LogQuery {
    LogQuery {
        group: question.group.to_owned(),
        streams: question.streams.clone(),
        from: Timestamp::from_millis(question.from_ms),
        until: Timestamp::from_millis(question.until_ms),
        after,
        limit: BATCH,
    }
}

fn shown(question: &Question<'_>, deletions: &Deletions, line: &LogEvent) -> bool {
    !deletions.hide(&line.stream, line.time)
        && (question.stream)(&line.stream)
        && (question.message)(&line.message)
}

fn event_of(line: LogEvent) -> Found<u64> {
    let event = Event {
        stream: line.stream.to_string(),
        time_ms: line.time.as_millis(),
        ingested_ms: line.ingested.as_millis(),
        message: line.message,
        id: format!("{:014}1{:025}", line.time.as_millis(), line.place),
    };
    Found { event, place: line.place }
}

fn observed_forward(
    cx: &Cx,
    question: &Question<'_>,
    deletions: &Deletions,
    gap: u64,
) -> Side<u64> {
    let mut side = Side { found: VecDeque::new(), looked: gap, ended: false };
    let mut looked_at = 0;
    while looked_at < LOOK_AT_MAX && side.found.len() < question.limit {
        let lines = cx.observed.log_events(&query(question, side.looked.checked_sub(1)));
        looked_at += lines.len();
        side.ended = lines.len() < BATCH;
        for line in lines {
            side.looked = line.place.saturating_add(1);
            if shown(question, deletions, &line) {
                side.found.push_back(event_of(line));
            }
        }
        if side.ended {
            break;
        }
    }
    side
}

/// The last lines before a gap, the last one first. Observed lines are only read forwards, so this
/// reads all of them that are asked for: the ring bounds how many there are.
fn observed_backward(
    cx: &Cx,
    question: &Question<'_>,
    deletions: &Deletions,
    gap: u64,
) -> Side<u64> {
    let mut last = VecDeque::new();
    let mut after = None;
    loop {
        let lines = cx.observed.log_events(&query(question, after));
        let ended = lines.len() < BATCH;
        for line in lines {
            after = Some(line.place);
            if line.place < gap && shown(question, deletions, &line) {
                // One more than a page: to know whether there is more.
                if question.limit < last.len() {
                    last.pop_front();
                }
                last.push_back(event_of(line));
            }
        }
        if ended || after.is_some_and(|after| gap <= after) {
            break;
        }
    }
    let found = last.into_iter().rev().collect();
    Side { found, looked: gap, ended: true }
}
