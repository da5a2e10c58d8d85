//! A bench for services' own tests: tables over a store in memory, no policies, no bytes.
//!
//! [`Bench::call`] runs one operation as root and commits it. Time stands still until a test moves
//! it, and ids follow from the number of calls, so that a transcript is the same each time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use samara_base::{Clock, RequestId, Seed, Timestamp, TraceHeader};
use samara_store::{About, Mem, Store, StoreError, StoreExt, Txn};
use samara_wire::Document;
use serde_json::Value;

use crate::throughput::{Buckets, Takings};
use crate::{
    Answer, Cx, LogEvent, LogQuery, Observed, Operations, Parsed, Principal, Refusal, ServiceTable,
};

/// Services over a store in memory.
pub struct Bench {
    /// The store.
    pub store: Arc<Mem>,
    clock: Arc<StillClock>,
    tables: Arc<Tables>,
    observed: Arc<Lines>,
    parsed: Arc<Parsed>,
    throughput: Option<Arc<Buckets>>,
    calls: AtomicU64,
}

/// A clock that stands still until it is moved.
pub struct StillClock(AtomicU64);

impl StillClock {
    /// A clock that stands at a time.
    #[must_use]
    pub fn at(time: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicU64::new(time.as_millis())))
    }

    /// Moves it on.
    pub fn advance_ms(&self, millis: u64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

struct Tables(Vec<ServiceTable>);

/// Log lines that a test gives.
#[derive(Default)]
struct Lines(RwLock<Vec<LogEvent>>);

impl Bench {
    /// Services over an empty store, on 2026-11-21 at noon.
    #[must_use]
    pub fn new(tables: Vec<ServiceTable>) -> Self {
        let clock = StillClock::at(Timestamp::from_secs(1_795_262_400));
        Self {
            store: Mem::new(clock.clone()),
            clock,
            tables: Arc::new(Tables(tables)),
            observed: Arc::default(),
            parsed: Arc::default(),
            throughput: None,
            calls: AtomicU64::new(0),
        }
    }

    /// Holds requests to the throughput that resources have.
    #[must_use]
    pub fn with_throughput_enforced(self) -> Self {
        Self { throughput: Some(Arc::default()), ..self }
    }

    /// Moves the time on.
    pub fn advance_ms(&self, millis: u64) {
        self.clock.advance_ms(millis);
    }

    /// Lets a function have written a line.
    pub fn observe(&self, event: LogEvent) {
        self.observed.0.write().unwrap_or_else(PoisonError::into_inner).push(event);
    }

    /// The context of a next request, by root.
    ///
    /// # Panics
    /// Never: its ids are constants.
    #[must_use]
    pub fn context(&self) -> Cx {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        let mut bytes = [0; 32];
        for (byte, part) in bytes.iter_mut().zip(call.to_be_bytes()) {
            *byte = part;
        }
        let seed = Seed::new(bytes);
        let now = self.clock.now();
        #[expect(clippy::expect_used, reason = "constants, in tests only")]
        Cx {
            account: "000000000000".parse().expect("an account"),
            region: "us-east-1".parse().expect("a region"),
            principal: Principal::Root,
            request_id: RequestId::new(&seed.uuid("request")),
            trace: TraceHeader::begin(now, &seed),
            now,
            seed,
            source_ip: None,
            endpoint: "http://127.0.0.1:4566".into(),
            operations: self.tables.clone(),
            observed: self.observed.clone(),
            parsed: self.parsed.clone(),
            takings: self.throughput.as_ref().map(|buckets| Arc::new(Takings::of(buckets))),
        }
    }

    /// Runs one operation as root and commits it.
    ///
    /// # Errors
    /// Its refusals.
    pub fn call(
        &self,
        service: &str,
        operation: &str,
        input: Document,
    ) -> Result<Answer<Document>, Refusal> {
        self.call_as(&self.context(), service, operation, input)
    }

    /// Runs one operation in a context and commits it.
    ///
    /// # Errors
    /// Its refusals.
    pub fn call_as(
        &self,
        cx: &Cx,
        service: &str,
        operation: &str,
        input: Document,
    ) -> Result<Answer<Document>, Refusal> {
        let (cx, tables) = (cx.clone(), self.tables.clone());
        let (service, operation) = (service.to_owned(), operation.to_owned());
        let work =
            move |txn: &mut dyn Txn| tables.call_in(&cx, txn, &service, &operation, input.clone());
        now(self.store.write(About::default(), work))?
    }

    /// Runs one operation in a context, input and output as JSON by the model's member names, and
    /// commits it.
    ///
    /// # Errors
    /// Its refusals.
    pub fn call_json_as(
        &self,
        cx: &Cx,
        (service, operation): (&str, &str),
        input: Value,
    ) -> Result<Value, Refusal> {
        let (cx, tables) = (cx.clone(), self.tables.clone());
        let (service, operation) = (service.to_owned(), operation.to_owned());
        let work = move |txn: &mut dyn Txn| {
            tables.call_json_in(&cx, txn, (&service, &operation), input.clone())
        };
        now(self.store.write(About::default(), work))?
    }

    /// Runs a closure as a transaction.
    ///
    /// # Errors
    /// When the store fails; the closure's own.
    pub fn write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Txn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        now(self.store.write(About::default(), work))?
    }

    /// Runs a script's lines `> Operation {input}` as root, and gives them each with what a client
    /// would see under it. A test compares that with the script itself.
    ///
    /// # Panics
    /// When an input is not JSON.
    #[must_use]
    pub fn transcript(&self, service: &str, script: &str) -> String {
        let commands = script.lines().filter_map(|line| line.trim().strip_prefix("> "));
        let shown = |command: &str| format!("> {command}\n{}\n", self.line(service, command));
        commands.map(shown).collect()
    }

    /// Runs one line of a script and gives what a client would see.
    ///
    /// # Panics
    /// When the input is not JSON.
    #[must_use]
    pub fn line(&self, service: &str, command: &str) -> String {
        let (operation, input) = command.split_once(' ').unwrap_or((command, "{}"));
        #[expect(clippy::expect_used, reason = "a script of a test, in tests only")]
        let input = serde_json::from_str(input).expect("the input of a script's line is JSON");
        match self.call(service, operation, document(input)) {
            Ok(Answer::Done(output)) => text(&output),
            Ok(other) => format!("{other:?}"),
            Err(refusal) => format!("{} {}: {}", refusal.status, refusal.code, refusal.message),
        }
    }

    /// Puts a blob into the store and names it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stage(&self, content: &[u8]) -> Result<String, StoreError> {
        let mut staged = self.store.stage_blob()?;
        staged.write(content)?;
        Ok(staged.finish()?.to_string())
    }
}

