//! Rules and their patterns.

use samara_service::{Cx, Entry};
use samara_store::{Fed, Txn};

use super::{Nothing, bus_name, merged, operation, refuse, rule_arn};
use crate::model::{
    self, DeleteRuleRequest, DescribeRuleRequest, DescribeRuleResponse, DisableRuleRequest,
    EnableRuleRequest, ListRulesRequest, ListRulesResponse, PutRuleRequest, PutRuleResponse,
    TestEventPatternRequest, TestEventPatternResponse,
};
use crate::record::{DEFAULT_BUS, Rule, load_bus, load_rule, rule, rules_of};
use crate::{Error, Pattern, Schedule, keys, page};

/// Rules of a bus (AWS: 300).
const RULES: usize = 300;

operation!(PutRule, Write, PutRuleRequest => PutRuleResponse,
    |cx, input| rule_arn(cx, input.event_bus_name.as_deref(), &input.name), put);
operation!(DescribeRule, Read, DescribeRuleRequest => DescribeRuleResponse,
    |cx, input| rule_arn(cx, input.event_bus_name.as_deref(), &input.name), describe);
operation!(ListRules, Scan, ListRulesRequest => ListRulesResponse,
    |cx, input| rule_arn(cx, input.event_bus_name.as_deref(), "*"), list);
operation!(EnableRule, Write, EnableRuleRequest => Nothing,
    |cx, input| rule_arn(cx, input.event_bus_name.as_deref(), &input.name), enable);
operation!(DisableRule, Write, DisableRuleRequest => Nothing,
    |cx, input| rule_arn(cx, input.event_bus_name.as_deref(), &input.name), disable);
operation!(DeleteRule, Write, DeleteRuleRequest => Nothing,
    |cx, input| rule_arn(cx, input.event_bus_name.as_deref(), &input.name), delete);
operation!(TestEventPattern, Read, TestEventPatternRequest => TestEventPatternResponse,
    |_, _| "*".to_owned(), test);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<PutRule>(),
        Entry::of::<DescribeRule>(),
        Entry::of::<ListRules>(),
        Entry::of::<EnableRule>(),
        Entry::of::<DisableRule>(),
        Entry::of::<DeleteRule>(),
        Entry::of::<TestEventPattern>(),
    ])
}

fn put(cx: &Cx, txn: &mut dyn Txn, input: &PutRuleRequest) -> Result<PutRuleResponse, Error> {
    refuse("PutRule", &[("RoleArn", input.role_arn.is_some())])?;
    let pattern = input.event_pattern.clone().filter(|pattern| !pattern.is_empty());
    let schedule = input.schedule_expression.clone().filter(|schedule| !schedule.is_empty());
    if pattern.is_none() && schedule.is_none() {
        return Err(validation(
            "Parameter(s) EventPattern or ScheduleExpression must be specified.",
        ));
    }
    if let Some(pattern) = &pattern {
        Pattern::parse(pattern)?;
    }
    if schedule.as_deref().is_some_and(|schedule| Schedule::parse(schedule).is_none()) {
        return Err(validation("Parameter ScheduleExpression is not valid."));
    }
    let enabled = match input.state.as_deref() {
        None | Some("ENABLED") => true,
        Some("DISABLED") => false,
        Some(other) => return Err(Error::Unsupported(format!("the rule state {other}"))),
    };
    let bus = bus_name(cx, input.event_bus_name.as_deref())?;
    load_bus(txn, &bus)?;
    if schedule.is_some() && bus != DEFAULT_BUS {
        return Err(validation("ScheduleExpression is supported only on the default event bus."));
    }
    let old = rule(txn, &bus, &input.name)?;
    if old.is_none() && RULES <= rules_of(txn, &bus)?.len() {
        return Err(Error::LimitExceeded);
    }
    // Putting a rule again keeps its targets; tags are set only when it is made.
    let (targets, tags, due_ms) = match old {
        Some(old) => (old.targets, old.tags, old.due_ms),
        None => (vec![], merged(vec![], input.tags.as_ref())?, None),
    };
    let mut rule = Rule {
        name: input.name.clone(),
        bus,
        pattern,
        schedule,
        scheduled_ms: cx.now.as_millis(),
        due_ms,
        enabled,
        description: input.description.clone(),
        tags,
        targets,
    };
    rule.reschedule(txn, cx.now);
    rule.store(txn)?;
    Ok(PutRuleResponse { rule_arn: Some(rule.arn(cx).to_string()) })
}

