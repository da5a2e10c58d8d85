//! A lane's steps: one batch at a time, its start and its end written down.

use std::sync::Arc;

use bytes::Bytes;
use samara_base::{RequestId, Timestamp};
use samara_dynamodb::keys::Position;
use samara_dynamodb::streams::Stream;
use samara_lambda::{EventSourceMapping, State, Target, note_result};
use samara_service::{Access, Cx, Fault, Invocation, InvocationType, Invoked, Principal, Refusal};
use samara_store::{About, BoxFuture, Origin, StoreExt, Txn};
use serde_json::Value;
use tracing::Instrument;

use super::Work;
use super::batch::{Batch, Sieve, collect};
use super::cursor::{self, Cursor, LANE};
use super::give_up::{GivenUp, Reason};
use super::next::{Ended, Next, hold, next, pass, reported};
use crate::delivery::request_id;
use crate::dispatch::INTERRUPTED_MS;
use crate::error::chain;
use crate::outcome::Response;
use crate::steps::Stepper;
use crate::{Error, permission};

/// Batches that one step brings, before others have their turn.
const BATCHES: usize = 64;
/// How long what only somebody else can mend waits, milliseconds: a missing function or permission.
const PROBLEM_MS: u64 = 60_000;
/// Records that a lane may look at again and again without moving its cursor behind them.
const PASSED_OVER: usize = 64;
/// How long a failed write waits before the next try, milliseconds.
const WRITE_AGAIN_MS: u64 = 1000;

/// Steps of lanes.
pub(crate) struct Lanes(pub(crate) Arc<Work>);

/// What a lane found to do.
enum Turn {
    /// Nothing, until a record comes.
    Idle,
    /// Nothing, until a time.
    At(Timestamp),
    /// Something was done, and there may be more.
    Again,
    /// This batch, as this caller.
    Bring(Box<Bring>),
}

/// A batch on its way.
struct Bring {
    mapping: EventSourceMapping,
    stream: Arc<Stream>,
    cursor: Cursor,
    batch: Batch,
    role: Principal,
}

impl Stepper for Lanes {
    fn kind(&self) -> u8 {
        LANE
    }

    fn step(&self, key: Bytes) -> BoxFuture<'_, Result<Option<Timestamp>, Refusal>> {
        Box::pin(async move { self.go_on(key).await.map_err(Refusal::internal) })
    }
}

impl Lanes {
    async fn go_on(&self, key: Bytes) -> Result<Option<Timestamp>, Error> {
        self.recover(&key).await?;
        for _ in 0..BATCHES {
            match self.turn(&key).await? {
                Turn::Idle => return Ok(None),
                Turn::At(time) => return Ok(Some(time)),
                Turn::Again => {}
                Turn::Bring(bring) => {
                    let span = tracing::info_span!("batch", mapping = %bring.mapping.uuid);
                    self.bring(&key, *bring).instrument(span).await?;
                }
            }
        }
        Ok(Some(Timestamp::ZERO))
    }

    /// A step begins: a call that is still marked as begun was cut short by the server's end.
    async fn recover(&self, key: &Bytes) -> Result<(), Error> {
        let found = self.0.store.read(|txn| Cursor::load(txn, key))?;
        if found.is_none_or(|cursor| !cursor.running) {
            return Ok(());
        }
        let (key, now) = (key.clone(), self.0.now());
        self.write(move |txn| {
            let Some(mut cursor) = Cursor::load(txn, &key)? else { return Ok(()) };
            let waits = usize::try_from(cursor.interruptions).ok();
            let wait = waits.and_then(|starts| INTERRUPTED_MS.get(starts));
            cursor.interruptions += 1;
            cursor.running = false;
            cursor.not_before_ms = now.plus_millis(wait.copied().unwrap_or_default()).as_millis();
            cursor.store(txn, &key)
        })
        .await
    }

    /// What there is to do.
    async fn turn(&self, key: &Bytes) -> Result<Turn, Error> {
        let (cx, now) = (self.0.context(), self.0.now());
        let (found, problem) = self.0.store.read(|txn| look(&cx, txn, key, now))?;
        if let Some((mapping, problem)) = problem {
            self.write(move |txn| Ok(note_result(txn, &mapping, &problem)?)).await?;
        }
        let Turn::Bring(bring) = found else { return Ok(found) };
        self.start(key, bring, now).await
    }

