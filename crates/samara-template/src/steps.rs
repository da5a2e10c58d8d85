//! From a step and what is present to the calls to be made.

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use crate::compare::{difference, replaces};
use crate::error::{Error, Problem};
use crate::plan::{Change, Plan, Policy, Present, Resource, Step};
use crate::resources;
use crate::schema::{Context, Made, Naming, Schema};
use crate::stack::Stack;
use crate::work::{Effect, Work};

/// What a step has to call.
pub(crate) fn work(plan: &Plan, step: &Step, present: &Present) -> Result<Work, Error> {
    let old = present.get(&step.logical_id);
    match (step.change, &step.restored) {
        (Change::Delete, _) => Ok(old.map_or_else(
            || nothing(step, Effect::Delete, None),
            |old| match step.deletion_policy {
                Policy::Delete => delete(old),
                Policy::Retain | Policy::RetainExceptOnCreate => {
                    nothing(step, Effect::Retain, None)
                }
            },
        )),
        (Change::Restore, Some(restored)) => {
            let mut work = nothing(step, Effect::Replace, Some((**restored).clone()));
            work.replaced = old.cloned().map(Box::new);
            Ok(work)
        }
        _ => make(plan, step, present, old),
    }
}

fn make(
    plan: &Plan,
    step: &Step,
    present: &Present,
    old: Option<&Resource>,
) -> Result<Work, Error> {
    let schema = resources::find(&step.resource_type, step.mark)?;
    let properties = plan.resolve(step, present)?;
    let wanted = Resource {
        logical_id: step.logical_id.clone(),
        resource_type: step.resource_type.clone(),
        physical_id: old.map(|old| old.physical_id.clone()).unwrap_or_default(),
        attributes: old.map(|old| old.attributes.clone()).unwrap_or_default(),
        depends_on: step.depends_on.clone(),
        deletion_policy: step.deletion_policy,
        update_replace_policy: step.update_replace_policy,
        properties: properties.clone(),
        former: None,
    };
    let Some(old) = old else {
        return create(plan, step, schema, wanted);
    };
    let changed = &since(old, &properties);
    if changed.is_empty() {
        return Ok(nothing(step, Effect::Keep, Some(wanted)));
    }
    if !replaces(schema, changed) {
        return update(plan, step, schema, wanted, old);
    }
    if let Some(naming) = schema.naming
        && let Some(name) = properties.get(naming.property)
        && old.properties.get(naming.property) == Some(name)
    {
        let message = format!(
            "CloudFormation cannot update a stack when a custom-named resource requires \
             replacing. Rename {} and update the stack again.",
            name.as_str().unwrap_or_default()
        );
        return Err(Problem::at(step.mark, message)
            .hint(format!("The change of {} makes another resource.", changed.join(", ")))
            .into());
    }
    let mut work = create(plan, step, schema, wanted)?;
    work.effect = Effect::Replace;
    if old.update_replace_policy == Policy::Delete {
        work.replaced = Some(Box::new(old.clone()));
    }
    Ok(work)
}

/// The names of the properties that differ from the wanted ones: after a change that failed half
/// way, from the one or the other.
pub(crate) fn since(old: &Resource, wanted: &Json) -> Vec<String> {
    let mut changed = difference(&old.properties, wanted);
    if let Some(former) = &old.former {
        changed.extend(difference(former, wanted));
        changed.sort();
        changed.dedup();
    }
    changed
}

fn create(plan: &Plan, step: &Step, schema: &Schema, wanted: Resource) -> Result<Work, Error> {
    let given = schema.naming.and_then(|naming| wanted.properties.get(naming.property));
    let name = given.and_then(Json::as_str).map_or_else(
        || physical_name(&plan.stack, &step.logical_id, &plan.operation, schema.naming),
        str::to_owned,
    );
    let made = (schema.create)(&Context {
        stack: &plan.stack,
        logical_id: &step.logical_id,
        name: &name,
        properties: &wanted.properties,
    });
    let made = made.map_err(|why| refused(step, &why))?;
    let wanted = Resource { attributes: Map::new(), physical_id: String::new(), ..wanted };
    Ok(work_of(step, Effect::Create, made, wanted))
}

