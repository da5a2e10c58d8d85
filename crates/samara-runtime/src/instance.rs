//! An instance: the machine, and the hands that do what it says.
//!
//! There is no task an instance. Whoever starts or calls it drives it; between calls nobody reads
//! what it writes (the pipe holds it), as AWS freezes an idle environment.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use crate::cgroup::Group;
use crate::descriptors::{Ended, Report};
use crate::layout::Plan;
use crate::link::Link;
use crate::logs::Tail;
use crate::machine::{Action, Answer, Cause, Event, Facts, Machine, Reading};
use crate::making::{Raised, sandbox};
use crate::runtime::{CpuShare, Inner, StartError};
use crate::sandboxed::{Parts, Sandbox};
use crate::spec::{
    Call, Copies, InstanceId, InstanceSpec, LOG_TAIL_BYTES, LogLine, LogSink, Outcome,
};
use crate::way::StartWay;
use crate::zygotes::consider;

/// One sandbox with one function version in it, serving one invocation at a time.
///
/// Dropping it kills it.
pub struct Instance {
    runtime: Arc<Inner>,
    id: InstanceId,
    plan: Plan,
    way: StartWay,
    machine: Machine,
    sandbox: Option<Sandbox>,
    logs: Arc<dyn LogSink>,
    tail: Tail,
    limit: Option<Instant>,
    /// The timer of the limit, and what it was last set to: setting it takes the timers' lock.
    expiry: Pin<Box<Sleep>>,
    armed: Option<Instant>,
    call: Option<Call>,
    last_request_id: Option<String>,
    answer: Option<Answer>,
    failure: Option<StartError>,
    peak_mib: u64,
    /// Whether its sandbox is held to its share of CPU, where the server is told so.
    held: bool,
}

/// What an instance is made of.
pub(crate) struct Made {
    pub(crate) id: InstanceId,
    pub(crate) plan: Plan,
}

