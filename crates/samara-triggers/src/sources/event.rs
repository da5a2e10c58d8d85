//! An event on a bus: matched against the bus's rules.

use bytes::Bytes;
use samara_events::{EventRecord, Pattern, Rule};
use samara_service::Cx;
use samara_store::Txn;

use super::Made;
use crate::delivery::{bus_of, request_id};
use crate::error::chain;
use crate::{Delivery, Error, Source, keys};

/// The rules of a bus.
#[derive(Default)]
pub(crate) struct Rules {
    /// The enabled ones with a pattern, compiled, each with its ARN.
    compiled: Vec<(Rule, String, Pattern)>,
    /// Those that nobody can follow.
    pub(crate) unreadable: Vec<Unreadable>,
}

/// A rule that cannot be read: damaged, or a newer server's.
pub(crate) struct Unreadable {
    pub(crate) key: Bytes,
    pub(crate) value: Bytes,
    /// What it is called.
    pub(crate) name: String,
    /// Why it cannot be read.
    pub(crate) reason: String,
}

impl Rules {
    /// Reads and compiles them.
    pub(crate) fn load(cx: &Cx, txn: &mut dyn Txn, bus: &str) -> Result<Self, Error> {
        let mut rules = Self::default();
        for (key, value) in samara_events::rule_records(txn, bus)? {
            match compile(cx, &value) {
                Ok(compiled) => rules.compiled.extend(compiled),
                Err(reason) => {
                    let name = samara_events::keys::bus_and_rule(&key).unwrap_or_default().1;
                    let name = format!("rule {name} of bus {bus}");
                    rules.unreadable.push(Unreadable { key, value, name, reason });
                }
            }
        }
        Ok(rules)
    }

    /// A delivery for each target of each rule that matches.
    pub(crate) fn deliveries(
        &self,
        key: &[u8],
        record: &EventRecord,
        trace: Option<&str>,
    ) -> Vec<Made> {
        let matched = self.compiled.iter().filter(|(_, _, pattern)| pattern.matches(&record.event));
        let mut made = Vec::new();
        for (rule, rule_arn, _) in matched {
            made.extend(to_targets(rule, rule_arn, key, record, trace));
        }
        made
    }
}

/// A rule that is to be followed; the error is why it cannot be read.
fn compile(cx: &Cx, value: &[u8]) -> Result<Option<(Rule, String, Pattern)>, String> {
    let events = "its events are not delivered";
    let rule = Rule::decode(value)
        .map_err(|error| format!("the rule cannot be read, and {events}: {}", chain(&error)))?;
    let Some(pattern) = rule.pattern.as_deref().filter(|_| rule.enabled) else { return Ok(None) };
    // It was parsed when it was put: only a newer server's pattern can fail here.
    let pattern = Pattern::parse(pattern).map_err(|error| {
        format!("the rule's pattern cannot be read, and {events}: {}", chain(&error))
    })?;
    let arn = rule.arn(cx).to_string();
    Ok(Some((rule, arn, pattern)))
}

/// A delivery of an event for each target of a rule.
pub(crate) fn to_targets(
    rule: &Rule,
    rule_arn: &str,
    key: &[u8],
    record: &EventRecord,
    trace: Option<&str>,
) -> Vec<Made> {
    let mut made = Vec::new();
    for target in &rule.targets {
        // An event that came from another bus goes no further, so that buses cannot feed
        // each other for ever.
        if record.forwarded && bus_of(&target.arn).is_some() {
            continue;
        }
        let key = keys::delivery(key, &rule.name, &target.id);
        let payload = samara_events::payload(&target.input, record, (&rule.name, rule_arn));
        let (payload, fault) = match payload {
            Ok(payload) => (payload, None),
            Err(error) => (record.event.to_string(), Some(error.to_string())),
        };
        let source =
            Source::Rule { rule_arn: rule_arn.to_owned(), role_arn: target.role_arn.clone() };
        let delivery = Delivery {
            source,
            target: target.arn.clone(),
            payload,
            request_id: request_id(&key),
            trace: record.trace.as_deref().or(trace).map(str::to_owned),
            client_context: None,
            accepted_ms: record.ingested_ms,
            attempts: 0,
            setbacks: 0,
            interruptions: 0,
        };
        made.push((key, delivery, fault));
    }
    made
}