fn update(
    plan: &Plan,
    step: &Step,
    schema: &Schema,
    wanted: Resource,
    old: &Resource,
) -> Result<Work, Error> {
    // After a change that failed half way it may be as before or as wanted then, property by
    // property: it is changed from both. So each call of an update may find its work done.
    let former = old.former.clone();
    let former = former.map(|properties| Resource { properties, former: None, ..old.clone() });
    let mut calls = Vec::new();
    if let Some(before) = &former {
        calls.extend(changed_from(plan, (step, schema), &wanted.properties, before)?.calls);
    }
    let last = changed_from(plan, (step, schema), &wanted.properties, old)?;
    calls.extend(last.calls);
    let made = Made { calls, ..last };
    Ok(work_of(step, Effect::Update, made, wanted))
}

fn changed_from(
    plan: &Plan,
    (step, schema): (&Step, &Schema),
    wanted: &Json,
    before: &Resource,
) -> Result<Made, Error> {
    let sent = schema.sent(&before.properties, wanted).map_err(|why| refused(step, &why))?;
    let context = Context {
        stack: &plan.stack,
        logical_id: &step.logical_id,
        name: &before.physical_id,
        properties: &sent,
    };
    (schema.update)(&context, before).map_err(|why| refused(step, &why))
}

fn refused(step: &Step, why: &str) -> Error {
    let message = format!("{why} (resource {})", step.logical_id);
    Problem::at(step.mark, message).into()
}

fn work_of(step: &Step, effect: Effect, made: Made, mut wanted: Resource) -> Work {
    wanted.attributes.extend(made.attributes);
    Work {
        logical_id: step.logical_id.clone(),
        effect,
        calls: made.calls,
        cursor: 0,
        attempts: 0,
        captured: Map::new(),
        result: Some(wanted),
        physical_id: made.physical_id,
        replaced: None,
    }
}

fn nothing(step: &Step, effect: Effect, result: Option<Resource>) -> Work {
    Work {
        logical_id: step.logical_id.clone(),
        effect,
        calls: Vec::new(),
        cursor: 0,
        attempts: 0,
        captured: Map::new(),
        physical_id: result.as_ref().map_or(Json::Null, |one| json!(one.physical_id)),
        result,
        replaced: None,
    }
}

/// The calls that delete a resource.
pub(crate) fn delete(resource: &Resource) -> Work {
    // A type that is not known any more has nothing that could be called.
    let schema = resources::find(&resource.resource_type, crate::error::Mark::default());
    Work {
        logical_id: resource.logical_id.clone(),
        effect: Effect::Delete,
        calls: schema.map(|schema| (schema.delete)(resource)).unwrap_or_default(),
        cursor: 0,
        attempts: 0,
        captured: Map::new(),
        result: None,
        physical_id: Json::Null,
        replaced: None,
    }
}

/// The name of a thing whose template names none: `<stack>-<logical id>-<12 characters>`.
///
/// AWS draws the last part at random; here it comes from the stack, the logical id and the
/// operation, so that a step that runs twice makes one thing. Where a service allows less, stack
/// and logical id are cut, as AWS does.
pub(crate) fn physical_name(
    stack: &Stack,
    logical_id: &str,
    operation: &str,
    naming: Option<Naming>,
) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const SUFFIX_CHARS: usize = 12;
    let mut hash = Sha256::new();
    for part in [&stack.id, logical_id, operation] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let suffix: String = digest
        .iter()
        .take(SUFFIX_CHARS)
        .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)).map(|&c| char::from(c)))
        .collect();
    let longest = naming.map_or(255, |naming| naming.longest);
    let room = longest.saturating_sub(SUFFIX_CHARS + 2);
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let fits = stack.name.len() + logical_id.len() <= room;
    let (stack, logical_id) = if fits {
        (stack.name.clone(), logical_id.to_owned())
    } else {
        (cut(&stack.name, room / 2), cut(logical_id, room / 2))
    };
    let name = format!("{stack}-{logical_id}-{suffix}");
    if naming.is_some_and(|naming| naming.lower) { name.to_lowercase() } else { name }
}
