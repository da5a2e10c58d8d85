//! The life of an instance as a value: events in, actions out, no clock and no I/O.
//!
//! ```text
//!          Start            Next              Call
//!   Cold --------> Starting -----> Idle -----------------> Busy
//!    ^                |             ^   <---- Next ---- Draining <--- Response
//!    +--- it failed --+             |                     |
//!                                   +---------------------+
//!   Busy --- Expired, Ended ---> Gone          any --- Stop ---> Gone
//! ```
//!
//! A guest that ends says so with its last answer, where it can; then nothing more is asked of it.
//! A call that it did not read before it ended was nobody's: whoever made it may try elsewhere.
//!
//! *Starting* is AWS's init phase, with its own limit of ten seconds. When it fails, nobody is
//! waiting yet: the instance goes back to *Cold*, and the first call initialises again, within the
//! function's own timeout, and gets the error if there is one. *Draining* is an instance that has
//! answered and not yet asked for more.
//!
//! The machine also writes the platform's log lines (`START`, `REPORT`, ...), since each of them
//! is the trace of a transition. A version with `SnapStart` whose instance is a copy tells of its
//! *restore* in place of its initialisation; a copy that nobody asked for looks like any other.

use std::time::Duration;

use bytes::Bytes;
use samara_base::Timestamp;

use crate::failure;
use crate::spec::{FailureKind, FunctionError};

/// The limit of the init phase. Source: Lambda developer guide, execution environment lifecycle.
pub(crate) const INIT_LIMIT: Duration = Duration::from_secs(10);

/// What the log lines say of the function.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// `$LATEST` or a number.
    pub version: String,
    /// The runtime and its version, such as `python:3.12.1`.
    pub runtime: String,
    /// The memory limit.
    pub memory_mib: u32,
    /// The limit of one invocation.
    pub timeout_ms: u64,
    /// Whether it asks to begin as a copy, by `SnapStart`.
    pub snap_start: bool,
}

/// The instruments, read once for each event.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reading {
    /// A clock that only goes forward, in microseconds.
    pub now_us: u64,
    /// The time of day, for log lines.
    pub wall: Timestamp,
    /// The most memory used so far.
    pub memory_mib: u64,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// Initialise, before anybody waits.
    Start,
    /// There is a sandbox, and a program in it; in microseconds, how long that took to speak since
    /// its memory was there, if it began as a copy.
    Begun { copied_us: Option<u64> },
    /// The guest asks for work.
    Next,
    /// The guest could not initialise.
    InitError(FunctionError),
    /// Somebody calls.
    Call { request_id: String },
    /// The guest answers.
    Response { request_id: String, payload: Bytes },
    /// The guest answers with more than it may return, which was not read.
    Oversized { request_id: String },
    /// The guest answers with an error.
    Failure { request_id: String, error: FunctionError },
    /// The guest answers with an error that also ends its process.
    LastFailure { request_id: String, error: FunctionError },
    /// The guest's process ended.
    Ended(Cause),
    /// The guest's process ended, and had not read the call that was delivered to it.
    EndedUnread(Cause),
    /// The limit that was set last has passed.
    Expired,
    /// The instance is no longer wanted.
    Stop,
}

impl Event {
    /// Whether the guest says with it how its call ended.
    pub(crate) fn is_answer(&self) -> bool {
        matches!(
            self,
            Self::Response { .. }
                | Self::Failure { .. }
                | Self::LastFailure { .. }
                | Self::Oversized { .. }
        )
    }
}

/// How the guest's process ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause {
    /// With a status.
    Status(i32),
    /// By a signal.
    Signal(i32),
    /// Killed for memory.
    OutOfMemory,
    /// It never started; the reason.
    NotStarted(String),
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// Make a sandbox and start the program.
    Spawn,
    /// Hand the call to the guest.
    Deliver,
    /// Say [`Event::Expired`] this long from now, in place of any earlier limit.
    Limit(Duration),
    /// Forget the limit.
    Unlimited,
    /// Kill the sandbox.
    Kill,
    /// Write a line of the platform's to the log.
    Log(String),
    /// Tell the guest what its message was worth.
    Verdict(Verdict),
    /// Tell the caller.
    Answer(Answer),
}

/// What the guest's message was worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It was taken.
    Accepted,
    /// It is not its turn to say that.
    WrongState,
    /// It names another invocation.
    WrongRequest,
    /// The response is over the limit.
    TooLarge,
}

/// The end of a call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    /// The response or the error.
    pub result: Result<Bytes, FunctionError>,
    /// How long it took.
    pub duration: Duration,
    /// What AWS would bill.
    pub billed_ms: u64,
    /// How long initialisation, or the restore, took, if this call was the first.
    pub init: Option<Duration>,
    /// The most memory used so far.
    pub memory_mib: u64,
    /// Whether no process of the function's read the call.
    pub unread: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct Pending {
    request_id: String,
    since_us: u64,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    Cold,
    Starting { since_us: u64, call: Option<Pending>, restored_us: Option<u64> },
    Idle,
    Busy { call: Pending },
    Draining { next: Option<Pending> },
    Gone,
}