impl Instance {
    /// Starts an instance and waits for the end of its init phase.
    pub(crate) async fn start(
        runtime: Arc<Inner>,
        made: Made,
        logs: Arc<dyn LogSink>,
    ) -> Result<Self, StartError> {
        let Made { id, plan } = made;
        let spec = &plan.spec;
        let facts = Facts {
            version: spec.version.clone(),
            runtime: plan.label(),
            memory_mib: spec.memory_mib,
            timeout_ms: spec.timeout_ms,
            snap_start: spec.copies == Copies::Always,
        };
        let mut instance = Self {
            runtime,
            id,
            way: StartWay::Plain { reason: "it was not started yet".to_owned() },
            plan,
            machine: Machine::new(facts),
            sandbox: None,
            logs,
            tail: Tail::new(LOG_TAIL_BYTES),
            limit: None,
            expiry: Box::pin(tokio::time::sleep(Duration::ZERO)),
            armed: None,
            call: None,
            last_request_id: None,
            answer: None,
            failure: None,
            peak_mib: 0,
            held: false,
        };
        instance.handle(Event::Start).await;
        while instance.machine.is_starting() {
            instance.step().await;
        }
        instance.runtime.spares.refill(&instance.runtime.bare);
        if instance.way != StartWay::Copied {
            consider(&instance.runtime, &instance.plan);
        }
        instance.hold_to_cpu_share()?;
        instance.rest();
        match instance.failure.take() {
            Some(failure) => Err(failure),
            None => Ok(instance),
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> InstanceId {
        self.id
    }

    /// What it was made from.
    #[must_use]
    pub fn spec(&self) -> &InstanceSpec {
        &self.plan.spec
    }

    /// Which way its sandbox came to be, and why not a faster one.
    #[must_use]
    pub fn way(&self) -> &StartWay {
        &self.way
    }

    /// Why it did not begin as a copy of one that had initialised, if it did not, as is known now.
    #[must_use]
    pub fn not_copied(&self) -> Option<String> {
        if self.way == StartWay::Copied {
            return None;
        }
        self.runtime.zygotes.find(&self.plan).err()
    }

    /// Whether it can take a call: false once its process has ended or was killed.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        // An idle sandbox has nothing to report but its end.
        let sandbox_alive = self.sandbox.as_ref().is_none_or(|one| !one.lifeline.has_news());
        self.machine.is_alive() && sandbox_alive
    }

    /// The memory that it is charged for now, MiB; none where the host limits no memory. Pages
    /// that it shares with others count for whoever touched them first.
    #[must_use]
    pub fn holds_mib(&self) -> Option<u64> {
        self.sandbox.as_ref().and_then(Sandbox::group)?.charged_mib()
    }

    /// Runs one call to its end.
    ///
    /// If the init phase had failed, the function is initialised again first, within its own
    /// timeout, as AWS does. After a timeout, an exit or an out-of-memory kill the instance is no
    /// longer alive. Dropping the future before its end leaves the call running: drop the instance
    /// with it.
    pub async fn invoke(&mut self, call: Call) -> Outcome {
        if let Some(sandbox) = &self.sandbox {
            sandbox.wake();
        }
        let request_id = call.request_id.clone();
        // What was written since the last call is in the log, and no part of this one.
        self.read_what_was_written();
        self.tail.take();
        self.last_request_id = Some(request_id.clone());
        self.call = Some(call);
        self.answer = None;
        self.handle(Event::Call { request_id }).await;
        while self.answer.is_none() {
            self.step().await;
        }
        self.call = None;
        self.rest();
        let answer = self.answer.take();
        // The loop above ends only with an answer.
        let answer = answer.unwrap_or_else(|| Answer {
            result: Err(crate::failure::not_available("")),
            duration: Duration::ZERO,
            billed_ms: 0,
            init: None,
            memory_mib: 0,
            unread: true,
        });
        Outcome {
            result: answer.result,
            duration: answer.duration,
            billed_duration_ms: answer.billed_ms,
            init_duration: answer.init,
            max_memory_used_mib: answer.memory_mib,
            log_tail: self.tail.take(),
            unread: answer.unread,
        }
    }

    /// From here on it has no more CPU than its memory buys, where the server is told so. A sandbox
    /// that initialises once more, for its first call, is held to it from then on.
    fn hold_to_cpu_share(&mut self) -> Result<(), StartError> {
        if std::mem::replace(&mut self.held, true) {
            return Ok(());
        }
        let group = self.sandbox.as_ref().and_then(Sandbox::group);
        match (self.runtime.cpu(), group) {
            (CpuShare::Quota, Some(group)) => {
                group.hold_to_cpu_share(self.plan.spec.memory_mib).map_err(StartError::ControlGroup)
            }
            _ => Ok(()),
        }
    }

    /// Until the next call nothing of it runs.
    fn rest(&self) {
        if let Some(sandbox) = &self.sandbox {
            sandbox.rest();
        }
    }

    /// Kills it.
    pub async fn kill(mut self) {
        self.handle(Event::Stop).await;
    }

    /// Waits for the next thing to happen, and does what follows from it.
    async fn step(&mut self) {
        let event = self.wait().await;
        if let Some(event) = event {
            self.handle(event).await;
        }
    }

    /// Waits for an event; output of the function's goes straight to its log and is none.
    async fn wait(&mut self) -> Option<Event> {
        let Some(sandbox) = &mut self.sandbox else {
            return Some(Event::Ended(Cause::NotStarted("the sandbox is gone".to_owned())));
        };
        if let Some(limit) = self.limit
            && self.armed != Some(limit)
        {
            self.expiry.as_mut().reset(limit);
            self.armed = Some(limit);
        }
        let mut lines = Vec::new();
        let event = tokio::select! {
            biased;
            // First, since what a function answers after that it answers half dead.
            () = sandbox.memory.passed() => Some(Event::Ended(Cause::OutOfMemory)),
            event = sandbox.link.receive() => Some(event),
            report = sandbox.lifeline.next() => {
                let cause = cause_of(report, sandbox.group());
                // What it said before it ended counts, though both are heard at once.
                tokio::select! {
                    biased;
                    last = sandbox.link.receive() => return Some(last),
                    () = std::future::ready(()) => {}
                }
                let unread = self.call.is_some() && sandbox.link.left_unread().await;
                Some(if unread { Event::EndedUnread(cause) } else { Event::Ended(cause) })
            }
            () = self.expiry.as_mut(), if self.limit.is_some() => {
                self.armed = None;
                Some(Event::Expired)
            }
            () = sandbox.log.read(|line| lines.push(line.to_owned())) => None,
        };
        self.log_all(&lines);
        event
    }

    /// Gives an event to the machine and performs its actions.
    async fn handle(&mut self, event: Event) {
        if event.is_answer() {
            // What the function printed before it answered belongs before `END`.
            self.read_what_was_written();
        }
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let reading = self.reading(&event);
            for action in self.machine.on(event, reading) {
                if let Some(next) = self.perform(action).await {
                    events.push_back(next);
                }
            }
        }
    }

    /// Performs one action; what it leads to at once is an event.
    async fn perform(&mut self, action: Action) -> Option<Event> {
        match action {
            // In a box: it is large, and every call would carry room for it.
            Action::Spawn => return Box::pin(self.spawn()).await,
            Action::Deliver => self.deliver().await,
            Action::Limit(limit) => self.limit = Some(Instant::now() + limit),
            Action::Unlimited => self.limit = None,
            Action::Kill => self.end_sandbox(),
            Action::Log(line) => self.log(&line),
            Action::Verdict(verdict) => {
                if let Some(sandbox) = &mut self.sandbox {
                    sandbox.link.verdict(verdict);
                }
            }
            Action::Answer(answer) => self.answer = Some(answer),
        }
        None
    }

