//! One attempt of one delivery: may it, do it, write down how it went.

use samara_base::{Arn, RequestId, TraceHeader};
use samara_events::EventRecord;
use samara_lambda::{AsyncInvocation, EventInvokeConfig, event_invoke_config};
use samara_service::{Access, Cx, Fault, Invocation, InvocationType, Invoked, Principal, Refusal};
use samara_store::{About, Fed, Origin, StoreExt, Txn};
use serde_json::Value;

use crate::delivery::{bus_of, function_of};
use crate::error::chain;
use crate::outcome::{Condition, Ended, Limits, Next, Response, next};
use crate::window::End;
use crate::{Delivery, Error, Shared, Source, dead_letter, destination, keys, permission};

/// How long a failed write waits before the next try, milliseconds.
const RETRY_MS: u64 = 1000;

/// Runs a delivery that was written down as started, and writes down what follows.
pub(crate) async fn run(shared: &Shared, key: Vec<u8>, delivery: Delivery) -> End {
    let ended = match perform(shared, &delivery).await {
        Ok(ended) => ended,
        // Trying again would find the same record.
        Err(error) if error.is_damage() => Ended::Impossible(chain(&error)),
        Err(error) => Ended::Setback(chain(&error)),
    };
    let end = if matches!(ended, Ended::Setback(_)) { End::Setback } else { End::Taken };
    // The outcome is known only here: it is written, however long that takes. If the server ends
    // before, the delivery runs again.
    loop {
        let written = match record(shared, key.clone(), delivery.clone(), ended.clone()).await {
            Err(error) if error.is_damage() => {
                set_aside(shared, key.clone(), delivery.clone(), chain(&error)).await
            }
            written => written,
        };
        match written {
            Ok(()) => return end,
            Err(error) if error.is_closed() => return end,
            Err(error) => {
                tracing::error!(error = chain(&error), "an outcome is written again");
                tokio::time::sleep(std::time::Duration::from_millis(RETRY_MS)).await;
            }
        }
    }
}

async fn perform(shared: &Shared, delivery: &Delivery) -> Result<Ended, Error> {
    let Some((function, qualifier)) = delivery.function() else {
        // A bus gets its event in the transaction that records the outcome.
        return Ok(Ended::Succeeded);
    };
    let now = shared.parts.clock.now();
    let refusal = shared.parts.store.read(|txn| {
        let config = event_invoke_config(txn, function, qualifier)?;
        if limits(shared, config.as_ref()).too_old(delivery, now) {
            return Ok(Some(Ended::Setback("it is too old".to_owned())));
        }
        let cx = context(shared, delivery, source_principal(delivery));
        Ok::<_, Error>(not_permitted(&cx, txn, delivery)?.map(Ended::Impossible))
    })?;
    if let Some(ended) = refusal {
        return Ok(ended);
    }
    let trace = trace(delivery)
        .unwrap_or_else(|| context(shared, delivery, source_principal(delivery)).trace);
    let invocation = Invocation {
        function: function.to_owned(),
        qualifier: qualifier.to_owned(),
        invoked_arn: delivery.target.clone(),
        payload: delivery.payload.clone().into(),
        request_id: RequestId::new(&delivery.request_id),
        trace,
        client_context: delivery.client_context.clone(),
        kind: InvocationType::Event,
        log_tail: false,
        until: None,
    };
    Ok(judge(shared.parts.invoker.invoke(invocation).await))
}

/// What the invoker's answer means.
fn judge(result: Result<Invoked, Refusal>) -> Ended {
    const TOO_MANY_REQUESTS: u16 = 429;
    match result {
        Ok(Invoked { error: None, .. }) => Ended::Succeeded,
        Ok(invoked) => Ended::Failed(Response {
            version: invoked.version,
            payload: serde_json::from_slice(&invoked.payload).unwrap_or(Value::Null),
        }),
        Err(refusal) if refusal.fault == Fault::Server || refusal.status == TOO_MANY_REQUESTS => {
            Ended::Setback(chain(&refusal))
        }
        Err(refusal) => Ended::Impossible(format!("{}: {}", refusal.code, refusal.message)),
    }
}

fn limits(shared: &Shared, config: Option<&EventInvokeConfig>) -> Limits {
    Limits::new(
        config.and_then(|config| config.maximum_retry_attempts),
        config.and_then(|config| config.maximum_event_age_s),
        shared.config.retry_base_ms,
    )
}

fn trace(delivery: &Delivery) -> Option<TraceHeader> {
    TraceHeader::parse(delivery.trace.as_deref()?)
}