/// JSON as a document, numbers as whole ones.
fn document(value: Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => Document::Boolean(value),
        Value::Number(number) => Document::Integer(number.as_i64().unwrap_or_default()),
        Value::String(text) => Document::String(text),
        Value::Array(items) => Document::List(items.into_iter().map(document).collect()),
        Value::Object(fields) => Document::Map(
            fields.into_iter().map(|(name, value)| (name.into(), document(value))).collect(),
        ),
    }
}

/// A document as a transcript shows it.
fn text(document: &Document) -> String {
    match document {
        Document::List(items) => {
            format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(", "))
        }
        Document::Map(fields) => {
            let field = |(name, value): &(_, Document)| format!("{name}: {}", text(value));
            format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
        Document::Boolean(value) => value.to_string(),
        Document::Integer(number) => number.to_string(),
        Document::String(text) => text.clone(),
        Document::Timestamp(time) => time.iso8601(),
        other => format!("{other:?}"),
    }
}

impl Operations for Tables {
    fn call_in(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        service: &str,
        operation: &str,
        input: Document,
    ) -> Result<Answer<Document>, Refusal> {
        let table = self.0.iter().find(|table| table.model.id == service);
        let entry = table.and_then(|table| table.operation(operation));
        let entry = entry.ok_or_else(|| Refusal::unsupported(format!("{service}:{operation}")))?;
        let call = entry
            .with(input)
            .map_err(|error| Refusal::caller("ValidationException", 400, error.to_string()))?;
        // Every operation says what it touches, or the policy check would let everybody in.
        let silent = call.access(cx).is_empty() && operation != "GetCallerIdentity";
        debug_assert!(!silent, "{operation} does not say what it touches");
        call.run(cx, txn)
    }

    fn call_json_in(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        (service, operation): (&str, &str),
        input: Value,
    ) -> Result<Value, Refusal> {
        let missing = || Refusal::unsupported(format!("{service}:{operation}"));
        let table = self.0.iter().find(|table| table.model.id == service).ok_or_else(missing)?;
        let described = table.model.operation(operation).ok_or_else(missing)?;
        let wrong = |error: &dyn std::error::Error| {
            Refusal::caller("ValidationException", 400, error.to_string())
        };
        let input = match described.input {
            Some(shape) => {
                samara_wire::from_json(table.model, shape, input).map_err(|error| wrong(&error))?
            }
            None => Document::Map(Vec::new()),
        };
        match (self.call_in(cx, txn, service, operation, input)?, described.output) {
            (Answer::Done(output), Some(shape)) => {
                samara_wire::to_json(table.model, shape, &output).map_err(Refusal::internal)
            }
            (Answer::Done(_), None) => Ok(Value::Null),
            _ => Err(Refusal::internal(format!("{service}:{operation} gave no output"))),
        }
    }
}

impl Observed for Lines {
    fn log_events(&self, query: &LogQuery) -> Vec<LogEvent> {
        let lines = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let wanted = |event: &&LogEvent| {
            *event.group == *query.group
                && (query.streams.is_empty() || query.streams.iter().any(|s| **s == *event.stream))
                && query.from <= event.time
                && event.time < query.until
                && query.after.is_none_or(|after| after < event.place)
        };
        lines.iter().filter(wanted).take(query.limit).cloned().collect()
    }

    fn log_streams(&self, group: &str) -> Vec<(String, Timestamp, Timestamp)> {
        let lines = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut streams: Vec<(String, Timestamp, Timestamp)> = Vec::new();
        for event in lines.iter().filter(|event| *event.group == *group) {
            match streams.iter_mut().find(|(name, ..)| **name == *event.stream) {
                Some((_, _, last)) => *last = event.time,
                None => streams.push((event.stream.to_string(), event.time, event.time)),
            }
        }
        streams
    }

    fn log_groups(&self) -> Vec<String> {
        let lines = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut groups: Vec<String> = lines.iter().map(|event| event.group.to_string()).collect();
        groups.sort();
        groups.dedup();
        groups
    }
}

/// The result of a future that is ready at once, as those of the memory store are.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => unreachable!("the memory store never waits"),
    }
}
