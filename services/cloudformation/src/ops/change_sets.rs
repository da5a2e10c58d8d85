//! Change sets: what would change, shown before it is done.

use samara_service::{Cx, operation};
use samara_store::{Fed, Txn};
use samara_template::{Change as Planned, Policy, Step, Template};

use super::{access, refuse, view};
use crate::model::{
    Change, ChangeSetSummary, CreateChangeSetInput, CreateChangeSetOutput, DeleteChangeSetInput,
    DeleteChangeSetOutput, DescribeChangeSetInput, DescribeChangeSetOutput, ExecuteChangeSetInput,
    ExecuteChangeSetOutput, ListChangeSetsInput, ListChangeSetsOutput, Parameter, ResourceChange,
};
use crate::record::{ChangeSet, Kind, OnFailure, ShownChange, Stack, load, save};
use crate::start::{self, Planned as Plans, Wish, change_sets};
use crate::{Error, keys, source};

operation!(CreateChangeSet: Write CreateChangeSetInput => CreateChangeSetOutput, Error,
    |cx, input| access(cx, "CreateChangeSet", &input.stack_name), create);
operation!(DescribeChangeSet: Read DescribeChangeSetInput => DescribeChangeSetOutput, Error,
    |cx, input| access(
        cx, "DescribeChangeSet", of(input.stack_name.as_ref(), &input.change_set_name)
    ),
    describe);
operation!(ExecuteChangeSet: Write ExecuteChangeSetInput => ExecuteChangeSetOutput, Error,
    |cx, input| access(
        cx, "ExecuteChangeSet", of(input.stack_name.as_ref(), &input.change_set_name)
    ),
    execute);
operation!(DeleteChangeSet: Write DeleteChangeSetInput => DeleteChangeSetOutput, Error,
    |cx, input| access(
        cx, "DeleteChangeSet", of(input.stack_name.as_ref(), &input.change_set_name)
    ),
    delete);
operation!(ListChangeSets: Scan ListChangeSetsInput => ListChangeSetsOutput, Error,
    |cx, input| access(cx, "ListChangeSets", &input.stack_name), list);

/// What the permission is asked for: the stack, or the change set where it is named by its ARN.
fn of<'a>(stack: Option<&'a String>, change_set: &'a str) -> &'a str {
    stack.map_or(change_set, String::as_str)
}

/// What a change set says when nothing would change; clients match on it.
const NO_CHANGES: &str = "The submitted information didn't contain changes. Submit different \
                          information to create a change set.";

fn create(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &CreateChangeSetInput,
) -> Result<CreateChangeSetOutput, Error> {
    refuse::common!(input);
    refuse::listed("ResourcesToImport", input.resources_to_import.as_ref())?;
    refuse::on("IncludeNestedStacks", input.include_nested_stacks)?;
    refuse::on("ImportExistingResources", input.import_existing_resources)?;
    refuse::given("DeploymentMode", input.deployment_mode.as_ref())?;
    let creates = match input.change_set_type.as_deref() {
        Some("CREATE") => true,
        None | Some("UPDATE") => false,
        Some(other) => return Err(Error::Unsupported(format!("the change set type {other}"))),
    };
    let (stack, previous) = stack_for(cx, txn, &input.stack_name, creates)?;
    let key = keys::part(keys::CHANGE_SET, &stack.id, &input.change_set_name);
    if let Some(old) = load::<ChangeSet>(txn, &key)? {
        // AWS drops the change sets of a stack when one is executed: their names are free again.
        // The AWS CLI names its own by the second, so that two deploys in one meet.
        if matches!(&*old.execution, "AVAILABLE" | "UNAVAILABLE" | "EXECUTE_IN_PROGRESS") {
            return Err(Error::ChangeSetExists(old.name));
        }
        txn.delete(keys::of(keys::CHANGE_SET, &old.arn), Fed::No);
    }
    let named = (input.template_body.as_ref(), input.template_url.as_ref());
    let again = previous.as_ref().filter(|_| input.use_previous_template == Some(true));
    let template = source::template(cx, txn, named, again)?;
    let capabilities = input.capabilities.clone().unwrap_or_default();
    let parsed = Template::parse(&template)?;
    source::check_capabilities(&parsed, &capabilities, false)?;
    let wish = Wish {
        template,
        parameters: source::parameters(input.parameters.as_ref(), previous.as_ref())?,
        capabilities,
        tags: input.tags.as_deref().map(source::tags).transpose()?,
        on_failure: on_failure(input.on_stack_failure.as_deref())?,
        token: input.client_token.clone(),
    };
    let plans = Plans::of(cx, txn, &stack, &wish)?;
    let idle = !creates && plans.is_idle(txn, &stack, &wish)?;
    let hidden = parsed.parameters().iter().filter(|one| one.no_echo).map(|one| one.name.clone());
    let (name, id) = (&input.change_set_name, cx.seed.uuid("change set"));
    let set = ChangeSet {
        arn: cx.arn("cloudformation", &format!("changeSet/{name}/{id}")).to_string(),
        name: name.clone(),
        description: input.description.clone(),
        status: if idle { "FAILED" } else { "CREATE_COMPLETE" }.to_owned(),
        reason: idle.then(|| NO_CHANGES.to_owned()),
        execution: if idle { "UNAVAILABLE" } else { "AVAILABLE" }.to_owned(),
        created_ms: cx.now.as_millis(),
        creates,
        on_failure: wish.on_failure,
        hidden: hidden.collect(),
        changes: changes(&plans),
        template: wish.template,
        parameters: wish.parameters,
        capabilities: wish.capabilities,
        tags: wish.tags,
    };
    save(txn, key, &set, Fed::No)?;
    save(txn, keys::of(keys::CHANGE_SET, &set.arn), &(&stack.id, &set.name), Fed::No)?;
    Ok(CreateChangeSetOutput { id: Some(set.arn), stack_id: Some(stack.arn) })
}

