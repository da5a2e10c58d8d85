//! Beginning an operation on a stack: the plan is made, the job stored, the state says so.

use std::collections::{BTreeMap, BTreeSet};

use samara_service::Cx;
use samara_store::{Fed, Range, Txn};
use samara_template::{Change, Plan, Present, Template};

use crate::advance::{self, note};
use crate::record::{
    ChangeSet, Deployer, Export, Job, Kind, OnFailure, Phase, Progress, Stack, StackResource,
    Templates, load, save,
};
use crate::{Error, keys};

/// What a caller wants a stack to be.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) template: String,
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) capabilities: Vec<String>,
    /// None leaves the stack's.
    pub(crate) tags: Option<BTreeMap<String, String>>,
    pub(crate) on_failure: OnFailure,
    pub(crate) token: Option<String>,
}

/// A plan for a wish.
pub(crate) struct Planned {
    pub(crate) plan: Plan,
    pub(crate) before: Present,
    templates: Templates,
    description: Option<String>,
}

impl Planned {
    /// Plans how a stack becomes what is wished.
    pub(crate) fn of(
        cx: &Cx,
        txn: &mut dyn Txn,
        stack: &Stack,
        wish: &Wish,
    ) -> Result<Self, Error> {
        let template = Template::parse(&wish.template)?;
        let before = StackResource::present(txn, &stack.id)?;
        // A stack's own exports are not its imports.
        let others = Export::all(txn)?.into_iter().filter(|(_, export)| export.stack != stack.arn);
        let exports = others.map(|(name, export)| (name, export.value)).collect();
        let place = samara_template::Stack {
            account_id: cx.account.to_string(),
            region: cx.region.to_string(),
            name: stack.name.clone(),
            id: stack.arn.clone(),
            notification_arns: Vec::new(),
            exports,
            tags: wish.tags.clone().unwrap_or_else(|| stack.tags.clone()),
        };
        let operation = cx.request_id.as_str();
        let plan = template.plan(&place, operation, &wish.parameters, &before)?;
        let processed = template.processed(&wish.parameters)?.to_json().to_string();
        Ok(Self {
            plan,
            before,
            templates: Templates { original: wish.template.clone(), processed },
            description: template.description().map(str::to_owned),
        })
    }

    /// Whether nothing would change.
    pub(crate) fn is_idle(
        &self,
        txn: &mut dyn Txn,
        stack: &Stack,
        wish: &Wish,
    ) -> Result<bool, Error> {
        let unfinished = stack.status.ends_with("_FAILED")
            || !stack.half_made.is_empty()
            || !stack.outlived.is_empty();
        if unfinished {
            return Ok(false);
        }
        let kept = self.plan.steps.iter().all(|step| step.change == Change::Keep);
        if !kept || !self.plan.clean_up.is_empty() || self.plan.parameters != stack.parameters {
            return Ok(false);
        }
        let stored: Option<Templates> = load(txn, &keys::of(keys::TEMPLATE, &stack.id))?;
        let same = stored.is_some_and(|stored| stored.processed == self.templates.processed);
        Ok(same && wish.tags.as_ref().is_none_or(|tags| *tags == stack.tags))
    }

    /// The stack as it will be when all is done.
    fn wanted(&self, stack: &Stack, wish: &Wish) -> Stack {
        Stack {
            description: self.description.clone(),
            parameters: self.plan.parameters.clone(),
            capabilities: wish.capabilities.clone(),
            tags: wish.tags.clone().unwrap_or_else(|| stack.tags.clone()),
            report: self.plan.report.clone(),
            imports: self.plan.imports.clone(),
            disable_rollback: wish.on_failure == OnFailure::DoNothing,
            ..stack.clone()
        }
    }
}

/// A new stack that has nothing yet.
pub(crate) fn fresh(cx: &Cx, txn: &mut dyn Txn, name: &str) -> Result<Stack, Error> {
    check_name(name)?;
    if let Some(found) = Stack::find(txn, name)?
        && found.status != "REVIEW_IN_PROGRESS"
    {
        return Err(Error::StackExists(name.to_owned()));
    }
    let id = cx.seed.uuid("stack");
    let stack = Stack {
        arn: cx.arn("cloudformation", &format!("stack/{name}/{id}")).to_string(),
        id,
        name: name.to_owned(),
        created_ms: cx.now.as_millis(),
        ..Stack::default()
    };
    txn.put(keys::of(keys::NAME, name), stack.id.clone().into(), Fed::No);
    Ok(stack)
}