    /// Writes down that a batch starts, or what becomes of one that is not brought at all.
    async fn start(&self, key: &Bytes, bring: Box<Bring>, now: Timestamp) -> Result<Turn, Error> {
        let Bring { mapping, cursor, batch, .. } = &*bring;
        let parked = INTERRUPTED_MS.len() < usize::try_from(cursor.interruptions).unwrap_or(0);
        let old = batch.too_old(mapping.age_s, now);
        if batch.records.is_empty() || parked || 0 < old {
            self.pass_over(key, *bring, (parked, old)).await?;
            return Ok(Turn::Again);
        }
        let (key, before) = (key.clone(), cursor.clone());
        let mut begun = Cursor { running: true, ..cursor.clone() };
        hold(&mut begun, batch);
        let bring = Box::new(Bring { cursor: begun.clone(), ..*bring });
        let started = self
            .write(move |txn| {
                if Cursor::load(txn, &key)?.as_ref() != Some(&before) {
                    return Ok(false);
                }
                begun.store(txn, &key)?;
                Ok(true)
            })
            .await?;
        Ok(if started { Turn::Bring(bring) } else { Turn::Again })
    }

    /// Moves behind records that nobody gets: they match no filter, or are too old, or were there
    /// each time that the server ended.
    async fn pass_over(
        &self,
        key: &Bytes,
        bring: Bring,
        (parked, old): (bool, usize),
    ) -> Result<(), Error> {
        let (cx, key) = (self.0.context(), key.clone());
        self.write(move |txn| {
            let Bring { mapping, stream, cursor, batch, role } = &bring;
            if Cursor::load(txn, &key)?.as_ref() != Some(cursor) {
                return Ok(());
            }
            let mut after = cursor.clone();
            let part = if parked { batch.records.len() } else { old };
            match part.checked_sub(1).and_then(|last| batch.records.get(last)) {
                Some(last) if part < batch.records.len() => after.after = last.at,
                _ => pass(&mut after, batch),
            }
            after.store(txn, &key)?;
            let records = batch.records.get(..part).unwrap_or_default();
            if records.is_empty() {
                return Ok(());
            }
            let reason = if parked { Reason::Interrupted } else { Reason::TooOld };
            let given_up = GivenUp { mapping, stream, cursor, records, reason, response: None };
            given_up.write(&cx.acting_as(role.clone()), txn, &key)
        })
        .await
    }

    /// Calls the function with a batch, and writes down what follows. The outcome is known only
    /// here: it is written, however long that takes.
    async fn bring(&self, key: &Bytes, bring: Bring) -> Result<(), Error> {
        let ended = self.call(key, &bring).await;
        let bring = Arc::new(bring);
        loop {
            let written = self.record(key, bring.clone(), ended.clone()).await;
            match written {
                Err(error) if !error.is_closed() => {
                    tracing::error!(error = chain(&error), "an outcome is written again");
                    let wait = std::time::Duration::from_millis(WRITE_AGAIN_MS);
                    tokio::time::sleep(wait).await;
                }
                written => return written,
            }
        }
    }

    async fn call(&self, key: &Bytes, bring: &Bring) -> Ended {
        let Bring { mapping, batch, .. } = bring;
        let cx = self.0.context();
        let qualifier = mapping.qualifier.clone();
        let invocation = Invocation {
            function: mapping.function.clone(),
            qualifier: qualifier.unwrap_or_else(|| samara_lambda::LATEST.to_owned()),
            invoked_arn: mapping.function_arn(&cx),
            payload: batch.event().to_string().into(),
            request_id: RequestId::new(&batch_id(key, bring)),
            trace: cx.trace.clone(),
            client_context: None,
            kind: InvocationType::RequestResponse,
            log_tail: false,
            until: None,
        };
        match self.0.invoker.invoke(invocation).await {
            Ok(Invoked { error: None, version, payload, .. }) if mapping.reports_failures => {
                let payload = serde_json::from_slice(&payload).unwrap_or(Value::Null);
                reported(batch, Response { version, payload })
            }
            Ok(Invoked { error: None, .. }) => Ended::Succeeded,
            Ok(invoked) => Ended::Failed(Response {
                version: invoked.version,
                payload: serde_json::from_slice(&invoked.payload).unwrap_or(Value::Null),
            }),
            Err(refusal) => Ended::Setback(said(&refusal)),
        }
    }