fn on_failure(text: Option<&str>) -> Result<OnFailure, Error> {
    match text {
        None | Some("ROLLBACK") => Ok(OnFailure::RollBack),
        Some("DO_NOTHING") => Ok(OnFailure::DoNothing),
        Some("DELETE") => Ok(OnFailure::Delete),
        Some(other) => Err(Error::Validation(format!("OnStackFailure may not be {other}"))),
    }
}

/// The stack that a change set is for, and the same as what is there before, if it is there.
fn stack_for(
    cx: &Cx,
    txn: &mut dyn Txn,
    name: &str,
    creates: bool,
) -> Result<(Stack, Option<Stack>), Error> {
    let found = Stack::find(txn, name)?.filter(|stack| stack.deleted_ms.is_none());
    match (found, creates) {
        (Some(stack), true) if stack.status == "REVIEW_IN_PROGRESS" => Ok((stack, None)),
        (Some(_), true) => Err(Error::StackExists(name.to_owned())),
        (None, true) => {
            let mut stack = start::fresh(cx, txn, name)?;
            "REVIEW_IN_PROGRESS".clone_into(&mut stack.status);
            stack.status_reason = Some("User Initiated".to_owned());
            stack.save(txn)?;
            crate::advance::note(cx, txn, &stack, None)?;
            Ok((stack, None))
        }
        (Some(stack), false) => {
            super::stacks::check_updatable(&stack)?;
            Ok((stack.clone(), Some(stack)))
        }
        (None, false) => Err(Error::NoStackToChange(name.to_owned())),
    }
}

fn changes(plans: &Plans) -> Vec<ShownChange> {
    let steps = plans.plan.steps.iter().chain(&plans.plan.clean_up);
    steps.filter_map(|step| change(plans, step)).collect()
}

fn change(plans: &Plans, step: &Step) -> Option<ShownChange> {
    let (action, replacement) = match step.change {
        Planned::Create => ("Add", None),
        Planned::Update => ("Modify", Some("False")),
        Planned::Replace => ("Modify", Some("True")),
        Planned::UpdateOrReplace => ("Modify", Some("Conditional")),
        Planned::Delete if step.deletion_policy == Policy::Retain => return None,
        Planned::Delete => ("Remove", None),
        Planned::Keep | Planned::Restore => return None,
    };
    let physical = plans.before.get(&step.logical_id).map(|before| before.physical_id.clone());
    Some(ShownChange {
        action: action.to_owned(),
        logical_id: step.logical_id.clone(),
        physical_id: physical,
        resource_type: step.resource_type.clone(),
        replacement: replacement.map(str::to_owned),
    })
}

impl ChangeSet {
    /// A change set by its ARN, or by its name on a stack.
    pub(super) fn find(
        txn: &mut dyn Txn,
        stack: Option<&Stack>,
        name: &str,
    ) -> Result<Self, Error> {
        let missing = || Error::NoChangeSet(name.to_owned());
        let (id, name) = match (name.starts_with("arn:"), stack) {
            (true, _) => load(txn, &keys::of(keys::CHANGE_SET, name))?.ok_or_else(missing)?,
            (false, Some(stack)) => (stack.id.clone(), name.to_owned()),
            (false, None) => {
                let message = "StackName must be specified if ChangeSetName is not an ARN.";
                return Err(Error::Validation(message.to_owned()));
            }
        };
        load(txn, &keys::part(keys::CHANGE_SET, &id, &name))?.ok_or_else(missing)
    }
}

/// A change set with its stack.
fn both(
    txn: &mut dyn Txn,
    stack: Option<&String>,
    name: &str,
) -> Result<(Stack, ChangeSet), Error> {
    let given = match stack {
        Some(name) => Stack::find(txn, name)?,
        None => None,
    };
    if let Some(stack) = stack.filter(|_| given.is_none() && !name.starts_with("arn:")) {
        return Err(Error::NoStackToChange(stack.clone()));
    }
    let set = ChangeSet::find(txn, given.as_ref(), name)?;
    let key = keys::of(keys::CHANGE_SET, &set.arn);
    let (id, _): (String, String) =
        load(txn, &key)?.ok_or_else(|| Error::NoChangeSet(name.to_owned()))?;
    let stack = Stack::by_id(txn, &id)?.ok_or_else(|| Error::NoStack(id))?;
    Ok((stack, set))
}

