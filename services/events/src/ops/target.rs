//! Targets of rules.

use samara_base::Arn;
use samara_service::{Access, Answer, Cx, Entry, Operation, Place};
use samara_store::Txn;

use super::{access, bus_name, operation, refuse, rule_arn};
use crate::model::{
    self, InputTransformer, ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse,
    ListTargetsByRuleRequest, ListTargetsByRuleResponse, PutTargetsRequest, PutTargetsResponse,
    RemoveTargetsRequest, RemoveTargetsResponse, RemoveTargetsResultEntry,
};
use crate::record::{Input, Rule, Target, load_bus, load_rule, rules_of};
use crate::{Error, input, page};

/// Targets of a rule (AWS: 5).
const TARGETS: usize = 5;

pub(super) struct PutTargets;

operation!(ListTargetsByRule, Read, ListTargetsByRuleRequest => ListTargetsByRuleResponse,
    |cx, input| rule_arn(cx, input.event_bus_name.as_deref(), &input.rule), list);
operation!(RemoveTargets, Write, RemoveTargetsRequest => RemoveTargetsResponse,
    |cx, input| rule_arn(cx, input.event_bus_name.as_deref(), &input.rule), remove);
operation!(ListRuleNamesByTarget, Scan,
    ListRuleNamesByTargetRequest => ListRuleNamesByTargetResponse,
    |cx, input| rule_arn(cx, input.event_bus_name.as_deref(), "*"), rules_by_target);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([
        Entry::of::<PutTargets>(),
        Entry::of::<ListTargetsByRule>(),
        Entry::of::<RemoveTargets>(),
        Entry::of::<ListRuleNamesByTarget>(),
    ])
}

impl Operation for PutTargets {
    const NAME: &'static str = "PutTargets";
    const PLACE: Place = Place::Write;
    type Input = PutTargetsRequest;
    type Output = PutTargetsResponse;
    type Error = Error;

    /// A role that a target is given must be the caller's to pass on.
    fn access(cx: &Cx, input: &PutTargetsRequest) -> Vec<Access> {
        let rule = rule_arn(cx, input.event_bus_name.as_deref(), &input.rule);
        let mut all = vec![Access::new("events:PutTargets", rule)];
        let mut roles: Vec<&String> =
            input.targets.iter().filter_map(|target| target.role_arn.as_ref()).collect();
        roles.sort();
        roles.dedup();
        let passed = ("iam:PassedToService", "events.amazonaws.com");
        all.extend(roles.into_iter().map(|role| access("iam:PassRole", role.clone(), passed)));
        all
    }

    fn run(
        cx: &Cx,
        txn: &mut dyn Txn,
        input: &PutTargetsRequest,
    ) -> Result<Answer<PutTargetsResponse>, Error> {
        let bus = bus_name(cx, input.event_bus_name.as_deref())?;
        load_bus(txn, &bus)?;
        let mut rule = load_rule(txn, &bus, &input.rule)?;
        for given in &input.targets {
            let target = target(cx, given)?;
            match rule.targets.iter_mut().find(|old| old.id == target.id) {
                Some(old) => *old = target,
                None => rule.targets.push(target),
            }
        }
        if TARGETS < rule.targets.len() {
            return Err(Error::LimitExceeded);
        }
        rule.store(txn)?;
        Ok(Answer::Done(PutTargetsResponse {
            failed_entry_count: Some(0),
            failed_entries: Some(vec![]),
        }))
    }
}

/// A target that can be delivered to, or why not.
fn target(cx: &Cx, given: &model::Target) -> Result<Target, Error> {
    refuse(
        "PutTargets",
        &[
            ("KinesisParameters", given.kinesis_parameters.is_some()),
            ("RunCommandParameters", given.run_command_parameters.is_some()),
            ("EcsParameters", given.ecs_parameters.is_some()),
            ("BatchParameters", given.batch_parameters.is_some()),
            ("SqsParameters", given.sqs_parameters.is_some()),
            ("HttpParameters", given.http_parameters.is_some()),
            ("RedshiftDataParameters", given.redshift_data_parameters.is_some()),
            ("SageMakerPipelineParameters", given.sage_maker_pipeline_parameters.is_some()),
            ("AppSyncParameters", given.app_sync_parameters.is_some()),
            ("DeadLetterConfig", given.dead_letter_config.is_some()),
            ("RetryPolicy", given.retry_policy.is_some()),
        ],
    )?;
    check_arn(cx, given)?;
    Ok(Target {
        id: given.id.clone(),
        arn: given.arn.clone(),
        role_arn: given.role_arn.clone(),
        input: input_of(given)?,
    })
}