fn context(shared: &Shared, delivery: &Delivery, principal: Principal) -> Cx {
    (shared.parts.contexts)(principal, trace(delivery))
}

/// Who acts: the rule, or the caller of long ago, whose call was allowed when it was taken in.
fn source_principal(delivery: &Delivery) -> Principal {
    match &delivery.source {
        Source::Rule { rule_arn, .. } => Principal::Service {
            name: "events.amazonaws.com".to_owned(),
            source: rule_arn.parse::<Arn>().ok(),
        },
        Source::Asynchronous | Source::Stream { .. } | Source::Unreadable => {
            Principal::Service { name: "lambda.amazonaws.com".to_owned(), source: None }
        }
    }
}

/// Why a rule may not call its function.
fn not_permitted(cx: &Cx, txn: &mut dyn Txn, delivery: &Delivery) -> Result<Option<String>, Error> {
    let (Source::Rule { .. }, Some((function, qualifier))) =
        (&delivery.source, delivery.function())
    else {
        return Ok(None);
    };
    let policy = samara_lambda::resource_policy(txn, function, qualifier)?;
    let access = Access::new("lambda:InvokeFunction", delivery.target.clone());
    permission::refused(cx, txn, &access, policy.as_deref())
}

/// Writes down, in one transaction, how an attempt ended and what follows from it.
async fn record(
    shared: &Shared,
    key: Vec<u8>,
    delivery: Delivery,
    ended: Ended,
) -> Result<(), Error> {
    let now = shared.parts.clock.now();
    let cx = context(shared, &delivery, source_principal(&delivery));
    let retry_base_ms = shared.config.retry_base_ms;
    let about = About { origin: Origin::Delivery, trace: delivery.trace.clone() };
    let work = move |txn: &mut dyn Txn| {
        let mark = keys::running(&key);
        if txn.get(&mark)?.is_none() {
            return Ok(());
        }
        txn.delete(mark, Fed::No);
        let config = match delivery.function() {
            Some((function, qualifier)) => event_invoke_config(txn, function, qualifier)?,
            None => None,
        };
        let limits = Limits::new(
            config.as_ref().and_then(|config| config.maximum_retry_attempts),
            config.as_ref().and_then(|config| config.maximum_event_age_s),
            retry_base_ms,
        );
        let ended = match (bus_of(&delivery.target), &ended) {
            (Some(_), Ended::Succeeded) => forward(&cx, txn, &delivery)?,
            (_, ended) => ended.clone(),
        };
        match next(delivery.clone(), ended, now, limits) {
            Next::Done => txn.delete(key.clone(), Fed::No),
            Next::Again { delivery, at } => {
                delivery.store(txn, &key)?;
                txn.due(at, &key, bytes::Bytes::new());
            }
            Next::GiveUp { delivery, condition, reason, response } => {
                txn.delete(key.clone(), Fed::No);
                let given_up = GivenUp { key: &key, delivery: &delivery, condition, reason };
                let on_failure = config.and_then(|config| config.on_failure);
                given_up.write(&cx, txn, on_failure.as_deref(), response.as_ref())?;
            }
        }
        Ok::<(), Error>(())
    };
    shared.parts.store.write(about, work).await?
}

/// Makes a dead letter of a delivery whose outcome depends on a record that cannot be read.
async fn set_aside(
    shared: &Shared,
    key: Vec<u8>,
    delivery: Delivery,
    reason: String,
) -> Result<(), Error> {
    let now = shared.parts.clock.now();
    let about = About { origin: Origin::Delivery, trace: delivery.trace.clone() };
    let work = move |txn: &mut dyn Txn| {
        let mark = keys::running(&key);
        if txn.get(&mark)?.is_none() {
            return Ok(());
        }
        txn.delete(mark, Fed::No);
        txn.delete(key.clone(), Fed::No);
        dead_letter::put(txn, &key, &delivery, reason.clone(), now)
    };
    shared.parts.store.write(about, work).await?
}

/// Puts an event on another bus, as the target's role.
fn forward(cx: &Cx, txn: &mut dyn Txn, delivery: &Delivery) -> Result<Ended, Error> {
    let Source::Rule { role_arn: Some(role_arn), .. } = &delivery.source else {
        return Ok(Ended::Impossible("the target has no role".to_owned()));
    };
    let Some(role) = permission::role(txn, role_arn, "events")? else {
        return Ok(Ended::Impossible(format!("the role {role_arn} does not exist")));
    };
    let Ok(event) = serde_json::from_str(&delivery.payload) else {
        return Ok(Ended::Impossible("the input for the bus is not an event".to_owned()));
    };
    let forwarded = put_event(&cx.acting_as(role), txn, &delivery.target, event, true)?;
    Ok(forwarded.map_or(Ended::Succeeded, Ended::Impossible))
}