fn describe(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &DescribeChangeSetInput,
) -> Result<DescribeChangeSetOutput, Error> {
    refuse::on("IncludePropertyValues", input.include_property_values)?;
    let (stack, set) = both(txn, input.stack_name.as_ref(), &input.change_set_name)?;
    let parameters = set.parameters.iter().map(|(name, value)| Parameter {
        parameter_key: Some(name.clone()),
        parameter_value: Some(if set.hidden.contains(name) {
            "****".to_owned()
        } else {
            value.clone()
        }),
        ..Parameter::default()
    });
    let changes = set.changes.iter().map(shown).collect();
    let (changes, next_token) = view::page(changes, input.next_token.as_deref())?;
    Ok(DescribeChangeSetOutput {
        change_set_name: Some(set.name.clone()),
        change_set_id: Some(set.arn.clone()),
        stack_id: Some(stack.arn),
        stack_name: Some(stack.name),
        description: set.description.clone(),
        parameters: Some(parameters.collect()),
        creation_time: Some(view::time(set.created_ms)),
        execution_status: Some(set.execution.clone()),
        status: Some(set.status.clone()),
        status_reason: set.reason.clone(),
        capabilities: Some(set.capabilities.clone()),
        tags: set.tags.as_ref().map(view::tags),
        changes: Some(changes),
        next_token,
        ..DescribeChangeSetOutput::default()
    })
}

fn shown(change: &ShownChange) -> Change {
    Change {
        r#type: Some("Resource".to_owned()),
        resource_change: Some(ResourceChange {
            action: Some(change.action.clone()),
            logical_resource_id: Some(change.logical_id.clone()),
            physical_resource_id: change.physical_id.clone(),
            resource_type: Some(change.resource_type.clone()),
            replacement: change.replacement.clone(),
            ..ResourceChange::default()
        }),
        ..Change::default()
    }
}

fn execute(
    cx: &Cx,
    txn: &mut dyn Txn,
    input: &ExecuteChangeSetInput,
) -> Result<ExecuteChangeSetOutput, Error> {
    refuse::on("RetainExceptOnCreate", input.retain_except_on_create)?;
    let (mut stack, mut set) = both(txn, input.stack_name.as_ref(), &input.change_set_name)?;
    if set.execution != "AVAILABLE" {
        return Err(Error::ChangeSetState(format!(
            "ChangeSet [{}] cannot be executed in its current status of [{}]",
            set.arn, set.execution
        )));
    }
    let leaves = input.disable_rollback == Some(true);
    let wish = Wish {
        template: set.template.clone(),
        parameters: set.parameters.clone(),
        capabilities: set.capabilities.clone(),
        tags: set.tags.clone(),
        on_failure: if leaves { OnFailure::DoNothing } else { set.on_failure },
        token: input.client_request_token.clone(),
    };
    stack.change_set = Some(set.arn.clone());
    let kind = if set.creates { Kind::Create } else { Kind::Update };
    "EXECUTE_COMPLETE".clone_into(&mut set.execution);
    save(txn, keys::part(keys::CHANGE_SET, &stack.id, &set.name), &set, Fed::No)?;
    start::deploy(cx, txn, (stack, &wish, kind))?;
    Ok(ExecuteChangeSetOutput::default())
}

fn delete(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &DeleteChangeSetInput,
) -> Result<DeleteChangeSetOutput, Error> {
    match both(txn, input.stack_name.as_ref(), &input.change_set_name) {
        Ok((stack, set)) => {
            txn.delete(keys::part(keys::CHANGE_SET, &stack.id, &set.name), Fed::No);
            txn.delete(keys::of(keys::CHANGE_SET, &set.arn), Fed::No);
            Ok(DeleteChangeSetOutput::default())
        }
        // One that is gone is as wanted.
        Err(Error::NoChangeSet(_)) => Ok(DeleteChangeSetOutput::default()),
        Err(error) => Err(error),
    }
}

fn list(
    _cx: &Cx,
    txn: &mut dyn Txn,
    input: &ListChangeSetsInput,
) -> Result<ListChangeSetsOutput, Error> {
    let stack = Stack::find(txn, &input.stack_name)?
        .ok_or_else(|| Error::NoStackToChange(input.stack_name.clone()))?;
    let sets = change_sets(txn, &stack.id)?.into_iter().map(|(_, set)| ChangeSetSummary {
        stack_id: Some(stack.arn.clone()),
        stack_name: Some(stack.name.clone()),
        change_set_id: Some(set.arn),
        change_set_name: Some(set.name),
        execution_status: Some(set.execution),
        status: Some(set.status),
        status_reason: set.reason,
        creation_time: Some(view::time(set.created_ms)),
        description: set.description,
        ..ChangeSetSummary::default()
    });
    let (summaries, next_token) = view::page(sets.collect(), input.next_token.as_deref())?;
    Ok(ListChangeSetsOutput { summaries: Some(summaries), next_token })
}