/// AWS: letters, digits and hyphens, a letter first, at most 128.
fn check_name(name: &str) -> Result<(), Error> {
    let first = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let rest = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if first && rest && name.len() <= 128 {
        return Ok(());
    }
    Err(Error::Validation(format!(
        "1 validation error detected: Value '{name}' at 'stackName' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
    )))
}

/// Begins to make a stack, or to change one.
pub(crate) fn deploy(
    cx: &Cx,
    txn: &mut dyn Txn,
    (mut stack, wish, kind): (Stack, &Wish, Kind),
) -> Result<Stack, Error> {
    let planned = Planned::of(cx, txn, &stack, wish)?;
    if kind == Kind::Update && planned.is_idle(txn, &stack, wish)? {
        return Err(Error::Validation("No updates are to be performed.".to_owned()));
    }
    let wanted = Box::new(planned.wanted(&stack, wish));
    if kind == Kind::Create {
        save(txn, keys::of(keys::TEMPLATE, &stack.id), &planned.templates, Fed::No)?;
        stack = Stack { outputs: Vec::new(), ..(*wanted).clone() };
        "CREATE_IN_PROGRESS".clone_into(&mut stack.status);
    } else {
        stack.updated_ms = Some(cx.now.as_millis());
        "UPDATE_IN_PROGRESS".clone_into(&mut stack.status);
    }
    let deployer = Deployer::of(&cx.principal)?;
    let Planned { plan, before, templates, .. } = planned;
    let (token, on_failure) = (wish.token.clone(), wish.on_failure);
    let job =
        Job { kind, plan, before, back: None, deployer, token, on_failure, wanted, templates };
    begin(cx, txn, &mut stack, &job)?;
    Ok(stack)
}

/// Begins to delete a stack. One that is gone already is no error, as on AWS.
pub(crate) fn delete(
    cx: &Cx,
    txn: &mut dyn Txn,
    mut stack: Stack,
    (retain, token): (&[String], Option<&String>),
) -> Result<(), Error> {
    if stack.termination_protection {
        return Err(Error::Validation(format!(
            "Stack [{}] cannot be deleted while TerminationProtection is enabled",
            stack.name
        )));
    }
    if !retain.is_empty() && stack.status != "DELETE_FAILED" {
        return Err(Error::Validation(
            "RetainResources is only for a stack whose deletion has failed".to_owned(),
        ));
    }
    match stack.status.as_str() {
        // Asked again, it goes on.
        "DELETE_IN_PROGRESS" => return Ok(()),
        "CREATE_IN_PROGRESS" => advance::cancel(cx, txn, &stack.id)?,
        status if stack.is_busy() => {
            let arn = &stack.arn;
            let message = format!("Stack [{arn}] cannot be deleted while in status {status}");
            return Err(Error::Validation(message));
        }
        _ => {}
    }
    if let Some((export, user)) = used_export(txn, &stack)? {
        // The stack stays what it was: nobody who deleted by mistake is left with one that cannot
        // be changed any more.
        stack.status_reason = Some(format!(
            "Delete canceled. Cannot delete export {export} as it is in use by {user}."
        ));
        stack.save(txn)?;
        return note(cx, txn, &stack, token);
    }
    let before = StackResource::present(txn, &stack.id)?;
    for left in [&mut stack.half_made, &mut stack.outlived] {
        left.retain(|one| !retain.contains(&one.logical_id));
    }
    let place = samara_template::Stack {
        account_id: cx.account.to_string(),
        region: cx.region.to_string(),
        name: stack.name.clone(),
        id: stack.arn.clone(),
        ..samara_template::Stack::default()
    };
    let plan = Plan::deletion(&place, cx.request_id.as_str(), &before, retain);
    txn.delete(keys::of(keys::STALLED, &stack.id), Fed::No);
    "DELETE_IN_PROGRESS".clone_into(&mut stack.status);
    stack.status_reason = Some("User Initiated".to_owned());
    let job = Job {
        kind: Kind::Delete,
        plan,
        before,
        back: None,
        deployer: Deployer::of(&cx.principal)?,
        token: token.cloned(),
        on_failure: OnFailure::DoNothing,
        wanted: Box::new(stack.clone()),
        templates: Templates::default(),
    };
    begin(cx, txn, &mut stack, &job)
}