/// How an instance became ready, and how long that took.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    us: u64,
    /// What of it is billed, if it was restored.
    restored_us: Option<u64>,
}

impl Beginning {
    /// AWS bills all of an initialisation, and of a restore what the runtime and its hooks took,
    /// in whole milliseconds.
    fn billed_us(self) -> u64 {
        self.restored_us.map_or(self.us, |us| us.div_ceil(1000) * 1000)
    }

    /// What the first `REPORT` says of it.
    fn fields(self) -> String {
        let duration = milliseconds(self.us);
        if self.restored_us.is_none() {
            return format!("Init Duration: {duration} ms\t");
        }
        let billed_ms = self.billed_us() / 1000;
        format!("Restore Duration: {duration} ms\tBilled Restore Duration: {billed_ms} ms\t")
    }
}

/// The life of one instance.
#[derive(Debug)]
pub(crate) struct Machine {
    facts: Facts,
    state: State,
    /// How it became ready, until the first report has said so.
    beginning: Option<Beginning>,
}

impl Machine {
    /// An instance that has not begun.
    pub(crate) fn new(facts: Facts) -> Self {
        Self { facts, state: State::Cold, beginning: None }
    }

    /// Whether it can still take a call.
    pub(crate) fn is_alive(&self) -> bool {
        self.state != State::Gone
    }

    /// Whether it is initialising.
    pub(crate) fn is_starting(&self) -> bool {
        matches!(self.state, State::Starting { .. })
    }

    /// Takes one event and says what is to be done, in order.
    pub(crate) fn on(&mut self, event: Event, reading: Reading) -> Vec<Action> {
        match event {
            Event::Start => self.start(reading),
            Event::Call { request_id } => {
                self.call(Pending { request_id, since_us: reading.now_us })
            }
            Event::Begun { copied_us } => self.begun(copied_us),
            Event::Next => self.next(reading),
            Event::InitError(error) => self.init_error(error, reading),
            Event::Response { request_id, payload } => {
                self.answered(&request_id, Ok(payload), Verdict::Accepted, reading)
            }
            Event::Failure { request_id, error } => {
                self.answered(&request_id, Err(error), Verdict::Accepted, reading)
            }
            Event::LastFailure { request_id, error } => {
                self.last_failure(&request_id, error, reading)
            }
            Event::Oversized { request_id } => {
                let error = failure::response_too_large();
                self.answered(&request_id, Err(error), Verdict::TooLarge, reading)
            }
            Event::Ended(cause) => self.ended(&cause, reading),
            Event::EndedUnread(cause) => self.ended_unread(&cause, reading),
            Event::Expired => self.expired(reading),
            Event::Stop => {
                self.state = State::Gone;
                vec![Action::Unlimited, Action::Kill]
            }
        }
    }

    fn start(&mut self, reading: Reading) -> Vec<Action> {
        if self.state != State::Cold {
            return Vec::new();
        }
        self.state = State::Starting { since_us: reading.now_us, call: None, restored_us: None };
        let begin = [Action::Spawn, Action::Limit(INIT_LIMIT)];
        if self.facts.snap_start {
            // What it does is known when there is a sandbox.
            return begin.into();
        }
        std::iter::once(self.phase_line("INIT_START")).chain(begin).collect()
    }

    fn phase_line(&self, phase: &str) -> Action {
        Action::Log(format!("{phase} Runtime Version: {}", self.facts.runtime))
    }

    fn begun(&mut self, copied_us: Option<u64>) -> Vec<Action> {
        match &mut self.state {
            State::Starting { call: None, restored_us, .. } if self.facts.snap_start => {
                *restored_us = copied_us;
                let phase = if copied_us.is_some() { "RESTORE_START" } else { "INIT_START" };
                vec![self.phase_line(phase)]
            }
            _ => Vec::new(),
        }
    }

    fn call(&mut self, call: Pending) -> Vec<Action> {
        let line = format!("START RequestId: {} Version: {}", call.request_id, self.facts.version);
        let limit = Action::Limit(Duration::from_millis(self.facts.timeout_ms));
        match &mut self.state {
            State::Cold => {
                let since_us = call.since_us;
                self.state = State::Starting { since_us, call: Some(call), restored_us: None };
                vec![Action::Log(line), Action::Spawn, limit]
            }
            State::Idle => {
                self.state = State::Busy { call };
                vec![Action::Log(line), limit, Action::Deliver]
            }
            State::Draining { next } if next.is_none() => {
                *next = Some(call);
                vec![Action::Log(line), limit]
            }
            _ => vec![Action::Answer(Answer {
                result: Err(failure::not_available(&call.request_id)),
                duration: Duration::ZERO,
                billed_ms: 0,
                init: None,
                memory_mib: 0,
                unread: true,
            })],
        }
    }

