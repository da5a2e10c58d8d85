//! Stacks: made, changed, deleted, listed.

use samara_service::{Cx, operation};
use samara_store::{Range, Txn};
use samara_template::Template;

use super::{access, access_all, refuse, view};
use crate::model::{
    ContinueUpdateRollbackInput, ContinueUpdateRollbackOutput, CreateStackInput, CreateStackOutput,
    DeleteStackInput, DescribeStacksInput, DescribeStacksOutput, Export as ExportOutput,
    ListExportsInput, ListExportsOutput, ListStacksInput, ListStacksOutput, UpdateStackInput,
    UpdateStackOutput, UpdateTerminationProtectionInput, UpdateTerminationProtectionOutput,
};
use crate::record::{Export, Kind, OnFailure, Stack};
use crate::start::{self, Wish, busy};
use crate::{Error, keys, source};

operation!(CreateStack: Write CreateStackInput => CreateStackOutput, Error,
    |cx, input| access(cx, "CreateStack", &input.stack_name), create);
operation!(UpdateStack: Write UpdateStackInput => UpdateStackOutput, Error,
    |cx, input| access(cx, "UpdateStack", &input.stack_name), update);
operation!(DeleteStack: Write DeleteStackInput => (), Error,
    |cx, input| access(cx, "DeleteStack", &input.stack_name), delete);
operation!(ContinueUpdateRollback: Write
    ContinueUpdateRollbackInput => ContinueUpdateRollbackOutput, Error,
    |cx, input| access(cx, "ContinueUpdateRollback", &input.stack_name), continue_rollback);
operation!(DescribeStacks: Scan DescribeStacksInput => DescribeStacksOutput, Error,
    |cx, input| match &input.stack_name {
        Some(name) => access(cx, "DescribeStacks", name),
        None => access_all("DescribeStacks"),
    }, describe);
operation!(ListStacks: Scan ListStacksInput => ListStacksOutput, Error,
    |_cx, _input| access_all("ListStacks"), list);
operation!(ListExports: Scan ListExportsInput => ListExportsOutput, Error,
    |_cx, _input| access_all("ListExports"), exports);
operation!(UpdateTerminationProtection: Write
    UpdateTerminationProtectionInput => UpdateTerminationProtectionOutput, Error,
    |cx, input| access(cx, "UpdateTerminationProtection", &input.stack_name), protect);

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateStackInput,
) -> Result<CreateStackOutput, Error> {
    refuse::common!(input);
    refuse::given("TimeoutInMinutes", input.timeout_in_minutes.as_ref())?;
    refuse::given("StackPolicyBody", input.stack_policy_body.as_ref())?;
    refuse::given("StackPolicyURL", input.stack_policy_url.as_ref())?;
    refuse::on("RetainExceptOnCreate", input.retain_except_on_create)?;
    let on_failure = match (input.disable_rollback, input.on_failure.as_deref()) {
        (Some(true), None) | (None, Some("DO_NOTHING")) => OnFailure::DoNothing,
        (_, None) | (None, Some("ROLLBACK")) => OnFailure::RollBack,
        (None, Some("DELETE")) => OnFailure::Delete,
        _ => {
            let message = "You can specify either DisableRollback or OnFailure, but not both";
            return Err(Error::Validation(message.to_owned()));
        }
    };
    let named = (input.template_body.as_ref(), input.template_url.as_ref());
    let template = source::template(cx, txn, named, None)?;
    let capabilities = input.capabilities.clone().unwrap_or_default();
    source::check_capabilities(&Template::parse(&template)?, &capabilities, true)?;
    let wish = Wish {
        template,
        parameters: source::parameters(input.parameters.as_ref(), None)?,
        capabilities,
        tags: Some(source::tags(input.tags.as_deref().unwrap_or_default())?),
        on_failure,
        token: input.client_request_token.clone(),
    };
    let mut stack = start::fresh(cx, txn, &input.stack_name)?;
    stack.termination_protection = input.enable_termination_protection == Some(true);
    let stack = start::deploy(cx, txn, (stack, &wish, Kind::Create))?;
    Ok(CreateStackOutput { stack_id: Some(stack.arn), ..CreateStackOutput::default() })
}

fn update(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateStackInput,
) -> Result<UpdateStackOutput, Error> {
    refuse::common!(input);
    for (member, value) in [
        ("StackPolicyBody", &input.stack_policy_body),
        ("StackPolicyURL", &input.stack_policy_url),
        ("StackPolicyDuringUpdateBody", &input.stack_policy_during_update_body),
        ("StackPolicyDuringUpdateURL", &input.stack_policy_during_update_url),
    ] {
        refuse::given(member, value.as_ref())?;
    }
    refuse::on("RetainExceptOnCreate", input.retain_except_on_create)?;
    let stack = Stack::find(txn, &input.stack_name)?
        .ok_or_else(|| Error::NoStackToChange(input.stack_name.clone()))?;
    check_updatable(&stack)?;
    let previous = (input.use_previous_template == Some(true)).then_some(&stack);
    let named = (input.template_body.as_ref(), input.template_url.as_ref());
    let template = source::template(cx, txn, named, previous)?;
    let capabilities = input.capabilities.clone().unwrap_or_default();
    source::check_capabilities(&Template::parse(&template)?, &capabilities, true)?;
    let leaves = input.disable_rollback == Some(true);
    let wish = Wish {
        template,
        parameters: source::parameters(input.parameters.as_ref(), Some(&stack))?,
        capabilities,
        tags: input.tags.as_deref().map(source::tags).transpose()?,
        on_failure: if leaves { OnFailure::DoNothing } else { OnFailure::RollBack },
        token: input.client_request_token.clone(),
    };
    let stack = start::deploy(cx, txn, (stack, &wish, Kind::Update))?;
    Ok(UpdateStackOutput { stack_id: Some(stack.arn), ..UpdateStackOutput::default() })
}