/// Goes on with a roll-back that has failed: from what there is by now to what was there before.
/// The resources to be skipped pass for what they were, and the next update changes them from
/// whatever they are.
pub(crate) fn continue_rollback(
    cx: &Cx,
    txn: &mut dyn Txn,
    mut stack: Stack,
    (skip, token): (&[String], Option<&String>),
) -> Result<(), Error> {
    let key = keys::of(keys::STALLED, &stack.id);
    let stalled: Option<Job> = load(txn, &key)?;
    let Some(job) = stalled.filter(|_| stack.status == "UPDATE_ROLLBACK_FAILED") else {
        return Err(Error::Validation(format!(
            "Stack:{} is in {} state and can not continue update rollback.",
            stack.arn, stack.status
        )));
    };
    advance::skip(cx, txn, (&stack, &job), skip)?;
    let now = StackResource::present(txn, &stack.id)?;
    let mut back = job.plan.roll_back(&job.before, &now);
    back.steps.retain(|step| !skip.contains(&step.logical_id));
    "UPDATE_ROLLBACK_IN_PROGRESS".clone_into(&mut stack.status);
    stack.status_reason = Some("User Initiated".to_owned());
    let replaced = std::mem::take(&mut stack.outlived);
    let deployer = Deployer::of(&cx.principal)?;
    let job = Job { back: Some(back), deployer, token: token.cloned(), ..job };
    txn.delete(key, Fed::No);
    let progress = Progress { phase: Phase::Back, replaced, ..Progress::new() };
    begin_at(cx, txn, &mut stack, (&job, &progress))
}

fn begin(cx: &Cx, txn: &mut dyn Txn, stack: &mut Stack, job: &Job) -> Result<(), Error> {
    begin_at(cx, txn, stack, (job, &Progress::new()))
}

fn begin_at(
    cx: &Cx,
    txn: &mut dyn Txn,
    stack: &mut Stack,
    (job, progress): (&Job, &Progress),
) -> Result<(), Error> {
    stack.save(txn)?;
    note(cx, txn, stack, job.token.as_ref())?;
    forget_change_sets(txn, &stack.id)?;
    save(txn, keys::of(keys::JOB, &stack.id), job, Fed::No)?;
    save(txn, keys::of(keys::PROGRESS, &stack.id), progress, Fed::Key)
}

/// Change sets were made for the stack as it was: they may not be executed any more.
fn forget_change_sets(txn: &mut dyn Txn, id: &str) -> Result<(), Error> {
    for (key, value) in change_sets(txn, id)? {
        let obsolete = ChangeSet { execution: "OBSOLETE".to_owned(), ..value.clone() };
        if value.execution == "AVAILABLE" {
            save(txn, key, &obsolete, Fed::No)?;
        }
    }
    Ok(())
}

/// A stack's change sets with their keys.
pub(crate) fn change_sets(txn: &mut dyn Txn, id: &str) -> Result<Vec<(Vec<u8>, ChangeSet)>, Error> {
    /// Change sets that a stack keeps.
    const CHANGE_SETS_MAX: usize = 1_000;
    let range = Range::prefix(&keys::of(keys::CHANGE_SET, id));
    let found = txn.scan(&range, CHANGE_SETS_MAX)?;
    let one = |(key, value): &(bytes::Bytes, bytes::Bytes)| {
        Ok((key.to_vec(), serde_json::from_slice(value)?))
    };
    found.iter().map(one).collect()
}

/// The refusal of an operation on a stack that another runs on.
pub(crate) fn busy(stack: &Stack) -> Error {
    Error::Validation(format!(
        "Stack:{} is in {} state and can not be updated.",
        stack.arn, stack.status
    ))
}

/// An export of a stack that another stack uses, with that stack's name.
fn used_export(txn: &mut dyn Txn, stack: &Stack) -> Result<Option<(String, String)>, Error> {
    let exports: BTreeSet<&String> =
        stack.outputs.iter().filter_map(|output| output.export.as_ref()).collect();
    for export in exports {
        if let Some(user) = importer(txn, export)? {
            return Ok(Some((export.clone(), user)));
        }
    }
    Ok(None)
}

/// A stack that uses an export.
pub(crate) fn importer(txn: &mut dyn Txn, export: &str) -> Result<Option<String>, Error> {
    let range = Range::prefix(&keys::of(keys::IMPORT, export));
    let found = txn.scan(&range, 1)?;
    Ok(found.first().map(|(_, name)| String::from_utf8_lossy(name).into_owned()))
}