fn validation(message: &str) -> Error {
    Error::Validation(message.to_owned())
}

fn state(rule: &Rule) -> String {
    if rule.enabled { "ENABLED" } else { "DISABLED" }.to_owned()
}

fn describe(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &DescribeRuleRequest,
) -> Result<DescribeRuleResponse, Error> {
    let bus = bus_name(cx, input.event_bus_name.as_deref())?;
    load_bus(txn, &bus)?;
    let rule = load_rule(txn, &bus, &input.name)?;
    Ok(DescribeRuleResponse {
        arn: Some(rule.arn(cx).to_string()),
        state: Some(state(&rule)),
        name: Some(rule.name),
        event_pattern: rule.pattern,
        schedule_expression: rule.schedule,
        description: rule.description,
        event_bus_name: Some(rule.bus),
        created_by: Some(cx.account.to_string()),
        ..DescribeRuleResponse::default()
    })
}

fn list(cx: &Cx, txn: &mut dyn Txn, input: &ListRulesRequest) -> Result<ListRulesResponse, Error> {
    let bus = bus_name(cx, input.event_bus_name.as_deref())?;
    load_bus(txn, &bus)?;
    let prefix = input.name_prefix.as_deref().unwrap_or_default();
    let rules = rules_of(txn, &bus)?.into_iter().filter(|rule| rule.name.starts_with(prefix));
    let named = rules.map(|rule| (rule.name.clone(), rule)).collect();
    let (rules, next_token) = page::of(named, input.next_token.as_deref(), input.limit)?;
    let shown = |rule: Rule| model::Rule {
        arn: Some(rule.arn(cx).to_string()),
        state: Some(state(&rule)),
        name: Some(rule.name),
        event_pattern: rule.pattern,
        schedule_expression: rule.schedule,
        description: rule.description,
        event_bus_name: Some(rule.bus),
        ..model::Rule::default()
    };
    Ok(ListRulesResponse { rules: Some(rules.into_iter().map(shown).collect()), next_token })
}

fn enable(cx: &Cx, txn: &mut dyn Txn, input: &EnableRuleRequest) -> Result<Nothing, Error> {
    set_enabled(cx, txn, (input.event_bus_name.as_deref(), &input.name), true)
}

fn disable(cx: &Cx, txn: &mut dyn Txn, input: &DisableRuleRequest) -> Result<Nothing, Error> {
    set_enabled(cx, txn, (input.event_bus_name.as_deref(), &input.name), false)
}

fn set_enabled(
    cx: &Cx,
    txn: &mut dyn Txn,
    (bus, name): (Option<&str>, &str),
    enabled: bool,
) -> Result<Nothing, Error> {
    let bus = bus_name(cx, bus)?;
    load_bus(txn, &bus)?;
    let mut rule = load_rule(txn, &bus, name)?;
    rule.enabled = enabled;
    rule.reschedule(txn, cx.now);
    rule.store(txn)?;
    Ok(Nothing {})
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteRuleRequest) -> Result<Nothing, Error> {
    let bus = bus_name(cx, input.event_bus_name.as_deref())?;
    load_bus(txn, &bus)?;
    // Deleting what is not there is no error, as on AWS.
    let Some(mut rule) = rule(txn, &bus, &input.name)? else { return Ok(Nothing {}) };
    if !rule.targets.is_empty() {
        let message = "Rule can't be deleted since it has targets.";
        return Err(Error::Validation(message.to_owned()));
    }
    rule.enabled = false;
    rule.reschedule(txn, cx.now);
    txn.delete(keys::rule(&bus, &input.name), Fed::Key);
    Ok(Nothing {})
}

fn test(
    _: &Cx,
    _: &mut dyn Txn,
    input: &TestEventPatternRequest,
) -> Result<TestEventPatternResponse, Error> {
    let pattern = Pattern::parse(&input.event_pattern)?;
    let event: serde_json::Value = serde_json::from_str(&input.event)
        .map_err(|_| Error::Validation("Parameter Event is not valid.".to_owned()))?;
    let required = ["id", "account", "source", "time", "region", "resources", "detail-type"];
    if let Some(missing) = required.iter().find(|name| event.get(name).is_none()) {
        let message = format!("Parameter Event is not valid. Reason: {missing} is missing.");
        return Err(Error::Validation(message));
    }
    Ok(TestEventPatternResponse { result: Some(pattern.matches(&event)) })
}