/// Whether a stack is in a state in which it may be changed.
pub(super) fn check_updatable(stack: &Stack) -> Result<(), Error> {
    let failed = ["CREATE_FAILED", "UPDATE_FAILED"].contains(&stack.status.as_str());
    let done = stack.status.ends_with("_COMPLETE")
        && !["ROLLBACK_COMPLETE", "DELETE_COMPLETE"].contains(&stack.status.as_str());
    if failed || done { Ok(()) } else { Err(busy(stack)) }
}

fn delete(cx: &Cx, txn: &mut dyn Txn, input: &DeleteStackInput) -> Result<(), Error> {
    refuse::given("RoleARN", input.role_arn.as_ref())?;
    refuse::given("DeploymentConfig", input.deployment_config.as_ref())?;
    let mode = input.deletion_mode.as_ref().filter(|mode| *mode != "STANDARD");
    refuse::given("DeletionMode", mode)?;
    let Some(stack) = Stack::find(txn, &input.stack_name)? else { return Ok(()) };
    if stack.deleted_ms.is_some() {
        return Ok(());
    }
    let retain = input.retain_resources.as_deref().unwrap_or_default();
    start::delete(cx, txn, stack, (retain, input.client_request_token.as_ref()))
}

fn continue_rollback(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ContinueUpdateRollbackInput,
) -> Result<ContinueUpdateRollbackOutput, Error> {
    refuse::given("RoleARN", input.role_arn.as_ref())?;
    refuse::on("ForceRollback", input.force_rollback)?;
    let stack = Stack::find(txn, &input.stack_name)?
        .ok_or_else(|| Error::NoStackToChange(input.stack_name.clone()))?;
    let skip = input.resources_to_skip.as_deref().unwrap_or_default();
    start::continue_rollback(cx, txn, stack, (skip, input.client_request_token.as_ref()))?;
    Ok(ContinueUpdateRollbackOutput {})
}

fn describe(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &DescribeStacksInput,
) -> Result<DescribeStacksOutput, Error> {
    let stacks = match &input.stack_name {
        Some(name) => {
            vec![Stack::find(txn, name)?.ok_or_else(|| Error::NoStack(name.clone()))?]
        }
        None => all(txn)?.into_iter().filter(|stack| stack.deleted_ms.is_none()).collect(),
    };
    let stacks = stacks.iter().map(view::stack).collect();
    let (stacks, next_token) = view::page(stacks, input.next_token.as_deref())?;
    Ok(DescribeStacksOutput { stacks: Some(stacks), next_token })
}

fn list(_cx: &Cx, txn: &mut dyn Txn, input: &ListStacksInput) -> Result<ListStacksOutput, Error> {
    let wanted = input.stack_status_filter.as_deref().unwrap_or_default();
    let stacks = all(txn)?.into_iter();
    let stacks = stacks.filter(|stack| wanted.is_empty() || wanted.contains(&stack.status));
    let summaries = stacks.map(|stack| view::summary(&stack)).collect();
    let (summaries, next_token) = view::page(summaries, input.next_token.as_deref())?;
    Ok(ListStacksOutput { stack_summaries: Some(summaries), next_token })
}

/// All stacks, deleted ones too, the newest first.
fn all(txn: &mut dyn Txn) -> Result<Vec<Stack>, Error> {
    /// More than an account may have (AWS: 2,000), deleted ones beside them.
    const STACKS_MAX: usize = 20_000;
    let found = txn.scan(&Range::prefix(&keys::all(keys::STACK)), STACKS_MAX)?;
    let stacks = found.iter().map(|(_, value)| serde_json::from_slice(value));
    let mut stacks = stacks.collect::<Result<Vec<Stack>, _>>()?;
    stacks.sort_by_key(|stack| std::cmp::Reverse(stack.created_ms));
    Ok(stacks)
}

fn exports(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListExportsInput,
) -> Result<ListExportsOutput, Error> {
    let exports = Export::all(txn)?.into_iter().map(|(name, export)| ExportOutput {
        exporting_stack_id: Some(export.stack),
        name: Some(name),
        value: Some(export.value),
    });
    let (exports, next_token) = view::page(exports.collect(), input.next_token.as_deref())?;
    Ok(ListExportsOutput { exports: Some(exports), next_token })
}

fn protect(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &UpdateTerminationProtectionInput,
) -> Result<UpdateTerminationProtectionOutput, Error> {
    let mut stack = Stack::find(txn, &input.stack_name)?
        .ok_or_else(|| Error::NoStackToChange(input.stack_name.clone()))?;
    stack.termination_protection = input.enable_termination_protection;
    stack.save(txn)?;
    Ok(UpdateTerminationProtectionOutput { stack_id: Some(stack.arn) })
}