    /// Writes down, in one transaction, how a batch ended and what follows from it.
    async fn record(&self, key: &Bytes, bring: Arc<Bring>, ended: Ended) -> Result<(), Error> {
        let (cx, now, retry_ms) = (self.0.context(), self.0.now(), self.0.retry_ms);
        let key = key.clone();
        self.write(move |txn| {
            let Bring { mapping, stream, cursor, batch, role } = &*bring;
            // A mapping that was cut anew or deleted meanwhile has other lanes, or none.
            if Cursor::load(txn, &key)?.as_ref() != Some(cursor) {
                return Ok(());
            }
            let result = match &ended {
                Ended::Succeeded => "OK".to_owned(),
                Ended::Setback(why) => format!("PROBLEM: {why}"),
                _ => "PROBLEM: Function call failed".to_owned(),
            };
            let Next { cursor: after, given_up } =
                next(mapping, cursor, batch, (ended.clone(), now, retry_ms));
            after.store(txn, &key)?;
            note_result(txn, &mapping.uuid, &result)?;
            let Some((from, response)) = given_up else { return Ok(()) };
            let records = batch.records.get(from..).unwrap_or_default();
            let response = Some(&response);
            let reason = Reason::Failed;
            let given_up = GivenUp { mapping, stream, cursor, records, reason, response };
            given_up.write(&cx.acting_as(role.clone()), txn, &key)
        })
        .await
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Txn) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let about = About { origin: Origin::Delivery, trace: None };
        self.0.store.write(about, work).await?
    }
}

/// What a refusal of the invoker says to the mapping's owner.
fn said(refusal: &Refusal) -> String {
    if refusal.fault == Fault::Server { chain(refusal) } else { refusal.message.clone() }
}

/// The id of a batch: the same each time it is brought.
fn batch_id(key: &[u8], bring: &Bring) -> String {
    let place = |at: Position| at.sequence_number();
    let first = bring.batch.records.first().map(|one| place(one.at)).unwrap_or_default();
    let last = bring.batch.records.last().map(|one| place(one.at)).unwrap_or_default();
    request_id(&[key, first.as_bytes(), last.as_bytes()].concat())
}

/// A mapping's problem, for who looks at the mapping.
type Problem = Option<(String, String)>;

/// Looks at what a lane has to do, in a snapshot.
fn look(cx: &Cx, txn: &mut dyn Txn, key: &Bytes, now: Timestamp) -> Result<(Turn, Problem), Error> {
    let idle = Ok((Turn::Idle, None));
    let Some((uuid, shard, slice)) = cursor::read_key(key) else { return idle };
    let Some(mapping) = EventSourceMapping::find(txn, &uuid)? else { return idle };
    let Some(cursor) = Cursor::load(txn, key)? else { return idle };
    if mapping.state != State::Enabled {
        return idle;
    }
    let not_before = Timestamp::from_millis(cursor.not_before_ms);
    if now < not_before {
        return Ok((Turn::At(not_before), None));
    }
    let again = Turn::At(now.plus_millis(PROBLEM_MS));
    let problem = |what: String| Some((uuid.clone(), format!("PROBLEM: {what}")));
    let Ok(stream) = Stream::load(cx, txn, &mapping.source_arn) else {
        return Ok((again, problem("Stream not found".to_owned())));
    };
    let role = match role(cx, txn, &mapping)? {
        Ok(role) => role,
        Err(why) => return Ok((again, problem(why))),
    };
    let sieve = Sieve::new(&mapping, shard, slice);
    let batch = collect(cx, txn, (&mapping, &stream), &cursor, &sieve)?;
    // Moving the cursor costs a commit: a few records that nobody wants are looked at again.
    let few = batch.looked_at < PASSED_OVER && cursor.ends.is_empty();
    if batch.records.is_empty() && few {
        return idle;
    }
    if let Some(until) = batch.waits_until(mapping.window_s, now) {
        return Ok((Turn::At(until), None));
    }
    Ok((Turn::Bring(Box::new(Bring { mapping, stream, cursor, batch, role })), None))
}

/// The function's role, if there are both and it may read the stream.
fn role(
    cx: &Cx,
    txn: &mut dyn Txn,
    mapping: &EventSourceMapping,
) -> Result<Result<Principal, String>, Error> {
    let qualifier = mapping.qualifier.as_deref().unwrap_or(samara_lambda::LATEST);
    let name = mapping.function.as_str();
    let target = Target { account: &cx.account, region: &cx.region, name, qualifier };
    let arn = match samara_lambda::resolve(&cx.parsed, txn, &target) {
        Ok(resolved) => resolved.version.settings.role,
        Err(samara_lambda::Error::Store(error)) => return Err(error.into()),
        Err(error) => return Ok(Err(error.to_string())),
    };
    let Some(role) = permission::role(txn, &arn, name)? else {
        return Ok(Err(format!("The role {arn} does not exist")));
    };
    let access = Access::new("dynamodb:GetRecords", mapping.source_arn.as_str());
    let own = cx.acting_as(role.clone());
    Ok(match permission::refused(&own, txn, &access, None)? {
        Some(why) => Err(why),
        None => Ok(role),
    })
}