/// Puts an event on a bus if the caller may; else why not.
fn put_event(
    cx: &Cx,
    txn: &mut dyn Txn,
    bus_arn: &str,
    event: Value,
    forwarded: bool,
) -> Result<Option<String>, Error> {
    let bus = bus_of(bus_arn).unwrap_or_default();
    let Some(found) = samara_events::bus(txn, bus)? else {
        return Ok(Some(format!("Event bus {bus} does not exist.")));
    };
    let access = Access::new("events:PutEvents", bus_arn);
    if let Some(why) = permission::refused(cx, txn, &access, found.policy().as_deref())? {
        return Ok(Some(why));
    }
    let record = EventRecord {
        event,
        trace: Some(cx.trace.to_string()),
        ingested_ms: cx.now.as_millis(),
        forwarded,
    };
    record.append(txn, bus)?;
    Ok(None)
}

/// A delivery that was given up.
struct GivenUp<'a> {
    key: &'a [u8],
    delivery: &'a Delivery,
    condition: Condition,
    reason: String,
}

impl GivenUp<'_> {
    /// Tells the function's destination, or keeps it as a dead letter.
    fn write(
        self,
        cx: &Cx,
        txn: &mut dyn Txn,
        on_failure: Option<&str>,
        response: Option<&Response>,
    ) -> Result<(), Error> {
        let reason = match on_failure {
            Some(to) if self.condition != Condition::Impossible => {
                match self.tell(cx, txn, to, response)? {
                    None => return Ok(()),
                    Some(why) => {
                        format!("{}; its destination {to} was not told: {why}", self.reason)
                    }
                }
            }
            _ => self.reason.clone(),
        };
        dead_letter::put(txn, self.key, self.delivery, reason, cx.now)
    }

    /// Tells the destination, as the function's own role; else why not.
    fn tell(
        &self,
        cx: &Cx,
        txn: &mut dyn Txn,
        to: &str,
        response: Option<&Response>,
    ) -> Result<Option<String>, Error> {
        let Some((function, qualifier)) = self.delivery.function() else {
            return Ok(Some("only functions have destinations".to_owned()));
        };
        let target = samara_lambda::Target {
            account: &cx.account,
            region: &cx.region,
            name: function,
            qualifier,
        };
        let Ok(resolved) = samara_lambda::resolve(&cx.parsed, txn, &target) else {
            return Ok(Some(format!("the function {function} no longer exists")));
        };
        let role_arn = &resolved.version.settings.role;
        let Some(role) = permission::role(txn, role_arn, function)? else {
            return Ok(Some(format!("the role {role_arn} does not exist")));
        };
        let record = destination::record(self.delivery, self.condition, response, cx.now);
        let id = crate::delivery::request_id(&[self.key, b"given up"].concat());
        let told = Told { record: &record, id: &id, function: &self.delivery.target };
        tell(&cx.acting_as(role), txn, to, &told)
    }
}

/// What a destination is told.
pub(crate) struct Told<'a> {
    /// The record, which a function gets as its event and a bus in one.
    pub(crate) record: &'a Value,
    /// The id of the call or event.
    pub(crate) id: &'a str,
    /// The ARN of the function whose failure it is.
    pub(crate) function: &'a str,
}

/// Tells a destination, a function or a bus, as `own`; else why not.
pub(crate) fn tell(
    own: &Cx,
    txn: &mut dyn Txn,
    to: &str,
    told: &Told<'_>,
) -> Result<Option<String>, Error> {
    if bus_of(to).is_some() {
        let place = (own.account.as_str(), own.region.as_str());
        let event = destination::event(told.record, told.id, place, own.now, [told.function, to]);
        return put_event(own, txn, to, event, false);
    }
    let Some((name, qualifier)) = function_of(to) else {
        return Ok(Some("it is neither a function nor a bus".to_owned()));
    };
    let policy = samara_lambda::resource_policy(txn, name, qualifier)?;
    let access = Access::new("lambda:InvokeFunction", to);
    if let Some(why) = permission::refused(own, txn, &access, policy.as_deref())? {
        return Ok(Some(why));
    }
    let call = AsyncInvocation {
        function: name.to_owned(),
        qualifier: qualifier.to_owned(),
        invoked_arn: to.to_owned(),
        payload: told.record.to_string().into(),
        request_id: RequestId::new(told.id),
        accepted: own.now,
        trace: own.trace.to_string(),
        client_context: None,
    };
    call.append(txn)?;
    Ok(None)
}