    fn next(&mut self, reading: Reading) -> Vec<Action> {
        let accepted = Action::Verdict(Verdict::Accepted);
        match std::mem::replace(&mut self.state, State::Gone) {
            State::Starting { since_us, call: None, restored_us } => {
                let us = reading.now_us.saturating_sub(since_us);
                self.beginning = Some(Beginning { us, restored_us });
                self.state = State::Idle;
                let mut actions = vec![accepted, Action::Unlimited];
                if restored_us.is_some() {
                    let line = format!("RESTORE_REPORT Restore Duration: {} ms", milliseconds(us));
                    actions.push(Action::Log(line));
                }
                actions
            }
            State::Starting { call: Some(call), .. } | State::Draining { next: Some(call) } => {
                self.state = State::Busy { call };
                vec![accepted, Action::Deliver]
            }
            State::Draining { next: None } => {
                self.state = State::Idle;
                vec![accepted]
            }
            other => {
                self.state = other;
                vec![Action::Verdict(Verdict::WrongState)]
            }
        }
    }

    fn init_error(&mut self, error: FunctionError, reading: Reading) -> Vec<Action> {
        if !self.is_starting() {
            return vec![Action::Verdict(Verdict::WrongState)];
        }
        let mut actions = vec![Action::Verdict(Verdict::Accepted)];
        actions.extend(self.init_failed(error, reading));
        actions
    }

    /// The guest did not initialise: back to cold, and an answer if somebody waits.
    fn init_failed(&mut self, error: FunctionError, reading: Reading) -> Vec<Action> {
        let was = std::mem::replace(&mut self.state, State::Cold);
        let State::Starting { since_us, call, restored_us } = was else { return Vec::new() };
        let phase = if call.is_some() { "invoke" } else { "init" };
        let status = match error.kind {
            FailureKind::Timeout => "Status: timeout".to_owned(),
            _ => format!("Status: error\tError Type: {}", error.error_type),
        };
        let duration = milliseconds(reading.now_us.saturating_sub(since_us));
        let report = if restored_us.is_some() {
            format!("RESTORE_REPORT Restore Duration: {duration} ms\t{status}")
        } else {
            format!("INIT_REPORT Init Duration: {duration} ms\tPhase: {phase}\t{status}")
        };
        let mut actions = vec![Action::Unlimited, Action::Kill, Action::Log(report)];
        if let Some(call) = call {
            actions.extend(self.finish(&call, Err(error), reading));
        }
        actions
    }

    fn answered(
        &mut self,
        request_id: &str,
        result: Result<Bytes, FunctionError>,
        verdict: Verdict,
        reading: Reading,
    ) -> Vec<Action> {
        let State::Busy { call } = &self.state else {
            return vec![Action::Verdict(Verdict::WrongState)];
        };
        if call.request_id != request_id {
            return vec![Action::Verdict(Verdict::WrongRequest)];
        }
        let call = call.clone();
        self.state = State::Draining { next: None };
        let mut actions = vec![Action::Verdict(verdict), Action::Unlimited];
        actions.extend(self.finish(&call, result, reading));
        actions
    }

    /// The answer stands, if it is one, and the instance is gone with it.
    fn last_failure(
        &mut self,
        request_id: &str,
        error: FunctionError,
        reading: Reading,
    ) -> Vec<Action> {
        let mut actions = self.answered(request_id, Err(error), Verdict::Accepted, reading);
        if matches!(self.state, State::Idle | State::Draining { next: None }) {
            self.state = State::Gone;
            actions.push(Action::Kill);
        }
        actions
    }

    fn ended_unread(&mut self, cause: &Cause, reading: Reading) -> Vec<Action> {
        let State::Busy { call } = &self.state else { return self.ended(cause, reading) };
        let call = call.clone();
        self.unread(&call, cause, reading)
    }

    /// The process ended before it read the call, which has cost nothing and done nothing.
    fn unread(&mut self, call: &Pending, cause: &Cause, reading: Reading) -> Vec<Action> {
        self.state = State::Gone;
        let error = failure::ended(Some(&call.request_id), cause);
        let line = format!("{}: it had not read the call", error.error_message);
        let answer = Answer {
            result: Err(error),
            duration: Duration::ZERO,
            billed_ms: 0,
            init: None,
            memory_mib: reading.memory_mib,
            unread: true,
        };
        vec![Action::Unlimited, Action::Kill, Action::Log(line), Action::Answer(answer)]
    }

