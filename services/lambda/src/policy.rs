//! A function's resource policy: who may call it beside those whose own policies say so.

use samara_service::Cx;
use samara_store::{Fed, Txn};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::model::AddPermissionRequest;
use crate::{Error, keys};

/// The longest policy, bytes (Lambda quotas: 20 KB).
const POLICY_BYTES_MAX: usize = 20_480;

/// The statements of a policy, and the revision that a caller may insist on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Policy {
    pub(crate) revision_id: String,
    pub(crate) statements: Vec<Value>,
}

/// The resource policy of a function as a JSON document, for the policy check of a call under a
/// qualifier (`$LATEST` or an empty one for the whole function); `None` when there is none.
///
/// # Errors
/// When the store fails or the record is damaged.
pub fn resource_policy(
    txn: &mut dyn Txn,
    function: &str,
    qualifier: &str,
) -> Result<Option<String>, Error> {
    let scope = if qualifier == crate::LATEST { "" } else { qualifier };
    Ok(Policy::find(txn, function, scope)?.map(|policy| policy.document()))
}

impl Policy {
    /// A policy, when there is one.
    pub(crate) fn find(
        txn: &mut dyn Txn,
        function: &str,
        scope: &str,
    ) -> Result<Option<Self>, Error> {
        let value = txn.get(&keys::policy(function, scope))?;
        Ok(value.map(|value| serde_json::from_slice(&value)).transpose()?)
    }

    /// Writes it, or removes it when it says nothing any more.
    pub(crate) fn store(
        &mut self,
        cx: &Cx,
        txn: &mut dyn Txn,
        function: &str,
        scope: &str,
    ) -> Result<(), Error> {
        let key = keys::policy(function, scope);
        if self.statements.is_empty() {
            txn.delete(key, Fed::Key);
            return Ok(());
        }
        let bytes = self.document().len();
        if POLICY_BYTES_MAX < bytes {
            return Err(Error::PolicyTooLong(bytes));
        }
        self.revision_id = cx.seed.uuid("lambda-policy-revision");
        txn.put(key, serde_json::to_vec(self)?.into(), Fed::Key);
        Ok(())
    }

    /// As AWS writes it.
    pub(crate) fn document(&self) -> String {
        json!({"Version": "2012-10-17", "Id": "default", "Statement": self.statements}).to_string()
    }

    /// Whether it has a statement of this name.
    pub(crate) fn place_of(&self, statement_id: &str) -> Option<usize> {
        self.statements.iter().position(|it| it.get("Sid") == Some(&json!(statement_id)))
    }
}

/// The statement that a permission becomes.
pub(crate) fn statement(input: &AddPermissionRequest, resource: &str) -> Value {
    let mut statement = json!({
        "Sid": input.statement_id,
        "Effect": "Allow",
        "Principal": principal(&input.principal),
        "Action": input.action,
        "Resource": resource,
    });
    let mut condition = Map::new();
    let mut add = |operator: &str, key: &str, value: Option<String>| {
        if let Some(value) = value {
            let keys = condition.entry(operator).or_insert_with(|| json!({}));
            if let Value::Object(keys) = keys {
                keys.insert(key.to_owned(), Value::String(value));
            }
        }
    };
    add("StringEquals", "AWS:SourceAccount", input.source_account.clone());
    add("StringEquals", "lambda:EventSourceToken", input.event_source_token.clone());
    add("StringEquals", "aws:PrincipalOrgID", input.principal_org_id.clone());
    add("StringEquals", "lambda:FunctionUrlAuthType", input.function_url_auth_type.clone());
    let through_url = input.invoked_via_function_url.map(|it| it.to_string());
    add("Bool", "lambda:InvokedViaFunctionUrl", through_url);
    add("ArnLike", "AWS:SourceArn", input.source_arn.clone());
    if let (false, Value::Object(members)) = (condition.is_empty(), &mut statement) {
        members.insert("Condition".to_owned(), Value::Object(condition));
    }
    statement
}

/// Whether a text names somebody: what else it were would be a permission that nobody can use.
pub(crate) fn is_principal(text: &str) -> bool {
    // A service is named as a host is.
    text == "*" || text.starts_with("arn:") || text.contains('.') || is_account(text)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An account, an ARN, a service, or everybody.
fn principal(text: &str) -> Value {
    if text == "*" {
        json!("*")
    } else if is_account(text) {
        json!({"AWS": format!("arn:aws:iam::{text}:root")})
    } else if text.starts_with("arn:") {
        json!({"AWS": text})
    } else {
        json!({"Service": text})
    }
}
