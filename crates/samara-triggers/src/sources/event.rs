//! An event on a bus: matched against the bus's rules.

use samara_events::{EventRecord, Pattern, Rule};
use samara_service::Cx;
use samara_store::Txn;

use super::Made;
use crate::delivery::{bus_of, request_id};
use crate::{Delivery, Error, Source, keys};

/// The enabled rules of a bus, compiled.
pub(crate) struct Rules(Vec<(Rule, String, Pattern)>);

impl Rules {
    /// Reads and compiles them.
    pub(crate) fn load(cx: &Cx, txn: &mut dyn Txn, bus: &str) -> Result<Self, Error> {
        let mut compiled = Vec::new();
        for rule in samara_events::rules_of(txn, bus)? {
            let Some(pattern) = rule.pattern.as_deref().filter(|_| rule.enabled) else { continue };
            match Pattern::parse(pattern) {
                Ok(pattern) => {
                    let arn = rule.arn(cx).to_string();
                    compiled.push((rule, arn, pattern));
                }
                // It was parsed when it was put: only a newer server's pattern can fail here.
                Err(error) => {
                    tracing::error!(rule = rule.name, %error, "a stored pattern is not one");
                }
            }
        }
        Ok(Self(compiled))
    }

    /// A delivery for each target of each rule that matches.
    pub(crate) fn deliveries(
        &self,
        key: &[u8],
        record: &EventRecord,
        trace: Option<&str>,
    ) -> Vec<Made> {
        let matched = self.0.iter().filter(|(_, _, pattern)| pattern.matches(&record.event));
        let mut made = Vec::new();
        for (rule, rule_arn, _) in matched {
            made.extend(to_targets(rule, rule_arn, key, record, trace));
        }
        made
    }
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
