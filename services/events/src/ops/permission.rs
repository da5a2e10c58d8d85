//! The resource policy of a bus.

use samara_service::policy::{Policy, PolicyKind};
use samara_service::{Cx, Entry};
use samara_store::Txn;
use serde_json::{Value, json};

use super::{Nothing, bus_arn, bus_name, operation};
use crate::Error;
use crate::model::{PutPermissionRequest, RemovePermissionRequest};
use crate::record::{Bus, load_bus};

/// The longest policy, characters (AWS: 10 KB).
const POLICY_CHARACTERS: usize = 10_240;

operation!(PutPermission, Write, PutPermissionRequest => Nothing,
    |cx, input| bus_arn(cx, input.event_bus_name.as_deref()), put);
operation!(RemovePermission, Write, RemovePermissionRequest => Nothing,
    |cx, input| bus_arn(cx, input.event_bus_name.as_deref()), remove);

pub(super) fn entries() -> Vec<Entry> {
    super::entries([Entry::of::<PutPermission>(), Entry::of::<RemovePermission>()])
}

fn put(cx: &Cx, txn: &mut dyn Txn, input: &PutPermissionRequest) -> Result<Nothing, Error> {
    let name = bus_name(cx, input.event_bus_name.as_deref())?;
    let mut bus = load_bus(txn, &name)?;
    if let Some(policy) = &input.policy {
        Policy::parse(PolicyKind::Resource, policy)?;
        bus.statements = statements(policy)?;
    } else {
        let statement = statement(cx, &name, input)?;
        let same = |old: &Value| old.get("Sid") == statement.get("Sid");
        bus.statements.retain(|old| !same(old));
        bus.statements.push(statement);
        let policy = bus.policy().unwrap_or_default();
        Policy::parse(PolicyKind::Resource, &policy)?;
    }
    if POLICY_CHARACTERS < bus.policy().map_or(0, |policy| policy.chars().count()) {
        return Err(Error::PolicyLength);
    }
    bus.store(cx, txn)?;
    Ok(Nothing {})
}

/// The statements of a whole policy; it was parsed before.
fn statements(policy: &str) -> Result<Vec<Value>, Error> {
    let mut policy: Value = serde_json::from_str(policy).map_err(Error::Record)?;
    // What is kept is shown under this version, which has policy variables.
    if policy.get("Version").and_then(Value::as_str) != Some("2012-10-17") {
        return Err(Error::Unsupported("bus policies before version 2012-10-17".to_owned()));
    }
    Ok(match policy.get_mut("Statement").map(Value::take) {
        Some(Value::Array(statements)) => statements,
        Some(statement) => vec![statement],
        None => vec![],
    })
}

fn statement(cx: &Cx, bus: &str, input: &PutPermissionRequest) -> Result<Value, Error> {
    let missing = |name: &str| Error::Validation(format!("Parameter {name} must be specified."));
    let action = input.action.as_deref().ok_or_else(|| missing("Action"))?;
    let principal = input.principal.as_deref().ok_or_else(|| missing("Principal"))?;
    let sid = input.statement_id.as_deref().ok_or_else(|| missing("StatementId"))?;
    let principal = if principal == "*" {
        json!("*")
    } else {
        json!({"AWS": format!("arn:aws:iam::{principal}:root")})
    };
    let mut statement = json!({
        "Sid": sid,
        "Effect": "Allow",
        "Principal": principal,
        "Action": action,
        "Resource": bus_arn(cx, Some(bus)),
    });
    if let (Some(condition), Value::Object(fields)) = (&input.condition, &mut statement) {
        let mut test = serde_json::Map::new();
        test.insert(condition.r#type.clone(), json!({condition.key.as_str(): condition.value}));
        fields.insert("Condition".to_owned(), Value::Object(test));
    }
    Ok(statement)
}

fn remove(cx: &Cx, txn: &mut dyn Txn, input: &RemovePermissionRequest) -> Result<Nothing, Error> {
    let name = bus_name(cx, input.event_bus_name.as_deref())?;
    let mut bus: Bus = load_bus(txn, &name)?;
    if input.remove_all_permissions == Some(true) {
        bus.statements.clear();
    } else {
        if bus.statements.is_empty() {
            return Err(Error::NotFound("EventBus does not have a policy.".to_owned()));
        }
        let before = bus.statements.len();
        let wanted = input.statement_id.as_deref();
        bus.statements.retain(|old| old.get("Sid").and_then(Value::as_str) != wanted);
        if bus.statements.len() == before {
            let message = "Statement with the provided id does not exist.";
            return Err(Error::NotFound(message.to_owned()));
        }
    }
    bus.store(cx, txn)?;
    Ok(Nothing {})
}