fn check_arn(cx: &Cx, given: &model::Target) -> Result<(), Error> {
    let text = &given.arn;
    let invalid =
        |why: &str| Err(Error::Validation(format!("Parameter {text} is not valid. Reason: {why}")));
    let Ok(arn) = text.parse::<Arn>() else {
        return invalid("Provided Arn is not in correct format.");
    };
    let home = arn.region == cx.region.as_str() && arn.account == cx.account.as_str();
    let kind = arn.resource.split(['/', ':']).next().unwrap_or_default();
    match (arn.service.as_str(), kind, home) {
        ("lambda", "function", true) if given.role_arn.is_some() => {
            invalid("RoleArn is not supported for a target that is a function.")
        }
        ("events", "event-bus", true) if given.role_arn.is_none() => {
            invalid("RoleArn is required for a target that is an event bus.")
        }
        ("lambda", "function", true) | ("events", "event-bus", true) => Ok(()),
        ("lambda" | "events", _, false) => {
            Err(Error::Unsupported(format!("the target {text} of another account or region")))
        }
        (service, ..) => Err(Error::Unsupported(format!("targets of the service {service}"))),
    }
}

fn input_of(given: &model::Target) -> Result<Input, Error> {
    let id = &given.id;
    let bad_path =
        |path: &str| Error::Validation(format!("Invalid JSONPath {path} for target {id}."));
    match (&given.input, &given.input_path, &given.input_transformer) {
        (None, None, None) => Ok(Input::Event),
        (Some(text), None, None) => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(_) => Ok(Input::Constant(text.clone())),
            Err(_) => {
                Err(Error::Validation(format!("JSON syntax error in input for target {id}.")))
            }
        },
        (None, Some(path), None) if input::is_path(path) => Ok(Input::Path(path.clone())),
        (None, Some(path), None) => Err(bad_path(path)),
        (None, None, Some(transformer)) => {
            let paths = transformer.input_paths_map.clone().unwrap_or_default();
            if let Some(path) = paths.values().find(|path| !input::is_path(path)) {
                return Err(bad_path(path));
            }
            Ok(Input::Transformer { paths, template: transformer.input_template.clone() })
        }
        _ => Err(Error::Validation(format!(
            "Only one of Input, InputPath, or InputTransformer must be provided for target {id}."
        ))),
    }
}

fn shown(target: Target) -> model::Target {
    let mut shown = model::Target {
        id: target.id,
        arn: target.arn,
        role_arn: target.role_arn,
        ..model::Target::default()
    };
    match target.input {
        Input::Event => {}
        Input::Constant(text) => shown.input = Some(text),
        Input::Path(path) => shown.input_path = Some(path),
        Input::Transformer { paths, template } => {
            let input_paths_map = (!paths.is_empty()).then_some(paths);
            let transformer = InputTransformer { input_paths_map, input_template: template };
            shown.input_transformer = Some(transformer);
        }
    }
    shown
}

fn list(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListTargetsByRuleRequest,
) -> Result<ListTargetsByRuleResponse, Error> {
    let bus = bus_name(cx, input.event_bus_name.as_deref())?;
    load_bus(txn, &bus)?;
    let rule = load_rule(txn, &bus, &input.rule)?;
    let mut named: Vec<_> =
        rule.targets.into_iter().map(|target| (target.id.clone(), shown(target))).collect();
    named.sort_by(|(one, _), (other, _)| one.cmp(other));
    let (targets, next_token) = page::of(named, input.next_token.as_deref(), input.limit)?;
    Ok(ListTargetsByRuleResponse { targets: Some(targets), next_token })
}

fn remove(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &RemoveTargetsRequest,
) -> Result<RemoveTargetsResponse, Error> {
    let bus = bus_name(cx, input.event_bus_name.as_deref())?;
    load_bus(txn, &bus)?;
    let mut rule = load_rule(txn, &bus, &input.rule)?;
    let missing = |id: &&String| !rule.targets.iter().any(|target| target.id == **id);
    let failed: Vec<_> = input
        .ids
        .iter()
        .filter(missing)
        .map(|id| RemoveTargetsResultEntry {
            target_id: Some(id.clone()),
            error_code: Some("ResourceNotFoundException".to_owned()),
            error_message: Some(format!(
                "Rule {} does not have a target with the Id {id}.",
                input.rule
            )),
        })
        .collect();
    rule.targets.retain(|target| !input.ids.contains(&target.id));
    rule.store(txn)?;
    Ok(RemoveTargetsResponse {
        failed_entry_count: i64::try_from(failed.len()).ok(),
        failed_entries: Some(failed),
    })
}

fn rules_by_target(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListRuleNamesByTargetRequest,
) -> Result<ListRuleNamesByTargetResponse, Error> {
    let bus = bus_name(cx, input.event_bus_name.as_deref())?;
    load_bus(txn, &bus)?;
    let has = |rule: &Rule| rule.targets.iter().any(|target| target.arn == input.target_arn);
    let rules = rules_of(txn, &bus)?.into_iter().filter(has);
    let named = rules.map(|rule| (rule.name.clone(), rule.name)).collect();
    let (rule_names, next_token) = page::of(named, input.next_token.as_deref(), input.limit)?;
    Ok(ListRuleNamesByTargetResponse { rule_names: Some(rule_names), next_token })
}