    fn ended(&mut self, cause: &Cause, reading: Reading) -> Vec<Action> {
        match &self.state {
            State::Starting { call, .. } => {
                let request_id = call.as_ref().map(|call| call.request_id.clone());
                let error = failure::ended(request_id.as_deref(), cause);
                let mut actions = vec![Action::Log(failure::line(&error))];
                actions.extend(self.init_failed(error, reading));
                actions
            }
            State::Draining { next: Some(call) } => {
                let call = call.clone();
                self.unread(&call, cause, reading)
            }
            State::Busy { call } => {
                let call = call.clone();
                self.state = State::Gone;
                let error = failure::ended(Some(&call.request_id), cause);
                let mut actions = vec![Action::Unlimited, Action::Kill];
                actions.push(Action::Log(failure::line(&error)));
                actions.extend(self.finish(&call, Err(error), reading));
                actions
            }
            State::Cold => Vec::new(),
            State::Idle | State::Draining { next: None } | State::Gone => {
                self.state = State::Gone;
                vec![Action::Unlimited, Action::Kill]
            }
        }
    }

    fn expired(&mut self, reading: Reading) -> Vec<Action> {
        match &self.state {
            State::Starting { call: None, .. } => {
                self.init_failed(failure::timed_out("", INIT_LIMIT), reading)
            }
            State::Starting { call: Some(call), .. } => {
                let (line, error) = self.timeout_of(&call.request_id, reading);
                let mut actions = vec![Action::Log(line)];
                actions.extend(self.init_failed(error, reading));
                actions
            }
            State::Busy { call } | State::Draining { next: Some(call) } => {
                let call = call.clone();
                let (line, error) = self.timeout_of(&call.request_id, reading);
                self.state = State::Gone;
                let mut actions = vec![Action::Unlimited, Action::Kill, Action::Log(line)];
                actions.extend(self.finish(&call, Err(error), reading));
                actions
            }
            _ => Vec::new(),
        }
    }

    /// The log line and the error of a call that took too long.
    fn timeout_of(&self, request_id: &str, reading: Reading) -> (String, FunctionError) {
        let error = failure::timed_out(request_id, Duration::from_millis(self.facts.timeout_ms));
        let seconds = failure::seconds(Duration::from_millis(self.facts.timeout_ms));
        let wall = reading.wall.iso8601_millis();
        (format!("{wall} {request_id} Task timed out after {seconds} seconds"), error)
    }

    /// The last two lines of a call, and its answer.
    fn finish(
        &mut self,
        call: &Pending,
        result: Result<Bytes, FunctionError>,
        reading: Reading,
    ) -> Vec<Action> {
        let duration_us = reading.now_us.saturating_sub(call.since_us);
        let beginning = self.beginning.take();
        let before_us = beginning.map_or(0, Beginning::billed_us);
        let billed_ms = duration_us.saturating_add(before_us).div_ceil(1000).max(1);
        let report = Report { call, duration_us, billed_ms, beginning, reading, result: &result };
        let lines =
            [format!("END RequestId: {}", call.request_id), report.line(self.facts.memory_mib)];
        let mut actions: Vec<_> = lines.into_iter().map(Action::Log).collect();
        actions.push(Action::Answer(Answer {
            result,
            duration: Duration::from_micros(duration_us),
            billed_ms,
            init: beginning.map(|beginning| Duration::from_micros(beginning.us)),
            memory_mib: reading.memory_mib,
            unread: false,
        }));
        actions
    }
}

/// What the `REPORT` line is made of.
struct Report<'a> {
    call: &'a Pending,
    duration_us: u64,
    billed_ms: u64,
    beginning: Option<Beginning>,
    reading: Reading,
    result: &'a Result<Bytes, FunctionError>,
}

impl Report<'_> {
    fn line(&self, memory_mib: u32) -> String {
        let mut line = format!(
            "REPORT RequestId: {}\tDuration: {} ms\tBilled Duration: {} ms\t\
             Memory Size: {memory_mib} MB\tMax Memory Used: {} MB\t",
            self.call.request_id,
            milliseconds(self.duration_us),
            self.billed_ms,
            self.reading.memory_mib,
        );
        if let Some(beginning) = self.beginning {
            line.push_str(&beginning.fields());
        }
        match self.result {
            Err(error) if error.kind == FailureKind::Timeout => line.push_str("Status: timeout"),
            Err(error) if error.kind != FailureKind::Handled => {
                line.extend(["Status: error\tError Type: ", &error.error_type]);
            }
            _ => {}
        }
        line
    }
}

/// Milliseconds with two digits, as every line of the platform writes them.
fn milliseconds(us: u64) -> String {
    format!("{}.{:02}", us / 1000, us % 1000 / 10)
}

#[cfg(test)]
mod tests;