    async fn deliver(&mut self) {
        if let Err(error) = self.hold_to_cpu_share() {
            tracing::warn!(%error, "an instance has more CPU than its share");
        }
        let limit = self.limit.unwrap_or_else(Instant::now);
        let left = limit.saturating_duration_since(Instant::now());
        let left_ms = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
        let deadline_ms = self.runtime.clock.now().plus_millis(left_ms).as_millis();
        if let (Some(sandbox), Some(call)) = (&mut self.sandbox, &self.call) {
            // A guest that does not read cannot hold the call beyond its limit.
            let delivery = sandbox.link.deliver(call, deadline_ms);
            let _expires_in_the_loop = tokio::time::timeout_at(limit, delivery).await;
        }
    }

    /// Makes the sandbox. A failure of the platform's is kept for the caller of `start`, and is an
    /// end of the guest's to the machine.
    async fn spawn(&mut self) -> Option<Event> {
        match self.make_sandbox().await {
            Ok((sandbox, copied)) => {
                self.sandbox = Some(sandbox);
                self.held = false;
                self.failure = None;
                let micros = |took: Duration| u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
                Some(Event::Begun { copied_us: copied.map(micros) })
            }
            Err(failure) => {
                let cause = Cause::NotStarted(failure.to_string());
                self.failure = Some(failure);
                Some(Event::Ended(cause))
            }
        }
    }

    /// Makes it, and says how long it took to speak if it is a copy.
    async fn make_sandbox(&mut self) -> Result<(Sandbox, Option<Duration>), StartError> {
        let runtime = &self.runtime;
        let (raised, way) = sandbox(runtime, self.id, &self.plan).await?;
        tracing::debug!(target: "start", phase = "sandboxed");
        let Raised { lifeline, body, log, channel, mut listeners, copied } = raised;
        let link = if let Some(channel) = channel {
            Link::Channel(channel)
        } else {
            let api = listeners.pop().ok_or_else(StartError::no_listener)?;
            Link::http(api).map_err(StartError::Descriptor)?
        };
        let endpoint = listeners.pop().ok_or_else(StartError::no_listener)?;
        runtime.door.serve(std::net::TcpListener::from(endpoint), self.id, &self.plan.spec);
        let parts = Parts { lifeline, link, body, log };
        let sandbox = Sandbox::new(parts, &runtime.freezer).map_err(StartError::Descriptor)?;
        self.way = way;
        Ok((sandbox, copied))
    }

    /// Kills the sandbox, after taking what it had written.
    fn end_sandbox(&mut self) {
        self.peak_mib = self.memory_mib();
        let Some(mut sandbox) = self.sandbox.take() else { return };
        let mut lines = Vec::new();
        sandbox.log.finish(|line| lines.push(line.to_owned()));
        drop(sandbox);
        self.runtime.door.close(self.id);
        self.log_all(&lines);
    }

    fn read_what_was_written(&mut self) {
        let mut lines = Vec::new();
        if let Some(sandbox) = &mut self.sandbox {
            sandbox.log.drain(|line| lines.push(line.to_owned()));
            sandbox.log.end_line(|line| lines.push(line.to_owned()));
        }
        self.log_all(&lines);
    }

    fn log_all(&mut self, lines: &[String]) {
        for line in lines {
            self.log(line);
        }
    }

    fn log(&mut self, text: &str) {
        self.tail.push(text);
        let request_id = self.last_request_id.as_deref();
        self.logs.line(LogLine { at: self.runtime.clock.now(), request_id, text });
    }

    /// The instruments, for an event. Memory is read only where it may be told: it costs a system
    /// call.
    fn reading(&self, event: &Event) -> Reading {
        let tells =
            !matches!(event, Event::Call { .. } | Event::Next | Event::Start | Event::Begun { .. });
        Reading {
            now_us: self.runtime.uptime_us(),
            wall: self.runtime.clock.now(),
            memory_mib: if tells { self.memory_mib() } else { 0 },
        }
    }

    fn memory_mib(&self) -> u64 {
        let group = self.sandbox.as_ref().and_then(Sandbox::group);
        group.map_or(self.peak_mib, Group::peak_mib)
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if self.sandbox.is_some() {
            self.runtime.door.close(self.id);
        }
    }
}

/// Why the guest ended.
fn cause_of(report: Report, group: Option<&Group>) -> Cause {
    let killed_for_memory = || group.is_some_and(Group::was_out_of_memory);
    match report {
        Report::Ended(Ended::Signal(libc::SIGKILL)) | Report::Closed if killed_for_memory() => {
            Cause::OutOfMemory
        }
        Report::Ended(Ended::Status(status)) => Cause::Status(status),
        Report::Ended(Ended::Signal(signal)) => Cause::Signal(signal),
        Report::Closed => Cause::Signal(libc::SIGKILL),
        Report::Failed(reason) => Cause::NotStarted(reason),
        Report::Process(_) | Report::Ready(_) => {
            Cause::NotStarted("its sandbox reported out of turn".to_owned())
        }
    }
}
